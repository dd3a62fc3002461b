"""What nobody could vouch for is cleared up: letters whose sender vanished, whose answer was lost, or that may be there twice.

A new message is looked for by its key, on complete pages. Where it is certainly absent it is sent again. Where nobody can
look, a check-in is sent once more inside its window, since two copies of it lead to the same row; a digest or a reminder is
not, and stays in doubt where an operator sees it. Of two copies the older one stays.
"""

from datetime import timedelta
from typing import Any

import structlog

from bot.deliver import discussion
from bot.deliver.endings import BEGINNINGS, SETTLE, TWICE, parcel_of, sent, settle_time
from bot.deliver.rounds import hold_lease, leave
from bot.domain.conversation import State
from bot.services import InDoubt, Receipt, Services, TryLater, Undeliverable, Way
from storage import invitations, leases, outbox
from storage.tables import CheckIn, Letter

log = structlog.get_logger()

ABANDONED_AFTER = timedelta(seconds=60)
AT_MOST_ATTEMPTS = 8  # each after it was certain that the one before had not arrived; being asked to wait does not count
AT_MOST_CHANGES = 50
UNREAD_FOR = timedelta(minutes=10)  # so long one tries to look before something is sent again unseen
LOOK_LATER = timedelta(hours=1)
COMPARE_FOR = timedelta(days=1)
LOOK_BACK = timedelta(days=2)  # before the last try: there were others, and a clock may have been wrong
DOUBLED = "doubled"  # how the reason of a letter begins whose second copy was taken back
_NOT_TWICE = ("digest", "discussion", "invitation", "reminder", "trial_result")
_BY = ("conversations.open", "conversations.history", "conversations.replies")


def settle(services: Services) -> None:
    """Clear up what is in doubt in our workspace, while the lease is ours."""
    workspace, now = services.workspace, services.now()
    if not workspace:
        return
    with services.sender.turn:
        with services.store.read() as session:
            doubtful = outbox.abandoned(session, workspace, now - ABANDONED_AFTER) + outbox.in_doubt(session, workspace, now)
            if not doubtful and not outbox.to_compare(session, workspace, TWICE, now):
                return
        with services.store.begin() as session:
            if not hold_lease(services, session, now):
                return
            for letter in outbox.abandoned(session, workspace, now - ABANDONED_AFTER):
                outbox.record(session, letter, outbox.UNKNOWN, due_at=now, reason="the sender vanished")
            doubtful, twice = outbox.in_doubt(session, workspace, now), outbox.to_compare(session, workspace, TWICE, now)
        _one_by_one(services, doubtful, twice)
        leave(services)


def _one_by_one(services: Services, doubtful: list[Letter], twice: list[Letter]) -> None:
    for letter in doubtful:
        if not _goes_on(services):
            return
        _settle_one(services, letter)
    for letter in twice:
        if not _goes_on(services):
            return
        _compare(services, letter)


def _goes_on(services: Services) -> bool:
    """Looking takes time: the lease must still be ours, and nobody may have told us to stop."""
    if services.sender.leaving.is_set():
        return False
    with services.store.begin() as session:
        return hold_lease(services, session, services.now())


def _settle_one(services: Services, letter: Letter) -> None:
    now = services.now()
    if letter.way != Way.POST:
        if letter.attempts < AT_MOST_CHANGES:
            _again(services, letter)
        else:
            _reopen(services, letter, outbox.FAILED, reason=f"tried {letter.attempts} times")
        return
    try:
        found = _find(services, letter)
    except (TryLater, InDoubt) as silent:
        if now - (letter.attempt_at or now) < UNREAD_FOR:
            _reopen(services, letter, outbox.UNKNOWN, due_at=now + min(settle_time(letter), timedelta(minutes=5)))
        else:
            _unread(services, letter, silent.reason, timedelta(minutes=5))
    except Undeliverable as refused:
        _unread(services, letter, refused.reason)
    else:
        _found(services, letter, found)


