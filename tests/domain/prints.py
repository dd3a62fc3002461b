"""Answers as they come in and prints of them, for the tests of the release ledger."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from bot.domain.answer import Answer, Approach
from bot.domain.columns import Columns
from bot.domain.ledger import Ledger
from bot.domain.printed import Printed

SINCE, UNTIL = date(2026, 7, 1), date(2026, 8, 1)
MONDAY = datetime(2026, 7, 6, 9, tzinfo=UTC)
KINDS = ("Bug triage", "Escalation", "Weekly report")
TIMES = ("time/with", "time/without")
SIZED = ("compared/sized",)


class Office:
    """Answers as they come in, and prints of them. Each print is a moment; whoever answers later is new to it."""

    def __init__(self) -> None:
        self.told: list[Answer] = []
        self.stored: list[int] = []
        self.answered: list[int] = []
        self.joined: dict[str, int] = {}
        self.earlier: list[Printed] = []
        self.edited: datetime | None = None
        self.moments = 0

    def say(self, people: Iterable[int], *approaches: str, task_type: str = KINDS[0], day: date = SINCE, **more: Any) -> None:
        """One answer each, or one a way of working."""
        for person in people:
            for approach in approaches or ("with_ai", "without_ai"):
                self.told.append(
                    Answer(f"p{person}", task_type, Approach(approach), day, **{"minutes": 40.0, "size": 3, **more})
                )
                self.stored.append(self.moments)
                self.answered.append(self.moments)

    def change(self, number: int, **more: Any) -> None:
        self.told[number] = replace(self.told[number], **more)
        self.answered[number] = self.moments
        self.edited = self._now()

    def delete(self, number: int) -> None:
        for those in (self.told, self.stored, self.answered):
            del those[number]
        self.edited = self._now()

    def joins(self, person: int) -> None:
        self.joined[f"p{person}"] = self.moments

    def leaves(self, person: int) -> None:
        self.joined[f"p{person}"] = 10**6

    def _now(self) -> datetime:
        return MONDAY + timedelta(days=self.moments)

    def ledger(self, **more: Any) -> Ledger:
        answers = Columns.of(self.told, zip(self.stored, self.answered, strict=True))
        joined = np.array([self.joined.get(name, 0) for name in answers.names], dtype=np.int64)
        given = {
            "window": "2026-Q3", "since": SINCE, "until": UNTIL, "k": 5, "now": self._now(), "kinds": KINDS,
            "answers": answers, "joined": joined, "edited": self.edited, "earlier": list(self.earlier),
        }  # fmt: skip
        return Ledger(**{**given, **more})

    def prints(
        self, value: Any, parts: Iterable[str] = TIMES, scope: str = KINDS[0], kind: str = "typical", **more: Any
    ) -> Any:
        """What a reader sees where this would be printed: it, what stood there before, or nothing."""
        (seen,) = self.prints_all([(scope, value, tuple(parts))], kind, **more)
        return seen

    def prints_all(self, rows: Iterable[tuple[str, Any, tuple[str, ...]]], kind: str = "typical", **more: Any) -> list[Any]:
        """Several rows of one print."""
        book, seen = self.ledger(**more), []
        for scope, value, parts in rows:
            told, day = book.release(scope, kind, {"x": value}, parts)
            seen.append((told["x"], day) if told and day else (told or {}).get("x"))
        self.earlier += [replace(one, moment=self.moments) for one in book.fresh]
        self.moments += 1
        return seen
