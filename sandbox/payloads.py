"""What Slack sends and answers, in Slack's own shapes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.controls import VALUES, carried_state
from sandbox.records import Channel, File, Group, Json, Member, Message
from sandbox.views import View
from sandbox.workspace import Workspace

VERIFICATION = "verification-token"


def user_json(member: Member, now: datetime) -> Json:
    """A user object as `users.info` and `user_change` carry it."""
    offset = now.astimezone(ZoneInfo(member.tz)).utcoffset()
    return {
        "id": member.id,
        "team_id": member.team,
        "name": member.short,
        "real_name": member.name,
        "deleted": member.deactivated,
        "tz": member.tz,
        "tz_label": member.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "locale": member.locale,
        "profile": {"real_name": member.name, "display_name": member.short, "team": member.team},
        "is_admin": member.admin,
        "is_owner": member.owner,
        "is_primary_owner": member.primary_owner,
        "is_restricted": member.restricted,
        "is_ultra_restricted": member.ultra_restricted,
        "is_bot": member.bot,
        "is_app_user": False,
        "updated": int(now.timestamp()),
    }


def channel_json(channel: Channel, space: Workspace) -> Json:
    """A conversation object as `conversations.info` carries it."""
    if channel.peer:
        gone = space.members[channel.peer].deactivated
        return {"id": channel.id, "is_im": True, "user": channel.peer, "is_open": True, "is_user_deleted": gone}
    foreign = any(space.members[one].team != space.team for one in channel.members)
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.private,
        "is_group": channel.private,
        "is_im": False,
        "is_private": channel.private,
        "is_archived": channel.archived,
        "is_ext_shared": foreign,
        "is_member": space.bot.id in channel.members,
        "num_members": sum(not space.members[one].deactivated for one in channel.members),
        "context_team_id": space.team,
    }


def group_json(group: Group, space: Workspace, users: bool, count: bool) -> Json:
    """A user group as `usergroups.list` carries it."""
    return {
        "id": group.id,
        "team_id": space.team,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.updated,
        "date_delete": 0,
        "auto_type": None,
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
        **({"users": group.members} if users else {}),
        **({"user_count": len(group.members)} if count else {}),
    }


def message_json(message: Message, space: Workspace, metadata: bool = False) -> Json:
    """A message as history and interactions carry it; metadata only where it was asked for."""
    channel = space.channels[message.channel]
    replies = [m for m in channel.messages.values() if m.thread_ts == message.ts and m.ephemeral_to is None]
    thread = message.thread_ts or (message.ts if replies else None)
    root = channel.messages.get(message.thread_ts or "")
    by_bot = message.user == space.bot.id
    return {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": space.members[message.user].team,
        **({"bot_id": space.bot_id, "app_id": space.app_id} if by_bot else {}),
        **({"blocks": message.blocks} if message.blocks else {}),
        **({"thread_ts": thread} if thread else {}),
        **({"reply_count": len(replies)} if replies else {}),
        **({"parent_user_id": root.user} if root else {}),
        **({"files": message.files} if message.files else {}),
        **({"client_msg_id": message.client_msg_id} if message.client_msg_id else {}),
        **({"edited": {"user": message.user, "ts": message.ts}} if message.edited else {}),
        **({"metadata": message.metadata} if metadata and message.metadata else {}),
    }


def view_json(view: View, space: Workspace) -> Json:
    """A view as `views.*` answers it and interactions carry it."""
    nothing = {"type": "plain_text", "text": "", "emoji": True}
    empty = {"private_metadata": "", "callback_id": "", "external_id": "", "clear_on_close": False}
    return {
        "title": nothing,
        "submit": None,
        "close": None,
        **empty,
        "notify_on_close": False,
        **view.body,
        "id": view.id,
        "team_id": space.team,
        "state": {"values": view.state},
        "hash": view.hash,
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": space.app_id,
        "app_installed_team_id": space.team,
        "bot_id": space.bot_id,
    }


def file_json(file: File, space: Workspace) -> Json:
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "size": len(file.content or b""),
        "user": space.bot.id,
        "url_private": f"{space.url}/files/{file.id}",
        "url_private_download": f"{space.url}/files/{file.id}",
        "permalink": f"{space.url}/files/{file.id}",
        "channels": file.channels,
    }


def _interaction(kind: str, member: Member, space: Workspace) -> Json:
    """What every interaction carries. The team is the one the app is installed in, also for a foreigner."""
    return {
        "type": kind,
        "team": {"id": space.team, "domain": space.name.lower().replace(" ", "-")},
        "user": {"id": member.id, "username": member.short, "name": member.short, "team_id": member.team},
        "api_app_id": space.app_id,
        "token": VERIFICATION,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def message_click(member: Member, message: Message, action: Json, space: Workspace) -> Json:
    """block_actions on a message; an ephemeral message is not sent along."""
    ephemeral = message.ephemeral_to is not None
    container = {"type": "message", "message_ts": message.ts, "channel_id": message.channel, "is_ephemeral": ephemeral}
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    chosen = space.chosen.get((member.id, message.channel, message.ts), {})
    return {
        **_interaction("block_actions", member, space),
        "container": container,
        "trigger_id": space.new_trigger(member.id),
        "channel": {"id": message.channel, "name": space.channels[message.channel].name},
        **({} if ephemeral else {"message": message_json(message, space)}),
        "state": {"values": carried_state(message.blocks, chosen)},
        "response_url": space.new_response_url(member.id, message.channel, message),
        "actions": [action],
    }


def message_action(member: Member, message: Message, callback_id: str, space: Workspace) -> Json:
    """A shortcut in a message's menu; the message may be anybody's."""
    channel = space.channels[message.channel]
    return {
        **_interaction("message_action", member, space),
        "callback_id": callback_id,
        "trigger_id": space.new_trigger(member.id),
        "response_url": space.new_response_url(member.id, message.channel, message),
        "message_ts": message.ts,
        "action_ts": space.new_ts(),
        "channel": {"id": message.channel, "name": channel.name},
        "message": message_json(message, space),
    }


def view_click(member: Member, view: View, action: Json, space: Workspace) -> Json:
    """block_actions in a form or on a home page."""
    return {
        **_interaction("block_actions", member, space),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": space.new_trigger(member.id),
        "view": view_json(view, space),
        "actions": [action],
    }


def view_submission(member: Member, view: View, space: Workspace) -> Json:
    body = {**_interaction("view_submission", member, space), "trigger_id": space.new_trigger(member.id)}
    return {**body, "view": view_json(view, space), "response_urls": []}


def view_closed(member: Member, view: View, is_cleared: bool, space: Workspace) -> Json:
    return {**_interaction("view_closed", member, space), "view": view_json(view, space), "is_cleared": is_cleared}


def command(member: Member, channel: Channel, name: str, text: str, space: Workspace) -> Json:
    """A slash command; for a foreigner the team is their own."""
    return {
        "token": VERIFICATION,
        "team_id": member.team,
        "team_domain": space.name.lower().replace(" ", "-"),
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": member.id,
        "user_name": member.short,
        "command": name,
        "text": text,
        "api_app_id": space.app_id,
        "is_enterprise_install": "false",
        "response_url": space.new_response_url(member.id, channel.id),
        "trigger_id": space.new_trigger(member.id),
    }


def event(body: Json, space: Workspace, foreign: bool = False) -> Json:
    """The envelope around an Events API event."""
    who: Json = {"enterprise_id": None, "team_id": space.team, "user_id": space.bot.id, "is_bot": True}
    return {
        "token": VERIFICATION,
        "team_id": space.team,
        "context_team_id": space.team,
        "api_app_id": space.app_id,
        "event": body,
        "type": "event_callback",
        "event_id": f"Ev{space.number():08d}",
        "event_time": int(space.now().timestamp()),
        "authorizations": [{**who, "is_enterprise_install": False}],
        "is_ext_shared_channel": foreign,
        "event_context": f"4-{space.number()}",
    }


def regrouped(group: Group, before: list[str], previous: int, space: Workspace) -> Json:
    """The `subteam_members_changed` event: who came and who went since `previous`, and not who is in the group now."""
    added = [one for one in group.members if one not in before]
    removed = [one for one in before if one not in group.members]
    return {
        "type": "subteam_members_changed",
        "subteam_id": group.id,
        "team_id": space.team,
        "date_previous_update": previous,
        "date_update": group.updated,
        **({"added_users": added, "added_users_count": len(added)} if added else {}),
        **({"removed_users": removed, "removed_users_count": len(removed)} if removed else {}),
        "event_ts": space.new_ts(),
    }


def said(message: Message, space: Workspace) -> Json:
    """The `message` event of something a person wrote."""
    kind = space.channels[message.channel].kind
    return {
        **message_json(message, space),
        "channel": message.channel,
        "channel_type": {"im": "im", "groups": "group", "channels": "channel"}[kind],
        "event_ts": message.ts,
    }


def action(block: Json, element: Json, space: Workspace, **value: Any) -> Json:
    """One entry of `actions`."""
    initial = VALUES.get(element["type"], ("", ""))[1]
    told = ("text", "value", "style", "placeholder", "confirm", *([] if initial == "initial_value" else [initial]))
    shown: Json = {name: element[name] for name in told if name in element}
    ids = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
    return {**ids, **shown, **value, "action_ts": space.new_ts()}
