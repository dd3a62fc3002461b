"""A check-in's row as it begins: planned, with nothing said; and what is noted when it leaves."""

from datetime import datetime

from sqlmodel import Session

from bot.domain import schedule
from bot.domain.answer import Fixing
from bot.domain.conversation import State
from storage import answers
from storage.tables import CheckIn, Team


def new(team: Team, person_id: str, coming: schedule.Occurrence, slot: int = 0) -> CheckIn:
    return CheckIn(
        workspace=team.workspace,
        team_id=team.id,
        person_id=person_id,
        local_date=coming.local_date,
        slot=slot,
        due_at=coming.due_at,
        send_by=coming.send_by,
        closes_at=coming.closes_at,
        state=State.PLANNED,
        talk={},
    )


def prepare(session: Session, row: CheckIn, now: datetime) -> None:
    """It is about to be asked, and asks again what it was too early to tell last time. Nothing is reminded of."""
    earlier = answers.to_follow_up(session, row.team_id, row.person_id, Fixing.TOO_EARLY)
    row.follows_up = earlier.id if earlier else None
    row.queued_at, row.remind_at = now, None
