"""Fewer check-ins, none for a while, none until further notice, and again: said by command, by button or on a form."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from bot import ask
from bot.deliver import owe
from bot.domain import schedule
from bot.domain.conversation import OPEN
from bot.domain.daywords import day_to_come, spelled
from bot.domain.language import N_, _
from bot.domain.refusal import Refusal
from bot.limits import k_of
from bot.manage.behalf import Spoken, known, spoken_for, tell, zone_of
from bot.manage.week import set_often
from bot.services import Actor, Services, Way
from storage import declined
from storage.tables import CheckIn, Person, Team, opaque

log = structlog.get_logger()

LONGEST_PAUSE = timedelta(days=366)
WITHOUT_END = datetime(9999, 1, 1, tzinfo=UTC)  # until they say resume


def fewer(services: Services, actor: Actor) -> str:
    """Once a week instead of twice; asked again, it says how to stop altogether."""
    with services.store.begin() as session:
        person = known(session, actor)
        if person.per_week == 1:
            return _("You are asked once a week already. /candor pause stops it for as long as you like.")
        set_often(person, 1)
        ask.replan(session, person, services.now())
    return _("From now on you are asked once a week. /candor resume brings it back to twice.")


def pause_a_week(services: Services, actor: Actor) -> str:
    return pause(services, actor, "7 days")


def pause(services: Services, actor: Actor, wish: str) -> str:
    """From the words of a command, for oneself or as an owner."""
    now = services.now()
    with services.store.begin() as session:
        it = spoken_for(session, actor, wish)
        return _set(session, it, _pause_end(it.words, _there(session, it, now)), now)


def pause_until(services: Services, actor: Actor, day: date) -> str:
    """The same for oneself, until a day that was picked."""
    now = services.now()
    with services.store.begin() as session:
        by = known(session, actor)
        it = Spoken(by, by, "")
        return _set(session, it, _checked(day, _there(session, it, now)), now)


def _there(session: Session, it: Spoken, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(zone_of(session, it.person)))


def _paused(until: date) -> str:
    return _("{by} has paused your check-ins until {day}. /candor resume ends the pause.", by="{by}", day=spelled(until))


def _set(session: Session, it: Spoken, end: datetime, now: datetime) -> str:
    until = spelled(end.date())
    if it.by_another:
        end = max(end, it.person.paused_until or end)  # nobody is brought back sooner than they wished
        tell(session, it, f"pause/{opaque()}", partial(_paused, end.date()), now)
    it.person.paused_until = end.astimezone(UTC)
    log.info("paused", person=it.person.id, by=it.by.id)
    ask.replan(session, it.person, now)
    if it.by_another:
        return _("No check-ins for them until {day}. They are told so, in their direct messages.", day=until)
    return _("No check-ins until {day}. /candor resume ends the pause.", day=until)


def stop(services: Services, actor: Actor) -> str:
    """No more check-ins, until they say otherwise."""
    with services.store.begin() as session:
        person = known(session, actor)
        _stop(person)
        ask.replan(session, person, services.now())
    return _(_OFTEN["stop"])


def _stop(person: Person) -> None:
    person.paused_until, person.ignored = WITHOUT_END, 0
    log.info("stopped", person=person.id)


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
        raise Refusal(_("Write pause until 1 December, pause until Friday, or pause 10 days.")) from None
    return _checked(day, now)


def _checked(day: date, now: datetime) -> datetime:
    end = datetime.combine(day, time(), now.tzinfo)
    if not now < end <= now + LONGEST_PAUSE:
        raise Refusal(_("A pause ends on a day to come, within a year."))
    return end


def resume(services: Services, actor: Actor) -> str:
    with services.store.begin() as session:
        if declined.remove(session, actor.workspace, actor.user):
            log.info("somebody may be asked again", workspace=actor.workspace)
            return _(
                "You may be asked again, once the file of your team is applied again. Nothing of before is there any more."
            )
        person = known(session, actor)
        person.paused_until = None
        set_often(person, schedule.AT_MOST_A_WEEK)
        ask.replan(session, person, services.now())
    return _("Check-ins come again, at most twice a week.")


_OFTEN = {
    "once": N_("From now on you are asked once a week. /candor hours often twice brings it back."),
    "stop": N_("No more check-ins. /candor resume brings them back, whenever you like."),
    "as before": N_("As before, then: at most twice a week."),
}


def often(services: Services, actor: Actor, checkin_id: str, wish: str) -> str:
    """What somebody who let three go wants from now on: `once` a week, `stop`, or `as before`."""
    now = services.now()
    with services.store.begin() as session:
        person = known(session, actor)
        person.ignored = 0
        if wish == "once":
            set_often(person, 1)
        elif wish == "stop":
            _stop(person)
        row = session.get(CheckIn, checkin_id)
        if row and row.person_id == person.id and row.state in OPEN:  # the check-in stays, its question has been answered
            payload = {"checkin": row.id, "k": k_of(session, session.get_one(Team, row.team_id))}
            owe(session, now, key=f"often/{opaque()}", kind="prompt", way=Way.UPDATE, payload=payload, checkin=row)
        ask.replan(session, person, now)
        once = person.per_week == 1
    return _("As before, then: once a week.") if wish == "as before" and once else _(_OFTEN[wish])
