"""What was asked and what came of it. Nothing here ever raises to the caller."""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from sqlite_utils import Database

from core.journal.clusters import Cluster, clusters
from core.journal.rows import Row, clean, from_columns, possible, stored_time, to_asked, to_columns
from core.journal.store import Store
from core.journal.troubles import Troubles

Vote = Literal["yes", "no", "wrong"]
T = TypeVar("T")

BATCH = 2000  # Rows read or deleted at a time, so that writers never wait long.
_HASH = re.compile(r"[0-9a-f]{16}")

# From each flagged row up to the words that it goes back to: a choice has none of its own.
_UNANSWERED = """
with recursive up (flagged, id, steps) as (
    select id, id, 0 from questions
    where (status like 'unanswered%' or none_of_these or vote in ('no', 'wrong'))
        and (:since is null or at >= :since)
    union all
    select up.flagged, choice.parent, steps + 1
    from up join questions as choice on choice.id = up.id
    where choice.via = 'choice' and choice.parent is not null and steps < 50
)
select words.id, words.utterance, words.candidates,
    flagged.at, flagged.status, flagged.vote, flagged.none_of_these
from up
join questions as words on words.id = up.id and words.via != 'choice'
join questions as flagged on flagged.id = up.flagged
order by up.flagged
"""
_WORDS = """
with recursive up (id, steps) as (
    select id, 0 from questions where id = :question and (:chat is null or chat = :chat)
    union all
    select choice.parent, steps + 1 from up join questions as choice on choice.id = up.id
    where choice.via = 'choice' and choice.parent is not null and steps < 50
)
select utterance from up join questions using (id) where via != 'choice'
"""
_INSERT = """
insert into questions
    (at, channel, chat, utterance, status, kind, entry, facet, candidates, content, via, parent)
values
    (:at, :channel, :chat, :utterance, :status, :kind, :entry, :facet, :candidates, :content, :via,
    (select id from questions where id = :parent and chat is :chat))
"""


