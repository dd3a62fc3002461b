"""After asking: one reminder on the same day, the end of the window, and what was never sent, in numbers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.ask.send import call_off
from bot.ask.week import RARELY_AFTER, hours_of, is_off, paused
from bot.deliver import Words, owe, retire_reminder, said_to
from bot.domain import schedule
from bot.domain.conversation import OPEN, RUNNING, UNSETTLED, Act, State, move
from bot.domain.language import N_, _
from bot.domain.teamstate import TeamState
from bot.services import Services, Way
from storage import checkins, people, registrations
from storage.tables import CheckIn, Person, Team

_NO_NEXT = N_("This check-in has closed without an answer. That is fine.")
_NOT_TOLD = N_("This task has closed untold. That is fine: it is not counted, and nothing of it is kept.")
_ONLY_THE_FLIP = N_(
    "This task has closed untold. That is fine: only the coin's flip is kept, with the size and the time you locked before it."
)


def remind(services: Services) -> None:
    """One reminder, the same day, to those who have something open and are at work."""
    now = services.now()
    with services.store.begin() as session:
        for row in checkins.to_remind(session, OPEN, now):
            person, team = session.get_one(Person, row.person_id), session.get_one(Team, row.team_id)
            hours = hours_of(person, team)
            row.remind_at = None
            wanted = schedule.remind_at(row.asked_at or now, row.local_date, hours)
            if wanted and wanted > now:
                row.remind_at = wanted  # it was asked later than it was due, or the person has moved since
            elif wanted and _at_work(session, row, person, team, now):
                _owe_reminder(session, row, person, schedule.to_utc(row.local_date, hours.end, hours.zone), now)


def _at_work(session: Session, row: CheckIn, person: Person, team: Team, now: datetime) -> bool:
    gone = person.unreachable is not None or not people.belongs(session, team.id, person.id)
    return not gone and not paused(person, now) and not is_off(session, person, team, row.local_date)


def _owe_reminder(session: Session, row: CheckIn, person: Person, end_of_day: datetime, now: datetime) -> None:
    if now < end_of_day:
        owe(
            session,
            now,
            key=f"reminder/{row.id}",
            kind="reminder",
            payload={"checkin": row.id, "begun": row.state == State.ANSWERING},
            checkin=row,
            user=person.user,
            expires_at=end_of_day,
        )


def close(services: Services) -> None:
    """Close what was not answered in time. Half an answer is never counted; its words are not kept."""
    now = services.now()
    with services.store.begin() as session:
        for row in checkins.to_close(session, UNSETTLED - {State.WORKING}, now):
            person = session.get_one(Person, row.person_id)
            asked_them = row.state == State.ASKED and row.ts is not None  # a message in a channel has asked nobody by name
            if asked_them and (row.reminder_ts or person.ignored >= RARELY_AFTER):
                person.ignored += 1
                session.get_one(Team, row.team_id).plan_due_at = now
            running = session.get_one(Team, row.team_id).state == TeamState.RUNNING
            close_one(session, row, now, None if running or row.state not in OPEN else lambda: _(_NO_NEXT))


def close_one(session: Session, row: CheckIn, now: datetime, why: Words | None = None) -> None:
    """Close an open one, in its message and in the last question; `why` is said where the usual sentence would not be true."""
    flipped = registrations.flip_of(session, row.id) if row.task_type else None
    untold = _ONLY_THE_FLIP if flipped else _NOT_TOLD
    why = why or ((lambda: _(untold)) if row.state in RUNNING or flipped else None)
    gone: dict[str, Any] = {"talk": {}, "settled_at": now, **checkins.NO_TASK}
    if not checkins.set_state(session, row, row.state, move(State(row.state), Act.CLOSE), **gone):
        return
    registrations.settled(session, row.id, now)
    checkins.take_back(session, f"working/{row.id}")
    checkins.take_back(session, f"reminder/{row.id}")
    retire_reminder(session, now, row)
    person, settled = session.get_one(Person, row.person_id), {"checkin": row.id, "state": State.LAPSED}
    kind, payload = ("note", {"text": said_to(person, why)}) if why else ("settled", settled)
    for ts in filter(None, (row.ts, row.question_ts)):
        owe(
            session,
            now,
            key=f"closed/{row.id}/{ts}",
            kind=kind,
            way=Way.UPDATE,
            payload=payload,
            checkin=row,
            ts=ts,
        )


def answered_today(session: Session, row: CheckIn, now: datetime) -> None:
    """On a day on which they tell about a task they started, nobody is asked for another, nor reminded."""
    for other in checkins.standing(session, row.person_id, (State.PLANNED, *OPEN)):
        if other.local_date != row.local_date:
            continue
        if other.state in OPEN:
            other.remind_at = None
            checkins.take_back(session, f"reminder/{other.id}")
        elif other.slot == 0:
            call_off(session, other, None, now)


@dataclass(frozen=True)
class Lateness:
    """What was due in the last seven days and never sent: let go because it was too late, called off for another reason."""

    let_go: int
    called_off: int


def lateness(services: Services) -> Lateness:
    with services.store.read() as session:
        found = checkins.ended(
            session, (State.LATE, State.CALLED_OFF), services.now() - timedelta(days=7), services.workspace or None
        )
    return Lateness(found.get(State.LATE, 0), found.get(State.CALLED_OFF, 0))
