"""A team as its owner declares it in TOML, for `team apply FILE.toml`.

The rule: a file is taken whole or refused with one sentence that names the place and what would be right there. Keys that
nobody knows are refused too, because a misspelt setting that is quietly ignored is worse than none.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Strict, ValidationError, model_validator
from pydantic_core import ErrorDetails

from bot.domain.questions import SOMETHING_ELSE
from bot.domain.refusal import Refusal

LEAST_K = 5
LONGEST_NAME = 60
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHAPES = {
    "string_type": "text in quotes",
    "tuple_type": "a list in square brackets",
    "int_type": "a whole number",
    "date_type": "a date without quotes, like 2026-12-24",
    "model_type": "a section of its own",
}


def _weekday(value: object) -> int:
    """ "tue" or "Tuesday", as 0 for Monday to 6 for Sunday."""
    word = str(value).casefold()
    for number, day in enumerate(WEEKDAYS):
        if word in (day, day[:3]):
            return number
    raise ValueError(f"{_shown(value)} is not a day: write one of monday to sunday, or mon to sun")


def _time_of_day(value: object) -> time:
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(:00)?", str(value), re.ASCII)
    if not found:
        raise ValueError(f'{_shown(value)} is not a time of day: write it like "16:00"')
    return time(int(found[1]), int(found[2]))


def _zone(value: str) -> str:
    zones = available_timezones()
    if value in zones:
        return value
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in sorted(zones)}
    near = _nearest(value, cities | {zone.casefold(): zone for zone in zones})
    hint = f"did you mean {_shown(near)}?" if near else 'write it like "Europe/Berlin"'
    raise ValueError(f"{_shown(value)} is not a time zone; {hint}")


def _name(value: str) -> str:
    name = " ".join(value.split())
    if not name or len(name) > LONGEST_NAME:
        raise ValueError(f"{_shown(value)} is not 1 to {LONGEST_NAME} characters long")
    return name


def _distinct(values: tuple[Any, ...]) -> tuple[Any, ...]:
    seen: set[object] = set()
    for value in values:
        key = value.casefold() if isinstance(value, str) else value
        if key in seen:
            raise ValueError(f"names {_shown(WEEKDAYS[value] if isinstance(value, int) else value)} twice")
        seen.add(key)
    return values


def _matches(pattern: str, example: str, what: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value, re.ASCII):
            raise ValueError(f"{_shown(value)} is not {what}: it looks like {_shown(example)}")
        return value

    return AfterValidator(check)


def _between(least: int, most: int, what: str, reserved: str = "") -> AfterValidator:
    def check(values: tuple[Any, ...]) -> tuple[Any, ...]:
        if not least <= len(values) <= most:
            raise ValueError(f"must hold {least} to {most:,} {what}, not {len(values)}")
        if reserved.casefold() in (str(value).casefold() for value in values):
            raise ValueError(f"may not hold {_shown(reserved)}: it is always offered")
        return values

    return AfterValidator(check)


def _enough(value: int) -> int:
    if value < LEAST_K:
        raise ValueError(f"may not be below {LEAST_K}")
    return value


Day = Annotated[int, BeforeValidator(_weekday)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Name = Annotated[str, AfterValidator(_name)]
People = tuple[Annotated[str, _matches(r"[UW][A-Z0-9]{2,20}", "U012AB3CD", "a Slack member id")], ...]
Channel = Annotated[str, _matches(r"[CG][A-Z0-9]{2,20}", "C012AB3CD", "a Slack channel id")]
Distinct = AfterValidator(_distinct)
Sorted = AfterValidator(lambda values: tuple(sorted(values)))


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RhythmPlan(_Section):
    """`sampled` asks on `per_week` randomly chosen working days, an hour before their end unless `time` says otherwise.
    `fixed` asks on `days` (0 is Monday) at `time`, every week, two weeks or month."""

    kind: Literal["sampled", "fixed"] = "sampled"
    per_week: Literal[1, 2] = 2
    days: Annotated[tuple[Day, ...], _between(1, 2, "days"), Distinct, Sorted] = ()
    time: TimeOfDay | None = None
    every: Literal["week", "two weeks", "month"] = "week"

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        other = {"sampled": "fixed", "fixed": "sampled"}[self.kind]
        foreign = {"sampled": ("days", "every"), "fixed": ("per_week",)}[self.kind]
        for key in foreign:
            if key in self.model_fields_set:
                raise ValueError(f'{key} belongs to kind = "{other}", and this one is "{self.kind}"')
        if self.kind == "fixed" and not self.days:
            raise ValueError('a fixed rhythm needs its days, like days = ["tue", "thu"]')
        if self.kind == "fixed" and not self.time:
            raise ValueError('a fixed rhythm needs its time, like time = "16:00"')
        return self


class DigestPlan(_Section):
    day: Day = 0
    time: TimeOfDay = time(9)


class TeamPlan(_Section):
    """A team has `people` or a `channel`, and the other one is empty. The digest comes on `digest_day` (0 is Monday)."""

    name: Name
    owners: Annotated[People, _between(1, 100, "owners"), Distinct]
    people: Annotated[People, _between(1, 10_000, "people"), Distinct] = ()
    channel: Channel | None = None
    task_types: Annotated[tuple[Name, ...], _between(4, 8, "task types", SOMETHING_ELSE), Distinct]
    tools: Annotated[tuple[Name, ...], _between(0, 5, "tools", "Other"), Distinct] = ()
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    k: Annotated[int, Strict(), AfterValidator(_enough)] = LEAST_K
    holidays: Annotated[tuple[Annotated[date, Strict()], ...], Distinct, Sorted] = ()
    rhythm: RhythmPlan = RhythmPlan()
    digest: DigestPlan = DigestPlan()

    @model_validator(mode="after")
    def _has_people_or_channel(self) -> Self:
        if bool(self.people) == bool(self.channel):
            raise ValueError("write people or channel, exactly one of the two")
        return self

    @property
    def digest_day(self) -> int:
        return self.digest.day

    @property
    def digest_time(self) -> time:
        return self.digest.time


_SECTIONS: Mapping[str, type[_Section]] = {"rhythm": RhythmPlan, "digest": DigestPlan}


def read(text: str) -> list[TeamPlan]:
    """The teams in the order they are declared, or a Refusal for the first fault."""
    tables = _tables(_parsed(text))
    plans = [_plan(table, f"team {number}" if len(tables) > 1 else "the team") for number, table in enumerate(tables, 1)]
    names = [plan.name.casefold() for plan in plans]
    for plan in plans:
        if names.count(plan.name.casefold()) > 1:
            raise Refusal(f"team {_shown(plan.name)} is declared twice")
    return plans


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise Refusal("the file is not valid TOML: it is nested too deeply") from None
    except ValueError as fault:
        raise Refusal(f"the file is not valid TOML: {fault}") from fault


def _tables(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Each [[team]], or the whole file when it has none."""
    declared = data.get("team", data and [data])
    tables = [declared] if isinstance(declared, dict) else declared
    if not data or tables == []:
        raise Refusal("the file declares no team: begin with [[team]] and its name")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Refusal("team must be a section: write [[team]] on a line of its own")
    if outside := [key for key in data if "team" in data and key != "team"]:
        raise Refusal(f"{_shown(outside[0])} stands outside of [[team]]: move it below that line")
    return tables


