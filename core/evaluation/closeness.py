"""Texts of ours that lie too near a labelled row: they would make its measurement worthless."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from core.content import Content
from core.evaluation.labelled import Labelled
from core.text import normalize

TOO_CLOSE = 80  # rapidfuzz ratio.


def too_close(content: Content, rows: Sequence[Labelled]) -> Iterator[tuple[str, str, str]]:
    """Yield (text, entry id, row id) of every alias or title nearer than TOO_CLOSE to a row."""
    queries = [normalize(row.query) for row in rows]
    for entry in content.entries.values():
        for text in entry.texts:
            best = process.extractOne(
                normalize(text), queries, scorer=fuzz.ratio, score_cutoff=TOO_CLOSE
            )
            if best:
                yield text, entry.id, rows[best[2]].id
