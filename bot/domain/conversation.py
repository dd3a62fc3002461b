"""One check-in's conversation as a table. The thread and the form both move through it, so both give the same answer.

A check-in is in one `State`; an `Act` moves it along `TABLE`, and what the table does not list is refused with a sentence.
While it is being answered, what has been said so far is a `Talk`: a draft, and at most one doubt that is asked back before
anything is guessed. The question asked next is always the first one that applies and has no answer yet, so it does not
matter in which order, or by which door, the answers came. Skipped questions stay in the draft as None.

`docs/design.md` shows the table as a diagram, and a test compares them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.domain import amounts, doubts, questions, wording
from bot.domain.doubts import Doubt as Doubt
from bot.domain.doubts import unit_doubt as unit_doubt
from bot.domain.language import N_, _
from bot.domain.ownquestions import OwnQuestion
from bot.domain.questions import NOTE_LIMIT, OTHER, UNFINISHED, Asked, Kind, Option, Setting
from bot.domain.refusal import Refusal

LONG_MINUTES = 480  # above a working day, asked once more


class State(StrEnum):
    PLANNED = "planned"
    WORKING = "working"
    STOPPED = "stopped"
    ASKED = "asked"
    ANSWERING = "answering"
    SAVED = "saved"
    CHANGING = "changing"
    FIXED = "fixed"
    NOTHING = "nothing"
    NOT_TODAY = "not_today"
    LATE = "late"
    CALLED_OFF = "called_off"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    DELETED = "deleted"


class Act(StrEnum):
    SEND = "send"
    START = "start"
    STOP = "day ends"
    DONE = "done"
    CANCEL = "cancel"
    LET_GO = "let go"
    CALL_OFF = "call off"
    ANSWER = "answer"
    FINISH = "finish"
    NOTHING = "nothing finished"
    NOT_TODAY = "not today"
    CHANGE = "change"
    FIX = "digest is out"
    DELETE = "delete"
    CLOSE = "window closes"


TABLE: Mapping[State, Mapping[Act, State]] = {
    State.PLANNED: {Act.SEND: State.ASKED, Act.START: State.WORKING, Act.LET_GO: State.LATE, Act.CALL_OFF: State.CALLED_OFF},
    State.WORKING: {
        Act.DONE: State.ANSWERING,
        Act.STOP: State.STOPPED,
        Act.CANCEL: State.CANCELLED,
        Act.CLOSE: State.CANCELLED,
    },
    State.STOPPED: {Act.DONE: State.ANSWERING, Act.CANCEL: State.CANCELLED, Act.CLOSE: State.CANCELLED},
    State.ASKED: {
        Act.ANSWER: State.ANSWERING,
        Act.NOTHING: State.NOTHING,
        Act.NOT_TODAY: State.NOT_TODAY,
        Act.CLOSE: State.LAPSED,
    },
    State.ANSWERING: {
        Act.ANSWER: State.ANSWERING,
        Act.FINISH: State.SAVED,
        Act.NOTHING: State.NOTHING,
        Act.NOT_TODAY: State.NOT_TODAY,
        Act.CLOSE: State.LAPSED,
    },
    State.SAVED: {Act.CHANGE: State.CHANGING, Act.FIX: State.FIXED, Act.DELETE: State.DELETED},
    State.CHANGING: {
        Act.ANSWER: State.CHANGING,
        Act.CHANGE: State.CHANGING,
        Act.FINISH: State.SAVED,
        Act.FIX: State.FIXED,
        Act.DELETE: State.DELETED,
    },
    State.FIXED: {Act.DELETE: State.DELETED},
    State.NOTHING: {Act.ANSWER: State.ANSWERING, Act.NOT_TODAY: State.NOT_TODAY},
    State.NOT_TODAY: {Act.ANSWER: State.ANSWERING, Act.NOTHING: State.NOTHING},
    State.LATE: {},
    State.CALLED_OFF: {},
    State.LAPSED: {},
    State.CANCELLED: {},
    State.DELETED: {},
}

OPEN = frozenset({State.ASKED, State.ANSWERING})
RUNNING = frozenset({State.WORKING, State.STOPPED})  # a task that was started and is not done
UNSETTLED = OPEN | RUNNING
KEPT = frozenset({State.SAVED, State.CHANGING, State.FIXED})

_WHY_NOT = {
    State.PLANNED: N_("This check-in has not been sent yet."),
    State.WORKING: N_("This task is still running. Press Done on it, or reply “done”, when you have finished it."),
    State.STOPPED: N_("This task was stopped at the end of your day. Press Done on it if it was finished."),
    State.ASKED: N_("There is no answer here yet."),
    State.ANSWERING: N_("This answer is not finished yet. Reply in the thread to go on."),
    State.SAVED: N_("You have already answered this one. Use Change to correct it."),
    State.CHANGING: N_("You are changing this answer. Reply in its thread to go on, or open the form."),
    State.FIXED: N_("This week's digest is out, so this answer can no longer be changed. You can still delete it."),
    **dict.fromkeys((State.NOTHING, State.NOT_TODAY), N_("This check-in is already settled.")),
    **dict.fromkeys((State.LATE, State.CALLED_OFF, State.LAPSED), N_("This check-in has closed. The next one comes as usual.")),
    State.CANCELLED: N_("This task was cancelled. /candor start begins another."),
    State.DELETED: N_("This answer was deleted, so there is nothing left to change."),
}


def move(state: State, act: Act) -> State:
    """The state after `act`; a Refusal with the reason where the table has no such move."""
    after = TABLE[state].get(act)
    if after is None:
        raise Refusal(why_not(state))
    return after


def why_not(state: State) -> str:
    """Why nothing more can be done with a check-in in this state."""
    return _(_WHY_NOT[state])


@dataclass(frozen=True)
class Talk:
    """What has been said so far: values by question, in the order given, and the doubt being cleared up."""

    draft: Mapping[str, Any] = field(default_factory=dict)
    doubt: Doubt | None = None

    def to_json(self) -> dict[str, Any]:
        doubt = self.doubt and {
            "key": self.doubt.key,
            "text": self.doubt.text,
            "options": [[option.code, option.words] for option in self.doubt.options],
        }
        return {"draft": dict(self.draft), "doubt": doubt}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Talk":
        doubt = data.get("doubt")
        return cls(
            data.get("draft", {}),
            doubt and Doubt(doubt["key"], doubt["text"], tuple(Option(*pair) for pair in doubt["options"])),
        )


def asking(talk: Talk, setting: Setting) -> Asked | None:
    """The question to ask now, or None when everything that applies has been answered or skipped."""
    for question in wording.applying(talk.draft, setting):
        if talk.doubt and talk.doubt.key == question.key:
            asked = questions.present(question, talk.draft, setting)
            return replace(asked, text=talk.doubt.text, options=talk.doubt.options, kind=Kind.ONE)
        if question.key not in talk.draft:
            return questions.present(question, talk.draft, setting)
    return None


def missing(talk: Talk, setting: Setting) -> tuple[str, ...]:
    """The required questions still without an answer."""
    return tuple(
        question.key
        for question in wording.applying(talk.draft, setting)
        if question.required and talk.draft.get(question.key) is None
    )


def said(talk: Talk, key: str, value: Any, setting: Setting) -> Talk:
    """Take one value for one question. It is checked against what this check-in really offers this person."""
    question = next((q for q in wording.sayable(talk.draft, setting) if q.key == key), None)
    if question is None:
        raise Refusal(_("That question is not part of this check-in."))
    asked = questions.present(question, talk.draft, setting)
    if question.own and question.kind is Kind.NUMBER:
        return _said_number(talk, question.own, str(value))
    if talk.doubt and talk.doubt.key == key and any(option.code == value for option in talk.doubt.options):
        return _settled(talk, key, str(value))
    if question.kind is Kind.TIME:
        return _said_time(talk, key, value)
    return _with(talk, key, _checked(asked, value))


def sure(talk: Talk, key: str, minutes: float | str) -> Talk:
    """Take a time that was confirmed, or "unfinished"."""
    return _with(talk, key, minutes if minutes == UNFINISHED else max(float(minutes), 1.0))


def skipped(talk: Talk, setting: Setting) -> Talk:
    asked = asking(talk, setting)
    if asked is None or asked.required:
        raise Refusal(_("This one is needed; everything marked optional can be skipped."))
    return _with(talk, asked.key, None)


def rest_skipped(talk: Talk, setting: Setting) -> Talk:
    """Skip all that is still to be asked; refused while something of it is needed."""
    while asking(talk, setting):
        talk = skipped(talk, setting)
    return talk


def back(talk: Talk) -> Talk:
    """Take the last answer back, so that its question is asked again."""
    if talk.doubt or not talk.draft:
        return replace(talk, doubt=None)
    *kept, _ = talk.draft.items()
    return Talk(dict(kept))


def _checked(asked: Asked, value: Any) -> Any:
    codes = {option.code for option in asked.options}
    if asked.kind is Kind.TEXT:
        return _note(str(value))
    if asked.kind is Kind.MANY:
        chosen = [code for code in dict.fromkeys(value) if code in codes]
        if len(chosen) != len(set(value)) or not chosen:
            raise Refusal(_("Pick from the list, please."))
        return _consistent(asked, chosen)
    if value not in codes:
        raise Refusal(_("Pick from the list, please."))
    return int(value) if asked.key == "size" or asked.own else value


def _consistent(asked: Asked, chosen: list[str]) -> list[str]:
    if len(chosen) > 1 and asked.alone & set(chosen):
        only = asked.words_of(next(code for code in chosen if code in asked.alone))
        raise Refusal(_("“{option}” goes with nothing else: pick it alone, or pick the others.", option=only))
    for one, other in wording.BY_KEY[asked.key].flips:
        if one in chosen and other in chosen:
            names = {"one": asked.words_of(one), "other": asked.words_of(other)}
            raise Refusal(_("“{one}” and “{other}” cannot both be so: pick one of them.", **names))
    return chosen


def _note(text: str) -> str | None:
    if len(text) > NOTE_LIMIT:
        raise Refusal(_("That is {n} characters; there is room for {room}. Nothing was taken.", n=len(text), room=NOTE_LIMIT))
    return text.strip() or None


def _said_time(talk: Talk, key: str, value: Any) -> Talk:
    if value == OTHER and key == "minutes":
        return replace(talk, doubt=doubts.type_it(key))
    if value == UNFINISHED and key == "minutes":
        return _with(talk, key, UNFINISHED)
    try:
        minutes = float(value)
    except (TypeError, ValueError):
        raise Refusal(_("A time needs a unit, for example 90 min, 1:30 or 2 h.")) from None
    if minutes > LONG_MINUTES:
        return replace(talk, doubt=doubts.long_time(key, minutes))
    return _with(talk, key, max(minutes, 1.0))


def _said_number(talk: Talk, own: OwnQuestion, value: str) -> Talk:
    if value == doubts.AGAIN:
        return replace(talk, doubt=Doubt(own.key, _(doubts.TYPE_A_NUMBER)))
    try:
        number = float(value.removeprefix(doubts.SURE))
    except ValueError:
        number = float("nan")
    if not amounts.finite(number):
        raise Refusal(_(doubts.TYPE_A_NUMBER))
    doubt = doubts.odd_number(own, number) if amounts.odd(number, own.unit) else None
    if doubt and talk.doubt != doubt and not value.startswith(doubts.SURE):  # the same once more is a yes
        return replace(talk, doubt=doubt)
    return _with(talk, own.key, number)


def _settled(talk: Talk, key: str, code: str) -> Talk:
    if code == doubts.AGAIN:
        return replace(talk, doubt=doubts.type_it(key))
    if code.startswith(doubts.SURE):
        return _with(talk, key, float(code.removeprefix(doubts.SURE)))
    return _said_time(replace(talk, doubt=None), key, code)


def _with(talk: Talk, key: str, value: Any) -> Talk:
    """The draft with one more answer; a corrected one keeps its place."""
    return Talk({**talk.draft, key: value})
