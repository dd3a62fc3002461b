"""People and where they belong."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, delete, select

from storage.tables import Absence, Membership, Person, Team, Workspace, metadata

WORK_DAYS = (0, 1, 2, 3, 4)
WORK_START, WORK_END = time(9), time(17)
RUNNING = "running"  # as in `bot/domain/teamstate.py`
SEEN_BY_ALL = (RUNNING, "paused")


def workspace(session: Session, key: str) -> Workspace:
    """The workspace's row, made when it is not there yet."""
    row = session.get(Workspace, key)
    if row is None:
        row = Workspace(id=key)
        session.add(row)
        session.flush()
    return row


def bot_user(session: Session, key: str) -> str:
    """Who the bot is in a workspace; "" where nobody has said."""
    row = session.get(Workspace, key)
    return row.bot_user if row else ""


def workspaces(session: Session) -> list[Workspace]:
    return list(session.exec(select(Workspace).order_by(Workspace.id)))


def adopt(session: Session, old: str, new: str) -> None:
    """Everything stored under one workspace now belongs to another."""
    if session.get(Workspace, old) is None:
        return
    for table in metadata.sorted_tables:
        if "workspace" in table.columns:
            session.execute(table.update().where(table.c.workspace == old).values(workspace=new))
    session.delete(session.get_one(Workspace, old))


def find(session: Session, workspace: str, user: str) -> Person | None:
    return session.exec(select(Person).where(Person.workspace == workspace, Person.user == user)).first()


def find_or_add(session: Session, workspace: str, user: str, *, imported: bool = False) -> Person:
    person = find(session, workspace, user)
    if person is None:
        person = Person(
            workspace=workspace,
            user=user,
            work_days=list(WORK_DAYS),
            work_start=WORK_START,
            work_end=WORK_END,
            imported=imported,
        )
        session.add(person)
        session.flush()
    person.imported &= imported  # who is known otherwise is no longer somebody who only came with a file
    return person


def members(session: Session, team_id: str) -> list[Person]:
    return _belonging(session, team_id, col(Membership.is_member))


def owners(session: Session, team_id: str) -> list[Person]:
    return _belonging(session, team_id, col(Membership.is_owner))


def stay(session: Session, team_id: str) -> None:
    """Nobody of a team is forgotten, nor begins a task, until this transaction is over.

    For whoever locks something of the team and then writes to all of them: people are locked before what is theirs in common,
    as by everybody else, so that neither waits for the other.
    """
    query = select(Person.id).join(Membership, col(Membership.person_id) == col(Person.id))
    query = query.where(Membership.team_id == team_id).order_by(Person.id)
    session.exec(query.with_for_update(read=True, key_share=True, of=Person)).all()


def _belonging(session: Session, team_id: str, role: Mapped[bool]) -> list[Person]:
    query = select(Person).join(Membership, col(Membership.person_id) == col(Person.id))
    return list(session.exec(query.where(Membership.team_id == team_id, role).order_by(Person.user)))


def joined(session: Session, team_ids: Sequence[str]) -> dict[str, datetime]:
    """Who is asked in one of these teams, and since when; of several, the last time."""
    query = select(Membership.person_id, func.max(Membership.joined_at)).where(col(Membership.team_id).in_(team_ids))
    return dict(session.exec(query.where(col(Membership.is_member)).group_by(col(Membership.person_id))).all())


def unreachable(session: Session, workspace: str | None) -> int:
    """How many people of a workspace, or of all, cannot be written to."""
    query = select(func.count()).select_from(Person).where(col(Person.unreachable).is_not(None))
    return session.exec(query.where(Person.workspace == workspace) if workspace else query).one()


def cannot_be_reached(session: Session, workspace: str) -> list[str]:
    """Who of a workspace cannot be written to, by their ids in Slack."""
    query = select(Person.user).where(Person.workspace == workspace, col(Person.unreachable).is_not(None))
    return list(session.exec(query.order_by(Person.user)))


def may_own(session: Session, workspace: str) -> list[Person]:
    """Whom an admin has named as somebody who may own teams."""
    query = select(Person).where(Person.workspace == workspace, col(Person.may_own))
    return list(session.exec(query.order_by(Person.user)))


def imported(session: Session) -> set[str]:
    """People who only came with a file of answers."""
    return set(session.exec(select(Person.id).where(col(Person.imported))))


