"""Teams as their files declare them. Applying a file twice changes nothing the second time.

People are checked against the workspace before anything is stored, and a file is taken whole or not at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from bot import ask
from bot.domain import schedule
from bot.domain.refusal import Refusal
from bot.domain.teamfile import TeamPlan
from bot.domain.teamstate import TeamState
from bot.limits import floor_of
from bot.manage.proofs import look_at_trials, trial_about
from bot.services import Profile, Services
from storage import declined, people, registrations, teams
from storage.tables import Membership, Person, Team

Profiles = dict[str, Profile | None]  # by user; None where nobody was looked up


def apply(services: Services, workspace: str, plans: Iterable[TeamPlan], *, connected: bool = True) -> list[str]:
    """Make the teams as their file says, all or none; gives a line for each change. Unless connected, nobody is looked up."""
    checked = [(plan, *(_people(services, workspace, plan) if connected else _unchecked(plan))) for plan in plans]
    changes: list[str] = []
    with services.store.begin() as session:
        for plan, members, profiles in checked:
            changes += _apply_one(session, workspace, plan, members, profiles, services.now())
    return changes


def _people(services: Services, workspace: str, plan: TeamPlan) -> tuple[list[str], Profiles]:
    """The members of a plan, and everybody's profile; each is known to the workspace and may be asked."""
    members = list(plan.people)
    if place := plan.channel or plan.group:
        found = services.messenger.members(place) if plan.channel else services.messenger.group(place)
        if found is None:
            raise Refusal(f'team "{plan.name}": {_no_place(plan)}')
        members = [user for user in found if (one := services.messenger.profile(user)) and not one.refusal(workspace)]
    profiles: Profiles = {}
    for user in dict.fromkeys([*plan.owners, *members]):
        profile = services.messenger.profile(user)
        if profile is None:
            raise Refusal(f'team "{plan.name}": nobody in this workspace has the id {user}')
        if why_not := profile.refusal(workspace):
            raise Refusal(f'team "{plan.name}": {user} {why_not}, and can be neither asked nor own a team')
        profiles[user] = profile
    return members, profiles


def _no_place(plan: TeamPlan) -> str:
    if plan.channel:
        return f"there is no channel {plan.channel}, or Candor has not been invited to it"
    return f"there is no user group {plan.group}, or Candor lacks the scope usergroups:read"


def _unchecked(plan: TeamPlan) -> tuple[list[str], Profiles]:
    if place := plan.channel or plan.group:
        raise Refusal(f'team "{plan.name}": the members of {place} can only be read with SLACK_BOT_TOKEN set')
    return list(plan.people), dict.fromkeys([*plan.owners, *plan.people])


def _apply_one(
    session: Session, workspace: str, plan: TeamPlan, members: list[str], profiles: Profiles, now: datetime
) -> list[str]:
    people.workspace(session, workspace)
    _require_floor(session, workspace, plan)
    left_out = _left_out(session, workspace, plan, profiles)
    team = _not_archived(teams.named(session, workspace, plan.name))
    _require_kinds(session, plan, team)
    asked = {user: found for user, found in profiles.items() if user not in left_out}
    done = declare(session, workspace, plan, team, members, asked, now)
    what = [f"{plan.name}: new team"] if team is None else [f"{plan.name}: {key} changed" for key in done.settings]
    return [*what, *done.people, *_told(plan, len(left_out))]


@dataclass(frozen=True)
class Declared:
    """A team as it is stored now: which of its settings are other than before, and who has come or gone."""

    team: Team
    settings: tuple[str, ...]
    people: tuple[str, ...]


def declare(
    session: Session,
    workspace: str,
    plan: TeamPlan,
    team: Team | None,
    members: Iterable[str] | None,
    profiles: Profiles,
    now: datetime,
    state: TeamState = TeamState.RUNNING,
    unsaid: frozenset[str] = frozenset(),
) -> Declared:
    """Store what a file or a form says of a team; a new one begins in this state. What is `unsaid` stays as it is, and without
    `members` so does who is asked, until its channel or group is read."""
    wanted = {key: value for key, value in _wanted(plan).items() if team is None or key not in unsaid}
    if team is None:
        team = Team(workspace=workspace, created_at=now, plan_due_at=now, state=state, **wanted)
        session.add(team)
        session.flush()
        settings: tuple[str, ...] = tuple(wanted)
    else:
        settings = tuple(key for key, value in wanted.items() if getattr(team, key) != value)
        if set(team.task_types) != set(plan.task_types):
            team.edited_at = now  # figures over all kinds of task have moved
        for key in settings:
            setattr(team, key, wanted[key])
        if "zone" in settings:
            look_at_trials(session, team, now)
    people_changed = apply_people(session, team, plan.owners, members, profiles, now)
    if settings or people_changed:
        team.plan_due_at, team.digest_due_at = now, None
    looked_up = members is not None and any(profiles.values())
    team.follow_due_at = next_look(team.id, now) if looked_up else now
    return Declared(team, settings, tuple(people_changed))


