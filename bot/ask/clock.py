"""The clocks of started tasks: they stop with their owner's day, and one nobody comes back to closes like a check-in."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.ask.new import new
from bot.ask.week import days_off, hours_of, today_of
from bot.deliver import owe
from bot.domain import coin, schedule, timer
from bot.domain.conversation import Act, State, move
from bot.domain.language import clock
from bot.services import Services, Way
from storage import checkins, people, registrations
from storage.tables import CheckIn, Person, Team


def begun(session: Session, team: Team, person: Person, now: datetime) -> CheckIn:
    """A check-in somebody begins themselves, before the work; while it runs, it closes when its clock would stop."""
    hours = hours_of(person, team)
    today = today_of(hours, now)
    coming = schedule.Occurrence(today, now, now, timer.stops_at(now, hours))
    row = new(team, person.id, coming, checkins.next_slot(session, team.id, person.id, today))
    checkins.plan(session, row)
    return session.get_one(CheckIn, row.id)


def move_clocks(session: Session, person: Person) -> None:
    """Somebody's day ends at another time now, and with it what they work on."""
    for row in checkins.standing(session, person.id, (State.WORKING,)):
        _move(session, row, _end(row, person, session.get_one(Team, row.team_id)))


def _move(session: Session, row: CheckIn, end: datetime) -> None:
    """Unless it was ended just now, and has another time by which it closes."""
    checkins.set_state(session, row, State.WORKING, State.WORKING, closes_at=end)


def stop_clocks(services: Services) -> None:
    """Stop what was forgotten, where its owner's working day is over."""
    now = services.now()
    with services.store.begin() as session:
        for row in checkins.to_close(session, (State.WORKING,), now):
            person, team = session.get_one(Person, row.person_id), session.get_one(Team, row.team_id)
            end = _end(row, person, team)
            if end > now:
                _move(session, row, end)
            else:
                _stop(session, row, person, team, now)


def _stop(session: Session, row: CheckIn, person: Person, team: Team, now: datetime) -> None:
    values, zone = stopped(session, row, person, team, now), ZoneInfo(hours_of(person, team).zone)
    at = _end(row, person, team).astimezone(zone)
    if not checkins.set_state(session, row, State.WORKING, move(State.WORKING, Act.STOP), **values):
        return
    checkins.take_back(session, f"working/{row.id}")
    if row.ts:
        flip = coin.as_said(registrations.flip_of(session, row.id))
        payload = {"checkin": row.id, "task_type": row.task_type, "at": clock(at.time()), **({"flip": flip} if flip else {})}
        owe(session, now, key=f"ended/{row.id}", kind="ended", way=Way.UPDATE, payload=payload, checkin=row)


def stopped(session: Session, row: CheckIn, person: Person, team: Team, now: datetime) -> dict[str, datetime | bool]:
    """What a clock that stops leaves: when it did, by hand or with the day, and until when its task may be told about."""
    hours, end = hours_of(person, team), _end(row, person, team)
    day = today_of(hours, row.started_at or now)
    away = people.absences(session, [person.id], day).get(person.id, ())
    off = days_off(person, team, away, day, day + timedelta(days=14))
    closes = schedule.occurrence(day, schedule.Rhythm(), hours, off).closes_at
    return {"stopped_at": min(end, now), "forgotten": end <= now, "closes_at": closes}


def _end(row: CheckIn, person: Person, team: Team) -> datetime:
    return timer.stops_at(row.started_at or row.due_at, hours_of(person, team))
