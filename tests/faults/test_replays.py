"""The same event several times, at once and out of order, and a database that is gone for a moment: one answer, none lost."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from sandbox import Fault
from tests.conftest import Cast, Running

DOORS = pytest.mark.parametrize("door", ["http", "socket"], indirect=True)
BY_BUTTON = ("Answer here", "Bug triage", "About usual", "Without AI")


@pytest.fixture
def waiting(bot: Running, cast: Cast) -> Running:
    """Ada is asked how long it took."""
    bot.until("2026-07-07 15:00")
    for label in BY_BUTTON:
        cast.ada.clicks(label)
    return bot


@DOORS
@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_one_reply_brought_four_times_at_once_moves_on_once(waiting: Running, cast: Cast) -> None:
    with waiting.slack.holding() as held:
        cast.ada.replies("40 min")
    assert all(one.ok for one in held.release(times=4, at_once=True))
    waiting.turn()
    assert cast.ada.sees().count("Did anything have to be fixed") == 1
    assert cast.ada.sees().count("*40 min*") == 1


@DOORS
@pytest.mark.parametrize("seed", range(3))
def test_replies_in_any_order_each_brought_three_times_say_nothing_twice(waiting: Running, cast: Cast, seed: int) -> None:
    with waiting.slack.holding() as held:
        cast.ada.replies("40 min")
        cast.ada.replies("no")
    held.shuffled(seed, times=3)
    waiting.turn()
    said = [one.shown for one in cast.ada.messages() if one.user == waiting.slack.bot_user_id]
    assert len(said) == len(set(said))
    assert cast.ada.sees().count("*40 min*") == 1


@contextmanager
def unreachable(bot: Running) -> Iterator[None]:
    """Nobody gets a connection to the database."""

    def refuse(*_: object) -> None:
        raise OperationalError("connect", {}, ConnectionError("the database is gone"))

    engine = bot.bot.services.store.engine
    engine.dispose()
    event.listen(engine, "do_connect", refuse)
    try:
        yield
    finally:
        event.remove(engine, "do_connect", refuse)


@contextmanager
def locked(bot: Running) -> Iterator[None]:
    """Somebody else writes and does not come to an end; nobody waits for them longer than a moment."""

    def impatient(connection: object, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout=20")  # type: ignore[attr-defined]

    engine = bot.bot.services.store.engine
    engine.dispose()
    event.listen(engine, "connect", impatient)
    try:
        with bot.bot.services.store.begin() as session:
            session.connection()  # takes the lock
            yield
    finally:
        event.remove(engine, "connect", impatient)
        engine.dispose()


Gone = Callable[[Running], AbstractContextManager[None]]
GONE = pytest.mark.parametrize("gone", [unreachable, locked])


@DOORS
@GONE
def test_a_reply_while_the_database_is_gone_is_brought_again_and_taken(waiting: Running, cast: Cast, gone: Gone) -> None:
    waiting.slack.after_delivery.clear()
    waiting.slack.ack_timeout = 1  # over a socket nothing at all is said
    with gone(waiting):
        cast.ada.replies("40 min")
    assert not waiting.slack.deliveries[-1].ok
    waiting.slack.refusals.clear()
    waiting.slack.ack_timeout = 10
    assert [one.ok for one in waiting.slack.retries()] == [True]
    waiting.turn()
    assert cast.ada.sees().count("*40 min*") == 1


@DOORS
@GONE
def test_a_press_while_the_database_is_gone_is_told_so(waiting: Running, cast: Cast, gone: Gone) -> None:
    waiting.slack.after_delivery.clear()
    with gone(waiting):
        cast.ada.clicks("45 min")
    assert "Please try again" in cast.ada.last().shown
    cast.ada.clicks("45 min")
    waiting.turn()
    assert cast.ada.sees().count("Did anything have to be fixed") == 1
    assert "45 min" in cast.ada.sees()


def test_a_command_while_the_database_is_gone_is_told_so(waiting: Running, cast: Cast) -> None:
    waiting.slack.after_delivery.clear()
    with unreachable(waiting):
        assert "Please try again" in cast.ada.runs("/candor checkin")


@DOORS
def test_while_slack_does_not_say_who_we_are_everything_is_taken(waiting: Running, cast: Cast) -> None:
    with waiting.slack.faults.outage("auth.test", Fault.status(503)):
        cast.ada.replies("40 min")
        cast.ada.clicks("No")
    assert "*40 min*" in cast.ada.sees()
    assert waiting.slack.deliveries[-1].ok
