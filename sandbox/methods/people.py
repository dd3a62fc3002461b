"""Who is there: api, auth, apps, users, team, usergroups and dnd."""

from __future__ import annotations

from sandbox.methods.arguments import flag, member, need, page
from sandbox.payloads import group_json, user_json
from sandbox.records import Json, Member, Refusal
from sandbox.workspace import Workspace

# measured by others on a workspace of Slack, not documented: github.com/brekkylab/backlot/pull/293
NOT_OF_THE_GONE = {
    *("real_name", "tz", "tz_label", "tz_offset", "is_admin", "is_owner", "is_primary_owner"),
    *("is_restricted", "is_ultra_restricted"),
}


def api_test(_space: Workspace, args: Json) -> Json:
    if args.get("error"):
        raise Refusal(str(args["error"]))
    return {"args": args}


def auth_test(space: Workspace, _args: Json) -> Json:
    who = {"user": space.bot.short, "user_id": space.bot.id, "bot_id": space.bot_id}
    return {"url": space.url, "team": space.name, "team_id": space.team, **who, "is_enterprise_install": False}


def connections_open(space: Workspace, _args: Json) -> Json:
    """A fresh address for Socket Mode."""
    return {"url": f"{space.url.replace('http', 'ws', 1)}/link?ticket={space.number()}&app_id={space.app_id}"}


def user_info(space: Workspace, args: Json) -> Json:
    return {"user": _told(member(space, need(args, "user")[0]), space, args)}


def users_list(space: Workspace, args: Json) -> Json:
    some, more = page([*space.members.values()], args)
    return {"members": [_told(one, space, args) for one in some], **more}


def _told(one: Member, space: Workspace, args: Json) -> Json:
    """What is said of somebody who was asked about; of who has left, Slack says neither zone nor rights."""
    user = user_json(one, space.now())
    hidden = set() if flag(args, "include_locale") else {"locale"}
    return {name: value for name, value in user.items() if name not in hidden | (NOT_OF_THE_GONE if one.deactivated else set())}


def team_info(space: Workspace, _args: Json) -> Json:
    return {"team": {"id": space.team, "name": space.name, "domain": space.name.lower().replace(" ", "-")}}


def usergroups_list(space: Workspace, args: Json) -> Json:
    """All at once: Slack has no pages here. Users and their number only where they were asked for."""
    users, count = flag(args, "include_users"), flag(args, "include_count")
    return {"usergroups": [group_json(one, space, users, count) for one in space.usergroups.values()]}


def usergroup_users(space: Workspace, args: Json) -> Json:
    number = need(args, "usergroup")[0]
    if number not in space.usergroups:
        raise Refusal("no_such_subteam", number)
    return {"users": space.usergroups[number].members}


def dnd_info(space: Workspace, args: Json) -> Json:
    if args.get("user"):
        member(space, str(args["user"]))
    return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1, "snooze_enabled": False}


METHODS = {
    "api.test": (None, api_test),
    "auth.test": (None, auth_test),
    "apps.connections.open": (None, connections_open),
    "users.info": ("users:read", user_info),
    "users.list": ("users:read", users_list),
    "team.info": ("team:read", team_info),
    "usergroups.list": ("usergroups:read", usergroups_list),
    "usergroups.users.list": ("usergroups:read", usergroup_users),
    "dnd.info": ("dnd:read", dnd_info),
}
