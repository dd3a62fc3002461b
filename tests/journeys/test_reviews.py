"""Blind review, whole weeks of it: attached by its author, drawn by chance, judged by a colleague who is told nothing else."""

import pytest
from sqlmodel import select

from storage import works
from storage.tables import Answer, Review, Team
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import answers_in_one_go, answers_of, letters
from tests.reviewing import (
    ATTACH,
    FIELD,
    SAID,
    STANDARD,
    WAITING,
    WITHOUT,
    finishes,
    form,
    gives,
    is_drawn,
    key_of,
    looks,
    reviews,
    reviews_of,
    sets_standard,
    told,
    volunteers,
    works_of,
)


def test_an_owner_writes_the_standard_and_nobody_else(bot: Running, cast: Cast) -> None:
    assert "Only an owner of that team" in cast.ada.runs("/candor review standard")
    assert not sets_standard(cast.mo, pieces="40")
    assert not sets_standard(cast.mo, words="")
    assert sets_standard(cast.mo)
    assert "Support reviews at most 4 pieces of work a week." in form(cast.mo)
    cast.ada.runs("/candor review")
    assert "at most 4 pieces a week are reviewed. Only those who say so review." in form(cast.ada)
    with bot.rows() as session:
        assert session.exec(select(Team)).one().standard == {"": STANDARD}


def test_a_kind_of_task_may_have_a_standard_of_its_own(bot: Running, cast: Cast) -> None:
    cast.mo.opens_home()
    cast.mo.clicks("Reviews", on="home")
    cast.mo.clicks("Standard", on="form")
    cast.mo.fills({"Pieces reviewed a week, 0 to 20": "2", "Only for Bug triage": "It can be done again."})
    assert cast.mo.submits()
    with bot.rows() as session:
        assert session.exec(select(Team)).one().standard == {"Bug triage": "It can be done again."}


def test_nothing_is_to_be_attached_where_nobody_reviews(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)
    assert ATTACH not in cast.ada.sees()


@pytest.mark.usefixtures("reviewing")
def test_an_author_attaches_replaces_and_takes_back(bot: Running, cast: Cast) -> None:
    finishes(cast.ada, "The first draft.")
    assert [work.text for work in works_of(bot)] == ["The first draft."]
    cast.ada.clicks("Attached work")
    assert "without your name and without how it was made" in form(cast.ada)
    cast.ada.fills({FIELD: "https://example.org/reply"})
    assert cast.ada.submits()
    assert [work.text for work in works_of(bot)] == ["https://example.org/reply"]
    cast.ada.clicks("Attached work")
    cast.ada.fills({FIELD: None})
    assert cast.ada.submits()
    assert works_of(bot) == []
    assert ATTACH in cast.ada.sees()


@pytest.mark.usefixtures("reviewing")
def test_a_volunteer_reads_the_work_and_the_standard_and_nothing_else(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli, "I told them <!channel> *where* it broke.")
    assert WAITING in cast.eli.sees()
    shown = looks(cast.eli)
    for words in ("Bug triage", STANDARD, "I told them <!channel> *where* it broke."):
        assert words in shown
    assert not [word for word in ("Ada", "U0ADA", "with AI ·", "40 min", "7 July") if word in shown]
    gives(cast.eli, "4 – above it", can_tell=True)
    assert "No work is waiting for your review." in form(cast.eli)
    (given,) = reviews_of(bot)
    assert (given.state, given.score, given.can_tell) == ("given", 4, True)
    with bot.rows() as session:
        (answer,) = answers_of(session, cast.ada)
        assert works.scores(session, [answer.id]) == {}
        assert given.reviewed_at
        assert answer.answered_at < given.reviewed_at


def test_scores_count_together_once_five_people_have_given_them(bot: Running, cast: Cast) -> None:
    assert sets_standard(cast.mo, "10")
    bot.until("2026-07-07 15:00")
    everybody = [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo]
    volunteers(*everybody)
    for one in everybody:
        finishes(one, "One.")
    bot.until("2026-07-13 09:00")
    counted: list[Review] = []
    for number, reviewer in enumerate(everybody, 1):
        bot.clock.forward(minutes=1)
        for _ in [one for one in reviews_of(bot) if one.person_id == key_of(bot, reviewer)]:
            reviews(reviewer)
        counted = [one for one in reviews_of(bot) if one.state == "counted"]
        assert not (counted and number < 5)
    assert len({one.person_id for one in counted}) >= 5
    assert len({one.work_id for one in counted}) >= 5
    with bot.rows() as session:
        theirs = {work.id: work.answer_id for work in works_of(bot)}
        every = session.exec(select(Answer)).all()
        assert set(works.scores(session, [one.id for one in every])) == {theirs[one.work_id] for one in counted}
        moment = max(one.reviewed_at for one in counted if one.reviewed_at)
        assert {one.answered_at for one in every if one.id in works.scores(session, [one.id])} == {moment}
        assert session.exec(select(Team)).one().edited_at == moment


