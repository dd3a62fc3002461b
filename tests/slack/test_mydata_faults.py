"""Whatever goes wrong while somebody's file is uploaded and shared, they get it once, or one sentence; all else goes on."""

import pytest

from sandbox import Fault, Message, Person
from tests.conftest import Cast, Running
from tests.conversing import letters
from tests.slack.uploads import FILES, whichever_fault


def asks_and_waits(bot: Running, person: Person) -> list[Message]:
    """Everything she then sees of it."""
    person.runs("/candor mydata")
    for _ in range(12):
        if all(letter.state == "sent" for letter in letters(bot, kind="mydata")):
            break
        bot.clock.forward(seconds=31)
        bot.turn()
    assert [letter.state for letter in letters(bot, kind="mydata")] == ["sent"]
    return [message for message in person.messages() if not message.ephemeral_to]


@pytest.mark.parametrize("method", [*FILES, "chat.postMessage"])
@whichever_fault
def test_what_fails_once_is_made_again_and_she_gets_one_file(bot: Running, cast: Cast, method: str, fault: Fault) -> None:
    bot.slack.faults.add(method, fault)
    (message,) = asks_and_waits(bot, cast.ada)
    assert "everything stored about you" in message.shown
    assert len(message.files) == 1


@pytest.mark.parametrize("method", FILES)
@whichever_fault
def test_what_always_fails_ends_in_one_sentence(bot: Running, cast: Cast, method: str, fault: Fault) -> None:
    bot.slack.faults.add(method, fault, 100)
    (message,) = asks_and_waits(bot, cast.ada)
    assert message.shown == "Your file could not be sent just now. Please type `/candor mydata` again in a while."
    assert not message.files


@pytest.mark.parametrize("refusal", ["missing_scope", "unknown_method", "not_allowed_token_type", "storage_limit_reached"])
@pytest.mark.parametrize("method", FILES)
def test_without_leave_to_upload_she_is_told_whom_to_ask(bot: Running, cast: Cast, method: str, refusal: str) -> None:
    bot.slack.faults.add(method, Fault.error(refusal))
    (message,) = asks_and_waits(bot, cast.ada)
    assert "may not upload files in this workspace. Ask whoever runs it" in message.shown


def test_whoever_was_forgotten_before_it_left_gets_nothing(bot: Running, cast: Cast) -> None:
    bot.slack.after_delivery.clear()
    cast.ada.runs("/candor mydata")
    cast.ada.runs("/candor forget-me")
    cast.ada.clicks("Delete everything")
    bot.turn()
    assert [message for message in cast.ada.messages() if not message.ephemeral_to] == []
    assert bot.slack.space.files == {}
