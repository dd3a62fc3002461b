"""What each figure uses of the answers: the parts in which one print is compared with another by the release ledger.

A figure depends on some of the answers, and on some of what they say: typical times with AI on the times of tasks done with
AI, a share on the answers that can tell. Five people's new answers to a task type may hold one new time without AI, so prints
are compared part by part, never by task type alone. `docs/evidence.md` section 7, gate 4. Loads numpy.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np

from bot.domain.outcomes import APART, OUTCOMES

if TYPE_CHECKING:
    from bot.domain.columns import Columns, Flags

COMPARED, BY_COIN, LEFT_OUT = "compared", "by_coin", "left_out"
OWN = "own"  # own/KEY/with, own/KEY/without, own/KEY/both and own/KEY/both/sized: of the team's own questions


def tells(answers: "Columns", part: str, kinds: Collection[str], among: "Flags | None" = None) -> "Flags":
    """Which of these answers a part uses. `compared/RUNG` is those of people who did like tasks both ways.

    `kinds` are the team's kinds of task: answers to any other are left out. `among` are those there are, all unless said.
    """
    name, _, how = part.partition("/")
    there = _all(answers) if among is None else among
    if name in (COMPARED, BY_COIN):
        return _both_ways(answers, there & _SIDES["time"](answers) & (answers.observed == (name == COMPARED)), how)
    if name == "both":
        pair, _, rung = how.partition("/")
        one, other = (OUTCOMES[outcome][0](answers) for outcome in APART[pair])
        return _both_ways(answers, there & answers.observed & (one | other), rung)
    if name == OWN:
        key, _, which = how.partition("/")
        return _own(answers, there & answers.observed & answers.finished & np.isfinite(answers.told(key)), which)
    if name in _SIDES:
        side = answers.with_ai if how == "with" else ~answers.with_ai
        return there & answers.observed & side & _SIDES[name](answers)
    if name == LEFT_OUT:
        return there & ((answers.left_out > 0) | ~answers.observed | ~answers.of_kinds(kinds))
    return there & answers.observed & _PLAIN[name](answers)


def _own(answers: "Columns", able: "Flags", side: str) -> "Flags":
    if side in ("with", "without"):
        return able & (answers.with_ai if side == "with" else ~answers.with_ai)
    return _both_ways(answers, able, side.removeprefix("both").removeprefix("/"))


def _both_ways(answers: "Columns", able: "Flags", rung: str) -> "Flags":
    """Of those that can tell, the ones whose author has like ones done the other way."""
    able = able & _ALIKE.get(rung, _all)(answers)
    like = (answers.person * (len(answers.kinds) + 1) + answers.kind) * 8 + (answers.size if rung == "sized" else 0)
    one, other = (like[able & side] for side in (answers.with_ai, ~answers.with_ai))
    return able & np.isin(like, np.intersect1d(one, other))


def _all(answers: "Columns") -> "Flags":
    return np.ones(len(answers), dtype=np.bool_)


_ALIKE: Mapping[str, Callable[["Columns"], "Flags"]] = {"expected": lambda a: a.foreseen, "sized": lambda a: a.size > 0}
_SIDES: Mapping[str, Callable[["Columns"], "Flags"]] = {
    "time": lambda a: a.timed,
    "expected": lambda a: a.timed & a.foreseen,
    "sized": lambda a: a.timed & (a.size > 0),
    "spent": lambda a: a.costed,
}
_PLAIN: Mapping[str, Callable[["Columns"], "Flags"]] = {
    **{str(outcome): can_tell for outcome, (can_tell, _) in OUTCOMES.items()},
    "reasons": lambda a: a.chose("skip_reasons"),
    "felt": lambda a: a.chose("differences"),
    "timed": lambda a: a.timed,
    "fixing_open": lambda a: a.timed & ~a.fix_known,
}
EVERY_PART = (
    *(f"{name}/{side}" for name in _SIDES for side in ("with", "without")),
    *(f"{name}/{rung}" for name in (COMPARED, BY_COIN) for rung in ("expected", "sized", "unadjusted")),
    *(f"both/{name}{rung}" for name in APART for rung in ("", "/sized")),
    *_PLAIN,
    LEFT_OUT,
)
