"""The listeners of sharing one sentence: look at it, confirm it, take it back."""

from typing import Any

from bot import collect
from bot.services import Services
from bot.slack import home, ids
from bot.slack.incoming import Incoming
from bot.slack.views import sharing as views

Ack = dict[str, Any] | None


def preview(services: Services, it: Incoming) -> Ack:
    shown = collect.preview(services, it.actor, it.checkin, it.click)
    if shown:
        it.client.views_open(trigger_id=it.trigger, view=views.form(shown, ids.HOME if it.on_home else ""))
    return None


def submit(services: Services, it: Incoming) -> Ack:
    checkin, seen, place = ids.looked_at(it.view["private_metadata"])
    outcome = collect.share(services, it.actor, checkin, it.filled.get("sentence") or "", seen, it.view_key)
    if isinstance(outcome, collect.FormErrors):
        return {"response_action": "errors", "errors": dict(outcome.by_key)}
    home.again(services, it, wanted=place == ids.HOME and outcome is None)
    return {"response_action": "update", "view": views.form(outcome, place)} if outcome else None


def withdraw(services: Services, it: Incoming) -> Ack:
    collect.withdraw(services, it.actor, it.checkin, it.click)
    home.again(services, it, wanted=it.on_home)
    return None
