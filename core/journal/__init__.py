"""The journal: what was asked and what came of it, masked, in one SQLite file."""

from core.journal.clusters import Cluster
from core.journal.ids import from_base36, to_base36
from core.journal.journal import Journal, Vote
from core.journal.keys import load_hash_key
from core.journal.rows import Row

__all__ = ["Cluster", "Journal", "Row", "Vote", "from_base36", "load_hash_key", "to_base36"]
