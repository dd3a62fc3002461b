"""The release ledger while somebody, but fewer than k people, has said something new: no row tells what they did not say."""

from datetime import date
from typing import Any

import pytest

from tests.domain.prints import KINDS, SIZED, TIMES, Office
from tests.domain.test_ledger_beside import SPRING, YEAR

TODAY = "2026-07-06"
WINTER: dict[str, Any] = {"window": "2026-Q1", "since": date(2026, 1, 1), "until": date(2026, 4, 1)}


@pytest.fixture
def office() -> Office:
    found = Office()
    found.say(range(6))
    return found


@pytest.mark.parametrize("kind", KINDS[:2])
def test_a_row_nobody_new_is_in_stands_as_printed_like_those_they_are_in(office: Office, kind: str) -> None:
    office.say(range(6), task_type=KINDS[1])
    rows = [(KINDS[0], 40, TIMES), (KINDS[1], 50, TIMES)]
    office.prints_all(rows)
    office.say([0], task_type=kind)
    assert [str(day) for _, day in office.prints_all(rows)] == [TODAY, TODAY]


@pytest.mark.parametrize(("people", "seen"), [(0, 45), (1, None), (4, None), (5, 45)])
def test_no_window_is_opened_for_the_rows_they_are_not_in(office: Office, people: int, seen: Any) -> None:
    office.prints(40)
    office.say(range(people), task_type=KINDS[1])
    assert office.prints(45, **YEAR) == seen


def test_nor_a_row_that_was_never_printed(office: Office) -> None:
    office.prints(40)
    office.say([0], task_type=KINDS[1])
    assert office.prints(45, SIZED, kind="times") is None
    office.say(range(1, 5), task_type=KINDS[1])
    assert office.prints(45, SIZED, kind="times") == 45


def test_newcomers_do_not_make_them_many(office: Office) -> None:
    office.prints(40)
    for person in range(6, 11):
        office.joins(person)
    office.say([0, *range(6, 11)], task_type=KINDS[1])
    assert office.prints(45, SIZED, kind="times") is None


@pytest.mark.parametrize(("people", "seen"), [(0, 45), (1, None), (4, None), (5, 45)])
def test_a_year_less_its_quarters_leaves_nobody_or_enough_people(people: int, seen: Any) -> None:
    office = Office()
    for first in (date(2026, 2, 3), date(2026, 5, 4)):
        office.say(range(6), day=first)
    assert office.prints(40, **WINTER) == 40
    assert office.prints(41, **SPRING) == 41
    office.say(range(people))
    office.say(range(6), task_type=KINDS[1])  # so that few is not what all of them are
    assert office.prints(45, **YEAR) == seen


def test_what_was_printed_of_people_who_are_gone_by_now_is_not_held_up_by_a_new_one(office: Office) -> None:
    office.prints(40)
    office.say([7])
    for _ in range(4):
        office.delete(0)
    assert {office.told[n].person for n in range(len(office.told))} == {"p2", "p3", "p4", "p5", "p7"}
    assert office.prints(45) is None
