"""Anybody's finished tasks, read from a file and judged by the same rules as a team's, with exact figures and no gate.

Rows are kept as columns of numbers, so that a million of them fit; nothing of them is stored. For data one already holds.
Loads numpy.
"""

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import compress, islice
from typing import Any

import numpy as np

from bot.domain.answer import Assigned
from bot.domain.cells import Cell, assess, side_by_side
from bot.domain.censored import typical
from bot.domain.differences import Welch, welch
from bot.domain.estimate import Estimate, Tasks
from bot.domain.evidence import ALL_WORK
from bot.domain.records import Fault, Record
from bot.domain.times import REASONS, SHORTEST, LeftOut, left_out
from bot.domain.trials import agreed, assignment_p, fair, shuffled
from bot.domain.verdict import Because, Started

BATCH = 500
MOST_FAULTS = 20  # kinds of them told apart
OTHER_FAULTS = "other lines that cannot be read"


def _codes() -> defaultdict[str, int]:
    """Names and their codes; a new name gets the next one."""
    codes: defaultdict[str, int] = defaultdict()
    codes.default_factory = codes.__len__
    return codes


@dataclass
class Sheet:
    """What was read so far. `trial` takes what a coin decided, and nothing else; otherwise the other way round."""

    now: datetime
    trial: bool = False
    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    people: defaultdict[str, int] = field(default_factory=_codes)
    kinds: defaultdict[str, int] = field(default_factory=_codes)
    begun: Counter[tuple[int, bool, bool]] = field(default_factory=Counter)  # kind, with AI, finished
    so_far: defaultdict[tuple[int, bool], list[float]] = field(default_factory=lambda: defaultdict(list))  # of unfinished ones
    person: "array[int]" = field(default_factory=lambda: array("q"))
    kind: "array[int]" = field(default_factory=lambda: array("q"))
    y: "array[float]" = field(default_factory=lambda: array("d"))
    x: "array[float]" = field(default_factory=lambda: array("d"))
    size: "array[int]" = field(default_factory=lambda: array("q"))
    treated: "array[int]" = field(default_factory=lambda: array("b"))

    def take(self, lines: Iterable[Record | Fault]) -> None:
        lines = iter(lines)
        while batch := list(islice(lines, BATCH)):
            self.rows += len(batch)
            told = []
            for one in batch:
                if isinstance(one, Fault):
                    self._fault(one.reason)
                elif aside := self._aside(one):
                    self.left_out[aside] += 1
                else:
                    told.append(one)
            if told:
                self._add(told)

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

    def _add(self, told: list[Record]) -> None:
        _, people, kinds, approaches, *times, sizes, finished, _, _, _, _ = zip(*told, strict=True)
        kind = np.array([self.kinds[name] for name in kinds])
        treated = np.array([approach.tried_ai for approach in approaches])
        done = np.array(finished)
        self.begun.update(zip(kind.tolist(), treated.tolist(), finished, strict=True))
        minutes, fixing, expected = (np.array(column, dtype=np.float64) for column in times)  # None becomes NaN
        why = left_out(minutes, fixing, expected, np.ones(len(told), dtype=np.bool_))
        used = np.maximum(minutes, SHORTEST) + np.nan_to_num(fixing)
        for at in np.flatnonzero(~done & (why == 0)).tolist():
            self.so_far[int(kind[at]), bool(treated[at])].append(float(used[at]))
        why[~done] = REASONS.index(LeftOut.UNFINISHED)
        self.left_out.update(str(REASONS[code]) for code in why[why > 0].tolist())
        timed = why == 0
        self.person.extend(self.people[name] for name in compress(people, timed.tolist()))
        self.size.extend(size or 0 for size in compress(sizes, timed.tolist()))
        for column, values in ((self.kind, kind), (self.y, np.log(used)), (self.x, np.log(np.maximum(expected, SHORTEST)))):
            column.frombytes(values[timed].tobytes())
        self.treated.frombytes(treated[timed].tobytes())

    def judged(self, level: float) -> dict[str, Any]:
        """Rows, what was left out, the cell of each kind of task and of all work: the JSON of the contract."""
        tasks, names = self._tasks(), list(self.people)

        def cell(name: str, code: int | None) -> Cell:
            return assess(name, _part(tasks, code), names, self._begun(code), level, by_coin=self.trial)

        cells, everything = side_by_side(
            {name: cell(name, code) for name, code in self.kinds.items()},
            cell(ALL_WORK, None),
        )
        return {
            "rows": self.rows,
            "left_out": {str(reason): count for reason, count in self.left_out.most_common()},
            "cells": [self._told(cells[name], tasks, self.kinds[name], level) for name in sorted(cells, key=str.casefold)],
            "all_work": self._told(everything, tasks, None, level),
        }

    def _tasks(self) -> Tasks:
        columns = (self.person, self.kind, self.y, self.x, self.size)
        person, kind, y, x, size = (np.asarray(column) for column in columns)  # the same memory
        return Tasks(person, kind, y, x, size, np.asarray(self.treated).view(np.bool_))

    def _begun(self, kind: int | None) -> Started:
        def count(treated: bool, *finished: bool) -> int:
            of = self.kinds.values() if kind is None else [kind]
            return sum(self.begun[code, treated, done] for code in of for done in finished)

        return Started(count(True, True, False), count(False, True, False), count(True, False), count(False, False))

    def _told(self, cell: Cell, every: Tasks, code: int | None, level: float) -> dict[str, Any]:
        tasks = _part(every, code)
        said: dict[str, Any] = {
            "task_type": cell.task_type,
            "evidence": "coin-decided" if cell.by_coin else "observed",
            "rung": cell.rung.letter,
            **(_compared(cell.estimate) if cell.estimate else _unmatched(tasks, level)),
            "balance": cell.balance.ratio if cell.balance else None,
            "verdict": str(cell.verdict),
        }
        if cell.estimate:
            said["hodges_lehmann"] = cell.steady
        if cell.by_coin:
            said |= _checked(cell, tasks, level)
        if cell.because is Because.UNFINISHED and (with_open := self._typical(tasks, code, cell.started)):
            said["typical_censored"] = with_open
        return said | ({"more_tasks": cell.more_tasks} if cell.more_tasks else {})

    def _typical(self, tasks: Tasks, kind: int | None, begun: Started) -> dict[str, float | None]:
        """Each way's typical minutes with unfinished tasks as at least the time they took; nothing when none says its time."""
        out, known = {}, False
        for way, treated, unfinished in (
            ("with_ai", True, begun.unfinished_with_ai),
            ("without_ai", False, begun.unfinished_without_ai),
        ):
            so_far = [time for code in self.kinds.values() if kind in (None, code) for time in self.so_far[code, treated]]
            done = np.exp(tasks.y[tasks.treated == treated])
            minutes = np.concatenate([done, so_far])
            known = known or bool(so_far)
            out[way] = typical(minutes, np.arange(len(minutes)) < len(done), untimed=unfinished - len(so_far))
        return out if known else {}


