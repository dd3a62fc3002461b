"""How a click becomes an action: which control carries the label, and what it holds afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sandbox.controls import PRESSED, SEVERAL, VALUES, controls, empty_value, labels, option, options
from sandbox.records import CannotDo, Json
from sandbox.views import View

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
WORDS = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}


@dataclass(frozen=True)
class Control:
    """One element and the block it stands in."""

    block: Json
    element: Json

    @property
    def kind(self) -> str:
        return str(self.element["type"])

    def held(self, state: Json) -> Any:
        """What it holds now; a button holds nothing."""
        if self.kind in PRESSED:
            return None
        mine = state.get(self.block["block_id"], {}).get(self.element["action_id"], {})
        key, initial = VALUES[self.kind]
        return mine.get(key, self.element.get(initial, empty_value(self.element)))

    def gestures(self, before: Any, after: Any) -> int:
        """How many clicks it takes to make `after` of `before`; see `Person.gestures`."""
        clicks = self._clicks(before, after)
        return clicks + (1 if clicks and "confirm" in self.element else 0)

    def _clicks(self, before: Any, after: Any) -> int:
        if self.kind in PRESSED:
            return 2 if self.kind == "overflow" else 1
        if self.kind in WORDS or before == after:
            return 0
        if self.kind in SEVERAL:
            changed = [one for one in [*before, *after] if (one in before) != (one in after)]
            return len(changed) + (0 if self.kind == "checkboxes" else 1)
        return 1 if self.kind == "radio_buttons" else 4 if self.kind == "datetimepicker" else 2

    def hold(self, state: Json, value: Any) -> Json:
        """Puts a value into the state; returns it the way an action carries it."""
        carried = {VALUES[self.kind][0]: value}
        state.setdefault(self.block["block_id"], {})[self.element["action_id"]] = {"type": self.kind, **carried}
        return carried

    def press(self, label: str, state: Json) -> Json:
        """What clicking `label` does: a button is pressed, an option chosen, a tick toggled."""
        if self.kind in ("button", "workflow_button"):
            return {}
        chosen = option(self.element, label)
        if self.kind == "overflow":
            return {"selected_option": chosen}
        if self.kind not in SEVERAL:
            return self.hold(state, chosen)
        before = self.held(state) or []
        kept = [one for one in before if one["value"] != (chosen or {})["value"]]
        wanted = kept if len(kept) < len(before) else [*before, chosen]
        self._not_too_many(wanted)
        return self.hold(state, wanted)

    def put(self, value: Any, state: Json) -> Json:
        """What a screen sends for it: nothing for a button, the values of options, words, or ids."""
        if self.kind in ("button", "workflow_button"):
            return {}
        wanted = value if isinstance(value, list) else [] if value in (None, "") else [value]
        self._not_too_many(wanted)
        if options(self.element):
            wanted = [_offered(self.element, one) for one in wanted]
        if self.kind == "overflow":
            return {"selected_option": wanted[0] if wanted else _offered(self.element, None)}
        return self.hold(state, wanted if self.kind in SEVERAL else _read(self.kind, wanted[0]) if wanted else None)

    def tick(self, wanted: list[str], state: Json) -> Json:
        """Holds exactly these options."""
        self._not_too_many(wanted)
        return self.hold(state, [option(self.element, label) for label in wanted])

    def _not_too_many(self, wanted: list[Any]) -> None:
        if len(wanted) > self.element.get("max_selected_items", 100):
            raise CannotDo(f"no more than {self.element['max_selected_items']} can be picked")

    def enter(self, entry: Any) -> Any:
        """What it holds after a person enters `entry`: option texts become options, people and channels their ids."""
        wanted = entry if isinstance(entry, list) else [entry]
        self._not_too_many(wanted)
        if labels(self.element):
            chosen = [option(self.element, label) for label in wanted]
            if None in chosen:
                raise CannotDo(f"{wanted} is not all in {labels(self.element)}")
            return chosen if self.kind in SEVERAL else chosen[0]
        if self.kind in SEVERAL:
            return [getattr(one, "id", one) for one in wanted]
        return _read(self.kind, _plain(entry))


def _plain(entry: Any) -> Any:
    """A person, channel, moment, date, time or number as a screen would send it."""
    if isinstance(entry, datetime):
        return int(entry.timestamp())
    return entry.isoformat() if isinstance(entry, date | time) else str(getattr(entry, "id", entry))


def value_for(control: Control, entry: Any) -> Any:
    """What a control holds after a person enters `entry`; None clears it."""
    return empty_value(control.element) if entry in (None, []) else control.enter(entry)


def _called(block: Json, element: Json) -> list[str]:
    """What a person would call it: the label of its input, else its placeholder or the words of its section."""
    if block["type"] == "input":
        return [str(block["label"]["text"])]
    return [str(text["text"]) for text in (element.get("placeholder"), block.get("text")) if isinstance(text, dict)]


def named(blocks: list[Json], question: str) -> Control | None:
    """The first control that can hold something and is called so."""
    found = (Control(*pair) for pair in controls(blocks) if question in _called(*pair))
    return next((one for one in found if one.kind not in PRESSED), None)


def names(blocks: list[Json]) -> list[str]:
    """What everything is called that can hold something."""
    return [repr(name) for block, e in controls(blocks) if e["type"] not in PRESSED for name in _called(block, e)]


def find(blocks: list[Json], wanted: list[str], several: bool = False) -> Control | None:
    """The first control that carries all these labels; `several`: one that can hold more than one."""
    for block, element in controls(blocks):
        if set(wanted) <= set(labels(element)) and (element["type"] in SEVERAL or not several):
            return Control(block, element)
    return None


def at(blocks: list[Json], block_id: str, action_id: str) -> Control | None:
    """The control with these ids."""
    for block, element in controls(blocks):
        if (block["block_id"], element["action_id"]) == (block_id, action_id):
            return Control(block, element)
    return None


def _offered(element: Json, value: Any) -> Json:
    for one in options(element):
        if one["value"] == value:
            return one
    raise CannotDo(f"{value!r} is not among what is offered")


def _read(kind: str, value: Any) -> Any:
    """A single value as Slack keeps it; a date or time that is none cannot be entered."""
    try:
        match kind:
            case "datepicker":
                return date.fromisoformat(value).isoformat()
            case "timepicker":
                return f"{time.fromisoformat(value):%H:%M}"
            case "datetimepicker":
                return int(value)
    except (TypeError, ValueError):
        raise CannotDo(f"{value!r} is no date or time") from None
    if kind in WORDS and not isinstance(value, str):
        raise CannotDo(f"{value!r} cannot be entered")
    return value


def offered(blocks: list[Json]) -> str:
    """Everything that could be clicked, for the message of `CannotDo`."""
    return ", ".join(f"[{label}]" for _, element in controls(blocks) for label in labels(element)) or "nothing to click"


def missing(view: View) -> dict[str, str]:
    """What Slack itself finds wrong before it sends a form: block_id -> words."""
    wrong: dict[str, str] = {}
    for block in (block for block in view.blocks if block["type"] == "input"):
        control = Control(block, block["element"])
        held = control.held(view.state)
        if held in (None, "", []) and not block.get("optional"):
            wrong[block["block_id"]] = "Please complete this required field."
        elif isinstance(held, str) and held and (words := _unfit(block["element"], held)):
            wrong[block["block_id"]] = words
    return wrong


def _unfit(element: Json, held: str) -> str:
    if element["type"] == "number_input":
        return _no_number(element, held)
    if len(held) > element.get("max_length", 3000) or len(held) < element.get("min_length", 0):
        return "Must have another length."
    return ""


def _no_number(element: Json, held: str) -> str:
    if not _NUMBER.fullmatch(held):
        return "Must be a number."
    if "." in held and not element["is_decimal_allowed"]:
        return "Must be a whole number."
    if not float(element.get("min_value", "-inf")) <= float(held) <= float(element.get("max_value", "inf")):
        return "Must be a number in range."
    return ""
