"""Answers as columns: one array a question, one entry an answer. What evidence is computed from, of a team or of a company.

Words become codes, so that a million answers fit and are judged at once; every definition of what an answer says is written
here and in `outcomes.py` once, for one answer as for all. Loads numpy: import it where a report is computed.
"""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import count
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bot.domain.answer import Answer, Approach, Assigned, Fixing, NextTime, Quality
from bot.domain.times import FIXING_MINUTES, LONGEST, SHORTEST, left_out

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]

# Columns of few values, each with its values: the code of a value is its place here, from 1; 0 is no answer.
CODED: dict[str, Sequence[Any]] = {
    "approach": tuple(Approach),
    "fixing": tuple(Fixing),
    "quality": tuple(Quality),
    "next_time": tuple(NextTime),
    "guess": ("much_less", "less", "same", "more", "much_more", "no_idea"),
    "assigned": tuple(Assigned),
    "size": tuple(range(1, 6)),
    "finished": (True,),
}
# A row as it is read: keys, what was picked as one text, numbers, the team's own ones, and all codes packed into one number.
Row = tuple[Any, ...]
_FIXING = np.array([math.nan, *(FIXING_MINUTES.get(one, math.nan) for one in Fixing)])


@dataclass(frozen=True)
class Choices:
    """What was picked where several could be."""

    differences: frozenset[str] = frozenset()
    skip_reasons: frozenset[str] = frozenset()
    why_ai: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Columns:
    """All arrays have one entry an answer. `person`, `team` and `said` are places in the lists of their values; `kind`, `tool`
    and the columns of `CODED` are codes, 0 for any other or none; numbers are minutes, NaN for none. `day` is an ordinal.

    `stored` and `answered` say how many of the moments somebody wants to compare with had passed when the answer was first
    stored, and when it last changed. `own` are the answers to the team's own questions, by their keys.
    """

    person: Codes
    kind: Codes
    tool: Codes
    team: Codes
    day: Codes
    said: Codes
    minutes: Floats
    fix_minutes: Floats
    expected: Floats
    approach: Codes
    fixing: Codes
    quality: Codes
    next_time: Codes
    guess: Codes
    assigned: Codes
    size: Codes
    finished: Flags
    stored: Codes
    answered: Codes
    names: Sequence[str]
    kinds: Sequence[str]
    tools: Sequence[str]
    teams: Sequence[str]
    choices: Sequence[Choices]
    own: Mapping[str, Floats]

    def __len__(self) -> int:
        return len(self.person)

    def only(self, which: Flags) -> Self:
        if which.all():
            return self
        whole: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self)}
        whole |= {name: value[which] for name, value in whole.items() if isinstance(value, np.ndarray)}
        whole["own"] = {key: values[which] for key, values in self.own.items()}
        return replace(self, **whole)

    def between(self, since: date, until: date) -> Self:
        """Of tasks finished from `since` to the day before `until`."""
        return self.only((self.day >= since.toordinal()) & (self.day < until.toordinal()))

    def of_kinds(self, wanted: Iterable[str]) -> Flags:
        return np.isin(self.kind, [self.kinds.index(name) + 1 for name in wanted if name in self.kinds])

    def of_tool(self, wanted: str) -> Flags:
        return np.equal(self.tool, self.tools.index(wanted) + 1 if wanted in self.tools else -1)

    def is_(self, column: str, *values: StrEnum | str) -> Flags:
        """Where a coded column has one of these values."""
        places = [list(CODED[column]).index(value) + 1 for value in values]
        codes: Codes = getattr(self, column)
        return np.isin(codes, places) if len(places) > 1 else np.equal(codes, places[0])

    def told(self, own_question: str) -> Floats:
        """What was answered to a question of the team's own; NaN where nothing was."""
        return self.own.get(own_question, np.full(len(self), math.nan))

    def chose(self, question: str, *codes: str) -> Flags:
        """Where one of these was picked; anything at all, if none is named."""
        wanted = frozenset(codes)
        picked = [getattr(one, question) for one in self.choices]
        return np.array([bool(one & wanted if codes else one) for one in picked] or [False])[self.said]

    def by_person(self, which: Flags) -> Mapping[str, int]:
        """How many of these answers each person gave."""
        return by_person(self.person[which], self.names)

    def for_each_person(self, value: Callable[[str], int]) -> Codes:
        """A number for each of `names`."""
        return np.array([value(name) for name in self.names], dtype=np.int64)

    @property
    def authors(self) -> frozenset[str]:
        return frozenset(self.names[code] for code in np.unique(self.person).tolist())

    @cached_property
    def with_ai(self) -> Flags:
        """Done with AI, or tried with it: `Approach.tried_ai`."""
        return ~self.is_("approach", Approach.WITHOUT)

    @cached_property
    def observed(self) -> Flags:
        """Chosen by its author, not by a coin."""
        return self.is_("assigned", Assigned.OBSERVED)

    @cached_property
    def fix(self) -> Floats:
        """Minutes of fixing, NaN while nobody can tell. A span counts as its middle, "more" as at least an hour."""
        given = np.isfinite(self.fix_minutes) & (self.fix_minutes >= 0)
        known = np.where(given, self.fix_minutes, _FIXING[self.fixing])
        return np.where(self.is_("fixing", Fixing.TOO_EARLY), math.nan, known)

    @property
    def fix_known(self) -> Flags:
        return np.isfinite(self.fix)

    @cached_property
    def left_out(self) -> Codes:
        """Why an answer is not in the times, as a place in `times.REASONS`; 0 if it is."""
        return left_out(self.minutes, self.fix, self.expected, self.finished)

    @property
    def timed(self) -> Flags:
        return np.equal(self.left_out, 0)

    @cached_property
    def used(self) -> Floats:
        """Minutes of work and fixing; work only while the fixing is not known. Of answers that are in the times."""
        return np.maximum(self.minutes, SHORTEST) + np.nan_to_num(self.fix)

    @property
    def foreseen(self) -> Flags:
        """Whose expected time is known."""
        return np.isfinite(self.expected) & (self.expected > 0)

    @cached_property
    def spent(self) -> Floats:
        """Minutes of work and fixing so far; 0 where none were said."""
        return np.nan_to_num(np.where(self.minutes > 0, self.used, 0.0))

    @property
    def costed(self) -> Flags:
        """Which count towards cost: those in the times, and what is begun, by the time it has taken so far."""
        return self.timed | (~self.finished & (self.spent <= LONGEST))

    @classmethod
    def of(cls, answers: Iterable[Answer], epochs: Iterable[tuple[int, int]] | None = None) -> Self:
        """Answers as columns; `epochs` are `stored` and `answered` of each, in moments passed."""
        told = list(answers)
        passed = list(epochs or [(0, 0)] * len(told))
        last = max((max(pair) for pair in passed), default=0)
        coded = packed_as([one.task_type for one in told], [one.tool for one in told if one.tool])
        own = sorted({key for one in told for key in one.own})
        rows = [_row(one, pair, coded, last, own) for one, pair in zip(told, passed, strict=True)]
        return cls.read([rows], coded, last, own)

    @classmethod
    def read(
        cls, chunks: Iterable[Sequence[Row]], coded: Mapping[str, Sequence[Any]], moments: int, own: Sequence[str] = ()
    ) -> Self:
        """Rows in chunks, packed as `coded` says, with this many moments to compare with and the team's `own` questions."""
        named = (*_NUMBERS, *own)
        seen = [defaultdict[Any, int](count().__next__) for _ in _KEYS]  # a value met for the first time takes the next code
        parts: list[list[NDArray[Any]]] = [[] for _ in range(len(_KEYS) + len(named) + 1)]
        for rows in filter(None, chunks):
            *columns, packed = zip(*rows, strict=True)
            for known, part, column in zip(seen, parts, columns, strict=False):
                part.append(np.fromiter(map(known.__getitem__, column), dtype=np.int64, count=len(column)))
            for part, column in zip(parts[len(_KEYS) :], columns[len(_KEYS) :], strict=False):
                part.append(np.array(column, dtype=np.float64))
            parts[-1].append(np.array(packed, dtype=np.int64))
        arrays = [np.concatenate(part) if part else np.zeros(0) for part in parts]
        names, teams, days, choices = (list(known) for known in seen)
        keys = dict(zip(_KEYS, (part.astype(np.int32) for part in arrays), strict=False))
        keys["person"] = arrays[0].astype(np.int64)
        ordinals = [date.fromisoformat(str(day)).toordinal() for day in days]
        keys["day"] = np.array(ordinals or [0], dtype=np.int32)[keys["day"]]
        numbers = dict(zip(named, arrays[len(_KEYS) :], strict=False))
        codes = _unpacked(arrays[-1].astype(np.int64), _bases(coded, moments))
        codes["kind"], codes["finished"] = codes.pop("task_type"), codes["finished"] == 1
        theirs = {key: numbers.pop(key) for key in own}
        every: dict[str, Any] = {**keys, **numbers, **codes, "own": theirs, "choices": [_choices(text) for text in choices]}
        return cls(**every, names=names, kinds=coded["task_type"], tools=coded["tool"], teams=teams)


