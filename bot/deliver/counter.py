"""The counter: where letters are handed in, each once for its key, in the transaction of whoever owes it.

Nothing is begun with somebody who cannot be reached, until they do something themselves. What they are owed for that is taken
all the same: they are evidently there.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.domain import language as languages
from bot.domain.conversation import State
from bot.services import Way
from storage import checkins, outbox
from storage.tables import CheckIn, Letter, Person, opaque

Words = Callable[[], str]  # a sentence that is made when it is known whose language it has to be in

INTRODUCED = frozenset({"prompt", "working", "question", "announcement"})  # whichever comes first says what Candor is
EMPTIED = "emptied"  # a message of somebody who was forgotten
# What nobody is waiting for: it keeps its pace, and lets replies pass.
BEGUN = outbox.Begun(
    kinds=("announcement", "trial", "prompt", "invitation", "reminder", "digest", "discussion", "reviewing", "trial_result"),
    changes=("settled", "note", "ended", EMPTIED),
    change=Way.UPDATE,
)
EMPTIES_FOR = timedelta(days=7)  # then a message that could not be emptied stays


def owe(
    session: Session,
    now: datetime,
    *,
    key: str,
    kind: str,
    payload: dict[str, Any],
    way: Way = Way.POST,
    checkin: CheckIn | None = None,
    lane: str | None = None,
    workspace: str | None = None,
    **where: Any,
) -> None:
    """Owe a letter, once for its key, as part of the caller's transaction. What it replaces, still waiting, is let go.

    It is written in its reader's language, unless it names another.
    """
    person_id = checkin.person_id if checkin else where.pop("person_id", None)
    person = session.get(Person, person_id) if person_id else None
    if kind in BEGUN.kinds and person and person.unreachable is not None:
        if checkin and kind == "prompt":
            checkins.set_state(session, checkin, State.PLANNED, State.CALLED_OFF, settled_at=now)
        return
    lane = lane or (checkin.id if checkin else key)
    if checkin and way is not Way.POST:
        where = {"channel": checkin.channel, "ts": checkin.ts, **where}
        outbox.drop_waiting(session, lane, where["ts"])
    letter = Letter(
        workspace=workspace or (checkin.workspace if checkin else ""),
        key=key,
        lane=lane,
        kind=kind,
        way=way,
        payload=payload | _first(person, kind),
        person_id=person_id,
        checkin_id=checkin.id if checkin else None,
        state=outbox.PENDING,
        **{"due_at": now, "language": person and speaks(person), **where},
    )
    outbox.owe(session, letter)


def _first(person: Person | None, kind: str) -> dict[str, Any]:
    return {"first": True} if kind in INTRODUCED and person and person.informed_at is None else {}


def owe_emptied(session: Session, workspace: str, places: Collection[tuple[str, str]], now: datetime) -> None:
    """Owe that messages are emptied, each by its channel and time. These letters name nobody, and leave no row behind."""
    keys = {place: f"{EMPTIED}/{opaque()}" for place in sorted(places)}
    said: dict[str, Any] = {"kind": EMPTIED, "way": Way.UPDATE, "payload": {}, "state": outbox.PENDING, "attempts": 0}
    when = {"due_at": now, "expires_at": now + EMPTIES_FOR, "language": languages.spoken()}
    outbox.owe_many(
        session,
        [
            {"workspace": workspace, "key": key, "lane": key, "channel": channel, "ts": ts, **said, **when}
            for (channel, ts), key in keys.items()
        ],
    )


def speaks(person: Person) -> str:
    """Somebody's language: what they chose, else what Slack says, else English."""
    return person.language or person.language_found or languages.ENGLISH


def said_to(person: Person, words: Words) -> str:
    """A sentence in the language of who reads it, whoever brought it about."""
    with languages.speaking(speaks(person)):
        return words()


def reachable(session: Session, person: Person) -> None:
    """Somebody did something, so they are there, and are written to again."""
    if person.unreachable is not None:
        person.unreachable = None
        session.add(person)


def retire_reminder(session: Session, now: datetime, row: CheckIn) -> None:
    """A reminder whose check-in is over is taken away again."""
    row.remind_at = None
    if row.reminder_ts:
        key = f"reminded/{opaque()}"
        owe(session, now, key=key, kind="reminded", way=Way.TAKE_BACK, payload={}, checkin=row, ts=row.reminder_ts)
        row.reminder_ts = None
