"""The journal's schema, step by step. A step that was released is never edited: add another."""

from sqlite_utils import Database, Migrations


def m001_questions(db: Database) -> None:
    """One row an utterance or choice.

    Raw SQL for AUTOINCREMENT: a row number must not come again after its row was deleted, since
    buttons in old messages still name it. ``at`` is UTC, always of the same width, so that the
    order of the text is the order of time; ``candidates`` is JSON, [[entry, score], …].
    """
    db.execute(
        """
        create table questions (
            id integer primary key autoincrement,
            at text not null,
            channel text not null,
            chat text,
            utterance text not null,
            status text not null,
            kind text,
            entry text,
            facet text,
            candidates text not null,
            content text,
            via text not null,
            parent integer,
            chosen text,
            vote text,
            none_of_these integer not null default 0
        )
        """
    )
    db.execute("create index questions_chat on questions (chat)")


def m002_index_at(db: Database) -> None:
    """Reports and retention go by time."""
    db.execute("create index questions_at on questions (at)")


STEPS = (m001_questions, m002_index_at)

MIGRATIONS = Migrations("journal")
for step in STEPS:
    MIGRATIONS()(step)


def unknown(db: Database) -> list[str]:
    """Return the names of applied steps that this code does not know: a newer version made them."""
    known = {step.__name__ for step in STEPS}
    return [done.name for done in MIGRATIONS.applied(db) if done.name not in known]
