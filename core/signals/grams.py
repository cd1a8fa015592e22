"""An inverted index over character grams: BM25 and cosine, in a few array operations."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

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
    """Postings of grams over documents, each a sequence of grams.

    ``bm25`` gives unbounded relevance; ``cosine`` compares idf-weighted sets, 0 to 1.
    """

    def __init__(self, documents: Iterable[Sequence[str]]) -> None:
        counts = [Counter(document) for document in documents]
        self.size = len(counts)
        lengths = np.array([sum(count.values()) for count in counts] or [1], dtype=np.float32)
        norm = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1.0))
        rows: dict[str, list[tuple[int, int]]] = {}
        for index, count in enumerate(counts):
            for gram, times in count.items():
                rows.setdefault(gram, []).append((index, times))
        self.idf: dict[str, float] = {}
        self._ids: dict[str, npt.NDArray[np.int32]] = {}
        self._bm25: dict[str, Scores] = {}
        squares = np.zeros(max(self.size, 1), dtype=np.float32)
        for gram, postings in rows.items():
            idf = math.log(1 + (self.size - len(postings) + 0.5) / (len(postings) + 0.5))
            ids = np.array([index for index, _ in postings], dtype=np.int32)
            often = np.array([times for _, times in postings], dtype=np.float32)
            self.idf[gram] = idf
            self._ids[gram] = ids
            self._bm25[gram] = (idf * often * (K1 + 1) / (often + norm[ids])).astype(np.float32)
            squares[ids] += idf * idf
        self._lengths = np.sqrt(np.maximum(squares, 1e-9))
        self._unseen = math.log(1 + (self.size + 0.5) / 0.5)

    def bm25(self, query: Sequence[str]) -> Scores:
        """Return each document's BM25 score for distinct ``query`` grams."""
        known = [gram for gram in query if gram in self._ids]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        ids = np.concatenate([self._ids[gram] for gram in known])
        weights = np.concatenate([self._bm25[gram] for gram in known])
        return np.bincount(ids, weights=weights, minlength=self.size).astype(np.float32)

    def overlap(self, query: Sequence[str]) -> tuple[Scores, Scores, Scores]:
        """Return (cosine, share of the document found in the query, share of the query found).

        All three weigh grams by squared idf; query grams no document has count as rare ones.
        """
        known = [gram for gram in query if gram in self._ids]
        own = sum(self.idf.get(gram, self._unseen) ** 2 for gram in query) or 1.0
        if not known:
            zeros = np.zeros(self.size, dtype=np.float32)
            return zeros, zeros, zeros
        ids = np.concatenate([self._ids[gram] for gram in known])
        weights = np.repeat(
            np.array([self.idf[gram] ** 2 for gram in known]),
            [len(self._ids[gram]) for gram in known],
        )
        common = np.bincount(ids, weights=weights, minlength=self.size).astype(np.float32)
        lengths = self._lengths[: self.size]
        return (
            (common / (lengths * np.float32(math.sqrt(own)))).astype(np.float32),
            (common / lengths**2).astype(np.float32),
            (common / np.float32(own)).astype(np.float32),
        )

    def weight(self, query: Iterable[str]) -> float:
        """Return the idf mass of grams, counting unknown ones as rare."""
        return sum(self.idf.get(gram, self._unseen) for gram in query)
