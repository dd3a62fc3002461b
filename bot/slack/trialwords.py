"""`/candor trial …`: the trials of one's teams, and what can be done with each in words. Forms open where one is needed."""

import difflib
from collections.abc import Callable
from typing import Any, NamedTuple

from bot import manage, prove
from bot.domain.entries import LONGEST_NAME
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.domain.roles import Right
from bot.domain.summary import either
from bot.services import Services
from bot.slack.incoming import Incoming
from bot.slack.replies import show
from bot.slack.views import trialform as forms
from bot.slack.views import trials as views
from bot.slack.views.blocks import escape

Answer = dict[str, Any]


class TrialWord(NamedTuple):
    """What a word after `trial` does with the trial named after it, and which right it asks for."""

    verb: Callable[[Services, Incoming, str], Answer]
    right: Right


NAMED = ("status", "new", "join", "leave", "change", "stop")  # as the help has them; the others are what people try


def asked(services: Services, it: Incoming, rest: str) -> Answer:
    first, _space, name = " ".join(rest.split()).partition(" ")
    known = TRIAL_WORDS.get(first.casefold() or "status")
    if known is None:
        raise _unknown(first)
    manage.require(services, it.actor, manage.whois(services, it.actor), known.right)
    return known.verb(services, it, name)


def _unknown(word: str) -> Refusal:
    near = difflib.get_close_matches(word.casefold(), TRIAL_WORDS, n=2, cutoff=0.5)
    if near:
        return Refusal(_("I do not know “{word}”. Did you mean {known}?", word=word, known=either(near)))
    return Refusal(_("I do not know “{word}”. Try one of {known}.", word=word, known=", ".join(NAMED)))


def _status(services: Services, it: Incoming, _name: str) -> Answer:
    return views.message(prove.trials(services, it.actor))


def _new(services: Services, it: Incoming, name: str) -> Answer:
    show(it, forms.form(prove.trial_choices(services, it.actor, {"name": name[:LONGEST_NAME]})))
    return {}


def _start(services: Services, it: Incoming, name: str) -> Answer:
    """By it an owner means a new trial, and anybody else a task."""
    if not manage.whois(services, it.actor).owner:
        raise Refusal(_("/candor start begins a task. New trials are registered by owners of a team."))
    return _new(services, it, name)


def _join(services: Services, it: Incoming, name: str) -> Answer:
    return {"text": escape(prove.join(services, it.actor, prove.trial_named(services, it.actor, name)))}


def _leave(services: Services, it: Incoming, name: str) -> Answer:
    return {"text": escape(prove.leave(services, it.actor, prove.trial_named(services, it.actor, name)))}


def _change(services: Services, it: Incoming, name: str) -> Answer:
    show(it, forms.change(prove.changeable(services, it.actor, prove.trial_named(services, it.actor, name))))
    return {}


def _stop(services: Services, it: Incoming, name: str) -> Answer:
    show(it, forms.stop(prove.changeable(services, it.actor, prove.trial_named(services, it.actor, name))))
    return {}


TRIAL_WORDS: dict[str, TrialWord] = {
    "status": TrialWord(_status, Right.TEAM),
    "list": TrialWord(_status, Right.TEAM),
    "help": TrialWord(_status, Right.TEAM),
    "new": TrialWord(_new, Right.OWNER),
    "start": TrialWord(_start, Right.TEAM),
    "join": TrialWord(_join, Right.ASKED),
    "leave": TrialWord(_leave, Right.ASKED),
    "change": TrialWord(_change, Right.OWNER),
    "stop": TrialWord(_stop, Right.OWNER),
}
