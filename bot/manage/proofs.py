"""What a change of a team means for its trials.

Those of a team that is archived are stopped, and say so as their reason. In another time zone their days begin and end at other
moments. And what a trial is about stays one of the team's kinds of task while it is open: nobody could start its tasks else.
"""

from collections.abc import Collection
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
    for row in _open(session, team):
        with speaking(team.language):
            # Translators: why a trial was stopped; it stands where an owner's reason does
            stopped(row, _("The team was archived."), now)
        log.info("trial stopped with its team", trial=row.id)


def look_at_trials(session: Session, team: Team, now: datetime) -> None:
    """The team has another time zone: with the next turn each of its trials begins, ends or waits by its days there."""
    registrations.look_at(session, [row.id for row in _open(session, team)], now)


def trial_about(session: Session, team: Team, kept: Collection[str]) -> Registration | None:
    """An open trial about a kind of task which the team has, and which is not among those it would keep."""
    gone = set(team.task_types) - set(kept)
    return next((row for row in _open(session, team) if row.task_type in gone), None)


def _open(session: Session, team: Team) -> list[Registration]:
    return [row for row in registrations.of_teams(session, [team.id], OPEN) if row.kind == Registered.TRIAL]
