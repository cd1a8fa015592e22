"""Failures. As root, permissions stop nobody, so other things stand in the way."""

import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from core.journal import Journal, store
from core.journal.troubles import QUIET, Refused, Troubles, kind_of
from tests.journal import NOW, PHONE, posix, row, warnings


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
from core.journal import Journal
from tests.journal import KEY, row
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
