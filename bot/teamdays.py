"""A team's own calendar: which day it is where the team is, and which days around it are off there."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import calendar, schedule
from storage.tables import Team

_AROUND = timedelta(weeks=schedule.DIGESTS_AROUND + 4)  # further off than this, no day off moves a digest next to a moment


def today(team: Team, now: datetime) -> date:
    return now.astimezone(ZoneInfo(team.zone)).date()


def days_off(team: Team, now: datetime) -> frozenset[date]:
    """The team's public holidays, and those of its own list, around now."""
    day = today(team, now)
    return calendar.days_off(team.holidays, team.country, day - _AROUND, day + _AROUND)
