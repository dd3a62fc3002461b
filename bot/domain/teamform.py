"""A team as its owner fills it in on a form: the same rules as a team file's, each fault at the field it belongs to.

Nothing here decides what is right: the words become a `TeamPlan`, and what that refuses is said as a sentence.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.domain.entries import LEAST_K, WEEKDAYS, alone, too_few
from bot.domain.language import N_, _
from bot.domain.teamfile import TeamPlan

Values = Mapping[str, Any]  # by field: a text, a code, or a list of codes

NEEDED = N_("This one is needed.")
_CANNOT = N_("This is not possible here.")
MOST_PICKED = 50  # by hand; more people are a channel or a group


class Who(StrEnum):
    """Who is asked; also the field where that is picked."""

    CHANNEL = "channel"
    GROUP = "group"
    PEOPLE = "people"


class Rhythm(StrEnum):
    TWICE = "twice"
    ONCE = "once"
    FIXED = "fixed"


DEFAULTS: Values = {
    "name": "",
    "who": Who.CHANNEL,
    "channel": None,
    "group": None,
    "people": (),
    "field": None,
    "types": "",
    "tools": "",
    "rhythm": Rhythm.TWICE,
    "days": ("1", "3"),
    "time": "15:00",
    "every": "week",
    "place": (),
    "digest_day": "0",
    "digest_time": "09:00",
    "zone": "UTC",
    "language": "en",
    "country": "",
    "k": str(LEAST_K),
    "rate": "",
    "tools_cost": "",
    "currency": "",
}
MORE = ("digest_day", "digest_time", "zone", "language", "country", "k", "rate", "tools_cost", "currency")
_FIELD_OF = {
    "task_types": "types",
    "rate_per_hour": "rate",
    "tools_per_month": "tools_cost",
}


class Faulty(Exception):  # noqa: N818 - what needs another look, by field
    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__()
        self.by_field = dict(by_field)


def lines(text: str | None) -> list[str]:
    """What stands on the lines of a field, without the empty ones."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def plan_of(values: Values, owners: Sequence[str], holidays: Iterable[date] = (), least_k: int = LEAST_K) -> TeamPlan:
    """The plan these values make, or Faulty."""
    faults = _missing(values)
    if not _whole(values["k"]) or int(values["k"]) < least_k:
        faults["k"] = too_few(least_k)
    try:
        plan = TeamPlan.model_validate(_table(values, owners, holidays))
    except ValidationError as found:
        raise Faulty({**_by_field(found.errors(), values), **faults}) from None
    if faults:
        raise Faulty(faults)
    return plan


def _missing(values: Values) -> dict[str, str]:
    needed = [field for field in ("name", values["who"]) if not values[field]]
    if values["rhythm"] == Rhythm.FIXED:
        needed += [field for field in ("days", "time") if not values[field]]
    cost = [field for field in ("rate", "tools_cost", "currency") if not values[field]]
    if len(cost) < 3 and (values["rate"] or values["tools_cost"]):
        needed += cost
    return dict.fromkeys(needed, _(NEEDED))


def _table(values: Values, owners: Sequence[str], holidays: Iterable[date]) -> dict[str, Any]:
    """As a team file would say it. What is missing is left to whoever looks for it, so that all else is looked at too."""
    who, language = Who(values["who"]), values["language"]
    asked = values[who] or {Who.CHANNEL: "C00", Who.GROUP: "S00", Who.PEOPLE: ["U00"]}[who]
    return {
        "name": values["name"] or "?",
        "owners": tuple(owners),
        who: tuple(asked) if who is Who.PEOPLE else asked,
        "task_types": tuple(lines(values["types"])),
        "tools": tuple(lines(values["tools"])),
        "zone": (values["zone"] or "").strip() or "UTC",
        "k": max(int(values["k"]), LEAST_K) if _whole(values["k"]) else LEAST_K,
        "country": (values["country"] or "").strip() or None,
        "holidays": tuple(holidays),
        "rhythm": _rhythm(values),
        "digest": {"day": WEEKDAYS[int(values["digest_day"])], "time": values["digest_time"] or "09:00"},
        "language": None if language == "en" else language,
        "cost": _cost(values),
    }


def _rhythm(values: Values) -> dict[str, Any]:
    if values["rhythm"] != Rhythm.FIXED:
        return {"kind": "sampled", "per_week": 1 if values["rhythm"] == Rhythm.ONCE else 2}
    days, in_channel = values["days"] or ("1",), values["who"] == Who.CHANNEL and "channel" in (values["place"] or ())
    return {
        "kind": "fixed",
        "days": tuple(WEEKDAYS[int(day)] for day in days),
        "time": values["time"] or "15:00",
        "every": values["every"] or "week",
        "place": "channel" if in_channel else "messages",
    }


def _cost(values: Values) -> dict[str, Any] | None:
    if not (values["rate"] or values["tools_cost"]):
        return None
    return {
        "rate_per_hour": _amount(values["rate"] or "1"),
        "tools_per_month": _amount(values["tools_cost"] or "0"),
        "currency": values["currency"] or "EUR",
    }


def _amount(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _whole(text: Any) -> bool:
    return str(text).isdecimal() and len(str(text)) < 5


def _by_field(found: Iterable[ErrorDetails], values: Values) -> dict[str, str]:
    """The first fault of each field."""
    faults: dict[str, str] = {}
    for fault in found:
        faults.setdefault(_field(fault, values), _sentence(fault))
    return faults


def _field(fault: ErrorDetails, values: Values) -> str:
    names = [str(one) for one in fault["loc"] if isinstance(one, str)]
    if names[:1] == ["digest"]:
        return "digest_day" if "day" in names else "digest_time"
    known = [_FIELD_OF.get(name, name) for name in reversed(names)]
    return next((name for name in known if name in values), "name")


def _sentence(fault: ErrorDetails) -> str:
    error = fault.get("ctx", {}).get("error")
    return alone(error) if isinstance(error, ValueError) else _(_CANNOT)
