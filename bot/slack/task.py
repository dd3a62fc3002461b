"""The listeners of a started task: by shortcut, form, home page or the buttons of its message and thread."""

from typing import Any

from bot import collect
from bot.collect import StartForm
from bot.services import Services
from bot.slack import home, ids
from bot.slack.incoming import Incoming
from bot.slack.views import coin
from bot.slack.views import task as views

Ack = dict[str, Any] | None


def start(services: Services, it: Incoming) -> Ack:
    """From a home page or a message's menu. The words of that message are not looked at."""
    if collect.once(services, it.actor, it.gesture):
        ask_for(it, collect.start(services, it.actor))
    return None


def ask_for(it: Incoming, outcome: str | StartForm) -> str:
    """What to say; nothing where the form says it."""
    if isinstance(outcome, str):
        return outcome
    it.client.views_open(trigger_id=it.trigger, view=views.form(outcome, ids.HOME if it.on_home else ""))
    return ""


def submit(services: Services, it: Incoming) -> Ack:
    outcome = collect.start_filled(services, it.actor, it.filled, it.view["id"], it.gesture)
    if outcome:
        blocks = {"expected": f"expected.{collect.TYPED}"}
        return {"response_action": "errors", "errors": {blocks.get(key, key): why for key, why in outcome.by_key.items()}}
    home.again(services, it, wanted=it.view["private_metadata"] == ids.HOME)
    return None


def done(services: Services, it: Incoming) -> Ack:
    collect.done(services, it.actor, it.checkin, it.click)
    home.again(services, it, wanted=it.on_home)
    return None


def not_finished(services: Services, it: Incoming) -> Ack:
    collect.done(services, it.actor, it.checkin, it.click, finished=False)
    home.again(services, it, wanted=it.on_home)
    return None


def cancel(services: Services, it: Incoming) -> Ack:
    collect.cancel(services, it.actor, it.checkin, it.click)
    home.again(services, it, wanted=it.on_home)
    return None


def open_decline(services: Services, it: Incoming) -> Ack:
    opened = collect.open_decline(services, it.actor, it.checkin, it.click)
    if opened:
        it.client.views_open(trigger_id=it.trigger, view=coin.form(opened, ids.HOME if it.on_home else ""))
    return None


def decline_as(services: Services, it: Incoming) -> Ack:
    collect.decline(services, it.actor, it.checkin, ids.reason_of(it.action), it.click.key, it.click)
    return None


def decline(services: Services, it: Incoming) -> Ack:
    checkin, _slash, place = it.view["private_metadata"].partition("/")
    collect.decline(services, it.actor, checkin, str(it.filled.get("reason")), it.view_key)
    home.again(services, it, wanted=place == ids.HOME)
    return None
