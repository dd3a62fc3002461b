"""What a trial's coin said, as whoever threw it reads it, and the way out: anybody may do it the other way."""

from collections.abc import Mapping
from typing import Any

from bot.collect import Declining
from bot.domain import declining as reasons
from bot.domain.language import _, pgettext
from bot.slack import ids
from bot.slack.views.blocks import Block, actions, button, context, field, modal, option, radio, section, unmarked

Message = dict[str, Any]
Payload = Mapping[str, Any]


def said(flip: Payload) -> str:
    """Which way, plainly."""
    if flip["forced"]:
        if flip["with_ai"]:
            return _("*The balance says: with AI.* Three more of your tasks in this trial were to be without it.")
        return _("*The balance says: without AI.* Three more of your tasks in this trial were to be with it.")
    return _("*The coin says: with AI.*") if flip["with_ai"] else _("*The coin says: without AI.*")


def way_out(flip: Payload) -> str:
    """How not to do as it says, or what holds for who does not."""
    if flip.get("declined"):
        return other_way(flip["declined"])
    return _(
        "You may do it the other way, for any reason: press the button, or reply “decline”. Nobody else reads that you did."
    )


def other_way(reason: str) -> str:
    why = _(reasons.REASONS.get(reason, reasons.REASONS["other"]))
    return _(
        "You do it the other way ({reason}). That is fine: nobody else reads it, and it counts only in shares. "
        "Afterwards, say how you really did it.",
        reason=why,
    )


def lines(flip: Payload) -> tuple[str, str]:
    """What it said, and in small print the rest."""
    key = _("Flip {key}: when the trial is over, anybody can work it out again.", key=flip["key"])
    return said(flip), f"{way_out(flip)} {key}"


def blocks(flip: Payload | None) -> list[Block]:
    if not flip:
        return []
    way, small = lines(flip)
    return [section(way), context(small)]


def text(before: str, flip: Payload | None) -> str:
    """The same for who reads no blocks."""
    return unmarked("\n".join([before, *lines(flip)])) if flip else before


def other_way_button(flip: Payload | None, about: str) -> list[Block]:
    return [button(_("I do it the other way"), ids.DECLINE, about=about)] if flip else []


def _freely() -> str:
    return _("You may do any task the other way than the coin said. Nothing follows from it. Nobody else reads your reason.")


def form(it: Declining, place: str = "") -> Block:
    """`place` is where it was opened from, so that a home page is shown anew afterwards."""
    options = [option(code, words) for code, words in reasons.offered(declined=it.reason is not None)]
    asked = field("reason", _("Why?"), radio("reason", options, it.reason), optional=False)
    # Translators: the title of a form, of at most 24 characters: a task is done the other way than a coin said
    title = pgettext("title", "The other way")
    metadata = f"{it.checkin}/{place}"
    return modal(
        ids.DECLINE_FORM, title, [section(_freely()), asked], submit=pgettext("button", "Send"), private_metadata=metadata
    )


def declining(payload: Payload) -> Message:
    """The same in the thread."""
    asked = _("Why the other way?")
    words = f"{_freely()} {asked}"
    row = [button(words, ids.decline_as(code)) for code, words in reasons.offered(declined=payload["declined"])]
    return {"text": words, "blocks": [section(words), actions(ids.block_id("declining", payload["checkin"]), row)]}


def declined(payload: Payload) -> Message:
    words = other_way(payload["reason"]) if payload["reason"] else _("Noted: you do it as the coin said.")
    return {"text": words, "blocks": [section(words)]}


def trial_line() -> str:
    """Below an answer: what becomes of it."""
    return _("A coin decided this one: it counts in its trial, and in no digest.")
