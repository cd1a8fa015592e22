"""How much each gram says: the rarer among the documents, the more."""

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


class Vocabulary:
    """The grams of ``size`` documents by number, weighed by idf; unknown ones as the rarest.

    ``frequency`` is by number: how many documents have the gram.
    """

    def __init__(
        self, numbers: dict[str, int], frequency: npt.NDArray[np.intp], size: int
    ) -> None:
        self._numbers = numbers
        self.idf: npt.NDArray[np.float64] = np.log(
            1 + (size - frequency + 0.5) / (frequency + 0.5)
        )
        self._unseen = math.log(1 + (size + 0.5) / 0.5)

    def knows(self, gram: str) -> bool:
        """Say whether any document has a gram."""
        return gram in self._numbers

    def known(self, query: Iterable[str]) -> list[int]:
        """Return the numbers of the grams that some document has."""
        return [self._numbers[gram] for gram in query if gram in self._numbers]

    def weight(self, query: Iterable[str]) -> float:
        """Return the idf mass of grams."""
        return sum(map(self._weight, query))

    def squares(self, query: Iterable[str]) -> float:
        """Return the sum of the squared idf of grams."""
        return sum(self._weight(gram) ** 2 for gram in query) or 1.0

    def _weight(self, gram: str) -> float:
        number = self._numbers.get(gram)
        return self._unseen if number is None else float(self.idf[number])
