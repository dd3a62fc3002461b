"""One check-in on the desk: who may touch it, what it may ask, and how an answer is stored.

Used by both doors, so that thread and form can only ever store the same thing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.collect.columns import columns, own_answers, shown_before
from bot.deliver import owe, reachable, retire_reminder
from bot.domain import burden, conversation, ownquestions, privacy, questions, wording
from bot.domain.answer import Assigned
from bot.domain.conversation import Act, State, Talk, asking, move
from bot.domain.language import _, day
from bot.domain.questions import Setting, kind_of_task
from bot.domain.refusal import Refusal
from bot.domain.summary import fix_minutes, summary
from bot.domain.timer import Ran
from bot.limits import k_of
from bot.manage import LeftAlone, stranger
from bot.prove import coin
from bot.services import Actor, Services, Way
from storage import answers, checkins, registrations, works
from storage.tables import Answer, CheckIn, Person, Team, opaque

CLICK_ADDRESS_LIVES = timedelta(minutes=25)  # half an hour by Slack's word; the rest is slack


class NotYours(Refusal):
    """This check-in belongs to somebody else."""


class Unknown(Refusal):
    """I no longer have this check-in. The next one comes as usual."""


@dataclass(frozen=True)
class Click:
    """Where somebody clicked: the key of this one click, the message it was on, and the address to answer it by."""

    key: str
    channel: str
    ts: str
    url: str | None = None


@dataclass
class Desk:
    """A check-in's row, what was said, and what it may ask. Lives for one transaction."""

    session: Session
    now: datetime
    row: CheckIn
    person: Person
    team: Team
    talk: Talk
    setting: Setting

    @property
    def k(self) -> int:
        return k_of(self.session, self.team)

    def act(self, act: Act) -> None:
        self.row.state = move(State(self.row.state), act)

    def keep(self, talk: Talk) -> None:
        self.talk, self.row.talk = talk, talk.to_json()

    def first_time(self, key: str) -> bool:
        """Take the key of what was just done; who did it is evidently there."""
        reachable(self.session, self.person)
        return checkins.first_time(self.session, self.row.workspace, key, self.now)

    def touched(self, taps: int = 1) -> None:
        """A gesture towards an answer, on the server's clock; what is changed afterwards is not counted."""
        if self.row.state not in conversation.KEPT:
            self.row.taps = (self.row.taps or 0) + taps
            self.row.seconds = (self.row.seconds or 0.0) + burden.gap(self.row.touched_at, self.now)
            self.row.touched_at = self.now

    def edited(self) -> None:
        """An answer that may be in print has become another, or none."""
        self.team.edited_at = self.now

    def arrived(self, click: Click) -> None:
        """A click on a message proves it arrived, even where the answer to our sending it was lost."""
        if self.row.state == State.WORKING and self.row.ts is None and click.ts:
            self.row.channel, self.row.ts = click.channel, click.ts
        if self.row.state == State.PLANNED:
            self.row.channel, self.row.ts, self.row.asked_at = click.channel, click.ts, self.now
            self.act(Act.SEND)

    def begin_answer(self) -> None:
        """Open or go on with the conversation; refused once the window has closed."""
        if self.row.closes_at <= self.now and self.row.state not in conversation.KEPT:
            raise Refusal(conversation.why_not(State.LAPSED))
        self.act(Act.ANSWER)


def lay(services: Services, session: Session, actor: Actor, checkin_id: str, *, may_have_left: bool = False) -> Desk:
    """This actor's own check-in, and nobody else's. Who has left the team may still delete what they said there."""
    found = checkins.whole(session, checkin_id)
    if found is None or found[0].workspace != actor.workspace:
        no = stranger(session, actor)
        raise no if isinstance(no, LeftAlone) else Unknown
    row, person, team, belongs = found
    if person.user != actor.user:
        raise NotYours
    if not belongs and not may_have_left:
        raise Refusal(_("You are no longer in the team {team}, so this check-in has closed.", team=team.name))
    return Desk(session, services.now(), row, person, team, Talk.from_json(row.talk), setting_of(session, row, person, team))


