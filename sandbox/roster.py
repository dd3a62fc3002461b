"""Who is in the workspace and where: people, channels and user groups, and how they come, go and change."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from sandbox import payloads
from sandbox.people import Person
from sandbox.records import Channel, Delivery, Group, Json, Member
from sandbox.workspace import Workspace


class Roster(ABC):
    """The part of `Slack` that says who is there; what changes is told to the app, if it subscribed."""

    space: Workspace
    team_id: str
    bot_user_id: str

    @abstractmethod
    def tell(self, name: str, body: Json, foreign: bool = False) -> None:
        """Delivers an event, if the manifest subscribes to it."""

    @abstractmethod
    def bring(self, kind: str, payload: Json, then: Callable[[Delivery], None] | None = None) -> None:
        """Delivers, does what the ack says (`then`), runs `after_delivery`."""

    def person(
        self,
        short: str,
        name: str | None = None,
        tz: str = "UTC",
        *,
        guest: bool = False,
        single_channel: bool = False,
        bot: bool = False,
        admin: bool = False,
        owner: bool = False,
        primary_owner: bool = False,
        deactivated: bool = False,
        team: str | None = None,
        locale: str = "en-US",
    ) -> Person:
        """Adds somebody: "ada" gets the id U0ADA. `team` makes a foreigner; `single_channel` the narrower guest.

        As in Slack, a primary owner is an owner, and an owner an admin.
        """
        number = "U0" + short.upper()
        if number in self.space.members:
            raise ValueError(f"{short} is already here")
        owner = owner or primary_owner
        member = Member(
            number, short, name or short.title(), ZoneInfo(tz).key, team or self.team_id,
            guest or single_channel, single_channel, bot, admin or owner, deactivated, locale, owner, primary_owner,
        )  # fmt: skip
        with self.space.lock:
            self.space.members[number] = member
            self.space.pulse.beat()
        return Person(self, number)

    @property
    def bot(self) -> Person:
        """The app's own user, for `slack.joins(slack.bot, channel)`: somebody adds the app to a channel."""
        return Person(self, self.bot_user_id)

    def channel(
        self, name: str, members: list[Person] | None = None, *, bot: bool = True, private: bool = False, archived: bool = False
    ) -> Channel:
        """Adds a channel: "support" gets the id C0SUPPORT. The bot is a member unless told not."""
        ids = {one.id for one in members or []} | ({self.bot_user_id} if bot else set())
        channel = Channel("C0" + name.upper().replace("-", ""), name, ids, private, archived)
        with self.space.lock:
            self.space.channels[channel.id] = channel
            self.space.pulse.beat()
        return channel

    def group(self, handle: str, people: Iterable[Person] = (), name: str | None = None) -> Group:
        """Adds a user group: "support-team" gets the id S0SUPPORTTEAM."""
        number, now = "S0" + handle.upper().replace("-", ""), int(self.space.now().timestamp())
        group = Group(number, handle, name or handle.replace("-", " ").capitalize(), [one.id for one in people], now, now)
        with self.space.lock:
            self.space.usergroups[number] = group
            self.space.pulse.beat()
        return group

    def changes(self, person: Person, **profile: str) -> None:
        """The person moves (`tz`) or reads Slack in another language (`locale`); the app hears it if it subscribed."""
        self._becomes(person, replace(person.member, **profile))  # type: ignore[arg-type]  # both are text

    def deactivates(self, person: Person) -> None:
        """The person leaves the workspace, and is a member of no channel any more; the app hears `user_change`."""
        self._becomes(person, replace(person.member, deactivated=True))

    def joins(self, person: Person, where: Channel | Group) -> None:
        """The person joins a channel or a group; the app hears of it, of a channel only if it is there."""
        if isinstance(where, Group):
            self._regrouped(where, [*where.members, *([] if person.id in where.members else [person.id])])
        elif person.id not in where.members:
            where.members.add(person.id)
            self._moved("member_joined_channel", person, where)

    def leaves(self, person: Person, where: Channel | Group) -> None:
        """The person leaves a channel or a group; the app hears of it, of a channel only if it is there."""
        if isinstance(where, Group):
            self._regrouped(where, [one for one in where.members if one != person.id])
        elif person.id in where.members:
            where.members.discard(person.id)
            self._moved("member_left_channel", person, where)

    def regroups(self, group: Group, people: Iterable[Person]) -> None:
        """From now on exactly these people are in the group; the app hears of all changes in one event."""
        self._regrouped(group, [one.id for one in people])

    def _becomes(self, person: Person, member: Member) -> None:
        with self.space.lock:
            self.space.members[person.id] = member
            self.space.pulse.beat()
            user = payloads.user_json(member, self.space.now())
        stamp = self.space.new_ts()
        self.tell("user_change", {"type": "user_change", "user": user, "cache_ts": int(float(stamp)), "event_ts": stamp})

    def _moved(self, kind: str, person: Person, channel: Channel) -> None:
        self.space.pulse.beat()
        letter = "G" if channel.private else "C"
        body = {"type": kind, "user": person.id, "channel": channel.id, "channel_type": letter, "team": self.team_id}
        if self.bot_user_id in channel.members:
            self.tell(kind, {**body, "event_ts": self.space.new_ts()})

    def _regrouped(self, group: Group, members: list[str]) -> None:
        with self.space.lock:
            before, known = group.members, group.updated
            if set(before) == set(members):
                return
            group.members, group.updated = members, int(self.space.now().timestamp())
            self.space.pulse.beat()
            event = payloads.regrouped(group, before, known, self.space)
        self.tell("subteam_members_changed", event)
