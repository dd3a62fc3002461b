"""What answers say besides time: fixing, standard, regrets, reasons. Counted by person, exact and ungated.

A right skip, a regretted skip and a regretted use are always found together: going without AI is a result, not a gap. An
answer that skipped a question can not tell, so it is on neither side. A task on which AI was tried and dropped is one with
AI throughout, so that giving up is never hidden. What of this a person may read is decided by `privacy.py` alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.answer import Approach, NextTime, Quality

if TYPE_CHECKING:
    from bot.domain.columns import Columns, Flags

WORSE = ("more_time", "worse_quality", "more_mistakes", "learned_less", "less_confident")
LONGER = ("more", "much_more")
LITTLE_FIXING = 15.0  # minutes


class Outcome(StrEnum):
    RIGHT_SKIP = "right_skip"
    REGRETTED_SKIP = "regretted_skip"
    REGRETTED_USE = "regretted_use"
    EXPECTED = "used_because_expected"
    FIXED_WITH = "fixed_with_ai"
    FIXED_WITHOUT = "fixed_without_ai"
    BELOW_WITH = "below_standard_with_ai"
    BELOW_WITHOUT = "below_standard_without_ai"
    NO_DIFFERENCE = "no_difference"
    WORSE = "worse"
    DROPPED = "dropped_ai"
    UNFINISHED_WITH = "unfinished_with_ai"
    UNFINISHED_WITHOUT = "unfinished_without_ai"
    GUESSED_LONGER = "guessed_longer_without_ai"


# Shares that are only ever printed side by side, with AI and without; of the first two also how far they are apart.
APART: Mapping[str, tuple[Outcome, Outcome]] = {
    "fixed": (Outcome.FIXED_WITH, Outcome.FIXED_WITHOUT),
    "below": (Outcome.BELOW_WITH, Outcome.BELOW_WITHOUT),
}
SIDE_BY_SIDE = {**APART, "unfinished": (Outcome.UNFINISHED_WITH, Outcome.UNFINISHED_WITHOUT)}


@dataclass(frozen=True)
class Tally:
    """How often something was so: by person, `hits` out of the answers that can tell (`out_of`)."""

    hits: Mapping[str, int]
    out_of: Mapping[str, int]

    @property
    def share(self) -> float | None:
        return sum(self.hits.values()) / total if (total := sum(self.out_of.values())) else None


def _fixing_known(a: "Columns") -> "Flags":
    return a.finished & a.fix_known


def _judged(a: "Columns") -> "Flags":
    return a.finished & a.is_("quality", Quality.BELOW, Quality.AT, Quality.ABOVE)


def _below(a: "Columns") -> "Flags":
    return a.is_("quality", Quality.BELOW)


def _chose_next(a: "Columns") -> "Flags":
    return a.next_time > 0


# Each outcome: which answers can tell, and which of those say so.
Test = Callable[["Columns"], "Flags"]
OUTCOMES: Mapping[Outcome, tuple[Test, Test]] = {
    Outcome.RIGHT_SKIP: (
        lambda a: ~a.with_ai & _fixing_known(a) & _judged(a) & _chose_next(a),
        lambda a: (a.fix <= LITTLE_FIXING) & ~_below(a) & a.is_("next_time", NextTime.WITHOUT),
    ),
    Outcome.REGRETTED_SKIP: (lambda a: ~a.with_ai & _chose_next(a), lambda a: a.is_("next_time", NextTime.WITH)),
    Outcome.REGRETTED_USE: (lambda a: a.with_ai & _chose_next(a), lambda a: a.is_("next_time", NextTime.WITHOUT)),
    Outcome.EXPECTED: (lambda a: a.with_ai & a.chose("why_ai"), lambda a: a.chose("why_ai", "expected")),
    Outcome.FIXED_WITH: (lambda a: a.with_ai & _fixing_known(a), lambda a: a.fix > 0),
    Outcome.FIXED_WITHOUT: (lambda a: ~a.with_ai & _fixing_known(a), lambda a: a.fix > 0),
    Outcome.BELOW_WITH: (lambda a: a.with_ai & _judged(a), _below),
    Outcome.BELOW_WITHOUT: (lambda a: ~a.with_ai & _judged(a), _below),
    Outcome.NO_DIFFERENCE: (
        lambda a: a.with_ai & a.chose("differences"),
        lambda a: a.chose("differences", "no_difference"),
    ),
    Outcome.WORSE: (lambda a: a.with_ai & a.chose("differences"), lambda a: a.chose("differences", *WORSE)),
    Outcome.DROPPED: (lambda a: a.with_ai, lambda a: a.is_("approach", Approach.DROPPED)),
    Outcome.UNFINISHED_WITH: (lambda a: a.with_ai, lambda a: ~a.finished),
    Outcome.UNFINISHED_WITHOUT: (lambda a: ~a.with_ai, lambda a: ~a.finished),
    Outcome.GUESSED_LONGER: (
        lambda a: a.with_ai & (a.guess > 0) & ~a.is_("guess", "no_idea"),
        lambda a: a.is_("guess", *LONGER),
    ),
}


def tallies(answers: "Columns") -> Mapping[Outcome, Tally]:
    """Every outcome over these answers."""
    able = {outcome: can_tell(answers) for outcome, (can_tell, _) in OUTCOMES.items()}
    return {
        outcome: Tally(answers.by_person(able[outcome] & so(answers)), answers.by_person(able[outcome]))
        for outcome, (_, so) in OUTCOMES.items()
    }


def who(answers: "Columns", question: str) -> Mapping[str, frozenset[str]]:
    """People by what they picked."""
    codes = frozenset[str]().union(*(getattr(one, question) for one in answers.choices))
    found = {code: frozenset(answers.by_person(answers.chose(question, code))) for code in sorted(codes)}
    return {code: who for code, who in found.items() if who}
