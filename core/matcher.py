"""From a query to a decision: signals → candidates → answer, ask which, or abstain."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from core.content import Content
from core.models import Candidate, Entry
from core.ranking import CANDIDATES, Ranker, Ranking
from core.signals import LexicalSignal, Lexicon, Query, Scores
from core.signals.encoder import Embedder
from core.signals.fusion import CALIBRATED, Fusions, Thresholds
from core.signals.letters import LetterReader
from core.signals.meaning import FacetSignal, KindSignal, ScopeSignal, TermSignal
from core.signals.semantic import SemanticSignal
from core.signals.slips import SlipReader
from core.signals.sound import SoundIndex
from core.signals.spelling import spellings

WORD_FOR_WORD = "word for word"
FAR = 3  # How many times nearer an entry must be on a matter outside the desk's vocabulary.

Reading = tuple[Query, dict[str, Scores], Ranking]  # A text read, its measures, their ranking.


class Signal(Protocol):
    """A reason, scored for every entry in the order in which the matcher holds them."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its scores."""

    def measure(self, query: Query) -> dict[str, Scores]:
        """Return scores by name."""


@dataclass(frozen=True)
class Decision:
    """What to do about a query, the candidates best first, and the threshold that decided."""

    act: Literal["answer", "clarify", "abstain"]
    candidates: tuple[Candidate, ...]
    why: str
    in_scope: bool = True


class Matcher:
    """Finds what a query means among the published entries.

    ``embedder`` is asked only when the cheap signals leave doubt; its vectors are kept in
    ``folder``. Without one, the cheap signals decide alone.
    """

    def __init__(
        self,
        content: Content,
        fusions: Fusions = CALIBRATED,
        embedder: Embedder | None = None,
        folder: Path | None = None,
    ) -> None:
        self.entries: Sequence[Entry] = tuple(content.entries.values())
        self.lexicon = Lexicon(content.words)
        self.fusions = fusions
        spelt = spellings(self.entries)
        bodies = [content.body(entry) for entry in self.entries]
        lexical = LexicalSignal(spelt, bodies, self.lexicon)
        self.signals: tuple[Signal, ...] = (
            lexical,
            TermSignal(spelt, self.lexicon),
            FacetSignal(self.entries),
            KindSignal(self.entries),
            ScopeSignal(len(self.entries), lexical.fields),
        )
        # The check sees to it that no two entries share a text.
        self._exact = {text: number for number, own in enumerate(spelt) for text in own.texts}
        self._ranker = Ranker(self.entries)
        self._kinds = {entry.id: entry.kind for entry in self.entries}
        self._sound = SoundIndex(spelt)
        self._slips = SlipReader(spelt)
        self._letters = LetterReader(spelt, self.lexicon.english)
        self.semantic: SemanticSignal | None = None
        if embedder and folder:
            self.semantic = SemanticSignal(self.entries, bodies, embedder, folder)

    def prepare(self, progress: Callable[[int, int], None] = lambda done, all_: None) -> None:
        """Make ready what is slow to make (encodings); the batch commands wait for it."""
        self._sound.prepare()
        if self.semantic:
            self.semantic.prepare(progress)

    def prepare_behind(self) -> None:
        """Make it ready in the background; until then the cheap signals decide alone."""
        threading.Thread(target=self.prepare, name="index", daemon=True).start()

    def read(self, utterance: str) -> str:
        """Return ``utterance`` with pinyin and English words of ours read as Chinese."""
        return self._letters.read(utterance)

    def decide(self, query: Query) -> Decision:
        """Decide by the first candidate's probability, cheaply first."""
        if not query.text or not self.entries:
            return Decision("abstain", (), "nothing to match", in_scope=False)
        exact = self._exact.get(query.whole, self._exact.get(query.text))
        if exact is not None:
            ranking = self._ranker.rank(self.measure(query), self.fusions.cheap)
            return _named(self.entries[exact].id, ranking.candidates(self.entries))
        _, measures, ranking = self._surest(self._readings(query))
        fusion = self.fusions.full if "semantic" in measures else self.fusions.cheap
        in_scope = float(measures["scope"][0]) >= self.fusions.scope
        return self._decided(ranking.candidates(self.entries), fusion.thresholds, in_scope)

    def reading(self, query: Query) -> str:
        """Return the normalized text that is answered: the query's own, or with slips mended."""
        if not query.text or not self.entries:
            return query.text
        return self._surest(self._readings(query))[0].text

    def _readings(self, query: Query) -> list[Reading]:
        """Return the query as it is written and, in doubt, the surest of its mended readings."""
        fusion = self.fusions.cheap
        measures = self.measure(query)
        written = query, measures, self._ranker.rank(measures, fusion)
        if not fusion.thresholds.doubt <= written[2].score < fusion.thresholds.answer:
            return [written]
        mended: list[Reading] = []
        for meant in self._meant(query):
            other = self.measure(meant) | {"scope": measures["scope"]}
            mended.append((meant, other, self._ranker.rank(other, fusion)))
        best = max(mended, key=_sureness, default=written)
        return [written, best] if best[2].score > written[2].score else [written]

    def _surest(self, readings: list[Reading]) -> Reading:
        """Return the surest reading, after the encoder has been heard of each where it should be."""
        limits = self.fusions.cheap.thresholds
        if self.semantic and self.semantic.ready and self._open(readings[-1][2], limits):
            readings = [
                (query, full, self._ranker.rank(full, self.fusions.full, ranking))
                for query, measures, ranking in readings
                for full in [measures | self.semantic.measure(query)]
            ]
        return max(readings, key=_sureness)

    def measure(self, query: Query) -> dict[str, Scores]:
        """Return the cheap signals' scores over the entries."""
        measures: dict[str, Scores] = {}
        for signal in self.signals:
            measures |= signal.measure(query)
        return measures

    def _open(self, ranking: Ranking, limits: Thresholds) -> bool:
        """Say whether the encoder should be heard: not on a matter of ours that is certain."""
        away = self.entries[ranking.places[0]].kind == "redirect"
        return ranking.score >= limits.doubt and (away or ranking.score < limits.certain)

    def _meant(self, query: Query) -> list[Query]:
        """Return the query without slips: as our text that it sounds like, with our triples."""
        mended = (self._sound.respelt(query.text), self._slips.restored(query.text))
        return [self.lexicon.query(text) for text in dict.fromkeys(mended) if text]

    def _decided(
        self, candidates: tuple[Candidate, ...], limits: Thresholds, in_scope: bool
    ) -> Decision:
        first = candidates[0].score
        away = self._kinds[candidates[0].entry] == "redirect"
        answer = limits.redirect if away else limits.answer
        # On a matter that the desk hardly has words for, the nearest must be nearer to be offered.
        ask = limits.ask if in_scope else FAR * limits.ask
        if first >= answer and (in_scope or away):
            return Decision("answer", candidates, f"{first:.2f} ≥ answer {answer}")
        if first < ask:
            near = in_scope and first >= limits.ask / 2
            return Decision("abstain", candidates, f"{first:.2f} < ask {ask}", near)
        return Decision("clarify", candidates, f"{first:.2f} < answer {answer}")


def _sureness(reading: Reading) -> float:
    return reading[2].score


def _named(entry: str, candidates: tuple[Candidate, ...]) -> Decision:
    """Answer with the entry that the query names word for word; nothing is surer."""
    own = next((each for each in candidates if each.entry == entry), Candidate(entry, 1.0))
    others = [each for each in candidates if each.entry != entry]
    first = Candidate(entry, 1.0, own.signals)
    return Decision("answer", (first, *others)[:CANDIDATES], WORD_FOR_WORD)
