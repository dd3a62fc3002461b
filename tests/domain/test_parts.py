"""What each part uses of answers, against the same said one answer at a time."""

import math
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answer import Answer, Approach, Assigned, Fixing, NextTime, Quality
from bot.domain.columns import Columns
from bot.domain.parts import EVERY_PART, tells
from bot.domain.times import FIXING_MINUTES

KINDS = ("Bug triage", "Escalation")
ANSWERS = st.builds(
    Answer,
    person=st.sampled_from(["ada", "ben", "cleo"]),
    task_type=st.sampled_from([*KINDS, "Something else"]),
    approach=st.sampled_from(Approach),
    finished_on=st.just(date(2026, 7, 1)),
    size=st.sampled_from([None, 2, 3]),
    minutes=st.sampled_from([None, 0.0, 5.0, 40.0, 900.0, 2000.0]),
    finished=st.booleans(),
    fixing=st.sampled_from([None, *Fixing]),
    fix_minutes=st.sampled_from([None, 0.0, 20.0, 970.0]),
    quality=st.sampled_from([None, *Quality]),
    differences=st.sampled_from([frozenset(), frozenset({"no_difference"}), frozenset({"more_time", "learned"})]),
    skip_reasons=st.sampled_from([frozenset(), frozenset({"learn"})]),
    why_ai=st.sampled_from([frozenset(), frozenset({"habit"})]),
    next_time=st.sampled_from([None, *NextTime]),
    guess=st.sampled_from([None, "less", "much_more", "no_idea"]),
    expected_minutes=st.sampled_from([None, 0.0, 30.0, 45.0]),
    assigned=st.sampled_from([Assigned.OBSERVED, Assigned.OBSERVED, Assigned.RANDOMISED]),
    own=st.sampled_from([{}, {"own_one": 4.0}, {"own_one": 0.0, "own_two": 2.5}]),
)


def fix(one: Answer) -> float | None:
    if one.fixing is Fixing.TOO_EARLY:
        return None
    return one.fix_minutes if one.fix_minutes is not None else FIXING_MINUTES.get(one.fixing or "")


def used(one: Answer) -> float:
    return max(one.minutes, 1) + (fix(one) or 0) if one.minutes else 0


def timed(one: Answer) -> bool:
    near = not one.expected_minutes or 1 / 20 <= used(one) / one.expected_minutes <= 20
    return one.finished and bool(one.minutes) and max(one.minutes or 0, fix(one) or 0) <= 960 and near


def spent(one: Answer) -> bool:
    return timed(one) or (not one.finished and used(one) <= 960)


def fixing_known(one: Answer) -> bool:
    return one.finished and fix(one) is not None


def judged(one: Answer) -> bool:
    return one.finished and one.quality not in (None, Quality.UNKNOWN)


def guessed(one: Answer) -> bool:
    return one.guess not in (None, "no_idea")


SIDES: dict[str, Any] = {
    "time": timed,
    "expected": lambda one: timed(one) and one.expected_minutes,
    "sized": lambda one: timed(one) and one.size,
    "spent": spent,
}
PLAIN: dict[str, Any] = {
    "right_skip": lambda one: not one.approach.tried_ai and fixing_known(one) and judged(one) and one.next_time,
    "regretted_skip": lambda one: not one.approach.tried_ai and one.next_time,
    "regretted_use": lambda one: one.approach.tried_ai and one.next_time,
    "used_because_expected": lambda one: one.approach.tried_ai and one.why_ai,
    "fixed_with_ai": lambda one: one.approach.tried_ai and fixing_known(one),
    "fixed_without_ai": lambda one: not one.approach.tried_ai and fixing_known(one),
    "below_standard_with_ai": lambda one: one.approach.tried_ai and judged(one),
    "below_standard_without_ai": lambda one: not one.approach.tried_ai and judged(one),
    "no_difference": lambda one: one.approach.tried_ai and one.differences,
    "worse": lambda one: one.approach.tried_ai and one.differences,
    "dropped_ai": lambda one: one.approach.tried_ai,
    "unfinished_with_ai": lambda one: one.approach.tried_ai,
    "unfinished_without_ai": lambda one: not one.approach.tried_ai,
    "guessed_longer_without_ai": lambda one: one.approach.tried_ai and guessed(one),
    "reasons": lambda one: one.skip_reasons,
    "felt": lambda one: one.differences,
    "timed": timed,
    "fixing_open": lambda one: timed(one) and fix(one) is None,
}
OF_OWN = [
    f"own/{key}/{side}" for key in ("own_one", "own_two", "own_gone") for side in ("with", "without", "both", "both/sized")
]
LIKE: dict[str, Any] = {
    "expected": lambda one: one.expected_minutes,
    "sized": lambda one: one.size,
    "unadjusted": lambda _: True,
}


def plainly(told: list[Answer], part: str) -> list[bool]:
    """The double of `tells`."""
    name, _, how = part.partition("/")
    observed = [one.assigned is Assigned.OBSERVED for one in told]
    if name in ("compared", "by_coin"):
        able = [
            timed(one) and bool(LIKE[how](one)) and seen is (name == "compared")
            for one, seen in zip(told, observed, strict=True)
        ]
        return both_ways(told, able, by_size=how == "sized")
    if name == "both":
        tells_of, by_size = fixing_known if how.startswith("fixed") else judged, how.endswith("/sized")
        able = [seen and tells_of(one) and (not by_size or bool(one.size)) for one, seen in zip(told, observed, strict=True)]
        return both_ways(told, able, by_size=by_size)
    if name == "own":
        key, _, of = how.partition("/")
        able = [seen and one.finished and key in one.own for one, seen in zip(told, observed, strict=True)]
        if of in ("with", "without"):
            return [so and one.approach.tried_ai is (of == "with") for one, so in zip(told, able, strict=True)]
        by_size = of.endswith("/sized")
        able = [so and (not by_size or bool(one.size)) for one, so in zip(told, able, strict=True)]
        return both_ways(told, able, by_size=by_size)
    if name in SIDES:
        side = [one.approach.tried_ai is (how == "with") for one in told]
        return [bool(SIDES[name](one)) and here and seen for one, here, seen in zip(told, side, observed, strict=True)]
    if name == "left_out":
        return [not timed(one) or not seen or one.task_type not in KINDS for one, seen in zip(told, observed, strict=True)]
    return [bool(PLAIN[name](one)) and seen for one, seen in zip(told, observed, strict=True)]


def both_ways(told: list[Answer], able: list[bool], *, by_size: bool) -> list[bool]:
    def like(one: Answer) -> Any:
        return one.person, one.task_type, one.size if by_size else 0

    ways = {(like(one), one.approach.tried_ai) for one, so in zip(told, able, strict=True) if so}
    return [so and (like(one), not one.approach.tried_ai) in ways for one, so in zip(told, able, strict=True)]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(told=st.lists(ANSWERS, max_size=14))
def test_every_part_uses_what_it_would_of_one_answer_at_a_time(told: list[Answer]) -> None:
    answers = Columns.of(told)
    for part in (*EVERY_PART, *OF_OWN):
        assert tells(answers, part, KINDS).tolist() == plainly(told, str(part)), part


def test_every_part_is_told_once_and_the_double_knows_them_all() -> None:
    names = {str(part).partition("/")[0] for part in EVERY_PART}
    assert len(set(EVERY_PART)) == len(EVERY_PART)
    assert names == {*SIDES, *PLAIN, "compared", "by_coin", "both", "left_out"}
    assert not math.isnan(FIXING_MINUTES[Fixing.MORE])
