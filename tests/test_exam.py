"""The content's own exam, and the content itself: no error, and no quality lost."""

from pathlib import Path

import pytest

from core.answering import Answerer
from core.check import check
from core.exam import Mark, exam_faults, read_paper, sit
from core.models import QueryFile
from tests.conftest import ROOT, TODAY

PAPER = read_paper(ROOT)
# Shares that a change of content or of a signal may not lower (measured: docs/quality.md).
AT_ONCE = 0.6
REACHED = 0.93


@pytest.fixture(scope="module")
def marks(answerer_alone: Answerer) -> list[Mark]:
    return sit(answerer_alone, PAPER, TODAY)


def test_the_real_content_has_no_error() -> None:
    _, faults = check(ROOT, TODAY)
    errors = [str(fault) for fault in faults if fault.level == "error"]
    assert not errors, "\n".join(errors)


def test_every_utterance_reaches_its_entry_or_is_a_known_failure(
    marks: list[Mark], answerer_alone: Answerer
) -> None:
    faults = exam_faults(PAPER, marks, answerer_alone.content.entries)
    assert not faults, "\n".join(map(str, faults))


def test_shares_reached_and_answered_at_once_are_held(marks: list[Mark]) -> None:
    asked = [mark for mark in marks if not Path(mark.name).name.startswith("_")]
    assert sum(mark.reached for mark in asked) / len(asked) >= REACHED
    assert sum(mark.at_once for mark in asked) / len(asked) >= AT_ONCE


def test_every_guide_and_answer_has_its_exam(answerer_alone: Answerer) -> None:
    examined = {file.entry for file in PAPER.files.values() if isinstance(file, QueryFile)}
    wanted = {
        entry.id for entry in answerer_alone.content.entries.values() if entry.kind != "article"
    }
    assert wanted <= examined, sorted(wanted - examined)


def test_no_utterance_of_the_exam_is_an_alias(answerer_alone: Answerer) -> None:
    texts = {text for entry in answerer_alone.content.entries.values() for text in entry.texts}
    asked = {
        ask.say
        for file in PAPER.files.values()
        if isinstance(file, QueryFile)
        for ask in file.asks
    }
    assert not texts & asked


def test_a_known_failure_that_works_is_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "tests/queries"
    folder.mkdir(parents=True)
    (folder / "lost.yaml").write_text("entry: lost\nasks: [丢了]\n", encoding="utf-8")
    (folder / "_known_failures.yaml").write_text(
        "failures: [{say: 丢了, why: 还不行}]\n", encoding="utf-8"
    )
    paper = read_paper(tmp_path)
    name = "tests/queries/lost.yaml"
    works = Mark(name, ("asks", 0), "丢了", True, True, "answered lost")
    fails = Mark(name, ("asks", 0), "丢了", False, False, "unanswered_no_match")
    assert "从这份清单里删掉" in str(exam_faults(paper, [works], ["lost"])[0])
    assert exam_faults(paper, [fails], ["lost"]) == []
    assert "没有编号为 lost" in str(exam_faults(paper, [fails], ["found"])[0])
