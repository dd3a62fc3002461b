"""Earlier digests: those a team has had, each as it was printed then, for whoever is in the team now.

They belong to the team and not to whoever was there: somebody who joined may read older ones, somebody who left reads none.
That is looked at each time, by the team's id. What only said that too few people answered is on no shelf.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from bot import manage
from bot.domain import privacy, whywords
from bot.domain.figures import NOT_SHOWN
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.services import Actor, Services
from storage import people, releases
from storage.tables import Release, Team

PAGE = 12
DAY = timedelta(days=1)
_WEEK = re.compile(r"\b(?:week|digest)\s+(\d{4}-w\d{2})\b", re.IGNORECASE)


class NotTheirTeam(Refusal):
    """You are not in that team now, so its digests are not shown to you."""


@dataclass(frozen=True)
class Shelf:
    """One page of a team's digests, newest first: each week by its name, with its last day. Pages count from 0."""

    team_id: str
    team: str
    page: int
    weeks: tuple[tuple[str, date], ...]
    more: bool


@dataclass(frozen=True)
class Past:
    """One digest as it was printed, in its own language; `page` is where it stands on the shelf."""

    team_id: str
    team: str
    week: str
    text: str
    page: int = 0


def shelves(services: Services, actor: Actor) -> tuple[tuple[str, str, bool], ...]:
    """The teams whose digests somebody may read now, by id and name, and whether there is one."""
    with services.store.read() as session:
        person = manage.known(session, actor)
        mine = people.teams_of(session, person.id)
        return tuple((team.id, team.name, bool(printed_weeks(session, team.id))) for team in mine)


def shelf(services: Services, actor: Actor, team_id: str, page: int) -> Shelf:
    with services.store.read() as session:
        team = _theirs(session, actor, team_id)
        found, first = printed_weeks(session, team.id), PAGE * max(page, 0)
        weeks = tuple((one.week, one.until - DAY) for one in found[first : first + PAGE])
        return Shelf(team.id, team.name, max(page, 0), weeks, len(found) > first + PAGE)


def past(services: Services, actor: Actor, team_id: str, week: str) -> Past:
    with services.store.read() as session:
        return _past(session, _theirs(session, actor, team_id), week)


def past_asked_for(services: Services, actor: Actor, words: str) -> Past | None:
    """The digest of a week, from the words after the command; None where they are about something else."""
    named = _WEEK.search(words)
    if named is None:
        return None
    name = " ".join(f"{words[: named.start()]} {words[named.end() :]}".split()).casefold()
    with services.store.read() as session:
        mine = people.teams_of(session, manage.known(session, actor).id)
        found = [team for team in mine if name == team.name.casefold() or (not name and len(mine) == 1)]
        if not found:
            raise Refusal(_("Which team? Yours are: {teams}.", teams=", ".join(team.name for team in mine)))
        return _past(session, found[0], named[1].upper())


def printed_weeks(session: Session, team_id: str) -> list[Release]:
    """A team's digests that showed something, newest first."""
    return [one for one in releases.of_team(session, team_id) if one.text and one.figures.get("response") != NOT_SHOWN]


def why_not(services: Services, actor: Actor, cases: str, k: int) -> tuple[tuple[str, str], ...]:
    """Why something is not shown, for somebody in a team: the rules, which are the same for everybody who asks."""
    with services.store.read() as session:
        manage.known(session, actor)
    return whywords.explained(cases.split("."), max(k, privacy.FEWEST))


def _past(session: Session, team: Team, week: str) -> Past:
    weeks = printed_weeks(session, team.id)
    at = next((at for at, one in enumerate(weeks) if one.week == week), None)
    if at is None:
        raise Refusal(_("{team} has no digest of {week}.", team=team.name, week=week))
    return Past(team.id, team.name, week, weeks[at].text, at // PAGE)


def _theirs(session: Session, actor: Actor, team_id: str) -> Team:
    person = manage.known(session, actor)
    team = next((team for team in people.teams_of(session, person.id) if team.id == team_id), None)
    if team is None:
        raise NotTheirTeam
    return team
