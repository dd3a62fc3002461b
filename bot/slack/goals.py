"""The listeners of goals: the list anybody in the team may read, and the forms of whoever is in charge of it."""

from collections.abc import Callable
from typing import Any

from bot import collect, manage
from bot.domain.roles import Right
from bot.domain.teamform import Faulty
from bot.prove import goals
from bot.services import Services
from bot.slack import ids
from bot.slack.incoming import Incoming
from bot.slack.replies import show
from bot.slack.views import checkin
from bot.slack.views import goals as views
from bot.slack.views.blocks import Block

Ack = dict[str, Any] | None


def said(services: Services, it: Incoming, rest: str) -> dict[str, Any]:
    """`/candor goal`, maybe with the name of one, or with what an owner wants to do."""
    word, _space, name = rest.partition(" ")
    known = WORDS.get(word.casefold())
    if known is None:
        return _read(services, it, rest)
    manage.require(services, it.actor, manage.whois(services, it.actor), Right.OWNER)
    known(services, it, name.strip())
    return {}


def _read(services: Services, it: Incoming, name: str) -> dict[str, Any]:
    if name.casefold() in ALL:
        return views.message(goals.standing(services, it.actor))
    return views.one(goals.named(services, it.actor, name))


def _new(services: Services, it: Incoming, name: str) -> None:
    team, _rest = manage.meant(manage.owned(services, it.actor), name)
    show(it, views.form(goals.draft(services, it.actor, team.team)))


def _change(services: Services, it: Incoming, name: str) -> None:
    show(it, views.change(goals.amending(services, it.actor, goals.key_of(services, it.actor, name))))


def _off(services: Services, it: Incoming, name: str) -> None:
    show(it, views.off(goals.stopping(services, it.actor, goals.key_of(services, it.actor, name))))


ALL = ("", "status", "list", "help")  # what people try, to see them all
WORDS: dict[str, Callable[[Services, Incoming, str], None]] = {"new": _new, "change": _change, "off": _off}


def page(services: Services, it: Incoming) -> None:
    _pressed(services, it, lambda: views.window(goals.standing(services, it.actor)))


def new(services: Services, it: Incoming) -> None:
    _pressed(services, it, lambda: views.form(goals.draft(services, it.actor, ids.team_of(it.action))))


def change(services: Services, it: Incoming) -> None:
    _pressed(services, it, lambda: views.change(goals.amending(services, it.actor, ids.whose(it.action))))


def off(services: Services, it: Incoming) -> None:
    _pressed(services, it, lambda: views.off(goals.stopping(services, it.actor, ids.whose(it.action))))


def filled(services: Services, it: Incoming) -> Ack:
    """The terms once more, or registered."""
    team, seen = ids.draft_of(it.view["private_metadata"])
    return _sent(services, it, lambda: goals.register(services, it.actor, team, it.filled, seen))


def changed(services: Services, it: Incoming) -> Ack:
    return _sent(services, it, lambda: goals.amend(services, it.actor, it.view["private_metadata"], it.filled))


def called_off(services: Services, it: Incoming) -> Ack:
    return _sent(services, it, lambda: goals.call_off(services, it.actor, it.view["private_metadata"], it.filled))


def _sent(services: Services, it: Incoming, verb: Callable[[], goals.Draft | str]) -> Ack:
    if not collect.once(services, it.actor, it.gesture):
        return None
    try:
        said = verb()
    except Faulty as faulty:
        return {"response_action": "errors", "errors": faulty.by_field}
    return {"response_action": "update", "view": checkin.notice(said) if isinstance(said, str) else views.form(said)}


def _pressed(services: Services, it: Incoming, view: Callable[[], Block]) -> None:
    shown = view()
    if collect.once(services, it.actor, it.gesture):
        show(it, shown)
