"""An inverted index over character grams: BM25 and cosine, in a few array operations."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import count

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
        self._number = dict(new)
        self.size = len(lengths)
        owners = np.repeat(np.arange(self.size), _array(distinct))
        order = np.argsort(_array(numbers), kind="stable")
        # As wide as bincount wants them: it would widen them at every query.
        self._owners = owners[order].astype(np.intp)
        often_, spread = _array(times)[order].astype(np.float32), _array(lengths)
        frequency = np.bincount(_array(numbers), minlength=len(self._number))
        self._starts = np.concatenate([[0], np.cumsum(frequency)])
        self._idf = np.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))
        each = np.repeat(self._idf, frequency)
        mean = max(float(spread.mean()), 1.0) if self.size else 1.0
        norm = K1 * (1 - B + B * spread.astype(np.float32) / mean)
        self._bm25: Scores = (each * often_ * (K1 + 1) / (often_ + norm[self._owners])).astype(
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
