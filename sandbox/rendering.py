"""What a person reads on the screen, as plain text.

mrkdwn is read as Slack reads it, so words of a user that were not escaped visibly turn into a mention or a link;
plain_text is shown letter by letter. Metadata, ids and values are never shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox.controls import SEVERAL, VALUES, options

Json = dict[str, Any]
Names = Callable[[str], str]

_MARKED = re.compile(r"<([^<>]+)>")


def plain(text: str, names: Names) -> str:
    """mrkdwn as it reads: mentions by name, links by their words, dates by their fallback, entities decoded."""
    shown = _MARKED.sub(lambda found: _marked(found[1], names), text)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _marked(inner: str, names: Names) -> str:
    body, _, words = inner.partition("|")
    if body.startswith("@"):
        return "@" + names(body[1:])
    if body.startswith("#"):
        return "#" + names(body[1:])
    if body.startswith("!date^"):
        return words
    if body.startswith("!subteam^"):
        return words or "@" + names(body.removeprefix("!subteam^"))
    if body.startswith("!"):
        return words or "@" + body[1:]
    return words or body


def render(blocks: list[Json], names: Names, state: Json | None = None) -> str:
    """Blocks as lines of text; `state` says what is chosen or entered, else the initial values do."""
    lines = [_block(block, names, (state or {}).get(block.get("block_id", ""), {})) for block in blocks]
    return "\n".join(line for line in lines if line)


def _block(block: Json, names: Names, state: Json) -> str:
    match block["type"]:
        case "section":
            texts = [block["text"]] if "text" in block else []
            lines = [_words(text, names) for text in [*texts, *block.get("fields", [])]]
            return "\n".join([*lines, *([_control(block["accessory"], state, names)] if "accessory" in block else [])])
        case "header":
            return _words(block["text"], names)
        case "divider":
            return "---"
        case "actions":
            return " ".join(_control(element, state, names) for element in block["elements"])
        case "context":
            return " ".join(_control(e, state, names) if e["type"] == "image" else _words(e, names) for e in block["elements"])
        case "input":
            hint = f"\n({_words(block['hint'], names)})" if "hint" in block else ""
            return f"{_words(block['label'], names)}: {_control(block['element'], state, names)}{hint}"
        case "data_visualization":
            return _chart(block)
        case "table" | "data_table":
            return "\n".join(" | ".join(_rich(cell, names) for cell in row) for row in block["rows"])
        case "image":
            return _control(block, state, names)
        case _:
            return _rich(block, names)


def _words(text: Json, names: Names) -> str:
    return plain(text["text"], names) if text["type"] == "mrkdwn" else str(text["text"])


def _control(element: Json, state: Json, names: Names) -> str:
    kind = element["type"]
    if kind in ("button", "workflow_button"):
        return f"[{element['text']['text']}]"
    if kind == "overflow":
        return f"[⋯ {' · '.join(o['text']['text'] for o in element['options'])}]"
    if kind == "image":
        return f"[image: {element['alt_text']}]"
    key, initial = VALUES[kind]
    held = state.get(element.get("action_id", ""), {}).get(key, element.get(initial))
    if options(element):
        return _choices(element, held if kind in SEVERAL else [held] if held else [])
    if isinstance(held, list):
        return f"[{', '.join(names(str(one)) for one in held)}]"
    return f"[{names(str(held)) if held is not None else _placeholder(element)}]"


def _choices(element: Json, chosen: list[Json]) -> str:
    values = {one["value"] for one in chosen or []}
    marked = [("✓ " if o["value"] in values else "") + o["text"]["text"] for o in options(element)]
    ask = _placeholder(element)
    return f"[▾ {ask + ': ' if ask else ''}{' · '.join(marked)}]"


def _placeholder(element: Json) -> str:
    return str(element["placeholder"]["text"]) if "placeholder" in element else ""


def _chart(block: Json) -> str:
    chart = block["chart"]
    rows = [("", chart["segments"])] if chart["type"] == "pie" else [(s["name"], s["data"]) for s in chart["series"]]
    lines = [", ".join(f"{point['label']} {point['value']}" for point in points) for _, points in rows]
    named = [f"{name}: {line}" if name else line for (name, _), line in zip(rows, lines, strict=True)]
    return "\n".join([f"[chart: {block['title']}]", *named])


def _rich(part: Json, names: Names) -> str:
    """Rich text, cells and newer blocks: the words inside, in order."""
    if part.get("type") == "user":
        return "@" + names(part["user_id"])
    own = [part[key] for key in ("title", "subtitle", "text", "body", "alt_text") if key in part]
    words = [_words(one, names) if isinstance(one, dict) else str(one) for one in own]
    inner = [_rich(one, names) for one in part.get("elements", []) if isinstance(one, dict)]
    glue = "" if part.get("type") == "rich_text_section" else "\n"
    return glue.join([*words, *inner]) or str(part.get("value", ""))
