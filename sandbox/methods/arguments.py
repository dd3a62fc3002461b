"""How methods read their arguments, and find what the arguments name."""

from __future__ import annotations

from typing import TypeVar

from sandbox.records import Channel, Json, Member, Message, Refusal
from sandbox.workspace import Workspace

T = TypeVar("T")


def need(args: Json, *names: str) -> list[str]:
    """The values of arguments Slack insists on."""
    for name in names:
        if args.get(name) in (None, ""):
            raise Refusal("invalid_arguments", f"[ERROR] missing required field: {name}")
    return [str(args[name]) for name in names]


def flag(args: Json, name: str, default: bool = False) -> bool:
    """A boolean, as JSON or as form text."""
    return str(args.get(name, default)).lower() in ("1", "true")


def need_scope(space: Workspace, *any_of: str) -> None:
    """Refuses unless one of these scopes was granted."""
    if space.manifest.scopes.isdisjoint(any_of):
        provided = ",".join(sorted(space.manifest.scopes))
        raise Refusal("missing_scope", f"needs {any_of[0]}", needed=any_of[0], provided=provided)


def member(space: Workspace, user: str) -> Member:
    if user not in space.members:
        raise Refusal("user_not_found", user)
    return space.members[user]


def known_channel(space: Workspace, number: str) -> Channel:
    """A conversation the app can see: not somebody else's private channel."""
    channel = space.channels.get(number)
    if channel is None or (channel.private and space.bot.id not in channel.members):
        raise Refusal("channel_not_found", number)
    return channel


def readable_channel(space: Workspace, args: Json, right: str) -> Channel:
    """A conversation named in `channel`, with the scope to read (`right`: "read" or "history") its kind."""
    channel = known_channel(space, need(args, "channel")[0])
    need_scope(space, f"{channel.kind}:{right}")
    if right == "history" and space.bot.id not in channel.members:
        raise Refusal("not_in_channel", channel.id)
    return channel


def own_message(space: Workspace, args: Json, refusal: str) -> Message:
    """The app's own message named by `channel` and `ts`; another's is refused with `refusal`."""
    number, ts = need(args, "channel", "ts")
    message = known_channel(space, number).messages.get(ts)
    if message is None or message.ephemeral_to:
        raise Refusal("message_not_found", f"{ts} in {number}")
    if message.user != space.bot.id:
        raise Refusal(refusal, f"{ts} was written by {message.user}")
    return message


def page(items: list[T], args: Json, most: int = 999) -> tuple[list[T], Json]:
    """One page of a list and the `response_metadata` that leads to the next."""
    cursor = str(args.get("cursor") or 0)
    if not cursor.isdigit():
        raise Refusal("invalid_cursor", cursor)
    start, limit = int(cursor), int(args.get("limit") or 100)
    if not 1 <= limit <= most:
        raise Refusal("invalid_limit", f"limit is 1 to {most}")
    cursor = str(start + limit) if start + limit < len(items) else ""
    return items[start : start + limit], {"response_metadata": {"next_cursor": cursor}}
