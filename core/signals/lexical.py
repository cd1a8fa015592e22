"""Lexical signals: what a query shares, character by character, with what an entry is called."""

from collections.abc import Sequence
from itertools import islice

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from core.signals.grams import GramIndex
from core.signals.query import Lexicon, Query
from core.signals.spelling import Spelling
from core.signals.text_grams import Compared, TextGrams
from core.signals.vocabulary import Scores
from core.text import normalize

NEAR = 64  # Entries whose texts are looked at one by one.
FUZZY_TEXTS = 48  # Texts compared letter by letter: those that share the most grams,
CLOSE = 0.4  # and at least so much of what the nearest shares.


class LexicalSignal:
    """Three views of one comparison, each 0 to 1 for every entry.

    field  BM25 over all the entry's texts and keywords together, against the query's own best
    body   BM25 over what the entry says
    fuzzy  rapidfuzz ratio with the best text, for slips of the pen

    ``fuzzy`` is for the NEAR entries with the highest field and 0 for others: an entry none
    of whose words are in the query has no text near it either.
    ``fields`` is the index over texts and keywords, for others to look words up in.
    """

    names = ("fuzzy", "field", "body")

    def __init__(
        self, spellings: Sequence[Spelling], bodies: Sequence[str], lexicon: Lexicon
    ) -> None:
        self._plain = [text for own in spellings for text in own.texts]
        spelt = [_forms(text, lexicon) for text in self._plain]
        self._texts = TextGrams(spelt, [len(own.texts) for own in spellings])
        each = iter(spelt)
        self.fields = GramIndex.of_texts(
            [
                form
                for forms in (
                    *(_forms(word, lexicon) for word in own.keywords),
                    *islice(each, len(own.texts)),
                )
                for form in forms
            ]
            for own in spellings
        )
        self._bodies = GramIndex.of_texts(_forms(normalize(body), lexicon) for body in bodies)

    def measure(self, query: Query) -> dict[str, Scores]:
        """Return each view's scores over the entries."""
        field = self.fields.share(query.grams)
        fuzzy = self._nearest(query, field)
        return {"fuzzy": fuzzy, "field": field, "body": self._bodies.share(query.grams)}

    def _nearest(self, query: Query, field: Scores) -> Scores:
        """Compare the query with every text of the entries of the highest ``field``."""
        best = np.zeros_like(field)
        if not len(field):
            return best
        near = np.arange(len(field))
        if len(near) > NEAR:
            near = np.sort(np.argpartition(-field, NEAR)[:NEAR])
        found = self._texts.compare(query.grams, near)
        best[near] = np.maximum.reduceat(self._ratios(query, found), found.starts)
        return best

    def _ratios(self, query: Query, found: Compared) -> Scores:
        """Return the letter by letter ratio of the FUZZY_TEXTS of most cosine, 0 for others."""
        ratios = np.zeros_like(found.cosine)
        close = np.flatnonzero(found.cosine >= CLOSE * float(found.cosine.max()))
        if len(close) > FUZZY_TEXTS:
            close = close[np.argpartition(-found.cosine[close], FUZZY_TEXTS - 1)[:FUZZY_TEXTS]]
        ratios[close] = process.cdist(
            [query.text],
            [self._plain[text] for text in found.texts[close]],
            scorer=Indel.normalized_similarity,
            dtype=np.float32,
        )[0]
        return ratios


def _forms(text: str, lexicon: Lexicon) -> list[str]:
    """Return normalized ``text``, and as it reads with terms as one sign each."""
    canonical = lexicon.canonical(text)
    return [text] if canonical == text else [text, canonical]
