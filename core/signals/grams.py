"""An inverted index over character grams: BM25 and cosine, in a few array operations."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from core.signals.vocabulary import Grams, Known, Scores, Vocabulary

# Okapi BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework").
K1 = 1.2
B = 0.75

WIDTH = 21  # Bits of a character's number.


def grams(text: str) -> Grams:
    """Return the character unigrams of ``text`` in order, then its bigrams.

    A character is its number; a pair is both, the first one up and ``WIDTH`` bits higher.
    """
    signs = signs_of(text)
    return np.concatenate([signs, _pairs(signs)])


def bigrams(text: str) -> Grams:
    """Return the character bigrams of ``text`` in order."""
    return _pairs(signs_of(text))


class GramIndex:
    """Postings of grams over documents, in a few flat arrays.

    ``bm25`` gives unbounded relevance; ``common`` gives what is shared, weighed by idf.
    """

    def __init__(
        self, codes: Grams, owners: npt.NDArray[Any], size: int, once: bool = False
    ) -> None:
        """Take all grams of ``size`` documents (numbers below 2**42), and which has each.

        With ``once`` a document's gram counts once, however often it occurs.
        """
        lengths = np.bincount(owners, minlength=size)
        # One sort brings together what is the same gram of the same document.
        keys = codes * max(size, 1)
        keys += owners
        keys.sort()
        ends = np.flatnonzero(np.append(keys[1:] != keys[:-1], True)) if len(keys) else keys
        times = np.diff(ends, prepend=-1)
        code, owner = np.divmod(keys[ends], max(size, 1))
        del keys
        last = np.flatnonzero(np.append(code[1:] != code[:-1], True)) if len(code) else code
        if once:
            lengths, times = np.bincount(owner, minlength=size), np.ones_like(times)
        self.size = size
        self._starts = np.concatenate([[0], last + 1])
        frequency = np.diff(self._starts)
        self.vocabulary = Vocabulary(code[last], frequency, size)
        # As wide as bincount wants them: it would widen them at every query.
        self._owners = owner.astype(np.intp)
        often, spread = times.astype(np.float32), lengths.astype(np.float32)
        each = np.repeat(self.vocabulary.idf, frequency)
        mean = max(float(spread.mean()), 1.0) if size else 1.0
        norm = K1 * (1 - B + B * spread / mean)
        self._bm25: Scores = (each * often * (K1 + 1) / (often + norm[self._owners])).astype(
            np.float32
        )
        squares = np.bincount(self._owners, weights=each**2, minlength=size)
        # What each document is by itself, inverted: for cosine.
        self.inverse_lengths: Scores = np.sqrt(1 / np.maximum(squares, 1e-9)).astype(np.float32)

    @classmethod
    def of_texts(cls, documents: Iterable[Sequence[str]], once: bool = False) -> "GramIndex":
        """Index the ``grams`` of documents of several texts each, some hundred thousand at a time."""
        texts: list[str] = []
        sizes = array("i")
        for document in documents:
            texts += document
            sizes.append(len(document))
        # Lengths and owners take half the room of places in memory; what is built stays resident.
        lengths = np.fromiter(map(len, texts), dtype=np.int32)
        ends = np.cumsum(lengths[lengths > 0])[:-1]
        inside = np.ones(max(int(lengths.sum()) - 1, 0), dtype=bool)
        inside[ends - 1] = False
        owner = np.repeat(np.arange(len(sizes), dtype=np.int32), np.array(sizes, dtype=np.intp))
        owners = np.repeat(owner, lengths)
        signs = signs_of("".join(texts))
        codes = np.concatenate([signs, _pairs(signs)[inside]])
        owners = np.concatenate([owners, owners[1:][inside]])
        return cls(codes, owners, len(sizes), once)

    def share(self, query: Grams) -> Scores:
        """Return each document's BM25 score for distinct ``query`` grams, against the highest.

        The highest is what a document would have that consists of them.
        """
        known = self.vocabulary.known(query)
        best = self.vocabulary.weight(known) * (K1 + 1)
        share: Scores = self._scores(known) / np.float32(best or 1.0)
        return share

    def bm25(self, query: Grams) -> Scores:
        """Return each document's BM25 score for distinct ``query`` grams."""
        return self._scores(self.vocabulary.known(query))

    def _scores(self, query: Known) -> Scores:
        parts = self._parts(query.numbers)
        if not parts:
            return np.zeros(self.size, dtype=np.float32)
        owners = np.concatenate([self._owners[part] for part in parts])
        weights = np.concatenate([self._bm25[part] for part in parts])
        return np.bincount(owners, weights=weights, minlength=self.size).astype(np.float32)

    def common(self, query: Grams) -> tuple[Scores, float]:
        """Return what each document shares with the query, and what the query is by itself.

        Both weigh grams by squared idf; query grams no document has count as rare ones.
        """
        known = self.vocabulary.known(query)
        own = self.vocabulary.squares(known)
        parts = self._parts(known.numbers)
        if not parts:
            return np.zeros(self.size, dtype=np.float32), own
        owners = np.concatenate([self._owners[part] for part in parts])
        sizes = [part.stop - part.start for part in parts]
        weights = np.repeat(self.vocabulary.idf[known.numbers] ** 2, sizes)
        shared = np.bincount(owners, weights=weights, minlength=self.size)
        return shared.astype(np.float32), own

    def by_document(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.intp]]:
        """Return the gram numbers of every document in turn, and where each one's begin.

        One more beginning closes the last document.
        """
        frequency = np.diff(self._starts)
        each = np.repeat(np.arange(len(frequency), dtype=np.int32), frequency)
        sizes = np.bincount(self._owners, minlength=self.size)
        return (
            each[np.argsort(self._owners, kind="stable")],
            np.concatenate([[0], np.cumsum(sizes)]),
        )

    def _parts(self, numbers: npt.NDArray[np.intp]) -> list[slice]:
        """Return the postings of grams."""
        return list(map(slice, self._starts[numbers].tolist(), self._starts[numbers + 1].tolist()))


def signs_of(text: str) -> Grams:
    """Return the numbers of the characters of ``text``, in order."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(
        np.int64
    )


def _pairs(signs: Grams) -> Grams:
    return (signs[:-1] + 1 << WIDTH) | signs[1:]
