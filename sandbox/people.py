"""A person at their screen: what they see and what they can do there, in plain verbs.

Nobody can do here what Slack would not offer them: a verb that finds no such button, form or conversation raises
`CannotDo` and says what there is instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox import acks, payloads
from sandbox.hands import Control, at, find, missing, named, names, offered, value_for
from sandbox.pickable import refuse_what_is_not_offered
from sandbox.records import CannotDo, Channel, Delivery, Json, Message
from sandbox.screen import Screen
from sandbox.views import View

_MENTION = re.compile(r"[@#]([\w-]+)")


class Person(Screen):
    """Somebody in the workspace."""

    # talking
    def types(self, text: str, where: Channel | None = None) -> Message:
        """Writes a message."""
        return self._writes(text, where or self._space.dm(self.id), None)

    def replies(self, text: str, to: Message | None = None) -> Message:
        """Writes in a thread: of `to`, else of the newest message of the bot in the direct message."""
        message = to or self.last()
        return self._writes(text, self._space.channels[message.channel], message.thread_ts or message.ts)

    def _writes(self, text: str, channel: Channel, thread_ts: str | None) -> Message:
        self._is_here(channel)
        if channel.peer and not (self._space.manifest.messages_tab and self._space.manifest.people_may_write):
            raise CannotDo("sending messages to this app has been turned off")
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        with self._space.lock:
            key = f"client-{self._space.number()}"
            message = self._space.post(channel, self.id, escaped, thread_ts=thread_ts, client_msg_id=key)
            event = payloads.said(message, self._space)
        if self._space.bot.id in channel.members:
            self._slack.tell(f"message.{channel.kind}", event, self._is_foreign)
        return message

    def runs(self, line: str, where: Channel | None = None) -> str:
        """Runs a slash command; returns what she then sees that she did not see before."""
        channel = where or self._space.dm(self.id)
        self._is_here(channel)
        name, _, text = line.partition(" ")
        known = self._space.manifest.commands.get(name)
        if known is None or "commands" not in self._space.manifest.scopes:
            raise CannotDo(f"{name} is not a valid command; there is {', '.join(self._space.manifest.commands) or 'none'}")
        with self._space.lock:
            before = {m.ts for m in self._everything()}
            text = _MENTION.sub(self._escaped, text) if known.get("should_escape") else text
            payload = payloads.command(self.member, channel, name, text, self._space)
        self._slack.bring("slash_commands", payload, lambda d: acks.answer_command(self._space, d))
        return "\n".join(m.shown for m in self._everything() if m.ts not in before and m.user != self.id)

    def _escaped(self, found: re.Match[str]) -> str:
        """should_escape: @ada and #support as Slack sends them."""
        word, space = found[1], self._space
        ids = [m.id for m in space.members.values() if m.short == word] if found[0][0] == "@" else []
        ids += [c.id for c in space.channels.values() if c.name == word] if found[0][0] == "#" else []
        return f"<{found[0][0]}{ids[0]}|{word}>" if ids else found[0]

    # clicking
    def clicks(self, label: str, on: Message | str | None = None) -> None:
        """Clicks what carries that label: on `on` (a message, "home" or "form"), else on the newest message that has it."""
        place, control = self._finds([label], on)
        self._acts(place, control, self._moves(control, place, lambda state: control.press(label, state)))

    def ticks(self, labels: list[str], on: Message | str | None = None) -> None:
        """Leaves exactly these ticked in the checkboxes or multi-select that has them."""
        place, control = self._finds(labels, on, several=True)
        self._acts(place, control, self._moves(control, place, lambda state: control.tick(labels, state)))

    def picks(self, question: str, choice: Any, on: Message | str | None = None) -> None:
        """Enters or picks by what the control is called: the label of its input, else its placeholder or its section's words.

        `choice` is as in `fills`; `on` as in `clicks`.
        """
        self._is_active()
        places = self._places(on)
        for place in places:
            if control := named(place.blocks, question):
                self._puts(place, control, choice)
                return
        seen = "; ".join(filter(None, (", ".join(names(place.blocks)) for place in places)))
        raise CannotDo(f"{self.name} sees no {question!r} to pick for; there is {seen or 'nothing'}")

    def _puts(self, place: Message | View, control: Control, choice: Any) -> None:
        value = value_for(control, choice)
        refuse_what_is_not_offered(self._space, self.member, control, value)
        carried = self._moves(control, place, lambda state: control.hold(state, value))
        if control.block["type"] != "input" or control.block.get("dispatch_action"):
            self._acts(place, control, carried)

    def _moves(self, control: Control, place: Message | View, change: Callable[[Json], Json]) -> Json:
        """Changes what she holds there, and counts the gestures that takes."""
        state = self._state(place)
        before = control.held(state)
        carried = change(state)
        self._space.gestures[self.id] += control.gestures(before, next(iter(carried.values()), None))
        return carried

    def touches(self, block_id: str, action_id: str, value: Any, on: Message | str) -> None:
        """Presses, picks or enters by ids instead of labels: `value` is an option's value, several, words or an id."""
        self._is_active()
        place, control = self._at(block_id, action_id, on)
        carried = self._sets(control, place, value)
        if control.block["type"] != "input" or control.block.get("dispatch_action"):
            self._acts(place, control, carried)

    def _at(self, block_id: str, action_id: str, on: Message | str) -> tuple[Message | View, Control]:
        for place in self._places(on):
            if control := at(place.blocks, block_id, action_id):
                return place, control
        raise CannotDo("that is no longer there")

    def _sets(self, control: Control, place: Message | View, value: Any) -> Json:
        refuse_what_is_not_offered(self._space, self.member, control, value)
        return self._moves(control, place, lambda state: control.put(value, state))

    def _finds(self, wanted: list[str], on: Message | str | None, several: bool = False) -> tuple[Message | View, Control]:
        self._is_active()
        places = self._places(on)
        for place in places:
            if control := find(place.blocks, wanted, several):
                return place, control
        seen = "; ".join(offered(place.blocks) for place in places if place.blocks)
        raise CannotDo(f"{self.name} sees no {' and '.join(wanted)}. There is: {seen or 'nothing to click'}")

    def _places(self, on: Message | str | None) -> list[Message] | list[View]:
        """Where to look, newest first."""
        if isinstance(on, Message):
            self._is_here(self._space.channels[on.channel])
            return [on]
        if on in ("home", "form"):
            view = self.home if on == "home" else self.form
            return [view] if view else []
        return sorted(self._everything(), key=lambda m: m.ts, reverse=True)

    def _state(self, place: Message | View) -> Json:
        """What she has chosen there so far, to be written to."""
        if isinstance(place, View):
            return place.state
        return self._space.chosen.setdefault((self.id, place.channel, place.ts), {})

    def _acts(self, place: Message | View, control: Control, value: Json) -> None:
        with self._space.lock:
            action = payloads.action(control.block, control.element, self._space, **value)
            if isinstance(place, View):
                payload = payloads.view_click(self.member, place, action, self._space)
            else:
                payload = payloads.message_click(self.member, place, action, self._space)
        self._interacts(payload)

    def takes(self, name: str, on: Message) -> None:
        """Takes a shortcut from the menu of a message."""
        self._is_here(self._space.channels[on.channel])
        known = self._space.manifest.shortcuts
        if name not in known or "commands" not in self._space.manifest.scopes:
            raise CannotDo(f"the menu of a message has no {name!r}; there is {', '.join(known) or 'nothing of the app'}")
        self._space.gestures[self.id] += 2
        with self._space.lock:
            payload = payloads.message_action(self.member, on, known[name], self._space)
        self._interacts(payload)

    # forms and home
    def opens_home(self) -> None:
        """Opens the app's home tab."""
        self._is_active()
        if not self._space.manifest.home_tab:
            raise CannotDo("the app has no home tab")
        self._space.gestures[self.id] += 1
        event = {"type": "app_home_opened", "user": self.id, "channel": self._space.dm(self.id).id, "tab": "home"}
        shown = {"view": payloads.view_json(self.home, self._space)} if self.home else {}
        self._slack.tell("app_home_opened", {**event, **shown, "event_ts": self._space.new_ts()}, self._is_foreign)

    def fills(self, entries: dict[str, Any]) -> None:
        """Enters values by the labels of the form in front; None clears.

        Option texts, people and channels, or lists of them where several can be picked; words, numbers, dates and times.
        """
        for label, entry in entries.items():
            view = self._front()
            if label not in view.inputs:
                raise CannotDo(f"the form has no {label!r}; it asks {', '.join(view.labels) or 'nothing'}")
            block = view.inputs[label]
            self._puts(view, Control(block, block["element"]), entry)

    def enters(self, values: dict[str, dict[str, Any]]) -> None:
        """Leaves these in the fields of the form in front, by block_id and action_id; the app hears of it by what follows."""
        for block_id, entries in values.items():
            for action_id, value in entries.items():
                view, control = self._at(block_id, action_id, "form")
                self._sets(control, view, value)

    def submits(self, again: View | None = None) -> bool:
        """Submits the form in front; False when something is wrong with it. `again` sends a closed one once more."""
        view = again or self._front()
        if "submit" not in view.body:
            raise CannotDo("the form has nothing to submit")
        self._space.gestures[self.id] += 1
        view.refused = missing(view)
        if view.refused:
            self._space.pulse.beat()
            return False
        accepted: list[bool] = []
        with self._space.lock:
            payload = payloads.view_submission(self.member, view, self._space)
        self._interacts(payload, lambda d: accepted.append(acks.answer_submission(self._space, view, d)))
        return accepted[0]

    def closes(self) -> None:
        """Closes the form in front, and the one below shows again; the app hears of it if it asked to."""
        view = self._front()
        self._space.gestures[self.id] += 1
        with self._space.lock:
            everything = bool(view.body.get("clear_on_close"))
            payload = payloads.view_closed(self.member, view, everything, self._space)
            if everything:
                self._space.views.clear(self.id)
            self._space.views.close(view)
        if view.body.get("notify_on_close"):
            self._interacts(payload)

    def _interacts(self, payload: Json, then: Callable[[Delivery], None] | None = None) -> None:
        if not self._space.manifest.interactive:
            raise CannotDo("this app is not configured to handle interactive responses")
        self._slack.bring("interactive", payload, then)

    # what must hold before anything
    @property
    def _is_foreign(self) -> bool:
        return self.member.team != self._space.team

    def _front(self) -> View:
        self._is_active()
        if self.form is None:
            raise CannotDo(f"{self.name} has no form open")
        return self.form

    def _is_active(self) -> None:
        if self.member.deactivated:
            raise CannotDo(f"{self.name} is deactivated")

    def _is_here(self, channel: Channel) -> None:
        self._is_active()
        if self.id not in channel.members:
            raise CannotDo(f"{self.name} is not in {channel.name}")
