"""How people answer: each at their own screen, in the sandbox's human verbs, at a human pace.

They see only what Slack shows them: the question asked is read off the screen, and the answer is what is really offered
there. What they did and saw is kept, for the transcript.
"""

import re
from collections.abc import Mapping
from random import Random
from typing import Any

from bot.demo.stage import Clock
from bot.demo.story import LISTED, Afterwards, Door, Mood, Scene
from bot.domain import questions, wording
from bot.domain.durations import as_words
from bot.domain.questions import Kind
from sandbox import CannotDo, Message, Person

TOOK = "Your own working time, from start to handover, without waiting or breaks?"
_GAP = re.compile(r"\{\w+\}")
_SPOKEN = {30: "half an hour", 60: "an hour", 90: "an hour and a half", 120: "2h"}
_HOW = {
    "with_ai": ("with AI", "used AI"),
    "without_ai": ("by hand", "without AI"),
    "dropped_ai": ("tried AI", "gave up on AI"),
}
_FIXED = {"no": "no fixing", "up_to_15": "10 min of fixing", "up_to_60": "40 min of fixing", "too_early": "too early to say"}


class Answering:
    """One person and one check-in, from the first look at it to the last click."""

    def __init__(self, person: Person, prompt: Message, scene: Scene, clock: Clock, chance: Random) -> None:
        self.person, self.scene = person, scene
        self.did: list[str] = []
        self.saw: list[str] = []
        self.began = clock()
        self._root, self._clock, self._chance = prompt.ts, clock, chance
        self._said: Mapping[str, Any] = scene.task.said

    def play(self) -> None:
        self.began = self._clock()
        match self.scene.mood:
            case Mood.ANSWERS:
                self._answers()
            case Mood.STOPS:
                self._stops()
            case Mood.NOTHING:
                self._clicks("Nothing finished today")
            case Mood.NOT_TODAY:
                self._clicks("Not today")
        self._looks(self._prompt)

    @property
    def _prompt(self) -> Message:
        return next(message for message in self.person.messages() if message.ts == self._root)

    @property
    def _question(self) -> Message | None:
        """The question in this thread that can be answered now."""
        thread = (message for message in reversed(self.person.messages()) if message.thread_ts == self._root)
        return next((message for message in thread if "Stop" in message.buttons), None)

    def _answers(self) -> None:
        truth, changes = self._said, self.scene.afterwards is Afterwards.CHANGES and self._said["minutes"] in LISTED[1:]
        if changes:
            self._said = {**truth, "minutes": LISTED[LISTED.index(truth["minutes"]) - 1]}
        match self.scene.door:
            case Door.BUTTONS:
                self._by_buttons()
            case Door.WORDS:
                self._by_words()
            case Door.FORM:
                self._fills_form("Open form")
        self._said = truth
        if changes:
            self._fills_form("Change")
        elif self.scene.afterwards is Afterwards.DELETES:
            self._clicks("Delete")

    def _stops(self) -> None:
        self._clicks("Answer here")
        for _ in range(2):
            self._presses()
        self._clicks("Stop", self._question)

    # by buttons
    def _by_buttons(self) -> None:
        self._clicks("Answer here", self._newest("Answer here"))
        while self._question:
            self._presses()

    def _presses(self) -> None:
        """Answers the question on the screen with what is offered there; types what is not."""
        question = self._question
        if question is None:
            raise CannotDo(f"{self.person} sees no question")
        key = _key(question.text)
        value = self._said.get(key)
        if value is None:
            self._clicks("Skip", question)
        elif wording.BY_KEY[key].kind is Kind.MANY:
            self._ticks([_words(key, code) for code in value], question)
        elif _words(key, value) in question.buttons:
            self._clicks(_words(key, value), question)
        else:
            self._writes(_words(key, value))

    # in their own words
    def _by_words(self) -> None:
        self._writes(self._opening())
        while question := self._question:
            key = _key(question.text)
            value = self._said.get(key)
            if key not in wording.BY_KEY:
                self._clicks(as_words(float(self._said["minutes"])), question)
            elif value is None:
                self._writes("skip")
            elif isinstance(value, list):
                self._writes(", ".join(_words(key, code) for code in value).casefold())
            else:
                self._writes(_words(key, value) if key == "note" else _words(key, value).casefold())

    def _opening(self) -> str:
        """The first message says most of it in one go; sometimes a time without its unit, which is asked back."""
        said, minutes = self._said, self._said["minutes"]
        time = "not finished" if minutes == "unfinished" else _SPOKEN.get(minutes, f"{minutes} min")
        parts = [said["task_type"].casefold(), self._chance.choice(_HOW[said["approach"]]), time]
        if self._chance.random() < 0.5:
            parts.append(_words("size", said["size"]).casefold())
        if said["fixing"] in _FIXED:
            parts.append(_FIXED[said["fixing"]])
        elif self._chance.random() < 0.5 and minutes != "unfinished":
            parts[2] = str(minutes)
        return ", ".join(parts)

    # by the form
    def _fills_form(self, way_in: str) -> None:
        self._clicks(way_in, self._newest(way_in) if way_in == "Open form" else None)
        while form := self.person.form:
            self._waits(15, 40)
            self.person.fills({label: entry for label in form.labels if (entry := self._entry(label)) is not None})
            self.saw.append(form.shown)
            self.did.append(f"fills in {form.title} and presses [{form.body['submit']['text']}]")
            self._notes_last()
            if not self.person.submits():
                raise CannotDo(f"{self.person} cannot send the form: {form.errors}")

    def _entry(self, label: str) -> Any:
        listed = self._said["minutes"] in (*LISTED, questions.UNFINISHED)
        if label == TOOK and not listed:
            return "Other"
        if label == "Another time":
            return "" if listed else as_words(float(self._said["minutes"]))
        key = _key(label)
        value = self._said.get(key)
        if isinstance(value, list):
            return [_words(key, code) for code in value]
        return None if value is None else _words(key, value)

    # hands
    def _newest(self, label: str) -> Message:
        """The reminder, for somebody it took a reminder; else the check-in itself."""
        if self.scene.reminded:
            own = [message for message in self.person.messages() if label in message.buttons and message.ts > self._root]
            return own[-1] if own else self._prompt
        return self._prompt

    def _clicks(self, label: str, on: Message | None = None) -> None:
        place = on or self._prompt
        self._looks(place)
        self._waits(2, 8)
        self.did.append(f"clicks [{label}]")
        self._notes_last()
        self.person.clicks(label, place)

    def _ticks(self, labels: list[str], on: Message) -> None:
        self._looks(on)
        self._waits(4, 10)
        self.did.append("picks " + " and ".join(f"[{label}]" for label in labels))
        self._notes_last()
        self.person.ticks(labels, on)

    def _writes(self, text: str) -> None:
        self._looks(self._question or self._prompt)
        self._waits(4, 15)
        self.did.append(f"types “{text}”")
        self._notes_last()
        self.person.replies(text, self._prompt)

    def _looks(self, at: Message) -> None:
        self.saw.append("\n".join(f"    {line}" if at.thread_ts else line for line in f"Candor: {at.shown}".splitlines()))

    def _notes_last(self) -> None:
        self.saw.append(f"  → {self.person.name.partition(' ')[0]} {self.did[-1]}")

    def _waits(self, least: float, most: float) -> None:
        self._clock.forward(self._chance.uniform(least, most))


def _key(text: str) -> str:
    """Which question this is, or the text itself when something is asked back."""
    whole = r"(?:.* )?{}(?: \(optional\))?"  # a message has a remark before it, and says whether it may be skipped
    found = (question.key for question in wording.QUESTIONS if re.fullmatch(whole.format(_shape(question.text)), text))
    return next(found, text)


def _shape(text: str) -> str:
    """A question's text with anything in the places of its gaps."""
    return ".+".join(map(re.escape, _GAP.split(text)))


def _words(key: str, value: Any) -> str:
    """How somebody says this: the option's words, a time in words, or what they wrote."""
    question = wording.BY_KEY[key]
    code = f"{value:g}" if isinstance(value, float | int) else str(value)
    offered = {option.code: option.words for option in question.options}
    if question.kind is Kind.TIME and code not in offered:
        return as_words(float(value))
    return offered.get(code, code)
