"""A team's answers, made up to be reported on."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from bot.domain.answer import Answer, Approach
from bot.domain.digest import Digest, compose

DAY = date(2026, 7, 1)
TYPES = ("Bug triage", "Customer reply", "Escalations")


def digest(answers: Iterable[Answer], **more: Any) -> Digest:
    given = {"team": "Support", "task_types": TYPES, "asked": 100, "answered": 70, "members": 12, "since": DAY}
    return compose(**{**given, "answers": answers, "until": DAY + timedelta(days=60), **more})


def task(
    person: int, approach: str = "with_ai", minutes: float | None = 40, task_type: str = "Bug triage", **more: Any
) -> Answer:
    return Answer(f"p{person}", task_type, Approach(approach), DAY, minutes=minutes, **more)


def both_ways(people: Iterable[int], task_type: str = "Bug triage", each: int = 2, **more: Any) -> list[Answer]:
    """People who did a kind of task with AI and without; each person's times differ a little from the next one's."""
    return [
        task(person, approach, minutes + 2 * person, task_type, **more)
        for person in people
        for _ in range(each)
        for approach, minutes in (("with_ai", 30.0), ("without_ai", 40.0))
    ]
