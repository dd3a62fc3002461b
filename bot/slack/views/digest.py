"""A digest or report as a message: headings and lines, the same words as in plain text, which is the fallback."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain import sentences
from bot.slack.views import chart
from bot.slack.views.blocks import SECTION_LIMIT, Block, context, escape, header, paragraph, section

TEXT_LIMIT = 3900
LINES = 12  # shared sentences in a block


def message(payload: Mapping[str, Any], *, with_chart: bool = True) -> dict[str, Any]:
    """The lines, and below those about time their chart: only where a refused chart can be taken back, so not in an answer
    that goes out with an acknowledgement."""
    head = header(f"{payload['team']} · {payload['period']}")
    blocks: list[Block] = [head, context(escape(payload["response"]))] if payload["response"] else [head]
    for part in payload["sections"]:
        blocks += _section(part)
        if with_chart and part.get("key") == "time":
            blocks += chart.blocks(payload)
    return {"text": _fallback(escape(payload["text"])), "blocks": blocks[:50]}


def _fallback(text: str) -> str:
    """As many whole lines as a message's text has room for; the blocks have all of them."""
    if len(text) <= TEXT_LIMIT:
        return text
    end = text.rfind("\n", 0, TEXT_LIMIT)
    return f"{text[: end if end > 0 else TEXT_LIMIT]}\n…"


def _section(part: Mapping[str, Any]) -> list[Block]:
    """One section's lines in as few blocks as Slack's limit allows; what people wrote themselves is never read as markup."""
    if part.get("key") == sentences.KEY:
        lines = [f"• {words}" for _, words in part["lines"]]
        return [section(f"*{escape(part['title'])}*"), *(paragraph("\n".join(some)) for some in _some(lines))]
    blocks, text = [], f"*{escape(part['title'])}*"
    for lead, words in part["lines"]:
        line = f"• *{escape(lead)}*: {escape(words)}" if lead else f"• {escape(words)}"
        if len(text) + len(line) + 1 > SECTION_LIMIT:
            blocks.append(section(text))
            text = line
        else:
            text = f"{text}\n{line}"
    return [*blocks, section(text)]


def _some(lines: list[str]) -> Iterable[list[str]]:
    """As many of these short lines as surely fit into a block."""
    for first in range(0, len(lines), LINES):
        yield lines[first : first + LINES]
