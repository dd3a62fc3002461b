"""The others of the team, while somebody visits: what each still has to do about the check-ins that are open.

Nothing of it is remembered. Somebody who was asked seven times is seven scenes into their life, so after a restart everything
follows from the seed and the database.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random

from sqlmodel import col, select

from bot.demo.acting import Answering
from bot.demo.cast import SILENT
from bot.demo.stage import Clock, Stage
from bot.demo.story import TYPES, Life, Mood, Scene
from bot.domain.conversation import State
from sandbox import CannotDo
from storage.tables import CheckIn, Person, Team


@dataclass(frozen=True)
class Pending:
    """What one person will do about a check-in that is open, and when."""

    moment: datetime
    short: str
    checkin: CheckIn
    scene: Scene


@dataclass
class Others:
    """Everybody in the team but the visitor, at their own screens."""

    stage: Stage
    seed: int
    visitor: str
    _lives: dict[str, Life] = field(default_factory=dict)
    _scenes: dict[str, list[Scene]] = field(default_factory=lambda: defaultdict(list))
    _done: set[str] = field(default_factory=set)

    def pending(self) -> list[Pending]:
        """What they will do about everything that is open and not begun, the next one first."""
        return sorted(self._found(), key=lambda one: (one.moment, one.short))

    def _found(self) -> Iterator[Pending]:
        for short, rows in self._asked().items():
            life, scenes = self._lives.setdefault(short, Life(self.seed, short)), self._scenes[short]
            scenes += [life.scene(row.local_date) for row in rows[len(scenes) :]]
            for row, scene in zip(rows, scenes, strict=True):
                acts = row.state == State.ASKED and scene.mood is not Mood.NEVER and row.id not in self._done
                if acts and row.asked_at:
                    yield Pending(row.asked_at + scene.after, short, row, scene)

    def _asked(self) -> dict[str, list[CheckIn]]:
        """The rhythm's own check-ins that each of them was sent, in order."""
        shorts = {person.id: short for short, person in self.stage.team.items() if short not in (self.visitor, SILENT)}
        rows: dict[str, list[CheckIn]] = defaultdict(list)
        sent = col(CheckIn.asked_at).is_not(None), CheckIn.slot == 0
        with self.stage.bot.services.store.read() as session:
            query = select(CheckIn, Person.user).where(CheckIn.person_id == Person.id, *sent).order_by(col(CheckIn.asked_at))
            for row, user in session.exec(query):
                if user in shorts:
                    rows[shorts[user]].append(row)
        return rows

    def act(self, one: Pending) -> bool:
        """Let somebody do it now, in no time; whether they could."""
        self._done.add(one.checkin.id)
        person = self.stage.team[one.short]
        prompt = next((message for message in person.messages() if message.ts == one.checkin.ts), None)
        chance = Random(f"{self.seed}/{one.short}/{one.checkin.local_date}")  # noqa: S311 - a story, not a secret
        try:
            if prompt:
                Answering(person, prompt, self._suited(one), Clock(self.stage.clock()), chance).play()
                return True
        except CannotDo:
            pass  # a team that asks about something else than the story knows
        return False

    def _suited(self, one: Pending) -> Scene:
        """The scene, with a task of a type that this team has."""
        with self.stage.bot.services.store.read() as session:
            known = session.get_one(Team, one.checkin.team_id).task_types
        said = one.scene.task.said
        if said["task_type"] in known:
            return one.scene
        kind = known[TYPES.index(said["task_type"]) % len(known)]
        return replace(one.scene, task=replace(one.scene.task, said={**said, "task_type": kind}))
