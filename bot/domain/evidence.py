"""All findings of a period: what finished tasks say about time, kind by kind and together, and what else answers say.

Here answers are sorted into what is compared with what; how, is in the modules this one calls. Everything is exact and
ungated: what of it a person may read is decided by `privacy.py` alone, and put together by `figures.py`.

Loads numpy, scipy and statsmodels: import it where a report is computed, not at the top of a file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bot.domain import differences, ownevidence, trend, trials
from bot.domain.answer import Answer
from bot.domain.cells import Cell, beyond_chance, cell, side_by_side, started, timed
from bot.domain.columns import Columns, Flags
from bot.domain.cost import Cost, per_finished
from bot.domain.differences import Difference
from bot.domain.estimate import spread_inside
from bot.domain.outcomes import APART, OUTCOMES, Outcome, Tally, tallies, who
from bot.domain.ownevidence import OwnFound
from bot.domain.ownquestions import OwnQuestion
from bot.domain.several import adjusted
from bot.domain.times import REASONS, LeftOut
from bot.domain.trend import Trend
from bot.domain.verdict import LEVEL, Because, Verdict

ALL_WORK = "all work"


@dataclass(frozen=True)
class Findings:
    """Everything found in one period. Keyed by task type where not said otherwise; people are opaque keys.

    `shares` are differences of shares by their name in `APART`; `settled` those that chance alone would hardly give.
    """

    people: Mapping[str, frozenset[str]]
    cells: Mapping[str, Cell]
    tools: Mapping[tuple[str, str], Cell]  # by task type and tool: against the same people's tasks without AI
    coin: Mapping[str, Cell]  # what a coin decided
    all_work: Cell
    outcomes: Mapping[str, Mapping[Outcome, Tally]]
    all_outcomes: Mapping[Outcome, Tally]
    shares: Mapping[tuple[str, str], Difference]  # by task type and name
    settled: frozenset[tuple[str, str]]
    skip_reasons: Mapping[str, Mapping[str, frozenset[str]]]  # task type → reason → people
    felt: Mapping[str, frozenset[str]]  # code of question 7a → people
    left_out: Mapping[LeftOut, Mapping[str, int]]  # reason → person → answers
    fixing_open: Mapping[str, int]  # person → times that are work only, as the fixing is not known yet
    trends: Mapping[str, Trend] = field(default_factory=dict)
    costs: Mapping[str, tuple[Cost, Cost]] = field(default_factory=dict)  # with AI, without
    own: Mapping[tuple[str, str], OwnFound] = field(default_factory=dict)  # by key of a team's own question, and task type
    own_settled: frozenset[tuple[str, str]] = frozenset()


def find(
    answers: Columns | Iterable[Answer],
    task_types: Sequence[str],
    level: float = LEVEL,
    per_hour: float | None = None,
    questions: Sequence[OwnQuestion] = (),
) -> Findings:
    """All findings; what a coin decided is never mixed with what people chose, and unknown task types are set aside."""
    told = answers if isinstance(answers, Columns) else Columns.of(answers)
    known = told.of_kinds(task_types)
    chosen, flipped = told.only(known & told.observed), told.only(known & ~told.observed)
    by_type = {name: chosen.only(chosen.of_kinds([name])) for name in task_types}
    own = _own_spread(chosen)
    cells: dict[tuple[str, str | None], Cell] = {(name, None): cell(name, by_type[name], level, own=own) for name in task_types}
    for name, part in by_type.items():
        cells |= {(name, tool): one for tool, one in _by_tool(name, part, level, own)}
    beside, whole = side_by_side(cells, cell(ALL_WORK, chosen, level, own=own))
    shares = {key: found for name, part in by_type.items() for key, found in _shares(name, part, level)}
    theirs = _own_questions(questions, by_type, chosen, level)
    return Findings(
        people={name: part.authors for name, part in by_type.items()},
        cells={name: one for (name, tool), one in beside.items() if tool is None},
        tools={(name, tool): one for (name, tool), one in beside.items() if tool is not None},
        coin=_coin(flipped, task_types, level),
        all_work=whole,
        outcomes={name: tallies(part) for name, part in by_type.items()},
        all_outcomes=tallies(chosen),
        shares=shares,
        settled=_settled(shares, level),
        skip_reasons={name: who(part, "skip_reasons") for name, part in by_type.items()},
        felt=who(chosen, "differences"),
        left_out=_left_out(told, known),
        fixing_open=chosen.by_person(chosen.timed & ~chosen.fix_known),
        trends={name: found for name, part in by_type.items() if (found := _trend(part))},
        costs=_costs(by_type, per_hour, level) if per_hour else {},
        own=theirs,
        own_settled=ownevidence.settled(theirs, _looks([*beside.values(), whole], shares), level),
    )


def _own_questions(
    questions: Sequence[OwnQuestion], by_type: Mapping[str, Columns], chosen: Columns, level: float
) -> dict[tuple[str, str], OwnFound]:
    parts = [*by_type.items(), (ALL_WORK, chosen)] if questions else []
    begun = {name: started(part) for name, part in parts}
    return {(one.key, name): ownevidence.find(one, part, begun[name], level) for one in questions for name, part in parts}


def _looks(cells: Iterable[Cell], shares: Mapping[tuple[str, str], Difference]) -> list[float]:
    """The p of whatever else a digest may have a word for."""
    judged = (one.estimate.p for one in cells if one.estimate and one.because in (None, Because.WIDE, Because.BY_CHANCE))
    return [p for p in (*judged, *(one.p for one in shares.values() if one.adjusted)) if p is not None]


def _own_spread(answers: Columns) -> float | None:
    """How much tasks differ that one person did one way, of one kind and size: of all the team's kinds together."""
    tasks = timed(answers)
    alike = ((tasks.person * (len(answers.kinds) + 1) + tasks.kind) * 8 + tasks.size) * 2 + tasks.treated
    return spread_inside(tasks.y, alike)


