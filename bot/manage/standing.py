"""Where somebody stands, and what they may decide for themselves: to be asked now, less often, or not for a while."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil import parser as dates
from sqlmodel import Session

from bot import ask
from bot.domain import schedule
from bot.domain.conversation import OPEN
from bot.domain.refusal import Refusal
from bot.services import Actor, Services
from storage import checkins, people
from storage.tables import Person

LONGEST_PAUSE = timedelta(days=366)


class Stranger(Refusal):
    """You are not in a team here. Candor answers only the members and owners of a team; a team's owner can add you."""


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: what is open for them, and the names of their teams."""

    open_checkins: int
    teams: list[str]


def require_member(services: Services, actor: Actor) -> None:
    with services.store.read() as session:
        known(session, actor)


def known(session: Session, actor: Actor) -> Person:
    """The person behind an actor, who belongs to at least one team."""
    person = people.find(session, actor.workspace, actor.user)
    if person is None or not people.teams_of(session, person.id):
        raise Stranger
    return person


def standing(services: Services, actor: Actor) -> Standing:
    with services.store.read() as session:
        person = people.find(session, actor.workspace, actor.user)
        if person is None:
            return Standing(0, [])
        waiting = checkins.newest(session, person.id, OPEN)
        return Standing(int(waiting is not None), [team.name for team in people.teams_of(session, person.id)])


def checkin_now(services: Services, actor: Actor) -> str:
    with services.store.read() as session:
        person = known(session, actor)
        asked_by = people.teams_of(session, person.id, members_only=True)
    if not asked_by:
        raise Refusal("You own a team but are not asked by one, so there is nothing to answer.")
    ask.ask_now(services, asked_by[0].id, person.id)
    return "Your check-in is in our direct messages."


def fewer(services: Services, actor: Actor) -> str:
    """Once a week instead of twice; asked again, it says how to stop altogether."""
    with services.store.begin() as session:
        person = known(session, actor)
        if person.per_week == 1:
            return "You are asked once a week already. /candor pause stops it for as long as you like."
        person.per_week = 1
        _replan(session, person, services.now())
    return "From now on you are asked once a week. /candor resume brings it back to twice."


def pause_a_week(services: Services, actor: Actor) -> str:
    return pause(services, actor, "7 days")


def pause(services: Services, actor: Actor, wish: str) -> str:
    now = services.now()
    with services.store.begin() as session:
        person = known(session, actor)
        zone = ZoneInfo(person.zone or person.zone_found or people.teams_of(session, person.id)[0].zone)
        person.paused_until = _pause_end(wish, now.astimezone(zone)).astimezone(UTC)
        until = person.paused_until.astimezone(zone)
    return f"No check-ins until {until:%A} {until.day} {until:%B %Y}. /candor resume ends the pause."


def _pause_end(wish: str, now: datetime) -> datetime:
    """Until a date, for a number of days, or a week."""
    words = wish.casefold().split()
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    if not words:
        return midnight + timedelta(days=7)
    if len(words) == 2 and words[0].isdecimal() and words[1] in ("day", "days") and 0 < int(words[0]) <= LONGEST_PAUSE.days:
        return midnight + timedelta(days=int(words[0]))
    try:
        end = dates.parse(" ".join(word for word in words if word != "until"), default=midnight.replace(tzinfo=None))
    except (ValueError, OverflowError):
        raise Refusal("Write pause until 1 December, pause until 2026-12-01, or pause 10 days.") from None
    end = datetime.combine(end.date(), time(), now.tzinfo)
    if not now < end <= now + LONGEST_PAUSE:
        raise Refusal("A pause ends on a day to come, within a year.")
    return end


def resume(services: Services, actor: Actor) -> str:
    with services.store.begin() as session:
        person = known(session, actor)
        person.paused_until, person.per_week = None, schedule.AT_MOST_A_WEEK
        _replan(session, person, services.now())
    return "Check-ins come again, at most twice a week."


def _replan(session: Session, person: Person, now: datetime) -> None:
    for team in people.teams_of(session, person.id, members_only=True):
        team.plan_due_at = now
