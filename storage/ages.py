"""What has become too old: free text is emptied, rows are deleted. Each is one condition, so that a dry run counts what goes.

Nothing that is still owed to somebody goes, and what goes leads nowhere any more: answers first, then letters, check-ins, days
away, people who are in no team and of whom nothing is left, and keys of what came in.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, Text, and_, case, cast, delete, exists, func, or_, select, update
from sqlmodel import Session

from storage.outbox import FAILED, PENDING, SENDING, UNKNOWN
from storage.tables import metadata

_T: Mapping[str, Table] = metadata.tables
_GIVEN_UP = "what it was to say is older than it is kept"


@dataclass(frozen=True)
class Limits:
    """In a `workspace`, free text from before `words` and rows from before `rows` are too old. Keys are from before `keys`.

    `open_states` are those of a check-in that is not over, `kept_states` those with an answer, and `fixed` is what they become.
    """

    workspace: str
    words: datetime
    rows: datetime
    keys: datetime
    open_states: Collection[str]
    kept_states: Collection[str]
    fixed: str

    @property
    def day(self) -> date:
        return self.rows.date()


@dataclass(frozen=True)
class Age:
    """One thing that grows old: rows of a table that go, or a column that is emptied by `becomes`."""

    table: str
    what: str
    too_old: Callable[[Limits], ColumnElement[bool]]
    becomes: Callable[[Limits], dict[str, Any]] | None = None
    of_workspace: bool = True  # else of all of them at once

    def which(self, limits: Limits) -> ColumnElement[bool]:
        found = self.too_old(limits)
        return and_(_T[self.table].c.workspace == limits.workspace, found) if self.of_workspace else found


def _notes(limits: Limits) -> ColumnElement[bool]:
    answer = _T["answer"].c
    return and_(or_(answer.note.is_not(None), answer.shared.is_not(None)), answer.stored_at < limits.words)


def _talks(limits: Limits) -> ColumnElement[bool]:
    checkin = _T["checkin"].c
    over = (checkin.closes_at < limits.words, checkin.state.not_in(limits.open_states))
    return and_(*over, cast(checkin.talk, Text) != "{}")


def _fixed(limits: Limits) -> dict[str, Any]:
    """What has no conversation any more can no longer be changed."""
    state = _T["checkin"].c.state
    return {"talk": {}, "state": case((state.in_(limits.kept_states), limits.fixed), else_=state)}


def _unsent(limits: Limits) -> ColumnElement[bool]:
    """What waits, or is in doubt, for so long; a prompt says nothing of anybody, and has an end of its own."""
    letter = _T["letter"].c
    waits = and_(letter.state.in_((PENDING, UNKNOWN)), letter.kind != "prompt")
    return and_(waits, cast(letter.payload, Text) != "{}", _tried(letter) < limits.words)


def _tried(letter: Any) -> ColumnElement[datetime]:
    return func.coalesce(letter.sent_at, letter.attempt_at, letter.due_at)


def _answers(limits: Limits) -> ColumnElement[bool]:
    return _T["answer"].c.finished_on < limits.day


def _letters(limits: Limits) -> ColumnElement[bool]:
    letter = _T["letter"].c
    owed = or_(letter.state == SENDING, and_(letter.state == PENDING, letter.kind == "prompt"))
    return and_(~owed, _tried(letter) < limits.rows)


def _checkins(limits: Limits) -> ColumnElement[bool]:
    """A check-in stays as long as an answer, a letter or a flip leads to it."""
    checkin = _T["checkin"].c
    over = and_(checkin.closes_at < limits.rows, checkin.state.not_in(limits.open_states))
    return and_(over, *(_none_younger(name, "checkin_id", checkin.id, limits) for name in ("answer", "letter", "flip")))


def _absences(limits: Limits) -> ColumnElement[bool]:
    return _T["absence"].c.until < limits.day


def _people(limits: Limits) -> ColumnElement[bool]:
    person = _T["person"].c
    outside = ~exists().where(_T["membership"].c.person_id == person.id)
    owning = tuple((name, "person_id") for name in ("answer", "checkin", "letter", "flip", "work", "review"))
    away = (("absence", "person_id"), ("absence", "said_by"))
    named = person.may_own  # by an admin, for a team that is still to come
    return and_(outside, ~named, *(_none_younger(name, column, person.id, limits) for name, column in (*owning, *away)))


def _none_younger(name: str, column: str, key: Column[Any], limits: Limits) -> ColumnElement[bool]:
    """No row of that table leads here but such as are too old themselves."""
    return ~exists().where(_T[name].c[column] == key, ~_OLD_ROWS[name](limits))


def _flips(limits: Limits) -> ColumnElement[bool]:
    return _T["flip"].c.flipped_at < limits.rows


def _works(limits: Limits) -> ColumnElement[bool]:
    return _T["work"].c.attached_at < limits.rows


def _reviews(limits: Limits) -> ColumnElement[bool]:
    return _T["review"].c.asked_at < limits.rows


def _attached(limits: Limits) -> ColumnElement[bool]:
    work = _T["work"].c
    return and_(work.text.is_not(None), work.attached_at < limits.words)


def _keys(limits: Limits) -> ColumnElement[bool]:
    return _T["seen"].c.seen_at < limits.keys


_OLD_ROWS = {
    "answer": _answers,
    "letter": _letters,
    "checkin": _checkins,
    "absence": _absences,
    "flip": _flips,
    "work": _works,
    "review": _reviews,
}

WORDS = (
    Age("answer", "notes in somebody's own words", _notes, lambda _: {"note": None, "shared": None}),
    Age("work", "work attached for review", _attached, lambda _: {"text": None}),
    Age("checkin", "conversations", _talks, _fixed),
    Age(
        "letter",
        "messages that were never sent",
        _unsent,
        lambda _: {"payload": {}, "url": None, "state": FAILED, "reason": _GIVEN_UP},
    ),
)
ROWS = (
    Age("review", "reviews", _reviews),
    Age("work", "work attached for review, what is left of it", _works),
    Age("flip", "flips of a coin", _flips),
    Age("answer", "answers", _answers),
    Age("letter", "letters", _letters),
    Age("checkin", "check-ins", _checkins),
    Age("absence", "days away", _absences),
    Age("person", "people who are in no team", _people),
    Age("seen", "keys of what came in", _keys, of_workspace=False),
)
EVERYTHING = (*WORDS, *ROWS)  # in this order, and the words first: so nothing is counted that went with its row


def count(session: Session, age: Age, limits: Limits) -> int:
    query = select(func.count()).select_from(_T[age.table]).where(age.which(limits))
    return int(session.execute(query).scalar_one())


def some(session: Session, age: Age, limits: Limits, most: int) -> list[Any]:
    """The keys of some rows that are too old."""
    (key,) = _T[age.table].primary_key
    return list(session.execute(select(key).where(age.which(limits)).order_by(key).limit(most)).scalars())


def let_go(session: Session, age: Age, limits: Limits, keys: Collection[Any], now: datetime) -> int:
    """Empty or delete these, if they are too old still; gives how many. Teams whose answers go are marked as edited."""
    table = _T[age.table]
    (key,) = table.primary_key
    which = and_(key.in_(keys), age.which(limits))
    if age.becomes:
        return int(session.execute(update(table).where(which).values(**age.becomes(limits))).rowcount)  # type: ignore[attr-defined]
    if age.table == "answer":
        team = _T["team"]
        whose = select(table.c.team_id).where(which)
        session.execute(select(team.c.id).where(team.c.id.in_(whose)).order_by(team.c.id).with_for_update())
        session.execute(update(team).where(team.c.id.in_(whose)).values(edited_at=now))
    return int(session.execute(delete(table).where(which)).rowcount)  # type: ignore[attr-defined]