def _part(tasks: Tasks, kind: int | None) -> Tasks:
    return tasks if kind is None else tasks.only(tasks.kind == kind)


def _checked(cell: Cell, tasks: Tasks, level: float) -> dict[str, Any]:
    """What a trial is asked besides. Nothing says what the coin had said, so it is asked of what was done: is that as even
    as a coin's doing? And do shuffles inside the strata say the same as the range?"""
    begun = cell.started
    flips = begun.with_ai + begun.without_ai
    p = shuffled(cell.rung, tasks) if cell.estimate else None
    said: dict[str, Any] = {
        "assignment_p": assignment_p(begun.with_ai, flips),
        "p_permutation": p,
    }
    if not fair(begun.with_ai, flips):
        said["verdict"] = "not_usable"
    elif not agreed(cell.verdict, p, level) and cell.because in (None, Because.WIDE):
        said["verdict"] = "borderline"
    return said


def _compared(found: Estimate) -> dict[str, Any]:
    """No range where leaving anybody out changes nothing: it would be of no width, and look certain."""
    names = ("ratio", "low", "high", "level", "se", "people", "strata", "tasks_with_ai", "tasks_without_ai", "tasks_unused")
    said = {name: getattr(found, name) for name in names}
    return said if found.se else said | {"low": None, "high": None}


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
