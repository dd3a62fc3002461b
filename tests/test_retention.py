"""What is too old goes: words after ninety days, rows after twenty-four months by whole quarters; a dry run says it before."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot import keep, report
from bot.keep import retention
from bot.services import Keeping
from storage import ages, outbox
from storage.tables import Absence, Answer, CheckIn, Letter, Printed, Release, Seen, Team, Workspace, metadata
from storage.tables import Person as PersonRow
from tests.conftest import Cast, Running
from tests.conversing import answers_in_one_go, has_history, letters, quarter_of_triage, the_answer

NOTE = "the zebra crossed twice"
ENGINES = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


def counts(bot: Running) -> dict[str, int]:
    with bot.rows() as session:
        return {table.name: len(session.execute(table.select()).all()) for table in metadata.sorted_tables}


def gone(found: Iterable[keep.Old]) -> dict[tuple[str, str], int]:
    return {(old.table, old.what): old.count for old in found if old.count}


def rows_of(bot: Running, kind: Any) -> list[Any]:
    with bot.rows() as session:
        return list(session.exec(select(kind)))


def ada_answers_with_a_note(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    cast.ada.replies("triage, with AI, 40 min, no fixing, about usual")
    while "Anything to add" not in cast.ada.last().shown:
        cast.ada.clicks("Skip")
    cast.ada.replies(NOTE)


def lets_go(bot: Running, local: str) -> dict[tuple[str, str], int]:
    """A dry run at that time, and then what really went; they are the same."""
    bot.clock.is_at(local)
    before = counts(bot)
    told = gone(keep.too_old(bot.bot.services))
    assert counts(bot) == before
    assert gone(keep.let_go(bot.bot.services)) == told
    assert gone(keep.too_old(bot.bot.services)) == {}
    fewer = {name: before[name] - count for name, count in counts(bot).items() if count != before[name]}
    assert fewer == {table: told[table, what] for table, what in told if (table, what) in ROWS}
    return told


ROWS = {(age.table, age.what) for age in ages.ROWS}


@ENGINES
def test_words_are_kept_for_ninety_days_and_the_answer_for_longer(bot: Running, cast: Cast) -> None:
    ada_answers_with_a_note(bot, cast)
    bot.until("2026-07-13 09:00")
    lets_go(bot, "2026-10-05 12:00")
    assert the_answer(bot, cast.ada).note == NOTE
    told = lets_go(bot, "2026-10-07 12:00")
    assert told["answer", "notes in somebody's own words"] == 1
    answer = the_answer(bot, cast.ada)
    assert (answer.note, answer.minutes, answer.task_type) == (None, 40, "Bug triage")
    lets_go(bot, "2026-10-09 12:00")
    everything = "".join(str(row) for table in metadata.sorted_tables for row in bot_rows(bot, table))
    assert "zebra" not in everything


def bot_rows(bot: Running, table: Any) -> list[Any]:
    with bot.rows() as session:
        return list(session.execute(table.select()))


def test_an_answer_whose_conversation_is_gone_can_be_deleted_but_not_changed(bot: Running, cast: Cast) -> None:
    ada_answers_with_a_note(bot, cast)  # and no digest ever went out
    old = cast.ada.messages()[0]
    lets_go(bot, "2026-10-12 12:00")
    cast.ada.clicks("Change", on=old)
    assert "You can still delete it." in cast.ada.last().text
    cast.ada.clicks("Delete", on=old)
    assert rows_of(bot, Answer) == []


@ENGINES
def test_rows_go_after_twenty_four_months_and_by_whole_quarters(bot: Running, cast: Cast) -> None:
    ada_answers_with_a_note(bot, cast)
    cast.ada.runs("/candor out 9 July")
    bot.until("2026-07-09 15:00")
    answers_in_one_go(cast.cleo, "triage, without AI, 30 min, no fixing, about usual")
    for late in ("2028-07-10 12:00", "2028-09-30 12:00"):
        assert set(lets_go(bot, late)) & ROWS <= {("seen", "keys of what came in")}
    told = lets_go(bot, "2028-10-01 12:00")
    assert told["answer", "answers"] == 2
    assert told["absence", "days away"] == 1
    assert {"letter", "checkin"} <= {table for table, _ in told}
    assert rows_of(bot, Answer) == rows_of(bot, Absence) == []
    assert len(rows_of(bot, PersonRow)) == 6, "whoever is in a team stays"


@ENGINES
def test_people_who_are_in_no_team_go_with_the_last_row_of_theirs(bot: Running, cast: Cast) -> None:
    has_history(bot, [*quarter_of_triage([cast.zoe]), *quarter_of_triage([cast.gus], day="2026-10-01")])
    assert len(rows_of(bot, PersonRow)) == 8
    told = lets_go(bot, "2028-10-02 12:00")
    assert (told["answer", "answers"], told["person", "people who are in no team"]) == (10, 1)
    assert {row.user for row in rows_of(bot, PersonRow)} >= {cast.gus.id}
    assert lets_go(bot, "2029-01-02 12:00")["person", "people who are in no team"] == 1


def test_figures_that_were_printed_stay(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    bot.until("2026-07-13 09:00")
    printed = len(rows_of(bot, Printed))
    assert printed
    lets_go(bot, "2030-01-01 12:00")
    assert (len(rows_of(bot, Printed)), len(rows_of(bot, Release))) == (printed, 1)


def test_answers_that_go_mark_their_team_as_edited(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage([cast.ada]))
    lets_go(bot, "2028-09-30 12:00")
    assert [team.edited_at for team in rows_of(bot, Team)] == [None]
    lets_go(bot, "2028-10-01 12:00")
    assert [team.edited_at for team in rows_of(bot, Team)] == [bot.clock()]


@pytest.mark.parametrize("months", [12, 13, 24, 25])
def test_no_window_that_can_be_asked_for_loses_an_answer(months: int) -> None:
    for days in range(0, 800, 7):
        now = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=days)
        limits = retention._limits(Keeping(rows_months=months), now)
        windows = [report.window(name, now.date()) for name in report.WINDOWS]
        assert limits.day <= min(window.since for window in windows)
        assert limits.day <= (now - timedelta(days=months * 30)).date()
        assert (limits.day.month % 3, limits.day.day) == (1, 1)


def test_keys_of_what_came_in_go_after_a_month(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor hours")
    known = len(rows_of(bot, Seen))
    assert ("seen", "keys of what came in") not in lets_go(bot, "2026-08-05 12:00")
    assert lets_go(bot, "2026-08-07 12:00")["seen", "keys of what came in"] == known


@ENGINES
def test_what_waits_with_somebodys_words_for_so_long_is_given_up(bot: Running, cast: Cast) -> None:
    ada_answers_with_a_note(bot, cast)
    with bot.bot.services.store.begin() as session:
        for key, state in (("waits", outbox.PENDING), ("doubted", outbox.UNKNOWN)):
            session.add(_letter(session, bot, key, state))
    told = lets_go(bot, "2026-10-07 12:00")
    assert told["letter", "messages that were never sent"] == 2
    assert {letter.state for letter in letters(bot) if letter.key in ("waits", "doubted")} == {outbox.FAILED}
    assert all(letter.payload == {} for letter in letters(bot) if letter.key in ("waits", "doubted"))


def _letter(session: Session, bot: Running, key: str, state: str) -> Letter:
    person = session.exec(select(PersonRow)).first()
    assert person
    said: dict[str, Any] = {"kind": "answered", "way": "post", "payload": {"answer": NOTE}, "state": state}
    return Letter(workspace=bot.slack.team_id, key=key, lane=key, person_id=person.id, due_at=bot.clock(), **said)


def test_what_is_open_is_never_too_old(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    cast.ada.clicks("Answer here")
    lets_go(bot, "2030-01-01 12:00")
    assert "answering" in {row.state for row in rows_of(bot, CheckIn)}


# By itself, once a day


def test_a_turn_does_it_once_a_day(bot: Running, cast: Cast) -> None:
    ada_answers_with_a_note(bot, cast)
    bot.until("2026-10-06 12:00")
    assert the_answer(bot, cast.ada).note is None
    with bot.bot.services.store.begin() as session:
        session.get_one(Answer, the_answer(bot, cast.ada).id).note = NOTE
    bot.until("2026-10-06 23:00")
    assert the_answer(bot, cast.ada).note == NOTE
    bot.restart()
    bot.until("2026-10-06 23:30")
    assert the_answer(bot, cast.ada).note == NOTE
    bot.until("2026-10-07 12:00")
    assert the_answer(bot, cast.ada).note is None


def test_much_at_once_goes_a_little_in_each_turn(bot: Running, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan]))
    monkeypatch.setattr(retention, "BATCH", 4)
    monkeypatch.setattr(retention, "BATCHES", 3)
    bot.clock.is_at("2028-10-02 12:00")
    left = [30]
    while left[-1]:
        keep.turn(bot.bot.services)
        left.append(len(rows_of(bot, Answer)))
        assert len(left) < 10
    assert left[:3] == [30, 18, 6]
    keep.turn(bot.bot.services)
    before = len(rows_of(bot, Seen))
    keep.turn(bot.bot.services)
    assert len(rows_of(bot, Seen)) == before


def test_an_installation_may_keep_less_or_more(bot: Running, cast: Cast) -> None:
    ada_answers_with_a_note(bot, cast)
    bot.clock.is_at("2026-07-20 12:00")
    services = replace(bot.bot.services, keeping=Keeping(words_days=7, rows_months=12))
    assert gone(keep.too_old(services))["answer", "notes in somebody's own words"] == 1
    assert gone(keep.too_old(bot.bot.services)) == {}
    bot.clock.is_at("2027-10-01 12:00")
    assert gone(keep.too_old(services))["answer", "answers"] == 1
    assert ("answer", "answers") not in gone(keep.too_old(bot.bot.services))


@ENGINES
def test_an_admin_may_set_how_long_words_are_kept_in_their_workspace(bot: Running, cast: Cast) -> None:
    ada_answers_with_a_note(bot, cast)
    cast.root.runs("/candor admin keep words 7 days")
    lets_go(bot, "2026-07-14 12:00")
    assert the_answer(bot, cast.ada).note == NOTE
    assert lets_go(bot, "2026-07-15 12:00")["answer", "notes in somebody's own words"] == 1
    assert the_answer(bot, cast.ada).note is None


@ENGINES
def test_what_an_admin_sets_does_not_reach_another_workspace(bot: Running, cast: Cast) -> None:
    ada_answers_with_a_note(bot, cast)
    with bot.bot.services.store.begin() as session:
        session.add(Workspace(id="T0OTHER", words_days=1, rows_months=12))
    assert gone(keep.too_old(bot.bot.services)) == {}
    bot.until("2026-07-20 12:00")
    assert the_answer(bot, cast.ada).note == NOTE
    bot.clock.is_at("2027-10-01 12:00")
    assert ("answer", "answers") not in gone(keep.too_old(bot.bot.services))


def test_rows_an_admin_wants_gone_sooner_go_by_whole_quarters_and_the_privacy_page_says_so(bot: Running, cast: Cast) -> None:
    ada_answers_with_a_note(bot, cast)
    cast.root.runs("/candor admin keep answers 12 months")
    cast.ada.opens_home()
    cast.ada.clicks("What happens with my answers", on="home")
    assert cast.ada.form
    assert "when: 12 months, and to the end of that quarter." in cast.ada.form.shown
    assert ("answer", "answers") not in lets_go(bot, "2027-09-30 12:00")
    assert lets_go(bot, "2027-10-01 12:00")["answer", "answers"] == 1


def test_nonsense_in_the_database_keeps_a_year_and_a_day_at_least(bot: Running, cast: Cast) -> None:
    ada_answers_with_a_note(bot, cast)
    with bot.bot.services.store.begin() as session:
        row = session.get_one(Workspace, bot.slack.team_id)
        row.words_days, row.rows_months = -5, 0
    bot.clock.is_at("2027-06-30 12:00")
    assert ("answer", "answers") not in gone(keep.too_old(bot.bot.services))
