"""Goals: what was printed at the end against the target that was registered before anybody looked (`docs/evidence.md`).

Only a printed figure decides: gated, released, its range rounded outwards. So whoever reads it can check the verdict, and
nothing that may not be printed shows through it. Where no figure may speak, the verdict is "not settled", with the reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from bot.domain import privacy
from bot.domain.figures import CellFigures, Figures, OwnFigures
from bot.domain.privacy import Toward
from bot.domain.registration import OWN_AIM, Aim, GoalTerms
from bot.domain.schedule import monday_of
from bot.domain.verdict import LEVEL, Because

Range = tuple[float, float, float]  # point, low, high


class Goal(StrEnum):
    MET = "met"
    IMPROVED_OPEN = "improved_target_not_settled"
    IMPROVED_LESS = "improved_less_than_target"
    WORSE = "worse"
    MISSED = "missed"
    OPEN = "not_settled"


class Why(StrEnum):
    """Why a goal is not settled, where it is not the range that leaves it open."""

    GONE = "gone"  # the kind of task, the question or the costs are not the team's any more
    FEW_ANSWERS = "few_answers"  # few check-ins were answered
    FEW_TASKS = "few_tasks"  # fewer than the goal asks for
    FEW_COMPARED = "few_compared"  # too few tasks, or people, to be compared with each other
    UNFINISHED = "unfinished"
    NOT_ADJUSTED = "not_adjusted"  # for task size
    NOT_SHOWN = "not_shown"  # by the privacy gates, or beside what was printed before


_NO_VERDICT = {
    Because.FEW_PEOPLE: Why.FEW_COMPARED,
    Because.FEW_TASKS: Why.FEW_COMPARED,
    Because.NO_SPREAD: Why.FEW_COMPARED,
    Because.UNFINISHED: Why.UNFINISHED,
    Because.NOT_ADJUSTED: Why.NOT_ADJUSTED,
}
# Of a kind of task, what is printed at the end of a goal, and nothing else.
_ROWS: Mapping[str, tuple[str, ...]] = {
    Aim.TIME: ("rung", "verdict", "because", "level", "people", "ratio", "low", "high"),
    Aim.FIXING: ("fixed", "sure", "alike"),
    Aim.QUALITY: ("below", "sure", "alike"),
    Aim.COST: ("cost_with_ai", "cost_without_ai"),
}
_POINTS = {Aim.FIXING: "fixed", Aim.QUALITY: "below"}


def goal(low: float, high: float, target: float, nothing: float = 1.0) -> Goal:
    """A range against a target, in the order of the specification; `nothing` is where it makes no difference.

    A target below that is one where less is better. Above it, more is, and the same is read in a mirror.
    """
    if target > nothing:
        low, high, target, nothing = -high, -low, -target, -nothing
    if high <= target:
        return Goal.MET
    if high < nothing:
        return Goal.IMPROVED_OPEN if low <= target else Goal.IMPROVED_LESS
    if low > nothing:
        return Goal.WORSE
    return Goal.MISSED if low > target else Goal.OPEN


@dataclass(frozen=True)
class GoalFigures:
    """What was printed of a goal when it was over. `why` is one of `Why`; without figures there is one, and nothing else.

    `apart` is what the verdict was read from, with its range: a ratio for time and cost, else with AI minus without. Costs are
    with their ranges.
    """

    verdict: str
    why: str | None = None
    apart: Range | None = None
    level: float = LEVEL
    people: str | None = None  # who did it both ways, as a band
    with_ai: Range | None = None
    without_ai: Range | None = None
    currency: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What was kept as JSON, which knows lists only."""
        whole: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
        return cls(**whole)


def counted(told: Iterable[tuple[date, str]], since: date, until: date, k: int) -> int | None:
    """How many of the tasks that were `told`, by day and person, count for a goal of these days; None where none do.

    They count by whole weeks of k people each, where all of the week lies between the days. Weeks of fewer go together until
    they are of k people, up to the next week of so many, and through a year, the same ones for every goal. So goals of days
    that are shifted differ by the tasks of k people. `told` begins with the year of `since`.
    """
    by_week: dict[date, list[str]] = {}
    for day, person in told:
        by_week.setdefault(monday_of(day), []).append(person)
    total, found = 0, False
    first, block = date.min, list[str]()
    for monday, week in sorted(by_week.items()):
        if not block or first.year != monday.year or privacy.may_show(len(set(week)), k):
            first, block = monday, []
        block += week
        if privacy.may_show(len(set(block)), k):
            if since <= first and monday + timedelta(days=7) <= until:
                total, found = total + len(block), True
            block = []
    return total if found else None


