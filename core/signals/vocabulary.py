"""How much each gram says: the rarer among the documents, the more."""

import math

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

    def known(self, query: Grams) -> npt.NDArray[np.intp]:
        """Return the numbers of the grams that some document has."""
        at, found = self._places(query)
        return at[found]

    def has(self, grams: Grams) -> npt.NDArray[np.bool_]:
        """Say of each gram whether some document has it."""
        return self._places(grams)[1]

    def weight(self, query: Grams) -> float:
        """Return the idf mass of grams."""
        known = self.known(query)
        return float(self.idf[known].sum()) + self._unseen * (len(query) - len(known))

    def squares(self, query: Grams) -> float:
        """Return the sum of the squared idf of grams; of none, 1."""
        known = self.known(query)
        rare = self._unseen**2 * (len(query) - len(known))
        return float((self.idf[known] ** 2).sum()) + rare or 1.0

    def _places(self, query: Grams) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
        """Return where each gram would stand, and whether it stands there."""
        if not len(self._codes):
            return np.zeros(len(query), dtype=np.intp), np.zeros(len(query), dtype=bool)
        at = np.searchsorted(self._codes, query).clip(max=len(self._codes) - 1)
        return at, self._codes[at] == query
