"""The tables of a trial: nobody can be read from them, however they are taken apart."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import coin
from bot.domain.answer import Approach
from bot.domain.told import Flipped, Told
from bot.domain.trialtables import analysis_table, audit_table

K = 5
Row = dict[str, Any]


def flip(
    person: int, with_ai: bool = True, expected: float = 40.0, minutes: float | None = 40.0, finished: bool = True
) -> Told:
    way = Approach.WITH if with_ai else Approach.WITHOUT
    return Told(
        f"p{person}", with_ai, forced=False, expected=expected, size=3, approach=way, minutes=minutes, finished=finished
    )


def inside(words: str, minutes: float) -> bool:
    if words == "any":
        return True
    if words.startswith("under "):
        return minutes < float(words.removeprefix("under "))
    if words.endswith(" or more"):
        return minutes >= float(words.removesuffix(" or more"))
    low, high = map(float, words.split("–"))
    return low <= minutes < high


def of_row(told: Sequence[Told], row: Row) -> list[Told]:
    """Whose flips a row is made of, as only somebody who has them all can tell."""

    def is_in(one: Told) -> bool:
        if (one.with_ai, True) != (row["assigned"] == "with_ai", inside(row["expected_minutes"], one.expected)):
            return False
        has_time = one.finished and one.minutes is not None
        if row["minutes"] == "no_time" or not has_time:
            return row["minutes"] == "no_time" and not has_time
        return inside(row["minutes"], one.minutes or 0)

    return [one for one in told if is_in(one)]


def check(told: Sequence[Told], table: Sequence[Row]) -> None:
    """Every row is of enough people, none of whom has more than half of it, and so is what is left out of each way."""
    for with_ai in (True, False):
        rows = [row for row in table if (row["assigned"] == "with_ai") == with_ai]
        shown: list[Told] = []
        for row in rows:
            those = of_row(told, row)
            people = Counter(one.person for one in those)
            assert len(people) >= K
            assert max(people.values()) * 2 <= len(those)
            assert not any(one in shown for one in those) or len(set(told)) < len(told)
            shown += those
        left_out = {one.person for one in told if one.with_ai == with_ai and one not in shown}
        assert not left_out or len(left_out) >= K or not rows


flips = st.lists(
    st.builds(
        flip,
        st.integers(0, 8),
        st.booleans(),
        st.floats(1, 400),
        st.one_of(st.none(), st.floats(5, 300)),
        st.sampled_from([True, True, True, False]),
    ),
    max_size=80,
)


@settings(deadline=None, max_examples=150)
@given(flips)
def test_no_row_and_nothing_left_out_is_about_few(told: list[Told]) -> None:
    told = [one for one in told if one.minutes is None or 1 / 20 < one.minutes / one.expected < 20]
    check(told, analysis_table(told, K))


def rows_of(table: Sequence[Row]) -> list[tuple[str, ...]]:
    return [tuple(row.values()) for row in table]


def test_a_row_says_what_was_assigned_expected_and_took_in_bands() -> None:
    told = [
        flip(person, with_ai, 20.0, minutes) for person in range(6) for with_ai in (True, False) for minutes in (10.0, 20.0)
    ]
    assert rows_of(analysis_table(told, K)) == [
        ("with_ai", "any", "under 15", "5–9", "5–9"),
        ("with_ai", "any", "15 or more", "5–9", "5–9"),
        ("without_ai", "any", "under 15", "5–9", "5–9"),
        ("without_ai", "any", "15 or more", "5–9", "5–9"),
    ]


def test_one_person_alone_in_a_band_is_in_that_of_their_neighbours() -> None:
    told = [flip(person, minutes=35.0) for person in range(6)] + [flip(6, minutes=239.0)]
    assert rows_of(analysis_table(told, K)) == [("with_ai", "any", "any", "5–9", "5–9")]
    more = [*told, *(flip(person, expected=500.0, minutes=500.0) for person in range(5)), flip(6, expected=5.0, minutes=5.0)]
    assert rows_of(analysis_table(more, K)) == [
        ("with_ai", "under 60", "any", "5–9", "5–9"),
        ("with_ai", "60 or more", "any", "5–9", "5–9"),
    ]


def test_a_row_of_five_people_of_whom_one_has_more_than_half_of_it_is_not_there() -> None:
    half = [flip(person) for person in range(5)] + [flip(0) for _ in range(3)]
    assert rows_of(analysis_table(half, K)) == [("with_ai", "any", "any", "5–9", "5–9")]
    assert analysis_table([*half, flip(0)], K) == []


def test_what_one_person_did_not_finish_takes_a_row_with_it_that_it_could_be_told_from() -> None:
    """How many flips each way there were is known from the coin's table."""
    told = [flip(person, expected=expected, minutes=expected) for person in range(6) for expected in (10.0, 50.0, 50.0)]
    assert len(analysis_table(told, K)) == 2
    table = analysis_table([*told, flip(0, minutes=None, finished=False)], K)
    assert rows_of(table) == [("with_ai", "under 15", "any", "5–9", "5–9")]
    table = analysis_table([*told, *(flip(person, minutes=None, finished=False) for person in range(5))], K)
    assert rows_of(table)[-1] == ("with_ai", "any", "no_time", "5–9", "5–9")


def test_one_way_is_never_the_other_ways_excuse() -> None:
    """Five people's hidden rows without AI do not hide one person's with AI."""
    told = [flip(person) for person in range(6)] + [flip(0, minutes=None, finished=False)]
    told += [flip(person, with_ai=False) for person in range(4)]
    assert analysis_table(told, K) == []


def test_no_row_names_anybody() -> None:
    told = [flip(person, with_ai) for person in range(6) for with_ai in (True, False)]
    assert set(analysis_table(told, K)[0]) == {"assigned", "expected_minutes", "minutes", "tasks", "people"}
    assert "p0" not in str(analysis_table(told, K))


@pytest.mark.parametrize(("people", "rows"), [(4, 0), (5, 15)])
def test_the_coins_table_gives_every_flip_by_its_key_once_enough_people_have_any(people: int, rows: int) -> None:
    seed = "0f" * 32
    keys = [(f"p{person}", coin.flip_key("trial", f"p{person}", number)) for person in range(people) for number in (1, 2, 3)]
    made = [Flipped(key, person, coin.coin(seed, key), forced=False, with_ai=coin.coin(seed, key)) for person, key in keys]
    table = audit_table(made, K)
    assert len(table) == rows
    assert [row["flip"] for row in table] == sorted(row["flip"] for row in table)
    assert all(row["assigned"] == row["coin"] == ("with_ai" if coin.coin(seed, row["flip"]) else "without_ai") for row in table)
    assert "p0" not in str(table)
