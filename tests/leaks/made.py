"""What each printed figure is made of, said once more in the plainest way: by whose answers, and what of them it uses.

Without the columns, parts and regions of the product.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Made = Mapping[str, Any]  # answer → what a figure uses of it
WORSE = {"more_time", "worse_quality", "more_mistakes", "learned_less", "less_confident"}
FIXING = {"no": 0.0, "up_to_15": 7.5, "up_to_60": 37.5, "more": 60.0}


@dataclass(frozen=True)
class Said:
    """One answer, as it was at the moment of a print."""

    id: str
    person: str
    task_type: str
    approach: str
    finished_on: date
    size: int | None
    minutes: float | None
    finished: bool
    fixing: str | None
    fix_minutes: float | None
    quality: str | None
    tool: str | None
    differences: list[str]
    skip_reasons: list[str]
    why_ai: list[str]
    next_time: str | None
    guess: str | None
    expected_minutes: float | None
    own: dict[str, float]
    assigned: str
    stored_at: datetime

    @property
    def ai(self) -> bool:
        return self.approach != "without_ai"

    @property
    def chosen(self) -> bool:
        return self.assigned == "observed"

    @property
    def fix(self) -> float | None:
        known = self.fix_minutes if self.fix_minutes is not None else FIXING.get(self.fixing or "")
        return None if self.fixing == "too_early" else known

    @property
    def used(self) -> float:
        return max(self.minutes or 0, 1) + (self.fix or 0)

    @property
    def reason(self) -> str | None:
        """Why it is not in the times."""
        if not self.finished:
            return "unfinished"
        if not self.minutes:
            return "no_time"
        if max(self.minutes, self.fix or 0) > 960:
            return "too_long"
        far = self.expected_minutes and not 1 / 20 <= self.used / max(self.expected_minutes, 1) <= 20
        return "far_from_expected" if far else None

    @property
    def timed(self) -> bool:
        return self.reason is None


def both_ways(answers: Iterable[Said], like: Callable[[Said], Any]) -> list[Said]:
    """Of these, the ones whose author has like ones done the other way."""
    told = list(answers)
    ways = {(one.person, like(one), one.ai) for one in told}
    return [one for one in told if (one.person, like(one), not one.ai) in ways]


Of = Callable[[list[Said]], Made]


def ratio(rung: str | None, *, coin: bool = False) -> Of:
    """Timed answers of people who did like tasks both ways; what is like depends on the rung that is printed."""

    def of(answers: list[Said]) -> Made:
        able = [one for one in answers if one.timed and one.chosen is not coin]
        able = [one for one in able if rung != "expected" or one.expected_minutes]
        able = [one for one in able if rung != "sized" or one.size]
        alike = both_ways(able, lambda one: (one.task_type, one.size if rung == "sized" else 0))
        return {one.id: (one.ai, one.used, one.expected_minutes if rung == "expected" else 0) for one in alike}

    return of


def uses(able: Callable[[Said], Any], what: Callable[[Said], Any], ai: bool | None = None) -> Of:
    return lambda answers: {
        one.id: what(one) for one in answers if one.chosen and ai in (None, one.ai) and able(one) not in (None, False, [])
    }


def fixing_known(one: Said) -> bool:
    return one.finished and one.fix is not None


def judged(one: Said) -> bool:
    return one.finished and one.quality in ("below", "at", "above")


def everything(one: Said) -> bool:  # noqa: ARG001 - every answer can tell
    return True


def spent(one: Said) -> bool:
    return one.timed or (not one.finished and (one.used if one.minutes else 0) <= 960)


def money(one: Said) -> Any:
    return one.used if one.minutes else 0, one.finished


def picked(one: Said) -> Any:
    return sorted(one.skip_reasons)


SHARES: dict[str, Of] = {
    "right_skip": uses(
        lambda one: fixing_known(one) and judged(one) and one.next_time,
        lambda one: (one.fix or 0) <= 15 and one.quality != "below" and one.next_time == "without_ai",
        ai=False,
    ),
    "regretted_skip": uses(lambda one: one.next_time, lambda one: one.next_time == "with_ai", ai=False),
    "regretted_use": uses(lambda one: one.next_time, lambda one: one.next_time == "without_ai", ai=True),
    "fixed_with_ai": uses(fixing_known, lambda one: bool(one.fix), ai=True),
    "fixed_without_ai": uses(fixing_known, lambda one: bool(one.fix), ai=False),
    "below_standard_with_ai": uses(judged, lambda one: one.quality == "below", ai=True),
    "below_standard_without_ai": uses(judged, lambda one: one.quality == "below", ai=False),
    "no_difference": uses(lambda one: one.differences, lambda one: "no_difference" in one.differences, ai=True),
    "worse": uses(lambda one: one.differences, lambda one: bool(WORSE & set(one.differences)), ai=True),
    "dropped_ai": uses(everything, lambda one: one.approach == "dropped_ai", ai=True),
    "unfinished_with_ai": uses(everything, lambda one: not one.finished, ai=True),
    "unfinished_without_ai": uses(everything, lambda one: not one.finished, ai=False),
}
ROWS = {
    **dict.fromkeys(("right_skip", "regretted_skip", "regretted_use", "main_reason"), "skips"),
    **dict.fromkeys(("no_difference", "worse", "dropped_ai"), "worse"),
    **dict.fromkeys(("unfinished_with_ai", "unfinished_without_ai"), "unfinished"),
    **dict.fromkeys(("fixed", "below"), "fixing"),
    **dict.fromkeys((name for name in SHARES if name.startswith(("fixed_", "below_"))), "fixing"),
    **dict.fromkeys(("typical_with_ai", "typical_without_ai"), "typical"),
    **dict.fromkeys(("balance", "size"), "balance"),
    **dict.fromkeys(("cost_with_ai", "cost_without_ai"), "cost"),
    **dict.fromkeys(("ratio", "people", "more_tasks"), "times"),
    "trend": "trend",
}


def apart(name: str, rung: str | None) -> Of:
    """Answers of people who did tasks of a kind both ways, or tasks of one size, and can tell about either."""
    able, hit = (judged, lambda one: one.quality == "below") if name == "below" else (fixing_known, lambda one: bool(one.fix))

    def of(answers: list[Said]) -> Made:
        told = [one for one in answers if one.chosen and able(one) and (rung != "sized" or one.size)]
        alike = both_ways(told, lambda one: (one.task_type, one.size if rung == "sized" else 0))
        return {one.id: (one.ai, hit(one)) for one in alike}

    return of


def own(key: str, ai: bool) -> Of:
    """Who answered a question of the team's own, of one way of working."""
    return uses(lambda one: one.finished and key in one.own, lambda one: one.own[key], ai=ai)


