"""What becomes of a team's trials when the team is archived: they are stopped, and say so as their reason."""

from datetime import datetime

import structlog
from sqlmodel import Session

from bot.domain.language import _, speaking
from bot.domain.registration import OPEN, Registered, Stage, WhyOver
from storage import registrations
from storage.tables import Registration, Team

log = structlog.get_logger()


def stopped(row: Registration, reason: str, now: datetime) -> None:
    """From now on no coin is flipped; its result is worked out with the next turn."""
    row.state, row.why_over, row.reason, row.due_at = Stage.STOPPED, WhyOver.STOPPED, reason, now


def stop_trials(session: Session, team: Team, now: datetime) -> None:
    """The team is archived."""
    for row in registrations.of_teams(session, [team.id], OPEN):
        if row.kind == Registered.TRIAL:
            with speaking(team.language):
                # Translators: why a trial was stopped; it stands where an owner's reason does
                stopped(row, _("The team was archived."), now)
            log.info("trial stopped with its team", trial=row.id)
