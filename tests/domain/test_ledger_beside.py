"""The release ledger beside other windows, wholes and parts: what is left over when one is subtracted from the other."""

from datetime import date
from typing import Any

import pytest

from bot.domain.printed import EVERYTHING, scope_of
from tests.domain.prints import KINDS, MONDAY, SINCE, SIZED, TIMES, UNTIL, Office

YEAR: dict[str, Any] = {"window": "2026", "since": date(2026, 1, 1)}
SPRING: dict[str, Any] = {"window": "2026-Q2", "since": date(2026, 4, 1), "until": SINCE}
EARLIER = date(2026, 2, 3)
SHARE = ("worse",)


@pytest.fixture
def office() -> Office:
    """Six people who did Bug triage both ways."""
    found = Office()
    found.say(range(6))
    return found


@pytest.mark.parametrize(("before", "seen"), [(0, 45), (1, None), (4, None), (5, 45)])
def test_what_the_year_has_beyond_the_quarter_is_nobodys_or_that_of_enough_people(
    office: Office, before: int, seen: Any
) -> None:
    office.say(range(before), day=EARLIER)
    office.prints(40)
    assert office.prints(45, **YEAR) == seen


@pytest.mark.parametrize(("before", "seen"), [(4, None), (5, 45)])
def test_and_the_other_way_round_the_quarter_beside_the_year(office: Office, before: int, seen: Any) -> None:
    office.say(range(before), day=EARLIER)
    office.prints(40, **YEAR)
    assert office.prints(45) == seen


def test_windows_that_share_no_day_are_not_compared(office: Office) -> None:
    office.say(range(6, 12), day=date(2026, 5, 4))
    office.prints(40)
    assert office.prints(45, **SPRING) == 45


def test_last_quarter_after_its_end_is_compared_with_what_was_printed_of_it_before(office: Office) -> None:
    office.say(range(6), day=date(2026, 5, 4))
    assert office.prints(40, **{**SPRING, "until": date(2026, 5, 11)}) == 40
    office.say(range(4), day=date(2026, 6, 29))
    assert office.prints(45, **SPRING) == (40, MONDAY.date())


def test_a_digest_up_to_sunday_is_compared_with_a_report_of_monday(office: Office) -> None:
    """On Monday five people answer and somebody asks; the digest of the week before, one more answer, is beside both."""
    office.prints(40, until=date(2026, 7, 6))
    office.say(range(5), day=date(2026, 7, 6))
    assert office.prints(45) == 45
    office.say([0], day=date(2026, 7, 3))
    assert office.prints(50, until=date(2026, 7, 6)) == (45, MONDAY.date().replace(day=7))


def test_what_is_in_a_later_print_only_does_not_hide_an_earlier_one(office: Office) -> None:
    """The year is printed with enough new answers of spring; the quarter itself has one new answer since its own print."""
    office.prints(40)
    office.say(range(6), day=EARLIER)
    office.say([0])
    assert office.prints(45, **YEAR) == 45
    assert office.prints(50) == (40, MONDAY.date())


def test_an_edit_forbids_to_believe_that_another_window_is_the_same(office: Office) -> None:
    office.prints(40)
    office.change(0, minutes=90.0)
    assert office.prints(45, **YEAR) is None


def say(office: Office, people: range, kind: int) -> None:
    office.say(people, "with_ai", task_type=KINDS[kind], differences=frozenset({"worse_quality"}))


@pytest.mark.parametrize(("others", "seen"), [(0, "w"), (1, None), (4, None), (5, "w")])
def test_a_whole_minus_one_kind_of_task_is_nobodys_or_that_of_enough_people(others: int, seen: Any) -> None:
    office = Office()
    say(office, range(8), 0)
    say(office, range(others), 1)
    rows = [(KINDS[0], "a", SHARE), (EVERYTHING, "w", SHARE)]
    assert office.prints_all(rows, "worse") == ["a", seen]


@pytest.mark.parametrize(("others", "seen"), [(4, None), (5, "a")])
def test_a_kind_of_task_after_its_whole_is_held_just_so(others: int, seen: Any) -> None:
    office = Office()
    say(office, range(8), 0)
    say(office, range(others), 1)
    assert office.prints("w", SHARE, EVERYTHING, "worse") == "w"
    assert office.prints("a", SHARE, KINDS[0], "worse") == seen


