"""A trial begins on its first day, is looked at as its terms declare, and ends once, with one result for everybody.

Whatever decides is read first and computed while nobody waits for the database. Then, with the trial's row locked, it is stored
only if nothing has changed since; else it is read again at the next turn. So a trial cannot end twice, nor differently, and a
process that dies in the middle leaves it as it was. Flips whose tasks are still open are in no look and keep it from ending.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import import_module
from typing import Any

import structlog
from sqlmodel import Session

from bot.deliver import owe_team
from bot.domain import schedule
from bot.domain.answer import Approach, Fixing, Quality
from bot.domain.coin import coin
from bot.domain.conversation import State
from bot.domain.language import ENGLISH
from bot.domain.registration import OPEN, Registered, Stage, TrialTerms, WhyOver
from bot.domain.told import Flipped, Told
from bot.limits import k_of
from bot.prove import cards
from bot.prove.terms import terms_of
from bot.services import Services
from bot.teamdays import today
from storage import people, registrations, works
from storage.tables import Answer, Flip, Registration, Team

log = structlog.get_logger()

KIND = "trial_result"  # of the letter
LOOKED_AT = (*OPEN, Stage.STOPPED)
TASK_OPEN = (State.WORKING, State.STOPPED, State.ASKED, State.ANSWERING)  # these close by themselves
PATIENCE = timedelta(days=14)  # then a task that is still open counts as not told
AGAIN = timedelta(hours=1)  # while tasks are open; what settles says so itself


@dataclass(frozen=True)
class Seen:
    """A trial as it was read: what a look or an end is made of, and what it would end by."""

    key: str
    team: str
    terms: TrialTerms
    k: int
    told: tuple[Told, ...]
    open_tasks: int
    looks_taken: int
    why_over: WhyOver | None
    over: datetime  # when its last day is


def turn(services: Services) -> None:
    """Begin, look at or end each trial for which it is time."""
    now = services.now()
    with services.store.read() as session:
        due = registrations.due(session, LOOKED_AT, now, Registered.TRIAL)
    if due:
        import_module("bot.domain.trialtables")  # loads numpy: before anything is locked
    for key in due:
        _begin(services, key, now)
        with services.store.read() as session:
            seen = _see(session, key, now)
        if seen:
            _decide(services, seen, now)


def _begin(services: Services, key: str, now: datetime) -> None:
    """From its first day on a trial runs."""
    with services.store.read() as session:
        waiting = session.get_one(Registration, key).state == Stage.REGISTERED
    if not waiting:
        return
    with services.store.begin() as session:
        row = registrations.locked(session, key)
        if row and row.state == Stage.REGISTERED:
            team = session.get_one(Team, row.team_id)
            first = terms_of(session, row).starts_on
            if today(team, now) >= first:
                row.state = Stage.RUNNING
                log.info("trial runs", trial=key)
            else:
                row.due_at = schedule.to_utc(first, time(), team.zone)


def _see(session: Session, key: str, now: datetime) -> Seen | None:
    """What is there now; None where there is nothing to decide."""
    row = session.get(Registration, key)
    if row is None or row.over_at or row.state not in (Stage.RUNNING, Stage.STOPPED):
        return None
    team, terms = session.get_one(Team, row.team_id), terms_of(session, row)
    found = registrations.told(session, key)
    scores = works.scores(session, [answer.id for _flip, _state, answer in found if answer])
    settled, open_tasks = _settled(found, now)
    told = tuple(_told(flip, answer, scores) for flip, answer in settled)
    why = _why_over(row, terms, len(found), last_day_over=today(team, now) > terms.ends_on)
    over = schedule.to_utc(terms.ends_on + timedelta(days=1), time(), team.zone)
    return Seen(key, team.id, terms, k_of(session, team), told, open_tasks, row.looks_taken, why, over)


def _settled(found: Sequence[tuple[Flip, str, Answer | None]], now: datetime) -> tuple[list[tuple[Flip, Answer | None]], int]:
    """The flips whose tasks are no longer open, and how many are. After somebody's first open one none of theirs counts
    yet: what is forced later would tell which way the open one fell."""
    waiting, settled, open_tasks = set[str](), [], 0
    for flip, state, answer in found:
        if state in TASK_OPEN and now - flip.flipped_at < PATIENCE:
            waiting.add(flip.person_id)
            open_tasks += 1
        elif flip.person_id not in waiting:
            settled.append((flip, answer))
    return settled, open_tasks


def _why_over(row: Registration, terms: TrialTerms, flips: int, *, last_day_over: bool) -> WhyOver | None:
    """Why it ends as soon as no task of it is open; None while it goes on."""
    if row.state == Stage.STOPPED:
        return WhyOver.STOPPED
    if terms.flips is not None and flips >= terms.flips:
        return WhyOver.PLANNED
    return WhyOver.LAST_DAY if last_day_over else None


def _told(flip: Flip, answer: Answer | None, scores: dict[str, float]) -> Told:
    """One flip and what came of it."""
    return Told(
        person=flip.person_id,
        with_ai=flip.with_ai,
        forced=flip.forced,
        expected=flip.expected_minutes,
        size=flip.size,
        declined=flip.declined is not None,
        approach=Approach(answer.approach) if answer else None,
        minutes=answer.minutes if answer else None,
        fix_minutes=answer.fix_minutes if answer else None,
        fixing=Fixing(answer.fixing) if answer and answer.fixing else None,
        finished=bool(answer and answer.finished),
        overlapping=bool(answer and answer.overlapping),
        quality=Quality(answer.quality) if answer and answer.quality else None,
        score=scores.get(answer.id) if answer else None,
    )


def _decide(services: Services, seen: Seen, now: datetime) -> None:
    from bot.domain import trialresult

    if seen.why_over and not seen.open_tasks:
        _end(services, seen, now, seen.why_over, None)
        return
    look = None if seen.why_over else trialresult.look(seen.told, seen.terms, seen.looks_taken, seen.k)
    if look and look.due and look.stops:
        _end(services, seen, now, WhyOver.LOOK, look.level)
    else:
        _go_on(services, seen, now, looked=bool(look and look.due))


def _go_on(services: Services, seen: Seen, now: datetime, *, looked: bool) -> None:
    """Nothing of it is over: it is looked at again when something settles, or its time has come."""
    with services.store.begin() as session:
        row = registrations.locked(session, seen.key)
        if row and _unchanged(session, seen, now):
            row.due_at = now + AGAIN if seen.why_over else seen.over
            row.looks_taken += looked
            log.info("trial looked at", trial=seen.key)  # how often is nobody's business yet


def _unchanged(session: Session, seen: Seen, now: datetime) -> bool:
    """Whether all stands as it was read; its row is locked by now."""
    return _see(session, seen.key, now) == seen


def _end(services: Services, seen: Seen, now: datetime, why: WhyOver, level: float | None) -> None:
    """Its result, computed once, and in one transaction all that follows from it."""
    from bot.domain import trialresult, trialtables

    figures = trialresult.result(seen.told, seen.terms, seen.k, level)
    analysis = trialtables.analysis_table(seen.told, seen.k)
    with services.store.begin() as session:
        people.stay(session, seen.team)
        row = registrations.locked(session, seen.key)
        if row is None or not _unchanged(session, seen, now):
            return
        team = session.get_one(Team, row.team_id)
        row.result, row.tables = figures.to_json(), {"analysis": analysis, "flips": _audit(session, row, seen.k)}
        row.state = Stage.STOPPED if why is WhyOver.STOPPED else Stage.OVER
        row.over_at, row.why_over = now, why
        registrations.nobody_takes_part(session, row.id)
        session.flush()
        payload, spoken = cards.card(session, row).to_payload(), team.language or ENGLISH
        owe_team(session, team, now, key=f"trial/{row.id}/over", kind=KIND, made=lambda: payload, language=spoken)
    log.info("trial over", trial=seen.key, why=why)


def _audit(session: Session, row: Registration, k: int) -> list[dict[str, Any]]:
    """Every flip there was, for whoever recomputes it from the seed."""
    from bot.domain.trialtables import audit_table

    flips = (flip for flip, _state, _answer in registrations.told(session, row.id))
    said = [Flipped(one.id, one.person_id, coin(row.seed or "", one.id), one.forced, one.with_ai) for one in flips]
    return audit_table(said, k)
