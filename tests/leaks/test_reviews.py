"""Blind reviews over weeks, told in two worlds that differ in the reviews by one person, or of one person's work, alone.

Six people finish work and review each other. What a digest says of scores, of agreement and of how often one could tell is read
by all; none of it may say what one of them said, or what was said of one of them, however many others review meanwhile.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlmodel import select

from bot.domain import reviewfigures
from bot.domain.ledger import Ledger
from bot.review import giving
from sandbox import Person
from storage import works
from storage.tables import Answer, Review, Team, Work
from storage.tables import Person as PersonRow
from tests.conversing import has_history, quarter_of_triage
from tests.leaks.worlds import EXTREME, Story, World, Worlds

MONDAY, NEXT_MONDAY = "2026-07-13 09:00", "2026-07-20 09:00"
SCORED, TELL, AGREE = "Reviewed blind, 1 to 5", "the reviewer could tell how the work was made", "who reviewed the same work"
Said = tuple[int, bool]  # a score, and whether they could tell


@pytest.fixture
def worlds(manifest: dict[str, Any], one_engine: Path, empty_sqlite: Path) -> Worlds:
    return Worlds(manifest, one_engine, empty_sqlite)


def six(w: World) -> list[Person]:
    return [w.cast.ada, w.cast.ben, w.cast.cleo, w.cast.dan, w.cast.eli, w.cast.mo]


def without(w: World, *some: Person) -> list[Person]:
    return [one for one in six(w) if one not in some]


def reviewed(w: World, author: Person, *reviews: tuple[Person, Said | None], kind: str = "Bug triage") -> None:
    """The next task of somebody, with AI and without by turns, has these reviews: with nothing said, of a usual score."""
    now = w.clock()
    with w.bot.bot.services.store.begin() as session:
        keys = {one.user: one.id for one in session.exec(select(PersonRow))}
        there = set(session.exec(select(Work.answer_id)))
        every = session.exec(select(Answer).where(Answer.person_id == keys[author.id], Answer.task_type == kind))
        answer = min((one for one in every if one.id not in there), key=_turn)
        here: dict[str, Any] = {"workspace": answer.workspace}
        whose: dict[str, Any] = {"team_id": answer.team_id, "answer_id": answer.id, "person_id": answer.person_id}
        work = Work(**here, **whose, text="x", attached_at=now, drawn_at=now)
        session.add(work)
        session.flush()
        for person, said in reviews:
            score, tells = said or (_usual(answer, six(w).index(author)), False)
            given: dict[str, Any] = {"state": "given", "asked_at": now, "reviewed_at": now}
            session.add(Review(**here, **given, work_id=work.id, person_id=keys[person.id], score=score, can_tell=tells))
        session.flush()
        giving.count(session, session.get_one(Team, answer.team_id), answer, now)


def _turn(answer: Answer) -> tuple[int, str]:
    return int(answer.minutes or 0) % 10, answer.approach


def _usual(answer: Answer, number: int) -> int:
    return 1 + (int(answer.minutes or 0) + number * number) % 3 + (answer.approach == "with_ai") * (1 + number % 2)


def each_other(w: World, authors: Iterable[Person], times: int = 1, *, twice: bool = False) -> None:
    """So many tasks of each are reviewed, by one or two of the others in turn."""
    people = six(w)
    for turn, author in ((turn, author) for turn in range(times) for author in authors):
        at = people.index(author) + 1 + turn % 4
        who = [one for one in (people * 2)[at : at + 3] if one is not author][: 1 + twice]
        reviewed(w, author, *((one, None) for one in who))


def first_week(w: World) -> None:
    """Ten tasks of each, five of them reviewed, two of these twice; and a digest of it."""
    has_history(w.bot, quarter_of_triage(six(w)))
    with w.bot.bot.services.store.begin() as session:
        team = session.exec(select(Team)).one()
        team.standard, team.reviews_per_week = {"": "Good."}, 20
    each_other(w, six(w), 3)
    each_other(w, six(w), 2, twice=True)
    w.until(MONDAY)
    w.passes(hours=25)


def reads_on(w: World, monday: str) -> None:
    """Reports in between, with their files, and the next digest."""
    w.asks("Support", "Support year", "Support type Bug triage", files="--csv")
    w.until(monday)


def hers(w: World, extreme: Said, usual: Said) -> Said:
    return extreme if w.hers is EXTREME else usual


def could_tell_of_hers(w: World) -> None:
    """Five colleagues review three pieces of hers, and nobody else's is."""
    first_week(w)
    said = hers(w, (1, True), (5, False))
    for n in range(3):
        reviewed(w, w.cast.ada, *((one, said) for one in without(w, w.cast.ada)[n:][:3]))
    reads_on(w, NEXT_MONDAY)


