"""What answers say besides time: fixing, standard, regrets, reasons. Counted by person, exact and ungated.

A right skip, a regretted skip and a regretted use are always found together: going without AI is a result, not a gap. An
answer that skipped a question can not tell, so it is on neither side. A task on which AI was tried and dropped is one with
AI throughout, so that giving up is never hidden. What of this a person may read is decided by `privacy.py` alone.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.answer import Answer, Approach, Fixing, NextTime, Quality
from bot.domain.wording import FIX_MINUTES

FIXING_MINUTES: Mapping[str, float] = {**FIX_MINUTES, Fixing.MORE: 60.0}  # "more" than an hour, when nobody said how much
WORSE = frozenset({"more_time", "worse_quality", "more_mistakes", "learned_less", "less_confident"})


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


@dataclass(frozen=True)
class Tally:
    """How often something was so: by person, `hits` out of the answers that can tell (`out_of`)."""

    hits: Mapping[str, int]
    out_of: Mapping[str, int]

    @property
    def share(self) -> float | None:
        return sum(self.hits.values()) / total if (total := sum(self.out_of.values())) else None


def fixing_minutes(answer: Answer) -> float | None:
    """Minutes of fixing afterwards, or None while nobody can tell. A span counts as its middle, "more" as at least an hour."""
    if answer.fixing is Fixing.TOO_EARLY:
        return None
    given = answer.fix_minutes
    if given is not None and math.isfinite(given) and given >= 0:
        return given
    return None if answer.fixing is None else FIXING_MINUTES[answer.fixing]


Test = Callable[[Answer], bool]


def _with(answer: Answer) -> bool:
    return answer.approach.tried_ai


def _without(answer: Answer) -> bool:
    return not answer.approach.tried_ai


def _fixing_known(answer: Answer) -> bool:
    return answer.finished and fixing_minutes(answer) is not None


def _fixed(answer: Answer) -> bool:
    return (fixing_minutes(answer) or 0) > 0


def _judged(answer: Answer) -> bool:
    return answer.finished and answer.quality not in (None, Quality.UNKNOWN)


def _below(answer: Answer) -> bool:
    return answer.quality is Quality.BELOW


def _right(answer: Answer) -> bool:
    return (fixing_minutes(answer) or 0) <= 15 and not _below(answer) and answer.next_time is NextTime.WITHOUT


# Each outcome: which answers can tell, and which of those say so.
OUTCOMES: Mapping[Outcome, tuple[Test, Test]] = {
    Outcome.RIGHT_SKIP: (
        lambda a: _without(a) and _fixing_known(a) and _judged(a) and a.next_time is not None,
        _right,
    ),
    Outcome.REGRETTED_SKIP: (
        lambda a: _without(a) and a.next_time is not None,
        lambda a: a.next_time is NextTime.WITH,
    ),
    Outcome.REGRETTED_USE: (
        lambda a: _with(a) and a.next_time is not None,
        lambda a: a.next_time is NextTime.WITHOUT,
    ),
    Outcome.EXPECTED: (lambda a: _with(a) and bool(a.why_ai), lambda a: "expected" in a.why_ai),
    Outcome.FIXED_WITH: (lambda a: _with(a) and _fixing_known(a), _fixed),
    Outcome.FIXED_WITHOUT: (lambda a: _without(a) and _fixing_known(a), _fixed),
    Outcome.BELOW_WITH: (lambda a: _with(a) and _judged(a), _below),
    Outcome.BELOW_WITHOUT: (lambda a: _without(a) and _judged(a), _below),
    Outcome.NO_DIFFERENCE: (lambda a: _with(a) and bool(a.differences), lambda a: "no_difference" in a.differences),
    Outcome.WORSE: (lambda a: _with(a) and bool(a.differences), lambda a: bool(a.differences & WORSE)),
    Outcome.DROPPED: (_with, lambda a: a.approach is Approach.DROPPED),
    Outcome.UNFINISHED_WITH: (_with, lambda a: not a.finished),
    Outcome.UNFINISHED_WITHOUT: (_without, lambda a: not a.finished),
}


def tallies(answers: Sequence[Answer]) -> Mapping[Outcome, Tally]:
    """Every outcome over these answers."""
    return {
        outcome: Tally(
            hits=Counter(answer.person for answer in answers if counts(answer) and so(answer)),
            out_of=Counter(answer.person for answer in answers if counts(answer)),
        )
        for outcome, (counts, so) in OUTCOMES.items()
    }


def who(answers: Sequence[Answer], codes: Callable[[Answer], frozenset[str]]) -> Mapping[str, frozenset[str]]:
    people: dict[str, set[str]] = defaultdict(set)
    for answer in answers:
        for code in codes(answer):
            people[code].add(answer.person)
    return {code: frozenset(who) for code, who in people.items()}
