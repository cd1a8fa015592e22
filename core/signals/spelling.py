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
        Spelling(tuple(map(normalize, entry.texts)), tuple(map(normalize, entry.keywords)))
        for entry in entries
    )
