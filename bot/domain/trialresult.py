"""What a trial shows: tasks compared as its coin had them, whether that may count as proof, and what of it may be printed.

Every comparison, verdict and gate is the one all other figures have (`cells.py`, `verdict.py`, `gates.py`); here they are
only asked about a coin's arms. The checks and the rules for looking are those of `docs/evidence.md`, section 10. Loads numpy.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import NormalDist
from typing import Any

import numpy as np

from bot.domain import gates, privacy, trials
from bot.domain.cells import Cell, assess, started, timed
from bot.domain.columns import Columns, Flags
from bot.domain.estimate import like_with_like, stratified
from bot.domain.flips import KIND, as_done, of_flips
from bot.domain.outcomes import APART, OUTCOMES, Tally
from bot.domain.power import SPREAD
from bot.domain.privacy import Toward
from bot.domain.registration import Looks, TrialTerms
from bot.domain.told import Look, Told
from bot.domain.trialfigures import Effect, Problem, Shares, TrialFigures
from bot.domain.verdict import ENOUGH_PEOPLE, ENOUGH_TASKS, Because, Started, Verdict

QUARTERS = 4  # of the planned flips: three looks on the way, and the end
REACH = 2 * SPREAD  # of a log time from its centre, from which on a task's score is ±1
WIDEST = 4.0  # between two scores from 1 to 5
_Pair = tuple[Tally, Tally]  # with AI and without, as assigned


def result(
    told: Sequence[Told], terms: TrialTerms, k: int, level: float | None = None, shuffles: int | None = None
) -> TrialFigures:
    """Everything of a trial that may be printed, through the gates; `level` is that of the look which stopped it.

    With fewer than k people either way, or with one who has most of the flips of a way, nothing but their number. Too few
    people is also said where one person makes up more than half of the comparison.
    """
    level = level or level_of(terms)
    flips = of_flips(told)
    bare = TrialFigures(Verdict.NOT_ENOUGH, Because.FEW_PEOPLE, level=level, flips=len(told))
    if not _enough(flips, k):
        return bare
    cell, checks = _compared(flips, level), _checks(told, flips)
    problems = _problems(told, checks)
    shown, p = gates.comparison(cell, k), _p(cell, told, flips, terms, level, shuffles)
    verdict, because = _verdict(cell, p, level) if shown.get("ratio") else (Verdict.NOT_ENOUGH, shown.get("because"))
    usable = bool(shown) and not problems
    found = cell.estimate if shown else None
    return replace(
        bare,
        verdict=verdict if usable else Verdict.NOT_ENOUGH,
        because=None if problems else because if shown else Because.FEW_PEOPLE,
        problems=problems,
        people=shown.get("people"),
        tasks=privacy.band(found.tasks_with_ai + found.tasks_without_ai) if found else None,
        assigned=_effect(cell, k),
        followed=_followed(told, flips, level, k),
        p=None if terms.looks == Looks.ALWAYS or not shown.get("ratio") else _rounded(p),
        borderline=usable and because is Because.BORDERLINE,
        rung=shown.get("rung"),
        forced=_share(Tally(flips.by_person(np.array([one.forced for one in told])), flips.by_person(flips.person >= 0)), k),
        balance=gates.leaning(cell, k).get("balance"),
        reviewed=_reviewed(told, flips, level, k),
        **_shares(flips, checks, k),
    )


def look(told: Sequence[Told], terms: TrialTerms, looks_taken: int, k: int = privacy.FEWEST) -> Look:
    """Is a look due that was declared beforehand, and does it stop the trial? It does only where its result has a verdict.

    At each quarter |z| ≥ 2.10/√(n/N), z from the p of shuffling, and the range at the level of that bound must say the same.
    O'Brien and Fleming's constant for four looks is 2.024, at which a false verdict comes 5 times in 100; 2.10, the one for
    twelve looks, is kept as it is registered, and makes that 4.1 times. After each task: E ≥ 20, and the range.
    """
    due, level = bool(told), level_of(terms)
    if terms.looks == Looks.QUARTERS and terms.flips:
        due = due and looks_taken < QUARTERS - 1 and len(told) * QUARTERS >= (looks_taken + 1) * terms.flips
        level = _level(trials.bound(len(told), terms.flips)) if due else level
    elif terms.looks != Looks.ALWAYS or (due and max(e_values(told)) < trials.REJECT):
        return Look(due and terms.looks == Looks.ALWAYS, stops=False, level=level)
    return Look(due, due and _settles(told, terms, level, k), level)


def _settles(told: Sequence[Told], terms: TrialTerms, level: float, k: int) -> bool:
    """Would this be printed as less or more time? The range is asked first: it is the quicker one to work out."""
    if not _compared(of_flips(told), level).verdict.quicker_one_way:
        return False
    return Verdict(result(told, terms, k, level).verdict).quicker_one_way


def level_of(terms: TrialTerms) -> float:
    """Of the range at the end: with looks on the way it is that of |z| ≥ 2.10."""
    return _level(trials.EARLY) if terms.looks == Looks.QUARTERS else terms.level


def _level(bound: float) -> float:
    return 2 * NormalDist().cdf(bound) - 1


def e_values(told: Sequence[Told]) -> list[float]:
    """The evidence against "no difference" after each flip; 20 or more rejects it, whenever it is looked at.

    A task's score is its log time against the expected one, less the same person's middle of that over their earlier tasks of
    both ways (as if one before had taken what was expected), from −1 to 1. If AI makes no difference, score and coin know
    nothing of each other, so the expectation stays 1 and 20 is reached at most once in 20 trials, however often one looks
    (Ville). Forced flips, and tasks that have no time, score 0 and change nothing.
    """
    return _evidence(told, of_flips(told))


def _evidence(told: Sequence[Told], flips: Columns) -> list[float]:
    known, used = flips.timed.tolist(), np.log(flips.used / np.maximum(flips.expected, 1.0)).tolist()
    middles: dict[str, tuple[float, int]] = {}
    scores: list[float] = []
    for one, has_time, rest in zip(told, known, used, strict=True):
        total, before = middles.get(one.person, (0.0, 0))
        apart = (rest - total / (before + 1)) / REACH if has_time and not one.forced else 0.0
        scores.append(min(max(apart, -1.0), 1.0))
        if has_time:
            middles[one.person] = (total + rest, before + 1)
    return trials.e_process([1.0 if one.with_ai else -1.0 for one in told], scores)


def _enough(flips: Columns, k: int) -> bool:
    """Enough people with flips each way, and nobody with most of them."""
    return all(privacy.may_show_share(flips.by_person(arm), k) for arm in (flips.with_ai, ~flips.with_ai))


def _compared(flips: Columns, level: float) -> Cell:
    return assess(KIND, timed(flips), flips.names, started(flips), level, by_coin=True)


def _p(cell: Cell, told: Sequence[Told], flips: Columns, terms: TrialTerms, level: float, shuffles: int | None) -> float | None:
    """Of shuffling, with shuffles enough for the level; without a planned end the inverse of the most evidence there was."""
    if terms.looks == Looks.ALWAYS:
        return 1 / max(1.0, *_evidence(told, flips))
    enough = shuffles or max(trials.SHUFFLES, math.ceil(4 / (1 - level)))
    return trials.permutation_p(*like_with_like(cell.rung, timed(flips)), enough)


def _verdict(cell: Cell, p: float | None, level: float) -> tuple[Verdict, Because | None]:
    """The range's, if shuffling says the same. About the same stays so: it is no difference that anybody could act on."""
    if cell.because not in (None, Because.WIDE) or cell.verdict is Verdict.ABOUT_SAME or trials.agreed(cell.verdict, p, level):
        return cell.verdict, cell.because
    return Verdict.NOT_ENOUGH, Because.BORDERLINE


