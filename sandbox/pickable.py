"""Who and what a menu of people, channels or conversations offers a person, as Slack fills it."""

from __future__ import annotations

from typing import Any

from sandbox.hands import Control
from sandbox.records import CannotDo, Channel, Json, Member
from sandbox.workspace import Workspace

_INCLUDED = {"channels": "public", "groups": "private", "im": "im"}


def people(space: Workspace) -> list[Member]:
    """Everybody who has not left the workspace."""
    return [one for one in space.members.values() if not one.deactivated]


def channels(space: Workspace) -> list[Channel]:
    """The public channels that are not archived, whether or not somebody is in them."""
    return [one for one in space.channels.values() if one.kind == "channels" and not one.archived]


def conversations(space: Workspace, member: Member, wanted: Json | None = None) -> list[Channel]:
    """The public channels, and the private ones and messages a person is in; `wanted` is the filter of the element."""
    wanted = wanted or {}
    mine = [one for one in space.channels.values() if one.kind != "channels" and member.id in one.members and not one.archived]
    kinds = wanted.get("include", _INCLUDED.values())
    seen = [one for one in (*channels(space), *mine) if _INCLUDED[one.kind] in kinds]
    if wanted.get("exclude_bot_users"):  # the only direct messages there are here are those with the bot
        seen = [one for one in seen if one.kind != "im"]
    if wanted.get("exclude_external_shared_channels"):
        seen = [one for one in seen if all(space.members[who].team == space.team for who in one.members)]
    return seen


def refuse_what_is_not_offered(space: Workspace, member: Member, control: Control, value: Any) -> None:
    """Raises `CannotDo` for an id that the control does not offer this person; other values are not looked at."""
    kind = control.kind.removeprefix("multi_").removesuffix("_select")
    if not value or kind not in ("users", "channels", "conversations"):
        return
    with space.lock:
        found: list[Member] | list[Channel] = people(space) if kind == "users" else channels(space)
        if kind == "conversations":
            found = conversations(space, member, control.element.get("filter"))
        if not set(value if isinstance(value, list) else [value]) <= {one.id for one in found}:
            raise CannotDo(f"{member.name} cannot pick {value}")
