"""Sound: a query that sounds like one of our texts but is spelt otherwise (放产证 for 房产证)."""

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import Indel

from core.signals.pinyin import syllable
from core.signals.spelling import Spelling

LONGEST = 24  # Characters; in longer queries other signals have enough to go by.
ALIKE = 0.9  # Share of syllables in common, in order, from which a query is taken as respelt.


class SoundIndex:
    """Spells texts in pinyin, every distinct syllable one sign, and finds the one that sounds alike."""

    def __init__(self, spellings: Sequence[Spelling]) -> None:
        self._spellings = spellings
        self._signs: dict[str, str] = {}
        self._texts: list[str] | None = None
        self._heard: list[str] = []
        self._by_end: dict[tuple[str, str], list[int]] = {}

    def respelt(self, text: str) -> str | None:
        """Return our text that normalized ``text`` sounds like, unless it is spelt like it too."""
        if not 3 <= len(text) <= LONGEST:
            return None
        if self._texts is None:
            self._spell()
        assert self._texts is not None
        spelt = self._spelt(text)
        # So alike, two spellings share their beginning or their end: only those are compared.
        near = {index for end in _ends(spelt) for index in self._by_end.get(end, ())}
        best = process.extractOne(
            spelt,
            {index: self._heard[index] for index in sorted(near)},
            scorer=Indel.normalized_similarity,
            score_cutoff=ALIKE,
        )
        if best is None or self._texts[best[2]] == text:
            return None
        return self._texts[best[2]]

    def _spell(self) -> None:
        """Spell the texts once, when a query is first in doubt: it takes longer than an answer."""
        texts = dict.fromkeys(text for own in self._spellings for text in own.texts)
        self._texts = [text for text in texts if 3 <= len(text) <= LONGEST]
        self._heard = [self._spelt(text) for text in self._texts]
        for index, spelt in enumerate(self._heard):
            for end in _ends(spelt):
                self._by_end.setdefault(end, []).append(index)

    def prepare(self) -> None:
        """Spell the texts now."""
        self.respelt("房产证")

    def _spelt(self, text: str) -> str:
        syllables = (syllable(character) or character for character in text)
        return "".join(
            self._signs.setdefault(s, chr(0x4E00 + len(self._signs))) for s in syllables
        )


def _ends(spelt: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("begins", spelt[:2]), ("ends", spelt[-2:])
