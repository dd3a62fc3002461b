"""The state of one workspace: who is there, what was said, what is open. Knows no HTTP and no app.

Everything here is touched under `lock` only. The lock is never held while the app is being waited for, because the
app calls the Web API before it answers.
"""

from __future__ import annotations

import itertools
from collections import Counter, deque
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from threading import RLock
from typing import Any

from sandbox.controls import elements
from sandbox.manifest import Manifest
from sandbox.pulse import Pulse
from sandbox.records import (
    Call,
    Channel,
    Delivery,
    Exchange,
    File,
    Group,
    Json,
    Member,
    Message,
    Refusal,
    Refused,
    ResponsePost,
    ResponseUrl,
    Trigger,
)
from sandbox.views import Views

TRIGGER_LIVES = timedelta(seconds=3)
MOST_EXCHANGES = 200  # kept for whoever inspects them


def dm_id(user: str) -> str:
    """The id of the direct message between this person and the bot: U0ADA has D0ADA."""
    return "D0" + user[2:]


class Workspace:
    """One workspace with one installed app."""

    def __init__(self, manifest: Manifest, now: Callable[[], datetime], team: str, name: str) -> None:
        self.manifest, self.now, self.team, self.name = manifest, now, team, name
        self.lock = RLock()
        self.app_id, self.bot_id = "A0APP", "B0BOT"
        self.bot = Member("U0BOT", "bot", manifest.display_name, "UTC", team, bot=True)
        self.members: dict[str, Member] = {self.bot.id: self.bot}
        self.channels: dict[str, Channel] = {}
        self.views = Views(self)
        self.files: dict[str, File] = {}
        self.usergroups: dict[str, Group] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.gestures: Counter[str] = Counter()  # by person: see `Person.gestures`
        self.chosen: dict[tuple[str, str, str], Json] = {}  # (person, channel, ts): state.values of that message
        self.calls: list[Call] = []
        self.too_early: list[Call] = []  # made before the Retry-After of an earlier one was over
        self.posted: list[Message] = []  # as they were first said; what has become of them stands in their channel
        self.refusals: list[Refused] = []
        self.deliveries: list[Delivery] = []
        self.responses: list[ResponsePost] = []
        self.exchanges: deque[Exchange] = deque(maxlen=MOST_EXCHANGES)
        self.pulse = Pulse()
        self.deduplicates = True
        self.unknown_blocks: frozenset[str] = frozenset()  # types this Slack has not got
        self.url = ""
        self._patience: dict[str, datetime] = {}
        self._serial, self._exchanged = itertools.count(1), itertools.count(1)
        self._last_ts = 0

    # numbers, names and time
    def number(self) -> int:
        """A number never given before."""
        return next(self._serial)

    def new_hash(self) -> str:
        return f"{int(self.now().timestamp())}.{self.number():08x}"

    def new_ts(self) -> str:
        """A message timestamp: of this moment, unique and later than all before."""
        self._last_ts = max(int(self.now().timestamp() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def name_of(self, some_id: str) -> str:
        """The name of a person, channel or user group, or the id itself."""
        if some_id in self.members:
            return self.members[some_id].name
        if some_id in self.usergroups:
            return self.usergroups[some_id].handle
        return self.channels[some_id].name if some_id in self.channels else some_id

    def with_ids(self, blocks: list[Json]) -> list[Json]:
        """A copy of the blocks in which everything has the block_id and action_id Slack gives when the app does not."""
        blocks = deepcopy(blocks)
        for block in blocks:
            block.setdefault("block_id", f"b{self.number()}")
            for element in elements(block):
                element.setdefault("action_id", f"a{self.number()}")
        return blocks

    # conversations and messages
    def dm(self, user: str) -> Channel:
        """The direct message between this person and the bot, opened if need be."""
        number = dm_id(user)
        if number not in self.channels:
            self.channels[number] = Channel(number, "directmessage", {user, self.bot.id}, private=True, peer=user)
        return self.channels[number]

    def post(self, channel: Channel, user: str, text: str, blocks: list[Json] | None = None, **more: Any) -> Message:
        """Stores a new message. A thread is entered by its root, whichever of its messages was named."""
        named = channel.messages.get(more.get("thread_ts") or "")
        if named and named.thread_ts:
            more["thread_ts"] = named.thread_ts
        message = Message(self.new_ts(), channel.id, user, text, self.with_ids(blocks or []), self.name_of, **more)
        channel.messages[message.ts] = message
        self.posted += [message] if user == self.bot.id else []
        self.pulse.beat()
        return message

    def change(self, message: Message, **changes: Any) -> Message:
        """Puts an edited message in the place of the old one."""
        if "blocks" in changes:
            changes["blocks"] = self.with_ids(changes["blocks"])
        changed = replace(message, edited=True, **changes)
        self.channels[message.channel].messages[message.ts] = changed
        return changed

    def remove(self, message: Message) -> None:
        del self.channels[message.channel].messages[message.ts]

    def visible(self, user: str, channel: Channel) -> list[Message]:
        """What this person sees in a conversation, oldest first."""
        if user not in channel.members:
            return []
        return [m for m in channel.messages.values() if m.ephemeral_to in (None, user)]

    # rights the app is lent
    def new_trigger(self, user: str) -> str:
        trigger_id = f"{self.number()}.{self.number()}.{self.team.lower()}"
        self.triggers[trigger_id] = Trigger(user, self.now())
        return trigger_id

    def use_trigger(self, trigger_id: str) -> str:
        """Whose screen this trigger opens; it can be used once, within three seconds."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id", trigger_id)
        if trigger.used:
            raise Refusal("exchanged_trigger_id", "this trigger_id was used before")
        if self.now() - trigger.made_at > TRIGGER_LIVES:
            raise Refusal("expired_trigger_id", f"made at {trigger.made_at:%H:%M:%S}, used at {self.now():%H:%M:%S}")
        trigger.used = True
        return trigger.user

    def new_response_url(self, user: str, channel: str, original: Message | None = None) -> str:
        number = str(self.number())
        self.response_urls[number] = ResponseUrl(user, channel, self.now(), original)
        return f"{self.url}/response/{number}"

    def refuse(self, method: str, refusal: Refusal) -> None:
        self.refusals.append(Refused(method, refusal.error, refusal.detail))

    # the books
    def note(self, call: Call) -> None:
        """Writes a call down, and notices one that did not wait as long as it was told to."""
        self.calls.append(call)
        until = self._patience.get(call.method)
        self.too_early += [call] if until and call.at and call.at < until else []

    def exchanged(self, kind: str, name: str, request: Json, answer: Any, *, ok: bool) -> None:
        """Writes down what app and Slack said to each other, and tells whoever looks on."""
        self.exchanges.append(Exchange(next(self._exchanged), kind, name, ok, self.now(), request, answer))
        self.pulse.beat()

    def asked_to_wait(self, method: str, how_long: timedelta) -> None:
        """From now on, for so long, this method should not be called."""
        self._patience[method] = max(self.now() + how_long, self._patience.get(method, self.now()))
