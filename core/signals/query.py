"""An utterance made ready for the signals."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.models import Facet, TermFile
from core.signals.grams import grams
from core.signals.vocabulary import Grams
from core.text import normalize
from core.text.words import WordFinder

MAX_LENGTH = 400  # Characters of a query that matching looks at; longer tales add only noise.
GAP, WIDEST = "…", 16  # 能…吗: words on both sides of a gap, and how many characters it spans.


@dataclass(frozen=True)
class Query:
    """A query: ``whole`` normalized, ``text`` without courtesies, ``canonical`` with terms as one
    sign each.

    ``facets`` are the parts asked for, the clearest first; ``terms`` the terms found; ``story``
    says that a case is asked for.
    """

    utterance: str
    whole: str
    text: str
    canonical: str
    terms: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    story: bool = False

    @cached_property
    def grams(self) -> Grams:
        """Distinct character uni- and bigrams of text and canonical form."""
        forms = {self.text, self.canonical}
        return np.unique(np.concatenate([grams(form) for form in forms]))


class Lexicon:
    """The shared words: terms with variants, facet words, courtesies, words of follow-ups."""

    def __init__(self, words: TermFile) -> None:
        self._sign: dict[str, str] = {}
        self._term_of: dict[str, str] = {}
        for index, term in enumerate(words.terms):
            for word in (term.term, *term.variants):
                self._sign.setdefault(normalize(word), chr(0xE000 + index))
                self._term_of.setdefault(normalize(word), term.term)
        self._terms = WordFinder(self._sign)
        asked = {word: own[0] for own in words.facets.values() for word in own}
        named = {word: term.term for term in words.terms for word in term.variants}
        # English words by the Chinese one that is written first for the same.
        self.english = {
            word.lower(): ours for word, ours in (named | asked).items() if word.isascii()
        }
        self._facet_of: dict[str, Facet] = {
            normalize(word): facet
            for facet, asked in words.facets.items()
            for word in asked
            if GAP not in word
        }
        self._facets = WordFinder([*self._facet_of, *map(normalize, words.no_facets)])
        self._frames = [
            (
                re.compile(
                    f".{{1,{WIDEST}}}".join(re.escape(normalize(p)) for p in word.split(GAP))
                ),
                facet,
            )
            for facet, asked in words.facets.items()
            for word in asked
            if GAP in word
        ]
        # A word that asks for a part is none of courtesy, though it may hold one (怎么办理).
        self._kept = {word: word for word in self._facet_of}
        self._fillers = WordFinder([*map(normalize, words.fillers), *self._kept])
        self._follow_ups = WordFinder(map(normalize, words.follow_ups))
        self._further = WordFinder(words.further)
        self._stories = WordFinder(map(normalize, words.stories))

    def query(self, utterance: str) -> Query:
        """Prepare an utterance."""
        full = normalize(utterance[: 4 * MAX_LENGTH])[:MAX_LENGTH]
        text = self._plain(full) or full
        found: dict[Facet, int] = {}
        for _, word in self._facets.find(text):
            if facet := self._facet_of.get(word):
                found[facet] = max(found.get(facet, 0), len(word))
        if not found:  # A frame is the vaguest way to ask: any word is clearer.
            found = {facet: 1 for frame, facet in self._frames if frame.search(text)}
        return Query(
            utterance=utterance,
            whole=full,
            text=text,
            canonical=self.canonical(text),
            terms=self.terms(text),
            facets=tuple(sorted(found, key=lambda facet: -found[facet])),
            story=any(self._stories.find(text)),
        )

    def split(self, utterance: str) -> list[str]:
        """Return the parts of an utterance that goes on to further matters, with their words."""
        return [part for part in self._further.split(utterance) if part.strip()]

    def terms(self, text: str) -> tuple[str, ...]:
        """Return the terms that normalized ``text`` names, by any of their variants."""
        return tuple(dict.fromkeys(self._term_of[word] for _, word in self._terms.find(text)))

    def canonical(self, text: str) -> str:
        """Return normalized ``text`` with each term's variants as that term's one sign."""
        return self._terms.replace(text, self._sign)

    def rest(self, text: str) -> str:
        """Return what remains of normalized ``text`` without facet words and courtesies."""
        return self._plain(self._facets.remove(text))

    def _plain(self, text: str) -> str:
        """Return normalized ``text`` without courtesies."""
        return self._fillers.replace(text, self._kept)

    def continues(self, text: str) -> bool:
        """Say whether ``text`` names no matter of its own: only facet and follow-up words."""
        return not self._follow_ups.remove(self.rest(text))
