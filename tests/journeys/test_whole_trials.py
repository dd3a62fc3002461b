"""Whole trials in virtual time, from the form to the files: one with an effect, one with none, one declined, one stopped."""

from importlib import import_module
from pathlib import Path

import pytest

from bot.domain.registration import Stage, WhyOver
from sandbox import Person
from tests.conftest import Cast, Running
from tests.conversing import digests, has_history, letters, quarter_of_triage, readers
from tests.trying import (
    NAME,
    WITH,
    Work,
    always_alike,
    days,
    every_flip_is_what_the_seed_says,
    file_of,
    holds,
    joins,
    made,
    registers,
    results,
    trial_row,
)

COMMAND = f"/candor report trial {NAME}"
CAUSE = "A coin decided, so AI is the likely cause."


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """What computes takes a second or two to load, once in a process; Slack waits three."""
    for name in ("trialtables", "digest", "cells"):
        import_module(f"bot.domain.{name}")


@pytest.fixture(autouse=True)
def alike(monkeypatch: pytest.MonkeyPatch) -> None:
    always_alike(monkeypatch)


def six(cast: Cast) -> list[Person]:
    return [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo]


def begins(bot: Running, cast: Cast, people: list[Person], flips: int) -> str:
    """Registered on a Tuesday, from the next day on, and joined by these people; nobody else learns who."""
    key = registers(bot, cast.mo, flips, "2026-07-08", "2026-09-30")
    bot.turn()
    joins(people)
    bot.until("2026-07-08 00:01")
    assert trial_row(bot, key).state == Stage.RUNNING
    return key


def test_a_trial_with_an_effect_finds_it_and_all_that_follows_can_be_checked(bot: Running, cast: Cast, tmp_path: Path) -> None:
    people = six(cast)
    has_history(bot, quarter_of_triage(people))
    key = begins(bot, cast, people, 36)
    work = Work(bot, people, truth=0.6)
    work.weeks(days("2026-07-08", 3))
    bot.until("2026-07-13 09:00")
    assert f"• *{NAME}*: 18 of 36 flips, opens 1 October." in digests(cast.ada)[-1].shown
    assert f"{NAME}: 18 of 36 flips" in cast.ben.runs(COMMAND)
    work.weeks(["2026-07-14", "2026-07-16"])
    bot.until("2026-07-20 09:00")
    work.weeks(["2026-07-21"])
    row = trial_row(bot, key)
    assert (row.state, row.why_over) == (Stage.OVER, WhyOver.PLANNED)
    cards = [message.shown for person in readers(cast) for message in results(person)]
    assert len(cards) == 6, "each of them has it once, beside the announcement"
    assert len(set(cards)) == 1
    assert "took about 40 % less time than without" in cards[0]
    assert CAUSE in cards[0]
    assert holds(bot, key, 0.6)
    every_flip_is_what_the_seed_says(bot, key, people, tmp_path)
    assert "took about 40 % less time than without" in cast.ben.runs(COMMAND)
    assert "2 files come" in cast.ben.runs(f"{COMMAND} --csv")
    assert file_of(bot, cast.ben, "trial.csv").startswith("assigned,expected_minutes,minutes,tasks,people\nwith_ai,")
    bot.until("2026-07-27 09:00")
    assert f"• *{NAME}*: With AI, Bug triage took about 40 % less time than without" in digests(cast.ada)[-1].shown
    assert len(letters(bot, kind="trial_result")) == 6


def test_a_trial_without_an_effect_finds_none_also_after_a_restart(bot: Running, cast: Cast, tmp_path: Path) -> None:
    people = six(cast)[:5]
    key = begins(bot, cast, people, 30)
    work = Work(bot, people, truth=1.0, noise=0.5)
    work.weeks(["2026-07-08", "2026-07-09", "2026-07-14"])
    bot.restart()
    work.weeks(["2026-07-16", "2026-07-21", "2026-07-23"])
    (card,) = results(cast.mo)
    assert (trial_row(bot, key).result or {})["verdict"] in ("not_enough", "about_same")
    assert CAUSE not in card.shown
    assert holds(bot, key, 1.0)
    every_flip_is_what_the_seed_says(bot, key, people, tmp_path)


def test_a_trial_that_was_declined_too_often_is_no_proof_and_its_card_says_why(
    bot: Running, cast: Cast, tmp_path: Path
) -> None:
    people = six(cast)[:5]
    key = begins(bot, cast, people, 30)
    work = Work(bot, people, truth=0.6, declines=lambda way, number: way == WITH and number % 2 == 0)
    work.weeks(days("2026-07-08", 6))
    (card,) = results(cast.mo)
    said = "Not usable as proof. The coin was declined too often, or more often one way than the other."
    assert said in card.shown
    assert said in cast.ben.runs(COMMAND)
    assert CAUSE not in card.shown
    assert "*Declined*: about " in card.shown
    assert "confidential" not in card.shown.casefold(), "why somebody declined is nobody's business"
    every_flip_is_what_the_seed_says(bot, key, people, tmp_path)


def test_a_trial_that_is_stopped_early_says_so_and_why_wherever_it_is_read(bot: Running, cast: Cast, tmp_path: Path) -> None:
    people = six(cast)
    has_history(bot, quarter_of_triage(people))
    key = begins(bot, cast, people, 100)
    work = Work(bot, people, truth=0.6)
    work.weeks(days("2026-07-08", 4))
    cast.ada.runs("/candor start triage 40 min about usual")
    cast.mo.runs(f"/candor trial stop {NAME}")
    cast.mo.fills({"Why": "The contract <!channel> ended."})
    assert cast.mo.submits()
    cast.mo.closes()
    cast.ben.runs("/candor start triage 40 min about usual")
    bot.turn()
    assert results(cast.mo) == [], "one task is still open"
    assert len(made(bot, key)) == 25
    bot.clock.forward(minutes=30)
    cast.ada.clicks("Cancel")
    bot.turn()
    row = trial_row(bot, key)
    assert (row.state, row.why_over) == (Stage.STOPPED, WhyOver.STOPPED)
    said = "It was stopped early, on 13 July 2026. The reason that was given: The contract <!channel> ended."
    for person in people:
        (card,) = results(person)
        assert said in card.shown
        assert "<!channel>" not in str(card.blocks)
    assert said in cast.ben.runs(COMMAND)
    assert "Reason: The contract <!channel> ended." in cast.ben.runs("/candor trial")
    every_flip_is_what_the_seed_says(bot, key, people, tmp_path)
    bot.until("2026-07-20 09:00")
    assert "<!channel>" not in str(digests(cast.ada)[-1].blocks)
    line = next(line for line in digests(cast.ada)[-1].shown.splitlines() if line.startswith(f"• *{NAME}*: "))
    assert said in line
    assert line.endswith(f"All of it: {COMMAND}")
