"""A row on its way into the journal and out of it: masked, cleaned, in plain SQLite types."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.journal.clusters import Asked
from core.text import mask

MAX_CANDIDATES = 10
MAX_UTTERANCE = 4096  # Characters stored; the longest message of Telegram.
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Row:
    """One utterance or choice and what came of it, as the answering side hands it in.

    ``at`` is aware; ``chat`` comes from ``Journal.chat_hash``; ``utterance`` may be raw, the
    journal masks it; ``candidates`` are (entry, score), best first; ``content`` is the digest of
    the content that answered; ``via`` is text or choice; ``parent`` is the row whose choice it is.
    """

    at: datetime
    channel: str
    chat: str | None
    utterance: str
    status: str
    kind: str | None = None
    entry: str | None = None
    facet: str | None = None
    candidates: tuple[tuple[str, float], ...] = ()
    content: str | None = None
    via: str = "text"
    parent: int | None = None


def to_columns(row: Row, chat_key: Callable[[str], str]) -> dict[str, Any]:
    """Return the columns of ``row``; ``chat_key`` makes the chat one that may be stored.

    Raises ValueError when ``at`` has no zone.
    """
    candidates = [
        [clean(entry), round(float(score), 3)]
        for entry, score in row.candidates[:MAX_CANDIDATES]
        if math.isfinite(score)
    ]
    # What is far beyond the end is not worth masking.
    utterance = clean(row.utterance[: 10 * MAX_UTTERANCE])
    return {
        "at": stored_time(row.at),
        "channel": clean(row.channel),
        "chat": None if row.chat is None else chat_key(row.chat),
        "utterance": mask(utterance)[:MAX_UTTERANCE],
        "status": clean(row.status),
        "kind": clean(row.kind),
        "entry": clean(row.entry),
        "facet": clean(row.facet),
        "candidates": json.dumps(candidates, ensure_ascii=False),
        "content": clean(row.content),
        "via": clean(row.via),
        "parent": row.parent if possible(row.parent) else None,
    }


def from_columns(row: dict[str, Any]) -> dict[str, Any]:
    """Return the columns as reports want them: a datetime in UTC, pairs, a bool."""
    return row | {
        "at": datetime.fromisoformat(row["at"]),
        "candidates": _candidates(row["candidates"]),
        "none_of_these": bool(row["none_of_these"]),
    }


def to_asked(rows: list[dict[str, Any]]) -> Asked:
    """Return what the complaints about one question come to, its own status among them."""
    statuses: dict[str, None] = {}
    for row in rows:
        if row["status"].startswith("unanswered"):
            statuses[row["status"]] = None
        if row["none_of_these"]:
            statuses["none_of_these"] = None
        if row["vote"] in ("no", "wrong"):
            statuses["vote_" + row["vote"]] = None
    return Asked(
        utterance=rows[0]["utterance"],
        at=max(datetime.fromisoformat(row["at"]) for row in rows),
        statuses=tuple(statuses),
        candidates=_candidates(rows[0]["candidates"]),
    )


def stored_time(at: datetime) -> str:
    """Return ``at`` in UTC, always as wide. Raises ValueError when it has no zone."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def clean(text: Any) -> Any:
    """Return ``text`` without lone surrogates, which SQLite does not take; None stays None."""
    return text.encode("utf-8", "replace").decode() if isinstance(text, str) else text


def possible(question: int | None) -> bool:
    """Say whether there can be a row of this number."""
    return isinstance(question, int) and 0 < question <= LARGEST


def _candidates(text: str) -> tuple[tuple[str, float], ...]:
    return tuple((entry, score) for entry, score in json.loads(text))