def _checks(told: Sequence[Told], flips: Columns) -> dict[str, _Pair]:
    """What goes wrong with flips, as shares of those assigned each way."""
    wrong: dict[str, Flags] = {
        Problem.DECLINED: np.array([not one.done_as_assigned for one in told]),
        Problem.MISSING: flips.finished & ~flips.timed,
        Problem.OVERLAPPING: np.array([one.overlapping for one in told]),
        Problem.UNFINISHED: ~flips.finished,
    }
    arms = (flips.with_ai, ~flips.with_ai)

    def tally(where: Flags, arm: Flags) -> Tally:
        return Tally(flips.by_person(where & arm), flips.by_person(arm))

    return {str(problem): (tally(where, arms[0]), tally(where, arms[1])) for problem, where in wrong.items()}


def _problems(told: Sequence[Told], checks: Mapping[str, _Pair]) -> tuple[str, ...]:
    """Why it is no proof, in the order of `Problem`. Of declines, times that are missing and tasks beside others, a fifth is
    too many, and ten points between the ways; of unfinished ones a tenth of either way is, as for every figure."""
    coin = [one.with_ai for one in told if not one.forced]

    def wrong(problem: Problem) -> bool:
        if problem is Problem.UNFAIR:
            return not trials.fair(sum(coin), len(coin))
        counts = [sum(of.values()) for one in checks[problem] for of in (one.hits, one.out_of)]
        if problem is Problem.UNFINISHED:
            return Started(counts[1], counts[3], counts[0], counts[2]).forbids
        return not trials.usable(*counts)

    return tuple(str(problem) for problem in Problem if wrong(problem))


