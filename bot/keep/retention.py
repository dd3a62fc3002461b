"""What has become too old goes: free text after some days, rows after some months, once a day and a little at a time.

Rows go by whole quarters, so that a quarter can be printed from all its answers or from none, and never from what is left of
them by a certain day: two such prints could be subtracted from one another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import structlog
from sqlmodel import Session

from bot.domain import schedule
from bot.domain.conversation import State
from bot.limits import keeping_of
from bot.services import Keeping, Services
from storage import ages, checkins, people
from storage.ages import Age, Limits

log = structlog.get_logger()

KEYS_DAYS = 30  # Slack brings nothing again after so long, and no button is pressed twice
BATCH, BATCHES = 500, 20  # rows in a transaction, and transactions in a turn
_OPEN = (State.PLANNED, State.ASKED, State.ANSWERING)
_KEPT = (State.SAVED, State.CHANGING)


@dataclass(frozen=True)
class Old:
    """How many of what, in which table."""

    table: str
    what: str
    count: int


def turn(services: Services) -> None:
    """One turn: what is too old today, some of it, until nothing is left; then not again before tomorrow."""
    now = services.now()
    with services.store.read() as session:
        due = [one.id for one in people.workspaces(session) if not checkins.seen(session, _today(one.id, now))]
        if not due:
            return
        every = [(age, limits) for age, each in _ages(services, session, now) for limits in each]
        found = [(age, limits) for age, limits in every if ages.some(session, age, limits, 1)]
    if _some(services, found, now, BATCHES):
        return
    with services.store.begin() as session:
        for workspace in due:
            checkins.first_time(session, workspace, _today(workspace, now), now)


def too_old(services: Services) -> list[Old]:
    """What would go now, and nothing is changed."""
    with services.store.read() as session:
        return [
            Old(age.table, age.what, sum(ages.count(session, age, limits) for limits in each))
            for age, each in _ages(services, session, services.now())
        ]


def let_go(services: Services) -> list[Old]:
    """Let everything go that is too old, and say how much that was."""
    now = services.now()
    with services.store.read() as session:
        every = _ages(services, session, now)
    return [
        Old(age.table, age.what, sum(count for limits in each for count in _batches(services, age, limits, now)))
        for age, each in every
    ]


def _some(services: Services, found: Iterable[tuple[Age, Limits]], now: datetime, left: int) -> bool:
    """Whether there may be more than this turn had room for."""
    for age, limits in found:
        for count in _batches(services, age, limits, now):
            log.info("let go by age", table=age.table, count=count)
            left -= 1
            if not left:
                return True
    return False


def _batches(services: Services, age: Age, limits: Limits, now: datetime) -> Iterable[int]:
    """Looking for what is too old keeps nobody from writing; only letting go of it does, for a moment."""
    while True:
        with services.store.read() as session:
            keys = ages.some(session, age, limits, BATCH)
        if not keys:
            return
        with services.store.begin() as session:
            gone = ages.let_go(session, age, limits, keys, now)
        yield gone
        if not gone:
            return  # somebody else was quicker, or it has become younger


def _ages(services: Services, session: Session, now: datetime) -> list[tuple[Age, list[Limits]]]:
    """Each thing that grows old, and what is too old in each workspace, as its admins or else whoever runs this has set it."""
    every = [_limits(keeping_of(session, row.id, services.keeping), now, row.id) for row in people.workspaces(session)]
    return [(age, every if age.of_workspace else [_limits(services.keeping, now)]) for age in ages.EVERYTHING]


def _limits(keeping: Keeping, now: datetime, workspace: str = "") -> Limits:
    months = 12 * now.year + now.month - 1 - keeping.rows_months
    first, _ = schedule.quarter(date(months // 12, months % 12 + 1, 1))
    return Limits(
        workspace=workspace,
        words=now - timedelta(days=keeping.words_days),
        rows=datetime.combine(first, time(), UTC),
        keys=now - timedelta(days=KEYS_DAYS),
        open_states=_OPEN,
        kept_states=_KEPT,
        fixed=State.FIXED,
    )


def _today(workspace: str, now: datetime) -> str:
    return f"retention/{workspace}/{now.date()}"
