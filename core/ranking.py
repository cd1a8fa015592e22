"""Entries in order by a fusion of their signals, and how probably the first is right."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.models import Candidate, Entry
from core.signals import Scores
from core.signals.fusion import Fusion, evidence, in_front, related, supported, testimony

CANDIDATES = 10
TOLD = 2  # Candidates whose signals are told: what the first has that the second lacks.


@dataclass(frozen=True)
class Ranking:
    """The nearest entries' places, best first; ``score`` is how probably the first is right.

    ``shares`` says of each how likely it is beside the first, 0 to 1; ``table`` has for each of
    ``names`` a row with what it gives every entry.
    """

    places: Sequence[int]
    score: float
    shares: Sequence[float]
    names: Sequence[str]
    table: npt.NDArray[np.float32]

    def candidates(self, entries: Sequence[Entry]) -> tuple[Candidate, ...]:
        """Return them as candidates for a decision; the first two, with their signals."""
        told = [
            tuple(zip(self.names, signals, strict=True))
            for signals in self.table[:, self.places[:TOLD]].T.tolist()
        ]
        silent = [()] * (len(self.places) - len(told))
        return tuple(
            Candidate(entries[place].id, self.score * share, signals)
            for place, share, signals in zip(
                self.places, self.shares, (*told, *silent), strict=True
            )
        )


class Ranker:
    """Ranks entries, which it knows by their places."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._away = np.flatnonzero([entry.kind == "redirect" for entry in entries])

    def rank(
        self, measures: Mapping[str, Scores], fusion: Fusion, before: Ranking | None = None
    ) -> Ranking:
        """Rank by the signals' scores over all entries; ``before`` was by the first of them."""
        names = list(measures)
        if before:
            further = [measures[name] for name in names[len(before.names) :]]
            table = np.vstack([before.table, *further])
        else:
            table = np.stack(list(measures.values()))
        total = fusion.total(names, table)
        few = min(CANDIDATES, len(total))
        best = np.argpartition(-total, few - 1)[:few]
        best = best[np.argsort(-total[best], kind="stable")]
        places, sums = best.tolist(), total[best].tolist()
        near = [self._entries[place] for place in places]
        kin = related(near)
        after = supported(sums, kin)
        order = in_front(after, near, kin)
        lead, ordered = order[0], [places[at] for at in order]
        leader = near[lead]
        first = dict(zip(names, table[:, ordered[0]].tolist(), strict=True))
        heard = {
            name: (leader.kin(self._entries[place]), above)
            for name, (place, above) in testimony(names, table, self._away).items()
        }
        known = evidence(
            [sums[at] for at in order],
            [kin[lead][at] for at in order],
            [near[at].kind == "redirect" for at in order],
            first,
            heard,
        )
        shares = [min(1.0, math.exp(after[at] - after[lead])) for at in order]
        return Ranking(ordered, fusion.probability(known), shares, names, table)
