"""The words for somebody's own record, for their eyes alone: observed, a lead and no proof; no number of tasks done with AI."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.domain.outcomes import Outcome
from bot.domain.timer import Calibration
from bot.domain.timewords import ADJUSTED_CLASS, NOT_ADJUSTED_CLASS, compared
from bot.domain.verdict import LEVEL

if TYPE_CHECKING:
    from bot.domain.own import Own, OwnTimes

ALONE = "Only you see this: it is not in any digest, and nobody can ask for it. You chose when to use AI: a lead, not proof."
NOTHING = "You have not answered a check-in this year, so there is nothing to say yet."
_CHOSE = {
    Outcome.RIGHT_SKIP: "you went without AI, with little or nothing to fix, and would do so again",
    Outcome.REGRETTED_SKIP: "you went without AI, and would take it next time",
    Outcome.REGRETTED_USE: "you would rather go without AI next time",
}
_VERDICT = {
    "faster": "less time with AI than on your similar tasks without",
    "slower": "more time with AI than on your similar tasks without",
    "about_same": "about the same time with AI and without",
}


def lines(own: "Own", calibration: Calibration | None) -> Iterator[tuple[str, str]]:
    """Each with what it is about."""
    for one in own.times:
        yield one.task_type, times(one)
    said = [f"on {_tasks(number)} {_CHOSE[choice]}" for choice, number in own.choices.items() if number]
    if said:
        yield "Your choices", f"{'; '.join(said)}."
    if calibration:
        yield "Your timer", f"you say about {calibration.ratio:.1f} times what the timer shows."


def times(one: "OwnTimes") -> str:
    """The ratio with its range; without enough tasks both ways, no figure at all."""
    if one.ratio is None or one.low is None or one.high is None:
        return "not enough yet. It takes ten tasks each way that are alike enough to compare."
    way = next((words for verdict, words in _VERDICT.items() if one.verdict.startswith(verdict)), "not enough yet to tell")
    kind = ADJUSTED_CLASS if one.adjusted else NOT_ADJUSTED_CLASS
    fits = f"anything from {compared(_rounded(one.low))} to {compared(_rounded(one.high))} fits at {round(100 * LEVEL)} %"
    return f"{way}. Best guess {compared(_rounded(one.ratio))}; {fits} ({kind})."


def _rounded(ratio: float) -> float:
    return round(ratio, 2) if ratio < 10 else float(round(ratio))


def _tasks(number: int) -> str:
    return "1 task" if number == 1 else f"{number} tasks"
