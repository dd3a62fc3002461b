"""The weeks: from one moment at which something happens to the next, whether the bot is due or somebody is at their screen."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.demo import story
from bot.demo.acting import Answering
from bot.demo.cast import PAUSES, SILENT, TEAM_ZONE
from bot.demo.stage import Stage
from bot.demo.story import Mood
from bot.demo.trying import Trying
from bot.domain import schedule
from bot.domain.conversation import OPEN, State
from sandbox import Message, Person
from storage.tables import CheckIn

MONDAY = date(2026, 7, 6)  # twelve whole weeks before the quarter ends
BEGINS = schedule.to_utc(MONDAY, time(9, 30), TEAM_ZONE)
DIGEST_AT = time(9)


@dataclass(frozen=True)
class Happened:
    """One line of the transcript; `more` is what was shown because of it."""

    moment: datetime
    zone: str
    words: str
    more: str = ""


@dataclass
class Weeks:
    """Plays the story on the stage, and remembers what happened."""

    stage: Stage
    seed: int
    weeks: int
    passed: Callable[[datetime], None]
    happened: list[Happened] = field(default_factory=list)
    conversations: list[Answering] = field(default_factory=list)
    _agenda: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _serial: Iterator[int] = field(default_factory=count)
    _looked: dict[str, int] = field(default_factory=dict)
    _lives: dict[str, story.Life] = field(default_factory=dict)

    @property
    def ends(self) -> datetime:
        """Shortly after the last digest."""
        return schedule.to_utc(MONDAY + timedelta(weeks=self.weeks), time(9, 10), TEAM_ZONE)

    def play(self) -> None:
        self._lives = {short: story.Life(self.seed, short) for short in self.stage.team}
        self._plan_commands()
        Trying(self.stage, self.seed, self.weeks, MONDAY, self.at, self.note, self._turn).plan()
        for week in range(1, self.weeks + 1):
            self.at(schedule.to_utc(MONDAY + timedelta(weeks=week), DIGEST_AT, TEAM_ZONE), self._turn)
        self._turn()
        while True:
            due, next_act = self._bot_is_due(), self._agenda[0][0] if self._agenda else None
            moment = min(one for one in (due, next_act, self.ends) if one)
            if moment >= self.ends:
                break
            self.stage.clock.reach(moment)
            self.passed(moment)
            if moment == next_act:
                heapq.heappop(self._agenda)[2]()
            else:
                self._turn()
        self.stage.clock.reach(self.ends)
        self.passed(self.ends)

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (moment, next(self._serial), act))

    def note(self, person: Person | None, words: str, more: str = "") -> None:
        self.happened.append(Happened(self.stage.clock(), person.tz if person else TEAM_ZONE, words, more))

    # the bot
    def _bot_is_due(self) -> datetime | None:
        with self.stage.bot.services.store.read() as session:
            return next_due(session)

    def _turn(self) -> None:
        """One turn of the app's loops, and everybody looks at their screen."""
        self.stage.bot.turn()
        for short, person in self.stage.team.items():
            for message in self._new(short, person.messages()):
                self._meets(short, person, message)
        owner = self.stage.owner
        for message in self._new("owner", owner.messages()):
            if not message.ephemeral_to:
                self.note(owner, f"Candor writes to {owner.name}: {_begins(message)}")
        ada = self.stage.team["ada"]
        for message in self._new("channel", ada.messages(self.stage.channel)):
            if not message.ephemeral_to:
                self.note(None, f"Candor posts in #support: {_begins(message)}")

    def _new(self, where: str, messages: list[Message]) -> list[Message]:
        before, self._looked[where] = self._looked.get(where, 0), len(messages)
        return messages[before:]

    # the people
    def _meets(self, short: str, person: Person, message: Message) -> None:
        if message.thread_ts or message.ephemeral_to:
            return
        if "Nothing finished today" in message.buttons:
            self.note(person, f"Candor asks {person.name}")
            self._makes_up_mind(short, person, message)
        elif "only reminder" in message.text:
            self.note(person, f"Candor reminds {person.name}, once")

    def _makes_up_mind(self, short: str, person: Person, prompt: Message) -> None:
        now = self.stage.clock()
        today = now.astimezone(ZoneInfo(person.tz)).date()
        scene = self._lives[short].scene(today)
        if short == SILENT or scene.mood is Mood.NEVER:
            return
        chance = Random(f"{self.seed}/{short}/{today}")  # noqa: S311 - a story, not a secret
        answering = Answering(person, prompt, scene, self.stage.clock, chance)
        self.at(now + scene.after, lambda: self._acts(answering))

    def _acts(self, answering: Answering) -> None:
        answering.play()
        self.conversations.append(answering)
        self.note(answering.person, f"{answering.person.name} {', '.join(answering.did)}")

    # commands
    def _plan_commands(self) -> None:
        """Ad hoc reports now and then, a stranger who tries, and a week's pause."""
        team, owner, stranger = self.stage.team, self.stage.owner, self.stage.stranger
        ada, paused = team["ada"], team[PAUSES]
        kinds = (story.TYPES[n % len(story.TYPES)] for n in count())
        for week in range(2, self.weeks + 1, 2):
            self._on(week, 2, time(11), owner, "/candor report")
            self._on(week, 3, time(10), ada, f"/candor report type {next(kinds)}")
        self._on(2, 1, time(14), stranger, "/candor report")
        self._on(3, 0, time(9), paused, "/candor pause 7 days")
        last = schedule.to_utc(MONDAY + timedelta(weeks=self.weeks), time(9, 5), TEAM_ZONE)
        self.at(last, lambda: self._runs(owner, "/candor report"))

    def _on(self, week: int, weekday: int, at: time, who: Person, command: str) -> None:
        day = MONDAY + timedelta(weeks=week - 1, days=weekday)
        self.at(schedule.to_utc(day, at, who.tz), lambda: self._runs(who, command))

    def _runs(self, who: Person, command: str) -> None:
        self.note(who, f"{who.name} runs {command}", who.runs(command))


def _begins(message: Message) -> str:
    return message.shown.partition("\n")[0]


def next_due(session: Session) -> datetime | None:
    """When the bot next has something to do about a check-in: ask, remind or close. Digests are on the agenda anyway."""
    open_now = col(CheckIn.state).in_(list(OPEN))
    waiting = (CheckIn.state == State.PLANNED, col(CheckIn.queued_at).is_(None))
    moments = (
        session.exec(select(func.min(CheckIn.due_at)).where(*waiting)).one(),
        session.exec(select(func.min(CheckIn.remind_at)).where(open_now)).one(),
        session.exec(select(func.min(CheckIn.closes_at)).where(open_now)).one(),
    )
    return min((moment for moment in moments if moment), default=None)
