"""The check-in's listeners: each reads what came in and calls one verb. What it returns is acknowledged after the commit."""

from typing import Any

from bot import collect, manage
from bot.domain import wording
from bot.domain.conversation import Act
from bot.domain.questions import Kind
from bot.services import Services
from bot.slack import home, ids
from bot.slack.incoming import Incoming
from bot.slack.replies import whisper
from bot.slack.views import checkin as views

Ack = dict[str, Any] | None
OFTEN = {ids.ONCE: "once", ids.STOP: "stop", ids.AS_BEFORE: "as before"}


def answer_here(services: Services, it: Incoming) -> Ack:
    collect.answer_here(services, it.actor, it.checkin, it.click)
    return None


def open_form(services: Services, it: Incoming) -> Ack:
    form = collect.open_form(services, it.actor, it.checkin, it.click)
    if form:
        it.client.views_open(trigger_id=it.trigger, view=views.form(form, ids.HOME if it.on_home else ""))
    return None


def nothing(services: Services, it: Incoming) -> Ack:
    collect.settle(services, it.actor, it.checkin, Act.NOTHING, it.click)
    return None


def not_today(services: Services, it: Incoming) -> Ack:
    collect.settle(services, it.actor, it.checkin, Act.NOT_TODAY, it.click)
    return None


def more(services: Services, it: Incoming) -> Ack:
    chosen = it.action["selected_option"]["value"]
    if chosen == ids.PRIVACY:
        return others_see(services, it)
    verb = manage.fewer if chosen == ids.FEWER else manage.pause_a_week
    if collect.once(services, it.actor, it.gesture):
        whisper(it, verb(services, it.actor))
    return None


def often(services: Services, it: Incoming) -> Ack:
    if collect.once(services, it.actor, it.gesture):
        whisper(it, manage.often(services, it.actor, it.checkin, OFTEN[it.action["action_id"]]))
    return None


def say(services: Services, it: Incoming) -> Ack:
    key, code = ids.said(it.action["action_id"])
    collect.choose(services, it.actor, it.checkin, key, code, it.click)
    return None


def pick(services: Services, it: Incoming) -> Ack:
    key = it.action["action_id"].partition(":")[2]
    if it.picked:
        collect.choose(services, it.actor, it.checkin, key, it.picked, it.click)
    return None


def turn(services: Services, it: Incoming) -> Ack:
    word = it.action["action_id"].partition(":")[2]
    collect.turn_page(services, it.actor, it.checkin, word, it.click)
    return None


def delete(services: Services, it: Incoming) -> Ack:
    collect.delete(services, it.actor, it.checkin, it.click)
    home.again(services, it, wanted=it.on_home)
    return None


def others_see(services: Services, it: Incoming) -> Ack:
    k = collect.what_others_see(services, it.actor, it.checkin)
    if collect.once(services, it.actor, it.gesture):
        whisper(it, views.others_see(k))
    return None


def submit(services: Services, it: Incoming) -> Ack:
    checkin, page, place = ids.page_of(it.view["private_metadata"])
    outcome = collect.submit_form(services, it.actor, checkin, page, it.filled, f"{it.view_key}/{page}", it.gesture)
    if isinstance(outcome, collect.FormErrors):
        return {"response_action": "errors", "errors": {_block(key): why for key, why in outcome.by_key.items()}}
    home.again(services, it, wanted=place == ids.HOME and outcome is None)
    return {"response_action": "update", "view": views.form(outcome, place)} if outcome else None


def _block(key: str) -> str:
    """The block of a question that shows its fault: for a time, the field where it can be typed."""
    known = wording.BY_KEY.get(key)  # a team's own question is no time
    return f"{key}.typed" if known and known.kind is Kind.TIME else key


def message(services: Services, it: Incoming) -> Ack:
    event = it.event
    if event.get("subtype") in (None, "file_share", "thread_broadcast") and not event.get("bot_id"):
        collect.typed(services, it.actor, event["channel"], event.get("thread_ts"), it.words, it.event_key)
    return None