def she_could_tell(w: World) -> None:
    """Four people review the work of everybody, she among them."""
    first_week(w)
    said = hers(w, (1, True), (5, False))
    for author in without(w, w.cast.ada):
        reviewed(w, author, (w.cast.ada, said))
    ben, cleo, dan = w.cast.ben, w.cast.cleo, w.cast.dan
    for author, other in zip(without(w, ben), (ben, ben, ben, cleo, dan), strict=True):
        reviewed(w, author, (other, None))
    reads_on(w, NEXT_MONDAY)


def one_more_pair(w: World) -> None:
    """Everybody's work is reviewed by everybody; one piece of hers alone by two, who agree or do not."""
    first_week(w)
    each_other(w, without(w, w.cast.ada), 2)
    one, other = w.cast.ben, w.cast.cleo
    reviewed(w, w.cast.ada, (one, hers(w, (1, False), (5, False))), (other, (5, False)))
    reads_on(w, NEXT_MONDAY)


def two_weeks_of_her_reviews(w: World) -> None:
    """She has reviewed the work of everybody, and so have two others by and by: three people in all."""
    first_week(w)
    said = hers(w, (1, True), (5, False))
    for week, moment in enumerate((NEXT_MONDAY, "2026-07-27 09:00")):
        for author in without(w, w.cast.ada, w.cast.eli):
            reviewed(w, author, (w.cast.ada, said))
        reviewed(w, w.cast.ada, *((one, None) for one in (w.cast.ben, w.cast.cleo)[: 1 + week]))
        reads_on(w, moment)
        w.passes(hours=25)


STORIES = [could_tell_of_hers, she_could_tell, one_more_pair, two_weeks_of_her_reviews]


@pytest.mark.parametrize("story", STORIES)
def test_what_few_say_of_work_or_what_is_said_of_one_persons_is_in_no_digest(worlds: Worlds, story: Story) -> None:
    told = worlds.alike(story)
    for words in (SCORED, TELL, AGREE):
        assert any(words in text for text in told), f"{words} is not printed, so nothing was tried"


@pytest.mark.parametrize("story", STORIES)
def test_each_of_these_stories_would_be_told_apart_without_the_rule(worlds: Worlds, story: Story) -> None:
    with patch.object(reviewfigures, "_enough", lambda *_: True):
        assert worlds.differ(story)


def she_scores_alone(w: World) -> None:
    """After a print five people finish more, and she is the only one who reviews it."""
    first_week(w)
    has_history(w.bot, quarter_of_triage(six(w), "2026-07-14"))
    for author in without(w, w.cast.ada) * 4:
        reviewed(w, author, (w.cast.ada, hers(w, (1, False), (5, False))))
    reads_on(w, NEXT_MONDAY)


def test_what_one_reviewer_thinks_of_the_work_of_many_is_in_no_figure(worlds: Worlds) -> None:
    told = worlds.alike(she_scores_alone)
    assert any(SCORED in text and "steps more" in text for text in told)


def test_it_would_be_if_each_score_counted_at_once(worlds: Worlds) -> None:
    with patch.object(reviewfigures, "of_enough", lambda *_: True):
        assert worlds.differ(she_scores_alone)


def she_scores_one_kind_alone(w: World) -> None:
    """After a print all finish escalations, which she alone reviews, while everybody reviews the triage that was left."""
    first_week(w)
    has_history(w.bot, [row.replace("Bug triage", "Escalation") for row in quarter_of_triage(six(w), "2026-07-14")])
    for author in without(w, w.cast.ada) * 4:
        reviewed(w, author, (w.cast.ada, (1, False) if w.hers is EXTREME else None), kind="Escalation")
    each_other(w, six(w), 3, twice=True)
    reads_on(w, NEXT_MONDAY)
    w.asks("Support type Escalation")


def test_what_enough_people_say_of_one_kind_of_task_lets_no_score_of_another_through(worlds: Worlds) -> None:
    told = worlds.alike(she_scores_one_kind_alone)
    assert any(SCORED in text and "steps more" in text for text in told)


def test_it_would_if_the_kinds_counted_together(worlds: Worlds) -> None:
    alone = works.held
    every = lambda session, team, _kind, trial: [  # noqa: E731 - as the rule would be without its kinds
        one for kind in ("Bug triage", "Escalation") for one in alone(session, team, kind, trial)
    ]
    with patch.object(works, "held", every):
        assert worlds.differ(she_scores_one_kind_alone)


def a_score_of_hers_later(w: World) -> None:
    """After a print her work has one more score, and old work of the others too; nobody has finished anything since."""
    first_week(w)
    reviewed(w, w.cast.ada, (w.cast.ben, hers(w, (1, False), (5, False))))
    each_other(w, without(w, w.cast.ada))
    reads_on(w, NEXT_MONDAY)
    w.asks_everything()


def test_a_score_of_one_more_piece_moves_nothing(worlds: Worlds) -> None:
    told = worlds.alike(a_score_of_hers_later)
    assert any(SCORED in text and "steps more" in text for text in told)


def test_it_would_without_the_ledger(worlds: Worlds) -> None:
    with patch.object(Ledger, "_fits", lambda *_: True):
        assert worlds.differ(a_score_of_hers_later)
