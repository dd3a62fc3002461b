"""Which answers are in the times, and how long a task took: `docs/evidence.md`, section 1.

Nothing is left out for looking unusual. What is left out has a reason from a short list and is counted under it.
"""

import math
from enum import StrEnum

from bot.domain.answer import Answer
from bot.domain.outcomes import fixing_minutes

LONGEST = 960.0
SHORTEST = 1.0
FAR_OFF = 20.0  # times the expected time, or one part in so many: another unit, or a slip of the finger


class LeftOut(StrEnum):
    """Why an answer is not in the times."""

    UNFINISHED = "unfinished"
    NO_TIME = "no_time"
    TOO_LONG = "too_long"
    FAR_FROM_EXPECTED = "far_from_expected"
    IN_THE_FUTURE = "in_the_future"  # only whoever knows what day it is can tell
    OTHER_TYPE = "other_type"  # not one of the team's kinds of task: in no figure at all
    RANDOMISED = "randomised"  # decided by a coin: never mixed with what people chose
    OBSERVED = "observed"  # chosen by people: never mixed with what a coin decided


def out_of_times(answer: Answer) -> LeftOut | None:
    """Why this answer is not in the times, or None."""
    return out_of(answer.minutes, fixing_minutes(answer), answer.expected_minutes, finished=answer.finished)


def out_of(minutes: float | None, fixing: float | None, expected: float | None, *, finished: bool) -> LeftOut | None:
    """The same for single numbers; `fixing` None is not known, `expected` None or not a time is none given."""
    if not finished:
        return LeftOut.UNFINISHED
    if minutes is None or math.isnan(minutes) or minutes <= 0:
        return LeftOut.NO_TIME
    if max(minutes, fixing or 0) > LONGEST:
        return LeftOut.TOO_LONG
    if is_time(expected):
        off = used(minutes, fixing) / max(expected or 0, SHORTEST)
        if off > FAR_OFF or off < 1 / FAR_OFF:
            return LeftOut.FAR_FROM_EXPECTED
    return None


def is_time(minutes: float | None) -> bool:
    return minutes is not None and math.isfinite(minutes) and minutes > 0


def used(minutes: float, fixing: float | None) -> float:
    return max(minutes, SHORTEST) + (fixing or 0)


def time_used(answer: Answer) -> float:
    """Minutes of work and fixing together; work only while the fixing is not known. For answers that are in the times."""
    return used(answer.minutes or 0, fixing_minutes(answer))


def expected_time(answer: Answer) -> float:
    """Minutes its author expected without AI, said before; NaN when nothing was said."""
    return max(answer.expected_minutes or 0, SHORTEST) if is_time(answer.expected_minutes) else math.nan
