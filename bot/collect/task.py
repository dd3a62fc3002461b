"""A task that is started before it is done: kind and expected time are locked first, and its own questions follow when it ends.

It is a check-in like any other, only begun by the person themselves. `start` begins it, by the words of a command or by a small
form; `done` moves it into the conversation, by a button, a command or a reply; `cancel` leaves nothing of it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot import ask
from bot.collect.declining import at_end, flip_of, typed_decline, working
from bot.collect.desk import Click, Desk, ask_next, go_on, gone, lay, setting_of, update_prompt
from bot.collect.form import TYPED, FormErrors, TooLong, time_said, with_the_unit
from bot.deliver import owe
from bot.domain import conversation, questions, timer, understanding, wording
from bot.domain.conversation import RUNNING, Act, State, Talk, move
from bot.domain.language import N_, _, folded
from bot.domain.questions import SOMETHING_ELSE, UNFINISHED, Asked, Question, Setting, kind_of_task
from bot.domain.refusal import Refusal
from bot.domain.vocabulary import known as known_words
from bot.domain.vocabulary import means
from bot.manage import known
from bot.prove import coin
from bot.services import Actor, Services
from storage import checkins, people, registrations
from storage.tables import CheckIn, Person, Registration, Team

Chosen = Mapping[str, Any]
ONE_WISH = timedelta(minutes=1)  # the same words as close as this begin one task
_SIZES = tuple(option.code for option in wording.SIZES)
# Translators: how many, in "You are working on three tasks already."
_COUNTS = {2: N_("two"), 3: N_("three"), 4: N_("four")}


@dataclass(frozen=True)
class StartForm:
    """What is asked before a task begins, with what is known so far; `typed` is a time that has to be looked at again."""

    asked: tuple[tuple[Asked, Any], ...]
    typed: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Place:
    """Whoever may start a task, and the teams that ask them, by name."""

    person: Person
    teams: Sequence[Team]
    tossed: Mapping[str, Registration]  # the kinds of task for which a coin is thrown now, and the trial of each

    def team_of(self, task_type: str) -> Team:
        """The team whose trial it is; else the first one with this kind of task; the first of all for something else."""
        trial = self.tossed.get(task_type)
        tossing = next((team for team in self.teams if trial and team.id == trial.team_id), None)
        return tossing or next((team for team in self.teams if task_type in team.task_types), self.teams[0])

    @property
    def setting(self) -> Setting:
        names = dict.fromkeys(name for team in self.teams for name in team.task_types)
        return Setting(self.person.key, tuple(names))


def start(services: Services, actor: Actor, words: str = "") -> str | StartForm:
    """Begin at once where the words say everything, else give the form for what is missing."""
    now = services.now()
    with services.store.begin() as session:
        place = _place(session, actor, now)
        talk, _any = understanding.first_words(Talk(), words, place.setting)
        kind, minutes, size = (talk.draft.get(one) for one in ("task_type", "minutes", "size"))
        if kind and isinstance(minutes, float) and talk.doubt is None and (size or kind not in place.tossed):
            return _started(kind, tossed=_begin(session, place, kind, minutes, size, now))
        return _form(place, talk, words)


def _started(kind: str, *, tossed: bool) -> str:
    task = kind_of_task(kind)
    if tossed:
        return _(
            "Started: {task}. What the coin says is in our direct messages; /candor done when you have finished.", task=task
        )
    return _("Started: {task}. It is in our direct messages; /candor done when you have finished.", task=task)


def _place(session: Session, actor: Actor, now: datetime) -> Place:
    """Checked anew at each step: they are asked by a team, and not at work on too many tasks already."""
    person = session.get_one(Person, known(session, actor).id, with_for_update=True)
    teams = people.teams_of(session, person.id, members_only=True)
    if not teams:
        raise Refusal(_("You own a team but are not asked by one, so there is nothing to start."))
    if len(_at_work(session, person, now)) >= timer.AT_ONCE:
        count = _(_COUNTS[timer.AT_ONCE])
        raise Refusal(_("You are working on {count} tasks already. Finish or cancel one of them first.", count=count))
    return Place(person, teams, coin.tossing(session, person, now))


def _at_work(session: Session, person: Person, now: datetime) -> list[CheckIn]:
    return [row for row in checkins.standing(session, person.id, (State.WORKING,)) if row.closes_at > now]


def _form(place: Place, talk: Talk, words: str) -> StartForm:
    said, doubt, minutes = talk.draft, talk.doubt, talk.draft.get("minutes")
    known_so_far = {**said, "expected": minutes if isinstance(minutes, float) else None}
    questions_now = [one for one in wording.STARTING if one.key != "size" or place.tossed]
    asked = tuple((_present(one, place), known_so_far.get(one.key)) for one in questions_now)
    if doubt is None:
        return StartForm(asked)
    typed = re.sub(r"^\D*", "", words)[:60]
    unclear = all(option.code != "again" for option in doubt.options)
    return StartForm(asked, typed, with_the_unit(doubt.text) if unclear else "")


def _present(question: Question, place: Place) -> Asked:
    asked = questions.present(question, {}, place.setting)
    if question.key != "size":
        return asked
    # Translators: below a question of a form that can be left out for other kinds of task; {tasks} are names of kinds of task
    return replace(asked, hint=_("Needed for {tasks}, where a coin decides.", tasks=", ".join(place.tossed)))


def start_filled(services: Services, actor: Actor, values: Chosen, view: str, gesture: str = "") -> FormErrors | None:
    """Begin with what the form says; a form sent twice begins one task, and a gesture arriving again confirms nothing."""
    now = services.now()
    with services.store.begin() as session:
        key = f"start/{view}"
        if checkins.seen(session, key):
            return None
        place = _place(session, actor, now)
        first = bool(gesture) and checkins.first_time(session, actor.workspace, gesture, now)
        minutes, errors = _expected(session, place, values, f"long/{view}", now if first else None)
        kind = values.get("task_type")
        if kind not in (*place.setting.task_types, SOMETHING_ELSE):
            errors["task_type"] = _("Pick from the list, please.")
        size = values.get("size")
        if kind in place.tossed and "size" in values and size not in _SIZES:
            errors["size"] = _("This one is needed.")
        if errors:
            return FormErrors(errors)
        checkins.first_time(session, actor.workspace, key, now)
        _begin(session, place, str(kind), minutes, int(size) if size in _SIZES else None, now)
        return None


def _expected(
    session: Session, place: Place, values: Chosen, long: str, confirming: datetime | None
) -> tuple[float, dict[str, str]]:
    """The expected time, or what is wrong with it; above a working day it is taken the second time it is sent."""
    try:
        minutes = time_said(values.get("expected"), (values.get(f"expected.{TYPED}") or "").strip())
    except Refusal as no:
        return 0.0, {"expected": no.sentence}
    if not isinstance(minutes, float):
        return 0.0, {"expected": _("This one is needed.")}
    if minutes > conversation.LONG_MINUTES:
        key = f"{long}/{minutes:g}"
        if confirming is None or checkins.first_time(session, place.person.workspace, key, confirming):
            return 0.0, {"expected": TooLong(minutes).sentence}
    return minutes, {}


def _begin(session: Session, place: Place, kind: str, minutes: float, size: int | None, now: datetime) -> bool:
    """Begin it, unless that very task has just begun, and throw the coin where one decides; whether one did."""
    person, team = place.person, place.team_of(kind)
    begun = next((other for other in _at_work(session, person, now) if _is_it(other, kind, minutes, now)), None)
    if begun:
        return registrations.flip_of(session, begun.id) is not None
    row = ask.begun(session, team, person, now)
    row.state = move(State(row.state), Act.START)
    row.task_type, row.expected_minutes, row.started_at = kind, max(minutes, 1.0), now
    for other in _at_work(session, person, now):
        if other.id != row.id:
            other.overlapping = row.overlapping = True
    flip = coin.flip_for(session, row, place.tossed.get(kind), size, now)
    payload = working(row, team.name if len(place.teams) > 1 else "", flip)
    owe(session, now, key=f"working/{row.id}", kind="working", payload=payload, checkin=row, user=person.user)
    return flip is not None


def _is_it(row: CheckIn, kind: str, minutes: float, now: datetime) -> bool:
    """Said once more, because the first time seemed lost: the same task, begun a moment ago."""
    begun = row.started_at or row.due_at
    return row.task_type == kind and row.expected_minutes == max(minutes, 1.0) and now - begun < ONE_WISH


def done(services: Services, actor: Actor, checkin_id: str, click: Click, *, finished: bool = True) -> None:
    """The task is done, or will not be: ask about it in its thread."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        if d.first_time(click.key):
            d.arrived(click)
            _end(d, click, finished=finished)
            ask_next(d, None)


