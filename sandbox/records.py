"""What the sandbox writes down: members, channels, messages, and the books that tests read afterwards.

A `Message` never changes: an edit puts a new one in its place, so a test may keep an old copy and click on it,
as a person with a stale window does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.controls import buttons
from sandbox.rendering import plain, render

Json = dict[str, Any]
Names = Callable[[str], str]


class CannotDo(Exception):  # noqa: N818 - reads as the sentence a test fails with
    """A person tried what the screen in front of them does not offer."""


class NobodyListens(Exception):  # noqa: N818 - reads as the sentence a test fails with
    """Something must reach the app, but no socket is connected and no `events_url` is set."""


class Refusal(Exception):  # noqa: N818 - Slack's word "error" is the code inside it
    """Slack says no: its own error code, the detail a developer needs, and what else the answer carries."""

    def __init__(self, error: str, detail: str = "", **answer: Any) -> None:
        super().__init__(error)
        self.error, self.detail, self.answer = error, detail, answer


@dataclass(frozen=True)
class Member:
    """Somebody with a user id, as `users.info` tells it."""

    id: str
    short: str
    name: str
    tz: str
    team: str
    restricted: bool = False
    ultra_restricted: bool = False
    bot: bool = False
    admin: bool = False
    deactivated: bool = False
    locale: str = "en-US"
    owner: bool = False
    primary_owner: bool = False


@dataclass(frozen=True)
class Message:
    """One message as it stood at one moment; `shown` is what a person reads, `buttons` what they can press."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json]
    names: Names = field(repr=False, compare=False)
    thread_ts: str | None = None
    metadata: Json | None = None
    ephemeral_to: str | None = None
    files: list[Json] = field(default_factory=list)
    client_msg_id: str | None = None
    edited: bool = False

    @property
    def shown(self) -> str:
        """The words on the screen: the blocks if there are any, else the text, then the files."""
        return self.shown_with(None)

    def shown_with(self, chosen: Json | None) -> str:
        """The words on the screen of somebody who chose this (`state.values`) in the message."""
        body = render(self.blocks, self.names, chosen) if self.blocks else plain(self.text, self.names)
        return "\n".join([part for part in (body, *(f"[file: {f['name']}]" for f in self.files)) if part])

    @property
    def buttons(self) -> list[str]:
        return buttons(self.blocks)


@dataclass(eq=False)
class Channel:
    """A conversation; `peer` is the person a direct message with the bot belongs to."""

    id: str
    name: str
    members: set[str]
    private: bool = False
    archived: bool = False
    peer: str | None = None
    messages: dict[str, Message] = field(default_factory=dict, repr=False)

    @property
    def kind(self) -> str:
        """Slack's prefix for the scopes and events of this conversation: `im`, `groups` or `channels`."""
        return "im" if self.peer else "groups" if self.private else "channels"


@dataclass(eq=False)
class Group:
    """A user group; `members` are user ids, `created` and `updated` seconds since 1970."""

    id: str
    handle: str
    name: str
    members: list[str]
    created: int = 0
    updated: int = 0


@dataclass
class Trigger:
    """A right to open one form, for three seconds."""

    user: str
    made_at: datetime
    used: bool = False


@dataclass
class ResponseUrl:
    """A right to answer an interaction five times within half an hour."""

    user: str
    channel: str
    made_at: datetime
    original: Message | None = None
    uses: int = 0


@dataclass
class File:
    """An uploaded file: announced, then filled with bytes, then completed."""

    id: str
    name: str
    title: str
    content: bytes | None = None
    completed: bool = False
    channels: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Call:
    """A Web API call the app made, and how it ended."""

    method: str
    args: Json = field(repr=False)
    ok: bool
    error: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Exchange:
    """One request between app and Slack with its answer: a call, a delivery, or a post to a response_url."""

    number: int
    kind: str
    name: str
    ok: bool
    at: datetime
    request: Json = field(repr=False)
    answer: Any = field(repr=False)


@dataclass(frozen=True)
class Refused:
    """Something Slack would not have accepted from the app."""

    method: str
    error: str
    detail: str = ""


@dataclass(frozen=True)
class ResponsePost:
    """What the app posted to a response_url, and the HTTP status it got."""

    body: Json
    status: int


@dataclass(frozen=True)
class Delivery:
    """Something brought to the app: `kind` is the Socket Mode envelope type, `status` 0 means no answer came."""

    kind: str
    payload: Json = field(repr=False)
    ok: bool
    status: int
    response: Any = None
    retry: int = 0
