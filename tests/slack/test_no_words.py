"""HTTP 200 without JSON refuses nothing: the message may be there, so it is looked for before it is sent again."""

from sandbox import Fault, Slack
from tests.conftest import Cast, Running
from tests.conversing import letters


def test_an_answer_that_is_no_json_is_doubt_and_its_page_is_kept_nowhere(bot: Running, slack: Slack, cast: Cast) -> None:
    slack.faults.add("chat.postMessage", Fault.html(200))
    bot.until("2026-07-07 15:00")
    (doubtful,) = letters(bot, state="unknown")
    assert doubtful.kind == "prompt"
    assert doubtful.reason == "HTTP 200, no answer in words"
    bot.until("2026-07-07 15:05")
    assert letters(bot, state="unknown") == []
    for person in (cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo):
        assert sum("Quick check-in" in message.shown for message in person.messages()) == 1
