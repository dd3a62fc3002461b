"""Findings through the gates: what of the evidence may be shown, rounded. The one place where figures leave it.

Gates are computed over all task types even when one is asked for, and a total over all types is given only for what no single
type may show, so that no part follows by subtraction. The rules are those of `privacy.py`.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.domain import owngates, privacy
from bot.domain.figures import CellFigures, Figures
from bot.domain.outcomes import APART, SIDE_BY_SIDE, Outcome, Tally
from bot.domain.privacy import Response, Toward
from bot.domain.questions import OTHER
from bot.domain.verdict import Verdict
from bot.domain.wording import BY_KEY, SKIP_GROUPS

if TYPE_CHECKING:
    from bot.domain.cells import Cell
    from bot.domain.evidence import Findings

MOST_TYPES = 5
STEP = 0.25  # of the five sizes: a mean that differs by less is even
LONGEST_WAIT = 52  # weeks
_SKIPS = (Outcome.RIGHT_SKIP, Outcome.REGRETTED_SKIP, Outcome.REGRETTED_USE)
_NO_BETTER = (Outcome.NO_DIFFERENCE, Outcome.WORSE, Outcome.DROPPED)
BY_PEOPLE = (Outcome.EXPECTED, Outcome.GUESSED_LONGER)  # said about all work, not about a kind of task


def gated(found: "Findings", k: int, response: str, only: str | None, weeks: float | None = None) -> Figures:
    """Everything found that passes the gates, rounded; about one task type if `only` says which.

    `weeks` is how long the answers took to come in, from which follows how long more of them would take.
    """
    shown = privacy.suppress(found.people, k).groups
    cells = {name: _cell(found, name, k, weeks) for name in shown}
    if response == Response.FEW:  # a word that may not be said is not entered as printed, either
        cells = {name: replace(cell, trend=None) for name, cell in cells.items()}
    best = sorted(shown, key=lambda name: (cells[name].ratio is None, -len(found.people[name]), name))
    chosen = sorted([only] if only in shown else [] if only else best[:MOST_TYPES], key=str.casefold)
    return Figures(
        k=k,
        response=response,
        cells=tuple(cells[name] for name in chosen),
        tools=tuple(one for name in chosen for one in _tools(found, name, k)),
        coin=_coin(found, k, only),
        all_work=None if only else _all_work(found, {name for name in chosen if cells[name].ratio}, k),
        hidden_types=_hidden(found.people, shown, only),
        more_types=0 if only else len(shown) - len(chosen),
        own=owngates.gated(found, chosen, k, whole=not only),
        own_asked=tuple(dict.fromkeys(one.question.text for one in found.own.values())),
        all_shares=_together(found, cells.values(), k),
        skip_reasons=_reasons(found, k),
        felt=_in_bands(privacy.fold(found.felt, k, ["cant_tell"]), _option_words("differences"), "other"),
        expected=_people_band(found.all_outcomes[Outcome.EXPECTED].hits, k),
        guessed=_share(found.all_outcomes[Outcome.GUESSED_LONGER], k),
        left_out=_left_out(found, k),
        fixing_open=_answers_band(found.fixing_open, k),
    )


def _hidden(kinds: Iterable[str], shown: Collection[str], only: str | None) -> tuple[str, ...]:
    """Those that are not shown, whatever the reason: too few people, nobody, or for another's sake."""
    return tuple(sorted({name for name in kinds if only in (None, name)}.difference(shown), key=str.casefold))


def of_tool(found: "Findings", k: int, response: str, only: str | None, tool: str) -> Figures:
    """What was done with one tool against the same people's work without AI, and nothing else."""
    shown = privacy.suppress(found.people, k).groups
    names = sorted((name for name in shown if only in (None, name)), key=str.casefold)
    return Figures(k, response, tools=tuple(one for name in names for one in _tools(found, name, k) if one.tool == tool))


def silenced(figures: Figures) -> Figures:
    """Without any verdict: few answered, so those who did may not speak for the others. Gate 7."""

    def without(cell: CellFigures) -> CellFigures:
        settled = cell.verdict != Verdict.NOT_ENOUGH
        return replace(cell, verdict="not_enough", because="few_answers" if settled else cell.because, sure=(), trend=None)

    cells, tools, coin = (tuple(map(without, those)) for those in (figures.cells, figures.tools, figures.coin))
    own = tuple(replace(one, sure=False) for one in figures.own)
    return replace(
        figures, cells=cells, tools=tools, coin=coin, own=own, all_work=figures.all_work and without(figures.all_work)
    )


def _cell(found: "Findings", name: str, k: int, weeks: float | None) -> CellFigures:
    cell = found.cells[name]
    codes = privacy.fold(found.skip_reasons[name], k, [OTHER])
    main = min(codes[0], key=lambda code: (-codes[0][code], code)) if codes else None
    ratio, shares = comparison(cell, k), _shares(found.outcomes[name], k)
    return CellFigures(
        task_type=name,
        **(ratio if cell.rung.adjusts and ratio else {**_typical(cell, k), **ratio}),
        **(leaning(cell, k) | _still_needed(cell, weeks) if ratio else {}),
        shares=shares,
        **_differences(found, name, shares, k),
        main_reason=_option_words("skip_reasons")[main] if main else None,
        trend=_trend(found, name, k),
        **_costs(found, name, k),
    )


