"""conversations.*: opening, listing and reading conversations."""

from __future__ import annotations

from sandbox.methods.arguments import flag, known_channel, need, need_scope, page, readable_channel
from sandbox.methods.chat import reachable
from sandbox.payloads import channel_json, message_json
from sandbox.records import Channel, Json, Message, Refusal
from sandbox.workspace import Workspace, dm_id

_TYPE_SCOPES = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}
_TYPES = {"channels": "public_channel", "groups": "private_channel", "im": "im"}


def open_dm(space: Workspace, args: Json) -> Json:
    if args.get("channel"):
        channel = known_channel(space, str(args["channel"]))
        return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}
    users = args.get("users") or ""
    named = users.split(",") if isinstance(users, str) else users
    if not named or named == [""]:
        raise Refusal("users_list_not_supplied", "neither users nor channel")
    if len(named) > 1:
        raise Refusal("method_not_supported_for_channel_type", "the sandbox opens direct messages with one person")
    user = reachable(space, named[0], foreign="user_not_visible")
    already = dm_id(user) in space.channels
    channel = space.dm(user)
    whole = channel_json(channel, space) if flag(args, "return_im") else {"id": channel.id}
    return {"channel": whole, "no_op": already, "already_open": already}


def info(space: Workspace, args: Json) -> Json:
    return {"channel": channel_json(readable_channel(space, args, "read"), space)}


def members(space: Workspace, args: Json) -> Json:
    """Whoever has left the workspace is in no channel any more."""
    here = {one for one in readable_channel(space, args, "read").members if not space.members[one].deactivated}
    some, more = page(sorted(here), args)
    return {"members": some, **more}


def history(space: Workspace, args: Json) -> Json:
    """Newest first, without replies and ephemerals."""
    channel = readable_channel(space, args, "history")
    found = [m for m in reversed(channel.messages.values()) if m.thread_ts is None and m.ephemeral_to is None]
    return _messages([m for m in found if _within(m, args)], args, space)


def replies(space: Workspace, args: Json) -> Json:
    """A thread, root first."""
    channel, ts = readable_channel(space, args, "history"), need(args, "ts")[0]
    if ts not in channel.messages:
        raise Refusal("thread_not_found", f"{ts} in {channel.id}")
    root = channel.messages[ts].thread_ts or ts
    thread = [m for m in channel.messages.values() if root in (m.ts, m.thread_ts) and m.ephemeral_to is None]
    return _messages([m for m in thread if m.ts == root or _within(m, args)], args, space)


def list_all(space: Workspace, args: Json) -> Json:
    return _channels(space, args, [*space.channels.values()])


def of_user(space: Workspace, args: Json) -> Json:
    """users.conversations: those of one person, or of the bot."""
    user = str(args.get("user") or space.bot.id)
    return _channels(space, args, [c for c in space.channels.values() if user in c.members])


def _channels(space: Workspace, args: Json, channels: list[Channel]) -> Json:
    types = str(args.get("types") or "public_channel").split(",")
    for one in types:
        need_scope(space, _TYPE_SCOPES.get(one, one))
    seen = [c for c in channels if _TYPES[c.kind] in types and (not c.private or space.bot.id in c.members)]
    kept = [c for c in seen if not (c.archived and flag(args, "exclude_archived"))]
    some, more = page(kept, args)
    return {"channels": [channel_json(c, space) for c in some], **more}


def _within(message: Message, args: Json) -> bool:
    """Whether a message lies between `oldest` and `latest`, both left out unless `inclusive`."""
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    if flag(args, "inclusive"):
        return oldest <= float(message.ts) <= latest
    return oldest < float(message.ts) < latest


def _messages(found: list[Message], args: Json, space: Workspace) -> Json:
    some, more = page(found, args)
    metadata = flag(args, "include_all_metadata")
    has_more = bool(more["response_metadata"]["next_cursor"])
    return {"messages": [message_json(m, space, metadata) for m in some], "has_more": has_more, **more}


METHODS = {
    "conversations.open": ("im:write", open_dm),
    "conversations.info": (None, info),
    "conversations.members": (None, members),
    "conversations.history": (None, history),
    "conversations.replies": (None, replies),
    "conversations.list": (None, list_all),
    "users.conversations": (None, of_user),
}
