"""Where somebody stands: what is open for them, what they have said, what is set. And to be asked now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot import ask
from bot.domain import coin, ownquestions, privacy
from bot.domain.conversation import OPEN, RUNNING, State, Talk
from bot.domain.daywords import spelled, spelled_range
from bot.domain.language import _, clock
from bot.domain.ownquestions import OwnQuestion
from bot.domain.refusal import Refusal
from bot.domain.summary import summary
from bot.domain.teamstate import SEEN_BY_ALL
from bot.domain.timer import Calibration, calibration
from bot.limits import k_of
from bot.manage.behalf import known, zone_of
from bot.manage.hours import hours_in_words
from bot.manage.owned import Owned, owned_by
from bot.manage.pausing import WITHOUT_END
from bot.services import Actor, Services
from storage import answers, checkins, people, registrations, sentences
from storage.tables import CheckIn, Flip, Person, Team, Workspace

MOST_KEPT = 10  # answers a page lists; the messages have all of them


@dataclass(frozen=True)
class AtWork:
    """A task somebody has started; `stopped` is the time of day at which its clock stopped by itself, `flip` what a coin said
    of it (`bot/domain/coin.py`)."""

    checkin: str
    task_type: str
    expected: float
    stopped: str = ""
    flip: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Kept:
    """An answer that is not in a digest yet; `changing`: a change of it was begun and not sent.

    A coin of a trial decided how it was done where it is `flipped`. `noted`: something was added to it. One sentence of that
    is shared where `shared_with` says how many have to answer.
    """

    checkin: str
    summary: str
    changing: bool = False
    noted: bool = False
    shared_with: int = 0
    flipped: bool = False


@dataclass(frozen=True)
class Set:
    """What somebody has set, in words; days away by their key; `elsewhere` is Slack's zone, where theirs is another."""

    words: str
    away: tuple[tuple[str, str], ...] = ()
    elsewhere: str = ""
    paused_until: str = ""
    stopped: bool = False


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: what is open for them, their teams, what they work on, and how they say times.

    `kept` are their answers that can still be changed, `own` what they have set; `new`: they have never answered, `stored`:
    something is kept about them, in a team or not. What is open may be `in_channel` only so far. They are in charge of
    the teams `owned`; nothing speaks against their setting one up where they `may_set_up`, which is looked at when they do.
    An admin may besides.
    """

    open_checkins: int
    teams: list[str]
    may_start: bool = False
    at_work: tuple[AtWork, ...] = ()
    calibration: Calibration | None = None
    kept: tuple[Kept, ...] = ()
    own: Set | None = None
    new: bool = True
    stored: bool = False
    in_channel: bool = False
    owned: tuple[Owned, ...] = ()
    may_set_up: bool = False


def standing(services: Services, actor: Actor) -> Standing:
    now = services.now()
    with services.store.read() as session:
        person, here = people.find(session, actor.workspace, actor.user), session.get(Workspace, actor.workspace)
        open_to_all, named = not (here and here.owners_named), person is not None and person.may_own
        may_set_up = actor.workspace == services.workspace and (open_to_all or named)
        if person is None:
            return Standing(0, [], may_set_up=may_set_up)
        zone, teams = ZoneInfo(zone_of(session, person)), people.teams_of(session, person.id)
        kept = checkins.standing(session, person.id, (State.SAVED, State.CHANGING))
        waiting = checkins.newest(session, person.id, OPEN)
        return Standing(
            int(waiting is not None),
            [team.name for team in teams if team.state in SEEN_BY_ALL],
            bool(people.teams_of(session, person.id, members_only=True)),
            _all_at_work(session, person, zone),
            calibration(answers.said_and_timed(session, person.id)),
            _all_kept(session, kept[-MOST_KEPT:]),
            _set(session, person, now) if teams else None,
            new=not answers.answered_ever(session, person.id),
            stored=True,
            in_channel=waiting is not None and waiting.ts is None,
            owned=owned_by(session, person),
            may_set_up=may_set_up,
        )


def _all_kept(session: Session, rows: Sequence[CheckIn]) -> tuple[Kept, ...]:
    shared = sentences.shared_of(session, [row.id for row in rows])
    least = {row.id: _fewest(session, row) for row in rows if row.id in shared}
    own = {row.id: ownquestions.all_of(session.get_one(Team, row.team_id).questions) for row in rows}
    flips = registrations.flips_of(session, [row.id for row in rows])
    return tuple(_kept(row, least.get(row.id, 0), own[row.id], flips.get(row.id)) for row in rows)


def _fewest(session: Session, row: CheckIn) -> int:
    return privacy.fewest_for_sentences(k_of(session, session.get_one(Team, row.team_id)))


def _kept(row: CheckIn, shared_with: int, own: Sequence[OwnQuestion], flip: Flip | None) -> Kept:
    said, changing = Talk.from_json(row.talk).draft, row.state == State.CHANGING
    started = {"task_type": row.task_type, "expected": row.expected_minutes} if row.task_type else {}
    started |= {"size": flip.size} if flip else {}
    noted = bool(said.get("note")) and not changing
    return Kept(row.id, summary({**said, **started}, own), changing, noted, shared_with, flip is not None)


def _set(session: Session, person: Person, now: datetime) -> Set:
    zone, until = zone_of(session, person), person.paused_until
    today = now.astimezone(ZoneInfo(zone)).date()
    away = people.absences(session, [person.id], today).get(person.id, [])
    return Set(
        hours_in_words(session, person, now),
        tuple((one.id, spelled_range(one.since, one.until)) for one in away),
        person.zone_found if person.zone_found and person.zone_found != zone else "",
        paused_until=spelled(until.astimezone(ZoneInfo(zone)).date()) if until and now < until < WITHOUT_END else "",
        stopped=until == WITHOUT_END,
    )


def _all_at_work(session: Session, person: Person, zone: ZoneInfo) -> tuple[AtWork, ...]:
    rows = checkins.standing(session, person.id, RUNNING)
    flips = registrations.flips_of(session, [row.id for row in rows])
    return tuple(_at_work(row, zone, flips.get(row.id)) for row in rows)


def _at_work(row: CheckIn, zone: ZoneInfo, flip: Flip | None) -> AtWork:
    stopped = clock(row.stopped_at.astimezone(zone).time()) if row.stopped_at else ""
    return AtWork(row.id, row.task_type or "", row.expected_minutes or 0.0, stopped, coin.as_said(flip))


def checkin_now(services: Services, actor: Actor) -> str:
    with services.store.read() as session:
        person = known(session, actor)
        asked_by = people.teams_of(session, person.id, members_only=True)
    if not asked_by:
        raise Refusal(_("You own a team but are not asked by one, so there is nothing to answer."))
    ask.ask_now(services, asked_by[0].id, person.id, own_wish=True)
    return _("Your check-in is in our direct messages.")
