"""The terms of a trial as they hold now: those that were registered, with every amendment since."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.registration import TrialTerms
from storage import registrations
from storage.tables import Registration, Team


def registered(row: Registration) -> TrialTerms:
    return TrialTerms.from_json(row.terms)


def terms_of(session: Session, row: Registration) -> TrialTerms:
    terms = dict(row.terms)
    for amendment in registrations.amendments(session, row.id):
        terms |= amendment.after
    return TrialTerms.from_json(terms)


def today(team: Team, now: datetime) -> date:
    return now.astimezone(ZoneInfo(team.zone)).date()
