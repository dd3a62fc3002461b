"""The plan: who is asked when in the days to come, as rows that nobody has seen yet, so that they may still be moved.

It is made anew every hour, and for one person at once when they change something. A prompt that waits in the outbox is taken
back when its day turns out to be none; one that has left stays.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlmodel import Session

from bot.ask.after import close_one
from bot.ask.clock import move_clocks
from bot.ask.new import new
from bot.ask.send import call_off, why_not
from bot.ask.week import Week, paused
from bot.domain import schedule
from bot.domain.conversation import UNSETTLED, State
from bot.domain.language import N_, _, of_locale
from bot.services import InDoubt, Profile, Services, TryLater, Undeliverable
from storage import checkins, people, registrations, teams
from storage.tables import CheckIn, Person, Team, Workspace

log = structlog.get_logger()

PLAN_EVERY = timedelta(hours=1)
_LOOK_UP = 100  # people an hour and team; more are looked up less often than once a day
_A_DAY = timedelta(hours=20)
_NOT_FOUND = "user_not_found"
_OF_PROFILES = frozenset(  # what somebody's profile can say, or take back
    {_NOT_FOUND, "account_inactive", "user_disabled", "has left the workspace", "is a bot", "is a guest"}
)


def plan(services: Services) -> None:
    now = services.now()
    with services.store.read() as session:
        due = [team.id for team in teams.to_plan(session, now, now + 2 * PLAN_EVERY)]
    for team_id in due:
        with services.store.begin() as session:
            team = session.get_one(Team, team_id, with_for_update=True)  # two planners take their turns
            if not now < team.plan_due_at <= now + 2 * PLAN_EVERY:
                team.plan_due_at = now + PLAN_EVERY
                _plan_team(session, team, now)


def _plan_team(session: Session, team: Team, now: datetime) -> None:
    who = people.asked_by(team.id)
    for week in _weeks(session, people.members(session, team.id), who, now):
        _plan_one(session, week, team, now)
    for row in checkins.of_those_who_left(session, team.id, (State.PLANNED, *UNSETTLED)):
        _let_leave(session, row, team, now)


def _weeks(session: Session, whom: Iterable[Person], who: object, now: datetime) -> Iterator[Week]:
    """Everybody's week, read together."""
    long_ago = (now - timedelta(days=8)).date()
    places, away = people.places(session, who), people.absences(session, who, long_ago)
    rows = checkins.rhythms_own(session, who, long_ago)
    for person in whom:
        yield Week(person, places.get(person.id, ()), away.get(person.id, ()), rows.get(person.id, ()))


def _plan_one(session: Session, week: Week, team: Team, now: datetime) -> None:
    existing = {row.local_date: row for row in week.rows if row.team_id == team.id}
    wanted = {coming.local_date: coming for coming in week.coming(team, now)}
    for day, coming in wanted.items():
        row = existing.get(day)
        if row is None and coming.due_at > now:
            checkins.plan(session, new(team, week.person.id, coming))
        elif row is not None and _waits(row) and _times(row) != _times(coming) and coming.send_by > now:
            checkins.move_to(session, row, State.PLANNED, *_times(coming))
    for day, row in existing.items():
        moved_away = day not in wanted or wanted[day].send_by <= now
        if moved_away and _waits(row) and row.due_at > now:
            checkins.unplan(session, row, State.PLANNED)  # the rhythm, their week, or where they are has changed


def _waits(row: CheckIn) -> bool:
    """Planned, and not in the outbox yet."""
    return row.state == State.PLANNED and row.queued_at is None


def _times(one: CheckIn | schedule.Occurrence) -> tuple[datetime, datetime, datetime]:
    return one.due_at, one.send_by, one.closes_at


