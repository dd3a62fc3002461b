"""Whoever has said that they review: what waits for them, the score they give, and passing on. They are told nothing more.

A reviewer reads the kind of task, the team's standard and the work. A score that counts changes what an answer stands for, so
the answer counts as changed (`bot/press.py`), as it does when its author changes it.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.domain import reviewfigures
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.domain.reviewing import SAID, Stage, score_of, standard_for
from bot.domain.teamstate import SEEN_BY_ALL
from bot.limits import k_of
from bot.manage.behalf import known
from bot.services import Actor, Services
from storage import people, works
from storage.tables import Answer, Membership, Person, Review, Team, Work

log = structlog.get_logger()


class NotForYou(Refusal):
    """This review is not open any more, or was given to somebody else. Type /candor review to see what waits for you."""


@dataclass(frozen=True)
class TeamReviews:
    """A team as it reviews. `pieces` a week are picked, 0 where nobody reviews; whoever looks `reviews`, and `owns` it."""

    key: str
    name: str
    pieces: int
    reviews: bool
    owns: bool


@dataclass(frozen=True)
class Reviews:
    """What waits for somebody, by its key, team and kind of task, and the teams they are in."""

    waiting: tuple[tuple[str, str, str], ...]
    teams: tuple[TeamReviews, ...]


@dataclass(frozen=True)
class ToGive:
    """One review to give: what a reviewer reads, and all of it."""

    key: str
    task_type: str
    standard: str
    work: str


def reviews(services: Services, actor: Actor) -> Reviews:
    with services.store.read() as session:
        person = known(session, actor)
        waiting = tuple((one.review, one.team, one.task_type) for one in works.waiting(session, person.id))
        theirs = [team for team in people.teams_of(session, person.id) if team.state in SEEN_BY_ALL]
        return Reviews(waiting, tuple(_of(session, person, team) for team in theirs))


def _of(session: Session, person: Person, team: Team) -> TeamReviews:
    place = session.get_one(Membership, (team.id, person.id))
    return TeamReviews(team.id, team.name, team.reviews_per_week, place.reviews, place.is_owner)


def to_give(services: Services, actor: Actor, key: str) -> ToGive:
    with services.store.read() as session:
        review = _theirs(session, actor, key)
        one = next((one for one in works.waiting(session, review.person_id) if one.review == key), None)
        if one is None:
            raise NotForYou
        standard = session.get_one(Team, one.team_id).standard
        return ToGive(key, one.task_type, standard_for(standard, one.task_type), one.text)


def give(services: Services, actor: Actor, key: str, step: str | None, *, can_tell: bool) -> None:
    """Once: sent again, it changes nothing."""
    now = services.now()
    with services.store.begin() as session:
        work = session.get_one(Work, _theirs(session, actor, key).work_id)
        team = session.get_one(Team, work.team_id, with_for_update=True, populate_existing=True)
        review = _theirs(session, actor, key)  # as it stands now that nobody else gives one
        if review.state in SAID:
            return
        _must_wait(session, review)
        review.state, review.score, review.can_tell, review.reviewed_at = Stage.GIVEN, score_of(step), can_tell, now
        session.flush()
        log.info("work was reviewed", team=team.id)
        count(session, team, works.answer_of(session, review), now)


def count(session: Session, team: Team, answer: Answer, now: datetime) -> None:
    """Scores of a kind of task count together, as soon as enough people gave them to the work of enough.

    So no two figures differ in what fewer people said of others' work.
    """
    said = works.held(session, team.id, answer.task_type, answer.trial_id)
    if reviewfigures.of_enough([reviewfigures.Given(*one) for one in said], k_of(session, team)):
        works.count(session, said, now)
        team.edited_at = now


def pass_on(services: Services, actor: Actor, key: str) -> None:
    """They know whose it is, or it is not for them: somebody else gets it."""
    with services.store.begin() as session:
        review = _theirs(session, actor, key)
        if review.state != Stage.PASSED:
            _must_wait(session, review)
            review.state = Stage.PASSED


def volunteer(services: Services, actor: Actor, team_id: str) -> None:
    """They review work of this team from now on, or not any more; what waits then goes to somebody else."""
    with services.store.begin() as session:
        person = known(session, actor)
        place = session.get(Membership, (team_id, person.id))
        if place is None or team_id not in [team.id for team in people.teams_of(session, person.id)]:
            raise Refusal(_("You are not in that team any more."))
        place.reviews = not place.reviews
        for review, _work in works.open_reviews(session, team_id):
            if review.person_id == person.id and not place.reviews:
                review.state = Stage.PASSED


def _theirs(session: Session, actor: Actor, key: str) -> Review:
    person = known(session, actor)
    review = session.get(Review, key, populate_existing=True)
    if review is None or review.person_id != person.id:
        raise NotForYou
    return review


def _must_wait(session: Session, review: Review) -> None:
    """It is open still, its reviewer in the team, and the work nobody's own."""
    author = session.get_one(Work, review.work_id).person_id
    waiting = [one.review for one in works.waiting(session, review.person_id)]
    if review.id not in waiting or author == review.person_id:
        raise NotForYou
