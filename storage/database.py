"""The database: one engine, short transactions, one schema version.

SQLite runs in WAL with FULL synchronisation and `BEGIN IMMEDIATE`: a read that later writes would otherwise lose updates
without an error. Postgres gets the same code. Nothing is opened at import.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Insert, Table, event, inspect, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, create_engine

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0004"  # the schema this code was written for
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")


class WrongSchema(Exception):  # noqa: N818 - a sentence for the operator
    """The database and this version of the code do not belong together."""


class Store:
    """Transactions on one database. `begin` commits when its block ends well and undoes everything when it does not."""

    def __init__(self, url: str) -> None:
        self.url = make_url(_with_driver(url))
        self.engine = _engine(self.url.render_as_string(hide_password=False))
        self._reader = self.engine.execution_options(read_only=True)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for looking only; on SQLite it waits for no writer."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

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
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(url, connect_args={"timeout": 10, "check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open transactions of its own
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    looking = connection.get_execution_options().get("read_only")
    connection.exec_driver_sql("BEGIN" if looking else "BEGIN IMMEDIATE")


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    if connection.dialect.name == "sqlite":  # only takes effect outside a transaction, hence past SQLAlchemy
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")  # type: ignore[union-attr]


def alembic_config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
