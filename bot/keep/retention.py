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
    if not due or _some(services, now, BATCHES):
        return
    with services.store.begin() as session:
        for workspace in due:
            checkins.first_time(session, workspace, _today(workspace, now), now)


def too_old(services: Services) -> list[Old]:
    """What would go now, and nothing is changed."""
    now = services.now()
    with services.store.read() as session:
        return [
            Old(age.table, age.what, sum(ages.count(session, age, limits) for limits in _of(services, session, age, now)))
            for age in ages.EVERYTHING
        ]


def let_go(services: Services) -> list[Old]:
    """Let everything go that is too old, and say how much that was."""
    now = services.now()
    return [Old(age.table, age.what, sum(_batches(services, age, now))) for age in ages.EVERYTHING]


def _some(services: Services, now: datetime, left: int) -> bool:
    """Whether there may be more than this turn had room for."""
    for age in ages.EVERYTHING:
        for count in _batches(services, age, now):
            log.info("let go by age", table=age.table, count=count)
            left -= 1
            if not left:
                return True
    return False


def _batches(services: Services, age: Age, now: datetime) -> Iterable[int]:
    """Looking for what is too old keeps nobody from writing; only letting go of it does, for a moment."""
    with services.store.read() as session:
        each = _of(services, session, age, now)
    for limits in each:
        yield from _batches_within(services, age, limits, now)


def _batches_within(services: Services, age: Age, limits: Limits, now: datetime) -> Iterable[int]:
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


def _of(services: Services, session: Session, age: Age, now: datetime) -> list[Limits]:
    """What is too old in each workspace, as its admins or else whoever runs this has set it."""
    if not age.of_workspace:
        return [_limits(services.keeping, now)]
    every = [row.id for row in people.workspaces(session)]
    return [_limits(keeping_of(session, one, services.keeping), now, one) for one in every]


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
