"""What a blind review may tell whom, and what becomes of it: nothing of an author, and gone with whoever it is of."""

import json
from copy import copy
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import select

from bot import keep, review
from bot.domain.reviewing import Stage
from bot.keep import mydata
from bot.services import Actor
from storage import works
from storage.tables import Answer, Flip, Letter, Membership, Review, Team
from tests.conftest import Cast, Running
from tests.conversing import answers_in_one_go, answers_of
from tests.proving import has_trial
from tests.reviewing import (
    SAID,
    STANDARD,
    WITHOUT,
    finishes,
    form,
    gives,
    has_reviewed,
    is_drawn,
    key_of,
    looks,
    reviews,
    reviews_of,
    volunteers,
    works_of,
)


@pytest.mark.usefixtures("reviewing")
def test_what_is_drawn_can_no_longer_be_replaced_and_goes_with_the_answer(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli)
    cast.ada.clicks("Attached work")
    assert "It has been picked for review" in cast.ada.sees()
    shown = looks(cast.eli)
    assert "One." in shown
    cast.ada.clicks("Delete", on=next(one for one in cast.ada.messages() if "Attached work" in one.shown))
    assert works_of(bot) == []
    assert reviews_of(bot) == []
    cast.eli.fills({"Against the standard": "3 – meets it"})
    cast.eli.submits()
    assert reviews_of(bot) == []


@pytest.mark.usefixtures("reviewing")
def test_a_reviewer_who_is_forgotten_takes_their_scores_along(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli)
    reviews(cast.eli)
    bot.clock.forward(hours=1)
    cast.eli.runs("/candor forget-me")
    cast.eli.clicks("Delete everything")
    assert reviews_of(bot) == []
    with bot.rows() as session:
        (answer,) = answers_of(session, cast.ada)
        assert works.scores(session, [answer.id]) == {}
        assert answer.answered_at == session.exec(select(Team)).one().edited_at == bot.clock()


@pytest.mark.usefixtures("reviewing")
def test_an_answer_whose_counted_score_goes_with_its_reviewer_counts_as_changed(bot: Running, cast: Cast) -> None:
    """Else what was printed of it would be taken to hold still what the forgotten one said."""
    answers_in_one_go(cast.ada, SAID)
    has_reviewed(bot, cast.ada, cast.eli)
    with bot.bot.services.store.begin() as session:
        session.exec(select(Review)).one().state = Stage.COUNTED
    bot.clock.forward(hours=1)
    cast.eli.runs("/candor forget-me")
    cast.eli.clicks("Delete everything")
    with bot.rows() as session:
        (answer,) = answers_of(session, cast.ada)
        assert answer.answered_at == session.exec(select(Team)).one().edited_at == bot.clock()


@pytest.mark.usefixtures("reviewing")
def test_an_author_who_is_forgotten_takes_their_work_along(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli)
    cast.ada.runs("/candor forget-me")
    cast.ada.clicks("Delete everything")
    assert (works_of(bot), reviews_of(bot)) == ([], [])


@pytest.mark.usefixtures("reviewing")
def test_ones_own_file_has_ones_work_and_ones_reviews_and_nobody_elses(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli, "The zebra crossed.")
    reviews(cast.eli, "5 – far above it")
    hers, his = (json.loads(mydata.as_json(bot.bot.services, person.id)) for person in (cast.ada, cast.eli))
    assert hers["work you attached for review"][0]["link or sentence"] == "The zebra crossed."
    assert "your reviews" not in hers or hers["your reviews"] == []
    assert his["your reviews"][0]["score, 1 to 5"] == 5
    assert "zebra" not in json.dumps(his)


