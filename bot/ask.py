"""Ask: plan the check-ins that are coming, queue those that are due, remind once, close what is over.

The plan is rows, one per team, person and local date; a restart finds them where they were. Nobody is asked while paused, on
a day off, twice on one day, after having answered that day, or more than two hours late: then it is let go, and recorded so.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from bot.deliver import owe, retire_reminder
from bot.domain import schedule
from bot.domain.answer import Fixing
from bot.domain.conversation import Act, State, move
from bot.domain.refusal import Refusal
from bot.domain.schedule import Hours, Rhythm
from bot.services import Services, Way
from storage import answers, checkins, people, teams
from storage.tables import CheckIn, Person, Team

log = structlog.get_logger()

PLAN_EVERY = timedelta(hours=1)
PLAN_AHEAD = timedelta(days=7)
_NOT_FOR_SLOT = frozenset({State.PLANNED, State.CALLED_OFF})


def turn(services: Services) -> None:
    """One turn of the asking loop."""
    plan(services)
    queue_due(services)
    remind(services)
    close(services)


def plan(services: Services) -> None:
    now = services.now()
    with services.store.read() as session:
        due = [team.id for team in teams.to_plan(session, now)]
    for team_id in due:
        with services.store.begin() as session:
            team = session.get_one(Team, team_id)
            if team.plan_due_at <= now:
                team.plan_due_at = now + PLAN_EVERY
                _plan_team(session, team, now)


def _plan_team(session: Session, team: Team, now: datetime) -> None:
    existing = checkins.planned(session, team.id, (now - timedelta(days=2)).date())
    members = people.members(session, team.id)
    wanted = {(person.id, coming.local_date): coming for person in members for coming in _coming(session, team, person, now)}
    for (person_id, day), coming in wanted.items():
        row = existing.get((person_id, day))
        if row is None:
            checkins.plan(session, _new(team, person_id, coming))
        elif row.state == State.PLANNED and row.due_at > now:
            row.due_at, row.send_by, row.closes_at = coming.due_at, coming.send_by, coming.closes_at
    for key, row in existing.items():
        if key not in wanted and row.state == State.PLANNED and row.due_at > now:
            session.delete(row)  # the rhythm, the person's week or the team has changed since it was planned


def _coming(session: Session, team: Team, person: Person, now: datetime) -> Iterable[schedule.Occurrence]:
    """What one person can expect of one team from now on; several teams share the two occasions of a week."""
    hours = hours_of(person, team)
    today = now.astimezone(ZoneInfo(hours.zone)).date()
    for monday in {schedule.monday_of(today), schedule.monday_of(today + PLAN_AHEAD)}:
        wishes = [
            (day, each.key)
            for each in people.teams_of(session, person.id, members_only=True)
            for day in schedule.week_dates(Rhythm.from_json(each.rhythm), each.key, person.key, monday, hours, _days_off(each))
        ]
        for day, team_key in schedule.share_out(wishes, person.key).items():
            if team_key == team.key and today <= day <= today + PLAN_AHEAD:
                coming = schedule.occurrence(day, Rhythm.from_json(team.rhythm), hours)
                if coming.due_at > now:
                    yield coming


def _days_off(team: Team) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in team.holidays)


def hours_of(person: Person, team: Team) -> Hours:
    """A person's week in their own zone: what they chose, else what Slack says, else the team's."""
    zone = person.zone or person.zone_found or team.zone
    return Hours(zone, frozenset(person.work_days), person.work_start, person.work_end, person.per_week)


def _new(team: Team, person_id: str, coming: schedule.Occurrence, slot: int = 0) -> CheckIn:
    return CheckIn(
        workspace=team.workspace,
        team_id=team.id,
        person_id=person_id,
        local_date=coming.local_date,
        slot=slot,
        due_at=coming.due_at,
        send_by=coming.send_by,
        closes_at=coming.closes_at,
        state=State.PLANNED,
        talk={},
    )


def queue_due(services: Services, only: Collection[str] | None = None, team_id: str | None = None) -> int:
    """Owe a prompt for every check-in that is due (of some people of one team, if named); let go of what is not to be sent."""
    now, queued = services.now(), 0
    with services.store.begin() as session:
        for row in checkins.unqueued(session, State.PLANNED, now):
            if only is not None and (row.person_id not in only or row.team_id != team_id):
                continue
            person = session.get_one(Person, row.person_id)
            act = _instead(session, row, person, now)
            if act:
                checkins.set_state(session, row, row.state, move(State(row.state), act), settled_at=now)
                log.info("check-in not sent", checkin=row.id, why=str(act))
            else:
                _owe_prompt(session, row, person, now)
                queued += 1
    return queued


def _instead(session: Session, row: CheckIn, person: Person, now: datetime) -> Act | None:
    """Why a due check-in is not sent: too late, paused, or already asked or answered that day."""
    if row.send_by <= now:
        return Act.LET_GO
    if person.paused_until and person.paused_until > now:
        return Act.CALL_OFF
    others = [other for other in checkins.on_date(session, person.id, row.local_date) if other.id != row.id]
    return Act.CALL_OFF if any(other.state not in _NOT_FOR_SLOT for other in others) else None


def _owe_prompt(session: Session, row: CheckIn, person: Person, now: datetime) -> None:
    team = session.get_one(Team, row.team_id)
    row.queued_at = now
    earlier = answers.to_follow_up(session, team.id, person.id, Fixing.TOO_EARLY)
    row.follows_up = earlier.id if earlier else None
    row.remind_at = schedule.remind_at(now, row.local_date, hours_of(person, team)) if row.slot == 0 else None
    owe(
        session,
        now,
        key=f"prompt/{row.id}",
        kind="prompt",
        payload={"checkin": row.id, "k": team.k},
        checkin=row,
        user=person.user,
        expires_at=row.send_by,
    )


def remind(services: Services) -> None:
    """One reminder, the same day, to those who have something open."""
    now = services.now()
    with services.store.begin() as session:
        for row in checkins.to_remind(session, (State.ASKED, State.ANSWERING), now):
            person, team = session.get_one(Person, row.person_id), session.get_one(Team, row.team_id)
            hours = hours_of(person, team)
            row.remind_at = None
            end_of_day = schedule.to_utc(row.local_date, hours.end, hours.zone)
            if now < end_of_day and not (person.paused_until and person.paused_until > now):
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
        for row in checkins.to_close(session, (State.ASKED, State.ANSWERING), now):
            checkins.set_state(session, row, row.state, move(State(row.state), Act.CLOSE), talk={}, settled_at=now)
            retire_reminder(session, now, row)
            payload = {"checkin": row.id, "state": State.LAPSED}
            for ts in filter(None, (row.ts, row.question_ts)):
                owe(
                    session,
                    now,
                    key=f"closed/{row.id}/{ts}",
                    kind="settled",
                    way=Way.UPDATE,
                    payload=payload,
                    checkin=row,
                    ts=ts,
                )


def ask_now(services: Services, team_id: str, person_id: str) -> str:
    """Ask one person now, by their own or their owner's wish; gives the check-in's key. An open one is asked on, not twice."""
    now = services.now()
    with services.store.begin() as session:
        team, person = session.get_one(Team, team_id), session.get_one(Person, person_id)
        hours = hours_of(person, team)
        today = now.astimezone(ZoneInfo(hours.zone)).date()
        open_now = checkins.newest(session, person_id, (State.ASKED, State.ANSWERING))
        if open_now:
            raise Refusal("A check-in is already open: reply in its thread, or press Open form on it.")
        closes = schedule.occurrence(today, Rhythm(), hours).closes_at
        coming = schedule.Occurrence(today, now, now + schedule.LATE_AFTER, closes)
        row = _new(team, person_id, coming, checkins.next_slot(session, team_id, person_id, today))
        checkins.plan(session, row)
        _owe_prompt(session, session.get_one(CheckIn, row.id), person, now)
        return row.id
