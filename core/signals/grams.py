"""An inverted index over character grams: BM25 and cosine, in a few array operations."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

# Okapi BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework").
K1 = 1.2
B = 0.75


def grams(text: str) -> list[str]:
    """Return the character unigrams and bigrams of ``text``, in order."""
    return [*text, *(text[index : index + 2] for index in range(len(text) - 1))]


class GramIndex:
    """Postings of grams over documents, each a sequence of grams, in a few flat arrays.

    ``bm25`` gives unbounded relevance; ``common`` gives what is shared, weighed by idf.
    """

    def __init__(self, documents: Iterable[Sequence[str]]) -> None:
        new: defaultdict[str, int] = defaultdict(count().__next__)
        numbers, times, distinct, lengths = array("i"), array("i"), array("i"), array("i")
        for document in documents:
            often = Counter(document)
            numbers.extend(map(new.__getitem__, often))
            times.extend(often.values())
            distinct.append(len(often))
            lengths.append(len(document))
        owners = np.repeat(np.arange(len(lengths)), _array(distinct))
        order = np.argsort(_array(numbers), kind="stable")
        frequency = np.bincount(_array(numbers), minlength=len(new))
        self._index(dict(new), owners[order], _array(times)[order], frequency, _array(lengths))

    @classmethod
    def of_texts(cls, documents: Iterable[Sequence[str]], once: bool = False) -> "GramIndex":
        """Index the ``grams`` of documents of several texts each, some hundred thousand at a time.

        With ``once`` a document's gram counts once, however often it occurs.
        """
        texts: list[str] = []
        sizes = array("i")
        for document in documents:
            texts += document
            sizes.append(len(document))
        owner = np.repeat(np.arange(len(sizes)), _array(sizes))
        alphabet, codes, of_text = _codes(texts)
        # One sort brings together what is the same gram of the same document.
        keys = codes * max(len(sizes), 1) + owner[of_text]
        lengths = np.bincount(owner[of_text], minlength=len(sizes))
        keys.sort()
        ends = np.flatnonzero(np.append(keys[1:] != keys[:-1], True)) if len(keys) else keys
        times = np.diff(ends, prepend=-1)
        keys = keys[ends]
        code, owners = np.divmod(keys, max(len(sizes), 1))
        last = np.flatnonzero(np.append(code[1:] != code[:-1], True)) if len(code) else code
        if once:
            lengths, times = np.bincount(owners, minlength=len(sizes)), np.ones_like(times)
        index = cls.__new__(cls)
        known = dict(zip(_spelt(code[last], alphabet), range(len(last)), strict=True))
        index._index(known, owners, times, np.diff(last, prepend=-1), lengths)
        return index

    def _index(
        self,
        known: dict[str, int],
        owners: npt.NDArray[np.intp],
        times: npt.NDArray[Any],
        frequency: npt.NDArray[np.intp],
        lengths: npt.NDArray[Any],
    ) -> None:
        """Keep postings: of every gram in turn, the documents that have it, and how often."""
        self._number = known
        self.size = len(lengths)
        # As wide as bincount wants them: it would widen them at every query.
        self._owners = owners.astype(np.intp)
        often, spread = times.astype(np.float32), lengths.astype(np.float32)
        self._starts = np.concatenate([[0], np.cumsum(frequency)])
        self._idf = np.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))
        each = np.repeat(self._idf, frequency)
        mean = max(float(spread.mean()), 1.0) if self.size else 1.0
        norm = K1 * (1 - B + B * spread / mean)
        self._bm25: Scores = (each * often * (K1 + 1) / (often + norm[self._owners])).astype(
            np.float32
        )
        squares = np.bincount(self._owners, weights=each**2, minlength=self.size)
        # What each document is by itself, inverted: for cosine, and for the share found of it.
        self.inverse_squares: Scores = (1 / np.maximum(squares, 1e-9)).astype(np.float32)
        self.inverse_lengths: Scores = np.sqrt(self.inverse_squares)
        self._unseen = math.log(1 + (self.size + 0.5) / 0.5)

    def knows(self, gram: str) -> bool:
        """Say whether any document has a gram."""
        return gram in self._number

    def bm25(self, query: Sequence[str]) -> Scores:
        """Return each document's BM25 score for distinct ``query`` grams."""
        known = self._known(query)
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        owners = np.concatenate([self._owners[part] for _, part in known])
        weights = np.concatenate([self._bm25[part] for _, part in known])
        return np.bincount(owners, weights=weights, minlength=self.size).astype(np.float32)

    def common(self, query: Sequence[str]) -> tuple[Scores, float]:
        """Return what each document shares with the query, and what the query is by itself.

        Both weigh grams by squared idf; query grams no document has count as rare ones.
        """
        known = self._known(query)
        own = sum(self._weight(gram) ** 2 for gram in query) or 1.0
        if not known:
            return np.zeros(self.size, dtype=np.float32), own
        owners = np.concatenate([self._owners[part] for _, part in known])
        weights = np.repeat(
            self._idf[[number for number, _ in known]] ** 2,
            [part.stop - part.start for _, part in known],
        )
        shared = np.bincount(owners, weights=weights, minlength=self.size)
        return shared.astype(np.float32), own

    def weight(self, query: Iterable[str]) -> float:
        """Return the idf mass of grams, counting unknown ones as rare."""
        return sum(self._weight(gram) for gram in query)

    def _weight(self, gram: str) -> float:
        number = self._number.get(gram)
        return self._unseen if number is None else float(self._idf[number])

    def _known(self, query: Iterable[str]) -> list[tuple[int, slice]]:
        """Return number and postings of the query's grams that some document has."""
        numbers = [self._number[gram] for gram in query if gram in self._number]
        return [
            (number, slice(int(self._starts[number]), int(self._starts[number + 1])))
            for number in numbers
        ]


def _array(values: "array[int]") -> npt.NDArray[np.int32]:
    return np.array(values, dtype=np.int32)


def _codes(
    texts: Sequence[str],
) -> tuple[str, npt.NDArray[np.int64], npt.NDArray[np.intp]]:
    """Return the alphabet, the ``grams`` of texts as numbers, and the text that each is of.

    A character is its place in the alphabet; a pair is its places, one up, in base ``size``.
    """
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    used = np.zeros(0x110000, dtype=bool)
    used[letters] = True
    alphabet, size = np.flatnonzero(used), int(used.sum()) + 1
    places = (np.cumsum(used) - 1)[letters].astype(np.int64)
    of_text = np.repeat(np.arange(len(texts)), np.fromiter(map(len, texts), dtype=np.intp))
    inside = of_text[1:] == of_text[:-1]
    pairs = ((places[:-1] + 1) * size + places[1:])[inside]
    return (
        "".join(map(chr, alphabet.tolist())),
        np.concatenate([places, pairs]),
        np.concatenate([of_text, of_text[1:][inside]]),
    )


def _spelt(codes: npt.NDArray[np.int64], alphabet: str) -> list[str]:
    """Return the grams that ``codes`` stand for."""
    before, last = np.divmod(codes, len(alphabet) + 1)
    return [
        alphabet[second] if not first else alphabet[first - 1] + alphabet[second]
        for first, second in zip(before.tolist(), last.tolist(), strict=True)
    ]
