"""Tables of marks: who sends and what waits, what has come in, who is to be left alone, which team was asked in its channel.

None of them leads to a person.
"""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class Lease(SQLModel, table=True):
    """Whose turn it is to send in a workspace, and until when; whoever holds none sends nothing there."""

    workspace: str = Field(foreign_key="workspace.id", primary_key=True)
    holder: str
    until: datetime


class Hold(SQLModel, table=True):
    """Nothing leaves a workspace by this method before `until`, because Slack has asked for patience."""

    workspace: str = Field(foreign_key="workspace.id", primary_key=True)
    method: str = Field(primary_key=True)
    until: datetime


class Seen(SQLModel, table=True):
    """What has already come in. A key is taken in the transaction that acts on it, so a replay changes nothing."""

    key: str = Field(primary_key=True)
    workspace: str = Field(index=True)
    seen_at: datetime


class Declined(SQLModel, table=True):
    """Somebody who had everything about them deleted and is not to be asked again. Who it is cannot be read from it.

    `mark` is made of `salt` and their user id, so it only tells whether somebody whose id is at hand is the one.
    """

    mark: str = Field(primary_key=True)
    workspace: str = Field(foreign_key="workspace.id", index=True)
    salt: str


class Invitation(SQLModel, table=True):
    """The check-in of one team and local date as one message in its channel. It says nothing of who answered.

    `channel` and `ts` are where the message is, None before it is there; `id` is made of the team's and the date.
    """

    __table_args__ = (UniqueConstraint("team_id", "local_date"), Index("ix_invitation_channel_ts", "channel", "ts"))
    id: str = Field(primary_key=True)
    workspace: str = Field(foreign_key="workspace.id")
    team_id: str = Field(foreign_key="team.id")
    local_date: date
    channel: str | None = None
    ts: str | None = None
