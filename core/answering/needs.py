"""A message that asks for two things: which ones, each found in its own part of the message."""

import re
from collections.abc import Mapping

from core.matcher import Matcher
from core.models import Entry

PARTS = 4  # Parts of a message that are looked at by themselves.
SHORT = 5  # Characters below which a part names no matter.
SERVICES = ("guide", "redirect")
LIKELY = 0.5  # Probability from which a part's matter is offered.
_ENDS = re.compile(r"[。！？!?；;\n]+")
_ASKS = re.compile(r"[？?]")


def parts(utterance: str, matcher: Matcher) -> list[str]:
    """Return the parts of a message that goes on to a further matter, or asks more than once."""
    cut = matcher.lexicon.split(utterance)
    if len(cut) < 2 and len(_ASKS.findall(utterance)) < 2:
        return []
    pieces = [piece.strip() for part in cut for piece in _ENDS.split(part)]
    return [piece for piece in pieces if len(piece) >= SHORT]


def matters(utterance: str, matcher: Matcher, entries: Mapping[str, Entry]) -> list[Entry]:
    """Return the matters that the parts of a message ask for by themselves, in their order.

    Each is more probably meant than not; no two are of the same matter. Nothing is returned of a
    message that asks for one thing.
    """
    asked = parts(utterance, matcher)
    if not 2 <= len(asked) <= PARTS:
        return []
    found: list[Entry] = []
    for part in asked:
        decision = matcher.decide(matcher.lexicon.query(matcher.read(part)))
        if decision.act == "abstain" or decision.candidates[0].score < LIKELY:
            continue
        entry = entries[decision.candidates[0].entry]
        told = entry.kind != "redirect" or bool(entry.body)
        if told and all(distinct(entry, other) for other in found):
            found.append(entry)
    return found


def distinct(one: Entry, other: Entry) -> bool:
    """Say whether two entries are two matters: services always, answers unless they are kin."""
    if one.kind in SERVICES and other.kind in SERVICES:
        return one.id != other.id
    return not one.kin(other)
