"""A digest or report as a message: headings and lines, the same words as in plain text, which is the fallback."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.domain import sentences, whywords
from bot.domain.language import N_, _, pgettext
from bot.slack import ids
from bot.slack.views import chart
from bot.slack.views.blocks import (
    SECTION_LIMIT,
    Block,
    actions,
    button,
    context,
    escape,
    header,
    modal,
    paragraph,
    section,
    unmarked,
)

TEXT_LIMIT = 12_000  # Slack keeps 40,000, and more than a reader wants to hear at once is in no digest
LINES = 12  # shared sentences in a block
_EVERYBODY = N_("The same rules hold for everybody who reads, owners and admins too, and for every file and chart.")
_NOBODY_ASKS = N_("Nobody is asked to say which answers are theirs. Candor does not read what is written here.")


def message(payload: Mapping[str, Any], *, with_chart: bool = True) -> dict[str, Any]:
    """The lines, and below those about time their chart: only where a refused chart can be taken back, so not in an answer
    that goes out with an acknowledgement."""
    head = header(f"{payload['team']} · {payload['period']}")
    blocks: list[Block] = [head, context(escape(payload["response"]))] if payload["response"] else [head]
    for part in payload["sections"]:
        blocks += lines_of(part)
        if with_chart and part.get("key") == "time":
            blocks += chart.blocks(payload)
    below = _below(payload)
    return {"text": _fallback(escape(payload["text"]), payload), "blocks": [*blocks[: 50 - len(below)], *below]}


def _below(payload: Mapping[str, Any]) -> list[Block]:
    """What it is, for whoever it is passed on to, and the button for whoever misses something."""
    below = [context(escape(payload["closing"]))] if payload.get("closing") else []
    if payload.get("why"):
        key = ids.block_id("why", ids.why_key(payload["k"], payload["why"]))
        below.append(actions(key, [button(_(whywords.TITLE), ids.WHY_NOT)]))
    return below


def _fallback(text: str, payload: Mapping[str, Any]) -> str:
    """As many whole lines as a message's text has room for, and always the last; the blocks have all of them."""
    if len(text) <= TEXT_LIMIT:
        return text
    last = f"\n…\n\n{escape(payload.get('closing') or '')}".rstrip()
    room = TEXT_LIMIT - len(last)
    end = text.rfind("\n", 0, room)
    return f"{text[: end if end > 0 else room]}{last}"


def why_not(reasons: Sequence[tuple[str, str]]) -> Block:
    """In a window: each thing that is not shown, and why."""
    # Translators: a window's title, in at most 24 letters
    title = pgettext("window", "Why it is not shown")
    told = [section(f"*{escape(about)}*: {escape(text)}") for about, text in reasons]
    return modal("why_not", title, [*told, context(_(_EVERYBODY))], submit=None)


def discussion(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Below a digest in its team's channel: the first word of the talk about it."""
    # Translators: the stars make it bold; what follows is a question about the work
    question = _("*For your next meeting, if you like:* {question}", question=escape(payload["question"]))
    nobody = _(_NOBODY_ASKS)
    return {"text": unmarked(f"{question}\n{nobody}"), "blocks": [section(question), context(nobody)]}


def lines_of(part: Mapping[str, Any]) -> list[Block]:
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
