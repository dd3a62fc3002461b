"""Travel and moves: a day is skipped rather than asked twice, whatever Slack says where somebody is."""

from dataclasses import replace

from sandbox import Fault
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import checkins_of

PROMPT = "Quick check-in"
DAILY = SUPPORT.replace('"tue", "thu"', '"tue", "wed"')


def asked_at(bot: Running, person: object) -> list[str]:
    return [f"{row.asked_at:%m-%d %H}" for row in checkins_of(bot, person) if row.asked_at]  # type: ignore[arg-type]


def asked_dates(bot: Running, person: object) -> list[str]:
    return [row.local_date.isoformat() for row in checkins_of(bot, person) if row.asked_at]  # type: ignore[arg-type]


def hour_by_hour(bot: Running, hours: int) -> None:
    for _ in range(hours):
        bot.clock.forward(hours=1)
        bot.turn()


def test_from_berlin_to_honolulu_to_apia_nobody_is_asked_twice_on_a_date_or_within_twenty_hours(
    bot: Running, cast: Cast
) -> None:
    bot.apply(DAILY)
    cast.ada.runs("/candor hours zone Pacific/Honolulu")
    hour_by_hour(bot, 18)  # Tuesday, 15:00 in Honolulu is Wednesday, 01:00 UTC
    assert asked_at(bot, cast.ada) == ["07-08 01"]
    cast.ada.runs("/candor hours zone Pacific/Apia")  # Wednesday, 15:00 there is an hour later
    hour_by_hour(bot, 72)
    assert asked_dates(bot, cast.ada) == ["2026-07-07"]
    assert asked_dates(bot, cast.ben) == ["2026-07-07", "2026-07-08"]


def test_back_over_the_date_line_the_same_date_is_asked_once(bot: Running, cast: Cast) -> None:
    bot.apply(DAILY)
    cast.ada.runs("/candor hours zone Pacific/Apia")
    bot.turn()
    bot.until("2026-07-08 15:00", "Pacific/Apia")
    assert asked_dates(bot, cast.ada) == ["2026-07-08"]
    cast.ada.runs("/candor hours zone Pacific/Honolulu")  # it is Tuesday again
    hour_by_hour(bot, 48)
    assert asked_dates(bot, cast.ada) == ["2026-07-08"]


def test_a_check_in_that_has_not_left_yet_moves_along(bot: Running, cast: Cast) -> None:
    assert "Tuesday 7 July at 15:00" in cast.ada.runs("/candor hours zone America/New_York")
    bot.until("2026-07-07 15:00")
    assert PROMPT not in cast.ada.sees()
    bot.until("2026-07-07 15:00", "America/New_York")
    assert PROMPT in cast.ada.sees()


def test_who_moves_past_their_hour_is_not_asked_in_the_evening(bot: Running, cast: Cast) -> None:
    answer = cast.ada.runs("/candor hours zone Asia/Tokyo")  # 17:00 there: less than two hours late, and not yet asked
    assert "Thursday 9 July" in answer
    bot.clock.forward(hours=1)
    bot.turn()
    assert PROMPT not in cast.ada.sees()


def test_what_slack_says_about_a_zone_is_read_once_a_day(bot: Running, cast: Cast) -> None:
    bot.slack.changes(cast.ada, tz="America/New_York")
    bot.until("2026-07-08 12:00")
    read = [call for call in bot.slack.calls if call.method == "users.info"]
    bot.until("2026-07-08 14:00")
    assert len([call for call in bot.slack.calls if call.method == "users.info"]) == len(read)
    assert "in America/New_York (as Slack says)" in cast.ada.runs("/candor hours")
    bot.until("2026-07-09 15:00")
    assert PROMPT not in cast.ada.sees()
    bot.until("2026-07-09 15:00", "America/New_York")
    assert PROMPT in cast.ada.sees()


def test_a_slack_that_does_not_answer_keeps_nobody_from_being_asked(bot: Running, cast: Cast) -> None:
    for fault in (Fault.rate_limited(retry_after=60), Fault.drop()):
        bot.slack.faults.add("users.info", fault)
    bot.until("2026-07-09 15:00")
    assert PROMPT in cast.ada.sees()


def test_who_has_left_the_workspace_is_not_planned_for_and_who_comes_back_is(bot: Running, cast: Cast) -> None:
    bot.slack.deactivates(cast.ada)
    bot.until("2026-07-08 12:00")
    assert {row.state for row in checkins_of(bot, cast.ada)} <= {"late", "called_off"}
    bot.slack.space.members[cast.ada.id] = replace(cast.ada.member, deactivated=False)
    bot.until("2026-07-09 12:00")
    bot.until("2026-07-09 15:00")
    assert PROMPT in cast.ada.sees()
    bot.slack.refusals.clear()