def _wanted(plan: TeamPlan) -> dict[str, Any]:
    """What a plan says, as its row keeps it."""
    return {
        "name": plan.name,
        "zone": plan.zone,
        "k": plan.k,
        "country": plan.country,
        "channel": plan.channel,
        "user_group": plan.group,
        "task_types": list(plan.task_types),
        "tools": list(plan.tools),
        "rhythm": schedule.Rhythm(**plan.rhythm.model_dump()).to_json(),
        "holidays": [day.isoformat() for day in plan.holidays],
        "digest_day": plan.digest_day,
        "digest_time": plan.digest_time,
        "language": plan.language,
        "rate_per_hour": plan.cost.rate_per_hour if plan.cost else None,
        "tools_per_month": plan.cost.tools_per_month if plan.cost else None,
        "currency": plan.cost.currency if plan.cost else "",
        "questions": [one.to_json() for one in plan.questions],
    }


def _require_floor(session: Session, workspace: str, plan: TeamPlan) -> None:
    """A file that says no k goes by the floor."""
    least = floor_of(session, workspace)
    if "k" in plan.model_fields_set and plan.k < least:
        raise Refusal(
            f'team "{plan.name}": k must be at least {least}, because an admin of this workspace has set that no figure is '
            "about fewer people"
        )


def _not_archived(team: Team | None) -> Team | None:
    if team and team.state == TeamState.ARCHIVED:
        raise Refusal(f'team "{team.name}": it is archived; one of its owners brings it back first, in Slack')
    return team


def _require_kinds(session: Session, plan: TeamPlan, team: Team | None) -> None:
    trial = team and trial_about(session, team, plan.task_types)
    if trial:
        raise Refusal(
            f'team "{plan.name}": a trial about "{trial.task_type}" is open, so that kind of task stays until it is over; one '
            "of its owners can stop it early, in Slack"
        )


def _left_out(session: Session, workspace: str, plan: TeamPlan, users: Iterable[str]) -> set[str]:
    """Who wishes to be left alone is, whatever a file says."""
    alone = declined.marks(session, workspace)
    left_out = {user for user in users if user in alone}
    if left_out.issuperset(plan.owners):
        raise Refusal(f'team "{plan.name}": all its owners have stopped for good; name another one')
    return left_out


def next_look(team_id: str, now: datetime) -> datetime:
    """About a day from now, for each team at another hour."""
    spread = int.from_bytes(sha256(team_id.encode()).digest()[:2]) % (4 * 60)
    return now + timedelta(hours=22, minutes=spread)


def _told(plan: TeamPlan, count: int) -> list[str]:
    """How many that were; nobody is named."""
    if not count:
        return []
    who = "1 of its people is" if count == 1 else f"{count} of its people are"
    return [f"{plan.name}: {who} left out, as they had everything about them deleted and have not come back"]


def apply_people(
    session: Session,
    team: Team,
    owners: Iterable[str],
    members: Iterable[str] | None,
    profiles: Profiles,
    now: datetime,
) -> list[str]:
    """Who is asked and who is in charge, from now on; `profiles` has all of them. Without `members`, only owners come and go.

    Gives a line for each change.
    """
    owners, asked = set(owners), set(members or ())
    changes, wanted = [], {}
    for user, found in profiles.items():
        person = people.find_or_add(session, team.workspace, user)
        if found:
            ask.noted(person, found)
        wanted[person.id] = (user, user in asked, user in owners)
    for row in teams.memberships(session, team.id):
        user, is_member, is_owner = wanted.pop(row.person_id, ("", False, False))
        is_member = row.is_member if members is None else is_member
        row.joined_at = now if is_member and not row.is_member else row.joined_at
        if (row.is_member, row.is_owner) != (is_member, is_owner):
            row.is_member, row.is_owner = is_member, is_owner
            changes.append(f"{team.name}: {user or 'somebody'} {_role(is_member, is_owner)}")
        if not is_member:
            ask.leave(session, team, session.get_one(Person, row.person_id), now)
            registrations.leave(session, row.person_id, team.id)
        if not is_member and not is_owner:
            session.delete(row)
    for person_id, (user, is_member, is_owner) in wanted.items():
        role: dict[str, Any] = {"is_member": is_member, "is_owner": is_owner, "joined_at": now}
        session.add(Membership(workspace=team.workspace, team_id=team.id, person_id=person_id, **role))
        changes.append(f"{team.name}: {user} {_role(is_member, is_owner)}")
    return changes


def _role(is_member: bool, is_owner: bool) -> str:
    if is_member and is_owner:
        return "is asked and owns it"
    return "is asked" if is_member else "owns it" if is_owner else "is no longer in it"
