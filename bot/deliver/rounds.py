"""A round through the outbox: what may leave now is claimed, committed, sent once, and how it ended written down.

One process at a time sends in a workspace: whoever holds its lease. It is held for thirty seconds, renewed while there is
something to send, and given back when there is not. Nobody sleeps here: a round ends by saying when the next may be worth it.
"""

from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.deliver import returned
from bot.deliver.counter import BEGUN
from bot.deliver.endings import Ending, parcel_of, write_down
from bot.domain.conversation import State
from bot.services import Parcel, Services, TryLater, Way
from storage import leases, outbox
from storage.tables import Letter, Workspace, opaque

LEASE, RENEW_BELOW = timedelta(seconds=30), timedelta(seconds=20)
ASK_AGAIN = timedelta(seconds=1)  # for the lease, where something waits and somebody else has it
KEEP_FOR = timedelta(seconds=5)  # the lease is not given back for a shorter pause
LONGEST = timedelta(seconds=10)  # a round, so that whoever goes it can do other things as well
LOOK = 100

Ended = tuple[Ending, float]


def drain(services: Services) -> datetime | None:
    """Send what may leave now in our workspace; gives the time from which the next may. None when nothing waits."""
    if not services.workspace:
        return None
    with services.sender.turn:
        now = services.now()
        with services.store.read() as session:
            due = outbox.oldest_waiting(session, services.workspace)
            here = session.get(Workspace, services.workspace)
            late = bool(due) and bool(outbox.expired(session, services.workspace, now, 1))
        if due is None or (due > now and not late):
            return due
        if late:
            with services.store.begin() as session:
                returned.too_late(session, services.workspace, now)
        until = returned.stopped_until(services, here, now)
        return until or Round(services, now).go()


def leave(services: Services) -> None:
    """Give the lease back, so that nobody has to wait until it has run out."""
    sender = services.sender
    with sender.turn:
        if sender.lease_until is not None:
            with services.store.begin() as session:
                leases.give_back(session, services.workspace, sender.name, services.now())
            sender.lease_until = None


def hold_lease(services: Services, session: Session, now: datetime) -> bool:
    """Whether the lease is ours, taken or renewed where need be. What we know of it is true until it has run out."""
    sender = services.sender
    if sender.lease_until and RENEW_BELOW < sender.lease_until - now <= LEASE:
        return True
    ours = leases.take(session, services.workspace, sender.name, now, now + LEASE)
    sender.lease_until = now + LEASE if ours else None
    return ours


