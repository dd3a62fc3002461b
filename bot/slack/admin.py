"""The listeners of what an admin of the workspace looks up and sets, by clicking and by words."""

from collections.abc import Callable
from typing import Any

from bot import collect, manage
from bot.domain.refusal import Refusal
from bot.services import Services
from bot.slack.incoming import Incoming
from bot.slack.replies import show
from bot.slack.views import admin as views
from bot.slack.views.blocks import Block, escape

Ack = dict[str, Any] | None


def said(services: Services, it: Incoming, rest: str) -> dict[str, Any]:
    if rest:
        return {"text": escape(manage.admin_said(services, it.actor, rest))}
    return views.message(manage.administration(services, it.actor))


def page(services: Services, it: Incoming) -> None:
    _show(services, it, lambda: views.page(manage.administration(services, it.actor)))


def change(services: Services, it: Incoming) -> None:
    _show(services, it, lambda: views.form(manage.rules(services, it.actor)))


def rule(services: Services, it: Incoming) -> Ack:
    if not collect.once(services, it.actor, it.gesture):
        return None
    faults = manage.rules_filled(services, it.actor, it.filled)
    return {"response_action": "errors", "errors": faults} if faults else _as_it_is_now(services, it)


def _as_it_is_now(services: Services, it: Incoming) -> Ack:
    """It is set by now, so a Slack that does not say who they are any more is no reason to say that it is not."""
    try:
        return {"response_action": "update", "view": views.page(manage.administration(services, it.actor))}
    except Refusal:
        return None


def _show(services: Services, it: Incoming, view: Callable[[], Block]) -> None:
    if collect.once(services, it.actor, it.gesture):
        show(it, view())
