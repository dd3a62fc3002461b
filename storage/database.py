"""The database: one engine, short transactions, one schema version.

SQLite runs in WAL with FULL synchronisation and `BEGIN IMMEDIATE`: a read that later writes would otherwise lose updates
without an error. Postgres gets the same code. Nothing is opened at import.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Insert, Table, event, inspect, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, SQLModel, create_engine

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0013"  # the schema this code was written for
PATIENCE = 10.0  # seconds to wait for somebody else's lock
CONNECTS_WITHIN = 2  # seconds, or else Slack's three are over before anybody can be told
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
_POOL = {"pool_size": 5, "max_overflow": 20, "pool_timeout": CONNECTS_WITHIN}  # more than there are threads


class WrongSchema(Exception):  # noqa: N818 - a sentence for the operator
    """The database and this version of the code do not belong together."""


class Store:
    """Transactions on one database. `begin` commits when its block ends well and undoes everything when it does not."""

    def __init__(self, url: str) -> None:
        self.url = make_url(_with_driver(url))
        self.engine = _engine(self.url.render_as_string(hide_password=False))
        self._reader = self.engine.execution_options(read_only=True)
        self._writing = Lock() if self.url.get_backend_name() == "sqlite" else None

    @contextmanager
    def begin(self) -> Iterator[Session]:
        with self._in_turn(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """SQLite has one writer, and lets the others look again now and then; those of this process wait in a queue instead."""
        waits = self.engine.get_execution_options().get("patience", PATIENCE)
        if self._writing and not self._writing.acquire(timeout=waits):
            raise OperationalError("BEGIN IMMEDIATE", {}, TimeoutError("database is locked"))
        try:
            yield
        finally:
            if self._writing:
                self._writing.release()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for looking only; on SQLite it waits for no writer."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

    def hurried(self, seconds: float) -> "Store":
        """The same database for somebody who is being waited for: a lock that is held for longer is an error."""
        other = copy(self)
        other.engine = self.engine.execution_options(patience=seconds)
        other._reader = other.engine.execution_options(read_only=True)
        return other

    def close(self) -> None:
        self.engine.dispose()

    def migrate(self) -> tuple[str | None, str]:
        """Bring the schema to the newest version; (before, after)."""
        from alembic import command  # here, because starting up does without it

        before = self.version()
        if before is not None and before > NEWEST:
            raise WrongSchema(_NEWER)
        with self.engine.connect() as connection:
            _foreign_keys(connection, on=False)  # batch mode copies tables, and must not cascade while it does
            config = alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
            _foreign_keys(connection, on=True)
        return before, NEWEST

    def version(self) -> str | None:
        """The schema's version, None without one. Versions are numbered, so an older one sorts before a newer one."""
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def require_not_newer(self) -> None:
        """Refuse a schema that became newer while this code was running; one small read, for every turn."""
        with self.read() as session:
            version = session.connection().execute(text("SELECT version_num FROM alembic_version")).scalar()
        if version is not None and version > NEWEST:
            raise WrongSchema(_NEWER)

    def require_current(self) -> None:
        """Refuse a schema this code was not written for, with the sentence that says what to do."""
        version = self.version()
        if version is None:
            raise WrongSchema("The database has no tables yet. Run: python -m bot migrate")
        if version > NEWEST:
            raise WrongSchema(_NEWER)
        if version < NEWEST:
            raise WrongSchema("The database is older than this version of Candor. Run: python -m bot migrate")


_NEWER = "The database is newer than this version of Candor. Install the newer version, or restore an older backup."


def insert_once(session: Session, row: SQLModel) -> bool:
    """Store a row unless one of its unique keys is taken; True when it was stored. The session does not track it."""
    table = row.__table__  # type: ignore[attr-defined]  # SQLModel adds it
    names = tuple(column.name for column in table.columns if getattr(row, column.name) is not None)
    connection = session.connection()
    statement = _insert_unless_there(table, connection.dialect.name)
    return connection.execute(statement, {name: getattr(row, name) for name in names}).rowcount == 1


@cache
def _insert_unless_there(table: Table, dialect: str) -> Insert:
    """Built once for each table: building a statement takes longer than running it."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def _with_driver(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if scheme in ("postgres", "postgresql"):
        return f"postgresql+psycopg{separator}{rest}"
    return url


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True, **_pool_for(url))
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    within = {} if "connect_timeout" in url else {"connect_timeout": CONNECTS_WITHIN}
    engine = create_engine(url, pool_pre_ping=True, connect_args=within, hide_parameters=True, **_POOL)
    event.listen(engine, "begin", _hurry)
    return engine


def _pool_for(url: str) -> dict[str, Any]:
    """A database in memory has one connection, whatever is asked of it."""
    return {} if ":memory:" in url or url == "sqlite://" else dict(_POOL)


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open transactions of its own
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    waits = options.get("patience", PATIENCE)
    if connection.info.get("waits") != waits:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={waits * 1000:.0f}")
        connection.info["waits"] = waits
    connection.exec_driver_sql("BEGIN" if options.get("read_only") else "BEGIN IMMEDIATE")


def _hurry(connection: Connection) -> None:
    """On PostgreSQL only who is in a hurry gives up waiting, and no transaction after this one does."""
    if seconds := connection.get_execution_options().get("patience"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {seconds * 1000:.0f}")


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    if connection.dialect.name == "sqlite":  # only takes effect outside a transaction, hence past SQLAlchemy
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")  # type: ignore[union-attr]


def alembic_config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
