"""Which answers are in the times, and how long a task took: `docs/evidence.md`, section 1.

Nothing is left out for looking unusual. What is left out has a reason from a short list and is counted under it. Loads numpy.
"""

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bot.domain.answer import Fixing
from bot.domain.wording import FIX_MINUTES

Floats = NDArray[np.float64]
LONGEST = 960.0
SHORTEST = 1.0
FAR_OFF = 20.0  # times the expected time, or one part in so many: another unit, or a slip of the finger
FIXING_MINUTES: Mapping[str, float] = {**FIX_MINUTES, Fixing.MORE: 60.0}  # "more" than an hour, when nobody said how much


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


REASONS: tuple[LeftOut | None, ...] = (None, *LeftOut)  # by the codes below


def left_out(minutes: Floats, fixing: Floats, expected: Floats, finished: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Why each task is not in the times, as places in `REASONS`, 0 for those that are; NaN is not said."""
    missing, more = np.isnan(minutes) | (minutes <= 0), np.nan_to_num(fixing)
    long = np.maximum(minutes, more) > LONGEST
    timed = ~missing & ~long & finished
    known = timed & np.isfinite(expected) & (expected > 0)
    off = np.maximum(minutes, SHORTEST, where=known, out=np.ones(len(minutes)))
    off = (off + np.where(known, more, 0)) / np.maximum(expected, SHORTEST, where=known, out=np.ones(len(minutes)))
    far = known & ((off > FAR_OFF) | (off < 1 / FAR_OFF))
    reasons = (LeftOut.UNFINISHED, LeftOut.NO_TIME, LeftOut.TOO_LONG, LeftOut.FAR_FROM_EXPECTED)
    return np.select([~finished, missing, long, far], [REASONS.index(reason) for reason in reasons], 0)