def done_named(services: Services, actor: Actor, words: str) -> str:
    """The same for the one task that runs, or the one that is named."""
    with services.store.begin() as session:
        person = known(session, actor)
        row = which(checkins.standing(session, person.id, RUNNING), words)
        d = lay(services, session, actor, row.id)
        _end(d, None)
        ask_next(d, None)
        return _("The questions about {task} are in our direct messages.", task=kind_of_task(row.task_type or ""))


def which(rows: Sequence[CheckIn], words: str = "") -> CheckIn:
    """The one that is meant, never guessed."""
    if not rows:
        raise Refusal(_("No task is running. /candor start begins one."))
    kinds = {kind_of_task(row.task_type or ""): row.task_type for row in rows}
    if words:
        named = understanding.task_type_in(words, tuple(kinds))
        if named is None:
            raise Refusal(_("I cannot tell which task that is. Running: {tasks}.", tasks=", ".join(kinds)))
        rows = [row for row in rows if row.task_type == kinds[named]]
    if len(rows) > 1:
        raise _several(rows, next(iter(kinds)) if not words and len(kinds) == len(rows) else None)
    return rows[0]


def _several(rows: Sequence[CheckIn], first: str | None) -> Refusal:
    """`first` is one that can be named."""
    tasks = ", ".join(kind_of_task(row.task_type or "") for row in rows)
    if first is None:
        return Refusal(_("You are working on {tasks}. Press Done on the one you have finished.", tasks=tasks))
    how = _("Write /candor done {task}, or press Done on the one you have finished.", task=first)
    # Translators: it stands before "Write /candor done {task}, or press Done on the one you have finished."
    them = _("You are working on {tasks}.", tasks=tasks)
    return Refusal(f"{them} {how}")


