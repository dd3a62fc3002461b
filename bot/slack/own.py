"""The listeners of what somebody decides for themselves on their home page, and of what they can look up there."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bot import collect, manage
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.services import Services
from bot.slack import home
from bot.slack.incoming import Incoming
from bot.slack.views import mine as own_record
from bot.slack.views import seen, settings
from bot.slack.views.blocks import Block

Ack = dict[str, Any] | None


def open_week(services: Services, it: Incoming) -> None:
    _open(services, it, lambda: settings.week(manage.week_of(services, it.actor)))


def open_pause(services: Services, it: Incoming) -> None:
    _open(services, it, settings.pause)


def open_away(services: Services, it: Incoming) -> None:
    _open(services, it, settings.away)


def others_see(services: Services, it: Incoming) -> None:
    _open(services, it, lambda: seen.form(manage.others_see(services, it.actor)))


def mine(services: Services, it: Incoming) -> None:
    _open(services, it, lambda: own_record.form(manage.mine(services, it.actor)))


def resume(services: Services, it: Incoming) -> None:
    _act(services, it, lambda: manage.resume(services, it.actor))


def stop(services: Services, it: Incoming) -> None:
    _act(services, it, lambda: manage.stop(services, it.actor))


def strike_out(services: Services, it: Incoming) -> None:
    _act(services, it, lambda: manage.strike_out(services, it.actor, it.checkin))


def week(services: Services, it: Incoming) -> Ack:
    return _sent(services, it, lambda: manage.week_filled(services, it.actor, it.filled))


def pause(services: Services, it: Incoming) -> Ack:
    return _sent(services, it, lambda: _said(manage.pause_until, services, it, "until"))


def away(services: Services, it: Incoming) -> Ack:
    return _sent(services, it, lambda: _said(manage.out_between, services, it, "since", "until"))


def _said(verb: Callable[..., str], services: Services, it: Incoming, *days: str) -> dict[str, str]:
    """The faults by field: what cannot be is said at the last day."""
    try:
        verb(services, it.actor, *(_day(it.filled.get(day)) for day in days))
    except Refusal as no:
        return {days[-1]: no.sentence}
    return {}


def _day(value: Any) -> date:
    if not value:
        raise Refusal(_("This one is needed."))
    return date.fromisoformat(value)


def _open(services: Services, it: Incoming, view: Callable[[], Block]) -> None:
    if _first_time(services, it):
        it.client.views_open(trigger_id=it.trigger, view=view())


def _act(services: Services, it: Incoming, verb: Callable[[], object]) -> None:
    if _first_time(services, it):
        verb()
    home.again(services, it, wanted=True)


def _sent(services: Services, it: Incoming, verb: Callable[[], dict[str, str]]) -> Ack:
    faults = verb() if _first_time(services, it) else {}
    if faults:
        return {"response_action": "errors", "errors": faults}
    home.again(services, it, wanted=True)
    return None


def _first_time(services: Services, it: Incoming) -> bool:
    """What arrives again is not taken again."""
    return collect.once(services, it.actor, it.gesture)
