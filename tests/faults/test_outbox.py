"""Killed with -9 at every point of a fan-out, and started again: everybody was asked once, nobody twice."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from sandbox import Fault, Gate, Storm
from tests.faults.scene import KILLED, Driver, Scene, all_were_asked_once, scene

ENGINES = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
WEATHER = [(Fault.accept_then_drop(), 0.1), (Fault.reset(), 0.1), (Fault.rate_limited(20), 0.1), (Fault.html(502), 0.1)]


@ENGINES
@pytest.mark.parametrize("moment", ["before_commit", "after_commit"])
def test_a_kill_at_any_commit_of_a_turn_asks_everybody_once(on: Scene, moment: str) -> None:
    step = 1 if on.settings.database_url.startswith("sqlite") else 2  # what lies between has the same code before it
    for number in count(1, step):
        on.next_day()
        ended = on.run("turn", **{moment: number})
        on.restarts_and_settles()
        all_were_asked_once(on)
        if ended == 0:
            break  # the turn has no such commit any more: it was killed at each of them
        assert ended == KILLED
    assert number > 2 * len(on.people)


def never_accepted(gate: Gate) -> Fault:
    return Fault.drop().at(gate)


def accepted_late(gate: Gate) -> Fault:
    """The request was on its way when its sender died."""
    return Fault.slow(gate)


def accepted(gate: Gate) -> Fault:
    return Fault.accept_then_slow(gate)


@ENGINES
def test_a_kill_while_slack_is_being_told_asks_everybody_once(on: Scene) -> None:
    for fault in (never_accepted, accepted_late, accepted):
        for before in range(len(on.people)):  # the first, in the middle, and the last
            on.next_day()
            killed_while_posting(on, fault, before)
            on.restarts_and_settles()
            all_were_asked_once(on)


def killed_while_posting(on: Scene, fault: Callable[[Gate], Fault], before: int = 0) -> None:
    """The process is killed while Slack has its post, after `before` that went well."""
    gate = Gate()
    on.slack.faults.add("chat.postMessage", fault(gate), spared=before)
    child = on.start("turn")
    gate.arrived()
    assert on.driver.kill(child) == KILLED
    gate.open()


@pytest.mark.parametrize(("first", "second"), [(accepted, None), (never_accepted, accepted), (never_accepted, None)])
def test_a_kill_while_doubt_is_being_settled_asks_everybody_once(
    on: Scene, first: Callable[[Gate], Fault], second: Callable[[Gate], Fault] | None
) -> None:
    on.next_day()
    killed_while_posting(on, first)
    on.clock.forward(minutes=5)
    if second:
        killed_while_posting(on, second)
    else:
        assert on.run("turn", after_commit=3) == KILLED
    on.restarts_and_settles()
    all_were_asked_once(on)


def test_a_letter_whose_sender_is_killed_twice_before_slack_has_it_still_arrives(on: Scene) -> None:
    on.next_day()
    for _ in range(2):
        killed_while_posting(on, never_accepted)
        on.clock.forward(minutes=5)
    on.restarts_and_settles()
    all_were_asked_once(on)


@pytest.mark.parametrize(
    "fault",
    [
        Fault.drop(),
        Fault.accept_then_drop(),
        Fault.reset(),
        Fault.accept_then_reset(),
        Fault.rate_limited(40),
        Fault.status(500),
        Fault.status(500).after(),
        Fault.html(502),
        Fault.html(502).after(),
        Fault.status(503),
        Fault.not_json(),
        Fault.not_json().after(),
        Fault.error("internal_error").after(),
    ],
    ids=lambda fault: f"{fault.name}-{'accepted' if fault.accepts else 'not'}",
)
def test_whatever_goes_wrong_with_a_post_everybody_is_asked_once(on: Scene, fault: Fault) -> None:
    on.next_day()
    on.slack.faults.add("chat.postMessage", fault, spared=1)
    with on.slack.faults.outage("auth.test", Fault.status(503)):
        assert on.run("turn") == 0
    on.restarts_and_settles()
    all_were_asked_once(on)
    assert on.slack.too_early == []


@ENGINES
def test_two_processes_on_one_database_ask_forty_people_once(tmp_path: Path, database_url: str, driver: Driver) -> None:
    with scene(tmp_path, database_url, driver, people=40) as on:
        on.next_day()
        gate = Gate()
        on.slack.faults.add("chat.postMessage", Fault.slow(gate))
        first = on.start("turn")
        gate.arrived()  # the first has a letter in its hand when the second begins
        second = on.start("turn")
        gate.open()
        assert [on.driver.wait(child) for child in (first, second)] == [0, 0]
        on.restarts_and_settles()
        all_were_asked_once(on)


@ENGINES
def test_a_storm_over_two_processes_of_which_one_is_killed_asks_everybody_once(on: Scene) -> None:
    for seed in range(3):
        on.next_day()
        on.slack.faults.storm = Storm(seed, WEATHER)
        gate = Gate()
        on.slack.faults.add("chat.postMessage", Fault.accept_then_slow(gate))
        killed, other = on.start("turn"), on.start("turn")
        gate.arrived()
        on.driver.kill(killed)
        gate.open()
        assert on.driver.wait(other) == 0
        on.slack.faults.storm = None
        on.restarts_and_settles()
        all_were_asked_once(on)
