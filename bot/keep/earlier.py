"""Somebody's own answers that are in a digest by now, so that each can still be deleted where they are listed."""

from dataclasses import dataclass
from datetime import date

from bot.domain import ownquestions
from bot.domain.conversation import State
from bot.domain.ownquestions import OwnQuestion
from bot.domain.questions import UNFINISHED
from bot.domain.summary import summary
from bot.domain.wording import FIX_MINUTES
from bot.manage import behalf
from bot.services import Actor, Services
from storage import answers, people, teams
from storage.tables import Answer

MOST = 30  # a list shows; when one is deleted, the next one before it comes up


@dataclass(frozen=True)
class Earlier:
    """One of them: its check-in, the day of the task, and what was said."""

    checkin: str
    day: date
    summary: str


def earlier(services: Services, actor: Actor) -> tuple[tuple[Earlier, ...], bool]:
    """The newest first, and whether there are more than these. Who is in no team any more has theirs too."""
    with services.store.read() as session:
        person = people.find(session, actor.workspace, actor.user)
        if person is None:
            raise behalf.stranger(session, actor)
        found = answers.of_state(session, person.id, State.FIXED, MOST + 1)
        every = (one for team in teams.all_of(session, person.workspace) for one in ownquestions.all_of(team.questions))
        own = [*{one.key: one for one in every}.values()]
        return tuple(_said(one, own) for one in found[:MOST]), len(found) > MOST


def _said(row: Answer, own: list[OwnQuestion]) -> Earlier:
    """From its row: the conversation is let go of sooner."""
    draft = {
        "task_type": row.task_type,
        "size": row.size,
        "expected": row.expected_minutes,
        "approach": row.approach,
        "minutes": row.minutes if row.finished else UNFINISHED,
        "fixing": row.fixing,
        "fix_minutes": None if row.fixing in FIX_MINUTES else row.fix_minutes,
    }
    return Earlier(str(row.checkin_id), row.finished_on, summary({**draft, **(row.own or {})}, own))
