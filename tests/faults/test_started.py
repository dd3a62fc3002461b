"""Killed with -9 while somebody starts a task, is done with it, or has left it to stop with the day: one task, one answer."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import select

from sandbox import Message, Person
from storage.database import Store
from storage.tables import Answer, CheckIn
from tests.faults.scene import FIRST_DAY, KILLED, Scene

ENGINES = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
MOMENTS = pytest.mark.parametrize("moment", ["before_commit", "after_commit"])
COMMITS = pytest.mark.parametrize("number", [1, 2])  # the gesture is taken, then what it means
START, DONE = "/candor start triage 40 min", "/candor done"
MORNING = FIRST_DAY - timedelta(hours=6)


def arrives(on: Scene) -> Person:
    """A morning of work."""
    on.clock.is_at(MORNING)
    return on.people[0]


def started(on: Scene) -> list[CheckIn]:
    """What was started and is not cancelled, from the database itself."""
    store = Store(on.settings.database_url)
    with store.read() as session:
        found = list(session.exec(select(CheckIn).where(CheckIn.started_at.is_not(None))))  # type: ignore[union-attr]
    store.close()
    return found


def answers(on: Scene) -> list[Answer]:
    store = Store(on.settings.database_url)
    with store.read() as session:
        found = list(session.exec(select(Answer)))
    store.close()
    return found


def working(ada: Person) -> Message:
    return next(one for one in ada.messages() if one.thread_ts is None and "[Done" in one.shown)


def tells(on: Scene, ada: Person) -> None:
    """She answers what is asked, and skips the rest; nothing was said to her twice, and one answer is there."""
    child = on.serves()
    ada.clicks("Without AI")
    ada.replies("35 min")
    while "[Skip]" in ada.sees():
        ada.clicks("Skip")
    on.driver.kill(child)
    on.restarts_and_settles()
    (answer,) = answers(on)
    assert (answer.task_type, answer.expected_minutes, answer.minutes) == ("Bug triage", 40, 35)
    said = Counter(one.shown for one in ada.messages() if one.user != ada.id and not one.ephemeral_to)
    assert [words for words, times in said.items() if times > 1] == []
    assert on.counts().doubled == 0


@ENGINES
@MOMENTS
@COMMITS
def test_a_start_whose_reader_is_killed_can_be_typed_again(on: Scene, moment: str, number: int) -> None:
    ada = arrives(on)
    killed = on.serves(**{moment: number})
    ada.runs(START)
    assert on.driver.wait(killed) == KILLED
    again = on.serves()
    on.clock.forward(seconds=20)
    assert "Started: Bug triage." in ada.runs(START)
    on.driver.kill(again)
    on.restarts_and_settles()
    assert [row.state for row in started(on)] == ["working"]
    assert ada.sees().count("Working on: Bug triage") == 1
    again = on.serves()
    ada.clicks("Done", on=working(ada))
    on.driver.kill(again)
    on.restarts_and_settles()
    tells(on, ada)


@ENGINES
@MOMENTS
def test_a_press_of_done_whose_reader_is_killed_can_be_pressed_again(on: Scene, moment: str) -> None:
    ada = arrives(on)
    first = on.serves()
    ada.runs(START)
    message = working(ada)
    on.clock.forward(minutes=38)
    on.driver.kill(first)
    killed = on.serves(**{moment: 1})
    ada.clicks("Done", on=message)
    assert on.driver.wait(killed) == KILLED
    again = on.serves()
    ada.clicks("Done", on=message)  # the window before her still shows it
    on.driver.kill(again)
    on.restarts_and_settles()
    assert ada.sees().count("How did you do it?") == 1
    tells(on, ada)
    assert answers(on)[0].timer_minutes == 38


@MOMENTS
@COMMITS
def test_done_by_command_whose_reader_is_killed_can_be_typed_again(on: Scene, moment: str, number: int) -> None:
    ada = arrives(on)
    first = on.serves()
    ada.runs(START)
    on.clock.forward(minutes=38)
    on.driver.kill(first)
    killed = on.serves(**{moment: number})
    ada.runs(DONE)
    assert on.driver.wait(killed) == KILLED
    again = on.serves()
    ada.runs(DONE)
    on.driver.kill(again)
    on.restarts_and_settles()
    assert ada.sees().count("How did you do it?") == 1
    tells(on, ada)
    assert answers(on)[0].timer_minutes == 38


@ENGINES
@MOMENTS
def test_a_turn_that_is_killed_at_the_end_of_the_day_stops_the_clock_once(on: Scene, moment: str) -> None:
    ada = arrives(on)
    first = on.serves()
    ada.runs(START)
    on.driver.kill(first)
    end = FIRST_DAY + timedelta(hours=2)
    on.clock.is_at(end)
    number = 1
    while on.run("turn", **{moment: number}) == KILLED:
        number += 1  # the next process dies one commit later
        on.clock.forward(minutes=2)
    on.restarts_and_settles()
    (row,) = started(on)
    assert (row.state, row.stopped_at, row.forgotten) == ("stopped", end, True)
    assert ada.sees().count("Stopped at 17:00, the end of your day. Was it finished?") == 1
    again = on.serves()
    ada.clicks("Done", on=working(ada))
    on.driver.kill(again)
    on.restarts_and_settles()
    tells(on, ada)
    assert answers(on)[0].timer_minutes is None