def _effect(cell: Cell, k: int) -> Effect | None:
    shown = gates.comparison(cell, k)
    return Effect(shown["ratio"], shown["low"], shown["high"]) if shown.get("ratio") else None


def _followed(told: Sequence[Told], flips: Columns, level: float, k: int) -> Effect | None:
    """As the tasks were done; not beside the other figure where the two differ by the tasks of fewer than k people."""
    done = as_done(flips, told)
    if not privacy.nobody_or_enough(len(flips.by_person(flips.timed & (done.with_ai != flips.with_ai))), k):
        return None
    return _effect(_compared(done, level), k)


def _share(tally: Tally, k: int) -> str | None:
    return privacy.round_share(tally.share or 0, len(tally.out_of)) if privacy.may_show_share(tally.out_of, k) else None


def _both(pair: _Pair, k: int) -> Shares | None:
    one, other = (_share(tally, k) for tally in pair)
    return (one, other) if one and other else None


def _shares(flips: Columns, checks: Mapping[str, _Pair], k: int) -> dict[str, Any]:
    """Both ways or neither: what went wrong, and what else came of the tasks."""
    beside: dict[str, _Pair] = {}
    for name, pair in zip(("fixing", "below"), APART.values(), strict=True):
        arms = ((can(flips), so(flips)) for can, so in (OUTCOMES[outcome] for outcome in pair))
        one, other = (Tally(flips.by_person(can & so), flips.by_person(can)) for can, so in arms)
        beside[name] = (one, other)
    return {name: _both(pair, k) for name, pair in {**checks, **beside}.items()}


def _reviewed(told: Sequence[Told], flips: Columns, level: float, k: int) -> tuple[float, float, float] | None:
    """The blind score with AI minus without, each person with themselves, with its range; on the plain scale of 1 to 5."""
    score = np.array([math.nan if one.score is None else one.score for one in told])
    seen = np.isfinite(score)
    part = flips.only(seen)
    found = stratified(score[seen], part.with_ai, part.person, part.person, level) if seen.any() else None
    if found is None or not found.se or found.low is None or found.high is None:
        return None
    weights = {part.names[code]: weight for code, weight in enumerate(found.weights.tolist()) if weight > 0}
    enough = found.people >= ENOUGH_PEOPLE and min(found.tasks_with_ai, found.tasks_without_ai) >= ENOUGH_TASKS
    if not (enough and privacy.may_show_ratio(found.people, k) and privacy.dominance_ok(weights)):
        return None
    ends = (min(max(math.log(end), -WIDEST), WIDEST) for end in (found.ratio, found.low, found.high))
    point, low, high = (privacy.round_to(end, 0.1, toward) for end, toward in zip(ends, Toward, strict=True))
    return point, low, high


def _rounded(p: float | None) -> float | None:
    """To three decimals, and never to nothing."""
    return None if p is None else max(round(p, 3), 0.001)
