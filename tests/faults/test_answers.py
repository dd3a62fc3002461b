"""Killed with -9 while somebody answers: Slack's retry, or the same press again, makes one answer and no second question."""

from collections import Counter

import pytest

from sandbox import Message, Person
from tests.conversing import fills_first_page
from tests.faults.scene import KILLED, Child, Scene

ENGINES = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
MOMENTS = pytest.mark.parametrize("moment", ["before_commit", "after_commit"])
CHOICES = ("Answer here", "Bug triage", "About usual", "Without AI", "45 min", "Skip")
MOST_PRESSES = 12


def asked_today(on: Scene) -> Person:
    """A new day, and its check-in has been sent."""
    on.next_day()
    assert on.run("turn") == 0
    return on.people[0]


def choice(message: Message) -> str | None:
    """What she presses next."""
    return next((label for label in CHOICES if label in message.buttons), None)


def clicks_on(ada: Person) -> None:
    """She answers what is still asked, by buttons alone."""
    for _ in range(MOST_PRESSES):
        if label := choice(ada.last()) or choice(prompt(ada)):
            ada.clicks(label)


def prompt(ada: Person) -> Message:
    return [message for message in ada.messages() if message.thread_ts is None][-1]


def one_answer_for_each_day(on: Scene, ada: Person, child: Child) -> None:
    """She has answered to the end, everything that is owed was said, and nothing twice."""
    on.driver.kill(child)
    on.restarts_and_settles()
    assert on.stored() == (on.days * len(on.people), on.days)
    assert prompt(ada).shown.startswith("Saved: ")
    said = Counter(one.shown for one in ada.messages() if one.thread_ts == prompt(ada).ts)
    assert [words for words, times in said.items() if times > 1] == []
    assert on.counts().doubled == 0


@ENGINES
@MOMENTS
def test_a_reply_whose_reader_is_killed_is_taken_once_when_slack_brings_it_again(on: Scene, moment: str) -> None:
    for number in (1, 2, 3):  # what was said, the claim of the next question, and where that is
        ada = asked_today(on)
        before = on.serves()
        for label in CHOICES[:4]:
            ada.clicks(label)
        on.driver.kill(before)
        killed = on.serves(**{moment: number})
        ada.replies("40 min")
        assert on.driver.wait(killed) == KILLED
        assert not on.slack.deliveries[-1].ok
        again = on.serves()
        assert [one.ok for one in on.slack.retries()] == [True]
        on.restarts_and_settles()
        one_answer_for_each_day_after(on, ada, again)


def one_answer_for_each_day_after(on: Scene, ada: Person, child: Child) -> None:
    clicks_on(ada)
    one_answer_for_each_day(on, ada, child)


@ENGINES
@MOMENTS
def test_a_press_whose_reader_is_killed_can_be_pressed_again(on: Scene, moment: str) -> None:
    ada = asked_today(on)
    for _ in range(MOST_PRESSES):
        label = choice(ada.last()) or choice(prompt(ada))
        if label is None:
            break
        killed = on.serves(**{moment: 1})
        message = ada.last() if choice(ada.last()) else prompt(ada)
        ada.clicks(label, on=message)
        assert on.driver.wait(killed) == KILLED
        again = on.serves()
        ada.clicks(label, on=message)  # the window before her still shows it
        on.driver.kill(again)
    one_answer_for_each_day(on, ada, on.serves())


@MOMENTS
def test_a_form_whose_reader_is_killed_can_be_submitted_again(on: Scene, moment: str) -> None:
    ada = asked_today(on)
    first = on.serves()
    ada.clicks("Open form")
    fills_first_page(ada, how="Without AI")
    assert ada.submits()
    on.driver.kill(first)
    killed = on.serves(**{moment: 1})
    assert not ada.submits()
    assert on.driver.wait(killed) == KILLED
    again = on.serves()
    assert ada.submits()
    assert ada.form is None
    one_answer_for_each_day(on, ada, again)


def test_over_a_socket_too_a_reply_is_taken_once(on: Scene) -> None:
    ada = asked_today(on)
    on.driver.kill(talks_by_socket(on, ada))
    killed = on.start("socket", after_commit=1)
    on.slack.wait_connected()
    ada.replies("40 min")
    assert on.driver.wait(killed) == KILLED
    assert not on.slack.deliveries[-1].ok
    again = on.start("socket")
    on.slack.wait_connected()
    assert [one.ok for one in on.slack.retries()] == [True]
    on.restarts_and_settles()
    one_answer_for_each_day_after(on, ada, again)


def talks_by_socket(on: Scene, ada: Person) -> Child:
    child = on.start("socket")
    on.slack.wait_connected()
    for label in CHOICES[:4]:
        ada.clicks(label)
    return child
