"""How much each gram says: the rarer among the documents, the more."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Grams = npt.NDArray[np.int64]


class Vocabulary:
    """The grams of ``size`` documents, weighed by idf; unknown ones as the rarest.

    ``codes`` are distinct and ascending; a gram's place among them is its number. ``frequency``
    says, by number, how many documents have the gram.
    """

    def __init__(self, codes: Grams, frequency: npt.NDArray[np.intp], size: int) -> None:
        self._codes = codes
        self.idf: npt.NDArray[np.float64] = np.log(
            1 + (size - frequency + 0.5) / (frequency + 0.5)
        )
        self._unseen = math.log(1 + (size + 0.5) / 0.5)

    def known(self, query: Grams) -> "Known":
        """Look up grams, each of them once."""
        at, found = self._places(query)
        numbers = at[found]
        return Known(numbers, len(query) - len(numbers))

    def has(self, grams: Grams) -> npt.NDArray[np.bool_]:
        """Say of each gram whether some document has it."""
        return self._places(grams)[1]

    def weight(self, query: "Known") -> float:
        """Return the idf mass of grams."""
        return self.mass(query) + self._unseen * query.strange

    def mass(self, query: "Known") -> float:
        """Return the idf mass of the grams that some document has."""
        return float(self.idf[query.numbers].sum())

    def squares(self, query: "Known") -> float:
        """Return the sum of the squared idf of grams; of none, 1."""
        known = float((self.idf[query.numbers] ** 2).sum())
        return known + self._unseen**2 * query.strange or 1.0

    def _places(self, query: Grams) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
        """Return where each gram would stand, and whether it stands there."""
        if not len(self._codes):
            return np.zeros(len(query), dtype=np.intp), np.zeros(len(query), dtype=bool)
        at = np.minimum(np.searchsorted(self._codes, query), len(self._codes) - 1)
        return at, self._codes[at] == query


@dataclass(frozen=True)
class Known:
    """Grams looked up: the numbers of those that some document has, and how many none has."""

    numbers: npt.NDArray[np.intp]
    strange: int