def setting_of(session: Session, row: CheckIn, person: Person, team: Team) -> Setting:
    """What decides which questions this check-in asks; a started task has answered two of them, and may offer a time."""
    earlier, occasion = session.get(Answer, row.follows_up) if row.follows_up else None, f"{row.local_date}/{row.slot}"
    ran = None
    if row.started_at and row.stopped_at:
        ran = Ran.between(row.started_at, row.stopped_at, forgotten=row.forgotten, overlapping=row.overlapping)
    flip = registrations.flip_of(session, row.id) if row.task_type else None
    return Setting(
        person=person.key,
        earlier=_of_before(earlier) if earlier else None,
        task_types=tuple(team.task_types),
        tools=tuple(team.tools),
        asks_guess=questions.asks_guess(person.key, occasion),
        asks_why=questions.asks_why(person.key, occasion),
        thinned=burden.thins(person.key, occasion, answers.seconds_before(session, person.id, row.due_at, burden.LATELY)),
        task_type=row.task_type,
        expected_minutes=row.expected_minutes,
        ran=ran,
        size=flip.size if flip else None,
        coin_without=flip is not None and not flip.with_ai,
        own=ownquestions.all_of(team.questions),
    )


def _of_before(answer: Answer) -> str:
    # Translators: a task in a question, as in "did Bug triage of 6 July need fixing or redoing since?"
    return _("{task} of {day}", task=kind_of_task(answer.task_type), day=day(answer.finished_on))


def answered(d: Desk) -> None:
    """Whatever was said, it was an answer: nothing is reminded of any more, and nobody counts as letting it go."""
    d.row.settled_at, d.person.ignored = d.now, 0
    coin.settled(d.session, d.row, d.now)
    checkins.take_back(d.session, f"reminder/{d.row.id}")
    retire_reminder(d.session, d.now, d.row)


def store_answer(d: Desk, words_for: questions.Draft) -> None:
    """Store what was said, with the version and the very words it was asked in, filled by `words_for`; a change replaces it."""
    missing = conversation.missing(d.talk, d.setting)
    if missing:
        raise Refusal(_("Some of it is still missing: reply in the thread to go on, or open the form."))
    d.act(Act.FINISH)
    answered(d)
    applying = wording.applying(d.talk.draft, d.setting)
    draft = {q.key: d.talk.draft[q.key] for q in applying if d.talk.draft.get(q.key) is not None}
    before = answers.of_checkin(d.session, d.row.id)
    answer = before or Answer(
        workspace=d.row.workspace,
        team_id=d.team.id,
        person_id=d.person.id,
        checkin_id=d.row.id,
        finished_on=d.row.local_date,
        **_assigned(d),
        **columns(draft, d.setting),
        taps=d.row.taps,
        seconds=d.row.seconds,
        questions="",
        shown={},
        stored_at=d.now,
        answered_at=d.now,
    )
    if before:
        d.edited()
        if before.note != draft.get("note"):  # what was shared is no sentence of it any more
            before.shared = before.shared_at = None
    for column, value in columns(draft, d.setting).items():
        setattr(answer, column, value)
    answer.own = own_answers(draft, answer.own, d.setting)
    answer.questions, answer.answered_at = wording.version(), d.now
    unasked = {key: words for key, words in answer.shown.items() if key in answer.own}
    asked = {q.key: questions.present(q, words_for, d.setting).shown() for q in applying}
    answer.shown = unasked | shown_before(d.setting) | asked
    d.session.add(answer)
    _follow_up(d, draft.get("earlier"))


def _assigned(d: Desk) -> dict[str, Any]:
    """Who decided how it was to be done: its author, or the coin of a trial."""
    flip = registrations.flip_of(d.session, d.row.id)
    if flip is None:
        return {"assigned": Assigned.OBSERVED}
    return {"assigned": Assigned.RANDOMISED, "trial_id": flip.registration_id}


