"""The story: what is really true in the demo's team, and so what each person will tell. Pure; the same seed, the same story.

`TRUTHS` is what a good report should find: time with AI, fixing included, divided by time without, for tasks of one size.
Smaller tasks are more often done with AI, so whoever compares all tasks with AI to all without sees AI flattered, and takes
the kind that AI slows down for one that it does not. Nobody in the story knows the truths; they feel, and they are often off.

A single task's time varies less here than in real life, and people do tasks of the usual size now one way, now the other:
eight weeks of a dozen real people would seldom settle anything, and a demo in which nothing can be found shows little. What
the answers alone leave open about Customer reply, the trial can settle: that is what a coin is for.

And so eighty flips of a coin are enough here to find a quarter less time, where real times, which differ more, would take 350.
The goal that is missed wants 30 % less of what takes the same time either way: so few answers could not rule out 20 % less.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random
from typing import Any

TRUTHS: Mapping[str, float] = {
    "Bug triage": 1.0,
    "Customer reply": 0.75,
    "Escalation": 1.3,
    "Weekly report": 0.9,  # too small a difference to be settled in eight weeks
}
TYPES = tuple(TRUTHS)

Weighted = tuple[tuple[Any, float], ...]

SIZES: Weighted = ((1, 0.04), (2, 0.22), (3, 0.48), (4, 0.22), (5, 0.04))
BY_SIZE = {1: 0.4, 2: 0.62, 3: 1.0, 4: 1.6, 5: 2.4}  # how long it takes, against the usual
WITH_AI = {1: 0.9, 2: 0.8, 3: 0.5, 4: 0.2, 5: 0.1}  # how likely somebody turns to AI for it
NOISE = 0.1  # of the logarithm of a single task's time; what is told is coarser
PEOPLE_DIFFER = 0.2
LISTED = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480)


@dataclass(frozen=True)
class Nature:
    """One kind of task. Pairs are (without AI, with AI); weights need not add up to one."""

    usual: float  # minutes without AI, at the usual size, for the average person
    fixed: tuple[float, float]
    below: tuple[float, float]
    dropped: float  # of the tasks AI was tried on
    felt: Weighted
    reasons: Weighted
    why_ai: Weighted
    again: tuple[Weighted, Weighted]


NATURES: Mapping[str, Nature] = {
    "Bug triage": Nature(
        usual=28,
        fixed=(0.2, 0.22),
        below=(0.06, 0.08),
        dropped=0.08,
        felt=(("no_difference", 5), ("less_time", 3), ("cant_tell", 1), ("learned", 1), ("more_time", 1)),
        reasons=(("faster_hand", 6), ("check_cost", 3), ("context", 2), ("learn", 1)),
        why_ai=(("helps", 3), ("habit", 5), ("try", 2), ("expected", 1)),
        again=(
            (("without_ai", 5), ("no_preference", 4), ("with_ai", 1)),
            (("no_preference", 5), ("with_ai", 3), ("without_ai", 2)),
        ),
    ),
    "Customer reply": Nature(
        usual=34,
        fixed=(0.18, 0.12),
        below=(0.06, 0.05),
        dropped=0.04,
        felt=(("less_time", 7), ("less_time more_confident", 2), ("better_quality", 2), ("no_difference", 1)),
        reasons=(("judgement", 4), ("people", 4), ("confidential", 3), ("didnt_think", 2), ("faster_hand", 1)),
        why_ai=(("helps", 7), ("habit", 2), ("try", 1), ("expected", 1)),
        again=((("with_ai", 4), ("no_preference", 3), ("without_ai", 3)), (("with_ai", 8), ("no_preference", 2))),
    ),
    "Escalation": Nature(
        usual=70,
        fixed=(0.12, 0.5),
        below=(0.05, 0.3),
        dropped=0.2,
        felt=(
            ("more_time", 4),
            ("more_time worse_quality", 3),
            ("less_confident", 2),
            ("more_mistakes", 2),
            ("less_time", 2),
            ("no_difference", 1),
        ),
        reasons=(("judgement", 6), ("high_stakes", 6), ("people", 2), ("poor_before", 2)),
        why_ai=(("expected", 4), ("try", 3), ("habit", 2), ("helps", 1)),
        again=((("without_ai", 8), ("no_preference", 2)), (("without_ai", 6), ("no_preference", 2), ("with_ai", 1))),
    ),
    "Weekly report": Nature(
        usual=55,
        fixed=(0.15, 0.2),
        below=(0.06, 0.08),
        dropped=0.06,
        felt=(("less_time", 4), ("less_time learned_less", 1), ("no_difference", 3), ("better_quality", 1), ("cant_tell", 1)),
        reasons=(("context", 4), ("faster_hand", 3), ("confidential", 3), ("learn", 2), ("unsure_how", 1)),
        why_ai=(("helps", 4), ("expected", 3), ("habit", 3)),
        again=(
            (("without_ai", 4), ("no_preference", 4), ("with_ai", 2)),
            (("with_ai", 5), ("no_preference", 4), ("without_ai", 1)),
        ),
    ),
}

NOTES = (
    "The customer sent the log as a photo.",
    "Half of it was waiting for a login.",
    "The draft was fine except for the date.",
    "Same cause as last week.",
)


class Mood(StrEnum):
    """What somebody does about one check-in."""

    ANSWERS = "answers"
    NOTHING = "nothing finished"
    NOT_TODAY = "not today"
    STOPS = "stops halfway"
    NEVER = "never"


class Door(StrEnum):
    BUTTONS = "buttons"
    WORDS = "words"
    FORM = "form"


class Afterwards(StrEnum):
    """What somebody does with an answer once it is there."""

    LEAVES = "leaves it"
    CHANGES = "changes it"
    DELETES = "deletes it"


MOODS: Weighted = ((Mood.ANSWERS, 88), (Mood.NOTHING, 4), (Mood.NOT_TODAY, 3), (Mood.STOPS, 2), (Mood.NEVER, 3))
BOTHERS = {"differences": 0.85, "skip_reasons": 0.9, "why_ai": 0.8, "next_time": 0.92, "guess": 0.9, "note": 0.05}
AFTERWARDS: Weighted = ((Afterwards.LEAVES, 94), (Afterwards.CHANGES, 4), (Afterwards.DELETES, 2))


@dataclass(frozen=True)
class Task:
    """One finished task. `total` is its true time, fixing included; `said` is what its author tells, by question."""

    total: float
    said: Mapping[str, Any]

    @property
    def minutes_said(self) -> float | None:
        """Work and fixing as told, in minutes; None when it is not finished."""
        work = self.said["minutes"]
        return None if work == "unfinished" else work + self.fixing

    @property
    def fixing(self) -> float:
        """Minutes of it, as told."""
        return _FIXING.get(self.said["fixing"], self.said.get("fix_minutes") or 0)


@dataclass(frozen=True)
class Scene:
    """One check-in of one person: what they will do, how long after being asked, and about which task."""

    mood: Mood
    door: Door
    after: timedelta
    reminded: bool
    afterwards: Afterwards
    task: Task


class Life:
    """One person's check-ins in order, and what stays the same about them: pace, what they work on, how they answer."""

    def __init__(self, seed: int, name: str) -> None:
        self._chance = Random(f"task {seed}/{name}")  # noqa: S311 - a story, not a secret
        self._pace = math.exp(self._chance.gauss(0, PEOPLE_DIFFER))
        shares = [0.3, 0.3, 0.2, 0.2]
        self._chance.shuffle(shares)
        self._work = tuple(zip(TYPES, shares, strict=True))
        self._door = self._chance.choice(tuple(Door))
        self._tried: dict[str, bool] = {}

    def scene(self, day: date) -> Scene:
        """What this person does about the next check-in, which is this day's."""
        chance = self._chance
        task = self.task()
        after, reminded = _after(chance, day)
        door = self._door if chance.random() < 0.6 else chance.choice(tuple(Door))
        return Scene(pick(chance, MOODS), door, after, reminded, pick(chance, AFTERWARDS), task)

    def task(self) -> Task:
        """The next task, as it was and as it is told."""
        kind, size = pick(self._chance, self._work), pick(self._chance, SIZES)
        return self.done(self._chance, kind, size, tried=self._tries(kind, size))

    def done(self, chance: Random, kind: str, size: int, *, tried: bool) -> Task:
        """A task of this person's of that kind and size, done with AI or without."""
        nature = NATURES[kind]
        total = self.usually(kind, size) * math.exp(chance.gauss(0, NOISE)) * (TRUTHS[kind] if tried else 1)
        fixing, fix_minutes = _fixing(chance, nature.fixed[tried], total)
        work = max(total - (_FIXING.get(fixing) or fix_minutes or 0), 4)
        dropped = tried and chance.random() < nature.dropped
        said = {
            "task_type": kind,
            "size": size,
            "approach": "dropped_ai" if dropped else "with_ai" if tried else "without_ai",
            "minutes": "unfinished" if chance.random() < 0.02 else _told_minutes(chance, work),
            "fixing": fixing,
            "fix_minutes": fix_minutes,
            "quality": _quality(chance, nature.below[tried]),
            "earlier": "no",  # what was too early to tell turned out well
            **_judgement(chance, nature, tried=tried),
        }
        return Task(total, said)

    def usually(self, kind: str, size: int) -> float:
        """Minutes it takes this person without AI, as a rule."""
        return NATURES[kind].usual * self._pace * BY_SIZE[size]

    def _tries(self, kind: str, size: int) -> bool:
        """Small tasks go to AI, big ones do not; those of the usual size are done now one way, now the other."""
        if size != 3:
            return self._chance.random() < WITH_AI[size]
        before = self._tried.get(kind)
        self._tried[kind] = self._chance.random() < WITH_AI[size] if before is None else not before
        return self._tried[kind]


