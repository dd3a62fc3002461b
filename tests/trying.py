"""A whole trial as a team lives it: registered by a form, joined, its tasks started, done and told, and checked by anybody.

What is told is made of what was expected, the truth of each way and a noise that follows from who it is and which of their
tasks: nothing here depends on chance, so a trial goes the same in every run.
"""

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import coin
from bot.prove import registering
from sandbox import Message, Person
from storage import base
from storage.tables import Flip, Registration
from tests.conftest import ROOT, Running
from tests.conversing import skips_the_rest
from tests.proving import SEED

NAME = "Triage by coin"
WITH, WITHOUT = "with AI", "without AI"
Declines = Callable[[str, int], bool]  # which way it is to be, and which of somebody's tasks


def always_alike(patch: pytest.MonkeyPatch, seed: str = SEED) -> None:
    """Keys and seeds that are drawn come in one order, so that every coin falls alike in every run."""
    drawn = count()
    patch.setattr(base, "token_urlsafe", lambda _bytes: sha256(f"drawn/{next(drawn)}".encode()).hexdigest()[:22])
    patch.setattr(registering, "token_hex", lambda _bytes: seed)


def registers(bot: Running, owner: Person, flips: int, first: str, last: str, **more: str) -> str:
    """By the real form, over the preview, with so many flips; gives its key."""
    owner.opens_home()
    owner.clicks("Trials", on="home")
    owner.clicks("Register a trial", on="form")
    owner.fills({"Kind of task": "Bug triage", "First day": first, "Last day": last, "Name": NAME, **more})
    assert owner.submits()
    assert owner.form
    assert "What it takes" in owner.form.shown
    owner.fills({"Planned flips of the coin": str(flips)})
    assert owner.submits()
    owner.closes()
    with bot.rows() as session:
        return str(session.exec(select(Registration.id).where(Registration.name == more.get("Name", NAME))).one())


def joins(people: Sequence[Person]) -> None:
    """Each by the button of the announcement."""
    for person in people:
        assert "A trial is registered" in person.sees()
        person.clicks("Join")


@dataclass
class Work:
    """How a team does its tasks: with AI they take `truth` times as long, give or take `noise`."""

    bot: Running
    people: Sequence[Person]
    truth: float = 1.0
    noise: float = 0.1
    declines: Declines = lambda _way, _number: False
    told: int = 0

    def round(self) -> None:
        """Each of them starts a task, does it as the coin says or declines, and tells of it."""
        for person in self.people:
            person.runs(f"/candor start triage {self._expected} min about usual")
        self.bot.clock.forward(minutes=50)
        for person in self.people:
            self._tells(person)
        self.told += 1

    def weeks(self, days: Sequence[str]) -> None:
        """A round in the morning of each of these days, and a turn after it."""
        for day in days:
            self.bot.clock.is_at(f"{day} 09:00")
            self.round()
            self.bot.turn()

    @property
    def _expected(self) -> int:
        return 40 + 10 * (self.told % 4)

    def _tells(self, person: Person) -> None:
        task = working(person)
        way = said_way(task)
        done = way
        if self.declines(way, self.told):
            person.replies("decline: confidential", to=task)
            done = WITHOUT if way == WITH else WITH
        minutes = round(self._expected * (self.truth if done == WITH else 1) * self._luck(person))
        if self.told == 0 and person is self.people[0]:
            self._by_form(person, task, done, minutes)
            return
        person.replies(f"done, {done}, {minutes} min, no fixing", to=task)
        skips_the_rest(person)

    def _by_form(self, person: Person, task: Message, done: str, minutes: int) -> None:
        person.clicks("Done", on=task)
        person.clicks("Open form")
        time = "Your own working time, from start to handover, without waiting or breaks?"
        person.fills({"How did you do it?": f"{done[0].upper()}{done[1:]}", time: "Other"})
        person.fills({"Another time": f"{minutes} min"})
        person.fills({"Did anything have to be fixed or redone afterwards?": "No"})
        assert person.submits()
        assert person.submits()

    def _luck(self, person: Person) -> float:
        """Between 1/e and e to the power of the noise, evenly."""
        drawn = sha256(f"{person.id}/{self.told}".encode()).digest()[0] / 255
        return math.exp(self.noise * (2 * drawn - 1))


