"""Whatever goes wrong while a digest is given its chart, everybody reads it once: with a picture, or in words."""

import pytest

from sandbox import Fault
from tests.conftest import Cast, Running
from tests.conversing import digests, has_history_with_a_range, letters, readers
from tests.slack.uploads import FILES, whichever_fault

DUE = "2026-07-13 09:00"
IN_WORDS = "The chart cannot be shown here. The lines above say all of it."
PICTURE = "[image: Time with AI against without"


@pytest.fixture(autouse=True)
def drawn_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chart.png", lambda _: b"\x89PNG of a few bytes")


@pytest.fixture(autouse=True)
def history(bot: Running, cast: Cast) -> None:
    has_history_with_a_range(bot, cast)


def everybody_reads_once(bot: Running, cast: Cast) -> list[str]:
    """The letters' loop goes on until nothing is left to send; then what each of the six reads."""
    for _ in range(12):
        if all(letter.state == "sent" for letter in letters(bot, kind="digest")):
            break
        bot.clock.forward(seconds=31)
        bot.turn()
    assert [letter.state for letter in letters(bot, kind="digest")] == ["sent"] * 6
    shown = [message.shown for person in readers(cast) for message in digests(person)]
    assert [len(digests(person)) for person in readers(cast)] == [1] * 6
    assert all("Bug triage" in text for text in shown)
    return shown


def refuses_blocks(bot: Running, times: int) -> None:
    bot.slack.faults.add("chat.postMessage", Fault.error("invalid_blocks"), times)


@pytest.mark.parametrize("refusal", ["missing_scope", "unknown_method", "not_allowed_token_type", "storage_limit_reached"])
@pytest.mark.parametrize("method", FILES)
def test_without_leave_to_upload_the_words_do(bot: Running, cast: Cast, method: str, refusal: str) -> None:
    refuses_blocks(bot, 6)
    bot.slack.faults.add(method, Fault.error(refusal), 6)
    bot.until(DUE)
    assert all(text.count(IN_WORDS) == 1 and PICTURE not in text for text in everybody_reads_once(bot, cast))


@pytest.mark.parametrize("method", FILES)
@whichever_fault
def test_an_upload_that_fails_once_is_made_again(bot: Running, cast: Cast, method: str, fault: Fault) -> None:
    refuses_blocks(bot, 6)
    bot.slack.faults.add(method, fault)
    bot.until(DUE)
    assert all(PICTURE in text for text in everybody_reads_once(bot, cast))
    assert not any(file.channels for file in bot.slack.space.files.values())


@pytest.mark.parametrize("method", FILES)
@whichever_fault
def test_an_upload_that_always_fails_gives_way_to_words(bot: Running, cast: Cast, method: str, fault: Fault) -> None:
    refuses_blocks(bot, 6)
    bot.slack.faults.add(method, fault, 100)
    bot.until(DUE)
    assert all(IN_WORDS in text and PICTURE not in text for text in everybody_reads_once(bot, cast))


@whichever_fault
def test_a_picture_whose_message_is_in_doubt_is_looked_for_first(bot: Running, cast: Cast, fault: Fault) -> None:
    """The chart is refused, and then nobody knows whether the message with the picture arrived."""
    refuses_blocks(bot, 6)
    bot.slack.faults.add("chat.postMessage", fault, 6)
    bot.until(DUE)
    assert all(PICTURE in text for text in everybody_reads_once(bot, cast))


@whichever_fault
def test_a_chart_whose_message_is_in_doubt_is_looked_for_first(bot: Running, cast: Cast, fault: Fault) -> None:
    bot.slack.faults.add("chat.postMessage", fault, 6)
    bot.until(DUE)
    assert all("[chart: " in text for text in everybody_reads_once(bot, cast))
    assert bot.slack.space.files == {}


def test_a_picture_that_slack_is_still_working_on_is_shown_a_little_later(bot: Running, cast: Cast) -> None:
    refuses_blocks(bot, 12)  # the six charts, then the six pictures
    bot.until(DUE)
    assert digests(cast.mo) == []
    assert all(PICTURE in text for text in everybody_reads_once(bot, cast))
    assert len(bot.slack.space.files) == 6, "nothing is uploaded twice"


def test_a_picture_that_is_refused_for_good_gives_way_to_words(bot: Running, cast: Cast) -> None:
    refuses_blocks(bot, 6 * 4)
    bot.until(DUE)
    assert all(IN_WORDS in text for text in everybody_reads_once(bot, cast))


def test_words_that_are_refused_too_are_a_failure_an_operator_sees(bot: Running, cast: Cast) -> None:
    refuses_blocks(bot, 100)
    bot.until(DUE)
    for _ in range(4):
        bot.clock.forward(seconds=31)
        bot.turn()
    assert {(letter.state, letter.reason) for letter in letters(bot, kind="digest")} == {("failed", "invalid_blocks")}
    assert digests(cast.mo) == []


def test_another_refusal_has_nothing_to_do_with_the_chart(bot: Running) -> None:
    bot.slack.faults.add("chat.postMessage", Fault.error("restricted_action"), 6)
    bot.until(DUE)
    assert {letter.state for letter in letters(bot, kind="digest")} == {"failed"}
    assert bot.slack.space.files == {}


def test_a_restart_in_the_middle_forgets_nothing(bot: Running, cast: Cast) -> None:
    refuses_blocks(bot, 12)
    bot.until(DUE)
    bot.restart()
    assert all(PICTURE in text for text in everybody_reads_once(bot, cast))
    assert len(bot.slack.space.files) == 6


def test_a_letter_waiting_for_its_picture_holds_up_nobody_else(bot: Running, cast: Cast) -> None:
    refuses_blocks(bot, 6)
    bot.slack.faults.add("files.getUploadURLExternal", Fault.rate_limited(300), 100)
    bot.until(DUE)
    assert "answer" in cast.ada.runs("/candor checkin").casefold()
    assert any("check-in" in message.text.casefold() for message in cast.ada.messages())
    assert digests(cast.ada) == []


def test_a_picture_that_cannot_be_drawn_keeps_nothing_back(bot: Running, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> bytes:
        raise RuntimeError("no fonts here")

    monkeypatch.setattr("bot.chart.png", fails)
    refuses_blocks(bot, 6)
    bot.until(DUE)
    assert all(IN_WORDS in text for text in everybody_reads_once(bot, cast))
