"""What came of a trial: as a letter to its team, in answer to a command, and as a window. The same words in each."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.language import N_, _, pgettext
from bot.report import Asked
from bot.slack import ids
from bot.slack.views.blocks import Block, actions, button, context, cut, escape, modal, paragraph, section
from bot.slack.views.digest import lines_of

KIND = "trial_result"
MOST_BLOCKS, MOST_IN_MESSAGE, TEXT_LIMIT = 98, 48, 12_000
_FILES = {
    # Translators: a button; a table as a file
    "analysis": N_("Analysis table (CSV)"),
    # Translators: a button; flips of a coin as a file
    "flips": N_("Flips (CSV)"),
}


def letter(payload: Mapping[str, Any]) -> dict[str, Any]:
    """To everybody in the team, as it was printed."""
    return _message(payload, ())


def message(it: Asked) -> dict[str, Any]:
    """In answer to a command."""
    if it.card is None:
        return {"text": escape(_standing(it)), "blocks": [paragraph(_standing(it))]}
    return _message(it.card.to_payload(), it.notes)


def window(it: Asked) -> Block:
    blocks = [paragraph(_standing(it))] if it.card is None else _blocks(it.card.to_payload(), MOST_BLOCKS)
    # Translators: a window's title, in at most 24 letters
    return modal("trial_card", pgettext("window", "What came of it"), blocks, submit=None)


def _standing(it: Asked) -> str:
    return f"{it.name}: {it.standing}"


def _message(payload: Mapping[str, Any], notes: Sequence[str]) -> dict[str, Any]:
    below = [context(escape(note)) for note in notes]
    return {"text": cut(escape(payload["text"]), TEXT_LIMIT), "blocks": [*_blocks(payload, MOST_IN_MESSAGE), *below]}


def _blocks(payload: Mapping[str, Any], most: int) -> list[Block]:
    head = section(f"*{escape(payload['name'])} · {escape(payload['team'])}*")
    told = [block for part in payload["sections"] for block in lines_of(part)]
    return [head, *told[: most - 2], *_files(payload)]


def _files(payload: Mapping[str, Any]) -> list[Block]:
    row = [button(_(_FILES[table]), ids.trial_file(table)) for table in payload["tables"]]
    return [actions(ids.block_id("trial", payload["key"]), row)] if row else []