def working(person: Person) -> Message:
    """The message of the task that runs."""
    return next(one for one in reversed(person.messages()) if one.thread_ts is None and "Working on" in one.shown)


def said_way(task: Message) -> str:
    found = re.search(r"The (?:coin|balance) says: (with AI|without AI)\.", task.shown.replace("*", ""))
    assert found, task.shown
    return found[1]


def results(person: Person) -> list[Message]:
    """The result letters somebody has."""
    return [message for message in person.messages() if "What came of it" in message.shown]


def trial_row(bot: Running, key: str) -> Registration:
    with bot.rows() as session:
        row: Registration = session.get_one(Registration, key)
        return row


def made(bot: Running, key: str) -> list[Flip]:
    with bot.rows() as session:
        query = select(Flip).where(Flip.registration_id == key)
        return sorted(session.exec(query), key=lambda flip: (flip.person_id, flip.number))


def file_of(bot: Running, person: Person, name: str) -> str:
    """The newest file of that name in somebody's direct messages."""
    there = [file for message in person.messages() for file in message.files if file["name"] == name]
    return (bot.slack.space.files[there[-1]["id"]].content or b"").decode()


def checks_the_coin(folder: Path, flips_csv: str, card: str) -> None:
    """By the lines of docs/trials.md, with the two codes from the card."""
    codes = {name: re.search(rf"\*{name}\*: ([0-9a-f]{{64}})", card) for name in ("Seed", "Hash of the seed")}
    assert all(codes.values()), card
    text = (ROOT / "docs" / "trials.md").read_text(encoding="utf-8")
    lines = text.split("<!-- check: tested -->\n```python\n")[1].split("```")[0]
    seed, published = (found[1] for found in codes.values() if found)
    lines = lines.replace('seed = "…"', f'seed = "{seed}"').replace('published = "…"', f'published = "{published}"')
    (folder / "flips.csv").write_text(flips_csv, encoding="utf-8")
    ran = subprocess.run([sys.executable, "-c", lines], cwd=folder, check=False, capture_output=True, text=True)
    assert ran.stdout == "every flip is what the seed says\n", ran.stderr


def own_flips(bot: Running, person: Person) -> list[dict[str, Any]]:
    """What somebody's own data say of their flips, in their order."""
    person.runs("/candor mydata")
    name = person.last().files[0]["name"]
    told = json.loads(file_of(bot, person, name))["flips of a coin"]
    return sorted(told, key=lambda one: (one["trial"], one["which of yours there, from 1"]))


def every_flip_is_what_the_seed_says(bot: Running, key: str, people: Sequence[Person], folder: Path) -> None:
    """From the files and the card alone: all flips by anybody, and each person's own with their balance."""
    reader = people[0]
    card = results(reader)[-1].shown
    reader.clicks("Flips (CSV)", on=results(reader)[-1])
    text = file_of(bot, reader, "flips.csv")
    checks_the_coin(folder, text, card)
    published = {line.split(",")[0]: line.split(",")[1:] for line in text.splitlines()[1:]}
    assert len(published) == len(made(bot, key))
    seed, found = trial_row(bot, key).seed or "", set[str]()
    for person in people:
        with_ai = without = 0
        own = [one for one in own_flips(bot, person) if one["trial"] == trial_row(bot, key).name]
        assert [one["which of yours there, from 1"] for one in own] == list(range(1, len(own) + 1))
        for one in own:
            mark = one["key of the flip"]
            expected = coin.flip(coin.coin(seed, mark), with_ai, without)
            assert (one["it said with AI"], one["decided by the balance"]) == (expected.with_ai, expected.forced)
            assert published[mark][1:] == [str(expected.forced), "with_ai" if expected.with_ai else "without_ai"]
            with_ai, without = with_ai + expected.with_ai, without + (not expected.with_ai)
            found.add(mark)
    assert found == set(published)


def holds(bot: Running, key: str, truth: float) -> bool:
    """Whether the range that was printed holds it."""
    assigned = (trial_row(bot, key).result or {})["assigned"]
    return bool(assigned["low"] <= truth <= assigned["high"])


def days(first: str, many: int) -> list[str]:
    """So many working days from one on."""
    begun = date.fromisoformat(first)
    return [day.isoformat() for n in range(2 * many + 2) if (day := begun + timedelta(days=n)).weekday() < 5][:many]
