"""The words for times: what the gated figures of a comparison may say, by their verdict and by how like met like.

What people chose themselves is "observed": a lead, never a cause. No verdict, no word for which way took less time.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from bot.domain.durations import as_words
from bot.domain.figures import EVEN, CellFigures, Figures
from bot.domain.outcomes import Outcome

ADJUSTED = ("expected", "sized")  # the rungs that compare tasks of one size
AS_PRINTED = "As printed on"
SETTLES_NOTHING = "the times settle nothing yet"
NOT_ADJUSTED_CLASS = "observed, not adjusted for task size"
ADJUSTED_CLASS = "observed, size-adjusted"
BY_COIN = "coin-decided"
LIKELY = "A coin decided, so AI is the likely cause."
A_LEAD = "People chose when to use AI: a lead, not proof."

_WHY_NOT = {
    "few_people": "too few people have done it both ways to compare each person with themselves.",
    "few_tasks": "fewer than ten tasks on one side that can be compared.",
    "no_spread": "times too alike to tell.",
    "not_adjusted": "enough tasks, but bigger and smaller ones are still compared with each other.",
    "unfinished": "too many tasks were not finished, so the times of the others cannot speak for all.",
    "wide": "the range is still too wide to tell.",
    "by_chance": "looking at several kinds of task, one of them would look like this by chance.",
    "few_answers": "too few check-ins were answered for a verdict.",
}


def kind_of(evidence: str, adjusted: bool) -> str:
    """The evidence class, as it stands in brackets."""
    if evidence == BY_COIN:
        return BY_COIN
    return ADJUSTED_CLASS if adjusted else NOT_ADJUSTED_CLASS


def _class(cell: CellFigures) -> str:
    return kind_of(cell.evidence, cell.rung in ADJUSTED)


def as_of(dates: Mapping[str, str], row: str) -> str:
    """A sentence for a row that stands as printed on an earlier day."""
    day = date.fromisoformat(dates[row]) if row in dates else None
    return f" {AS_PRINTED} {day.day} {day:%B}." if day else ""


def times(cell: CellFigures) -> str:
    """The line of a task type; nothing when nothing may be printed."""
    dated = partial(as_of, cell.as_of)
    rest = (_lean(cell) and _lean(cell) + dated("balance")) + (_unfinished(cell) and _unfinished(cell) + dated("unfinished"))
    if settled(cell):
        return f"{_verdict(cell)}{dated('times')}{rest}"
    said = []
    if cell.typical_with_ai and cell.typical_without_ai:
        one, other = as_words(cell.typical_with_ai), as_words(cell.typical_without_ai)
        said.append(f"Typical time about {one} with AI and {other} without ({NOT_ADJUSTED_CLASS}).{dated('typical')}")
    if cell.ratio and cell.low and cell.high:
        best = f"best guess {compared(cell.ratio)} with AI; {_spread(cell)} ({_class(cell)}).{_steady(cell)}{_needed(cell)}"
        said.append(f"Comparing {_whom(cell)}: {best}{dated('times')}")
    elif cell.people:
        said.append(f"Comparing {_whom(cell)}: times too alike for an honest range ({_class(cell)}).{dated('times')}")
    verdict = _NO_VERDICT.get(cell.because or "", "not enough evidence yet")
    return f"{verdict}. {' '.join(said)}{rest}" if said else ""


_NO_VERDICT = {
    "not_adjusted": "no verdict before task size is adjusted for",
    "unfair_coin": "not usable as proof, as one way came up far more often than a fair coin would have it",
    "borderline": "borderline, as the range and a shuffling test do not agree",
}


def settled(cell: CellFigures) -> bool:
    return cell.verdict != "not_enough" and cell.ratio is not None


def _verdict(cell: CellFigures) -> str:
    if cell.verdict == "about_same":
        return f"about the same time with AI and without. {_capital(_spread(cell))} ({_class(cell)})."
    way = "less" if cell.verdict.startswith("faster") else "more"
    amount = compared(cell.ratio or 1)
    amount = f"slightly {way} time" if amount == "the same time" else f"about {amount}"
    text = f"done with AI it took {amount} than the same people's similar tasks without"
    return f"{text}; {_spread(cell)} ({_class(cell)}).{_steady(cell)} {LIKELY if cell.evidence == BY_COIN else A_LEAD}"


def _steady(cell: CellFigures) -> str:
    """The sensitivity line, where it says something else than the best guess."""
    if not cell.steady or cell.steady == cell.ratio:
        return ""
    return f" Less swayed by single tasks: {compared(cell.steady)}."


def _whom(cell: CellFigures) -> str:
    if cell.rung == "expected":
        return "each person with themselves, at the time they expected"
    return "each person with themselves" + (", on tasks of one size" if cell.rung == "sized" else "")


def _spread(cell: CellFigures) -> str:
    one, other = (_end(cell, end) for end in (cell.low or 1, cell.high or 1))
    return f"anything from {one} to {other} fits at {round(100 * (cell.level or 0))} %"


def _end(cell: CellFigures, ratio: float) -> str:
    """An end of a range; one that rounding has moved onto "the same time" says on which side it was."""
    if ratio == 1 and cell.verdict.startswith(("faster", "slower")):
        return "just under the same time" if cell.verdict.startswith("faster") else "just over the same time"
    return compared(ratio).replace(" less time", " less").replace(" more time", " more")


def compared(ratio: float) -> str:
    """A ratio of times in words: "10 % less time", "the same time", "25 % more time", "3 times the time"."""
    percent = round(ratio * 100)
    if percent == 100:
        return "the same time"
    if percent < 100:
        return f"{100 - percent} % less time"
    if percent <= 200:
        return f"{percent - 100} % more time"
    return f"{ratio:g} times the time" if ratio <= 20 else "more than 20 times the time"


def _needed(cell: CellFigures) -> str:
    """How much more it would take, for somebody who wants to know whether to wait."""
    if not cell.more_tasks:
        return ""
    weeks = f", ≈ {cell.more_weeks} week{'s' if cell.more_weeks > 1 else ''}" if cell.more_weeks else ", more than a year"
    return f" About {cell.more_tasks} more tasks{weeks}."


def lean(cell: CellFigures) -> str:
    """Which way the sizes lean: smaller, bigger, or "" when they are even or nobody said."""
    if cell.balance is not None:
        return "" if EVEN[0] <= cell.balance <= EVEN[1] else "smaller" if cell.balance < 1 else "bigger"
    return cell.size if cell.size in ("smaller", "bigger") else ""


def _lean(cell: CellFigures) -> str:
    if not (way := lean(cell)):
        return ""
    if cell.balance is not None:
        return f" AI was used on tasks expected to take {compared(cell.balance)} than the others."
    return f" AI was used on {way} tasks."


def _unfinished(cell: CellFigures) -> str:
    with_ai, without = cell.shares.get(Outcome.UNFINISHED_WITH), cell.shares.get(Outcome.UNFINISHED_WITHOUT)
    if max(number(with_ai), number(without)) < 10:
        return ""
    return f" Not finished: {about(with_ai)} with AI, {about(without)} without (observed)."


def summary(figures: Figures) -> str:
    """What the times say in one sentence, without its full stop."""
    parts = [
        f"done with AI, {'; '.join(said)} ({why})"
        for cells, why in ((figures.coin, BY_COIN), (figures.cells, "observed, size-adjusted: a lead, not proof"))
        if (said := _took(cells))
    ]
    if parts:
        return "; ".join(parts)
    if any(cell.rung in ADJUSTED for cell in figures.cells):
        return "no settled time difference yet"
    if any(cell.people for cell in figures.cells):
        return "no settled time difference yet, as task size is not adjusted for"
    if any(cell.typical_with_ai for cell in figures.cells):
        return "too few people have done the same kind of task both ways to compare times"
    return "too few answers so far to compare times"


def _took(cells: Sequence[CellFigures]) -> list[str]:
    found = {way: [cell.task_type for cell in cells if settled(cell) and cell.verdict.startswith(way)] for way in _WAYS}
    return [f"{join(names)} took {_WAYS[way]}" for way, names in found.items() if names]


_WAYS = {"faster": "less time", "slower": "more time", "about_same": "about the same time"}


def measured(cells: Sequence[CellFigures]) -> str:
    """The times, to stand beside what people felt."""
    found = [cell for cell in cells if settled(cell)]
    said = [f"{_way(cell)} for {cell.task_type}" for cell in found]
    rest = "; for the others " if said and len(said) < len(cells) else ""
    return ", ".join(said) + (f"{rest}{SETTLES_NOTHING}" if rest or not said else "")


def measured_one(cell: CellFigures) -> str:
    return f"the times: {_way(cell)}" if settled(cell) else SETTLES_NOTHING


def _way(cell: CellFigures) -> str:
    if cell.verdict == "about_same":
        return "about the same time with AI"
    way = "less" if cell.verdict.startswith("faster") else "more"
    amount = compared(cell.ratio or 1)
    return f"slightly {way} time with AI" if amount == "the same time" else f"about {amount} with AI"


def why_not(figures: Figures) -> Iterator[tuple[str, str]]:
    """For each task type without a verdict, why; alike ones together."""
    reasons: dict[str, list[str]] = {}
    for cell in figures.cells:
        if settled(cell):
            continue
        text = _WHY_NOT.get(cell.because or "few_people" if cell.people else "few_people", "")
        if cell.because == "wide" and not cell.more_tasks:
            text += " More people, rather than more tasks of the same ones, would narrow it."
        reasons.setdefault(text + _needed(cell), []).append(cell.task_type)
    yield from ((join(names), text) for text, names in reasons.items())


def sizes(figures: Figures) -> str:
    """What of the comparisons is adjusted for task size, and whether AI got the smaller ones."""
    adjusted = [cell.task_type for cell in figures.cells if cell.people and cell.rung in ADJUSTED]
    plain = [cell.task_type for cell in figures.cells if cell.task_type not in adjusted]
    said = []
    if adjusted:
        said.append(f"adjusted for {join(adjusted)}, by the size or the time their authors gave")
    if plain:
        said.append(
            f"not adjusted for {join(plain)}: smaller tasks done more often one way look like a difference in time, and "
            "typical times also compare different people"
        )
    leaning = {way: [cell.task_type for cell in figures.cells if lean(cell) == way] for way in ("smaller", "bigger")}
    said += [f"AI was used on {way} tasks for {join(names)}" for way, names in leaning.items() if names]
    if names := [cell.task_type for cell in figures.cells if not lean(cell) and (cell.balance or cell.size)]:
        said.append(f"tasks of much the same size both ways for {join(names)}")
    return "; ".join(said) + "." if said else "no kind of task has figures yet."


def number(share: str | None) -> int:
    """A printed share as a number for choosing words; nothing shown counts as 0."""
    digits = "".join(filter(str.isdigit, share or ""))
    return 0 if share is None or share.startswith(("few", "under")) else int(digits) if digits else 100


def about(share: str | None) -> str:
    return f"about {share}" if share and share.endswith("0 %") else share or "few"


def join(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
