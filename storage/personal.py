"""Whose every row is: one table that says of each table how it leads to a person, what of it they are given, and how it goes.

Export, deletion and retention are made of it. A test walks all tables and fails with the name of one that is not in here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, and_, cast, delete, false, func, or_, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from storage.outbox import UNDER_WAY
from storage.tables import CheckIn, Letter, Person, metadata


class Lead(StrEnum):
    """What a column that leads to a person holds, and what becomes of the row when that person is forgotten."""

    KEY = "their key: the row is theirs and goes"
    SLACK = "their Slack id: the row is theirs and goes"
    CHANNEL = "their direct messages: the row is theirs and goes"
    NAMED = "their key, in somebody else's row: the column is emptied"


class Kept(StrEnum):
    """How long a row stays, if nobody deletes it before."""

    MONTHS = "as many months as KEEP_ROWS_MONTHS says, and to the end of that quarter"
    BELONGING = "as long as they are in the team"
    KNOWN = "as long as they are in a team, or any row of theirs is kept"
    DAYS = "thirty days"
    ASKED_BACK = "until they take it back by /candor resume"
    STAYS = "as long as the database"


@dataclass(frozen=True)
class Rule:
    """One table. `given` names each column as its person reads it; what is `left_out` of that says why."""

    kept: Kept
    leads: Mapping[str, Lead] = field(default_factory=dict)
    called: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    nobody: str = ""  # why there is no person in it
    not_people: frozenset[str] = frozenset()  # columns that only sound as if they led to one


_OURS = "a key of ours, which says nothing"
_WHOSE = "it is the reader"
_WHERE = "it stands once, at the top"
_COPY = {"workspace": _WHERE, "person_id": _WHOSE}

RULES: Mapping[str, Rule] = {
    "workspace": Rule(
        Kept.STAYS,
        nobody="the workspace itself, and who the bot is there",
        not_people=frozenset({"bot_user"}),
    ),
    "team": Rule(Kept.STAYS, nobody="what a team's file says of the team; its people stand in membership"),
    "person": Rule(
        Kept.KNOWN,
        {"id": Lead.KEY, "user": Lead.SLACK},
        "you",
        {
            "id": "your key",
            "workspace": "workspace",
            "user": "Slack user id",
            "zone": "time zone you chose",
            "zone_found": "time zone in your Slack profile",
            "work_days": "working days, Monday being 0",
            "work_start": "working day starts",
            "work_end": "working day ends",
            "per_week": "asked at most so often a week",
            "paused_until": "paused until",
            "imported": "known from an import only",
            "country": "whose public holidays you have",
            "ignored": "reminders in a row that nothing came of",
            "unreachable": "why nothing can be sent to you",
            "language": "language you chose",
            "language_found": "language in your Slack profile",
            "informed_at": "first told what happens with your answers",
        },
    ),
    "membership": Rule(
        Kept.BELONGING,
        {"person_id": Lead.KEY},
        "teams",
        {"team_id": "team", "is_member": "you are asked", "is_owner": "you are in charge", "joined_at": "since"},
        _COPY,
    ),
    "absence": Rule(
        Kept.MONTHS,
        {"person_id": Lead.KEY, "said_by": Lead.NAMED},
        "days away",
        {"since": "first day", "until": "last day", "said_by": "said by", "said_at": "said at"},
        {**_COPY, "id": _OURS},
    ),
    "checkin": Rule(
        Kept.MONTHS,
        {"person_id": Lead.KEY},
        "check-ins",
        {
            "id": "key",
            "team_id": "team",
            "local_date": "day",
            "slot": "0 if the team's rhythm asked, more if it was a wish",
            "due_at": "due at",
            "send_by": "to be sent by",
            "closes_at": "closes at",
            "remind_at": "reminder due at",
            "state": "state",
            "talk": "said so far",
            "channel": "conversation in Slack",
            "ts": "message there",
            "question_ts": "message with the open question",
            "reminder_ts": "message with the reminder",
            "queued_at": "put in the outbox at",
            "follows_up": "asks again about the answer",
            "asked_at": "asked at",
            "settled_at": "settled at",
            "task_type": "kind of a task you started",
            "expected_minutes": "expected beforehand in minutes",
            "started_at": "started at",
            "stopped_at": "stopped at",
            "forgotten": "stopped by itself",
            "overlapping": "beside another task",
            "taps": "clicks, picks and replies it took so far",
            "seconds": "seconds it took so far",
            "touched_at": "the newest of these at",
        },
        {**_COPY, "reply_url": "an address Slack lends for half an hour", "reply_url_until": "of that address"},
    ),
    "answer": Rule(
        Kept.MONTHS,
        {"person_id": Lead.KEY},
        "answers",
        {
            "id": "key",
            "team_id": "team",
            "checkin_id": "check-in",
            "task_type": "kind of task",
            "approach": "how it was done",
            "finished_on": "day",
            "size": "size against the usual, 1 to 5",
            "minutes": "own working time in minutes",
            "finished": "finished",
            "fixing": "fixing afterwards",
            "fix_minutes": "fixing in minutes",
            "quality": "result against the usual standard",
            "tool": "AI tool",
            "differences": "what was different because of AI",
            "skip_reasons": "why without AI",
            "why_ai": "why with AI",
            "next_time": "next time",
            "guess": "guess at the other way",
            "note": "what you added",
            "expected_minutes": "expected beforehand in minutes",
            "timer_minutes": "timer in minutes",
            "overlapping": "beside another task",
            "taps": "clicks, picks and replies it took",
            "seconds": "seconds it took",
            "assigned": "who decided how",
            "questions": "version of the questions",
            "shown": "the words you chose from",
            "stored_at": "first stored at",
            "answered_at": "last changed at",
        },
        {**_COPY, "imported_row": "a fingerprint of an imported row, which says nothing"},
    ),
    "letter": Rule(
        Kept.MONTHS,
        {"person_id": Lead.KEY, "user": Lead.SLACK, "channel": Lead.CHANNEL},
        "messages",
        {
            "kind": "kind",
            "way": "how",
            "payload": "what it is to say",
            "language": "language",
            "checkin_id": "check-in",
            "channel": "conversation in Slack",
            "thread": "in the thread of",
            "ts": "message there",
            "state": "state",
            "due_at": "due at",
            "expires_at": "too late after",
            "attempt_at": "last tried at",
            "attempts": "tries",
            "sent_at": "sent at",
            "reason": "why not",
        },
        {
            **_COPY,
            "id": _OURS,
            "key": _OURS,
            "lane": _OURS,
            "claim": _OURS,
            "user": _WHOSE,
            "url": "an address Slack lends for half an hour",
            "url_until": "of that address",
        },
    ),
    "lease": Rule(Kept.STAYS, nobody="which process sends, by a random name"),
    "hold": Rule(Kept.STAYS, nobody="what Slack asked us to wait with"),
    "release": Rule(Kept.STAYS, nobody="figures about groups, after every gate; a digest goes out once because it is there"),
    "printed": Rule(Kept.STAYS, nobody="figures about groups; kept so that nothing can be got by subtracting a later print"),
    "seen": Rule(Kept.DAYS, nobody="hashes of what came in, which cannot be turned back"),
    "declined": Rule(Kept.ASKED_BACK, nobody="a salted hash: it can be compared with an id that is at hand, and not read"),
}


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
