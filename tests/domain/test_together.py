"""Prints of several teams, added and subtracted: what can be made of them is nobody's, or that of enough people."""

import pytest

from bot.domain.together import isolates

Teams = dict[str, int]
BIG = {"A": 6, "B": 6}
SMALL = {"C": 3, "D": 3, "E": 3, "F": 3}


def prints(*sets: str, people: Teams | None = None) -> list[dict[str, list[int]]]:
    """Each print names its teams by letters; nobody is in two teams."""
    sizes = people or BIG | SMALL
    return [{team: list(range(100 * ord(team), 100 * ord(team) + sizes[team])) for team in teams} for teams in sets]


@pytest.mark.parametrize(
    ("sets", "tells"),
    [
        (["AB"], False),
        (["ABC"], True),  # A and B may be printed alone, now or later
        (["ABCD"], False),
        (["CDEF", "CDE"], True),
        (["CDEF", "CD"], False),
        (["CDE", "CDF", "CEF"], False),
        (["CDE", "CDF", "CEF", "DEF"], True),  # their sum is three times each team
        (["CD", "DE", "CE"], True),
        (["CD", "EF", "CE"], False),
        (["CD", "EF", "CE", "DF"], False),
        (["ACD", "BCD"], False),
        (["ACD", "BCE"], False),
        (["ACDE", "BCD"], True),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else "",
)
def test_what_sums_and_differences_leave(sets: list[str], tells: bool) -> None:
    assert isolates(prints(*sets), 5) is tells


def test_teams_that_gave_nothing_tell_nothing() -> None:
    assert not isolates(prints("CDEF", "CDE", people={"C": 3, "D": 3, "E": 3, "F": 0}), 5)


def test_people_who_are_in_both_of_two_teams_count_once() -> None:
    assert isolates([{"C": [1, 2, 3], "D": [1, 2, 3]}], 5)
    assert not isolates([{"C": [1, 2, 3], "D": [3, 4, 5]}], 5)


def test_a_team_counts_with_the_fewest_people_it_ever_had_in_a_print_and_is_known_once_it_is_large() -> None:
    assert isolates([{"C": [1, 2, 3], "D": [4, 5, 6]}, {"C": [1, 2, 3], "E": [7]}], 5)
    assert isolates([{"C": [1, 2, 3], "D": [4, 5, 6]}, {"C": [1, 2, 3, 7, 8], "E": [9, 10, 11, 12, 13]}], 5)


def test_what_nobody_can_work_out_is_not_printed() -> None:
    people = {chr(ord("a") + n): 2 for n in range(26)}
    pairs = ["".join(sorted(people)[n : n + 3]) for n in range(24)]
    assert isolates(prints(*pairs, people=people), 5)
