"""The coin of a trial, thrown once for a task somebody starts: in the same transaction, and after what they locked.

Whoever takes part throws it by starting a task of the trial's kind. Its key is made of the trial, the person and how many of
theirs came before, and nothing else goes into it, so starting anew gives the next throw and never the same one again. A throw
stays, whatever becomes of the task: could it be undone, people would throw until it pleased them.
"""

from datetime import datetime

from sqlmodel import Session

from bot.domain import coin
from bot.domain.registration import Registered, Stage
from bot.domain.teamstate import TeamState
from bot.limits import k_of
from bot.prove.terms import terms_of
from bot.teamdays import today
from storage import registrations
from storage.tables import CheckIn, Flip, Person, Registration, Team


def tossing(session: Session, person: Person, now: datetime) -> dict[str, Registration]:
    """By kind of task, the trials of theirs whose coin is thrown now; of two about one kind, the one registered first."""
    found: dict[str, Registration] = {}
    for trial in registrations.trials_of(session, person.id, (Stage.RUNNING,)):
        if _is_on(session, trial, now):
            found.setdefault(trial.task_type, trial)
    return found


def _is_on(session: Session, trial: Registration, now: datetime) -> bool:
    """It and its team run, today is one of its days, some of its flips are left, and enough people have joined."""
    terms = terms_of(session, trial)
    team = session.get_one(Team, trial.team_id)
    if trial.kind != Registered.TRIAL or trial.state != Stage.RUNNING or trial.seed is None:
        return False
    if team.state != TeamState.RUNNING or not terms.starts_on <= today(team, now) <= terms.ends_on:
        return False
    if terms.flips is not None and registrations.flips(session, trial.id) >= terms.flips:
        return False
    return registrations.joined(session, trial.id) >= k_of(session, team)


def flip_for(session: Session, row: CheckIn, trial: Registration | None, size: int | None, now: datetime) -> Flip | None:
    """Throw the coin of a trial that is `tossing` for a task that begins, with its size and expected time locked.

    Without a size nothing is thrown: the form was opened before the trial had begun.
    """
    if trial is None or size is None or row.expected_minutes is None or trial.team_id != row.team_id:
        return None
    trial = registrations.locked(session, trial.id)
    if trial is None or trial.seed is None or not _is_on(session, trial, now):
        return None
    before = registrations.flipped(session, trial.id, row.person_id)
    number = before[-1].number + 1 if before else 1
    key = coin.flip_key(trial.id, row.person_id, number)
    with_ai = sum(one.with_ai for one in before)
    fell = coin.flip(coin.coin(trial.seed, key), with_ai, len(before) - with_ai)
    flip = Flip(
        id=key,
        workspace=row.workspace,
        registration_id=trial.id,
        person_id=row.person_id,
        checkin_id=row.id,
        number=number,
        with_ai=fell.with_ai,
        forced=fell.forced,
        size=size,
        expected_minutes=row.expected_minutes,
        flipped_at=now,
    )
    session.add(flip)
    session.flush()
    return flip


def settled(session: Session, row: CheckIn, now: datetime) -> None:
    """A task was answered, cancelled, closed or deleted: if a coin was thrown for it, its trial is looked at next."""
    registrations.settled(session, row.id, now)
