"""What may be printed of a trial that is over: gated, rounded, computed once and kept. Words and files are made of it alone."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

Shares = tuple[str, str]  # with AI and without, rounded


class Problem(StrEnum):
    """Why a trial is not usable as proof."""

    UNFAIR = "unfair"  # the coin fell one way far too often
    DECLINED = "declined"  # too many did not do as it said, or one way more than the other
    MISSING = "missing"  # too many finished tasks have no time, or one way more than the other
    OVERLAPPING = "overlapping"  # too many were done beside another task, or one way more than the other
    UNFINISHED = "unfinished"  # too many were not finished or not told, or one way more than the other


@dataclass(frozen=True)
class Effect:
    """A ratio of times, with AI ÷ without, and its range, rounded to 5 %, ends outwards."""

    ratio: float
    low: float
    high: float


@dataclass(frozen=True)
class TrialFigures:
    """`verdict` is one of `Verdict`, `because` why there is none. What is None or empty may not be printed.

    `assigned` compares tasks as the coin had them, `followed` as they were done. `p` is that of shuffling inside the strata,
    `borderline` where it does not agree with the range. `declined`, `unfinished`, `missing` and `overlapping` are shares of the
    flips each way. `fixing`, `below` and `reviewed` are outcomes beside the one it is about: shares each way, and the blind
    score with AI minus without, with its range.
    """

    verdict: str
    because: str | None = None
    problems: tuple[str, ...] = ()
    level: float = 0.95
    flips: int = 0
    people: str | None = None  # a band
    tasks: str | None = None  # a band: those the comparison is made of
    assigned: Effect | None = None
    followed: Effect | None = None
    p: float | None = None
    borderline: bool = False
    rung: str | None = None
    declined: Shares | None = None
    unfinished: Shares | None = None
    missing: Shares | None = None
    overlapping: Shares | None = None
    forced: str | None = None  # share of the flips the balance decided
    balance: float | None = None
    fixing: Shares | None = None
    below: Shares | None = None
    reviewed: tuple[float, float, float] | None = None

    @property
    def usable(self) -> bool:
        return not self.problems

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What was kept as JSON, which knows lists only."""
        whole: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
        whole |= {name: whole[name] and Effect(**whole[name]) for name in ("assigned", "followed")}
        return cls(**whole)
