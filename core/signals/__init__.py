"""Signals: reasons, each scored, to think that a query means an entry.

To add one: write a class with ``names`` and ``measure(query) -> {name: scores over the entries}``,
list it in ``core.matcher``, and give its names weights by calibrating
anew (``python -m bench.calibrate`` writes ``fusion.json``).
"""

from core.signals.grams import GramIndex
from core.signals.lexical import LexicalSignal
from core.signals.query import Lexicon, Query
from core.signals.vocabulary import Scores

__all__ = ["GramIndex", "LexicalSignal", "Lexicon", "Query", "Scores"]
