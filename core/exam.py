"""The content's own exam: utterances that must reach their entry, be asked back, or go unanswered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from core.answering import Answerer
from core.content import Content
from core.models import (
    AmbiguousFile,
    Conversation,
    KnownFailureFile,
    Model,
    QueryFile,
    Reply,
    UnanswerableFile,
)
from core.reading import Fault, Place, Source, read

FOLDER = "tests/queries"
SPECIAL: dict[str, type[Model]] = {
    "_unanswerable.yaml": UnanswerableFile,
    "_ambiguous.yaml": AmbiguousFile,
    "_known_failures.yaml": KnownFailureFile,
}


@dataclass
class Paper:
    """The exam's files as read, by name, with their faults."""

    files: dict[str, Model] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def known_failures(self) -> set[str]:
        """Utterances listed as not working yet."""
        return {
            failure.say
            for file in self.files.values()
            if isinstance(file, KnownFailureFile)
            for failure in file.failures
        }


@dataclass(frozen=True)
class Mark:
    """One utterance marked: did the desk do what the exam asks, and on its own at once?

    ``reached``: answered with the entry, or asked back with the entry among what is offered; an
    entry of the same service of the catalogue will do.
    ``at_once``: answered with the entry (or asked back, or unanswered, where that is asked).
    """

    name: str
    place: Place
    say: str
    reached: bool
    at_once: bool
    got: str


def read_paper(root: Path) -> Paper:
    """Read every file of the exam under ``root``."""
    paper = Paper()
    for path in sorted((root / FOLDER).glob("*.yaml")):
        name = f"{FOLDER}/{path.name}"
        value, source, faults = read(path, name, SPECIAL.get(path.name, QueryFile))
        paper.faults += faults
        if value is not None and source is not None:
            paper.files[name], paper.sources[name] = value, source
    return paper


def sit(answerer: Answerer, paper: Paper, day: date) -> list[Mark]:
    """Put every utterance of the exam to the desk, each in a fresh conversation."""
    marks: list[Mark] = []
    for name, file in paper.files.items():
        match file:
            case QueryFile() if file.entry not in answerer.content.entries:
                continue  # A draft, or an id that exam_faults reports.
            case QueryFile():
                for index, ask in enumerate(file.asks):
                    reply = answerer.ask(ask.say, Conversation(), day)
                    wanted = _same(answerer.content, file.entry).union(ask.also)
                    reached, at_once = _reached(reply, wanted)
                    if at_once and ask.facet and reply.kind == "guide":
                        reached = at_once = reply.facet == ask.facet
                    marks.append(
                        Mark(name, ("asks", index), ask.say, reached, at_once, _got(reply))
                    )
            case UnanswerableFile():
                for index, say in enumerate(file.asks):
                    reply = answerer.ask(say, Conversation(), day)
                    good = reply.status != "answered"
                    marks.append(Mark(name, ("asks", index), say, good, good, _got(reply)))
            case AmbiguousFile():
                for index, ambiguous in enumerate(file.asks):
                    reply = answerer.ask(ambiguous.say, Conversation(), day)
                    offered = _offered(reply)
                    good = reply.status == "clarification" and set(ambiguous.among) <= offered
                    marks.append(
                        Mark(name, ("asks", index), ambiguous.say, good, good, _got(reply))
                    )
    return marks


def exam_faults(paper: Paper, marks: Iterable[Mark], entries: Iterable[str]) -> list[Fault]:
    """Return what the exam found, for staff: missed utterances, stale failures, lost files."""
    known, faults = paper.known_failures, list(paper.faults)
    ids = set(entries)
    for name, file in paper.files.items():
        if isinstance(file, QueryFile):
            if file.entry not in ids:
                faults.append(
                    paper.sources[name].fault(
                        ("entry",), f"没有编号为 {file.entry} 的条目，请核对"
                    )
                )
            elif Path(name).stem != file.entry.replace("/", "-"):
                faults.append(
                    paper.sources[name].fault(("entry",), "文件名要和条目编号一样，请改名")
                )
            for index, ask in enumerate(file.asks):
                faults += [
                    paper.sources[name].fault(
                        ("asks", index, "also"), f"没有编号为 {other} 的条目，请核对"
                    )
                    for other in ask.also
                    if other not in ids
                ]
    worked: set[str] = set()
    for mark in marks:
        if mark.reached and mark.say in known:
            worked.add(mark.say)
        if not mark.reached and mark.say not in known:
            faults.append(
                paper.sources[mark.name].fault(
                    mark.place,
                    f"“{mark.say}”应当走到这里，实际是：{mark.got}；请补充俗称，或改正考题",
                )
            )
    for say in sorted(worked):
        faults.append(
            Fault(f"{FOLDER}/_known_failures.yaml", 1, f"“{say}”已经能答对了，请从这份清单里删掉")
        )
    return faults


def failures_by_entry(paper: Paper) -> Counter[str]:
    """Count the known failures of each entry's own utterances."""
    known = paper.known_failures
    return Counter(
        file.entry
        for file in paper.files.values()
        if isinstance(file, QueryFile)
        for ask in file.asks
        if ask.say in known
    )


def _same(content: Content, entry_id: str) -> set[str]:
    """Return the entry and those of its service: a publicity answer may name one."""
    code = content.entries[entry_id].code
    return {entry_id} | {e.id for e in content.entries.values() if code and e.code == code}


def _reached(reply: Reply, wanted: set[str]) -> tuple[bool, bool]:
    if reply.status in ("answered", "redirect") or reply.kind == "redirect":
        return reply.entry in wanted, reply.entry in wanted
    if reply.status == "clarification":
        if reply.entry in wanted:
            return True, True
        return not wanted.isdisjoint(_offered(reply)), False
    return False, False


def _offered(reply: Reply) -> set[str]:
    return {choice.data.partition("@")[0].partition(":")[0] for choice in reply.choices}


def _got(reply: Reply) -> str:
    offered = (
        "、".join(sorted(_offered(reply) - {"none"})) if reply.status == "clarification" else ""
    )
    return f"{reply.status} {reply.entry or offered}".strip()
