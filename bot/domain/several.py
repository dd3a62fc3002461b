"""Several kinds of task at once: what chance alone would find among them, and what they tell about one another.

Benjamini and Hochberg's adjusted p for the words, DerSimonian and Laird's random effects for the points. A point is drawn
towards the others; its range is left as it is. (`docs/evidence.md`, section 3.) Loads scipy and statsmodels.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import false_discovery_control, norm
from statsmodels.stats.meta_analysis import combine_effects


@dataclass(frozen=True)
class Pooled:
    """The kinds together. `between` is τ², the variance of the true log ratios; ratios are not logs."""

    between: float
    ratio: float
    low: float
    high: float
    shrunken: tuple[float, ...]


def adjusted(p: Sequence[float]) -> list[float]:
    """Each p adjusted for how many there are (Benjamini and Hochberg 1995)."""
    return [float(value) for value in false_discovery_control(p)] if p else []


def shrink(ratios: Sequence[float], errors: Sequence[float], level: float = 0.95) -> Pooled:
    """Each ratio drawn towards their mean, the more the less is known of it. `errors` are of the log ratios, above 0."""
    theta, variance = np.log(np.asarray(ratios, dtype=np.float64)), np.square(np.asarray(errors, dtype=np.float64))
    with np.errstate(all="ignore"):  # τ² may come out negative, and statsmodels takes roots of what follows from it
        between = max(float(combine_effects(theta, variance, method_re="dl").tau2), 0.0)
    weight = 1 / (variance + between)
    mean, reach = float((weight * theta).sum() / weight.sum()), float(norm.isf((1 - level) / 2) / math.sqrt(weight.sum()))
    keep = between / (between + variance)
    points = np.exp(mean + keep * (theta - mean))
    return Pooled(between, math.exp(mean), math.exp(mean - reach), math.exp(mean + reach), tuple(points.tolist()))
