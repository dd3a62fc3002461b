"""The parts of blocks a person can touch: where they are, what they offer, what they hold.

One table says for each element under which key Slack keeps its value; everything else here reads that table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

# element type: (key of its value in the state, key of its initial value)
VALUES: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
SEVERAL = {name for name, (key, _) in VALUES.items() if key.endswith("s")}
PRESSED = {"button", "workflow_button", "overflow"}


def elements(block: Json) -> list[Json]:
    """The elements of one block that a person can touch."""
    inside = list(block.get("elements", [])) if block.get("type") == "actions" else []
    inside += [block[place] for place in ("accessory", "element") if isinstance(block.get(place), dict)]
    return [e for e in inside if isinstance(e, dict) and (e.get("type") in VALUES or e.get("type") in PRESSED)]


def controls(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every (block, element) a person can touch, from the top."""
    for block in blocks:
        for element in elements(block):
            yield block, element


def options(element: Json) -> list[Json]:
    """What an element offers to choose from, groups flattened."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def option(element: Json, label: str) -> Json | None:
    """The option that reads `label`, or None."""
    return next((o for o in options(element) if o["text"]["text"] == label), None)


def labels(element: Json) -> list[str]:
    """Everything on this element a person could click, as they would call it."""
    if element["type"] in ("button", "workflow_button"):
        return [element["text"]["text"]]
    return [o["text"]["text"] for o in options(element)]


def buttons(blocks: list[Json]) -> list[str]:
    """The labels of all buttons."""
    return [label for _, e in controls(blocks) if e["type"] in ("button", "workflow_button") for label in labels(e)]


def empty_value(element: Json) -> Any:
    return [] if element["type"] in SEVERAL else None


def initial_state(blocks: list[Json]) -> Json:
    """`state.values` of freshly shown blocks."""
    values: Json = {}
    for block, element in controls(blocks):
        if element["type"] in VALUES:
            key, initial = VALUES[element["type"]]
            held = {"type": element["type"], key: element.get(initial, empty_value(element))}
            values.setdefault(block["block_id"], {})[element["action_id"]] = held
    return values


def carried_state(blocks: list[Json], before: Json) -> Json:
    """`state.values` after an update: what was entered stays where block_id, action_id and type stay."""
    values = initial_state(blocks)
    for block_id, actions in values.items():
        for action_id, fresh in actions.items():
            old = before.get(block_id, {}).get(action_id)
            if old and old["type"] == fresh["type"]:
                actions[action_id] = old
    return values
