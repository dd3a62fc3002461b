"""The outbox: owed, claimed, sent. A letter is claimed by compare-and-set and committed before anything leaves the house.

Letters of one lane (one check-in, one channel) leave in the order they were written: nothing overtakes a letter that is
still waiting, on its way, or in doubt, unless it has been in doubt for so long that it may stay so.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Update, and_, bindparam, case, delete, exists, func, insert, or_
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, update

from storage.database import insert_once
from storage.tables import CheckIn, Letter, Person

_BLIND: Any = {"synchronize_session": False}  # nobody holds a letter while its state is written

PENDING, SENDING, SENT, FAILED, UNKNOWN, LET_GO = "pending", "sending", "sent", "failed", "unknown", "let_go"
STATES = (PENDING, SENDING, SENT, FAILED, UNKNOWN, LET_GO)
NOT_SENT = tuple(state for state in STATES if state != SENT)
OVER = frozenset({SENT, FAILED, LET_GO})  # what such a letter said is not kept
UNDER_WAY = (PENDING, SENDING, UNKNOWN)
TRACELESS = frozenset({"emptied", "passing"})  # nothing of these is kept once they are over: they are for who is not known


def owe(session: Session, letter: Letter) -> bool:
    """Owe a letter, once for its key; True when it is new."""
    return insert_once(session, letter)


def owe_many(session: Session, letters: Iterable[dict[str, Any]]) -> None:
    """Owe many at once; their keys are new, and each names the same columns."""
    if rows := list(letters):
        session.execute(insert(Letter), rows)


def is_gone(session: Session, letter: Letter) -> bool:
    """Whether nothing of it is there any more, since whoever it was for was forgotten."""
    return session.exec(select(Letter.id).where(Letter.id == letter.id)).first() is None


def drop_waiting(session: Session, lane: str, ts: str | None) -> None:
    """Let go of what was about to be said in a message, because something newer will be said there."""
    if ts is not None:
        session.connection().execute(_replaced(), {"its_lane": lane, "its_ts": ts})


@cache
def _replaced() -> Update:
    same = (col(Letter.lane) == bindparam("its_lane"), col(Letter.ts) == bindparam("its_ts"))
    return (
        update(Letter).where(*same, col(Letter.state) == PENDING).values(state=LET_GO, reason="replaced", payload={}, url=None)
    )


def still_to_come(session: Session, keys: Collection[str], now: datetime) -> bool:
    """Whether one of these letters has not arrived yet, and may still."""
    in_doubt = and_(col(Letter.state) == UNKNOWN, col(Letter.attempt_at) > now - OVERTAKEN_AFTER)
    query = select(Letter.id).where(col(Letter.key).in_(keys), or_(col(Letter.state).in_((PENDING, SENDING)), in_doubt))
    return session.exec(query.limit(1)).first() is not None


def drop_lane(session: Session, lane: str) -> None:
    """Let go of all that was still to be said there."""
    query = update(Letter).where(col(Letter.lane) == lane, col(Letter.state) == PENDING)
    session.exec(query.values(state=LET_GO, reason="deleted", payload={}, url=None).execution_options(**_BLIND))


def places(session: Session, checkin_id: str, gone: str) -> set[str]:
    """Every message of ours about a check-in but those that went away again, by the way called `gone`."""
    query = select(Letter.ts, Letter.way).where(Letter.checkin_id == checkin_id, col(Letter.ts).is_not(None))
    found = session.exec(query).all()
    return {ts for ts, _ in found if ts} - {ts for ts, way in found if ts and way == gone}


def newest_kind(session: Session, lane: str, since: datetime) -> str | None:
    """What was owed last in a lane, if that is due since then and was not given up."""
    query = select(Letter.kind, Letter.due_at, Letter.state).where(Letter.lane == lane).order_by(col(Letter.id).desc())
    newest = session.exec(query.limit(1)).first()
    return newest[0] if newest and newest[1] >= since and newest[2] not in (FAILED, LET_GO) else None


@dataclass(frozen=True)
class Begun:
    """Which letters nobody is waiting for: these kinds, and these kinds where they only change a message."""

    kinds: Collection[str]
    changes: Collection[str]
    change: str

    def __contains__(self, letter: Any) -> bool:
        return letter.kind in self.kinds or (letter.way == self.change and letter.kind in self.changes)

    @property
    def condition(self) -> ColumnElement[bool]:
        changed = and_(col(Letter.way) == self.change, col(Letter.kind).in_(self.changes))
        return or_(col(Letter.kind).in_(self.kinds), changed)


OVERTAKEN_AFTER = timedelta(minutes=15)
Waiting = Row[tuple[int, str, str, str | None, str | None]]  # id, kind, way, channel, user


def ready(
    session: Session, workspace: str, now: datetime, begun: Begun, held: Collection[str] = (), limit: int = 100
) -> list[Waiting]:
    """What waits and may leave by ways that are not held: replies before what we begin ourselves, else the longest due."""
    its = {"its_workspace": workspace, "now": now, "doubted": now - OVERTAKEN_AFTER, "held": list(held), "most": limit}
    return [row for which in (False, True) for row in session.execute(_ready(begun, which), its).all()]


@cache
def _ready(begun: Begun, which: bool) -> Any:
    """A round asks for these again and again, so they are built once: replies, or what we begin ourselves."""
    earlier, time = aliased(Letter), Letter.__table__.c.due_at.type  # type: ignore[attr-defined]  # SQLModel hides the table
    on_its_way = col(earlier.state).in_((PENDING, SENDING))
    in_doubt = and_(col(earlier.state) == UNKNOWN, col(earlier.attempt_at) > bindparam("doubted", type_=time))
    same_lane = (col(earlier.lane) == col(Letter.lane), col(earlier.workspace) == col(Letter.workspace))
    may_leave = col(Letter.way).not_in(bindparam("held", expanding=True))
    return (
        sql_select(col(Letter.id), col(Letter.kind), col(Letter.way), col(Letter.channel), col(Letter.user))
        .where(col(Letter.workspace) == bindparam("its_workspace"), col(Letter.state) == PENDING, may_leave)
        .where(col(Letter.due_at) <= bindparam("now", type_=time))
        .where(~exists().where(*same_lane, col(earlier.id) < col(Letter.id), or_(on_its_way, in_doubt)))
        .where(begun.condition if which else ~begun.condition)
        .order_by(col(Letter.due_at), col(Letter.id))
        .limit(bindparam("most"))
    )


def next_due(session: Session, workspace: str, now: datetime) -> datetime | None:
    """When the next letter becomes due that is not yet."""
    query = select(func.min(Letter.due_at)).where(Letter.workspace == workspace, Letter.state == PENDING)
    return session.exec(query.where(Letter.due_at > now)).one()


def claim(session: Session, number: int, token: str, now: datetime) -> Letter | None:
    return next(iter(claim_all(session, [number], token, now)), None)


def claim_all(session: Session, numbers: Sequence[int], token: str, now: datetime) -> list[Letter]:
    """Take these letters for sending, by compare-and-set; gives those that nobody else was quicker with."""
    query = (
        update(Letter)
        .where(col(Letter.id).in_(numbers), col(Letter.state) == PENDING)
        .values(state=SENDING, claim=token, attempt_at=now, attempts=col(Letter.attempts) + 1)
        .returning(Letter)
        .execution_options(**_BLIND, populate_existing=True)
    )
    claimed = list(session.scalars(query))
    return sorted(claimed, key=lambda letter: numbers.index(letter.id or 0)) if len(claimed) > 1 else claimed


def record(session: Session, letter: Letter, state: str, before: str = SENDING, **values: Any) -> bool:
    """Write down how a claimed letter ended; False when the claim was no longer ours."""
    ours = (col(Letter.id) == letter.id, col(Letter.claim) == letter.claim, col(Letter.state) == before)
    if letter.kind in TRACELESS and state in OVER:
        return session.exec(delete(Letter).where(*ours).execution_options(**_BLIND)).rowcount == 1
    query = (
        update(Letter)
        .where(*ours)
        .values(state=state, **values, **({"payload": {}, "url": None} if state in OVER else {}))
        .execution_options(**_BLIND)
    )
    return session.exec(query).rowcount == 1


def record_sent(
    session: Session, letter: Letter, before: str, now: datetime, channel: str | None, ts: str | None, reason: str | None
) -> bool:
    """The same for one that was sent, with a statement that is built once."""
    if letter.kind in TRACELESS:
        return record(session, letter, SENT, before)
    values = {"sent_at": now, "channel": channel, "ts": ts, "reason": reason}
    its = {"its_id": letter.id, "its_claim": letter.claim, "its_state": before}
    return session.connection().execute(_sent(), {**values, **its}).rowcount == 1  # the names are those of the columns


@cache
def _sent() -> Update:
    ours = (col(Letter.id) == bindparam("its_id"), col(Letter.claim) == bindparam("its_claim"))
    bound: dict[str, Any] = {name: bindparam(name) for name in ("sent_at", "channel", "ts", "reason")}
    query = update(Letter).where(*ours, col(Letter.state) == bindparam("its_state"))
    return query.values(state=SENT, payload={}, url=None, **bound)


def asked(
    session: Session, checkin_id: str, states: tuple[str, str], now: datetime, channel: str | None, ts: str | None
) -> None:
    """A prompt has arrived: where it is, and the check-in goes from the first of these states to the second."""
    values = {"its_id": checkin_id, "its_channel": channel, "its_ts": ts, "its_time": now}
    session.connection().execute(_asked(), {**values, "planned": states[0], "now_asked": states[1]})


@cache
def _asked() -> Update:
    state = case((col(CheckIn.state) == bindparam("planned"), bindparam("now_asked")), else_=col(CheckIn.state))
    asked_at = func.coalesce(col(CheckIn.asked_at), bindparam("its_time", type_=CheckIn.__table__.c.asked_at.type))  # type: ignore[attr-defined]
    where = col(CheckIn.id) == bindparam("its_id")
    values = {"channel": bindparam("its_channel"), "ts": bindparam("its_ts"), "asked_at": asked_at, "state": state}
    return update(CheckIn).where(where).values(**values)


def informed(session: Session, person_id: str, now: datetime) -> None:
    """A prompt has arrived, which says what happens with answers; the first one counts."""
    session.connection().execute(_informed(), {"its_id": person_id, "its_time": now})


@cache
def _informed() -> Update:
    time = bindparam("its_time", type_=Person.__table__.c.informed_at.type)  # type: ignore[attr-defined]
    first = (col(Person.id) == bindparam("its_id"), col(Person.informed_at).is_(None))
    return update(Person).where(*first).values(informed_at=time)


def expired(session: Session, workspace: str, now: datetime, limit: int = 500) -> list[Letter]:
    """What waits although it is too late for it."""
    query = select(Letter).where(Letter.workspace == workspace, Letter.state == PENDING, col(Letter.expires_at) <= now)
    return list(session.exec(query.order_by(col(Letter.id)).limit(limit)))


def waiting_for(session: Session, person_id: str, kinds: Collection[str]) -> list[Letter]:
    """What of these kinds waits to be sent to somebody."""
    query = select(Letter).where(Letter.person_id == person_id, Letter.state == PENDING, col(Letter.kind).in_(kinds))
    return list(session.exec(query.order_by(col(Letter.id))))


def kept_for(session: Session, key: str, workspace: str, user: str, now: datetime) -> dict[str, Any] | None:
    """What a letter of theirs that waits to be asked for holds; none once it has been let go."""
    query = select(Letter.payload).where(Letter.key == key, Letter.workspace == workspace, Letter.user == user)
    found = session.exec(query.where(Letter.state == PENDING, col(Letter.expires_at) > now)).first()
    return dict(found) if found else None


def withdraw(session: Session, letter: Letter, state: str, reason: str) -> bool:
    """Write down that a letter nobody has claimed will not be sent; False when somebody has."""
    if letter.kind in TRACELESS:
        return record(session, letter, state, PENDING)
    query = update(Letter).where(col(Letter.id) == letter.id, col(Letter.state) == PENDING)
    changed = session.exec(query.values(state=state, reason=reason, payload={}, url=None).execution_options(**_BLIND))
    return changed.rowcount == 1


def abandoned(session: Session, workspace: str, before: datetime) -> list[Letter]:
    """Letters claimed so long ago that whoever claimed them is gone."""
    query = select(Letter).where(Letter.workspace == workspace, Letter.state == SENDING, col(Letter.attempt_at) < before)
    return list(session.exec(query.order_by(col(Letter.id))))


def in_doubt(session: Session, workspace: str, now: datetime) -> list[Letter]:
    query = select(Letter).where(Letter.workspace == workspace, Letter.state == UNKNOWN, Letter.due_at <= now)
    return list(session.exec(query.order_by(col(Letter.due_at), col(Letter.id))))


def to_compare(session: Session, workspace: str, reason: str, now: datetime) -> list[Letter]:
    """Letters that were sent, but perhaps twice, and are to be looked at by now."""
    query = select(Letter).where(Letter.workspace == workspace, Letter.state == SENT, Letter.reason == reason)
    return list(session.exec(query.where(Letter.due_at <= now).order_by(col(Letter.id))))


def note(session: Session, letter: Letter, **values: Any) -> None:
    """Add something to a letter that was sent."""
    query = update(Letter).where(col(Letter.id) == letter.id, col(Letter.state) == SENT).values(**values)
    session.exec(query.execution_options(**_BLIND))


def reword(session: Session, key: str, payload: dict[str, Any]) -> bool:
    """Say it otherwise, if it has not left yet."""
    query = update(Letter).where(col(Letter.key) == key, col(Letter.state) == PENDING).values(payload=payload)
    return session.exec(query.execution_options(**_BLIND)).rowcount == 1


def hang_below(session: Session, key: str, thread: str, now: datetime) -> None:
    """In this thread, and at once, if it has not left yet."""
    query = update(Letter).where(col(Letter.key) == key, col(Letter.state) == PENDING).values(thread=thread, due_at=now)
    session.exec(query.execution_options(**_BLIND))


def oldest_waiting(session: Session, workspace: str | None = None) -> datetime | None:
    query = select(func.min(Letter.due_at)).where(Letter.state == PENDING)
    return session.exec(query.where(Letter.workspace == workspace) if workspace else query).one()
