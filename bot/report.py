"""Report: the weekly digest and ad hoc reports. Both are the same figures through the same gates.

The team reads what the manager reads, the same text at the same time; so whoever may read a digest may ask for a report. A
digest is released once a team and week, and what it covers can no longer be changed after that.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from bot import manage
from bot.deliver import owe
from bot.domain import schedule
from bot.domain.answer import Answer, Approach, Assigned, Fixing, NextTime, Quality
from bot.domain.conversation import State
from bot.domain.refusal import Refusal
from bot.services import Actor, Services
from storage import answers, checkins, people, releases, teams
from storage import tables as rows
from storage.tables import Release, Team

if TYPE_CHECKING:
    from bot.domain.digest import Digest

log = structlog.get_logger()

TOO_OLD = timedelta(days=2)  # a digest that could not go out for so long is let go; the next one holds the same answers
WINDOWS = ("quarter", "last-quarter", "year")
_NOT_ASKED = frozenset({State.PLANNED, State.LATE, State.CALLED_OFF})
_NOT_ANSWERED = _NOT_ASKED | {State.ASKED, State.ANSWERING, State.LAPSED}


@dataclass(frozen=True)
class Wish:
    """What an ad hoc report is asked about: from `since` to the day before `until`, all types or one."""

    since: date
    until: date
    only: str | None = None


def turn(services: Services) -> None:
    """One turn of the reporting loop: send the digests that are due."""
    with services.store.read() as session:
        due = [(team.id, monday) for team in teams.every(session) if (monday := _due(session, team, services.now()))]
    for team_id, monday in due:
        send_week(services, team_id, monday)


def _due(session: Session, team: Team, now: datetime) -> date | None:
    """The Monday of the week whose digest is to go out now."""
    monday, moment = schedule.digest_moment(now, team.digest_day, team.digest_time, team.zone)
    over = schedule.to_utc(monday + timedelta(days=7), time(), team.zone)
    if over <= team.created_at or now - moment > TOO_OLD:
        return None
    return None if releases.find(session, team.id, schedule.week_name(monday)) else monday


def send_week(services: Services, team_id: str, monday: date) -> "Digest | None":
    """Release a week's digest, and owe it to owners and team. None when it was out already."""
    now = services.now()
    with services.store.begin() as session:
        team = session.get_one(Team, team_id)
        wish = week(monday)
        digest = compose(session, team, wish)
        release = Release(
            workspace=team.workspace,
            team_id=team.id,
            week=schedule.week_name(monday),
            since=wish.since,
            until=wish.until,
            figures=dict(digest.figures),
            text=_as_text(digest),
            released_at=now,
        )
        if not releases.add(session, release):
            return None
        checkins.change_states(session, team.id, wish.until, (State.SAVED, State.CHANGING), State.FIXED)
        if digest.released:
            _owe(session, team, release.week, to_payload(digest), now)
        log.info("digest released", team=team.id, week=release.week, sent=digest.released)
        return digest


def _owe(session: Session, team: Team, week_name: str, payload: dict[str, Any], now: datetime) -> None:
    """The same text to every owner and to the team: its channel, or else each member's own messages."""
    readers = {person.user: person for person in people.owners(session, team.id)}
    if not team.channel:
        readers |= {person.user: person for person in people.members(session, team.id)}
    for user, person in readers.items():
        key = f"digest/{team.id}/{week_name}/{person.id}"
        owe(session, now, key=key, kind="digest", payload=payload, workspace=team.workspace, user=user, person_id=person.id)
    if team.channel:
        key = f"digest/{team.id}/{week_name}/channel"
        owe(session, now, key=key, kind="digest", payload=payload, workspace=team.workspace, channel=team.channel)


def week(monday: date) -> Wish:
    """What a week's digest covers: the quarter so far."""
    return Wish(schedule.quarter(monday)[0], monday + timedelta(days=7))


def window(name: str, today: date) -> Wish:
    """A named window up to and with today."""
    first, _ = schedule.quarter(today)
    if name == "last-quarter":
        return Wish(schedule.quarter(first - timedelta(days=1))[0], first)
    return Wish(date(today.year, 1, 1) if name == "year" else first, today + timedelta(days=1))


def compose(session: Session, team: Team, wish: Wish) -> "Digest":
    """A team's figures for a window, gated."""
    from bot.domain import digest  # loads numpy, so only when a report is really wanted

    counts = checkins.counts(session, team.id, wish.since, wish.until)
    told = [to_domain(row) for row in answers.between(session, team.id, wish.since, wish.until)]
    members = {person.id for person in people.members(session, team.id)} | {answer.person for answer in told}
    return digest.compose(
        team=team.name,
        task_types=tuple(team.task_types),
        answers=told,
        asked=sum(count for state, count in counts.items() if state not in _NOT_ASKED),
        answered=sum(count for state, count in counts.items() if state not in _NOT_ANSWERED),
        members=len(members),
        k=team.k,
        since=wish.since,
        until=wish.until - timedelta(days=1),
        only=wish.only,
    )


