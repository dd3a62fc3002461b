"""Blind scores in the digest: through the gates like all that people say, with what stands beside them; nothing of few."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.review import giving
from sandbox import Person
from storage.tables import Answer, Membership, Review, Team, Work
from storage.tables import Person as PersonRow
from tests.conftest import Cast, Running
from tests.conversing import digests, has_history, quarter_of_triage, the_answer
from tests.proving import has_trial

REVIEWED = "Reviewed blind, 1 to 5"
TELL, AGREE = "the reviewer could tell how the work was made", "two people who reviewed the same work"


def authors(cast: Cast, number: int = 5) -> list[Person]:
    return [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo, cast.ben][:number]


def are_reviewed(bot: Running, *, reviewers: int = 6, twice: bool = True, tells: bool = False) -> None:
    """Every answer that has no work yet gets one, reviewed by colleagues: better with AI, by about a step."""
    now = bot.clock()
    with bot.bot.services.store.begin() as session:
        team = session.exec(select(Team)).one()
        team.standard, team.reviews_per_week = {"": "Good."}, 4
        people = session.exec(select(Membership.person_id).where(Membership.is_member).order_by(Membership.person_id)).all()
        there = set(session.exec(select(Work.answer_id)))
        for place, answer in enumerate(session.exec(select(Answer).order_by(Answer.person_id, Answer.id)).all()):
            if answer.id in there:
                continue
            here: dict[str, Any] = {"workspace": team.workspace}
            work = Work(**here, team_id=team.id, answer_id=answer.id, person_id=answer.person_id, text="x", attached_at=now)
            session.add(work)
            session.flush()
            score = (4 if answer.approach == "with_ai" else 2) + (place % 7 == 0) + (place % 5 == 0)
            able = [one for one in people[:reviewers] if one != answer.person_id]
            for second in range(1 + twice):
                session.add(
                    Review(
                        **here,
                        work_id=work.id,
                        person_id=able[(place + second) % len(able)],
                        state="given",
                        asked_at=now,
                        score=min(score, 5),
                        can_tell=tells,
                        reviewed_at=now,
                    )
                )
        session.flush()
        for answer in session.exec(select(Answer).limit(1)):
            giving.count(session, team, answer, now)


def printed(bot: Running, reader: Person, moment: str) -> str:
    bot.until(moment)
    return digests(reader)[-1].shown


def lines_about(said: str, *words: str) -> list[str]:
    return [line for line in said.splitlines() if any(word in line for word in words)]


def test_scores_are_printed_with_how_far_apart_they_are_once_enough_people_were_reviewed(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage(authors(cast)))
    are_reviewed(bot)
    for reader in (cast.ada, cast.mo):
        said = printed(bot, reader, "2026-07-13 09:00")
        (line, *beside) = lines_about(said, REVIEWED, TELL, AGREE)
        assert "Bug triage · Reviewed blind, 1 to 5" in line
        assert "steps more" in line
        assert "observed" in line
        assert len(beside) == 2
        assert "few of the reviews" in beside[0]
        assert "agreed closely" in beside[1]


@pytest.mark.parametrize("number", [4])
def test_of_fewer_than_five_authors_no_score_is_printed(bot: Running, cast: Cast, number: int) -> None:
    has_history(bot, quarter_of_triage(authors(cast, number)))
    has_history(bot, [f"{cast.mo.id},Bug triage,with_ai,40,0,at,2026-07-01"])
    are_reviewed(bot)
    with bot.bot.services.store.begin() as session:
        mo = session.exec(select(PersonRow).where(PersonRow.user == cast.mo.id)).one().id
        session.delete(session.exec(select(Work).where(Work.person_id == mo)).one())
    said = printed(bot, cast.ada, "2026-07-13 09:00")
    assert lines_about(said, REVIEWED, TELL, AGREE) == [
        "• *Reviewed blind, 1 to 5*: too few people have answered it, with AI and without, to print anything."
    ]


def test_of_fewer_than_five_reviewers_no_score_is_printed_and_nothing_said_of_reviewing(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage(authors(cast)))
    are_reviewed(bot, reviewers=4)
    said = printed(bot, cast.ada, "2026-07-13 09:00")
    assert lines_about(said, REVIEWED, TELL, AGREE) == [
        "• *Reviewed blind, 1 to 5*: too few people have answered it, with AI and without, to print anything."
    ]


def test_where_reviewers_could_tell_the_digest_says_so(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage(authors(cast)))
    are_reviewed(bot, tells=True)
    assert "in most of the reviews" in printed(bot, cast.ada, "2026-07-13 09:00")


def test_what_is_said_of_reviewing_stands_until_five_reviewers_have_new_reviews(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage(authors(cast)))
    are_reviewed(bot)
    first = lines_about(printed(bot, cast.ada, "2026-07-13 09:00"), TELL)
    has_history(bot, [f"{cast.ada.id},Bug triage,with_ai,{40 + n},0,at,2026-07-14" for n in range(4)])
    bot.clock.forward(days=2)
    are_reviewed(bot, reviewers=4, tells=True)
    assert lines_about(printed(bot, cast.ada, "2026-07-20 09:00"), TELL) == first
    has_history(bot, quarter_of_triage(authors(cast), "2026-07-21"))
    bot.clock.forward(days=2)
    are_reviewed(bot, tells=True)
    assert lines_about(printed(bot, cast.ada, "2026-07-27 09:00"), TELL) != first


def test_a_report_asked_for_in_between_repeats_the_digest(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage(authors(cast)))
    are_reviewed(bot)
    assert TELL not in cast.mo.runs("/candor report")
    first = lines_about(printed(bot, cast.mo, "2026-07-13 09:00"), TELL)
    assert [line.partition(": ")[2] for line in lines_about(cast.mo.runs("/candor report"), TELL)] == [
        line.partition(": ")[2] for line in first
    ]


def test_scores_of_a_trials_tasks_count_with_each_other(bot: Running, cast: Cast) -> None:
    trial = has_trial(bot, cast.ada)
    has_history(bot, quarter_of_triage(authors(cast)))
    with bot.bot.services.store.begin() as session:
        for answer in session.exec(select(Answer)).all():
            answer.trial_id = trial
    are_reviewed(bot)
    with bot.rows() as session:
        assert {one.state for one in session.exec(select(Review)).all()} == {"counted"}


def test_one_more_score_moves_nothing_that_is_printed(bot: Running, cast: Cast) -> None:
    """Five people's scores, and then one of them changes: the same words, with their day."""
    has_history(bot, quarter_of_triage(authors(cast)))
    are_reviewed(bot, twice=False)
    (first,) = lines_about(printed(bot, cast.ada, "2026-07-13 09:00"), REVIEWED)
    bot.clock.forward(days=1)
    with bot.bot.services.store.begin() as session:
        review = next(iter(session.exec(select(Review))))
        review.score = 1
        answer = session.get_one(Answer, session.get_one(Work, review.work_id).answer_id)
        answer.answered_at = session.exec(select(Team)).one().edited_at = bot.clock()
    (then,) = lines_about(printed(bot, cast.ada, "2026-07-20 09:00"), REVIEWED)
    assert then.startswith(first.rstrip())
    assert "As printed on 13 July." in then


