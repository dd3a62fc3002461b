"""What a team asks besides: its own questions, as its owner writes them on a form. A file says the same in `question`."""

from collections.abc import Mapping
from typing import Any

import structlog

from bot.domain import ownform, ownquestions
from bot.domain.language import _, ngettext
from bot.domain.ownquestions import OwnQuestion
from bot.domain.refusal import Refusal
from bot.domain.teamform import Faulty
from bot.domain.teamstate import TeamState
from bot.manage.rights import theirs
from bot.services import Actor, Services
from storage import teams

log = structlog.get_logger()


def questions_of(services: Services, actor: Actor, team_id: str) -> tuple[OwnQuestion, ...]:
    """To an owner of the team."""
    with services.store.read() as session:
        return ownquestions.all_of(theirs(session, actor, team_id)[1].questions)


def ask_besides(services: Services, actor: Actor, team_id: str, filled: Mapping[str, Any]) -> str:
    """From now on the team asks these and no others, or Faulty. Sent again it changes nothing."""
    with services.store.begin() as session:
        teams.locked(session, team_id)
        _person, team = theirs(session, actor, team_id)
        if team.state == TeamState.ARCHIVED:
            raise Refusal(_("{team} is archived. Bring it back first.", team=team.name))
        asked, faults = ownform.read(filled, team.tools)
        if faults:
            raise Faulty(faults)
        team.questions = [one.to_json() for one in asked]
        log.info("what a team asks besides is set", team=team.id, count=len(asked))
        if not asked:
            return _("{team} asks no questions of its own.", team=team.name)
        return ngettext(
            "{team} asks {n} question of its own from its next check-in on.",
            "{team} asks {n} questions of its own from its next check-in on.",
            len(asked),
            team=team.name,
        )
