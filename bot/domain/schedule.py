"""When to ask: the schedule is data, computed from a person's own week, never from a timer that fired.

One occurrence per team, person and local date. Local time becomes UTC with gaps shifted forward (an hour the clocks skip is
asked right after) and the first of a fold (an hour that comes twice is asked once).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

AT_MOST_A_WEEK = 2
LATE_AFTER = timedelta(hours=2)
DIGESTS_AROUND = 5  # weeks before and after a moment in which the digests due next to it are found
SATURDAY = 5
APART = timedelta(hours=20)  # never two of a rhythm closer than this, also for whoever crosses the date line
BEFORE_END_OF_DAY = timedelta(hours=1)
REMIND_AFTER = timedelta(hours=3)
REMIND_BEFORE_END = timedelta(minutes=15)
REMIND_AT_SOONEST = timedelta(minutes=30)
_ANCHOR = datetime(2024, 1, 1)  # noqa: DTZ001 - a Monday; fortnights are counted from it, in local dates

Every = Literal["week", "two weeks", "month"]
Place = Literal["messages", "channel"]
WallTime = time  # a rhythm has a field of that name


@dataclass(frozen=True)
class Rhythm:
    """How often a team asks. `sampled`: `per_week` working days by chance. `fixed`: these `days` (0 is Monday) at `time`.

    `place` is where: in everybody's own direct messages, or once in the team's channel, at its time in the team's zone.
    """

    kind: Literal["sampled", "fixed"] = "sampled"
    per_week: int = AT_MOST_A_WEEK
    days: tuple[int, ...] = ()
    time: WallTime | None = None
    every: Every = "week"
    place: Place = "messages"

    def in_words(self) -> str:
        if self.kind == "sampled":
            return "twice a week, by chance" if self.per_week > 1 else "once a week, by chance"
        where = ", in its channel" if self.place == "channel" else ""
        return f"{names(self.days)} every {self.every} at {self.time:%H:%M}{where}"

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "per_week": self.per_week,
            "days": list(self.days),
            "time": self.time and self.time.isoformat("minutes"),
            "every": self.every,
            **({"place": self.place} if self.place != "messages" else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Rhythm":
        at = data["time"] and time.fromisoformat(data["time"])
        return cls(data["kind"], data["per_week"], tuple(data["days"]), at, data["every"], data.get("place", "messages"))


@cache
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def zone_of(*wishes: str | None) -> str:
    """The first of these that is a time zone, else UTC."""
    return next((name for name in wishes if name and _is_zone(name)), "UTC")


@dataclass(frozen=True)
class Hours:
    """A person's working week, in their own zone."""

    zone: str
    days: frozenset[int]
    start: time
    end: time
    per_week: int = AT_MOST_A_WEEK


@dataclass(frozen=True)
class Occurrence:
    """One occasion to ask: sent between `due_at` and `send_by`, or let go; answered until `closes_at`. All UTC."""

    local_date: date
    due_at: datetime
    send_by: datetime
    closes_at: datetime


def to_utc(day: date, at: time, zone: str) -> datetime:
    """A local wall time as UTC. In a gap: shifted forward by the gap. In a fold: the first of the two."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    return local.astimezone(UTC)  # fold=0: the offset before a gap, which shifts forward; the first of a fold


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_name(day: date) -> str:
    """The ISO week, as in 2026-W28."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def week_dates(rhythm: Rhythm, team: str, person: str, monday: date, hours: Hours, off: Collection[date]) -> tuple[date, ...]:
    """The dates of one week on which this team asks this person. The same week gives the same dates, whenever it is asked."""
    week = [monday + timedelta(days=n) for n in range(7)]
    working = [day for day in week if day.weekday() in hours.days and day not in off]
    if rhythm.kind == "fixed":
        due = _fixed_dates(rhythm, monday)
        return tuple(day for day in working if day in due)[: hours.per_week]
    wanted = min(rhythm.per_week, hours.per_week)
    return tuple(sorted(sorted(working, key=lambda day: _chance(team, person, day))[:wanted]))


def next_fixed(rhythm: Rhythm, after: date) -> date:
    """The first day after this one on which a fixed rhythm asks whoever works then."""
    weeks = (monday_of(after) + timedelta(weeks=n) for n in range(7))
    return next(day for monday in weeks for day in sorted(_fixed_dates(rhythm, monday)) if day > after)


def share_out(wishes: Iterable[tuple[date, str]], person: str, at_most: int = AT_MOST_A_WEEK) -> dict[date, str]:
    """Somebody in several teams is still asked at most twice a week and once a day: chance decides for which team."""
    chosen: dict[date, str] = {}
    waiting = sorted(wishes, key=lambda wish: _chance(wish[1], person, wish[0], "share"))
    while waiting and len(chosen) < at_most:
        day, team = next((w for w in waiting if w[1] not in chosen.values()), waiting[0])
        chosen[day] = team
        waiting = [wish for wish in waiting if wish[0] != day]
    return chosen


