"""Lexical signals: what a query shares, character by character, with what an entry is called."""

import math
from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from core.signals.grams import K1, GramIndex, Scores
from core.signals.query import Lexicon, Query
from core.signals.spelling import Spelling
from core.text import normalize

SOLID_LENGTH = 6  # Characters from which a text that is found whole counts fully.
WIDE = 1000  # Entries from which it pays to compare their texts of one place at once.
FUZZY_TEXTS = 48  # Texts compared letter by letter: those that share the most grams,
NEAR = 0.4  # and at least so much of what the nearest shares.


class LexicalSignal:
    """Five views of one comparison, each 0 to 1 for every entry.

    alias  cosine of grams with the entry's best text
    covers share of that text's grams found in the query (a long tale may hold a whole alias)
    fuzzy  rapidfuzz ratio with the best text, for slips of the pen
    field  BM25 over all the entry's texts and keywords together, against the query's own best
    body   BM25 over what the entry says

    ``fields`` is the index over texts and keywords, for others to look words up in.
    """

    names = ("alias", "covers", "fuzzy", "field", "body")

    def __init__(
        self, spellings: Sequence[Spelling], bodies: Sequence[str], lexicon: Lexicon
    ) -> None:
        # Laid out so that the best of each entry is a few maxima over long rows: every entry's
        # first text, then every second …, as long as at least WIDE entries have one (those with
        # most texts in front); after these rows the rest, entry by entry.
        order = sorted(range(len(spellings)), key=lambda number: -len(spellings[number].texts))
        self._order = np.array(order, dtype=np.intp)
        sizes = np.array([len(spellings[number].texts) for number in order], dtype=np.intp)
        widths = [int((sizes > place).sum()) for place in range(max(sizes, default=0))]
        self._widths = [width for width in widths if width >= WIDE] or widths[:1]
        depth = len(self._widths)
        rest = sizes[sizes > depth] - depth
        self._rest = np.cumsum([0, *rest[:-1]]) if len(rest) else rest
        pairs = [(n, place) for place, w in enumerate(self._widths) for n in order[:w]]
        pairs += [
            (number, place)
            for number in order[: len(rest)]
            for place in range(depth, len(spellings[number].texts))
        ]
        self._plain = [spellings[number].texts[place] for number, place in pairs]
        self._owner = np.array([number for number, _ in pairs], dtype=np.int32)
        spelt = [_forms(text, lexicon) for text in self._plain]
        self._index = GramIndex.of_texts(spelt, once=True)
        fields = [
            [form for word in own.keywords for form in _forms(word, lexicon)] for own in spellings
        ]
        for number, forms in zip(self._owner, spelt, strict=True):
            fields[number] += forms
        self.fields = GramIndex.of_texts(fields)
        self._bodies = GramIndex.of_texts(_forms(normalize(body), lexicon) for body in bodies)
        self._count = len(spellings)
        # A text of two or three characters says little by being found whole.
        lengths = np.array([len(text) for text in self._plain], dtype=np.float32)
        solid = np.minimum(1.0, lengths / SOLID_LENGTH)
        self._found = solid * self._index.inverse_squares

    def measure(self, query: Query) -> dict[str, Scores]:
        """Return each view's scores over the entries."""
        common, own = self._index.common(query.grams)
        cosine = common * self._index.inverse_lengths * np.float32(1 / math.sqrt(own))
        return {
            "alias": self._best(cosine),
            "covers": self._best(common * self._found),
            "fuzzy": self._fuzzy(query, cosine),
            "field": self._share(self.fields, query),
            "body": self._share(self._bodies, query),
        }

    def _best(self, scores: Scores) -> Scores:
        """Return the score of each entry's best text."""
        if not self._count:
            return scores
        best, position = scores[: self._count].copy(), self._count
        for width in self._widths[1:]:
            row = scores[position : position + width]
            np.maximum(best[:width], row, out=best[:width])
            position += width
        if len(self._rest):
            rest, many = np.maximum.reduceat(scores[position:], self._rest), len(self._rest)
            np.maximum(best[:many], rest, out=best[:many])
        found = np.empty_like(best)
        found[self._order] = best
        return found

    def _fuzzy(self, query: Query, cosine: Scores) -> Scores:
        best = np.zeros(self._count, dtype=np.float32)
        if not len(cosine):
            return best
        near = np.flatnonzero(cosine >= NEAR * float(cosine.max()))
        if len(near) > FUZZY_TEXTS:
            near = near[np.argpartition(-cosine[near], FUZZY_TEXTS - 1)[:FUZZY_TEXTS]]
        ratios = process.cdist(
            [query.text],
            [self._plain[index] for index in near],
            scorer=Indel.normalized_similarity,
            dtype=np.float32,
        )[0]
        np.maximum.at(best, self._owner[near], ratios)
        return best

    @staticmethod
    def _share(index: GramIndex, query: Query) -> Scores:
        best = index.weight(query.grams) * (K1 + 1)
        return index.bm25(query.grams) / np.float32(best or 1.0)


def _forms(text: str, lexicon: Lexicon) -> list[str]:
    """Return normalized ``text``, and as it reads with terms as one sign each."""
    canonical = lexicon.canonical(text)
    return [text] if canonical == text else [text, canonical]