@pytest.mark.usefixtures("reviewing")
def test_nobody_is_told_who_has_not_said_that_they_review_and_nobody_gets_their_own(bot: Running, cast: Cast) -> None:
    volunteers(cast.ada)
    finishes(cast.ada, "Mine.")
    finishes(cast.cleo, "Hers.", WITHOUT)
    bot.until("2026-07-13 09:00")
    assert told([cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo]) == ["Ada Lovelace"]
    (given,) = reviews_of(bot)
    assert given.person_id == key_of(bot, cast.ada)
    assert "Hers." in looks(cast.ada)


@pytest.mark.usefixtures("reviewing")
def test_somebody_is_told_once_a_week_and_not_again_within_it(bot: Running, cast: Cast) -> None:
    volunteers(cast.eli)
    finishes(cast.ada, "One.")
    for moment in ("2026-07-13 09:00", "2026-07-13 12:00", "2026-07-15 09:00"):
        bot.until(moment)
    assert [one.shown for one in cast.eli.messages() if WAITING in one.shown] == [cast.eli.last().shown]
    assert len(letters(bot, kind="reviewing")) == 1
    assert {letter.kind: letter.payload for letter in letters(bot, kind="reviewing")} == {"reviewing": {}}


@pytest.mark.usefixtures("reviewing")
def test_no_more_than_two_a_week_go_to_one_person_and_every_third_to_two(bot: Running, cast: Cast) -> None:
    volunteers(cast.eli, cast.mo, cast.ben)
    for person, said in ((cast.ada, SAID), (cast.cleo, WITHOUT), (cast.dan, SAID)):
        finishes(person, f"By {person.id}", said)
    bot.until("2026-07-13 09:00")
    whose = [one.person_id for one in reviews_of(bot)]
    assert len(whose) == 4
    assert max(whose.count(one) for one in whose) <= 2
    given = [one.work_id for one in reviews_of(bot)]
    assert sorted(given.count(work) for work in set(given)) == [1, 1, 2]


@pytest.mark.usefixtures("reviewing")
def test_one_passes_on_and_next_week_somebody_else_has_it(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli)
    looks(cast.eli)
    cast.eli.clicks("Pass on: I know whose it is, or not for me", on="form")
    assert "No work is waiting for your review." in form(cast.eli)
    volunteers(cast.dan)
    bot.until("2026-07-20 09:00")
    assert told([cast.dan]) == ["Dan Ube"]
    assert "One." in looks(cast.dan)


@pytest.mark.usefixtures("reviewing")
def test_what_waits_for_two_weeks_goes_to_somebody_else(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli)
    volunteers(cast.dan)
    bot.until("2026-07-20 09:00")
    assert [one.state for one in reviews_of(bot)] == ["waiting"]
    bot.until("2026-07-27 09:00")
    assert {one.person_id: one.state for one in reviews_of(bot)} == {
        key_of(bot, cast.eli): "closed",
        key_of(bot, cast.dan): "waiting",
    }
    cast.eli.runs("/candor review")
    assert "No work is waiting for your review." in form(cast.eli)


@pytest.mark.usefixtures("reviewing")
def test_who_no_longer_reviews_has_nothing_waiting(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli)
    cast.eli.clicks("What waits for me")
    cast.eli.clicks("I no longer review", on="form")
    assert "No work is waiting for your review." in form(cast.eli)
    assert [one.state for one in reviews_of(bot)] == ["passed"]


@pytest.mark.usefixtures("reviewing")
def test_who_is_away_or_paused_is_given_nothing(bot: Running, cast: Cast) -> None:
    volunteers(cast.eli, cast.dan)
    cast.eli.runs("/candor out 10 Jul..20 Jul")
    cast.dan.runs("/candor pause 10 days")
    finishes(cast.ada, "One.")
    bot.until("2026-07-13 09:00")
    assert reviews_of(bot) == []
    assert works_of(bot)[0].drawn_at is None


@pytest.mark.usefixtures("reviewing")
def test_a_team_that_reviews_no_more_asks_nobody_and_draws_nothing(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli)
    assert sets_standard(cast.mo, pieces="0")
    assert [one.state for one in reviews_of(bot)] == ["closed"]
    bot.until("2026-07-20 09:00")
    assert len(reviews_of(bot)) == 1
    with bot.rows() as session:
        assert session.exec(select(Team)).one().review_due_at is None


@pytest.mark.usefixtures("bot")
def test_a_word_nobody_knows_is_said_and_opens_nothing(cast: Cast) -> None:
    assert "I do not know “standrad”. Type /candor review alone, or" in cast.mo.runs("/candor review standrad")
    assert cast.mo.form is None


@pytest.mark.parametrize("holidays", ["", "2026-07-13", "2026-07-13, 2026-07-14, 2026-07-15"])
def test_work_is_drawn_whichever_days_off_put_its_drawing_off(bot: Running, cast: Cast, holidays: str) -> None:
    bot.apply(SUPPORT.replace("zone =", f"holidays = [{holidays}]\nzone ="))
    assert sets_standard(cast.mo)
    volunteers(cast.eli)
    cast.ada.runs("/candor checkin")
    bot.turn()
    finishes(cast.ada, "Early on Monday.")
    bot.until("2026-07-17 12:00")
    assert "Early on Monday." in looks(cast.eli)
