"""The end of a goal: on the day after its last one it is judged once, by figures that are printed like any others.

Its window is a print of its own in the ledger, so it is held against every digest and report that covers the same answers. It
prints the one figure it is about and nothing else, and nothing at all where too little was answered for a verdict.
"""

from datetime import date, datetime, timedelta
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING

import structlog
from sqlmodel import Session

from bot import press
from bot.domain import goals, privacy
from bot.domain.goals import GoalFigures, Why
from bot.domain.privacy import Response
from bot.domain.registration import OPEN, Aim, GoalTerms, Registered, Stage, WhyOver
from bot.limits import k_of
from bot.prove.goaltold import ended_words, question_of, tasks_of, tell_team
from bot.prove.terms import goal_of, judged_at
from bot.services import Services
from storage import people, registrations
from storage.tables import Registration, Team

if TYPE_CHECKING:
    from bot.domain.evidence import Findings

log = structlog.get_logger()


def turn(services: Services) -> None:
    """One turn of the loop: judge the goals whose last day is over."""
    now = services.now()
    with services.store.read() as session:
        due = registrations.due(session, OPEN, now, Registered.GOAL)
    for key in due:
        look(services, key)


def look(services: Services, key: str) -> None:
    """Judge one and tell its team, once. Before its time it is left alone."""
    import_module("bot.domain.evidence")  # before the transaction, so that nobody waits for the database meanwhile
    with services.store.begin() as session:
        row = registrations.locked(session, key)
        if row is None or not _is_due(row, services.now()):
            return
        team, now, terms = session.get_one(Team, row.team_id), services.now(), goal_of(session, row)
        if now < judged_at(team, terms):  # the team has another time zone or hour since
            row.due_at = judged_at(team, terms)
            return
        found = _judged(session, team, row, terms, services.now)
        row.state, row.over_at, row.why_over, row.result = Stage.OVER, now, WhyOver.LAST_DAY, found.to_json()
        session.add(row)
        session.flush()
        tell_team(session, team, f"goal/{row.id}/over", lambda: ended_words(session, team, row), now)
        log.info("goal judged", team=team.id, goal=row.id)


def _is_due(row: Registration | None, now: datetime) -> bool:
    return row is not None and row.kind == Registered.GOAL and row.state in OPEN and row.due_at <= now


def _judged(session: Session, team: Team, row: Registration, terms: GoalTerms, clock: press.Now) -> GoalFigures:
    until = terms.ends_on + timedelta(days=1)
    if why := _too_little(session, team, terms, until):
        return goals.unsettled(why)
    window = f"goal-{sha256(row.id.encode()).hexdigest()[:16]}"  # a slash would mean several teams
    return _printed(press.Press(session, [team], window, terms.starts_on, until, clock), team, terms)


def _too_little(session: Session, team: Team, terms: GoalTerms, until: date) -> Why | None:
    """Why it cannot be judged whatever the figure says, and so none is printed. Everything counted here is of all ways."""
    own = goals.own_of(terms)
    if terms.task_type not in team.task_types or (own and question_of(team, terms) is None):
        return Why.GONE
    if terms.outcome == Aim.COST and team.rate_per_hour is None:
        return Why.GONE
    if privacy.response(*press.responses(session, [team.id], terms.starts_on, until)) is Response.FEW:
        return Why.FEW_ANSWERS
    tasks = tasks_of(session, team, terms, until)
    if tasks is None or not privacy.may_show(len(people.joined(session, [team.id])), k_of(session, team)):
        return Why.NOT_SHOWN
    return Why.FEW_TASKS if tasks < terms.least_tasks else None


def _printed(book: press.Press, team: Team, terms: GoalTerms) -> GoalFigures:
    """The one figure it is about, through the gates and the ledger, and what the printed one says."""
    from bot.domain import evidence, gates  # loads numpy, so only when a goal is over

    per_hour = team.rate_per_hour if terms.outcome == Aim.COST else None
    found = evidence.find(book.answers, list(team.task_types), per_hour=per_hour, questions=book.questions)
    figures = book.release(goals.alone(terms, gates.gated(found, book.k, Response.MOST, terms.task_type)))
    said = goals.judged(terms, figures, team.currency)
    why = _unfit(found, terms) if said.apart else None  # said only of what may be printed: why not tells of answers, too
    return goals.unsettled(why) if why else said


def _unfit(found: "Findings", terms: GoalTerms) -> Why | None:
    """Whether any word may be said of it at all: what is printed may not speak for what was begun, or for few."""
    if found.cells[terms.task_type].started.forbids:
        return Why.UNFINISHED
    one = found.own.get((goals.own_of(terms), terms.task_type))
    return Why.FEW_COMPARED if one and (one.apart is None or not one.apart.enough) else None
