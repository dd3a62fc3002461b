"""A started task as its owner meets it: the form before, the message while it runs, and when it ends."""

from collections.abc import Mapping
from typing import Any

from bot.collect import StartForm
from bot.domain.durations import as_words
from bot.slack import ids
from bot.slack.views.blocks import Block, actions, button, confirm, escape, modal, section
from bot.slack.views.checkin import fields

Message = dict[str, Any]
Payload = Mapping[str, Any]


def form(page: StartForm, place: str = "") -> Block:
    """`place` is where it was opened from, so that a home page is shown anew afterwards."""
    blocks = [section(escape(page.remark))] if page.remark else []
    for asked, value in page.asked:
        blocks += fields(asked, value, page.typed if asked.key == "expected" else "")
    return modal(ids.START_FORM, "Start a task", blocks, submit="Start", private_metadata=place)


def in_words(task_type: str, expected: float) -> str:
    return f"{escape(task_type)} · expected {as_words(expected)} without AI"


def buttons(checkin: str, task_type: str, *, stopped: bool = False) -> Block:
    sure = confirm("Cancel this task?", "Nothing of it will be kept.", "Cancel it", "Keep it")
    row = [
        button("Done", ids.DONE, style="primary", about=task_type),
        *([button("Not finished", ids.NOT_FINISHED, about=task_type)] if stopped else []),
        button("Cancel", ids.CANCEL, confirm=sure, about=task_type),
    ]
    return actions(ids.block_id("task", checkin), row)


def working(payload: Payload) -> Message:
    team = f" ({escape(payload['team'])})" if payload.get("team") else ""
    text = f"Working on: {in_words(payload['task_type'], payload['expected'])}{team}."
    return {"text": text, "blocks": [section(text), buttons(payload["checkin"], payload["task_type"])]}


def ended(payload: Payload) -> Message:
    """Without the expected time: the time it took is asked next."""
    text = f"{escape(payload['task_type'])}. Stopped at {payload['at']}, the end of your day. Was it finished?"
    return {"text": text, "blocks": [section(text), buttons(payload["checkin"], payload["task_type"], stopped=True)]}


def done(payload: Payload) -> Message:
    text = f"Done: {escape(payload['task_type'])}. The questions are in this thread, or in the form."
    row = [button("Answer here", ids.ANSWER_HERE), button("Open form", ids.OPEN_FORM)]
    return {"text": text, "blocks": [section(text), actions(ids.block_id("done", payload["checkin"]), row)]}
