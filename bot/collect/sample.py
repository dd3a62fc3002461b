"""A sample of a team's check-in, for an owner to try: it goes to them alone, and nothing they say in it is kept."""

from typing import Any

from bot.collect.form import FIRST_PAGE, NO_TYPE_YET, Form
from bot.deliver import owe
from bot.domain import questions, wording
from bot.domain.questions import Setting
from bot.limits import k_of
from bot.manage import theirs
from bot.services import Actor, Services
from storage.tables import opaque


def send_sample(services: Services, actor: Actor, team_id: str) -> None:
    """In the owner's own direct messages, however far the team has come."""
    with services.store.begin() as session:
        person, team = theirs(session, actor, team_id)
        whose: dict[str, Any] = {"workspace": person.workspace, "user": person.user, "person_id": person.id}
        payload = {"team": team.id, "k": k_of(session, team)}
        owe(session, services.now(), key=f"sample/{opaque()}", kind="sample", payload=payload, **whose)


def sample_form(services: Services, actor: Actor, team_id: str) -> Form:
    """The first page as a member of the team would meet it, empty."""
    with services.store.read() as session:
        person, team = theirs(session, actor, team_id)
        setting = Setting(person.key, tuple(team.task_types), tuple(team.tools))
    asked = [one for one in wording.applying(NO_TYPE_YET, setting) if one.key in FIRST_PAGE]
    return Form("", 1, tuple((questions.present(one, NO_TYPE_YET, setting), None) for one in asked))
