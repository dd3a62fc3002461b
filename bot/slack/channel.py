"""The listeners of a team's channel: the buttons of the check-in posted there, and what is written below it."""

from typing import Any

from bot import collect
from bot.domain.language import _
from bot.services import Services
from bot.slack import checkin, ids
from bot.slack.incoming import Incoming
from bot.slack.replies import beside, replace, whisper
from bot.slack.views import channel as views
from bot.slack.views import checkin as forms

Ack = dict[str, Any] | None


def privately(services: Services, it: Incoming) -> Ack:
    form = collect.answer_privately(services, it.actor, it.checkin, it.click)
    if form:
        it.client.views_open(trigger_id=it.trigger, view=forms.form(form))
    return None


def what_happens(services: Services, it: Incoming) -> Ack:
    k = collect.what_happens(services, it.actor, it.checkin)
    if collect.once(services, it.actor, it.gesture):
        whisper(it, forms.others_see(k))
    return None


def take(services: Services, it: Incoming) -> Ack:
    invitation, ts = ids.reply_of(it.action)
    collect.take_reply(services, it.actor, invitation, ts, it.click)
    if collect.once(services, it.actor, it.gesture):
        replace(it, _("Taken. What is missing stands in our direct messages. You may delete your reply here."))
    return None


def leave(services: Services, it: Incoming) -> Ack:
    collect.leave_reply(services, it.actor, ids.reply_of(it.action)[0])
    if collect.once(services, it.actor, it.gesture):
        replace(it, _("Nothing was taken."))
    return None


def message(services: Services, it: Incoming) -> Ack:
    """In direct messages everything is for us. In a channel nothing is, but what somebody writes below a check-in."""
    if it.event.get("channel_type") not in ("channel", "group"):
        return checkin.message(services, it)
    if is_reply(it.event):
        event = it.event
        found = collect.overheard(services, it.actor, event["channel"], event["thread_ts"], it.event_key)
        if found:
            beside(it, views.offer(found, event["ts"]))
    return None


def is_reply(event: dict[str, Any]) -> bool:
    """Typed by a person, in a thread and nowhere else."""
    by_a_person = bool(event.get("user")) and not event.get("subtype") and not event.get("bot_id")
    return by_a_person and event.get("thread_ts") not in (None, event["ts"])
