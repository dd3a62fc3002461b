"""What may be printed beside blind scores: how far two reviewers agreed, and how often one could tell how work was made.

Gated like everything else: at least k reviewers and the work of at least k authors, nobody giving more than half of what is
counted, rounded. Both are printed anew by the weekly digest alone (`bot/press.py`), each by itself, as what is new to one may
hardly be to the other: two prints of a figure differ in reviews by k people, of the work of k people, or not at all.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    """One review: of which work, whose that is, who gave it, what they said, and when."""

    work: str
    author: str
    reviewer: str
    score: int
    can_tell: bool
    at: datetime


Reviews = Sequence[Given]
IsNew = Callable[[Given, datetime], bool]  # is it of people who were there at that print, and given since?


def gated(
    reviews: Iterable[Given], k: int, now: datetime, before: Mapping[str, Any], is_new: IsNew
) -> dict[str, dict[str, Any]] | None:
    """`told`: the rounded share of reviews whose reviewer could tell. `agreed`: kappa to 0.1. None where neither is shown.

    Each is a `value` and when it was printed anew. It stays as it was printed `before` until enough of what it counts is new.
    """
    every, found = list(reviews), dict[str, dict[str, Any]]()
    for name, (counts, says) in _FIGURES.items():
        counted, last = counts(every), before.get(name)
        if last and not _enough([one for one in counted if is_new(one, datetime.fromisoformat(last["at"]))], k):
            found[name] = last
        elif of_enough(counted, k) and (value := says(counted)) is not None:
            found[name] = {"value": value, "at": now.isoformat()}
    return found or None


def of_enough(reviews: Reviews, k: int) -> bool:
    """Whether at least k people gave them to the work of at least k, and nobody gave or was given more than half."""
    return _enough(reviews, k) and all(privacy.dominance_ok(whose) for whose in _whose(reviews))


def _enough(reviews: Reviews, k: int) -> bool:
    return all(privacy.may_show(len(whose), k) for whose in _whose(reviews))


def _whose(reviews: Reviews) -> tuple[Counter[str], Counter[str]]:
    return Counter(one.reviewer for one in reviews), Counter(one.author for one in reviews)


def _pairs(reviews: Reviews) -> Reviews:
    """The first two of each work that two people reviewed, one after the other."""
    by_work: dict[str, list[Given]] = {}
    for one in reviews:
        by_work.setdefault(one.work, []).append(one)
    return [one for pair in by_work.values() if len(pair) > 1 for one in pair[:2]]


def _told(reviews: Reviews) -> str:
    return privacy.round_share(sum(one.can_tell for one in reviews) / len(reviews), len({one.reviewer for one in reviews}))


def _agreed(pairs: Reviews) -> float | None:
    from bot.domain.agreement import kappa  # loads statsmodels, so only where there is something to compare

    scores = [one.score for one in pairs]
    twice = list(zip(scores[::2], scores[1::2], strict=True))
    found = kappa(twice) if len(twice) >= FEWEST_PAIRS else None
    return None if found is None else round(found, 1) + 0.0  # never a negative zero


_FIGURES: Mapping[str, tuple[Callable[[Reviews], Reviews], Callable[[Reviews], str | float | None]]] = {
    "told": (lambda reviews: reviews, _told),
    "agreed": (_pairs, _agreed),
}


def lines(found: Mapping[str, Any] | None) -> Iterable[tuple[str, str]]:
    """What stands beside the scores, each with what it is about."""
    values = {name: one["value"] for name, one in (found or {}).items()}
    if "told" in values:
        # Translators: behind "Blind review: "; {share} is "about 40 %", "few" or "most", of the context "of the tasks"
        could = _("in {share} of the reviews, the reviewer could tell how the work was made.", share=share_of(values["told"]))
        yield _("Blind review"), could
    if "agreed" in values:
        agreed = float(values["agreed"])
        how = next(words for least, words in _AGREED if agreed >= least)
        # Translators: behind "Blind review: "; {how} is "agreed closely" or such; {kappa} is a number such as 0.6
        text = _(
            "two people who reviewed the same work {how} (weighted kappa about {kappa}; 1 is full agreement, 0 is chance).",
            how=_(how),
            kappa=tenths(agreed),
        )
        yield _("Blind review"), text
