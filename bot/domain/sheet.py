"""Anybody's finished tasks, read from a file and judged by the same rules as a team's, with exact figures and no gate.

Rows are kept as columns of numbers, so that a million of them fit; nothing of them is stored. For data one already holds.
Loads numpy.
"""

import math
import re
from array import array
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from bot.domain import times
from bot.domain.answer import Assigned
from bot.domain.differences import Welch, welch
from bot.domain.estimate import Rung, Tasks, at
from bot.domain.evidence import ALL_WORK, Cell, assess, side_by_side
from bot.domain.records import Fault, Record
from bot.domain.times import LeftOut
from bot.domain.trials import agreed, permutation_p
from bot.domain.verdict import Because, Started

MOST_FAULTS = 20  # kinds of them told apart
OTHER_FAULTS = "other lines that cannot be read"


@dataclass
class Sheet:
    """What was read so far. `trial` takes what a coin decided, and nothing else; otherwise the other way round."""

    now: datetime
    trial: bool = False
    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    people: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    begun: Counter[tuple[int, bool, bool]] = field(default_factory=Counter)  # kind, with AI, finished
    person: "array[int]" = field(default_factory=lambda: array("i"))
    kind: "array[int]" = field(default_factory=lambda: array("i"))
    y: "array[float]" = field(default_factory=lambda: array("d"))
    x: "array[float]" = field(default_factory=lambda: array("d"))
    size: "array[int]" = field(default_factory=lambda: array("b"))
    treated: "array[int]" = field(default_factory=lambda: array("b"))

    def take(self, one: Record | Fault) -> None:
        self.rows += 1
        if isinstance(one, Fault):
            self._fault(one.reason)
        elif aside := self._aside(one):
            self.left_out[aside] += 1
        else:
            self._task(one)

    def _fault(self, reason: str) -> None:
        """Faults of one kind together, without what stood in the cell."""
        kind = re.sub(r"\d+ cells where the first line names \d+", "more or fewer cells than", re.sub(r' ".*"', "", reason))
        told_apart = kind in self.left_out or len(self.left_out) < MOST_FAULTS
        self.left_out[kind if told_apart else OTHER_FAULTS] += 1

    def _aside(self, record: Record) -> LeftOut | None:
        if record.finished_at > self.now:
            return LeftOut.IN_THE_FUTURE
        if (record.assigned is Assigned.RANDOMISED) is self.trial:
            return None
        return LeftOut.OBSERVED if self.trial else LeftOut.RANDOMISED

    def _task(self, record: Record) -> None:
        kind = self.kinds.setdefault(record.task_type, len(self.kinds))
        treated = record.approach.tried_ai
        self.begun[kind, treated, record.finished] += 1
        expected = record.expected_minutes
        if reason := times.out_of(record.minutes, record.fix_minutes, expected, finished=record.finished):
            self.left_out[reason] += 1
            return
        self.person.append(self.people.setdefault(record.person, len(self.people)))
        self.kind.append(kind)
        self.y.append(math.log(times.used(record.minutes or 0, record.fix_minutes)))
        self.x.append(math.log(max(expected, times.SHORTEST)) if expected is not None else math.nan)
        self.size.append(record.size or 0)
        self.treated.append(treated)

    def judged(self, level: float) -> dict[str, Any]:
        """Rows, what was left out, the cell of each kind of task and of all work: the JSON of the contract."""
        tasks = Tasks(
            person=np.array(self.person, dtype=np.int64),
            kind=np.array(self.kind, dtype=np.int64),
            y=np.array(self.y, dtype=np.float64),
            x=np.array(self.x, dtype=np.float64),
            size=np.array(self.size, dtype=np.int64),
            treated=np.array(self.treated, dtype=np.bool_),
        )
        parts = {name: tasks.only(tasks.kind == code) for name, code in self.kinds.items()}
        names = list(self.people)
        cells, everything = side_by_side(
            {
                name: assess(name, part, names, self._begun(self.kinds[name]), level, by_coin=self.trial)
                for name, part in parts.items()
            },
            assess(ALL_WORK, tasks, names, self._begun(None), level, by_coin=self.trial),
        )
        return {
            "rows": self.rows,
            "left_out": {str(reason): count for reason, count in self.left_out.most_common()},
            "cells": [self._told(cells[name], parts[name], level) for name in sorted(cells, key=str.casefold)],
            "all_work": self._told(everything, tasks, level),
        }

    def _begun(self, kind: int | None) -> Started:
        def count(treated: bool, *finished: bool) -> int:
            of = self.kinds.values() if kind is None else [kind]
            return sum(self.begun[code, treated, done] for code in of for done in finished)

        return Started(count(True, True, False), count(False, True, False), count(True, False), count(False, False))

    def _told(self, cell: Cell, tasks: Tasks, level: float) -> dict[str, Any]:
        found = cell.estimate
        said: dict[str, Any] = {
            "task_type": cell.task_type,
            "evidence": "coin-decided" if cell.by_coin else "observed",
            "rung": cell.rung.letter,
            **(_compared(cell) if found else _unmatched(tasks, level)),
            "balance": cell.balance.ratio if cell.balance else None,
            "verdict": str(cell.verdict),
        }
        if cell.by_coin:
            said["p_permutation"] = p = _shuffled(tasks, cell.rung)
            if not agreed(cell.verdict, p, level) and cell.because in (None, Because.WIDE):
                said["verdict"] = "borderline"
        return said | ({"more_tasks": cell.more_tasks} if cell.more_tasks else {})


def _compared(cell: Cell) -> dict[str, Any]:
    found = cell.estimate
    names = ("ratio", "low", "high", "level", "se", "people", "strata", "tasks_with_ai", "tasks_without_ai", "tasks_unused")
    return {name: getattr(found, name) for name in names}


def _unmatched(tasks: Tasks, level: float) -> dict[str, Any]:
    """Rung (d): each task as if it were somebody else's, so the range is too narrow where people have several."""
    found = welch(tasks.y[tasks.treated], tasks.y[~tasks.treated], level) or Welch(math.nan, None, None, None, None, None)
    return {
        "ratio": None if math.isnan(found.ratio) else found.ratio,
        "low": found.low,
        "high": found.high,
        "level": level,
        "se": found.se,
        "people": len(np.unique(tasks.person)),
        "strata": 0,
        "tasks_with_ai": int(tasks.treated.sum()),
        "tasks_without_ai": int((~tasks.treated).sum()),
        "tasks_unused": 0,
    }


def _shuffled(tasks: Tasks, rung: Rung) -> float | None:
    """The permutation p of a trial, inside the strata of its rung; of the time against the expected one on rung (a)."""
    if not len(tasks.y) or at(rung, tasks) is None:
        return None
    tasks = tasks.only(np.isfinite(tasks.x)) if rung is Rung.EXPECTED else tasks
    key = tasks.person * (int(tasks.kind.max()) + 1) + tasks.kind
    _, stratum = np.unique(key * 8 + tasks.size if rung is Rung.SIZE else key, return_inverse=True)
    return permutation_p(tasks.y - tasks.x if rung is Rung.EXPECTED else tasks.y, tasks.treated, stratum)
