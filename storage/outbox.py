"""The outbox: owed, claimed, sent. A letter is claimed by compare-and-set and committed before anything leaves the house.

Letters of one lane (one check-in, one channel) leave in the order they were written: nothing overtakes a letter that is
still waiting, on its way, or in doubt.
"""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Update, bindparam, func
from sqlmodel import Session, col, select, update

from storage.database import insert_once
from storage.tables import Letter

_BLIND: Any = {"synchronize_session": False}  # nobody holds a letter while its state is written

PENDING, SENDING, SENT, FAILED, UNKNOWN, LET_GO = "pending", "sending", "sent", "failed", "unknown", "let_go"
OVER = frozenset({SENT, FAILED, LET_GO})  # what such a letter said is not kept


def owe(session: Session, letter: Letter) -> bool:
    """Owe a letter, once for its key; True when it is new."""
    return insert_once(session, letter)


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


def drop_lane(session: Session, lane: str) -> None:
    """Let go of all that was still to be said there."""
    query = update(Letter).where(col(Letter.lane) == lane, col(Letter.state) == PENDING)
    session.exec(query.values(state=LET_GO, reason="deleted", payload={}, url=None).execution_options(**_BLIND))


def places(session: Session, checkin_id: str) -> set[str]:
    """Every message of ours about a check-in."""
    query = select(Letter.ts).where(Letter.checkin_id == checkin_id, col(Letter.ts).is_not(None))
    return {ts for ts in session.exec(query) if ts}


def ready(session: Session, now: datetime, limit: int = 50) -> list[int]:
    """The first waiting letter of each lane, where nothing before it in its lane is still on its way."""
    heads = (
        select(func.min(Letter.id))
        .where(col(Letter.state).in_((PENDING, SENDING, UNKNOWN)))
        .group_by(Letter.workspace, Letter.lane)
    )
    query = (
        select(Letter.id)
        .where(col(Letter.id).in_(heads), Letter.state == PENDING, Letter.due_at <= now)
        .order_by(col(Letter.id))
        .limit(limit)
    )
    return [number for number in session.exec(query) if number is not None]


def claim(session: Session, number: int, token: str, now: datetime) -> Letter | None:
    query = (
        update(Letter)
        .where(col(Letter.id) == number, col(Letter.state) == PENDING)
        .values(state=SENDING, claim=token, attempt_at=now, attempts=col(Letter.attempts) + 1)
        .execution_options(**_BLIND)
    )
    return session.get(Letter, number, populate_existing=True) if session.exec(query).rowcount == 1 else None


def record(session: Session, letter: Letter, state: str, before: str = SENDING, **values: Any) -> bool:
    """Write down how a claimed letter ended; False when the claim was no longer ours."""
    query = (
        update(Letter)
        .where(col(Letter.id) == letter.id, col(Letter.claim) == letter.claim, col(Letter.state) == before)
        .values(state=state, **values, **({"payload": {}, "url": None} if state in OVER else {}))
        .execution_options(**_BLIND)
    )
    return session.exec(query).rowcount == 1


def hold(session: Session, workspace: str, way: str, until: datetime) -> None:
    """Nothing waiting in a workspace leaves this way before `until`."""
    query = update(Letter).where(
        col(Letter.workspace) == workspace,
        col(Letter.way) == way,
        col(Letter.state) == PENDING,
        col(Letter.due_at) < until,
    )
    session.exec(query.values(due_at=until).execution_options(**_BLIND))


def abandoned(session: Session, before: datetime) -> list[Letter]:
    """Letters claimed so long ago that whoever claimed them is gone."""
    query = select(Letter).where(Letter.state == SENDING, col(Letter.attempt_at) < before)
    return list(session.exec(query.order_by(col(Letter.id))))


def in_doubt(session: Session, now: datetime) -> list[Letter]:
    query = select(Letter).where(Letter.state == UNKNOWN, Letter.due_at <= now)
    return list(session.exec(query.order_by(col(Letter.id))))


def counts(session: Session) -> dict[str, int]:
    return dict(session.exec(select(Letter.state, func.count()).group_by(Letter.state)).all())


def oldest_waiting(session: Session) -> datetime | None:
    return session.exec(select(func.min(Letter.due_at)).where(Letter.state == PENDING)).one()
