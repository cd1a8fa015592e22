"""The file: its rights, its schema, several writers."""

import multiprocessing
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from core.journal import Journal
from core.journal.migrations import MIGRATIONS, STEPS
from tests.journal import KEY, row


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
