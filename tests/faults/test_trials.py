"""Killed with -9 while the coin of a trial is thrown, and while a trial ends: one flip, one result, one card for everybody."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import col, select

from bot import app as house
from bot.domain import coin
from bot.domain.registration import Stage
from storage.database import Store
from storage.tables import Flip, Letter, Registration
from tests.faults.scene import KILLED, Driver, Scene, scene
from tests.faults.test_started import COMMITS, ENGINES, MOMENTS, MORNING, started
from tests.proving import SEED, has_flips, has_trial
from tests.trying import always_alike

START = "/candor start triage 40 min about usual"


@pytest.fixture(autouse=True)
def alike(monkeypatch: pytest.MonkeyPatch) -> None:
    always_alike(monkeypatch)


@pytest.fixture
def on(tmp_path: Path, database_url: str, driver: Driver) -> Iterator[Scene]:
    """Five people: of fewer, no coin is thrown."""
    with scene(tmp_path, database_url, driver, people=5) as prepared:
        prepared.clock.is_at(MORNING)
        yield prepared


def tried(on: Scene, each: int) -> str:
    """A trial all five have joined, with so many flips of each."""
    services = house.services(on.settings, on.clock)
    bot: Any = SimpleNamespace(clock=on.clock, bot=SimpleNamespace(services=services))
    key = has_trial(bot, *on.people)
    has_flips(bot, key, *on.people, each=each, effect=0.6)
    services.store.close()
    return key


def rows(on: Scene, key: str) -> tuple[Registration, list[Flip], list[Letter]]:
    store = Store(on.settings.database_url)
    with store.read() as session:
        trial = session.get_one(Registration, key)
        flips = list(session.exec(select(Flip).order_by(col(Flip.number))))
        found = trial, flips, list(session.exec(select(Letter).where(Letter.kind == "trial_result")))
    store.close()
    return found


@ENGINES
@MOMENTS
@COMMITS
def test_a_start_whose_reader_is_killed_flips_once(on: Scene, moment: str, number: int) -> None:
    key, ada = tried(on, 0), on.people[0]
    killed = on.serves(**{moment: number})
    ada.runs(START)
    assert on.driver.wait(killed) == KILLED
    again = on.serves()
    on.clock.forward(seconds=20)
    assert "What the coin says is in our direct messages" in ada.runs(START)
    on.driver.kill(again)
    on.restarts_and_settles()
    (flip,) = rows(on, key)[1]
    (task,) = started(on)
    assert (flip.number, flip.checkin_id, task.state) == (1, task.id, "working")
    assert (flip.id, flip.with_ai) == (coin.flip_key(key, flip.person_id, 1), coin.coin(SEED, flip.id))
    assert ada.sees().count("Working on: Bug triage") == 1


@ENGINES
@MOMENTS
def test_a_turn_that_is_killed_while_a_trial_ends_ends_it_once(on: Scene, moment: str) -> None:
    key, number = tried(on, 12), 1
    while on.run("turn", **{moment: number}) == KILLED:
        number += 1  # the next process dies one commit later
        on.clock.forward(minutes=2)
    on.restarts_and_settles()
    trial, flips, owed = rows(on, key)
    assert (trial.state, len(flips), len(owed)) == (Stage.OVER, 60, 5)
    assert number > 3
    for person in on.people:
        cards = [one.shown for one in person.messages() if "What came of it" in one.shown]
        assert len(cards) == 1
        assert "took about 40 % less time than without" in cards[0]
    assert on.counts().doubled == 0
