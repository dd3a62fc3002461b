"""What others see: the last digest, word for word, and what happens with one's answers."""

from collections.abc import Sequence

from bot.domain.language import N_, _
from bot.manage import Seen
from bot.slack.views.blocks import Block, divider, escape, modal, paragraphs, section
from bot.slack.views.checkin import group, others_see

MOST_BLOCKS = 100
_AMONG = N_("Your answers of this quarter are among them; none can be told from it.")
_NONE_OF_YOURS = N_("No answer of yours is in it.")


def form(found: Sequence[Seen]) -> Block:
    blocks = [section(others_see(max((one.k for one in found), default=5), this_one=False))]
    for one in found:
        blocks += [divider(), *_digest(one)]
    # Translators: a window's title, in at most 24 letters
    return modal("others_see", _("What others see"), blocks[:MOST_BLOCKS], submit=None)


def _digest(one: Seen) -> list[Block]:
    name = escape(one.team)
    if not one.text:
        # Translators: {day} is a day of the week; {group} is "groups of five people or more"; the stars make the name bold
        text = _(
            "*{team}* has had no digest yet. The first goes out on a {day}, once there is a week to tell of, and only ever "
            "shows {group}.",
            team=name,
            day=one.day,
            group=group(one.k),
        )
        return [section(text)]
    # Translators: the stars make it bold
    title = _("*The last digest of {team}, word for word.*", team=name)
    return [
        section(f"{title} {_(_AMONG if one.among else _NONE_OF_YOURS)}"),
        *paragraphs(one.text),
    ]
