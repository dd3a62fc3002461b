"""Check-ins: planned, asked, answered, closed. State changes are compare-and-set where two processes may meet."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, bindparam, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, delete, select, update

from storage.database import insert_once
from storage.outbox import LET_GO, PENDING
from storage.tables import CheckIn, Letter, Membership, Person, Seen, Team

NO_TASK: dict[str, Any] = {
    **dict.fromkeys(("task_type", "expected_minutes", "started_at", "stopped_at")),
    **dict.fromkeys(("forgotten", "overlapping"), False),
}


def forget_task(row: CheckIn) -> None:
    """Nothing is kept of a task somebody started."""
    for name, nothing in NO_TASK.items():
        setattr(row, name, nothing)


def forget_burden(row: CheckIn) -> None:
    """Nothing is kept of what an answer took that is none any more."""
    row.taps = row.seconds = row.touched_at = None


def plan(session: Session, row: CheckIn) -> bool:
    """Plan it unless that team, person, date and slot already has one; True when it is new."""
    return insert_once(session, row)


def rhythms_own(session: Session, who: Any, since: date) -> dict[str, list[CheckIn]]:
    """The rhythms' own check-ins of these people from a date on. `who` is a list of ids, or a query for them."""
    query = select(CheckIn).where(col(CheckIn.person_id).in_(who), CheckIn.local_date >= since, CheckIn.slot == 0)
    found: dict[str, list[CheckIn]] = {}
    for row in session.exec(query.order_by(col(CheckIn.local_date), CheckIn.id)):
        found.setdefault(row.person_id, []).append(row)
    return found


def of_those_who_left(session: Session, team_id: str, states: Collection[str]) -> list[CheckIn]:
    """A team's check-ins in these states whose people are no longer asked by it."""
    here = select(Membership.person_id).where(Membership.team_id == team_id, col(Membership.is_member))
    query = select(CheckIn).where(CheckIn.team_id == team_id, col(CheckIn.state).in_(states))
    return list(session.exec(query.where(col(CheckIn.person_id).not_in(here)).order_by(CheckIn.id)))


def of_team(session: Session, team_id: str, states: Collection[str]) -> list[CheckIn]:
    """A team's check-ins in these states, as they stand now; whoever is just working on one is waited for."""
    query = select(CheckIn).where(CheckIn.team_id == team_id, col(CheckIn.state).in_(states))
    query = query.order_by(CheckIn.person_id, CheckIn.id).with_for_update()
    return list(session.exec(query.execution_options(populate_existing=True)))


def standing(session: Session, person_id: str, states: Collection[str]) -> list[CheckIn]:
    """Somebody's check-ins in these states, in the order in which they are due."""
    query = select(CheckIn).where(CheckIn.person_id == person_id, col(CheckIn.state).in_(states))
    return list(session.exec(query.order_by(col(CheckIn.due_at), CheckIn.id)))


def move_to(session: Session, row: CheckIn, state: str, due: datetime, send_by: datetime, closes: datetime) -> None:
    """Give one that waits to be asked other times, unless it is in the outbox by now."""
    query = _untouched(update(CheckIn), row, state).values(due_at=due, send_by=send_by, closes_at=closes)
    session.exec(query)
    session.expire(row)


def unplan(session: Session, row: CheckIn, state: str) -> None:
    """Take one that waits to be asked out of the plan, unless it is in the outbox by now."""
    session.exec(_untouched(delete(CheckIn), row, state))
    session.expunge(row)


def _untouched(query: Any, row: CheckIn, state: str) -> Any:
    still = (col(CheckIn.id) == row.id, col(CheckIn.state) == state, col(CheckIn.queued_at).is_(None))
    return query.where(*still).execution_options(synchronize_session=False)


def take_back(session: Session, key: str) -> bool:
    """Take a letter out of the outbox before it leaves; False when it is not there or on its way."""
    query = update(Letter).where(col(Letter.key) == key, col(Letter.state) == PENDING)
    values: dict[str, Any] = {"state": LET_GO, "reason": "called off", "payload": {}, "url": None}
    return session.exec(query.values(**values).execution_options(synchronize_session=False)).rowcount == 1


def unqueued(session: Session, state: str, now: datetime, limit: int = 500) -> list[CheckIn]:
    """Check-ins that are due and not yet in the outbox, and that no other process is just about to put there."""
    query = select(CheckIn).where(CheckIn.state == state, CheckIn.due_at <= now, col(CheckIn.queued_at).is_(None))
    query = query.order_by(col(CheckIn.due_at), CheckIn.id).limit(limit)
    return list(session.exec(query.with_for_update(skip_locked=True)))


def to_remind(session: Session, states: Collection[str], now: datetime) -> list[CheckIn]:
    query = select(CheckIn).where(col(CheckIn.state).in_(states), col(CheckIn.remind_at) <= now)
    return list(session.exec(query.order_by(CheckIn.id)))


