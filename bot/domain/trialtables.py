"""The tables of a trial that anybody in the team may have: its analysis without people, and its coin for whoever checks it.

**The analysis table** counts flips by what the coin had assigned, the time expected and the time taken. How many flips each way
there were follows from the coin's table, so each way is gated by itself: neighbouring bands are merged until every row has
enough people and nobody with more than half of it; rows that cannot be mended are left out, and while those left out are
somebody's but not enough people's, the smallest other row goes too (`privacy.suppress`). How many flips a row has, and of how
many people, are bands. Where bands are merged follows from whole rows alone, and says no more of a row than leaving it out.

**The coin's table** is sorted by the keys of the flips, which lead to nobody. Loads numpy, for what counts as timed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bot.domain import privacy
from bot.domain.flips import of_flips
from bot.domain.told import Flipped, Told

EDGES = (15, 30, 60, 120, 240)  # minutes
NO_TIME = "no_time"  # not finished, not told, or without a time that can be used
WITH, WITHOUT = "with_ai", "without_ai"
_Placed = tuple[str, int, int | None]  # person, band expected, band taken
_Span = tuple[int, int]  # the first and the last band of a row
_Group = tuple[_Span, list[_Placed]]


def analysis_table(told: Sequence[Told], k: int) -> list[dict[str, Any]]:
    """Rows of (assigned, expected_minutes, minutes, tasks, people), the last four as bands."""
    flips = of_flips(told)
    taken = [_band(used) if has_time else None for used, has_time in zip(flips.used, flips.timed.tolist(), strict=True)]
    out: list[dict[str, Any]] = []
    for with_ai in (True, False):
        own = [(one.person, _band(one.expected), took) for one, took in zip(told, taken, strict=True) if one.with_ai == with_ai]
        out += [{"assigned": WITH if with_ai else WITHOUT, **row} for row in _arm(own, k)]
    return out


def _arm(own: Sequence[_Placed], k: int) -> Iterable[dict[str, Any]]:
    """The rows of one way."""
    rows: dict[str, tuple[str, str, list[_Placed]]] = {}
    for timed in (True, False):
        some = [one for one in own if (one[2] is not None) == timed]
        for expected, inside in _merged(some, lambda one: one[1], k):
            finer = _merged(inside, lambda one: one[2] or 0, k) if timed else [((0, 0), inside)]
            for taken, those in finer:
                words = (_words(expected), _words(taken) if timed else NO_TIME)
                rows[f"{len(rows):03}"] = (*words, those)
    shown = _shown({name: those for name, (_, _, those) in rows.items()}, k)
    for name in sorted(shown):
        expected_words, minutes, those = rows[name]
        people = {person for person, _, _ in those}
        bands = {"tasks": privacy.band(len(those)), "people": privacy.band(len(people))}
        yield {"expected_minutes": expected_words, "minutes": minutes, **bands}


def _merged(own: Sequence[_Placed], band: Callable[[_Placed], int], k: int) -> list[_Group]:
    """Those placed in bands, neighbours merged from the lowest up until each group may be shown; what is left over at the top
    goes to the group below. One group may be all there is, and need not be one that may be shown."""
    whole: list[_Group] = []
    open_: list[_Placed] = []
    first = 0
    for at in range(len(EDGES) + 1):
        open_ += [one for one in own if band(one) == at]
        if _may_stand(open_, k):
            whole.append(((first, at), open_))
            first, open_ = at + 1, []
    last = len(EDGES)
    if whole:
        (start, _), those = whole[-1]
        return [*whole[:-1], ((start, last), [*those, *open_])]
    return [((0, last), open_)] if open_ else []


def _may_stand(those: Sequence[_Placed], k: int) -> bool:
    return privacy.may_show_share(Counter(person for person, _, _ in those), k)


def _shown(rows: Mapping[str, Sequence[_Placed]], k: int) -> frozenset[str]:
    """Gate 3. Of a row in which one person has more than half, only they are counted among those left out."""
    who: dict[str, frozenset[str]] = {}
    for name, those in rows.items():
        counts = Counter(person for person, _, _ in those)
        who[name] = frozenset(counts) if privacy.dominance_ok(counts) else frozenset([max(counts, key=counts.__getitem__)])
    return privacy.suppress(who, k).groups


def _band(minutes: float) -> int:
    return sum(minutes >= edge for edge in EDGES)


def _words(span: _Span) -> str:
    """As "15–30", "under 30", "60 or more" or "any"."""
    low, high = (0, *EDGES)[span[0]], (*EDGES, None)[span[1]]
    if high is None:
        return f"{low} or more" if low else "any"
    return f"{low}–{high}" if low else f"under {high}"


def audit_table(flips: Iterable[Flipped], k: int) -> list[dict[str, Any]]:
    """Every flip with its coin, once k people have any: with the published seed anybody can work each of them out again."""
    told = sorted(flips, key=lambda one: one.key)
    if not privacy.may_show(len({one.person for one in told}), k):
        return []
    return [{"flip": one.key, "coin": _way(one.coin), "forced": one.forced, "assigned": _way(one.with_ai)} for one in told]


def _way(with_ai: bool) -> str:
    return WITH if with_ai else WITHOUT
