"""Work that is attached to answers, and the reviews of it. Whoever reviews is handed no author and no answer from here."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Float, ScalarSelect, Select, cast, exists, func, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from storage.base import opaque
from storage.tables import Answer, Flip, Membership, Review, Team, Work

NOTHING, ATTACHED, DRAWN = "nothing", "attached", "drawn"
GIVEN, WAITING, COUNTED = "given", "waiting", "counted"  # as in `bot/domain/reviewing.py`
_SAID = (GIVEN, COUNTED)


class ToDraw(NamedTuple):
    """A work nobody has looked at yet, and how it was made: as its coin said, else as its author did."""

    key: str
    author: str
    approach: str
    flipped: bool | None


class ToReview(NamedTuple):
    """One review that waits, as its reviewer reads it."""

    review: str
    team_id: str
    team: str
    task_type: str
    text: str


class Given(NamedTuple):
    """One review that was given, of which work, and whose that is."""

    work: str
    author: str
    reviewer: str
    score: int
    can_tell: bool
    at: datetime


def of_answer(session: Session, answer_id: str) -> Work | None:
    return session.exec(select(Work).where(Work.answer_id == answer_id)).first()


def standing(session: Session, team: Team, answer: Answer | None) -> str | None:
    """Whether something may be attached to an answer, is, or is out of its author's hands; None where nobody reviews."""
    if answer is None or not answer.finished or not team.reviews_per_week:
        return None
    work = of_answer(session, answer.id)
    if work and work.drawn_at:
        return DRAWN
    return ATTACHED if work and work.text is not None else NOTHING


def to_draw(session: Session, team_id: str, since: datetime) -> list[ToDraw]:
    """What members of a team have attached since then and can still be picked."""
    query = (
        sql_select(col(Work.id), col(Work.person_id), col(Answer.approach), col(Flip.with_ai))
        .join(Answer, col(Answer.id) == col(Work.answer_id))
        .join(Membership, (col(Membership.person_id) == col(Work.person_id)) & (col(Membership.team_id) == col(Work.team_id)))
        .outerjoin(Flip, (col(Flip.checkin_id) == col(Answer.checkin_id)) & col(Answer.trial_id).is_not(None))
        .where(col(Work.team_id) == team_id, col(Work.drawn_at).is_(None), col(Work.attached_at) >= since)
        .where(col(Work.text).is_not(None), col(Membership.is_member))
    )
    return [ToDraw(*row) for row in session.execute(query.order_by(col(Work.id)))]


def volunteers(session: Session, team_id: str) -> list[str]:
    """Who of a team has said that they review, asked or in charge."""
    query = select(Membership.person_id).where(Membership.team_id == team_id, col(Membership.reviews))
    return list(session.exec(query.where(col(Membership.is_member) | col(Membership.is_owner)).order_by(Membership.person_id)))


def busy(session: Session, people: Collection[str], since: datetime) -> dict[str, int]:
    """How many pieces each of them was asked to review since then, or has waiting, in any team."""
    query = sql_select(col(Review.person_id), func.count()).where(col(Review.person_id).in_(people))
    query = query.where((col(Review.asked_at) >= since) | (col(Review.state) == WAITING))
    return dict(session.execute(query.group_by(col(Review.person_id))).all())


def ask(session: Session, workspace: str, work_id: str, people: Iterable[str], now: datetime) -> None:
    for person in people:
        row = Review(id=opaque(), workspace=workspace, work_id=work_id, person_id=person, state=WAITING, asked_at=now)
        session.add(row)
    session.flush()


def drawn(session: Session, work_id: str, now: datetime) -> None:
    session.exec(update(Work).where(col(Work.id) == work_id).values(drawn_at=now))


def waiting(session: Session, person_id: str) -> list[ToReview]:
    """What waits for somebody, of teams they are in still and reviewed for, the longest first."""
    query = (
        sql_select(col(Review.id), col(Work.team_id), col(Team.name), col(Answer.task_type), col(Work.text))
        .join(Work, col(Work.id) == col(Review.work_id))
        .join(Answer, col(Answer.id) == col(Work.answer_id))
        .join(Team, col(Team.id) == col(Work.team_id))
        .join(Membership, (col(Membership.team_id) == col(Work.team_id)) & (col(Membership.person_id) == col(Review.person_id)))
        .where(col(Review.person_id) == person_id, col(Review.state) == WAITING, col(Work.text).is_not(None))
        .where(col(Membership.is_member) | col(Membership.is_owner))
    )
    return [ToReview(*row) for row in session.execute(query.order_by(col(Review.asked_at), col(Review.id)))]


