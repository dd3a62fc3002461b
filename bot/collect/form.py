"""The form: the same conversation on two pages. The second shows what the first page's answers make apply.

The first page is stored when it is sent, like half a thread, so nothing is lost if the second is closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.collect.desk import CLICK_ADDRESS_LIVES, Click, Desk, lay, show_saved, store_answer
from bot.domain import amounts, conversation, doubts, durations, questions, wording
from bot.domain.conversation import Act, State, Talk
from bot.domain.language import _
from bot.domain.ownquestions import OwnQuestion
from bot.domain.questions import OTHER, UNFINISHED, Asked, Kind
from bot.domain.refusal import Refusal
from bot.domain.summary import either
from bot.services import Actor, Services
from storage import checkins

FIRST_PAGE = ("task_type", "size", "approach", "minutes", "fixing", "quality")
NO_TYPE_YET: questions.Draft = {}  # the task type stands on the same page, so no other label may name it
TYPED = "typed"  # what was typed beside a list of times


class TooLong(Refusal):
    """A time above a working day is confirmed by sending it once more."""

    def __init__(self, minutes: float) -> None:
        time = durations.as_words(minutes)
        super().__init__(_("{time} of your own working time? Send it again to confirm, or correct it.", time=time))


@dataclass(frozen=True)
class FormErrors:
    """What needs another look, by question; nothing was taken."""

    by_key: Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """One page: its questions with what was said to each so far. `first`: it is the first thing somebody meets of Candor."""

    checkin: str
    page: int
    asked: tuple[tuple[Asked, Any], ...]
    first: bool = False


def open_form(services: Services, actor: Actor, checkin_id: str, click: Click | None = None) -> Form | None:
    """The first page, filled with what was already said; None when this very click has opened it before."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        if click and not d.first_time(click.key):
            return None
        if click:
            d.arrived(click)
            d.touched()
            if click.ts == d.row.ts:
                d.row.reply_url, d.row.reply_url_until = click.url, d.now + CLICK_ADDRESS_LIVES
        _check_open(d)
        return _page(d, 1)


def submit_form(
    services: Services, actor: Actor, checkin_id: str, page: int, values: Mapping[str, Any], key: str, gesture: str = ""
) -> Form | FormErrors | None:
    """Take one page. Gives the next page, or None when the answer is stored; a page sent twice is taken once.

    A `gesture` that arrives again is no second one, so it does not confirm what the first had to be asked about.
    """
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        if checkins.seen(session, key):
            return _second(d) if page == 1 else None
        _check_open(d)
        again = bool(gesture) and not d.first_time(gesture)
        talk, errors = _taken(d, page, values, again)
        if not again:
            d.touched()
        if errors:
            return FormErrors(errors)
        d.first_time(key)
        d.touched(_entered(d, page, values))
        d.act(Act.CHANGE if d.row.state == State.SAVED else Act.ANSWER)
        d.keep(talk)
        if page == 1 and (rest := _second(d)):
            return rest
        store_answer(d, NO_TYPE_YET)
        show_saved(d, None)
        return None


def _check_open(d: Desk) -> None:
    """A form may be opened wherever answering or changing is possible."""
    state = State(d.row.state)
    if state not in conversation.KEPT and d.row.closes_at <= d.now:
        raise Refusal(conversation.why_not(State.LAPSED))
    conversation.move(state, Act.CHANGE if state == State.SAVED else Act.ANSWER)


def _second(d: Desk) -> Form | None:
    """The second page, if anything is left to ask there: of whom less is asked, nothing may be."""
    rest = _page(d, 2)
    return rest if rest.asked else None


def _page(d: Desk, page: int) -> Form:
    return Form(
        d.row.id,
        page,
        tuple(
            (questions.present(question, NO_TYPE_YET, d.setting), d.talk.draft.get(question.key))
            for question in wording.applying(d.talk.draft, d.setting)
            if (question.key in FIRST_PAGE or question.own is not None) == (page == 1)
        ),
    )


def _taken(d: Desk, page: int, values: Mapping[str, Any], again: bool) -> tuple[Talk, dict[str, str]]:
    """Everything on the page, and every fault on it at once."""
    talk, errors = Talk(d.talk.draft), {}
    for asked, _value in _page(d, page).asked:
        try:
            talk = _one(talk, asked, values, d, again)
        except Refusal as no:
            errors[asked.key] = no.sentence
    return talk, errors


def _entered(d: Desk, page: int, values: Mapping[str, Any]) -> int:
    """How many questions of this page hold something else than when it was opened."""
    before = {asked.key: value for asked, value in _page(d, page).asked}
    after = {key: values.get(f"{key}.{TYPED}") or values.get(key) for key in before}
    return sum(after[key] not in (None, "", []) and _code(after[key]) != _code(before[key]) for key in before)


def _code(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _one(talk: Talk, asked: Asked, values: Mapping[str, Any], d: Desk, again: bool) -> Talk:
    value = values.get(asked.key)
    if asked.kind is Kind.TIME:
        value = time_said(value, (values.get(f"{asked.key}.{TYPED}") or "").strip())
    if value in (None, "", []):
        if asked.required:
            raise Refusal(_("This one is needed."))
        return Talk({**talk.draft, asked.key: None})
    if asked.own and asked.kind is Kind.NUMBER:
        return Talk({**talk.draft, asked.key: _number(asked.own, str(value), d, again)})
    if asked.kind is not Kind.TIME:
        return conversation.said(talk, asked.key, value, d.setting)
    if isinstance(value, float) and value > conversation.LONG_MINUTES and not _confirmed(d, f"{value:g}", again):
        raise TooLong(value)
    return conversation.sure(talk, asked.key, value)


def _number(own: OwnQuestion, typed: str, d: Desk, again: bool) -> float:
    """An odd number, too, is confirmed by sending it once more."""
    number = amounts.read(typed, own.unit)
    if number is None:
        raise Refusal(_(doubts.TYPE_A_NUMBER))
    if amounts.odd(number, own.unit) and not _confirmed(d, f"{own.key}/{number!r}", again):
        raise Refusal(_("{number}? Send it again to confirm, or correct it.", number=own.in_words(number)))
    return number


def _confirmed(d: Desk, what: str, again: bool) -> bool:
    """The second time somebody says so; the same page arriving twice is once."""
    return not (again or d.first_time(f"long/{d.row.id}/{what}"))


def with_the_unit(doubt: str) -> str:
    unit = _("Please add the unit.")
    return f"{doubt} {unit}"


def time_said(picked: Any, typed: str) -> Any:
    """Minutes from the list or the field beside it; what is typed counts."""
    if not typed:
        if picked == OTHER:
            raise Refusal(_("Type how long it was in the field below, for example 90 min, 1:30 or 2 h."))
        return float(picked) if picked not in (None, UNFINISHED) else picked
    found = durations.parse(typed)
    if isinstance(found, durations.Unclear):
        readings = either(durations.as_words(minutes) for minutes in found.options)
        raise Refusal(with_the_unit(_("Is that {readings}?", readings=readings)))
    if found is None:
        raise Refusal(_("I could not read that as a time. Try 90 min, 1:30 or 2 h."))
    return found.minutes
