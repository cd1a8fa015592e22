"""Articles ranked for a question: by their text, by digests, and by what content says of them.

The order is a weighted sum of signals, with weights learned on labelled questions (the same
conditional logit as for entries; ``python -m bench.articles --learn`` writes
``article_weights.json``).
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from core.content import Content
from core.laws import LawTexts
from core.models import Digest
from core.signals import GramIndex, Lexicon, Query, Scores
from core.signals.encoder import Embedder, Vectors, VectorStore
from core.signals.grams import K1
from core.signals.semantic import stretched
from core.text import normalize, simplified_script

Key = tuple[str, int]
WEIGHTS: dict[str, dict[str, float]] = json.loads(
    Path(__file__).with_name("article_weights.json").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Found:
    """An article and its score; higher is nearer."""

    law: str
    number: int
    score: float


class ArticleSearch:
    """An index over the articles that have a digest or a loaded text, of laws in force on a day.

    With an ``embedder`` and after ``prepare``, nearness of meaning to digests counts too.
    """

    def __init__(
        self,
        content: Content,
        texts: LawTexts,
        day: date,
        embedder: Embedder | None = None,
        folder: Path | None = None,
    ) -> None:
        self._lexicon = Lexicon(content.words)
        own: dict[Key, str] = {}
        chapters: dict[Key, str] = {}
        for article in texts.all_in_force(day):
            key = (article.law, article.number)
            own[key] = own.get(key, "") + article.text
            chapters[key] = article.heading
        gists, asks, said = _written(content, day)
        self.keys: list[Key] = list(dict.fromkeys([*own, *gists, *said]))
        parts: dict[str, Callable[[Key], Iterable[str]]] = {
            "text": lambda key: (own.get(key, ""),),
            "gist": lambda key: (gists.get(key, ""),),
            "asks": lambda key: asks.get(key, ()),
            "said": lambda key: said.get(key, ()),
            "chapter": lambda key: (chapters.get(key, ""),),
            "all": lambda key: (own.get(key, ""), gists.get(key, ""), *asks.get(key, ())),
        }
        self._parts = {
            name: GramIndex.of_texts(self._forms(part(key)) for key in self.keys)
            for name, part in parts.items()
        }
        self._digest = np.array([key in gists for key in self.keys], dtype=np.float32)
        single = [
            (number, text)
            for number, key in enumerate(self.keys)
            if key in gists
            for text in (gists[key], *asks.get(key, ()))
        ]
        self._single = GramIndex.of_texts(self._forms([text]) for _, text in single)
        self._owner = np.array([number for number, _ in single], dtype=np.int32)
        self._meaning: _Meaning | None = None
        if embedder and folder and single:
            digests = [number for number, key in enumerate(self.keys) if key in gists]
            own_texts = [own.get(self.keys[number], "") for number in digests]
            store = VectorStore(folder / "vectors.db", embedder)
            self._meaning = _Meaning(store, embedder, [t for _, t in single], self._owner)
            self._meaning.own = own_texts

    def prepare(self, progress: Callable[[int, int], None] = lambda done, all_: None) -> None:
        """Load or make the vectors; slow the first time."""
        if self._meaning:
            self._meaning.prepare(progress)

    def rank(self, question: str, count: int = 10, law: str | None = None) -> list[Found]:
        """Return the nearest articles, best first; of one law only, when ``law`` is given."""
        query = self.query(question)
        if not query.text:
            return []
        measures = self.measure(query)
        weights = WEIGHTS["full" if "semantic" in measures else "cheap"]
        scores = np.zeros(len(self.keys), dtype=np.float32)
        for name, measure in measures.items():
            scores += np.float32(weights.get(name, 0.0)) * measure
        told = measures["all"] + measures["said"] > 0
        if law:
            told &= np.array([key[0] == law for key in self.keys])
        scores = np.where(told, scores, -np.inf)
        best = np.argsort(-scores, kind="stable")[:count]
        return [
            Found(self.keys[index][0], self.keys[index][1], round(float(scores[index]), 4))
            for index in best
            if told[index]
        ]

    @property
    def digested(self) -> set[Key]:
        """The articles that have a digest."""
        return {key for key, own in zip(self.keys, self._digest, strict=True) if own}

    def query(self, question: str) -> Query:
        """Return a question made ready for ``measure``."""
        return self._lexicon.query(question)

    def measure(self, query: Query) -> dict[str, Scores]:
        """Return every signal's scores over the articles."""
        # One yardstick for all parts: what a text of all the query's grams would score.
        vocabulary = self._parts["all"].vocabulary
        whole = np.float32(vocabulary.weight(vocabulary.known(query.grams)) * (K1 + 1) or 1.0)
        measures = {name: part.bm25(query.grams) / whole for name, part in self._parts.items()}
        best = np.zeros(len(self.keys), dtype=np.float32)
        if len(self._owner):
            np.maximum.at(best, self._owner, self._single.bm25(query.grams) / whole)
        measures |= {"ask": best, "digest": self._digest}
        if self._meaning and self._meaning.ready:
            measures |= self._meaning.measure(query, len(self.keys))
        return measures

    def _forms(self, texts: Iterable[str]) -> list[str]:
        plain = [normalize(text) for text in texts]
        canonical = [self._lexicon.canonical(text) for text in plain]
        return plain + [new for new, old in zip(canonical, plain, strict=True) if new != old]


