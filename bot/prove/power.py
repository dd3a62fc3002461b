"""What a trial would take in this team, from what its own tasks of that kind have shown, where enough people told of them.

The spread is rounded and of at least k people, none of whom has given more than half of the tasks; else a common one is taken.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module

from sqlmodel import Session

from bot.domain.questions import OTHER_TOOL
from bot.domain.trialpower import Plan, plan
from bot.domain.trialpowerwords import advice, words
from bot.limits import k_of
from bot.prove.terms import today
from bot.services import Services
from storage import answers, people
from storage.tables import Team

BACK = timedelta(days=182)  # two quarters
TWO_A_WEEK = 2.0  # where the team's pace is not known
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
    import_module("bot.domain.cells")


def power(services: Services, session: Session, team: Team, kind: str, ratio: float) -> Power:
    """In the language that is spoken."""
    known = _known(services, session, team, kind)
    asked = len(people.members(session, team.id))
    found: Plan = plan(ratio, known.spread, asked, known.pace or TWO_A_WEEK)
    return Power(found.flips, found.weeks, (words(found), *advice(found)))


def _known(services: Services, session: Session, team: Team, kind: str) -> Known:
    from bot.domain import cells
    from bot.domain.columns import Columns, packed_as
    from bot.domain.estimate import Rung, at

    day, k = today(team, services.now()), k_of(session, team)
    coded = packed_as(team.task_types, [*team.tools, OTHER_TOOL])
    rows = answers.told(session, [team.id], day - BACK, day + timedelta(days=1), coded, ())
    told = Columns.read(rows, coded, 0)
    told = told.only(told.of_kinds([kind]) & told.timed)
    by_person = told.by_person(told.timed)
    if len(by_person) < k or 2 * max(by_person.values()) > len(told):
        return Known()
    found = at(Rung.EXPECTED, cells.timed(told))
    known = found is not None and found.people >= k and found.spread
    spread = max(round(found.spread * _STEP), 1) / _STEP if known and found and found.spread else None
    return Known(spread, _pace(len(told), len(by_person), date.fromordinal(int(told.day.min())), day))


def _pace(tasks: int, people: int, first: date, today: date) -> float:
    weeks = max((today - first).days / 7, 1)
    return max(round(tasks / people / weeks, 1), 0.1)
