"""Who is in charge of a team. A team always has somebody; only where the last one has left the workspace may an admin name one.

Whoever is named is looked up in Slack before anything is stored, and told. Right and team are looked at again where it is
stored, with the team locked, so that two owners who take each other out at once leave one of them.
"""

from datetime import datetime
from functools import partial

import structlog
from sqlmodel import Session

from bot import ask
from bot.domain.language import N_, _
from bot.domain.refusal import Refusal
from bot.manage.rights import NotAdmin, NotOwner, is_admin, theirs
from bot.manage.telling import tell
from bot.services import Actor, InDoubt, Profile, Services, TryLater, Undeliverable
from storage import declined, people, teams
from storage.tables import Membership, Person, Team, Workspace, opaque

log = structlog.get_logger()

_ADDED = N_("{by} has put you in charge of the team {team} with Candor. You find it on my home page; /candor help says more.")
_NAMED = N_(
    "{by} has put you in charge of the team {team} with Candor, which had nobody any more. You find it on my home page."
)
_TAKEN_OUT = N_("{by} has taken you out of those in charge of the team {team} with Candor.")


class CannotOwn(Refusal):
    """Only full members of this workspace who wish to take part can be in charge of a team."""


class NotNamed(Refusal):
    """In this workspace an admin names who may be in charge of a team. They can be named with /candor admin."""


class NoSuchOwner(Refusal):
    """They are not in charge of this team."""


class NotOrphaned(Refusal):
    """This team has an owner, who can name another one."""


class NoSuchTeam(Refusal):
    """There is no such team here."""


def in_charge(services: Services, actor: Actor, team_id: str) -> tuple[str, tuple[str, ...]]:
    """The team's name, and who is in charge of it, to one of them."""
    with services.store.read() as session:
        _owner, team = theirs(session, actor, team_id)
        return team.name, tuple(one.user for one in people.owners(session, team.id))


def add_owner(services: Services, actor: Actor, team_id: str, user: str) -> str:
    """Put somebody else in charge as well."""
    _first_look(services, actor, team_id)
    found, now = _who(services, actor, user), services.now()
    with services.store.begin() as session:
        _owner, team = _locked(session, actor, team_id)
        if _put_in(session, team, found, _ADDED, actor, now):
            return _("Done: they are in charge of {team} as well, and are told so.", team=team.name)
        return _("They are in charge of {team} already.", team=team.name)


def hand_over(services: Services, actor: Actor, team_id: str, user: str) -> str:
    """Put somebody else in charge, and leave that to them."""
    _first_look(services, actor, team_id)
    if user == actor.user:
        raise Refusal(_("That is you: name somebody else."))
    found, now = _who(services, actor, user), services.now()
    with services.store.begin() as session:
        owner, team = _locked(session, actor, team_id)
        _put_in(session, team, found, _ADDED, actor, now)
        _take_out(session, team, owner)
        return _("Done: {team} is in their hands, and they are told so.", team=team.name)


def remove_owner(services: Services, actor: Actor, team_id: str, user: str) -> str:
    """Take somebody out of those in charge, oneself too, as long as somebody is left."""
    now = services.now()
    with services.store.begin() as session:
        _owner, team = _locked(session, actor, team_id)
        owners = {one.user: one for one in people.owners(session, team.id)}
        if user not in owners:
            raise NoSuchOwner
        if len(owners) == 1:
            raise Refusal(_("{team} needs somebody in charge: hand it over to somebody else.", team=team.name))
        _take_out(session, team, owners[user])
        if user == actor.user:
            return _("Done: you are not in charge of {team} any more.", team=team.name)
        words = partial(_, _TAKEN_OUT, team=team.name, by="{by}")
        tell(session, owners[user], f"owner/{opaque()}", words, now, by=actor.user)
        return _("Done: they are not in charge of {team} any more, and are told so.", team=team.name)


def name_owner(services: Services, actor: Actor, team_id: str, user: str) -> str:
    """For an admin, where a team has lost its last owner: put somebody in charge."""
    if not is_admin(services, actor):
        raise NotAdmin
    found, now = _who(services, actor, user, named=True), services.now()
    with services.store.begin() as session:
        team = teams.locked(session, team_id)
        if team is None or team.workspace != actor.workspace:
            raise NoSuchTeam
        if people.owners(session, team.id):
            raise NotOrphaned
        _put_in(session, team, found, _NAMED, actor, now)
        return _("Done: they are in charge of {team}, and are told so.", team=team.name)


def _first_look(services: Services, actor: Actor, team_id: str) -> None:
    """Before Slack is asked about anybody for them."""
    with services.store.read() as session:
        theirs(session, actor, team_id)


def _locked(session: Session, actor: Actor, team_id: str) -> tuple[Person, Team]:
    if teams.locked(session, team_id) is None:
        raise NotOwner
    return theirs(session, actor, team_id)


def _who(services: Services, actor: Actor, user: str, *, named: bool = False) -> Profile:
    """Somebody who may be in charge, as Slack says who they are. The refusals tell nobody why it is so."""
    try:
        found = services.messenger.profile(user)
    except (TryLater, InDoubt, Undeliverable):
        raise Refusal(_("Slack does not say who that is just now. Please try again in a minute.")) from None
    with services.store.read() as session:
        if found is None or found.refusal(actor.workspace) or user in declined.marks(session, actor.workspace):
            raise CannotOwn
        workspace, person = session.get(Workspace, actor.workspace), people.find(session, actor.workspace, user)
    if workspace and workspace.owners_named and not (named or found.admin or (person and person.may_own)):
        raise NotNamed
    return found


def _put_in(session: Session, team: Team, found: Profile, words: str, by: Actor, now: datetime) -> bool:
    """False where they are in charge already."""
    person = people.find_or_add(session, team.workspace, found.user)
    ask.noted(person, found)
    row = session.get(Membership, (team.id, person.id))
    if row and row.is_owner:
        return False
    if row:
        row.is_owner = True
    else:
        new = Membership(workspace=team.workspace, team_id=team.id, person_id=person.id, is_owner=True, joined_at=now)
        session.add(new)
    session.flush()
    if found.user != by.user:
        tell(session, person, f"owner/{opaque()}", partial(_, words, team=team.name, by="{by}"), now, by=by.user)
    log.info("somebody is in charge of a team", team=team.id, person=person.id)
    return True


def _take_out(session: Session, team: Team, person: Person) -> None:
    row = session.get_one(Membership, (team.id, person.id))
    row.is_owner = False
    if not row.is_member:
        session.delete(row)
    session.flush()
    log.info("somebody is not in charge of a team any more", team=team.id, person=person.id)
