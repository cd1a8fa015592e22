"""What a change gained and lost, row by row, against figures saved before."""

from collections.abc import Iterable, Sequence
from typing import Any

from core.evaluation.outcomes import Outcome


def saved(outcomes: Iterable[Outcome]) -> dict[str, dict[str, Any]]:
    """Return what is kept of outcomes for a later comparison, by row id (never the query)."""
    return {
        outcome.row.id: {"status": outcome.status, "good": good(outcome), "first": outcome.first}
        for outcome in outcomes
    }


def good(outcome: Outcome) -> bool:
    """Whether the desk did right: the right entry first, or no answer where there is none."""
    return outcome.right if outcome.row.scope == "in" else outcome.status != "answered"


def changes(before: dict[str, dict[str, Any]], outcomes: Sequence[Outcome]) -> list[str]:
    """Return a line for every row that was gained or lost, and one that counts them."""
    lines, gained, lost = [], 0, 0
    for outcome in outcomes:
        old = before.get(outcome.row.id)
        if old is None or old["good"] == good(outcome):
            continue
        won = good(outcome)
        gained, lost = gained + won, lost + (not won)
        mark = "+" if won else "-"
        lines.append(
            f"{mark} {outcome.row.id}　{old['status']} {old['first'] or '-'} → "
            f"{outcome.status} {outcome.first or '-'}　{outcome.row.query[:40]}"
        )
    return [*lines, f"变好 {gained} 行，变差 {lost} 行。"]
