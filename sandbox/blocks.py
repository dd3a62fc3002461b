"""Slack's block rules as one table: what each block and element may hold, how long, and where it may stand.

Sources: the limits and surfaces of Slack's Block Kit reference. Elements and blocks not in the table are unknown
types and refused.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from sandbox.charts import chart_problems
from sandbox.check import Among, Anything, Kind, Line, Object, Own, Part, Rule, Several, Shape, Walk, Words
from sandbox.controls import SEVERAL, VALUES, elements, options

Json = dict[str, Any]

MESSAGE, MODAL, HOME = frozenset({"message"}), frozenset({"modal"}), frozenset({"home"})
PLAIN_150, LABEL_75 = Words(150, plain=True), Words(75, plain=True)
FLAG, ID = Kind(bool), Line(255)

# what every element that can be touched may carry
_TOUCH: dict[str, Rule] = {"action_id": ID, "confirm": Object("confirm"), "focus_on_load": FLAG}
_ASK: dict[str, Rule] = {**_TOUCH, "placeholder": PLAIN_150}
_OPTIONS = Several(Object("option"), 1, 100)
_SELECT: dict[str, Rule] = {**_ASK, "options": _OPTIONS, "option_groups": Several(Object("option_group"), 1, 100)}
_TICKS: dict[str, Rule] = {**_TOUCH, "options": Several(Object("rich_option"), 1, 10)}
_DISPATCH = Object("dispatch_action_config")
_TYPED: dict[str, Rule] = {**_ASK, "dispatch_action_config": _DISPATCH}
_IDS = Several(ID, 0, 100)

_CHOSEN: dict[str, Shape] = {
    "static_select": Shape({**_SELECT, "initial_option": Object("option")}, one_of=("options", "option_groups")),
    "multi_static_select": Shape(
        {**_SELECT, "initial_options": _OPTIONS, "max_selected_items": Kind(int)}, one_of=("options", "option_groups")
    ),
    "external_select": Shape({**_ASK, "initial_option": Object("option"), "min_query_length": Kind(int)}),
    "multi_external_select": Shape({**_ASK, "initial_options": _OPTIONS, "min_query_length": Kind(int)}),
    "users_select": Shape({**_ASK, "initial_user": ID}),
    "multi_users_select": Shape({**_ASK, "initial_users": _IDS, "max_selected_items": Kind(int)}),
    "conversations_select": Shape(
        {**_ASK, "initial_conversation": ID, "default_to_current_conversation": FLAG, "filter": Anything(),
         "response_url_enabled": FLAG}
    ),
    "multi_conversations_select": Shape(
        {**_ASK, "initial_conversations": _IDS, "default_to_current_conversation": FLAG, "filter": Anything(),
         "max_selected_items": Kind(int)}
    ),
    "channels_select": Shape({**_ASK, "initial_channel": ID, "response_url_enabled": FLAG}),
    "multi_channels_select": Shape({**_ASK, "initial_channels": _IDS, "max_selected_items": Kind(int)}),
    "datepicker": Shape({**_ASK, "initial_date": Line(10)}),
    "timepicker": Shape({**_ASK, "initial_time": Line(5), "timezone": Line(64)}),
    "datetimepicker": Shape({**_TOUCH, "initial_date_time": Kind(int)}, surfaces=MESSAGE | MODAL),
    "radio_buttons": Shape({**_TICKS, "initial_option": Object("rich_option")}, needs=("options",)),
    "checkboxes": Shape({**_TICKS, "initial_options": Several(Object("rich_option"), 1, 10)}, needs=("options",)),
}  # fmt: skip
_PRESSED: dict[str, Shape] = {
    "button": Shape(
        {"action_id": ID, "text": LABEL_75, "value": Line(2000), "url": Line(3000), "confirm": Object("confirm"),
         "style": Among(("primary", "danger")), "accessibility_label": Line(75)},
        needs=("text",),
    ),
    "overflow": Shape(
        {"action_id": ID, "options": Several(Object("overflow_option"), 1, 5), "confirm": Object("confirm")},
        needs=("options",),
    ),
    "workflow_button": Shape(open=True, surfaces=MESSAGE),
}  # fmt: skip
_ENTERED: dict[str, Shape] = {
    "plain_text_input": Shape(
        {**_TYPED, "initial_value": Line(3000), "multiline": FLAG, "min_length": Kind(int), "max_length": Kind(int)}
    ),
    "number_input": Shape(
        {**_TYPED, "is_decimal_allowed": FLAG, "initial_value": Line(3000), "min_value": Line(50), "max_value": Line(50)},
        needs=("is_decimal_allowed",),
        surfaces=MODAL,
    ),
    "email_text_input": Shape({**_TYPED, "initial_value": Line(3000)}, surfaces=MODAL),
    "url_text_input": Shape({**_TYPED, "initial_value": Line(3000)}, surfaces=MODAL),
    "rich_text_input": Shape({**_TYPED, "initial_value": Anything()}, surfaces=MODAL | HOME),
    "file_input": Shape({"action_id": ID, "filetypes": Anything(), "max_files": Kind(int)}, surfaces=MODAL),
}
_OBJECTS: dict[str, Shape] = {
    "option": Shape({"text": LABEL_75, "value": Line(150), "description": LABEL_75}, needs=("text", "value")),
    "rich_option": Shape({"text": Words(75), "value": Line(150), "description": Words(75)}, needs=("text", "value")),
    "overflow_option": Shape(
        {"text": LABEL_75, "value": Line(150), "description": LABEL_75, "url": Line(3000)}, needs=("text", "value")
    ),
    "option_group": Shape({"label": LABEL_75, "options": _OPTIONS}, needs=("label", "options")),
    "confirm": Shape(
        {"title": Words(100, plain=True), "text": Words(300), "confirm": Words(30, plain=True),
         "deny": Words(30, plain=True), "style": Among(("primary", "danger"))},
        needs=("title", "text", "confirm", "deny"),
    ),
    "dispatch_action_config": Shape({"trigger_actions_on": Anything()}),
    "slack_file": Shape({"id": ID, "url": Line(3000)}, one_of=("id", "url")),
    "plain_text": Shape({"text": Line(3000), "emoji": FLAG}, needs=("text",)),
    "mrkdwn": Shape({"text": Line(3000), "verbatim": FLAG}, needs=("text",)),
}  # fmt: skip

_IMAGE: dict[str, Rule] = {
    "image_url": Line(3000), "slack_file": Object("slack_file"), "alt_text": Line(2000), "title": Words(2000, plain=True)
}  # fmt: skip
_BESIDE = (*_CHOSEN, *_PRESSED, "image")
BLOCKS: dict[str, Shape] = {
    "section": Shape(
        {"text": Words(3000), "fields": Several(Words(2000), 1, 10), "accessory": Part(_BESIDE), "expand": FLAG},
        one_of=("text", "fields"),
    ),
    "divider": Shape(),
    "header": Shape({"text": PLAIN_150, "level": Kind(int)}, needs=("text",)),
    "actions": Shape({"elements": Several(Part((*_CHOSEN, *_PRESSED)), 1, 25)}, needs=("elements",)),
    "context": Shape({"elements": Several(Part(("image", "plain_text", "mrkdwn")), 1, 10)}, needs=("elements",)),
    "image": Shape(_IMAGE, needs=("alt_text",), one_of=("image_url", "slack_file")),
    "input": Shape(
        {"label": Words(2000, plain=True), "element": Part((*_CHOSEN, *_ENTERED)), "hint": Words(2000, plain=True),
         "optional": FLAG, "dispatch_action": FLAG},
        needs=("label", "element"),
    ),
    "rich_text": Shape({"elements": Several(Kind(dict), 1, 1000)}, needs=("elements",)),
    "markdown": Shape({"text": Line(12000)}, needs=("text",), surfaces=MESSAGE),
    "table": Shape(
        {"rows": Several(Several(Kind(dict), 1, 20), 1, 100), "column_settings": Several(Anything(), 1, 20)},
        needs=("rows",),
        surfaces=MESSAGE,
    ),
    "data_visualization": Shape(
        {"title": Line(50), "chart": Own(chart_problems)}, needs=("title", "chart"), surfaces=MESSAGE | HOME
    ),
    "data_table": Shape(open=True, surfaces=MESSAGE),
    "alert": Shape(open=True, surfaces=MODAL),
    "card": Shape(open=True, surfaces=MESSAGE | HOME),
    "carousel": Shape(open=True, surfaces=MESSAGE | HOME),
    "container": Shape(open=True, surfaces=MESSAGE | HOME),
    "context_actions": Shape(open=True, surfaces=MESSAGE),
    "video": Shape(open=True),
}  # fmt: skip
_WITH_ID = {name: Shape({**s.fields, "block_id": ID}, s.needs, s.one_of, s.surfaces, s.open) for name, s in BLOCKS.items()}

VIEW_FIELDS: dict[str, Rule] = {
    "blocks": Several(Part(tuple(BLOCKS)), 1, 100),
    "private_metadata": Line(3000),
    "callback_id": ID,
    "external_id": ID,
}
_BAR = Words(24, plain=True)
_VIEWS: dict[str, Shape] = {
    "modal": Shape(
        {**VIEW_FIELDS, "title": _BAR, "submit": _BAR, "close": _BAR, "clear_on_close": FLAG, "notify_on_close": FLAG,
         "submit_disabled": FLAG},
        needs=("title", "blocks"),
    ),
    "home": Shape({**VIEW_FIELDS, "blocks": Several(Part(tuple(BLOCKS)), 0, 100)}, needs=("blocks",)),
}  # fmt: skip
_SHAPES = {**_CHOSEN, **_PRESSED, **_ENTERED, **_OBJECTS, **_WITH_ID, **_VIEWS}
LARGEST_VIEW = 250_000
assert (_CHOSEN.keys() | _ENTERED.keys()) == VALUES.keys()  # noqa: S101 - the two tables name the same elements


def message_problems(blocks: Any, unknown: frozenset[str] = frozenset()) -> list[str]:
    """Everything Slack would not accept in the blocks of a message; empty when all is well. `unknown` types are refused."""
    walk = Walk("message", _SHAPES)
    known = tuple(name for name in BLOCKS if name not in unknown)
    Several(Part(known), 0, 50).check(blocks, "/blocks", walk)
    if walk.problems:
        return walk.problems
    _inside(blocks, "/blocks", walk)
    kinds = Counter(block["type"] for block in blocks)
    if kinds["table"] + kinds["data_table"] > 1:
        walk.say("only_one_table_allowed", "/blocks")
    if kinds["data_visualization"] > 2:
        walk.say("no more than 2 data_visualization blocks allowed", "/blocks")
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > 12000:
        walk.say("no more than 12000 characters of markdown allowed", "/blocks")
    return walk.problems


def view_problems(view: Any) -> list[str]:
    """Everything Slack would not accept in a view; empty when all is well."""
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in _VIEWS:
        return ["[ERROR] unsupported type [json-pointer:/view/type]"]
    walk = Walk(kind, _SHAPES)
    walk.shape(view, kind, "/view")
    if walk.problems:
        return walk.problems
    _inside(view["blocks"], "/view/blocks", walk)
    if kind == "modal" and "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        walk.say("missing required field: submit", "/view")
    return walk.problems


def too_large(view: Json) -> bool:
    """Whether the view's JSON is over Slack's 250 kB."""
    return len(json.dumps(view).encode()) > LARGEST_VIEW


def _inside(blocks: list[Json], at: str, walk: Walk) -> None:
    """What holds between the parts: block_ids unique on a surface, action_ids in their block, initial options offered."""
    seen: set[str] = set()
    for place, block in enumerate(blocks):
        if block.get("block_id") in seen:
            walk.say(f"block_id {block['block_id']} already exists", f"{at}/{place}/block_id")
        seen |= {block["block_id"]} if block.get("block_id") else set()
        actions = Counter(element["action_id"] for element in elements(block) if element.get("action_id"))
        for action_id, times in actions.items():
            if times > 1:
                walk.say(f"action_id {action_id} already exists", f"{at}/{place}/elements")
        if not all(_offers_what_it_starts_with(element) for element in elements(block)):
            walk.say("initial option must be one of the options", f"{at}/{place}")


def _offers_what_it_starts_with(element: Json) -> bool:
    """Slack compares the whole initial option, not only its value."""
    held = element.get(VALUES.get(element["type"], ("", ""))[1])
    if not held or not options(element):
        return True
    return all(one in options(element) for one in (held if element["type"] in SEVERAL else [held]))
