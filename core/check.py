"""What content means, beyond its form: citations, ids, aliases, situations, and its own exam."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from core.answering import Answerer
from core.answering.choices import FACETS
from core.answering.sentences import sentence_faults
from core.content import Loaded, load
from core.exam import exam_faults, read_paper, sit
from core.laws import LawRegister
from core.models import (
    AskBackFile,
    Campaign,
    Citation,
    DigestFile,
    Entry,
    Guide,
    PublicityAnswer,
    RedirectFile,
    RegisterFile,
    ReplyFile,
    Reviewed,
)
from core.reading import Fault, Place, Source
from core.text import normalize


def check(root: Path, day: date) -> tuple[Loaded, list[Fault]]:
    """Return everything read under ``root`` and every fault of form and meaning on ``day``."""
    loaded = load(root)
    register = LawRegister(law for _, file in loaded.of(RegisterFile) for law in file.laws)
    faults = [
        *loaded.faults,
        *_ids(loaded),
        *_citations(loaded, register, day),
        *_laws(loaded, register),
        *_aliases(loaded),
        *_situations(loaded),
        *_references(loaded),
        *_reviews(loaded, day),
        *_campaigns(loaded),
        *_codes(loaded),
        *_sentences(loaded),
        *_exam(root, loaded, day),
    ]
    return loaded, sorted(set(faults))


def _sentences(loaded: Loaded) -> Iterator[Fault]:
    for name, file in loaded.of(ReplyFile):
        source = loaded.sources[name]
        for key, message in sentence_faults(file.sentences):
            yield source.fault(("sentences", key) if key else ("sentences",), message)


def _exam(root: Path, loaded: Loaded, day: date) -> list[Fault]:
    """The exam is sat only by content without faults of form; its files are always read."""
    paper = read_paper(root)
    marks = sit(Answerer(loaded.content), paper, day) if loaded.content else []
    return exam_faults(paper, marks, (entry.id for entry in loaded.entries))


def walk(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield every (place, value) inside plain data, the outermost first."""
    yield place, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, (*place, index))


def _ids(loaded: Loaded) -> Iterator[Fault]:
    seen: dict[str, tuple[str, int]] = {}
    for entry, source, place in _placed(loaded):
        line = source.line(place)
        if entry.id in seen:
            path, first = seen[entry.id]
            yield Fault(source.path, line, f"编号 {entry.id} 已经被 {path}:{first} 用了，请换一个")
        seen.setdefault(entry.id, (source.path, line))
        if entry.kind != "article" and not _good_id(entry.id):
            yield Fault(
                source.path,
                line,
                f"文件名（编号）“{entry.id}”只能用小写字母、数字和短横线，最长 30 个字符，请改名",
            )


def _good_id(entry_id: str) -> bool:
    parts = entry_id.split("-")
    return len(entry_id) <= 30 and all(
        part.isascii() and part.isalnum() and part == part.lower() for part in parts
    )


def _placed(loaded: Loaded) -> Iterator[tuple[Entry, Source, Place]]:
    """Yield each entry with its source and the place where it begins."""
    position: dict[str, int] = {}
    for entry in loaded.entries:
        index = position.get(entry.path, 0)
        position[entry.path] = index + 1
        place: Place = ()
        if entry.kind == "redirect":
            place = ("redirects", index)
        elif entry.kind == "article":
            place = ("digests", index)
        yield entry, loaded.sources[entry.path], place


def _citations(loaded: Loaded, register: LawRegister, day: date) -> Iterator[Fault]:
    for name in loaded.models:
        source = loaded.sources[name]
        if name.startswith("laws/"):
            continue
        for place, value in walk(source.data):
            if isinstance(value, dict) and "law" in value and "digests" not in value:
                citation = Citation.model_validate(value)
                if objection := register.objection(citation, day):
                    yield source.fault((*place, "article"), objection)
    for name, file in loaded.of(DigestFile):
        source = loaded.sources[name]
        for index, digest in enumerate(file.digests):
            citation = Citation(law=file.law, article=digest.number)
            if objection := register.objection(citation, day):
                yield source.fault(("digests", index, "number"), objection)


def _laws(loaded: Loaded, register: LawRegister) -> Iterator[Fault]:
    names: dict[str, str] = {}
    ids: dict[str, str] = {}
    for path, file in loaded.of(RegisterFile):
        source = loaded.sources[path]
        for index, law in enumerate(file.laws):
            if law.id in ids:
                yield source.fault(
                    ("laws", index, "id"), f"编号 {law.id} 已经给了《{ids[law.id]}》"
                )
            ids.setdefault(law.id, law.short)
            for name in {law.short, law.title, *law.aliases}:
                if names.setdefault(name, law.short) != law.short:
                    yield source.fault(
                        ("laws", index), f"名称“{name}”与《{names[name]}》重复，请去掉一处"
                    )
            for other in law.replaced_by:
                if register.get(other) is None:
                    yield source.fault(
                        ("laws", index, "replaced_by"), f"法规登记里没有“{other}”，请先登记"
                    )


