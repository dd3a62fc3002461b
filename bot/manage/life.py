"""A team that has lost its owners: an admin names another one."""

import structlog

from bot import ask
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.domain.roles import Right
from bot.manage import admin
from bot.manage.rights import NOBODY, require
from bot.services import Actor, Services
from storage import people
from storage.tables import Membership, Team

log = structlog.get_logger()


def name_owner(services: Services, actor: Actor, team_id: str, user: str) -> str:
    """An admin puts somebody in charge of a team that nobody is in charge of."""
    require(services, actor, NOBODY, Right.ADMIN)
    admin.checked_people(services, actor, [user])
    profile = services.messenger.profile(user)
    with services.store.begin() as session:
        team = session.get(Team, team_id, with_for_update=True)
        if team is None or team.workspace != actor.workspace:
            raise Refusal(_("There is no such team here."))
        if people.owners(session, team.id):
            raise Refusal(_("{team} has an owner, who decides who else owns it.", team=team.name))
        person = people.find_or_add(session, team.workspace, user)
        if profile:
            ask.noted(person, profile)
        row = session.get(Membership, (team.id, person.id)) or Membership(
            workspace=team.workspace, team_id=team.id, person_id=person.id, joined_at=services.now()
        )
        row.is_owner = True
        session.add(row)
        log.info("an admin has named an owner", team=team.id)
        return _("{team} has an owner again.", team=team.name)