@pytest.mark.usefixtures("reviewing")
def test_no_letter_and_no_log_holds_the_work_or_who_made_it(
    bot: Running, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    is_drawn(bot, cast.ada, cast.eli, "The zebra crossed.")
    reviews(cast.eli)
    logged = capsys.readouterr()
    assert "was reviewed" in logged.out + logged.err
    assert not [word for word in ("zebra", STANDARD, "U0ADA") if word in logged.out + logged.err]
    with bot.rows() as session:
        payloads = [letter.payload for letter in session.exec(select(Letter))]
    assert "zebra" not in json.dumps(payloads)


@pytest.mark.usefixtures("reviewing")
def test_who_leaves_the_team_reads_no_work_of_it(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli)
    looks(cast.eli)
    with bot.bot.services.store.begin() as session:
        session.delete(session.exec(select(Membership).where(Membership.person_id == key_of(bot, cast.eli))).one())
    cast.eli.fills({"Against the standard": "3 – meets it"})
    cast.eli.submits()
    assert [one.state for one in reviews_of(bot)] == ["waiting"]


@pytest.mark.usefixtures("reviewing")
def test_what_waited_for_somebody_who_left_goes_to_another_in_the_next_week(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli)
    with bot.bot.services.store.begin() as session:
        session.delete(session.exec(select(Membership).where(Membership.person_id == key_of(bot, cast.eli))).one())
    volunteers(cast.dan)
    bot.until("2026-07-20 09:00")
    assert "One." in looks(cast.dan)


@pytest.mark.usefixtures("reviewing")
def test_an_owner_who_reviews_learns_nothing_of_a_single_author(bot: Running, cast: Cast) -> None:
    """All that Mo is ever shown, in messages, windows and reports, beside the work itself."""
    volunteers(cast.mo, cast.eli)
    finishes(cast.ada, "By hand, mostly.", WITHOUT)
    finishes(cast.cleo, "The other one.")
    bot.slack.calls.clear()
    bot.until("2026-07-13 09:00")
    for _ in range(2):
        cast.mo.runs("/candor review")
        if "[Look at it]" in form(cast.mo):
            cast.mo.clicks("Look at it", on="form")
            gives(cast.mo)
    said = cast.mo.runs("/candor report") + cast.mo.runs("/candor report --csv")
    shown = said + json.dumps([call.args for call in bot.slack.calls if call.args.get("user_id") == cast.mo.id], default=str)
    shown += json.dumps([call.args for call in bot.slack.calls if call.method.startswith("views.")], default=str)
    assert not [word for word in ("U0ADA", "U0CLEO", "Ada", "Cleo", "40 min", "50 min", "without_ai") if word in shown]
    with bot.rows() as session:
        keys = [answer.id for answer in session.exec(select(Answer))] + [key_of(bot, one) for one in (cast.ada, cast.cleo)]
    assert not [key for key in keys if key in shown]


@pytest.mark.usefixtures("reviewing")
def test_a_task_of_a_trial_counts_as_its_coin_said_and_its_score_is_the_trials_alone(bot: Running, cast: Cast) -> None:
    finishes(cast.ada, "By the coin.", SAID)
    trial, now = has_trial(bot, cast.ada), bot.clock()
    with bot.bot.services.store.begin() as session:
        answer = session.exec(select(Answer)).one()
        answer.trial_id, answer.assigned = trial, "randomised"
        whose = {"workspace": answer.workspace, "person_id": answer.person_id, "checkin_id": answer.checkin_id}
        flip = {"id": "f" * 32, "registration_id": trial, "number": 1, "with_ai": False, "size": 3, "expected_minutes": 40.0}
        session.add(Flip.model_validate({**whose, **flip, "flipped_at": now}))
        session.flush()
        (drawn,) = works.to_draw(session, answer.team_id, now - timedelta(days=1))
        assert (drawn.approach, drawn.flipped) == ("with_ai", False)
    volunteers(cast.eli)
    bot.until("2026-07-13 09:00")
    reviews(cast.eli, "2 – below it")
    with bot.rows() as session:
        answer = session.exec(select(Answer)).one()
        assert [one.score for one in works.held(session, answer.team_id, answer.task_type, trial)] == [2]
        assert works.held(session, answer.team_id, answer.task_type, None) == []
        assert works.given(session, answer.team_id, now, bot.clock() + timedelta(days=1)) == []


@pytest.mark.usefixtures("reviewing")
def test_what_was_attached_is_emptied_when_it_is_too_old_and_its_score_stays(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli, "The zebra crossed.")
    reviews(cast.eli)
    bot.clock.forward(days=100)
    keep.let_go(bot.bot.services)
    assert [(work.text, work.drawn_at is None) for work in works_of(bot)] == [(None, False)]
    assert [one.score for one in reviews_of(bot)] == [3]


@pytest.mark.usefixtures("reviewing")
def test_a_score_that_is_sent_twice_counts_once(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli)
    looks(cast.eli)
    cast.eli.fills({"Against the standard": "3 – meets it"})
    first = copy(cast.eli.form)
    assert cast.eli.submits()
    given_at = reviews_of(bot)[0].reviewed_at
    bot.clock.forward(minutes=5)
    assert cast.eli.submits(again=first)
    (given,) = reviews_of(bot)
    assert (given.score, given.reviewed_at) == (3, given_at)
    review.give(bot.bot.services, Actor(given.workspace, cast.eli.id), given.id, "5", can_tell=True)  # and is no fault
    assert [(one.score, one.can_tell) for one in reviews_of(bot)] == [(3, False)]


@pytest.mark.usefixtures("reviewing")
def test_a_review_of_somebody_elses_opens_for_nobody_but_them(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli)
    (asked,) = reviews_of(bot)
    for nosy in (cast.ada, cast.mo):
        actor = Actor(asked.workspace, nosy.id)
        for tries in (review.to_give, review.pass_on, partial(review.give, step="1", can_tell=False)):
            with pytest.raises(review.NotForYou):
                tries(bot.bot.services, actor, asked.id)
    assert [one.state for one in reviews_of(bot)] == ["waiting"]


@pytest.mark.usefixtures("reviewing")
def test_nobody_gives_their_own_work_a_score_however_it_came_to_them(bot: Running, cast: Cast) -> None:
    answers_in_one_go(cast.ada, SAID)
    has_reviewed(bot, cast.ada, cast.ada, Stage.WAITING)
    (asked,) = reviews_of(bot)
    with pytest.raises(review.NotForYou):
        review.give(bot.bot.services, Actor(asked.workspace, cast.ada.id), asked.id, "5", can_tell=False)
    assert [one.score for one in reviews_of(bot)] == [None]


@pytest.mark.usefixtures("reviewing")
def test_a_review_that_was_passed_on_is_given_no_more(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli)
    (asked,) = reviews_of(bot)
    eli = Actor(asked.workspace, cast.eli.id)
    review.pass_on(bot.bot.services, eli, asked.id)
    with pytest.raises(review.NotForYou):
        review.give(bot.bot.services, eli, asked.id, "1", can_tell=False)
    assert [(one.state, one.score) for one in reviews_of(bot)] == [("passed", None)]


@pytest.mark.usefixtures("reviewing")
def test_who_has_two_pieces_opens_each_of_them_and_whoever_stops_leaves_the_others_theirs(bot: Running, cast: Cast) -> None:
    volunteers(cast.eli, cast.dan)
    finishes(cast.ada, "One.")
    finishes(cast.cleo, "The other.", WITHOUT)
    bot.until("2026-07-13 09:00")
    words = {work.id: work.text for work in works_of(bot)}
    people = {key_of(bot, one): one for one in (cast.eli, cast.dan)}
    for one in reviews_of(bot):
        actor = Actor(one.workspace, people[one.person_id].id)
        assert review.to_give(bot.bot.services, actor, one.id).work == words[one.work_id]
    team = works_of(bot)[0].team_id
    review.volunteer(bot.bot.services, Actor(works_of(bot)[0].workspace, cast.eli.id), team)
    stands = {(people[one.person_id].name, one.state) for one in reviews_of(bot)}
    assert stands == {(cast.eli.name, "passed"), (cast.dan.name, "waiting")}


@pytest.mark.usefixtures("reviewing")
def test_work_that_lay_there_at_a_drawing_or_whose_author_has_left_is_not_drawn_later(bot: Running, cast: Cast) -> None:
    finishes(cast.ada, "Nobody reviewed then.")
    bot.until("2026-07-14 15:00")
    finishes(cast.cleo, "Before she went.")
    with bot.bot.services.store.begin() as session:
        session.get_one(Membership, (works_of(bot)[0].team_id, key_of(bot, cast.cleo))).is_member = False
    volunteers(cast.eli)
    bot.until("2026-07-20 09:00")
    assert reviews_of(bot) == []
    assert [work.drawn_at for work in works_of(bot)] == [None, None]


@pytest.mark.usefixtures("reviewing")
def test_a_review_keeps_somebody_busy_for_its_week_and_as_long_as_it_waits(bot: Running, cast: Cast) -> None:
    is_drawn(bot, cast.ada, cast.eli)
    eli, asked = key_of(bot, cast.eli), bot.clock()
    with bot.rows() as session:
        assert works.busy(session, [eli], asked + timedelta(days=1)) == {eli: 1}
    reviews(cast.eli)
    with bot.rows() as session:
        assert works.busy(session, [eli], asked - timedelta(days=1)) == {eli: 1}
        assert works.busy(session, [eli], asked + timedelta(days=1)) == {}