def by_person(person: Codes, names: Sequence[str]) -> Mapping[str, int]:
    """How many entries each person has."""
    counts = np.bincount(person, minlength=1)
    present = np.flatnonzero(counts)
    return {names[code]: count for code, count in zip(present.tolist(), counts[present].tolist(), strict=True)}


_KEYS = ("person", "team", "day", "said")
_NUMBERS = ("minutes", "fix_minutes", "expected")


def packed_as(task_types: Iterable[str], tools: Iterable[str]) -> dict[str, Sequence[Any]]:
    """The columns of an answer that become codes, and their values; others of these kinds and tools are not told apart."""
    return {"task_type": list(dict.fromkeys(task_types)), "tool": list(dict.fromkeys(tools)), **CODED}


def _bases(coded: Mapping[str, Sequence[Any]], moments: int) -> dict[str, int]:
    """Each packed column with the number of its codes, the first one counting single."""
    return {name: len(values) + 1 for name, values in coded.items()} | {"stored": moments + 1, "answered": moments + 1}


def _unpacked(packed: Codes, bases: dict[str, int]) -> dict[str, NDArray[Any]]:
    out: dict[str, NDArray[Any]] = {}
    for name, base in bases.items():
        packed, code = np.divmod(packed, base)
        out[name] = code.astype(np.int16)
    return out


def _row(one: Answer, epochs: tuple[int, int], coded: Mapping[str, Sequence[Any]], moments: int, own: Sequence[str]) -> Row:
    codes = [list(values).index(value) + 1 if (value := getattr(one, name)) in values else 0 for name, values in coded.items()]
    packed, factor = 0, 1
    for code, base in zip([*codes, *epochs], _bases(coded, moments).values(), strict=True):
        packed, factor = packed + code * factor, factor * base
    said = "".join(json.dumps(sorted(picked)) for picked in (one.differences, one.skip_reasons, one.why_ai))
    numbers = (one.minutes, one.fix_minutes, one.expected_minutes)
    return (one.person, "", one.finished_on, said, *numbers, *(one.own.get(key) for key in own), packed)


def _choices(text: str) -> Choices:
    """Three JSON lists of codes, one right after the other."""
    return Choices(*(frozenset(picked) for picked in json.loads("[" + text.replace("][", "],[") + "]")))
