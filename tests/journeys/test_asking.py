"""When people are asked: their own zone, several teams, restarts, and never twice."""

from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import checkins_of, letters

TWO_ZONES = """
[[team]]
name = "Everywhere"
owners = ["U0MO"]
people = ["U0ADA", "U0TOM", "U0KIM"]
task_types = ["Bug triage", "Customer reply", "Weekly report", "Escalation"]
zone = "Europe/Berlin"
rhythm = {kind = "fixed", days = ["wed"], time = "15:00"}
"""

ON_ITS_OWN = SUPPORT.partition("rhythm")[0]


def asked_on(bot: Running, person: object) -> list[str]:
    return [row.local_date.isoformat() for row in checkins_of(bot, person) if row.asked_at]  # type: ignore[arg-type]


def test_everybody_is_asked_at_three_in_their_own_afternoon(bot: Running) -> None:
    tom = bot.slack.person("tom", "Tom Ato", "America/New_York")
    kim = bot.slack.person("kim", "Kim Chi", "Asia/Tokyo")
    bot.apply(TWO_ZONES)
    bot.turn()
    bot.until("2026-07-08 15:00", "Asia/Tokyo")
    assert ["Quick check-in" in person.sees() for person in (kim, tom)] == [True, False]
    bot.until("2026-07-08 15:00", "America/New_York")
    assert "Quick check-in" in tom.sees()
    assert checkins_of(bot, kim)[0].local_date.isoformat() == "2026-07-08"


def test_by_default_two_working_days_a_week_an_hour_before_the_day_ends(bot: Running, cast: Cast) -> None:
    bot.apply(ON_ITS_OWN)
    bot.turn()
    for day in range(6, 20):
        bot.until(f"2026-07-{day:02} 08:00")
        bot.until(f"2026-07-{day:02} 15:59")
        before = len(letters(bot, kind="prompt"))
        bot.until(f"2026-07-{day:02} 16:00")
        assert (len(letters(bot, kind="prompt")) > before) <= (day not in (11, 12, 18, 19))
    for person in (cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli):
        second_week = [day for day in asked_on(bot, person) if day >= "2026-07-13"]
        assert len(second_week) == 2
    assert len({tuple(asked_on(bot, person)) for person in (cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli)}) > 1


def test_somebody_in_two_teams_is_asked_once_a_day_and_twice_a_week(bot: Running, cast: Cast) -> None:
    bot.apply(ON_ITS_OWN.replace("Support", "Research").replace('"U0BEN", ', ""))
    bot.turn()
    for day in range(7, 20):
        for hour in (15, 16):
            bot.until(f"2026-07-{day:02} {hour}:00")
    days = asked_on(bot, cast.ada)
    assert len(days) == len(set(days))
    assert len([day for day in days if day >= "2026-07-13"]) == 2
    assert len({row.team_id for row in checkins_of(bot, cast.ada) if row.asked_at}) == 2


def test_a_holiday_of_the_team_is_not_a_working_day(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT + "holidays = [2026-07-07]\n")
    bot.turn()
    bot.until("2026-07-07 15:00")
    assert cast.ada.sees() == ""
    bot.until("2026-07-09 15:00")
    assert "Quick check-in" in cast.ada.sees()


def test_a_restart_between_planning_and_asking_loses_nothing(bot: Running, cast: Cast) -> None:
    bot.restart()
    bot.until("2026-07-07 15:00")
    assert cast.ada.sees().count("Quick check-in") == 1


def test_a_restart_between_queueing_and_sending_loses_nothing(bot: Running, cast: Cast) -> None:
    from bot import ask

    bot.clock.is_at("2026-07-07 15:00")
    ask.turn(bot.bot.services)
    assert cast.ada.sees() == ""
    bot.restart()
    bot.turn()
    assert cast.ada.sees().count("Quick check-in") == 1


def test_any_number_of_turns_asks_once(bot: Running, cast: Cast) -> None:
    for _ in range(3):
        bot.until("2026-07-07 15:00")
    assert cast.ada.sees().count("Quick check-in") == 1


def test_a_changed_rhythm_moves_what_is_planned_and_asks_nobody_twice(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace('"tue", "thu"', '"wed"'))
    bot.turn()
    for day in (7, 8, 9):
        bot.until(f"2026-07-0{day} 15:00")
    assert asked_on(bot, cast.ada) == ["2026-07-08"]


def test_ada_asks_for_a_check_in_herself(bot: Running, cast: Cast) -> None:
    assert "in our direct messages" in cast.ada.runs("/candor checkin")
    assert "Quick check-in" in cast.ada.sees()
    assert "already open" in cast.ada.runs("/candor checkin")
    bot.until("2026-07-07 15:00")
    assert cast.ada.sees().count("Quick check-in") == 1
    assert cast.ben.sees().count("Quick check-in") == 1


def test_somebody_who_already_answered_today_is_not_asked_again(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor checkin")
    cast.ada.clicks("Nothing finished today")
    bot.until("2026-07-07 15:00")
    assert cast.ada.sees().count("Quick check-in") == 0


def test_a_click_proves_a_prompt_arrived_even_where_the_answer_to_sending_it_was_lost(bot: Running, cast: Cast) -> None:
    from sandbox import Fault

    bot.slack.faults.add("chat.postMessage", Fault.accept_then_drop(), times=6)
    bot.until("2026-07-07 15:00")
    assert {letter.state for letter in letters(bot, kind="prompt")} == {"unknown"}
    cast.ada.clicks("Nothing finished today")
    assert checkins_of(bot, cast.ada)[0].state == "nothing"
    bot.clock.forward(seconds=31)
    bot.turn()
    assert {letter.state for letter in letters(bot, kind="prompt")} == {"sent"}
    assert cast.ben.sees().count("Quick check-in") == 1


def test_a_post_that_never_arrived_is_sent_again_and_one_that_did_is_not(bot: Running, cast: Cast) -> None:
    from sandbox import Fault

    bot.slack.faults.add("chat.postMessage", Fault.drop(), times=3)
    bot.slack.faults.add("chat.postMessage", Fault.accept_then_drop(), times=3)
    bot.until("2026-07-07 15:00")
    bot.clock.forward(seconds=31)
    bot.turn()
    for person in (cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo):
        assert person.sees().count("Quick check-in") == 1


def test_slack_asking_to_wait_is_obeyed(bot: Running, cast: Cast) -> None:
    from sandbox import Fault

    bot.slack.faults.add("chat.postMessage", Fault.rate_limited(retry_after=30))
    bot.until("2026-07-07 15:00")
    assert [call.error for call in bot.slack.calls if call.method == "chat.postMessage"] == ["ratelimited"]
    bot.clock.forward(seconds=29)
    bot.turn()
    assert cast.ada.sees() == ""
    bot.clock.forward(seconds=1)
    bot.turn()
    assert cast.ada.sees().count("Quick check-in") == 1


def test_somebody_who_cannot_be_reached_was_not_asked(bot: Running, cast: Cast) -> None:
    bot.slack.deactivates(cast.ada)
    bot.until("2026-07-07 15:00")
    assert checkins_of(bot, cast.ada)[0].state == "called_off"
    assert cast.ben.sees().count("Quick check-in") == 1
    bot.slack.refusals.clear()
