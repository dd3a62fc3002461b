"""What every verb borrows: the store, the messenger and the clock. Nothing else is passed around, nothing is global.

The messenger speaks in parcels: what to say (`kind` and its values) and where. Only the Slack room knows how that looks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from bot.pace import Sender
from storage.database import Store


class Way(StrEnum):
    """How a parcel reaches its reader."""

    POST = "post"  # a new message: sending it twice would be seen
    UPDATE = "update"  # a message we already have, said anew: may be repeated
    TAKE_BACK = "take_back"  # a message we have is taken away again: may be repeated
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
    language: str | None = None


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
    locale: str | None = None
    admin: bool = False  # of the workspace
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
    """Not accepted for certain; to be tried again after `seconds`. `method` is what Slack asked to wait with, if it did."""

    def __init__(self, reason: str, seconds: float, method: str = "") -> None:
        super().__init__(reason)
        self.reason, self.seconds, self.method = reason, seconds, method


class Whose(StrEnum):
    """What it is that cannot be had any more."""

    LETTER = "letter"  # this one, as it is
    ADDRESS = "address"  # anything, by this person or in this channel
    WORKSPACE = "workspace"  # anything by anybody: the token is no longer accepted


class Undeliverable(Exception):  # noqa: N818
    """Refused for good: trying again would change nothing."""

    def __init__(self, reason: str, whose: Whose = Whose.LETTER) -> None:
        super().__init__(reason)
        self.reason, self.whose = reason, whose


class InDoubt(Exception):  # noqa: N818
    """Nobody can say whether it arrived."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Otherwise(Exception):  # noqa: N818
    """Nothing was said, for certain, and it is to be said in another way: as `payload`, after `seconds`. `method` as above."""

    def __init__(self, reason: str, payload: dict[str, Any], seconds: float = 0.0, method: str = "") -> None:
        super().__init__(reason)
        self.reason, self.payload, self.seconds, self.method = reason, payload, seconds, method


class Messenger(Protocol):
    def send(self, parcel: Parcel) -> Receipt:
        """Deliver once, without trying again. Raises TryLater, Otherwise, Undeliverable or InDoubt."""

    def method(self, parcel: Parcel) -> str:
        """By which of Slack's methods the next step of a parcel goes; Slack asks for patience with each on its own."""

    def find(self, parcel: Parcel, since: datetime) -> list[Receipt]:
        """Look for a parcel by its key among all that was posted since, oldest first; none when it is certainly not there."""

    def take_back(self, receipt: Receipt) -> None:
        """Delete a message of ours; one that is gone already is fine."""

    def whereabouts(self) -> Whereabouts:
        """Ask who we are. Raises TryLater or Undeliverable."""

    def profile(self, user: str) -> Profile | None:
        """What is known about a user; None when there is no such user."""

    def reply(self, channel: str, thread: str, ts: str, user: str) -> str | None:
        """What this user has written there in a thread, as it stands now; None when nothing of theirs is there."""

    def members(self, channel: str) -> list[str] | None:
        """The users in a channel; None when there is no such channel, or we are not in it."""

    def groups(self) -> dict[str, str] | None:
        """The workspace's user groups, by id, with their names; None where we may not look."""

    def group(self, group: str) -> list[str] | None:
        """The users in a user group; None when there is no such group, or we may not look."""

    def admins(self) -> list[str]:
        """The users who administer the workspace."""


@dataclass(frozen=True)
class Keeping:
    """How long free text is kept, in days, and rows, in months."""

    words_days: int = 90
    rows_months: int = 24


@dataclass
class Recently:
    """What Slack said a moment ago, kept by this process alone. For what is only offered; what is allowed is asked anew."""

    lasts: timedelta = timedelta(minutes=10)
    _said: dict[object, tuple[datetime, bool]] = field(default_factory=dict)

    def of(self, key: object, now: datetime, look: Callable[[], bool]) -> bool:
        known = self._said.get(key)
        if known is None or not timedelta() <= now - known[0] < self.lasts:
            self._said = {one: said for one, said in list(self._said.items()) if now - said[0] < self.lasts}
            known = self._said[key] = (now, look())
        return known[1]


@dataclass(frozen=True)
class Services:
    """`workspace` is the one the messenger's token belongs to, and the only one anything is sent in; "" sends nothing."""

    store: Store
    messenger: Messenger
    now: Callable[[], datetime]
    workspace: str = ""
    sender: Sender = field(default_factory=Sender)
    keeping: Keeping = field(default_factory=Keeping)
    recently: Recently = field(default_factory=Recently)


@dataclass(frozen=True)
class Actor:
    """Whoever just did something, as the verified request names them."""

    workspace: str
    user: str
