"""When people are asked: examples around clocks that change, and properties over all zones."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import schedule
from bot.domain.schedule import (
    Hours,
    Rhythm,
    digest_moment,
    next_digest,
    occurrence,
    quarter,
    remind_at,
    share_out,
    to_utc,
    week_dates,
)

OFFICE = Hours("Europe/Berlin", frozenset(range(5)), time(9), time(17))
MONDAY = date(2026, 7, 6)


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("Europe/Berlin", date(2026, 7, 7), time(16), "2026-07-07T14:00"),
        ("America/New_York", date(2026, 3, 8), time(2, 30), "2026-03-08T07:30"),  # skipped: asked at 03:30 local
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T05:30"),  # twice: the first
        ("America/Havana", date(2026, 3, 8), time(0, 30), "2026-03-08T05:30"),
        ("Africa/Cairo", date(2026, 4, 24), time(0, 30), "2026-04-23T22:30"),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-04T14:45"),
        ("Pacific/Apia", date(2011, 12, 30), time(16), "2011-12-31T02:00"),  # a day that never was
        ("Asia/Kathmandu", date(2026, 7, 7), time(16), "2026-07-07T10:15"),
    ],
)
def test_local_time_becomes_utc(zone: str, day: date, at: time, expected: str) -> None:
    assert to_utc(day, at, zone) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(
    st.sampled_from(sorted(available_timezones())),
    st.dates(date(2025, 1, 1), date(2030, 12, 31)),
    st.integers(0, 1439),
)
def test_in_every_zone_each_local_date_has_one_moment_and_it_is_on_that_date_or_right_after_a_gap(
    zone: str, day: date, minute: int
) -> None:
    at = time(minute // 60, minute % 60)
    moment = to_utc(day, at, zone)
    local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    assert timedelta() <= local - wanted <= timedelta(hours=24)


NAMED = ("America/Havana", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca")


def check_every_date_has_its_one_moment(zone: str, monday: date, at: time) -> None:
    hours = Hours(zone, frozenset(range(7)), time(0), time(23, 59), per_week=7)
    rhythm = Rhythm("fixed", days=tuple(range(7)), time=at)
    days = week_dates(rhythm, "s", "a", monday, hours, ())
    assert days == tuple(monday + timedelta(days=n) for n in range(7))
    due = [occurrence(day, rhythm, hours).due_at for day in days]
    assert due == sorted(set(due))
    for day, moment in zip(days, due, strict=True):
        local = moment.astimezone(ZoneInfo(zone))
        gap = local.replace(tzinfo=None) - datetime.combine(day, min(at, local.time()) if local.date() > day else at)
        assert local.date() == day or gap < timedelta(hours=2), "only an hour that the clocks skip may push it past midnight"


@given(
    st.sampled_from(NAMED) | st.sampled_from(sorted(available_timezones())),
    st.dates(date(2025, 1, 1), date(2030, 12, 25)),
    st.integers(0, 1438),
)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_in_every_zone_each_selected_date_is_asked_once_and_in_order(zone: str, day: date, minute: int) -> None:
    check_every_date_has_its_one_moment(zone, schedule.monday_of(day), time(minute // 60, minute % 60))


@pytest.mark.parametrize("zone", NAMED)
def test_where_clocks_change_oddly_six_years_have_one_moment_a_day_whatever_the_time(zone: str) -> None:
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(6 * 365)]
    for at in (time(0), time(0, 30), time(1), time(1, 45), time(2), time(2, 30), time(3), time(16), time(23, 59)):
        due = [to_utc(day, at, zone) for day in days]
        assert due == sorted(set(due))
        assert all(timedelta(hours=22) < after - before < timedelta(hours=26) for before, after in pairwise(due))


@pytest.mark.parametrize(
    ("wishes", "zone"),
    [
        (("Asia/Tokyo", "Europe/Berlin"), "Asia/Tokyo"),
        ((None, "Europe/Berlin", "UTC"), "Europe/Berlin"),
        (("Mars/Olympus", "", "../etc", "Asia/Tokyo"), "Asia/Tokyo"),
        ((None, None), "UTC"),
    ],
)
def test_the_first_zone_that_is_one_counts(wishes: tuple[str | None, ...], zone: str) -> None:
    assert schedule.zone_of(*wishes) == zone


@given(st.text(min_size=1), st.text(min_size=1), st.integers(0, 500))
def test_two_working_days_a_week_by_chance_and_the_same_ones_whenever_asked(team: str, person: str, weeks: int) -> None:
    monday = MONDAY + timedelta(weeks=weeks)
    days = week_dates(Rhythm(), team, person, monday, OFFICE, ())
    assert days == week_dates(Rhythm(), team, person, monday, OFFICE, ())
    assert len(set(days)) == 2
    assert all(day.weekday() < 5 and monday <= day < monday + timedelta(days=7) for day in days)


def test_every_working_day_gets_its_share() -> None:
    picked = [day.weekday() for n in range(500) for day in week_dates(Rhythm(), "Support", f"U{n}", MONDAY, OFFICE, ())]
    assert all(150 < picked.count(day) < 250 for day in range(5))


def test_days_off_are_not_picked() -> None:
    off = {MONDAY + timedelta(days=n) for n in (0, 1, 3)}
    for n in range(20):
        assert set(week_dates(Rhythm(), "Support", f"U{n}", MONDAY, OFFICE, off)) == {date(2026, 7, 8), date(2026, 7, 10)}


@pytest.mark.parametrize(
    ("every", "days", "months"),
    [
        ("week", (1, 3), ["07-07", "07-09", "07-14", "07-16", "07-21", "07-23", "07-28", "07-30", "08-04", "08-06"]),
        ("two weeks", (1,), ["07-14", "07-28"]),
        ("month", (0,), ["07-06", "08-03"]),
    ],
)
def test_fixed_days_come_weekly_fortnightly_or_monthly(every: schedule.Every, days: tuple[int, ...], months: list[str]) -> None:
    rhythm = Rhythm("fixed", days=days, time=time(15), every=every)
    mondays = [MONDAY + timedelta(weeks=n) for n in range(5)]
    found = [f"{day:%m-%d}" for monday in mondays for day in week_dates(rhythm, "s", "a", monday, OFFICE, ())]
    assert found == months


def test_a_check_in_comes_an_hour_before_the_end_of_the_day_and_closes_with_the_next_working_day() -> None:
    friday = occurrence(date(2026, 7, 10), Rhythm(), OFFICE)
    assert friday.due_at == datetime(2026, 7, 10, 14, 0, tzinfo=UTC)
    assert friday.send_by - friday.due_at == timedelta(hours=2)
    assert friday.closes_at == datetime(2026, 7, 13, 15, 0, tzinfo=UTC)


def test_a_check_in_stays_open_over_days_off_but_not_over_weeks_of_them() -> None:
    friday = date(2026, 7, 10)
    assert schedule.next_working_day(friday, OFFICE, {date(2026, 7, 13), date(2026, 7, 14)}) == date(2026, 7, 15)
    away = {friday + timedelta(days=n) for n in range(30)}
    assert schedule.next_working_day(friday, OFFICE, away) == date(2026, 7, 13)


@pytest.mark.parametrize("wanted", [time(22), time(17), time(8, 59)])
def test_a_rhythm_outside_somebodys_hours_asks_them_inside(wanted: time) -> None:
    assert occurrence(date(2026, 7, 7), Rhythm("fixed", days=(1,), time=wanted), OFFICE).due_at.hour == 14  # 16:00 in Berlin


def test_a_message_in_the_channel_comes_at_the_teams_time_wherever_somebody_is() -> None:
    rhythm = Rhythm("fixed", days=(1,), time=time(15), place="channel")
    coming = schedule.in_channel(date(2026, 7, 7), rhythm, "America/New_York", OFFICE)
    assert coming.due_at == datetime(2026, 7, 7, 19, 0, tzinfo=UTC)
    assert coming.send_by - coming.due_at == timedelta(hours=2)
    assert coming.closes_at == occurrence(date(2026, 7, 7), rhythm, OFFICE).closes_at


def test_a_rhythm_is_written_as_before_unless_it_asks_in_the_channel() -> None:
    before = Rhythm("fixed", days=(1,), time=time(15))
    there = Rhythm("fixed", days=(1,), time=time(15), place="channel")
    assert "place" not in before.to_json()
    assert [Rhythm.from_json(one.to_json()) for one in (before, there)] == [before, there]
    assert there.in_words() == "Tue every week at 15:00, in its channel"


def test_somebody_in_three_teams_is_asked_twice_a_week_for_two_of_them() -> None:
    wishes = [(MONDAY + timedelta(days=n), team) for team in ("a", "b", "c") for n in range(5)]
    for n in range(50):
        shared = share_out(wishes, f"U{n}")
        assert len(shared) == 2
        assert len(set(shared.values())) == 2


def test_over_the_weeks_every_team_gets_its_turn() -> None:
    turns = {
        team
        for week in range(20)
        for team in share_out([(MONDAY + timedelta(weeks=week), name) for name in ("a", "b")], "U").values()
    }
    assert turns == {"a", "b"}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2026-07-07T07:30", "2026-07-07T10:30"),
        ("2026-07-07T04:00", "2026-07-07T10:00"),
        ("2026-07-07T14:00", "2026-07-07T14:45"),
        ("2026-07-07T14:30", None),
    ],
)
def test_one_reminder_the_same_day_inside_working_hours(asked: str, expected: str | None) -> None:
    moment = remind_at(datetime.fromisoformat(asked).replace(tzinfo=UTC), date(2026, 7, 7), OFFICE)
    assert moment == (expected and datetime.fromisoformat(expected).replace(tzinfo=UTC))


def test_the_digest_of_a_week_is_due_on_the_next_monday() -> None:
    before = datetime(2026, 7, 13, 6, 59, tzinfo=UTC)
    assert digest_moment(before, 0, time(9), "Europe/Berlin")[0] == date(2026, 6, 29)
    assert digest_moment(before + timedelta(minutes=1), 0, time(9), "Europe/Berlin")[0] == MONDAY


@pytest.mark.parametrize(
    ("day", "first", "after"),
    [
        ("2026-01-01", "2026-01-01", "2026-04-01"),
        ("2026-08-15", "2026-07-01", "2026-10-01"),
        ("2026-12-31", "2026-10-01", "2027-01-01"),
    ],
)
def test_a_quarter_has_a_first_day_and_a_first_day_after(day: str, first: str, after: str) -> None:
    assert [one.isoformat() for one in quarter(date.fromisoformat(day))] == [first, after]


ZONE = "Europe/Berlin"


def moved(now: str, *off: str, day: int = 0) -> tuple[str, str]:
    """The newest digest due by a local time: the Monday it reports from, and when it was due."""
    moment = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(ZONE))
    monday, due = digest_moment(moment, day, time(9), ZONE, frozenset(map(date.fromisoformat, off)))
    return monday.isoformat(), f"{due.astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("now", "off", "expected"),
    [
        ("2026-07-13 09:00", ["2026-07-13"], ("2026-06-29", "2026-07-06 09:00")),
        ("2026-07-14 08:59", ["2026-07-13"], ("2026-06-29", "2026-07-06 09:00")),
        ("2026-07-14 09:00", ["2026-07-13"], ("2026-07-06", "2026-07-14 09:00")),
        ("2026-07-15 09:00", ["2026-07-13", "2026-07-14"], ("2026-07-06", "2026-07-15 09:00")),
        ("2026-07-20 09:00", ["2026-07-13"], ("2026-07-13", "2026-07-20 09:00")),
        ("2026-07-13 09:00", ["2026-07-14"], ("2026-07-06", "2026-07-13 09:00")),
    ],
)
def test_a_digest_whose_day_is_off_comes_the_next_working_day_about_the_same_week(
    now: str, off: list[str], expected: tuple[str, str]
) -> None:
    assert moved(now, *off) == expected


def test_a_whole_week_off_leaves_one_digest_for_the_next() -> None:
    week = [f"2026-07-{day}" for day in range(13, 18)]
    assert moved("2026-07-20 09:00", *week) == ("2026-07-13", "2026-07-20 09:00")
    assert moved("2026-07-19 09:00", *week) == ("2026-06-29", "2026-07-06 09:00")


def test_a_weekend_is_no_working_day() -> None:
    assert moved("2026-12-28 09:00", "2026-12-25", "2026-12-26", day=4) == ("2026-12-14", "2026-12-28 09:00")


@pytest.mark.parametrize("off", [(), ("2026-07-13",), ("2026-07-20",), ("2026-07-13", "2026-07-20")])
def test_the_next_digest_is_always_still_to_come_and_the_first_of_them(off: tuple[str, ...]) -> None:
    days = frozenset(map(date.fromisoformat, off))
    for hours in range(24 * 15):
        now = datetime(2026, 7, 8, 0, 30, tzinfo=UTC) + timedelta(hours=hours)
        coming = next_digest(now, 0, time(9), ZONE, days)
        assert now < coming <= now + timedelta(days=9)
        assert digest_moment(coming, 0, time(9), ZONE, days)[1] == coming
        assert digest_moment(coming - timedelta(seconds=1), 0, time(9), ZONE, days)[1] <= now


@pytest.mark.parametrize(("monday", "utc"), [("2026-10-19", 7), ("2026-10-26", 8), ("2027-03-22", 8), ("2027-03-30", 7)])
def test_a_digest_keeps_its_local_hour_when_the_clocks_change(monday: str, utc: int) -> None:
    """In 2027 the clocks go forward on the day before Easter Monday, which moves the digest to Tuesday."""
    noon = datetime.fromisoformat(monday).replace(hour=12, tzinfo=UTC)
    due = digest_moment(noon, 0, time(9), ZONE, frozenset({date(2027, 3, 29)}))[1]
    assert (due.date().isoformat(), due.hour) == (monday, utc)
