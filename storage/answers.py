"""Answers: one row a finished task."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import delete as sql_delete
from sqlalchemy import insert
from sqlmodel import Session, col, select

from storage.tables import Answer, CheckIn, Person


def of_checkin(session: Session, checkin_id: str) -> Answer | None:
    return session.exec(select(Answer).where(Answer.checkin_id == checkin_id)).first()


def to_follow_up(session: Session, team_id: str, person_id: str, fixing: str) -> Answer | None:
    """Somebody's newest answer of that fixing which no check-in has followed up yet."""
    asked = select(CheckIn.follows_up).where(CheckIn.person_id == person_id, col(CheckIn.follows_up).is_not(None))
    query = select(Answer).where(
        Answer.team_id == team_id,
        Answer.person_id == person_id,
        Answer.fixing == fixing,
        col(Answer.id).not_in(asked),
    )
    return session.exec(query.order_by(col(Answer.answered_at).desc()).limit(1)).first()


def between(session: Session, team_id: str, since: date, until: date) -> list[Answer]:
    """A team's answers about tasks finished from `since` to the day before `until`."""
    query = select(Answer).where(Answer.team_id == team_id, Answer.finished_on >= since, Answer.finished_on < until)
    return list(session.exec(query.order_by(Answer.id)))


def delete(session: Session, checkin_id: str) -> None:
    session.exec(sql_delete(Answer).where(col(Answer.checkin_id) == checkin_id))


def add_rows(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Many rows in one statement; each must name every column."""
    session.execute(insert(Answer), list(rows))


def known_imports(session: Session, team_id: str) -> set[str]:
    query = select(Answer.imported_row).where(Answer.team_id == team_id, col(Answer.imported_row).is_not(None))
    return {key for key in session.exec(query) if key}


def export(session: Session, team_id: str) -> Iterator[tuple[Answer, str]]:
    """A team's answers, oldest first, streamed, each with a name for its author: a key, or what an import called them."""
    query = (
        select(Answer, Person)
        .join(Person, col(Person.id) == col(Answer.person_id))
        .where(Answer.team_id == team_id)
        .order_by(col(Answer.finished_on), Answer.id)
    )
    for answer, person in session.exec(query.execution_options(yield_per=1000)):
        yield answer, person.user if person.imported else person.id
