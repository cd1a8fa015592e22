"""An inverted index over character grams: BM25 and cosine, in a few array operations."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from core.signals.vocabulary import Scores, Vocabulary

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
        self.size = len(lengths)
        self.vocabulary = Vocabulary(known, frequency, self.size)
        # As wide as bincount wants them: it would widen them at every query.
        self._owners = owners.astype(np.intp)
        often, spread = times.astype(np.float32), lengths.astype(np.float32)
        self._starts = np.concatenate([[0], np.cumsum(frequency)])
        each = np.repeat(self.vocabulary.idf, frequency)
        mean = max(float(spread.mean()), 1.0) if self.size else 1.0
        norm = K1 * (1 - B + B * spread / mean)
        self._bm25: Scores = (each * often * (K1 + 1) / (often + norm[self._owners])).astype(
            np.float32
        )
        squares = np.bincount(self._owners, weights=each**2, minlength=self.size)
        # What each document is by itself, inverted: for cosine, and for the share found of it.
        self.inverse_squares: Scores = (1 / np.maximum(squares, 1e-9)).astype(np.float32)
        self.inverse_lengths: Scores = np.sqrt(self.inverse_squares)

    def bm25(self, query: Iterable[str]) -> Scores:
        """Return each document's BM25 score for distinct ``query`` grams."""
        parts = self._parts(self.vocabulary.known(query))
        if not parts:
            return np.zeros(self.size, dtype=np.float32)
        owners = np.concatenate([self._owners[part] for part in parts])
        weights = np.concatenate([self._bm25[part] for part in parts])
        return np.bincount(owners, weights=weights, minlength=self.size).astype(np.float32)

    def common(self, query: Sequence[str]) -> tuple[Scores, float]:
        """Return what each document shares with the query, and what the query is by itself.

        Both weigh grams by squared idf; query grams no document has count as rare ones.
        """
        known, own = self.vocabulary.known(query), self.vocabulary.squares(query)
        parts = self._parts(known)
        if not parts:
            return np.zeros(self.size, dtype=np.float32), own
        owners = np.concatenate([self._owners[part] for part in parts])
        sizes = [part.stop - part.start for part in parts]
        weights = np.repeat(self.vocabulary.idf[known] ** 2, sizes)
        shared = np.bincount(owners, weights=weights, minlength=self.size)
        return shared.astype(np.float32), own

    def by_document(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.intp]]:
        """Return the gram numbers of every document in turn, and where each one's begin.

        One more beginning closes the last document.
        """
        each = np.repeat(np.arange(len(self._starts) - 1, dtype=np.int32), np.diff(self._starts))
        sizes = np.bincount(self._owners, minlength=self.size)
        return (
            each[np.argsort(self._owners, kind="stable")],
            np.concatenate([[0], np.cumsum(sizes)]),
        )

    def _parts(self, numbers: Iterable[int]) -> list[slice]:
        """Return the postings of grams."""
        return [slice(int(self._starts[at]), int(self._starts[at + 1])) for at in numbers]


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
