"""The attacker: whoever has read every print, and subtracts any figure from any other of the same kind.

Who counts is somebody who was in the team at both prints and has an answer in one that could not be in the other. An answer
that was changed or deleted since counts for nobody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.domain.digest import Digest
from tests.leaks.made import ALL, CELL, ROWS, SHARES, Made, Of, Said, apart, left_out, own, own_apart, ratio

Scope = tuple[str, str]  # kind of task and tool; an empty one is all of them
WHOLE: Scope = ("", "")


@dataclass
class Seen:
    """One print as its reader has it, and the answers and the team as they were then."""

    at: datetime
    window: str
    since: date
    until: date
    k: int
    types: frozenset[str]
    joined: Mapping[str, datetime]  # who could be told apart: since when they belong
    digest: Digest
    told: tuple[Said, ...]
    only: str | None = None
    made: dict[tuple[str, Scope], tuple[Any, Made]] = field(default_factory=dict)
    held: dict[tuple[str, Scope], Any] = field(default_factory=dict)
    anew: dict[tuple[str, Scope], Made] = field(default_factory=dict)
    again: dict[tuple[str, Scope], datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, scope, row, value, of in printed(self):
            if row:
                self.held[name, scope] = value
            else:
                self.made[name, scope] = value, of(self.inside(scope))

    def after(self, earlier: "list[Seen]") -> None:
        """What was printed of the very same answers before is that print once more: it has been attacked then."""
        self.anew = {key: made for key, (_, made) in self.made.items()}
        for key, made in [*self.anew.items()]:
            for one in earlier:
                if one.anew.get(key) == made:
                    one.again[key] = self.at
                    self.anew.pop(key, None)

    @property
    def figures(self) -> dict[str, Any]:
        return self.digest.figures

    def rung(self, name: str, scope: Scope) -> str | None:
        """How a comparison is adjusted; nothing, for any other figure."""
        if name in ("fixed", "below"):
            (cell,) = (cell for cell in self.figures["cells"] if scope == (cell["task_type"], ""))
            return "sized" if name in cell["alike"] else None
        if name.endswith("/apart"):
            return _rung_of_own(self, name, scope)
        if name not in ("ratio", "people", "coin"):
            return None
        cells = self.figures["coin"] if name == "coin" else (*self.figures["cells"], *self.figures["tools"])
        cells = (self.figures["all_work"],) if scope == WHOLE else cells
        return next(str(cell["rung"]) for cell in cells if scope in (WHOLE, (cell["task_type"], cell["tool"] or "")))

    def inside(self, scope: Scope) -> list[Said]:
        return [one for one in self.told if self.could_hold(one, scope)]

    def could_hold(self, one: Said, scope: Scope) -> bool:
        kind, tool = scope
        here = self.since <= one.finished_on < self.until and one.stored_at <= self.at
        return here and kind in ("", one.task_type) and (not tool or not one.ai or one.tool == tool)


def printed(seen: Seen) -> Iterator[tuple[str, Scope, bool, Any, Of]]:
    """Every figure of a print: its name, scope, whether it stands as printed earlier, its value, and what it is made of."""

    def of_types(of: Of) -> Of:
        return lambda answers: of([one for one in answers if one.task_type in seen.types])

    for cell in (*seen.figures["cells"], *seen.figures["tools"]):
        yield from _of_cell(cell, (cell["task_type"], cell["tool"] or ""))
    for cell in seen.figures["coin"]:
        yield "coin", (cell["task_type"], ""), "times" in cell["as_of"], cell["ratio"], ratio(cell["rung"], coin=True)
    if seen.figures["all_work"]:
        yield from ((*rest, of_types(of)) for *rest, of in _of_cell(seen.figures["all_work"], WHOLE))
    for one in seen.figures.get("own", ()):
        yield from ((*rest, of_types(of)) for *rest, of in _of_own(one))
    as_of = seen.figures["as_of"]
    for name, value in seen.figures["all_shares"].items():
        yield name, WHOLE, ROWS[name] in as_of, value, of_types(SHARES[name])
    for name, of in ALL.items():
        if seen.figures[name]:
            row = "reasons" if name == "skip_reasons" else name
            yield name, WHOLE, row in as_of, seen.figures[name], of_types(of)
    if seen.figures["left_out"]:
        yield "left_out", WHOLE, "left_out" in as_of, seen.figures["left_out"], left_out(seen.types)


def _of_own(one: dict[str, Any]) -> Iterator[tuple[str, Scope, bool, Any, Of]]:
    key, scope, held = one["question"], (one["task_type"], ""), "own" in one["as_of"]
    if one["people"]:
        yield f"own/{key}/apart", scope, held, one["apart"], own_apart(key, one["rung"])
    for side, ai in (("with_ai", True), ("without_ai", False)):
        if one[side]:
            yield f"own/{key}/{side}", scope, held, one[side], own(key, ai)


def _rung_of_own(seen: Seen, name: str, scope: Scope) -> str | None:
    told = {(f"own/{one['question']}/apart", (one["task_type"], "")): one["rung"] for one in seen.figures["own"]}
    return str(told[name, scope])


def _of_cell(cell: dict[str, Any], scope: Scope) -> Iterator[tuple[str, Scope, bool, Any, Of]]:
    figures = {"ratio": ratio(cell["rung"]), "people": ratio(cell["rung"]), **CELL}
    figures |= {name: apart(name, "sized" if name in cell["alike"] else None) for name in ("fixed", "below")}
    for name, of in figures.items():
        if cell[name] is not None:
            yield name, scope, ROWS[name] in cell["as_of"], cell[name], of
    for name, value in cell["shares"].items():
        yield name, scope, ROWS[name] in cell["as_of"], value, SHARES[name]


def authors(seen: Seen, made: Made) -> set[str]:
    return {one.person for one in seen.told if one.id in made}


# Subtraction


def attack(one: Seen, other: Seen) -> None:
    """Subtract every figure of one print from the like one of the other, and what is printed of parts from their whole."""
    if one.until <= other.since or other.until <= one.since:
        return
    for (name, scope), made in one.anew.items():
        for (also, inner), theirs in other.anew.items():
            if name == also and (_inside(inner, scope) or _inside(scope, inner)):
                told_apart([(one, scope, made)], [(other, inner, theirs)], name)
    for whole, parts in ((one, other), (other, one)):
        for (name, scope), made in whole.anew.items():
            inside = [(parts, part, of) for (also, part), of in parts.anew.items() if also == name and _child(part, scope)]
            alike = [piece for piece in inside if parts.rung(name, piece[1]) == whole.rung(name, scope)]
            if len(alike) > 1:
                told_apart([(whole, scope, made)], alike, name)
            if len(inside) > len(alike):
                told_apart([(whole, scope, made)], inside, name, roughly=True)


def _inside(inner: Scope, scope: Scope) -> bool:
    return scope in (inner, WHOLE) or scope == (inner[0], "")


def _child(part: Scope, scope: Scope) -> bool:
    return bool(part[0] and not part[1]) if scope == WHOLE else bool(part[1] and part[0] == scope[0] and not scope[1])


Print = tuple[Seen, Scope, Made]


def told_apart(whole: list[Print], parts: list[Print], name: str, *, roughly: bool = False) -> None:
    """What tells them apart is nobody's, or that of k people who were there throughout.

    `roughly`: the parts are adjusted in other ways than the whole, so only what they could not hold at all is left over.
    """
    (one, other) = (({key: value for _, _, made in side for key, value in made.items()}) for side in (whole, parts))
    differ = {key for key in one.keys() | other.keys() if roughly or one.get(key, ...) != other.get(key, ...)}
    everybody = [*whole, *parts]
    first, last = (pick((seen for seen, _, _ in everybody), key=lambda seen: seen.at) for pick in (min, max))
    said = {answer.id: answer for answer in (*first.told, *last.told) if answer.id in differ}
    counted = {
        said[key].person
        for key in differ
        for mine, theirs, where in ((one, other, parts), (other, one, whole))
        if key in mine and key not in theirs and not any(seen.could_hold(said[key], scope) for seen, scope, _ in where)
    }
    since = min(seen.again.get((name, scope), seen.at) for seen, scope, _ in everybody)
    stayed = {person for person in counted if last.joined.get(person, last.at) <= since or first is last}
    if not (counted if roughly else differ):
        return
    k = last.k
    where = [(seen.window, scope, f"{seen.at:%d %b %H:%M}") for seen, scope, _ in everybody]
    assert len(stayed) >= k, f"{name} of {where}: {len(differ)} answers of {len(stayed)} people tell them apart"


def as_it_was(seen: Seen, earlier: list[Seen]) -> None:
    """What is not updated is exactly as it was printed anew before, where k was no smaller.

    A trend that was found while few answered was not said then, and may be said later.
    """
    for (name, scope), value in seen.held.items():
        before = [one for one in earlier if one.k >= seen.k]
        unsaid = name == "trend" and any(one.figures["response"] == "few" for one in before)
        assert unsaid or any(one.made.get((name, scope), (None,))[0] == value for one in before), (name, scope, value)
