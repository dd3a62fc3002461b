"""Goals: what a team wants to have improved, registered before anybody looks, and locked by a fingerprint.

An owner registers one, may change its last day, size or least data, which stands beside it from then on, and may call it off,
with a reason. The whole team is told each time, in the same words. Until it is over nobody, an owner neither, reads more of
it than how much of its data there is.

`goalshelf.py` has what is read of them, `goalending.py` judges them, `goaltold.py` tells their team.
"""

from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlmodel import Session

from bot import manage
from bot.domain import goalform, goalwords, ownquestions
from bot.domain.goalform import Choices, Values
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.domain.registration import OPEN, GoalTerms, Registered, Stage, WhyOver, short
from bot.domain.teamform import Faulty
from bot.domain.teamstate import SEEN_BY_ALL
from bot.prove.goalending import look, turn
from bot.prove.goalshelf import OfTeam, Shown, called, lines, named, standing
from bot.prove.goaltold import changed_words, question_of, registered_words, stopped_words, tell_team
from bot.prove.terms import goal_of, judged_at
from bot.services import Actor, Services
from bot.teamdays import today
from storage import people, registrations, teams
from storage.tables import Amendment, Registration, Team

__all__ = [
    "Change",
    "Draft",
    "OfTeam",
    "Shown",
    "amend",
    "amending",
    "call_off",
    "draft",
    "key_of",
    "lines",
    "look",
    "named",
    "register",
    "standing",
    "stopping",
    "turn",
]

log = structlog.get_logger()


@dataclass(frozen=True)
class Draft:
    """The form of a new goal, and what would be registered as it stands, if that can be said."""

    team: str
    name: str
    choices: Choices
    values: Values
    terms: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class Change:
    """The form that changes one, or calls it off."""

    key: str
    name: str
    terms: str
    values: Values = field(default_factory=dict)


def key_of(services: Services, actor: Actor, name: str) -> str:
    """Which of the goals of teams they own is called so."""
    with services.store.read() as session:
        return called(session, people.owned(session, manage.known(session, actor).id), name)[0].id


def draft(services: Services, actor: Actor, team_id: str) -> Draft:
    """The form of a new goal, for an owner."""
    with services.store.read() as session:
        team = _begun(manage.theirs(session, actor, team_id)[1])
        since = today(team, services.now())
        values = {"way": goalform.LESS, "least": str(goalform.LEAST_TASKS), "since": since.isoformat()}
        return Draft(team.id, team.name, _choices(team), values)


def register(services: Services, actor: Actor, team_id: str, values: Values, seen: str = "") -> Draft | str:
    """Register it, if its terms are those that were `seen`, by their fingerprint; else show them first."""
    with services.store.begin() as session:
        teams.locked(session, team_id)
        team, now = _begun(manage.theirs(session, actor, team_id)[1]), services.now()
        choices = _choices(team)
        terms = goalform.terms(values, choices, today(team, now))
        if registrations.named(session, [team.id], terms.name):
            raise Faulty({"name": _("Something is registered by this name in {team} already.", team=team.name)})
        if terms.fingerprint != seen:
            words = goalwords.registered(terms, choices.question(terms.outcome))
            return Draft(team.id, team.name, choices, values, words, terms.fingerprint)
        row = _row(team, terms, now)
        session.add(row)
        session.flush()
        tell_team(session, team, f"goal/{row.id}/registered", lambda: registered_words(team, row), now)
        log.info("goal registered", team=team.id, goal=row.id)
    return _("Registered and locked, fingerprint {hash}. The whole team is told.", hash=short(terms.fingerprint))


def amending(services: Services, actor: Actor, key: str) -> Change:
    """The form that changes one, for an owner."""
    with services.store.read() as session:
        row, team = _open(session, actor, key, services.now())
        now = goal_of(session, row)
        values = {"until": now.ends_on.isoformat(), "size": f"{goalform.size_of(now):g}", "least": str(now.least_tasks)}
        return Change(row.id, row.name, goalwords.registered(now, question_of(team, now)), values)


def amend(services: Services, actor: Actor, key: str, values: Values) -> str:
    """Change one; what it was, and the reason, stand beside it from then on."""
    with services.store.begin() as session:
        registrations.locked(session, key)
        row, team = _open(session, actor, key, services.now())
        before, now = goal_of(session, row), services.now()
        after = goalform.amended(values, before, question_of(team, before), today(team, now))
        old, new = before.to_json(), after.to_json()
        fields = [name for name in old if old[name] != new[name]]
        number = len(registrations.amendments(session, row.id)) + 1
        change = Amendment(
            workspace=row.workspace,
            registration_id=row.id,
            number=number,
            before={name: old[name] for name in fields},
            after={name: new[name] for name in fields},
            reason=goalform.reason(values, {}),
            fingerprint=after.fingerprint,
            amended_at=now,
        )
        row.ends_on, row.due_at = after.ends_on, judged_at(team, after)
        session.add_all([change, row])
        session.flush()
        tell_team(session, team, f"goal/{row.id}/changed/{number}", lambda: changed_words(session, team, row), now)
        log.info("goal changed", team=team.id, goal=row.id, number=number)
    return _("The goal is changed. What it was stands beside it, and the whole team is told.")


def call_off(services: Services, actor: Actor, key: str, values: Values) -> str:
    """Give one up before its end; nothing of it is judged."""
    with services.store.begin() as session:
        registrations.locked(session, key)
        now, faults = services.now(), dict[str, str]()
        row, team = _open(session, actor, key, now)
        said = goalform.reason(values, faults)
        if faults:
            raise Faulty(faults)
        row.state, row.over_at, row.why_over, row.reason = Stage.STOPPED, now, WhyOver.STOPPED, said
        session.add(row)
        tell_team(session, team, f"goal/{row.id}/off", lambda: stopped_words(team, row), now)
        log.info("goal called off", team=team.id, goal=row.id)
    return _("The goal is called off, and the whole team is told why.")


def stopping(services: Services, actor: Actor, key: str) -> Change:
    """The form that calls one off, for an owner."""
    with services.store.read() as session:
        row, team = _open(session, actor, key, services.now())
        terms = goal_of(session, row)
        return Change(row.id, row.name, goalwords.registered(terms, question_of(team, terms)))


def _open(session: Session, actor: Actor, key: str, now: datetime) -> tuple[Registration, Team]:
    """A goal that still runs, to an owner of its team."""
    row = session.get(Registration, key)
    if row is None or row.kind != Registered.GOAL:
        raise manage.NotOwner
    team = manage.theirs(session, actor, row.team_id)[1]
    if row.state not in OPEN or now >= row.due_at:
        raise Refusal(_("This goal is over: nothing of it can be changed any more."))
    return row, team


def _begun(team: Team) -> Team:
    if team.state not in SEEN_BY_ALL:
        raise Refusal(_("{team} asks nobody, so it can have no goal. Let it begin first.", team=team.name))
    return team


def _choices(team: Team) -> Choices:
    asked = ownquestions.all_of(team.questions)
    priced = team.rate_per_hour is not None and team.tools_per_month is not None  # as a digest asks for both
    return Choices(tuple(team.task_types), asked, priced, tuple(team.tools))


def _row(team: Team, terms: GoalTerms, now: datetime) -> Registration:
    return Registration(
        workspace=team.workspace,
        team_id=team.id,
        kind=Registered.GOAL,
        name=terms.name,
        task_type=terms.task_type,
        state=Stage.REGISTERED,
        terms=terms.to_json(),
        fingerprint=terms.fingerprint,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        registered_at=now,
        due_at=judged_at(team, terms),
    )