class Journal:
    """The journal of one file, for any number of threads; other processes may write it too.

    The file is opened, made and migrated when first needed. A journal that cannot be used costs
    no citizen an answer: each method then returns what its description says, the operator is told
    through logging, and ``health`` says what is wrong.
    """

    def __init__(self, path: Path, hash_key: bytes) -> None:
        self._hash_key = hash_key
        self._store = Store(path)
        self._troubles = Troubles(path)

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. A later call opens it again."""
        self._store.close()

    def health(self) -> str | None:
        """Return the trouble that the journal is in, a Chinese sentence, or None.

        A trouble passes when the journal is written again.
        """
        return self._troubles.last

    def chat_hash(self, channel: str, chat_id: int | str) -> str:
        """Return the keyed hash under which a chat is stored, 16 hexadecimal characters."""
        return self._hash(f"{channel}\0{chat_id}")

    def record(self, row: Row) -> int | None:
        """Store ``row``, masked, and return its number, or None when it cannot be stored."""

        def insert(db: Database) -> int | None:
            return db.execute(_INSERT, values).lastrowid

        try:
            values = to_columns(row, self._chat)
        except Exception as error:
            self._troubles.tell(error)
            return None
        return self._write(insert)

    def chosen(self, question: int, entry: str, *, chat: str | None = None) -> None:
        """Label a row with the entry that the citizen chose. An unknown row is ignored.

        With ``chat``, so is another chat's row; the same holds for all that take ``chat``.
        """
        self._label(question, chat, "chosen = :value, none_of_these = 0", clean(entry))

    def voted(self, question: int, vote: Vote, *, chat: str | None = None) -> None:
        """Store what the citizen thinks of the reply; of several votes the last one counts."""
        self._label(question, chat, "vote = :value", vote)

    def none_of_these(self, question: int, *, chat: str | None = None) -> None:
        """Store that none of the entries offered was meant."""
        self._label(question, chat, "chosen = :value, none_of_these = 1", None)

    def facet_of(self, question: int, *, chat: str | None = None) -> str | None:
        """Return the facet of a row, or None when it has none or is unknown."""
        sql = (
            "select facet from questions where id = :question and (:chat is null or chat = :chat)"
        )
        return self._text(sql, question, chat)

    def utterance_of(self, question: int, *, chat: str | None = None) -> str | None:
        """Return the masked words of a row, of a choice those that it goes back to, or None."""
        return self._text(_WORDS, question, chat)

    def forget(self, chat: str) -> int | None:
        """Delete a chat's rows and return how many, or None when that could not be done."""

        def delete(db: Database) -> int:
            return db.execute("delete from questions where chat = ?", [key]).rowcount

        key = self._chat(chat)
        deleted = self._write(delete)
        if deleted:
            self._compact()
        return deleted

    def purge(self, before: datetime) -> int | None:
        """Delete rows older than ``before`` (aware) and return how many, or None on failure."""

        def delete(db: Database) -> int:
            sql = (
                "delete from questions where id in (select id from questions where at < ? limit ?)"
            )
            return db.execute(sql, [stored_time(before), BATCH]).rowcount

        total = 0
        while deleted := self._write(delete):
            total += deleted
        if deleted is None:
            return None
        if total:
            self._compact()
        return total

    def count(self) -> int:
        """Return the number of rows, 0 when the journal cannot be read."""
        return (
            self._read(lambda db: int(db.execute("select count(*) from questions").fetchone()[0]))
            or 0
        )

    def rows(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[dict[str, Any]]:
        """Yield the rows from ``since`` to before ``until`` in the order they were written.

        Keys are the columns of the table; ``at`` is a datetime in UTC, ``candidates`` pairs of
        (entry, score), ``none_of_these`` a bool. Ends early when the journal cannot be read.
        """

        def page(db: Database) -> list[dict[str, Any]]:
            sql = """select * from questions where id > :last
                and (:since is null or at >= :since) and (:until is null or at < :until)
                order by id limit :limit"""
            period = {"since": since and stored_time(since), "until": until and stored_time(until)}
            return list(db.query(sql, {**period, "last": last, "limit": BATCH}))

        last = 0
        while rows := self._read(page):
            for row in rows:
                yield from_columns(row)
            last = rows[-1]["id"]

    def unanswered(self, since: datetime | None = None) -> list[Cluster]:
        """Return what was not answered, or not well in the citizens' own words, in clusters.

        A question counts once, however often its citizen complained. Empty when the journal
        cannot be read.
        """

        def select(db: Database) -> list[dict[str, Any]]:
            return list(db.query(_UNANSWERED, {"since": since and stored_time(since)}))

        by_question: dict[int, list[dict[str, Any]]] = {}
        for row in self._read(select) or []:
            by_question.setdefault(row["id"], []).append(row)
        return clusters(map(to_asked, by_question.values()))

    def _label(self, question: int, chat: str | None, change: str, value: str | None) -> None:
        if not possible(question):
            return
        key = None if chat is None else self._chat(chat)
        sql = f"update questions set {change} where id = :id and (:chat is null or chat = :chat)"
        self._write(lambda db: db.execute(sql, {"value": value, "id": question, "chat": key}))

    def _text(self, sql: str, question: int, chat: str | None) -> str | None:
        if not possible(question):
            return None
        key = None if chat is None else self._chat(chat)
        row = self._read(
            lambda db: db.execute(sql, {"question": question, "chat": key}).fetchone()
        )
        return row[0] if row else None

    def _chat(self, chat: str) -> str:
        """Return ``chat`` when it is a hash; anything else is hashed, so no raw id is stored."""
        return chat if _HASH.fullmatch(chat) else self._hash(chat)

    def _hash(self, text: str) -> str:
        data = text.encode("utf-8", "surrogatepass")
        return hmac.new(self._hash_key, data, hashlib.sha256).hexdigest()[:16]

    def _write(self, action: Callable[[Database], T]) -> T | None:
        try:
            with self._store.writing() as db:
                result = action(db)
        except Exception as error:
            self._troubles.tell(error)
            return None
        self._troubles.clear()
        return result

    def _read(self, action: Callable[[Database], T]) -> T | None:
        try:
            with self._store.reading() as db:
                return action(db)
        except Exception as error:
            self._troubles.tell(error)
            return None

    def _compact(self) -> None:
        try:
            self._store.compact()
        except Exception as error:
            self._troubles.tell(error)
