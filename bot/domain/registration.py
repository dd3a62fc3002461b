"""What is registered before anybody looks: a goal's and a trial's terms, locked by a hash that anybody can work out again.

The terms are written as canonical JSON, keys in order and nothing between them, and the fingerprint is its SHA-256. A change
after that is an amendment: it has a fingerprint of its own, and both stand wherever the registration is shown.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any, Self

from bot.domain.power import WORTH_FINDING

RULES = "1"  # of the analysis (docs/evidence.md): whoever changes it, changes this


class Registered(StrEnum):
    GOAL = "goal"
    TRIAL = "trial"


class Stage(StrEnum):
    """Where a registration stands. A trial of whose first day nothing is said yet, or a goal, waits in REGISTERED."""

    REGISTERED = "registered"
    RUNNING = "running"
    OVER = "over"
    STOPPED = "stopped"  # by an owner, before its end


OPEN = (Stage.REGISTERED, Stage.RUNNING)


class Looks(StrEnum):
    """When a trial's result may be looked at. Chosen when it is registered, and never changed."""

    END = "at_the_end"
    QUARTERS = "at_each_quarter"  # of the planned flips: |z| ≥ 2.10/√(n/N) stops it
    ALWAYS = "after_each_task"  # the e-process, without a planned number


class WhyOver(StrEnum):
    PLANNED = "planned"  # as many flips as were planned
    LAST_DAY = "last_day"
    LOOK = "look"  # a look that was declared settled it
    STOPPED = "stopped"


class Aim(StrEnum):
    """What a goal is about. A question of the team's own is written `own:` and its key."""

    TIME = "time"
    FIXING = "fixing"
    QUALITY = "quality"  # results below the usual standard
    COST = "cost"


OWN_AIM = "own:"


@dataclass(frozen=True)
class Terms:
    """What both have. `name` is unique in its team; days are local to the team, both included."""

    name: str
    task_type: str
    starts_on: date
    ends_on: date

    def to_json(self) -> dict[str, Any]:
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        days = {name: date.fromisoformat(data[name]) for name in ("starts_on", "ends_on")}
        return cls(**{one.name: data[one.name] for one in fields(cls) if one.name in data} | days)

    @property
    def canonical(self) -> str:
        return json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical terms, as 64 hexadecimal digits."""
        return sha256(self.canonical.encode()).hexdigest()


@dataclass(frozen=True)
class TrialTerms(Terms):
    """`flips` is how many are planned, None without a planned end (`Looks.ALWAYS`). `ratio` is the effect it was planned to
    find. `seed_hash` binds the coin."""

    flips: int | None = None
    ratio: float = WORTH_FINDING
    looks: str = Looks.END
    level: float = 0.95
    seed_hash: str = ""
    outcome: str = "minutes of work and fixing"
    rules: str = RULES


@dataclass(frozen=True)
class GoalTerms(Terms):
    """`outcome` is an `Aim` or a question of the team's own. `target` is a ratio with AI ÷ without for time and cost (0.8: a
    fifth less), a difference in points or in the question's unit for the others (−10: ten points less). `more` says that
    more is better. `least_tasks` finished tasks of this kind are the least it may be judged by."""

    outcome: str = Aim.TIME
    target: float = WORTH_FINDING
    more: bool = False
    least_tasks: int = 40
    rules: str = RULES


def short(fingerprint: str) -> str:
    """As it is shown where there is little room."""
    return fingerprint[:12]
