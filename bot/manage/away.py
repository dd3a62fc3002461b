"""Out of office: ranges of days on which somebody is neither asked nor reminded, said by themselves or by an owner for them."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from bot import ask
from bot.deliver import Words
from bot.domain.daywords import checked, days, spelled_range
from bot.domain.language import N_, _
from bot.domain.refusal import Refusal
from bot.manage.behalf import Spoken, known, spoken_for, tell, zone_of
from bot.services import Actor, Services
from storage import people
from storage.tables import Absence, opaque

log = structlog.get_logger()

CANCEL = frozenset({"cancel", "none", "back"})
AT_MOST = 20  # ranges to come


def out(services: Services, actor: Actor, words: str) -> str:
    """Say when one is away; without words the list, and `cancel` strikes it out."""
    now = services.now()
    with services.store.begin() as session:
        it = spoken_for(session, actor, words)
        today = now.astimezone(ZoneInfo(zone_of(session, it.person))).date()
        noted = people.absences(session, [it.person.id], today).get(it.person.id, [])
        if not it.words.strip():
            return _listed(it, noted)
        if it.words.strip().casefold() in CANCEL:
            answer, told = _cancelled(session, it, today)
        else:
            answer, told = _noted(session, it, noted, days(it.words, today), now)
        if told and it.by_another:
            tell(session, it, f"out/{opaque()}", told, now)
        log.info("absence", person=it.person.id, by=it.by.id)
        ask.replan(session, it.person, now)
    return answer


def out_between(services: Services, actor: Actor, since: date, until: date) -> str:
    """The same for oneself, with days that were picked."""
    now = services.now()
    with services.store.begin() as session:
        by = known(session, actor)
        it = Spoken(by, by, "")
        today = now.astimezone(ZoneInfo(zone_of(session, by))).date()
        noted = people.absences(session, [by.id], today).get(by.id, [])
        answer, _nobody = _noted(session, it, noted, checked(since, until, today), now)
        log.info("absence", person=by.id, by=by.id)
        ask.replan(session, by, now)
    return answer


def strike_out(services: Services, actor: Actor, absence_id: str) -> None:
    """One range of one's own; one that is gone already is fine."""
    now = services.now()
    with services.store.begin() as session:
        person = known(session, actor)
        people.back(session, person.id, date.min, only=absence_id)
        log.info("absence", person=person.id, by=person.id)
        ask.replan(session, person, now)


def _noted(
    session: Session, it: Spoken, away: Sequence[Absence], wished: tuple[date, date], now: datetime
) -> tuple[str, Words | None]:
    """What is answered, and what the person is told if somebody else said it; nothing, if it was known."""
    since, until = wished
    when = spelled_range(since, until)
    there = any(one.since <= since and until <= one.until for one in away)
    if not there:
        if len(away) >= AT_MOST:
            raise Refusal(_("There are {count} ranges noted already. /candor out cancel strikes them out.", count=AT_MOST))
        who: dict[str, Any] = {"workspace": it.person.workspace, "person_id": it.person.id, "said_by": it.by.id}
        session.add(Absence(**who, since=since, until=until, said_at=now))
    if it.by_another:
        answer = _("Noted: they are out {when}. They are told so once, in their direct messages.", when=when)
        return (_("That was noted already."), None) if there else (answer, partial(_told, since, until))
    # Translators: {when} is "on Friday 4 December 2026", or "from Monday 7 December 2026 to …"; so it is in what is noted
    return _("You are out {when}: nothing is asked on these days. /candor out cancel strikes it out.", when=when), None


def _told(since: date, until: date) -> str:
    return _(
        "{by} has noted that you are out {when}. Nothing is asked on these days. /candor out cancel strikes it out.",
        by="{by}",
        when=spelled_range(since, until),
    )


def _cancelled(session: Session, it: Spoken, today: date) -> tuple[str, Words | None]:
    """The person strikes out everything, an owner only what was not said by the person."""
    number = people.back(session, it.person.id, today, said_by_others=it.by_another)
    if not number:
        return _("Nothing was noted that could be struck out."), None
    told = partial(_, N_("{by} has struck out what was noted about your being out. Check-ins come as usual."))
    return _("Struck out. Check-ins come as usual."), told


def _listed(it: Spoken, away: Sequence[Absence]) -> str:
    if it.by_another:
        raise Refusal(_("Write the days as well, like 2026-12-24..2027-01-02. When somebody is out is theirs to list."))
    if not away:
        return _("You are not out on any day to come. /candor out 24 Dec..2 Jan says when you are.")
    lines = [f"• {_line(one, it)}" for one in away]
    return "\n".join([_("You are out:"), *lines, _("/candor out cancel strikes this out.")])


def _line(one: Absence, it: Spoken) -> str:
    when = spelled_range(one.since, one.until)
    return when if one.said_by == it.person.id else _("{when} (an owner of your team said so)", when=when)
