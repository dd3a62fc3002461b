"""Public holidays by country and region; what is not known is no holiday."""

from datetime import date

import pytest

from bot.domain import calendar

YEARS = (date(2025, 12, 1), date(2027, 1, 31))


@pytest.mark.parametrize(
    ("place", "day", "off"),
    [
        ("DE", "2026-10-03", True),
        ("DE", "2027-01-06", False),
        ("DE-BY", "2027-01-06", True),
        ("GB", "2025-12-26", True),
        ("US", "2026-11-26", True),
        ("JP", "2026-05-04", True),
        ("DE", "2026-07-07", False),
        ("XX", "2026-12-25", False),
        ("DE-XX", "2026-12-25", False),
        (None, "2026-12-25", False),
    ],
)
def test_holidays_are_those_of_the_place(place: str | None, day: str, off: bool) -> None:
    assert (date.fromisoformat(day) in calendar.public_holidays(place, *YEARS)) == off


def test_holidays_are_those_between_two_days() -> None:
    week = calendar.public_holidays("DE", date(2026, 12, 28), date(2027, 1, 3))
    assert week == {date(2027, 1, 1)}


def test_days_are_every_one_of_a_range_and_none_of_a_reversed_one() -> None:
    assert len(calendar.days(date(2026, 12, 24), date(2027, 1, 2))) == 10
    assert calendar.days(date(2026, 12, 24), date(2026, 12, 23)) == frozenset()
