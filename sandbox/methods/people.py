"""Who is there: api, auth, apps, users, team, usergroups and dnd."""

from __future__ import annotations

from sandbox.methods.arguments import flag, member, need, page
from sandbox.payloads import user_json
from sandbox.records import Json, Refusal
from sandbox.workspace import Workspace


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
    user = user_json(member(space, need(args, "user")[0]), space.now())
    if not flag(args, "include_locale"):
        del user["locale"]
    return {"user": user}


def users_list(space: Workspace, args: Json) -> Json:
    some, more = page([*space.members.values()], args)
    return {"members": [user_json(one, space.now()) for one in some], **more}


def team_info(space: Workspace, _args: Json) -> Json:
    return {"team": {"id": space.team, "name": space.name, "domain": space.name.lower().replace(" ", "-")}}


def usergroups_list(space: Workspace, _args: Json) -> Json:
    return {"usergroups": [{"id": number, "handle": handle} for number, (handle, _) in space.usergroups.items()]}


def usergroup_users(space: Workspace, args: Json) -> Json:
    number = need(args, "usergroup")[0]
    if number not in space.usergroups:
        raise Refusal("no_such_subteam", number)
    return {"users": space.usergroups[number][1]}


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
