"""The answerer with its journal: what is asked is kept, masked, and never costs the answer."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.answering import Answerer, parse_choice
from core.content import Content
from core.journal import Journal
from core.matcher import Matcher
from core.models import Conversation, Guide
from core.text import normalize
from tests.conftest import TODAY

CHAT = "c" * 16


def rows(journal: Journal) -> list[dict[str, object]]:
    return list(journal.rows())


def test_a_question_is_journalled_masked_with_its_candidates(answerer: Answerer) -> None:
    said = "我叫王小明，电话13800138000，房产证丢了怎么补"
    reply = answerer.ask(said, Conversation("telegram", CHAT), TODAY)
    assert answerer.journal is not None
    (row,) = rows(answerer.journal)
    assert "13800138000" not in str(row)
    assert "王小明" not in str(row)
    assert row["entry"] == reply.entry
    assert row["content"] == answerer.content.digest
    assert row["candidates"]
    assert reply.question == row["id"]


def test_nothing_personal_stands_in_the_data_folder(
    content: Content, matcher: Matcher, tmp_path: Path
) -> None:
    secrets = [
        "330106198001011234",
        "13912345678",
        "6222021234567890123",
        "李雷",
        "a.b@example.com",
    ]
    with Journal(tmp_path / "journal.db", b"key") as journal:
        answerer = Answerer(content, journal, matcher)
        chat = journal.chat_hash("telegram", 987654321)
        conversation = Conversation("telegram", chat)
        for secret in secrets:
            said = f"我叫{secret}，房产证丢了" if secret == "李雷" else f"号码{secret}，房产证丢了"
            answerer.ask(said, conversation, TODAY)
            answerer.remark(said, conversation)
        raw = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in [*secrets, "987654321"]:
        assert secret.encode() not in raw, secret


def test_choice_and_votes_label_the_question(answerer: Answerer) -> None:
    conversation = Conversation("terminal", CHAT)
    first = answerer.ask("过户", conversation, TODAY)
    answerer.choose(first.choices[0].data, conversation, TODAY)
    answer = answerer.ask("房产证丢了怎么补", conversation, TODAY)
    vote = next(choice for choice in answer.choices if choice.data.startswith("vote!"))
    answerer.choose(vote.data, conversation, TODAY)
    assert answerer.journal is not None
    asked, chosen, voted = rows(answerer.journal)
    assert asked["chosen"] == "inheritance"
    assert chosen["via"] == "choice"
    assert chosen["parent"] == asked["id"]
    assert voted["vote"] == "wrong"


def test_a_journal_that_cannot_be_written_costs_no_answer(
    content: Content, matcher: Matcher, tmp_path: Path
) -> None:
    (tmp_path / "journal.db").mkdir()
    with Journal(tmp_path / "journal.db", b"key") as journal:
        answerer = Answerer(content, journal, matcher)
        reply = answerer.ask("房产证丢了怎么补", Conversation(chat=CHAT), TODAY)
        assert reply.status == "answered"
        assert reply.choices
        assert answerer.choose("lost-certificate:fee", Conversation(), TODAY).facet == "fee"
        assert journal.health()


def test_a_fault_ends_in_a_decent_reply_and_in_the_log_without_the_words(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(query: object) -> None:
        raise RuntimeError("我家住在某某路")

    monkeypatch.setattr(answerer.matcher, "decide", broken)
    reply = answerer.ask("我家的某件事怎么办理才好", Conversation(chat=CHAT), TODAY)
    assert reply.status == "error_internal"
    assert "12345" in reply.text
    assert "RuntimeError" in caplog.text
    assert "某某路" not in caplog.text
    assert answerer.journal is not None
    assert rows(answerer.journal)[0]["utterance"] == "我家的某件事怎么办理才好"


def test_four_thousand_characters_are_answered(answerer: Answerer) -> None:
    reply = answerer.ask("房产证丢了怎么补。" * 450, Conversation(), TODAY)
    assert reply.entry == "lost-certificate"
    assert "写得比较长" in reply.text


def test_forgetting_deletes_the_chat_and_its_memory(answerer: Answerer) -> None:
    conversation = Conversation("terminal", CHAT)
    answerer.ask("房产证丢了怎么补", conversation, TODAY)
    answerer.forget(conversation)
    assert conversation.entry is None
    assert answerer.journal is not None
    assert answerer.journal.count() == 0


def test_every_reply_has_basis_review_and_hotline(answerer_alone: Answerer) -> None:
    for entry in answerer_alone.content.entries.values():
        reply = answerer_alone.choose(entry.id, Conversation(), TODAY)
        assert "12345" in reply.text, entry.id
        if entry.kind in ("guide", "faq"):
            assert "依据" in reply.text, entry.id
            assert "还没有经办事窗口确认" in reply.text, entry.id
            assert "已由办事窗口确认" not in reply.text, entry.id


def test_a_review_overdue_is_told(answerer_alone: Answerer) -> None:
    from datetime import date

    reply = answerer_alone.choose("lost-certificate", Conversation(), date(2027, 6, 1))
    assert "正在复核" in reply.text


@given(st.text(max_size=200))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)
def test_anything_said_gets_a_reply(answerer_alone: Answerer, said: str) -> None:
    reply = answerer_alone.ask(said, Conversation(), TODAY)
    assert reply.text
    assert not reply.status.startswith("error")


@given(st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_choice_gets_a_reply(answerer_alone: Answerer, data: str) -> None:
    parse_choice(data)
    assert answerer_alone.choose(data, Conversation(), TODAY).text


@given(st.text(max_size=200))
def test_normalizing_twice_changes_nothing(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert once.isalnum() or once == ""


def test_a_newer_journal_is_left_alone(content: Content, matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with Journal(path, b"key") as journal:
        Answerer(content, journal, matcher).ask("过户", Conversation(chat=CHAT), TODAY)
    with closing(sqlite3.connect(path)) as db, db:
        (table,) = db.execute(
            "select name from sqlite_master where name like '%migrations%'"
        ).fetchone()
        columns = [row[1] for row in db.execute(f"pragma table_info({table})")]
        row = list(db.execute(f"select * from {table}").fetchone())
        row[columns.index("name")] = "m999_of_tomorrow"
        if "id" in columns:
            row[columns.index("id")] = 999
        marks = ",".join("?" * len(row))
        db.execute(f"insert into {table} values ({marks})", row)
    with Journal(path, b"key") as journal:
        answerer = Answerer(content, journal, matcher)
        assert answerer.ask("过户", Conversation(chat=CHAT), TODAY).status == "clarification"
        assert journal.health()


def test_can_i_is_answered_directly_before_the_conditions(answerer_alone: Answerer) -> None:
    guide = answerer_alone.content.entries["lost-certificate"].item
    assert isinstance(guide, Guide)
    chosen = answerer_alone.choose("lost-certificate:conditions", Conversation(), TODAY)
    assert guide.summary in chosen.text
