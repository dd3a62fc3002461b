"""How it ended, written down: in one transaction with what follows from it for the check-in, the reader and the workspace."""

from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.deliver import discussion, returned
from bot.deliver.counter import EMPTIED, owe_emptied
from bot.domain.conversation import State
from bot.services import InDoubt, Otherwise, Parcel, Receipt, Services, TryLater, Undeliverable, Way, Whose
from storage import invitations, leases, outbox
from storage.tables import CheckIn, Letter

log = structlog.get_logger()

Ending = Receipt | Exception

BEGINNINGS = frozenset({"prompt", "working"})  # the message a check-in's thread hangs on
ROOTS = frozenset({"question", "saved", "settled"})  # so is one of these, where an answer began in a channel
SETTLE = timedelta(seconds=30)
TWICE = "sent more than once; to be compared"
_FIRST_PAUSE, _LONGEST_PAUSE = 15.0, 240.0
_NO_ANSWERS = 10  # calls in a row that were not answered, before everything of that kind pauses


def write_down(services: Services, session: Session, letter: Letter, ending: Ending, now: datetime) -> bool:
    """How a claimed letter ended. False when nothing more should be sent for now."""
    sender = services.sender
    if isinstance(ending, Receipt):
        sender.in_a_row = 0
        sent(session, letter, ending, now)
    elif isinstance(ending, TryLater):
        return _wait(services, session, letter, ending, now)
    elif isinstance(ending, Otherwise):
        log.warning("said otherwise", letter=letter.id, kind=letter.kind, reason=ending.reason)
        until, attempts = now + timedelta(seconds=ending.seconds), letter.attempts - 1
        outbox.record(session, letter, outbox.PENDING, payload=ending.payload, due_at=until, attempts=attempts)
        if ending.method:
            leases.hold(session, letter.workspace, ending.method, until)
    elif isinstance(ending, Undeliverable):
        returned.refused(session, letter, ending, now)
        if ending.whose is Whose.WORKSPACE:
            sender.token_seen = now
            return False
    else:
        reason = ending.reason if isinstance(ending, InDoubt) else type(ending).__name__
        log.warning("delivery in doubt", letter=letter.id, kind=letter.kind, reason=reason)
        outbox.record(session, letter, outbox.UNKNOWN, due_at=now + settle_time(letter), reason=reason)
        sender.in_a_row += 1
        if sender.in_a_row >= _NO_ANSWERS:
            until = now + timedelta(seconds=_pause(services, _NO_ANSWERS - 1))
            leases.hold(session, letter.workspace, services.messenger.method(parcel_of(letter, now)), until)
            return False
    return True


def _wait(services: Services, session: Session, letter: Letter, wait: TryLater, now: datetime) -> bool:
    """Certainly not accepted. What Slack asks for is obeyed to the letter; where nobody answers, the pauses grow."""
    outbox.record(session, letter, outbox.PENDING, attempts=letter.attempts - 1)
    if not wait.seconds:
        return False
    method = wait.method or services.messenger.method(parcel_of(letter, now))
    if wait.method:
        until = now + timedelta(seconds=wait.seconds)
        services.sender.pace(method).refused(now, until)
        log.warning("slack asks to wait", method=method, seconds=wait.seconds)
    else:
        services.sender.in_a_row += 1
        until = now + timedelta(seconds=_pause(services, 0))
    leases.hold(session, letter.workspace, method, until)
    return bool(wait.method)


def _pause(services: Services, spared: int) -> float:
    """Twice as long each time, and a little less by chance, so that several processes do not come back together."""
    times = services.sender.in_a_row - spared - 1
    chance = sum(services.sender.name.encode()) % 20 / 100
    return float(min(_FIRST_PAUSE * 2 ** min(times, 10), _LONGEST_PAUSE) * (1 - chance))


def settle_time(letter: Letter) -> timedelta:
    """How long to wait before looking whether it arrived: half a minute, and longer each time."""
    return SETTLE * (1 << min(max(letter.attempts - 1, 0), 5))


def sent(session: Session, letter: Letter, receipt: Receipt, now: datetime, before: str = outbox.SENDING) -> bool:
    """Write down where the letter is, and for a check-in that it has been asked, in one transaction."""
    again = letter.attempts > 1 and letter.way == Way.POST and before == outbox.SENDING
    reason = TWICE if again else None
    if not outbox.record_sent(session, letter, before, now, receipt.channel, receipt.ts, reason):
        _forgotten(session, letter, receipt, now)
        return False
    if again:
        outbox.note(session, letter, due_at=now + SETTLE)
    discussion.open_below(session, letter, receipt, now, perhaps_twice=again)
    if letter.kind == "invitation":
        invitation = invitations.of_letter(session, letter)
        invitation.channel, invitation.ts = receipt.channel, receipt.ts
        invitations.turn(session, invitation, State.PLANNED, State.ASKED, asked_at=now)
        return True
    if letter.person_id and letter.payload.get("first"):
        outbox.informed(session, letter.person_id, now)
    if letter.checkin_id and _is_root(letter):
        outbox.asked(session, letter.checkin_id, (State.PLANNED, State.ASKED), now, receipt.channel, receipt.ts)
    if letter.checkin_id and (letter.kind == "reminder" or (letter.kind == "question" and receipt.ts)):
        row = session.get_one(CheckIn, letter.checkin_id)
        setattr(row, "reminder_ts" if letter.kind == "reminder" else "question_ts", receipt.ts)
    return True


def _is_root(letter: Letter) -> bool:
    """Whether the thread of its check-in hangs on it."""
    return letter.kind in BEGINNINGS or (letter.kind in ROOTS and letter.way == Way.POST and letter.thread is None)


def _forgotten(session: Session, letter: Letter, receipt: Receipt, now: datetime) -> None:
    """Whoever a letter was for was forgotten while it was on its way: what it said is emptied again."""
    if letter.kind != EMPTIED and receipt.channel and receipt.ts and outbox.is_gone(session, letter):
        owe_emptied(session, letter.workspace, {(receipt.channel, receipt.ts)}, now)


def parcel_of(letter: Letter, now: datetime) -> Parcel:
    """The letter as the messenger takes it. A click's own address is used while it lives, else the message itself."""
    way, url = Way(letter.way), letter.url
    if way is Way.ANSWER and (not url or not letter.url_until or letter.url_until <= now or letter.attempts > 1):
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
        language=letter.language,
    )
