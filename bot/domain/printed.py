"""One row as it stands in the release ledger, and what it has to do with another: beside it, a part of it, or its whole.

Pure, and knows nothing of answers; what is decided about them is in `ledger.py`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain.parts import BY_COIN, COMPARED

Values = dict[str, Any]
EVERYTHING = ""  # the scope of figures over all kinds of task
TOOL = "\n"  # between kind of task and tool; names hold no line breaks


def scope_of(task_type: str, tool: str | None = None) -> str:
    return f"{task_type}{TOOL}{tool}" if tool else task_type


@dataclass(frozen=True)
class Printed:
    """One row as it stands in the ledger: what was printed, of which answers, and which parts of them it uses.

    `teams` are keys; a print about several teams names them all. `moment` is its place among the ledger's, None for what
    is being printed.
    """

    window: str
    since: date
    until: date
    scope: str
    kind: str
    k: int
    value: Values
    parts: tuple[str, ...]
    printed_at: datetime
    teams: frozenset[str] = frozenset({""})
    moment: int | None = None

    def overlaps(self, other: "Printed") -> bool:
        return self.since < other.until and other.since < self.until and bool(self.teams & other.teams)

    def covers(self, other: "Printed") -> bool:
        """All that the other could hold of answers there are by now."""
        return self.since <= other.since and self.until >= other.until and self.teams >= other.teams

    def about(self, other: "Printed") -> bool:
        """The same row in the same window."""
        return (self.window, self.scope, self.kind, self.teams) == (other.window, other.scope, other.kind, other.teams)

    def holds(self, other: "Printed") -> bool:
        """A whole of which the other is a part, or the other itself: by kind of task, tool and team."""
        return inside(other.scope, self.scope) and self.teams >= other.teams

    def part(self, name: str) -> str | None:
        """The full name of a part, such as `compared/sized`."""
        return next((part for part in self.parts if name in (part, name_of(part))), None)


def inside(scope: str, whole: str) -> bool:
    return whole in (EVERYTHING, scope) or scope.startswith(whole + TOOL)


def nested(one: str, other: str) -> bool:
    return inside(one, other) or inside(other, one)


def name_of(part: str) -> str:
    """What a part has in common with those that are adjusted in another way: `compared`, of `compared/sized`."""
    name = part.partition("/")[0]
    return name if name in (COMPARED, BY_COIN) else part.removesuffix("/sized")


def newest(rivals: Iterable[Printed], row: Printed) -> Iterator[Printed]:
    """Without those that a later one makes needless: what is new beside that one is new beside them."""
    kept: list[Printed] = []
    for one in reversed(list(rivals)):
        if not any(_needless(one, later, row) for later in kept):
            kept.append(one)
    yield from kept


def _needless(one: Printed, later: Printed, row: Printed) -> bool:
    """Is the later one of the same scope, between this one and the row in all that they cover, with all of its parts?"""
    between = row.holds(one) and later.scope == one.scope and later.covers(one) and row.covers(later)
    return between and set(one.parts) <= set(later.parts)
