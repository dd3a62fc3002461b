"""The release ledger: whether a figure may be printed beside everything that was printed before. Gate 4 of section 7.

Two prints of a figure can be subtracted from one another by whoever has read both. So for any two of them, of windows that
overlap, the answers in which they differ are nobody's or those of at least k people; a figure that would break this is
reprinted as it was ("no update since …"), and left out when it was never printed in this window. New, changed and deleted
answers are all differences, but only authors of answers that are still there count towards k. And as `docs/evidence.md` asks,
nothing is updated while between one and k - 1 people have joined or left since the last print.

A print is compared with *every* earlier one, not only with the last: answers that were changed and changed back, or added and
deleted again, would otherwise bring a third print close to the first. Figures over all task types are compared with those of
single types as well, and with all of these together: what remains of the whole is nobody's or that of k people or more.

Pure: figures go in as plain dictionaries and come out as such. A figure this module has no name for counts as made of all
that people say.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.domain import privacy
from bot.domain.footprints import COMPARED, EVERY_TYPE, PARTS, Footprints
from bot.domain.words import Line, Section

Values = dict[str, Any]

# Of which parts of the answers each figure is made. Those of one kind are printed, or held, together.
_CELL: Mapping[str, str] = {
    **dict.fromkeys(("typical_with_ai", "typical_without_ai"), "typical"),
    **dict.fromkeys(("ratio", "low", "high", "people", "verdict", "because", "level", "rung"), COMPARED),
    **dict.fromkeys(("balance", "size"), "balance"),
    **dict.fromkeys(("more_tasks", "more_weeks"), "needed"),
    "main_reason": "reasons",
}
_WHOLE = {
    "skip_reasons": "reasons",
    "felt": "felt",
    "expected": "expected",
    "left_out": "left_out",
    "fixing_open": "fixing_open",
}
_MADE_OF: Mapping[str, tuple[str, ...]] = {
    "typical": ("time/with", "time/without"),
    COMPARED: (COMPARED,),
    "needed": (COMPARED, "time/with", "time/without"),
    "expected": ("used_because_expected",),
}
_LABELS = frozenset({"rung", "verdict", "because", "level"})  # these alone print nothing that was answered
_NO_FIGURE = frozenset({"task_type", "evidence", "k", "response", "cells", "all_work", "hidden_types", "more_types"})
_MORE = "more"


@dataclass(frozen=True)
class Printed:
    """One figure as it stands in the ledger: what was printed, and the marks of the answers it is made of."""

    window: str
    since: date
    until: date
    scope: str
    kind: str
    k: int
    value: Values
    marks: Mapping[str, frozenset[str]]
    printed_at: datetime

    def overlaps(self, other: "Printed") -> bool:
        return self.since < other.until and other.since < self.until

    def about(self, other: "Printed") -> bool:
        """The same figure in the same window."""
        return (self.window, self.scope, self.kind) == (other.window, other.scope, other.kind)


@dataclass(frozen=True)
class Held:
    """A figure that was not updated; `since` is None when it has never been printed in this window, and so is left out."""

    scope: str
    kind: str
    since: date | None


@dataclass
class Ledger:
    """Everything printed about a team so far, and what decides about the next print. `fresh` is what it has let through.

    `here` are the marks of the window's answers; `anywhere` those of all answers that any print in `earlier` may be made of.
    `moved` says how many people have joined or left since a moment.
    """

    window: str
    since: date
    until: date
    k: int
    now: datetime
    here: Footprints
    anywhere: Footprints
    moved: Callable[[datetime], int]
    earlier: list[Printed]
    fresh: list[Printed] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    def release(self, figures: Values, blank: Values, blank_cell: Values) -> Values:
        """The figures that may be printed now: new ones where the gate lets them through, else as printed before."""
        cells = tuple(self._cell(cell, cell["task_type"], blank_cell) for cell in figures["cells"])
        printed = _gathered(self._each(EVERY_TYPE, _of_whole(figures), _of_whole(blank)), "all_shares", figures)
        all_work = self._cell(figures["all_work"], EVERY_TYPE, blank_cell) if figures.get("all_work") else None
        return {**figures, **printed, "cells": cells, "all_work": all_work if all_work and all_work["ratio"] else None}

    def _cell(self, cell: Values, scope: str, blank: Values) -> Values:
        return {**cell, **_gathered(self._each(scope, _of_cell(cell), _of_cell(blank)), "shares", cell)}

    def _each(self, scope: str, kinds: Mapping[str, Values], blank: Mapping[str, Values]) -> Values:
        out: Values = {}
        for kind, value in kinds.items():
            out |= self._one(scope, kind, value, blank.get(kind) or dict.fromkeys(value))
        return out

    def _one(self, scope: str, kind: str, value: Values, blank: Values) -> Values:
        if not any(said for name, said in value.items() if name not in _LABELS):
            return value
        figure = Printed(
            self.window, self.since, self.until, scope, kind, self.k, value, self._marks(scope, kind, value), self.now
        )
        same = next((one for one in reversed(self.earlier) if one.about(figure) and one.marks == figure.marks), None)
        if same and same.k >= self.k:
            return {**blank, **same.value}  # not anew: a ratio also moves a little with the other kinds of task
        if self._fits(figure):
            self.earlier.append(figure)
            self.fresh.append(figure)
            return value
        last = self._last(figure)
        self.held.append(Held(scope, kind, last.printed_at.date() if last else None))
        return {**blank, **last.value} if last else blank

    def _last(self, figure: Printed) -> Printed | None:
        """The figure as it was printed last, if that was of groups as big as the team asks for now."""
        return next((one for one in reversed(self.earlier) if one.about(figure) and one.k >= self.k), None)

    def _marks(self, scope: str, kind: str, value: Values) -> dict[str, frozenset[str]]:
        if kind == COMPARED:
            return {kind: frozenset(self.here.compared(scope, value.get("rung")))}
        marks = {part: frozenset(self.here.of(scope, part)) for part in _parts(kind, value)}
        return marks | ({COMPARED: frozenset(self.here.compared(scope, None))} if COMPARED in marks else {})

    def _fits(self, figure: Printed) -> bool:
        rivals = [one for one in self.earlier if one.overlaps(figure) and one.kind == figure.kind]
        last = next((one for one in reversed(rivals) if one.about(figure)), None)
        if last and not privacy.nobody_or_enough(self.moved(last.printed_at), self.k):
            return False
        near = [one for one in rivals if one.scope == figure.scope or EVERY_TYPE in (one.scope, figure.scope)]
        return all(self._apart(figure, one) for one in near) and self._remainder(figure, rivals)

    def _apart(self, one: Printed, other: Printed) -> bool:
        """What tells two prints apart is nobody's, or that of enough people."""
        return all(self._enough(one.marks[part] ^ other.marks[part], part) for part in one.marks.keys() & other.marks.keys())

    def _remainder(self, figure: Printed, rivals: list[Printed]) -> bool:
        """What tells a whole from all its single types as last printed is nobody's, or that of enough people."""
        newest = {one.scope: one for one in [*rivals, figure]}
        parts = [one for one in newest.values() if one.scope != EVERY_TYPE]
        wholes = [one for one in [*rivals, figure] if one.scope == EVERY_TYPE] if parts else []
        return all(
            self._enough(marks ^ frozenset[str]().union(*(one.marks.get(part, ()) for one in parts)), part)
            for whole in wholes
            for part, marks in whole.marks.items()
        )

    def _enough(self, marks: Collection[str], part: str) -> bool:
        """Answers that are gone have no author any more, and count for nobody."""
        authors = self.anywhere.of(EVERY_TYPE, part)
        return not marks or privacy.may_show(len({authors[one] for one in marks if one in authors}), self.k)


