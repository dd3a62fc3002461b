"""The words of a chart: what a range says, what kind of evidence it is, and how sure it is. Short, as there is little room."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.domain import timewords
from bot.domain.language import N_, _, capital, number, pgettext
from bot.domain.timewords import BY_COIN
from bot.domain.verdict import ALIKE

if TYPE_CHECKING:
    from bot.domain.digest import Bar, Digest

# Translators: the title of a chart; there is room for about 45 letters
TITLE = N_("Time with AI against without, by task type")
UNSETTLED = N_("not enough evidence yet")


def kind_of(bar: "Bar") -> str:
    """The evidence class of a row; to be looked up."""
    return timewords.kind_of(bar.evidence, bar.adjusted)


def spread(bar: "Bar") -> str:
    # Translators: the ends of a range in a chart: "10 % less to 5 % more", "the same to twice"
    return _("{low} to {high}", low=end(bar, bar.low), high=end(bar, bar.high))


def end(bar: "Bar", ratio: float) -> str:
    """An end of a range in the digest's words; one that rounding moved onto "the same" says on which side it was."""
    if ratio == 1 and bar.settled and (bar.low < ALIKE or bar.high > 1 / ALIKE):
        # Translators: an end of a range of times in a chart: "10 % less to just under the same"
        under = pgettext("in a chart", "just under the same")
        # Translators: an end of a range of times in a chart: "just over the same to 10 % more"
        return under if bar.high == 1 else pgettext("in a chart", "just over the same")
    if timewords.same(ratio):
        # Translators: an end of a range of times in a chart: "10 % less to the same"
        return pgettext("in a chart", "the same")
    if round(ratio * 100) <= 200:
        return timewords.end(ratio)
    # Translators: an end of a range of times in a chart: "10 % more to 3 times"; {times} is a number such as 3 or 2.5
    several = pgettext("in a chart", "{times} times", times=number(ratio))
    # Translators: an end of a range of times in a chart: "3 times to more than 20 times"
    return several if ratio <= 20 else pgettext("in a chart", "more than 20 times")


def footer(digest: "Digest") -> Iterator[str]:
    """How sure the ranges are, as far as they are equally sure, and what kind of evidence they are."""
    levels = {cell.get("level") for cell in digest.figures.get("cells", ()) if cell.get("ratio")}
    if len(levels) == 1 and (level := levels.pop()):
        yield _("Line: all that fits the answers at {percent} %. Point: best guess.", percent=round(100 * level))
    else:
        yield _("Line: all that fits the answers. Point: best guess.")
    kinds = {kind_of(bar) for bar in digest.chart}
    lead = any(bar.settled and bar.evidence != BY_COIN for bar in digest.chart)
    if len(kinds) == 1:
        kind = capital(_(kinds.pop()))
        # Translators: {kind} is "Observed, size-adjusted"
        yield _("{kind}: a lead, not proof.", kind=kind) if lead else f"{kind}."
    elif lead:
        yield _("Observed: people chose when to use AI, a lead, not proof.")
