"""Pinyin typed in Latin letters (fangchanzheng diule), read by the spelling of our own texts."""

import os
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

# Phrase tables cost 40 MB and only settle polyphones such as 行; a slip is heard without them.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

LONGEST_WORD = 4  # Syllables of a piece that is read as one.
FEWEST = 2  # Syllables from which letters are taken for pinyin; fewer may be any abbreviation.
_LETTERS = re.compile(r"[a-zü]+(?:[\s'’]+[a-zü]+)*")


class PinyinReader:
    """Reads runs of Latin letters as Chinese, by the commonest words of ``texts`` spelt so."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(texts)
        self._words: dict[tuple[str, ...], str] | None = None

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
        self._words = {key: words.most_common(1)[0][0] for key, words in counts.items()}

    def _run(self, letters: str) -> str:
        syllables = _divided(re.sub(r"[\s'’]+", " ", letters))
        if len(syllables) < FEWEST:
            return letters
        if self._words is None:
            self.prepare()
        assert self._words is not None
        read, position, joined = [], 0, False
        while position < len(syllables):
            for length in range(min(LONGEST_WORD, len(syllables) - position), 0, -1):
                word = self._words.get(tuple(syllables[position : position + length]))
                if word:
                    read.append(word)
                    position += length
                    joined = joined or length > 1
                    break
            else:
                return letters
        return "".join(read) if joined else letters


def _divided(letters: str) -> list[str]:
    """Return letters as the fewest syllables that spell them all, or nothing."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(letters) + 1):
        found: list[str] | None = None
        if letters[end - 1] == " ":
            found = best[end - 1]
        else:
            for start in range(max(0, end - 6), end):
                before = best[start]
                if before is not None and letters[start:end] in _syllables():
                    candidate = [*before, letters[start:end]]
                    if found is None or len(candidate) < len(found):
                        found = candidate
        best.append(found)
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
