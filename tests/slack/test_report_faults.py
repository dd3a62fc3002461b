"""Whatever goes wrong while a report's file is uploaded and shared, its asker gets it once, or one sentence."""

import pytest

from sandbox import Fault, Message, Person
from tests.conftest import Cast, Running
from tests.conversing import has_history_with_a_range, letters
from tests.slack.uploads import FILES, whichever_fault


@pytest.fixture(autouse=True)
def history(bot: Running, cast: Cast) -> None:
    has_history_with_a_range(bot, cast)
    bot.until("2026-07-07 11:00")


def asks_and_waits(bot: Running, person: Person) -> list[Message]:
    """Everything they then see of it."""
    person.runs("/candor report --csv")
    for _ in range(12):
        if all(letter.state == "sent" for letter in letters(bot, kind="report_file")):
            break
        bot.clock.forward(seconds=31)
        bot.turn()
    assert [letter.state for letter in letters(bot, kind="report_file")] == ["sent"]
    return [message for message in person.messages() if not message.ephemeral_to]


@pytest.mark.parametrize("method", [*FILES, "chat.postMessage"])
@whichever_fault
def test_what_fails_once_is_made_again_and_the_file_comes_once(bot: Running, cast: Cast, method: str, fault: Fault) -> None:
    bot.slack.faults.add(method, fault)
    (message,) = asks_and_waits(bot, cast.mo)
    assert "the figures as CSV" in message.shown
    assert [file["name"] for file in message.files] == ["report.csv"]


@pytest.mark.parametrize("method", FILES)
@whichever_fault
def test_what_always_fails_ends_in_one_sentence(bot: Running, cast: Cast, method: str, fault: Fault) -> None:
    bot.slack.faults.add(method, fault, 100)
    (message,) = asks_and_waits(bot, cast.mo)
    assert "could not be sent just now. What you read when you asked says all of it" in message.shown
    assert not message.files
