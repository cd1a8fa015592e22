"""Figures on labelled sets: what counts as right, comparison with figures saved before, closeness."""

import json
from pathlib import Path

import pytest

from core.answering import Answerer
from core.content import Content
from core.evaluation import (
    changes,
    confusions,
    evaluate,
    groups,
    read_labelled,
    same_body,
    saved,
    summary,
    too_close,
)
from tests.conftest import TODAY

ROWS = [
    {
        "id": "a",
        "query": "房产证丢了怎么补",
        "scope": "in",
        "services": ["REG-28"],
        "articles": [],
    },
    {"id": "b", "query": "房本找不到了怎么补一本", "scope": "in", "services": ["REG-01"]},
    {"id": "c", "query": "今天天气怎么样", "scope": "out"},
    {
        "id": "d",
        "query": "契税怎么交",
        "scope": "redirect",
        "redirect_to": "税务局",
    },
]


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), "utf-8")
    return path


def test_figures_follow_the_labels(answerer_alone: Answerer, labelled: Path) -> None:
    figures = summary(evaluate(answerer_alone, read_labelled(labelled), TODAY))
    assert figures["right_at_1"] == 0.5
    assert figures["answered"] == 1.0
    assert figures["answered_right"] == 0.5
    assert figures["out_answered"] == 0.0
    assert figures["redirect_to_body"] == 1.0


def test_groups_and_confusions_name_what_went_wrong(
    answerer_alone: Answerer, labelled: Path
) -> None:
    outcomes = evaluate(answerer_alone, read_labelled(labelled), TODAY)
    assert groups(outcomes)["length: <= 10"]["rows"] == 1
    assert ("-", "lost-certificate", 1) in confusions(outcomes) or any(
        got == "lost-certificate" for _, got, _ in confusions(outcomes)
    )


def test_changes_are_told_row_by_row(answerer_alone: Answerer, labelled: Path) -> None:
    outcomes = evaluate(answerer_alone, read_labelled(labelled), TODAY)
    before = saved(outcomes)
    assert changes(before, outcomes) == ["变好 0 行，变差 0 行。"]
    before["a"]["good"] = False
    before["b"]["good"] = True
    lines = changes(before, outcomes)
    assert lines[0].startswith("+ a")
    assert lines[1].startswith("- b")
    assert lines[-1] == "变好 1 行，变差 1 行。"


def test_texts_too_close_to_a_row_are_named(content: Content, labelled: Path) -> None:
    close = list(too_close(content, read_labelled(labelled)))
    assert ("房产证丢了怎么补", "lost-certificate", "a") in close


def test_a_row_that_is_no_question_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"query": "好"}\n[]\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.jsonl:2"):
        read_labelled(path)


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("住房和城乡建设部门", "住建局", True),
        ("住房保障和房产管理部门、街道办事处", "住保房管部门（物业）", True),
        ("人力资源和社会保障部门", "人社局", True),
        ("税务部门", "税务局", True),
        ("住房保障部门", "住房和城乡建设局", False),
        ("住房保障部门", "人社局", False),
        ("农业农村部门", "林业部门", False),
    ],
)
def test_a_body_is_known_by_its_short_name(ours: str, theirs: str, same: bool) -> None:
    assert same_body(ours, theirs) is same