def _written(
    content: Content, day: date
) -> tuple[dict[Key, str], dict[Key, tuple[str, ...]], dict[Key, list[str]]]:
    """Return gists, questions and what else content says, by article of laws in force."""
    gists: dict[Key, str] = {}
    asks: dict[Key, tuple[str, ...]] = {}
    said: dict[Key, list[str]] = {}
    for entry in content.entries.values():
        for citation in entry.citations:
            law = content.register.get(citation.law)
            if not citation.article or law is None or law.version_on(day) is None:
                continue
            key = (citation.law, citation.article)
            if isinstance(entry.item, Digest):
                gists[key] = gists.get(key, "") + entry.item.gist
                asks[key] = (*asks.get(key, ()), *entry.item.asks)
            else:
                heard = said.setdefault(key, [])
                heard += [citation.says or "", *(entry.texts if entry.kind == "faq" else ())]
    return gists, asks, said


class _Meaning:
    """Nearness of meaning to digests: their nearest text, the middle of them, the article itself."""

    def __init__(
        self, store: VectorStore, embedder: Embedder, texts: list[str], owner: np.ndarray
    ) -> None:
        self._store, self._embedder, self._texts = store, embedder, texts
        self._starts = np.flatnonzero(np.diff(owner, prepend=-1))
        self._owners = owner[self._starts]
        self.own: list[str] = []
        self._vectors: tuple[Vectors, Vectors, Vectors] | None = None

    @property
    def ready(self) -> bool:
        """Whether the vectors are there."""
        return self._vectors is not None

    def prepare(self, progress: Callable[[int, int], None]) -> None:
        """Load or make the vectors."""
        texts = self._store.questions(self._texts, progress)
        middle = np.add.reduceat(texts, self._starts)
        middle /= np.linalg.norm(middle, axis=1, keepdims=True)
        self._vectors = texts, middle, self._store.passages(self.own, progress)

    def measure(self, query: Query, count: int) -> dict[str, Scores]:
        """Return the three nearnesses, 0 where an article has no digest."""
        assert self._vectors is not None
        texts, middle, own = self._vectors
        vector = self._embedder.queries([simplified_script(query.utterance)])[0]
        near = {
            "semantic": np.maximum.reduceat(texts @ vector, self._starts),
            "central": middle @ vector,
            "meant": own @ vector,
        }
        measures = {}
        for name, cosines in near.items():
            scores = np.zeros(count, dtype=np.float32)
            scores[self._owners] = stretched(cosines)
            measures[name] = scores
        return measures
