"""The journal on real files: what it keeps, what it forgets, and every way it can fail."""

import json
import logging
import multiprocessing
import os
import re
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlite_utils import Database

from core.journal import Journal, Row, from_base36, load_hash_key, store, to_base36
from core.journal.migrations import MIGRATIONS, STEPS
from core.journal.troubles import QUIET, Refused, Troubles, kind_of

KEY = b"a key for tests"
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
PHONE = "13800138000"
posix = pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal(path, KEY) as journal:
        yield journal


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PATIENCE", 0.05)


def row(utterance: str | None = "房产证丢了怎么补", **changes: object) -> Row:
    plain = Row(
        at=NOW,
        channel="telegram",
        chat="0123456789abcdef",
        utterance=utterance,  # type: ignore[arg-type]
        status="answered",
        kind="guide",
        entry="lost-certificate",
        facet="fee",
        candidates=(("lost-certificate", 0.91), ("transfer", 0.2)),
        content="d1g3st",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def raw(path: Path) -> bytes:
    """Everything that SQLite keeps of the journal on disk."""
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(path.name + "*")))


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


# What is kept


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


# What citizens say of the reply


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


# What was not answered


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


# Forgetting


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


# The file


@posix
def test_the_file_is_for_its_owner_only(journal: Journal, path: Path) -> None:
    assert not path.exists()
    journal.record(row())
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for part in path.parent.glob(path.name + "*"):
        assert stat.S_IMODE(part.stat().st_mode) == 0o600, part


def test_the_file_is_set_up_for_several_writers(journal: Journal, path: Path) -> None:
    journal.record(row())
    with closing(Database(path)) as db:
        assert db.journal_mode == "wal"
        assert [step.name for step in MIGRATIONS.applied(db)] == [s.__name__ for s in STEPS]


def test_an_empty_file_is_migrated(journal: Journal, path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    assert journal.record(row()) == 1


def test_a_file_of_the_first_schema_is_migrated_and_keeps_its_rows(
    journal: Journal, path: Path
) -> None:
    path.parent.mkdir()
    with closing(Database(path)) as db:
        MIGRATIONS.apply(db, stop_before=STEPS[1].__name__)
        db.execute(
            "insert into questions (at, channel, utterance, status, candidates, via)"
            " values ('2026-01-01T00:00:00.000000+00:00', 'web', '旧', 'answered', '[]', 'text')"
        )
        assert [step.name for step in MIGRATIONS.pending(db)] == [STEPS[1].__name__]
    assert journal.record(row()) == 2
    assert [found["utterance"] for found in journal.rows()] == ["旧", "房产证丢了怎么补"]
    with closing(Database(path)) as db:
        assert MIGRATIONS.pending(db) == []
        assert "questions_at" in {index.name for index in db.table("questions").indexes}


def test_a_closed_journal_opens_again(journal: Journal) -> None:
    journal.record(row())
    journal.close()
    journal.close()
    assert journal.count() == 1


def test_a_file_that_is_moved_away_is_made_anew(journal: Journal, path: Path) -> None:
    journal.record(row())
    for part in list(path.parent.glob(path.name + "*")):
        part.rename(part.with_name("old-" + part.name))
    assert journal.record(row()) == 1
    assert path.exists()
    assert journal.count() == 1


def test_threads_share_one_journal(journal: Journal) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: journal.record(row(f"第{n}问")), range(200)))
    assert sorted(filter(None, numbers)) == list(range(1, 201))
    assert journal.count() == 200
    assert journal.health() is None


def write_many(path: Path, start: threading.Barrier, count: int) -> None:
    with Journal(path, KEY) as journal:
        start.wait(30)
        for number in range(count):
            assert journal.record(row(str(number))) is not None, journal.health()


