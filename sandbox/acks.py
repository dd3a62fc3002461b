"""What an app says in its ack, done as Slack does it; an ack Slack could not use is noted as a refusal."""

from __future__ import annotations

from typing import Any

from sandbox.blocks import view_problems
from sandbox.methods.chat import words
from sandbox.records import Delivery, Json, Refusal, ResponseUrl
from sandbox.response_urls import say
from sandbox.views import View
from sandbox.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


def answer_command(space: Workspace, delivery: Delivery) -> None:
    """The body of a slash command's ack becomes a message for the person, or for all if it says so."""
    payload, body = delivery.payload, delivery.response
    right = ResponseUrl(payload["user_id"], payload["channel_id"], space.now())
    if not delivery.ok:
        failed = f'{payload["command"]} failed with the error "dispatch_failed"'
        say(space, right, failed, [], {}, public=False)
        return
    body = {"text": body} if isinstance(body, str) else body
    if not body or not (body.get("text") or body.get("blocks")):
        return
    try:
        text, blocks = words(space, body)
    except Refusal as no:
        space.refuse("ack", no)
        return
    say(space, right, text, blocks, body, public=body.get("response_type") == "in_channel")


def answer_submission(space: Workspace, view: View, delivery: Delivery) -> bool:
    """Closes, changes or keeps the form as the ack says; True when the form was accepted."""
    if not delivery.ok:
        view.refused = {block["block_id"]: TROUBLE for block in list(view.inputs.values())[:1]}
        return False
    ack = delivery.response if isinstance(delivery.response, dict) else {}
    if not view.is_open:
        return ack.get("response_action") != "errors"
    try:
        return _act(space, view, ack)
    except Refusal as no:
        space.refuse("ack", no)
        view.refused = {block["block_id"]: TROUBLE for block in list(view.inputs.values())[:1]}
        return False


def _act(space: Workspace, view: View, ack: Json) -> bool:
    match ack.get("response_action"):
        case None:
            space.views.close(view)
        case "clear":
            space.views.clear(view.user)
        case "update":
            space.views.update(view, _view(ack))
        case "push":
            space.views.push(view.user, _view(ack))
        case "errors":
            view.refused = _errors(view, ack.get("errors"))
            return False
        case other:
            raise Refusal("invalid_response_action", str(other))
    return True


def _view(ack: Json) -> Json:
    if problems := view_problems(ack.get("view")):
        raise Refusal("invalid_arguments", problems[0])
    return dict(ack["view"])


def _errors(view: View, errors: Any) -> dict[str, str]:
    """Errors stand under input blocks; one that names another block has no place to stand."""
    if not isinstance(errors, dict) or not errors:
        raise Refusal("invalid_arguments", "response_action errors without errors")
    inputs = {block["block_id"] for block in view.inputs.values()}
    if unknown := sorted(errors.keys() - inputs):
        raise Refusal("invalid_arguments", f"errors name no input block: {', '.join(unknown)}")
    return {block_id: str(words) for block_id, words in errors.items()}