def cancel(services: Services, actor: Actor, checkin_id: str, click: Click) -> None:
    """It was no task after all: nothing of it is kept, but the flip of a coin if there was one."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id, may_have_left=True)
        if d.first_time(click.key):
            d.arrived(click)
            _cancel(d, click)


def told(d: Desk, text: str) -> None:
    """Words typed in the thread of a task that runs: that it is done, with whatever else they say, or that it is none; or
    that it is done the other way than the coin said."""
    typed = folded(text)
    word = " ".join(typed.split()).strip(".!")
    over = next((found for words in known_words() if (found := words.done.match(typed))), None)
    if means(word, "cancel"):
        _cancel(d, None)
    elif typed_decline(d, word):
        return
    elif d.row.state == State.STOPPED and means(word, "not_finished"):
        _end(d, None, finished=False)
        ask_next(d, None)
    elif over or (d.row.state == State.STOPPED and means(word, "yes")):
        _end(d, None)
        d.keep(understanding.first_words(d.talk, typed[over.end() if over else len(typed) :], d.setting)[0])
        go_on(d, None)
    else:
        raise Refusal(conversation.why_not(State(d.row.state)))


def _end(d: Desk, click: Click | None, *, finished: bool = True) -> None:
    """Stop the clock, if it still runs, and open the conversation. It is today's answer, so nothing else is asked today."""
    if d.row.ts is None and d.row.state in RUNNING:
        raise Refusal(_("The message about this task has not reached you yet. Please try again in a minute."))
    if d.row.state == State.WORKING:
        for column, value in ask.stopped(d.session, d.row, d.person, d.team, d.now).items():
            setattr(d.row, column, value)
    d.act(Act.DONE)
    d.touched()
    if d.row.closes_at <= d.now:
        raise Refusal(conversation.why_not(State.LAPSED))
    d.row.queued_at = d.now
    ask.answered_today(d.session, d.row, d.now)
    d.setting = setting_of(d.session, d.row, d.person, d.team)
    if not finished:
        d.keep(conversation.sure(d.talk, "minutes", UNFINISHED))
    update_prompt(d, "done", at_end(d, flip_of(d)), click)


def _cancel(d: Desk, click: Click | None) -> None:
    d.act(Act.CANCEL)
    checkins.forget_task(d.row)
    coin.settled(d.session, d.row, d.now)
    d.row.settled_at = d.now
    checkins.take_back(d.session, f"working/{d.row.id}")
    if d.row.ts:
        update_prompt(d, "settled", gone(d), click)
