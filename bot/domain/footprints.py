"""Which answers each figure is made of, as marks that name nobody: what the release ledger compares two prints by.

A figure depends on part of the answers, and on part of what they say: typical times with AI on the times of tasks done with AI,
a share on the answers that can tell. Five people's new answers to a task type may hold one new time without AI, so prints are
compared part by part, never by task type alone. A mark is a fingerprint of one answer's random key and of what the part uses of
it: an answer that changed in this part has another mark, a deleted one has none, and a mark leads to no person once its answer
is gone. `docs/evidence.md` section 7, gate 4.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from bot.domain import times
from bot.domain.answer import Answer, Assigned
from bot.domain.outcomes import OUTCOMES, fixing_minutes

WIDTH = 8  # characters of a mark
EVERY_TYPE = ""  # the scope of figures over all task types
COMPARED = "compared"
Part = Callable[[Answer], Any]  # what a figure uses of an answer; None when it does not use it


@dataclass(frozen=True)
class Told:
    """One answer, by its random key."""

    key: str
    answer: Answer


def mark(key: str, part: str, used: Any) -> str:
    return urlsafe_b64encode(blake2b(f"{key}|{part}|{used!r}".encode(), digest_size=WIDTH * 6 // 8).digest()).decode()


def pack(marks: Iterable[str]) -> str:
    """Marks of equal width, one after the other, as they are stored."""
    return "".join(sorted(marks))


def unpack(packed: str) -> frozenset[str]:
    return frozenset(packed[at : at + WIDTH] for at in range(0, len(packed), WIDTH))


class Footprints:
    """The marks of a window's answers, part by part and task type by task type, each with its author."""

    def __init__(self, told: Iterable[Told], task_types: Iterable[str]) -> None:
        self._told, self._types = tuple(told), frozenset(task_types)
        self._found: dict[tuple[str, str], Mapping[str, str]] = {}

    def of(self, scope: str, part: str) -> Mapping[str, str]:
        """Mark → author, for one part of one task type or of all."""
        if (scope, part) not in self._found:
            uses = PARTS[part]
            self._found[scope, part] = {
                mark(one.key, part, used): one.answer.person
                for one in self._told
                if self._belongs(one.answer, scope, part) and (used := uses(one.answer)) is not None
            }
        return self._found[scope, part]

    def compared(self, scope: str, rung: str | None) -> Mapping[str, str]:
        """Of the times, those that a comparison of people with themselves can use: by people who did it both ways."""
        alike = _ALIKE.get(str(rung), _any)
        sides: dict[Any, set[bool]] = {}
        kept = [one for one in self._told if self._belongs(one.answer, scope, COMPARED) and _time(one.answer) is not None]
        for one in kept:
            if (like := alike(one.answer)) is not None:
                sides.setdefault((one.answer.person, one.answer.task_type, like), set()).add(one.answer.approach.tried_ai)
        return {
            mark(one.key, COMPARED, _time(one.answer)): one.answer.person
            for one in kept
            if len(sides.get((one.answer.person, one.answer.task_type, alike(one.answer)), ())) == 2
        }

    def _belongs(self, answer: Answer, scope: str, part: str) -> bool:
        if part == LEFT_OUT:
            return True
        return answer.assigned is Assigned.OBSERVED and answer.task_type in ({scope} if scope else self._types)


def _any(_answer: Answer) -> Any:
    return ()


# How like is compared with like, where it is more than the same person and the same kind of task.
_ALIKE: Mapping[str, Callable[[Answer], Any]] = {
    "a": lambda answer: () if times.is_time(answer.expected_minutes) else None,
    "b": lambda answer: answer.size,
}


def _time(answer: Answer) -> Any:
    if times.out_of_times(answer) is not None:
        return None
    return (answer.approach.tried_ai, float(times.time_used(answer)), _expected_minutes(answer), answer.size)


def _left_out(answer: Answer) -> Any:
    if answer.assigned is not Assigned.OBSERVED:
        return "randomised"
    reason = times.out_of_times(answer)
    return reason and str(reason)


def _side(part: Part, *, tried_ai: bool) -> Part:
    return lambda answer: part(answer) if answer.approach.tried_ai is tried_ai else None


def _outcome(tells: Callable[[Answer], bool], says_so: Callable[[Answer], bool]) -> Part:
    return lambda answer: says_so(answer) if tells(answer) else None


def _given(name: str) -> Part:
    def used(answer: Answer) -> Any:
        value = getattr(answer, name)
        return tuple(sorted(value)) or None if isinstance(value, frozenset) else value

    return used


def _fixing_open(answer: Answer) -> Any:
    return _time(answer) if fixing_minutes(answer) is None else None


def _expected(answer: Answer) -> Any:
    return _expected_minutes(answer) if _time(answer) is not None else None


def _expected_minutes(answer: Answer) -> float | None:
    return float(answer.expected_minutes or 0) if times.is_time(answer.expected_minutes) else None


def _sized(answer: Answer) -> Any:
    return answer.size if _time(answer) is not None else None


LEFT_OUT = "left_out"
_BOTH_SIDES: Mapping[str, Part] = {
    "time": _time,
    "expected": _expected,
    "sized": _sized,
    "fixing": fixing_minutes,
    **{name: _given(name) for name in ("quality", "next_time", "guess", "tool")},
}
PARTS: Mapping[str, Part] = {
    COMPARED: _time,
    **{
        f"{name}/{side}": _side(part, tried_ai=side == "with")
        for name, part in _BOTH_SIDES.items()
        for side in ("with", "without")
    },
    **{str(outcome): _outcome(*tests) for outcome, tests in OUTCOMES.items()},
    "reasons": _given("skip_reasons"),
    "felt": _given("differences"),
    "why_ai": _given("why_ai"),
    "fixing_open": _fixing_open,
    LEFT_OUT: _left_out,
}
