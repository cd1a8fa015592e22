"""Weekly and monthly reports for staff: what was asked and what came of it, against the time before."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from core.content import Content
from core.journal import Journal

ZONE = ZoneInfo("Asia/Shanghai")
TOP = 10
FAMILIES = {
    "answered": "直接回答",
    "clarification": "追问",
    "redirect": "转给别的部门",
    "unanswered": "没答上来",
    "small_talk": "寒暄",
    "error": "出错",
}


@dataclass
class Figures:
    """What one period held. Questions are what citizens wrote; choices are buttons they pressed."""

    questions: int = 0
    chats: set[str] = field(default_factory=set)
    families: Counter[str] = field(default_factory=Counter)
    entries: Counter[str] = field(default_factory=Counter)
    votes: Counter[str] = field(default_factory=Counter)
    none_of_these: int = 0


@dataclass(frozen=True)
class Report:
    """A period, its figures, and those of the period of the same length before it."""

    name: str
    first: date
    last: date
    now: Figures
    before: Figures


def report(journal: Journal, span: Literal["week", "month"], today: date) -> Report:
    """Return the report of the last full week (Monday to Sunday) or calendar month."""
    if span == "week":
        last = today - timedelta(days=today.isoweekday())
        first = last - timedelta(days=6)
        earlier = first - timedelta(days=7)
    else:
        last = today.replace(day=1) - timedelta(days=1)
        first = last.replace(day=1)
        earlier = (first - timedelta(days=1)).replace(day=1)
    start, end = _moment(first), _moment(last + timedelta(days=1))
    return Report(
        "周报" if span == "week" else "月报",
        first,
        last,
        figures(journal.rows(start, end)),
        figures(journal.rows(_moment(earlier), start)),
    )


def figures(rows: Iterable[Mapping[str, Any]]) -> Figures:
    """Count journal rows."""
    counted = Figures()
    for row in rows:
        if row["via"] == "remark":
            continue
        if row["chat"]:
            counted.chats.add(row["chat"])
        if row["via"] == "text":
            counted.questions += 1
            counted.families[
                row["status"].split("_")[0]
                if not row["status"].startswith("small")
                else "small_talk"
            ] += 1
        if row["entry"]:
            counted.entries[row["entry"]] += 1
        if row["vote"]:
            counted.votes[row["vote"]] += 1
        counted.none_of_these += row["none_of_these"]
    return counted


def text(found: Report, content: Content, unanswered: Iterable[object]) -> str:
    """Write a report as plain Chinese text; ``unanswered`` are clusters, largest first."""
    now, before = found.now, found.before
    lines = [
        f"{found.name}：{found.first} 至 {found.last}（括号里是上一期）",
        f"问题 {_pair(now.questions, before.questions)}，会话 {_pair(len(now.chats), len(before.chats))}",
    ]
    for family, label in FAMILIES.items():
        share = f"，占 {now.families[family] / now.questions:.0%}" if now.questions else ""
        lines.append(f"  {label} {_pair(now.families[family], before.families[family])}{share}")
    lines.append(
        f"评价：有帮助 {_pair(now.votes['yes'], before.votes['yes'])}，"
        f"没帮助 {_pair(now.votes['no'], before.votes['no'])}，"
        f"不是我问的 {_pair(now.votes['wrong'], before.votes['wrong'])}；"
        f"都不是 {_pair(now.none_of_these, before.none_of_these)}"
    )
    lines.append("问得最多的条目：")
    for entry, count in now.entries.most_common(TOP):
        title = content.entries[entry].title if entry in content.entries else "（已下架）"
        lines.append(f"  {_pair(count, before.entries[entry])}　{title}　{entry}")
    lines.append("问得最多的主题：")
    for theme, count in _themes(now, content).most_common(TOP):
        lines.append(f"  {_pair(count, _themes(before, content)[theme])}　{theme}")
    lines.append("还没有答案的（相似的放在一起）：")
    lines += [f"  {cluster}" for cluster in list(unanswered)[:TOP]] or ["  没有"]
    return "\n".join(lines)


def _themes(counted: Figures, content: Content) -> Counter[str]:
    themes: Counter[str] = Counter()
    for entry, count in counted.entries.items():
        known = content.entries.get(entry)
        themes[(known.theme if known else None) or "其他"] += count
    return themes


def _pair(now: int, before: int) -> str:
    return f"{now}（{before}）"


def _moment(day: date) -> datetime:
    """Return the first moment of a day in Hangzhou, in UTC."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)
