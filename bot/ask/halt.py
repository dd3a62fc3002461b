"""A team stops asking, for a while or for good: what has not left yet is called off. What is open may still be answered."""

from datetime import date, datetime

from sqlmodel import Session

from bot.ask.send import call_off
from bot.ask.week import posts
from bot.domain.conversation import OPEN, Act, State, move
from storage import checkins, invitations
from storage.tables import CheckIn, Team


def halt(session: Session, team: Team, now: datetime) -> None:
    """Nobody is asked by the team's rhythm any more, nor reminded. What somebody wished for themselves still comes."""
    taken: dict[date, bool] = {}
    for row in checkins.of_team(session, team.id, (State.PLANNED, *OPEN)):
        if row.state in OPEN:
            row.remind_at = None
            checkins.take_back(session, f"reminder/{row.id}")
        elif row.slot == 0 and row.queued_at is None and row.due_at > now:
            checkins.unplan(session, row, State.PLANNED)
        elif row.slot == 0 and row.queued_at is not None and posts(team):
            _call_off_post(session, team, row, taken, now)
        elif row.slot == 0:
            call_off(session, row, None, now)


def _call_off_post(session: Session, team: Team, row: CheckIn, taken: dict[date, bool], now: datetime) -> None:
    """One message in the channel asks all of them: it is taken back once, unless it is on its way already."""
    if row.local_date not in taken:
        invitation = invitations.once(session, team.workspace, team.id, row.local_date)
        taken[row.local_date] = checkins.take_back(session, invitations.key(invitation))
    if taken[row.local_date]:
        checkins.set_state(session, row, State.PLANNED, move(State.PLANNED, Act.CALL_OFF), settled_at=now)
