"""Who somebody is, and whether they may: looked at when a door is opened and again when it is sent, by workspace and id.

What the database knows is believed. Only for who is in no team, and for admins, Slack is asked, and each time anew.
"""

from dataclasses import dataclass

from sqlmodel import Session

from bot.deliver import speaks
from bot.domain.language import N_, _
from bot.domain.refusal import Refusal
from bot.domain.roles import Right
from bot.manage.behalf import LeftAlone, Stranger, known, stranger
from bot.services import Actor, InDoubt, Profile, Services, TryLater, Undeliverable
from storage import people
from storage.tables import Person, Team, Workspace

_NOT_NOW = N_("Slack does not say who you are just now. Please try again in a minute.")


class NotOwner(Refusal):
    """Only an owner of that team can do this."""


class NotAdmin(Refusal):
    """Only an admin of this workspace can do this."""


class MayNotOwn(Refusal):
    """In this workspace only people an admin has named set up teams. An admin can name you with /candor admin."""


@dataclass(frozen=True)
class Who:
    """Somebody as the database knows them. `known`: something is stored about them."""

    language: str | None = None
    known: bool = False
    in_team: bool = False
    asked: bool = False
    owner: bool = False


NOBODY = Who()


def whois(services: Services, actor: Actor) -> Who:
    with services.store.read() as session:
        person = people.find(session, actor.workspace, actor.user)
        if person is None:
            return NOBODY
        in_team, asked, owner = people.roles(session, person.id)
        return Who(speaks(person), True, in_team, asked, owner)


def require(services: Services, actor: Actor, who: Who, right: Right) -> None:
    """Whether somebody may come in by such a door at all. Of which team and what of theirs, each verb asks besides."""
    match right:
        case Right.STORED if not who.known:
            _require_forgotten(services, actor)
        case Right.TEAM | Right.ASKED if not who.in_team:
            with services.store.read() as session:
                raise stranger(session, actor)
        case Right.OWNER if not who.owner:
            raise NotOwner if who.in_team else Stranger
        case Right.REPORT if not who.in_team:
            _require_admin(services, actor, otherwise=Stranger())
        case Right.TEAMS if who.owner:
            pass
        case Right.SET_UP | Right.TEAMS:
            require_may_own(services, actor)
        case Right.ADMIN:
            _require_admin(services, actor, otherwise=NotAdmin())


def _require_forgotten(services: Services, actor: Actor) -> None:
    """Who was forgotten may come back; anybody else of whom nothing is stored is a stranger."""
    with services.store.read() as session:
        no = stranger(session, actor)
    if not isinstance(no, LeftAlone):
        raise no


def theirs(session: Session, actor: Actor, team_id: str) -> tuple[Person, Team]:
    """A team, to whoever is in charge of it."""
    person = known(session, actor)
    team = next((team for team in people.owned(session, person.id) if team.id == team_id), None)
    if team is None:
        raise NotOwner
    return person, team


def require_may_own(services: Services, actor: Actor) -> Profile:
    """Somebody who may set up a team and be in charge of it: in the workspace, no guest, and named where that is needed."""
    found = profile_of(services, actor)
    with services.store.read() as session:
        workspace = session.get(Workspace, actor.workspace)
        person = people.find(session, actor.workspace, actor.user)
    named = person is not None and person.may_own
    if workspace and workspace.owners_named and not named and not found.admin:
        raise MayNotOwn
    return found


def is_admin(services: Services, actor: Actor) -> bool:
    try:
        return profile_of(services, actor).admin
    except Refusal:
        return False


def seems_admin(services: Services, actor: Actor) -> bool:
    """Whether to offer somebody what is for admins, as Slack said some minutes ago at most. Who takes it is looked up anew."""
    if actor.workspace != services.workspace:
        return False
    return services.recently.of(actor, services.now(), lambda: is_admin(services, actor))


def profile_of(services: Services, actor: Actor) -> Profile:
    """Who Slack says somebody is. Guests, bots and people of other workspaces have no part here."""
    try:
        found = services.messenger.profile(actor.user)
    except (TryLater, InDoubt, Undeliverable):
        raise Refusal(_(_NOT_NOW)) from None
    if found is None or actor.workspace != services.workspace or found.refusal(actor.workspace):
        raise Stranger
    return found


def _require_admin(services: Services, actor: Actor, *, otherwise: Refusal) -> None:
    if not profile_of(services, actor).admin:
        raise otherwise
