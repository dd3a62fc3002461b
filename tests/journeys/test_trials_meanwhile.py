"""What happens to a team while its trial runs: somebody is forgotten, it gets another name, clocks change, a second trial."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from bot.domain import coin
from bot.domain.refusal import Refusal
from bot.domain.registration import Stage
from storage.tables import Registration, Team
from tests.conftest import SUPPORT, Cast, Running
from tests.proving import SEED, has_flips, has_trial
from tests.trying import (
    NAME,
    Work,
    always_alike,
    every_flip_is_what_the_seed_says,
    file_of,
    holds,
    joins,
    made,
    registers,
    results,
    trial_row,
)

START = "/candor start triage {} min about usual"


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """What computes takes a second or two to load, once in a process; Slack waits three."""
    import_module("bot.domain.trialtables")


@pytest.fixture(autouse=True)
def alike(monkeypatch: pytest.MonkeyPatch) -> None:
    always_alike(monkeypatch)


def test_somebody_forgotten_takes_their_flips_along_and_the_result_stays_right_under_the_teams_new_name(
    bot: Running, cast: Cast, tmp_path: Path
) -> None:
    people = [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo]
    bot.clock.is_at("2026-07-08 08:00")
    key = has_trial(bot, *people, flips=50)
    has_flips(bot, key, *people, each=8, effect=0.6)
    bot.turn()
    before = {flip.id for flip in made(bot, key)}
    cast.dan.runs("/candor forget-me")
    cast.dan.clicks("Delete everything")
    assert len(made(bot, key)) == 40
    cast.mo.runs("/candor team edit")
    cast.mo.fills({"Name of the team": "Helpdesk"})
    assert cast.mo.submits()
    cast.mo.closes()
    people.remove(cast.dan)
    Work(bot, people, truth=0.6).weeks(["2026-07-13", "2026-07-14"])
    assert len(made(bot, key)) == 50
    (card,) = results(cast.ada)
    assert f"*{NAME} · Helpdesk*" in card.shown
    assert "50 flips were made." in card.shown
    assert "took about 40 % less time than without" in card.shown
    assert holds(bot, key, 0.6)
    every_flip_is_what_the_seed_says(bot, key, people, tmp_path)
    gone = before - {flip.id for flip in made(bot, key)}
    assert len(gone) == 8
    assert not any(mark in file_of(bot, cast.ada, "flips.csv") for mark in gone)
    assert "took about 40 % less" in cast.ben.runs(f"/candor report Helpdesk trial {NAME}")


CLOCKS = {
    "an hour more in autumn": ("Europe/Berlin", "2026-10-25", "2026-10-24 22:00", "2026-10-25 23:00"),
    "an hour less in spring": ("Europe/Berlin", "2027-03-28", "2027-03-27 23:00", "2027-03-28 22:00"),
    "a day that begins at one": ("America/Santiago", "2026-09-06", "2026-09-06 04:00", "2026-09-07 03:00"),
    "a day whose first hour comes twice": ("America/Havana", "2026-11-01", "2026-11-01 04:00", "2026-11-02 05:00"),
}


@pytest.mark.parametrize(("zone", "day", "begins", "over"), CLOCKS.values(), ids=CLOCKS.keys())
def test_on_a_day_on_which_clocks_change_the_coin_is_thrown_all_day_and_not_a_minute_longer(
    bot: Running, cast: Cast, zone: str, day: str, begins: str, over: str
) -> None:
    people = [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli]
    first, end = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (begins, over))
    bot.apply(SUPPORT.replace("Europe/Berlin", zone))
    bot.clock.moment = first - timedelta(days=2)
    key = registers(bot, cast.mo, 20, day, day)
    bot.turn()
    joins(people)
    minute = timedelta(minutes=1)
    for number, (moment, flips) in enumerate(((first - minute, 0), (first, 1), (end - minute, 2), (end, 2)), 1):
        bot.clock.moment = moment
        bot.turn()
        cast.ada.runs(START.format(30 + number))
        assert len(made(bot, key)) == flips, moment
        cast.ada.clicks("Cancel")
    assert trial_row(bot, key).over_at is None or trial_row(bot, key).over_at == end
    bot.turn()
    assert (trial_row(bot, key).state, trial_row(bot, key).why_over) == (Stage.OVER, "last_day")


def in_zone(bot: Running, zone: str) -> None:
    bot.apply(SUPPORT.replace("Europe/Berlin", zone))
    bot.turn()


def test_a_team_that_gets_another_time_zone_has_its_trials_days_there(bot: Running, cast: Cast) -> None:
    people = [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli]
    key = registers(bot, cast.mo, 20, "2026-07-09", "2026-07-10")
    bot.turn()
    joins(people)
    in_zone(bot, "Asia/Tokyo")
    for local, state in (("2026-07-08 23:59", Stage.REGISTERED), ("2026-07-09 00:00", Stage.RUNNING)):
        bot.until(local, "Asia/Tokyo")
        assert trial_row(bot, key).state == state
    for number, zone in enumerate(("America/New_York", "Asia/Tokyo")):
        in_zone(bot, zone)
        assert "0 of 20 flips, opens 11 July." in cast.ada.runs(f"/candor report trial {NAME}")
        cast.ada.runs(START.format(30 + number))
        cast.ada.clicks("Cancel")
        assert len(made(bot, key)) == number, "in New York its first day has not begun"
    for local, state in (("2026-07-10 23:59", Stage.RUNNING), ("2026-07-11 00:00", Stage.OVER)):
        bot.until(local, "Asia/Tokyo")
        assert trial_row(bot, key).state == state


def test_what_an_open_trial_is_about_stays_one_of_its_teams_kinds_of_task(bot: Running, cast: Cast) -> None:
    key, kinds = has_trial(bot), {"Kinds of task": "Reading\nCustomer reply\nWeekly report\nEscalation"}
    said = f"The trial {NAME} is about “Bug triage”, so that stays until the trial is over. You can stop it early."
    cast.mo.runs("/candor team edit")
    cast.mo.fills(kinds)
    assert not cast.mo.submits()
    assert cast.mo.form
    assert cast.mo.form.errors == {"Kinds of task": said}
    with pytest.raises(Refusal, match='a trial about "Bug triage" is open, so that kind of task stays until it is over'):
        bot.apply(SUPPORT.replace('"Bug triage"', '"Reading"'))
    bot.apply(SUPPORT.replace('"Escalation"', '"Reading"'))
    with bot.bot.services.store.begin() as session:
        session.get_one(Registration, key).state = Stage.STOPPED
    assert cast.mo.submits()
    with bot.rows() as session:
        assert "Bug triage" not in session.get_one(Team, trial_row(bot, key).team_id).task_types


def test_of_two_trials_of_one_kind_the_first_has_its_flips_and_then_the_second(bot: Running, cast: Cast) -> None:
    people = [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]
    bot.apply(SUPPORT.replace("Support", "Night shift"))
    bot.clock.is_at("2026-07-08 09:00")
    first = has_trial(bot, *people, flips=2)
    bot.clock.forward(minutes=5)
    second = has_trial(bot, *people, flips=20, team="Night shift")
    for number in range(4):
        said = cast.ada.runs(START.format(30 + number))
        assert "What the coin says is in our direct messages" in said
        bot.clock.forward(minutes=5)
        cast.ada.clicks("Cancel")
    for key in (first, second):
        flips = made(bot, key)
        assert [flip.number for flip in flips] == [1, 2]
        assert [flip.with_ai for flip in flips] == [coin.coin(SEED, flip.id) for flip in flips]
    assert len({flip.id for key in (first, second) for flip in made(bot, key)}) == 4
    with bot.rows() as session:
        teams = {session.get_one(Team, session.get_one(Registration, key).team_id).name for key in (first, second)}
    assert teams == {"Support", "Night shift"}
    bot.turn()
    assert trial_row(bot, first).over_at is not None
    assert trial_row(bot, second).over_at is None


def test_a_trial_that_is_stopped_before_its_first_flip_says_so(bot: Running, cast: Cast) -> None:
    key = registers(bot, cast.mo, 20, "2026-07-09", "2026-09-30")
    cast.mo.runs(f"/candor trial stop {NAME}")
    cast.mo.fills({"Why": "Nobody has the time."})
    assert cast.mo.submits()
    cast.mo.closes()
    bot.turn()
    bot.clock.forward(seconds=5)
    bot.turn()
    assert trial_row(bot, key).state == Stage.STOPPED
    (card,) = results(cast.ada)
    assert "0 flips were made." in card.shown
    assert "The reason that was given: Nobody has the time." in card.shown
    assert "Flips (CSV)" not in card.shown
