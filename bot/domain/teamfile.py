"""A team as its owner declares it in TOML, for `team apply FILE.toml`.

The rule: a file is taken whole or refused with one sentence that names the place and what would be right there. Keys that
nobody knows are refused too, because a misspelt setting that is quietly ignored is worse than none.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Strict, ValidationError, model_validator
from pydantic_core import ErrorDetails

from bot.domain import ownquestions
from bot.domain.entries import (
    LEAST_K,
    Channel,
    Country,
    Currency,
    Day,
    Distinct,
    Group,
    Hourly,
    K,
    Language,
    Monthly,
    Name,
    People,
    Sorted,
    TimeOfDay,
    Work,
    Zone,
    between,
    nearest,
    shown,
)
from bot.domain.ownquestions import OwnQuestion
from bot.domain.questions import SOMETHING_ELSE
from bot.domain.refusal import Refusal

_SHAPES = {
    "string_type": "text in quotes",
    "tuple_type": "a list in square brackets",
    "int_type": "a whole number",
    "float_type": "a number",
    "date_type": "a date without quotes, like 2026-12-24",
    "model_type": "a section of its own",
}


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RhythmPlan(_Section):
    """`sampled` asks on `per_week` randomly chosen working days, an hour before their end unless `time` says otherwise.
    `fixed` asks on `days` (0 is Monday) at `time`, every week, two weeks or month; in the team's channel if `place` says so."""

    kind: Literal["sampled", "fixed"] = "sampled"
    per_week: Literal[1, 2] = 2
    days: Annotated[tuple[Day, ...], between(1, 2, "days"), Distinct, Sorted] = ()
    time: TimeOfDay | None = None
    every: Literal["week", "two weeks", "month"] = "week"
    place: Literal["messages", "channel"] = "messages"

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        other = {"sampled": "fixed", "fixed": "sampled"}[self.kind]
        foreign = {"sampled": ("days", "every", "place"), "fixed": ("per_week",)}[self.kind]
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


class CostPlan(_Section):
    """What an hour of the team's work costs, and what its AI tools cost the whole team a month; all of it or none."""

    rate_per_hour: Hourly
    tools_per_month: Monthly
    currency: Currency


class QuestionPlan(_Section):
    """A question of the team's own, about what came of a task; `ownquestions.py` says what each kind of them may have."""

    text: str
    kind: Literal["number", "scale", "choice"]
    unit: str = ""
    low: str = ""
    high: str = ""
    options: tuple[str, ...] = ()
    good: str | None = None
    better: Literal["more", "less", "neither"] = "neither"


class TeamPlan(_Section):
    """A team has `people`, a `channel` or a user `group`, and the others are empty. `digest_day` 0 is Monday."""

    name: Name
    owners: Annotated[People, between(1, 100, "owners"), Distinct]
    people: Annotated[People, between(1, 10_000, "people"), Distinct] = ()
    channel: Channel | None = None
    group: Group | None = None
    task_types: Annotated[tuple[Work, ...], between(4, 8, "task types", SOMETHING_ELSE), Distinct]
    tools: Annotated[tuple[Work, ...], between(0, 5, "tools", "Other"), Distinct] = ()
    zone: Zone = "UTC"
    k: K = LEAST_K
    country: Country | None = None
    holidays: Annotated[tuple[Annotated[date, Strict()], ...], Distinct, Sorted] = ()
    rhythm: RhythmPlan = RhythmPlan()
    digest: DigestPlan = DigestPlan()
    language: Language | None = None
    cost: CostPlan | None = None
    question: Annotated[tuple[QuestionPlan, ...], between(0, ownquestions.MOST, "questions")] = ()

    @model_validator(mode="after")
    def _has_people_or_channel_or_group(self) -> Self:
        if [bool(self.people), bool(self.channel), bool(self.group)].count(True) != 1:
            raise ValueError("write people or channel or group, exactly one of the three")
        if self.rhythm.place == "channel" and not self.channel:
            raise ValueError('rhythm: place = "channel" needs a team that is declared by its channel')
        return self

    @model_validator(mode="after")
    def _asks_what_may_be_asked(self) -> Self:
        for number, one in enumerate(self.question, 1):
            try:
                ownquestions.parse(**dict(one), tools=self.tools)
                ownquestions.together(self.questions[:number])
            except Refusal as no:
                raise ValueError(f"question {number}: {no.sentence.removesuffix('.')}") from no
        return self

    @property
    def questions(self) -> tuple[OwnQuestion, ...]:
        return tuple(ownquestions.parse(**dict(one), tools=self.tools) for one in self.question)

    @property
    def digest_day(self) -> int:
        return self.digest.day

    @property
    def digest_time(self) -> time:
        return self.digest.time


_SECTIONS: Mapping[str, type[_Section]] = {
    "rhythm": RhythmPlan,
    "digest": DigestPlan,
    "cost": CostPlan,
    "question": QuestionPlan,
}


def read(text: str) -> list[TeamPlan]:
    """The teams in the order they are declared, or a Refusal for the first fault."""
    tables = _tables(_parsed(text))
    plans = [_plan(table, f"team {number}" if len(tables) > 1 else "the team") for number, table in enumerate(tables, 1)]
    names = [plan.name.casefold() for plan in plans]
    for plan in plans:
        if names.count(plan.name.casefold()) > 1:
            raise Refusal(f"team {shown(plan.name)} is declared twice")
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
        raise Refusal(f"{shown(outside[0])} stands outside of [[team]]: move it below that line")
    return tables


def _plan(table: dict[str, Any], place: str) -> TeamPlan:
    try:
        return TeamPlan.model_validate(table)
    except ValidationError as faults:
        first = min(faults.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        name = table.get("name")
        raise Refusal(_sentence(first, f"team {shown(name)}" if isinstance(name, str) and name else place)) from faults


def _sentence(fault: ErrorDetails, place: str) -> str:
    """An unknown key comes before a missing one, because it is usually why the other is missing."""
    path = list(fault["loc"])
    section = _SECTIONS.get(str(path[0])) if path else None
    if section and (len(path) > 1 or fault["type"] == "value_error"):
        place = f"{place}, {path.pop(0)}"
        if path and str(path[0]).isdecimal():  # one of several
            place = f"{place} {int(path.pop(0)) + 1}"
    return f"{place}: {_wrong(fault, path, section or TeamPlan)}"


def _wrong(fault: ErrorDetails, path: list[Any], section: type[_Section]) -> str:
    key = str(path[0]) if path else ""
    match fault["type"]:
        case "extra_forbidden":
            near = nearest(key, {known: known for known in section.model_fields})
            hint = f" - did you mean {shown(near)}?" if near else f"; the keys are {', '.join(section.model_fields)}"
            return f"unknown key {shown(key)}{hint}"
        case "missing":
            return f"{key} is missing"
        case "value_error":
            return f"{key} {fault['ctx']['error']}".lstrip()
        case "literal_error":
            return f"{key} {shown(fault['input'])} is not one: write {fault['ctx']['expected']}".replace("'", '"')
    shape = _SHAPES.get(fault["type"], fault["msg"])
    return f"{'each of ' if len(path) > 1 else ''}{key} must be {shape}"
