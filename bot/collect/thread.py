"""The thread: one question at a time, by button or in the person's own words."""

from datetime import timedelta
from typing import Any

from bot.collect.declining import typed_decline
from bot.collect.desk import Click, Desk, ask_next, go_on, lay, say_in_thread
from bot.collect.settled import settle_desk
from bot.collect.task import told, which
from bot.deliver import owe
from bot.domain import conversation, understanding
from bot.domain.conversation import Act, State, Talk, asking
from bot.domain.language import _, folded
from bot.domain.questions import Asked
from bot.domain.refusal import Refusal
from bot.domain.summary import value_in_words
from bot.domain.vocabulary import means
from bot.manage import LeftAlone, Stranger, stranger
from bot.services import Actor, Services, Way
from storage import checkins, outbox, people
from storage.tables import opaque

ONE_GESTURE = timedelta(seconds=10)  # presses of the same button as close as this mean the same
_PAGES = ("skip", "rest", "back", "stop")
_SETTLING = {"nothing": Act.NOTHING, "not_today": Act.NOT_TODAY}


class NothingOpen(Refusal):
    """No check-in is open right now. Type /candor checkin to start one."""


def answer_here(services: Services, actor: Actor, checkin_id: str, click: Click) -> None:
    """Ask the first open question in the thread."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        if d.first_time(click.key):
            d.arrived(click)
            d.touched()
            d.begin_answer()
            if not _asked_just_now(d):
                ask_next(d, None)


def _asked_just_now(d: Desk) -> bool:
    """Pressed twice, or on two devices: the question is there, or on its way."""
    return outbox.newest_kind(d.session, d.row.id, d.now - ONE_GESTURE) == "question"


def choose(services: Services, actor: Actor, checkin_id: str, key: str, value: Any, click: Click) -> None:
    """An answer by button or menu in the thread."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        if d.first_time(click.key):
            d.touched()
            d.begin_answer()
            d.keep(conversation.said(d.talk, key, value, d.setting))
            go_on(d, click)


def turn_page(services: Services, actor: Actor, checkin_id: str, word: str, click: Click) -> None:
    """Skip this one or all the rest, back or stop, by button."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        if d.first_time(click.key):
            d.touched()
            d.begin_answer()
            _page(d, word, click)


def typed(services: Services, actor: Actor, channel: str, thread: str | None, text: str, event: str) -> None:
    """A typed message: for the check-in whose thread it is in, else for the newest open one. A refusal is a reply.

    It is ours to send, whichever workspace they are of; of theirs nothing is stored.
    """
    try:
        _typed(services, actor, channel, thread, text, event)
    except Refusal as no:
        now = services.now()
        with services.store.begin() as session:
            people.workspace(session, services.workspace)
            if checkins.first_time(session, services.workspace, event, now):
                owe(
                    session,
                    now,
                    key=f"note/{opaque()}",
                    kind="passing" if isinstance(no, Stranger | LeftAlone) else "note",
                    payload={"text": no.sentence},
                    workspace=services.workspace,
                    channel=channel,
                    thread=thread,
                )


def _typed(services: Services, actor: Actor, channel: str, thread: str | None, text: str, event: str) -> None:
    with services.store.begin() as session:
        person = people.find(session, actor.workspace, actor.user)
        if person is None:
            raise stranger(session, actor)
        row = checkins.in_thread(session, person.id, channel, thread) if thread else None
        row = row or checkins.newest(session, person.id, (State.ASKED, State.ANSWERING, State.CHANGING))
        running = checkins.standing(session, person.id, conversation.RUNNING) if row is None else []
        row = row or (which(running) if running else None)
        if row is None:
            raise NothingOpen
        d = lay(services, session, actor, row.id)
        if d.first_time(event):
            take_words(d, text)


def take_words(d: Desk, text: str) -> None:
    """What somebody typed for their check-in, wherever that was."""
    if d.row.state in conversation.RUNNING:
        told(d, text)
        return
    word, fresh = " ".join(folded(text).split()).strip(".!"), d.row.state == State.ASKED
    if d.row.state == State.ANSWERING and d.setting.size and typed_decline(d, word):
        return
    act = next((act for what, act in _SETTLING.items() if means(word, what)), None)
    d.touched()
    if act and d.row.state in conversation.OPEN:
        settle_desk(d, act, None)
        return
    d.begin_answer()
    page = next((page for page in _PAGES if means(word, page)), None)
    if fresh:
        talk, understood = understanding.first_words(d.talk, text, d.setting)
        d.keep(talk)
        remark = _("I could not read an answer in that, so here it is one question at a time.")
        go_on(d, None, "" if understood else remark)
    elif page:
        _page(d, page, None)
    else:
        asked = asking(d.talk, d.setting)
        d.keep(understanding.reply(d.talk, text, d.setting))
        _retire_question(d, asked)
        go_on(d, None)


def _page(d: Desk, word: str, click: Click | None) -> None:
    if word == "stop":
        say_in_thread(d, "stopped", {"checkin": d.row.id}, click)
        return
    asked = asking(d.talk, d.setting)
    d.keep(_turned(d, word))
    if click is None:
        _retire_question(d, asked)
    go_on(d, click)


def _turned(d: Desk, word: str) -> Talk:
    if word == "back":
        return conversation.back(d.talk)
    return (conversation.rest_skipped if word == "rest" else conversation.skipped)(d.talk, d.setting)


def _retire_question(d: Desk, asked: Asked | None) -> None:
    """The question that was answered by typing loses its buttons and shows the answer; the next one is asked below."""
    if d.row.question_ts and asked:
        payload = {"question": asked.text, "answer": value_in_words(asked, d.talk.draft)}
        key, ts = f"answered/{opaque()}", d.row.question_ts
        owe(d.session, d.now, key=key, kind="answered", way=Way.UPDATE, payload=payload, checkin=d.row, ts=ts)
    d.row.question_ts = None