def _aliases(loaded: Loaded) -> Iterator[Fault]:
    claimed: dict[str, tuple[Entry, Source, Place]] = {}
    for entry, source, place in _placed(loaded):
        for text in entry.texts:
            key = normalize(text)
            at = _place_of_text(source, place, text)
            if not key:
                yield source.fault(at, f"俗称“{text}”里没有文字，请改写")
                continue
            other, other_source, other_place = claimed.setdefault(key, (entry, source, at))
            if other.id != entry.id:
                yield source.fault(
                    at,
                    f"“{text}”已经是 {other_source.path}:{other_source.line(other_place)} 的说法，"
                    "同一句话只能指向一个条目，请删掉一处或写得更具体",
                )


def _place_of_text(source: Source, place: Place, text: str) -> Place:
    for inner, value in walk(source.data):
        if value == text and inner[: len(place)] == place:
            return inner
    return place


def _situations(loaded: Loaded) -> Iterator[Fault]:
    for name, guide in loaded.of(Guide):
        source = loaded.sources[name]
        options: set[str] = set()
        for index, situation in enumerate(guide.situations):
            for number, option in enumerate(situation.options):
                place: Place = ("situations", index, "options", number, "id")
                if option.id in options:
                    yield source.fault(place, f"选项编号 {option.id} 用了两次，请换一个")
                if option.id in FACETS:
                    yield source.fault(place, f"选项编号不能用 {option.id}，请换一个")
                options.add(option.id)
        for place, value in walk(source.data):
            if place and place[-1] == "when" and isinstance(value, list):
                for index, option in enumerate(value):
                    if option not in options:
                        have = "、".join(sorted(options)) or "（这份指南没有写 situations）"
                        yield source.fault(
                            (*place, index),
                            f"when 里的 {option} 不是本指南的选项；可用的有：{have}",
                        )


def _references(loaded: Loaded) -> Iterator[Fault]:
    ids = {entry.id for entry in loaded.entries}
    for name in loaded.models:
        source = loaded.sources[name]
        for place, value in walk(source.data):
            if place and place[-1] in ("related", "next") and isinstance(value, list):
                for index, other in enumerate(value):
                    if other not in ids:
                        yield source.fault(
                            (*place, index), f"没有编号为 {other} 的条目，请核对文件名"
                        )
    for kind, key in ((AskBackFile, "ask_back"), (ReplyFile, "dangers")):
        for name, _ in loaded.of(kind):
            source = loaded.sources[name]
            for place, value in walk(source.data.get(key, [])):
                if place and place[-1] == "entry" and value not in ids:
                    yield source.fault((key, *place), f"没有编号为 {value} 的条目，请核对文件名")


def _reviews(loaded: Loaded, day: date) -> Iterator[Fault]:
    for name, model in loaded.of(Reviewed):
        source = loaded.sources[name]
        if model.status != "retired" and model.review_by < day:
            yield source.fault(
                ("review_by",),
                f"复核已过期（应在 {model.review_by} 前复核），请复核后更新",
                "warning",
            )
        if model.reviewed > day:
            yield source.fault(
                ("reviewed",), f"核对日期 {model.reviewed} 在今天（{day}）之后，请改正"
            )
    for name, file in loaded.of(RedirectFile):
        source = loaded.sources[name]
        for index, redirect in enumerate(file.redirects):
            if not redirect.aliases:
                yield source.fault(
                    ("redirects", index), "还没有写 aliases，市民问不到这一条", "warning"
                )


def _codes(loaded: Loaded) -> Iterator[Fault]:
    """Every guide has a code of its own; an answer's code is a guide's."""
    owners: dict[str, str] = {}
    for name, guide in loaded.of(Guide):
        if guide.code in owners:
            yield loaded.sources[name].fault(
                ("code",), f"目录编号 {guide.code} 已经是 {owners[guide.code]} 的，请改正"
            )
        owners.setdefault(guide.code, name)
    for name, answer in loaded.of(PublicityAnswer):
        if answer.code and answer.code not in owners:
            yield loaded.sources[name].fault(
                ("code",), f"没有目录编号为 {answer.code} 的办事指南，请核对"
            )


def _campaigns(loaded: Loaded) -> Iterator[Fault]:
    ids = {entry.id for entry in loaded.entries}
    for name, campaign in loaded.of(Campaign):
        source = loaded.sources[name]
        seen: set[date] = set()
        for index, item in enumerate(campaign.items):
            place: Place = ("items", index)
            if item.entry not in ids:
                yield source.fault((*place, "entry"), f"没有编号为 {item.entry} 的条目，请核对")
            if not campaign.from_ <= item.day <= campaign.to:
                yield source.fault(
                    (*place, "day"),
                    f"{item.day} 不在活动日期里（{campaign.from_} 到 {campaign.to}），请改正",
                )
            if item.day in seen:
                yield source.fault((*place, "day"), f"{item.day} 已经安排过一条，请删掉一条")
            seen.add(item.day)
        days = {
            campaign.from_ + timedelta(days=passed)
            for passed in range((campaign.to - campaign.from_).days + 1)
        }
        if seen and (missing := sorted(days - seen)):
            listed = "、".join(map(str, missing))
            yield source.fault(("items",), f"这些天还没有安排内容：{listed}", "warning")
        asked: set[str] = set()
        for index, question in enumerate(campaign.quiz):
            if normalize(question.question) in asked:
                yield source.fault(("quiz", index, "question"), "这道题和前面的重复了，请换一道")
            asked.add(normalize(question.question))
            if len(set(question.options)) < len(question.options):
                yield source.fault(("quiz", index, "options"), "有两个选项一模一样，请改一个")
