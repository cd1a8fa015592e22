"""The shared content files (names that begin with _), campaigns, and the exam's files."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from core.models.base import Day, EntryId, Flag, Model, Several, Text, Whole, fault
from core.models.entries import Facet, Phone
from core.models.law import Citation


class Term(Model):
    """A word with its variants; in matching, every variant counts as the term."""

    term: Text
    variants: Several[Text] = Field(min_length=1)


class TermFile(Model):
    """``guides/_terms.yaml``.

    ``facets``: the words by which citizens ask for a part, with … where other words stand
    (能…吗); ``no_facets``: words that hold such a word and ask for something else (补偿多少钱 asks
    for no fee); ``fillers``: courtesies and complaint
    formulas that say nothing about the matter; ``follow_ups``: small words of a question that
    goes on about the last answer; ``further``: words by which a message goes on to another matter;
    ``stories``: words by which a case is asked for.
    """

    terms: Several[Term]
    fillers: Several[Text] = ()
    follow_ups: Several[Text] = ()
    further: Several[Text] = ()
    stories: Several[Text] = ()
    no_facets: Several[Text] = ()
    facets: dict[Facet, Several[Text]] = {}


class AskBackOption(Model):
    """A meaning of an ambiguous word: its label, the entry it leads to, words that tell it."""

    label: Text
    entry: EntryId
    aliases: Several[Text] = ()


class AskBack(Model):
    """A word that means several things, the question back, and its meanings.

    ``beside``: words that may stand beside it without telling which is meant. ``longer``: ask in
    longer questions, too, unless it is quite sure which is meant.
    """

    id: EntryId
    words: Several[Text] = Field(min_length=1)
    beside: Several[Text] = ()
    longer: Flag = False
    ask: Text
    options: Several[AskBackOption] = Field(min_length=2)


class AskBackFile(Model):
    """``faq/_ask_back.yaml``; ``beside`` holds for all."""

    beside: Several[Text] = ()
    ask_back: Several[AskBack]


class SmallTalk(Model):
    """Greeting, thanks, who are you, swearing …: how they are said, and the one reply.

    ``shows`` what a campaign adds: the item of the day or the quiz, instead of ``says``.
    """

    id: EntryId
    aliases: Several[Text] = Field(min_length=1)
    contains: Flag = False
    says: Text
    shows: Literal["today", "quiz"] | None = None


class Danger(Model):
    """Words of a life or a home in danger: answered before anything else.

    ``aliases`` match anywhere in the utterance unless one of ``unless`` stands there too.
    ``entry`` is a guide to show after ``says``.
    """

    id: EntryId
    aliases: Several[Text] = Field(min_length=1)
    unless: Several[Text] = ()
    body: Text
    says: Text
    phone: Phone | None = None
    entry: EntryId | None = None


class ReplyFile(Model):
    """``faq/_replies.yaml``: the bot's own sentences by key, small talk, dangers."""

    sentences: dict[Text, Text]
    small_talk: Several[SmallTalk]
    dangers: Several[Danger]


class CampaignItem(Model):
    """What is sent on one day of a campaign."""

    day: Day
    entry: Text


class QuizQuestion(Model):
    """One quiz question; ``right`` is the number of the right option, counted from 1.

    Lengths are what a Telegram quiz takes (Bot API, sendPoll).
    """

    question: Text = Field(max_length=300)
    options: Several[Annotated[Text, Field(max_length=100)]] = Field(min_length=2, max_length=6)
    right: Whole = Field(ge=1)
    why: Text = Field(max_length=200)
    basis: Several[Citation] = Field(min_length=1)
    level: Literal["易", "中", "难"] = "易"

    @model_validator(mode="after")
    def _right_exists(self) -> "QuizQuestion":
        if self.right > len(self.options):
            raise fault(
                f"right 写的是第 {self.right} 项，可选项只有 {len(self.options)} 个", "right"
            )
        return self


class Campaign(Model):
    """A publicity campaign (普法活动); ``theme`` is left to staff."""

    title: Text
    occasion: Text
    from_: Day = Field(alias="from")
    to: Day
    organisers: Several[Text] = ()
    venues: Several[Text] = ()
    visits: Several[Text] = ()
    theme: Text | None = None
    items: Several[CampaignItem] = ()
    quiz: Several[QuizQuestion] = ()
    texts: dict[Text, Text] = {}
    goals: Several[Text] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Campaign":
        if self.to < self.from_:
            raise fault(f"to（{self.to}）早于 from（{self.from_}），请核对活动起止日期", "to")
        return self


class Ask(Model):
    """One utterance of the exam (a bare string will do) and the facet it asks for, if any.

    ``also``: other entries that answer it properly, as a reader found who did not know which entry
    it was written for.
    """

    say: Text
    facet: Facet | None = None
    also: Several[Text] = ()

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"say": value} if isinstance(value, str) else value


class QueryFile(Model):
    """``tests/queries/<entry id>.yaml``: utterances (no aliases) that must reach the entry."""

    entry: Text
    asks: Several[Ask] = Field(min_length=1)


class UnanswerableFile(Model):
    """``tests/queries/_unanswerable.yaml``: utterances that must never be answered."""

    asks: Several[Text]


class Ambiguous(Model):
    """An utterance that must be asked back, offering at least the entries ``among``."""

    say: Text
    among: Several[EntryId] = Field(min_length=2)


class AmbiguousFile(Model):
    """``tests/queries/_ambiguous.yaml``."""

    asks: Several[Ambiguous]


class KnownFailure(Model):
    """An utterance of the exam that does not reach its entry yet, and why."""

    say: Text
    why: Text


class KnownFailureFile(Model):
    """``tests/queries/_known_failures.yaml``; an utterance that works must leave the list."""

    failures: Several[KnownFailure] = ()