def occurrence(day: date, rhythm: Rhythm, hours: Hours, off: Collection[date] = ()) -> Occurrence:
    wanted = rhythm.time
    at = wanted if wanted and hours.start <= wanted < hours.end else _before_end(hours)  # never outside working hours
    due = to_utc(day, at, hours.zone)
    return Occurrence(day, due, due + LATE_AFTER, to_utc(next_working_day(day, hours, off), hours.end, hours.zone))


def in_channel(day: date, rhythm: Rhythm, zone: str, hours: Hours, off: Collection[date] = ()) -> Occurrence:
    """The same where a message in the team's channel asks, at one time for all; each may answer as long as usual."""
    due = to_utc(day, rhythm.time or _before_end(hours), zone)
    return Occurrence(day, due, due + LATE_AFTER, occurrence(day, rhythm, hours, off).closes_at)


def next_working_day(day: date, hours: Hours, off: Collection[date] = ()) -> date:
    """The next day of their week that is not `off`; if they are off for long, simply the next of their week."""
    following = [day + timedelta(days=n) for n in range(1, 15)]
    theirs = [one for one in following if one.weekday() in hours.days] or following
    return next((one for one in theirs if one not in off), theirs[0])


def remind_at(asked_at: datetime, day: date, hours: Hours) -> datetime | None:
    """Three working hours after asking, the same day; where the day ends sooner, a quarter of an hour before its end."""
    start, end = to_utc(day, hours.start, hours.zone), to_utc(day, hours.end, hours.zone)
    moment = min(max(asked_at, start) + REMIND_AFTER, end - REMIND_BEFORE_END)
    return moment if moment - asked_at >= REMIND_AT_SOONEST else None


def digest_moment(now: datetime, day: int, at: time, zone: str, off: Collection[date] = ()) -> tuple[date, datetime]:
    """The newest digest that is due by `now`: (the Monday of the week it reports, when it is due).

    Where its day is `off`, it is due at the same time on the next working day, and reports the same week.
    """
    return [one for one in _digests(now, day, at, zone, off) if one[1] <= now][-1]


def next_digest(now: datetime, day: int, at: time, zone: str, off: Collection[date] = ()) -> datetime:
    """When the first digest after `now` is due."""
    return min(due for _monday, due in _digests(now, day, at, zone, off) if due > now)


def _digests(now: datetime, day: int, at: time, zone: str, off: Collection[date]) -> list[tuple[date, datetime]]:
    """Those of the weeks around `now`, by the week they report. Days off run for less than the weeks looked at."""
    today = now.astimezone(ZoneInfo(zone)).date()
    first = today - timedelta(days=(today.weekday() - day) % 7)
    days = [first + timedelta(days=7 * n) for n in range(-DIGESTS_AROUND, DIGESTS_AROUND + 1)]
    return [(monday_of(one) - timedelta(days=7), to_utc(_working(one, off), at, zone)) for one in days]


def _working(day: date, off: Collection[date]) -> date:
    """The day itself, or where it is off the next one from Monday to Friday that is not."""
    following = (day + timedelta(days=n) for n in range(1, 7 * (DIGESTS_AROUND - 1)))
    return next((one for one in following if one.weekday() < SATURDAY and one not in off), day) if day in off else day


def quarter(day: date) -> tuple[date, date]:
    """The first day of the quarter `day` is in, and the first day of the next one."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return first, date(day.year + first.month // 10, (first.month + 2) % 12 + 1, 1)


def _fixed_dates(rhythm: Rhythm, monday: date) -> frozenset[date]:
    start = datetime.combine(monday, time())
    if rhythm.every == "month":
        rule = rrule(MONTHLY, dtstart=start.replace(day=1), byweekday=[weekday(day, +1) for day in rhythm.days])
    else:
        interval = 2 if rhythm.every == "two weeks" else 1
        first = start - timedelta(weeks=(start - _ANCHOR).days // 7 % interval)
        rule = rrule(WEEKLY, dtstart=first, interval=interval, byweekday=list(rhythm.days))
    return frozenset(moment.date() for moment in rule.between(start, start + timedelta(days=6), inc=True))


def _before_end(hours: Hours) -> time:
    end = datetime.combine(date.min + timedelta(days=1), hours.end) - BEFORE_END_OF_DAY
    return max(end.time(), hours.start)


def _chance(*parts: object) -> bytes:
    return sha256("/".join(map(str, parts)).encode()).digest()


def names(days: Sequence[int]) -> str:
    return ", ".join(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day] for day in days)
