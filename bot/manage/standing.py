"""Where somebody stands, and what they may decide for themselves: to be asked now, less often, or not for a while."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot import ask
from bot.deliver import owe
from bot.domain import schedule
from bot.domain.conversation import OPEN, RUNNING
from bot.domain.daywords import day_to_come
from bot.domain.refusal import Refusal
from bot.domain.timer import Calibration, calibration
from bot.manage.behalf import known, spoken_for, tell, zone_of
from bot.services import Actor, Services, Way
from storage import answers, checkins, declined, people
from storage.tables import CheckIn, Team, opaque

log = structlog.get_logger()

LONGEST_PAUSE = timedelta(days=366)
WITHOUT_END = datetime(9999, 1, 1, tzinfo=UTC)  # until they say resume


@dataclass(frozen=True)
class AtWork:
    """A task somebody has started; `stopped` is the time of day at which its clock stopped by itself."""

    checkin: str
    task_type: str
    expected: float
    stopped: str = ""


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: what is open for them, their teams, what they work on, and how they say times."""

    open_checkins: int
    teams: list[str]
    may_start: bool = False
    at_work: tuple[AtWork, ...] = ()
    calibration: Calibration | None = None


def require_member(services: Services, actor: Actor) -> None:
    with services.store.read() as session:
        known(session, actor)


def standing(services: Services, actor: Actor) -> Standing:
    with services.store.read() as session:
        person = people.find(session, actor.workspace, actor.user)
        if person is None:
            return Standing(0, [])
        zone = ZoneInfo(zone_of(session, person))
        return Standing(
            int(checkins.newest(session, person.id, OPEN) is not None),
            [team.name for team in people.teams_of(session, person.id)],
            bool(people.teams_of(session, person.id, members_only=True)),
            tuple(_at_work(row, zone) for row in checkins.standing(session, person.id, RUNNING)),
            calibration(answers.said_and_timed(session, person.id)),
        )


def _at_work(row: CheckIn, zone: ZoneInfo) -> AtWork:
    stopped = f"{row.stopped_at.astimezone(zone):%H:%M}" if row.stopped_at else ""
    return AtWork(row.id, row.task_type or "", row.expected_minutes or 0.0, stopped)


def checkin_now(services: Services, actor: Actor) -> str:
    with services.store.read() as session:
        person = known(session, actor)
        asked_by = people.teams_of(session, person.id, members_only=True)
    if not asked_by:
        raise Refusal("You own a team but are not asked by one, so there is nothing to answer.")
    ask.ask_now(services, asked_by[0].id, person.id, own_wish=True)
    return "Your check-in is in our direct messages."


def fewer(services: Services, actor: Actor) -> str:
    """Once a week instead of twice; asked again, it says how to stop altogether."""
    with services.store.begin() as session:
        person = known(session, actor)
        if person.per_week == 1:
            return "You are asked once a week already. /candor pause stops it for as long as you like."
        person.per_week, person.ignored = 1, 0
        ask.replan(session, person, services.now())
    return "From now on you are asked once a week. /candor resume brings it back to twice."


def pause_a_week(services: Services, actor: Actor) -> str:
    return pause(services, actor, "7 days")


def pause(services: Services, actor: Actor, wish: str) -> str:
    now = services.now()
    with services.store.begin() as session:
        it = spoken_for(session, actor, wish)
        zone = ZoneInfo(zone_of(session, it.person))
        end = _pause_end(it.words, now.astimezone(zone))
        until = f"{end:%A} {end.day} {end:%B %Y}"
        if it.by_another:
            end = max(end, it.person.paused_until or end)  # nobody is brought back sooner than they wished
            said = f"{{by}} has paused your check-ins until {until}. /candor resume ends the pause."
            tell(session, it, f"pause/{opaque()}", said, now)
        it.person.paused_until = end.astimezone(UTC)
        log.info("paused", person=it.person.id, by=it.by.id)
        ask.replan(session, it.person, now)
    if it.by_another:
        return f"No check-ins for them until {until}. They are told so, in their direct messages."
    return f"No check-ins until {until}. /candor resume ends the pause."


def _pause_end(wish: str, now: datetime) -> datetime:
    """Until a date, for a number of days, or a week."""
    words = wish.casefold().split()
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    if not words:
        return midnight + timedelta(days=7)
    if len(words) == 2 and words[0].isdecimal() and words[1] in ("day", "days") and 0 < int(words[0]) <= LONGEST_PAUSE.days:
        return midnight + timedelta(days=int(words[0]))
    try:
        day = day_to_come(wish, now.date())
    except Refusal:
        raise Refusal("Write pause until 1 December, pause until Friday, or pause 10 days.") from None
    end = datetime.combine(day, time(), now.tzinfo)
    if not now < end <= now + LONGEST_PAUSE:
        raise Refusal("A pause ends on a day to come, within a year.")
    return end


def resume(services: Services, actor: Actor) -> str:
    with services.store.begin() as session:
        if declined.remove(session, actor.workspace, actor.user):
            log.info("somebody may be asked again", workspace=actor.workspace)
            return "You may be asked again, once the file of your team is applied again. Nothing of before is there any more."
        person = known(session, actor)
        person.paused_until, person.per_week, person.ignored = None, schedule.AT_MOST_A_WEEK, 0
        ask.replan(session, person, services.now())
    return "Check-ins come again, at most twice a week."


_OFTEN = {
    "once": "From now on you are asked once a week. /candor hours often twice brings it back.",
    "stop": "No more check-ins. /candor resume brings them back, whenever you like.",
    "as before": "As before, then: at most twice a week.",
}


def often(services: Services, actor: Actor, checkin_id: str, wish: str) -> str:
    """What somebody who let three go wants from now on: `once` a week, `stop`, or `as before`."""
    now = services.now()
    with services.store.begin() as session:
        person = known(session, actor)
        person.ignored = 0
        if wish == "once":
            person.per_week = 1
        elif wish == "stop":
            person.paused_until = WITHOUT_END
        row = session.get(CheckIn, checkin_id)
        if row and row.person_id == person.id and row.state in OPEN:  # the check-in stays, its question has been answered
            payload = {"checkin": row.id, "k": session.get_one(Team, row.team_id).k}
            owe(session, now, key=f"often/{opaque()}", kind="prompt", way=Way.UPDATE, payload=payload, checkin=row)
        ask.replan(session, person, now)
        once = person.per_week == 1
    return "As before, then: once a week." if wish == "as before" and once else _OFTEN[wish]
