"""What may be printed beside blind scores: how far two reviewers agreed, and how often one could tell how work was made.

Gated like everything else: at least k reviewers and the work of at least k authors, nobody giving more than half of what is
counted, rounded. Both are printed anew by the weekly digest alone (`bot/press.py`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain import privacy
from bot.domain.bandwords import share_of, tenths
from bot.domain.language import N_, _

FEWEST_PAIRS = 10
_AGREED = (
    # Translators: behind "two people who reviewed the same work "; so are the next three
    (0.8, N_("agreed closely")),
    (0.6, N_("agreed well")),
    (0.4, N_("agreed in part")),
    (-1.0, N_("hardly agreed")),
)


@dataclass(frozen=True)
class Given:
    """One review: of which work, whose that is, who gave it, and what they said."""

    work: str
    author: str
    reviewer: str
    score: int
    can_tell: bool


def gated(reviews: Iterable[Given], k: int) -> dict[str, Any] | None:
    """`told`: the rounded share of reviews whose reviewer could tell. `agreed`: kappa to 0.1. None where neither is shown."""
    every = list(reviews)
    told = _told(every, k)
    agreed = _agreed(every, k)
    found = {name: value for name, value in (("told", told), ("agreed", agreed)) if value is not None}
    return found or None


def _enough(reviews: Iterable[Given], k: int) -> bool:
    by_reviewer, by_author = Counter(one.reviewer for one in reviews), Counter(one.author for one in reviews)
    return all(privacy.may_show(len(whose), k) and privacy.dominance_ok(whose) for whose in (by_reviewer, by_author))


def _told(reviews: list[Given], k: int) -> str | None:
    if not reviews or not _enough(reviews, k):
        return None
    return privacy.round_share(sum(one.can_tell for one in reviews) / len(reviews), len({one.reviewer for one in reviews}))


def _agreed(reviews: list[Given], k: int) -> float | None:
    from bot.domain.agreement import kappa  # loads statsmodels, so only where there is something to compare

    by_work: dict[str, list[Given]] = {}
    for one in reviews:
        by_work.setdefault(one.work, []).append(one)
    twice = [pair[:2] for pair in by_work.values() if len(pair) > 1]
    if len(twice) < FEWEST_PAIRS or not _enough([one for pair in twice for one in pair], k):
        return None
    found = kappa([(one.score, other.score) for one, other in twice])
    return None if found is None else round(found, 1) + 0.0  # never a negative zero


def lines(found: Mapping[str, Any] | None) -> Iterable[tuple[str, str]]:
    """What stands beside the scores, each with what it is about."""
    if not found:
        return
    if "told" in found:
        # Translators: behind "Blind review: "; {share} is "about 40 %", "few" or "most", of the context "of the tasks"
        could = _("in {share} of the reviews, the reviewer could tell how the work was made.", share=share_of(found["told"]))
        yield _("Blind review"), could
    if "agreed" in found:
        agreed = float(found["agreed"])
        how = next(words for least, words in _AGREED if agreed >= least)
        # Translators: behind "Blind review: "; {how} is "agreed closely" or such; {kappa} is a number such as 0.6
        text = _(
            "two people who reviewed the same work {how} (weighted kappa about {kappa}; 1 is full agreement, 0 is chance).",
            how=_(how),
            kappa=tenths(agreed),
        )
        yield _("Blind review"), text