def asked_for(services: Services, actor: Actor, words: str) -> dict[str, Any]:
    """An ad hoc report for somebody of the team, from the words after the command."""
    with services.store.read() as session:
        person = manage.known(session, actor)
        mine = people.teams_of(session, person.id)
        team, rest = _which_team(mine, words)
        wish = _wish(team, rest, services.now())
        return to_payload(compose(session, team, wish))


def for_team(services: Services, name: str, wish_of: str, only: str | None) -> "Digest":
    """A report for the operator: the same gates, the same rounding."""
    with services.store.read() as session:
        team = manage.team_named(session, name)
        wish = window(wish_of, _today(team, services.now()))
        return compose(session, team, Wish(wish.since, wish.until, _type_named(team, only) if only else None))


def for_week(services: Services, name: str, monday: date | None) -> "Digest":
    """A week's digest as it would go out; the week before this one unless said otherwise."""
    with services.store.read() as session:
        team = manage.team_named(session, name)
        return compose(session, team, week(monday or last_monday(team, services.now())))


def send_now(services: Services, name: str, monday: date | None) -> None:
    """Send a week's digest ahead of its hour; refused when it is out already, or may not go out."""
    with services.store.read() as session:
        team = manage.team_named(session, name)
        monday = monday or last_monday(team, services.now())
        if not (digest := compose(session, team, week(monday))).released:
            raise Refusal(_as_text(digest))
    if send_week(services, team.id, monday) is None:
        raise Refusal(f"The digest of {schedule.week_name(monday)} is out already; it goes out once.")


def last_monday(team: Team, now: datetime) -> date:
    return schedule.monday_of(_today(team, now)) - timedelta(days=7)


def _which_team(mine: list[Team], words: str) -> tuple[Team, str]:
    """The team the words begin with, or the only one there is."""
    low = words.casefold()
    for team in sorted(mine, key=lambda team: -len(team.name)):
        name = team.name.casefold()
        if low == name or low.startswith(f"{name} "):
            return team, words[len(name) :].strip()
    if len(mine) == 1:
        return mine[0], words
    raise Refusal(f"Which team? Yours are: {', '.join(team.name for team in mine)}.")


def _wish(team: Team, words: str, now: datetime) -> Wish:
    """This quarter, last quarter, year, type NAME; in any order."""
    low, name = words.casefold(), "quarter"
    for spoken, meant in (
        ("this quarter", "quarter"),
        ("last quarter", "last-quarter"),
        ("this year", "year"),
        ("year", "year"),
    ):
        if spoken in low:
            name, low = meant, low.replace(spoken, " ", 1)
            break
    low = " ".join(low.split())
    wish = window(name, _today(team, now))
    if not low:
        return wish
    if not low.startswith("type "):
        raise Refusal(f"I do not know “{low}”. Add this quarter, last quarter, year, or type and its name.")
    return Wish(wish.since, wish.until, _type_named(team, low.removeprefix("type ")))


def _type_named(team: Team, words: str) -> str:
    found = [name for name in team.task_types if name.casefold() == words.strip().casefold()]
    if not found:
        raise Refusal(f"{team.name} has no task type “{words.strip()}”. Its types: {', '.join(team.task_types)}.")
    return found[0]


def _today(team: Team, now: datetime) -> date:
    return now.astimezone(ZoneInfo(team.zone)).date()


def to_payload(digest: "Digest") -> dict[str, Any]:
    """A digest as a letter carries it."""
    sections = [
        {"title": section.title, "lines": [[line.lead, line.text] for line in section.lines]} for section in digest.sections
    ]
    return {
        "team": digest.team,
        "period": digest.period,
        "response": digest.response,
        "sections": sections,
        "text": _as_text(digest),
    }


def _as_text(digest: "Digest") -> str:
    from bot.domain.digest import as_text

    return as_text(digest)


def to_domain(row: rows.Answer) -> Answer:
    return Answer(
        person=row.person_id,
        task_type=row.task_type,
        approach=Approach(row.approach),
        finished_on=row.finished_on,
        size=row.size,
        minutes=row.minutes,
        finished=row.finished,
        fixing=_maybe(Fixing, row.fixing),
        fix_minutes=row.fix_minutes,
        quality=_maybe(Quality, row.quality),
        tool=row.tool,
        differences=frozenset(row.differences),
        skip_reasons=frozenset(row.skip_reasons),
        why_ai=frozenset(row.why_ai),
        next_time=_maybe(NextTime, row.next_time),
        guess=row.guess,
        expected_minutes=row.expected_minutes,
        assigned=Assigned(row.assigned),
    )


def _maybe(kind: Any, value: str | None) -> Any:
    return kind(value) if value is not None else None
