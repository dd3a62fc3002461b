"""The release ledger: what may be printed beside what was printed before, and what is held as it was."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.printed import EVERYTHING, scope_of
from tests.domain.prints import KINDS, MONDAY, SIZED, TIMES, Office

HELD = (40, MONDAY.date())


@pytest.fixture
def office() -> Office:
    """Six people who did Bug triage both ways."""
    found = Office()
    found.say(range(6))
    return found


def test_a_first_print_goes_out(office: Office) -> None:
    assert office.prints(40) == 40


@pytest.mark.parametrize(("fresh", "seen"), [(1, HELD), (4, HELD), (5, 45), (6, 45)])
def test_a_row_is_printed_anew_once_enough_people_have_new_answers_and_else_stays(
    office: Office, fresh: int, seen: Any
) -> None:
    office.prints(40)
    office.say(range(fresh))
    assert office.prints(45) == seen


def test_a_held_row_stands_exactly_as_it_was_with_the_day_it_was_printed(office: Office) -> None:
    office.prints(40)
    for _ in range(3):
        office.say([0])
        assert office.prints(45) == HELD


def test_new_people_add_up_until_they_are_enough(office: Office) -> None:
    office.prints(40)
    seen = []
    for person in range(5):
        office.say([person])
        seen.append(office.prints(45))
    assert seen == [HELD, HELD, HELD, HELD, 45]


def test_many_new_answers_of_few_people_are_not_enough(office: Office) -> None:
    office.prints(40)
    for _ in range(9):
        office.say(range(4))
    assert office.prints(45) == HELD


def test_each_side_of_the_times_needs_enough_people_of_its_own(office: Office) -> None:
    office.prints(40)
    office.say(range(5), "with_ai")
    assert office.prints(45) == 45
    office.say(range(5), "with_ai")
    office.say([0], "without_ai")
    assert office.prints(50) == (45, MONDAY.date() + timedelta(days=1))


def test_answers_that_a_row_does_not_use_do_not_count(office: Office) -> None:
    office.prints(40)
    office.say([0])
    office.say(range(5), minutes=None)
    office.say(range(5), task_type=KINDS[1])
    office.say(range(5), assigned="randomised")
    assert office.prints(45) == HELD


def test_the_same_answers_print_the_same_value_although_other_kinds_of_task_moved_it(office: Office) -> None:
    office.prints(40)
    office.say(range(6), task_type=KINDS[1])
    assert office.prints(41) == 40
    assert len(office.earlier) == 1


@pytest.mark.parametrize("goes", ["joins", "leaves"])
def test_a_newcomer_and_who_has_left_count_for_nobody(office: Office, goes: str) -> None:
    office.say([7])
    office.prints(40)
    getattr(office, goes)(7)
    office.say([0, 1, 2, 3, 7])
    assert office.prints(45) == HELD
    office.say([4])
    assert office.prints(45) == 45


def test_who_joined_before_a_print_counts_beside_it(office: Office) -> None:
    office.joins(7)
    office.prints(40)
    office.say([0, 1, 2, 3, 7])
    assert office.prints(45) == 45


def test_a_changed_answer_counts_for_nobody_and_is_a_difference_all_the_same(office: Office) -> None:
    office.prints(40)
    office.change(0, minutes=90.0)
    assert office.prints(45) == HELD
    office.say(range(1, 5))
    assert office.prints(45) == HELD
    office.say([5])
    assert office.prints(45) == 45


def test_five_changed_answers_are_not_five_new_ones(office: Office) -> None:
    office.prints(40)
    for number in range(12):
        office.change(number, minutes=90.0)
    assert office.prints(45) == HELD


def test_a_deleted_answer_has_no_author_and_is_a_difference_all_the_same(office: Office) -> None:
    office.prints(40)
    office.delete(0)
    assert office.prints(45) == HELD
    office.say(range(1, 6))
    assert office.prints(45) == 45


def test_an_answer_that_was_changed_before_a_print_is_no_difference_to_it(office: Office) -> None:
    office.change(0, minutes=90.0)
    office.moments += 1
    office.prints(40)
    assert office.prints(41) == 40


def test_a_print_of_smaller_groups_than_the_team_asks_for_now_is_not_printed_again(office: Office) -> None:
    office.prints(40)
    office.say(range(4))
    assert office.prints(45, k=7) is None
    office.say(range(6))
    assert office.prints(45, k=7) is None
    office.say([7])
    assert office.prints(45, k=7) == 45


def test_k_of_the_team_counts(office: Office) -> None:
    office.prints(40, k=6)
    office.say(range(5))
    assert office.prints(45, k=6) == HELD
    office.say([5])
    assert office.prints(45, k=6) == 45


def test_a_figure_that_joins_the_row_is_compared_with_its_own_last_print(office: Office) -> None:
    """In between it was left away, so that print cannot stand for it."""
    office.prints(40, [*TIMES, "right_skip"])
    office.say(range(6))
    assert office.prints(45) == 45
    office.say([0], "without_ai", fix_minutes=0.0, quality="at", next_time="with_ai")
    office.say(range(6))
    assert office.prints(50, [*TIMES, "right_skip"]) == (45, MONDAY.date() + timedelta(days=1))


def test_a_comparison_counts_only_people_who_did_it_both_ways(office: Office) -> None:
    office.prints(1.0, SIZED, kind="times")
    office.say([0])
    office.say(range(10, 20), "with_ai")
    assert office.prints(1.1, SIZED, kind="times") == (1.0, MONDAY.date())
    office.say(range(10, 14), "without_ai")
    assert office.prints(1.1, SIZED, kind="times") == 1.1


def test_a_comparison_by_size_counts_only_who_did_like_sizes_both_ways(office: Office) -> None:
    office.prints(1.0, SIZED, kind="times")
    office.say(range(10, 15), "with_ai", size=1)
    office.say(range(10, 14), "without_ai", size=1)
    office.say([14], "without_ai", size=5)
    assert office.prints(1.1, SIZED, kind="times") == (1.0, MONDAY.date())
    office.say([14], "without_ai", size=1)
    assert office.prints(1.1, SIZED, kind="times") == 1.1


@pytest.mark.parametrize(("fresh", "seen"), [(0, (1.0, MONDAY.date())), (4, (1.0, MONDAY.date())), (5, 1.1)])
def test_a_comparison_adjusted_in_another_way_is_another_one_even_of_the_same_answers(
    office: Office, fresh: int, seen: Any
) -> None:
    office.prints(1.0, ["compared/unadjusted"], kind="times")
    office.say(range(fresh))
    assert office.prints(1.1, SIZED, kind="times") == seen


def test_answers_to_what_is_no_kind_of_task_of_the_team_are_left_out_and_nowhere_else(office: Office) -> None:
    office.say(range(6), "without_ai", skip_reasons=frozenset({"learn"}))
    office.say(range(6), minutes=None)
    office.prints("a", ["reasons"], EVERYTHING, "reasons")
    office.prints("a", ["left_out"], EVERYTHING, "left_out")
    office.say(range(6), "without_ai", task_type="Something else", skip_reasons=frozenset({"learn"}))
    office.say([0], "without_ai", skip_reasons=frozenset({"learn"}))
    assert office.prints("b", ["reasons"], EVERYTHING, "reasons") == ("a", MONDAY.date())
    assert office.prints("b", ["left_out"], EVERYTHING, "left_out") == "b"
    office.say([0], "without_ai", task_type="Something else")
    assert office.prints("c", ["left_out"], EVERYTHING, "left_out") == ("b", MONDAY.date() + timedelta(days=3))


def test_scopes_name_a_kind_of_task_and_a_tool() -> None:
    assert [scope_of("Bug triage"), scope_of("Bug triage", "Claude")] == ["Bug triage", "Bug triage\nClaude"]
