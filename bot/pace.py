"""How fast letters may leave, learned from what Slack says: arithmetic only, on whatever clock it is shown.

Slack does not publish the rate it allows. So one begins carefully and goes a little faster with every letter that was taken;
a 429 makes it slower, and tells what a minute can hold. For a day one then stays just below that, and meets no second one.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from secrets import token_urlsafe
from threading import Event, RLock

START, FLOOR, CEILING = 4.0, 0.5, 10.0  # letters a second, in one workspace
BURST = 30  # what may leave at once after a rest, while nobody has complained
MINUTE = timedelta(minutes=1)
REMEMBERED = timedelta(days=1)
_SLOWER, _FASTER, _BELOW = 0.7, 0.04, 0.995
_A_SECOND = timedelta(seconds=1)


@dataclass
class Pace:
    """The pace of one method in one workspace: a bucket that fills at `rate`, never above what a 429 has taught."""

    ceiling: float = CEILING
    rate: float = START
    allowed: float | None = None  # letters a second, as the last 429 let guess
    _learned: datetime | None = None
    _burst: float = BURST
    _tokens: float = BURST
    _filled: datetime | None = None
    _taken: deque[datetime] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.rate = min(self.rate, self.ceiling)

    def free_at(self, now: datetime) -> datetime:
        """When the next letter may leave: now, or a little later."""
        self._fill(now)
        return now if self._tokens >= 1 else now + timedelta(seconds=(1 - self._tokens) / self.rate)

    def take(self, now: datetime) -> None:
        """A letter leaves. A reply leaves even where there is no room, and what comes after it waits the longer."""
        self._fill(now)
        self._tokens = max(self._tokens - 1, -BURST)

    def accepted(self, now: datetime) -> None:
        """A letter was taken: a little faster, and back to what is known to be allowed rather sooner."""
        self._taken.append(now)
        while self._taken and now - self._taken[0] >= MINUTE:
            self._taken.popleft()
        if self._learned and now - self._learned > REMEMBERED:
            self.allowed, self._learned, self._burst = None, None, BURST
        if self.rate < self._most:
            step = max(_FASTER, (self._most - self.rate) / 10) if self.allowed else _FASTER
            self.rate = min(self._most, self.rate + step / max(self.rate, 1.0))

    def refused(self, now: datetime, until: datetime) -> None:
        """A 429: slower, and nothing before `until`. What was under way together is refused together, and counts once.

        Only if much was sent in the last minute does it teach what is allowed; else Slack had reasons of its own.
        """
        if self._filled is None or self._filled <= now:
            self._learned, self._burst, self.rate = now, max(1.0, self._burst / 2), max(FLOOR, _SLOWER * self.rate)
            a_minute = sum(now - moment < MINUTE for moment in self._taken) / MINUTE.total_seconds()
            if a_minute >= 1:
                self.allowed, self._burst = min(self.ceiling, max(a_minute, self.rate)), 1.0
                self.rate = max(FLOOR, _SLOWER * self._most)
        self._tokens, self._filled = min(max(self._tokens, 1.0), self._burst), until

    @property
    def _most(self) -> float:
        return min(self.ceiling, max(FLOOR, _BELOW * self.allowed)) if self.allowed else self.ceiling

    def _fill(self, now: datetime) -> None:
        """Rest is credit; after a 429 there is none beyond the next letter. A clock set back changes nothing."""
        if self._filled is not None and now > self._filled:
            self._tokens += (now - self._filled).total_seconds() * self.rate
        self._tokens = min(self._tokens, self._burst)
        self._filled = max(now, self._filled) if self._filled and self._filled - now < MINUTE else now


@dataclass
class Sender:
    """Who sends for this process, and what it keeps in mind from one round to the next. Lost with the process, at no harm."""

    name: str = field(default_factory=lambda: token_urlsafe(16))
    ceiling: float = CEILING
    start: float = START
    threads: int = 8
    turn: RLock = field(default_factory=RLock)  # one round at a time
    leaving: Event = field(default_factory=Event)
    lease_until: datetime | None = None
    token_seen: datetime | None = None
    in_a_row: int = 0  # calls that Slack did not answer, or not sensibly
    _paces: dict[str, Pace] = field(default_factory=dict)
    _last: dict[str, datetime] = field(default_factory=dict)
    _seconds: float = 0.0

    def pace(self, method: str) -> Pace:
        return self._paces.setdefault(method, Pace(self.ceiling, self.start))

    def channel_free_at(self, channel: str, now: datetime) -> datetime:
        """One message a second; a clock set back holds nobody up."""
        last = self._last.get(channel)
        return now if last is None or last > now else max(now, last + _A_SECOND)

    def used(self, channel: str, now: datetime) -> None:
        if len(self._last) > 1000:
            self._last = {name: last for name, last in self._last.items() if now - _A_SECOND < last}
        self._last[channel] = now

    def unused(self, channel: str) -> None:
        """Nothing was said there after all."""
        self._last.pop(channel, None)

    def took(self, seconds: float) -> None:
        """How long a call took, the last ones counting most."""
        self._seconds += (seconds - self._seconds) / 5

    @property
    def at_once(self) -> int:
        """How many calls must be under way together to keep the pace: one, unless Slack is slow or the pace high."""
        fastest = max((pace.rate for pace in self._paces.values()), default=self.start)
        return min(self.threads, max(1, ceil(fastest * self._seconds)))
