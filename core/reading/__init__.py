"""Strict reading of content: YAML text → frozen model, every fault with its place, in Chinese."""

from core.reading.source import MAX_BYTES, Fault, Place, Source, parse
from core.reading.validation import read, validate

__all__ = ["MAX_BYTES", "Fault", "Place", "Source", "parse", "read", "validate"]
