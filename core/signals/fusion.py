"""Several signals as one order and one probability, by weights learned on labelled queries.

Two small models, both readable in ``fusion.json`` (made by ``bench/calibrate.py``):

- **rank**: a conditional logit over the entries of a query (McFadden 1974; as ListNet's top-one
  loss, Cao et al. 2007): an entry's weighted sum of signals says how it compares with the others;
- **sure**: a logistic regression on what is known of the first entry and its lead, which says how
  probably it is right at all.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.signals.grams import Scores

RIVALS = 10  # Entries among which the first one's share is taken.
CLEAR = 5.0  # The distance where all rivals are of the same matter.


@dataclass(frozen=True)
class Thresholds:
    """When to answer, by the first entry's probability: from ``answer`` up; from ``ask`` ask which.

    ``redirect``: from here up a matter of another body, or of nobody, is told: it costs less to
    be wrong. ``doubt``: below ``answer`` but from here up, the encoder is worth asking.
    """

    answer: float
    ask: float
    redirect: float
    doubt: float = 0.0


@dataclass(frozen=True)
class Fusion:
    """The weights of both models and the thresholds on their probability."""

    rank: Mapping[str, float]
    bias: float
    sure: Mapping[str, float]
    thresholds: Thresholds

    def total(self, measures: Mapping[str, Scores]) -> Scores:
        """Return the weighted sum of signals for every entry."""
        first = next(iter(measures.values()))
        total = np.zeros(len(first), dtype=np.float32)
        for name, scores in measures.items():
            if weight := self.rank.get(name):
                total += np.float32(weight) * scores
        return total

    def probability(
        self,
        best: Sequence[float],
        kin: Sequence[bool],
        away: Sequence[bool],
        first: Mapping[str, float],
    ) -> float:
        """Return how probably the first entry is right.

        ``best`` are the highest sums, descending; ``kin`` says which of these entries are of the
        same matter as the first, ``away`` which are no business of ours; ``first`` are the first
        entry's signals.
        """
        known = evidence(best, kin, away, first)
        log_odds = self.bias + sum(
            weight * known.get(name, 0.0) for name, weight in self.sure.items()
        )
        return 1 / (1 + math.exp(-log_odds))


def evidence(
    best: Sequence[float],
    kin: Sequence[bool],
    away: Sequence[bool],
    first: Mapping[str, float],
) -> dict[str, float]:
    """Return what the second model knows: the signals of the first entry, its share and its lead.

    ``share`` is its part among the RIVALS highest (a softmax), ``kin`` the part of it and its kin,
    ``lead`` the distance to the second, ``clear`` to the first that is no kin, ``away`` the part
    of matters of other bodies and of nobody.
    """
    powers = [math.exp(each - best[0]) for each in best[:RIVALS]]
    whole = sum(powers)
    related = sum(power for power, own in zip(powers, kin, strict=False) if own)
    strange = [best[0] - each for each, own in zip(best[:RIVALS], kin, strict=False) if not own]
    return {
        **first,
        "share": 1 / whole,
        "kin": related / whole,
        "away": sum(power for power, gone in zip(powers, away, strict=False) if gone) / whole,
        "lead": best[0] - best[1] if len(best) > 1 else 0.0,
        "clear": min(strange, default=CLEAR),
        "sum": best[0],
    }


@dataclass(frozen=True)
class Fusions:
    """The models of the cheap signals alone, and with the encoder's."""

    cheap: Fusion
    full: Fusion
    scope: float

    @classmethod
    def read(cls, path: Path) -> "Fusions":
        """Read the calibration's result (see ``bench/calibrate.py``)."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(_fusion(data["cheap"]), _fusion(data["full"]), data["scope"])


def _fusion(data: Mapping[str, Any]) -> Fusion:
    return Fusion(data["rank"], data["bias"], data["sure"], Thresholds(**data["thresholds"]))


CALIBRATED = Fusions.read(Path(__file__).with_name("fusion.json"))
