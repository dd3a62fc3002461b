"""The clock of a started task: when it stops by itself, what it offers, and how it compares with what is said."""

import math
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import wording
from bot.domain.questions import Setting, present
from bot.domain.schedule import Hours
from bot.domain.timer import Ran, calibration, stops_at

BERLIN = Hours("Europe/Berlin", frozenset(range(5)), time(9), time(17))


def local(text: str, zone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("started", "stops"),
    [
        ("2026-07-07 10:00", "2026-07-07 17:00"),
        ("2026-07-07 16:59", "2026-07-07 17:00"),
        ("2026-07-07 17:00", "2026-07-08 00:00"),
        ("2026-07-07 22:30", "2026-07-08 00:00"),
        ("2026-07-08 00:30", "2026-07-08 17:00"),
        ("2026-07-11 10:00", "2026-07-11 17:00"),  # a Saturday
        ("2026-10-25 01:00", "2026-10-25 17:00"),  # the clocks go back
        ("2026-03-28 23:00", "2026-03-29 00:00"),
    ],
)
def test_a_forgotten_clock_stops_with_the_day(started: str, stops: str) -> None:
    assert stops_at(local(started), BERLIN) == local(stops)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is beside it
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Apia", "Australia/Lord_Howe"]),
)
def test_wherever_somebody_is_it_stops_after_it_was_started_and_within_a_day(started: datetime, zone: str) -> None:
    stops = stops_at(started, Hours(zone, frozenset(range(5)), time(9), time(17)))
    assert timedelta() < stops - started <= timedelta(hours=25)


def ran(minutes: float, **more: bool) -> Ran:
    return Ran(minutes, **more)


@pytest.mark.parametrize(
    ("clock", "offered", "measured"),
    [
        (ran(38), 38, 38),
        (ran(120), 120, 120),
        (ran(121), None, 121),
        (ran(38, forgotten=True), None, None),
        (ran(38, overlapping=True), None, 38),
    ],
)
def test_what_a_clock_offers_and_what_it_has_measured(clock: Ran, offered: float | None, measured: float | None) -> None:
    assert (clock.offered, clock.measured) == (offered, measured)


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 1), (20, 1), (89, 1), (91, 2), (2280, 38)])
def test_a_clock_is_read_to_the_whole_minute_and_never_says_none(seconds: int, minutes: float) -> None:
    start = local("2026-07-07 10:00")
    read = Ran.between(start, start + timedelta(seconds=seconds), forgotten=False, overlapping=False)
    assert read == Ran(minutes)


def test_a_short_time_is_the_first_choice_and_stands_there_once() -> None:
    asked = present(wording.BY_KEY["minutes"], {}, Setting("p", (), ran=ran(45)))
    assert asked.text == wording.BY_KEY["minutes"].text
    assert [option.words for option in asked.options][:3] == ["45 min (timer)", "5 min", "10 min"]
    assert [option.code for option in asked.options].count("45") == 1


def test_a_long_time_is_only_spoken_of() -> None:
    asked = present(wording.BY_KEY["minutes"], {}, Setting("p", (), ran=ran(370)))
    assert asked.text == "It ran 6 h 10. How much of that was your own work?"
    assert asked.options == wording.BY_KEY["minutes"].options


def test_other_questions_know_nothing_of_the_clock() -> None:
    asked = present(wording.BY_KEY["fix_minutes"], {}, Setting("p", (), ran=ran(45)))
    assert asked == present(wording.BY_KEY["fix_minutes"], {}, Setting("p", ()))


def test_the_calibration_is_the_geometric_mean_by_hand() -> None:
    found = calibration([(60, 30), (60, 30), (30, 60), (40, 40), (80, 40)])  # 2 · 2 · ½ · 1 · 2 = 4
    assert found is not None
    assert found.ratio == pytest.approx(4 ** (1 / 5))
    assert found.tasks == 5


def test_of_fewer_than_five_tasks_nothing_is_said() -> None:
    assert calibration([(60, 30)] * 4) is None
    assert calibration([(60, 30)] * 4 + [(0, 30)]) is None
    assert calibration([]) is None


@given(st.lists(st.tuples(st.floats(1, 500), st.floats(1, 500)), min_size=5, max_size=30))
def test_a_plain_loop_agrees_about_the_calibration(pairs: list[tuple[float, float]]) -> None:
    found, product = calibration(pairs), 1.0
    for said, timed in pairs:
        product *= (said / timed) ** (1 / len(pairs))
    assert found is not None
    assert found.ratio == pytest.approx(product)
    assert math.log(found.ratio) == pytest.approx(-math.log(calibration([(b, a) for a, b in pairs]).ratio))  # type: ignore[union-attr]
