"""The listeners of blind review: the window, one piece to look at, one's own work to attach, and a team's standard."""

from typing import Any

from bot import collect, review
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.domain.teamform import Faulty
from bot.services import Services
from bot.slack import ids
from bot.slack.incoming import Incoming
from bot.slack.replies import show
from bot.slack.views import checkin
from bot.slack.views import review as views

Ack = dict[str, Any] | None
STANDARD = "standard"  # typed after the command


def said(services: Services, it: Incoming, rest: str) -> dict[str, Any]:
    """The window opens, so nothing is said."""
    view = _standard(services, it, rest) if rest else views.window(review.reviews(services, it.actor))
    show(it, view)
    return {}


def _standard(services: Services, it: Incoming, rest: str) -> dict[str, Any]:
    word, _space, name = rest.partition(" ")
    if word.casefold() != STANDARD:
        raise Refusal(_("I do not know “{word}”. Type /candor review alone, or /candor review standard NAME.", word=word))
    return views.standard(review.standard_of(services, it.actor, review.owned_by_name(services, it.actor, name)))


def opened(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        show(it, views.window(review.reviews(services, it.actor)))


def look(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        show(it, views.piece(review.to_give(services, it.actor, it.checkin)))


def given(services: Services, it: Incoming) -> Ack:
    key, filled = it.view["private_metadata"], it.filled
    review.give(services, it.actor, key, filled.get("score"), can_tell=bool(filled.get("can_tell")))
    return {"response_action": "update", "view": views.window(review.reviews(services, it.actor))}


def pass_on(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        review.pass_on(services, it.actor, it.checkin)
        show(it, views.window(review.reviews(services, it.actor)))


def volunteer(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        review.volunteer(services, it.actor, ids.team_of(it.action))
        show(it, views.window(review.reviews(services, it.actor)))


def standard(services: Services, it: Incoming) -> None:
    if collect.once(services, it.actor, it.gesture):
        show(it, views.standard(review.standard_of(services, it.actor, ids.team_of(it.action))))


def standard_filled(services: Services, it: Incoming) -> Ack:
    try:
        said = review.set_standard(services, it.actor, it.view["private_metadata"], it.filled)
    except Faulty as faulty:
        return {"response_action": "errors", "errors": dict(faulty.by_field)}
    return {"response_action": "update", "view": checkin.notice(said)}


def attaching(services: Services, it: Incoming) -> Ack:
    shown = review.attaching(services, it.actor, it.checkin, it.click)
    if shown:
        it.client.views_open(trigger_id=it.trigger, view=views.attach(shown))
    return None


def attached(services: Services, it: Incoming) -> Ack:
    words = it.filled.get(review.FIELD) or ""
    faults = review.attach(services, it.actor, it.view["private_metadata"], words, it.view_key)
    return {"response_action": "errors", "errors": faults} if faults else None
