"""What stands under every answer: the law it rests on, who checked it and when, where to ask."""

from collections.abc import Iterable, Mapping
from datetime import date

from core.models import Block, Citation, Guide, Reviewed

SHOWN_CITATIONS = 5


def basis_block(sentences: Mapping[str, str], citations: Iterable[Citation]) -> Block | None:
    """List distinct citations with their gist; None when there is none."""
    gists: dict[str, str] = {}
    for citation in citations:
        label = citation.label
        if citation.says and not gists.get(label):
            gists[label] = citation.says
        gists.setdefault(label, "")
    items = [f"{label}：{gist}" if gist else label for label, gist in gists.items()]
    if not items:
        return None
    return Block("list", sentences["basis"], tuple(items[:SHOWN_CITATIONS]))


def review_block(sentences: Mapping[str, str], review: Reviewed | None, day: date) -> Block:
    """Say who checked the entry and when, what only the office can confirm, and the hotline."""
    lines = []
    if review is not None:
        key = "review_confirmed" if review.reviewed_by == "窗口已确认" else "review_basis_only"
        lines.append(sentences[key].format(date=spoken_day(review.reviewed)))
        if review.review_by < day:
            lines.append(sentences["under_review"])
        if isinstance(review, Guide) and review.local:
            lines.append(sentences["local"].format(items="、".join(review.local)))
    lines.append(sentences["hotline"])
    return Block("note", "\n".join(lines))


def spoken_day(day: date) -> str:
    """Write a day as 2026年11月24日."""
    return f"{day.year}年{day.month}月{day.day}日"
