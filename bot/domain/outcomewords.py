"""The words for what came of the work besides its time: fixing and standard, right and regretted choices, and no difference."""

from collections.abc import Mapping

from bot.domain import bandwords
from bot.domain.bandwords import share, share_of
from bot.domain.figures import CellFigures
from bot.domain.language import _, capital, pgettext
from bot.domain.outcomes import Outcome
from bot.domain.timewords import NOT_ADJUSTED_CLASS
from bot.domain.verdict import LEVEL


def fixing(cell: CellFigures) -> str:
    said = []
    if Outcome.FIXED_WITH in cell.shares:
        # Translators: behind the name of a kind of task: "fixing was needed for about 30 % of the tasks with AI and few of
        # those without"; both shares are of the context "of the tasks"
        text = _(
            "fixing was needed for {with_ai} of the tasks with AI and {without} of those without",
            with_ai=share_of(cell.shares[Outcome.FIXED_WITH]),
            without=share_of(cell.shares[Outcome.FIXED_WITHOUT]),
        )
        said.append(text + _apart(cell, "fixed"))
    if Outcome.BELOW_WITH in cell.shares:
        # Translators: "below the usual standard: about 10 % with AI and few without"
        text = _(
            "below the usual standard: {with_ai} with AI and {without} without",
            with_ai=share(cell.shares[Outcome.BELOW_WITH]),
            without=share(cell.shares[Outcome.BELOW_WITHOUT]),
        )
        said.append(text + _apart(cell, "below"))
    kind = _(NOT_ADJUSTED_CLASS)
    if (cell.fixed or cell.below) and not cell.sure:
        # Translators: follows "observed, not adjusted for task size; " in brackets; the ranges are those of differences
        kind += f"; {_('ranges at {percent} %, nothing settled yet', percent=round(100 * LEVEL))}"
    return "; ".join(said) + f" ({kind})." if said else ""


def _apart(cell: CellFigures, key: str) -> str:
    """How far two shares are apart, and what else would fit."""
    points: tuple[int, int, int] | None = getattr(cell, key)
    if points is None:
        return ""
    best, low, high = map(_points, points)
    if key in cell.alike:
        # Translators: how far two shares are apart: "on tasks of one size 20 points less; anything from 30 points less to no
        # difference fits"
        text = _("on tasks of one size {best}; anything from {low} to {high} fits", best=best, low=low, high=high)
    else:
        # Translators: how far two shares are apart: "20 points less; anything from 30 points less to no difference fits"
        text = _("{best}; anything from {low} to {high} fits", best=best, low=low, high=high)
    return f" ({text})"


def _points(number: int) -> str:
    if not number:
        # Translators: between two shares: "anything from 30 points less to no difference fits"
        return pgettext("points", "no difference")
    if number < 0:
        # Translators: percentage points, 10, 20, 30 and so on: "anything from 30 points less to no difference fits"
        return _("{points} points less", points=-number)
    # Translators: percentage points, 10, 20, 30 and so on
    return _("{points} points more", points=number)


def skips(shares: Mapping[str, str], reason: str | None) -> str:
    """Right skip, regretted skip and regretted use: always the three together, a hidden one named as hidden."""
    right, regretted, use = (shares.get(key) for key in (Outcome.RIGHT_SKIP, Outcome.REGRETTED_SKIP, Outcome.REGRETTED_USE))
    if not (right or regretted or use):
        return ""
    # Translators: in the place of a share: "right that way: too few people to print"
    hidden = _("too few people to print")
    # Translators: the shares are of the context "after a colon"
    text = _(
        "of the tasks done without AI, right that way: {right}; rather with AI next time: {regretted}. "
        "Of the tasks done with AI, rather without next time: {use} (observed).",
        right=share(right) if right else hidden,
        regretted=share(regretted) if regretted else hidden,
        use=share(use) if use else hidden,
    )
    if not reason:
        return text
    # Translators: {reason} is an option of the question "Why without AI?", such as "quicker by hand"
    return f"{text} {_('Main reason for going without: {reason}.', reason=bandwords.reason(reason))}"


def worse(shares: Mapping[str, str], measured: str) -> str:
    """No difference, something worse, or dropped; `measured` stands beside what was felt."""
    felt = _felt(shares, measured)
    if Outcome.DROPPED not in shares:
        return felt
    # Translators: {share} is of the context "of the tasks"
    dropped = _(
        "{share} of the tasks on which AI was tried were finished without it (observed).",
        share=share_of(shares[Outcome.DROPPED]),
    )
    return f"{felt} {capital(dropped)}" if felt else dropped


def _felt(shares: Mapping[str, str], measured: str) -> str:
    same, bad = share_of(shares.get(Outcome.NO_DIFFERENCE)), share_of(shares.get(Outcome.WORSE))
    if Outcome.NO_DIFFERENCE in shares and Outcome.WORSE in shares:
        # Translators: {measured} is "the times settle nothing yet" or "the times: about 10 % less time with AI", which is what
        # was measured; {same} and {worse} are shares of the context "of the tasks"
        return _(
            "people felt no difference in {same} and worse in some way in {worse} of the tasks on which AI was tried "
            "(perceived); {measured}.",
            same=same,
            worse=bad,
            measured=measured,
        )
    if Outcome.NO_DIFFERENCE in shares:
        # Translators: {measured} is what was measured; the share is of the context "of the tasks"
        return _(
            "people felt no difference in {same} of the tasks on which AI was tried (perceived); {measured}.",
            same=same,
            measured=measured,
        )
    if Outcome.WORSE in shares:
        # Translators: {measured} is what was measured; the share is of the context "of the tasks"
        return _(
            "people felt worse in some way in {worse} of the tasks on which AI was tried (perceived); {measured}.",
            worse=bad,
            measured=measured,
        )
    return ""
