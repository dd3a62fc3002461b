"""The visit: time stands still until one of these buttons moves it, and everything due on the way happens in order.

The others of the team live on by the story as time moves; whoever visits acts as one of them, by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from threading import Event, RLock
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot import ask
from bot.demo import papers
from bot.demo.cast import TEAM_ZONE, VISITOR
from bot.demo.others import Others
from bot.demo.stage import Stage
from bot.demo.weeks import next_due
from bot.domain import schedule
from bot.domain.schedule import Hours
from sandbox import Person
from sandbox.page import Control
from storage import people
from storage.people import WORK_DAYS, WORK_END, WORK_START
from storage.tables import CheckIn, Team

OFFICE = Hours(TEAM_ZONE, frozenset(WORK_DAYS), WORK_START, WORK_END)
A_DAY = timedelta(days=1)
AT_ONCE = timedelta(weeks=4)


def first_name(person: Person) -> str:
    return person.name.partition(" ")[0]


@dataclass
class Visit:
    """What the page's buttons do. `kept` is called after each step, and is to write down how things stand."""

    stage: Stage
    seed: int
    kept: Callable[[], None] = lambda: None
    visitor: str = VISITOR
    turning: RLock = field(default_factory=RLock)  # held by whoever turns the bot or moves time
    leaving: Event = field(default_factory=Event)  # set when the demo ends: time goes no further
    others: Others = field(init=False)
    _turned: datetime = field(default=datetime.min.replace(tzinfo=UTC), init=False)

    def __post_init__(self) -> None:
        self.others = Others(self.stage, self.seed, self.visitor)

    @property
    def visiting(self) -> Person:
        return self.stage.team[self.visitor]

    def controls(self) -> list[Control]:
        name = first_name(self.visiting)
        return [
            Control("Next check-in", self.next_checkin, f"Time goes on until {name} is asked next."),
            Control("Play the team", self.play_the_team, f"Everybody but {name} answers what is open; time stands still."),
            Control("+1 hour", self.an_hour, "The others answer as time goes on."),
            Control("Next working day", self.next_working_day, f"To {WORK_START:%H:%M} in {_city()}."),
            Control("Next Monday", self.next_monday, f"To Monday {WORK_START:%H:%M}, when last week's digest comes."),
            Control("Four weeks on", self.four_weeks, "A month of the team, with its digests. This takes half a minute."),
        ]

    # the buttons
    def next_checkin(self) -> str:
        with self.turning:
            self.turn()
            with self.stage.bot.services.store.begin() as session:
                person = people.find(session, self.stage.slack.team_id, self.visiting.id)
                if person is None:
                    return f"No team asks {first_name(self.visiting)} yet."
                ask.replan(session, person, self.stage.clock())
                planned = ask.next_one(session, person, self.stage.clock())
            if planned is None:
                return f"Nobody is going to ask {first_name(self.visiting)} in the days to come. Time has not moved."
            return self._goes_on(planned.due_at)

    def play_the_team(self) -> str:
        with self.turning:
            before = self._tally()
            self.turn()
            pending = self.others.pending()
            for one in pending:
                self.others.act(one)
                self.kept()
            return self._told(before) if pending else f"{self._now()} Nobody else has anything to answer. Move time first."

    def an_hour(self) -> str:
        return self._goes_on(self.stage.clock() + timedelta(hours=1))

    def next_working_day(self) -> str:
        return self._goes_on(_nine(schedule.next_working_day(self._today(), OFFICE)))

    def next_monday(self) -> str:
        return self._goes_on(_nine(schedule.monday_of(self._today()) + 7 * A_DAY))

    def four_weeks(self) -> str:
        return self._goes_on(_nine(schedule.monday_of(self._today()) + AT_ONCE))

    # time
    def turn(self) -> None:
        """One turn of the app's loops, at this moment."""
        with self.turning:
            self._turned = self.stage.clock()
            self.stage.bot.turn()
            self.kept()

    def turn_if_idle(self) -> None:
        """The same, unless time is being moved: then the bot turns anyway."""
        if self.turning.acquire(blocking=False):
            try:
                self.turn()
            finally:
                self.turning.release()

    def _goes_on(self, target: datetime) -> str:
        """To that moment, by way of every moment at which something happens."""
        with self.turning:
            before = self._tally()
            self.turn()
            while not self.leaving.is_set() and self._steps(target):
                pass
            return self._told(before)

    def _steps(self, target: datetime) -> bool:
        """The next thing that happens by then; whether there was any."""
        pending, turn = self.others.pending()[:1], min(self._next_turn(), target)
        if pending and pending[0].moment <= turn:
            self.stage.clock.reach(pending[0].moment)
            self.others.act(pending[0])
            self.kept()
            return True
        self.stage.clock.reach(turn)
        self.turn()
        return turn < target

    def _next_turn(self) -> datetime:
        """When the bot next has something to do; once a day in any case, because it plans some days ahead."""
        with self.stage.bot.services.store.read() as session:
            digest = session.exec(select(func.min(Team.digest_due_at))).one()
            moments = (next_due(session), digest, self._turned + A_DAY)
        return min(moment for moment in moments if moment and moment > self._turned)

    # words
    def standing(self) -> str:
        """Where the story is, and what has come of it so far."""
        return f"{self._now()} {self._tally().counts.in_words()}"

    def _told(self, before: "Tally") -> str:
        return f"{self._now()} {self._tally().since(before, first_name(self.visiting))}"

    def _now(self) -> str:
        local = self.stage.clock().astimezone(ZoneInfo(TEAM_ZONE))
        return f"It is {local:%A} {local.day} {local:%B}, {local:%H:%M} in {_city()}."

    def _today(self) -> date:
        return self.stage.clock().astimezone(ZoneInfo(TEAM_ZONE)).date()

    def _tally(self) -> "Tally":
        with self.stage.bot.services.store.read() as session:
            return Tally(papers.counts(self.stage), _asked(session, self.stage.slack.team_id, self.visiting.id))


def _city() -> str:
    return TEAM_ZONE.rpartition("/")[2]


def _nine(day: date) -> datetime:
    return schedule.to_utc(day, WORK_START, TEAM_ZONE)


def _asked(session: Session, workspace: str, user: str) -> int:
    person = people.find(session, workspace, user)
    mine = CheckIn.person_id == (person and person.id), col(CheckIn.asked_at).is_not(None)
    return session.exec(select(func.count()).select_from(CheckIn).where(*mine)).one()


@dataclass(frozen=True)
class Tally:
    """How often what has happened so far, to tell what happened since."""

    counts: papers.Counts
    visitor_asked: int

    def since(self, before: "Tally", visitor: str) -> str:
        """In words, and nothing of what did not happen."""
        new, old = self.counts, before.counts
        asked = _happened(new.asked - old.asked, "check-in was asked", "check-ins were asked")
        if self.visitor_asked > before.visitor_asked:
            asked += f", {visitor}'s" if new.asked - old.asked == 1 else f", {visitor} among others"
        parts = (
            asked,
            _happened(new.reminders - old.reminders, "reminder was sent", "reminders were sent"),
            _happened(new.answered - old.answered, "answered", "answered"),
            _happened(new.digests - old.digests, "digest was sent", "digests were sent"),
        )
        told = "; ".join(part for part in parts if part)
        return f"{told[:1].upper()}{told[1:]}." if told else "Nothing was due."


def _happened(number: int, one: str, more: str) -> str:
    return "" if not number else f"one {one}" if number == 1 else f"{number} {more}"
