"""Nobody is asked who we are on the way in, and the bot starts without an answer to that."""

from sandbox import Fault
from tests.conftest import Cast, Running
from tests.conversing import answers_in_one_go, the_answer


def asked_who_we_are(bot: Running) -> int:
    return sum(call.method == "auth.test" for call in bot.slack.calls)


def test_no_click_message_or_command_asks_slack_who_we_are(bot: Running, cast: Cast) -> None:
    before = asked_who_we_are(bot)
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, "triage, with AI, 40 min, no fixing, about usual")
    cast.ada.runs("/candor help")
    assert asked_who_we_are(bot) == before


def test_when_slack_does_not_say_who_we_are_the_database_remembers(bot: Running, cast: Cast) -> None:
    bot.slack.faults.add("auth.test", Fault.status(503))
    bot.restart()
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, "triage, with AI, 40 min, no fixing, about usual")
    assert the_answer(bot, cast.ada).minutes == 40


def test_a_check_in_by_thread_buttons_costs_three_calls_and_by_form_two(bot: Running, cast: Cast) -> None:
    from tests.conversing import fills_first_page, skips_the_rest

    bot.until("2026-07-07 15:00")
    bot.slack.calls.clear()
    cast.ada.clicks("Answer here")
    for label in ("Bug triage", "About usual", "With AI", "45 min"):
        cast.ada.clicks(label)
    skips_the_rest(cast.ada)
    assert [call.method for call in bot.slack.calls] == ["chat.postMessage", "chat.update"]  # and the prompt before
    bot.slack.calls.clear()
    cast.cleo.clicks("Open form")
    fills_first_page(cast.cleo)
    assert cast.cleo.submits()
    assert cast.cleo.submits()
    assert [call.method for call in bot.slack.calls] == ["views.open"]  # and the prompt before
