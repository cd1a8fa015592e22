"""The grams of texts, text by text: what a query shares with the texts of a few entries."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.signals.grams import GramIndex
from core.signals.vocabulary import Grams, Scores


@dataclass(frozen=True)
class Compared:
    """A query against some texts: their numbers, and for each its cosine.

    ``starts`` says where in these rows the texts of each group begin.
    """

    texts: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]
    cosine: Scores


class TextGrams:
    """The distinct grams of every text, group by group; no group and no text is empty.

    The other way round than ``GramIndex``: a query costs what the texts hold that it is compared
    with, however many others there are.
    """

    def __init__(self, documents: Sequence[Sequence[str]], groups: Sequence[int]) -> None:
        """Take documents of one text or several forms of it, and how many are in each group."""
        index = GramIndex.of_texts(documents, once=True)
        self._vocabulary = index.vocabulary
        self._inverse_lengths = index.inverse_lengths
        self._grams, starts = index.by_document()
        self._sizes = np.diff(starts)
        self._groups = np.array(groups, dtype=np.intp)
        self._firsts = np.cumsum(self._groups) - self._groups
        bounds = starts[np.append(self._firsts, len(self._sizes))].tolist()
        self._slices = list(map(slice, bounds, bounds[1:]))

    def compare(self, query: Grams, groups: npt.NDArray[np.intp]) -> Compared:
        """Compare distinct ``query`` grams with the texts of ``groups``, by idf.

        Grams that no text has count as rare ones.
        """
        many = self._groups[groups]
        starts = np.cumsum(many) - many
        texts = np.arange(many.sum()) + np.repeat(self._firsts[groups] - starts, many)
        grams = np.concatenate([self._grams[self._slices[group]] for group in groups])
        known = self._vocabulary.known(query)
        weights = np.zeros(len(self._vocabulary.idf), dtype=np.float32)
        weights[known.numbers] = self._vocabulary.idf[known.numbers] ** 2
        own = self._vocabulary.squares(known)
        sizes = self._sizes[texts]
        common = np.add.reduceat(weights.take(grams), np.cumsum(sizes) - sizes)
        return Compared(
            texts,
            starts,
            common * self._inverse_lengths[texts] * np.float32(1 / math.sqrt(own)),
        )
