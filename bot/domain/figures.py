"""Findings that have passed the privacy gates, rounded: the only figures words, charts and exports are made of.

`gated` is the one place where figures leave the evidence. Gates are computed over all task types even when one is asked
for, and a total over all types is given only for what no single type may show, so that no part follows by subtraction.
There is no person in `Figures`, nothing exact, and no count of tasks done with AI.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.domain import privacy
from bot.domain.outcomes import Outcome, Tally
from bot.domain.privacy import Response, Toward
from bot.domain.questions import OTHER
from bot.domain.verdict import Because, Verdict
from bot.domain.wording import BY_KEY, SKIP_GROUPS

if TYPE_CHECKING:
    from bot.domain.evidence import Cell, Findings

MOST_TYPES = 5
EVEN = (0.80, 1.25)  # a balance of expected times inside this is even
STEP = 0.25  # of the five sizes: a mean that differs by less is even
LONGEST_WAIT = 52  # weeks
_SKIPS = (Outcome.RIGHT_SKIP, Outcome.REGRETTED_SKIP, Outcome.REGRETTED_USE)
_NO_BETTER = (Outcome.NO_DIFFERENCE, Outcome.WORSE, Outcome.DROPPED)
_SIDE_BY_SIDE = (
    (Outcome.FIXED_WITH, Outcome.FIXED_WITHOUT),
    (Outcome.BELOW_WITH, Outcome.BELOW_WITHOUT),
    (Outcome.UNFINISHED_WITH, Outcome.UNFINISHED_WITHOUT),
)


@dataclass(frozen=True)
class CellFigures:
    """What may be printed about one task type. Ratios and their range rounded to 5 %, minutes to the nearest usual step.

    `rung` is one of the ladder in `docs/evidence.md`. `because` says why there is no verdict. `balance` is the time
    expected of tasks done with AI against the others; `size` says it in a word where nobody was asked for a time.
    """

    task_type: str
    evidence: str = "observed"
    rung: str | None = None
    verdict: str = "not_enough"
    because: str | None = None
    level: float | None = None
    people: str | None = None  # who did it both ways, as a band
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    balance: float | None = None
    size: str | None = None  # smaller, alike or bigger
    more_tasks: int | None = None
    more_weeks: int | None = None
    typical_with_ai: int | None = None
    typical_without_ai: int | None = None
    shares: dict[str, str] = field(default_factory=dict)  # outcome → rounded share of the answers that can tell
    main_reason: str | None = None


@dataclass(frozen=True)
class Figures:
    """Everything a digest may say, gated and rounded. Pairs are (words, band)."""

    k: int
    response: str
    cells: tuple[CellFigures, ...] = ()
    all_work: CellFigures | None = None
    hidden_types: int = 0
    more_types: int = 0
    all_shares: dict[str, str] = field(default_factory=dict)  # only where no single task type may be shown
    skip_reasons: tuple[tuple[str, str], ...] = ()
    felt: tuple[tuple[str, str], ...] = ()
    expected: str | None = None
    left_out: tuple[tuple[str, str], ...] = ()
    fixing_open: str | None = None


def gated(found: "Findings", k: int, response: str, only: str | None, weeks: float | None = None) -> Figures:
    """Everything found that passes the gates, rounded; about one task type if `only` says which.

    `weeks` is how long the answers took to come in, from which follows how long more of them would take.
    """
    shown = privacy.suppress(found.people, k).groups
    cells = {name: _cell(found, name, k, response, weeks) for name in shown}
    best = sorted(shown, key=lambda name: (cells[name].ratio is None, -len(found.people[name]), name))
    chosen = [only] if only in shown else [] if only else best[:MOST_TYPES]
    return Figures(
        k=k,
        response=response,
        cells=tuple(cells[name] for name in sorted(chosen, key=str.casefold)),
        all_work=None if only else _all_work(found, {name for name in chosen if cells[name].ratio}, k, response),
        hidden_types=int(only not in shown) if only else len(found.people) - len(shown),
        more_types=0 if only else len(shown) - len(chosen),
        all_shares=_together(found, cells.values(), k),
        skip_reasons=_reasons(found, k),
        felt=_in_bands(privacy.fold(found.differences, k, ["cant_tell"]), _option_words("differences"), "other"),
        expected=_people_band(found.all_outcomes[Outcome.EXPECTED].hits, k),
        left_out=_left_out(found, k),
        fixing_open=_answers_band(found.fixing_open, k),
    )


def _cell(found: "Findings", name: str, k: int, response: str, weeks: float | None) -> CellFigures:
    cell = found.cells[name]
    codes = privacy.fold(found.skip_reasons[name], k, [OTHER])
    main = min(codes[0], key=lambda code: (-codes[0][code], code)) if codes else None
    ratio = _ratio(cell, k, response)
    return CellFigures(
        task_type=name,
        **(ratio if cell.rung.adjusts and ratio else {**_typical(cell, k), **ratio}),
        **(_balance(cell, k) | _still_needed(cell, weeks) if ratio else {}),
        shares=_shares(found.outcomes[name], k),
        main_reason=_option_words("skip_reasons")[main] if main else None,
    )


def _all_work(found: "Findings", printed: Collection[str], k: int, response: str) -> CellFigures | None:
    """All task types together, unless what is not printed of it is the work of somebody but fewer than k people."""
    hidden = [frozenset(cell.weights) for name, cell in found.cells.items() if name not in printed]
    rest = frozenset[str]().union(*hidden)
    ratio = _ratio(found.all_work, k, response)
    several = sum(bool(cell.weights) for cell in found.cells.values()) > 1 and found.all_work.rung.adjusts
    if not several or not ratio.get("ratio") or (rest and not privacy.may_show(len(rest), k)):
        return None
    return CellFigures(found.all_work.task_type, **ratio, **_balance(found.all_work, k))


def _ratio(cell: "Cell", k: int, response: str) -> dict[str, Any]:
    """The comparison of people with themselves: enough people with both ways, nobody dominating. Gates 1, 2 and 7."""
    found = cell.estimate
    if found is None or not privacy.may_show_ratio(found.people, k) or not privacy.dominance_ok(cell.weights):
        return {}
    verdict, because = cell.verdict, cell.because
    if response == Response.FEW and verdict is not Verdict.NOT_ENOUGH:
        verdict, because = Verdict.NOT_ENOUGH, Because.FEW_ANSWERS
    said = {"rung": str(cell.rung), "verdict": str(verdict), "people": privacy.band(found.people)}
    said["because"] = str(because) if because else None
    if not found.se or found.low is None or found.high is None:
        return said  # a range without width would claim a certainty nobody has
    return said | {
        "level": found.level,
        "ratio": privacy.round_ratio(cell.shrunken or found.ratio),
        "low": privacy.round_ratio(found.low, Toward.LESS),
        "high": privacy.round_ratio(found.high, Toward.MORE),
    }


def _balance(cell: "Cell", k: int) -> dict[str, Any]:
    """Were the tasks done with AI the bigger ones? A figure of both arms, so enough people in each and nobody dominating."""
    found = cell.balance
    if found is None or not privacy.may_show_arms(len(found.with_ai), len(found.without_ai), k):
        return {}
    if not (privacy.dominance_ok(found.with_ai) and privacy.dominance_ok(found.without_ai)):
        return {}
    if found.ratio is not None:
        return {"balance": privacy.round_ratio(found.ratio)}
    steps = found.steps or 0
    return {"size": "alike" if abs(steps) < STEP else "smaller" if steps < 0 else "bigger"}


def _still_needed(cell: "Cell", weeks: float | None) -> dict[str, Any]:
    """How many more tasks it would take, and how long at the pace so far; roughly, and never more than a year of weeks."""
    if not cell.more_tasks:
        return {}
    step = 10 if cell.more_tasks < 100 else 50 if cell.more_tasks < 1000 else 100
    more = math.ceil(cell.more_tasks / step) * step
    timed = sum(cell.with_ai.tasks.values()) + sum(cell.without_ai.tasks.values())
    wait = math.ceil(more / (timed / weeks)) if weeks else None
    return {"more_tasks": more, "more_weeks": wait if wait and wait <= LONGEST_WAIT else None}


def _typical(cell: "Cell", k: int) -> dict[str, Any]:
    one, other = cell.with_ai, cell.without_ai
    enough = privacy.may_show_arms(len(one.tasks), len(other.tasks), k)
    if not (enough and privacy.dominance_ok(one.tasks) and privacy.dominance_ok(other.tasks)):
        return {}
    return {
        "rung": "arms_only",
        "typical_with_ai": privacy.round_minutes(one.typical or 0),
        "typical_without_ai": privacy.round_minutes(other.typical or 0),
    }


def _shares(tallies: Mapping[Outcome, Tally], k: int) -> dict[str, str]:
    """Each share that passes the gates; of shares printed side by side, both or neither."""
    shown = {
        str(outcome): privacy.round_share(tally.share or 0, len(tally.out_of))
        for outcome, tally in tallies.items()
        if outcome is not Outcome.EXPECTED and privacy.may_show_share(tally.out_of, k)
    }
    for pair in _SIDE_BY_SIDE:
        if not all(outcome in shown for outcome in pair):
            for outcome in pair:
                shown.pop(outcome, None)
    return shown


def _together(found: "Findings", cells: Iterable[CellFigures], k: int) -> dict[str, str]:
    """Shares over all task types, of a kind that no task type can show: a total never stands beside its parts."""
    printed = {outcome for cell in cells for outcome in cell.shares}
    families = [family for family in (_SKIPS, _NO_BETTER) if not printed.intersection(family)]
    together = _shares(found.all_outcomes, k)
    return {outcome: together[outcome] for family in families for outcome in family if outcome in together}


def _reasons(found: "Findings", k: int) -> tuple[tuple[str, str], ...]:
    """Reasons for going without, by people: each one, or failing that in their groups."""
    by_code: dict[str, set[str]] = {}
    for reasons in found.skip_reasons.values():
        for code, who in reasons.items():
            by_code.setdefault(code, set()).update(who)
    by_group = {group: set[str]().union(*(by_code.get(code, set()) for code in codes)) for group, codes in SKIP_GROUPS.items()}
    fine = _in_bands(privacy.fold(by_code, k, [OTHER]), _option_words("skip_reasons"), "other reasons")
    return fine or _in_bands(privacy.fold(by_group, k, ["other"]), {}, "other reasons")


def _in_bands(
    folded: tuple[Mapping[str, int], int] | None, in_words: Mapping[str, str], others: str
) -> tuple[tuple[str, str], ...]:
    if folded is None:
        return ()
    named, rest = folded
    rows = [(in_words.get(code, code), named[code]) for code in sorted(named, key=lambda code: (-named[code], code))]
    return tuple((text, privacy.band(people) or "") for text, people in [*rows, (others, rest)] if people)


def _left_out(found: "Findings", k: int) -> tuple[tuple[str, str], ...]:
    """Answers left out, by reason; in one sum when a single reason would stand for too few people."""
    people = {reason: frozenset(counts) for reason, counts in found.left_out.items()}
    counts = {str(reason): sum(by_person.values()) for reason, by_person in found.left_out.items()}
    if all(privacy.may_show(len(who), k) for who in people.values()):
        return tuple((reason, privacy.band(counts[reason]) or "") for reason in sorted(counts))
    enough = privacy.may_show(len(frozenset[str]().union(*people.values())), k)
    return (("all", privacy.band(sum(counts.values())) or ""),) if enough else ()


def _people_band(counts: Mapping[str, int], k: int) -> str | None:
    return privacy.band(len(counts)) if privacy.may_show(len(counts), k) else None


def _answers_band(counts: Mapping[str, int], k: int) -> str | None:
    return privacy.band(sum(counts.values())) if privacy.may_show(len(counts), k) else None


def _option_words(key: str) -> Mapping[str, str]:
    return {option.code: option.words for option in BY_KEY[key].options}
