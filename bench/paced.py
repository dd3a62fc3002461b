"""How much of the rate that Slack allows is used, when nobody knows it: the share of an invisible limit, and the 429s it took.

The real outbox sends check-in prompts in virtual time: two thousand by which it learns the limit, and hours later the ten
thousand that are measured. The other side allows 300 messages a minute, counted as a window that moves, and answers what is
too much with 429 and the `Retry-After` until there is room. The baseline is that limit.
"""

import tempfile
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any

from bench.house import Clock
from bench.letters import prompts, stored
from bench.line import Line, note
from bot import deliver
from bot.services import Parcel, Receipt, Services, TryLater
from bot.slack.messenger import SlackMessenger, web_client
from storage.database import Store

N, LEARNING, ALLOWED = 10_000, 2_000, 300
MINUTE = timedelta(minutes=1)


@dataclass
class Limited(SlackMessenger):
    """Slack's side as far as a pace can see it."""

    now: Any = None
    taken: deque[datetime] = field(default_factory=deque)
    refused: list[datetime] = field(default_factory=list)
    patience: datetime | None = None
    too_early: int = 0

    def __post_init__(self) -> None:
        super().__init__(web_client("xoxb-none", "http://127.0.0.1:9/api/"), lambda _: b"", lambda *_: b"")

    def send(self, parcel: Parcel) -> Receipt:
        now = self.now()
        self.too_early += self.patience is not None and now < self.patience
        while self.taken and now - self.taken[0] >= MINUTE:
            self.taken.popleft()
        if len(self.taken) >= ALLOWED:
            wait = ceil((self.taken[0] + MINUTE - now).total_seconds()) or 1
            self.refused.append(now)
            self.patience = now + timedelta(seconds=wait)
            raise TryLater("ratelimited", wait, "chat.postMessage")
        self.taken.append(now)
        return Receipt(parcel.user, f"{now.timestamp():.6f}")


def measure(n: int = N) -> Line:
    clock = Clock()
    slack = Limited(now=clock)
    with tempfile.TemporaryDirectory() as name:
        store = Store(f"sqlite:///{Path(name) / 'candor.db'}")
        store.migrate()
        services = replace(Services(store, slack, clock), workspace="T0BENCH")
        learning = _rate(services, clock, LEARNING)
        met = len(slack.refused)
        clock.moment += timedelta(hours=3)
        rate = _rate(services, clock, n, first=LEARNING)
        store.close()
    allowed = ALLOWED / MINUTE.total_seconds()
    again = len(slack.refused) - met
    note(f"paced: {LEARNING} letters to learn by, {learning / allowed:.1%} of the limit and {met} 429; then {again} in {n}")
    extra = {"too_many": float(again), "while_learning": float(met), "too_early": float(slack.too_early)}
    return Line("paced", rate, allowed, "letters/s", rate / allowed, n, extra)


def _rate(services: Services, clock: Clock, n: int, first: int = 0) -> float:
    """Letters a second, from the moment they are all due until the last is sent."""
    began = clock.moment
    prompts(services.store, n, began, timedelta(days=1), first)
    while (then := deliver.drain(services)) is not None:
        clock.moment = max(then, clock.moment + timedelta(milliseconds=1))
    if stored(services.store) != {"sent": first + n}:
        raise RuntimeError(f"not everything was sent: {stored(services.store)}")
    return n / (clock.moment - began).total_seconds()
