"""What somebody does on the page, as a verb of `Person`: the page can do nothing that a person could not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.people import Person
from sandbox.records import CannotDo, Channel, Json, Message

if TYPE_CHECKING:
    from sandbox.page import Page
    from sandbox.slack import Slack


def act(page: Page, body: Json) -> None:
    """Do one thing; `CannotDo` says why not."""
    person = _person(page.slack, body)

    def does() -> None:
        try:
            _does(page, person, body)
        finally:
            page.slack.space.pulse.beat()

    if body.get("verb") == "reads":
        _reads(page, person, body)
    else:
        page.one_at_a_time(does)


def _does(page: Page, person: Person, body: Json) -> None:
    slack = page.slack
    match body.get("verb"):
        case "says":
            _says(slack, person, body)
        case "touches":
            on = _message(slack, person, body) if "ts" in body else _view(person, body)
            _enters(person, body)
            person.touches(_text(body, "block"), _text(body, "action"), body.get("value"), on)
        case "submits":
            _view(person, body)
            _enters(person, body)
            person.submits()
        case "closes":
            _view(person, body)
            person.closes()
        case "opens home":
            person.opens_home()
        case other:
            raise CannotDo(f"nobody can do {other!r} here")


def _says(slack: Slack, person: Person, body: Json) -> None:
    words, channel = _text(body, "words").strip(), _channel(slack, person, body)
    if not words:
        raise CannotDo("there is nothing to send")
    if "ts" in body:
        if words.startswith("/"):
            raise CannotDo("commands work in a conversation, not in a thread")
        person.replies(words, _message(slack, person, body))
    elif words.startswith("/"):
        person.runs(words, channel)
    else:
        person.types(words, channel)


def _enters(person: Person, body: Json) -> None:
    if isinstance(body.get("values"), dict):
        person.enters(body["values"])


def _reads(page: Page, person: Person, body: Json) -> None:
    """Remember how far somebody has read; nobody else learns of it."""
    channel, newest = _channel(page.slack, person, body), _text(body, "newest")
    key = person.id, channel.id
    if newest > page.read.get(key, ""):
        page.read[key] = newest
        page.slack.space.pulse.beat()


def _person(slack: Slack, body: Json) -> Person:
    member = slack.space.members.get(_text(body, "as"))
    if member is None or member.bot:
        raise CannotDo("there is nobody like that here")
    return Person(slack, member.id)


def _channel(slack: Slack, person: Person, body: Json) -> Channel:
    number = _text(body, "channel")
    with slack.space.lock:
        dm = slack.space.dm(person.id)
    channel = dm if number == dm.id else slack.space.channels.get(number)
    if channel is None or person.id not in channel.members:
        raise CannotDo(f"{person.name} is not in that conversation")
    return channel


def _message(slack: Slack, person: Person, body: Json) -> Message:
    seen = person.messages(_channel(slack, person, body))
    message = next((message for message in seen if message.ts == body["ts"]), None)
    if message is None:
        raise CannotDo("that message is no longer there")
    return message


def _view(person: Person, body: Json) -> str:
    """Where a person is who has this view before them; by then it may have closed."""
    if person.home and person.home.id == body.get("view"):
        return "home"
    if person.form is None or person.form.id != body.get("view"):
        raise CannotDo("that form is no longer open")
    return "form"


def _text(body: Json, name: str) -> str:
    value: Any = body.get(name)
    if not isinstance(value, str):
        raise CannotDo(f"the page did not say {name!r}")
    return value
