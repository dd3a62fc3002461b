"""One person, two devices: both show what was there before, and both are pressed, in either order and at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Barrier

import pytest

from bot.domain.conversation import Talk
from sandbox import Message, Person
from tests.conftest import Cast, Running
from tests.conversing import answers_in_one_go, answers_of, checkins_of, letters, no_answer, skips_the_rest, the_answer

SAID = "triage, with AI, 40 min, no fixing, about usual"
PROMPT = "Quick check-in"
Presses = list[Callable[[], None]]
Together = Callable[[Presses], None]


@contextmanager
def two_devices(bot: Running) -> Iterator[Presses]:
    """What is pressed inside has not left yet, so neither device shows what came of the other's."""
    held: Presses = []
    bring = bot.slack.bring
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bot.slack, "bring", lambda kind, payload, _then=None: held.append(partial(bring, kind, payload)))
        yield held


def in_order(presses: Presses) -> None:
    for press in presses:
        press()


def the_other_way_round(presses: Presses) -> None:
    in_order(presses[::-1])


def at_once(presses: Presses) -> None:
    start = Barrier(len(presses))

    def together(press: Callable[[], None]) -> None:
        start.wait()
        press()

    with ThreadPoolExecutor(len(presses)) as pool:
        list(pool.map(together, presses))


@pytest.fixture(params=[in_order, the_other_way_round, at_once])
def leave(request: pytest.FixtureRequest) -> Together:
    found: Together = request.param
    return found


@pytest.fixture
def asked(bot: Running) -> None:
    bot.until("2026-07-07 15:00")


@pytest.fixture
def answered(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)


def first(cast: Cast) -> Message:
    return cast.ada.messages()[0]


def on_both(bot: Running, leave: Together, person: Person, message: Message, one: str, other: str) -> None:
    """One press on each of her devices, of the same message; they reach us as `leave` has it."""
    with two_devices(bot) as presses:
        for label in (one, other):
            person.clicks(label, on=message)
    leave(presses)
    bot.turn()


def questions(cast: Cast) -> list[str]:
    """What is open to be answered in her thread."""
    return [one.shown for one in cast.ada.messages() if "[Stop]" in one.shown]


@pytest.mark.usefixtures("asked")
def test_answer_here_on_both_asks_one_question(bot: Running, cast: Cast, leave: Together) -> None:
    on_both(bot, leave, cast.ada, first(cast), "Answer here", "Answer here")
    assert len(questions(cast)) == 1
    answers_in_one_go(cast.ada, SAID)
    assert the_answer(bot, cast.ada).minutes == 40


@pytest.mark.usefixtures("asked")
def test_answer_here_a_while_later_asks_again(bot: Running, cast: Cast) -> None:
    old = first(cast)
    cast.ada.clicks("Answer here", on=old)
    bot.clock.forward(minutes=20)
    cast.ada.clicks("Answer here", on=old)
    assert "What kind of task was it?" in cast.ada.last().shown
    assert len(questions(cast)) == 2


@pytest.mark.usefixtures("asked")
def test_answer_here_right_after_stop_asks_again(cast: Cast) -> None:
    old = first(cast)
    cast.ada.clicks("Answer here", on=old)
    cast.ada.clicks("Stop")
    cast.ada.clicks("Answer here", on=old)
    assert len(questions(cast)) == 1


@pytest.mark.usefixtures("asked")
def test_the_same_option_on_both_is_said_once_and_asks_the_next_question_once(
    bot: Running, cast: Cast, leave: Together
) -> None:
    cast.ada.clicks("Answer here")
    question = cast.ada.last()
    on_both(bot, leave, cast.ada, question, "Bug triage", "Bug triage")
    (open_now,) = questions(cast)
    assert "how big was this one?" in open_now
    assert "So far: Bug triage" in open_now


@pytest.mark.usefixtures("asked")
def test_of_two_options_one_is_taken_and_it_is_the_one_that_is_shown(bot: Running, cast: Cast, leave: Together) -> None:
    cast.ada.clicks("Answer here")
    question = cast.ada.last()
    on_both(bot, leave, cast.ada, question, "Bug triage", "Escalation")
    (open_now,) = questions(cast)
    taken = "Bug triage" if "So far: Bug triage" in open_now else "Escalation"
    answers_in_one_go(cast.ada, "about usual, with AI, 40 min, no fixing")
    assert the_answer(bot, cast.ada).task_type == taken
    assert f"Saved: {taken}" in cast.ada.sees()


@pytest.mark.usefixtures("asked")
def test_the_last_answer_on_both_stores_one_answer_and_thanks_once(bot: Running, cast: Cast, leave: Together) -> None:
    cast.ada.replies(SAID)
    while "Anything to add" not in cast.ada.last().shown:
        cast.ada.clicks("Skip")
    question = cast.ada.last()
    on_both(bot, leave, cast.ada, question, "Skip", "Skip")
    assert the_answer(bot, cast.ada).minutes == 40
    assert cast.ada.sees().count("That is everything, thank you.") == 1
    assert "You have already answered this one." in cast.ada.sees()


