"""Made-up quarters of made-up teams: easier tasks go to AI more often, and what AI really does to the time is known."""

import math
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from bot.domain.answer import Answer, Approach, Fixing
from bot.domain.evidence import find

START, WEEKS = date(2026, 1, 1), 13
TYPES = ("Bug triage", "Customer reply", "Weekly report")
NOISE, PEOPLE_DIFFER, TASKS_DIFFER = 0.5, 0.35, 0.8  # of logs: one task's time, people's pace, how long tasks are
HARDER = 1.0  # a task that is one e-fold longer has odds of needing some fixing that are higher by this, whoever does it
EASIER = 1.0  # a task that is one e-fold shorter has odds of going to AI that are higher by this


def team(chance: np.random.Generator, effect: float, people: int, *, expected: bool, a_week: int = 2) -> list[Answer]:
    """A quarter's answers; with expected times, or else with sizes alone."""
    told = []
    for person in range(people):
        pace, likes = float(chance.normal(0, PEOPLE_DIFFER)), float(chance.normal(0, 0.5))
        for week in range(WEEKS):
            for _ in range(a_week):
                long = float(chance.normal(0, TASKS_DIFFER))
                treated = bool(chance.random() < 1 / (1 + math.exp(EASIER * long - likes)))
                times = 3.7 + pace + long
                minutes = math.exp(times + float(chance.normal(0, NOISE)) + math.log(effect) * treated)
                told.append(
                    Answer(
                        f"p{person}",
                        TYPES[int(chance.integers(len(TYPES)))],
                        Approach.WITH if treated else Approach.WITHOUT,
                        START + timedelta(days=7 * week + int(chance.integers(5))),
                        size=None if expected else int(np.digitize(long, (-1.2, -0.4, 0.4, 1.2))) + 1,
                        minutes=min(max(minutes, 1.0), 900.0),
                        expected_minutes=math.exp(times + float(chance.normal(0, 0.2))) if expected else None,
                        fixing=Fixing.UP_TO_15 if chance.random() < 1 / (1 + math.exp(1 - HARDER * long)) else Fixing.NO,
                    )
                )
    return told


def words(told: list[Answer], weekly: bool) -> Iterator[tuple[int, str, str]]:
    """Week, kind of task and verdict of every look: each week's digest, or the last one alone."""
    for week in range(1, WEEKS + 1) if weekly else [WEEKS]:
        until = START + timedelta(weeks=week)
        found = find([answer for answer in told if answer.finished_on < until], TYPES)
        yield from ((week, name, str(cell.verdict)) for name, cell in found.cells.items())
        yield week, "all work", str(found.all_work.verdict)
        yield from ((week, f"{name}, {share}", "settled") for name, share in found.settled)
