"""Teams and their memberships."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select, update

from storage.people import RUNNING
from storage.tables import Answer, Membership, Team

AT_ONCE = 20  # teams followed in a turn
ARCHIVED = "archived"  # as in `bot/domain/teamstate.py`


def named(session: Session, workspace: str, name: str) -> Team | None:
    """The team of that name; upper and lower case do not matter."""
    return next((team for team in all_of(session, workspace) if team.name.casefold() == name.casefold()), None)


def all_of(session: Session, workspace: str) -> list[Team]:
    return list(session.exec(select(Team).where(Team.workspace == workspace).order_by(Team.name)))


def memberships(session: Session, team_id: str) -> list[Membership]:
    return list(session.exec(select(Membership).where(Membership.team_id == team_id)))


def to_plan(session: Session, now: datetime, not_after: datetime) -> list[Team]:
    """Teams to plan by now, and those that a clock which went wrong has put off until later than it ever is."""
    running = col(Team.state) == RUNNING
    return _either(session, and_(running, col(Team.plan_due_at) <= now), and_(running, col(Team.plan_due_at) > not_after))


def to_report(session: Session, now: datetime) -> list[Team]:
    """Teams whose digest is due, or of which nobody knows yet when it is."""
    running = col(Team.state) == RUNNING
    return _either(session, and_(running, col(Team.digest_due_at).is_(None)), and_(running, col(Team.digest_due_at) <= now))


def _either(session: Session, this: ColumnElement[bool], that: ColumnElement[bool]) -> list[Team]:
    """Teams for which one or the other holds, each looked up by its index: asked for both at once, a database reads all."""
    found = [team for query in (this, that) for team in session.exec(select(Team).where(query))]
    return sorted(found, key=lambda team: team.id)


def has_answers(session: Session, team_id: str) -> bool:
    return session.exec(select(Answer.id).where(Answer.team_id == team_id).limit(1)).first() is not None


def next_report(session: Session, team_id: str, moment: datetime) -> None:
    session.exec(update(Team).where(col(Team.id) == team_id).values(digest_due_at=moment))


def locked(session: Session, team_id: str) -> Team | None:
    """A team as it stands now; whoever else would change it waits until this is over."""
    return session.get(Team, team_id, with_for_update=True, populate_existing=True)


def every(session: Session) -> list[Team]:
    return list(session.exec(select(Team).order_by(Team.id)))


def to_follow(session: Session, workspace: str, now: datetime) -> list[Team]:
    """Teams whose channel, group and owners are to be looked at again, a few at a time, the longest overdue first."""
    due = (col(Team.follow_due_at) <= now, Team.workspace == workspace)
    return list(session.exec(select(Team).where(*due).order_by(col(Team.follow_due_at), Team.id).limit(AT_ONCE)))


def next_look(session: Session, team_id: str, before: datetime | None, moment: datetime) -> None:
    """Put the next look off, unless something has happened since `before` that is to be looked at sooner."""
    same = (col(Team.id) == team_id, col(Team.follow_due_at).is_not_distinct_from(before))
    session.exec(update(Team).where(*same).values(follow_due_at=moment))


def look_soon(session: Session, workspace: str, place: str, moment: datetime) -> None:
    """Have the teams of a channel or user group looked at; those that are archived never are."""
    here = or_(col(Team.channel) == place, col(Team.user_group) == place)
    query = update(Team).where(col(Team.workspace) == workspace, here, col(Team.state) != ARCHIVED)
    session.exec(query.values(follow_due_at=moment).execution_options(synchronize_session=False))
