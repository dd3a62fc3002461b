"""Doing a task the other way than a trial's coin said: anybody may, before and while they tell about it, without consequence.

By the button of its message there is a small form, by the word "decline" in its thread the same reasons as buttons. Said
again, it is another reason, and it can be taken back. Nobody else is shown that somebody declined, or why.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.ask import hours_of
from bot.collect.desk import Click, Desk, lay, say_in_thread, update_prompt
from bot.domain import coin, conversation, declining
from bot.domain.conversation import RUNNING, State
from bot.domain.language import _, clock
from bot.domain.refusal import Refusal
from bot.domain.vocabulary import known, means
from bot.services import Actor, Services
from storage import people, registrations
from storage.tables import CheckIn, Flip, Registration

_BEFORE_IT_IS_TOLD = (*RUNNING, State.ANSWERING)


class NoCoin(Refusal):
    """No coin was thrown for this task, so it is yours to decide anyway."""


class TrialOver(Refusal):
    """This trial is over, so nothing changes in it any more."""


@dataclass(frozen=True)
class Declining:
    """The small form: its task, and the reason that was given before."""

    checkin: str
    reason: str | None = None


def open_decline(services: Services, actor: Actor, checkin_id: str, click: Click) -> Declining | None:
    """The reasons to pick from; None when this very click has opened them before."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        if not d.first_time(click.key):
            return None
        d.arrived(click)
        return Declining(d.row.id, _declinable(d).declined)


def decline(services: Services, actor: Actor, checkin_id: str, reason: str, key: str, click: Click | None = None) -> None:
    """They do it the other way, or as it said after all. Sent twice, it is taken once."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        if d.first_time(key):
            _decline(d, reason, click)


def typed_decline(d: Desk, word: str) -> bool:
    """Whether somebody typed that they decline: with the reason, or else they are asked for it in the thread."""
    if means(word, "decline"):
        flip = _declinable(d)
        say_in_thread(d, "declining", {"checkin": d.row.id, "declined": flip.declined is not None}, None)
        return True
    said = sorted((one for words in known() for one in words.said["decline"]), key=len, reverse=True)
    begun = next((one for one in said if re.match(rf"{re.escape(one)}\b", word)), None)
    reason = declining.read(word[len(begun) :]) if begun else None
    if reason is None:
        return False
    _decline(d, reason, None)
    return True


def flip_of(d: Desk) -> Flip | None:
    return registrations.flip_of(d.session, d.row.id)


def _declinable(d: Desk) -> Flip:
    flip = flip_of(d)
    if flip is None:
        raise NoCoin
    if d.row.state not in _BEFORE_IT_IS_TOLD:
        raise Refusal(conversation.why_not(State(d.row.state)))
    if d.session.get_one(Registration, flip.registration_id).over_at is not None:
        raise TrialOver
    return flip


def _decline(d: Desk, reason: str, click: Click | None) -> None:
    flip = _declinable(d)
    if reason not in (*declining.REASONS, declining.AS_SAID):
        raise Refusal(_("Pick from the list, please."))
    taken_back = reason == declining.AS_SAID
    flip.declined, flip.declined_at = (None, None) if taken_back else (reason, d.now)
    d.session.add(flip)
    say_in_thread(d, "declined", {"reason": flip.declined}, click)
    if d.row.ts:  # else its message is on its way, and says which way the coin fell
        update_prompt(d, *_message(d, flip), None)


def _message(d: Desk, flip: Flip) -> tuple[str, dict[str, Any]]:
    """The task's own message, as it stands now."""
    if d.row.state == State.WORKING:
        several = len(people.teams_of(d.session, d.person.id, members_only=True)) > 1
        return "working", working(d.row, d.team.name if several else "", flip)
    if d.row.state == State.STOPPED and d.row.stopped_at:
        at = d.row.stopped_at.astimezone(ZoneInfo(hours_of(d.person, d.team).zone))
        return "ended", {**at_end(d, flip), "at": clock(at.time())}
    return "done", at_end(d, flip)


def working(row: CheckIn, team: str, flip: Flip | None) -> dict[str, Any]:
    """What the message of a task that runs says; its `team` where somebody has several."""
    expected = {"expected": row.expected_minutes, **({"team": team} if team else {})}
    return {"checkin": row.id, "task_type": row.task_type, **expected, **_coin(flip)}


def at_end(d: Desk, flip: Flip | None) -> dict[str, Any]:
    return {"checkin": d.row.id, "task_type": d.row.task_type, **_coin(flip)}


def _coin(flip: Flip | None) -> Mapping[str, Any]:
    return {"flip": coin.as_said(flip)} if flip else {}
