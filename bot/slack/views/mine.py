"""Somebody's own record as they see it: in answer to the command, or in a window of the home page."""

from collections.abc import Sequence
from typing import Any

from bot.domain.language import _
from bot.domain.ownwords import ALONE, NOTHING
from bot.slack.views.blocks import Block, context, escape, modal, section

MOST_LINES = 40


def message(lines: Sequence[tuple[str, str]]) -> dict[str, Any]:
    told = "\n".join(f"• {lead}: {text}" for lead, text in lines[:MOST_LINES]) or _(NOTHING)
    return {"text": escape(f"{told}\n{_(ALONE)}"), "blocks": _blocks(lines)}


def form(lines: Sequence[tuple[str, str]]) -> Block:
    # Translators: a window's title, in at most 24 letters
    return modal("own_record", _("My own record"), _blocks(lines), submit=None)


def _blocks(lines: Sequence[tuple[str, str]]) -> list[Block]:
    told = [section(f"*{escape(lead)}*: {escape(text)}") for lead, text in lines[:MOST_LINES]]
    return [*(told or [section(_(NOTHING))]), context(_(ALONE))]
