"""`hours`: somebody's own working week. Where, on which days, from when to when, with whose holidays, and how often."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot import ask
from bot.deliver import said_to
from bot.domain import entries, language
from bot.domain.language import N_, _, clock
from bot.domain.refusal import Refusal
from bot.manage.behalf import known, zone_of
from bot.manage.week import sentence, set_country, set_days, set_language, set_often, set_times, set_zone
from bot.services import Actor, Services
from storage import people
from storage.tables import Person

_HOW = N_(
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
    key, _space, value = words.strip().partition(" ")
    with services.store.begin() as session:
        person = known(session, actor)
        if key:
            setting = _SETTINGS.get(key.casefold())
            if setting is None:
                raise Refusal(_(_HOW))
            try:
                setting(person, value.strip())
            except ValueError as fault:
                raise Refusal(sentence(fault)) from None
            ask.replan(session, person, now)
        return said_to(person, lambda: hours_in_words(session, person, now))  # in a language they may just have chosen


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
        # Translators: without a full stop, which is added
        raise ValueError(_("{typed} is not a time of day to another: write it like 9:00-17:00", typed=entries.shown(value)))
    start, end = (entries.time_of_day(one.replace(".", ":") if len(one) > 2 else f"{one}:00") for one in found.groups())
    set_times(person, start, end)


def _country(person: Person, value: str) -> None:
    set_country(person, None if value.casefold() in _BACK else value)


def _language(person: Person, value: str) -> None:
    set_language(person, None if value.casefold() in _BACK else value)


def _often(person: Person, value: str) -> None:
    if value.casefold() not in _OFTEN:
        # Translators: without a full stop, which is added
        raise ValueError(_("Write hours often once or hours often twice; /candor pause stops check-ins for a while"))
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
    place = person.country or next((team.country for team in teams if team.country), None)
    if place:
        holidays = _("Public holidays of {country} are days off.", country=place)
    else:
        holidays = _("No country is set whose public holidays are days off.")
    rarely = person.ignored >= ask.RARELY_AFTER or person.per_week == 1
    often = _("You are asked once a week.") if rarely else _("You are asked at most twice a week.")
    return f"{_works(person, zone)} {holidays} {often} {_next(session, person, zone, now)}"


def _works(person: Person, zone: str) -> str:
    """When and where, and who said where."""
    hours = {"start": clock(person.work_start), "end": clock(person.work_end), "zone": zone}
    week = {"days": _in_words(person.work_days), **hours}
    if person.zone == zone:
        return _("You work {days}, {start} to {end} in {zone} (your choice).", **week)
    if person.zone_found == zone:
        return _("You work {days}, {start} to {end} in {zone} (as Slack says).", **week)
    return _("You work {days}, {start} to {end} in {zone} (your team's).", **week)


def _next(session: Session, person: Person, zone: str, now: datetime) -> str:
    if not people.teams_of(session, person.id, members_only=True):
        return _("No team asks you.")
    row = ask.next_one(session, person, now)
    if row is None:
        paused = person.paused_until is not None and person.paused_until > now
        if paused:
            return _("You have paused; /candor resume ends that.")
        return _("No check-in is planned in the next seven days.")
    due = row.due_at.astimezone(ZoneInfo(zone))
    when = {"weekday": language.weekday(due.weekday()), "day": language.day(due), "time": clock(due.time())}
    return _("The next check-in comes on {weekday} {day} at {time}.", **when)


def _in_words(days: Sequence[int]) -> str:
    """Monday to Thursday; Monday, Wednesday and Friday."""
    names = [language.weekday(day) for day in sorted(days)]
    if len(days) > 2 and list(days) == list(range(days[0], days[0] + len(days))):
        # Translators: days of the week, as in "You work Monday to Thursday, 09:00 to 17:00 in Europe/Berlin"
        return _("{first} to {last}", first=names[0], last=names[-1])
    return language.join(names)
