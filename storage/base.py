"""What every table is made of: how its keys are named, a key nobody can guess, a column of JSON."""

from secrets import token_urlsafe
from typing import Any

from sqlalchemy import JSON, Column, MetaData, false
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata


def opaque() -> str:
    """A key of 128 random bits: it says nothing, and nobody can guess the next one."""
    return token_urlsafe(16)


def json_column() -> Any:
    return Field(sa_column=Column(JSON, nullable=False))


def empty_by_default(kind: type[list[Any]] | type[dict[str, Any]], written: str) -> Any:
    """An empty list or object of JSON also where a row is written without naming the column."""
    return Field(default_factory=kind, sa_column=Column(JSON, nullable=False, server_default=written))


def no_by_default() -> Any:
    """False also where a row is written without naming the column."""
    return Field(default=False, sa_column_kwargs={"server_default": false()})
