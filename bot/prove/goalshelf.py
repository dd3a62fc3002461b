"""Goals as they are read: in the list, by name, and in the digest. A running one says no more than how far its data are.

How many tasks there are counts whole weeks of enough people each, or together, whichever way the tasks were done, in tens
rounded down. They are the same weeks for every goal: goals of shifted days side by side tell nothing of a day with one answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import manage
from bot.domain import goalform, goalwords, schedule
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.domain.registration import OPEN, GoalTerms, Registered
from bot.domain.teamstate import SEEN_BY_ALL
from bot.prove.goaltold import amendments, over_words, question_of, tasks_of
from bot.prove.terms import goal_of
from bot.services import Actor, Services
from bot.teamdays import today
from storage import people, registrations
from storage.tables import Registration, Team

MOST_SHOWN = 12  # of a team, the newest; each can be asked for by its name


@dataclass(frozen=True)
class Shown:
    """One goal as anybody in its team reads it: what was registered, what has become of it, and every change."""

    key: str
    name: str
    terms: str
    stands: str
    locked: str
    amendments: tuple[str, ...] = ()
    may_change: bool = False  # still open, and it is an owner who looks


@dataclass(frozen=True)
class OfTeam:
    """One team's goals; `may_register`: an owner looks, and the team has begun."""

    team: str
    name: str
    may_register: bool
    goals: tuple[Shown, ...] = ()
    older: int = 0


def standing(services: Services, actor: Actor) -> tuple[OfTeam, ...]:
    """The goals of somebody's teams, newest first."""
    with services.store.read() as session:
        person = manage.known(session, actor)
        owned = {team.id for team in people.owned(session, person.id)}
        found = people.teams_of(session, person.id)
        return tuple(_of_team(session, team, services.now(), owner=team.id in owned) for team in found)


def named(services: Services, actor: Actor, name: str) -> Shown:
    """One of them, by its name."""
    with services.store.read() as session:
        person = manage.known(session, actor)
        owned = {team.id for team in people.owned(session, person.id)}
        row, team = called(session, people.teams_of(session, person.id), name)
        return _shown(session, team, row, services.now(), owner=team.id in owned)


def lines(session: Session, team: Team, since: date, until: date, only: str | None = None) -> list[tuple[str, str]]:
    """What a digest or report of a team says of its goals, by their names: those registered before `until` and not over before
    `since`; with `only`, those about that kind of task."""
    return [
        (row.name, _stands(session, team, row, until))
        for row in reversed(_goals(session, [team]))
        if only in (None, row.task_type)
        if today(team, row.registered_at) < until
        if row.over_at is None or today(team, row.over_at) >= since
    ]


def _of_team(session: Session, team: Team, now: datetime, *, owner: bool) -> OfTeam:
    rows = _goals(session, [team])
    shown = tuple(_shown(session, team, row, now, owner=owner) for row in rows[:MOST_SHOWN])
    return OfTeam(team.id, team.name, owner and team.state in SEEN_BY_ALL, shown, max(0, len(rows) - MOST_SHOWN))


def _goals(session: Session, of: Sequence[Team]) -> list[Registration]:
    found = registrations.of_teams(session, [team.id for team in of])
    return [row for row in found if row.kind == Registered.GOAL]


def _shown(session: Session, team: Team, row: Registration, now: datetime, *, owner: bool) -> Shown:
    terms = GoalTerms.from_json(row.terms)
    stands = _stands(session, team, row, today(team, now) + timedelta(days=1))
    return Shown(
        row.id,
        row.name,
        goalwords.registered(terms, question_of(team, terms)),
        stands,
        goalwords.locked(row.fingerprint, today(team, row.registered_at)),
        amendments(session, team, row),
        may_change=owner and row.state in OPEN and now < row.due_at,
    )


def _stands(session: Session, team: Team, row: Registration, until: date) -> str:
    """How much of its data there was by the last Monday before `until`, or what has become of it."""
    if row.state not in OPEN:
        return over_words(session, team, row)
    terms, monday = goal_of(session, row), schedule.monday_of(until)
    last = min(monday, terms.ends_on + timedelta(days=1))
    tasks = tasks_of(session, team, terms, last)
    tens = None if tasks is None else tasks // goalform.STEP * goalform.STEP
    return goalwords.progress(terms, tens, begun=until > terms.starts_on)


def called(session: Session, of: Sequence[Team], name: str) -> tuple[Registration, Team]:
    by_id, wanted = {team.id: team for team in of}, " ".join(name.split())
    found = [row for row in registrations.named(session, list(by_id), wanted) if row.kind == Registered.GOAL]
    if len(found) == 1:
        return found[0], by_id[found[0].team_id]
    if found:
        raise Refusal(_("Several of your teams have a goal of that name. Use the buttons of /candor goal."))
    if not wanted:
        raise Refusal(_("Write which goal it is, by its name. /candor goal lists them."))
    raise Refusal(
        _("There is no goal called “{name}” in your teams. /candor goal lists what there is and can be typed.", name=wanted)
    )
