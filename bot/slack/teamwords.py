"""`/candor team …`: the teams somebody owns, and what can be done with each in words. The name may come first or last."""

import difflib
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from bot import manage
from bot.domain.entries import LONGEST_NAME
from bot.domain.language import N_, _
from bot.domain.refusal import Refusal
from bot.domain.roles import Right
from bot.domain.summary import either
from bot.domain.teamstate import Step
from bot.services import Services
from bot.slack import team
from bot.slack.incoming import Incoming
from bot.slack.views import teams as views
from bot.slack.views.blocks import escape

Answer = dict[str, Any]
Users = list[str]

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_WHO = N_("I cannot tell who that is: pick the name from Slack's list while typing, or write their member id.")
_ID = re.compile(r"[UW](?=[A-Z0-9]*\d)[A-Z0-9]{2,20}")


class TeamWord(NamedTuple):
    """What words after a team's name do, which right they ask for, and whether somebody is named after them."""

    verb: Callable[[Services, Incoming, str, Users], str]
    right: Right = Right.OWNER
    of_somebody: bool = False


def asked(services: Services, it: Incoming, rest: str) -> Answer:
    words = " ".join(rest.split())
    found = manage.owned(services, it.actor)
    first, _space, name = words.partition(" ")
    if first.casefold() == NEW and not (name and manage.begins_with_one(found, words)):
        manage.require(services, it.actor, manage.whois(services, it.actor), Right.SET_UP)
        team.open_form(services, it, None, name[:LONGEST_NAME])
        return {}
    if not words or not found:
        return {"text": views.listed(found)}
    said = _done(services, it, found, words)
    return {"text": escape(said)} if said else {}


def _done(services: Services, it: Incoming, found: tuple[manage.Owned, ...], words: str) -> str:
    users = _MENTION.findall(words)
    one, left = manage.meant(found, " ".join(_MENTION.sub(" ", words).split()))
    ids = [word for word in left.split() if _ID.fullmatch(word)]
    action = " ".join(word for word in left.split() if word not in ids).casefold()
    known = TEAM_WORDS.get(action)
    if known is None:
        raise _unknown(left, one.name)
    manage.require(services, it.actor, manage.whois(services, it.actor), known.right)
    if known.of_somebody and not (users or ids):
        raise Refusal(_(_WHO))
    return known.verb(services, it, one.team, [*users, *ids])


def _unknown(left: str, team: str) -> Refusal:
    """`team` is the one that was named, or the only one there is."""
    if not left:
        known = ", ".join(TEAM_WORDS)
        return Refusal(_("What is to be done with it? Write one of {known} after its name.", known=known))
    if any(left.casefold().startswith(f"{word} ") for word, known in TEAM_WORDS.items() if known.of_somebody):
        return Refusal(_(_WHO))
    if named := next((left[: -len(word) - 1] for word in TEAM_WORDS if left.casefold().endswith(f" {word}")), ""):
        return Refusal(_("You own no team called “{name}”. Yours is {team}.", name=named, team=team))
    near = difflib.get_close_matches(left.casefold(), TEAM_WORDS, n=2, cutoff=0.5)
    if near:
        return Refusal(_("I do not know “{word}”. Did you mean {known}?", word=left, known=either(near)))
    return Refusal(_("I do not know “{word}”. Try one of {known}.", word=left, known=", ".join(TEAM_WORDS)))


def _edit(services: Services, it: Incoming, team_id: str, _users: Users) -> str:
    team.open_form(services, it, team_id)
    return ""


def _questions(services: Services, it: Incoming, team_id: str, _users: Users) -> str:
    team.open_questions(services, it, team_id)
    return ""


def _step(step: Step) -> TeamWord:
    return TeamWord(lambda services, it, team_id, _users: manage.step(services, it.actor, team_id, step))


def _discard(services: Services, it: Incoming, team_id: str, _users: Users) -> str:
    return manage.discard(services, it.actor, team_id)


def _owners(services: Services, it: Incoming, team_id: str, users: Users) -> str:
    return "\n".join(manage.add_owner(services, it.actor, team_id, user) for user in users)


def _owners_remove(services: Services, it: Incoming, team_id: str, users: Users) -> str:
    return "\n".join(manage.remove_owner(services, it.actor, team_id, user) for user in users)


def _hand_over(services: Services, it: Incoming, team_id: str, users: Users) -> str:
    if len(users) > 1:
        raise Refusal(_("Name one person to hand it over to; they can add others."))
    return manage.hand_over(services, it.actor, team_id, users[0])


def _add(services: Services, it: Incoming, team_id: str, users: Users) -> str:
    return manage.add_people(services, it.actor, team_id, users)


def _remove(services: Services, it: Incoming, team_id: str, users: Users) -> str:
    return manage.remove_people(services, it.actor, team_id, users)


NEW = "new"
TEAM_WORDS: dict[str, TeamWord] = {
    "edit": TeamWord(_edit),
    "questions": TeamWord(_questions),
    "begin": _step(Step.START),
    "discard": TeamWord(_discard),
    "pause": _step(Step.PAUSE),
    "resume": _step(Step.RESUME),
    "archive": _step(Step.ARCHIVE),
    "bring back": _step(Step.BRING_BACK),
    "owners": TeamWord(_owners, of_somebody=True),
    "owners remove": TeamWord(_owners_remove, of_somebody=True),
    "hand over": TeamWord(_hand_over, of_somebody=True),
    "people add": TeamWord(_add, of_somebody=True),
    "people remove": TeamWord(_remove, of_somebody=True),
}
