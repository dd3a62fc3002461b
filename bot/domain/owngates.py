"""What answers to a team's own questions say, through the gates: what of it may be shown, rounded. Called by `gates.py` alone.

The gates are those of every other figure: enough people with both ways, nobody dominating, and for shares side by side enough
people on each side. Of a choice, also the people behind each option that is named are enough; the others are together, and if
those are too few there is no table. All work together stands beside its kinds only where what is left of it is nobody's, or the
work of enough people; shares of all work, only where no kind of task has any.
"""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from bot.domain import privacy
from bot.domain.figures import OwnFigures
from bot.domain.outcomes import Tally
from bot.domain.ownquestions import OwnKind, OwnQuestion
from bot.domain.privacy import Toward
from bot.domain.verdict import LEVEL

if TYPE_CHECKING:
    from bot.domain.evidence import Findings
    from bot.domain.ownevidence import Apart, OwnFound

_ALL_WORK = "all work"


def gated(found: "Findings", names: Collection[str], k: int, *, whole: bool) -> tuple[OwnFigures, ...]:
    """Of the kinds of task in `names`, which are shown for their times; and of all work, if `whole` says so."""
    out: list[OwnFigures] = []
    questions = dict.fromkeys(one.question for one in found.own.values())
    for question in questions:
        parts = {name: one for (key, name), one in found.own.items() if key == question.key and name != _ALL_WORK}
        shown = privacy.suppress({name: one.people for name, one in parts.items()}, k).groups
        told = [_of(found, question, name, k) for name in sorted(shown.intersection(names), key=str.casefold)]
        told = [one for one in told if one.apart or one.with_ai]
        out += [*told, *(_together(found, question, told, k) if whole else ())]
    return tuple(out)


def _of(found: "Findings", question: OwnQuestion, name: str, k: int) -> OwnFigures:
    one = found.own[question.key, name]
    return _figures(question, "" if name == _ALL_WORK else name, **_values(one, k, (question.key, name) in found.own_settled))


def _figures(question: OwnQuestion, task_type: str, **more: Any) -> OwnFigures:
    better = "more" if question.good else str(question.better)
    return OwnFigures(question.key, question.text, str(question.kind), task_type, question.unit, better, **more)


def _values(one: "OwnFound", k: int, settled: bool) -> dict[str, Any]:
    with_ai, without_ai = _shares(one, k)
    apart = _apart(one, k, beside_shares=bool(with_ai))
    sides = {"with_ai": with_ai, "without_ai": without_ai}
    return {**sides, **apart, "sure": settled and bool(apart) and apart["apart"][0] != 0}


def _apart(one: "OwnFound", k: int, *, beside_shares: bool) -> dict[str, Any]:
    """The difference, if enough people did it both ways and nobody dominates; of different people only beside their shares."""
    apart = one.apart
    if apart is None or apart.low is None or apart.high is None:
        return {}
    if one.question.kind is OwnKind.CHOICE and not beside_shares:
        return {}
    if apart.weights and not (privacy.may_show_ratio(len(apart.weights), k) and privacy.dominance_ok(apart.weights)):
        return {}
    told = {"apart": _rounded(one.question, apart), "rung": "sized" if apart.sized else "unadjusted", "level": LEVEL}
    return {**told, "people": privacy.band(len(apart.weights))}


def _rounded(question: OwnQuestion, apart: "Apart") -> tuple[float, float, float]:
    """Points of a hundred to 10, steps of a scale to 0.1, a number to two digits of its range's width; ends outwards."""
    ends = (apart.point, apart.low or 0.0, apart.high or 0.0)
    if question.kind is OwnKind.CHOICE:
        inside = (min(max(end, -1.0), 1.0) for end in ends)
        one, other, third = (privacy.round_points(end, toward) for end, toward in zip(inside, Toward, strict=True))
        return one, other, third
    step = 0.1 if question.kind is OwnKind.SCALE else privacy.step_of(ends[2] - ends[1])
    point, low, high = (privacy.round_to(end, step, toward) for end, toward in zip(ends, Toward, strict=True))
    return point, low, high


def _shares(one: "OwnFound", k: int) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """A choice's options side by side, both sides or neither: the good one alone, or else all, the small ones together."""
    nothing: tuple[tuple[str, str], ...] = ()
    arms = (one.with_ai, one.without_ai)
    enough = privacy.may_show_arms(len(arms[0]), len(arms[1]), k) and all(map(privacy.dominance_ok, arms))
    if not one.options or not enough:
        return nothing, nothing
    if one.question.good and one.question.good_place:
        good = one.options[one.question.good_place - 1]
        return ((one.question.good, _share(good[0])),), ((one.question.good, _share(good[1])),)
    told = dict(zip(one.question.options, one.options, strict=True))
    named = [words for words, pair in told.items() if all(privacy.may_show(len(tally.hits), k) for tally in pair)]
    rest = [pair for words, pair in told.items() if words not in named]
    others = [frozenset[str]().union(*(pair[arm].hits for pair in rest)) for arm in range(2)]
    if not named or not all(privacy.nobody_or_enough(len(people), k) for people in others):
        return nothing, nothing
    rows = [(words, told[words]) for words in named] + ([("", _summed(rest))] if any(others) else [])
    with_ai, without = (tuple((words, _share(pair[arm])) for words, pair in rows) for arm in range(2))
    return with_ai, without


def _summed(pairs: Collection[tuple[Tally, Tally]]) -> tuple[Tally, Tally]:
    one, other = (Tally(_added(pair[arm].hits for pair in pairs), next(iter(pairs))[arm].out_of) for arm in range(2))
    return one, other


def _added(hits: Any) -> dict[str, int]:
    out: dict[str, int] = {}
    for by_person in hits:
        for person, count in by_person.items():
            out[person] = out.get(person, 0) + count
    return out


def _share(tally: Tally) -> str:
    return privacy.round_share(tally.share or 0, len(tally.out_of))


def _together(found: "Findings", question: OwnQuestion, told: list[OwnFigures], k: int) -> Iterator[OwnFigures]:
    """All work: how far apart, unless what is printed of single kinds leaves somebody but few; shares only by themselves."""
    key = question.key
    kinds = {name: one.apart.weights for (of, name), one in found.own.items() if of == key and name != _ALL_WORK and one.apart}
    printed = {one.task_type for one in told if one.apart}
    rest = frozenset[str]().union(*(frozenset(weights) for name, weights in kinds.items() if name not in printed))
    values = _values(found.own[key, _ALL_WORK], k, (key, _ALL_WORK) in found.own_settled)
    if told:
        values |= {"with_ai": (), "without_ai": ()}
    alone = sum(map(bool, kinds.values())) < 2 or not privacy.nobody_or_enough(len(rest), k) or not values.get("people")
    if alone:
        values = {name: value for name, value in values.items() if name in ("with_ai", "without_ai")}
    if values.get("apart") or values["with_ai"]:
        yield _figures(question, "", **values)