def own_apart(key: str, rung: str | None) -> Of:
    """Likewise of both ways, of people who did like tasks both ways."""

    def of(answers: list[Said]) -> Made:
        told = [one for one in answers if one.chosen and one.finished and key in one.own and (rung != "sized" or one.size)]
        alike = both_ways(told, lambda one: (one.task_type, one.size if rung == "sized" else 0))
        return {one.id: (one.ai, one.own[key]) for one in alike}

    return of


CELL: dict[str, Of] = {
    "typical_with_ai": uses(lambda one: one.timed, lambda one: one.used, ai=True),
    "typical_without_ai": uses(lambda one: one.timed, lambda one: one.used, ai=False),
    "balance": uses(lambda one: one.timed and one.expected_minutes, lambda one: (one.ai, one.expected_minutes)),
    "size": uses(lambda one: one.timed and one.size, lambda one: (one.ai, one.size)),
    "main_reason": uses(lambda one: one.skip_reasons, picked),
    "trend": uses(lambda one: one.timed, lambda one: one.used),
    "more_tasks": uses(lambda one: one.timed, lambda one: (one.ai, one.used)),
    "cost_with_ai": uses(spent, money, ai=True),
    "cost_without_ai": uses(spent, money, ai=False),
}
ALL: dict[str, Of] = {
    "skip_reasons": uses(lambda one: one.skip_reasons, picked),
    "felt": uses(lambda one: one.differences, lambda one: sorted(one.differences)),
    "expected": uses(lambda one: one.why_ai, lambda one: "expected" in one.why_ai, ai=True),
    "guessed": uses(lambda one: one.guess not in (None, "no_idea"), lambda one: one.guess in ("more", "much_more"), ai=True),
    "fixing_open": uses(lambda one: one.timed and one.fix is None, everything),
}


def left_out(types: frozenset[str]) -> Of:
    def why(one: Said) -> str | None:
        return "randomised" if not one.chosen else "other_type" if one.task_type not in types else one.reason

    return lambda answers: {one.id: reason for one in answers if (reason := why(one))}
