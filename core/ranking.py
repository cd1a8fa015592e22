"""Entries in order by a fusion of their signals, and how probably the first is right."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.models import Candidate, Entry
from core.models.entry import kinships
from core.signals import Scores
from core.signals.fusion import Fusion, evidence, in_front, supported, testimony

CANDIDATES = 10


@dataclass(frozen=True)
class Ranking:
    """The nearest entries' places, best first; ``score`` is how probably the first is right.

    ``shares`` says of each how likely it is beside the first, 0 to 1; ``signals`` has a row for
    each with what every one of ``names`` gives it.
    """

    places: Sequence[int]
    score: float
    shares: Sequence[float]
    names: Sequence[str]
    signals: Sequence[Sequence[float]]

    def candidates(self, entries: Sequence[Entry]) -> tuple[Candidate, ...]:
        """Return them as candidates for a decision."""
        return tuple(
            Candidate(
                entry=entries[place].id,
                score=self.score * share,
                signals=tuple(zip(self.names, signals, strict=True)),
            )
            for place, share, signals in zip(self.places, self.shares, self.signals, strict=True)
        )


class Ranker:
    """Ranks entries, which it knows by their places."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._kinds = [entry.kind for entry in entries]
        self._kin = kinships(entries)
        self._away = np.flatnonzero([kind == "redirect" for kind in self._kinds])

    def rank(self, measures: Mapping[str, Scores], fusion: Fusion) -> Ranking:
        """Rank by the signals' scores over all entries."""
        names = list(measures)
        table = np.stack([measures[name] for name in names])
        total = fusion.total(names, table)
        few = min(CANDIDATES, len(total))
        best = np.argpartition(-total, few - 1)[:few]
        best = best[np.argsort(-total[best], kind="stable")]
        places, sums = best.tolist(), total[best].tolist()
        kin = [[other in self._kin[place] for other in places] for place in places]
        after = supported(sums, kin)
        order = in_front(
            sorted(range(few), key=lambda at: -after[at]),
            [self._kinds[place] for place in places],
            kin,
        )
        lead, ordered = order[0], [places[at] for at in order]
        signals = table[:, ordered].T.tolist()
        heard = {
            name: (place in self._kin[ordered[0]], above)
            for name, (place, above) in testimony(names, table, self._away).items()
        }
        known = evidence(
            [sums[at] for at in order],
            [kin[lead][at] for at in order],
            [self._kinds[place] == "redirect" for place in ordered],
            dict(zip(names, signals[0], strict=True)),
            heard,
        )
        shares = [min(1.0, math.exp(after[at] - after[lead])) for at in order]
        return Ranking(ordered, fusion.probability(known), shares, names, signals)
