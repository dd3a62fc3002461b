"""How far two reviewers of the same work agree: Cohen's kappa with quadratic weights, of pairs in which neither is the first.

1 is full agreement, 0 is what chance alone would give. (Cohen 1968; `docs/evidence.md`, "Blind review".) Loads statsmodels.
"""

import math
from collections.abc import Sequence

import numpy as np
from statsmodels.stats.inter_rater import cohens_kappa

from bot.domain.ownquestions import STEPS


def kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Of scores from 1 to 5. Each pair counts both ways round. None where all are the same: there is no chance then."""
    table = np.zeros((STEPS, STEPS))
    for one, other in pairs:
        table[one - 1, other - 1] += 1
        table[other - 1, one - 1] += 1
    if not pairs or np.count_nonzero(table.sum(axis=0)) < 2:
        return None
    found = float(cohens_kappa(table, wt="quadratic", return_results=False))
    return found if math.isfinite(found) else None