def _parts(kind: str, value: Values) -> Iterable[str]:
    if kind == "balance":
        known = "expected" if value.get("balance") is not None else "sized"
        return f"{known}/with", f"{known}/without"
    if kind in _MADE_OF:
        return _MADE_OF[kind]
    if kind in PARTS:
        return (kind,)
    shares = [name.removeprefix(_SHARE) for name in value if name.startswith(_SHARE)]
    return shares if shares and all(name in PARTS for name in shares) else PARTS


_SHARE = "share/"


def _of_cell(cell: Values) -> dict[str, Values]:
    return _by_kind({name: value for name, value in cell.items() if name != "shares"} | _shares(cell.get("shares")), _CELL)


def _of_whole(figures: Values) -> dict[str, Values]:
    own = {name: value for name, value in figures.items() if name != "all_shares"}
    return _by_kind(own | _shares(figures.get("all_shares")), _WHOLE, "more about all")


def _shares(shares: Mapping[str, Any] | None) -> Values:
    return {f"{_SHARE}{name}": value for name, value in (shares or {}).items()}


def _by_kind(values: Values, kinds: Mapping[str, str], more: str = _MORE) -> dict[str, Values]:
    """Figures that stand or fall together; shares of tasks with AI and without are such a pair."""
    out: dict[str, Values] = {}
    for name, value in values.items():
        if name in _NO_FIGURE:
            continue
        pair = name.removesuffix("_with_ai").removesuffix("_without_ai")
        out.setdefault(pair if name.startswith(_SHARE) else kinds.get(name, more), {})[name] = value
    return out


def _gathered(printed: Values, name: str, own: Values) -> Values:
    """Shares put back where they came from; those left out are gone."""
    rest = {key: value for key, value in printed.items() if not key.startswith(_SHARE)}
    shares = {key.removeprefix(_SHARE): value for key, value in printed.items() if key.startswith(_SHARE) and value is not None}
    return {**rest, name: shares} if name in own else rest


def section(held: Iterable[Held]) -> Section | None:
    """What a digest says about figures that were not updated."""
    lines = dict.fromkeys(_lines(held))
    return Section("held", "No update", tuple(lines)) if lines else None


def _lines(held: Iterable[Held]) -> Iterator[Line]:
    """A line for what stands as printed before, and one for what is left out, for each kind of task that has any."""
    days: dict[str, set[date | None]] = {}
    for one in held:
        days.setdefault(one.scope, set()).add(one.since)
    for scope in sorted(days, key=lambda scope: (scope == EVERY_TYPE, scope.casefold())):
        lead, dates = scope or "All kinds of task", sorted(day for day in days[scope] if day)
        if None in days[scope]:
            yield Line(lead, "some of it is left out, as it would differ from what was printed by too few people's answers.")
        if dates:
            when = " and ".join(f"{day.day} {day:%B}" for day in dates)
            why = "too few people's answers have changed since, or people joined or left"
            yield Line(lead, f"some of it is as printed on {when} {dates[-1].year}: {why}.")


def as_values(held: Iterable[Held]) -> list[Values]:
    return [{"scope": one.scope, "kind": one.kind, "since": one.since and one.since.isoformat()} for one in held]


def placed(sections: tuple[Section, ...], held: Iterable[Held]) -> tuple[Section, ...]:
    """A digest's sections with what was not updated before the last of them."""
    extra = section(held)
    return (*sections[:-1], extra, *sections[-1:]) if extra else sections
