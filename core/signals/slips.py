"""Slips of the pen: a character wrong or left out amid words of ours (房户证, 房证 for 房产证)."""

from collections.abc import Sequence

import numpy as np

from core.signals.grams import WIDTH, bigrams, signs_of
from core.signals.pinyin import syllable
from core.signals.spelling import Spelling
from core.signals.vocabulary import Grams

RARER = 20  # How many times oftener than what is written the triple must be that is meant;
SOUNDS = 4  # when it sounds alike.
LONGEST = 24  # Characters; longer queries have words enough, and more that we never write.
LEAST = 3  # How often at least.
ONE = (1 << WIDTH) - 1  # The bits of one character.


class SlipReader:
    """Restores a character where our texts hardly know what is written but a triple around it.

    A triple is the middle character in the lowest WIDTH bits, its neighbours above it.
    """

    def __init__(self, spellings: Sequence[Spelling]) -> None:
        texts = "\n".join(text for own in spellings for text in own.texts)
        self._pairs, self._pair_times = np.unique(bigrams(texts), return_counts=True)
        self._triples, self._triple_times = np.unique(_triples(texts), return_counts=True)

    def restored(self, text: str) -> str | None:
        """Return normalized ``text`` with its slips mended, or None when none is seen."""
        if len(text) > LONGEST:
            return None
        signs = signs_of(text)
        often = self._often(text)
        omitted = self._between(signs[:-1], signs[1:])
        mistaken = self._between(signs[:-2], signs[2:])
        out, place = list(text[:1]), 1
        while place < len(text):
            here, after = text[place], text[place + 1 : place + 2]
            if after and (
                meant := self._middle(
                    *mistaken[place - 1], max(often[place - 1 : place + 1]), here
                )
            ):
                out += [meant, after]
                place += 2
                continue
            if meant := self._middle(*omitted[place - 1], often[place - 1]):
                out.append(meant)
            out.append(here)
            place += 1
        mended = "".join(out)
        return mended if mended != text else None

    def _often(self, text: str) -> list[int]:
        """Return for every pair of neighbours how often our texts have it."""
        asked = bigrams(text)
        if not len(self._pairs):
            return [0] * len(asked)
        at = np.searchsorted(self._pairs, asked).clip(max=len(self._pairs) - 1)
        times = np.where(self._pairs[at] == asked, self._pair_times[at], 0)
        return [int(each) for each in times]

    def _between(self, before: Grams, after: Grams) -> list[tuple[int, int]]:
        """Return for neighbours where the triples around which they stand begin and end."""
        low = ((before << WIDTH) | after) << WIDTH
        first, last = np.searchsorted(self._triples, [low, low + (1 << WIDTH)]).tolist()
        return list(zip(first, last, strict=True))

    def _middle(self, first: int, last: int, often: int, written: str = "") -> str:
        """Return what is meant in the middle of some triples, or nothing; ``often`` is what is
        written."""
        best, most = "", 0
        for at in range(first, last):
            middle, times = chr(int(self._triples[at]) & ONE), int(self._triple_times[at])
            if times * (RARER // SOUNDS) < RARER * often + LEAST:
                continue
            sounds = bool(written) and "" != syllable(middle) == syllable(written)
            if sounds:
                times *= RARER // SOUNDS
            if times >= RARER * often + LEAST and times > most and middle != written:
                best, most = middle, times
        return best


def _triples(text: str) -> Grams:
    signs = signs_of(text)
    inside = (signs[:-2] != 10) & (signs[1:-1] != 10) & (signs[2:] != 10)
    triples: Grams = ((((signs[:-2] << WIDTH) | signs[2:]) << WIDTH) | signs[1:-1])[inside]
    return triples
