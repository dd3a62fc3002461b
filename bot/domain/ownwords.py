"""The words for somebody's own record, for their eyes alone: observed, a lead and no proof; no number of tasks done with AI."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.domain.bandwords import tenths
from bot.domain.language import N_, _, ngettext
from bot.domain.outcomes import Outcome
from bot.domain.timer import Calibration
from bot.domain.timewords import ADJUSTED_CLASS, NOT_ADJUSTED_CLASS, between, compared
from bot.domain.verdict import LEVEL

if TYPE_CHECKING:
    from bot.domain.own import Own, OwnTimes

ALONE = N_(
    "Only you see this: it is not in any digest, and nobody can ask for it. You chose when to use AI: a lead, not proof."
)
NOTHING = N_("You have not answered a check-in this year, so there is nothing to say yet.")
_VERDICT = {
    # Translators: each stands behind the name of a kind of task and before ". Best guess …"
    "faster": N_("less time with AI than on your similar tasks without"),
    "slower": N_("more time with AI than on your similar tasks without"),
    "about_same": N_("about the same time with AI and without"),
}


def lines(own: "Own", calibration: Calibration | None, by_coin: int = 0) -> Iterator[tuple[str, str]]:
    """Each with what it is about; `by_coin` is how many of their tasks a coin decided, with AI and without."""
    for one in own.times:
        yield one.task_type, times(one)
    if said := [_chose(choice, number) for choice, number in own.choices.items() if number]:
        yield _("Your choices"), f"{'; '.join(said)}."
    if calibration:
        # Translators: how the times somebody says compare with those that were measured; {ratio} is a number such as 1.2
        said_and_timed = _("you say about {ratio} times what the timer shows.", ratio=tenths(calibration.ratio))
        yield _("Your timer"), said_and_timed
    if by_coin:
        in_trials = ngettext(
            "a coin decided how {n} task was done; it counts in its trial, and in nothing above.",
            "a coin decided how {n} tasks were done; they count in their trials, and in nothing above.",
            by_coin,
        )
        # Translators: in front of a colon
        yield _("In trials"), in_trials


def _chose(choice: Outcome, number: int) -> str:
    if choice is Outcome.RIGHT_SKIP:
        # Translators: one of a list behind "Your choices: "
        return ngettext(
            "on {n} task you went without AI, with little or nothing to fix, and would do so again",
            "on {n} tasks you went without AI, with little or nothing to fix, and would do so again",
            number,
        )
    if choice is Outcome.REGRETTED_SKIP:
        # Translators: one of a list behind "Your choices: "
        return ngettext(
            "on {n} task you went without AI, and would take it next time",
            "on {n} tasks you went without AI, and would take it next time",
            number,
        )
    # Translators: one of a list behind "Your choices: "
    return ngettext(
        "on {n} task you would rather go without AI next time", "on {n} tasks you would rather go without AI next time", number
    )


def times(one: "OwnTimes") -> str:
    """The ratio with its range; without enough tasks both ways, no figure at all."""
    if one.ratio is None or one.low is None or one.high is None:
        return _("not enough yet. It takes ten tasks each way that are alike enough to compare.")
    nothing = N_("not enough yet to tell")
    way = _(next((words for verdict, words in _VERDICT.items() if one.verdict.startswith(verdict)), nothing))
    kind = _(ADJUSTED_CLASS if one.adjusted else NOT_ADJUSTED_CLASS)
    fits = between(compared(_rounded(one.low)), compared(_rounded(one.high)), round(100 * LEVEL))
    # Translators: {best} is "10 % less time"; {range} is "anything from 20 % less time to the same time fits at 99 %"
    return f"{way}. {_('Best guess {best}; {range} ({kind}).', best=compared(_rounded(one.ratio)), range=fits, kind=kind)}"


def _rounded(ratio: float) -> float:
    return round(ratio, 2) if ratio < 10 else float(round(ratio))
