"""Articles ranked for a question: by their text, by digests, and by what content says of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from core.content import Content
from core.laws import LawTexts
from core.models import Digest
from core.signals import GramIndex, Lexicon, Scores
from core.signals.grams import grams
from core.text import normalize

# Weights beside the article's own text: what content says of it, and its chapter's heading.
SAID = 0.4
CHAPTER = 0.25
# How much more a law counts that content cites most; the others in proportion.
CITED = 0.3


@dataclass(frozen=True)
class Found:
    """An article and its score; higher is nearer."""

    law: str
    number: int
    score: float


class ArticleSearch:
    """An index over the articles that have a digest or a loaded text, of laws in force on a day.

    BM25 over character uni- and bigrams of the text; to it is added BM25 over what is said of the
    article elsewhere: its digest and the questions of entries that cite it, and its chapter.
    """

    def __init__(self, content: Content, texts: LawTexts, day: date) -> None:
        self._lexicon = Lexicon(content.words)
        said: dict[tuple[str, int], list[str]] = {}
        for entry in content.entries.values():
            for citation in entry.citations:
                if citation.article:
                    key = (citation.law, citation.article)
                    heard = said.setdefault(key, [])
                    heard += [citation.says or "", *(entry.texts if entry.kind == "faq" else ())]
                    if isinstance(entry.item, Digest):
                        heard += [entry.item.gist, *entry.item.asks]
        own: dict[tuple[str, int], str] = {}
        chapters: dict[tuple[str, int], str] = {}
        for article in texts.all_in_force(day):
            key = (article.law, article.number)
            own[key] = own.get(key, "") + article.text
            chapters[key] = article.heading
        in_force = {
            key
            for key in said
            if (law := content.register.get(key[0])) and law.version_on(day) is not None
        }
        self.keys = [*own, *(key for key in in_force if key not in own)]
        cited = Counter(
            citation.law for entry in content.entries.values() for citation in entry.citations
        )
        most = max(cited.values(), default=1)
        self._prior = np.array(
            [1 + CITED * cited[law] / most for law, _ in self.keys], dtype=np.float32
        )
        self._text = GramIndex(self._grams(own.get(key, "")) for key in self.keys)
        self._said = GramIndex(self._grams("\n".join(said.get(key, ()))) for key in self.keys)
        self._chapter = GramIndex(self._grams(chapters.get(key, "")) for key in self.keys)

    def rank(self, question: str, count: int = 10, law: str | None = None) -> list[Found]:
        """Return the nearest articles, best first; of one law only, when ``law`` is given."""
        query = self._lexicon.query(question).grams
        scores = self._scores(query)
        if law:
            mine = np.array([key[0] == law for key in self.keys])
            scores = np.where(mine, scores, 0)
        best = np.argsort(-scores, kind="stable")[:count]
        return [
            Found(self.keys[index][0], self.keys[index][1], round(float(scores[index]), 4))
            for index in best
            if scores[index] > 0
        ]

    def _scores(self, query: Iterable[str]) -> Scores:
        grams_ = tuple(query)
        total: Scores = (
            self._text.bm25(grams_)
            + np.float32(SAID) * self._said.bm25(grams_)
            + np.float32(CHAPTER) * self._chapter.bm25(grams_)
        )
        return total * self._prior

    def _grams(self, text: str) -> list[str]:
        plain = normalize(text)
        canonical = self._lexicon.canonical(plain)
        return grams(plain) + (grams(canonical) if canonical != plain else [])
