"""Signals from shared words: terms that both name, facets asked for, the matter's own vocabulary."""

import math
from array import array
from collections.abc import Sequence

import numpy as np

from core.models import Entry, Guide
from core.signals.grams import GramIndex, bigrams
from core.signals.query import Lexicon, Query
from core.signals.spelling import Spelling
from core.signals.vocabulary import Scores


class TermSignal:
    """``terms``: share of the query's terms (by idf) that the entry's texts name too."""

    names = ("terms",)

    def __init__(self, spellings: Sequence[Spelling], lexicon: Lexicon) -> None:
        self._number: dict[str, int] = {}
        codes, owners = array("q"), array("q")
        for owner, own in enumerate(spellings):
            for text in (*own.texts, *own.keywords):
                for term in lexicon.terms(text):
                    codes.append(self._number.setdefault(term, len(self._number)))
                    owners.append(owner)
        self._index = GramIndex(
            np.array(codes, dtype=np.int64), np.array(owners, dtype=np.intp), len(spellings)
        )

    def measure(self, query: Query) -> dict[str, Scores]:
        """Return the term share for each entry."""
        # A term that no entry names stays unknown to the index: it counts as a rare one.
        numbers = [self._number.get(term, -1 - at) for at, term in enumerate(query.terms)]
        common, own = self._index.common(np.array(numbers, dtype=np.int64))
        return {"terms": common * np.float32(1 / own)}


class FacetSignal:
    """``facet``: the query asks for a part that guides have (1 for such guides)."""

    names = ("facet",)

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._guides = np.array(
            [isinstance(entry.item, Guide) for entry in entries], dtype=np.float32
        )

    def measure(self, query: Query) -> dict[str, Scores]:
        """Return 1 for guides when a facet is asked for; “can I” is asked of answers as well."""
        told = any(facet != "conditions" for facet in query.facets)
        return {"facet": self._guides * np.float32(told)}


class KindSignal:
    """``faq``, ``article``, ``redirect``: 1 for entries of that kind, 0 for others.

    ``story``: 1 for cases when a case is asked for; ``case``: when none is.
    """

    names = ("faq", "article", "case", "redirect", "story")

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._kinds = {
            name: np.array([entry.kind == name for entry in entries], dtype=np.float32)
            for name in self.names
        }
        self._asked = self._kinds["case"]

    def measure(self, query: Query) -> dict[str, Scores]:
        """Return the kinds, whatever the query, and the cases when one is asked for."""
        story = self._asked * np.float32(query.story)
        return {**self._kinds, "case": self._asked - story, "story": story}


class ScopeSignal:
    """``scope``: how much of the query is the desk's own vocabulary, the same for all entries.

    The share, by idf, of the query's bigrams that occur in any entry's texts: 怎么 counts little,
    a word that the desk never uses counts in full. ``length`` is the query's, on a log scale.
    """

    names = ("scope", "length")

    def __init__(self, count: int, fields: GramIndex) -> None:
        self._count, self._known = count, fields.vocabulary

    def measure(self, query: Query) -> dict[str, Scores]:
        """Return the known share of the query and the logarithm of its length."""
        asked = self._known.known(np.unique(bigrams(query.text)))
        whole = self._known.weight(asked)
        share = self._known.mass(asked) / whole if whole else 0.0
        length = math.log(1 + len(query.text)) / 6
        return {
            "scope": np.full(self._count, share, dtype=np.float32),
            "length": np.full(self._count, length, dtype=np.float32),
        }
