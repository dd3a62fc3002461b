"""Following: whoever comes into a team's channel or user group is asked, whoever leaves it is not, and owners who have left
the workspace are in charge no more.

Once a day, and when Slack says that something has changed. What Slack says is read first and stored afterwards, in a
transaction of each team's own; that drops what it read where the team was looked at, or is to be looked at again, meanwhile.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlmodel import Session

from bot import ask
from bot.deliver import owe, said_to
from bot.domain.language import N_, _, of_locale, speaking
from bot.domain.teamstate import TeamState
from bot.manage.teams import Profiles, apply_people, next_look
from bot.manage.telling import tell_owners
from bot.services import InDoubt, Services, TryLater, Undeliverable
from storage import checkins, declined, people, teams
from storage.tables import Team, opaque

log = structlog.get_logger()

_LOOK_UP = 100  # people at a time; what is left comes a minute later
_AGAIN = timedelta(minutes=1)
_WHEN_REFUSED = timedelta(hours=1)
_MOST_ADMINS = 3

_NO_CHANNEL = N_(
    "I cannot see any more who is in the channel of {team}. Its people stay as they are. Invite me to the channel again, and I "
    "follow who comes and goes."
)
_NO_GROUP = N_(
    "I cannot see any more who is in the user group of {team}. Its people stay as they are until I can, or until you change "
    "them."
)
_ORPHANED = N_(
    "Nobody is in charge of the team {team} any more: the last one has left this workspace. It goes on as before. As an admin "
    "you can name somebody, with /candor admin."
)


@dataclass(frozen=True)
class _Known:
    """A team as it was before Slack was asked. `silent` are members who cannot be reached: perhaps they have left."""

    id: str
    workspace: str
    channel: str | None
    group: str | None
    due: datetime | None
    owners: frozenset[str]
    members: frozenset[str]
    silent: frozenset[str]


@dataclass
class _Found:
    """What Slack says: who is there, None where that cannot be seen or nobody declared a place, and who is who."""

    there: frozenset[str] | None = None
    lost: bool = False
    profiles: Profiles = field(default_factory=dict)
    admins: dict[str, str | None] = field(default_factory=dict)  # whom to tell, with their language
    soon: timedelta | None = None  # when to look again, where something is left

    def gone(self, workspace: str) -> set[str]:
        """Who has no part in a team any more, and who never had."""
        return {user for user, one in self.profiles.items() if one is None or one.refusal(workspace)}


def look_soon(services: Services, workspace: str, place: str) -> None:
    """Somebody came to a channel or user group, or left it: its teams are looked at with the next turn."""
    with services.store.begin() as session:
        teams.look_soon(session, workspace, place, services.now())


def follow(services: Services) -> None:
    """One turn of the following loop."""
    now = services.now()
    if not services.workspace:
        return
    with services.store.read() as session:
        due = [_known(session, team) for team in teams.to_follow(session, services.workspace, now)]
    for it in due:
        try:
            found = _look(services, it, now)
        except (TryLater, InDoubt, Undeliverable) as silent:
            log.info("team not followed", team=it.id, reason=silent.reason)
            with services.store.begin() as session:
                teams.next_look(session, it.id, it.due, now + _patience(silent))
            continue
        with services.store.begin() as session:
            _store(session, it, found, now)


def _known(session: Session, team: Team) -> _Known:
    members, owners = people.members(session, team.id), people.owners(session, team.id)
    return _Known(
        team.id,
        team.workspace,
        team.channel,
        team.user_group,
        team.follow_due_at,
        frozenset(one.user for one in owners),
        frozenset(one.user for one in members),
        frozenset(one.user for one in members if one.unreachable is not None),
    )


def _patience(silent: Exception) -> timedelta:
    if isinstance(silent, TryLater):
        return max(_AGAIN, timedelta(seconds=silent.seconds))
    return _WHEN_REFUSED if isinstance(silent, Undeliverable) else 10 * _AGAIN


def _look(services: Services, it: _Known, now: datetime) -> _Found:
    """Ask Slack. What it keeps for later is left for the next look; everybody whom it named by then counts."""
    found = _Found()
    if place := it.group or it.channel:
        there = services.messenger.group(place) if it.group else services.messenger.members(place)
        found.there, found.lost = (None, True) if there is None else (frozenset(there), False)
    wanted = [*sorted(it.owners), *sorted(it.silent - it.owners), *_new(services, it, found, now)]
    found.soon = _AGAIN if len(wanted) > _LOOK_UP else None
    for user in wanted[:_LOOK_UP]:
        try:
            found.profiles[user] = services.messenger.profile(user)
        except (TryLater, InDoubt, Undeliverable) as silent:
            log.info("profiles not read", team=it.id, reason=silent.reason)
            found.soon = _patience(silent)
            break
    if it.owners and it.owners <= found.gone(it.workspace):
        found.admins = _admins(services, it)
    return found


def _new(services: Services, it: _Known, found: _Found, now: datetime) -> list[str]:
    """Who is there and not in the team, but for those who were found today to have no part in it."""
    with services.store.read() as session:
        alone = declined.marks(session, it.workspace)
        new = sorted((found.there or frozenset()) - it.members - it.owners)
        return [user for user in new if user not in alone and not checkins.seen(session, _no_part(it.id, user, now))]


def _no_part(team_id: str, user: str, now: datetime) -> str:
    return f"no part/{team_id}/{user}/{now.date()}"


def _admins(services: Services, it: _Known) -> dict[str, str | None]:
    with services.store.read() as session:
        alone = declined.marks(session, it.workspace)
    some = [user for user in services.messenger.admins() if user not in alone][:_MOST_ADMINS]
    profiles = {user: services.messenger.profile(user) for user in some}
    return {user: of_locale(one.locale) for user, one in profiles.items() if one}


def _store(session: Session, it: _Known, found: _Found, now: datetime) -> None:
    """Unless the team was looked at meanwhile, or is to be looked at again."""
    team = teams.locked(session, it.id)
    if team is None or (team.follow_due_at, team.channel, team.user_group) != (it.due, it.channel, it.group):
        return
    team.follow_due_at = now + found.soon if found.soon else next_look(team.id, now)
    owners = {one.user for one in people.owners(session, team.id)}
    members = {one.user for one in people.members(session, team.id)}
    gone = found.gone(team.workspace)
    for user in sorted(gone & ((found.there or frozenset()) - members - owners)):
        checkins.first_time(session, team.workspace, _no_part(team.id, user, now), now)
    staying = _staying(session, team, found, members, gone)
    if (owners - gone, staying) != (owners, members):
        _change(session, team, owners - gone, staying, found.profiles, now)
        if not members and team.state == TeamState.RUNNING and not team.channel:
            ask.announce(session, team, now)  # it began before anybody was known to be in it
    if owners and owners <= gone:
        _tell_admins(session, team, found.admins, now)
    elif found.lost:
        words = partial(_, _NO_GROUP if team.user_group else _NO_CHANNEL, team=team.name)
        tell_owners(session, team, f"following/{team.id}/{team.user_group or team.channel}", words, now)


def _staying(session: Session, team: Team, found: _Found, members: set[str], gone: set[str]) -> set[str]:
    if found.there is None:
        return members - gone
    alone = declined.marks(session, team.workspace)
    known = members | {user for user in found.profiles if user not in gone}
    return {user for user in found.there & known - gone if user not in alone}


def _change(session: Session, team: Team, owners: set[str], members: set[str], looked_up: Profiles, now: datetime) -> None:
    profiles = {user: looked_up.get(user) for user in sorted(owners | members)}
    changes = apply_people(session, team, owners, members, profiles, now)
    team.plan_due_at = now
    log.info("team followed", team=team.id, changes=len(changes))


def _tell_admins(session: Session, team: Team, admins: dict[str, str | None], now: datetime) -> None:
    """Once, as after this it has no owner to lose."""
    log.warning("team has nobody in charge", team=team.id)
    for user, language in admins.items():
        person, words = people.find(session, team.workspace, user), partial(_, _ORPHANED, team=team.name)
        with speaking(language):
            payload = {"text": said_to(person, words) if person else words()}
        to: dict[str, Any] = {"workspace": team.workspace, "user": user, "person_id": person.id if person else None}
        owe(session, now, key=f"orphaned/{opaque()}", kind="note", payload=payload, **to)
