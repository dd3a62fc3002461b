"""The delivery ledger: what each person really saw, found by the key a message carries, whatever the app believes.

A message that was posted was seen, also when it was taken back a second later. So a letter is doubled when it was ever posted
twice, and lost when nobody ever saw it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.records import Message
from sandbox.workspace import Workspace


@dataclass(frozen=True)
class Seen:
    """One message of the app before one person's eyes; `text` as it stands now, or last stood."""

    person: str
    channel: str
    key: str
    ts: str
    text: str
    deleted: bool


@dataclass(frozen=True)
class Counts:
    """Of the keys that were expected: how many nobody saw, and how many messages there were too many."""

    expected: int
    lost: int
    doubled: int

    def __str__(self) -> str:
        return f"{self.expected} expected, {self.lost} lost, {self.doubled} doubled"


class Ledger:
    """Reads the books of one workspace; `field` is the entry of the metadata's payload that holds the key."""

    def __init__(self, space: Workspace, field: str) -> None:
        self._space, self._field = space, field

    def seen(self) -> list[Seen]:
        """Every message of the app that somebody could see, in the order they were posted."""
        with self._space.lock:
            return [one for message in self._space.posted for one in self._before(message)]

    def by(self, person: str) -> list[Seen]:
        """What one person saw."""
        return [one for one in self.seen() if one.person == person]

    def counts(self, expected: Iterable[str]) -> Counts:
        """How many of these keys are lost, and how many messages carry one that was seen before."""
        wanted = set(expected)
        with self._space.lock:
            keys = [self._key(message) for message in self._space.posted]
        found = [key for key in keys if key in wanted]
        return Counts(len(wanted), len(wanted - set(found)), len(found) - len(set(found)))

    def _before(self, message: Message) -> list[Seen]:
        channel = self._space.channels[message.channel]
        now = channel.messages.get(message.ts)
        people = [message.ephemeral_to] if message.ephemeral_to else sorted(channel.members - {self._space.bot.id})
        text, key = (now or message).shown, self._key(message)
        return [Seen(person, channel.id, key, message.ts, text, now is None) for person in people]

    def _key(self, message: Message) -> str:
        payload = (message.metadata or {}).get("event_payload", {})
        return str(payload.get(self._field, ""))
