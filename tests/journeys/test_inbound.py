"""What comes in is taken once, whatever Slack does with it, and is stored before Slack hears that it arrived.

Requests come again, at once, late or in another order; the database or Slack is away. Each journey runs by each door.
"""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot import report
from sandbox import Delivery, Fault, Person
from storage.database import Store
from storage.tables import CheckIn, Letter
from storage.tables import Person as PersonRow
from tests.conftest import Cast, Running
from tests.conversing import answers_of, checkins_of, fills_first_page, skips_the_rest, the_answer

HURRY = 0.3  # seconds instead of two, so that no test waits long


@pytest.fixture(autouse=True)
def asked(bot: Running) -> None:
    bot.until("2026-07-07 15:00")


def again(bot: Running, delivery: Delivery, times: int = 4) -> list[Delivery]:
    """The very same request that many times more, all at the same moment."""
    start = Barrier(times)

    def bring(_: int) -> Delivery:
        start.wait()
        return bot.slack.redeliver(delivery)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(bring, range(times)))


def standing(bot: Running, person: Person) -> Any:
    """All that is stored about somebody's check-in, and how much was said about it."""
    with bot.rows() as session:
        rows = [row.model_dump() for row in checkins_of(bot, person)]
        stored = [answer.model_dump() for answer in answers_of(session, person)]
        said = len(session.exec(select(Letter)).all())
    return rows, stored, said


def state_of(bot: Running, person: Person) -> str:
    return checkins_of(bot, person)[0].state


def last(bot: Running) -> Delivery:
    return bot.slack.deliveries[-1]


CLICKS: dict[str, tuple[list[str], str]] = {
    "answer here": ([], "Answer here"),
    "an answer": (["Answer here"], "Bug triage"),
    "back": (["Answer here", "Bug triage"], "Back"),
    "skip": (["Answer here", "Bug triage", "About usual", "With AI", "45 min"], "Skip"),
    "nothing finished": ([], "Nothing finished today"),
    "not today": ([], "Not today"),
    "fewer": ([], "Fewer of these"),
    "what others see": ([], "What happens with my answers"),
    "open form": ([], "Open form"),
}


@pytest.mark.parametrize("name", CLICKS)
def test_a_click_that_arrives_five_times_is_one(bot: Running, cast: Cast, name: str) -> None:
    before, label = CLICKS[name]
    for each in before:
        cast.ada.clicks(each)
    cast.ada.clicks(label)
    click, then, sees = last(bot), standing(bot, cast.ada), cast.ada.sees()
    assert all(done.ok for done in again(bot, click))
    assert (standing(bot, cast.ada), cast.ada.sees()) == (then, sees)


