"""What can answer: guides, publicity answers, article digests, cases, redirects.

Field names follow 政务服务事项实施清单 (GB/T 39554) and CPSV-AP 3.2; every statement may carry
its own basis, the situations it holds for, and the period it is valid in.
"""

from typing import Any, Literal

from pydantic import Field, model_validator

from core.models.base import (
    Dated,
    Day,
    EntryId,
    Flag,
    Model,
    OptionId,
    Several,
    Text,
    Whole,
    Yuan,
    fault,
)
from core.models.law import Citation

Facet = Literal[
    "basis",
    "conditions",
    "materials",
    "process",
    "time",
    "fee",
    "where",
    "result",
    "remedy",
]
MatterType = Literal[
    "行政许可",
    "行政确认",
    "行政裁决",
    "行政征收",
    "公共服务",
    "其他",
    "引导",
    "咨询",
    "规则",
]
Status = Literal["draft", "published", "retired"]
ReviewedBy = Literal["依据条文核对", "窗口已确认"]
NATIONAL_NUMBERS = (
    "110",
    "119",
    "120",
    "122",
    "12345",
    "12348",
    "12366",
    "12329",
    "12333",
    "12336",
)
CODE = r"^[A-Z]{3}-[0-9]{2}$"  # A number of the catalogue of services.
Phone = Literal["110", "119", "120", "122", "12345", "12348", "12366", "12329", "12333", "12336"]


class Statement(Dated):
    """One thing told to a citizen. A bare string in YAML is its ``text``.

    ``when`` lists option ids of the guide's situations (empty: holds for all); ``to_confirm``
    marks what rests on secondary sources and is shown as 请以窗口答复为准.
    """

    text: Text
    when: Several[OptionId] = ()
    basis: Several[Citation] = ()
    to_confirm: Flag = False

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class Material(Dated):
    """One document to bring. ``form``: in which forms it is taken; ``copies`` counts copies."""

    name: Text
    necessity: Literal["必要", "情形", "免交"] = "必要"
    form: Several[Literal["原件", "复印件", "电子"]] = ()
    copies: Whole | None = None
    source: Text | None = None
    note: Text | None = None
    when: Several[OptionId] = ()
    basis: Several[Citation] = ()
    to_confirm: Flag = False


class Step(Dated):
    """One step of the process: what is done, by whom, and what to mind."""

    step: Text
    who: Text | None = None
    note: Text | None = None
    when: Several[OptionId] = ()
    basis: Several[Citation] = ()
    to_confirm: Flag = False


class Fee(Dated):
    """One charge. ``yuan`` is absent when only the office can tell; 0 means free of charge."""

    item: Text
    yuan: Yuan | None = None
    per: Text | None = None
    basis: Several[Citation] = ()
    waived_when: Text | None = None
    note: Text | None = None
    when: Several[OptionId] = ()
    to_confirm: Flag = False


class Period(Dated):
    """A statutory or promised time limit, e.g. 30 工作日, and what it runs for."""

    value: Whole
    unit: Literal["工作日", "日", "个月", "年"]
    for_: Text | None = Field(None, alias="for")
    when: Several[OptionId] = ()
    basis: Several[Citation] = ()
    to_confirm: Flag = False
    note: Text | None = None


class TimeLimit(Model):
    """Time limits: by law, promised by the office (left empty until it says so), and remarks."""

    statutory: Several[Period] = ()
    promised: Period | None = None
    notes: Several[Statement] = ()


class Remedy(Dated):
    """A way to object: how, within what time, counted from when."""

    way: Text
    within: Text | None = None
    since: Text | None = None
    basis: Several[Citation] = ()
    when: Several[OptionId] = ()
    to_confirm: Flag = False


class Option(Model):
    """One answer to a situation's question; ``aliases`` are words by which citizens say it."""

    id: OptionId
    label: Text
    aliases: Several[Text] = ()


class Situation(Model):
    """A circumstance on which the answer depends (本人/代办, 遗嘱/法定 …)."""

    id: OptionId
    ask: Text
    options: Several[Option] = Field(min_length=2)


class Reviewed(Model):
    """Who stands behind an entry and until when it holds: the fields every entry shares."""

    status: Status = "published"
    owner: Text | None = None
    reviewed: Day
    reviewed_by: ReviewedBy
    review_by: Day
    sources: Several[Text] = ()

    @model_validator(mode="after")
    def _review_in_order(self) -> "Reviewed":
        if self.review_by < self.reviewed:
            raise fault(
                f"下次复核日 review_by（{self.review_by}）早于 reviewed（{self.reviewed}），请改正",
                "review_by",
            )
        return self


class Guide(Reviewed):
    """A service guide (办事指南)."""

    code: Text = Field(pattern=CODE)
    title: Text
    official_name: Text
    matter_type: MatterType
    responsible: Text | None = None
    theme: Text
    life_events: Several[Text] = ()
    aliases: Several[Text] = ()
    keywords: Several[Text] = ()
    summary: Text
    situations: Several[Situation] = ()
    applicants: Several[Statement] = ()
    conditions: Several[Statement] = ()
    materials: Several[Material] = ()
    process: Several[Step] = ()
    time_limit: TimeLimit = TimeLimit()
    fee: Several[Fee] = ()
    where: Several[Statement] = ()
    result: Several[Statement] = ()
    remedy: Several[Remedy] = ()
    pitfalls: Several[Statement] = ()
    basis: Several[Citation] = Field(min_length=1)
    related: Several[EntryId] = ()
    local: Several[Text] = ()


class PublicityAnswer(Reviewed):
    """One legal question answered plainly; ``answer`` begins with 能 / 不能 / 看情况 …

    ``code`` is the service of the catalogue that the question belongs to, when it is one's own.
    """

    question: Text
    code: Text | None = Field(None, pattern=CODE)
    answer: Text
    reason: Text | None = None
    next: Several[EntryId] = ()
    theme: Text
    aliases: Several[Text] = ()
    keywords: Several[Text] = ()
    basis: Several[Citation] = Field(min_length=1)
    to_confirm: Flag = False


class Case(Reviewed):
    """A case told for its lesson (以案释法)."""

    title: Text
    facts: Text
    ruling: Text
    lesson: Text
    aliases: Several[Text] = ()
    basis: Several[Citation] = Field(min_length=1)
    next: Several[EntryId] = ()


class Digest(Model):
    """What one article means in plain words; ``asks`` are questions that it answers."""

    number: Whole = Field(ge=1)
    branch: Whole | None = Field(None, ge=1)
    gist: Text
    asks: Several[Text] = Field((), max_length=6)
    next: Several[EntryId] = ()


class DigestFile(Reviewed):
    """``faq/articles/<law id>.yaml``: the digests of one law."""

    law: Text
    digests: Several[Digest] = Field(min_length=1)


class Redirect(Model):
    """A matter of another body: who, and what to say.

    Without a ``body`` it is no authority's business at all (the weather, homework): ``says`` is
    the one sentence that says so.
    """

    id: EntryId
    title: Text
    body: Text | None = None
    aliases: Several[Text] = ()
    keywords: Several[Text] = ()
    says: Text
    phone: Phone | None = None
    basis: Several[Citation] = ()
    to_confirm: Flag = False


class RedirectFile(Model):
    """``guides/_redirects.yaml``."""

    redirects: Several[Redirect]
