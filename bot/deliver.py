"""Deliver: the post office. Claim a letter, commit, send it once, write down how that ended.

A letter is either certainly sent, certainly not, or in doubt. Doubt is never called failure: what may be repeated is sent
again; a new message is first looked for by the opaque key it carries, then sent once more, or left where an operator sees it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel import Session

from bot.domain.conversation import State
from bot.services import InDoubt, Otherwise, Parcel, Receipt, Services, TryLater, Undeliverable, Way
from storage import checkins, outbox
from storage.tables import CheckIn, Letter, opaque

log = structlog.get_logger()

ABANDONED_AFTER = timedelta(seconds=60)
SETTLE = timedelta(seconds=30)
AT_MOST_ATTEMPTS = 2  # of a letter in doubt; being asked to wait does not count


def owe(
    session: Session,
    now: datetime,
    *,
    key: str,
    kind: str,
    payload: dict[str, Any],
    way: Way = Way.POST,
    checkin: CheckIn | None = None,
    lane: str | None = None,
    workspace: str | None = None,
    **where: Any,
) -> None:
    """Owe a letter, once for its key, as part of the caller's transaction. What it replaces, still waiting, is let go."""
    lane = lane or (checkin.id if checkin else key)
    if checkin and way is not Way.POST:
        where = {"channel": checkin.channel, "ts": checkin.ts, **where}
        outbox.drop_waiting(session, lane, where["ts"])
    letter = Letter(
        workspace=workspace or (checkin.workspace if checkin else ""),
        key=key,
        lane=lane,
        kind=kind,
        way=way,
        payload=payload,
        checkin_id=checkin.id if checkin else None,
        state=outbox.PENDING,
        due_at=now,
        **where,
    )
    letter.person_id = checkin.person_id if checkin else letter.person_id
    outbox.owe(session, letter)


def retire_reminder(session: Session, now: datetime, row: CheckIn) -> None:
    """A reminder whose check-in is over loses its buttons."""
    row.remind_at = None
    if row.reminder_ts:
        payload, key = {"text": "This was a reminder of a check-in that is over now."}, f"reminded/{opaque()}"
        owe(session, now, key=key, kind="note", way=Way.UPDATE, payload=payload, checkin=row, ts=row.reminder_ts)
        row.reminder_ts = None


def drain(services: Services) -> None:
    """Send whatever is ready, until nothing is or Slack asks to wait."""
    while True:
        with services.store.read() as session:
            numbers = outbox.ready(session, services.now())
        if not numbers or not all(deliver_one(services, number) for number in numbers):
            return


def deliver_one(services: Services, number: int) -> bool:
    """Claim one letter and send it. False when nothing more should be sent for now."""
    now = services.now()
    with services.store.begin() as session:
        letter = outbox.claim(session, number, opaque(), now)
        if letter is None:
            return True
        if letter.expires_at and letter.expires_at <= now:
            _over(services, session, letter, outbox.LET_GO, State.LATE, "too late")
            return True
    try:
        receipt = services.messenger.send(_parcel(letter, services))
    except TryLater as wait:
        until = now + timedelta(seconds=wait.seconds)
        with services.store.begin() as session:
            outbox.record(session, letter, outbox.PENDING, due_at=until, attempts=letter.attempts - 1)
            outbox.hold(session, letter.workspace, letter.way, until)
        return False
    except Otherwise as other:
        log.warning("said otherwise", letter=letter.id, kind=letter.kind, reason=other.reason)
        until, attempts = now + timedelta(seconds=other.seconds), letter.attempts - 1
        _record(services, letter, outbox.PENDING, payload=other.payload, due_at=until, attempts=attempts)
        return True
    except Undeliverable as refused:
        log.warning("undeliverable", letter=letter.id, kind=letter.kind, reason=refused.reason)
        with services.store.begin() as session:
            _over(services, session, letter, outbox.FAILED, State.CALLED_OFF, refused.reason)
        return True
    except InDoubt as doubt:
        log.warning("delivery in doubt", letter=letter.id, kind=letter.kind, reason=doubt.reason)
        _record(services, letter, outbox.UNKNOWN, due_at=now + SETTLE, reason=doubt.reason)
        return True
    _sent(services, letter, receipt)
    return True


