"""Times are read as people write them, asked back when they could mean two things, and never guessed."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.durations import DurationRefused, Took, Unclear, as_words, parse

UNDERSTOOD = [
    ("90 min", 90),
    ("90min", 90),
    ("90 Min.", 90),
    ("90 minutes", 90),
    ("1,500 min", 1500),
    ("45'", 45),
    ("45’", 45),
    ("1:30", 90),
    ("0:45", 45),
    ("1:30 h", 90),
    ("1:30:00", 90),
    ("1:30 min", 1.5),
    ("7:30 hours", 450),
    ("2h", 120),
    ("1 hr", 60),
    ("3 hrs", 180),
    ("2 h 15", 135),
    ("2h15", 135),
    ("2 h15", 135),
    ("2 h 05", 125),
    ("1h30m", 90),
    ("1h 30'", 90),
    ("PT1H30M", 90),
    ("PT45M", 45),
    ("1.5h", 90),
    ("1,5 h", 90),
    (".5 h", 30),
    ("1.25 h", 75),
    ("1.75 hours", 105),
    ("1½ h", 90),
    ("½ h", 30),
    ("1/2 hour", 30),
    ("2 1/2 hours", 150),
    ("2 and a half hours", 150),
    ("two and a half hours", 150),
    ("an hour", 60),
    ("a minute", 1),
    ("an hour and a half", 90),
    ("An Hour And A Half", 90),
    ("hour and a half", 90),
    ("one and a half hours", 90),
    ("an hour and a quarter", 75),
    ("an hour and three quarters", 105),
    ("half an hour", 30),
    ("half-hour", 30),
    ("a quarter of an hour", 15),
    ("quarter of an hour", 15),
    ("three quarters of an hour", 45),
    ("one hour twenty", 80),
    ("one hour and twenty minutes", 80),
    ("2 hours, 15 minutes", 135),
    ("an hour and 20", 80),
    ("twenty minutes", 20),
    ("twenty-five min", 25),
    ("forty five minutes", 45),
    ("a hundred minutes", 100),
    ("a couple of hours", 120),
    ("couple of minutes", 2),
    ("half a day", 240),
    ("half a working day", 240),
    ("a day", 480),
    ("all day", 480),
    ("2 days", 960),
    ("a day and a half", 720),
    ("1 day 2 hours", 600),
    ("a week", 2400),
    ("about 40 minutes", 40),
    ("~40 min", 40),
    ("ca. 40 min", 40),
    ("roughly an hour", 60),
    ("an hour or so", 60),
    ("maybe an hour, I think", 60),
    ("30 sec", 1),
    ("90 sec", 1.5),
    ("0.2 min", 1),
    ("200 h", 12000),
    ("90 minutes of work", 90),
    ("it took me 40 min with AI", 40),
    ("1 h 30 with AI", 90),
    ("a 30-minute task", 30),
    ("triage - 40 min", 40),
    ("this one took 40 min", 40),
    ("with GPT-4, 30 min", 30),
    ("ticket #123 took 2 h", 120),
    ("Q3 report, 3h", 180),
]

ASKED_BACK = [
    ("90", 90, (90, 5400)),
    ("2", 2, (2, 120)),
    ("about 40", 40, (40, 2400)),
    ("two", 2, (2, 120)),
    ("twenty-five", 25, (25, 1500)),
    ("1½", 1.5, (1.5, 90)),
    ("one and a half", 1.5, (1.5, 90)),
    ("0.5", 0.5, (1, 30)),
    ("1.30", 1.3, (1.3, 78, 90)),
    ("1.30 h", 1.3, (78, 90)),
    ("2,15 hours", 2.15, (129, 135)),
    ("1000", 1000, (1000,)),
    ("2-3 hours", 2, (120, 180)),
    ("2 – 3 h", 2, (120, 180)),
    ("30 to 40 min", 30, (30, 40)),
    ("2 or 3 hours", 2, (120, 180)),
    ("between 2 and 3 hours", 2, (120, 180)),
    ("an hour or two", 1, (60, 120)),
    ("one or two hours", 1, (60, 120)),
    ("30 min to 1 h", 30, (30, 60)),
    ("an hour to an hour and a half", 1, (60, 90)),
    ("0-10 min", 0, (10,)),
]

NOTHING = [
    *(
        "",
        " ",
        "+",
        "-",
        "'",
        "½ ⅓",
        "skip",
        "back",
        "triage",
        "with ai",
        "without AI",
        "quarterly report",
        "first half",
    ),
    *(
        "two bugs",
        "10 tickets",
        "10 tickets in 2 hours",
        "v1.30",
        "gpt-4",
        "#90",
        "90 %",
        "$90",
        "99999999999 9",
        "1/0 h",
    ),
    *("hours", "few hours", "a few hours", "several hours", "today", "the last task of the day", "a second review"),
    *("an", "half", "½", "min", "2026-03-05", "3/5/2026", "at 10:30", "2:30 pm", "9:00-9:40", "1:75", "1:30 days"),
    *("2 hours ago", "20 min per ticket", "less than an hour", "more than 2 hours", "saved 2 hours", "30-40"),
    *("40 min work, 10 min fixing", "2 h, 10 min fixing", "10 min 2 h", "5 min 5 min", "1 h 75", "90 min " * 100),
]

REFUSED = [
    ("-5 min", "A time must be more than zero."),
    ("−5 min", "A time must be more than zero."),
    ("minus 2 hours", "A time must be more than zero."),
    ("-5", "A time must be more than zero."),
    ("-1:30", "A time must be more than zero."),
    ("0 min", "A time must be more than zero."),
    ("0", "A time must be more than zero."),
    ("0:00", "A time must be more than zero."),
    ("5000 hours", "5,000 hours is more than a task can take: how long did you work on it yourself?"),
    ("6 weeks", "240 hours is more than a task can take: how long did you work on it yourself?"),
    ("99999999", "1,666,667 hours is more than a task can take: how long did you work on it yourself?"),
]

WORDS = [
    (0, "0 min"), (0.2, "1 min"), (1, "1 min"), (2.5, "3 min"), (40, "40 min"), (59.7, "1 h"), (60, "1 h"),
    (65, "1 h 05"), (90, "1 h 30"), (450, "7 h 30"), (480, "8 h"), (2880, "48 h"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "minutes"), UNDERSTOOD)
def test_a_time_is_understood_as_people_write_it(text: str, minutes: float) -> None:
    assert parse(text) == Took(minutes)


@pytest.mark.parametrize(("text", "number", "options"), ASKED_BACK)
def test_what_could_mean_two_times_is_asked_back(text: str, number: float, options: tuple[float, ...]) -> None:
    found = parse(text)
    assert isinstance(found, Unclear)
    assert found.number == number
    assert found.options == pytest.approx(options)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_not_one_time_is_nothing(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_a_time_no_task_can_take_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(DurationRefused) as refused:
        parse(text)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(("minutes", "words"), WORDS)
def test_minutes_are_said_short_and_to_the_minute(minutes: float, words: str) -> None:
    assert as_words(minutes) == words


@given(st.integers(1, 2880))
def test_what_is_said_is_understood_again(minutes: int) -> None:
    assert parse(as_words(minutes)) == Took(minutes)


_PIECES = st.sampled_from(
    [
        *"0123456789½¼.,:/-–'~% ",
        *"hmsd",
        "min",
        "hour",
        "day",
        "and",
        "a",
        "half",
        "quarter",
        "one",
        "two",
        "twenty",
        "to",
        "between",
    ]
)


@given(
    st.one_of(
        st.text(),
        st.text(string.printable),
        st.lists(_PIECES, max_size=12).map(" ".join),
        st.lists(_PIECES).map("".join),
    )
)
def test_any_text_is_a_time_or_a_question_or_nothing(text: str) -> None:
    try:
        found = parse(text)
    except DurationRefused:
        return
    if isinstance(found, Took):
        assert 1 <= found.minutes <= 12000
    if isinstance(found, Unclear):
        assert found.options
        assert all(1 <= minutes <= 12000 for minutes in found.options)
