"""How the office answers: by the form, in the thread, at the desk behind both, and by a file. What it says is up to chance."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlmodel import Session, select

from bot import ask, collect
from bot.collect import Click, desk
from bot.domain.conversation import State, Talk
from bot.domain.ownquestions import is_own, parse
from bot.domain.refusal import Refusal
from bot.services import Actor, Parcel, Profile, Receipt, Services, Whereabouts
from storage.tables import CheckIn, Person, Team

TOOLS = ("Claude", "Copilot")
NOTE = "zebra crossing"
SATISFIED = parse("How satisfied was the customer?", "scale", low="not at all", high="very", better="more")
RECEIVED = parse("How was it received?", "choice", options=["At once", "After questions", "Not at all"], good="At once")
HEADER = "person,task_type,approach,minutes,fix_minutes,expected_minutes,size,finished,quality,assigned,finished_at"


class Silent:
    """A messenger that says nothing to anybody."""

    def send(self, parcel: Parcel) -> Receipt:
        raise NotImplementedError

    def method(self, parcel: Parcel) -> str:
        raise NotImplementedError

    def find(self, parcel: Parcel, since: datetime) -> list[Receipt]:
        raise NotImplementedError

    def take_back(self, receipt: Receipt) -> None:
        raise NotImplementedError

    def whereabouts(self) -> Whereabouts:
        raise NotImplementedError

    def profile(self, user: str) -> Profile | None:
        raise NotImplementedError

    def reply(self, channel: str, thread: str, ts: str, user: str) -> str | None:
        raise NotImplementedError

    def members(self, channel: str) -> list[str] | None:
        raise NotImplementedError

    def groups(self) -> dict[str, str] | None:
        raise NotImplementedError

    def group(self, group: str) -> list[str] | None:
        raise NotImplementedError

    def admins(self) -> list[str]:
        raise NotImplementedError


class Doors:
    """Whoever answers needs a team, a clock that goes on, and a number for every click."""

    services: Services
    team: Team
    moment: datetime
    number: int

    def _later(self) -> None:
        self.moment += timedelta(minutes=7)

    def _draft(self, chance: Random, kind: str, terse: float = 0.0) -> dict[str, Any]:
        """What somebody says to every question, or to few of them."""
        approach = chance.choice(["with_ai", "with_ai", "without_ai", "without_ai", "dropped_ai"])
        minutes: float | str = "unfinished" if chance.random() < 0.06 else float(chance.choice([12, 25, 31, 44, 58, 75, 1000]))
        asked: dict[str, Any] = {
            "tool": chance.choice(TOOLS),
            "fixing": chance.choice(["no", "no", "no", "up_to_15", "up_to_15", "up_to_60", "up_to_60", "too_early"]),
            "quality": chance.choice(["below", "at", "above", "unknown"]),
            "differences": chance.choice([["less_time"], ["worse_quality", "less_time"], ["no_difference"], ["cant_tell"]]),
            "skip_reasons": chance.choice([["judgement"], ["learn"], ["judgement", "people"], ["other"]]),
            "why_ai": chance.choice(["helps", "expected", "expected"]),
            "next_time": chance.choice(["with_ai", "without_ai", "no_preference"]),
            "guess": chance.choice(["less", "more", "much_more", "no_idea"]),
            "earlier": chance.choice(["no", "up_to_15"]),
        }
        said = {key: value for key, value in asked.items() if chance.random() > terse}
        size = chance.choice([2, 3])
        return {
            "task_type": kind,
            "size": size,
            "approach": approach,
            "minutes": minutes,
            "note": NOTE,
            **said,
            **self._own(terse),
        }

    def _own(self, terse: float) -> dict[str, int]:
        """What they say to the team's own questions, by a chance of its own: the stories stay the same."""
        chance = Random(f"{self.number}/{terse}")  # noqa: S311 - chance that can be told again
        told = {SATISFIED.key: chance.randint(1, 5), RECEIVED.key: chance.choice([1, 1, 2, 3])}
        return {key: value for key, value in told.items() if chance.random() > terse}

    def _form(self, actor: Actor, key: str, draft: dict[str, Any]) -> None:
        self.number += 1
        typed = {"minutes": "other", "minutes.typed": f"{draft['minutes']} min"} if draft["minutes"] != "unfinished" else {}
        own = {name: str(value) for name, value in draft.items() if is_own(name)}
        values = {**draft, **typed, **own, "size": str(draft["size"])}
        collect.open_form(self.services, actor, key, Click(f"o{self.number}", "D", "1"))
        for number, part in enumerate((1, 1, 2)):  # a time above eight hours is asked twice
            collect.submit_form(self.services, actor, key, part, values, f"{self.number}/{number}")

    def _thread(self, actor: Actor, key: str, draft: dict[str, Any]) -> None:
        self.number += 1
        collect.answer_here(self.services, actor, key, Click(f"t{self.number}", "D", "1"))
        for step in range(40):
            with self.services.store.read() as session:
                row = session.get_one(CheckIn, key)
                talk = Talk.from_json(row.talk)
            if row.state not in (State.ANSWERING, State.CHANGING):
                return
            self._one_question(actor, key, draft, talk, Click(f"t{self.number}/{step}", "D", "2"))

    def _one_question(self, actor: Actor, key: str, draft: dict[str, Any], talk: Talk, click: Click) -> None:
        if talk.doubt:
            collect.choose(self.services, actor, key, talk.doubt.key, talk.doubt.options[0].code, click)
            return
        for name, value in draft.items():
            if name not in talk.draft and name != "note":
                try:
                    said = str(value) if name == "size" or is_own(name) else value
                    collect.choose(self.services, actor, key, name, said, click)
                except Refusal:
                    continue
                return
        collect.turn_page(self.services, actor, key, "skip", click)

    def _row(self, chance: Random, who: str, kind: str, *, ai: bool, expected: int | None = None, **more: Any) -> str:
        """A line of a file; `more` may say the day, and whether a coin decided."""
        self.number += 1
        day, assigned = more.get("day") or self.moment.date(), more.get("assigned", "")
        approach = chance.choice(["with_ai", "with_ai", "with_ai", "dropped_ai"]) if ai else "without_ai"
        quality = chance.choice(["below", "at", ""])
        finished = "no" if chance.random() < 0.04 else "yes"
        minutes = 20 + chance.randrange(60) + self.number % 10 / 10
        near = "" if expected is None else expected + chance.randrange(20)
        fixing = chance.choice(["0", "0", "10", ""])
        return f"{who},{kind},{approach},{minutes},{fixing},{near},,{finished},{quality},{assigned},{day}"

    def _at_desk(self, session: Session, user: str, draft: dict[str, Any]) -> None:
        person = session.exec(select(Person.id).where(Person.user == user)).one()
        row = self._checkin(session, person, State.ANSWERING)
        d = desk.lay(self.services, session, Actor(self.team.workspace, user), row.id)
        d.setting = d.setting.__class__(**{**vars(d.setting), "asks_guess": True})
        d.keep(Talk(draft))
        desk.store_answer(d, {})

    def _checkin(self, session: Session, person: str, state: str) -> CheckIn:
        self.number += 1
        today = self.moment.date()
        row = CheckIn(
            workspace=self.team.workspace, team_id=self.team.id, person_id=person, local_date=today, slot=self.number,
            due_at=self.moment, send_by=self.moment, closes_at=self.moment + timedelta(days=2), state=state, talk={},
            channel="D", ts=str(self.number),
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row

    def _by_verb(self, user: str, draft: dict[str, Any], *, thread: bool) -> None:
        actor = Actor(self.team.workspace, user)
        with self.services.store.read() as session:
            person = session.exec(select(Person.id).where(Person.user == user)).one()
        try:
            key = ask.ask_now(self.services, self.team.id, person)
        except Refusal:
            return  # one is open already
        self._later()
        (self._thread if thread else self._form)(actor, key, draft)