def _judgement(chance: Random, nature: Nature, *, tried: bool) -> dict[str, Any]:
    """What its author thinks of it: optional, and sometimes left out."""
    guess = (("more", 4), ("same", 2), ("no_idea", 2)) if tried else (("less", 3), ("same", 3), ("no_idea", 3))
    said = {
        "differences": pick(chance, nature.felt).split() if tried else None,
        "skip_reasons": None if tried else _reasons(chance, nature.reasons),
        "why_ai": pick(chance, nature.why_ai) if tried else None,
        "next_time": pick(chance, nature.again[tried]),
        "guess": pick(chance, guess),
        "note": chance.choice(NOTES),
    }
    return {key: value if chance.random() < BOTHERS[key] else None for key, value in said.items()}


def pick(chance: Random, among: Weighted) -> Any:
    return chance.choices([one for one, _ in among], [weight for _, weight in among])[0]


_FIXING = {"no": 0.0, "up_to_15": 7.5, "up_to_60": 37.5, "too_early": 0.0}


def _fixing(chance: Random, likely: float, total: float) -> tuple[str, float | None]:
    """The part of the total that was fixing: never more than about half of it."""
    if chance.random() < 0.03:
        return "too_early", None
    if chance.random() > likely or total < 15:
        return "no", None
    if total > 200:
        return "more", 75.0
    return ("up_to_60" if total > 80 and chance.random() < 0.6 else "up_to_15"), None


def _told_minutes(chance: Random, work: float) -> float:
    """Mostly the nearest time on offer, sometimes to the nearest five minutes."""
    if chance.random() < 0.2:
        return min(max(round(work / 5) * 5, 5), 480)
    return min(LISTED, key=lambda offered: abs(math.log(offered / work)))


def _quality(chance: Random, below: float) -> str:
    return str(pick(chance, (("below", below), ("at", 0.75 - below), ("above", 0.2), ("unknown", 0.05))))


def _reasons(chance: Random, among: Weighted) -> list[str]:
    first, second = pick(chance, among), pick(chance, among)
    return [first] if first == second or chance.random() < 0.6 else [first, second]


def _after(chance: Random, day: date) -> tuple[timedelta, bool]:
    """How long after being asked somebody turns to it, and whether it took the reminder."""
    when = chance.random()
    if when < 0.7:
        return timedelta(minutes=chance.randint(1, 40)), False
    if when < 0.9:
        return timedelta(minutes=chance.randint(46, 58)), True
    overnight = timedelta(days=3 if day.weekday() == 4 else 1) - timedelta(hours=6)  # asked at four, answered from ten on
    return overnight + timedelta(minutes=chance.randint(0, 90)), False
