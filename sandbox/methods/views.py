"""views.*: forms and home pages."""

from __future__ import annotations

from typing import Any

from sandbox.methods.arguments import member, need
from sandbox.payloads import view_json
from sandbox.records import Json, Refusal
from sandbox.workspace import Workspace


def open_view(space: Workspace, args: Json) -> Json:
    return _from_trigger(space, args, space.views.open)


def push_view(space: Workspace, args: Json) -> Json:
    return _from_trigger(space, args, space.views.push)


def update_view(space: Workspace, args: Json) -> Json:
    view_id, external_id = args.get("view_id"), args.get("external_id")
    if not view_id and not external_id:
        raise Refusal("invalid_arguments", "[ERROR] missing required field: view_id or external_id")
    view = space.views.find(lambda v: v.id == view_id if view_id else v.body.get("external_id") == external_id)
    return {"view": view_json(space.views.update(view, _body(args), args.get("hash")), space)}


def publish_view(space: Workspace, args: Json) -> Json:
    if not space.manifest.home_tab:
        raise Refusal("not_enabled", "features.app_home.home_tab_enabled is off")
    user = member(space, need(args, "user_id")[0])
    return {"view": view_json(space.views.publish(user.id, _body(args), args.get("hash")), space)}


def _from_trigger(space: Workspace, args: Json, show: Any) -> Json:
    user = space.use_trigger(need(args, "trigger_id")[0])
    return {"view": view_json(show(user, _body(args)), space)}


def _body(args: Json) -> Json:
    body = args.get("view")
    if not isinstance(body, dict):
        raise Refusal("invalid_arguments", "[ERROR] must be an object [json-pointer:/view]")
    return body


METHODS = {
    "views.open": (None, open_view),
    "views.push": (None, push_view),
    "views.update": (None, update_view),
    "views.publish": (None, publish_view),
}
