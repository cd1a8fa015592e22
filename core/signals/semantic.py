"""The semantic signal: nearness of meaning, from a sentence encoder."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from core.models import Entry
from core.signals.encoder import Embedder, Vectors, VectorStore
from core.signals.query import Query
from core.signals.vocabulary import Scores
from core.text import simplified_script

# multilingual-e5 puts nearly all cosines between these; stretched to 0 … 1.
LOWEST, HIGHEST = 0.75, 0.97
ROUGH = 128  # Dimensions, of the encoder's, that tell which middles are near.
NEAR = 48  # Entries that are looked at more closely: those whose middle is nearest.


class SemanticSignal:
    """``semantic``: cosine with the entry's nearest text, ``central``: with the middle of its texts,
    ``meant``: with what it says.

    Only the texts and bodies of the NEAR entries are compared: of the others the middle, seen in
    ROUGH dimensions, stands for all texts, and what they say counts nothing.
    Until its vectors are there (``prepare``), the signal is silent and ``ready`` is False.
    """

    names = ("semantic", "central", "meant")

    def __init__(
        self, entries: Sequence[Entry], bodies: Sequence[str], embedder: Embedder, folder: Path
    ) -> None:
        self._embedder = embedder
        self._store = VectorStore(folder / "vectors.db", embedder)
        self._texts = [text for entry in entries for text in entry.texts]
        owners = [number for number, entry in enumerate(entries) for _ in entry.texts]
        self._starts = np.flatnonzero(np.diff(np.array(owners, dtype=np.int32), prepend=-1))
        ends = np.append(self._starts[1:], len(owners))
        self._sizes = ends - self._starts
        self._slices = list(map(slice, self._starts.tolist(), ends.tolist()))
        self._bodies = list(bodies)
        self._text_vectors: Vectors | None = None
        self._body_vectors: Vectors | None = None
        self._centres: Vectors | None = None
        self._basis: Vectors | None = None
        self._rough: Vectors | None = None
        self.ready = False

    def prepare(self, progress: Callable[[int, int], None] = lambda done, all_: None) -> None:
        """Load or make the vectors; slow the first time."""
        self._text_vectors = self._store.questions(self._texts, progress)
        self._body_vectors = self._store.passages(self._bodies, progress)
        centres = np.add.reduceat(self._text_vectors, self._starts)
        self._centres = centres / np.linalg.norm(centres, axis=1, keepdims=True)
        # The directions in which the middles differ most (principal components, not centred).
        self._basis = np.linalg.eigh(self._centres.T @ self._centres)[1].T[-ROUGH:].copy()
        self._rough = self._centres @ self._basis.T
        self.ready = True

    def measure(self, query: Query) -> dict[str, Scores]:
        """Return the nearnesses, stretched to 0 … 1."""
        assert self._text_vectors is not None
        assert self._body_vectors is not None
        assert self._centres is not None
        assert self._basis is not None
        assert self._rough is not None
        vector = self._embedder.queries([simplified_script(query.utterance)])[0]
        central = self._rough @ (self._basis @ vector)
        near = np.arange(len(central))
        if len(central) > NEAR:
            near = np.sort(np.argpartition(-central, NEAR)[:NEAR])
        central[near] = self._centres[near] @ vector
        best = central.copy()
        ends = np.cumsum(self._sizes[near])
        starts = ends - self._sizes[near]
        cosines = np.empty(ends[-1], dtype=np.float32)
        # Entry by entry, where the vectors lie: bringing them together takes twice as long.
        for at, start, end in zip(near.tolist(), starts.tolist(), ends.tolist(), strict=True):
            np.dot(self._text_vectors[self._slices[at]], vector, out=cosines[start:end])
        best[near] = np.maximum.reduceat(cosines, starts)
        meant = np.zeros_like(best)
        meant[near] = self._body_vectors[near] @ vector
        return {
            "semantic": stretched(best),
            "central": stretched(central),
            "meant": stretched(meant),
        }


def stretched(cosines: Vectors) -> Scores:
    """Return cosines stretched to 0 … 1 over the range that the encoder uses."""
    place = (cosines - np.float32(LOWEST)) * np.float32(1 / (HIGHEST - LOWEST))
    stretched: Scores = np.minimum(np.maximum(place, np.float32(0)), np.float32(1))
    return stretched
