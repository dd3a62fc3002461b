"""What a trial would take in this team, from what its own tasks of that kind have shown, where enough people told of them.

The spread is rounded and of at least k people, none of whom has given more than half of the tasks; else a common one is taken.
What is said of the team's own tasks counts as printed: it is of whole weeks, passes the release ledger like any figure, and
stands until enough people have told more. So whoever opens the form again after one answer reads what they read before.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module

from sqlmodel import Session

from bot import press
from bot.domain import privacy, schedule
from bot.domain.trialpower import Plan, plan
from bot.domain.trialpowerwords import advice, words
from bot.services import Services
from bot.teamdays import today
from storage import people
from storage.tables import Team

TWO_A_WEEK = 2.0  # where the team's pace is not known
PACE, SPREAD = "timed", "compared/expected"  # which of the answers either is made of, as `bot/domain/parts.py` has them
_STEP = 20  # spreads are rounded to a twentieth


@dataclass(frozen=True)
class Known:
    """Of the team's own tasks of one kind: the spread of their log times, and how many each person tells of in a week."""

    spread: float | None = None
    pace: float | None = None


@dataclass(frozen=True)
class Power:
    flips: int
    weeks: int | None
    lines: tuple[str, ...]


def load() -> None:
    """What computes, before anybody waits for the database."""
    import_module("bot.domain.evidence")
    import_module("bot.domain.ledger")


def power(services: Services, session: Session, team: Team, kind: str, ratio: float) -> Power:
    """In the language that is spoken. Enters in the ledger what it says of the team's own tasks."""
    known = _known(services, session, team, kind)
    asked = len(people.members(session, team.id))
    found: Plan = plan(ratio, known.spread, asked, known.pace or TWO_A_WEEK)
    return Power(found.flips, found.weeks, (words(found), *advice(found)))


def _known(services: Services, session: Session, team: Team, kind: str) -> Known:
    from bot.domain import cells, parts
    from bot.domain.estimate import Rung, at

    monday = schedule.monday_of(today(team, services.now()))
    since, _last = schedule.quarter(schedule.quarter(monday)[0] - timedelta(days=1))
    book = press.Press(session, [team], f"power-{since}", since, monday, services.now)
    told = book.answers.only(parts.tells(book.answers, PACE, team.task_types) & book.answers.of_kinds([kind]))
    by_person = told.by_person(told.timed)
    if not privacy.may_show_share(by_person, book.k):
        return Known()
    values: dict[str, float] = {"pace": _pace(len(told), len(by_person), date.fromordinal(int(told.day.min())), monday)}
    alike = told.by_person(parts.tells(told, SPREAD, team.task_types))
    found = at(Rung.EXPECTED, cells.timed(told))
    if found and found.spread and found.people >= book.k and privacy.may_show_share(alike, book.k):
        values["spread"] = max(round(found.spread * _STEP), 1) / _STEP
    used = {PACE, SPREAD} if "spread" in values else {PACE}
    return Known(**book.release_row(kind, "power", values, used))


def _pace(tasks: int, people: int, first: date, until: date) -> float:
    weeks = max((until - first).days / 7, 1)
    return max(round(tasks / people / weeks, 1), 0.1)
