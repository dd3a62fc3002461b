"""A goal as its owner fills it in on a form: the terms that come of it, or each fault at the field it belongs to.

The size is written as people say it, "20" for a fifth less time or for twenty points fewer; what it means follows from the
outcome. A goal begins today at the earliest: nobody registers what they have looked at already. It holds one whole
week at least, as its tasks count by whole weeks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from bot.domain import schedule, volume
from bot.domain.language import N_, _, day_and_year, number
from bot.domain.ownquestions import LARGEST, STEPS, OwnKind, OwnQuestion
from bot.domain.refusal import Refusal
from bot.domain.registration import OWN_AIM, Aim, GoalTerms
from bot.domain.teamform import NEEDED, Faulty

Values = Mapping[str, Any]

LONGEST_NAME, LONGEST_REASON, LONGEST_NUMBER = 60, 300, 20
LEAST_TASKS, MOST_TASKS, STEP = 40, 10_000, 10
LONGEST, AHEAD = timedelta(days=366), timedelta(days=366)
MORE, LESS = "more", "less"
_MOST_PERCENT = 90

_NUMBER = N_("Write a number above 0, such as 20.")
_TASKS = N_("Write a number of tasks in tens, from {least} to {most}.")
# Translators: {first} and {last} are days such as "2 August 2026"
_LAST = N_("Tasks count by whole weeks, Monday to Sunday: pick a last day from {first} to {last}.")


@dataclass(frozen=True)
class Choices:
    """What a team's goals may be about; without a rate nobody knows what a task costs."""

    kinds: tuple[str, ...]
    questions: tuple[OwnQuestion, ...]
    costs: bool
    tools: tuple[str, ...] = ()

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Their codes. A choice without a good option has nothing to improve."""
        own = [f"{OWN_AIM}{one.key}" for one in self.questions if one.kind is not OwnKind.CHOICE or one.good]
        return (*(str(aim) for aim in Aim if aim is not Aim.COST or self.costs), *own)

    def question(self, outcome: str) -> OwnQuestion | None:
        return next((one for one in self.questions if f"{OWN_AIM}{one.key}" == outcome), None)


def kind_key(kind: str) -> str:
    """A kind of task as a form names it: opaque."""
    return sha256(kind.encode()).hexdigest()[:16]


def terms(values: Values, choices: Choices, today: date) -> GoalTerms:
    """The terms as they would be registered; Faulty with what needs another look."""
    faults: dict[str, str] = {}
    name = _name(values, choices, faults)
    kind = next((one for one in choices.kinds if kind_key(one) == values.get("kind")), "")
    outcome, least = str(values.get("outcome") or ""), _tasks(values, faults)
    if not kind:
        faults["kind"] = _(NEEDED)
    if outcome not in choices.outcomes:
        faults["outcome"] = _(NEEDED)
    more = values.get("way") == MORE
    if more and outcome in list(Aim):
        faults["way"] = _("Of this, less is better: a goal cannot be that there is more of it.")
    target = 0.0 if {"outcome", "way"} & faults.keys() else _target(values, outcome, choices.question(outcome), more, faults)
    since, until = _days(values, today, faults)
    if faults:
        raise Faulty(faults)
    return GoalTerms(name, kind, since, until, outcome=outcome, target=target, more=more, least_tasks=least)


def amended(values: Values, now: GoalTerms, question: OwnQuestion | None, today: date) -> GoalTerms:
    """The terms with another last day, size or least of tasks; Faulty where that cannot be, or nothing is different."""
    faults: dict[str, str] = {}
    least = _tasks(values, faults)
    target = _target(values, now.outcome, question, now.more, faults)
    until = _day(values, "until", faults)
    if until and until < today:
        faults["until"] = _("That day is over already.")
    elif until:
        _span(now.starts_on, until, faults)
    reason(values, faults)
    changed = replace(now, target=target, least_tasks=least, ends_on=until or now.ends_on)
    if not faults and changed == now:
        faults["until"] = _("Nothing is different from what is registered.")
    if faults:
        raise Faulty(faults)
    return changed


def reason(values: Values, faults: dict[str, str]) -> str:
    said = " ".join(str(values.get("reason") or "").split())
    if not said:
        faults["reason"] = _(NEEDED)
    return said[:LONGEST_REASON]


def size_of(now: GoalTerms) -> float:
    """The size as its owner would write it."""
    return round(abs(now.target - 1) * 100, 6) if now.outcome in (Aim.TIME, Aim.COST) else abs(now.target)


def _name(values: Values, choices: Choices, faults: dict[str, str]) -> str:
    name = " ".join(str(values.get("name") or "").split())[:LONGEST_NAME]
    if not name:
        faults["name"] = _(NEEDED)
    try:
        volume.refuse(name, (), choices.tools)
    except Refusal as no:
        faults["name"] = no.sentence
    return name


def _target(values: Values, outcome: str, question: OwnQuestion | None, more: bool, faults: dict[str, str]) -> float:
    size = _number(values, "size")
    if size is None or size <= 0:
        faults["size"] = _(_NUMBER)
        return 0.0
    most = _largest(outcome, question)
    if size > most:
        faults["size"] = _("At most {most} here.", most=number(most))
    if outcome in (Aim.TIME, Aim.COST):
        return round(1 - size / 100, 6)
    return size if more else -size


def _largest(outcome: str, question: OwnQuestion | None) -> float:
    if outcome in (Aim.TIME, Aim.COST):
        return _MOST_PERCENT
    if question is None or question.kind is OwnKind.CHOICE:
        return 100
    return STEPS - 1 if question.kind is OwnKind.SCALE else LARGEST


def _tasks(values: Values, faults: dict[str, str]) -> int:
    found = _number(values, "least")
    if found is None or found % STEP or not LEAST_TASKS <= found <= MOST_TASKS:
        faults["least"] = _(_TASKS, least=number(LEAST_TASKS), most=number(MOST_TASKS))
        return 0
    return int(found)


def _days(values: Values, today: date, faults: dict[str, str]) -> tuple[date, date]:
    since, until = (_day(values, name, faults) for name in ("since", "until"))
    if since and since < today:
        faults["since"] = _("A goal begins today at the earliest, so that it is registered before anybody has looked.")
    if since and since - today > AHEAD:
        faults["since"] = _("A goal begins within a year.")
    if since and until and "since" not in faults:
        _span(since, until, faults)
    return since or today, until or today


def _span(since: date, until: date, faults: dict[str, str]) -> None:
    """A goal without one whole week of its own would count nothing and could never be judged (`goals.counted`)."""
    first, last = schedule.monday_of(since + timedelta(days=6)) + timedelta(days=6), since + LONGEST
    if not first <= until <= last:
        faults["until"] = _(_LAST, first=day_and_year(first), last=day_and_year(last))


def _day(values: Values, name: str, faults: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(str(values.get(name) or ""))
    except ValueError:
        faults[name] = _(NEEDED)
        return None


def _number(values: Values, name: str) -> float | None:
    try:
        found = float(str(values.get(name) or "").replace(",", ".").replace("%", "").strip())
    except ValueError:
        return None
    return found if abs(found) < float("inf") else None
