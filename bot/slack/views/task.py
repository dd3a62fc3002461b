"""A started task as its owner meets it: the form before, the message while it runs, and when it ends."""

from collections.abc import Mapping
from typing import Any

from bot.collect import StartForm
from bot.domain.durations import as_words
from bot.domain.language import N_, _, pgettext
from bot.domain.questions import kind_of_task
from bot.slack import ids
from bot.slack.views import coin
from bot.slack.views.blocks import Block, actions, button, confirm, escape, modal, section
from bot.slack.views.checkin import fields, introduced

Message = dict[str, Any]
Payload = Mapping[str, Any]


def form(page: StartForm, place: str = "") -> Block:
    """`place` is where it was opened from, so that a home page is shown anew afterwards."""
    blocks = [section(escape(page.remark))] if page.remark else []
    for asked, value in page.asked:
        blocks += fields(asked, value, page.typed if asked.key == "expected" else "")
    # Translators: the title of a form, of at most 24 characters
    title = _("Start a task")
    return modal(ids.START_FORM, title, blocks, submit=pgettext("button", "Start"), private_metadata=place)


def at_work(kind: str, expected: float, team: str = "") -> str:
    said = {"task": escape(kind), "time": as_words(expected), "team": escape(team)}
    if team:
        return _("Working on: {task} · expected {time} without AI ({team}).", **said)
    return _("Working on: {task} · expected {time} without AI.", **said)


def stopped(kind: str, at: str) -> str:
    return _("{task}. Stopped at {time}, the end of your day. Was it finished?", task=escape(kind), time=at)


def buttons(checkin: str, kind: str, flip: Payload | None = None, *, stopped: bool = False) -> Block:
    nothing, only_the_flip = N_("Nothing of it will be kept."), N_("Only the coin's flip will be kept, and what you locked.")
    what_stays = only_the_flip if flip else nothing
    sure = confirm(_("Cancel this task?"), _(what_stays), _("Cancel it"), _("Keep it"))
    row = [
        # Translators: the task is done
        button(pgettext("button", "Done"), ids.DONE, style="primary", about=kind),
        *coin.other_way_button(flip, kind),
        *([button(pgettext("button", "Not finished"), ids.NOT_FINISHED, about=kind)] if stopped else []),
        # Translators: give up the task, so that it is not counted
        button(pgettext("button", "Cancel"), ids.CANCEL, confirm=sure, about=kind),
    ]
    return actions(ids.block_id("task", checkin), row)


def working(payload: Payload) -> Message:
    kind, flip = kind_of_task(payload["task_type"]), payload.get("flip")
    text = at_work(kind, payload["expected"], payload.get("team") or "")
    blocks = [section(text), *coin.blocks(flip), buttons(payload["checkin"], kind, flip)]
    return introduced({"text": coin.text(text, flip), "blocks": blocks}, payload)


def ended(payload: Payload) -> Message:
    """Without the expected time: the time it took is asked next."""
    kind, flip = kind_of_task(payload["task_type"]), payload.get("flip")
    text = stopped(kind, payload["at"])
    blocks = [section(text), *coin.blocks(flip), buttons(payload["checkin"], kind, flip, stopped=True)]
    return {"text": coin.text(text, flip), "blocks": blocks}


def done(payload: Payload) -> Message:
    kind, flip = escape(kind_of_task(payload["task_type"])), payload.get("flip")
    text = _("Done: {task}. The questions are in this thread, or in the form.", task=kind)
    row = [button(_("Answer here"), ids.ANSWER_HERE), button(_("Open form"), ids.OPEN_FORM)]
    row += coin.other_way_button(flip, kind)
    blocks = [section(text), *coin.blocks(flip), actions(ids.block_id("done", payload["checkin"]), row)]
    return {"text": coin.text(text, flip), "blocks": blocks}
