"""What is stored about somebody, as they meet it: their file, what would be deleted, and what is left of a message then."""

from collections.abc import Mapping
from typing import Any

from bot.domain.language import N_, _, join, ngettext, pgettext
from bot.keep import Goes
from bot.slack import ids
from bot.slack.views.blocks import Block, actions, button, confirm, context, escape, modal, section, unmarked

Message = dict[str, Any]

FILE_NAME = "everything-about-me.json"

FORGOTTEN = N_(
    "Everything about you is deleted. What I wrote to you here is being emptied. You are not asked any more; "
    "/candor resume changes that."
)
_STAYS = N_(
    "What you typed yourself stays in Slack until you delete it there, and so does a file you were given. Figures that were "
    "printed hold no person, and stay."
)


def emptied(_payload: Mapping[str, Any]) -> Message:
    return {"text": _("Deleted."), "blocks": [section(_("Deleted."))]}


def goes(what: Goes) -> Message:
    """What would be deleted, and the button that does it."""
    # Translators: {list} is such as "3 answers, what I wrote to you here, your settings and your place in Support"
    text = _("*This would be deleted, for good:* {list}.", list=join(_parts(what)))
    after = _("You would not be asked any more, also when a team names you again. `/candor resume` would change that.")
    sure = confirm(
        _("Delete everything?"),
        _("All of it goes at once, and nothing can be brought back."),
        pgettext("button", "Delete"),
        _("Keep it"),
    )
    row = [button(_("Delete everything"), ids.FORGET, style="danger", confirm={**sure, "style": "danger"})]
    stays = _(_STAYS)
    blocks = [section(text), section(after), context(stays), actions(ids.block_id("forget", what.key), row)]
    return {"text": unmarked(f"{text} {after} {stays}"), "blocks": blocks}


def form(what: Goes) -> Block:
    """The same in a window."""
    return modal("goes", _("Delete everything"), goes(what)["blocks"], submit=None)


def standing() -> list[Block]:
    """On the home page: what happens with what is stored, and where to get it or be rid of it."""
    row = [
        button(_("What happens with my answers"), ids.PAGE),
        button(_("My earlier answers"), ids.EARLIER),
        button(_("My data"), ids.MY_DATA),
        button(_("Delete everything…"), ids.GOES),
    ]
    return [section(_("*Your data.* All of it can be read as a file, and deleted for good.")), actions("stored", row)]


def _parts(what: Goes) -> list[str]:
    counted = [_counted(count, name) for count, name in what.counts if count]
    # Translators: in a list of what would be deleted, as are the next two and what is counted there
    places = [_("your place in {team}", team=escape(name)) for name in what.teams]
    return [*counted, _("what I wrote to you here"), _("your settings"), *places]


def _counted(count: int, name: str) -> str:
    if name == "answer":
        return ngettext("{n} answer", "{n} answers", count)
    if name == "check-in":
        return ngettext("{n} check-in", "{n} check-ins", count)
    return ngettext("{n} range of days away", "{n} ranges of days away", count)
