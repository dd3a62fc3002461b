"""What every verb borrows: the store, the messenger and the clock. Nothing else is passed around, nothing is global.

The messenger speaks in parcels: what to say (`kind` and its values) and where. Only the Slack room knows how that looks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from storage.database import Store


class Way(StrEnum):
    """How a parcel reaches its reader."""

    POST = "post"  # a new message: sending it twice would be seen
    UPDATE = "update"  # a message we already have, said anew: may be repeated
    ANSWER = "answer"  # in place of the message somebody just clicked, by the address their click came with


@dataclass(frozen=True)
class Parcel:
    """One thing to say. `key` is opaque and travels with the message, so that it can be found again."""

    key: str
    kind: str
    way: Way
    payload: Mapping[str, Any]
    user: str | None = None
    channel: str | None = None
    thread: str | None = None
    ts: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Receipt:
    """Where a parcel ended up."""

    channel: str | None
    ts: str | None


@dataclass(frozen=True)
class Profile:
    """What the workspace says about somebody. `name` is for the operator's eyes; it is not stored."""

    user: str
    name: str
    workspace: str
    zone: str | None
    why_not: str = ""  # why they can be neither asked nor own a team: a guest, a bot, gone

    def refusal(self, workspace: str) -> str:
        """Why this user has no part in a team of `workspace`; empty when they may."""
        return self.why_not or ("" if self.workspace == workspace else "belongs to another workspace")


@dataclass(frozen=True)
class Whereabouts:
    """Which workspace the token belongs to, and who the bot is there."""

    workspace: str
    name: str
    bot_id: str
    bot_user: str


class TryLater(Exception):  # noqa: N818 - one of the ends a delivery can come to
    """Not accepted for certain; to be tried again after `seconds`."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.reason, self.seconds = reason, seconds


class Undeliverable(Exception):  # noqa: N818
    """Refused for good: trying again would change nothing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class InDoubt(Exception):  # noqa: N818
    """Nobody can say whether it arrived."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Otherwise(Exception):  # noqa: N818
    """Nothing was said, for certain, and it is to be said in another way: as `payload`, after `seconds`."""

    def __init__(self, reason: str, payload: dict[str, Any], seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.reason, self.payload, self.seconds = reason, payload, seconds


class Messenger(Protocol):
    def send(self, parcel: Parcel) -> Receipt:
        """Deliver once, without trying again. Raises TryLater, Otherwise, Undeliverable or InDoubt."""

    def find(self, parcel: Parcel, since: datetime) -> Receipt | None:
        """Look for a parcel by its key among what was posted since; None when it is certainly not there."""

    def whereabouts(self) -> Whereabouts:
        """Ask who we are. Raises TryLater or Undeliverable."""

    def profile(self, user: str) -> Profile | None:
        """What is known about a user; None when there is no such user."""

    def members(self, channel: str) -> list[str] | None:
        """The users in a channel; None when there is no such channel, or we are not in it."""


@dataclass(frozen=True)
class Services:
    store: Store
    messenger: Messenger
    now: Callable[[], datetime]


@dataclass(frozen=True)
class Actor:
    """Whoever just did something, as the verified request names them."""

    workspace: str
    user: str
