"""Answering what a team was asked in its channel: each in their own check-in of that day, which nobody else sees.

What somebody writes below that message in public stays theirs. It is not kept; if they say so, it is read once more from Slack
and taken as if they had typed it in their direct messages.
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot import ask
from bot.collect.desk import Click, Unknown, lay
from bot.collect.form import Form, open_form
from bot.collect.thread import take_words
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.limits import k_of
from bot.manage import known
from bot.services import Actor, InDoubt, Services, TryLater, Undeliverable
from storage import checkins, invitations, people
from storage.tables import Invitation, Person, Team


def answer_privately(services: Services, actor: Actor, invitation_id: str, click: Click) -> Form | None:
    """The form of one's own check-in of that day; None when this very click has opened it before."""
    now = services.now()
    with services.store.begin() as session:
        checkin_id = _own(session, actor, invitation_id, now)
        person = known(session, actor)
        first, person.informed_at = person.informed_at is None, person.informed_at or now
    form = open_form(services, actor, checkin_id, click)
    return replace(form, first=first) if form else None


def what_happens(services: Services, actor: Actor, invitation_id: str) -> int:
    """The team's k, for somebody who may answer there: the smallest group anything is ever shown of."""
    with services.store.begin() as session:
        _invitation, person, team = _place(session, actor, invitation_id)
        person.informed_at = person.informed_at or services.now()
        return k_of(session, team)


def overheard(services: Services, actor: Actor, channel: str, thread: str, event: str) -> str | None:
    """Somebody has written in a thread of a channel: the message to offer them taking it for; None where that is no business
    of ours, where they have answered already, or do not want it."""
    with services.store.read() as session:
        found = invitations.in_thread(session, actor.workspace, channel, thread)
        person = people.find(session, actor.workspace, actor.user) if found else None
        if found is None or person is None or not people.belongs(session, found.team_id, person.id):
            return None
        team, now = session.get_one(Team, found.team_id), services.now()
        wanted = not checkins.seen(session, _left(found.id, person)) and ask.may_begin(
            session, team, person, found.local_date, now
        )
    with services.store.begin() as session:
        return found.id if wanted and checkins.first_time(session, actor.workspace, event, now) else None


def take_reply(services: Services, actor: Actor, invitation_id: str, ts: str, click: Click) -> None:
    """Take what they wrote in public as the beginning of their answer, and ask for the rest in their direct messages."""
    with services.store.read() as session:
        found, _person, _team = _place(session, actor, invitation_id)
    words = _read(services, found, ts, actor)
    with services.store.begin() as session:
        d = lay(services, session, actor, _own(session, actor, invitation_id, services.now()))
        if d.first_time(click.key):
            take_words(d, words)


def leave_reply(services: Services, actor: Actor, invitation_id: str) -> None:
    """They do not want it taken, and are not offered that again below this message."""
    with services.store.begin() as session:
        found, person, _team = _place(session, actor, invitation_id)
        checkins.first_time(session, actor.workspace, _left(found.id, person), services.now())


def _place(session: Session, actor: Actor, invitation_id: str) -> tuple[Invitation, Person, Team]:
    """Checked each time: they are asked by the team whose message it is."""
    person, found = known(session, actor), session.get(Invitation, invitation_id)
    if found is None or found.workspace != actor.workspace:
        raise Unknown
    team = session.get_one(Team, found.team_id)
    if not people.belongs(session, team.id, person.id):
        raise Refusal(_("You are not asked by the team {team}, so there is nothing for you to answer here.", team=team.name))
    return found, person, team


def _own(session: Session, actor: Actor, invitation_id: str, now: datetime) -> str:
    found, person, team = _place(session, actor, invitation_id)
    person = session.get_one(Person, person.id, with_for_update=True)  # two clicks at once find one check-in
    row = ask.own_of(session, team, person, found.local_date, now)
    return row.id


def _read(services: Services, found: Invitation, ts: str, actor: Actor) -> str:
    try:
        words = services.messenger.reply(found.channel or "", found.ts or "", ts, actor.user)
    except (TryLater, InDoubt, Undeliverable):
        sentence = _("Slack does not let me read your reply just now. Press Answer privately, or try again in a minute.")
        raise Refusal(sentence) from None
    if not words:
        raise Refusal(_("I can no longer find what you wrote. Press Answer privately to answer."))
    return words


def _left(invitation_id: str, person: Person) -> str:
    return f"left/{invitation_id}/{person.id}"
