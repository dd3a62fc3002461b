"""The listeners of trials: the list of them, joining and leaving, and what owners register, change and stop."""

from typing import Any

from bot import collect, prove
from bot.domain.teamform import Faulty
from bot.services import Services
from bot.slack import ids
from bot.slack.incoming import Incoming
from bot.slack.replies import instead, show, whisper
from bot.slack.views import trialform as forms
from bot.slack.views import trials as views

Ack = dict[str, Any] | None


def listed(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        show(it, views.window(prove.trials(services, it.actor)))


def join(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        _told(services, it, prove.join(services, it.actor, ids.trial_of(it.action)))


def leave(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        _told(services, it, prove.leave(services, it.actor, ids.trial_of(it.action)))


def _told(services: Services, it: Incoming, said: str) -> None:
    """So that they alone read it."""
    if it.in_window:
        instead(it, views.window(prove.trials(services, it.actor), said))
    else:
        whisper(it, said)


def new(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        show(it, forms.form(prove.trial_choices(services, it.actor)))


def drafted(services: Services, it: Incoming) -> Ack:
    try:
        found = prove.draft_trial(services, it.actor, it.filled)
    except Faulty as faulty:
        return {"response_action": "errors", "errors": forms.at_fields(it.view, faulty.by_field)}
    return {"response_action": "update", "view": forms.preview(found)}


def back(services: Services, it: Incoming) -> None:
    """From the preview to the form, with all that was filled in."""
    instead(it, forms.form(prove.trial_choices(services, it.actor, forms.read(it.view, it.filled))))


def register(services: Services, it: Incoming) -> Ack:
    filled, team = forms.read(it.view, it.filled), forms.team_in(it.view)
    try:
        said = prove.register(services, it.actor, team, filled, it.view_key)
    except Faulty as faulty:
        return {"response_action": "errors", "errors": forms.at_fields(it.view, faulty.by_field)}
    return _after(services, it, said)


def change(services: Services, it: Incoming) -> None:
    found = prove.changeable(services, it.actor, ids.trial_of(it.action))
    if collect.once(services, it.actor, it.gesture):
        show(it, forms.change(found))


def changed(services: Services, it: Incoming) -> Ack:
    try:
        said = prove.amend(services, it.actor, it.view["private_metadata"], it.filled)
    except Faulty as faulty:
        return {"response_action": "errors", "errors": dict(faulty.by_field)}
    return _after(services, it, said)


def stop(services: Services, it: Incoming) -> None:
    found = prove.changeable(services, it.actor, ids.trial_of(it.action))
    if collect.once(services, it.actor, it.gesture):
        show(it, forms.stop(found))


def stopped(services: Services, it: Incoming) -> Ack:
    try:
        said = prove.stop(services, it.actor, it.view["private_metadata"], it.filled.get("reason") or "")
    except Faulty as faulty:
        return {"response_action": "errors", "errors": dict(faulty.by_field)}
    return _after(services, it, said)


def _after(services: Services, it: Incoming, said: str) -> Ack:
    return {"response_action": "update", "view": views.window(prove.trials(services, it.actor), said)}
