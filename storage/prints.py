"""Tables of what was printed: digests as they went out, and the ledger. No row of them holds a person, or leads to one."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.base import json_column, opaque


class Release(SQLModel, table=True):
    """Figures as they were printed: a digest goes out once a team and week, and stays as it was."""

    __table_args__ = (UniqueConstraint("team_id", "week"),)
    id: str = Field(default_factory=opaque, primary_key=True)
    workspace: str = Field(foreign_key="workspace.id")
    team_id: str = Field(foreign_key="team.id")
    week: str
    since: date
    until: date
    figures: dict[str, Any] = json_column()
    text: str = Field(sa_column=Column(Text, nullable=False))
    released_at: datetime


class Printed(SQLModel, table=True):
    """One row of figures of one print, in order: what the next print is compared with. It holds no person, and leads to none.

    `parts` are what it uses of the answers to `scope` that were stored until `printed_at` (`bot/domain/ledger.py`).
    """

    __table_args__ = (Index("ix_printed_team_id_until", "team_id", "until"),)
    id: int | None = Field(default=None, primary_key=True)
    workspace: str = Field(foreign_key="workspace.id")
    team_id: str = Field(foreign_key="team.id")
    window: str
    since: date
    until: date
    scope: str
    kind: str
    k: int
    figure: dict[str, Any] = json_column()
    parts: list[str] = json_column()
    printed_at: datetime
