"""How a rule of the table in `blocks.py` is applied: every problem gets Slack's wording and a JSON pointer.

Rules are values, not code, so that the table reads like Slack's reference page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = dict[str, Any]
EVERYWHERE = frozenset({"message", "modal", "home"})


class Rule(Protocol):
    """What one field must look like."""

    def check(self, value: Any, at: str, walk: Walk) -> None: ...


@dataclass(frozen=True)
class Shape:
    """A block, element or object: its fields, which it needs, of which at least one, and where it may stand."""

    fields: Mapping[str, Rule] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    surfaces: frozenset[str] = EVERYWHERE
    open: bool = False  # a newer block whose inside is not checked


class Walk:
    """One walk over a surface; `problems` collects what is wrong."""

    def __init__(self, surface: str, shapes: Mapping[str, Shape]) -> None:
        self.surface, self.shapes = surface, shapes
        self.problems: list[str] = []

    def say(self, problem: str, at: str) -> None:
        self.problems.append(f"[ERROR] {problem} [json-pointer:{at or '/'}]")

    def shape(self, thing: Any, name: str, at: str) -> None:
        """Checks one object against the shape of that name."""
        shape = self.shapes[name]
        if not isinstance(thing, dict):
            return self.say("must be an object", at)
        if self.surface not in shape.surfaces:
            return self.say(f"unsupported type: {name} in a {self.surface}", f"{at}/type")
        for need in shape.needs:
            if thing.get(need) is None:
                self.say(f"missing required field: {need}", at)
        if shape.one_of and not any(thing.get(one) for one in shape.one_of):
            self.say(f"missing required field: one of {', '.join(shape.one_of)}", at)
        for key, value in thing.items():
            if key in shape.fields:
                shape.fields[key].check(value, f"{at}/{key}", self)
            elif key != "type" and not shape.open:
                self.say(f"invalid additional property: {key}", at)
        return None


@dataclass(frozen=True)
class Line:
    """A string of at most `limit` characters."""

    limit: int

    def check(self, value: Any, at: str, walk: Walk) -> None:
        if not isinstance(value, str):
            walk.say("must be a string", at)
        elif len(value) > self.limit:
            walk.say(f"no more than {self.limit} characters allowed", at)


@dataclass(frozen=True)
class Words:
    """A text object of 1 to `limit` characters; `plain` allows plain_text only."""

    limit: int
    plain: bool = False

    def check(self, value: Any, at: str, walk: Walk) -> None:
        kinds = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}
        if not isinstance(value, dict) or value.get("type") not in (["plain_text"] if self.plain else kinds):
            return walk.say("must be a plain_text object" if self.plain else "must be a text object", at)
        for extra in sorted(value.keys() - kinds[value["type"]]):
            walk.say(f"invalid additional property: {extra}", at)
        if not value.get("text"):
            return walk.say("must be more than 0 characters", f"{at}/text")
        return Line(self.limit).check(value["text"], f"{at}/text", walk)


@dataclass(frozen=True)
class Kind:
    """A value of this Python type."""

    type: type

    def check(self, value: Any, at: str, walk: Walk) -> None:
        if not isinstance(value, self.type) or (self.type is int and isinstance(value, bool)):
            walk.say(f"must be {self.type.__name__}", at)


@dataclass(frozen=True)
class Anything:
    """A value that is not looked into."""

    def check(self, value: Any, at: str, walk: Walk) -> None: ...


@dataclass(frozen=True)
class Among:
    """One of these strings."""

    allowed: tuple[str, ...]

    def check(self, value: Any, at: str, walk: Walk) -> None:
        if value not in self.allowed:
            walk.say(f"must be one of {', '.join(self.allowed)}", at)


@dataclass(frozen=True)
class Part:
    """An object with a `type` among these, checked against the shape of that type."""

    types: tuple[str, ...]

    def check(self, value: Any, at: str, walk: Walk) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in self.types:
            return walk.say(f"unsupported type: {kind}", f"{at}/type")
        return walk.shape(value, str(kind), at)


@dataclass(frozen=True)
class Object:
    """An object without a `type`: an option, a confirm dialog."""

    name: str

    def check(self, value: Any, at: str, walk: Walk) -> None:
        walk.shape(value, self.name, at)


@dataclass(frozen=True)
class Several:
    """A list of `low` to `high` values, each like `of`."""

    of: Rule
    low: int
    high: int

    def check(self, value: Any, at: str, walk: Walk) -> None:
        if not isinstance(value, list):
            return walk.say("must be a list", at)
        if len(value) > self.high:
            walk.say(f"no more than {self.high} items allowed", at)
        if len(value) < self.low:
            walk.say(f"must have at least {self.low} items", at)
        for place, one in enumerate(value):
            self.of.check(one, f"{at}/{place}", walk)
        return None


@dataclass(frozen=True)
class Own:
    """A rule that needs code: `look` returns (problem, pointer below this field)."""

    look: Callable[[Any], list[tuple[str, str]]]

    def check(self, value: Any, at: str, walk: Walk) -> None:
        for problem, below in self.look(value):
            walk.say(problem, at + below)
