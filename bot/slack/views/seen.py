"""What others see: the last digest, word for word, and what happens with one's answers."""

from collections.abc import Iterable, Sequence

from bot.manage import Seen
from bot.slack.views.blocks import SECTION_LIMIT, Block, divider, escape, modal, section
from bot.slack.views.checkin import group, others_see

MOST_BLOCKS = 100
_AMONG = "Your answers of this quarter are among them; none can be told from it."
_NONE_OF_YOURS = "No answer of yours is in it."


def form(found: Sequence[Seen]) -> Block:
    blocks = [section(others_see(max((one.k for one in found), default=5), "an answer of yours"))]
    for one in found:
        blocks += [divider(), *_digest(one)]
    return modal("others_see", "What others see", blocks[:MOST_BLOCKS], submit=None)


def _digest(one: Seen) -> list[Block]:
    name = escape(one.team)
    if not one.text:
        first = f"The first goes out on a {one.day}, once there is a week to tell of, and only ever shows {group(one.k)}."
        return [section(f"*{name}* has had no digest yet. {first}")]
    said = _AMONG if one.among else _NONE_OF_YOURS
    return [
        section(f"*The last digest of {name}, word for word.* {said}"),
        *(section(part) for part in _parts(escape(one.text))),
    ]


def _parts(text: str) -> Iterable[str]:
    """Whole lines, as many as a block holds."""
    held = ""
    for line in text.splitlines():
        if held and len(held) + len(line) + 1 > SECTION_LIMIT:
            yield held
            held = ""
        held = f"{held}\n{line}" if held else line
    if held.strip():
        yield held
