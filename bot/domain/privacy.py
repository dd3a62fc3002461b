"""What may be shown: the gates every figure passes before a person reads it, and the rounding of those that pass.

Nobody's answer reaches a manager: only groups of `k` people or more, on every surface, and k is never below five. Pure
functions over sets of opaque person keys. The gates are numbered as in `docs/evidence.md` section 7; what the fourth, against
subtracting one print from another, has to remember is in `ledger.py`.

**The rule of `suppress`** (gate 3). Groups are sets of people and may overlap: one person does several kinds of task.
1. If all people together are fewer than k, nothing is shown, not even the total.
2. A group of fewer than k people is hidden.
3. The *rest* is everybody whose answers are in the total but in no shown group's figure: the people of all hidden groups
   together, and those in the total who are in no group. Total minus shown is exactly their answers, so while the rest is
   somebody but fewer than k people, the smallest group still shown is hidden too (of equals, the last by name).
Somebody may be in the rest and in a shown group as well: their hidden answers then drown among those of at least k people.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

FEWEST = 5
LARGEST_SHARE = 0.5
FEW_PEOPLE = 10
FEWEST_FOR_SENTENCES = 10
_BANDS = ((50, "50+"), (20, "20–49"), (10, "10–19"), (5, "5–9"))


class Toward(StrEnum):
    NEAREST = "nearest"
    LESS = "less"  # a range's lower end, rounded outwards
    MORE = "more"


class Response(StrEnum):
    MOST = "most"
    HALF = "about half"
    FEW = "few"
    NO_DATA = "no data"


@dataclass(frozen=True)
class Shown:
    """What `suppress` lets through."""

    total: bool
    groups: frozenset[str]


def checked(k: int) -> int:
    """`k` itself; ValueError below five, whatever a team or a setting says."""
    if k < FEWEST:
        raise ValueError(f"k is {k}: groups of fewer than {FEWEST} people are never shown")
    return k


def may_show(people: int, k: int = FEWEST) -> bool:
    """Gate 1, for one figure about one group."""
    return people >= checked(k)


def may_show_arms(people_with: int, people_without: int, k: int = FEWEST) -> bool:
    """Gate 1, for figures of both ways of working side by side: enough people on each side."""
    return min(people_with, people_without) >= checked(k)


def may_show_ratio(people_both: int, k: int = FEWEST) -> bool:
    """Gate 1, for a ratio: enough people who did it both ways."""
    return people_both >= checked(k)


def dominance_ok(weights_by_person: Mapping[str, float]) -> bool:
    """Gate 2: nobody carries more than half of a figure. False when nobody carries anything."""
    total = sum(weights_by_person.values())
    return total > 0 and max(weights_by_person.values()) <= LARGEST_SHARE * total + 1e-12


def may_show_share(out_of: Mapping[str, int], k: int = FEWEST) -> bool:
    """Gates 1 and 2, for a share: `out_of` says how many of its answers each person gave."""
    return may_show(len(out_of), k) and dominance_ok(out_of)


def suppress(groups: Mapping[str, Collection[str]], k: int = FEWEST, total: Collection[str] | None = None) -> Shown:
    """Gate 3: which groups may be shown beside each other and beside their total, by the rule above.

    `total` is everybody in the total if that is more than the people of all groups.
    """
    checked(k)
    people = {name: frozenset(who) for name, who in groups.items()}
    grouped = frozenset().union(*people.values())
    everybody = grouped | frozenset(total or ())
    if len(everybody) < k:
        return Shown(total=False, groups=frozenset())
    by_size = sorted(people, key=lambda name: (-len(people[name]), name))
    shown = [name for name in by_size if len(people[name]) >= k]
    outside = everybody - grouped
    while shown and 0 < len(outside.union(*(people[name] for name in by_size if name not in shown))) < k:
        shown.pop()
    return Shown(total=True, groups=frozenset(shown))


def nobody_or_enough(people: int, k: int = FEWEST) -> bool:
    """Gate 4: what can be got by subtracting is nobody's, or that of enough people."""
    return people == 0 or may_show(people, k)


def fewest_for_sentences(k: int = FEWEST) -> int:
    return max(FEWEST_FOR_SENTENCES, checked(k))


