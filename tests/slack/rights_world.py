"""A workspace with somebody of every role, and Mo's team in the middle of its work: what the matrix of rights is tried on.

It is made once. What is done to it is compared with what was stored before, table by table, and put back.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, select

from bot.domain.refusal import Refusal
from bot.domain.roles import Role
from sandbox import Channel, Message, Person, Slack, payloads
from sandbox.views import View
from storage.tables import metadata
from tests.conftest import Running

Json = dict[str, Any]
Rows = Mapping[str, frozenset[tuple[str, ...]]]
Changes = Mapping[str, list[dict[str, str]]]

NOTE = "The xylophone drafts were of no use."  # only Ada ever reads it
ELSEWHERE = "T0OTHER"
OURS = ("Support", "Escalation", "Customer reply", "Quillwise", "U0CLEO", "U0DAN", "U0ELI", "U0FAY", "Bug triage")
ADAS = (NOTE, "xylophone", "with AI · 40 min")

_FREE = frozenset({Role.STRANGER})
ROLES: Mapping[str, tuple[str, frozenset[Role]]] = {
    "gus": ("a guest", _FREE),
    "robot": ("a bot", _FREE),
    "far": ("somebody of another workspace", _FREE),
    "zoe": ("a colleague in no team", frozenset({Role.COLLEAGUE})),
    "nina": ("an employee of another team", frozenset({Role.EMPLOYEE})),
    "omar": ("the owner of another team", frozenset({Role.OWNER})),
    "ben": ("an employee of this team", frozenset({Role.EMPLOYEE})),
    "ada": ("the employee whose it is", frozenset({Role.EMPLOYEE})),
    "mo": ("the owner of this team", frozenset({Role.OWNER})),
    "root": ("an admin in no team", frozenset({Role.ADMIN})),
    "ruth": ("an admin who owns another team", frozenset({Role.ADMIN, Role.OWNER})),
    "rhea": ("an admin who owns this team", frozenset({Role.ADMIN, Role.OWNER})),
}
HERE = frozenset({"ada", "ben", "mo", "rhea"})
ASKED_HERE = frozenset({"ada", "ben"})
OWNS_HERE = frozenset({"mo", "rhea"})
OWNERS = OWNS_HERE | {"omar", "ruth"}  # of any team
HERS = frozenset({"ada"})
# Marks of what came in and what left are no change; nor is when a channel is looked at again.
_BOOKS = frozenset({"seen", "letter", "lease", "hold"})
_BESIDE = frozenset({"follow_due_at", "unreachable"})
_SHOWS = ("chat.", "views.", "files.")
COLUMNS: Mapping[str, list[str]] = {
    table.name: [column.name for column in table.columns if column.name not in _BESIDE]
    for table in metadata.sorted_tables
    if table.name not in _BOOKS
}


@dataclass(frozen=True)
class Form:
    """A form as somebody who may has filled it in."""

    body: Json
    state: Json


@dataclass
class Outcome:
    """What came of a gesture: what was said no with, what its author was answered, and everything anybody was shown."""

    error: Exception | None
    response: Any
    status: int
    shown: str
    files: tuple[str, ...]

    @property
    def refused(self) -> bool:
        return isinstance(self.error, Refusal)

    @property
    def faults(self) -> Any:
        return self.response.get("errors") if isinstance(self.response, dict) else None


@dataclass
class World:
    bot: Running
    people: dict[str, Person]
    room: Channel
    errors: list[Exception]
    keys: dict[str, str] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    members: frozenset[str] = frozenset()  # of Mo's team, by key
    prompt: Message = field(init=False)
    home: Json = field(init=False)
    first: Rows = field(init=False)
    tables: dict[str, list[Json]] = field(init=False)
    touched: bool = False  # perhaps something is not as it was
    elsewhere: bool = False  # from now on everybody's namesake of another workspace acts

    @property
    def slack(self) -> Slack:
        return self.bot.slack

    # gestures, in Slack's shapes
    def sends(self, kind: str, payload: Json) -> None:
        self.slack.bring(kind, _from_elsewhere(payload) if self.elsewhere else payload)

    def runs(self, who: Person, line: str) -> None:
        space = self.slack.space
        self.sends("slash_commands", payloads.command(who.member, space.dm(who.id), "/candor", line, space))

    def presses(self, who: Person, action: str, key: str, place: str, value: Json) -> None:
        """A button with this key: in Ada's check-in, on a home page, or in a window of the team's form."""
        space = self.slack.space
        named = {"action_id": action, "block_id": f"row/{key}", "action_ts": space.new_ts(), "type": "button", **value}
        if place == "message":
            payload = payloads.message_click(who.member, self.prompt, named, space)
        elif place == "home":
            payload = payloads.view_click(who.member, space.views.publish(who.id, deepcopy(self.home)), named, space)
        else:
            payload = payloads.view_click(who.member, self._opened(who, place), named, space)
        self.sends("interactive", payload)

    def submits(self, who: Person, name: str) -> None:
        space = self.slack.space
        self.sends("interactive", payloads.view_submission(who.member, self._opened(who, name), space))

    def _opened(self, who: Person, name: str) -> View:
        """That very form, in front of whoever it is."""
        form = self.forms[name]
        view = self.slack.space.views.open(who.id, deepcopy(form.body))
        view.state = deepcopy(form.state)
        return view

    def happens(self, body: Json) -> None:
        self.sends("events_api", payloads.event(body, self.slack.space))

    def tries(self, gesture: Any, who: Person) -> Outcome:
        """What comes of it."""
        calls, said, files = len(self.slack.calls), len(self.slack.responses), set(self.slack.space.files)
        self.errors.clear()
        gesture(self, who)
        delivery = self.slack.deliveries[-1]
        shown = [delivery.response, *(one.body for one in self.slack.responses[said:])]
        shown += [one.args for one in self.slack.calls[calls:] if one.method.startswith(_SHOWS)]
        new = [one for name, one in self.slack.space.files.items() if name not in files]
        texts = [*_strings(shown), *((one.content or b"").decode(errors="replace") for one in new)]
        channels = tuple(channel for one in new for channel in one.channels)
        return Outcome(self.errors[0] if self.errors else None, delivery.response, delivery.status, "\n".join(texts), channels)

    # what is stored
    def rows(self) -> Rows:
        """Everything, as the database itself says it."""
        engine = self.bot.bot.services.store.engine
        with engine.connect() as connection:
            return {
                name: frozenset(tuple(map(str, row)) for row in connection.exec_driver_sql(statement))
                for name, statement in _statements(engine.dialect).items()
            }

    def changed(self, before: Rows) -> Changes:
        """The rows that are not as they were, by table."""
        now = self.rows()
        self.touched = now != self.first
        different = {name: now[name] ^ before[name] for name in now if now[name] != before[name]}
        return {name: [dict(zip(COLUMNS[name], row, strict=True)) for row in rows] for name, rows in different.items()}

    def keeps(self) -> None:
        """From now on this is what it is put back to."""
        self.first = self.rows()
        with self.bot.bot.services.store.engine.connect() as connection:
            self.tables = {one.name: _all(connection, one) for one in metadata.sorted_tables}

    def again(self) -> None:
        """As it was, if it is not."""
        if not self.touched:
            return
        self.touched = False
        with self.bot.bot.services.store.begin() as session:
            for table in reversed(metadata.sorted_tables):
                session.execute(table.delete())
            for table in metadata.sorted_tables:
                if self.tables[table.name]:
                    session.execute(table.insert(), self.tables[table.name])

    def set(self, row: type[Any], key: str, **values: Any) -> None:
        self.touched = True
        with self.bot.bot.services.store.begin() as session:
            found = session.get_one(row, key)
            for name, value in values.items():
                setattr(found, name, value)


@cache
def _statements(dialect: Dialect) -> dict[str, str]:
    tables = metadata.tables
    return {
        name: str(select(*(tables[name].c[column] for column in columns)).compile(dialect=dialect))
        for name, columns in COLUMNS.items()
    }


def _all(connection: Connection, table: Any) -> list[Json]:
    return [dict(row) for row in connection.execute(table.select()).mappings()]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from _strings(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)
    elif value is not None:
        yield str(value)


def _from_elsewhere(payload: Json) -> Json:
    if "event" in payload:
        return {**payload, "event": {**payload["event"], "user_team": ELSEWHERE, "team": ELSEWHERE}}
    if "command" in payload:
        return {**payload, "team_id": ELSEWHERE}
    return {**payload, "user": {**payload["user"], "team_id": ELSEWHERE}}
