"""Goals and trials: what is registered, who takes part, and what came of every flip."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, delete, select, update

from storage.tables import Amendment, Answer, CheckIn, Flip, Participation, Registration


def named(session: Session, team_ids: Sequence[str], name: str) -> list[Registration]:
    """What is called so in these teams; upper and lower case do not matter."""
    return [one for one in of_teams(session, team_ids) if one.name.casefold() == name.strip().casefold()]


def of_teams(session: Session, team_ids: Sequence[str], states: Collection[str] = ()) -> list[Registration]:
    """What these teams have registered, the newest first; in some states only, if they are named."""
    query = select(Registration).where(col(Registration.team_id).in_(team_ids))
    query = query.where(col(Registration.state).in_(states)) if states else query
    return list(session.exec(query.order_by(col(Registration.registered_at).desc(), Registration.id)))


def locked(session: Session, key: str) -> Registration | None:
    """As it stands now; whoever else would change it, or flip its coin, waits until this is over."""
    return session.get(Registration, key, with_for_update=True, populate_existing=True)


def due(session: Session, states: Collection[str], now: datetime, kind: str) -> list[str]:
    """The keys of those of a kind that are to be looked at and have no result yet, the longest overdue first."""
    query = select(Registration.id).where(col(Registration.state).in_(states), col(Registration.due_at) <= now)
    query = query.where(col(Registration.over_at).is_(None), Registration.kind == kind)
    return list(session.exec(query.order_by(col(Registration.due_at), Registration.id)))


def amendments(session: Session, key: str) -> list[Amendment]:
    return list(session.exec(select(Amendment).where(Amendment.registration_id == key).order_by(col(Amendment.number))))


def joined(session: Session, key: str) -> int:
    return session.exec(select(func.count()).select_from(Participation).where(Participation.registration_id == key)).one()


def trials_of(session: Session, person_id: str, states: Collection[str]) -> list[Registration]:
    """The trials somebody takes part in, in some states, the oldest first."""
    query = select(Registration).join(Participation, col(Participation.registration_id) == col(Registration.id))
    query = query.where(Participation.person_id == person_id).order_by(col(Registration.registered_at), Registration.id)
    return [one for one in session.exec(query) if one.state in states]  # in a query, SQLite would look at everybody's


def nobody_takes_part(session: Session, key: str) -> None:
    session.exec(delete(Participation).where(col(Participation.registration_id) == key))


def leave(session: Session, person_id: str, team_id: str | None = None) -> None:
    """Take somebody out of all trials, or of those of one team."""
    query = delete(Participation).where(col(Participation.person_id) == person_id)
    if team_id:
        theirs = select(Registration.id).where(Registration.team_id == team_id)
        query = query.where(col(Participation.registration_id).in_(theirs))
    session.exec(query)


def flipped(session: Session, key: str, person_id: str) -> list[Flip]:
    """Somebody's flips in a trial, in their order."""
    query = select(Flip).where(Flip.registration_id == key, Flip.person_id == person_id)
    return list(session.exec(query.order_by(col(Flip.number))))


def flips(session: Session, key: str) -> int:
    return session.exec(select(func.count()).select_from(Flip).where(Flip.registration_id == key)).one()


def flip_of(session: Session, checkin_id: str) -> Flip | None:
    return session.exec(select(Flip).where(Flip.checkin_id == checkin_id)).first()


def flips_of(session: Session, checkin_ids: Sequence[str]) -> dict[str, Flip]:
    """The flips of these tasks, by task; most have none."""
    found = session.exec(select(Flip).where(col(Flip.checkin_id).in_(checkin_ids))) if checkin_ids else ()
    return {flip.checkin_id: flip for flip in found}


def settled(session: Session, checkin_id: str, now: datetime) -> None:
    """Something came of a task, or nothing will: the trial that flipped a coin for it, if one did, is to be looked at."""
    flip = flip_of(session, checkin_id)
    look_at(session, [flip.registration_id] if flip else [], now)


def flipped_by(session: Session, person_id: str) -> list[str]:
    """The keys of the trials in which somebody has had a coin flipped."""
    query = select(Flip.registration_id).where(Flip.person_id == person_id).distinct()
    return sorted(session.exec(query))


def look_at(session: Session, keys: Collection[str], now: datetime) -> None:
    """Those of these that are not over are to be looked at now."""
    query = update(Registration).where(col(Registration.id).in_(keys), col(Registration.over_at).is_(None))
    if keys:
        session.exec(query.values(due_at=now).execution_options(synchronize_session="fetch"))


def told(session: Session, key: str) -> list[tuple[Flip, str, Answer | None]]:
    """Every flip of a trial, with the state of its task and what was told of it, in the order in which they were flipped."""
    query = (
        sql_select(Flip, col(CheckIn.state), Answer)
        .join(CheckIn, col(CheckIn.id) == col(Flip.checkin_id))
        .outerjoin(Answer, col(Answer.checkin_id) == col(Flip.checkin_id))
        .where(col(Flip.registration_id) == key)
        .order_by(col(Flip.flipped_at), col(Flip.id))
    )
    return [(flip, state, answer) for flip, state, answer in session.execute(query)]


def unsettled(session: Session, key: str, states: Collection[str]) -> int:
    """How many of its flips belong to tasks in these states."""
    query = select(func.count()).select_from(Flip).join(CheckIn, col(CheckIn.id) == col(Flip.checkin_id))
    return session.exec(query.where(Flip.registration_id == key, col(CheckIn.state).in_(states))).one()


def not_of_an_open_trial() -> ColumnElement[bool]:
    """Which answers are none of a trial that still runs: of those nobody but their author reads anything."""
    running = sql_select(col(Registration.id)).where(col(Registration.over_at).is_(None))
    return col(Answer.trial_id).is_(None) | col(Answer.trial_id).not_in(running)
