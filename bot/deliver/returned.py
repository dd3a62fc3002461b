"""Returned to sender: people, channels and workspaces that can no longer be written to.

That is noted once and not tried again and again. The owners of a team hear how many people, never who; and where the token is
no longer accepted, nothing is sent until it is, while answers go on being stored.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlmodel import Session

from bot.deliver.counter import BEGUN, Words, owe, said_to
from bot.domain.conversation import State
from bot.domain.language import N_, _, ngettext
from bot.services import InDoubt, Services, TryLater, Undeliverable, Whose
from storage import checkins, invitations, outbox, people, teams
from storage.tables import CheckIn, Letter, Person, Team, Workspace

log = structlog.get_logger()

LOOK_AGAIN = timedelta(minutes=10)  # how often a token that was refused is tried
_GATHER = timedelta(minutes=10)  # owners hear of several people at once

_STOPPED = N_(
    "Slack stopped accepting Candor's token ({reason}), so nothing was sent here for a while. It works again. "
    "What was due in the meantime was let go; answers were kept."
)
_CHANNEL = N_("The digest of {team} could not be posted to its channel ({reason}). It goes to its owners as before.")
_NOT_POSTED = N_(
    "The check-in of {team} could not be posted to its channel ({reason}), so nobody was asked there. "
    "Everybody can still type /candor checkin."
)
_NOT_ANNOUNCED = N_(
    "The announcement of {team} could not be posted to its channel ({reason}). Everybody reads what Candor is with their first "
    "check-in."
)


def over(session: Session, letter: Letter, state: str, checkin: State, reason: str, now: datetime) -> None:
    """A claimed letter that will never arrive; a check-in that never arrived was not asked."""
    if outbox.record(session, letter, state, reason=reason):
        _not_asked(session, letter, checkin, now)


def too_late(session: Session, workspace: str, now: datetime) -> None:
    """What waited longer than it was worth is let go."""
    for letter in outbox.expired(session, workspace, now):
        if outbox.withdraw(session, letter, outbox.LET_GO, "too late"):
            _not_asked(session, letter, State.LATE, now)


def _not_asked(session: Session, letter: Letter, checkin: State, now: datetime) -> None:
    if letter.kind == "invitation":
        invitation = invitations.of_letter(session, letter)
        invitations.turn(session, invitation, State.PLANNED, checkin, settled_at=now)
    if letter.kind == "prompt" and letter.checkin_id:
        row = session.get_one(CheckIn, letter.checkin_id)
        checkins.set_state(session, row, State.PLANNED, checkin, settled_at=now)


def refused(session: Session, letter: Letter, no: Undeliverable, now: datetime) -> None:
    """A letter was refused for good: note what it is that cannot be had any more."""
    if no.whose is Whose.WORKSPACE:
        outbox.record(session, letter, outbox.PENDING, attempts=letter.attempts - 1)
        stop(session, letter.workspace, no.reason, now)
        return
    log.warning("undeliverable", letter=letter.id, kind=letter.kind, reason=no.reason)
    over(session, letter, outbox.FAILED, State.CALLED_OFF, no.reason, now)
    person = session.get(Person, letter.person_id) if letter.person_id else None
    if no.whose is Whose.ADDRESS and person:
        _unreachable(session, person, no.reason, now)
    elif no.whose is Whose.ADDRESS and letter.kind == "digest":
        for team in teams.all_of(session, letter.workspace):
            if team.channel and team.channel == letter.channel:
                words = partial(_, _CHANNEL, team=team.name, reason=no.reason)
                _tell_owners(session, team, f"channel/{team.id}/{team.channel}/{no.reason}", words, now)
    elif letter.kind == "announcement" and (begun := session.get(Team, letter.key.split("/")[1])):
        words = partial(_, _NOT_ANNOUNCED, team=begun.name, reason=no.reason)
        _tell_owners(session, begun, f"announcing/{begun.id}/{no.reason}", words, now)
    elif letter.kind == "invitation":
        team = session.get_one(Team, invitations.of_letter(session, letter).team_id)
        words = partial(_, _NOT_POSTED, team=team.name, reason=no.reason)
        _tell_owners(session, team, f"posting/{team.id}/{team.channel}/{no.reason}", words, now)


def _unreachable(session: Session, person: Person, reason: str, now: datetime) -> None:
    """Nothing more is begun with somebody: what waits for them is withdrawn, and their teams' owners hear a number."""
    if person.unreachable is None:
        log.warning("somebody cannot be reached", person=person.id, reason=reason)
    person.unreachable = reason
    session.add(person)
    session.flush()
    for letter in outbox.waiting_for(session, person.id, BEGUN.kinds):
        if outbox.withdraw(session, letter, outbox.FAILED, reason):
            _not_asked(session, letter, State.CALLED_OFF, now)
    for team in people.teams_of(session, person.id):
        count = sum(one.unreachable is not None for one in people.members(session, team.id))
        year, week, _day = now.isocalendar()
        key, words = f"unreachable/{team.id}/{year}-W{week}", partial(_not_reached, team.name, count)
        _tell_owners(session, team, key, words, now + _GATHER, again=count > 1)


def _not_reached(team: str, count: int) -> str:
    return ngettext(
        "Slack does not deliver to everybody in {team} any more: {n} person cannot be reached, because they left, or because "
        "messages to the app are off. They are not asked until they use Candor again.",
        "Slack does not deliver to everybody in {team} any more: {n} people cannot be reached, because they left, or because "
        "messages to the app are off. They are not asked until they use Candor again.",
        count,
        team=team,
    )


def _tell_owners(session: Session, team: Team, key: str, words: Words, due: datetime, *, again: bool = False) -> None:
    """One line to each owner, once for its key; while it still waits, it may be said anew."""
    for owner in people.owners(session, team.id):
        if owner.unreachable is None:
            whole, payload = f"{key}/{owner.id}", {"text": said_to(owner, words)}
            if not (again and outbox.reword(session, whole, payload)):
                whose: dict[str, Any] = {"workspace": team.workspace, "user": owner.user, "person_id": owner.id}
                owe(session, due, key=whole, kind="note", payload=payload, **whose)


def stop(session: Session, workspace: str, reason: str, now: datetime) -> None:
    """The token is no longer accepted: nothing is sent before it is, and the owners read about it then."""
    row = people.workspace(session, workspace)
    if row.stopped is not None:
        return
    row.stopped = reason
    log.error("workspace stopped", workspace=workspace, reason=reason)
    for team in teams.all_of(session, workspace):
        words = partial(_, _STOPPED, reason=reason)
        _tell_owners(session, team, f"stopped/{workspace}/{now:%Y-%m-%dT%H:%M}", words, now)


def stopped_until(services: Services, row: Workspace | None, now: datetime) -> datetime | None:
    """None where the token is accepted, as far as we know; else when it is looked at again. At a start it is looked at once."""
    sender = services.sender
    if row is None or row.stopped is None:
        return None
    if sender.token_seen is not None and sender.token_seen <= now < sender.token_seen + LOOK_AGAIN:
        return sender.token_seen + LOOK_AGAIN
    sender.token_seen = now
    try:
        here = services.messenger.whereabouts()
    except (TryLater, InDoubt, Undeliverable):
        return now + LOOK_AGAIN
    if here.workspace != services.workspace:
        return now + LOOK_AGAIN
    with services.store.begin() as session:
        people.workspace(session, services.workspace).stopped = None
    log.info("workspace goes on", workspace=services.workspace)
    return None
