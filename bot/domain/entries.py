"""The entries of a team file: what each may hold, and the words for what it may not.

A check takes one value and gives it back as it is kept, or raises a ValueError that goes on where the entry's name ended.
Days, times, zones and countries are also what people say of themselves in Slack, so these are said in their language.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from datetime import time
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Strict

from bot.domain import calendar, language, volume
from bot.domain.language import LANGUAGES, _

LEAST_K = 5
LONGEST_NAME = 60
DEAREST_HOUR, DEAREST_TOOLS = 100_000, 1_000_000_000
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Wrong(ValueError):  # noqa: N818 - it is the entry that is wrong
    """A fault whose words go on where the entry's name ended; `alone` says it as a sentence, where a form names the entry."""

    def __init__(self, text: str, alone: str) -> None:
        super().__init__(text)
        self.alone = alone


def alone(fault: ValueError) -> str:
    """A fault as a sentence of its own."""
    said = fault.alone if isinstance(fault, Wrong) else f"{fault}"
    return said if said.endswith(("?", ".")) else f"{said}."


def weekday(value: object) -> int:
    """ "tue" or "Tuesday", as 0 for Monday to 6 for Sunday."""
    word = str(value).casefold()
    for number, day in enumerate(WEEKDAYS):
        if word in (day, day[:3]):
            return number
    # Translators: without a full stop, which is added; so are all that begin with what was typed, as in "funday" is not a day
    raise ValueError(_("{typed} is not a day: write one of monday to sunday, or mon to sun", typed=shown(value)))


def time_of_day(value: object) -> time:
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(:00)?", str(value), re.ASCII)
    if not found:
        # Translators: without a full stop, which is added
        raise ValueError(_('{typed} is not a time of day: write it like "16:00"', typed=shown(value)))
    return time(int(found[1]), int(found[2]))


_zones = cache(available_timezones)  # reads a folder of six hundred files


def known_zone(value: str) -> str:
    zones = _zones()
    if value in zones:
        return value
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in sorted(zones)}
    near = nearest(value, cities | {zone.casefold(): zone for zone in zones})
    if near:
        raise ValueError(_("{typed} is not a time zone; did you mean {near}?", typed=shown(value), near=shown(near)))
    # Translators: without a full stop, which is added
    raise ValueError(_('{typed} is not a time zone; write it like "Europe/Berlin"', typed=shown(value)))


def known_country(value: str) -> str:
    found = calendar.country(value)
    if found:
        return found
    code = (calendar.country(value.partition("-")[0]) or "").upper()
    if code:
        listed = ", ".join(calendar.regions(code) or ())
        named = {"typed": shown(value), "country": code, "quoted": shown(code), "listed": listed}
        # Translators: without a full stop, which is added; {country} is two letters such as DE, {quoted} the same in quotes
        without = _("{typed} is not a region of {country}: write {quoted}", **named)
        # Translators: without a full stop, which is added
        regions = _("{typed} is not a region of {country}: write {quoted}, or {country}- and one of {listed}", **named)
        raise ValueError(regions if listed else without)
    # Translators: without a full stop, which is added
    whole = _('{typed} is not a country: write its two letters, like "DE", or a region, like "DE-BY"', typed=shown(value))
    raise ValueError(whole)


def known_language(value: str) -> str:
    """ "de" or "Deutsch", as its code."""
    names = {name.casefold(): code for code, name in LANGUAGES.items()}
    code = names.get(value.casefold(), value.casefold())
    if code not in LANGUAGES:
        listed = ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items())
        # Translators: without a full stop, which is added; {listed} is "en (English), de (Deutsch)" and so on
        raise ValueError(_("{typed} is not a language I speak: write one of {listed}", typed=shown(value), listed=listed))
    return code


def _name(value: str) -> str:
    name = " ".join(value.split())
    if not name or len(name) > LONGEST_NAME:
        # Translators: without a full stop, which is added; {typed} is a name somebody gave
        raise ValueError(_("{typed} is not 1 to {most} characters long", typed=shown(value), most=LONGEST_NAME))
    return name


def _no_volume(value: str) -> str:
    if volume.asks(value):
        raise Wrong(f"{shown(value)} {volume.REASON}", _(volume.SENTENCE, typed=value[: volume.LONGEST]))
    return value