@pytest.mark.parametrize(("others", "seen"), [(0, "w"), (1, None), (5, "w")])
def test_a_whole_minus_all_its_kinds_together_is_nobodys_or_that_of_enough_people(others: int, seen: Any) -> None:
    """Minus either kind alone, it is that of enough people."""
    office = Office()
    for people, kind in ((range(6), 0), (range(6), 1), (range(others), 2)):
        say(office, people, kind)
    rows = [(KINDS[0], "a", SHARE), (KINDS[1], "b", SHARE), (EVERYTHING, "w", SHARE)]
    assert office.prints_all(rows, "worse") == ["a", "b", seen]


def test_a_kind_of_task_may_be_the_one_that_gives_the_rest_away() -> None:
    office = Office()
    for people, kind in ((range(6), 0), (range(6), 1), (range(1), 2)):
        say(office, people, kind)
    office.prints_all([(KINDS[0], "a", SHARE), (EVERYTHING, "w", SHARE)], "worse")
    assert office.prints("b", SHARE, KINDS[1], "worse") is None


def test_a_kind_that_was_left_away_from_a_later_print_still_stands_with_its_earlier_one() -> None:
    """The second print of a kind has another figure of the row only, and the first one is still in its reader's hands."""
    office = Office()
    for people, kind in ((range(6), 0), (range(6), 1), (range(1), 2)):
        say(office, people, kind)
    both = (*SHARE, "dropped_ai")
    office.prints_all([(KINDS[0], "a", both), (KINDS[1], "b", both)], "worse")
    office.prints("a", ("dropped_ai",), KINDS[0], "worse", k=6)
    assert office.prints("w", SHARE, EVERYTHING, "worse") is None


def test_a_kind_is_held_beside_a_whole_of_long_ago_even_where_a_later_whole_would_let_it_pass() -> None:
    """Four people and one other made the first whole. Five more of another kind make the next; one more of the first kind is
    enough for a print of its own, but two people tell it from the first whole."""
    office = Office()
    say(office, range(4), 0)
    say(office, range(4, 5), 1)
    assert office.prints("w", SHARE, EVERYTHING, "worse") == "w"
    say(office, range(5, 11), 1)
    assert office.prints("v", SHARE, EVERYTHING, "worse") == "v"
    say(office, range(11, 12), 0)
    assert office.prints("a", SHARE, KINDS[0], "worse") is None


@pytest.mark.parametrize(("others", "seen"), [(0, "t"), (4, None), (5, "t")])
def test_a_kind_of_task_minus_one_tool_is_nobodys_or_that_of_enough_people(others: int, seen: Any) -> None:
    office = Office()
    office.say(range(8), "without_ai")
    office.say(range(8), "with_ai", tool="Claude")
    office.say(range(others), "with_ai", tool="Copilot")
    rows = [(KINDS[0], "a", SIZED), (scope_of(KINDS[0], "Claude"), "t", SIZED)]
    assert office.prints_all(rows, "times") == ["a", seen]


@pytest.mark.parametrize(("others", "seen"), [(0, "u"), (2, None)])
def test_a_kind_of_task_minus_all_its_tools_is_nobodys_or_that_of_enough_people(others: int, seen: Any) -> None:
    office = Office()
    office.say(range(12), "without_ai")
    office.say(range(6), "with_ai", tool="Claude")
    office.say(range(6, 12), "with_ai", tool="Copilot")
    office.say(range(others), "with_ai")
    tools = [(scope_of(KINDS[0], name), value, SIZED) for name, value in (("Claude", "t"), ("Copilot", "u"))]
    assert office.prints_all([(KINDS[0], "a", SIZED), *tools], "times") == ["a", "t", seen]


def test_what_a_coin_decided_is_compared_with_what_a_coin_decided_alone(office: Office) -> None:
    office.say(range(6), assigned="randomised")
    office.prints(1.0, SIZED, kind="times")
    assert office.prints(0.9, ["by_coin/unadjusted"], kind="by_coin") == 0.9
    office.say(range(5), assigned="randomised")
    office.say([0])
    assert office.prints(0.8, ["by_coin/unadjusted"], kind="by_coin") == 0.8
    assert office.prints(1.1, SIZED, kind="times") == (1.0, MONDAY.date())


def test_a_week_of_its_own_is_a_window_like_any_other(office: Office) -> None:
    office.prints(40)
    office.say(range(6, 12), day=date(2026, 7, 13))
    week: dict[str, Any] = {"window": "2026-W29", "since": date(2026, 7, 13), "until": date(2026, 7, 20)}
    assert office.prints(45, **week) == 45
    office.say(range(4), day=date(2026, 7, 14))
    assert office.prints(50, **week) == (45, MONDAY.date().replace(day=7))
    assert office.prints(42, TIMES, until=UNTIL) == (40, MONDAY.date())  # less what it was and that week, it is of four
    office.say([4])
    assert office.prints(42, TIMES, until=UNTIL) == 42
