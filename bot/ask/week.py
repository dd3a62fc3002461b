"""One person's week: their zone and hours, the days they are off, and what their teams may still ask of them.

The rule: whatever changes in the middle of a week, nobody is asked on two occasions of one local date, twice within twenty
hours, or more often in a week than they want. Where that cannot be had by moving an occasion, it is dropped.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain import calendar, schedule
from bot.domain.conversation import State
from bot.domain.schedule import Hours, Rhythm
from storage import checkins, people
from storage.tables import Absence, CheckIn, Person, Team

PLAN_AHEAD = timedelta(days=7)
RARELY_AFTER = 3  # reminders in a row that nothing came of; from then on it is once a week
_NEVER_SENT = frozenset({State.CALLED_OFF, State.LATE})


def hours_of(person: Person, team: Team) -> Hours:
    """A person's week in their own zone: what they chose, else what Slack says, else the team's."""
    zone = schedule.zone_of(person.zone, person.zone_found, team.zone)
    per_week = 1 if person.ignored >= RARELY_AFTER else person.per_week
    return Hours(zone, frozenset(person.work_days), person.work_start, person.work_end, per_week)


def today_of(hours: Hours, now: datetime) -> date:
    return now.astimezone(ZoneInfo(hours.zone)).date()


def paused(person: Person, now: datetime) -> bool:
    return person.paused_until is not None and person.paused_until > now


def is_off(session: Session, person: Person, team: Team, day: date) -> bool:
    """Whether this is a day on which they do not work: not one of their week, a holiday, or they are away."""
    away = people.absences(session, [person.id], day).get(person.id, ())
    return day.weekday() not in person.work_days or day in days_off(person, team, away, day, day)


def is_away(session: Session, person: Person, day: date) -> bool:
    return any(one.since <= day for one in people.absences(session, [person.id], day).get(person.id, ()))


def days_off(person: Person, team: Team, away: Iterable[Absence], since: date, until: date) -> frozenset[date]:
    """Public holidays where they live, else where the team is, the team's own list, and the days they are away."""
    ranges = (calendar.days(max(one.since, since), min(one.until, until)) for one in away)
    return calendar.days_off(team.holidays, person.country or team.country, since, until).union(*ranges)


def posts(team: Team) -> bool:
    """Whether a team's check-ins are one message in its channel."""
    return team.channel is not None and Rhythm.from_json(team.rhythm).place == "channel"


def occasion(team: Team, day: date, hours: Hours, off: Collection[date] = ()) -> schedule.Occurrence:
    """When one of a team's days comes for somebody with these hours."""
    rhythm = Rhythm.from_json(team.rhythm)
    if posts(team):
        return schedule.in_channel(day, rhythm, team.zone, hours, off)
    return schedule.occurrence(day, rhythm, hours, off)


@dataclass(frozen=True)
class Week:
    """All that has to be known to plan for one person: the teams that ask them, since when, and what there is already."""

    person: Person
    teams: Sequence[tuple[Team, datetime]]
    away: Sequence[Absence]
    rows: Sequence[CheckIn]

    def coming(self, team: Team, now: datetime) -> Iterable[schedule.Occurrence]:
        """What this person can expect of one team from today on; several teams share the occasions of a week."""
        hours = hours_of(self.person, team)
        today = now.astimezone(ZoneInfo(team.zone)).date() if posts(team) else today_of(hours, now)
        if self.person.unreachable:
            return
        for monday in sorted({schedule.monday_of(today), schedule.monday_of(today + PLAN_AHEAD)}):
            for day, team_key in self._to_come(monday, today, hours).items():
                if team_key == team.key and day <= today + PLAN_AHEAD:
                    yield occasion(team, day, hours, self._off(team, monday))

    def _to_come(self, monday: date, today: date, hours: Hours) -> dict[date, str]:
        """The days of a week from today on, and which team asks on each: no more than there is room for in that week."""
        wishes = [wish for team, since in self.teams for wish in self._wishes(team, since, monday, hours)]
        shared = schedule.share_out(wishes, self.person.key, hours.per_week)
        asked = {row.local_date for row in asked_in_week(self.rows, monday)}
        room = max(hours.per_week - len(asked), 0)
        return {day: shared[day] for day in [one for one in sorted(shared) if one >= today and one not in asked][:room]}

    def _wishes(self, team: Team, since: datetime, monday: date, hours: Hours) -> Iterable[tuple[date, str]]:
        """When one team would ask. Who came into a team that was there already is first asked on the day after."""
        came = today_of(hours, since) if since > team.created_at else date.min
        rhythm, off = Rhythm.from_json(team.rhythm), self._off(team, monday)
        for day in schedule.week_dates(rhythm, team.key, self.person.key, monday, hours, off):
            if day > came:
                yield day, team.key

    def _off(self, team: Team, monday: date) -> frozenset[date]:
        return days_off(self.person, team, self.away, monday, monday + timedelta(days=13))


def asked_in_week(rows: Iterable[CheckIn], monday: date) -> list[CheckIn]:
    """Those of a week that were asked, or are about to be."""
    return [
        row
        for row in rows
        if schedule.monday_of(row.local_date) == monday and row.slot == 0 and row.queued_at and row.state not in _NEVER_SENT
    ]


def too_much(row: CheckIn, others: Collection[CheckIn], per_week: int, now: datetime) -> bool:
    """Whether asking now would be once too often: for the day, for the last twenty hours, or for the week.

    What was asked "later than now", by a clock that has gone back since, counts as well.
    """
    sent = [one for one in others if one.id != row.id and one.queued_at and one.state not in _NEVER_SENT]
    if any(one.local_date == row.local_date for one in sent):
        return True
    own = [one for one in sent if one.slot == 0]
    if any((one.asked_at or one.queued_at or _never) > now - schedule.APART for one in own):
        return True
    return len(asked_in_week(own, schedule.monday_of(row.local_date))) >= per_week


def around(session: Session, row: CheckIn) -> list[CheckIn]:
    """Somebody's check-ins close enough to matter for this one, in any team."""
    return checkins.between(session, row.person_id, row.local_date - timedelta(days=7), row.local_date + timedelta(days=7))


_never = datetime.min.replace(tzinfo=UTC)