def _by_tool(name: str, answers: Columns, level: float, own: float | None) -> Iterable[tuple[str, Cell]]:
    """Each tool's tasks against the same people's without AI."""
    for tool in answers.tools:
        mine = answers.with_ai & answers.of_tool(tool)
        if mine.any():
            yield tool, replace(cell(name, answers.only(mine | ~answers.with_ai), level, own=own), tool=tool)


def _coin(answers: Columns, task_types: Sequence[str], level: float) -> dict[str, Cell]:
    """What a coin decided, kind by kind. An unfair coin, or a range that shuffling does not confirm, settles nothing."""
    parts = {name: answers.only(answers.of_kinds([name])) for name in task_types}
    parts = {name: part for name, part in parts.items() if len(part)}
    out = beyond_chance(cell(name, part, level, by_coin=True) for name, part in parts.items())
    return {one.task_type: _checked(one, parts[one.task_type], level) for one in out}


def _checked(one: Cell, answers: Columns, level: float) -> Cell:
    why = None
    if not trials.fair(int(answers.with_ai.sum()), len(answers)):
        why = Because.UNFAIR
    elif one.verdict.quicker_one_way and not trials.agreed(one.verdict, trials.shuffled(one.rung, timed(answers)), level):
        why = Because.BORDERLINE
    return replace(one, verdict=Verdict.NOT_ENOUGH, because=why) if why else one


def _shares(name: str, answers: Columns, level: float) -> Iterable[tuple[tuple[str, str], Difference]]:
    """Differences of shares of tasks with AI and without: each person with themselves, on tasks of one size if five people
    did it both ways there; or failing that all with all."""
    for key, pair in APART.items():
        one, other = (OUTCOMES[outcome] for outcome in pair)
        told = answers.only(one[0](answers) | other[0](answers))
        hit, sized = one[1](told), told.size > 0
        alike = told.only(sized)
        found = differences.within(hit[sized], alike.with_ai, alike.person, alike.person * 8 + alike.size, level)
        found = found and replace(found, adjusted=True)
        if found is None or found.people < differences.FEWEST:
            found = differences.within(hit, told.with_ai, told.person, told.person, level)
        if found is None or found.people < differences.FEWEST:
            one_arm, other_arm = ((int((hit & arm).sum()), int(arm.sum())) for arm in (told.with_ai, ~told.with_ai))
            found = differences.of_shares(*one_arm, *other_arm, level)
        if found:
            yield (name, key), found


def _settled(shares: Mapping[tuple[str, str], Difference], level: float) -> frozenset[tuple[str, str]]:
    """Those of tasks of one size whose range leaves out "no difference", and whose p stands up among so many."""
    tried = {key: found.p for key, found in shares.items() if found.p is not None and found.adjusted}
    chance = dict(zip(tried, adjusted([p or 0.0 for p in tried.values()]), strict=True))
    return frozenset(key for key, p in chance.items() if shares[key].settled and p < 1 - level)


def _left_out(told: Columns, known: Flags) -> dict[LeftOut, Mapping[str, int]]:
    codes = np.where(known, told.left_out, REASONS.index(LeftOut.OTHER_TYPE))
    codes = np.where(told.observed, codes, REASONS.index(LeftOut.RANDOMISED))
    found = {reason: told.by_person(codes == code) for code, reason in enumerate(REASONS) if reason}
    return {reason: counts for reason, counts in found.items() if counts}


def _trend(answers: Columns) -> Trend | None:
    """Weekly typical times of both ways together, oldest first."""
    told = answers.only(answers.timed)
    weeks, week = np.unique((told.day - 1) // 7, return_inverse=True)  # ordinal 1 was a Monday
    if len(weeks) < trend.FEWEST_WEEKS:
        return None
    logs = np.bincount(week, np.log(told.used)) / np.bincount(week)
    there = [len(np.unique(told.person[week == at])) for at in range(len(weeks))]
    return trend.xmr(np.exp(logs).tolist(), there)


def _costs(by_type: Mapping[str, Columns], per_hour: float, level: float) -> dict[str, tuple[Cost, Cost]]:
    """Working time per finished task, with AI and without.

    What the tools cost is not in it: check-ins know only some of the tasks it pays for, and shared out among these it would
    tell how many they are.
    """
    found = {}
    for name, part in by_type.items():
        one, other = (
            per_finished(part.spent[arm], part.finished[arm], part.person[arm], per_hour, level=level)
            for arm in (part.costed & part.with_ai, part.costed & ~part.with_ai)
        )
        if one and other:
            found[name] = (one, other)
    return found
