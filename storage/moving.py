"""Moving a database: everything in it to an empty one of the other kind, and what is owed after an old one came back.

A copy is one transaction on either side: all of one moment, or nothing. After a restore nobody knows what was sent since the
backup, so everything that is still owed is put in doubt: it is looked for before it is sent.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlmodel import Session, col

from storage import outbox
from storage.database import Store
from storage.tables import Letter, metadata

BATCH = 1000


class NotMoved(Exception):  # noqa: N818 - a sentence for the operator
    """A database could not be copied, and nothing was changed."""


def copy(source: Store, target: Store) -> dict[str, int]:
    """Copy every row of every table; gives how many, by table. The target is given its tables if it has none."""
    if source.url == target.url:
        raise NotMoved("That is the same database.")
    source.require_current()
    if target.version() is None:
        target.migrate()
    target.require_current()
    with _looking(source) as reading, target.engine.begin() as writing:
        full = [table.name for table in metadata.sorted_tables if _count(writing, table)]
        if full:
            raise NotMoved(f"The other database is not empty: there are rows in {', '.join(full)}. Nothing was copied.")
        copied = {table.name: _copied(table, reading, writing) for table in metadata.sorted_tables}
        _number_on(writing)
    return copied


def _looking(store: Store) -> Connection:
    """A connection that sees one moment, whatever is written meanwhile."""
    if store.url.get_backend_name() == "sqlite":
        return store.engine.execution_options(read_only=True).connect()
    return store.engine.connect().execution_options(isolation_level="REPEATABLE READ")


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _copied(table: Table, reading: Connection, writing: Connection) -> int:
    count = 0
    for rows in _batches(table, reading):
        writing.execute(insert(table), rows)
        count += len(rows)
    if count != _count(writing, table):
        raise NotMoved(f"Not every row of {table.name} arrived. Nothing was copied.")
    return count


def _batches(table: Table, reading: Connection) -> Iterator[list[dict[str, object]]]:
    found = reading.execute(select(table).execution_options(yield_per=BATCH))
    for part in found.mappings().partitions():
        yield [dict(row) for row in part]


def _number_on(writing: Connection) -> None:
    """PostgreSQL numbers rows by a sequence, which does not know of rows that came with a number."""
    if writing.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if table.autoincrement_column is not None:
            name = table.name
            newest = f"(SELECT coalesce(max(id), 0) + 1 FROM {name})"  # noqa: S608 - a table's name
            writing.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {newest}, false)"))


def put_in_doubt(session: Session, now: datetime) -> int:
    """Everything that is owed may have been sent already, so it is looked for before it is sent; gives how many letters.

    `attempts` is 2, because a letter that may be there is never sent unseen after the second.
    """
    owed = select(Letter).where(col(Letter.state).in_((outbox.PENDING, outbox.SENDING, outbox.UNKNOWN)))
    letters = session.scalars(owed).all()
    for letter in letters:
        letter.state, letter.claim, letter.attempts, letter.reason = outbox.UNKNOWN, "restored", 2, "the database was restored"
        letter.attempt_at, letter.due_at = min(letter.due_at, now), now
    return len(letters)
