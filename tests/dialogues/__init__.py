"""Dialogues in YAML: what is said or pressed, and what must come back, on any channel."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.models import Facet, Model, Reply
from core.models.base import Several, Text
from core.reading import read

FOLDER = Path(__file__).parent


class Turn(Model):
    """One turn. ``press`` names a button of the reply before; ``offers`` all buttons, if given."""

    say: str | None = None
    press: Text | None = None
    status: Text
    entry: Text | None = None
    facet: Facet | None = None
    begins: Text | None = None
    has: Several[Text] = ()
    lacks: Several[Text] = ()
    offers: Several[Text] | None = None


class Dialogue(Model):
    """A conversation."""

    title: Text
    turns: Several[Turn]


@dataclass(frozen=True)
class Named:
    """A dialogue with its file's name, for test ids."""

    name: str
    dialogue: Dialogue


def dialogues() -> Iterator[Named]:
    """Read every dialogue; a file with a fault raises it."""
    for path in sorted(FOLDER.glob("*.yaml")):
        dialogue, _, faults = read(path, path.name, Dialogue)
        assert dialogue is not None, faults
        yield Named(path.stem, dialogue)


def fits_text(turn: Turn, text: str) -> None:
    """Hold what a citizen reads, on any channel, against the turn."""
    if turn.begins:
        assert text.startswith(turn.begins), text
    for part in turn.has:
        assert part in text, f"{part} is missing in:\n{text}"
    for part in turn.lacks:
        assert part not in text, f"{part} stands in:\n{text}"


def fits(turn: Turn, reply: Reply) -> None:
    """Hold a reply of the core against the turn."""
    said = turn.say if turn.say is not None else f"[{turn.press}]"
    assert reply.status == turn.status, f"{said}: {reply.status} ({reply.why})\n{reply.text}"
    if turn.entry:
        assert reply.entry == turn.entry, f"{said}: {reply.entry} ({reply.why})"
    if turn.facet:
        assert reply.facet == turn.facet, f"{said}: {reply.facet}"
    if turn.offers is not None:
        labels = [choice.label for choice in reply.choices]
        assert set(turn.offers) <= set(labels)
        assert turn.offers or not labels, f"{said}: {labels}"
    fits_text(turn, reply.text)
