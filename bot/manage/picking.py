"""Whoever an owner picked to be asked: looked up in Slack before anything is stored, outside of any transaction.

People who were picked one by one are looked at here. Those of a channel or a group are read by the loop that follows it, since
there may be more of them than can be looked up while somebody waits.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from sqlmodel import Session

from bot.domain.language import N_, _, ngettext
from bot.domain.refusal import Refusal
from bot.domain.teamfile import TeamPlan
from bot.domain.teamform import Faulty, Values, Who
from bot.manage.rights import theirs
from bot.manage.teams import Profiles, apply_people
from bot.services import Actor, InDoubt, Services, TryLater, Undeliverable
from storage import declined, people
from storage.tables import Team

AT_ONCE = 8  # lookups: somebody is waiting, and Slack waits three seconds
_NOT_NOW = N_("Slack does not answer just now. Please try again in a minute.")
_NO_CHANNEL = N_("Candor is not in that channel. Write /invite @Candor there, then send this again.")
_NOT_IN_IT = N_("You are not in that channel yourself. Join it first, or pick another.")
_NO_GROUP = N_("There is nobody in that group, or it cannot be looked at.")


@dataclass(frozen=True)
class Found:
    profiles: Profiles = field(default_factory=dict)


def look_up(services: Services, actor: Actor, plan: TeamPlan, before: Values) -> Found:
    """Faulty, at the field where it was picked, when somebody or some place cannot be asked; what was so before is believed."""
    who = Who.CHANNEL if plan.channel else Who.GROUP if plan.group else Who.PEOPLE
    picked = plan.channel or plan.group
    try:
        if picked and picked != before[who]:
            _place(services, actor, plan)
        fresh = [user for user in plan.people if user not in before["people"]]
        return Found(profiles_of(services, actor.workspace, fresh))
    except (TryLater, InDoubt, Undeliverable):
        raise Faulty({who: _(_NOT_NOW)}) from None
    except Refusal as no:
        raise Faulty({who: no.sentence}) from None


def _place(services: Services, actor: Actor, plan: TeamPlan) -> None:
    if plan.group:
        if not services.messenger.group(plan.group):
            raise Refusal(_(_NO_GROUP))
        return
    members = services.messenger.members(plan.channel or "")
    with services.store.read() as session:
        us = people.bot_user(session, actor.workspace)
    if members is None or (us and us not in members):
        raise Refusal(_(_NO_CHANNEL))
    if actor.user not in members:
        raise Refusal(_(_NOT_IN_IT))


def profiles_of(services: Services, workspace: str, users: Sequence[str]) -> Profiles:
    """Everybody's profile; a Refusal for the first who cannot be asked."""
    if not users:
        return {}
    with ThreadPoolExecutor(AT_ONCE, "lookup") as pool:
        found = dict(zip(users, pool.map(services.messenger.profile, users), strict=True))
    for profile in found.values():
        if profile is None:
            raise Refusal(_("Somebody you picked is not in this workspace."))
        if profile.refusal(workspace):
            why = N_("{name} cannot be asked: guests, bots and people of other workspaces have no part in a team.")
            raise Refusal(_(why, name=profile.name))
    return dict(found)


def add_people(services: Services, actor: Actor, team_id: str, users: Sequence[str]) -> str:
    """More people for a team whose people were named one by one."""
    try:
        profiles = profiles_of(services, actor.workspace, list(dict.fromkeys(users)))
    except (TryLater, InDoubt, Undeliverable):
        raise Refusal(_(_NOT_NOW)) from None
    with services.store.begin() as session:
        team = _of_named(theirs(session, actor, team_id)[1])
        alone = declined.marks(session, actor.workspace)
        there = {one.user for one in people.members(session, team.id)}
        fresh = {user: profile for user, profile in profiles.items() if user not in alone and user not in there}
        _change(services, session, team, there | fresh.keys(), fresh)
        name = team.name
    if not fresh:
        return _("Nobody was added to {team}.", team=name)
    # Translators: people who are asked by the team from now on
    return ngettext("{n} person is asked by {team} now.", "{n} more people are asked by {team} now.", len(fresh), team=name)


def remove_people(services: Services, actor: Actor, team_id: str, users: Iterable[str]) -> str:
    with services.store.begin() as session:
        team = _of_named(theirs(session, actor, team_id)[1])
        there = {one.user for one in people.members(session, team.id)}
        left = there - set(users)
        if not left:
            raise Refusal(_("Then nobody would be asked. Archive the team instead."))
        _change(services, session, team, left, {})
        name, gone = team.name, len(there) - len(left)
    if not gone:
        return _("Nobody was taken out of {team}.", team=name)
    # Translators: people who are not asked by the team any more
    return ngettext("{n} person is no longer asked by {team}.", "{n} people are no longer asked by {team}.", gone, team=name)


def _of_named(team: Team) -> Team:
    if team.channel or team.user_group:
        said = N_("{team} asks whoever is in its channel or group: who joins it is asked, who leaves it is not.")
        raise Refusal(_(said, team=team.name))
    return team


def _change(services: Services, session: Session, team: Team, members: set[str], fresh: Profiles) -> None:
    owners = [one.user for one in people.owners(session, team.id)]
    profiles = {user: fresh.get(user) for user in sorted({*owners, *members})}
    if apply_people(session, team, owners, members, profiles, services.now()):
        team.plan_due_at = services.now()
