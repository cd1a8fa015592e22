"""Three colours for every entry: what needs a hand now, what soon, what is well."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from core.content import Loaded
from core.models import DigestFile, Entry, Guide, Model, Redirect
from core.reading import Fault

SOON = timedelta(days=30)
Colour = Literal["红", "黄", "绿"]


@dataclass(frozen=True)
class Health:
    """One entry's state: ``reasons`` say why it isn't green; ``local`` what only the office knows."""

    entry: str
    title: str
    path: str
    colour: Colour
    owner: str
    review_by: date | None
    confirmed: bool
    local: tuple[str, ...]
    reasons: tuple[str, ...]


def health(
    loaded: Loaded, faults: list[Fault], known_failures: Counter[str], day: date
) -> list[Health]:
    """Return the state of every entry on ``day``, the worst first; a file of digests counts once.

    ``known_failures`` counts the exam's known failures by entry id.
    """
    errors = Counter(fault.path for fault in faults if fault.level == "error")
    states = [
        _state(entry, errors[entry.path], known_failures[entry.id], day) for entry in _once(loaded)
    ]
    return sorted(states, key=lambda state: ("红黄绿".index(state.colour), state.entry))


def _once(loaded: Loaded) -> Iterator[Entry]:
    seen: set[str] = set()
    for entry in loaded.entries:
        if isinstance(entry.item, Redirect):
            continue
        if entry.kind != "article" or entry.path not in seen:
            yield entry
        seen.add(entry.path)


def _state(entry: Entry, errors: int, failures: int, day: date) -> Health:
    review = entry.review
    assert review is not None
    red, yellow = [], []
    if errors:
        red.append(f"检查有 {errors} 处错误")
    if review.status == "published" and review.review_by < day:
        red.append("复核已过期")
    elif review.status == "published" and review.review_by <= day + SOON:
        yellow.append("30 天内要复核")
    if doubtful := _to_confirm(review):
        yellow.append(f"{doubtful} 处要窗口确认")
    if failures:
        yellow.append(f"{failures} 道考题还答不对")
    if review.status == "draft":
        yellow.append("还是草稿")
    item: Model = review if isinstance(review, DigestFile) else entry.item
    return Health(
        entry=entry.path if isinstance(item, DigestFile) else entry.id,
        title=f"《{item.law}》条文解读" if isinstance(item, DigestFile) else entry.title,
        path=entry.path,
        colour="红" if red else "黄" if yellow else "绿",
        owner=review.owner or "（没有写）",
        review_by=review.review_by,
        confirmed=review.reviewed_by == "窗口已确认",
        local=item.local if isinstance(item, Guide) else (),
        reasons=(*red, *yellow),
    )


def _to_confirm(value: Any) -> int:
    """Count the statements marked ``to_confirm`` anywhere in an item."""
    if isinstance(value, Model):
        own = int(bool(getattr(value, "to_confirm", False)))
        return own + sum(_to_confirm(inner) for _, inner in value)
    if isinstance(value, tuple):
        return sum(_to_confirm(inner) for inner in value)
    return 0