@pytest.mark.usefixtures("asked")
def test_nothing_on_one_and_not_today_on_the_other_settle_it_as_one_of_them(bot: Running, cast: Cast, leave: Together) -> None:
    on_both(bot, leave, cast.ada, first(cast), "Nothing finished today", "Not today")
    shown = {"nothing": "Nothing finished today: noted", "not_today": "Not today: noted"}
    state = checkins_of(bot, cast.ada)[0].state
    assert shown[state] in first(cast).shown
    assert no_answer(bot, cast.ada)


@pytest.mark.usefixtures("answered")
def test_delete_on_both_deletes_once_and_says_so(bot: Running, cast: Cast, leave: Together) -> None:
    on_both(bot, leave, cast.ada, first(cast), "Delete", "Delete")
    assert no_answer(bot, cast.ada)
    assert cast.ada.sees().count("Deleted. Nothing of that answer is kept.") == 1
    assert "This answer was deleted, so there is nothing left to change." in cast.ada.sees()


@pytest.mark.usefixtures("answered")
def test_change_on_one_and_delete_on_the_other_leaves_nothing(bot: Running, cast: Cast, leave: Together) -> None:
    on_both(bot, leave, cast.ada, first(cast), "Change", "Delete")
    if cast.ada.form and cast.ada.form.inputs:  # it was opened before
        cast.ada.submits()
        assert cast.ada.form
        assert "This answer was deleted" in cast.ada.form.shown
    assert no_answer(bot, cast.ada)
    assert Talk.from_json(checkins_of(bot, cast.ada)[0].talk) == Talk()


@pytest.mark.usefixtures("answered")
def test_delete_on_the_page_and_below_the_message_deletes_once(bot: Running, cast: Cast, leave: Together) -> None:
    cast.ada.opens_home()
    with two_devices(bot) as presses:
        cast.ada.clicks("Delete", on="home")
        cast.ada.clicks("Delete", on=first(cast))
    leave(presses)
    bot.turn()
    assert no_answer(bot, cast.ada)
    assert cast.ada.sees().count("Deleted. Nothing of that answer is kept.") == 1


def test_done_on_both_asks_once_and_keeps_one_time(bot: Running, cast: Cast, leave: Together) -> None:
    bot.clock.is_at("2026-07-07 09:00")
    cast.ada.runs("/candor start triage 40 min")
    running = cast.ada.last() if "[Done]" in cast.ada.last().shown else first(cast)
    bot.clock.forward(minutes=38)
    on_both(bot, leave, cast.ada, running, "Done", "Done")
    assert len(questions(cast)) == 1
    cast.ada.clicks("Without AI")
    cast.ada.clicks("38 min (timer)")
    skips_the_rest(cast.ada)
    assert the_answer(bot, cast.ada).timer_minutes == 38


def test_done_on_one_and_cancel_on_the_other_is_one_of_them(bot: Running, cast: Cast, leave: Together) -> None:
    bot.clock.is_at("2026-07-07 09:00")
    cast.ada.runs("/candor start triage 40 min")
    running = next(one for one in cast.ada.messages() if "[Done]" in one.shown)
    on_both(bot, leave, cast.ada, running, "Done", "Cancel")
    (row,) = [one for one in checkins_of(bot, cast.ada) if one.slot]
    told = {"cancelled": "This task was cancelled", "answering": "This answer is not finished yet."}
    assert told[row.state] in cast.ada.sees()
    assert len(questions(cast)) == (row.state == "answering")
    assert (row.task_type is None) == (row.state == "cancelled")


def test_the_same_task_started_on_both_begins_once(bot: Running, cast: Cast, leave: Together) -> None:
    bot.clock.is_at("2026-07-07 09:00")
    with two_devices(bot) as presses:
        for _ in range(2):
            cast.ada.runs("/candor start triage 40 min")
    leave(presses)
    bot.turn()
    assert [row.state for row in checkins_of(bot, cast.ada) if row.slot] == ["working"]
    bot.clock.forward(minutes=2)
    cast.ada.runs("/candor start triage 40 min")  # another one, by now
    assert [row.state for row in checkins_of(bot, cast.ada) if row.slot] == ["working"] * 2


def test_tasks_started_on_both_are_never_more_than_three(bot: Running, cast: Cast, leave: Together) -> None:
    bot.clock.is_at("2026-07-07 09:00")
    for kind in ("triage", "escalation"):
        cast.ada.runs(f"/candor start {kind} 1 h")
    with two_devices(bot) as presses:
        for kind in ("report", "customer reply"):
            cast.ada.runs(f"/candor start {kind} 1 h")
    leave(presses)
    bot.turn()
    assert [row.state for row in checkins_of(bot, cast.ada) if row.slot] == ["working"] * 3
    assert len(letters(bot, kind="working")) == 3


def test_everything_deleted_on_both_is_gone_and_both_are_told(bot: Running, cast: Cast, leave: Together) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)
    for _ in range(2):
        cast.ada.runs("/candor forget-me")
    shown = [one for one in cast.ada.messages() if "[Delete everything]" in one.shown]
    with two_devices(bot) as presses:
        for one in shown:
            cast.ada.clicks("Delete everything", on=one)
    leave(presses)
    bot.turn()
    with bot.rows() as session:
        assert answers_of(session, cast.ada) == []
    told = [one.text for one in cast.ada.messages() if one.text.startswith("Everything about you")]
    assert len(told) == 2  # each device is told
