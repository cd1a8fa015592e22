"""Answering: an utterance or a choice in, one reply out."""

from core.answering.answerer import Answerer
from core.answering.choices import Chosen, parse_choice

__all__ = ["Answerer", "Chosen", "parse_choice"]