def replan(session: Session, person: Person, now: datetime) -> None:
    """Plan one person's days anew, and take back what has not left yet and is not to be asked any more."""
    move_clocks(session, person)
    for week in _weeks(session, [person], [person.id], now):
        for team, _since in week.teams:
            _plan_one(session, week, team, now)
    for row in checkins.standing(session, person.id, (State.PLANNED,)):
        act = why_not(session, row, person, now) if row.queued_at else None
        if act:
            call_off(session, row, act, now)


def next_one(session: Session, person: Person, now: datetime) -> CheckIn | None:
    """The next check-in they can expect."""
    rows = checkins.standing(session, person.id, (State.PLANNED,))
    return next((row for row in rows if row.due_at > now and not paused(person, row.due_at)), None)


def leave(session: Session, team: Team, person: Person, now: datetime) -> None:
    """Nobody who has left a team is asked by it, or is in its trials: what is planned goes, what is open closes kindly."""
    registrations.leave(session, person.id, team.id)
    for row in checkins.standing(session, person.id, (State.PLANNED, *UNSETTLED)):
        if row.team_id == team.id:
            _let_leave(session, row, team, now)


def _let_leave(session: Session, row: CheckIn, team: Team, now: datetime) -> None:
    if row.state in UNSETTLED:
        why = partial(_, N_("You are no longer in the team {team}, so this check-in has closed."), team=team.name)
        close_one(session, row, now, why)
    elif row.queued_at is None and row.due_at > now:
        checkins.unplan(session, row, State.PLANNED)
    else:
        call_off(session, row, None, now)


def look_up(services: Services) -> None:
    """Ask Slack once a day where a team's people are; who has moved is planned anew. Whatever Slack does, planning goes on."""
    now = services.now()
    with services.store.read() as session:
        due = teams.to_plan(session, now, now + 2 * PLAN_EVERY)
        due = [team for team in due if _may_look(session, team, now)]
        whom = {team.id: [(person.id, person.user) for person in people.members(session, team.id)] for team in due}
    for team in due:
        for person_id, user in _turn_of(services, team, whom[team.id], now):
            try:
                found = services.messenger.profile(user)
            except (TryLater, InDoubt, Undeliverable) as silent:
                log.info("profiles not read", team=team.id, reason=silent.reason)
                break
            with services.store.begin() as session:
                person = session.get(Person, person_id)
                if person:  # else forgotten meanwhile
                    _moved(session, person, found, now)


def _may_look(session: Session, team: Team, now: datetime) -> bool:
    """Only where Slack is connected and well; who was just taken from a file was just looked up."""
    workspace = session.get_one(Workspace, team.workspace)
    return bool(workspace.bot_user) and workspace.stopped is None and now - team.created_at > _A_DAY


def _turn_of(services: Services, team: Team, members: list[tuple[str, str]], now: datetime) -> list[tuple[str, str]]:
    """The part of a team that is looked up this hour: each part once a day, as many as an hour has room for."""
    a_day = 24 * _LOOK_UP
    first = now.date().toordinal() * a_day % len(members) if len(members) > a_day else 0
    today = [*members[first:], *members[:first]][:a_day]
    for at in range(0, len(today), _LOOK_UP):
        with services.store.begin() as session:
            if checkins.first_time(session, team.workspace, f"profiles/{team.id}/{now.date()}/{at}", now):
                return today[at : at + _LOOK_UP]
    return []


def noted(person: Person, found: Profile) -> None:
    """What Slack says of somebody's place and language; where it says nothing, what it said before."""
    person.zone_found = found.zone or person.zone_found
    person.language_found = of_locale(found.locale) if found.locale else person.language_found


def _moved(session: Session, person: Person, found: Profile | None, now: datetime) -> None:
    gone, before = found.why_not if found else _NOT_FOUND, (person.unreachable, person.zone_found)
    if gone or person.unreachable in _OF_PROFILES:
        person.unreachable = person.unreachable or gone if gone else None
    if found:
        noted(person, found)
    if (person.unreachable, person.zone_found) != before:
        log.info("somebody has moved, come or gone", person=person.id)
        replan(session, person, now)
