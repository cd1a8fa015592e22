"""The data of a choice: its whole meaning in at most 64 bytes, valid after a restart.

``entry[:facet][:option][@question]``, ``law-id/number[@question]``, ``none@question``,
``vote+``/``vote-``/``vote!`` ``@question``; for browsing ``browse``, ``theme=…``, ``life=…``,
``type=…``; for campaigns ``today``, ``quiz`` and ``quiz=campaign/number[/picked]``;
``question`` is a journal row in base 36.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal, get_args

from core.journal import from_base36, to_base36
from core.models import Choice, Facet

MAX_BYTES = 64
FACETS: tuple[Facet, ...] = get_args(Facet)
Vote = Literal["yes", "no", "wrong"]
Dimension = Literal["theme", "life", "type"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
_VOTES: dict[str, Vote] = {"+": "yes", "-": "no", "!": "wrong"}
_SHAPE = re.compile(
    r"(?:(?P<browse>browse)|(?P<dimension>theme|life|type)=(?P<value>[^@]+)|(?P<today>today)"
    r"|(?P<quiz>quiz)(?:=(?P<campaign>[a-z0-9-]+)/(?P<asked>\d{1,3})(?:/(?P<picked>\d))?)?"
    r"|(?P<vote>vote[+!-])|(?P<none>none)|(?P<law>[a-z0-9-]+)/(?P<number>\d{1,4})(?:-(?P<branch>\d))?"
    r"|(?P<entry>[a-z0-9-]+)(?::(?P<first>[a-z0-9-]+))?(?::(?P<second>[a-z0-9-]+))?)"
    r"(?:@(?P<question>[0-9a-z]{1,12}))?"
)


@dataclass(frozen=True)
class Chosen:
    """A choice taken, parsed: of entry, law, vote, ``none``, browse, dimension, today, quiz one is set.

    ``number`` is an article's, or a quiz question's of ``campaign``; ``picked`` the option taken.
    """

    entry: str | None = None
    facet: Facet | None = None
    option: str | None = None
    law: str | None = None
    number: int | None = None
    branch: int | None = None
    vote: Vote | None = None
    none: bool = False
    browse: bool = False
    dimension: Dimension | None = None
    value: str = ""
    today: bool = False
    quiz: bool = False
    campaign: str | None = None
    picked: int | None = None
    question: int | None = None


def parse_choice(data: str) -> Chosen | None:
    """Return what ``data`` means, or None when it is no choice of ours."""
    if len(data.encode("utf-8", "replace")) > MAX_BYTES:
        return None
    match = _SHAPE.fullmatch(data)
    if match is None:
        return None
    question = from_base36(match["question"]) if match["question"] else None
    if match["browse"]:
        return Chosen(browse=True, question=question)
    if match["today"]:
        return Chosen(today=True, question=question)
    if match["quiz"]:
        return Chosen(
            quiz=True,
            campaign=match["campaign"],
            number=int(match["asked"]) if match["asked"] else None,
            picked=int(match["picked"]) if match["picked"] else None,
            question=question,
        )
    if match["dimension"]:
        return Chosen(dimension=match["dimension"], value=match["value"], question=question)  # type: ignore[arg-type]
    if match["vote"]:
        return Chosen(vote=_VOTES[match["vote"][-1]], question=question)
    if match["none"]:
        return Chosen(none=True, question=question)
    if match["law"]:
        branch = int(match["branch"]) if match["branch"] else None
        return Chosen(
            law=match["law"], number=int(match["number"]), branch=branch, question=question
        )
    facet: Facet | None = None
    option = None
    for part in (match["first"], match["second"]):
        if part in FACETS:
            facet = part
        elif part:
            option = part
    return Chosen(entry=match["entry"], facet=facet, option=option, question=question)


def entry_choice(
    label: str,
    entry: str,
    facet: Facet | None = None,
    option: str | None = None,
    group: Literal["main", "more"] = "main",
) -> Choice:
    """A button that leads to an entry, or to a part of it."""
    return Choice(label, ":".join(part for part in (entry, facet, option) if part), group)


def vote_choices(helpful: str, unhelpful: str, wrong: str) -> tuple[Choice, ...]:
    """The three buttons under an answer."""
    return (
        Choice(helpful, "vote+", "vote"),
        Choice(unhelpful, "vote-", "vote"),
        Choice(wrong, "vote!", "vote"),
    )


def stamped(choices: tuple[Choice, ...], question: int | None) -> tuple[Choice, ...]:
    """Return choices that name the journal row they answer; votes without a row are dropped."""
    if question is None:
        return tuple(choice for choice in choices if choice.group != "vote")
    mark = "@" + to_base36(question)
    return tuple(
        choice if "=" in choice.data else replace(choice, data=choice.data + mark)
        for choice in choices
    )
