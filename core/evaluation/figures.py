"""Figures of a labelled set: as a whole, by group, calibration, and the worst confusions.

An answer is right when its code is among the row's services or one of its articles is among the
row's articles; a clarification when its first candidate is. On redirect and out rows every
``answered`` is wrong.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from core.evaluation.outcomes import Outcome

LENGTHS = (10, 30, 80)
BINS = 10
# Words that many bodies' names share; they do not make two names the same body.
# Names of bodies and how people shorten them, as one short name each; longer ones first.
SHORTENED = {
    "住房和城乡建设": "城乡建设",
    "住建": "城乡建设",
    "住房保障和房产管理": "住保房产",
    "住保房管": "住保房产",
    "住房保障": "住保",
    "人力资源和社会保障": "人社",
}
GENERIC = (
    "部门",
    "管理",
    "政府",
    "机关",
    "行政",
    "主管",
    "监督",
    "服务",
    "中心",
    "保障",
    "（",
    "）",
)


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the figures of one set; shares are of the rows of their scope."""
    inside = [outcome for outcome in outcomes if outcome.row.scope == "in"]
    answered = [outcome for outcome in inside if outcome.status == "answered"]
    asked = [outcome for outcome in inside if outcome.row.facet and outcome.right]
    sent = [outcome for outcome in outcomes if outcome.row.redirect_to]
    return {
        "rows": len(outcomes),
        "in": len(inside),
        "right_at_1": share(sum(outcome.right for outcome in inside), len(inside)),
        "within_3": share(sum(outcome.within3 for outcome in inside), len(inside)),
        "answered": share(len(answered), len(inside)),
        "answered_right": share(sum(outcome.right for outcome in answered), len(answered)),
        "facet_right": f"{sum(_same_facet(each) for each in asked)}/{len(asked)}",
        "redirect_to_body": share(sum(map(_sent, sent)), len(sent)),
        **{
            f"{scope}_answered": share(
                sum(outcome.status == "answered" for outcome in rows), len(rows)
            )
            for scope in ("redirect", "out")
            if (rows := [outcome for outcome in outcomes if outcome.row.scope == scope])
        },
        "statuses_in": dict(Counter(outcome.status for outcome in inside)),
        "statuses_outside": dict(
            Counter(outcome.status for outcome in outcomes if outcome.row.scope != "in")
        ),
    }


def groups(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """Return the figures by intent, length of utterance and theme of the acceptable guides."""
    ways: dict[str, Callable[[Outcome], str]] = {
        "intent": lambda outcome: outcome.row.intent or "-",
        "length": lambda outcome: _length(len(outcome.row.query)),
        "theme": lambda outcome: outcome.theme or "-",
    }
    inside = [outcome for outcome in outcomes if outcome.row.scope == "in"]
    found: dict[str, dict[str, Any]] = {}
    for way, key in ways.items():
        for name, members in groupby(sorted(inside, key=key), key):
            rows = list(members)
            found[f"{way}: {name}"] = {
                "rows": len(rows),
                "right_at_1": share(sum(row.right for row in rows), len(rows)),
                "within_3": share(sum(row.within3 for row in rows), len(rows)),
                "answered": share(sum(row.status == "answered" for row in rows), len(rows)),
            }
    return found


def calibration(outcomes: Sequence[Outcome]) -> list[tuple[float, float, int, float | None]]:
    """Return (from, to, rows, share right) for tenths of the first candidate's score."""
    bins = []
    for number in range(BINS):
        low, high = number / BINS, (number + 1) / BINS
        rows = [each for each in outcomes if low <= each.score < high or each.score == high == 1]
        bins.append((low, high, len(rows), share(sum(r.first_right for r in rows), len(rows))))
    return bins


def confusions(outcomes: Sequence[Outcome], count: int = 10) -> list[tuple[str, str, int]]:
    """Return (entry that would have been right, entry that came first, how often), the most first."""
    pairs = Counter(
        (outcome.expected or "-", outcome.first)
        for outcome in outcomes
        if outcome.row.scope == "in" and outcome.first and not outcome.right
    )
    return [(right, got, times) for (right, got), times in pairs.most_common(count)]


def share(part: int, whole: int) -> float | None:
    """Return a share to three places, or None of nothing."""
    return round(part / whole, 3) if whole else None


def _length(letters: int) -> str:
    for limit in LENGTHS:
        if letters <= limit:
            return f"<= {limit}"
    return f"> {LENGTHS[-1]}"


def _same_facet(outcome: Outcome) -> bool:
    return outcome.facet == outcome.row.facet


def _sent(outcome: Outcome) -> bool:
    """Whether a redirect names the labelled body."""
    if outcome.status != "redirect" or not outcome.body or not outcome.row.redirect_to:
        return False
    return same_body(outcome.body, outcome.row.redirect_to)


def same_body(ours: str, theirs: str) -> bool:
    """Say whether two names mean one body: they share two letters that tell."""
    for name, short in SHORTENED.items():
        ours, theirs = ours.replace(name, short), theirs.replace(name, short)
    for word in GENERIC:
        ours, theirs = ours.replace(word, "/"), theirs.replace(word, "|")
    match = SequenceMatcher(None, ours, theirs, autojunk=False).find_longest_match()
    return match.size >= 2
