"""Somebody's rows: found, counted, given and deleted, as `whose.py` says of each table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, and_, cast, delete, false, func, or_, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from storage.outbox import UNDER_WAY
from storage.tables import CheckIn, Letter, Person, metadata
from storage.whose import RULES, Lead


@dataclass(frozen=True)
class Who:
    """A person, by all the names their rows know them by."""

    id: str
    workspace: str
    user: str
    channels: frozenset[str]


def who(session: Session, person: Person) -> Who:
    """Where the bot wrote to them or asked them is their own conversation with it."""
    told = select(Letter.channel).where(Letter.person_id == person.id).distinct()
    asked = select(CheckIn.channel).where(CheckIn.person_id == person.id).distinct()
    channels = {channel for query in (told, asked) for channel in session.exec(query) if channel}
    return Who(person.id, person.workspace, person.user, frozenset(channels))


def theirs(table: Table, them: Who) -> ColumnElement[bool]:
    """Which rows of a table are somebody's own."""
    found: list[ColumnElement[bool]] = []
    for name, lead in RULES[table.name].leads.items():
        if lead is Lead.KEY:
            found.append(table.c[name] == them.id)
        elif lead is Lead.SLACK:
            found.append(and_(table.c.workspace == them.workspace, table.c[name] == them.user))
        elif lead is Lead.CHANNEL and them.channels:
            found.append(and_(table.c.workspace == them.workspace, table.c[name].in_(them.channels)))
    return or_(false(), *found)


def rows(session: Session, name: str, them: Who) -> Iterator[Mapping[str, Any]]:
    """Somebody's rows of a table, oldest first where that can be told."""
    table = metadata.tables[name]
    order = [table.c[one] for one in ("due_at", "stored_at", "said_at", "joined_at") if one in table.c]
    query = table.select().where(theirs(table, them)).order_by(*order, *table.primary_key)
    for row in session.execute(query).mappings():
        yield dict(row)


def named(session: Session, name: str, them: Who) -> Iterator[Mapping[str, Any]]:
    """Other people's rows that name them."""
    table = metadata.tables[name]
    for column in _naming(name):
        query = table.select().where(table.c[column] == them.id, ~theirs(table, them)).order_by(*table.primary_key)
        for row in session.execute(query).mappings():
            yield dict(row)


def count(session: Session, name: str, them: Who) -> int:
    table = metadata.tables[name]
    return int(session.execute(sql_select(func.count()).select_from(table).where(theirs(table, them))).scalar_one())


def places(session: Session, them: Who, but_for: str) -> set[tuple[str, str]]:
    """Every message of ours in their conversation, but for letters of one kind: its channel and time."""
    letters = metadata.tables["letter"]
    where = (letters.c.channel.in_(them.channels), letters.c.ts.is_not(None), letters.c.kind != but_for)
    query = sql_select(letters.c.channel, letters.c.ts).where(theirs(letters, them), *where)
    return {(channel, ts) for channel, ts in session.execute(query)}


def teams_of_answers(session: Session, them: Who) -> set[str]:
    answers = metadata.tables["answer"]
    return set(session.execute(sql_select(answers.c.team_id).where(theirs(answers, them)).distinct()).scalars())


def forget(session: Session, them: Who) -> None:
    """Delete every row of theirs, and take their name out of those of others; what leads to a row goes before it."""
    waiting = col(Letter.state).in_(UNDER_WAY)  # a letter to somebody else may name them until it is sent
    naming = cast(col(Letter.payload), Text).contains(f'"{them.user}"', autoescape=True)
    session.execute(delete(Letter).where(waiting, naming, col(Letter.workspace) == them.workspace))
    for table in reversed(metadata.sorted_tables):
        for column in _naming(table.name):
            session.execute(update(table).where(table.c[column] == them.id).values({column: None}))
        if any(lead is not Lead.NAMED for lead in RULES[table.name].leads.values()):
            session.execute(delete(table).where(theirs(table, them)))


def _naming(name: str) -> list[str]:
    return [column for column, lead in RULES[name].leads.items() if lead is Lead.NAMED]