def settle(services: Services) -> None:
    """Clear up what is in doubt: letters whose sender vanished, and those nobody could vouch for."""
    now = services.now()
    with services.store.begin() as session:
        for letter in outbox.abandoned(session, now - ABANDONED_AFTER):
            outbox.record(session, letter, outbox.UNKNOWN, due_at=now, reason="the sender vanished")
        doubtful = outbox.in_doubt(session, now)
    for letter in doubtful:
        _settle_one(services, letter)


def _settle_one(services: Services, letter: Letter) -> None:
    if letter.way != Way.POST:
        _again(services, letter)
        return
    try:
        receipt = services.messenger.find(_parcel(letter, services), letter.attempt_at or services.now())
    except (TryLater, InDoubt):
        return  # asked again at the next turn
    except Undeliverable as refused:
        _reopen(services, letter, outbox.FAILED, reason=f"in doubt, and cannot be looked up: {refused.reason}")
        return
    if receipt is not None:
        _sent(services, letter, receipt, before=outbox.UNKNOWN)
    elif letter.attempts < AT_MOST_ATTEMPTS:
        _again(services, letter)
    else:
        _reopen(services, letter, outbox.FAILED, reason="sent twice, confirmed never")


def _again(services: Services, letter: Letter) -> None:
    _reopen(services, letter, outbox.PENDING, due_at=services.now())


def _reopen(services: Services, letter: Letter, state: str, **values: Any) -> None:
    with services.store.begin() as session:
        outbox.record(session, letter, state, before=outbox.UNKNOWN, **values)


def _record(services: Services, letter: Letter, state: str, **values: Any) -> None:
    with services.store.begin() as session:
        outbox.record(session, letter, state, **values)


def _sent(services: Services, letter: Letter, receipt: Receipt, before: str = outbox.SENDING) -> None:
    """Write down where the letter is, and for a check-in that it has been asked, in one transaction."""
    now = services.now()
    with services.store.begin() as session:
        ours = outbox.record(session, letter, outbox.SENT, before=before, sent_at=now, channel=receipt.channel, ts=receipt.ts)
        row = session.get(CheckIn, letter.checkin_id) if ours and letter.checkin_id else None
        if row is None:
            return
        if letter.kind == "prompt":
            row.channel, row.ts, row.asked_at = receipt.channel, receipt.ts, row.asked_at or now
            checkins.set_state(session, row, State.PLANNED, State.ASKED)
        elif letter.kind == "question" and receipt.ts:
            row.question_ts = receipt.ts
        elif letter.kind == "reminder":
            row.reminder_ts = receipt.ts


def _over(services: Services, session: Session, letter: Letter, state: str, checkin: State, reason: str) -> None:
    """A letter that will never arrive; a check-in that never arrived was not asked."""
    outbox.record(session, letter, state, reason=reason)
    if letter.kind == "prompt" and letter.checkin_id:
        row = session.get_one(CheckIn, letter.checkin_id)
        checkins.set_state(session, row, State.PLANNED, checkin, settled_at=services.now())


def _parcel(letter: Letter, services: Services) -> Parcel:
    """The letter as the messenger takes it. A click's own address is used while it lives, else the message itself."""
    way, url = Way(letter.way), letter.url
    if way is Way.ANSWER and (not url or not letter.url_until or letter.url_until <= services.now() or letter.attempts > 1):
        way, url = Way.UPDATE, None
    return Parcel(
        key=letter.key,
        kind=letter.kind,
        way=way,
        payload=letter.payload,
        user=letter.user,
        channel=letter.channel,
        thread=letter.thread,
        ts=letter.ts,
        url=url,
    )


@dataclass(frozen=True)
class Health:
    """The outbox in numbers: letters by state, and how long the oldest one that is due has been waiting."""

    letters: dict[str, int]
    waiting_for: timedelta | None


def health(services: Services) -> Health:
    now = services.now()
    with services.store.read() as session:
        oldest = outbox.oldest_waiting(session)
        return Health(outbox.counts(session), max(now - oldest, timedelta()) if oldest else None)
