"""The rows of a digest as the release ledger sees them: figures that are printed, or held, together, and what each is made of.

A reader reads a row at once, so all of it is of one day. A figure that no row names is in a row of its own kind that counts as
made of all that people say.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.figures import CellFigures, Figures, OwnFigures
from bot.domain.outcomes import Outcome
from bot.domain.parts import BY_COIN, COMPARED, EVERY_PART, OWN
from bot.domain.printed import EVERYTHING, Values, scope_of

Release = Callable[[str, str, Values, set[str]], tuple[Values | None, date | None]]

_SHARE = "share/"
_CELL: Mapping[str, tuple[str, ...]] = {
    "times": ("rung", "verdict", "because", "level", "people", "ratio", "low", "high", "steady", "more_tasks", "more_weeks"),
    "typical": ("typical_with_ai", "typical_without_ai"),
    "balance": ("balance", "size"),
    "unfinished": (Outcome.UNFINISHED_WITH, Outcome.UNFINISHED_WITHOUT),
    "fixing": ("fixed", "below", "sure", "alike", *(o for o in Outcome if o.startswith(("fixed_", "below_")))),
    "skips": (Outcome.RIGHT_SKIP, Outcome.REGRETTED_SKIP, Outcome.REGRETTED_USE, "main_reason"),
    "worse": (Outcome.NO_DIFFERENCE, Outcome.WORSE, Outcome.DROPPED),
    "trend": ("trend",),
    "cost": ("cost_with_ai", "cost_without_ai"),
}  # fmt: skip
_WHOLE = {
    "skip_reasons": "reasons",
    "felt": "felt",
    "expected": "expected",
    "guessed": "guessed",
    "left_out": "left_out",
    "fixing_open": "fixing_open",
}
_ROW_OF = {name: row for row, names in _CELL.items() for name in names}
_LABELS = frozenset({"rung", "verdict", "because", "level", "sure", "alike"})  # these alone print nothing that was answered
_NO_FIGURE = frozenset(
    {"task_type", "tool", "evidence", "as_of", "k", "response", "currency", "tools_bill", "cells", "tools", "coin", "all_work"}
    | {"own", "own_asked", "hidden_types", "more_types", "withheld", "answering", "reviewed", "priced", "trials"}
)
_OUTCOMES = frozenset(map(str, Outcome))
_BOTH = {"time": ("time/with", "time/without"), "spent": ("spent/with", "spent/without")}
_MADE_OF: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("typical_with_ai", "typical_without_ai"), _BOTH["time"]),
    **dict.fromkeys(("cost_with_ai", "cost_without_ai"), _BOTH["spent"]),
    **dict.fromkeys(("more_tasks", "more_weeks", "trend"), ("timed",)),  # how far apart all times are tells how many it takes
    "balance": ("expected/with", "expected/without"),
    "size": ("sized/with", "sized/without"),
    "main_reason": ("reasons",),
    "skip_reasons": ("reasons",),
    "expected": (Outcome.EXPECTED,),
    "guessed": (Outcome.GUESSED_LONGER,),
    **{name: (name,) for name in ("felt", "left_out", "fixing_open", *Outcome)},
}
_DIFFERENCES = frozenset({"fixed", "below"})
_OWN_ROW = ("rung", "level", "sure", "people", "apart", "with_ai", "without_ai")
_COMPARED = frozenset({"people", "ratio", "low", "high", "steady", *_LABELS})


def released(figures: Figures, release: Release) -> Figures:
    """The figures that may be printed now, row by row, those of single kinds of task first."""
    press = _Press(release)
    cells = tuple(press.cell(cell, scope_of(cell.task_type)) for cell in figures.cells)
    tools = tuple(press.cell(cell, scope_of(cell.task_type, cell.tool)) for cell in figures.tools)
    coin = tuple(press.cell(cell, scope_of(cell.task_type)) for cell in figures.coin)
    all_work = press.cell(figures.all_work, EVERYTHING) if figures.all_work else None
    own = tuple(press.own(one) for one in figures.own)
    whole = press.whole(figures)
    return replace(
        whole,
        cells=cells,
        tools=tuple(cell for cell in tools if cell.ratio),
        coin=tuple(cell for cell in coin if cell.ratio),
        all_work=all_work if all_work and all_work.ratio else None,
        own=tuple(one for one in own if one.apart or one.with_ai),
        withheld=press.withheld,
    )


class _Press:
    """One print on its way through the ledger. `withheld` becomes true when a row may not be printed at all."""

    def __init__(self, release: Release) -> None:
        self.release, self.withheld = release, False

    def cell(self, cell: CellFigures, scope: str) -> CellFigures:
        values, as_of = _flat(vars(cell), cell.shares), dict[str, str]()
        for row, own in _rows(values, lambda name: _ROW_OF.get(name, "more")):
            kind = BY_COIN if cell.evidence == "coin-decided" else row
            values |= self._row(scope, kind, own, _blank(CellFigures(""), own), as_of, row)
        shares = {name.removeprefix(_SHARE): value for name, value in values.items() if name.startswith(_SHARE) and value}
        rest = {name: value for name, value in values.items() if not name.startswith(_SHARE)}
        return replace(cell, **rest, shares=shares, as_of=as_of)

    def own(self, one: OwnFigures) -> OwnFigures:
        """Each question of the team's own is a kind of row for itself: what reads otherwise is another question."""
        values, as_of = {name: getattr(one, name) for name in _OWN_ROW}, dict[str, str]()
        blank = _blank(OwnFigures("", "", ""), values)
        told = self._row(scope_of(one.task_type), f"{OWN}/{one.question}", values, blank, as_of, OWN)
        return replace(one, **told, as_of=as_of)

    def whole(self, figures: Figures) -> Figures:
        values, as_of = _flat(vars(figures), figures.all_shares), dict[str, str]()
        for row, own in _rows(values, lambda name: _ROW_OF[name] if name in _OUTCOMES else _WHOLE.get(name, "more")):
            values |= self._row(EVERYTHING, row, own, _blank(Figures(figures.k, ""), own), as_of, row)
        shares = {name.removeprefix(_SHARE): value for name, value in values.items() if name.startswith(_SHARE) and value}
        rest = {name: value for name, value in values.items() if not name.startswith(_SHARE)}
        return replace(figures, **rest, all_shares=shares, as_of=as_of)

    def _row(self, scope: str, kind: str, own: Values, blank: Values, as_of: dict[str, str], row: str) -> Values:
        if not any(value for name, value in own.items() if name not in _LABELS):
            return own
        told, day = self.release(scope, kind, own, _parts(own, kind))
        if told is None:
            return own | {name: nothing for name, nothing in blank.items() if name not in _LABELS}
        self.withheld |= not told
        if told and day:
            as_of[row] = day.isoformat()
        return {**blank, **told}


