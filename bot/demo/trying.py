"""What the team tries to find out for itself: a goal that is missed, a trial by coin, and blind review of some of the work.

All of it goes through Slack, by the forms and buttons that everybody has. Those who take part keep a morning a week for tasks
they start in Candor: replies, for which they say size and time before the coin falls, and bug triages, which they do as they
like. The coin falls as its seed has it, which is another one in each demo; what is true does not change with it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import exp
from random import Random
from typing import Any

from bot.demo.acting import TOOK, Answering
from bot.demo.stage import Stage
from bot.demo.story import SIZES, WITH_AI, Afterwards, Door, Life, Mood, Scene, Task, pick
from bot.domain import declining, schedule, wording
from bot.domain.questions import UNFINISHED
from bot.domain.trialform import FEWEST_FLIPS
from sandbox import CannotDo, Message, Person

TRIAL, GOAL = "Customer reply", "Bug triage"
TRIAL_NAME, GOAL_NAME = "Replies by coin", "Shorter triage"
JOIN = ("ada", "chidi", "diego", "ines", "lena", "maya", "omar", "sofia")
REVIEW = ("lena", "tomasz", "vikram")
LEAST = 40  # % less or more time that the trial is registered to tell
WANTED = 30  # % less time for the goal, which is missed by far
MORNINGS = 5  # weeks in which they start tasks, if there are so many
REPLIES, TRIAGES = 2, 1  # of each of them, in a morning
DECLINED, EXPECTED_OFF = 0.03, 0.1
STANDARD = "The customer knows what to do next, and needs not ask again."
TRIES = 3  # to send a form, where this machine takes longer than Slack waits
ATTACH, LOOK = "Attach for blind review", "Look at it"
SCORES = (("2 – below it", 2), ("3 – meets it", 5), ("4 – above it", 3))
_WITH_AI = re.compile(r"says: (with|without) AI")


@dataclass
class Morning:
    """What one person has still to do of what they keep for this morning."""

    person: Person
    life: Life
    chance: Random
    kinds: list[str]


@dataclass
class Trying:
    """Plays what is tried: `at` puts it on the agenda, `note` writes it down, `turn` lets the bot look at what is due."""

    stage: Stage
    seed: int
    weeks: int
    monday: date  # the story's first
    at: Callable[[datetime, Callable[[], None]], None]
    note: Callable[[Person | None, str], None]
    turn: Callable[[], None]
    _links: int = field(default=1040)

    @property
    def first(self) -> int:
        """The week in which the trial begins, from 0: not the one in which it is registered, if there is time."""
        return 1 if self.weeks > 2 else 0

    @property
    def mornings(self) -> int:
        return min(MORNINGS, self.weeks - 1 - self.first)

    @property
    def planned(self) -> int:
        """Flips of the trial: as many as tasks they will start, if a trial may be as small as that."""
        return max(len(JOIN) * REPLIES * self.mornings, FEWEST_FLIPS)

    def plan(self) -> None:
        """A demo of a week has no room for it."""
        if self.mornings < 1:
            return
        owner = self.stage.owner
        self._on(owner, 0, 0, time(10), lambda: self._sets_a_goal(owner))
        self._on(owner, 0, 0, time(10, 15), lambda: self._registers_a_trial(owner))
        self._on(owner, 0, 0, time(10, 30), lambda: self._sets_a_standard(owner))
        self._on(owner, self.first, 1, time(0, 5), self.turn)
        self._on(owner, self.first + self.mornings, 0, time(0, 5), self.turn)
        for number, short in enumerate(JOIN):
            self._joins_at(short, number)
            for week in range(self.first, self.first + self.mornings):
                self._keeps_a_morning(short, week)
        for short in REVIEW:
            self._reviews_at(short)

    def _on(self, who: Person, week: int, weekday: int, at: time, act: Callable[[], None]) -> None:
        day = self.monday + timedelta(weeks=week, days=weekday)
        self.at(schedule.to_utc(day, at, who.tz), act)

    # what is registered
    def _sets_a_goal(self, owner: Person) -> None:
        owner.runs("/candor goal new")
        owner.fills({"Name of the goal": GOAL_NAME, "Kind of task": GOAL, "What should get better": "Time, with fixing"})
        owner.fills({"By how much": f"{WANTED}", "Last day": self._last_day})
        self._sends(owner, 2)
        self.note(owner, f"{owner.name} registers the goal {GOAL_NAME}: {WANTED} % less time for {GOAL}")

    def _registers_a_trial(self, owner: Person) -> None:
        owner.runs(f"/candor trial new {TRIAL_NAME}")
        begins = self.monday + timedelta(weeks=self.first, days=1)
        owner.fills({"Kind of task": TRIAL, "Smallest difference worth finding": f"{LEAST} % less or more time"})
        owner.fills({"First day": begins, "Last day": self._last_day})
        self._sends(owner, 1, leave_open=True)
        owner.fills({"Planned flips of the coin": str(self.planned)})
        self._sends(owner, 1)
        self.note(owner, f"{owner.name} registers the trial {TRIAL_NAME}: {self.planned} flips of a coin for {TRIAL}")

    @property
    def _last_day(self) -> date:
        """The Sunday after the last of these mornings, so that the last digest knows what came of it."""
        return self.monday + timedelta(weeks=self.first + self.mornings, days=-1)

    def _sets_a_standard(self, owner: Person) -> None:
        owner.runs("/candor review standard")
        owner.fills({"Pieces reviewed a week, 0 to 20": "6", "Standard for every kind of task": STANDARD})
        self._sends(owner, 1)
        self.note(owner, f"{owner.name} writes the standard that work is reviewed against")

    def _sends(self, who: Person, times: int, *, leave_open: bool = False) -> None:
        for _ in range(times):
            if not any(who.submits() for _ in range(TRIES)):
                raise CannotDo(f"{who} cannot send the form: {who.form and who.form.refused}")
        while who.form and not leave_open:
            who.closes()

    # who takes part
    def _joins_at(self, short: str, number: int) -> None:
        person = self.stage.team[short]
        self._on(person, 0, 0, time(14, 2 * number), lambda: self._joins(person, by_button=number % 2 == 0))

    def _joins(self, person: Person, *, by_button: bool) -> None:
        if by_button:
            told = next(one for one in reversed(person.messages(self.stage.channel)) if "Join" in one.buttons)
            person.clicks("Join", told)
        else:
            person.runs("/candor trial join")
        self.note(person, f"{person.name} joins the trial, which nobody else can see")

    # a morning of tasks
    def _keeps_a_morning(self, short: str, week: int) -> None:
        person, chance = self.stage.team[short], Random(f"{self.seed}/{short}/morning {week}")  # noqa: S311 - a story
        kinds = [TRIAL] * REPLIES + [GOAL] * TRIAGES
        chance.shuffle(kinds)
        morning = Morning(person, Life(self.seed, short), chance, kinds)
        begins = time(9, chance.randint(5, 55))
        self._on(person, week, chance.randint(1, 4), begins, lambda: self._starts(morning))

    def _starts(self, it: Morning) -> None:
        """Kind, expected time and size first; then the coin says how, or they choose."""
        person, kind = it.person, it.kinds.pop()
        chance = Random(it.chance.random())  # noqa: S311 - each task its own, whatever came of the one before
        size = pick(chance, SIZES)
        expected = expects(it.life, chance, kind, size)
        words = wording.BY_KEY["size"].options[size - 1].words.casefold()
        line = f"/candor start {kind.casefold()} {expected} min {words}"
        person.runs(line)
        root = _working(person)
        tried, how = self._way(person, root, chance, size)
        self.note(person, f"{person.name} runs {line}{how}")
        task = it.life.done(chance, kind, size, tried=tried)
        while kind == TRIAL and task.said["minutes"] == UNFINISHED:  # nobody begins a reply they cannot finish that morning
            task = it.life.done(chance, kind, size, tried=tried)
        self.at(self.stage.clock() + timedelta(minutes=task.total - task.fixing), lambda: self._finishes(it, root, task))

    def _way(self, person: Person, root: Message, chance: Random, size: int) -> tuple[bool, str]:
        """Whether it is done with AI, and what the transcript says of that."""
        said, own = _WITH_AI.search(root.shown), chance.random() < WITH_AI[size]
        if said is None:
            return own, ""
        with_ai, declines = said[1] == "with", chance.random() < DECLINED
        if declines:
            person.clicks("I do it the other way", root)
            person.fills({"Why?": declining.REASONS["not_suitable"]})
            self._sends(person, 1)
        return with_ai != declines, f"; the coin says {said[1]} AI{', and is declined' if declines else ''}"

    def _finishes(self, it: Morning, root: Message, task: Task) -> None:
        person = it.person
        for _ in range(TRIES):
            if "Done" in _newest(person, root).buttons:
                person.clicks("Done", _newest(person, root))
        scene = Scene(Mood.ANSWERS, Door.FORM, timedelta(), reminded=False, afterwards=Afterwards.LEAVES, task=task)
        answering = Telling(person, _newest(person, root), scene, self.stage.clock, Random(root.ts))  # noqa: S311
        answering.play()
        self.note(person, f"{person.name} is done with it and {', '.join(answering.did)}")
        if task.said["task_type"] == TRIAL and task.said["minutes"] != UNFINISHED:
            self._attaches(person, root)
        if it.kinds:
            self.at(self.stage.clock() + timedelta(minutes=3), lambda: self._starts(it))

    # blind review
    def _attaches(self, person: Person, root: Message) -> None:
        told = _newest(person, root)
        if ATTACH in told.buttons:
            self._links += 1
            person.clicks(ATTACH, told)
            person.fills({"A link or a sentence": f"https://desk.example.org/replies/{self._links}"})
            self._sends(person, 1)

    def _reviews_at(self, short: str) -> None:
        person, chance = self.stage.team[short], Random(f"{self.seed}/{short}/reviews")  # noqa: S311 - a story
        self._on(person, 0, 0, time(16), lambda: self._volunteers(person))
        for week in range(1, self.weeks):
            self._on(person, week, 0, time(16, 30), lambda: self._reviews(person, chance))

    def _volunteers(self, person: Person) -> None:
        person.runs("/candor review")
        person.clicks("I review work of others", on="form")
        person.closes()
        self.note(person, f"{person.name} says that they review work of others")

    def _reviews(self, person: Person, chance: Random) -> None:
        person.runs("/candor review")
        given = 0
        while person.form and LOOK in person.form.shown:
            person.clicks(LOOK, on="form")
            person.fills({"Against the standard": pick(chance, SCORES)})
            self._sends(person, 1, leave_open=True)
            given += 1
        while person.form:
            person.closes()
        if given:
            self.note(person, f"{person.name} reviews {given} pieces of work, blind")


def expects(life: Life, chance: Random, kind: str, size: int) -> int:
    """The minutes somebody expects of a task without AI: not far off, and to the nearest five."""
    return max(5, round(life.usually(kind, size) * exp(chance.gauss(0, EXPECTED_OFF)) / 5) * 5)


class Telling(Answering):
    """Tells of a task they started, by the form: how long it took is what the timer says, where it says it."""

    def _answers(self) -> None:
        """Once more where no form came up."""
        for _ in range(TRIES):
            super()._answers()
            if any(one.startswith("fills in") for one in self.did):
                break

    def _entry(self, label: str) -> Any:
        form = self.person.form
        if label == TOOK and form and self._said["minutes"] != UNFINISHED:
            offered = [one["text"]["text"] for one in form.inputs[TOOK]["element"]["options"]]
            return next((words for words in offered if words.endswith("(timer)")), super()._entry(label))
        return super()._entry(label)


def _working(person: Person) -> Message:
    """The message of the task that has just begun."""
    return next(one for one in reversed(person.messages()) if one.thread_ts is None and "Done" in one.buttons)


def _newest(person: Person, root: Message) -> Message:
    """That message, as it stands now."""
    return next(one for one in person.messages() if one.ts == root.ts)
