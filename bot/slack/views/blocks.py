"""The blocks we use, and Slack's limits on them. Whatever a person wrote goes through `escape` before it is shown."""

from collections.abc import Sequence
from typing import Any

from bot.domain.language import pgettext

Block = dict[str, Any]

SECTION_LIMIT = 3000
BUTTON_LIMIT = 75
OPTION_LIMIT = 75
TITLE_LIMIT = 24


def escape(text: str) -> str:
    """User text as text: it can neither mention anybody nor pose as a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """What somebody typed, as they typed it: Slack escapes three characters on the way."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain(text: str, limit: int = BUTTON_LIMIT) -> Block:
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": cut(text, SECTION_LIMIT), "verbatim": True}


def section(text: str, accessory: Block | None = None, block_id: str | None = None) -> Block:
    return _without_none({"type": "section", "text": mrkdwn(text), "accessory": accessory, "block_id": block_id})


def paragraph(text: str) -> Block:
    """Words as they are: in them nothing is bold, mentions anybody or is a link."""
    return {"type": "section", "text": plain(text, SECTION_LIMIT)}


def context(text: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text)]}


def paragraphs(text: str) -> list[Block]:
    """A long text as it is, in as few blocks as hold whole lines of it."""
    held, out = "", []
    for line in text.splitlines():
        if held and len(held) + len(line) + 1 > SECTION_LIMIT:
            out.append(held)
            held = ""
        held = f"{held}\n{line}" if held else line
    return [paragraph(part) for part in (*out, held) if part.strip()]


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def divider() -> Block:
    return {"type": "divider"}


def actions(block_id: str, elements: Sequence[Block]) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(text: str, action_id: str, *, style: str | None = None, confirm: Block | None = None, about: str = "") -> Block:
    """`about` is what it does it to, for who hears the button without what stands above it."""
    heard = cut(f"{text}, {about}", BUTTON_LIMIT) if about else None
    parts = {"type": "button", "text": plain(text), "action_id": action_id, "style": style, "confirm": confirm}
    return _without_none({**parts, "accessibility_label": heard})


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    return {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}


def option(code: str, words: str, more: str = "") -> Block:
    """`more` stands below it in small."""
    described = plain(more, OPTION_LIMIT) if more else None
    return _without_none({"text": plain(words, OPTION_LIMIT), "value": code, "description": described})


def unmarked(text: str) -> str:
    """The fallback of a text with marks of ours: the same words without them."""
    return text.replace("*", "").replace("`", "")


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    return {"type": "overflow", "action_id": action_id, "options": list(options)}


def select(action_id: str, options: Sequence[Block], chosen: str | None, placeholder: str) -> Block:
    initial = next((one for one in options if one["value"] == chosen), None)
    return _without_none(
        {
            "type": "static_select",
            "action_id": action_id,
            "options": list(options),
            "initial_option": initial,
            "placeholder": plain(placeholder, 150),
        }
    )


def multi_select(action_id: str, options: Sequence[Block], chosen: Sequence[str], placeholder: str) -> Block:
    initial = [one for one in options if one["value"] in chosen]
    return _without_none(
        {
            "type": "multi_static_select",
            "action_id": action_id,
            "options": list(options),
            "initial_options": initial or None,
            "placeholder": plain(placeholder, 150),
        }
    )


def people_select(action_id: str, chosen: Sequence[str], placeholder: str, most: int) -> Block:
    """Any number of people, by their ids in Slack."""
    return _without_none(
        {
            "type": "multi_users_select",
            "action_id": action_id,
            "initial_users": list(chosen) or None,
            "max_selected_items": most,
            "placeholder": plain(placeholder, 150),
        }
    )


def radio(action_id: str, options: Sequence[Block], chosen: str | None) -> Block:
    initial = next((one for one in options if one["value"] == chosen), None)
    return _without_none({"type": "radio_buttons", "action_id": action_id, "options": list(options), "initial_option": initial})


def checkboxes(action_id: str, options: Sequence[Block], chosen: Sequence[str]) -> Block:
    initial = [one for one in options if one["value"] in chosen]
    ticks = {"type": "checkboxes", "action_id": action_id, "options": list(options), "initial_options": initial or None}
    return _without_none(ticks)


def date_field(action_id: str, initial: str = "") -> Block:
    return _without_none({"type": "datepicker", "action_id": action_id, "initial_date": initial or None})


def time_field(action_id: str, initial: str) -> Block:
    return {"type": "timepicker", "action_id": action_id, "initial_time": initial}


def text_field(action_id: str, initial: str, limit: int, *, multiline: bool = False, placeholder: str = "") -> Block:
    return _without_none(
        {
            "type": "plain_text_input",
            "action_id": action_id,
            "initial_value": initial or None,
            "max_length": limit,
            "multiline": multiline,
            "placeholder": plain(placeholder, 150) if placeholder else None,
        }
    )


def channel_select(action_id: str, chosen: str | None) -> Block:
    """Public and private channels; no direct messages."""
    kinds = {"include": ["public", "private"], "exclude_bot_users": True}
    return _without_none(
        {"type": "conversations_select", "action_id": action_id, "filter": kinds, "initial_conversation": chosen or None}
    )


def person_select(action_id: str) -> Block:
    return {"type": "users_select", "action_id": action_id}


def number_field(action_id: str, initial: str, least: int, most: int, *, whole: bool = False) -> Block:
    limits = {"min_value": str(least), "max_value": str(most), "is_decimal_allowed": not whole}
    return _without_none({"type": "number_input", "action_id": action_id, "initial_value": initial or None, **limits})


def field(block_id: str, label: str, element: Block, *, optional: bool, hint: str = "", at_once: bool = False) -> Block:
    """`at_once`: we are told as soon as something is picked, and not only when the form is sent."""
    return _without_none(
        {
            "type": "input",
            "block_id": block_id,
            "label": plain(label, 2000),
            "element": element,
            "optional": optional,
            "dispatch_action": at_once or None,
            "hint": plain(hint, 2000) if hint else None,
        }
    )


def modal(callback_id: str, title: str, blocks: Sequence[Block], *, submit: str | None, private_metadata: str = "") -> Block:
    return _without_none(
        {
            "type": "modal",
            "callback_id": callback_id,
            "title": plain(title, TITLE_LIMIT),
            "blocks": list(blocks),
            "submit": plain(submit, TITLE_LIMIT) if submit else None,
            "close": plain(pgettext("button", "Close"), TITLE_LIMIT),
            "private_metadata": private_metadata or None,
        }
    )


def _without_none(block: Block) -> Block:
    return {key: value for key, value in block.items() if value is not None}
