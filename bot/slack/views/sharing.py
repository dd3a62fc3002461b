"""One sentence, shared, as its author meets it: the button, the look at it before, and the line that says it is shared."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.collect import Preview
from bot.domain.language import _, ngettext, number
from bot.domain.sentences import LIMIT, mark, quoted
from bot.slack import ids
from bot.slack.views.blocks import Block, button, escape, field, modal, paragraph, section, text_field


def buttons(*, noted: bool, shared: bool, about: str = "") -> list[Block]:
    """Only below an answer to which something was added."""
    if shared:
        return [button(_("Withdraw"), ids.WITHDRAW, about=about)]
    return [button(_("Share this sentence"), ids.SHARE, about=about)] if noted else []


def standing(least: int) -> str:
    return _("One sentence of it is shared: it stands in the next digest if at least {n} people answer.", n=number(least))


def below(payload: Mapping[str, Any]) -> list[str]:
    """What stands below an answer in its message."""
    changing = [_("A change of it is not sent yet.")] if payload.get("changing") else []
    return [*changing, *([standing(payload["least"])] if payload.get("shared") else [])]


def form(it: Preview, place: str = "") -> Block:
    """`place` is where it was opened from, so that a home page is shown anew afterwards."""
    if it.members < it.least:
        return modal(ids.SHARE_FORM, _("Share one sentence"), [section(_too_few(it))], submit=None)
    changed = [section(_("You changed it, so have another look. Press Share if this is right."))] if it.again else []
    blocks = [
        *changed,
        section(_("*As it will stand in the next digest of {team}:*", team=escape(it.team))),
        paragraph(quoted(it.sentence)),
        section("\n".join(_who_reads(it))),
        field("sentence", _("Shorten or change it"), text_field("sentence", it.sentence, LIMIT), optional=False),
        section("\n".join(_what_happens(it))),
    ]
    key = ids.look_key(it.checkin, mark(it.sentence), place)
    return modal(ids.SHARE_FORM, _("Share one sentence"), blocks, submit=_("Share"), private_metadata=key)


def _too_few(it: Preview) -> str:
    return _(
        "A shared sentence is shown only where at least {n} people have answered, so that it could be any of theirs. "
        "{team} has fewer people than that, so nothing can be shared here.",
        n=number(it.least),
        team=escape(it.team),
    )


def _who_reads(it: Preview) -> Iterable[str]:
    yield ngettext(
        "Your team and its owners will read it: {n} person.", "Your team and its owners will read it: {n} people.", it.readers
    )
    if it.in_channel:
        yield _("It is posted in the team's channel, so whoever else is there reads it too.")
    yield _("Your name, the day and the kind of task do not stand beside it.")
    yield _("*People may still recognise you* by the way you write, or by what it is about.")


def _what_happens(it: Preview) -> Iterable[str]:
    yield _("It is shown only if at least {n} people answer before that digest. If not, nobody sees it.", n=number(it.least))
    yield _("You can withdraw it until the digest is out. Deleting the answer withdraws it as well.")
    yield _("A digest that is out stays as it was printed, even if you have everything about you deleted.")