def own_of(terms: GoalTerms) -> str:
    """The key of the team's own question it is about; "" if it is about none."""
    return terms.outcome.removeprefix(OWN_AIM) if terms.outcome.startswith(OWN_AIM) else ""


def nothing_of(terms: GoalTerms) -> float:
    """Where its outcome makes no difference."""
    return 1.0 if terms.outcome in (Aim.TIME, Aim.COST) else 0.0


def alone(terms: GoalTerms, figures: Figures) -> Figures:
    """Of all figures only what the goal is about: what nobody will read is not entered as printed, either."""
    cell = _cell(terms, figures)
    kept = {name: getattr(cell, name) for name in _ROWS.get(terms.outcome, ())} if cell else {}
    cells = (CellFigures(terms.task_type, **kept),) if kept else ()
    own = _own(terms, figures)
    return Figures(figures.k, figures.response, cells=cells, own=(replace(own, with_ai=(), without_ai=()),) if own else ())


def judged(terms: GoalTerms, figures: Figures, currency: str = "") -> GoalFigures:
    """The verdict, by the figures as they were printed."""
    cell, own = _cell(terms, figures), _own(terms, figures)
    if own_of(terms):
        return _of_own(terms, own)
    if cell is None:
        return unsettled(Why.NOT_SHOWN)
    if terms.outcome == Aim.TIME:
        return _of_time(terms, cell)
    return _of_cost(terms, cell, currency) if terms.outcome == Aim.COST else _of_shares(terms, cell)


def unsettled(why: Why) -> GoalFigures:
    return GoalFigures(Goal.OPEN, why)


def _of_time(terms: GoalTerms, cell: CellFigures) -> GoalFigures:
    if cell.because in _NO_VERDICT:
        return unsettled(_NO_VERDICT[Because(cell.because)])
    if not (cell.ratio and cell.low and cell.high):
        return unsettled(Why.NOT_SHOWN)
    return _found(terms, (cell.ratio, cell.low, cell.high), cell.people)


def _of_shares(terms: GoalTerms, cell: CellFigures) -> GoalFigures:
    name = _POINTS[Aim(terms.outcome)]
    points: tuple[int, int, int] | None = getattr(cell, name)
    if points is None:
        return unsettled(Why.NOT_SHOWN)
    return _found(terms, points) if name in cell.alike else unsettled(Why.NOT_ADJUSTED)


def _of_cost(terms: GoalTerms, cell: CellFigures, currency: str) -> GoalFigures:
    """From the one end of one range to the other end of the other: wider than it need be, and never too sure."""
    one, other = cell.cost_with_ai, cell.cost_without_ai
    if one is None or other is None or not all((*one, *other)):
        return unsettled(Why.NOT_SHOWN)
    ends = (one[0] / other[0], one[1] / other[2], one[2] / other[1])
    point, low, high = (privacy.round_ratio(end, toward) for end, toward in zip(ends, Toward, strict=True))
    return replace(_found(terms, (point, low, high)), with_ai=one, without_ai=other, currency=currency)


def _of_own(terms: GoalTerms, own: OwnFigures | None) -> GoalFigures:
    if own is None or own.apart is None:
        return unsettled(Why.NOT_SHOWN)
    return _found(terms, own.apart, own.people) if own.rung == "sized" else unsettled(Why.NOT_ADJUSTED)


def _found(terms: GoalTerms, apart: Range, people: str | None = None) -> GoalFigures:
    _point, low, high = apart
    return GoalFigures(goal(low, high, terms.target, nothing_of(terms)), apart=apart, people=people)


def _cell(terms: GoalTerms, figures: Figures) -> CellFigures | None:
    return next((one for one in figures.cells if one.task_type == terms.task_type), None)


def _own(terms: GoalTerms, figures: Figures) -> OwnFigures | None:
    key = own_of(terms)
    return next((one for one in figures.own if key and (one.question, one.task_type) == (key, terms.task_type)), None)