def _found(services: Services, letter: Letter, found: list[Receipt]) -> None:
    """The pages are complete: it is there, and perhaps twice, or it is certainly not."""
    if found:
        with services.store.begin() as session:
            sent(session, letter, found[0], services.now(), before=outbox.UNKNOWN)
        _one_copy(services, letter, found)
    elif letter.attempts < AT_MOST_ATTEMPTS:
        _again(services, letter)
    else:
        _reopen(services, letter, outbox.FAILED, reason=f"sent {letter.attempts} times, confirmed never")


def _find(services: Services, letter: Letter) -> list[Receipt]:
    """Look for it since well before its first try; not before Slack has the patience."""
    now = services.now()
    with services.store.read() as session:
        holds = leases.holds(session, services.workspace, now)
    waiting = [until for method, until in holds.items() if method in _BY]
    if waiting:
        raise TryLater("Slack asks to wait", (max(waiting) - now).total_seconds())
    since = min(letter.attempt_at or now, now) - LOOK_BACK
    try:
        return services.messenger.find(parcel_of(letter, now), since)
    except TryLater as wait:
        if wait.method:
            with services.store.begin() as session:
                leases.hold(session, services.workspace, wait.method, now + timedelta(seconds=wait.seconds))
        raise


def _unread(services: Services, letter: Letter, reason: str, look_again: timedelta = LOOK_LATER) -> None:
    """Nobody can look. A duplicate of a check-in is mild, one of a digest is not; and neither is sent unseen for ever."""
    now, reason = services.now(), f"in doubt, and cannot be looked up: {reason}"
    if letter.kind not in _NOT_TWICE and letter.attempts < 2 and (letter.expires_at is None or now < letter.expires_at):
        _again(services, letter)
    else:
        _reopen(services, letter, outbox.UNKNOWN, due_at=now + look_again, reason=reason)


def _compare(services: Services, letter: Letter) -> None:
    """A letter that was sent again: had the first one arrived after all?"""
    now = services.now()
    try:
        found = _find(services, letter)
    except (TryLater, InDoubt, Undeliverable) as silent:
        old = letter.sent_at is not None and now - letter.sent_at > COMPARE_FOR
        values: dict[str, Any] = {"reason": f"perhaps sent twice: {silent.reason}"} if old else {"due_at": now + 20 * SETTLE}
        with services.store.begin() as session:
            outbox.note(session, letter, **values)
    else:
        _one_copy(services, letter, found)


def _one_copy(services: Services, letter: Letter, found: list[Receipt]) -> None:
    """Keep the oldest copy, or the one that is being answered, and take the others back."""
    kept = found[:1]
    with services.store.begin() as session:
        row = session.get(CheckIn, letter.checkin_id) if letter.checkin_id and letter.kind in BEGINNINGS else None
        if row and row.state not in (State.PLANNED, State.ASKED):
            kept = [copy for copy in found if copy.ts == row.ts] or kept
        elif row and kept and row.ts != kept[0].ts and row.ts in {copy.ts for copy in found}:
            row.ts = kept[0].ts
    others = [copy for copy in found if copy not in kept]
    for copy in others:
        try:
            services.messenger.take_back(copy)
        except (TryLater, InDoubt, Undeliverable) as refused:
            log.warning("a second copy stays", letter=letter.id, reason=refused.reason)
            with services.store.begin() as session:
                outbox.note(session, letter, reason=TWICE, due_at=services.now() + 10 * SETTLE)
            return
    reason = f"{DOUBLED}: {len(others)} taken back" if others else None
    where = {"channel": kept[0].channel, "ts": kept[0].ts} if kept else {}
    with services.store.begin() as session:
        outbox.note(session, letter, reason=reason, **where)
        if kept:
            discussion.stays(session, letter, kept[0], services.now())
        if kept and letter.kind == "invitation":
            invitations.of_letter(session, letter).ts = kept[0].ts
    if others:
        log.warning("sent twice", letter=letter.id, kind=letter.kind, taken_back=len(others))


def _again(services: Services, letter: Letter) -> None:
    _reopen(services, letter, outbox.PENDING, due_at=services.now())


def _reopen(services: Services, letter: Letter, state: str, **values: Any) -> None:
    with services.store.begin() as session:
        outbox.record(session, letter, state, before=outbox.UNKNOWN, **values)