def may_share_sentences(answered: int, k: int = FEWEST) -> bool:
    """Gate 6: sentences people chose to share are printed only where ten have answered, or k if that is more."""
    return answered >= fewest_for_sentences(k)


def fold(
    groups: Mapping[str, Collection[str]], k: int = FEWEST, rest: Collection[str] = ()
) -> tuple[Mapping[str, int], int] | None:
    """Gate 6: people by reason, and people with any other reason; None when that leaves nothing to print.

    Reasons of fewer than k people fold into "other reasons" (0 when there are none), and so do those in `rest`, whatever
    their size. If the others are fewer than k people there is no table at all.
    """
    checked(k)
    named = {name: len(set(who)) for name, who in groups.items() if len(set(who)) >= k and name not in rest}
    others = len(frozenset().union(*(frozenset(who) for name, who in groups.items() if name not in named)))
    return None if not named or 0 < others < k else (named, others)


def band(count: int) -> str | None:
    """Gate 5: how many people or answers, as a band; None below five, which is never printed."""
    return next((words for least, words in _BANDS if count >= least), None)


def round_ratio(ratio: float, toward: Toward = Toward.NEAREST) -> float:
    """Gate 5: to 5 %, never to nothing. Ends of ranges are rounded outwards, so rounding never makes a range look surer."""
    steps = ratio * 20
    near = round(steps)
    if abs(steps - near) < 1e-9 or toward is Toward.NEAREST:
        return max(near, 1) / 20
    return max(math.floor(steps) if toward is Toward.LESS else math.ceil(steps), 1) / 20


def round_share(share: float, people: int) -> str:
    """Gate 5: to 10 %. What rounds to none or all is "few" or "most" of fewer than ten people, and never exact of more."""
    tenths = math.floor(share * 10 + 0.5)
    if 0 < tenths < 10:
        return f"{tenths * 10} %"
    if people < FEW_PEOPLE:
        return "most" if tenths else "few"
    return "95 % or more" if tenths else "under 5 %"


def round_points(difference: float, toward: Toward = Toward.NEAREST) -> int:
    """Gate 5, for differences of shares: to 10 points of a hundred; ends of ranges outwards."""
    tenths = difference * 10
    near = round(tenths)
    if abs(tenths - near) < 1e-9 or toward is Toward.NEAREST:
        return near * 10
    return (math.floor(tenths) if toward is Toward.LESS else math.ceil(tenths)) * 10


def round_money(amount: float, toward: Toward = Toward.NEAREST) -> float:
    """Gate 5, for costs: to two digits, ends of ranges outwards."""
    if amount <= 0:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(amount)) - 1)
    steps = amount / step
    near = round(steps)
    if abs(steps - near) < 1e-9 or toward is Toward.NEAREST:
        return round(near * step, 10)
    return round((math.floor(steps) if toward is Toward.LESS else math.ceil(steps)) * step, 10)


def step_of(width: float) -> float:
    """Gate 5, for numbers of a team's own: two digits of the width of their range."""
    return float(10.0 ** (math.floor(math.log10(width)) - 1)) if width > 0 else 1.0


def round_to(value: float, step: float, toward: Toward = Toward.NEAREST) -> float:
    """Gate 5, to a step; ends of ranges outwards. Never a nothing below nothing."""
    steps = value / step
    near = math.floor(steps + 0.5)
    if abs(steps - near) > 1e-9 and toward is not Toward.NEAREST:
        near = math.floor(steps) if toward is Toward.LESS else math.ceil(steps)
    return round(near * step, 10) + 0.0


def round_minutes(minutes: float) -> int:
    """Gate 5, for typical times: to 1 minute below 10, 5 below an hour, 15 below four hours, 30 above."""
    step = next((step for below, step in ((10, 1), (60, 5), (240, 15)) if minutes < below), 30)
    return max(1, math.floor(minutes / step + 0.5) * step)


def response(asked: int, answered: int) -> Response:
    """Gate 7: most (60 % or more), about half, few (under 40 %). Nobody asked is no data, never 100 %."""
    if asked <= 0:
        return Response.NO_DATA
    share = answered / asked
    return Response.MOST if share >= 0.6 else Response.HALF if share >= 0.4 else Response.FEW
