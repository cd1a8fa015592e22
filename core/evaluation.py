"""Quality on labelled sets: right at 1 and within 3, wrong answers, abstention, risk and coverage.

A row has ``query``, ``scope`` (in, redirect, out), ``services`` (catalogue codes) and ``articles``
([law, number]). An answer is right when its code is among the services or one of its articles is
among the articles; a clarification when its first candidate is. On redirect and out rows every
``answered`` is wrong.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from core.answering import Answerer
from core.models import Conversation, Entry, Reply


@dataclass(frozen=True)
class Labelled:
    """One labelled query."""

    query: str
    scope: str
    services: frozenset[str]
    articles: frozenset[tuple[str, int]]

    def fits(self, entry: Entry | None) -> bool:
        """Say whether ``entry`` is an acceptable answer."""
        if entry is None:
            return False
        return entry.code in self.services or not self.articles.isdisjoint(entry.articles)


@dataclass(frozen=True)
class Outcome:
    """What the desk did with one labelled query.

    ``score`` and ``first_right`` are the first candidate's, whatever was decided.
    """

    row: Labelled
    status: str
    right: bool
    within3: bool
    first_right: bool
    score: float
    entry: str | None


def read_labelled(path: Path) -> list[Labelled]:
    """Read a labelled set (JSON lines); raises ValueError naming file and line."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            rows.append(
                Labelled(
                    query=data["query"],
                    scope=data.get("scope", "in"),
                    services=frozenset(data.get("services", ())),
                    articles=frozenset((law, number) for law, number in data.get("articles", ())),
                )
            )
        except (ValueError, KeyError, TypeError):
            message = (
                f"{path}:{number}: 这一行不是标注好的问题，应有 query、scope、services、articles"
            )
            raise ValueError(message) from None
    return rows


def evaluate(answerer: Answerer, rows: Iterable[Labelled], today: date) -> list[Outcome]:
    """Ask every row in a fresh conversation."""
    return [_outcome(answerer, row, today) for row in rows]


def _outcome(answerer: Answerer, row: Labelled, today: date) -> Outcome:
    reply = answerer.ask(row.query, Conversation(), today)
    entries = answerer.content.entries
    named = [entries.get(item.entry) for item in reply.candidates]
    shown = entries.get(reply.entry) if reply.entry else None
    first = shown or (named[0] if reply.status == "clarification" and named else None)
    near = [first, *named[:3]] if reply.status != "clarification" else named[:3]
    return Outcome(
        row=row,
        status=reply.status,
        right=row.scope == "in"
        and reply.status in ("answered", "clarification")
        and row.fits(first),
        within3=row.scope == "in" and any(row.fits(entry) for entry in near),
        first_right=row.scope == "in" and bool(named) and row.fits(named[0]),
        score=reply.candidates[0].score if reply.candidates else 0.0,
        entry=reply.entry,
    )


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the figures of one set; shares are of the rows of their scope."""
    inside = [outcome for outcome in outcomes if outcome.row.scope == "in"]
    outside = [outcome for outcome in outcomes if outcome.row.scope != "in"]
    answered = [outcome for outcome in inside if outcome.status == "answered"]
    return {
        "rows": len(outcomes),
        "in": len(inside),
        "right_at_1": _share(sum(outcome.right for outcome in inside), len(inside)),
        "within_3": _share(sum(outcome.within3 for outcome in inside), len(inside)),
        "answered": _share(len(answered), len(inside)),
        "answered_wrong": _share(sum(not outcome.right for outcome in answered), len(inside)),
        "outside": len(outside),
        "outside_answered": _share(
            sum(outcome.status == "answered" for outcome in outside), len(outside)
        ),
        "statuses_in": dict(Counter(outcome.status for outcome in inside)),
        "statuses_outside": dict(Counter(outcome.status for outcome in outside)),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def reply_record(answerer: Answerer, utterance: str, reply: Reply, ms: float) -> dict[str, Any]:
    """Return a reply as the record that ``ask --jsonl`` prints; every key is always there."""
    entries = answerer.content.entries
    entry = entries.get(reply.entry) if reply.entry else None
    return {
        "utterance": utterance,
        "status": reply.status,
        "kind": reply.kind,
        "entry": reply.entry,
        "code": entry.code if entry else None,
        "body": reply.body,
        "articles": [
            list(pair)
            for pair in (entry.articles if entry else [reply.article] if reply.article else [])
        ],
        "facet": reply.facet,
        "candidates": [
            {
                "entry": item.entry,
                "kind": entries[item.entry].kind,
                "code": entries[item.entry].code,
                "articles": [list(pair) for pair in entries[item.entry].articles],
                "score": round(item.score, 4),
            }
            for item in reply.candidates
            if item.entry in entries
        ],
        "text": reply.text,
        "ms": round(ms, 3),
    }
