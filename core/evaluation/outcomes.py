"""What the desk does with labelled queries, one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from core.answering import Answerer
from core.evaluation.labelled import Labelled
from core.models import Conversation, Entry, Guide


@dataclass(frozen=True)
class Outcome:
    """What the desk did with one labelled query.

    ``right``: answered or asked back with an acceptable entry first; ``within3``: one of the first
    three is acceptable, whatever was decided; ``first_right`` and ``score`` are the first
    candidate's, whatever was decided; to a row that is not ours a redirect is right. ``expected`` is
    the entry that would have been right and came nearest, ``theme`` that of the guides acceptable.
    """

    row: Labelled
    status: str
    right: bool
    within3: bool
    first_right: bool
    score: float
    entry: str | None
    body: str | None
    facet: str | None
    first: str | None
    expected: str | None
    theme: str | None


def evaluate(
    answerer: Answerer,
    rows: Sequence[Labelled],
    today: date,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Outcome]:
    """Ask every row in a fresh conversation."""
    outcomes = []
    for number, row in enumerate(rows, 1):
        outcomes.append(_outcome(answerer, row, today))
        progress(number, len(rows))
    return outcomes


def _outcome(answerer: Answerer, row: Labelled, today: date) -> Outcome:
    reply = answerer.ask(row.query, Conversation(), today)
    entries = answerer.content.entries
    named = [entries.get(item.entry) for item in reply.candidates]
    shown = entries.get(reply.entry) if reply.entry else None
    first = shown or (named[0] if reply.status == "clarification" and named else None)
    near = [first, *named[:3]] if reply.status != "clarification" else named[:3]
    inside = row.scope == "in"
    offered = reply.status in ("answered", "clarification")
    expected = next((entry.id for entry in named if entry and row.fits(entry)), None)
    themes = [
        entry.theme
        for entry in entries.values()
        if isinstance(entry.item, Guide) and entry.code in row.services
    ]
    return Outcome(
        row=row,
        status=reply.status,
        right=inside and offered and row.fits(first),
        within3=inside and any(row.fits(entry) for entry in near),
        first_right=bool(named) and _proper(row, named[0]),
        score=reply.candidates[0].score if reply.candidates else 0.0,
        entry=reply.entry,
        body=reply.body,
        facet=reply.facet,
        first=first.id if first else None,
        expected=expected,
        theme=themes[0] if themes else None,
    )


def _proper(row: Labelled, entry: Entry | None) -> bool:
    """Say whether an entry is what the row should have: an acceptable one, or a redirect."""
    if row.scope == "in":
        return row.fits(entry)
    return entry is not None and entry.kind == "redirect"
