"""What entries are called, normalized once for all signals."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.models import Entry
from core.text import normalize


@dataclass(frozen=True)
class Spelling:
    """An entry's texts and keywords, normalized."""

    texts: tuple[str, ...]
    keywords: tuple[str, ...]


def spellings(entries: Sequence[Entry]) -> tuple[Spelling, ...]:
    """Return the spelling of every entry, in order."""
    return tuple(
        Spelling(tuple(map(_spelt, entry.texts)), tuple(map(_spelt, entry.keywords)))
        for entry in entries
    )


def _spelt(text: str) -> str:
    """Return ``text`` normalized, or as it is when nothing would be left of it."""
    return normalize(text) or text
