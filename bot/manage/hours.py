"""`hours`: somebody's own working week. Where, on which days, from when to when, with whose holidays, and how often."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot import ask
from bot.domain import entries
from bot.domain.refusal import Refusal
from bot.manage.behalf import known, zone_of
from bot.manage.week import PAUSE_INSTEAD, sentence, set_country, set_days, set_language, set_often, set_times, set_zone
from bot.services import Actor, Services
from storage import people
from storage.tables import Person

_HOW = (
    "Write hours zone Europe/Berlin, hours days mon-thu, hours time 9:00-17:00, hours country DE-BY, hours language de or "
    "hours often once; hours alone shows what is set."
)
_BACK = frozenset({"slack", "auto", "none", "team", "default"})
_TIMES = re.compile(r"(\d{1,2}(?:[:.]\d{2})?)\s*(?:-|–|to)\s*(\d{1,2}(?:[:.]\d{2})?)")
_TO = re.compile(r"\s*(?:-|–|\bto\b)\s*")
_OFTEN = {"once": 1, "1": 1, "twice": 2, "2": 2}


def hours(services: Services, actor: Actor, words: str) -> str:
    """Set one thing, if any is named; gives what is set now and when the next check-in comes."""
    now = services.now()
    key, _, value = words.strip().partition(" ")
    with services.store.begin() as session:
        person = known(session, actor)
        if key:
            setting = _SETTINGS.get(key.casefold())
            if setting is None:
                raise Refusal(_HOW)
            try:
                setting(person, value.strip())
            except ValueError as fault:
                raise Refusal(sentence(fault)) from None
            ask.replan(session, person, now)
        return hours_in_words(session, person, now)


def _zone(person: Person, value: str) -> None:
    set_zone(person, None if value.casefold() in _BACK else value)


def _days(person: Person, value: str) -> None:
    chosen: set[int] = set()
    for part in re.split(r"[,;&\s]+", _TO.sub("-", value.casefold())):
        if part not in ("", "and"):
            first, hyphen, last = part.partition("-")
            start, end = entries.weekday(first), entries.weekday(last if hyphen else first)
            chosen |= {(start + n) % 7 for n in range((end - start) % 7 + 1)}
    set_days(person, chosen)


def _time(person: Person, value: str) -> None:
    found = _TIMES.fullmatch(value.casefold())
    if not found:
        raise ValueError(f"{entries.shown(value)} is not a time of day to another: write it like 9:00-17:00")
    start, end = (entries.time_of_day(one.replace(".", ":") if len(one) > 2 else f"{one}:00") for one in found.groups())
    set_times(person, start, end)


def _country(person: Person, value: str) -> None:
    set_country(person, None if value.casefold() in _BACK else value)


def _language(person: Person, value: str) -> None:
    set_language(person, None if value.casefold() in _BACK else value)


def _often(person: Person, value: str) -> None:
    if value.casefold() not in _OFTEN:
        raise ValueError(f"Write hours often once or hours often twice; {PAUSE_INSTEAD}")
    set_often(person, _OFTEN[value.casefold()])


_SETTINGS: dict[str, Callable[[Person, str], None]] = {
    "zone": _zone,
    "days": _days,
    "time": _time,
    "country": _country,
    "often": _often,
    "language": _language,
}


def hours_in_words(session: Session, person: Person, now: datetime) -> str:
    zone = zone_of(session, person)
    teams = people.teams_of(session, person.id, members_only=True)
    whose = "your choice" if person.zone == zone else "as Slack says" if person.zone_found == zone else "your team's"
    place = person.country or next((team.country for team in teams if team.country), None)
    holidays = f"Public holidays of {place} are days off." if place else "No country is set whose public holidays are days off."
    rarely = person.ignored >= ask.RARELY_AFTER
    often = "once a week" if rarely or person.per_week == 1 else "at most twice a week"
    return (
        f"You work {_in_words(person.work_days)}, {person.work_start:%H:%M} to {person.work_end:%H:%M} in {zone} ({whose}). "
        f"{holidays} You are asked {often}. {_next(session, person, zone, now)}"
    )


def _next(session: Session, person: Person, zone: str, now: datetime) -> str:
    if not people.teams_of(session, person.id, members_only=True):
        return "No team asks you."
    row = ask.next_one(session, person, now)
    if row is None:
        paused = person.paused_until is not None and person.paused_until > now
        return "You have paused; /candor resume ends that." if paused else "No check-in is planned in the next seven days."
    due = row.due_at.astimezone(ZoneInfo(zone))
    return f"The next check-in comes on {due:%A} {due.day} {due:%B} at {due:%H:%M}."


def _in_words(days: Sequence[int]) -> str:
    """Monday to Thursday; Monday, Wednesday and Friday."""
    names = [entries.WEEKDAYS[day].capitalize() for day in sorted(days)]
    if len(days) > 2 and list(days) == list(range(days[0], days[0] + len(days))):
        return f"{names[0]} to {names[-1]}"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
