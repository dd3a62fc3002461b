"""A trial that is asked for: its card when it is over, until then how far it is. For the people of its team and nobody else.

What is shown was stored when it ended, and so were the tables that can be had as files: nothing is computed here.
"""

import difflib
import re
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot import manage, prove
from bot.domain.language import N_, _, ngettext
from bot.domain.refusal import Refusal
from bot.domain.registration import Registered
from bot.prove import Card
from bot.report import files
from bot.services import Actor, Services
from storage import people, registrations
from storage.tables import Registration, Team

_ASKED = re.compile(r"(?:(?P<team>.*\S)\s+)?\btrial\s+(?P<name>.+)", re.IGNORECASE | re.DOTALL)
_CSV = re.compile(r"(?<!\S)(?:--|[—–])csv(?!\S)", re.IGNORECASE)
_COMES = {
    "analysis": N_("The analysis table comes as CSV in our direct messages in a moment."),
    "flips": N_("The flips come as CSV in our direct messages in a moment."),
}


class NotTheirTrial(Refusal):
    """You are not in the team of that trial, so it is not shown to you."""


class NoTable(Refusal):
    """No such file comes: too few people took part for a table."""


@dataclass(frozen=True)
class Asked:
    """A trial as its asker reads it: its card, or only how far it is; and notes about files that come."""

    name: str
    card: Card | None = None
    standing: str = ""
    notes: tuple[str, ...] = ()


def trial(services: Services, actor: Actor, key: str) -> Asked:
    with services.store.read() as session:
        return _asked(session, *_theirs(session, actor, key))


def trial_asked_for(services: Services, actor: Actor, words: str) -> Asked | None:
    """A trial, from the words after the command; None where they are about something else."""
    plain = _CSV.sub(" ", words).strip()
    found = _ASKED.fullmatch(plain)
    if found is None and plain.casefold() != "trial":
        return None
    with services.store.begin() as session:
        person = people.find(session, actor.workspace, actor.user)
        mine = people.teams_of(session, person.id) if person else []
        if found is None:
            _unnamed(session, mine)
            return None
        of = [team for team in mine if found["team"] is None or team.name.casefold() == found["team"].casefold()]
        if mine and not of:
            return None  # "type trial and error", say
        row, team = _named(session, actor, of, " ".join(found["name"].split()))
        asked = _asked(session, row, team)
        if not _CSV.search(words) or asked.card is None:
            return asked
        return Asked(asked.name, asked.card, notes=_sent(services, session, actor, row, asked.card))


def trial_file(services: Services, actor: Actor, key: str, table: str) -> str:
    """Send a table of a trial to whoever asked for it, in their direct messages."""
    with services.store.begin() as session:
        row, team = _theirs(session, actor, key)
        asked = _asked(session, row, team)
        if asked.card is None or table not in asked.card.tables:
            raise NoTable
        files.owe_table(session, actor, table, f"{row.name} · {team.name}", (row.tables or {})[table], services.now())
        return _(_COMES[table])


def for_trial(services: Services, team_name: str, name: str) -> tuple[Card | None, str, dict[str, Any]]:
    """A trial for the operator: its card or how far it is, and its tables."""
    with services.store.read() as session:
        team = manage.team_named(session, team_name)
        row = _one_named(session, [team], name)
        asked = _asked(session, row, team)
        return asked.card, asked.standing, (row.tables or {}) if asked.card else {}


def _sent(services: Services, session: Session, actor: Actor, row: Registration, card: Card) -> tuple[str, ...]:
    for table in card.tables:
        tables = row.tables or {}
        files.owe_table(session, actor, table, f"{card.name} · {card.team}", tables[table], services.now())
    if not card.tables:
        return (NoTable().sentence,)
    one, many = (
        "{n} file comes in our direct messages in a moment.",
        "{n} files come in our direct messages in a moment.",
    )
    return (ngettext(one, many, len(card.tables)),)


def _asked(session: Session, row: Registration, team: Team) -> Asked:
    if row.over_at:
        return Asked(row.name, prove.card(session, row))
    return Asked(row.name, standing=prove.progress(session, row, team))


def _theirs(session: Session, actor: Actor, key: str) -> tuple[Registration, Team]:
    person = manage.known(session, actor)
    row = session.get(Registration, key)
    team = next((team for team in people.teams_of(session, person.id) if row and team.id == row.team_id), None)
    if row is None or team is None or row.kind != Registered.TRIAL:
        raise NotTheirTrial
    return row, team


def _unnamed(session: Session, mine: list[Team]) -> None:
    """Which there are, for who typed no name; a team may be called so."""
    if any(team.name.casefold() == "trial" for team in mine):
        return
    known = [one.name for one in registrations.of_teams(session, [team.id for team in mine]) if one.kind == Registered.TRIAL]
    if known:
        # Translators: {known} are names of trials
        raise Refusal(_("Write which trial after the word trial. There is: {known}.", known=", ".join(known[:12])))
    if mine:
        raise Refusal(_("No trial has been registered in your teams yet."))


def _named(session: Session, actor: Actor, mine: list[Team], name: str) -> tuple[Registration, Team]:
    if not mine:
        raise NotTheirTrial if people.find(session, actor.workspace, actor.user) else manage.stranger(session, actor)
    row = _one_named(session, mine, name)
    return row, next(team for team in mine if team.id == row.team_id)


def _one_named(session: Session, teams: list[Team], name: str) -> Registration:
    ids = [team.id for team in teams]
    found = [one for one in registrations.named(session, ids, name) if one.kind == Registered.TRIAL]
    if len(found) == 1:
        return found[0]
    if found:
        # Translators: “trial” is typed as it stands
        raise Refusal(_("Several of your teams have a trial called “{name}”. Write the team's name before trial.", name=name))
    known = [one.name for one in registrations.of_teams(session, ids) if one.kind == Registered.TRIAL]
    if not known:
        raise Refusal(_("No trial has been registered in your teams yet."))
    near = difflib.get_close_matches(name.casefold(), [one.casefold() for one in known], n=2, cutoff=0.5)
    listed = [one for one in known if one.casefold() in near] or known
    # Translators: {known} are names of trials
    raise Refusal(_("There is no trial called “{name}”. There is: {known}.", name=name, known=", ".join(listed[:12])))
