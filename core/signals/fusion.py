"""Several signals as one order and one probability, by weights learned on labelled queries.

Two small models, both readable in ``fusion.json`` (made by ``bench/calibrate.py``):

- **rank**: a conditional logit over the entries of a query (McFadden 1974; as ListNet's top-one
  loss, Cao et al. 2007): an entry's weighted sum of signals says how it compares with the others;
- **sure**: a logistic regression on what is known of the first entry and its share, which says how
  probably it is right at all.

Between the two, entries of one matter support each other (``supported``). What makes the second
model sure is above all whether signals that look at different things (letters, the matter's whole
vocabulary, the body, the encoder's views) each put the same matter first by themselves.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.models import Entry
from core.signals.vocabulary import Scores

RIVALS = 10  # Entries among which the first one's share is taken.
WITNESSES = ("field", "body", "semantic", "central", "meant")
OUT = 100.0  # Taken from the sum of an entry that must not come up.
SUPPORT = 1.0  # What an entry gains when its kin come near, too.
BESIDE = 1.0  # An article gives way to an answer or guide no farther behind than this.


@dataclass(frozen=True)
class Thresholds:
    """When to answer, by the first entry's probability: from ``answer`` up; from ``ask`` ask which.

    ``redirect``: from here up a matter of another body, or of nobody, is told: it costs less to
    be wrong. From ``doubt`` up to ``certain`` the encoder, where there is one, is asked before
    anything is decided.
    """

    answer: float
    ask: float
    redirect: float
    doubt: float = 0.0
    certain: float = 1.0


@dataclass(frozen=True)
class Fusion:
    """The weights of both models and the thresholds on their probability."""

    rank: Mapping[str, float]
    bias: float
    sure: Mapping[str, float]
    thresholds: Thresholds

    def total(self, names: Iterable[str], table: npt.NDArray[np.float32]) -> Scores:
        """Return the weighted sum of signals for every entry; ``table`` has a row per name."""
        # Cases are for those who ask for one; the answers they belong to offer them.
        out = {"case": -OUT}
        weights = [self.rank.get(name, 0.0) + out.get(name, 0.0) for name in names]
        total: Scores = np.array(weights, dtype=np.float32) @ table
        return total

    def probability(self, known: Mapping[str, float]) -> float:
        """Return how probably the first entry is right, by what ``evidence`` and ``testimony`` know."""
        log_odds = self.bias + sum(
            weight * known.get(name, 0.0) for name, weight in self.sure.items()
        )
        return 1 / (1 + math.exp(-log_odds))


def related(entries: Sequence[Entry]) -> list[list[bool]]:
    """Return which entries are of the same matter: a square, each with itself."""
    kin = [[True] * len(entries) for _ in entries]
    for one, first in enumerate(entries):
        for other in range(one):
            kin[one][other] = kin[other][one] = first.kin(entries[other])
    return kin


def supported(sums: Sequence[float], kin: Sequence[Sequence[bool]]) -> list[float]:
    """Return the sums of entries after each has been supported by those of its matter.

    The logarithm of the share of all its kin (a softmax) is added: three entries of one service
    that come near outweigh a stray one that is a little nearer. ``kin`` is square and says which
    are of the same matter, each with itself.
    """
    highest = max(sums, default=0.0)
    powers = [math.exp(each - highest) for each in sums]
    return [
        each + SUPPORT * math.log(sum(p for p, own in zip(powers, row, strict=True) if own))
        for each, row in zip(sums, kin, strict=True)
    ]


def in_front(
    sums: Sequence[float], entries: Sequence[Entry], kin: Sequence[Sequence[bool]]
) -> list[int]:
    """Return the places by their sums, highest first, but an article behind the nearest answer or
    guide that is of its matter or hardly less near.

    What stands in an article, they say with what to do; they offer its text.
    """
    order = sorted(range(len(sums)), key=lambda at: -sums[at])
    first = order[0]
    if entries[first].kind != "article":
        return order
    ours = [at for at in order if entries[at].kind in ("guide", "faq")]
    near = (at for at in ours if kin[first][at] or sums[first] - sums[at] < BESIDE)
    lead = next(near, first)
    return [lead, *(at for at in order if at != lead)]


def testimony(
    names: Sequence[str], table: npt.NDArray[np.float32], strange: npt.NDArray[np.intp]
) -> dict[str, tuple[int, float]]:
    """Return, by signal of WITNESSES: which entry it puts first, and how far that lies above the
    nearest of the ``strange`` entries (places of those that are no business of ours).

    ``table`` has a row of scores per name."""
    heard = [name for name in WITNESSES if name in names]
    scores = table[[names.index(name) for name in heard]]
    above = (
        scores.max(axis=1) - scores[:, strange].max(axis=1)
        if len(strange)
        else np.ones(len(heard))
    )
    firsts = scores.argmax(axis=1).tolist()
    return dict(zip(heard, zip(firsts, above.tolist(), strict=True), strict=True))


def evidence(
    best: Sequence[float],
    kin: Sequence[bool],
    away: Sequence[bool],
    first: Mapping[str, float],
    heard: Mapping[str, tuple[bool, float]],
) -> dict[str, float]:
    """Return what the second model knows: the signals of the first entry and its share.

    ``best`` are the highest sums; ``kin`` says which of these entries are of the same matter as
    the first, ``away`` which are no business of ours; ``first`` are the first entry's signals;
    ``heard`` says by signal whether the entry that it puts first is of that matter, and how far
    above the nearest matter that is not ours (as ``agree_…`` and ``over_…``).

    ``share`` is its part among the RIVALS highest (a softmax), ``kin`` the part of it and its kin,
    ``away`` the part of matters of other bodies and of nobody.
    """
    powers = [math.exp(each - best[0]) for each in best[:RIVALS]]
    whole = sum(powers)
    ours = sum(power for power, own in zip(powers, kin, strict=False) if own)
    return {
        **first,
        "share": 1 / whole,
        "kin": ours / whole,
        "away": sum(power for power, gone in zip(powers, away, strict=False) if gone) / whole,
        **{f"agree_{name}": float(agrees) for name, (agrees, _) in heard.items()},
        **{f"over_{name}": above for name, (_, above) in heard.items()},
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
