"""Sound: a query that sounds like one of our texts but is spelt otherwise (放产证 for 房产证)."""

import os
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import Indel

from core.models import Entry
from core.text import normalize

# Phrase tables cost 40 MB and only settle polyphones such as 行; a slip is heard without them.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

LONGEST = 24  # Characters; in longer queries other signals have enough to go by.
ALIKE = 0.9  # Share of syllables in common, in order, from which a query is taken as respelt.


class SoundIndex:
    """Spells texts in pinyin, every distinct syllable one sign, and finds the one that sounds alike."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._signs: dict[str, str] = {}
        self._texts: list[str] | None = None
        self._heard: list[str] = []

    def respelt(self, text: str) -> str | None:
        """Return our text that normalized ``text`` sounds like, unless it is spelt like it too."""
        if not 3 <= len(text) <= LONGEST:
            return None
        if self._texts is None:
            # Spelt once, when a query is first in doubt: it takes longer than an answer may.
            texts = dict.fromkeys(
                normalize(text) for entry in self._entries for text in entry.texts
            )
            self._texts = [text for text in texts if 3 <= len(text) <= LONGEST]
            self._heard = [self._spelt(text) for text in self._texts]
        near = process.extractOne(
            self._spelt(text),
            self._heard,
            scorer=Indel.normalized_similarity,
            score_cutoff=ALIKE,
        )
        if near is None or self._texts[near[2]] == text:
            return None
        return self._texts[near[2]]

    def prepare(self) -> None:
        """Spell the texts now."""
        self.respelt("房产证")

    def _spelt(self, text: str) -> str:
        from pypinyin import lazy_pinyin

        return "".join(
            self._signs.setdefault(syllable, chr(0x4E00 + len(self._signs)))
            for syllable in lazy_pinyin(text)
        )
