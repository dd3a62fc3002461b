"""What an admin types after `/candor admin`: the same as the form sets, in words; they are only understood in English."""

import difflib
import re
from collections.abc import Mapping

from bot.domain.language import _, ngettext
from bot.domain.refusal import Refusal
from bot.domain.roles import Right
from bot.domain.summary import either
from bot.limits import keeping_of
from bot.manage import admin, owners
from bot.manage.rights import NOBODY, require
from bot.services import Actor, Services
from storage import teams

_PERSON = re.compile(r"(?:<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|\b([UW][A-Z0-9]{2,20})\b)")
_TEAM_AND_PERSON = re.compile(rf"(.+?)\s+{_PERSON.pattern}\s*")
_BEGINNINGS = ("k", "owners", "owners anybody", "owner", "keep words", "keep answers")
_DEFAULT = "default"


def admin_said(services: Services, actor: Actor, words: str) -> str:
    """Do what was typed; gives a sentence that says what is so now."""
    require(services, actor, NOBODY, Right.ADMIN)
    first, _space, rest = words.partition(" ")
    match first.casefold():
        case "k":
            return _k(services, actor, rest)
        case "owners":
            return _owners(services, actor, rest)
        case "owner":
            return _owner(services, actor, rest)
        case "keep":
            return _keep(services, actor, rest)
    raise _unknown(words)


def _k(services: Services, actor: Actor, words: str) -> str:
    least = admin.checked_k(words)
    admin.rule(services, actor, least_k=least)
    return ngettext(
        "From now on nothing is shown of fewer than {n} people, in any team.",
        "From now on nothing is shown of fewer than {n} people, in any team.",
        least,
    )


def _owners(services: Services, actor: Actor, words: str) -> str:
    if words.strip().casefold() == admin.ANYBODY:
        admin.rule(services, actor, owners_named=False)
        return _("From now on anybody of this workspace may set up a team, but for guests.")
    users = _named(words)
    if not users:
        # Translators: what stands between “/candor” and the first full stop is typed as it stands, and so in what follows
        raise Refusal(_("Write /candor admin owners anybody, or owners and the people: /candor admin owners @ada @mo."))
    users = admin.checked_people(services, actor, users)
    admin.rule(services, actor, users, owners_named=True)
    return ngettext(
        "From now on {n} person you named, and admins, may set up a team. Whoever owns one already keeps it.",
        "From now on {n} people you named, and admins, may set up a team. Whoever owns one already keeps it.",
        len(users),
    )


def _named(words: str) -> list[str]:
    """People and nothing else; none where anything else stands among them."""
    if _PERSON.sub("", words).strip(" ,;"):
        return []
    return list(dict.fromkeys(one or other for one, other in _PERSON.findall(words)))


def _owner(services: Services, actor: Actor, words: str) -> str:
    found = _TEAM_AND_PERSON.fullmatch(words.strip())
    with services.store.read() as session:
        team = teams.named(session, actor.workspace, found[1]) if found else None
    if found is None:
        raise Refusal(_("Write a team's name and one person: /candor admin owner TEAM @ada."))
    if team is None:
        raise owners.NoSuchTeam
    return owners.name_owner(services, actor, team.id, found[2] or found[3])


def _keep(services: Services, actor: Actor, words: str) -> str:
    """`words 60 days`, `answers 12 months`, or `default` instead of the number."""
    found = re.fullmatch(r"(words|answers)\s+(?:(\d+)\s*(days?|months?)?|(default))", words.strip().casefold())
    unit = {"words": "day", "answers": "month"}[found[1]] if found else ""
    if found is None or not (found[3] or unit).startswith(unit):
        raise Refusal(_("Write /candor admin keep words 60 days, or keep answers 12 months; default brings back what was set."))
    if found[1] == "words":
        admin.rule(services, actor, words_days=None if found[4] else admin.checked_days(found[2]))
        return kept_words(_keeps(services, actor)["words"])
    admin.rule(services, actor, rows_months=None if found[4] else admin.checked_months(found[2]))
    return kept_rows(_keeps(services, actor)["rows"])


def _keeps(services: Services, actor: Actor) -> Mapping[str, int]:
    with services.store.read() as session:
        found = keeping_of(session, actor.workspace, services.keeping)
    return {"words": found.words_days, "rows": found.rows_months}


def kept_words(days: int) -> str:
    return ngettext(
        "What people add in their own words is kept for {n} day. What is older goes within a day.",
        "What people add in their own words is kept for {n} days. What is older goes within a day.",
        days,
    )


def kept_rows(months: int) -> str:
    return ngettext(
        "Answers and check-ins are kept for {n} month, and to the end of that quarter. What is older goes within a day.",
        "Answers and check-ins are kept for {n} months, and to the end of that quarter. What is older goes within a day.",
        months,
    )


def _unknown(words: str) -> Refusal:
    near = difflib.get_close_matches(words.casefold(), _BEGINNINGS, n=2, cutoff=0.5)
    near = near or difflib.get_close_matches(words.casefold().partition(" ")[0], _BEGINNINGS, n=2, cutoff=0.5)
    if not near:
        return Refusal(_("I do not know “{word}”. Try one of {known}.", word=words, known=", ".join(_BEGINNINGS)))
    known = either(f"/candor admin {one}" for one in near)
    return Refusal(_("I do not know “{word}”. Did you mean {known}?", word=words, known=known))
