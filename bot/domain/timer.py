"""The clock of a started task: when it stops by itself, what it offers, and how it compares with what its owner says.

It measures time that passed, not work, so it may offer a time but never decides one; and only up to two hours, because longer
stretches hold breaks, meetings and lunch.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.durations import as_words
from bot.domain.language import _, number
from bot.domain.schedule import Hours, to_utc

AT_ONCE = 3  # tasks somebody may work on at the same time
OFFERED_UP_TO = 120.0  # minutes
FEWEST_TO_COMPARE = 5


def stops_at(started: datetime, hours: Hours) -> datetime:
    """When a forgotten clock stops: at the end of their working day; at midnight, where work began after that."""
    day = started.astimezone(ZoneInfo(hours.zone)).date()
    end = to_utc(day, hours.end, hours.zone)
    return end if end > started else to_utc(day + timedelta(days=1), time(), hours.zone)


@dataclass(frozen=True)
class Ran:
    """How long a clock ran, in minutes. `forgotten`: it stopped by itself; `overlapping`: beside that of another task."""

    minutes: float
    forgotten: bool = False
    overlapping: bool = False

    @classmethod
    def between(cls, started: datetime, stopped: datetime, *, forgotten: bool, overlapping: bool) -> "Ran":
        """To the whole minute, and at least one."""
        return cls(float(max(1, round((stopped - started) / timedelta(minutes=1)))), forgotten, overlapping)

    @property
    def measured(self) -> float | None:
        """From start to handing over; nobody knows when a forgotten one was handed over."""
        return None if self.forgotten else self.minutes

    @property
    def offered(self) -> float | None:
        """What may be offered as the time it took."""
        return None if self.forgotten or self.overlapping or self.minutes > OFFERED_UP_TO else self.minutes

    @property
    def question(self) -> str:
        """How the time is asked for where nothing is offered."""
        time = as_words(self.minutes)
        if self.forgotten and self.overlapping:
            said = _("It ran {time} until the end of your day, beside another task.", time=time)
        elif self.forgotten:
            said = _("It ran {time} until the end of your day.", time=time)
        elif self.overlapping:
            said = _("It ran {time}, beside another task.", time=time)
        else:
            # Translators: it is the clock of a task
            said = _("It ran {time}.", time=time)
        asked = _("How much of that was your own work?")
        return f"{said} {asked}"


@dataclass(frozen=True)
class Calibration:
    """What somebody says ÷ what the clock said, over so many of their own tasks."""

    ratio: float
    tasks: int

    @property
    def times(self) -> str:
        """ "1.0", with the point or comma of the language."""
        whole, _point, tenth = f"{self.ratio:.1f}".partition(".")
        return f"{number(int(whole))}{number(0.5)[1]}{tenth}"


def calibration(said_and_timed: Iterable[tuple[float, float]]) -> Calibration | None:
    """The geometric mean of said ÷ timed over tasks that have both; None of fewer than five."""
    logs = [math.log(said / timed) for said, timed in said_and_timed if said > 0 and timed > 0]
    if len(logs) < FEWEST_TO_COMPARE:
        return None
    return Calibration(math.exp(math.fsum(logs) / len(logs)), len(logs))