def test_processes_make_and_write_one_file_at_the_same_time(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(3)
    workers = [context.Process(target=write_many, args=(path, start, 100)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    with Journal(path, KEY) as journal:
        assert journal.count() == 300


# Failures. As root, permissions stop nobody, so other things stand in the way.


def connecting(
    change: Callable[[sqlite3.Connection], object],
) -> Callable[[Path], sqlite3.Connection]:
    """Return a way to connect that changes the connection before it is used."""
    original = store.connect

    def connect(path: Path) -> sqlite3.Connection:
        connection = original(path)
        change(connection)
        return connection

    return connect


def assert_unusable(
    journal: Journal, caplog: pytest.LogCaptureFixture, path: Path, *says: str
) -> None:
    caplog.clear()
    with caplog.at_level(logging.INFO):
        assert journal.record(row(f"我的电话是{PHONE}，祖坟")) is None
        assert journal.record(row("第二问")) is None
        journal.chosen(1, "x")
        journal.voted(1, "no")
        journal.none_of_these(1)
        assert journal.forget("a" * 16) is None
        assert journal.purge(NOW) is None
    health = journal.health()
    assert health is not None
    for part in (*says, str(path)):
        assert part in health
    assert warnings(caplog) == [health]  # Once, though it failed seven times.
    for part in (PHONE, "祖坟", "第二问"):
        assert part not in caplog.text


def assert_unreadable(journal: Journal) -> None:
    assert journal.count() == 0
    assert list(journal.rows()) == []
    assert journal.unanswered() == []
    assert journal.facet_of(1) is None
    assert journal.utterance_of(1) is None


def test_a_folder_in_its_place(
    journal: Journal, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.mkdir(parents=True)
    assert_unusable(journal, caplog, path, "文件夹", "移走")
    assert_unreadable(journal)
    path.rmdir()
    assert journal.record(row()) == 1
    assert journal.health() is None


@posix
def test_a_pipe_in_its_place_does_not_block(
    journal: Journal, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    assert_unusable(journal, caplog, path, "不是文件")


def test_a_file_where_the_folder_should_be(
    journal: Journal, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.write_text("不是文件夹", encoding="utf-8")
    assert_unusable(journal, caplog, path, "打不开", str(path.parent))


@pytest.mark.parametrize("text", ["你好", "SQLite format 3", "随便什么" * 5000])
def test_a_text_file_is_left_alone(
    journal: Journal, path: Path, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    assert_unusable(journal, caplog, path, "不是 SQLite 文件")
    assert_unreadable(journal)
    journal.close()
    assert [part.name for part in path.parent.iterdir()] == [path.name]
    assert path.read_text(encoding="utf-8") == text


def test_a_damaged_file(journal: Journal, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(200):
        journal.record(row())
    journal.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert_unusable(journal, caplog, path, "损坏")


def test_a_newer_schema_is_left_alone(
    journal: Journal, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal.record(row())
    journal.close()
    with closing(Database(path)) as db:
        later(db)
    before = path.read_bytes()
    assert_unusable(journal, caplog, path, "更新版本", "升级")
    assert_unreadable(journal)
    journal.close()
    assert path.read_bytes() == before


def test_a_newer_schema_is_noticed_while_the_file_is_open(journal: Journal, path: Path) -> None:
    journal.record(row())
    with closing(Database(path)) as db:
        later(db)
    assert journal.record(row()) is None
    assert "更新版本" in (journal.health() or "")


def later(db: Database) -> None:
    with db.atomic():
        db.execute("alter table questions add column mood text")
        db.table("_sqlite_migrations").insert(
            {"migration_set": "journal", "name": "m999_mood", "applied_at": "2027"}
        )


@pytest.mark.usefixtures("impatient")
def test_a_file_locked_by_another_program(
    journal: Journal, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal.record(row())
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin exclusive")
        assert_unusable(journal, caplog, path, "占用")
        assert journal.count() == 1  # Readers are not locked out.
        other.execute("rollback")
    assert journal.record(row()) == 2
    assert journal.health() is None


@pytest.mark.usefixtures("impatient")
def test_a_file_locked_wholly_from_the_start(
    journal: Journal, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("pragma locking_mode = exclusive")
        other.execute("create table t (x)")
        other.execute("begin exclusive")
        assert_unusable(journal, caplog, path, "占用")
        assert_unreadable(journal)


@pytest.mark.usefixtures("impatient")
def test_after_waiting_in_vain_the_next_callers_hardly_wait(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[str] = []
    monkeypatch.setattr(store, "PATIENCE", 0.4)
    monkeypatch.setattr(
        store,
        "connect",
        connecting(lambda connection: connection.set_trace_callback(waits.append)),
    )
    journal.record(row())
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        for _ in range(2):
            waits.clear()
            assert journal.record(row()) is None
    longest = max(int(sql.split("=")[1]) for sql in waits if "busy_timeout" in sql)
    assert longest <= store.HURRY * 1000


@pytest.mark.usefixtures("impatient")
def test_a_thread_that_keeps_the_connection_long_does_not_block_the_others(
    journal: Journal,
) -> None:
    journal.record(row())
    with journal._store.reading():
        assert journal.record(row()) is None
    assert "占用" in (journal.health() or "")
    assert journal.record(row()) == 2


def test_a_full_disk(
    journal: Journal,
    path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    journal.record(row())
    journal.close()
    with monkeypatch.context() as full:
        full.setattr(
            store, "connect", connecting(lambda c: c.execute("pragma max_page_count = 1"))
        )
        numbers = [journal.record(row("满" * 2000)) for _ in range(5)]
        assert numbers[-1] is None
        # Labels on what is there may still fit; what matters is that nothing is raised.
        assert "磁盘满了" in (journal.health() or "")
        assert str(path) in (journal.health() or "")
        assert warnings(caplog) == [journal.health()]
    journal.close()
    assert journal.record(row()) is not None
    assert journal.health() is None


@posix
def test_a_file_that_may_grow_no_further(path: Path) -> None:
    # A limit of the process, so in another one.
    script = f"""
import resource, signal, sys
from pathlib import Path
from tests.test_journal import KEY, Journal, row
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Journal(Path({str(path)!r}), KEY) as journal:
    assert journal.record(row()) == 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
    assert None in [journal.record(row("满" * 2000)) for _ in range(50)]
    assert journal.health()
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert journal.record(row()), journal.health()
    assert journal.health() is None
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_a_read_only_file(
    journal: Journal,
    path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    journal.record(row())
    journal.close()

    def read_only(path: Path) -> sqlite3.Connection:
        uri = path.absolute().as_uri() + "?mode=ro"
        return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)

    monkeypatch.setattr(store, "connect", read_only)
    assert_unusable(journal, caplog, path, "不能写", str(path.parent))
    assert journal.count() == 1  # Reading works on.
    journal.close()


@posix
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(
    journal: Journal, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir(mode=0o500)
    assert_unusable(journal, caplog, path, "权限")
    path.parent.chmod(0o700)


def test_another_programs_table_of_the_same_name(
    journal: Journal, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table questions (x)")
    assert_unusable(journal, caplog, path, "OperationalError")


def test_a_row_that_makes_no_sense_is_not_raised_about(journal: Journal) -> None:
    naive = NOW.replace(tzinfo=None)
    assert journal.record(row(at=naive)) is None
    assert "ValueError" in (journal.health() or "")
    assert journal.record(row(candidates=("x",))) is None
    assert journal.record(row(utterance=None)) is None
    assert journal.purge(naive) is None
    assert list(journal.rows(naive)) == []
    assert journal.record(row()) == 1


def test_each_kind_of_trouble_is_logged_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    troubles = Troubles(Path("j.db"), lambda: now[0])
    for moment, kind in [(0, "busy"), (1, "full"), (59, "busy"), (QUIET, "busy"), (61, "full")]:
        now[0] = moment
        troubles.tell(Refused(kind))
    said = warnings(caplog)
    assert ["占用" in sentence for sentence in said] == [True, False, True, False]
    assert troubles.last == said[-1]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (PermissionError(13, "x"), "read_only"),
        (OSError(28, "x"), "full"),
        (IsADirectoryError(21, "x"), "not_a_file"),
        (OSError("x"), "unopenable"),
        (sqlite3.OperationalError("x"), "internal"),
        (KeyError("x"), "internal"),
    ],
)
def test_kinds_of_trouble(error: Exception, kind: str) -> None:
    assert kind_of(error) == kind


# Keys, hashes, numbers


def test_chat_hashes_are_keyed_and_say_nothing(journal: Journal, path: Path) -> None:
    one = journal.chat_hash("telegram", 5551234567)
    assert re.fullmatch("[0-9a-f]{16}", one)
    assert one == journal.chat_hash("telegram", "5551234567")
    assert one != journal.chat_hash("web", "5551234567")
    assert one != Journal(path, b"another").chat_hash("telegram", "5551234567")
    assert journal.chat_hash("web", "\ud800")
    assert KEY.decode() not in repr(journal)


def test_the_configured_key_wins_and_makes_no_file(tmp_path: Path) -> None:
    assert load_hash_key(tmp_path / "var", "secret") == b"secret"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("configured", [None, ""])
def test_a_key_is_made_once(tmp_path: Path, configured: str | None) -> None:
    key = load_hash_key(tmp_path / "var", configured)
    assert re.fullmatch(b"[0-9a-f]{64}", key)
    assert load_hash_key(tmp_path / "var", configured) == key
    assert [part.name for part in (tmp_path / "var").iterdir()] == ["hash.key"]


@posix
def test_the_key_is_for_its_owner_only(tmp_path: Path) -> None:
    load_hash_key(tmp_path / "var", None)
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "var" / "hash.key").stat().st_mode) == 0o600


def test_all_who_start_at_once_get_one_key(tmp_path: Path) -> None:
    for attempt in range(20):
        start = threading.Barrier(8)

        def load(
            start: threading.Barrier = start, folder: Path = tmp_path / str(attempt)
        ) -> bytes:
            start.wait(30)
            return load_hash_key(folder, None)

        with ThreadPoolExecutor(8) as pool:
            keys = {future.result() for future in [pool.submit(load) for _ in range(8)]}
        assert len(keys) == 1


def test_without_a_key_file_the_bot_runs_on_and_the_operator_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "hash.key").mkdir()
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "hash.key").touch()
    for folder in (tmp_path, tmp_path / "file", tmp_path / "empty"):
        caplog.clear()
        key = load_hash_key(folder, None)
        assert len(key) == 64
        (told,) = warnings(caplog)
        assert str(folder / "hash.key") in told
        assert "BOT_HASH_KEY" in told
        assert key.decode() not in caplog.text


@pytest.mark.parametrize("number", [0, 1, 35, 36, 1295, 46655, 10**9, 36**12 - 1])
def test_base_36_there_and_back(number: int) -> None:
    assert from_base36(to_base36(number)) == number
    assert int(to_base36(number), 36) == number


@pytest.mark.parametrize(
    "text",
    ["", "-1", "+1", " 1", "1\n", "A", "1_0", "é", "\uff11", "\u0661", "z" * 13, "@", "1.0"],
)
def test_what_is_no_base_36_number(text: str) -> None:
    assert from_base36(text) is None


def test_negative_numbers_have_no_base_36() -> None:
    with pytest.raises(ValueError, match="negative"):
        to_base36(-1)
