"""Tables of what a team finds out for itself: goals and trials as they were registered, the coin, and blind reviews.

A registration belongs to its team and to nobody in it. Whoever takes part in a trial, or reviews, has rows of their own.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.base import json_column, no_by_default, opaque


def _or_none() -> Any:
    return Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


def _goes_with(other: str, *, unique: bool = False) -> Any:
    """A key of a row with which this one goes."""
    key = ForeignKey(other, ondelete="CASCADE")
    return Field(sa_column=Column(key, nullable=False, unique=unique or None, index=None if unique else True))


class Registration(SQLModel, table=True):
    """A goal or a trial (`kind`) exactly as it was registered: `terms` and their `fingerprint` never change (`amendment`).

    A trial's `seed` decides every flip. Its hash is among the terms, it itself is published when the trial is over. At `due_at`
    it is looked at next. When it is over, `why_over` says why, `reason` in an owner's words, and `result` is what was printed
    then, after every gate; `tables` are what of the analysis may be had as files. None of it is ever computed again.
    """

    __table_args__ = (UniqueConstraint("team_id", "name"), Index("ix_registration_state_due_at", "state", "due_at"))
    id: str = Field(default_factory=opaque, primary_key=True)
    workspace: str = Field(foreign_key="workspace.id")
    team_id: str = Field(foreign_key="team.id")
    kind: str
    name: str
    task_type: str
    state: str
    terms: dict[str, Any] = json_column()
    fingerprint: str
    seed: str | None = None
    starts_on: date
    ends_on: date
    registered_at: datetime
    due_at: datetime
    looks_taken: int = 0
    over_at: datetime | None = None
    why_over: str | None = None
    reason: str | None = Field(default=None, sa_column=Column(Text))
    result: dict[str, Any] | None = _or_none()
    tables: dict[str, Any] | None = _or_none()


class Amendment(SQLModel, table=True):
    """One change of a registration after it was locked, in the order of `number`: which terms, from what to what, and why."""

    __table_args__ = (UniqueConstraint("registration_id", "number"),)
    id: str = Field(default_factory=opaque, primary_key=True)
    workspace: str = Field(foreign_key="workspace.id")
    registration_id: str = Field(foreign_key="registration.id")
    number: int
    before: dict[str, Any] = json_column()
    after: dict[str, Any] = json_column()
    reason: str = Field(sa_column=Column(Text, nullable=False))
    fingerprint: str  # of the terms as amended
    amended_at: datetime


class Participation(SQLModel, table=True):
    """Somebody who has joined a trial; a row that is gone has left it. It goes when the trial is over."""

    registration_id: str = Field(foreign_key="registration.id", primary_key=True)
    person_id: str = Field(foreign_key="person.id", primary_key=True, index=True)
    workspace: str = Field(foreign_key="workspace.id")
    joined_at: datetime


class Flip(SQLModel, table=True):
    """One flip of a trial's coin for one started task: somebody's `number`th there, from 1, and which way it said.

    `id` is made of the trial, the person and the number, so the seed and it give the coin again. It was `forced` if the balance
    decided. Size and expected time are locked with it. Somebody who did not do as it said may have said why (`declined`).
    """

    __table_args__ = (UniqueConstraint("registration_id", "person_id", "number"),)
    id: str = Field(primary_key=True)
    workspace: str = Field(foreign_key="workspace.id")
    registration_id: str = Field(foreign_key="registration.id")
    person_id: str = Field(foreign_key="person.id", index=True)
    checkin_id: str = Field(foreign_key="checkin.id", unique=True)
    number: int
    with_ai: bool
    forced: bool = no_by_default()
    size: int
    expected_minutes: float
    flipped_at: datetime
    declined: str | None = None
    declined_at: datetime | None = None


class Work(SQLModel, table=True):
    """What somebody attached to an answer for blind review: a link or a sentence. It goes with the answer.

    At `drawn_at` it was picked for review; None while it was not.
    """

    id: str = Field(default_factory=opaque, primary_key=True)
    workspace: str = Field(foreign_key="workspace.id")
    team_id: str = Field(foreign_key="team.id", index=True)
    answer_id: str = _goes_with("answer.id", unique=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    text: str | None = Field(default=None, sa_column=Column(Text))
    attached_at: datetime
    drawn_at: datetime | None = None


class Review(SQLModel, table=True):
    """One person's review of somebody else's work: a score from 1 to 5, and whether they could tell how it was made."""

    __table_args__ = (UniqueConstraint("work_id", "person_id"), Index("ix_review_person_id_state", "person_id", "state"))
    id: str = Field(default_factory=opaque, primary_key=True)
    workspace: str = Field(foreign_key="workspace.id")
    work_id: str = _goes_with("work.id")
    person_id: str = Field(foreign_key="person.id")
    state: str
    asked_at: datetime
    score: int | None = None
    can_tell: bool | None = None
    reviewed_at: datetime | None = None
