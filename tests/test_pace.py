"""The pace: careful at first, slower after a 429, just below what is allowed once that is known; never out of its bounds."""

from datetime import UTC, datetime, timedelta

from bot.pace import BURST, CEILING, FLOOR, START, Pace, Sender

NOW = datetime(2026, 7, 7, 13, 0, tzinfo=UTC)


def sends(pace: Pace, now: datetime, letters: int) -> datetime:
    for _ in range(letters):
        now = max(now, pace.free_at(now))
        pace.take(now)
        pace.accepted(now)
    return now


def test_after_a_first_handful_letters_leave_four_a_second() -> None:
    pace = Pace()
    assert sends(pace, NOW, BURST) == NOW
    assert pace.free_at(NOW) - NOW <= timedelta(seconds=1 / START)


def test_what_is_taken_makes_it_faster_up_to_the_ceiling() -> None:
    pace = Pace()
    sends(pace, NOW, 5000)
    assert pace.rate == CEILING


def test_a_429_makes_it_slower_down_to_the_floor_and_nothing_leaves_before_its_retry_after() -> None:
    pace, now = Pace(), NOW
    for _ in range(30):
        before, until = pace.rate, now + timedelta(seconds=10)
        pace.refused(now, until)
        assert FLOOR <= pace.rate < max(before, FLOOR + 1e-9) + 1e-9
        assert pace.free_at(until) == until
        now = until
    assert pace.rate == FLOOR


def test_a_429_in_full_flow_teaches_what_a_minute_can_hold() -> None:
    pace = Pace()
    now = sends(pace, NOW, 400)
    recent = sum(now - moment < timedelta(minutes=1) for moment in pace._taken)
    pace.refused(now, now + timedelta(seconds=1))
    assert pace.allowed == max(recent / 60, pace.rate / 0.7 / 0.995)
    sends(pace, now + timedelta(seconds=1), 2000)
    assert pace.rate < pace.allowed


def test_calls_that_are_refused_together_count_once() -> None:
    pace, until = Pace(), NOW + timedelta(seconds=10)
    pace.take(NOW)
    for _ in range(5):
        pace.refused(NOW, until)
    assert pace.rate == START * 0.7


def test_a_clock_set_back_holds_nobody_up() -> None:
    pace, sender = Pace(), Sender()
    sends(pace, NOW, BURST + 1)
    sender.used("C1", NOW)
    earlier = NOW - timedelta(hours=3)
    assert pace.free_at(earlier) - earlier < timedelta(seconds=1)
    assert sender.channel_free_at("C1", earlier) == earlier


def test_calls_go_one_by_one_unless_slack_is_too_slow_for_the_pace() -> None:
    sender = Sender()
    assert sender.at_once == 1
    for _ in range(30):
        sender.took(1.0)
    assert sender.at_once == 4
