"""`/candor …`: the first word picks the verb; an unknown word lists the nearest ones. Answers are seen by the asker alone;
where a form opens instead, nothing is said."""

import difflib
from collections.abc import Callable
from typing import Any

from bot import collect, keep, manage, report
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.domain.summary import either
from bot.services import Services
from bot.slack import task
from bot.slack.incoming import Incoming
from bot.slack.views import about, digest, mine
from bot.slack.views import keep as views
from bot.slack.views.blocks import escape

Answer = dict[str, Any]


def command(services: Services, it: Incoming) -> Answer | None:
    word, _space, rest = it.line.strip().partition(" ")
    (keep.require_somebody if word.casefold() in THEIR_OWN else manage.require_member)(services, it.actor)
    if not collect.once(services, it.actor, it.gesture):
        raise Refusal(_("This has arrived before, and was taken then."))
    said = _verb(word.casefold() or "help")(services, it, rest.strip())
    return {"response_type": "ephemeral", **said} if said else None


def _verb(word: str) -> Callable[[Services, Incoming, str], Answer]:
    if word in WORDS:
        return WORDS[word]
    near = difflib.get_close_matches(word, WORDS, n=2, cutoff=0.5)
    if near:
        known = either(f"/candor {one}" for one in near)
        raise Refusal(_("I do not know “{word}”. Did you mean {known}?", word=word, known=known))
    raise Refusal(_("I do not know “{word}”. Try one of {known}.", word=word, known=", ".join(WORDS)))


def _checkin(services: Services, it: Incoming, _rest: str) -> Answer:
    return {"text": escape(manage.checkin_now(services, it.actor))}


def _start(services: Services, it: Incoming, rest: str) -> Answer:
    said = task.ask_for(it, collect.start(services, it.actor, rest))
    return {"text": escape(said)} if said else {}


def _done(services: Services, it: Incoming, rest: str) -> Answer:
    return {"text": escape(collect.done_named(services, it.actor, rest))}


def _report(services: Services, it: Incoming, rest: str) -> Answer:
    return digest.message(report.asked_for(services, it.actor, rest), with_chart=False)


def _pause(services: Services, it: Incoming, rest: str) -> Answer:
    return {"text": escape(manage.pause(services, it.actor, rest))}


def _out(services: Services, it: Incoming, rest: str) -> Answer:
    return {"text": escape(manage.out(services, it.actor, rest))}


def _hours(services: Services, it: Incoming, rest: str) -> Answer:
    return {"text": escape(manage.hours(services, it.actor, rest))}


def _resume(services: Services, it: Incoming, _rest: str) -> Answer:
    return {"text": escape(manage.resume(services, it.actor))}


def _mine(services: Services, it: Incoming, _rest: str) -> Answer:
    return mine.message(manage.mine(services, it.actor))


def _mydata(services: Services, it: Incoming, _rest: str) -> Answer:
    return {"text": escape(keep.hand_over(services, it.actor))}


def _forget_me(services: Services, it: Incoming, _rest: str) -> Answer:
    return views.goes(keep.what_goes(services, it.actor))


def _help(_services: Services, _it: Incoming, _rest: str) -> Answer:
    return {"text": about.help_text()}


WORDS: dict[str, Callable[[Services, Incoming, str], Answer]] = {
    "checkin": _checkin,
    "start": _start,
    "done": _done,
    "report": _report,
    "mine": _mine,
    "pause": _pause,
    "resume": _resume,
    "out": _out,
    "hours": _hours,
    "mydata": _mydata,
    "forget-me": _forget_me,
    "help": _help,
}
THEIR_OWN = frozenset({"mydata", "forget-me", "resume"})  # also for somebody who is in no team any more
