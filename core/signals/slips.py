"""Slips of the pen: a character wrong or left out amid words of ours (房户证, 房证 for 房产证)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.signals.grams import WIDTH, bigrams, signs_of
from core.signals.pinyin import syllable
from core.signals.spelling import Spelling

RARER = 20  # How many times oftener than what is written the triple must be that is meant;
SOUNDS = 4  # when it sounds alike.
LONGEST = 24  # Characters; longer queries have words enough, and more that we never write.
LEAST = 3  # How often at least.


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
        often = self._often(text)
        out, place = list(text[:1]), 1
        while place < len(text):
            before, here, after = text[place - 1], text[place], text[place + 1 : place + 2]
            if after and (
                meant := self._middle(before, after, max(often[place - 1 : place + 1]), here)
            ):
                out += [meant, after]
                place += 2
                continue
            if meant := self._middle(before, here, often[place - 1]):
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

    def _middle(self, before: str, after: str, often: int, written: str = "") -> str:
        """Return what is meant between two characters, or nothing; ``often`` is what is written."""
        low = ((ord(before) << WIDTH) | ord(after)) << WIDTH
        first, last = np.searchsorted(self._triples, [low, low + (1 << WIDTH)])
        best, most = "", 0
        for at in range(int(first), int(last)):
            middle, times = chr(int(self._triples[at] - low)), int(self._triple_times[at])
            sounds = bool(written) and "" != syllable(middle) == syllable(written)
            if sounds:
                times *= RARER // SOUNDS
            if times >= RARER * often + LEAST and times > most and middle != written:
                best, most = middle, times
        return best


def _triples(text: str) -> npt.NDArray[np.int64]:
    signs = signs_of(text)
    inside = (signs[:-2] != 10) & (signs[1:-1] != 10) & (signs[2:] != 10)
    triples: npt.NDArray[np.int64] = (
        (((signs[:-2] << WIDTH) | signs[2:]) << WIDTH) | signs[1:-1]
    )[inside]
    return triples
