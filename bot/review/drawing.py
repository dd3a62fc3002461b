"""The week's drawing: which work is looked at, who looks at it, and one quiet message to whoever has something waiting.

What chance decides has the seed of the team and the week. Only volunteers are given anything, and nobody who is away.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from bot.ask import hours_of
from bot.ask.week import is_away, is_off, paused, today_of
from bot.deliver import owe
from bot.domain import reviewing, schedule
from bot.domain.answer import Approach
from bot.domain.reviewing import Piece, Stage
from bot.domain.teamstate import TeamState
from bot.review.standards import drawing_before, next_drawing
from bot.services import Services
from storage import teams, works
from storage.tables import Person, Team

log = structlog.get_logger()

KIND = "reviewing"
WEEK = timedelta(days=7)
COUNTS = WEEK - timedelta(hours=12)  # a drawing an hour early, as after a change of the clocks, is a new week
GIVEN_UP = 2 * reviewing.WAITS  # what nobody has reviewed by then is let go


def turn(services: Services) -> None:
    """One turn of the loop: pick work for the weeks that begin."""
    with services.store.read() as session:
        due = works.to_review(session, services.now(), (TeamState.RUNNING,))
    for team_id in due:
        with services.store.begin() as session:
            _draw(session, team_id, services.now())


def _draw(session: Session, team_id: str, now: datetime) -> None:
    """Once for each week: whoever comes second finds that it is not due any more."""
    team = teams.locked(session, team_id)
    if team is None or team.review_due_at is None or team.review_due_at > now or not team.reviews_per_week:
        return
    due, team.review_due_at = team.review_due_at, next_drawing(team, now)
    week = schedule.week_name(due.astimezone(ZoneInfo(team.zone)).date())
    volunteers = works.volunteers(session, team.id)
    _close(session, team, volunteers, now)
    there = {
        one: person for one in volunteers if (person := session.get_one(Person, one)) and _is_there(session, person, team, now)
    }
    table = _Table(session, team, now, reviewing.seed(team.id, week), list(there))
    for work in works.nobodys(session, team.id, now - GIVEN_UP):
        table.give(work.id, work.person_id, 1)
    table.draw(drawing_before(team, due))
    waiting = {review.person_id for review, _work in works.open_reviews(session, team.id)}
    for person in (there[one] for one in there if one in waiting):
        _tell(session, team, person, week, now)
    log.info("work was drawn for review", team=team.id, week=week)


class _Table:
    """Who has how much to review so far this week."""

    def __init__(self, session: Session, team: Team, now: datetime, seed: str, volunteers: list[str]) -> None:
        self.session, self.team, self.now, self.seed, self.volunteers = session, team, now, seed, volunteers
        self.busy = works.busy(session, volunteers, now - COUNTS)

    def give(self, work: str, author: str, wanted: int) -> bool:
        """Whether anybody could be found for it."""
        asked, seed = works.asked(self.session, work), reviewing.chance(self.seed, work)
        found = reviewing.reviewers(author, self.volunteers, self.busy, seed, wanted, asked)
        works.ask(self.session, self.team.workspace, work, found, self.now)
        for one in found:
            self.busy[one] = self.busy.get(one, 0) + 1
        return bool(found)

    def draw(self, since: datetime) -> None:
        pieces = [
            Piece(one.key, one.author, Approach(one.approach).tried_ai if one.flipped is None else one.flipped)
            for one in works.to_draw(self.session, self.team.id, since)
        ]
        for place, piece in enumerate(reviewing.drawn(pieces, self.team.reviews_per_week, self.seed)):
            if self.give(piece.key, piece.author, 1 + reviewing.twice(place)):
                works.drawn(self.session, piece.key, self.now)


def _close(session: Session, team: Team, volunteers: list[str], now: datetime) -> None:
    """What has waited for two weeks, or for somebody who does not review any more."""
    for review, work in works.open_reviews(session, team.id):
        if review.asked_at <= now - reviewing.WAITS or review.person_id not in volunteers or work.text is None:
            review.state = Stage.CLOSED
    session.flush()


def _is_there(session: Session, person: Person, team: Team, now: datetime) -> bool:
    today = today_of(hours_of(person, team), now)
    return not (paused(person, now) or is_away(session, person, today) or person.unreachable)


def _tell(session: Session, team: Team, person: Person, week: str, now: datetime) -> None:
    """Once a week, however many teams somebody reviews for, when they are at work."""
    key = f"{KIND}/{person.id}/{week}"
    whose: dict[str, Any] = {"workspace": team.workspace, "user": person.user, "person_id": person.id}
    owe(session, now, key=key, kind=KIND, payload={}, due_at=_at_work(session, person, team, now), **whose)


def _at_work(session: Session, person: Person, team: Team, now: datetime) -> datetime:
    """Now, if they are at work; else when their next working day begins."""
    hours = hours_of(person, team)
    for day in (today_of(hours, now) + timedelta(days=n) for n in range(14)):
        begins, ends = (schedule.to_utc(day, moment, hours.zone) for moment in (hours.start, hours.end))
        if now < ends and not is_off(session, person, team, day):
            return max(begins, now).astimezone(UTC)
    return now
