"""The talk below a digest in the team's channel: opened once, right after it, with its own question; and read by nobody."""

from datetime import timedelta

import pytest

from bot import deliver
from sandbox import Channel, Fault, Message
from storage.tables import Letter
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import has_history, letters, no_answer, quarter_of_triage

POST, MONDAY = "chat.postMessage", "2026-07-13 09:00"
BEGINS = "For your next meeting, if you like:"


@pytest.fixture
def room(bot: Running, cast: Cast) -> Channel:
    """The team's channel, and a quarter of answers."""
    room = bot.slack.channel("support", [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo])
    named = 'people = ["U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"]'
    bot.apply(SUPPORT.replace(named, 'channel = "C0SUPPORT"'))
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    return room


def passes(bot: Running, seconds: float, step: float = 30) -> None:
    for _ in range(round(seconds / step)):
        bot.clock.forward(seconds=step)
        bot.turn()


def digests(cast: Cast, room: Channel) -> list[Message]:
    return [message for message in cast.ada.messages(room) if "In one sentence" in message.text]


def talks(cast: Cast, room: Channel) -> list[Message]:
    return [message for message in cast.ada.messages(room) if BEGINS in message.text]


def discussions(bot: Running) -> list[Letter]:
    return letters(bot, kind="discussion")


def test_the_digests_own_question_opens_its_thread(bot: Running, cast: Cast, room: Channel) -> None:
    bot.until(MONDAY)
    passes(bot, 60)
    (digest,), (talk,) = digests(cast, room), talks(cast, room)
    assert talk.thread_ts == digest.ts
    question = talk.text.removeprefix(BEGINS).splitlines()[0].strip()
    assert question.endswith("?")
    assert question in digest.text
    assert "Nobody is asked to say which answers are theirs. Candor does not read what is written here." in talk.text
    assert [message for person in (cast.ada, cast.mo) for message in person.messages() if BEGINS in message.text] == []


def test_it_is_opened_once_whatever_is_restarted(bot: Running, cast: Cast, room: Channel) -> None:
    bot.until(MONDAY)
    bot.restart()
    passes(bot, 3600, step=600)
    assert len(talks(cast, room)) == len(discussions(bot)) == 1


def test_it_is_in_the_teams_language(bot: Running, cast: Cast, room: Channel) -> None:
    named = 'people = ["U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"]'
    bot.apply(SUPPORT.replace(named, 'channel = "C0SUPPORT"\nlanguage = "de"'))
    bot.until(MONDAY)
    passes(bot, 60)
    assert "Für euer nächstes Treffen, wenn ihr mögt:" in cast.ada.last(room).text


def test_a_team_without_a_channel_has_none(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    bot.until(MONDAY)
    passes(bot, 60)
    assert "Bug triage" in cast.ada.last().text
    assert discussions(bot) == []


def test_while_the_digest_is_in_doubt_nothing_is_said_below_it(bot: Running, cast: Cast, room: Channel) -> None:
    bot.slack.space.deduplicates = False
    bot.slack.faults.add(POST, Fault.accept_then_drop(), 2)  # to the owner, and to the channel
    with bot.slack.faults.outage("conversations.history", Fault.status(503)):
        bot.until(MONDAY)
        passes(bot, 120)
        assert len(digests(cast, room)) == 1
        assert discussions(bot) == []
    passes(bot, 900)
    (digest,), (talk,) = digests(cast, room), talks(cast, room)
    assert talk.thread_ts == digest.ts


def test_of_two_copies_it_stands_below_the_one_that_stays(bot: Running, cast: Cast, room: Channel) -> None:
    bot.slack.space.deduplicates = False
    hidden = Fault("no copy seen yet", 200, {"ok": True, "messages": []})
    bot.slack.faults.add(POST, Fault.accept_then_drop(), 2)
    bot.slack.faults.add("conversations.history", hidden, 2)  # complete pages on which neither is, so both are sent again
    bot.until(MONDAY)
    bot.clock.forward(seconds=31)
    deliver.settle(bot.bot.services)
    deliver.drain(bot.bot.services)
    assert len(digests(cast, room)) == 2
    assert [letter.state for letter in discussions(bot)] == ["pending"]
    first = digests(cast, room)[0].ts
    passes(bot, 900)
    (digest,), (talk,) = digests(cast, room), talks(cast, room)
    assert digest.ts == talk.thread_ts == first


@pytest.mark.usefixtures("room")
def test_a_talk_that_could_not_be_opened_for_days_is_let_go(bot: Running) -> None:
    bot.until(MONDAY)
    (letter,) = discussions(bot)
    assert letter.expires_at is not None
    assert letter.expires_at - bot.clock() == timedelta(days=2)


def test_what_is_written_below_a_digest_is_not_read(bot: Running, cast: Cast, room: Channel) -> None:
    bot.until(MONDAY)
    passes(bot, 60)
    before = len(bot.slack.calls), letters(bot)
    cast.ben.replies("triage, with AI, 40 min, no fixing", to=digests(cast, room)[0])
    cast.ben.replies("those five are mine, I think", to=talks(cast, room)[0])
    assert (len(bot.slack.calls), letters(bot)) == before
    assert no_answer(bot, cast.ben)
    passes(bot, 60)
    assert cast.ben.messages(room)[-1].user == cast.ben.id
