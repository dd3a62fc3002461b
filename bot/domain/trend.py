"""Has a kind of task changed over the weeks? One XmR chart, which calls most of what moves by its name: noise.

Centre ± 2.66 × the mean moving range, on the logs of weekly typical times. `docs/evidence.md`, section 4. Loads numpy.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

REACH = 2.66  # 3/1.128: three standard deviations, from moving ranges of two
RUN = 8
FEWEST_WEEKS = 8
FEWEST_PEOPLE = 5


@dataclass(frozen=True)
class Trend:
    """Minutes. `changed` is a week outside the limits, or eight in a row on one side; `latest` is the newest week."""

    centre: float
    low: float
    high: float
    changed: bool
    latest: float
    fewest: int  # people of any week on it


def xmr(weekly: Sequence[float], people: Sequence[int] | None = None) -> Trend | None:
    """The chart of weekly typical times; weeks of fewer than five people are not on it, and it takes eight weeks."""
    enough = [True] * len(weekly) if people is None else [count >= FEWEST_PEOPLE for count in people]
    logs = np.log(np.array([minutes for minutes, there in zip(weekly, enough, strict=True) if there], dtype=np.float64))
    if len(logs) < FEWEST_WEEKS:
        return None
    fewest = min((count for count, there in zip(people or (), enough, strict=False) if there), default=FEWEST_PEOPLE)
    centre = float(logs.mean())
    reach = REACH * float(np.abs(np.diff(logs)).mean())
    outside = bool((np.abs(logs - centre) > reach + 1e-12).any())
    side = np.sign(np.where(np.abs(logs - centre) < 1e-12, 0, logs - centre))
    windows = np.lib.stride_tricks.sliding_window_view(side, RUN)
    one_side = bool((np.abs(windows.sum(axis=1)) == RUN).any())
    low, high, latest = (math.exp(value) for value in (centre - reach, centre + reach, float(logs[-1])))
    return Trend(math.exp(centre), low, high, outside or one_side, latest, fewest)
