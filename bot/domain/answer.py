"""One finished task as its author told it: the only thing Candor's evidence is made of.

There is deliberately no field that counts prompts, tokens, sessions or any other use of AI.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Approach(StrEnum):
    WITH = "with_ai"
    WITHOUT = "without_ai"
    DROPPED = "dropped_ai"  # tried AI, then finished without

    @property
    def tried_ai(self) -> bool:
        """Intention to treat: a task on which AI was tried and dropped counts as with AI for its time."""
        return self is not Approach.WITHOUT


class Fixing(StrEnum):
    NO = "no"
    UP_TO_15 = "up_to_15"
    UP_TO_60 = "up_to_60"
    MORE = "more"  # and how long: `fix_minutes`
    TOO_EARLY = "too_early"


class Quality(StrEnum):
    BELOW = "below"
    AT = "at"
    ABOVE = "above"
    UNKNOWN = "unknown"


class NextTime(StrEnum):
    WITH = "with_ai"
    WITHOUT = "without_ai"
    EITHER = "no_preference"


class Assigned(StrEnum):
    OBSERVED = "observed"
    RANDOMISED = "randomised"


@dataclass(frozen=True)
class Answer:
    """Times are minutes of the author's own work. `None` means the question was skipped, or did not apply.

    `person` is an opaque key. `size` runs from 1 (much smaller than usual) to 5 (much bigger). `minutes` is the task
    itself; `fix_minutes` is fixing afterwards (0 when nothing had to be fixed, None when not said or too early to say).
    `differences`, `skip_reasons` and `why_ai` hold codes of `questions.py`. `own` are the answers to the team's own questions,
    by their keys: each is a number (`ownquestions.py`).
    """

    person: str
    task_type: str
    approach: Approach
    finished_on: date
    size: int | None = None
    minutes: float | None = None
    finished: bool = True
    fixing: Fixing | None = None
    fix_minutes: float | None = None
    quality: Quality | None = None
    tool: str | None = None
    differences: frozenset[str] = field(default_factory=frozenset)
    skip_reasons: frozenset[str] = field(default_factory=frozenset)
    why_ai: frozenset[str] = field(default_factory=frozenset)
    next_time: NextTime | None = None
    guess: str | None = None
    expected_minutes: float | None = None
    assigned: Assigned = Assigned.OBSERVED
    own: Mapping[str, float] = field(default_factory=dict)
