"""What one person sees in the browser, as JSON: their conversations, the open one, their form and home, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import pickable
from sandbox.records import Channel, Json, Member, Message
from sandbox.views import View
from sandbox.workspace import dm_id

if TYPE_CHECKING:
    from sandbox.page import Page
    from sandbox.slack import Slack


class Scene:
    """The workspace through one person's eyes, with one conversation open."""

    def __init__(self, page: Page, viewer: str, where: str) -> None:
        self._page, self._space, self._viewer, self._where = page, page.slack.space, viewer, where

    def state(self, version: int) -> Json:
        """Everything the page draws."""
        space, page = self._space, self._page
        with space.lock:
            mine = [self._dm(), *(c for c in space.channels.values() if self._viewer in c.members and not c.peer)]
            opened = next((channel for channel in mine if channel.id == self._where), None)
            return {
                "version": version,
                "workspace": space.name,
                "now": space.now().timestamp(),
                "app": self._app(),
                "me": _person(space.members[self._viewer], space.team),
                "people": [_person(one, space.team) for one in space.members.values() if not one.bot],
                "pickable": self._pickable(),
                "names": self._names(mine),
                "commands": list(space.manifest.commands.values()) if "commands" in space.manifest.scopes else [],
                "conversations": [self._conversation(channel) for channel in mine],
                "open": self._opened(opened) if opened else None,
                "home": _view(space.views.homes.get(self._viewer)),
                "form": _view(space.views.top(self._viewer)),
                "controls": [{"name": one.name, "hint": one.hint} for one in page.controls],
                "running": page.running,
            }

    def _dm(self) -> Channel:
        """The direct message with the app, also before the first word was said in it."""
        number = dm_id(self._viewer)
        members = {self._viewer, self._space.bot.id}
        return self._space.channels.get(number) or Channel(number, "directmessage", members, private=True, peer=self._viewer)

    def _app(self) -> Json:
        manifest, bot = self._space.manifest, self._space.bot
        writable = manifest.messages_tab and manifest.people_may_write
        return {"id": bot.id, "name": bot.name, "home": manifest.home_tab, "writable": writable}

    def _pickable(self) -> list[Json]:
        """The conversations that menus offer this person; which of them one menu does, the page decides by its filter."""
        space = self._space

        def told(one: Channel) -> Json:
            shared = any(space.members[who].team != space.team for who in one.members)
            return {"id": one.id, "name": space.bot.name if one.peer else one.name, "kind": one.kind, "shared": shared}

        return [told(one) for one in pickable.conversations(space, space.members[self._viewer])]

    def _names(self, mine: list[Channel]) -> Json:
        """What ids are called; a private channel has a name only for who is in it."""
        open_to_all = [channel for channel in self._space.channels.values() if not channel.private]
        groups = {one.id: one.handle for one in self._space.usergroups.values()}
        people = {one.id: one.name for one in self._space.members.values()}
        return people | groups | {channel.id: channel.name for channel in (*open_to_all, *mine) if not channel.peer}

    def _read(self, channel: Channel, seen: list[Message]) -> str:
        """How far somebody has read: as far as they said so, or wrote themselves."""
        own = max((message.ts for message in seen if message.user == self._viewer), default="")
        return max(self._page.read.get((self._viewer, channel.id), ""), own)

    def _conversation(self, channel: Channel) -> Json:
        seen = self._space.visible(self._viewer, channel)
        read = self._read(channel, seen)
        return {
            "id": channel.id,
            "name": self._space.bot.name if channel.peer else channel.name,
            "kind": channel.kind,
            "archived": channel.archived,
            "people": len(channel.members),
            "unread": sum(message.ts > read and message.user != self._viewer for message in seen),
        }

    def _opened(self, channel: Channel) -> Json:
        seen = self._space.visible(self._viewer, channel)
        messages = [self._message(message) for message in seen]
        return {"id": channel.id, "read": self._read(channel, seen), "messages": messages}

    def _message(self, message: Message) -> Json:
        return {
            "ts": message.ts,
            "user": message.user,
            "text": message.text,
            "blocks": message.blocks,
            "thread": message.thread_ts,
            "private": message.ephemeral_to is not None,
            "edited": message.edited and not message.blocks,
            "files": [{"id": file["id"], "name": file["name"], "title": file["title"]} for file in message.files],
            "chosen": self._space.chosen.get((self._viewer, message.channel, message.ts), {}),
        }


def _person(member: Member, team: str) -> Json:
    marks = {
        "deactivated": member.deactivated,
        "from elsewhere": member.team != team,
        "guest": member.restricted,
        "admin": member.admin,
    }
    mark = next((words for words, holds in marks.items() if holds), "")
    return {"id": member.id, "name": member.name, "short": member.short, "tz": member.tz, "mark": mark}


def _view(view: View | None) -> Json | None:
    """A form or home page as it is shown; what the app keeps in it for itself stays behind."""
    if view is None:
        return None
    bar = {name: view.body[name]["text"] for name in ("title", "submit", "close") if view.body.get(name)}
    shown = {"blocks": view.blocks, "values": view.state, "errors": view.refused}
    return {"id": view.id, "hash": view.hash, **bar, **shown}


def may_see(slack: Slack, viewer: str, file_id: str) -> bool:
    """Whether a file stands anywhere in what this person sees."""
    space = slack.space
    with space.lock:
        messages = [m for channel in space.channels.values() for m in space.visible(viewer, channel)]
        views = [view for view in (space.views.homes.get(viewer), *space.views.stacks.get(viewer, [])) if view]
        return _holds([[m.blocks, m.files] for m in messages] + [view.blocks for view in views], file_id)


def _holds(part: Any, file_id: str) -> bool:
    if isinstance(part, dict):
        return any(_holds(one, file_id) for one in part.values())
    if isinstance(part, list):
        return any(_holds(one, file_id) for one in part)
    return isinstance(part, str) and part.rpartition("/")[2] == file_id