def _currency(value: str) -> str:
    """Letters and signs for money, such as EUR, zł or R$; a dot may follow."""
    money = value.strip()
    signs = money.removesuffix(".")
    if not signs or len(money) > 4 or not all(sign.isalpha() or unicodedata.category(sign) == "Sc" for sign in signs):
        # Translators: without a full stop, which is added
        said = _('{typed} is not a currency: write 1 to 4 letters or signs, like "EUR"', typed=shown(value))
        raise ValueError(said)
    return money


def _hourly(value: float) -> float:
    """Neither a NaN nor an infinity is between anything."""
    if not 0 < value <= DEAREST_HOUR:
        # Translators: without a full stop, which is added; {typed} and {most} are numbers
        raise ValueError(_("{typed} is not above 0 and at most {most}", typed=shown(value), most=language.number(DEAREST_HOUR)))
    return value


def _monthly(value: float) -> float:
    if not 0 <= value <= DEAREST_TOOLS:
        # Translators: without a full stop, which is added; {typed} and {most} are numbers
        raise ValueError(_("{typed} is not 0 to {most}", typed=shown(value), most=language.number(DEAREST_TOOLS)))
    return value


def _distinct(values: tuple[Any, ...]) -> tuple[Any, ...]:
    seen: set[object] = set()
    for value in values:
        key = value.casefold() if isinstance(value, str) else value
        if key in seen:
            twice = shown(WEEKDAYS[value] if isinstance(value, int) else value)
            raise Wrong(f"names {twice} twice", _("{typed} is there twice.", typed=twice))
        seen.add(key)
    return values


def _matches(pattern: str, example: str, what: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value, re.ASCII):
            raise ValueError(f"{shown(value)} is not {what}: it looks like {shown(example)}")
        return value

    return AfterValidator(check)


def between(least: int, most: int, what: str, reserved: str = "") -> AfterValidator:
    def check(values: tuple[Any, ...]) -> tuple[Any, ...]:
        if not least <= len(values) <= most:
            named = {"least": least, "most": language.number(most), "there": len(values)}
            # Translators: of what a field of a form lists, such as kinds of task
            said = _("There have to be {least} to {most} of these, and there are {there}.", **named)
            raise Wrong(f"must hold {least} to {most:,} {what}, not {len(values)}", said)
        if reserved.casefold() in (str(value).casefold() for value in values):
            said = _("Leave out {typed}: it is always offered.", typed=shown(reserved))
            raise Wrong(f"may not hold {shown(reserved)}: it is always offered", said)
        return values

    return AfterValidator(check)


def too_few(least: int) -> str:
    return _("Nothing is shown of fewer than {k} people here.", k=least)


def _enough(value: int) -> int:
    if value < LEAST_K:
        raise Wrong(f"may not be below {LEAST_K}", too_few(LEAST_K))
    return value


Day = Annotated[int, BeforeValidator(weekday)]
TimeOfDay = Annotated[time, BeforeValidator(time_of_day)]
Name = Annotated[str, AfterValidator(_name)]
Work = Annotated[Name, AfterValidator(_no_volume)]
People = tuple[Annotated[str, _matches(r"[UW][A-Z0-9]{2,20}", "U012AB3CD", "a Slack member id")], ...]
Channel = Annotated[str, _matches(r"[CG][A-Z0-9]{2,20}", "C012AB3CD", "a Slack channel id")]
Group = Annotated[str, _matches(r"S[A-Z0-9]{2,20}", "S012AB3CD", "the id of a Slack user group")]
Zone = Annotated[str, AfterValidator(known_zone)]
Country = Annotated[str, AfterValidator(known_country)]
Language = Annotated[str, AfterValidator(known_language)]
K = Annotated[int, Strict(), AfterValidator(_enough)]
Hourly = Annotated[float, Strict(), AfterValidator(_hourly)]
Monthly = Annotated[float, Strict(), AfterValidator(_monthly)]
Currency = Annotated[str, AfterValidator(_currency)]
Distinct = AfterValidator(_distinct)
Sorted = AfterValidator(lambda values: tuple(sorted(values)))


def nearest(word: str, known: Mapping[str, str]) -> str | None:
    """The name whose small-letter spelling is closest."""
    close = difflib.get_close_matches(word.casefold(), known, n=1)
    return known[close[0]] if close else None


def shown(value: object) -> str:
    text = str(value)
    text = text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"
    return f'"{text}"' if isinstance(value, str) else text.lower()
