"""Content: every file of guides/, faq/, laws/ and campaigns/ read into one frozen set."""

from core.content.loading import Loaded, load
from core.content.model import Content

__all__ = ["Content", "Loaded", "load"]