@dataclass
class Round:
    """One round. Calls go one after the other, or several at once where the pace cannot be kept otherwise."""

    services: Services
    began: datetime
    coming: list[outbox.Waiting] = field(default_factory=list)
    holds: dict[str, datetime] = field(default_factory=dict)
    later: list[datetime] = field(default_factory=list)
    calls: dict[Future[Ended], Letter] = field(default_factory=dict)
    pool: ThreadPoolExecutor | None = None
    shut: set[str] = field(default_factory=set)
    over: bool = False

    def go(self) -> datetime | None:
        try:
            ended: list[tuple[Letter, Ended]] = []
            while True:
                chosen = [] if any(isinstance(ending, TryLater) for _, (ending, _) in ended) else self._choose()
                if not chosen and not ended and not self.calls:
                    break
                ended = self._send(self._commit(ended, chosen))
        finally:
            if self.pool:
                self.pool.shutdown()
        return self._leave_off()

    def _leave_off(self) -> datetime | None:
        soonest = min(self.later, default=None)
        if soonest is None or soonest - self.services.now() > KEEP_FOR:
            leave(self.services)
        return soonest

    def _choose(self) -> list[outbox.Waiting]:
        """The next letters that may be claimed, as many as there are hands for."""
        sender, now = self.services.sender, self.services.now()
        at_once = sender.at_once
        room = (1 if at_once == 1 else 3 * at_once) - len(self.calls)
        if not self.over and (sender.leaving.is_set() or not timedelta() <= now - self.began < LONGEST):
            self.over, self.later = True, [*self.later, now]
        if self.over or room < (at_once + 1) // 2:
            return []
        if not self.coming:
            self._look(now)
        chosen: list[outbox.Waiting] = []
        while self.coming and len(chosen) < room:
            each = self.coming.pop()
            if self._may_leave(each, now):
                chosen.append(each)
        return chosen

    def _look(self, now: datetime) -> None:
        """What waits now. What could not leave at an earlier look, and still cannot, says again when it will."""
        workspace, method = self.services.workspace, self.services.messenger.method
        with self.services.store.read() as session:
            self.holds, self.shut = leases.holds(session, workspace, now), set()
            held = [way for way in Way if method(Parcel("", "", way, {})) in self.holds]
            due = outbox.next_due(session, workspace, now)
            self.coming = outbox.ready(session, workspace, now, BEGUN, held, LOOK)[::-1]
        self.later = [*([due] if due else []), *self.holds.values()]

    def _may_leave(self, letter: outbox.Waiting, now: datetime) -> bool:
        """Replies leave at once, as fast as somebody can type; what we begin ourselves keeps the pace."""
        if letter.way == Way.ANSWER:
            return True
        pace = self.services.sender.pace(self.services.messenger.method(Parcel("", "", Way(letter.way), {})))
        if letter in BEGUN:
            free = pace.free_at(now)
            if letter.way == Way.POST:
                free = max(free, self.services.sender.channel_free_at(letter.channel or letter.user or "", now))
            if free > now:
                self.later.append(free)
                return False
        if letter.way == Way.POST:
            self.services.sender.used(letter.channel or letter.user or "", now)
        pace.take(now)
        return True

    def _commit(self, ended: Iterable[tuple[Letter, Ended]], chosen: list[outbox.Waiting]) -> list[Letter]:
        """In one transaction: how those that came back ended, and the claim of the next."""
        services, now = self.services, self.services.now()
        with services.store.begin() as session:
            for letter, (ending, seconds) in ended:
                services.sender.took(seconds)
                self._note(letter, ending, now)
                if not write_down(services, session, letter, ending, now):
                    self.over, self.later = True, [*self.later, now + ASK_AGAIN]
            if self.over or not chosen:
                return []
            if not hold_lease(services, session, now):
                self.over, self.later = True, [now + ASK_AGAIN]
                return []
            numbers = [letter.id for letter in chosen]
            claimed = outbox.claim_all(session, numbers, opaque(), now)
            return [letter for letter in claimed if self._worth_sending(session, letter, now)]

    def _worth_sending(self, session: Session, letter: Letter, now: datetime) -> bool:
        if letter.expires_at and letter.expires_at <= now:
            returned.over(session, letter, outbox.LET_GO, State.LATE, "too late", now)
            return False
        until = self.holds.get(self.services.messenger.method(parcel_of(letter, now)))
        if until and until > now:  # its way has changed since it was written
            outbox.record(session, letter, outbox.PENDING, due_at=until, attempts=letter.attempts - 1)
        return not (until and until > now)

    def _note(self, letter: Letter, ending: Ending, now: datetime) -> None:
        """What the pace learns from it. After a 429 nothing goes by what was looked up before it."""
        if letter.way == Way.POST and isinstance(ending, Exception):
            self.services.sender.unused(letter.channel or letter.user or "")
        if isinstance(ending, TryLater):
            self.coming = []
        elif not isinstance(ending, Exception):
            self.services.sender.pace(self.services.messenger.method(parcel_of(letter, now))).accepted(now)

    def _send(self, claimed: list[Letter]) -> list[tuple[Letter, Ended]]:
        """Send what was claimed; gives those that have come back, of these or of earlier ones."""
        if not self.calls and len(claimed) <= 1:
            return [(letter, self._call(letter)) for letter in claimed]
        self.pool = self.pool or ThreadPoolExecutor(self.services.sender.threads, "letter")
        self.calls |= {self.pool.submit(self._call, letter): letter for letter in claimed}
        done, _ = wait(self.calls, return_when=FIRST_COMPLETED)
        return [(self.calls.pop(call), call.result()) for call in done]

    def _call(self, letter: Letter) -> Ended:
        """One try, on whichever thread. What had to wait for a thread does not leave after a 429 of its kind."""
        began = self.services.now()
        parcel = parcel_of(letter, began)
        method = self.services.messenger.method(parcel)
        if method in self.shut:
            return TryLater("behind one that has to wait", 0.0), 0.0
        try:
            ending: Ending = self.services.messenger.send(parcel)
        except Exception as error:  # an unforeseen one is doubt
            ending = error
            self.shut |= {method} if isinstance(error, TryLater) else set()
        return ending, max(0.0, (self.services.now() - began).total_seconds())
