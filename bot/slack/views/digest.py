"""A digest or report as a message: headings and lines, the same words as in plain text, which is the fallback."""

from collections.abc import Mapping
from typing import Any

from bot.slack.views.blocks import SECTION_LIMIT, Block, context, escape, header, section

TEXT_LIMIT = 3900


def message(payload: Mapping[str, Any]) -> dict[str, Any]:
    head = header(f"{payload['team']} · {payload['period']}")
    blocks: list[Block] = [head, context(escape(payload["response"]))] if payload["response"] else [head]
    for part in payload["sections"]:
        blocks += _section(part)
    return {"text": escape(payload["text"])[:TEXT_LIMIT], "blocks": blocks[:50]}


def _section(part: Mapping[str, Any]) -> list[Block]:
    """One section's lines in as few blocks as Slack's limit allows."""
    blocks, text = [], f"*{escape(part['title'])}*"
    for lead, words in part["lines"]:
        line = f"• *{escape(lead)}*: {escape(words)}" if lead else f"• {escape(words)}"
        if len(text) + len(line) + 1 > SECTION_LIMIT:
            blocks.append(section(text))
            text = line
        else:
            text = f"{text}\n{line}"
    return [*blocks, section(text)]