def test_a_click_that_arrives_late_does_not_undo_what_came_since(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Answer here")
    cast.ada.clicks("Bug triage")
    triage = last(bot)
    cast.ada.clicks("Back")
    cast.ada.clicks("Customer reply")
    then = standing(bot, cast.ada)
    bot.slack.redeliver(triage)
    assert standing(bot, cast.ada) == then


def test_a_page_of_the_form_that_arrives_five_times_is_one(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Open form")
    fills_first_page(cast.ada)
    for _ in range(2):
        assert cast.ada.submits()
        page, then = last(bot), standing(bot, cast.ada)
        answered = [done.response for done in again(bot, page)]
        assert answered == [page.response] * 4
        assert standing(bot, cast.ada) == then
    assert the_answer(bot, cast.ada).minutes == 45


def test_a_long_time_is_not_confirmed_by_the_same_page_arriving_again(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Open form")
    fills_first_page(cast.ada, time="Other")
    cast.ada.fills({"Another time": "30 h"})
    assert not cast.ada.submits()
    assert {done.response["response_action"] for done in again(bot, last(bot))} == {"errors"}
    assert cast.ada.submits()


def test_a_command_that_arrives_late_does_not_undo_what_was_wished_since(bot: Running, cast: Cast) -> None:
    cast.mo.runs("/candor pause")
    command = last(bot)
    cast.mo.runs("/candor resume")
    told = {done.response["text"] for done in again(bot, command)}
    assert told == {"This has arrived before, and was taken then."}
    with bot.rows() as session:
        assert session.exec(select(PersonRow.paused_until)).all() == [None] * 6


def test_home_may_be_opened_any_number_of_times(bot: Running, cast: Cast) -> None:
    cast.ada.opens_home()
    assert all(done.ok for done in again(bot, last(bot)))
    assert cast.ada.home is not None


def test_a_typed_reply_that_arrives_again_at_once_and_in_another_order_is_one_answer(bot: Running, cast: Cast) -> None:
    with bot.slack.holding() as held:
        cast.ada.replies("triage, with AI, 40 min, no fixing, about usual")
        cast.ben.replies("nothing")
    held.release(times=4, at_once=True)
    held.shuffled(seed=3, times=4)
    for after in bot.slack.after_delivery:
        after()
    skips_the_rest(cast.ada)
    assert the_answer(bot, cast.ada).minutes == 40
    assert state_of(bot, cast.ben) == "nothing"


def test_one_gesture_that_comes_as_two_messages_is_one_answer(bot: Running, cast: Cast) -> None:
    cast.ada.replies("triage, with AI")
    first, then = last(bot), standing(bot, cast.ada)
    twin = {**first.payload, "event_id": "Ev2", "event": {**first.payload["event"], "ts": "1783429999.000001"}}
    assert bot.slack.redeliver(Delivery("events_api", twin, False, 0)).ok
    assert standing(bot, cast.ada) == then


def keys_taken(bot: Running) -> int:
    with bot.rows() as session:
        return int(session.connection().execute(text("SELECT count(*) FROM seen")).scalar_one())


def test_two_replies_at_the_same_moment_are_both_kept(bot: Running, cast: Cast) -> None:
    before = keys_taken(bot)
    cast.ada.clicks("Answer here")
    with bot.slack.holding() as held:
        cast.ada.replies("Bug triage")
        cast.ada.replies("Bug triage")
    held.release(at_once=True)
    assert keys_taken(bot) - before == 3
    assert state_of(bot, cast.ada) == "answering"


def test_the_answer_is_in_the_database_when_slack_hears_that_it_arrived(
    bot: Running, cast: Cast, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked of the database by another connection, in the moment the acknowledgement is there and before anything else."""
    monkeypatch.setattr(bot.slack, "after_delivery", [])
    other = Store(database_url)
    cast.ada.clicks("Nothing finished today")
    with other.read() as session:
        assert "nothing" in session.exec(select(CheckIn.state)).all()
    cast.ben.replies("triage, with AI, 40 min")
    with other.read() as session:
        assert "answering" in session.exec(select(CheckIn.state)).all()
    other.close()


# The database is away


@contextmanager
def locked(bot: Running, database_url: str) -> Iterator[None]:
    """Somebody else holds what every answer needs, and does not let go."""
    with pytest.MonkeyPatch.context() as patch:
        store = bot.bot.services.store
        hurried = _inbound(bot)
        patch.setattr(hurried, "engine", store.engine.execution_options(patience=HURRY))
        if database_url.startswith("sqlite"):
            holding = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
            holding.execute("BEGIN IMMEDIATE")
            yield
            holding.close()
        else:
            with store.begin() as session:
                session.connection().execute(text("LOCK TABLE checkin, seen IN ACCESS EXCLUSIVE MODE"))
                yield


def _inbound(bot: Running) -> Store:
    """The store of the requests: the one that is in a hurry."""
    return bot.bot.inbound.store


@contextmanager
def gone(bot: Running, _database_url: str) -> Iterator[None]:
    """The database does not answer at all."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise sqlite3.OperationalError("unable to open database file")

    with pytest.MonkeyPatch.context() as patch:
        bot.bot.services.store.engine.dispose()
        patch.setattr(bot.bot.services.store.engine.pool, "_creator", refuse)
        patch.setattr(bot.bot.services.store.engine.pool, "_invoke_creator", refuse)
        yield


AWAY = pytest.mark.parametrize("away", [locked, gone])
Away = Callable[[Running, str], Any]
SORRY = "That did not work, so it was not kept. Please try again; reference "


@AWAY
def test_without_a_database_a_message_is_not_acknowledged_and_is_taken_when_slack_sends_it_again(
    bot: Running, cast: Cast, database_url: str, away: Away
) -> None:
    bot.slack.ack_timeout = 5 if bot.slack.events_url else 1.0
    bot.slack.after_delivery.clear()
    with away(bot, database_url):
        cast.ada.replies("triage, with AI, 40 min, no fixing, about usual")
    lost = last(bot)
    assert not lost.ok
    assert lost.status in (0, 500)
    bot.slack.refusals.clear()
    assert state_of(bot, cast.ada) == "asked"
    assert bot.slack.redeliver(lost).ok
    assert state_of(bot, cast.ada) == "answering"


@AWAY
def test_without_a_database_a_click_a_command_and_a_form_say_that_they_were_not_kept(
    bot: Running, cast: Cast, database_url: str, away: Away
) -> None:
    cast.ben.clicks("Open form")
    fills_first_page(cast.ben)
    bot.slack.after_delivery.clear()
    then = [standing(bot, person) for person in (cast.ada, cast.ben, cast.cleo)]
    with away(bot, database_url):
        cast.ada.clicks("Nothing finished today")
        assert cast.ada.last().text.startswith(SORRY)
        assert cast.cleo.runs("/candor pause").startswith(SORRY)
        cast.ben.submits()
        assert cast.ben.form is not None
        assert SORRY in cast.ben.form.shown
    assert [standing(bot, person) for person in (cast.ada, cast.ben, cast.cleo)] == then
    cast.ada.clicks("Nothing finished today")
    assert state_of(bot, cast.ada) == "nothing"


# Slack is away


def test_when_slack_answers_nothing_at_all_what_is_said_is_still_kept(bot: Running, cast: Cast) -> None:
    with bot.slack.faults.outage("*", Fault.drop()):
        cast.ada.replies("triage, with AI, 40 min, no fixing, about usual")
        assert last(bot).ok
        cast.ben.clicks("Nothing finished today")
        assert last(bot).ok
        bot.turn()
    assert state_of(bot, cast.ada) == "answering"
    assert state_of(bot, cast.ben) == "nothing"


@pytest.mark.parametrize(
    "fault", [Fault.status(503), Fault.drop(), Fault.rate_limited(), Fault.html(502)], ids=lambda f: f.name
)
def test_it_starts_and_takes_answers_while_slack_does_not_say_who_it_is(bot: Running, cast: Cast, fault: Fault) -> None:
    with bot.slack.faults.outage("auth.test", fault):
        bot.restart()
        cast.ada.clicks("Nothing finished today")
    assert last(bot).ok
    assert state_of(bot, cast.ada) == "nothing"


# Many at once


def test_fifty_answers_at_once_are_all_acknowledged_while_a_digest_is_made(
    bot: Running, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None is turned away because others are busy. How long the slowest takes is what the benchmark ack_load says."""
    bot.slack.ack_timeout = 60
    monkeypatch.setattr(_inbound(bot), "engine", bot.bot.services.store.engine)  # patient, however slow this machine is
    team = (cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli)
    with bot.slack.holding() as held:
        for n in range(10):
            for person in team:
                person.replies(f"triage, with AI, {40 + n} min, no fixing")
    cast.mo.clicks("Nothing finished today")
    click = last(bot)
    with ThreadPoolExecutor(3) as pool:
        digest = pool.submit(report.for_week, bot.bot.services, "Support", None)
        clicks = pool.submit(again, bot, click, 10)
        done = [*held.release(at_once=True), *clicks.result()]
        digest.result()
    assert len(done) == 60
    assert {each.status for each in done} == {200}
    assert {state_of(bot, person) for person in team} == {"answering"}
