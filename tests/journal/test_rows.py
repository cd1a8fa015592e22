"""What is kept, what citizens say of it, what was not answered, and what is forgotten."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from core.journal import Journal
from tests.journal import NOW, PHONE, raw, row


def test_a_row_comes_back_as_it_was_written(journal: Journal) -> None:
    local = NOW.astimezone(timezone(timedelta(hours=8)))
    first = journal.record(row(at=local))
    second = journal.record(row("lost-certificate:fee@1", via="choice", parent=first))
    assert (first, second) == (1, 2)
    stored = list(journal.rows())
    assert stored[0] == {
        "id": 1,
        "at": NOW,
        "channel": "telegram",
        "chat": "0123456789abcdef",
        "utterance": "房产证丢了怎么补",
        "status": "answered",
        "kind": "guide",
        "entry": "lost-certificate",
        "facet": "fee",
        "candidates": (("lost-certificate", 0.91), ("transfer", 0.2)),
        "content": "d1g3st",
        "via": "text",
        "parent": None,
        "chosen": None,
        "vote": None,
        "none_of_these": False,
    }
    assert (stored[1]["via"], stored[1]["parent"]) == ("choice", 1)
    assert journal.count() == 2
    assert journal.health() is None


def test_rows_of_a_period_in_order_over_several_pages(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.journal.journal.BATCH", 3)
    for hour in range(10):
        journal.record(row(str(hour), at=NOW + timedelta(hours=hour)))
    period = journal.rows(NOW + timedelta(hours=1), NOW + timedelta(hours=9))
    assert [found["utterance"] for found in period] == list("12345678")
    # Writing while a report is read blocks neither.
    for found in journal.rows():
        journal.voted(found["id"], "yes")
    assert {found["vote"] for found in journal.rows()} == {"yes"}


def test_utterances_are_masked_whatever_the_caller_does(journal: Journal, path: Path) -> None:
    said = f"我叫张三丰，电话{PHONE}，身份证330106199001011234"
    number = journal.record(row(said))
    assert number is not None
    assert journal.utterance_of(number) == "我叫〔姓名〕，电话〔手机号〕，身份证〔身份证号〕"
    for secret in (PHONE, "330106199001011234", "张三丰"):
        assert secret.encode() not in raw(path)
    journal.close()
    assert PHONE.encode() not in raw(path)


def test_a_raw_chat_id_is_never_stored(journal: Journal, path: Path) -> None:
    journal.record(row(chat="5551234567"))
    (stored,) = journal.rows()
    assert re.fullmatch("[0-9a-f]{16}", stored["chat"])
    assert b"5551234567" not in raw(path)
    assert journal.forget("5551234567") == 1


def test_odd_utterances_are_stored(journal: Journal) -> None:
    for utterance in ("\ud800丢了\udfff", "a\0b", "", "🏠" * 5000, "'; drop table questions"):
        number = journal.record(row(utterance))
        assert number is not None
        stored = journal.utterance_of(number)
        assert stored == utterance.encode("utf-8", "replace").decode()[:4096]


def test_at_most_ten_candidates_and_only_finite_scores(journal: Journal, path: Path) -> None:
    scores = [("nan", float("nan")), ("sure", 1), *((f"e{i}", i / 100) for i in range(20))]
    journal.record(row(candidates=tuple(scores)))
    with closing(sqlite3.connect(path)) as other:
        stored = json.loads(other.execute("select candidates from questions").fetchone()[0])
    assert stored[0] == ["sure", 1.0]
    assert len(stored) == 9


def test_choice_vote_and_none_label_the_row(journal: Journal) -> None:
    number = journal.record(row())
    other = journal.record(row("别的"))
    assert number is not None
    journal.chosen(number, "transfer")
    journal.voted(number, "no")
    journal.voted(number, "yes")
    journal.voted(number, "wrong")
    stored = next(journal.rows())
    assert (stored["chosen"], stored["vote"], stored["none_of_these"]) == (
        "transfer",
        "wrong",
        False,
    )
    journal.none_of_these(number)
    stored = next(journal.rows())
    assert (stored["chosen"], stored["none_of_these"]) == (None, True)
    journal.chosen(number, "fee")
    stored, untouched = journal.rows()
    assert (stored["chosen"], stored["none_of_these"]) == ("fee", False)
    assert untouched["id"] == other
    assert (untouched["chosen"], untouched["vote"]) == (None, None)


@pytest.mark.parametrize("question", [0, -1, 99, 2**63 - 1, 2**63, 10**30])
def test_unknown_rows_are_ignored(journal: Journal, question: int) -> None:
    journal.record(row())
    journal.chosen(question, "x")
    journal.voted(question, "yes")
    journal.none_of_these(question)
    assert journal.facet_of(question) is None
    assert journal.utterance_of(question) is None
    assert journal.record(row(parent=question)) == 2
    assert list(journal.rows())[1]["parent"] is None
    assert journal.health() is None


def test_rows_of_another_chat_can_be_kept_out(journal: Journal) -> None:
    number = journal.record(row(chat="a" * 16))
    assert number is not None
    stranger = {"chat": "b" * 16}
    journal.chosen(number, "x", **stranger)
    journal.voted(number, "no", **stranger)
    journal.none_of_these(number, **stranger)
    assert journal.facet_of(number, **stranger) is None
    assert journal.utterance_of(number, **stranger) is None
    journal.record(row(chat="b" * 16, via="choice", parent=number))
    stored, choice = journal.rows()
    assert (stored["chosen"], stored["vote"], stored["none_of_these"]) == (None, None, False)
    assert choice["parent"] is None
    journal.voted(number, "yes", chat="a" * 16)
    assert journal.utterance_of(number, chat="a" * 16) == "房产证丢了怎么补"
    assert next(journal.rows())["vote"] == "yes"


def test_facet_and_words_of_a_row(journal: Journal) -> None:
    asked = journal.record(row(facet="time"))
    first = journal.record(row("transfer@1", via="choice", parent=asked, facet=None))
    second = journal.record(row("transfer:fee@2", via="choice", parent=first, facet="fee"))
    assert None not in (asked, first, second)
    assert [journal.facet_of(number) for number in (1, 2, 3)] == ["time", None, "fee"]
    # A choice has no words of its own.
    assert [journal.utterance_of(number) for number in (1, 2, 3)] == ["房产证丢了怎么补"] * 3


def test_unanswered_gathers_abstentions_and_complaints(journal: Journal) -> None:
    journal.record(row("车库能办产权证吗", status="unanswered_no_match", entry=None))
    journal.record(row("车库能不能办产权证", status="unanswered_out_of_scope"))
    wrong = journal.record(row("坟地归谁管"))
    none = journal.record(row("鱼塘盖房", status="clarification"))
    happy = journal.record(row("房产证怎么补"))
    journal.record(row("你好", status="small_talk"))
    assert wrong is not None
    assert none is not None
    assert happy is not None
    journal.voted(wrong, "wrong")
    journal.none_of_these(none)
    journal.voted(happy, "yes")
    found = journal.unanswered()
    assert [(one.count, dict(one.statuses)) for one in found] == [
        (2, {"unanswered_no_match": 1, "unanswered_out_of_scope": 1}),
        (1, {"vote_wrong": 1}),
        (1, {"none_of_these": 1}),
    ]
    assert found[1].example == "坟地归谁管"
    assert found[1].nearest[0] == ("lost-certificate", 0.91)


def test_a_complaint_about_a_choice_counts_for_the_words_behind_it(journal: Journal) -> None:
    asked = journal.record(row("坟地归谁管", status="clarification"))
    choice = journal.record(row("transfer@1", via="choice", parent=asked))
    deeper = journal.record(
        row("transfer:fee@2", via="choice", parent=choice, at=NOW + timedelta(hours=1))
    )
    assert asked is not None
    assert choice is not None
    assert deeper is not None
    journal.none_of_these(asked)
    journal.voted(choice, "no")
    journal.voted(deeper, "no")
    (found,) = journal.unanswered()
    assert (found.example, found.count) == ("坟地归谁管", 1)
    assert dict(found.statuses) == {"none_of_these": 1, "vote_no": 1}
    assert found.last == NOW + timedelta(hours=1)


def test_a_choice_without_words_behind_it_is_no_question(journal: Journal) -> None:
    journal.record(row("gone-entry@zz", via="choice", status="unanswered_no_match"))
    assert journal.unanswered() == []


def test_unanswered_since(journal: Journal) -> None:
    journal.record(row("坟地归谁管", status="unanswered_no_match", at=NOW - timedelta(days=9)))
    journal.record(row("鱼塘盖房", status="unanswered_no_match"))
    assert [one.example for one in journal.unanswered(NOW - timedelta(days=1))] == ["鱼塘盖房"]


def test_forget_deletes_a_chat_and_leaves_no_trace_in_the_files(
    journal: Journal, path: Path
) -> None:
    for number in range(50):
        journal.record(row(f"祖坟迁移第{number}问" * 20, chat="a" * 16))
    kept = journal.record(row("别的", chat="b" * 16))
    assert "祖坟迁移".encode() in raw(path)
    assert journal.forget("a" * 16) == 50
    assert "祖坟迁移".encode() not in raw(path)
    assert [found["id"] for found in journal.rows()] == [kept]
    assert journal.forget("a" * 16) == 0


def test_a_row_number_never_comes_again(journal: Journal) -> None:
    journal.record(row())
    last = journal.record(row())
    journal.forget("0123456789abcdef")
    journal.close()
    assert journal.record(row()) == (last or 0) + 1


def test_purge_deletes_what_is_older_in_batches_and_shrinks_the_file(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.journal.journal.BATCH", 7)
    for day in range(100):
        journal.record(row("旧事" * 1000, at=NOW - timedelta(days=day)))
    journal.close()
    before = path.stat().st_size
    assert journal.purge(NOW - timedelta(days=10)) == 89
    assert journal.count() == 11
    assert path.stat().st_size < before / 2
    assert journal.purge(NOW - timedelta(days=10)) == 0
