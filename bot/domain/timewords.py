"""The words for times: what the gated figures of a comparison may say, by their verdict and by how like met like.

What people chose themselves is "observed": a lead, never a cause. No verdict, no word for which way took less time.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial

from bot.domain import bandwords
from bot.domain.durations import as_words
from bot.domain.figures import EVEN, CellFigures
from bot.domain.language import N_, _, capital, day, ngettext, number, pgettext
from bot.domain.language import join as join
from bot.domain.outcomes import Outcome

ADJUSTED = ("expected", "sized")  # the rungs that compare tasks of one size
# Translators: how a difference was found, in brackets behind it: people chose, and bigger tasks are mixed with smaller ones
NOT_ADJUSTED_CLASS = N_("observed, not adjusted for task size")
# Translators: how a difference was found, in brackets behind it: people chose, but tasks of one size are compared
ADJUSTED_CLASS = N_("observed, size-adjusted")
# Translators: how a difference was found, in brackets behind it: a coin decided which tasks were done with AI
BY_COIN = N_("coin-decided")
# Translators: how a difference was found, in brackets behind it: people chose which tasks to do with AI
OBSERVED = N_("observed")

_NO_VERDICT = {
    "not_adjusted": N_("no verdict before task size is adjusted for"),
    "unfair_coin": N_("not usable as proof, as one way came up far more often than a fair coin would have it"),
    "borderline": N_("borderline, as the range and a shuffling test do not agree"),
}
_COMPARING = {
    # Translators: {found} is "best guess 20 % less time with AI; anything from 30 % less to 15 % less fits at 99 % (observed)."
    "expected": N_("Comparing each person with themselves, at the time they expected: {found}"),
    "sized": N_("Comparing each person with themselves, on tasks of one size: {found}"),
}


def kind_of(evidence: str, adjusted: bool) -> str:
    """The evidence class, as it stands in brackets; to be looked up."""
    if evidence == BY_COIN:
        return BY_COIN
    return ADJUSTED_CLASS if adjusted else NOT_ADJUSTED_CLASS


def _class(cell: CellFigures) -> str:
    return _(kind_of(cell.evidence, cell.rung in ADJUSTED))


def as_of(dates: Mapping[str, str], row: str) -> str:
    """A sentence for a row that stands as printed on an earlier day."""
    # Translators: behind a figure that has not changed since; {day} is "21 November"
    return f" {_('As printed on {day}.', day=day(date.fromisoformat(dates[row])))}" if row in dates else ""


def times(cell: CellFigures) -> str:
    """The line of a task type; nothing when nothing may be printed."""
    dated = partial(as_of, cell.as_of)
    rest = (_lean(cell) and _lean(cell) + dated("balance")) + (_unfinished(cell) and _unfinished(cell) + dated("unfinished"))
    if settled(cell):
        return f"{_verdict(cell)}{dated('times')}{rest}"
    said = []
    if cell.typical_with_ai and cell.typical_without_ai:
        # Translators: {with_ai} and {without} are times such as "40 min"; {kind} is "observed, not adjusted for task size"
        typical = _(
            "Typical time about {with_ai} with AI and {without} without ({kind}).",
            with_ai=as_words(cell.typical_with_ai),
            without=as_words(cell.typical_without_ai),
            kind=_(NOT_ADJUSTED_CLASS),
        )
        said.append(f"{typical}{dated('typical')}")
    if cell.ratio and cell.low and cell.high:
        # Translators: {best} is "20 % less time"; {range} is "anything from 30 % less to 15 % less fits at 99 %"
        found = _(
            "best guess {best} with AI; {range} ({kind}).", best=compared(cell.ratio), range=_spread(cell), kind=_class(cell)
        )
        said.append(f"{_comparing(cell, found)}{_steady(cell)}{needed(cell)}{dated('times')}")
    elif cell.people:
        # Translators: follows "Comparing each person with themselves: "
        found = _("times too alike for an honest range ({kind}).", kind=_class(cell))
        said.append(f"{_comparing(cell, found)}{dated('times')}")
    verdict = _(_NO_VERDICT.get(cell.because or "", N_("not enough evidence yet")))
    return f"{verdict}. {' '.join(said)}{rest}" if said else ""


def settled(cell: CellFigures) -> bool:
    return cell.verdict != "not_enough" and cell.ratio is not None


def _verdict(cell: CellFigures) -> str:
    spread, kind = _spread(cell), _class(cell)
    if cell.verdict == "about_same":
        # Translators: behind the name of a kind of task. {range} is "Anything from 5 % less to 5 % more fits at 99 %".
        same = N_("about the same time with AI and without. {range} ({kind}).")
        return _(same, range=capital(spread), kind=kind)
    by_coin = cell.evidence == BY_COIN
    why = _("A coin decided, so AI is the likely cause.") if by_coin else _("People chose when to use AI: a lead, not proof.")
    return f"{_took(cell)}; {spread} ({kind}).{_steady(cell)} {why}"


def _took(cell: CellFigures) -> str:
    """How long tasks took with AI, as far as it is settled."""
    ratio = cell.ratio or 1
    if same(ratio) and cell.verdict.startswith("faster"):
        return _("done with AI it took slightly less time than the same people's similar tasks without")
    if same(ratio):
        return _("done with AI it took slightly more time than the same people's similar tasks without")
    if ratio > 20:
        return _("done with AI it took more than 20 times the time of the same people's similar tasks without")
    if ratio > 2:
        # Translators: {amount} is "3 times the time"
        return pgettext(
            "several times the time",
            "done with AI it took about {amount} of the same people's similar tasks without",
            amount=compared(ratio),
        )
    # Translators: behind the name of a kind of task; {amount} is "10 % less time" or "25 % more time"
    return _("done with AI it took about {amount} than the same people's similar tasks without", amount=compared(ratio))


def _steady(cell: CellFigures) -> str:
    """The sensitivity line, where it says something else than the best guess."""
    if not cell.steady or cell.steady == cell.ratio:
        return ""
    # Translators: another best guess, on which a single task has less influence; {amount} is "10 % less time"
    return f" {_('Less swayed by single tasks: {amount}.', amount=compared(cell.steady))}"


def _comparing(cell: CellFigures, found: str) -> str:
    return comparing(cell.rung, found)


def comparing(rung: str | None, found: str) -> str:
    """How like was compared with like, before what was found."""
    return _(_COMPARING.get(rung or "", N_("Comparing each person with themselves: {found}")), found=found)


def _spread(cell: CellFigures) -> str:
    return between(_end(cell, cell.low or 1), _end(cell, cell.high or 1), round(100 * (cell.level or 0)))


def between(low: str, high: str, percent: int) -> str:
    # Translators: what else fits the answers, and how sure that is: "anything from 10 % less to 5 % more fits at 99 %"
    return _("anything from {low} to {high} fits at {percent} %", low=low, high=high, percent=percent)


def _end(cell: CellFigures, ratio: float) -> str:
    return edge(cell.verdict, ratio)


def edge(verdict: str, ratio: float) -> str:
    """An end of a range; one that rounding has moved onto "the same time" says on which side it was."""
    if ratio == 1 and verdict.startswith("faster"):
        # Translators: an end of a range: "anything from 10 % less to just under the same time fits"
        return pgettext("end of a range", "just under the same time")
    if ratio == 1 and verdict.startswith("slower"):
        # Translators: an end of a range: "anything from just over the same time to 10 % more fits"
        return pgettext("end of a range", "just over the same time")
    return end(ratio)


def end(ratio: float) -> str:
    """A ratio of times as an end of a range: "10 % less", and else as `compared` has it."""
    percent = round(ratio * 100)
    if percent < 100:
        # Translators: end of a range of times: "anything from 10 % less to 5 % less fits", in charts "10 % less to 5 % less"
        return pgettext("end of a range", "{percent} % less", percent=100 - percent)
    if 100 < percent <= 200:
        # Translators: end of a range of times: "anything from 10 % less to 5 % more fits", in charts "10 % less to 5 % more"
        return pgettext("end of a range", "{percent} % more", percent=percent - 100)
    return compared(ratio)


def compared(ratio: float) -> str:
    """A ratio of times in words: "10 % less time", "the same time", "25 % more time", "3 times the time"."""
    percent = round(ratio * 100)
    if percent == 100:
        # Translators: as "10 % less time", and as an end of a range: "anything from 10 % less to the same time fits"
        return _("the same time")
    if percent < 100:
        # Translators: put into "best guess 10 % less time with AI", "done with AI it took about 10 % less time than …",
        # "Less swayed by single tasks: 10 % less time." and "AI was used on tasks expected to take 10 % less time than others."
        return _("{percent} % less time", percent=100 - percent)
    if percent <= 200:
        # Translators: put where "10 % less time" is
        return _("{percent} % more time", percent=percent - 100)
    if ratio > 20:
        # Translators: put where "10 % less time" is
        return _("more than 20 times the time")
    # Translators: put where "10 % less time" is; {times} is a number such as 3 or 2.5
    return _("{times} times the time", times=number(ratio))


def same(ratio: float) -> bool:
    return round(ratio * 100) == 100


def needed(cell: CellFigures) -> str:
    """How much more it would take, for somebody who wants to know whether to wait."""
    if not cell.more_tasks:
        return ""
    if not cell.more_weeks:
        # Translators: until there is enough evidence; {tasks} is 10 or more
        return f" {_('About {tasks} more tasks, more than a year.', tasks=cell.more_tasks)}"
    # Translators: until there is enough evidence; {tasks} is 10 or more, {n} a number of weeks
    text = ngettext(
        "About {tasks} more tasks, ≈ {n} week.",
        "About {tasks} more tasks, ≈ {n} weeks.",
        cell.more_weeks,
        tasks=cell.more_tasks,
    )
    return f" {text}"


def lean(cell: CellFigures) -> str:
    """Which way the sizes lean: smaller, bigger, or "" when they are even or nobody said."""
    if cell.balance is not None:
        return "" if EVEN[0] <= cell.balance <= EVEN[1] else "smaller" if cell.balance < 1 else "bigger"
    return cell.size if cell.size in ("smaller", "bigger") else ""


def leaning(balance: float) -> str:
    """Which way the expected times lean, as a sentence; nothing when they are even."""
    return _lean(CellFigures("", balance=balance)).strip()


def _lean(cell: CellFigures) -> str:
    if not (way := lean(cell)):
        return ""
    if cell.balance is None:
        return f" {_('AI was used on smaller tasks.') if way == 'smaller' else _('AI was used on bigger tasks.')}"
    if cell.balance > 2:
        # Translators: {amount} is "3 times the time"
        said = pgettext(
            "several times the time",
            "AI was used on tasks expected to take {amount} of the others.",
            amount=compared(cell.balance),
        )
        return f" {said}"
    # Translators: {amount} is "30 % less time" or "30 % more time"
    return f" {_('AI was used on tasks expected to take {amount} than the others.', amount=compared(cell.balance))}"


def _unfinished(cell: CellFigures) -> str:
    with_ai, without = cell.shares.get(Outcome.UNFINISHED_WITH), cell.shares.get(Outcome.UNFINISHED_WITHOUT)
    if max(bandwords.in_percent(with_ai), bandwords.in_percent(without)) < 10:
        return ""
    # Translators: shares of the tasks: "Not finished: about 20 % with AI, under 5 % without (observed)."
    said = N_("Not finished: {with_ai} with AI, {without} without (observed).")
    return f" {_(said, with_ai=bandwords.share(with_ai), without=bandwords.share(without))}"
