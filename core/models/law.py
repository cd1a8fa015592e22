"""Citations, and the register of laws and normative documents that they must be found in."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from core.models.base import Day, EntryId, Flag, Model, Several, Text, Whole, fault

Level = Literal[
    "宪法",
    "法律",
    "行政法规",
    "司法解释",
    "部门规章",
    "省级地方性法规",
    "市级地方性法规",
    "规范性文件",
]


class Citation(Model):
    """Where a statement stands: a law, and mostly an article of it.

    ``law`` is the register's short title. ``branch`` is 1 for 第…条之一. ``says`` gives the gist in
    our own words; a document without articles (规范性文件) is cited without ``article``.
    """

    law: Text
    article: Whole | None = Field(None, ge=1)
    branch: Whole | None = Field(None, ge=1)
    paragraph: Whole | None = Field(None, ge=1)
    says: Text | None = None

    @property
    def label(self) -> str:
        """The citation as read aloud: 《民法典》第1127条第1款."""
        parts = [f"《{self.law}》"]
        if self.article:
            parts.append(f"第{self.article}条")
        if self.branch:
            parts.append(f"之{'一二三四五六七八九'[self.branch - 1]}" if self.branch < 10 else "")
        if self.paragraph:
            parts.append(f"第{self.paragraph}款")
        return "".join(parts)

    @property
    def key(self) -> tuple[str, int | None]:
        """Law and article number, what labelled sets compare."""
        return (self.law, self.article)


class LawVersion(Model):
    """One version of a law: when adopted, from when (and until when) in force, how many articles.

    ``until`` is the last day in force. ``articles`` is the number of the last article; absent for
    documents without articles.
    """

    name: Text | None = None
    adopted: Day | None = None
    from_: Day = Field(alias="from")
    until: Day | None = None
    articles: Whole | None = Field(None, ge=1)
    note: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "LawVersion":
        if self.until and self.until < self.from_:
            raise fault(
                f"until（{self.until}）早于 from（{self.from_}），请核对这两个日期", "until"
            )
        return self

    def in_force(self, day: date) -> bool:
        """Say whether this version is in force on ``day``."""
        return self.from_ <= day and (self.until is None or day <= self.until)


class Moved(Model):
    """Where an article of a law went: ``article`` of the old law → ``law`` (and ``to``) of the new."""

    article: Whole
    law: Text
    to: Whole | None = None


class Law(Model):
    """A registered law. ``short`` is what content cites; ``id`` stands in choices (``id/number``).

    ``replaced_by`` names (short titles) what stands in its place after the last version ended.
    ``to_confirm`` says that whether it is still in force could not be verified; ``note`` tells
    the citizen what is doubtful.
    """

    id: EntryId
    title: Text
    short: Text
    aliases: Several[Text] = ()
    level: Level
    versions: Several[LawVersion] = Field(min_length=1)
    replaced_by: Several[Text] = ()
    moved: Several[Moved] = ()
    to_confirm: Flag = False
    note: Text | None = None
    source: Text | None = None

    def version_on(self, day: date) -> LawVersion | None:
        """Return the version in force on ``day``, the newest when several claim it."""
        live = [version for version in self.versions if version.in_force(day)]
        return max(live, key=lambda version: version.from_) if live else None


class RegisterFile(Model):
    """``laws/*.yaml``: a list of registered laws."""

    laws: Several[Law]
