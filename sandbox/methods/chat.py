"""chat.*: posting, editing, deleting."""

from __future__ import annotations

import json
from typing import Any

from sandbox.blocks import message_problems
from sandbox.methods.arguments import known_channel, member, need, own_message
from sandbox.payloads import file_json, message_json
from sandbox.records import Channel, Json, Refusal
from sandbox.workspace import Workspace

LONGEST_POST, LONGEST_UPDATE = 40_000, 4_000


def post_message(space: Workspace, args: Json) -> Json:
    channel = writable_channel(space, need(args, "channel")[0])
    text, blocks = words(space, args)
    metadata = checked_metadata(args.get("metadata"))
    key = args.get("client_msg_id")
    first = next((m for m in channel.messages.values() if key and m.client_msg_id == key), None)
    if first and space.deduplicates:
        return {"channel": channel.id, "ts": first.ts, "message": message_json(first, space, True), "is_duplicate": True}
    shared = _shared(space, channel, text)
    more = {"thread_ts": args.get("thread_ts"), "metadata": metadata, "client_msg_id": key, "files": shared}
    message = space.post(channel, space.bot.id, text[:LONGEST_POST], blocks, **more)
    cut = {"warning": "message_truncated"} if len(text) > LONGEST_POST else {}
    return {"channel": channel.id, "ts": message.ts, "message": message_json(message, space, True), **cut}


def _shared(space: Workspace, channel: Channel, text: str) -> list[Json]:
    """The app's own files that a message links: whoever posts a link to a file that is theirs shares it there."""
    linked = [file for file in space.files.values() if file.completed and f"/files/{file.id}" in text]
    for file in linked:
        file.channels = [*file.channels, channel.id]
    return [file_json(file, space) for file in linked]


def post_ephemeral(space: Workspace, args: Json) -> Json:
    number, user = need(args, "channel", "user")
    channel = writable_channel(space, number)
    if member(space, user).id not in channel.members:
        raise Refusal("user_not_in_channel", f"{user} is not in {number}")
    text, blocks = words(space, args)
    message = space.post(channel, space.bot.id, text, blocks, thread_ts=args.get("thread_ts"), ephemeral_to=user)
    return {"message_ts": message.ts}


def update(space: Workspace, args: Json) -> Json:
    message = own_message(space, args, "cant_update_message")
    text, blocks = words(space, args)
    if len(text) > LONGEST_UPDATE:
        raise Refusal("msg_too_long", f"{len(text)} characters, {LONGEST_UPDATE} allowed")
    changes: Json = {"text": text, "blocks": blocks}
    if args.get("metadata") is not None:
        changes["metadata"] = checked_metadata(args["metadata"])
    changed = space.change(message, **changes)
    return {"channel": changed.channel, "ts": changed.ts, "text": text, "message": message_json(changed, space, True)}


def delete(space: Workspace, args: Json) -> Json:
    message = own_message(space, args, "cant_delete_message")
    space.remove(message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(space: Workspace, args: Json) -> Json:
    number, ts = need(args, "channel", "message_ts")
    if ts not in known_channel(space, number).messages:
        raise Refusal("message_not_found", f"{ts} in {number}")
    return {"channel": number, "permalink": f"{space.url}/archives/{number}/p{ts.replace('.', '')}"}


def writable_channel(space: Workspace, number: str) -> Channel:
    """The conversation to post to; a user id means the direct message with that person."""
    if number in space.members:
        channel = space.dm(reachable(space, number, foreign="channel_not_found"))
    else:
        channel = known_channel(space, number)
    if channel.archived:
        raise Refusal("is_archived", channel.name)
    if space.bot.id not in channel.members and "chat:write.public" not in space.manifest.scopes:
        raise Refusal("not_in_channel", f"the bot is not in {channel.name}")
    if channel.peer and space.members[channel.peer].deactivated:
        raise Refusal("user_disabled", channel.peer)
    if channel.peer and not space.manifest.messages_tab:
        raise Refusal("messages_tab_disabled", "features.app_home.messages_tab_enabled is off")
    return channel


def reachable(space: Workspace, user: str, foreign: str) -> str:
    """The id of somebody the bot may write to; a person of another workspace is refused with `foreign`."""
    person = member(space, user)
    if person.bot:
        raise Refusal("cannot_dm_bot", user)
    if person.team != space.team:
        raise Refusal(foreign, f"{user} belongs to {person.team}")
    if person.deactivated:
        raise Refusal("user_disabled", user)
    return user


def words(space: Workspace, args: Json) -> tuple[str, list[Json]]:
    """The checked `text` and `blocks` of a message."""
    text, blocks = str(args.get("text") or ""), args.get("blocks") or []
    if isinstance(blocks, str):
        raise Refusal("invalid_blocks_format", "blocks is not a JSON list")
    if not text.strip() and not blocks:
        raise Refusal("no_text", "neither text nor blocks")
    problems = message_problems(blocks, space.unknown_blocks)
    for place, block in enumerate([] if problems else blocks):
        file = space.files.get(block.get("slack_file", {}).get("id", ""))
        if "id" in block.get("slack_file", {}) and not (file and file.completed):
            problems.append(f"[ERROR] invalid slack file [json-pointer:/blocks/{place}/slack_file]")
    if problems:
        raise Refusal("invalid_blocks", problems[0], response_metadata={"messages": problems})
    return text, blocks


def checked_metadata(metadata: Any) -> Json | None:
    """Metadata with an event_type and a payload; `{}` removes it."""
    if not metadata:
        return None
    whole = isinstance(metadata, dict) and isinstance(metadata.get("event_payload"), dict)
    if not whole or not metadata.get("event_type"):
        raise Refusal("invalid_metadata_format", f"needs event_type and event_payload: {json.dumps(metadata)[:200]}")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}


METHODS = {
    "chat.postMessage": ("chat:write", post_message),
    "chat.postEphemeral": ("chat:write", post_ephemeral),
    "chat.update": ("chat:write", update),
    "chat.delete": ("chat:write", delete),
    "chat.getPermalink": (None, get_permalink),
}