def teams_of(session: Session, person_id: str, *, members_only: bool = False, every: bool = False) -> list[Team]:
    """Somebody's teams by name. One that has not begun or is archived is its owners' alone, unless `every` one is wanted."""
    query = select(Team).join(Membership, col(Membership.team_id) == col(Team.id)).where(Membership.person_id == person_id)
    seen = col(Team.state).in_(SEEN_BY_ALL)
    if members_only:
        query = query.where(col(Membership.is_member), seen)
    elif not every:
        query = query.where(or_(col(Membership.is_owner), seen))
    return list(session.exec(query.order_by(Team.name)))


def places(session: Session, who: Any) -> dict[str, list[tuple[Team, datetime]]]:
    """The running teams by which each of these people is asked, by name, and since when.

    `who` is a list of ids or `asked_by(team)`.
    """
    query = select(Membership.person_id, Team, Membership.joined_at).join(Team, col(Team.id) == col(Membership.team_id))
    found: dict[str, list[tuple[Team, datetime]]] = {}
    for person_id, team, since in session.exec(
        query.where(col(Membership.person_id).in_(who), col(Membership.is_member), Team.state == RUNNING).order_by(
            Team.name, Team.id
        )
    ):
        found.setdefault(person_id, []).append((team, since))
    return found


def asked_by(team_id: str) -> Any:
    """The ids of a team's members, as part of another query."""
    return select(Membership.person_id).where(Membership.team_id == team_id, col(Membership.is_member))


def belongs(session: Session, team_id: str, person_id: str) -> bool:
    found = session.get(Membership, (team_id, person_id))
    return found is not None and found.is_member


def absences(session: Session, who: Any, since: date) -> dict[str, list[Absence]]:
    """When each of these people is away on `since` or later, the soonest first."""
    query = select(Absence).where(col(Absence.person_id).in_(who), Absence.until >= since)
    found: dict[str, list[Absence]] = {}
    for row in session.exec(query.order_by(col(Absence.since), Absence.id)):
        found.setdefault(row.person_id, []).append(row)
    return found


def back(session: Session, person_id: str, since: date, *, said_by_others: bool = False, only: str | None = None) -> int:
    """Strike out what was said about being away on `since` or later, or `only` one range; how many ranges it was."""
    query = delete(Absence).where(col(Absence.person_id) == person_id, col(Absence.until) >= since)
    query = query.where(col(Absence.id) == only) if only else query
    return session.exec(query.where(col(Absence.said_by) != person_id) if said_by_others else query).rowcount


def led(session: Session, owner_id: str, user: str) -> tuple[Person, Team] | None:
    """Somebody who is asked by a team that this owner is in charge of, and the first such team."""
    theirs = select(Membership.team_id).where(Membership.person_id == owner_id, col(Membership.is_owner))
    query = select(Person, Team).join(Membership, col(Membership.person_id) == col(Person.id))
    query = query.join(Team, col(Team.id) == col(Membership.team_id)).where(col(Team.id).in_(theirs))
    return session.exec(query.where(Person.user == user, col(Membership.is_member)).order_by(Team.name)).first()


def roles(session: Session, person_id: str) -> tuple[bool, bool, bool]:
    """Whether somebody is in any team, is asked by one, is in charge of one; as they see them (`teams_of`)."""
    query = select(Membership.is_member, Membership.is_owner, Team.state).join(Team, col(Team.id) == col(Membership.team_id))
    found = session.exec(query.where(Membership.person_id == person_id)).all()
    asked = any(member and state in SEEN_BY_ALL for member, _owner, state in found)
    owner = any(owner for _member, owner, _state in found)
    return asked or owner, asked, owner


def owned(session: Session, person_id: str) -> list[Team]:
    """The teams somebody is in charge of, by name, archived ones too."""
    query = select(Team).join(Membership, col(Membership.team_id) == col(Team.id))
    query = query.where(Membership.person_id == person_id, col(Membership.is_owner))
    return list(session.exec(query.order_by(Team.name)))


def countries(session: Session) -> list[str]:
    """Every country whose holidays are somebody's days off."""
    found = {one for column in (Person.country, Team.country) for one in session.exec(select(column).distinct())}
    return sorted(filter(None, found))
