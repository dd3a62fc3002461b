"""The table of letters: what is owed to Slack, and how that ended."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from storage.base import json_column

_SAYS = "reason IS NOT NULL"  # few letters do, and they are looked for at every turn


class Letter(SQLModel, table=True):
    """The outbox: one thing owed to Slack, in a `language`. `key` says what it is, so it can be owed only once."""

    __table_args__ = (
        Index("ix_letter_state_due_at", "state", "due_at"),
        Index("ix_letter_lane_state", "lane", "state"),
        Index("ix_letter_reason", "state", "reason", "due_at", sqlite_where=text(_SAYS), postgresql_where=text(_SAYS)),
        ForeignKeyConstraint(["checkin_id"], ["checkin.id"]),
    )
    id: int | None = Field(default=None, primary_key=True)
    workspace: str = Field(foreign_key="workspace.id")
    key: str = Field(unique=True)
    lane: str
    kind: str
    way: str
    payload: dict[str, Any] = json_column()
    language: str | None = None
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    checkin_id: str | None = Field(default=None, index=True)
    user: str | None = None
    channel: str | None = None
    thread: str | None = None
    ts: str | None = None
    url: str | None = None
    url_until: datetime | None = None
    state: str
    due_at: datetime
    expires_at: datetime | None = None
    claim: str | None = None
    attempt_at: datetime | None = None
    attempts: int = 0
    sent_at: datetime | None = None
    reason: str | None = None
