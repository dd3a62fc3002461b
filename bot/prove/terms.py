"""The terms of a trial or a goal as they hold now: those that were registered, with every amendment since."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.domain import schedule
from bot.domain.registration import GoalTerms, TrialTerms
from storage import registrations
from storage.tables import Registration, Team


def registered(row: Registration) -> TrialTerms:
    return TrialTerms.from_json(row.terms)


def terms_of(session: Session, row: Registration) -> TrialTerms:
    return TrialTerms.from_json(_amended(session, row))


def goal_of(session: Session, row: Registration) -> GoalTerms:
    return GoalTerms.from_json(_amended(session, row))


def _amended(session: Session, row: Registration) -> dict[str, Any]:
    terms = dict(row.terms)
    for amendment in registrations.amendments(session, row.id):
        terms |= amendment.after
    return terms


def judged_at(team: Team, terms: GoalTerms) -> datetime:
    """The day after a goal's last one, at the hour of the team's digests."""
    return schedule.to_utc(terms.ends_on + timedelta(days=1), team.digest_time, team.zone)
