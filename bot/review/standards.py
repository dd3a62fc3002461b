"""A team's standard, against which work is reviewed, and how many pieces a week: what its owner writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import structlog
from sqlmodel import Session

from bot.domain import schedule
from bot.domain.language import _, ngettext
from bot.domain.refusal import Refusal
from bot.domain.reviewing import ANY_KIND, Stage, checked_number, checked_standard
from bot.domain.teamform import Faulty
from bot.domain.teamstate import TeamState
from bot.manage import NotOwner, theirs
from bot.manage.behalf import known
from bot.services import Actor, Services
from bot.teamdays import days_off
from storage import people, teams, works
from storage.tables import Team

log = structlog.get_logger()

PIECES, FOR_ALL = "pieces", "standard"


@dataclass(frozen=True)
class Standard:
    """A team's standard as its form shows it: for every kind of task, and by kind with the name of its field."""

    team: str
    name: str
    pieces: int
    text: str
    kinds: tuple[tuple[str, str, str], ...]


def field_of(task_type: str) -> str:
    """The field of a kind of task: its block, in which nobody's words stand."""
    return f"{FOR_ALL}_{sha256(task_type.encode()).hexdigest()[:12]}"


def owned_by_name(services: Services, actor: Actor, name: str) -> str:
    """The key of the team that is meant: the one of that name, or the only one somebody owns."""
    with services.store.read() as session:
        owned = people.owned(session, known(session, actor).id)
        meant = [team for team in owned if team.name.casefold() == name.strip().casefold()] if name else owned
        if not owned:
            raise NotOwner
        if len(meant) != 1:
            names = ", ".join(team.name for team in owned)
            raise Refusal(_("Say of which team: /candor review standard NAME. You own {names}.", names=names))
        return meant[0].id


def standard_of(services: Services, actor: Actor, team_id: str) -> Standard:
    """To an owner of the team."""
    with services.store.read() as session:
        team = theirs(session, actor, team_id)[1]
        kinds = tuple((field_of(kind), kind, team.standard.get(kind, "")) for kind in team.task_types)
        return Standard(team.id, team.name, team.reviews_per_week, team.standard.get(ANY_KIND, ""), kinds)


def set_standard(services: Services, actor: Actor, team_id: str, filled: Mapping[str, Any]) -> str:
    """From now on work is reviewed so, or Faulty. Sent again it changes nothing."""
    with services.store.begin() as session:
        teams.locked(session, team_id)
        team = theirs(session, actor, team_id)[1]
        if team.state == TeamState.ARCHIVED:
            raise Refusal(_("{team} is archived. Bring it back first.", team=team.name))
        standard, pieces = _read(filled, team)
        team.standard, team.reviews_per_week = standard, pieces
        _begins_or_ends(session, team, services.now())
        log.info("what a team reviews is set", team=team.id, count=pieces)
        if not pieces:
            return _("{team} reviews no work.", team=team.name)
        return ngettext(
            "{team} reviews at most {n} piece of work a week. Who reviews says so under Reviews; nobody is picked.",
            "{team} reviews at most {n} pieces of work a week. Who reviews says so under Reviews; nobody is picked.",
            pieces,
            team=team.name,
        )


def _read(filled: Mapping[str, Any], team: Team) -> tuple[dict[str, str], int]:
    standard, faults, pieces = dict[str, str](), dict[str, str](), 0
    for kind, block in {ANY_KIND: FOR_ALL, **{kind: field_of(kind) for kind in team.task_types}}.items():
        try:
            if text := checked_standard(filled.get(block) or ""):
                standard[kind] = text
        except Refusal as no:
            faults[block] = no.sentence
    try:
        pieces = checked_number(filled.get(PIECES) or "0")
    except Refusal as no:
        faults[PIECES] = no.sentence
    if pieces and not standard:
        faults.setdefault(FOR_ALL, _("Write what a piece of work has to be like, so that reviewers judge by the same."))
    if faults:
        raise Faulty(faults)
    return standard, pieces


def _begins_or_ends(session: Session, team: Team, now: datetime) -> None:
    if not team.reviews_per_week:
        team.review_due_at = None
        for review, _work in works.open_reviews(session, team.id):
            review.state = Stage.CLOSED
    elif team.review_due_at is None:
        team.review_due_at = next_drawing(team, now)


def next_drawing(team: Team, now: datetime) -> datetime:
    """The morning of the team's next digest."""
    return schedule.next_digest(now, team.digest_day, team.digest_time, team.zone, days_off(team, now))


def drawing_before(team: Team, due: datetime) -> datetime:
    """That of the digest before, which days off may have put a week and more before."""
    earlier = due - timedelta(minutes=1)
    _monday, found = schedule.digest_moment(earlier, team.digest_day, team.digest_time, team.zone, days_off(team, earlier))
    return min(found, due - timedelta(days=7))
