"""Sentences people share of what they added: which wait for a team's next digest, and which stood in one."""

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session, col, select

from storage import people
from storage.registrations import not_of_an_open_trial
from storage.tables import Answer, CheckIn


def waiting(session: Session, team_id: str, until: date, states: Collection[str]) -> tuple[set[str], list[Answer]]:
    """Who has given a team, as one of its people, an answer of before `until` in these states; and which of them share one.
    A sentence about a task of a trial waits until that is over.

    The check-ins are locked first and the answers read then, so that nothing is read that somebody is just withdrawing.
    """
    mine = (CheckIn.team_id == team_id, col(CheckIn.person_id).in_(people.asked_by(team_id)))
    which = select(CheckIn.id).where(*mine, CheckIn.local_date < until, col(CheckIn.state).in_(states))
    session.exec(which.order_by(CheckIn.id).with_for_update()).all()
    answered = col(Answer.checkin_id).in_(which)
    authors = set(session.exec(select(Answer.person_id).where(answered).distinct()))
    shared = (
        select(Answer)
        .where(answered, col(Answer.shared).is_not(None), not_of_an_open_trial())
        .order_by(col(Answer.shared), Answer.id)
    )
    return authors, list(session.exec(shared.execution_options(populate_existing=True)))


def were_printed(session: Session, answers: Collection[Answer], now: datetime) -> None:
    for answer in answers:
        answer.printed_at = now
    session.flush()


def shared_of(session: Session, checkin_ids: Collection[str]) -> set[str]:
    """Of these check-ins, those with a sentence that is shared."""
    query = select(Answer.checkin_id).where(col(Answer.checkin_id).in_(checkin_ids), col(Answer.shared).is_not(None))
    return {key for key in session.exec(query) if key}