def _flat(values: Mapping[str, Any], shares: Mapping[str, str]) -> Values:
    own = {name: value for name, value in values.items() if name not in ("shares", "all_shares") and name not in _NO_FIGURE}
    return own | {f"{_SHARE}{name}": value for name, value in shares.items()}


def _rows(values: Values, row_of: Callable[[str], Any]) -> Iterator[tuple[str, Values]]:
    out: dict[str, Values] = {}
    for name, value in values.items():
        out.setdefault(row_of(name.removeprefix(_SHARE)), {})[name] = value
    yield from out.items()


def _blank(empty: Any, own: Values) -> Values:
    return {name: getattr(empty, name, None) for name in own}


def _parts(own: Values, kind: str) -> set[str]:
    """What of the answers the figures of a row use; everything, for a figure nobody has named here."""
    if kind.partition("/")[0] == OWN:
        return _own_parts(own, kind)
    out: set[str] = set()
    for name, value in own.items():
        plain = name.removeprefix(_SHARE)
        if value in (None, (), "", {}) or plain in _LABELS:
            continue
        if plain in _DIFFERENCES:
            out.add(f"both/{plain}" + ("/sized" if plain in own.get("alike", ()) else ""))
        elif plain in _COMPARED:
            out.add(f"{BY_COIN if kind == BY_COIN else COMPARED}/{own.get('rung')}")
        else:
            out.update(_MADE_OF.get(plain, EVERY_PART))
    return {str(part) for part in out}


def _own_parts(own: Values, kind: str) -> set[str]:
    """How far apart: those who did it both ways. Shares side by side: either side."""
    how = "both/sized" if own.get("rung") == "sized" else "both"
    sides = {f"{kind}/with", f"{kind}/without"} if own.get("with_ai") else set()
    return sides | ({f"{kind}/{how}"} if own.get("people") else set())
