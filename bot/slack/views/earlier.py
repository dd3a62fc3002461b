"""Somebody's answers that are in a digest by now, each with the one thing that can still be done with it."""

from collections.abc import Sequence

from bot.domain import language
from bot.domain.language import N_, _, pgettext
from bot.keep import MOST, Earlier
from bot.slack import ids
from bot.slack.views.blocks import Block, button, confirm, context, escape, modal, section

_NONE = N_("No answer of yours is in a digest yet. Those since the last one are on the home page.")
_WHY = N_(
    "These are in a digest that is out, so they can no longer be changed: a figure that was printed from them would be "
    "another. Each can be deleted at any time."
)
_MORE = N_("These are your newest {n}. Older ones can be deleted by the button below their own message, or all at once.")


def form(listed: Sequence[Earlier], more: bool) -> Block:
    blocks = [section(_(_WHY)), *map(_answer, listed)] if listed else [section(_(_NONE))]
    blocks += [context(_(_MORE, n=language.number(MOST)))] if more else []
    return modal("earlier_answers", _("My earlier answers"), blocks, submit=None)


def _answer(one: Earlier) -> Block:
    day = language.day_and_year(one.day)
    word = pgettext("button", "Delete")
    sure = confirm(_("Delete this answer?"), _("Nothing of it will be kept."), word, _("Keep it"))
    delete = button(word, ids.DELETE_EARLIER, confirm=sure, about=_("{day}: {answer}", day=day, answer=one.summary))
    shown = _("{day}: {answer}", day=day, answer=escape(one.summary))
    return section(shown, delete, ids.block_id("earlier", one.checkin))