def _all_work(found: "Findings", printed: Collection[str], k: int) -> CellFigures | None:
    """All task types together, unless what is not printed of it is the work of somebody but fewer than k people."""
    hidden = [frozenset(cell.weights) for name, cell in found.cells.items() if name not in printed]
    rest = frozenset[str]().union(*hidden)
    ratio = comparison(found.all_work, k)
    several = sum(bool(cell.weights) for cell in found.cells.values()) > 1 and found.all_work.rung.adjusts
    if not several or not ratio.get("ratio") or not privacy.nobody_or_enough(len(rest), k):
        return None
    return CellFigures(found.all_work.task_type, **ratio, **leaning(found.all_work, k))


def _tools(found: "Findings", name: str, k: int) -> Iterable[CellFigures]:
    """Each tool of a kind of task, where those left out cannot be told apart."""
    own = {tool: cell for (kind, tool), cell in found.tools.items() if kind == name}
    shown = privacy.suppress({tool: cell.weights for tool, cell in own.items()}, k, found.cells[name].weights).groups
    for tool in sorted(shown, key=str.casefold):
        ratio = comparison(own[tool], k)
        if ratio.get("ratio"):
            yield CellFigures(name, tool, **ratio)


def _coin(found: "Findings", k: int, only: str | None) -> tuple[CellFigures, ...]:
    """What a coin decided, by kind of task."""
    shown = privacy.suppress({name: cell.weights for name, cell in found.coin.items()}, k).groups
    names = [name for name in sorted(shown, key=str.casefold) if only in (None, name)]
    told = ((name, comparison(found.coin[name], k)) for name in names)
    return tuple(CellFigures(name, evidence="coin-decided", **ratio) for name, ratio in told if ratio.get("ratio"))


def comparison(cell: "Cell", k: int) -> dict[str, Any]:
    """The comparison of people with themselves: enough people with both ways, nobody dominating. Gates 1 and 2."""
    found = cell.estimate
    if found is None or not privacy.may_show_ratio(found.people, k) or not privacy.dominance_ok(cell.weights):
        return {}
    said: dict[str, Any] = {"rung": str(cell.rung), "verdict": str(cell.verdict), "people": privacy.band(found.people)}
    said["because"] = str(cell.because) if cell.because else None
    if not found.se or found.low is None or found.high is None:
        return said  # a range without width would claim a certainty nobody has
    return said | {
        "level": found.level,
        "ratio": privacy.round_ratio(cell.shrunken or found.ratio),
        "low": privacy.round_ratio(found.low, Toward.LESS),
        "high": privacy.round_ratio(found.high, Toward.MORE),
        "steady": privacy.round_ratio(cell.steady) if cell.steady else None,
    }


def leaning(cell: "Cell", k: int) -> dict[str, Any]:
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


def _share(tally: Tally, k: int) -> str | None:
    return privacy.round_share(tally.share or 0, len(tally.out_of)) if privacy.may_show_share(tally.out_of, k) else None


def _differences(found: "Findings", name: str, shares: Mapping[str, str], k: int) -> dict[str, Any]:
    """Of shares that are shown side by side: how far they are apart, in points, and between which points that may be."""
    out: dict[str, Any] = {}
    for key, pair in APART.items():
        one = found.shares.get((name, key))
        if one is None or one.low is None or one.high is None or not all(outcome in shares for outcome in pair):
            continue
        if not one.people or (privacy.may_show_ratio(one.people, k) and one.largest <= privacy.LARGEST_SHARE):
            out[key] = tuple(privacy.round_points(value, toward) for value, toward in zip(one.ends, Toward, strict=True))
    sure, alike = (
        tuple(key for key in out if (name, key) in found.settled),
        tuple(k for k in out if found.shares[name, k].adjusted),
    )
    return out | ({"sure": sure, "alike": alike} if out else {})


def _trend(found: "Findings", name: str, k: int) -> str | None:
    """A word for the weeks so far, if each of them is the work of enough people."""
    trend, cell = found.trends.get(name), found.cells[name]
    both = Counter(cell.with_ai.tasks) + Counter(cell.without_ai.tasks)
    if trend is None or not privacy.may_show(trend.fewest, k) or not privacy.dominance_ok(both):
        return None
    if not trend.changed:
        return "steady"
    return "less" if trend.latest < trend.centre else "more"


def _costs(found: "Findings", name: str, k: int) -> dict[str, Any]:
    """Both ways or neither, and not while many tasks of one way are unfinished."""
    costs, cell = found.costs.get(name), found.cells[name]
    one, other = cell.with_ai.tasks, cell.without_ai.tasks
    enough = privacy.may_show_arms(len(one), len(other), k) and privacy.dominance_ok(one) and privacy.dominance_ok(other)
    if not costs or not enough or cell.started.forbids or any(cost.low is None or cost.high is None for cost in costs):
        return {}
    rounded = (
        tuple(privacy.round_money(value or 0, toward) for value, toward in zip((c.point, c.low, c.high), Toward, strict=True))
        for c in costs
    )
    return dict(zip(("cost_with_ai", "cost_without_ai"), rounded, strict=True))


def _shares(tallies: Mapping[Outcome, Tally], k: int) -> dict[str, str]:
    """Each share that passes the gates; of shares printed side by side, both or neither."""
    told = {str(outcome): _share(tally, k) for outcome, tally in tallies.items() if outcome not in BY_PEOPLE}
    shown = {outcome: share for outcome, share in told.items() if share}
    for pair in SIDE_BY_SIDE.values():
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
