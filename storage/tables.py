"""Every table, once. State is text here and a StrEnum in the domain; times are aware UTC, local dates are dates.

No table has a column that counts prompts, tokens, sessions or any other use of AI: what is not stored cannot be reported.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.base import empty_by_default, json_column, no_by_default
from storage.base import metadata as metadata
from storage.base import opaque as opaque
from storage.letters import Letter as Letter
from storage.marks import Declined as Declined
from storage.marks import Hold as Hold
from storage.marks import Invitation as Invitation
from storage.marks import Lease as Lease
from storage.marks import Seen as Seen
from storage.prints import Printed as Printed
from storage.prints import Release as Release
from storage.registered import Amendment as Amendment
from storage.registered import Flip as Flip
from storage.registered import Participation as Participation
from storage.registered import Registration as Registration
from storage.registered import Review as Review
from storage.registered import Work as Work


class Workspace(SQLModel, table=True):
    """A Slack workspace and who the bot is there, so that nothing has to be asked of Slack on the way in.

    `stopped` says why nothing is sent there any more, such as a token that was revoked; None while all is well.

    What its admins have set: whether only people they name may own a team (`owners_named`), the fewest people any figure of it
    may be of, how many days words are kept and how many months rows; None leaves that to the operator.
    """

    id: str = Field(primary_key=True)
    name: str = ""
    bot_id: str = ""
    bot_user: str = ""
    stopped: str | None = None
    owners_named: bool = no_by_default()
    least_k: int = Field(default=5, sa_column_kwargs={"server_default": "5"})
    words_days: int | None = None
    rows_months: int | None = None


class Person(SQLModel, table=True):
    """Somebody of a workspace. `user` is their id there; `zone` is what they chose, `zone_found` what Slack says.

    So is `language` what they chose and `language_found` what Slack says, where we speak it; None leaves English.

    `country` has their public holidays, as an ISO code. `ignored` counts reminders in a row that nothing came of;
    `unreachable` says why nothing can be sent to them, None while it can. At `informed_at` they first had before them what
    happens with their answers. An admin has named whoever `may_own` teams, where that has to be named.
    """

    __table_args__ = (UniqueConstraint("workspace", "user"),)
    id: str = Field(default_factory=opaque, primary_key=True)
    workspace: str = Field(foreign_key="workspace.id", index=True)
    user: str
    zone: str | None = None
    zone_found: str | None = None
    work_days: list[int] = json_column()
    work_start: time
    work_end: time
    per_week: int = 2
    paused_until: datetime | None = None
    imported: bool = False
    country: str | None = None
    ignored: int = 0
    unreachable: str | None = None
    language: str | None = None
    language_found: str | None = None
    informed_at: datetime | None = None
    may_own: bool = no_by_default()

    @property
    def key(self) -> str:
        """The same wherever and whenever this person is stored: what chance is computed from."""
        return f"{self.workspace}/{self.user}"


class Team(SQLModel, table=True):
    """A team as its file or its owner declared it, and where it stands (`bot/domain/teamstate.py`).

    `plan_due_at` is when its check-ins are next planned. Its people are those of its `channel` or its `user_group`, where it
    has one, else whoever was named; at `follow_due_at` they are looked at again. `questions` are the outcomes it asks about
    besides (`bot/domain/ownquestions.py`).

    `digest_due_at` is when its next digest is due, None while nobody has worked that out. Its digests, and what is said in its
    channel, are in its `language`; None is English.

    An hour costs `rate_per_hour` and its AI tools `tools_per_month`, for the whole team, in `currency`; None when nobody said.
    At `edited_at` an answer was last changed or deleted, so that figures printed before may have moved.

    Work is reviewed blind against its `standard`, by kind of task ("" is any other), `reviews_per_week` pieces of it at most;
    at `review_due_at` the next ones are drawn, None while nobody reviews.
    """

    __table_args__ = (
        UniqueConstraint("workspace", "name"),
        Index("ix_team_workspace_follow_due_at", "workspace", "follow_due_at"),
    )
    id: str = Field(default_factory=opaque, primary_key=True)
    workspace: str = Field(foreign_key="workspace.id", index=True)
    name: str
    zone: str
    k: int
    state: str = Field(default="running", sa_column_kwargs={"server_default": "running"})
    channel: str | None = None
    user_group: str | None = None
    task_types: list[str] = json_column()
    tools: list[str] = json_column()
    rhythm: dict[str, Any] = json_column()
    holidays: list[str] = json_column()
    country: str | None = None
    digest_day: int
    digest_time: time
    language: str | None = None
    rate_per_hour: float | None = None
    tools_per_month: float | None = None
    currency: str = ""
    questions: list[dict[str, Any]] = empty_by_default(list, "[]")
    created_at: datetime
    plan_due_at: datetime = Field(index=True)
    digest_due_at: datetime | None = Field(default=None, index=True)
    follow_due_at: datetime | None = None
    edited_at: datetime | None = None
    standard: dict[str, str] = empty_by_default(dict, "{}")
    reviews_per_week: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    review_due_at: datetime | None = Field(default=None, index=True)

    @property
    def key(self) -> str:
        return f"{self.workspace}/{self.name}"


class Membership(SQLModel, table=True):
    """Who belongs to a team: asked (`is_member`) since `joined_at`, in charge of it (`is_owner`), or both.

    Whoever `reviews` has said that they look at work of others.
    """

    team_id: str = Field(foreign_key="team.id", primary_key=True)
    person_id: str = Field(foreign_key="person.id", primary_key=True, index=True)
    workspace: str = Field(foreign_key="workspace.id")
    is_member: bool = False
    is_owner: bool = False
    reviews: bool = no_by_default()
    joined_at: datetime


class Absence(SQLModel, table=True):
    """Days on which somebody is not asked, `until` included: said by themselves, or by an owner on their behalf (`said_by`)."""

    __table_args__ = (Index("ix_absence_person_id_until", "person_id", "until"),)
    id: str = Field(default_factory=opaque, primary_key=True)
    workspace: str = Field(foreign_key="workspace.id")
    person_id: str = Field(foreign_key="person.id")
    since: date
    until: date
    said_by: str | None = Field(default=None, foreign_key="person.id")
    said_at: datetime


class CheckIn(SQLModel, table=True):
    """One occasion on which one person is asked, and the conversation about it.

    `slot` 0 is the rhythm's own, so there is at most one a team, person and local date; higher slots are people's own wish.

    A task somebody started has a kind and an expected time, locked, and a clock: from `started_at` to `stopped_at`, `forgotten`
    if it stopped by itself, `overlapping` if another was started meanwhile. While it runs, `closes_at` is when it will stop.

    Answering has taken `taps` gestures and `seconds` so far, the newest one at `touched_at` (`bot/domain/burden.py`).
    """

    __table_args__ = (
        UniqueConstraint("team_id", "person_id", "local_date", "slot"),
        Index("ix_checkin_state_due_at", "state", "due_at"),
        Index("ix_checkin_state_remind_at", "state", "remind_at"),
        Index("ix_checkin_state_closes_at", "state", "closes_at"),
        Index("ix_checkin_channel_ts", "channel", "ts"),
    )
    id: str = Field(default_factory=opaque, primary_key=True)
    workspace: str = Field(foreign_key="workspace.id")
    team_id: str = Field(foreign_key="team.id")
    person_id: str = Field(foreign_key="person.id", index=True)
    local_date: date
    slot: int = 0
    due_at: datetime
    send_by: datetime
    closes_at: datetime
    remind_at: datetime | None = None
    state: str
    talk: dict[str, Any] = json_column()
    channel: str | None = None
    ts: str | None = None
    question_ts: str | None = None
    reminder_ts: str | None = None
    queued_at: datetime | None = None
    follows_up: str | None = None  # an earlier answer whose fixing it was too early to tell
    reply_url: str | None = None
    reply_url_until: datetime | None = None
    asked_at: datetime | None = None
    settled_at: datetime | None = None
    task_type: str | None = None
    expected_minutes: float | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    forgotten: bool = no_by_default()
    overlapping: bool = no_by_default()
    taps: int | None = None
    seconds: float | None = None
    touched_at: datetime | None = None


class Answer(SQLModel, table=True):
    """What somebody said about one finished task. `shown` keeps the exact words and options they chose from.

    `stored_at` is when it was first there; `answered_at` moves when it is changed. Giving it took `taps` and `seconds`.
    `own` is what it says to the questions that are the team's own, by their keys. A coin decided it in a trial: `trial_id`.
    """

    __table_args__ = (Index("ix_answer_team_id_finished_on", "team_id", "finished_on"),)
    id: str = Field(default_factory=opaque, primary_key=True)
    workspace: str = Field(foreign_key="workspace.id")
    team_id: str = Field(foreign_key="team.id")
    person_id: str = Field(foreign_key="person.id", index=True)
    checkin_id: str | None = Field(default=None, foreign_key="checkin.id", unique=True)
    task_type: str
    approach: str
    finished_on: date
    size: int | None = None
    minutes: float | None = None
    finished: bool = True
    fixing: str | None = None
    fix_minutes: float | None = None
    quality: str | None = None
    tool: str | None = None
    differences: list[str] = json_column()
    skip_reasons: list[str] = json_column()
    why_ai: list[str] = json_column()
    next_time: str | None = None
    guess: str | None = None
    own: dict[str, Any] = empty_by_default(dict, "{}")
    note: str | None = Field(default=None, sa_column=Column(Text))
    shared: str | None = Field(default=None, sa_column=Column(Text))  # one sentence of it, as it may stand in a digest
    shared_at: datetime | None = None
    printed_at: datetime | None = None
    expected_minutes: float | None = None
    timer_minutes: float | None = None
    overlapping: bool = no_by_default()
    taps: int | None = None
    seconds: float | None = None
    assigned: str
    trial_id: str | None = Field(default=None, foreign_key="registration.id")
    questions: str
    shown: dict[str, Any] = json_column()
    stored_at: datetime
    answered_at: datetime
    imported_row: str | None = Field(default=None, unique=True)
