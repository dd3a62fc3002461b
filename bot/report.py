"""Report: the weekly digest and ad hoc reports. Both are the same figures through the same gates.

The team reads what the manager reads, the same text at the same time; so whoever may read a digest may ask for a report. A
digest is released once a team and week, and what it covers can no longer be changed after that.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from bot import manage, press
from bot.deliver import owe
from bot.domain import schedule
from bot.domain.conversation import State
from bot.domain.language import ENGLISH, speaking
from bot.domain.refusal import Refusal
from bot.services import Actor, Services
from storage import checkins, people, releases, teams
from storage.tables import Release, Team

if TYPE_CHECKING:
    from bot.domain.digest import Digest, Prices

log = structlog.get_logger()

TOO_OLD = timedelta(days=2)  # a digest that could not go out for so long is let go; the next one holds the same answers
MOST_NAMED = 3  # teams in a title; of more, how many
WINDOWS = ("quarter", "last-quarter", "year")
_NOT_ASKED = frozenset({State.PLANNED, State.LATE, State.CALLED_OFF, State.WORKING, State.STOPPED, State.CANCELLED})
_NOT_ANSWERED = _NOT_ASKED | {State.ASKED, State.ANSWERING, State.LAPSED}


@dataclass(frozen=True)
class Wish:
    """What a report is about: from `since` to the day before `until`, all types or one.

    `name` is that of the quarter or year. The window of a quarter grows as it goes on, and stays one window for the ledger.
    """

    name: str
    since: date
    until: date
    only: str | None = None


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
        for team, _ in due:
            _, coming = schedule.digest_moment(now + timedelta(days=7), team.digest_day, team.digest_time, team.zone)
            teams.next_report(session, team.id, coming)


def _due(session: Session, team: Team, now: datetime) -> date | None:
    """The Monday of the week whose digest is to go out now."""
    monday, moment = schedule.digest_moment(now, team.digest_day, team.digest_time, team.zone)
    over = schedule.to_utc(monday + timedelta(days=7), time(), team.zone)
    if over <= team.created_at or now - moment > TOO_OLD:
        return None
    return None if releases.find(session, team.id, schedule.week_name(monday)) else monday


@contextmanager
def _printing(services: Services) -> Iterator[Session]:
    """A transaction to print in. What computes is loaded before, so that nobody waits for the database meanwhile."""
    import_module("bot.domain.evidence")
    with services.store.begin() as session:
        yield session


def send_week(services: Services, team_id: str, monday: date) -> "Digest | None":
    """Release a week's digest, in its team's language, and owe it to owners and team. None when it was out already."""
    with _printing(services) as session:
        team = session.get_one(Team, team_id)
        if releases.find(session, team.id, schedule.week_name(monday)):
            return None
        with speaking(team.language):
            return _release(session, team, monday, services.now)


def _release(session: Session, team: Team, monday: date, clock: press.Now) -> "Digest | None":
    wish, now = week(monday), clock()
    digest = compose(session, [team], wish, clock, anew=True)
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
    said: dict[str, Any] = {"kind": "digest", "workspace": team.workspace, "language": team.language or ENGLISH}
    readers = {person.user: person for person in people.owners(session, team.id)}
    if not team.channel:
        readers |= {person.user: person for person in people.members(session, team.id)}
    for user, person in readers.items():
        key = f"digest/{team.id}/{week_name}/{person.id}"
        owe(session, now, key=key, payload=payload, user=user, person_id=person.id, **said)
    if team.channel:
        owe(session, now, key=f"digest/{team.id}/{week_name}/channel", payload=payload, channel=team.channel, **said)


def week(monday: date) -> Wish:
    """What a week's digest covers: the quarter so far."""
    return replace(_quarter(monday), until=monday + timedelta(days=7))


def window(name: str, today: date) -> Wish:
    """A named window up to and with today."""
    this = _quarter(today)
    if name == "last-quarter":
        return replace(_quarter(this.since - timedelta(days=1)), until=this.since)
    if name == "year":
        return Wish(str(today.year), date(today.year, 1, 1), today + timedelta(days=1))
    return replace(this, until=today + timedelta(days=1))


def _quarter(day: date) -> Wish:
    first, last = schedule.quarter(day)
    return Wish(f"{first.year}-Q{(first.month + 2) // 3}", first, last)


