"""Owe what is due: a prompt for each check-in whose time has come, or the reason why there is none."""

from collections.abc import Collection
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.ask.announcing import unannounced
from bot.ask.channel import invite
from bot.ask.new import new, prepare
from bot.ask.week import RARELY_AFTER, around, hours_of, is_away, is_off, occasion, paused, posts, today_of, too_much
from bot.deliver import owe
from bot.domain import schedule
from bot.domain.conversation import OPEN, Act, State, move
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.domain.schedule import Rhythm
from bot.domain.teamstate import TeamState
from bot.limits import k_of
from bot.services import Services
from storage import checkins, people
from storage.tables import CheckIn, Person, Team

log = structlog.get_logger()


def queue_due(services: Services, only: Collection[str] | None = None, team_id: str | None = None) -> int:
    """Owe a prompt for every check-in that is due (of some people of one team, if named); let go of what is not to be sent."""
    now, queued = services.now(), 0
    with services.store.begin() as session:
        due = checkins.unqueued(session, State.PLANNED, now)
        for row in sorted(due, key=lambda row: row.person_id):  # everybody locks people in one order
            if only is not None and (row.person_id not in only or row.team_id != team_id):
                continue
            person = session.get_one(Person, row.person_id, with_for_update=True)
            act = why_not(session, row, person, now)
            if act:
                call_off(session, row, act, now)
                continue
            team = session.get_one(Team, row.team_id)
            if row.slot == 0 and unannounced(session, row, now):
                continue  # until what it is about has been read
            if posts(team) and row.slot == 0:
                invite(session, row, team, now)
            else:
                owe_prompt(session, row, person, now)
            queued += 1
    return queued


def why_not(session: Session, row: CheckIn, person: Person, now: datetime) -> Act | None:
    """Why one that is due is not sent: too late, gone, paused, off that day, or asked often enough already."""
    if row.send_by <= now:
        return Act.LET_GO
    if row.slot:
        return None  # their own wish
    team = session.get_one(Team, row.team_id)
    hours = hours_of(person, team)
    gone = person.unreachable is not None or not people.belongs(session, row.team_id, person.id)
    gone = gone or team.state != TeamState.RUNNING
    moved = occasion(team, row.local_date, hours).send_by <= now
    if gone or moved or paused(person, now) or is_off(session, person, team, row.local_date):
        return Act.CALL_OFF
    return Act.CALL_OFF if too_much(row, around(session, row), hours.per_week, now) else None


def call_off(session: Session, row: CheckIn, act: Act | None, now: datetime) -> None:
    """Say of one that was planned that it is not sent. A prompt that is on its way already stays what it is."""
    if row.queued_at is not None and not checkins.take_back(session, f"prompt/{row.id}"):
        return
    act = act or Act.CALL_OFF
    checkins.set_state(session, row, State.PLANNED, move(State.PLANNED, act), settled_at=now)
    log.info("check-in not sent", checkin=row.id, why=str(act))


def owe_prompt(session: Session, row: CheckIn, person: Person, now: datetime) -> None:
    team = session.get_one(Team, row.team_id)
    prepare(session, row, now)
    if row.slot == 0 and not posts(team):
        row.remind_at = schedule.remind_at(now, row.local_date, hours_of(person, team))
    payload = {"checkin": row.id, "k": k_of(session, team)}
    if row.slot == 0 and person.ignored == RARELY_AFTER:
        payload["ignored"] = person.ignored
    owe(
        session,
        now,
        key=f"prompt/{row.id}",
        kind="prompt",
        payload=payload,
        checkin=row,
        user=person.user,
        expires_at=row.send_by if row.state == State.PLANNED else row.closes_at,
    )


def ask_now(services: Services, team_id: str, person_id: str, *, own_wish: bool = False) -> str:
    """Ask one person now, by their own or their owner's wish; gives the check-in's key. An open one is asked on, not twice."""
    now = services.now()
    with services.store.begin() as session:
        team, person = session.get_one(Team, team_id), session.get_one(Person, person_id, with_for_update=True)
        hours = hours_of(person, team)
        today = today_of(hours, now)
        waiting = checkins.newest(session, person_id, OPEN)
        if waiting and waiting.ts:
            raise Refusal(_("A check-in is already open: reply in its thread, or press Open form on it."))
        if not own_wish and (paused(person, now) or is_away(session, person, today)):
            raise Refusal("They have paused, or are away today.")
        if waiting:
            owe_prompt(session, waiting, person, now)  # it was asked in a channel, and is not in their messages yet
            return waiting.id
        closes = schedule.occurrence(today, Rhythm(), hours).closes_at
        coming = schedule.Occurrence(today, now, now + schedule.LATE_AFTER, closes)
        row = new(team, person_id, coming, checkins.next_slot(session, team_id, person_id, today))
        checkins.plan(session, row)
        owe_prompt(session, session.get_one(CheckIn, row.id), person, now)
        return row.id
