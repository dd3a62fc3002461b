"""The weekly digest: released once a team and week, in the team's language, and owed to its owners and to all of it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import structlog
from sqlmodel import Session

from bot import manage, press
from bot.deliver import owe_team
from bot.domain import readingwords, schedule, sentences, whywords
from bot.domain.conversation import State
from bot.domain.language import ENGLISH, _, speaking
from bot.domain.refusal import Refusal
from bot.limits import k_of
from bot.report.compose import as_text, compose, printing, to_payload
from bot.report.shelf import printed_weeks
from bot.report.wishes import last_monday, week
from bot.services import Services
from bot.teamdays import days_off
from storage import checkins, releases, teams
from storage.tables import Release, Team

if TYPE_CHECKING:
    from bot.domain.digest import Digest

log = structlog.get_logger()

TOO_OLD = timedelta(days=2)  # a digest that could not go out for so long is let go; the next one holds the same answers


def turn(services: Services) -> None:
    """One turn of the reporting loop: send the digests that are due."""
    now = services.now()
    with services.store.read() as session:
        due = [(team, _due(session, team, now)) for team in teams.to_report(session, now)]
    if not due:
        return
    for team, monday in due:
        if monday:
            send_week(services, team.id, monday)
    with services.store.begin() as session:
        for team in (team for team, monday in due):
            coming = schedule.next_digest(now, team.digest_day, team.digest_time, team.zone, days_off(team, now))
            teams.next_report(session, team.id, coming)


def _due(session: Session, team: Team, now: datetime) -> date | None:
    """The Monday of the week whose digest is to go out now."""
    monday, moment = schedule.digest_moment(now, team.digest_day, team.digest_time, team.zone, days_off(team, now))
    over = schedule.to_utc(monday + timedelta(days=7), time(), team.zone)
    if over <= team.created_at or now - moment > TOO_OLD:
        return None
    return None if releases.find(session, team.id, schedule.week_name(monday)) else monday


def send_week(services: Services, team_id: str, monday: date) -> "Digest | None":
    """Release a week's digest, in its team's language, and owe it to owners and team. None when it was out already."""
    with printing(services) as session:
        team = session.get_one(Team, team_id)
        if releases.find(session, team.id, schedule.week_name(monday)):
            return None
        with speaking(team.language):
            return _release(session, team, monday, services.now)


def _release(session: Session, team: Team, monday: date, clock: press.Now) -> "Digest | None":
    wish, now = week(monday), clock()
    digest = compose(session, [team], wish, clock, anew=True)
    if digest.released:
        digest = _around(session, team, digest, press.in_own_words(session, team, wish.until, now))
    release = Release(
        workspace=team.workspace,
        team_id=team.id,
        week=schedule.week_name(monday),
        since=wish.since,
        until=wish.until,
        figures=dict(digest.figures),
        text=as_text(digest, width=None),
        released_at=now,
    )
    if not releases.add(session, release):
        return None
    checkins.change_states(session, team.id, wish.until, (State.SAVED, State.CHANGING), State.FIXED)
    if digest.released:
        key, payload, spoken = f"digest/{team.id}/{release.week}", to_payload(digest), team.language or ENGLISH
        owe_team(session, team, now, key=key, kind="digest", made=lambda: payload, language=spoken)
    log.info("digest released", team=team.id, week=release.week, sent=digest.released)
    return digest


def _around(session: Session, team: Team, digest: "Digest", said: list[str]) -> "Digest":
    """With what stands in a weekly digest alone: shared sentences, and below a team's first one how to read it."""
    sections, why = sentences.beside(digest.sections, said), digest.why
    if said:
        why = tuple(case for case in why if case != whywords.SENTENCES)
    if not printed_weeks(session, team.id):
        sections = (*sections, readingwords.reading(k_of(session, team)))
    return replace(digest, sections=sections, why=why)


def for_week(services: Services, name: str, monday: date | None) -> "Digest":
    """A week's digest as it would go out, but for shared sentences; the week before this one unless said otherwise."""
    with printing(services) as session:
        team = manage.team_named(session, name)
        with speaking(team.language):
            return compose(session, [team], week(monday or last_monday(team, services.now())), services.now)


def send_now(services: Services, name: str, monday: date | None) -> None:
    """Send a week's digest ahead of its hour; refused when it is out already, or may not go out."""
    with printing(services) as session:
        team = manage.team_named(session, name)
        monday = monday or last_monday(team, services.now())
        if not (digest := compose(session, [team], week(monday), services.now)).released:
            raise Refusal(as_text(digest))
    if send_week(services, team.id, monday) is None:
        raise Refusal(_("The digest of {week} is out already; it goes out once.", week=schedule.week_name(monday)))
