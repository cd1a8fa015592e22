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

SOLID_LENGTH = 6  # Characters from which a text that is found whole counts fully.
NEAR = 64  # Entries whose texts are looked at one by one.
FUZZY_TEXTS = 48  # Texts compared letter by letter: those that share the most grams,
CLOSE = 0.4  # and at least so much of what the nearest shares.


class LexicalSignal:
    """Five views of one comparison, each 0 to 1 for every entry.

    field  BM25 over all the entry's texts and keywords together, against the query's own best
    body   BM25 over what the entry says
    alias  cosine of grams with the entry's best text
    covers share of that text's grams found in the query (a long tale may hold a whole alias)
    fuzzy  rapidfuzz ratio with the best text, for slips of the pen

    The last three are for the NEAR entries with the highest field and 0 for others: an entry none
    of whose words are in the query has no text near it either.
    ``fields`` is the index over texts and keywords, for others to look words up in.
    """

    names = ("alias", "covers", "fuzzy", "field", "body")

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
        # A text of two or three characters says little by being found whole.
        lengths = np.array([len(text) for text in self._plain], dtype=np.float32)
        self._solid = np.minimum(1.0, lengths / SOLID_LENGTH, dtype=np.float32)

    def measure(self, query: Query) -> dict[str, Scores]:
        """Return each view's scores over the entries."""
        field = self.fields.share(query.grams)
        found = dict.fromkeys(self.names, field) | {"body": self._bodies.share(query.grams)}
        return found | self._nearest(query, field)

    def _nearest(self, query: Query, field: Scores) -> dict[str, Scores]:
        """Compare the query with every text of the entries of the highest ``field``."""
        if not len(field):
            return {}
        near = np.arange(len(field))
        if len(near) > NEAR:
            near = np.sort(np.argpartition(-field, NEAR)[:NEAR])
        found = self._texts.compare(query.grams, near)
        rows = {
            "alias": found.cosine,
            "covers": found.covered * self._solid[found.texts],
            "fuzzy": self._ratios(query, found),
        }
        best = {name: np.zeros_like(field) for name in rows}
        for name, scores in rows.items():
            best[name][near] = np.maximum.reduceat(scores, found.starts)
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
