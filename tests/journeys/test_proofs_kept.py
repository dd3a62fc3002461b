"""What is kept of trials and blind reviews: it goes with its person at any stage, with its answer, and when it is too old."""

from typing import Any

import pytest
from sqlmodel import select

from bot import keep
from bot.domain.registration import Stage
from bot.domain.reviewing import Stage as ReviewStage
from sandbox import Person
from storage.tables import Answer, CheckIn, Flip, Participation, Registration, Review, Work
from tests.conftest import Cast, Running
from tests.conversing import answers_in_one_go
from tests.proving import has_flips, has_trial
from tests.reviewing import SAID, has_reviewed, key_of, reviews_of, works_of


def rows(bot: Running, kind: Any, person: str) -> int:
    with bot.rows() as session:
        return len(session.exec(select(kind).where(kind.person_id == person)).all())


def is_forgotten(person: Person) -> None:
    person.runs("/candor forget-me")
    person.clicks("Delete everything")


@pytest.mark.parametrize("stage", list(Stage))
def test_nothing_of_ada_is_left_in_a_trial_wherever_it_stands(bot: Running, cast: Cast, stage: Stage) -> None:
    key = has_trial(bot, cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo)
    has_flips(bot, key, cast.ada, cast.cleo, each=4)
    with bot.bot.services.store.begin() as session:
        trial = session.get_one(Registration, key)
        trial.state, trial.over_at = stage, bot.clock() if stage is Stage.OVER else None
    ada = key_of(bot, cast.ada)
    is_forgotten(cast.ada)
    assert [rows(bot, kind, ada) for kind in (Flip, Participation, Answer, CheckIn)] == [0, 0, 0, 0]
    bot.turn()
    with bot.rows() as session:
        after = session.get_one(Registration, key)
        assert len(session.exec(select(Flip)).all()) == 4
        assert (after.over_at is None) == (stage in (Stage.REGISTERED, Stage.RUNNING))
        assert ada not in str((after.result, after.tables))


@pytest.mark.parametrize("state", list(ReviewStage))
@pytest.mark.parametrize("who", ["its author", "its reviewer"])
def test_nothing_of_somebody_is_left_in_a_review_wherever_it_stands(
    bot: Running, cast: Cast, state: ReviewStage, who: str
) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)
    has_reviewed(bot, cast.ada, cast.eli, state)
    leaving = cast.ada if who == "its author" else cast.eli
    key = key_of(bot, leaving)
    is_forgotten(leaving)
    assert (len(works_of(bot)), len(reviews_of(bot))) == ((0, 0) if who == "its author" else (1, 0))
    assert [rows(bot, kind, key) for kind in (Work, Review)] == [0, 0]
    bot.turn()


@pytest.mark.parametrize("state", list(ReviewStage))
def test_an_answer_that_is_deleted_takes_its_work_and_its_reviews_along(bot: Running, cast: Cast, state: ReviewStage) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)
    has_reviewed(bot, cast.ada, cast.eli, state)
    cast.ada.clicks("Delete")
    assert (works_of(bot), reviews_of(bot)) == ([], [])


def test_flips_works_and_reviews_go_after_two_years_and_what_was_registered_stays(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)
    has_reviewed(bot, cast.ada, cast.eli)
    key = has_trial(bot, cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo)
    has_flips(bot, key, cast.ada, cast.cleo, each=4)
    for when, left in (("2028-09-30 12:00", (8, 1, 1)), ("2028-10-01 12:00", (0, 0, 0))):
        bot.clock.is_at(when)
        keep.let_go(bot.bot.services)
        with bot.rows() as session:
            assert tuple(len(session.exec(select(kind)).all()) for kind in (Flip, Work, Review)) == left
    with bot.rows() as session:
        assert session.get(Registration, key)
        assert len(session.exec(select(Participation)).all()) == 5
