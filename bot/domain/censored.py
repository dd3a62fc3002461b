"""Typical times when some tasks are not finished yet: of those only "at least so long" is known. Optional, never a verdict.

The logs of the times are taken as normal and fitted with the unfinished ones censored (`docs/evidence.md`, section 6).
"""

import math
from collections.abc import Sequence

import numpy as np
from scipy.stats import CensoredData, norm

from bot.domain.estimate import Flags, Floats

MOST = 0.5  # of the tasks unfinished; beyond that the shape of the curve would decide, not the data


def typical(minutes: Sequence[float] | Floats, finished: Sequence[bool] | Flags, untimed: int = 0) -> float | None:
    """The geometric mean with unfinished tasks counted as at least their minutes; None when over half are unfinished, or
    when the finished ones do not differ. `untimed` unfinished tasks have no minutes, and so only count towards that half."""
    logs, done = np.log(np.asarray(minutes, dtype=np.float64)), np.asarray(finished, dtype=np.bool_)
    unfinished = int((~done).sum()) + untimed
    if not done.any() or unfinished > MOST * (len(done) + untimed) or np.ptp(logs[done]) < 1e-9:
        return None
    if done.all():
        return math.exp(float(logs.mean()))
    middle, _ = norm.fit(CensoredData(uncensored=logs[done], right=logs[~done]))
    return math.exp(float(middle))