def compose(session: Session, teams: Sequence[Team], wish: Wish, now: press.Now, *, anew: bool = False) -> "Digest":
    """The figures of a team, or of several together, for a window, gated, and released: from here on they count as printed."""
    from bot.domain import digest  # loads numpy, so only when a report is really wanted

    ids = [team.id for team in teams]
    counts = checkins.counts(session, ids, wish.since, wish.until)
    book = press.Press(session, teams, wish.name, wish.since, wish.until, now)
    return digest.compose(
        team=_names(teams),
        task_types=tuple(dict.fromkeys(kind for team in teams for kind in team.task_types)),
        answers=book.answers,
        asked=sum(count for state, count in counts.items() if state not in _NOT_ASKED),
        answered=sum(count for state, count in counts.items() if state not in _NOT_ANSWERED),
        members=len(book.answers.authors.union(people.joined(session, ids))),
        k=max(team.k for team in teams),
        since=wish.since,
        until=wish.until - timedelta(days=1),
        only=wish.only,
        release=book.release,
        prices=_prices(teams[0]) if len(teams) == 1 else None,
        answering=book.answering(anew=anew),
    )


def _names(teams: Sequence[Team]) -> str:
    names = sorted((team.name for team in teams), key=str.casefold)
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if len(names) <= MOST_NAMED else f"{len(names)} teams"


def _prices(team: Team) -> "Prices | None":
    from bot.domain.digest import Prices

    if team.rate_per_hour is None or team.tools_per_month is None:
        return None
    return Prices(team.rate_per_hour, team.tools_per_month, team.currency)


def asked_for(services: Services, actor: Actor, words: str) -> dict[str, Any]:
    """An ad hoc report for somebody of the team, from the words after the command."""
    with _printing(services) as session:
        person = manage.known(session, actor)
        mine = people.teams_of(session, person.id)
        team, rest = _which_team(mine, words)
        wish = _wish(team, rest, services.now())
        return to_payload(compose(session, [team], wish, services.now))


def for_teams(services: Services, names: Sequence[str], wish_of: str, only: str | None) -> "Digest":
    """A report for the operator: the same gates, the same rounding, and a print like any other.

    About several teams together if several are named, about all if none is; up to the last whole week then, as digests are.
    What is printed of single teams can be subtracted from it, so all stand in one ledger.
    """
    with _printing(services) as session:
        found = [manage.team_named(session, name) for name in dict.fromkeys(names)] or teams.every(session)
        if not found:
            raise Refusal("There is no team yet.")
        now = services.now()
        wish = window(wish_of, _today(found[0], now))
        if len(found) > 1:
            wish = replace(wish, until=max(min(wish.until, schedule.monday_of(_today(found[0], now))), wish.since))
        return compose(session, found, replace(wish, only=_type_named(found, only) if only else None), services.now)


def for_week(services: Services, name: str, monday: date | None) -> "Digest":
    """A week's digest as it would go out; the week before this one unless said otherwise."""
    with _printing(services) as session:
        team = manage.team_named(session, name)
        with speaking(team.language):
            return compose(session, [team], week(monday or last_monday(team, services.now())), services.now)


def send_now(services: Services, name: str, monday: date | None) -> None:
    """Send a week's digest ahead of its hour; refused when it is out already, or may not go out."""
    with _printing(services) as session:
        team = manage.team_named(session, name)
        monday = monday or last_monday(team, services.now())
        if not (digest := compose(session, [team], week(monday), services.now)).released:
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
    return replace(wish, only=_type_named([team], low.removeprefix("type ")))


def _type_named(teams: Sequence[Team], words: str) -> str:
    types = list(dict.fromkeys(kind for team in teams for kind in team.task_types))
    found = [name for name in types if name.casefold() == words.strip().casefold()]
    if not found:
        has = f"{teams[0].name} has no" if len(teams) == 1 else "None of these teams has a"
        raise Refusal(f"{has} task type “{words.strip()}”. {'Its' if len(teams) == 1 else 'Their'} types: {', '.join(types)}.")
    return found[0]


def _today(team: Team, now: datetime) -> date:
    return now.astimezone(ZoneInfo(team.zone)).date()


def to_payload(digest: "Digest") -> dict[str, Any]:
    """A digest as a letter carries it."""
    sections = [
        {"key": section.key, "title": section.title, "lines": [[line.lead, line.text] for line in section.lines]}
        for section in digest.sections
    ]
    return {
        "team": digest.team,
        "period": digest.period,
        "response": digest.response,
        "sections": sections,
        "chart": [asdict(bar) for bar in digest.chart],
        "text": _as_text(digest),
    }


def _as_text(digest: "Digest") -> str:
    from bot.domain.digest import as_text

    return as_text(digest)
