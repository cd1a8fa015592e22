"""Several signals' scores as one probability: a logistic model, calibrated on labelled queries."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.signals.grams import Scores


@dataclass(frozen=True)
class Thresholds:
    """When to answer: at or above ``answer`` with a lead of ``margin``; from ``ask`` up, ask which.

    ``doubt``: below ``answer`` but from here up, the encoder is worth asking.
    """

    answer: float
    margin: float
    ask: float
    doubt: float = 0.0


@dataclass(frozen=True)
class Fusion:
    """A logistic model of “this entry answers this query” over the signals' scores."""

    bias: float
    weights: Mapping[str, float]
    thresholds: Thresholds

    def total(self, measures: Mapping[str, Scores]) -> Scores:
        """Return the log odds for every entry."""
        first = next(iter(measures.values()))
        total = np.full(len(first), self.bias, dtype=np.float32)
        for name, scores in measures.items():
            if weight := self.weights.get(name):
                total += np.float32(weight) * scores
        return total


def probability(log_odds: float) -> float:
    """Return the probability of log odds."""
    return 1 / (1 + math.exp(-log_odds))


@dataclass(frozen=True)
class Fusions:
    """The calibrated models: of the cheap signals alone, and with the encoder's."""

    cheap: Fusion
    full: Fusion
    scope: float

    @classmethod
    def read(cls, path: Path) -> "Fusions":
        """Read the calibration's result (see ``bench/calibrate.py``)."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(_fusion(data["cheap"]), _fusion(data["full"]), data["scope"])


def _fusion(data: Mapping[str, Any]) -> Fusion:
    return Fusion(data["bias"], data["weights"], Thresholds(**data["thresholds"]))


CALIBRATED = Fusions.read(Path(__file__).with_name("fusion.json"))
