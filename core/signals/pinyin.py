"""Pinyin typed in Latin letters (fangchanzheng diule), read by the spelling of our own texts."""

import math
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby

# Phrase tables cost 40 MB and only settle polyphones such as 行; a slip is heard without them.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

LONGEST_WORD = 4  # Syllables of a piece that is read as one.
FEWEST = 2  # Syllables from which letters are taken for pinyin; fewer may be any abbreviation.
_LETTERS = re.compile(r"[a-zü]+(?:[\s'’]+[a-zü]+)*")


class PinyinReader:
    """Reads runs of Latin letters as Chinese, by the commonest words of ``texts`` spelt so."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(texts)
        self._words: dict[tuple[str, ...], tuple[str, float]] | None = None

    def read(self, utterance: str) -> str:
        """Return ``utterance`` with each run of letters that is pinyin of our words in Chinese."""
        return _LETTERS.sub(lambda match: self._run(match[0]), utterance.lower())

    def prepare(self) -> None:
        """Learn the spellings; it takes longer than an answer, so it is done once, when first needed."""
        counts: dict[tuple[str, ...], Counter[str]] = {}
        for text in self._texts:
            spelt = [syllable(character) for character in text]
            for start in range(len(text)):
                for end in range(start + 1, min(start + LONGEST_WORD, len(text)) + 1):
                    if not spelt[end - 1]:
                        break
                    key = tuple(spelt[start:end])
                    counts.setdefault(key, Counter())[text[start:end]] += 1
        # Each piece's word, and how much it costs to read it so: the rarer, the more.
        whole = math.log(1 + sum(map(len, self._texts)))
        self._words = {
            key: (word, whole - math.log(times))
            for key, words in counts.items()
            for word, times in words.most_common(1)
        }

    def _run(self, letters: str) -> str:
        """Read what is pinyin in a run of letters; words of another language among it stay."""
        words = re.split(r"[\s'’]+", letters)
        groups = [list(group) for _, group in groupby(words, key=lambda w: bool(_divided(w)))]
        read = [self._spoken(group) for group in groups]
        return letters if read == [" ".join(group) for group in groups] else " ".join(read)

    def _spoken(self, letters: list[str]) -> str:
        syllables = [syllable for word in letters for syllable in _divided(word)]
        if len(syllables) < FEWEST:
            return " ".join(letters)
        if self._words is None:
            self.prepare()
        assert self._words is not None
        read = _cheapest(syllables, self._words)
        return "".join(read) if any(len(word) > 1 for word in read) else " ".join(letters)


def _cheapest(
    syllables: list[str], words: Mapping[tuple[str, ...], tuple[str, float]]
) -> list[str]:
    """Return the words that together cost least, or nothing when some syllable is of none."""
    best: list[tuple[float, list[str]] | None] = [(0.0, [])]
    for end in range(1, len(syllables) + 1):
        ways = [
            (before[0] + found[1], [*before[1], found[0]])
            for start in range(max(0, end - LONGEST_WORD), end)
            if (before := best[start]) and (found := words.get(tuple(syllables[start:end])))
        ]
        best.append(min(ways) if ways else None)
    return best[-1][1] if best[-1] else []


def _divided(word: str) -> list[str]:
    """Return a word of letters as the fewest syllables that spell it, or nothing."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(word) + 1):
        ways = [
            [*before, word[start:end]]
            for start in range(max(0, end - 6), end)
            if (before := best[start]) is not None and word[start:end] in _syllables()
        ]
        best.append(min(ways, key=len, default=None))
    return best[-1] or []


@cache
def _syllables() -> frozenset[str]:
    return frozenset(filter(None, map(syllable, map(chr, range(0x4E00, 0x9FA6)))))


@cache
def syllable(character: str) -> str:
    """Return a Chinese character's commonest sound without its tone, or nothing."""
    from pypinyin import lazy_pinyin

    spelt = lazy_pinyin(character, errors="ignore") if "\u4e00" <= character <= "\u9fff" else []
    return str(spelt[0]) if spelt else ""
