"""What a trial's form may hold: read field by field, with a sentence for each that needs another look. No draft is stored.

What is filled in is not believed: a kind of task is one of the team's, days lie ahead, a difference is one of those offered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from bot.domain.daywords import spelled
from bot.domain.entries import LONGEST_NAME
from bot.domain.language import N_, _, month, number
from bot.domain.registration import Looks, TrialTerms
from bot.domain.teamform import NEEDED, Faulty

Filled = Mapping[str, Any]  # by field: a text or a code

DIFFERENCES = (10, 15, 20, 25, 30, 40, 50)  # % less or more time
USUAL_DIFFERENCE = "20"
USUAL_DAYS = timedelta(days=13 * 7)
LONGEST = timedelta(days=366)
FEWEST_FLIPS, MOST_FLIPS = 20, 5000
LONGEST_REASON = 500
_KEY = 12
_NO_DAY = N_("This is not a day.")
_BEFORE = N_("The last day is before the first one.")
_OVER = N_("This day is over already.")
_FAR = N_("A trial begins within a year and takes at most a year.")


@dataclass(frozen=True)
class Draft:
    """A trial that nobody has registered yet. Without a planned number, `flips` is None."""

    team: str
    task_type: str
    difference: int
    looks: Looks
    starts_on: date
    ends_on: date
    name: str
    flips: int | None = None

    @property
    def ratio(self) -> float:
        return 1 - self.difference / 100

    def terms(self, seed_hash: str) -> TrialTerms:
        planned = None if self.looks is Looks.ALWAYS else self.flips
        what: dict[str, Any] = {"flips": planned, "ratio": self.ratio, "looks": self.looks, "seed_hash": seed_hash}
        return TrialTerms(self.name, self.task_type, self.starts_on, self.ends_on, **what)

    @property
    def what(self) -> str:
        return what(self.team, self.task_type)


def what(team: str, task_type: str) -> str:
    """A team and a kind of task, as a form names them: by keys, and never by words."""
    return f"{team}.{sha256(task_type.encode()).hexdigest()[:_KEY]}"


def team_in(filled: Filled) -> str:
    return str(filled.get("what") or "").partition(".")[0]


def kind_in(filled: Filled, team: str, kinds: Sequence[str]) -> str | None:
    return next((kind for kind in kinds if what(team, kind) == filled.get("what")), None)


def draft_of(filled: Filled, team: str, task_type: str, today: date) -> Draft:
    """The draft that was filled in, or Faulty."""
    faults: dict[str, str] = {}
    first, last = _days(filled, today, faults)
    difference, looks = str(filled.get("difference") or ""), str(filled.get("looks") or "")
    if difference not in map(str, DIFFERENCES):
        faults["difference"] = _(NEEDED)
    if looks not in tuple(Looks):
        faults["looks"] = _(NEEDED)
    flips = _flips(filled, faults) if looks != Looks.ALWAYS else None
    if faults:
        raise Faulty(faults)
    name = " ".join(str(filled.get("name") or "").split()) or default_name(task_type, first)
    return Draft(team, task_type, int(difference), Looks(looks), first, last, name[:LONGEST_NAME], flips)


def default_name(task_type: str, first: date) -> str:
    # Translators: what a trial is called if nobody calls it otherwise: "Bug triage, July"
    return _("{kind}, {month}", kind=task_type, month=month(first))[:LONGEST_NAME]


def _days(filled: Filled, today: date, faults: dict[str, str]) -> tuple[date, date]:
    first, last = day_of(filled.get("first")), day_of(filled.get("last"))
    if first is None or last is None:
        faults |= {field: _(_NO_DAY) for field, day in (("first", first), ("last", last)) if day is None}
        return today, today
    if first < today:
        faults["first"] = _(_OVER)
    elif last < first:
        faults["last"] = _(_BEFORE)
    elif first - today > LONGEST or last - first > LONGEST:
        faults["last"] = _(_FAR)
    return first, last


def day_of(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _flips(filled: Filled, faults: dict[str, str]) -> int | None:
    """None while it was not asked for."""
    if filled.get("flips") is None:
        return None
    said = planned(filled["flips"])
    if said is None:
        faults["flips"] = no_number(FEWEST_FLIPS)
    return said


def planned(text: Any) -> int | None:
    """A planned number of flips as it was typed."""
    words = str(text).strip().removesuffix(".0")
    return int(words) if words.isdecimal() and len(words) < 6 and FEWEST_FLIPS <= int(words) <= MOST_FLIPS else None


def no_number(least: int) -> str:
    return _("Write a whole number from {least} to {most}.", least=number(least), most=number(MOST_FLIPS))


def amended(filled: Filled, now: TrialTerms, today: date) -> TrialTerms:
    """The terms as somebody wishes to change them, or Faulty: the last day and the planned number, and that only upwards."""
    faults: dict[str, str] = {}
    last = day_of(filled.get("last"))
    if last is None:
        faults["last"] = _(_NO_DAY)
    elif last < max(today, now.starts_on):
        # Translators: a day from which on the last day of a trial may be
        faults["last"] = _("The last day can be {day} at the earliest.", day=spelled(max(today, now.starts_on)))
    elif last - now.starts_on > LONGEST:
        faults["last"] = _(_FAR)
    flips = now.flips
    if flips is not None and filled.get("flips") is not None:
        flips = planned(filled["flips"])
        if flips is None:
            faults["flips"] = no_number(max(FEWEST_FLIPS, now.flips or 0))
        elif flips < (now.flips or 0):
            faults["flips"] = _("The planned number can only be made larger: it is {n} now.", n=number(now.flips or 0))
    if reason_fault := why_no_reason(filled.get("reason")):
        faults["reason"] = reason_fault
    if faults or last is None:
        raise Faulty(faults)
    if (last, flips) == (now.ends_on, now.flips):
        raise Faulty({"last": _("Nothing is changed yet.")})
    return TrialTerms.from_json({**now.to_json(), "ends_on": last.isoformat(), "flips": flips})


def why_no_reason(text: Any) -> str:
    return "" if str(text or "").strip() else _(NEEDED)