def to_close(session: Session, states: Collection[str], now: datetime) -> list[CheckIn]:
    query = select(CheckIn).where(col(CheckIn.state).in_(states), CheckIn.closes_at <= now)
    return list(session.exec(query.order_by(CheckIn.id)))


def set_state(session: Session, row: CheckIn, before: str, after: str, **values: Any) -> bool:
    """Compare and set: False when somebody else was quicker, and then nothing has changed."""
    query = update(CheckIn).where(col(CheckIn.id) == row.id, col(CheckIn.state) == before).values(state=after, **values)
    changed = session.exec(query).rowcount == 1
    session.expire(row)
    return changed


def whole(session: Session, checkin_id: str) -> tuple[CheckIn, Person, Team, bool] | None:
    """A check-in with its person and team, and whether the one still belongs to the other."""
    found = session.execute(_whole(), {"its_id": checkin_id}).first()
    return (found[0], found[1], found[2], bool(found[3])) if found else None


@cache
def _whole() -> Select[CheckIn, Person, Team, bool]:
    here = (col(Membership.team_id) == col(CheckIn.team_id)) & (col(Membership.person_id) == col(CheckIn.person_id))
    return (
        sql_select(CheckIn, Person, Team, col(Membership.is_member))
        .join(Person, col(Person.id) == col(CheckIn.person_id))
        .join(Team, col(Team.id) == col(CheckIn.team_id))
        .outerjoin(Membership, here)
        .where(col(CheckIn.id) == bindparam("its_id"))
        .execution_options(populate_existing=True)  # what was read before the lock may have changed since
        .with_for_update(of=CheckIn)  # two clicks at once take their turns; SQLite has one writer anyway
    )


def in_thread(session: Session, person_id: str, channel: str, ts: str) -> CheckIn | None:
    query = select(CheckIn).where(CheckIn.channel == channel, CheckIn.ts == ts, CheckIn.person_id == person_id)
    return session.exec(query).first()


def newest(session: Session, person_id: str, states: Collection[str]) -> CheckIn | None:
    query = select(CheckIn).where(CheckIn.person_id == person_id, col(CheckIn.state).in_(states))
    return session.exec(query.order_by(col(CheckIn.due_at).desc()).limit(1)).first()


def between(session: Session, person_id: str, since: date, until: date) -> list[CheckIn]:
    """All of somebody's check-ins dated from `since` to `until`, in any team."""
    days = (CheckIn.local_date >= since, CheckIn.local_date <= until)
    query = select(CheckIn).where(CheckIn.person_id == person_id, *days)
    return list(session.exec(query.order_by(col(CheckIn.local_date), col(CheckIn.slot), CheckIn.id)))


def next_slot(session: Session, team_id: str, person_id: str, local_date: date) -> int:
    query = select(func.max(CheckIn.slot)).where(
        CheckIn.team_id == team_id, CheckIn.person_id == person_id, CheckIn.local_date == local_date
    )
    return (session.exec(query).one() or 0) + 1


def counts(session: Session, team_ids: Sequence[str], since: date, until: date) -> dict[str, int]:
    """How many check-ins of these teams stand in each state, `until` not included."""
    query = (
        select(CheckIn.state, func.count())
        .where(col(CheckIn.team_id).in_(team_ids), CheckIn.local_date >= since, CheckIn.local_date < until)
        .group_by(CheckIn.state)
    )
    return dict(session.exec(query).all())


def ended(session: Session, states: Collection[str], since: datetime, workspace: str | None = None) -> dict[str, int]:
    """How many check-ins that were due since then ended in each of these states; in one workspace, if it is named."""
    query = select(CheckIn.state, func.count()).where(col(CheckIn.state).in_(states), CheckIn.due_at >= since)
    query = query.where(CheckIn.workspace == workspace) if workspace else query
    return dict(session.exec(query.group_by(CheckIn.state)).all())


def change_states(session: Session, team_id: str, until: date, before: Collection[str], after: str) -> None:
    """Move all of a team's check-ins dated before `until` on at once."""
    query = update(CheckIn).where(
        col(CheckIn.team_id) == team_id, col(CheckIn.local_date) < until, col(CheckIn.state).in_(before)
    )
    session.exec(query.values(state=after))


def first_time(session: Session, workspace: str, key: str, now: datetime) -> bool:
    """Take an inbound key; False when it was taken before, so that a replay changes nothing."""
    return insert_once(session, Seen(key=_hashed(key), workspace=workspace, seen_at=now))


def seen(session: Session, key: str) -> bool:
    return session.get(Seen, _hashed(key)) is not None


def _hashed(key: str) -> str:
    """A key may name who pressed which answer; whether it was seen can be told without keeping that."""
    return sha256(key.encode()).hexdigest()
