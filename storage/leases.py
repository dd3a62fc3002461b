"""Whose turn it is to send in a workspace, and what Slack has asked to wait with. Both outlive the process that wrote them.

Neither outlives a clock that was far ahead when it was written: what is held for much longer than anybody holds it is not held.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select, update

from storage.database import insert_once
from storage.tables import Hold, Lease

LONGEST_HOLD = timedelta(hours=6)
CLOCKS_DIFFER = timedelta(minutes=5)
_BLIND: Any = {"synchronize_session": False}


def take(session: Session, workspace: str, holder: str, now: datetime, until: datetime) -> bool:
    """Take or renew the lease, by compare-and-set: when it is free, has run out, or is ours. False when somebody has it."""
    free = (col(Lease.holder) == holder) | (col(Lease.until) <= now) | (col(Lease.until) > until + CLOCKS_DIFFER)
    query = update(Lease).where(col(Lease.workspace) == workspace, free).values(holder=holder, until=until)
    if session.exec(query.execution_options(**_BLIND)).rowcount == 1:
        return True
    return insert_once(session, Lease(workspace=workspace, holder=holder, until=until))


def give_back(session: Session, workspace: str, holder: str, now: datetime) -> None:
    query = update(Lease).where(col(Lease.workspace) == workspace, col(Lease.holder) == holder, col(Lease.until) > now)
    session.exec(query.values(until=now).execution_options(**_BLIND))


def hold(session: Session, workspace: str, method: str, until: datetime) -> None:
    """Nothing leaves by this method before `until`, nor before what was said earlier."""
    if insert_once(session, Hold(workspace=workspace, method=method, until=until)):
        return
    same = (col(Hold.workspace) == workspace, col(Hold.method) == method, col(Hold.until) < until)
    session.exec(update(Hold).where(*same).values(until=until).execution_options(**_BLIND))


def holds(session: Session, workspace: str, now: datetime) -> dict[str, datetime]:
    """The methods that have to wait, and until when."""
    still = (Hold.workspace == workspace, Hold.until > now, Hold.until <= now + LONGEST_HOLD)
    return dict(session.exec(select(Hold.method, Hold.until).where(*still)).all())
