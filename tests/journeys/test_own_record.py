"""One's own record: times both ways with a range, own choices, the timer; by command and by button, for oneself alone."""

import re

import pytest

from bot.domain import volume
from sandbox import Person
from tests.conftest import Cast, Running
from tests.conversing import has_history

HEAD = "person,task_type,approach,minutes,fix_minutes,quality,size,finished_at"


def triage(person: Person, with_ai: float, without: float, each: int = 12, size: int = 3) -> list[str]:
    return [
        f"{person.id},Bug triage,{way},{minutes + n % 4},0,at,{size},2026-06-{1 + n:02}"
        for way, minutes in (("with_ai", with_ai), ("without_ai", without))
        for n in range(each)
    ]


def knows(bot: Running, rows: list[str]) -> None:
    from bot import transfer

    text = "\n".join([HEAD, *rows]).encode()
    transfer.take(bot.bot.services, "Support", [text], skip_bad=False, progress=lambda _: None)


@pytest.mark.usefixtures("bot")
def test_without_answers_there_is_nothing_to_say(cast: Cast) -> None:
    assert "You have not answered a check-in this year" in cast.ada.runs("/candor mine")


def test_fewer_than_ten_tasks_each_way_are_not_enough_and_no_figure_is_given(bot: Running, cast: Cast) -> None:
    knows(bot, triage(cast.ada, 20, 40, each=9))
    said = cast.ada.runs("/candor mine")
    assert "*Bug triage*: not enough yet. It takes ten tasks each way" in said
    assert "%" not in said


def test_enough_tasks_of_one_size_are_compared_with_a_range(bot: Running, cast: Cast) -> None:
    knows(bot, triage(cast.ada, 20, 40))
    said = cast.ada.runs("/candor mine")
    assert "*Bug triage*: less time with AI than on your similar tasks without. Best guess 48 % less time;" in said
    assert re.search(r"anything from 5\d % less time to 4\d % less time fits at 99 % \(observed, size-adjusted\)", said)
    assert "a lead, not proof" in said


def test_times_that_hardly_differ_settle_nothing(bot: Running, cast: Cast) -> None:
    rows = triage(cast.ada, 20, 22)
    knows(bot, [row.replace(",20,", ",90,") for row in rows])
    assert "*Bug triage*: not enough yet to tell. Best guess" in cast.ada.runs("/candor mine")


def test_it_is_made_of_nobody_elses_answers(bot: Running, cast: Cast) -> None:
    knows(bot, triage(cast.ada, 20, 40))
    before = cast.ada.runs("/candor mine")
    knows(bot, triage(cast.ben, 90, 10))
    assert cast.ada.runs("/candor mine") == before
    assert "more time with AI" in cast.ben.runs("/candor mine")
    assert "You have not answered a check-in this year" in cast.mo.runs("/candor mine")


def test_choices_are_named_and_how_often_ai_was_used_is_not(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    ada = cast.ada
    ada.replies("triage, without AI, 40 min, no fixing, about usual")
    ada.clicks("At")
    while "[Without AI]" not in ada.last().shown:
        ada.clicks("Skip")
    ada.clicks("Without AI")
    while "[Skip]" in ada.sees():
        ada.clicks("Skip")
    said = ada.runs("/candor mine")
    assert "*Your choices*: on 1 task you went without AI, with little or nothing to fix, and would do so again." in said
    knows(bot, triage(ada, 20, 40))
    said = ada.runs("/candor mine")
    assert "12" not in said
    assert not [line for line in said.splitlines() if volume.said(line)]


def test_the_button_opens_the_same_and_another_opens_their_own(bot: Running, cast: Cast) -> None:
    knows(bot, triage(cast.ada, 20, 40))
    cast.ada.opens_home()
    cast.ada.clicks("My own record", on="home")
    assert cast.ada.form is not None
    assert "less time with AI than on your similar tasks without" in cast.ada.form.shown
    cast.ben.opens_home()
    cast.ben.clicks("My own record", on="home")
    assert cast.ben.form is not None
    assert "You have not answered a check-in this year" in cast.ben.form.shown


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("name", ["zoe", "gus", "stranger_from_elsewhere"])
def test_strangers_guests_and_other_workspaces_get_one_sentence(cast: Cast, name: str) -> None:
    assert "You are not in a team here." in getattr(cast, name).runs("/candor mine")


def test_answers_of_another_year_are_not_in_it(bot: Running, cast: Cast) -> None:
    has_history(bot, [f"{cast.ada.id},Bug triage,with_ai,40,0,at,2025-12-31"])
    assert "You have not answered a check-in this year" in cast.ada.runs("/candor mine")