def _follow_up(d: Desk, fixing: str | None) -> None:
    """What it was too early to tell last time belongs to the answer of that time."""
    earlier = d.session.get(Answer, d.row.follows_up) if d.row.follows_up and fixing else None
    if earlier and fixing:
        earlier.fixing, earlier.fix_minutes, earlier.answered_at = fixing, fix_minutes({"fixing": fixing}), d.now
        d.edited()


def say_in_thread(d: Desk, kind: str, payload: dict[str, Any], click: Click | None) -> None:
    """Say something in the thread: in place of the message that was clicked there, else below. It may be the first of all."""
    if click and click.ts != d.row.ts:
        way, where = Way.ANSWER, {"channel": click.channel, "ts": click.ts, "url": click.url}
    elif d.row.ts:
        way, where = Way.POST, {"channel": d.row.channel, "thread": d.row.ts}
    else:
        way, where = Way.POST, {"user": d.person.user}
    until = d.now + CLICK_ADDRESS_LIVES
    key = f"{kind}/{opaque()}"
    owe(d.session, d.now, key=key, kind=kind, way=way, payload=payload, checkin=d.row, url_until=until, **where)


def update_prompt(d: Desk, kind: str, payload: dict[str, Any], click: Click | None) -> None:
    """Say anew what the prompt says, by the address of a click on it where there is a fresh one."""
    url, until = d.row.reply_url, d.row.reply_url_until
    if click and click.ts == d.row.ts:
        url, until = click.url, d.now + CLICK_ADDRESS_LIVES
    way, key = Way.ANSWER if url else Way.UPDATE, f"{kind}/{opaque()}"
    if d.row.ts is None:  # it began in a channel, and is not in their messages yet
        owe(d.session, d.now, key=key, kind=kind, payload=payload, checkin=d.row, user=d.person.user)
        return
    owe(d.session, d.now, key=key, kind=kind, way=way, payload=payload, checkin=d.row, url=url, url_until=until)
    d.row.reply_url = d.row.reply_url_until = None


def go_on(d: Desk, click: Click | None, remark: str = "") -> None:
    """Ask what is still open, or finish."""
    if asking(d.talk, d.setting):
        ask_next(d, click, remark)
        return
    store_answer(d, d.talk.draft)
    if d.row.ts:
        say_in_thread(d, "finished", {}, click)
    show_saved(d, None)


def ask_next(d: Desk, click: Click | None, remark: str = "") -> None:
    """What was expected is not said here: it would colour the time that is asked for."""
    asked = asking(d.talk, d.setting)
    if asked is None:
        raise Refusal(_("There is nothing left to ask here."))
    payload = {
        "checkin": d.row.id,
        "asked": asked.to_json(),
        "said": summary(d.talk.draft, d.setting.own),
        "remark": remark,
    }
    say_in_thread(d, "question", payload, click)


def show_saved(d: Desk, click: Click | None) -> None:
    known = {"task_type": d.row.task_type, "expected": d.row.expected_minutes} if d.row.task_type else {}
    known |= {"size": d.setting.size} if d.setting.size else {}
    answer = answers.of_checkin(d.session, d.row.id)
    payload = {
        "checkin": d.row.id,
        "summary": summary({**d.talk.draft, **known}, d.setting.own),
        "may_change": d.row.state in (State.SAVED, State.CHANGING),
        "changing": d.row.state == State.CHANGING,
        "noted": bool(answer and answer.note),
        "shared": bool(answer and answer.shared),
        "least": privacy.fewest_for_sentences(d.k),
        "work": works.standing(d.session, d.team, answer),
        "flipped": registrations.flip_of(d.session, d.row.id) is not None,
    }
    update_prompt(d, "saved", payload, click)


def gone(d: Desk) -> dict[str, Any]:
    """What is said of a check-in of which nothing is kept, but the flip of a coin if there was one."""
    flipped = registrations.flip_of(d.session, d.row.id) is not None
    return {"checkin": d.row.id, "state": d.row.state, "flipped": flipped}
