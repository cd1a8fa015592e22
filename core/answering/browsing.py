"""Browsing the guides by theme, life event and matter type; each list is a reply with buttons."""

from collections.abc import Callable
from typing import Literal

from core.answering.choices import Dimension, entry_choice
from core.content import Content
from core.models import Block, Choice, Entry, Guide, Reply

_VALUES: dict[Dimension, Callable[[Guide], tuple[str, ...]]] = {
    "theme": lambda guide: (guide.theme,),
    "life": lambda guide: guide.life_events,
    "type": lambda guide: (guide.matter_type,),
}


def browse(content: Content) -> Reply:
    """Offer every theme, life event and matter type that a guide has."""
    choices: list[Choice] = []
    blocks = [Block("text", content.sentences["browse"])]
    for dimension in _VALUES:
        group: Literal["main", "more"] = "main" if dimension == "theme" else "more"
        choices += [
            Choice(f"{value}（{len(entries)}）", f"{dimension}={value}", group)
            for value, entries in _groups(content, dimension).items()
        ]
    return Reply("small_talk", tuple(blocks), tuple(choices), why="browse")


def browse_group(content: Content, dimension: Dimension, value: str) -> Reply | None:
    """List the guides of one theme, life event or matter type; None when there is none."""
    entries = _groups(content, dimension).get(value)
    if not entries:
        return None
    heading = content.sentences["browse_group"].format(group=value)
    choices = (*(entry_choice(entry.title, entry.id) for entry in entries), _back(content))
    return Reply("small_talk", (Block("text", heading),), choices, why=f"browse {dimension}")


def _groups(content: Content, dimension: Dimension) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in content.entries.values():
        if isinstance(entry.item, Guide):
            for value in _VALUES[dimension](entry.item):
                groups.setdefault(value, []).append(entry)
    return groups


def _back(content: Content) -> Choice:
    return Choice(content.sentences["browse_back"], "browse", "more")
