"""Days as people write them: a table of what is understood, and one of what is refused."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import daywords
from bot.domain.refusal import Refusal

PIECES = ("1", "2", "31", "..", "-", "to", "dec", "feb", "29", "2027", "mon", "until", ".", "2026-12-24")
TUESDAY, AFTER_CHRISTMAS = date(2026, 7, 7), date(2026, 12, 26)


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("2026-12-24..2027-01-02", "2026-12-24", "2027-01-02"),
        ("2026-12-24 to 2027-01-02", "2026-12-24", "2027-01-02"),
        ("24 Dec..2 Jan", "2026-12-24", "2027-01-02"),
        ("24 December – 2 January 2027", "2026-12-24", "2027-01-02"),
        ("Dec 24 - Jan 2", "2026-12-24", "2027-01-02"),
        ("24..28 Dec", "2026-12-24", "2026-12-28"),
        ("24.12.2026 - 2.1.2027", "2026-12-24", "2027-01-02"),
        ("tomorrow", "2026-07-08", "2026-07-08"),
        ("TODAY", "2026-07-07", "2026-07-07"),
        ("until Friday", "2026-07-07", "2026-07-10"),
        ("tomorrow until friday", "2026-07-08", "2026-07-10"),
        ("Friday", "2026-07-10", "2026-07-10"),
        ("tue", "2026-07-07", "2026-07-07"),
        ("next monday", "2026-07-13", "2026-07-13"),
        ("mon..wed", "2026-07-13", "2026-07-15"),
        ("3 days", "2026-07-07", "2026-07-09"),
        ("1 day", "2026-07-07", "2026-07-07"),
        ("15 June..10 July", "2026-07-07", "2026-07-10"),
        ("15 June", "2027-06-15", "2027-06-15"),
        ("Sept 3", "2026-09-03", "2026-09-03"),
    ],
)
def test_days_are_understood(words: str, since: str, until: str) -> None:
    assert [day.isoformat() for day in daywords.days(words, TUESDAY)] == [since, until]


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("24 Dec..2 Jan", "2026-12-26", "2027-01-02"),
        ("until 5 Jan", "2026-12-26", "2027-01-05"),
        ("mon", "2026-12-28", "2026-12-28"),
    ],
)
def test_a_range_that_has_begun_is_this_one_and_not_next_years(words: str, since: str, until: str) -> None:
    assert [day.isoformat() for day in daywords.days(words, AFTER_CHRISTMAS)] == [since, until]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("2026-12-28..2026-12-24", "That range ends before it begins."),
        ("28 Dec..24 Dec", "That range ends before it begins."),
        ("0 days", "That range ends before it begins."),
        ("2026-07-01..2026-07-06", "These days are over already."),
        ("2020-01-01", "These days are over already."),
        ("2026-07-07..2027-07-08", "A range is at most a year long"),
        ("2028-01-01", "A range is at most a year long"),
        ("366 days..", "I could not read"),
        ("12/24", "I could not read"),
        ("24", "I could not read"),
        ("may", "I could not read"),
        ("whenever", "I could not read"),
        ("..", "I could not read"),
        ("a to b to c", "I could not read"),
        ("31 June", "There is no"),
        ("2026-02-30", "There is no"),
        ("29 Feb", "There is no"),
    ],
)
def test_what_is_no_day_is_refused_and_not_guessed(words: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        daywords.days(words, TUESDAY)
    assert refused.value.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("until Friday", "2026-07-10"),
        ("tuesday", "2026-07-14"),
        ("till tomorrow", "2026-07-08"),
        ("1 December", "2026-12-01"),
        ("until 2027-01-02", "2027-01-02"),
    ],
)
def test_a_single_day_lies_ahead(words: str, day: str) -> None:
    assert daywords.day_to_come(words, TUESDAY).isoformat() == day


@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_whatever_is_written_gives_days_ahead_or_a_sentence(words: str) -> None:
    with suppress(Refusal):
        since, until = daywords.days(words, AFTER_CHRISTMAS)
        assert AFTER_CHRISTMAS <= since <= until
        assert until - since < daywords.LONGEST
