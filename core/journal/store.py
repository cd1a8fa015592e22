"""The SQLite file under the journal: opened when needed, migrated, one connection for all threads."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database

from core.journal.migrations import MIGRATIONS, unknown
from core.journal.troubles import Refused, kind_of

PATIENCE = 2.0  # Seconds that a caller may wait for other threads and processes together.
HURRY = 0.05  # The same while the file is known to be held by another process …
HURRY_FOR = 30.0  # … that is, this long after somebody waited in vain.


def connect(path: Path) -> sqlite3.Connection:
    """Open ``path``, which must exist, without waiting for anybody."""
    return sqlite3.connect(
        path.absolute().as_uri() + "?mode=rw",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,
    )


class Store:
    """Lends one connection to one caller at a time. After an error it is opened anew."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._db: Database | None = None
        self._file: tuple[int, int] | None = None
        self._schema = 0
        self._hurry_until = float("-inf")

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Lend the connection outside a transaction.

        Raises Refused, sqlite3.Error or OSError when there is no journal to be had; so does
        ``writing``.
        """
        patience = HURRY if self._clock() < self._hurry_until else PATIENCE
        deadline = self._clock() + patience
        if not self._lock.acquire(timeout=patience):
            raise Refused("busy")
        try:
            yield self._opened(deadline)
        except BaseException as error:
            if isinstance(error, Exception) and kind_of(error) == "busy":
                self._hurry_until = self._clock() + HURRY_FOR
            self._close()
            raise
        finally:
            self._lock.release()

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """Lend the connection within a transaction, committed at the end."""
        with self.reading() as db:
            # A deferred transaction that turns to writing fails at once when another one writes.
            db.execute("begin immediate")
            self._refuse_newer(db)
            yield db
            db.execute("commit")
            self._hurry_until = float("-inf")

    def compact(self) -> None:
        """Give freed pages back, and empty the write-ahead log of what was deleted."""
        with self.reading() as db:
            # execute() would step once and so give back a single page.
            db.conn.executescript("pragma incremental_vacuum")
            db.execute("pragma wal_checkpoint(truncate)").fetchall()

    def close(self) -> None:
        """Close the connection; the next caller opens it again."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        db, self._db = self._db, None
        if db is not None:
            # Closing takes an unfinished transaction back.
            with suppress(sqlite3.Error):
                db.close()

    def _opened(self, deadline: float) -> Database:
        # A file that was moved away or replaced would go on swallowing rows unseen.
        if self._db is not None and self._file != _identity(self.path):
            self._close()
        if self._db is None:
            self._open(deadline)
        assert self._db is not None
        self._wait_until(self._db, deadline)
        return self._db

    def _open(self, deadline: float) -> None:
        if self.path.exists() and not self.path.is_file():
            raise Refused("not_a_file")
        if not self.path.exists():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError):
                os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        self._file = _identity(self.path)
        self._db = db = Database(connect(self.path), execute_plugins=False)
        self._wait_until(db, deadline)
        self._schema = -1
        self._refuse_newer(db)
        self._prepare(db, deadline)
        if MIGRATIONS.pending(db):
            db.execute("begin immediate")
            # Another process may have done it meanwhile; apply() looks again.
            self._refuse_newer(db)
            MIGRATIONS.apply(db)
            db.execute("commit")
        self._schema = _schema(db)

    def _prepare(self, db: Database, deadline: float) -> None:
        # Deleted text is overwritten, not only unlinked.
        db.execute("pragma secure_delete = on").fetchall()
        db.execute("pragma synchronous = normal")
        if not db.table_names():
            db.execute("pragma auto_vacuum = incremental")
        while True:
            # Going over to WAL needs the file alone, and does not always wait for that by itself.
            try:
                db.execute("pragma journal_mode = wal").fetchall()
                return
            except sqlite3.OperationalError as error:
                if kind_of(error) != "busy" or self._clock() >= deadline:
                    raise
                time.sleep(0.01)

    def _refuse_newer(self, db: Database) -> None:
        """Raise Refused when a newer version has changed the schema, even while we had it open."""
        schema = _schema(db)
        if schema != self._schema:
            if unknown(db):
                raise Refused("newer")
            self._schema = schema

    def _wait_until(self, db: Database, deadline: float) -> None:
        left = max(int((deadline - self._clock()) * 1000), 1)
        db.execute(f"pragma busy_timeout = {left}").fetchall()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _schema(db: Database) -> int:
    return int(db.execute("pragma schema_version").fetchone()[0])