def open_reviews(session: Session, team_id: str) -> list[tuple[Review, Work]]:
    """What waits in a team, the oldest first."""
    query = sql_select(Review, Work).join(Work, col(Work.id) == col(Review.work_id))
    query = query.where(col(Work.team_id) == team_id, col(Review.state) == WAITING)
    return [(review, work) for review, work in session.execute(query.order_by(col(Review.asked_at), col(Review.id)))]


def asked(session: Session, work_id: str) -> set[str]:
    """Who was ever asked to review it."""
    return set(session.exec(select(Review.person_id).where(Review.work_id == work_id)))


def nobodys(session: Session, team_id: str, since: datetime) -> list[Work]:
    """What was drawn since then, and nobody has reviewed or is about to."""
    live = exists().where(col(Review.work_id) == col(Work.id), col(Review.state).in_((*_SAID, WAITING)))
    query = select(Work).where(Work.team_id == team_id, col(Work.drawn_at) >= since, col(Work.text).is_not(None))
    return list(session.exec(query.where(~live).order_by(col(Work.drawn_at), Work.id)))


def answer_of(session: Session, review: Review) -> Answer:
    work = session.get_one(Work, review.work_id)
    return session.get_one(Answer, work.answer_id)


def mean_score() -> ScalarSelect[Any]:
    """The mean of an answer's reviews that count, as part of a query about answers."""
    query = sql_select(cast(func.avg(col(Review.score)), Float)).join(Work, col(Work.id) == col(Review.work_id))
    query = query.where(col(Work.answer_id) == col(Answer.id), col(Review.state) == COUNTED)
    return query.correlate(Answer).scalar_subquery()


def scores(session: Session, answer_ids: Collection[str]) -> dict[str, float]:
    """The mean score of each of these answers that has one which counts."""
    mean = mean_score()
    query = sql_select(col(Answer.id), mean).where(col(Answer.id).in_(answer_ids), mean.is_not(None))
    return {key: float(score) for key, score in session.execute(query)}


def given(session: Session, team_id: str, since: datetime, until: datetime) -> list[Given]:
    """The reviews of a team's work given between two moments, in their order; of no trial."""
    query = _given().where(col(Work.team_id) == team_id, col(Review.state).in_(_SAID), col(Answer.trial_id).is_(None))
    query = query.where(col(Review.reviewed_at) >= since, col(Review.reviewed_at) < until)
    return [Given(*row) for row in session.execute(query.order_by(col(Review.reviewed_at), col(Review.id)))]


def held(session: Session, team_id: str, task_type: str, trial_id: str | None) -> list[Given]:
    """What was said, and does not count yet, of a team's tasks of one kind: of those of a trial, or of all others."""
    alike = (col(Answer.team_id) == team_id, col(Answer.task_type) == task_type, col(Answer.trial_id) == trial_id)
    query = _given().where(*alike, col(Review.state) == GIVEN)
    return [Given(*row) for row in session.execute(query.order_by(col(Review.reviewed_at), col(Review.id)))]


def count(session: Session, said: Collection[Given], now: datetime) -> None:
    """These count from now on, so what their answers stand for has changed."""
    work = {one.work for one in said}
    answers = sql_select(col(Work.answer_id)).where(col(Work.id).in_(work))
    counted = update(Review).where(col(Review.work_id).in_(work), col(Review.state) == GIVEN).values(state=COUNTED)
    session.exec(counted)
    session.exec(update(Answer).where(col(Answer.id).in_(answers)).values(answered_at=now))


def _given() -> Select[*tuple[Any, ...]]:
    columns = (Review.work_id, Work.person_id, Review.person_id, Review.score, Review.can_tell, Review.reviewed_at)
    found = sql_select(*map(col, columns)).join(Work, col(Work.id) == col(Review.work_id))
    return found.join(Answer, col(Answer.id) == col(Work.answer_id))


def teams_reviewed(session: Session, person_id: str) -> set[str]:
    """The teams in whose figures somebody's reviews may be."""
    query = select(Work.team_id).join(Review, col(Review.work_id) == col(Work.id)).where(Review.person_id == person_id)
    return set(session.exec(query.where(col(Review.state).in_(_SAID))))


def moved(session: Session, person_id: str, now: datetime) -> None:
    """The answers somebody has reviewed are not what they were, as these reviews go."""
    theirs = sql_select(col(Work.answer_id)).join(Review, col(Review.work_id) == col(Work.id))
    theirs = theirs.where(col(Review.person_id) == person_id, col(Review.state).in_(_SAID))
    session.exec(update(Answer).where(col(Answer.id).in_(theirs)).values(answered_at=now))


def to_review(session: Session, now: datetime, running: Sequence[str]) -> list[str]:
    """The teams whose next drawing is due."""
    query = select(Team.id).where(col(Team.review_due_at).is_not(None), col(Team.review_due_at) <= now)
    return list(session.exec(query.where(col(Team.state).in_(running)).order_by(Team.id)))
