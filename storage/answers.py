"""Answers: one row a finished task."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, case, cast, insert, literal
from sqlalchemy import delete as sql_delete
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from storage.registrations import not_of_an_open_trial
from storage.tables import Answer, CheckIn, Person
from storage.works import mean_score

_CHUNK = 20_000
REVIEWED = "review"  # as in `bot/domain/reviewing.py`


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


def told(
    session: Session,
    team_ids: Sequence[str],
    since: date,
    until: date,
    coded: Mapping[str, Sequence[Any]],
    moments: Sequence[tuple[datetime, datetime]],
    own: Sequence[str] = (),
) -> Iterator[Sequence[Any]]:
    """Answers about tasks finished from `since` to the day before `until`, as plain tuples in chunks; those of a trial are not
    among them, as what a coin decided is in its result and nowhere else.

    Keys of person and team (of one team, none); day; what was picked, as three JSON lists in one text; minutes, fixing and
    expected; answers to the teams' `own` questions, by key; and one number that packs the place (from 1) of each `coded`
    column's value, the first one counting single, and then how many of the sorted `moments` had passed when the answer was
    stored, by the later of each two times, and when it was last changed, by the earlier. The answer to `REVIEWED` is the
    mean of what its reviewers gave.
    """
    packed: ColumnElement[Any] = literal(0)
    factor = 1
    for name, values in coded.items():
        places = {value: place * factor for place, value in enumerate(values, 1)}
        packed, factor = packed + case(places, value=getattr(Answer, name), else_=0), factor * (len(values) + 1)
    for column, way in ((col(Answer.stored_at), max), (col(Answer.answered_at), min)):
        passed = [(column <= way(moment), place * factor) for place, moment in enumerate(moments)]
        packed = packed + (case(*passed, else_=len(moments) * factor) if passed else 0)
        factor *= len(moments) + 1
    picked = [cast(getattr(Answer, name), Text) for name in ("differences", "skip_reasons", "why_ai")]
    keys: tuple[Any, ...] = (Answer.person_id, Answer.team_id if len(team_ids) > 1 else literal(""), Answer.finished_on)
    numbers: tuple[Any, ...] = (Answer.minutes, Answer.fix_minutes, Answer.expected_minutes)
    numbers += tuple(mean_score() if key == REVIEWED else col(Answer.own)[key].as_float() for key in own)
    query = sql_select(*keys, picked[0] + picked[1] + picked[2], *numbers, packed)
    query = query.where(col(Answer.team_id).in_(team_ids), col(Answer.finished_on) >= since, col(Answer.finished_on) < until)
    query = query.where(col(Answer.trial_id).is_(None))
    cursor = session.connection().execute(query).cursor  # plain tuples: a row object each would cost as much as all the rest
    while rows := cursor.fetchmany(_CHUNK):
        yield rows


def finished(session: Session, team_id: str, task_type: str, since: date, until: date) -> list[tuple[date, str]]:
    """The tasks of a kind that were finished from `since` to the day before `until`: on which day, and whose. Those of a trial
    are not among them."""
    query = sql_select(col(Answer.finished_on), col(Answer.person_id))
    query = query.where(col(Answer.team_id) == team_id, col(Answer.task_type) == task_type, col(Answer.finished))
    query = query.where(col(Answer.finished_on) >= since, col(Answer.finished_on) < until, col(Answer.trial_id).is_(None))
    return [(day, person) for day, person in session.execute(query)]


def delete(session: Session, checkin_id: str) -> None:
    session.exec(sql_delete(Answer).where(col(Answer.checkin_id) == checkin_id))


def of_person(session: Session, person_id: str, since: date, until: date) -> list[Answer]:
    """Somebody's own answers about tasks finished from `since` to the day before `until`, oldest first."""
    query = select(Answer).where(Answer.person_id == person_id, Answer.finished_on >= since, Answer.finished_on < until)
    return list(session.exec(query.order_by(col(Answer.finished_on), Answer.id)))


def of_state(session: Session, person_id: str, state: str, most: int) -> list[Answer]:
    """Somebody's own answers whose check-ins are in this state, the newest first."""
    query = select(Answer).join(CheckIn, col(CheckIn.id) == col(Answer.checkin_id))
    query = query.where(Answer.person_id == person_id, CheckIn.state == state)
    return list(
        session.exec(query.order_by(col(Answer.finished_on).desc(), col(Answer.stored_at).desc(), Answer.id).limit(most))
    )


def answered_ever(session: Session, person_id: str) -> bool:
    return session.exec(select(Answer.id).where(Answer.person_id == person_id).limit(1)).first() is not None


def any_of(session: Session, person_id: str, team_id: str, since: date, until: date, stored: datetime) -> bool:
    """Whether somebody has answered a team about tasks of `since` to the day before `until`, and before `stored`."""
    query = select(Answer.id).where(Answer.person_id == person_id, Answer.team_id == team_id, Answer.stored_at <= stored)
    return session.exec(query.where(Answer.finished_on >= since, Answer.finished_on < until).limit(1)).first() is not None


def said_and_timed(session: Session, person_id: str) -> list[tuple[float, float]]:
    """Of somebody's own answers, the minutes they said and those of a clock that ran for that task alone."""
    query = sql_select(col(Answer.minutes), col(Answer.timer_minutes)).where(col(Answer.person_id) == person_id)
    both = (col(Answer.minutes).is_not(None), col(Answer.timer_minutes).is_not(None), ~col(Answer.overlapping))
    return [(said, timed) for said, timed in session.execute(query.where(*both))]


def seconds_before(session: Session, person_id: str, moment: datetime, most: int) -> list[float]:
    """How long somebody's own newest answers before a moment took, oldest first."""
    query = sql_select(col(Answer.seconds)).where(col(Answer.person_id) == person_id, col(Answer.seconds).is_not(None))
    newest = query.where(col(Answer.stored_at) < moment).order_by(col(Answer.stored_at).desc()).limit(most)
    return list(session.execute(newest).scalars())[::-1]


def seconds_of(session: Session, team_id: str, since: date, until: date) -> list[tuple[str, float, datetime]]:
    """Whose answers about tasks finished from `since` to the day before `until` took how long, and when each was stored."""
    query = sql_select(col(Answer.person_id), col(Answer.seconds), col(Answer.stored_at)).where(col(Answer.team_id) == team_id)
    between = (col(Answer.finished_on) >= since, col(Answer.finished_on) < until, col(Answer.seconds).is_not(None))
    return [(person, seconds, when) for person, seconds, when in session.execute(query.where(*between))]


def add_rows(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Many rows in one statement; each must name every column."""
    session.execute(insert(Answer), list(rows))


def known_imports(session: Session, team_id: str) -> set[str]:
    query = select(Answer.imported_row).where(Answer.team_id == team_id, col(Answer.imported_row).is_not(None))
    return {key for key in session.exec(query) if key}


def export(session: Session, team_id: str) -> Iterator[tuple[Answer, str]]:
    """A team's answers, oldest first, streamed, each with a name for its author: a key, or what an import called them.

    Those of a trial that still runs are left out: nobody is to see before its end how it goes.
    """
    query = (
        select(Answer, Person)
        .join(Person, col(Person.id) == col(Answer.person_id))
        .where(Answer.team_id == team_id, not_of_an_open_trial())
        .order_by(col(Answer.finished_on), Answer.id)
    )
    for answer, person in session.exec(query.execution_options(yield_per=1000)):
        yield answer, person.user if person.imported else person.id
