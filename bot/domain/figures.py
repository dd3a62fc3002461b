"""Figures that have passed the privacy gates, rounded: all that words, charts and exports are made of.

There is no person in them, nothing exact, and no count of tasks done with AI. They come from `gates.py` and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EVEN = (0.80, 1.25)  # a balance of expected times inside this is even
NOT_SHOWN = "not shown"  # the response of figures of which there are none, as too few people answered


@dataclass(frozen=True)
class CellFigures:
    """What may be printed about one task type. Ratios and their range rounded to 5 %, minutes to the nearest usual step.

    `rung` is one of the ladder in `docs/evidence.md`. `because` says why there is no verdict. `steady` is the ratio less swayed
    by single tasks. `balance` is the time expected of tasks done with AI against the others; `size` says it in a word where
    nobody was asked for a time. `fixed` and `below` are differences of shares in points, with their range: those in `sure`
    leave out "no difference", those in `alike` are of tasks of one size. Costs are with their ranges, too. `as_of` names the
    rows that stand as printed on an earlier day.
    """

    task_type: str
    tool: str | None = None
    evidence: str = "observed"
    rung: str | None = None
    verdict: str = "not_enough"
    because: str | None = None
    level: float | None = None
    people: str | None = None  # who did it both ways, as a band
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    steady: float | None = None
    balance: float | None = None
    size: str | None = None  # smaller, alike or bigger
    more_tasks: int | None = None
    more_weeks: int | None = None
    typical_with_ai: int | None = None
    typical_without_ai: int | None = None
    shares: dict[str, str] = field(default_factory=dict)  # outcome → rounded share of the answers that can tell
    fixed: tuple[int, int, int] | None = None
    below: tuple[int, int, int] | None = None
    sure: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    main_reason: str | None = None
    trend: str | None = None  # steady, less or more time lately
    cost_with_ai: tuple[float, float, float] | None = None
    cost_without_ai: tuple[float, float, float] | None = None
    as_of: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OwnFigures:
    """What may be printed about one question of the team's own and one task type; about all work where that is empty.

    `apart` is with AI minus without, with its range: in the unit of a number, in steps of a scale, in points of a hundred for a
    choice's good option. `sure`: it leaves out "no difference". `with_ai` and `without_ai` are a choice's options with their
    rounded shares; what too few people chose is together, under "".
    """

    question: str
    text: str
    kind: str
    task_type: str = ""
    unit: str = ""
    better: str = "neither"
    evidence: str = "observed"
    rung: str | None = None
    level: float | None = None
    sure: bool = False
    people: str | None = None  # who did it both ways, as a band
    apart: tuple[float, float, float] | None = None
    with_ai: tuple[tuple[str, str], ...] = ()
    without_ai: tuple[tuple[str, str], ...] = ()
    as_of: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """Everything a digest may say, gated and rounded. Pairs are (words, band).

    `answering` is how long the check-ins took, as a band: it passes `Press.answering` instead of the ledger. So does
    `reviewed`, what is said beside blind scores (`reviewfigures.py`), with `Press.reviewed`.

    `tools` compare one tool's tasks with the same people's without AI; `coin` is what a coin decided in imports, `trials` what
    the team's own trials gave, as it was printed at their end. `withheld`: the ledger has left something out.
    """

    k: int
    response: str
    cells: tuple[CellFigures, ...] = ()
    tools: tuple[CellFigures, ...] = ()
    coin: tuple[CellFigures, ...] = ()
    trials: tuple[CellFigures, ...] = ()
    all_work: CellFigures | None = None
    own: tuple[OwnFigures, ...] = ()
    own_asked: tuple[str, ...] = ()  # the team's own questions, also those of which nothing may be printed yet
    hidden_types: tuple[str, ...] = ()  # by name, in the order of the alphabet: never why each of them
    more_types: int = 0
    all_shares: dict[str, str] = field(default_factory=dict)  # only where no single task type may be shown
    skip_reasons: tuple[tuple[str, str], ...] = ()
    felt: tuple[tuple[str, str], ...] = ()
    expected: str | None = None
    guessed: str | None = None
    left_out: tuple[tuple[str, str], ...] = ()
    fixing_open: str | None = None
    answering: str | None = None
    reviewed: Mapping[str, Any] | None = None
    currency: str = ""
    priced: bool = False  # whether the team has said what an hour and its tools cost
    tools_bill: float | None = None  # a month, as the team says; no figure of anybody's answers
    as_of: dict[str, str] = field(default_factory=dict)
    withheld: bool = False


@dataclass(frozen=True)
class FoundOut:
    """What a digest says of a team's goals and trials: lines, each with what it is about, and the trials that gave a ratio."""

    lines: tuple[tuple[str, str], ...] = ()
    trials: tuple[CellFigures, ...] = ()
