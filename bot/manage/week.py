"""Somebody's own week as it is set: one function a setting, for the command's words and for what is filled in on a form."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from bot import ask
from bot.deliver import speaks
from bot.domain import entries
from bot.domain.language import N_, _
from bot.manage.behalf import known, zone_of
from bot.services import Actor, Services
from storage.tables import Person

_SHORTEST = timedelta(hours=1)
# Translators: without a full stop, which is added; so are the next two
_TOO_SHORT = N_("A working day is at least an hour long, and ends on the day it begins: write it like 9:00-17:00")
_NO_DAY = N_("Name at least one day, like hours days mon-thu; /candor pause stops check-ins for a while")
_NOT_OFTEN = N_("Choose once or twice a week; /candor pause stops check-ins for a while")


def set_zone(person: Person, zone: str | None) -> None:
    """None goes by what Slack says."""
    person.zone = None if zone is None else entries.known_zone(zone)


def set_days(person: Person, days: Collection[int]) -> None:
    if not days:
        raise ValueError(_(_NO_DAY))
    person.work_days = sorted(set(days))


def set_times(person: Person, start: time, end: time) -> None:
    if datetime.combine(date.min, end) - datetime.combine(date.min, start) < _SHORTEST:
        raise ValueError(_(_TOO_SHORT))
    person.work_start, person.work_end = start, end


def set_country(person: Person, country: str | None) -> None:
    """None goes by the team's."""
    person.country = None if country is None else entries.known_country(country)


def set_language(person: Person, language: str | None) -> None:
    """None goes by what Slack says."""
    person.language = None if language is None else entries.known_language(language)


def set_often(person: Person, per_week: int) -> None:
    """Whoever says how often is evidently there."""
    person.per_week, person.ignored = per_week, 0


@dataclass(frozen=True)
class Week:
    """A week as a form shows it; `zone_found` is what Slack says, where somebody goes by another zone."""

    days: tuple[int, ...]
    start: time
    end: time
    zone: str
    zone_found: str
    country: str
    per_week: int
    language: str


def week_of(services: Services, actor: Actor) -> Week:
    with services.store.read() as session:
        person = known(session, actor)
        zone, found = zone_of(session, person), person.zone_found or ""
        return Week(
            tuple(person.work_days),
            person.work_start,
            person.work_end,
            zone,
            "" if found == zone else found,
            person.country or "",
            _often(person),
            speaks(person),
        )


def _often(person: Person) -> int:
    return 1 if person.ignored >= ask.RARELY_AFTER else person.per_week


def week_filled(services: Services, actor: Actor, values: Mapping[str, Any]) -> dict[str, str]:
    """Take a whole week, or none of it: gives what needs another look, by field."""
    try:
        with services.store.begin() as session:
            person = known(session, actor)
            _fill(session, person, values)
            ask.replan(session, person, services.now())
    except _Faults as faults:
        return faults.by_field
    return {}


class _Faults(Exception):  # noqa: N818 - it takes back what was set so far
    def __init__(self, by_field: dict[str, str]) -> None:
        super().__init__()
        self.by_field = by_field


def _fill(session: Session, person: Person, values: Mapping[str, Any]) -> None:
    faults = {}
    for field, setting in _FIELDS.items():
        try:
            setting(session, person, values)
        except ValueError as fault:
            faults[field] = sentence(fault)
    if faults:
        raise _Faults(faults)


def sentence(fault: ValueError) -> str:
    return f"{fault}" if f"{fault}".endswith("?") else f"{fault}."


def _zone_filled(session: Session, person: Person, values: Mapping[str, Any]) -> None:
    """What was left as it was shown stays as it is: whoever went by Slack goes on doing so."""
    zone = (values.get("zone") or "").strip()
    if values.get("by_slack"):
        set_zone(person, None)
    elif zone != zone_of(session, person):
        set_zone(person, zone or None)


def _days_filled(_session: Session, person: Person, values: Mapping[str, Any]) -> None:
    set_days(person, [int(day) for day in values.get("days") or ()])


def _times_filled(_session: Session, person: Person, values: Mapping[str, Any]) -> None:
    set_times(person, *(entries.time_of_day(values.get(end)) for end in ("start", "end")))


def _country_filled(_session: Session, person: Person, values: Mapping[str, Any]) -> None:
    set_country(person, (values.get("country") or "").strip() or None)


def _language_filled(_session: Session, person: Person, values: Mapping[str, Any]) -> None:
    """Whoever went by Slack goes on doing so, unless they choose another."""
    wish = values.get("language")
    if wish and wish != speaks(person):
        set_language(person, wish)


def _often_filled(_session: Session, person: Person, values: Mapping[str, Any]) -> None:
    wish = values.get("often")
    if wish not in ("1", "2"):
        raise ValueError(_(_NOT_OFTEN))
    if int(wish) != _often(person):
        set_often(person, int(wish))


_FIELDS: dict[str, Callable[[Session, Person, Mapping[str, Any]], None]] = {  # by the field that shows its fault
    "zone": _zone_filled,
    "days": _days_filled,
    "end": _times_filled,
    "country": _country_filled,
    "often": _often_filled,
    "language": _language_filled,
}
