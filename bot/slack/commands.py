"""`/candor …`: the first word picks the verb; an unknown word lists the nearest ones. Answers are seen by the asker alone;
where a form opens instead, nothing is said."""

import difflib
from collections.abc import Callable
from typing import Any, NamedTuple

from bot import collect, keep, manage, report
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.domain.roles import Right
from bot.domain.summary import either
from bot.services import Services
from bot.slack import admin, goals, review, task, teamwords, trialwords
from bot.slack.incoming import Incoming
from bot.slack.views import about, mine, past, trialcard
from bot.slack.views import keep as views
from bot.slack.views import report as reports
from bot.slack.views.blocks import escape

Answer = dict[str, Any]


class Word(NamedTuple):
    """What a word after the command does, and which right it asks for."""

    verb: Callable[[Services, Incoming, str], Answer]
    right: Right


def command(services: Services, it: Incoming) -> Answer | None:
    word, _space, rest = it.line.strip().partition(" ")
    known = WORDS.get(word.casefold() or "help")
    manage.require(services, it.actor, manage.whois(services, it.actor), known.right if known else Right.TEAM)
    if not collect.once(services, it.actor, it.gesture):
        raise Refusal(_("This has arrived before, and was taken then."))
    said = _verb(word.casefold() or "help")(services, it, rest.strip())
    return {"response_type": "ephemeral", **said} if said else None


def _verb(word: str) -> Callable[[Services, Incoming, str], Answer]:
    if word in WORDS:
        return WORDS[word].verb
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
    if found := report.past_asked_for(services, it.actor, rest):
        return past.message(found)
    if asked := report.trial_asked_for(services, it.actor, rest):
        return trialcard.message(asked)
    return reports.message(report.asked_for(services, it.actor, rest))


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


WORDS: dict[str, Word] = {
    "checkin": Word(_checkin, Right.ASKED),
    "start": Word(_start, Right.ASKED),
    "done": Word(_done, Right.ASKED),
    "report": Word(_report, Right.REPORT),
    "mine": Word(_mine, Right.TEAM),
    "pause": Word(_pause, Right.TEAM),
    "resume": Word(_resume, Right.STORED),
    "out": Word(_out, Right.TEAM),
    "hours": Word(_hours, Right.TEAM),
    "team": Word(teamwords.asked, Right.TEAMS),  # each word after it asks for a right of its own
    "trial": Word(trialwords.asked, Right.TEAM),  # an owner's words ask for their right themselves
    "goal": Word(goals.said, Right.TEAM),  # likewise
    "review": Word(review.said, Right.TEAM),  # a standard asks for its owner
    "mydata": Word(_mydata, Right.STORED),
    "forget-me": Word(_forget_me, Right.STORED),
    "admin": Word(admin.said, Right.ADMIN),
    "help": Word(_help, Right.TEAM),
}
