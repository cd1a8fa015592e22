"""What the core answers: channel-neutral blocks and choices, and the conversation's memory."""

from dataclasses import dataclass
from typing import Literal

from core.models.entries import Facet
from core.models.entry import Kind

Status = Literal[
    "answered",
    "clarification",
    "redirect",
    "small_talk",
    "unanswered_no_match",
    "unanswered_out_of_scope",
    "error_internal",
]
BlockKind = Literal["title", "heading", "text", "list", "steps", "note", "law"]


@dataclass(frozen=True)
class Block:
    """One piece of a reply: a title, heading, paragraph, bulleted or numbered list, or small print.

    ``law`` blocks hold official text and must be shown unchanged.
    """

    kind: BlockKind
    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A button. ``data`` carries its whole meaning in at most 64 bytes (see core.choices)."""

    label: str
    data: str
    group: Literal["main", "more", "vote"] = "main"


@dataclass(frozen=True)
class Candidate:
    """An entry that might be meant, and its probability of being right.

    Of the first two, also each signal's part.
    """

    entry: str
    score: float
    signals: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Poll:
    """A quiz question, for channels that have quizzes of their own; ``right`` counts from 0."""

    question: str
    options: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True)
class Reply:
    """One reply. ``body`` is who is responsible, on redirects;
    ``article`` the article shown when a law was named; ``poll`` a quiz question, whose options
    are the choices of the main group; ``why`` what decided.
    """

    status: Status
    blocks: tuple[Block, ...]
    choices: tuple[Choice, ...] = ()
    kind: Kind | None = None
    entry: str | None = None
    body: str | None = None
    article: tuple[str, int] | None = None
    facet: Facet | None = None
    candidates: tuple[Candidate, ...] = ()
    poll: Poll | None = None
    why: str = ""
    question: int | None = None

    @property
    def text(self) -> str:
        """The whole reply as plain text."""
        return plain_text(self.blocks)


@dataclass
class Conversation:
    """What a channel keeps of one chat: the last entry shown, for follow-ups, and no words.

    ``facet`` is what was asked for when a situation had to be asked back.
    """

    channel: str = "terminal"
    chat: str | None = None
    entry: str | None = None
    facet: Facet | None = None
    article: tuple[str, int] | None = None


def plain_text(blocks: tuple[Block, ...]) -> str:
    """Render blocks as plain text, blocks apart by an empty line."""
    parts = []
    for block in blocks:
        lines = [block.text] if block.text else []
        if block.kind == "steps":
            lines += [f"{number}. {item}" for number, item in enumerate(block.items, 1)]
        else:
            lines += [f"· {item}" for item in block.items]
        parts.append("\n".join(lines))
    return "\n\n".join(part for part in parts if part)
