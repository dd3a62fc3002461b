"""How the outbox does, in numbers: what waits, what is in doubt, what was refused, when something last left."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.outbox import FAILED, SENT, STATES
from storage.tables import Letter


def counts(session: Session, workspace: str | None = None, states: Collection[str] = STATES) -> dict[str, int]:
    """How many letters are in each of these states; in one workspace, if it is named."""
    query = select(Letter.state, func.count()).where(col(Letter.state).in_(states)).group_by(Letter.state)
    return dict(session.exec(query.where(Letter.workspace == workspace) if workspace else query).all())


def refused_since(session: Session, workspace: str, since: datetime) -> int:
    """How many letters of a workspace that were due since then will never be sent, because they were refused."""
    query = select(func.count()).where(Letter.state == FAILED, Letter.due_at >= since, Letter.workspace == workspace)
    return session.exec(query).one()


def last_sent(session: Session, workspace: str, kind: str) -> datetime | None:
    """When a letter of a kind last arrived."""
    query = select(Letter.sent_at).where(Letter.state == SENT, Letter.kind == kind, Letter.workspace == workspace)
    return session.exec(query.order_by(col(Letter.due_at).desc()).limit(1)).first()


def with_reason(session: Session, workspace: str | None, beginning: str) -> int:
    query = select(func.count()).where(Letter.state == SENT, col(Letter.reason).startswith(beginning))
    return session.exec(query.where(Letter.workspace == workspace) if workspace else query).one()