def _plan(table: dict[str, Any], place: str) -> TeamPlan:
    try:
        return TeamPlan.model_validate(table)
    except ValidationError as faults:
        first = min(faults.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        name = table.get("name")
        raise Refusal(_sentence(first, f"team {_shown(name)}" if isinstance(name, str) and name else place)) from faults


def _sentence(fault: ErrorDetails, place: str) -> str:
    """An unknown key comes before a missing one, because it is usually why the other is missing."""
    path = list(fault["loc"])
    section = _SECTIONS.get(str(path[0])) if path else None
    if section and (len(path) > 1 or fault["type"] == "value_error"):
        place = f"{place}, {path.pop(0)}"
    return f"{place}: {_wrong(fault, path, section or TeamPlan)}"


def _wrong(fault: ErrorDetails, path: list[Any], section: type[_Section]) -> str:
    key = str(path[0]) if path else ""
    match fault["type"]:
        case "extra_forbidden":
            near = _nearest(key, {known: known for known in section.model_fields})
            hint = f" - did you mean {_shown(near)}?" if near else f"; the keys are {', '.join(section.model_fields)}"
            return f"unknown key {_shown(key)}{hint}"
        case "missing":
            return f"{key} is missing"
        case "value_error":
            return f"{key} {fault['ctx']['error']}".lstrip()
        case "literal_error":
            return f"{key} {_shown(fault['input'])} is not one: write {fault['ctx']['expected']}".replace("'", '"')
    shape = _SHAPES.get(fault["type"], fault["msg"])
    return f"{'each of ' if len(path) > 1 else ''}{key} must be {shape}"


def _nearest(word: str, known: Mapping[str, str]) -> str | None:
    """The name whose small-letter spelling is closest."""
    close = difflib.get_close_matches(word.casefold(), known, n=1)
    return known[close[0]] if close else None


def _shown(value: object) -> str:
    text = str(value)
    text = text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"
    return f'"{text}"' if isinstance(value, str) else text.lower()
