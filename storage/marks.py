"""Tables of marks: who sends and what waits, what has come in, who is to be left alone. None of them leads to a person."""

from datetime import datetime

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
