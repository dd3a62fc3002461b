"""All findings of a period: what finished tasks say about time, kind by kind and together, and what else answers say.

The times are compared by `estimate.py` and judged by `verdict.py`; here answers become columns, and the kinds of task are
seen beside one another. Everything here is exact and ungated: what of it a person may read is decided by `privacy.py` alone.

Loads numpy, scipy and statsmodels: import it where a report is computed, not at the top of a file.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bot.domain import several
from bot.domain.answer import Answer, Assigned
from bot.domain.estimate import LEVEL, Codes, Estimate, Rung, Tasks, climb
from bot.domain.outcomes import Outcome, Tally, fixing_minutes, tallies, who
from bot.domain.power import more_tasks
from bot.domain.times import LeftOut, expected_time, out_of_times, time_used
from bot.domain.verdict import Because, Started, Verdict, judge

__all__ = [
    "LEVEL",
    "Cell",
    "Findings",
    "LeftOut",
    "assess",
    "cell",
    "columns",
    "find",
    "out_of_times",
    "side_by_side",
    "time_used",
]

ALL_WORK = "all work"
FEWEST_TO_SHRINK = 3


@dataclass(frozen=True)
class Arm:
    """One way of doing a kind of task: how many timed tasks each person gave, and their geometric mean in minutes."""

    tasks: Mapping[str, int]
    typical: float | None


@dataclass(frozen=True)
class Balance:
    """Were tasks done with AI the bigger ones? `ratio` of the times expected; `steps` of size, when nothing was expected.

    `with_ai` and `without_ai` say whose tasks it rests on, for the privacy gates.
    """

    ratio: float | None
    steps: float | None
    with_ai: Mapping[str, int]
    without_ai: Mapping[str, int]


@dataclass(frozen=True)
class Cell:
    """All that the times of one task type say, or of all of them together. `weights` is each person's weight in the ratio.

    `shrunken` is the ratio drawn towards those of the other kinds, where there are enough of them.
    """

    task_type: str
    rung: Rung
    verdict: Verdict
    because: Because | None
    estimate: Estimate | None
    with_ai: Arm
    without_ai: Arm
    weights: Mapping[str, float]
    balance: Balance | None = None
    started: Started = field(default_factory=Started)
    more_tasks: int | None = None
    shrunken: float | None = None
    by_coin: bool = False

    @property
    def arms_ratio(self) -> float | None:
        """Typical time with AI ÷ without: different people, different tasks. Rung (d)."""
        one, other = self.with_ai.typical, self.without_ai.typical
        return one / other if one and other else None


@dataclass(frozen=True)
class Findings:
    """Everything found in one period. Keyed by task type where not said otherwise; people are opaque keys."""

    people: Mapping[str, frozenset[str]]
    cells: Mapping[str, Cell]
    all_work: Cell
    outcomes: Mapping[str, Mapping[Outcome, Tally]]
    all_outcomes: Mapping[Outcome, Tally]
    skip_reasons: Mapping[str, Mapping[str, frozenset[str]]]  # task type → reason → people
    differences: Mapping[str, frozenset[str]]  # code of question 7a → people
    left_out: Mapping[LeftOut, Mapping[str, int]]  # reason → person → answers
    fixing_open: Mapping[str, int]  # person → times that are work only, as the fixing is not known yet


def columns(answers: Sequence[Answer]) -> tuple[Tasks, Sequence[str]]:
    """The answers that are in the times, as columns, and the names behind the codes of people."""
    timed = [answer for answer in answers if out_of_times(answer) is None]
    names, person = np.unique([answer.person for answer in timed], return_inverse=True)
    _, kind = np.unique([answer.task_type for answer in timed], return_inverse=True)
    tasks = Tasks(
        person=person,
        kind=kind,
        y=np.log(np.array([time_used(answer) for answer in timed], dtype=np.float64)),
        x=np.log(np.array([expected_time(answer) for answer in timed], dtype=np.float64)),
        size=np.array([answer.size or 0 for answer in timed], dtype=np.int64),
        treated=np.array([answer.approach.tried_ai for answer in timed], dtype=np.bool_),
    )
    return tasks, [str(name) for name in names]


def cell(task_type: str, answers: Iterable[Answer], level: float = LEVEL) -> Cell:
    """What the times of these answers say; those that are not in the times are passed over here (see `find`)."""
    given = list(answers)
    return assess(task_type, *columns(given), started(given), level)


def started(answers: Iterable[Answer]) -> Started:
    count = Counter((answer.approach.tried_ai, answer.finished) for answer in answers)
    with_ai, without = (count[way, True] + count[way, False] for way in (True, False))
    return Started(with_ai, without, count[True, False], count[False, False])


def assess(
    task_type: str, tasks: Tasks, names: Sequence[str], begun: Started, level: float = LEVEL, *, by_coin: bool = False
) -> Cell:
    """The cell of some timed tasks. `names` are the people by code; what a coin decided needs no adjusting to be judged."""
    rung, estimate = climb(tasks, level)
    judged = judge(estimate, adjusted=rung.adjusts or by_coin, started=begun)
    weights = [] if estimate is None else estimate.weights.tolist()
    need = None
    if estimate is not None and judged.because in (Because.FEW_TASKS, Because.WIDE):
        need = more_tasks(estimate, expected=rung is Rung.EXPECTED) or None
    return Cell(
        task_type=task_type,
        rung=rung,
        verdict=judged.verdict,
        because=judged.because,
        estimate=estimate,
        with_ai=_arm(tasks.only(tasks.treated), names),
        without_ai=_arm(tasks.only(~tasks.treated), names),
        weights={names[code]: weight for code, weight in enumerate(weights) if weight > 0},
        balance=_balance(tasks, names),
        started=begun,
        more_tasks=need,
        by_coin=by_coin,
    )


def _arm(tasks: Tasks, names: Sequence[str]) -> Arm:
    return Arm(_by_person(tasks.person, names), math.exp(float(tasks.y.mean())) if len(tasks.y) else None)


def _by_person(person: Codes, names: Sequence[str]) -> dict[str, int]:
    counts = np.bincount(person, minlength=len(names)).tolist() if len(person) else []
    return {names[code]: count for code, count in enumerate(counts) if count}


def _balance(tasks: Tasks, names: Sequence[str]) -> Balance | None:
    """Over all timed tasks whose expected time is known, or failing that whose size is."""
    for known, values, of_times in ((np.isfinite(tasks.x), tasks.x, True), (tasks.size > 0, tasks.size, False)):
        one, other = known & tasks.treated, known & ~tasks.treated
        if one.any() and other.any():
            apart = float(values[one].mean() - values[other].mean())
            people = [_by_person(tasks.person[arm], names) for arm in (one, other)]
            return Balance(math.exp(apart) if of_times else None, None if of_times else apart, *people)
    return None


def side_by_side(cells: Mapping[str, Cell], whole: Cell) -> tuple[dict[str, Cell], Cell]:
    """The kinds of task and all work seen together: no words for what so many looks would give by chance; points shrunk."""
    *out, whole = _beyond_chance([*cells.values(), whole])
    comparable = [
        at
        for at, one in enumerate(out)
        if (one.rung.adjusts or one.by_coin) and one.because is not Because.FEW_PEOPLE and one.estimate and one.estimate.se
    ]
    if len(comparable) >= FEWEST_TO_SHRINK:
        found = [out[at].estimate for at in comparable]
        pooled = several.shrink([one.ratio for one in found if one], [one.se or 1.0 for one in found if one])
        for at, one, point in zip(comparable, found, pooled.shrunken, strict=True):
            inside = min(max(point, (one and one.low) or 0), (one and one.high) or math.inf)
            out[at] = replace(out[at], shrunken=inside)
    return dict(zip(cells, out, strict=True)), whole


def _beyond_chance(cells: Sequence[Cell]) -> list[Cell]:
    looked_at = {at: one.estimate.p for at, one in enumerate(cells) if one.estimate and one.because in (None, Because.WIDE)}
    chance = dict(zip(looked_at, several.adjusted([p or 0.0 for p in looked_at.values()]), strict=True))
    out = list(cells)
    for at, p in chance.items():
        judged = judge(cells[at].estimate, adjusted=True, started=cells[at].started, chance=p)
        out[at] = replace(cells[at], verdict=judged.verdict, because=judged.because)
    return out


def find(answers: Iterable[Answer], task_types: Sequence[str], level: float = LEVEL) -> Findings:
    """All findings of what people chose themselves; coin-decided answers and unknown task types are set aside, counted."""
    by_type: dict[str, list[Answer]] = {name: [] for name in task_types}
    left_out: dict[LeftOut, Counter[str]] = defaultdict(Counter)
    fixing_open: Counter[str] = Counter()
    for answer in answers:
        aside = LeftOut.OTHER_TYPE if answer.task_type not in by_type else None
        aside = LeftOut.RANDOMISED if answer.assigned is Assigned.RANDOMISED else aside
        if aside is None:
            by_type[answer.task_type].append(answer)
        if reason := aside or out_of_times(answer):
            left_out[reason][answer.person] += 1
        elif fixing_minutes(answer) is None:
            fixing_open[answer.person] += 1
    kept = [answer for group in by_type.values() for answer in group]
    cells = {name: cell(name, group, level) for name, group in by_type.items()}
    cells, whole = side_by_side(cells, cell(ALL_WORK, kept, level))
    return Findings(
        people={name: frozenset(answer.person for answer in group) for name, group in by_type.items()},
        cells=cells,
        all_work=whole,
        outcomes={name: tallies(group) for name, group in by_type.items()},
        all_outcomes=tallies(kept),
        skip_reasons={name: who(group, lambda a: a.skip_reasons) for name, group in by_type.items()},
        differences=who(kept, lambda a: a.differences),
        left_out=left_out,
        fixing_open=fixing_open,
    )