def test_a_digest_says_it_in_its_teams_language(bot: Running, cast: Cast) -> None:
    with bot.bot.services.store.begin() as session:
        session.exec(select(Team)).one().language = "de"
    has_history(bot, quarter_of_triage(authors(cast)))
    are_reviewed(bot)
    bot.until("2026-07-13 09:00")
    said = cast.ada.sees()
    assert "Bug triage · Blind durchgesehen, 1 bis 5" in said
    assert REVIEWED not in said


def test_it_is_no_question_of_a_check_in(bot: Running, cast: Cast) -> None:
    are_reviewed(bot)
    bot.until("2026-07-07 15:00")
    cast.ada.replies("triage, with AI, 40 min, no fixing, about usual")
    asked: list[str] = []
    while "[Skip]" in cast.ada.last().shown:
        asked.append(cast.ada.last().shown)
        cast.ada.clicks("Skip")
    assert asked
    assert not [one for one in asked if REVIEWED in one]
    assert the_answer(bot, cast.ada).own == {}


def test_reviews_before_the_quarter_do_not_count_beside_it(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage(authors(cast)))
    are_reviewed(bot)
    with bot.bot.services.store.begin() as session:
        for review in all_reviews(session.exec(select(Review))):
            review.reviewed_at = bot.clock() - timedelta(days=30)
    assert lines_about(printed(bot, cast.ada, "2026-07-13 09:00"), TELL, AGREE) == []


def all_reviews(found: Iterable[Review]) -> list[Review]:
    return list(found)
