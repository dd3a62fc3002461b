"""Asking in a team's channel: one message for a team and local date, which names nobody and is never reminded of.

Everybody it is meant for has their own check-in of that day, as always, so that nobody is asked more often than they want.
Those open when the message is there; whoever was not meant may still answer, by their own wish.
"""

from datetime import date, datetime

from sqlmodel import Session

from bot.ask.new import new, prepare
from bot.ask.week import hours_of, occasion
from bot.deliver import owe
from bot.domain.conversation import OPEN, Act, State, move, why_not
from bot.domain.language import ENGLISH
from bot.domain.refusal import Refusal
from bot.limits import k_of
from storage import checkins, invitations
from storage.tables import CheckIn, Person, Team

_NOT_THIS = frozenset({State.LATE, State.CALLED_OFF, State.WORKING, State.STOPPED, State.CANCELLED})
_UNTOUCHED = frozenset({State.PLANNED, State.ASKED})


def invite(session: Session, row: CheckIn, team: Team, now: datetime) -> None:
    """Owe the message of that day, once for the whole team. Where it is there already, this check-in opens at once."""
    invitation = invitations.once(session, team.workspace, team.id, row.local_date)
    prepare(session, row, now)
    if invitation.ts is not None:
        _open(row, now)
        return
    owe(
        session,
        now,
        key=invitations.key(invitation),
        kind="invitation",
        payload={"invitation": invitation.id, "k": k_of(session, team)},
        workspace=team.workspace,
        channel=team.channel,
        language=team.language or ENGLISH,
        expires_at=row.send_by,
    )


def own_of(session: Session, team: Team, person: Person, day: date, now: datetime) -> CheckIn:
    """Somebody's own check-in of the day of such a message, open; made where there is none. Their row is to be locked."""
    row = _there(session, team, person, day)
    if row is None:
        coming = occasion(team, day, hours_of(person, team))
        if coming.closes_at <= now:
            raise Refusal(why_not(State.LAPSED))
        taken = [one for one in checkins.between(session, person.id, day, day) if one.team_id == team.id]
        slot = checkins.next_slot(session, team.id, person.id, day) if taken else 0
        checkins.plan(session, new(team, person.id, coming, slot))
        row = _there(session, team, person, day)
    if row is None:
        raise Refusal(why_not(State.LAPSED))
    if row.state == State.PLANNED:
        prepare(session, row, now)
        _open(row, now)
    return row


def may_begin(session: Session, team: Team, person: Person, day: date, now: datetime) -> bool:
    """Whether somebody has said nothing to that day's check-in yet, and still can."""
    row = _there(session, team, person, day)
    if row is None:
        return occasion(team, day, hours_of(person, team)).closes_at > now
    return row.state in _UNTOUCHED and row.closes_at > now


def _there(session: Session, team: Team, person: Person, day: date) -> CheckIn | None:
    """What is open comes first, then what the rhythm itself has asked."""
    rows = checkins.between(session, person.id, day, day)
    ours = [row for row in rows if row.team_id == team.id and row.state not in _NOT_THIS]
    return min(ours, key=lambda row: (row.state not in OPEN, row.slot), default=None)


def _open(row: CheckIn, now: datetime) -> None:
    row.state, row.asked_at = move(State(row.state), Act.SEND), now
