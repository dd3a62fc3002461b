"""The words of a digest: figures that have passed the privacy gates, as sentences. Nothing here computes or decides.

It reads `Figures` and nothing else, so no sentence can hold a number that was not gated and rounded. What people chose
themselves is "observed" and never says that AI caused anything; what they felt is "perceived" and stands beside the times.
Task types and reasons are plain text as people wrote them: the door that prints them escapes them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from bot.domain import timewords
from bot.domain.figures import CellFigures, Figures
from bot.domain.outcomes import Outcome
from bot.domain.timewords import AS_PRINTED, NOT_ADJUSTED_CLASS, about, as_of, join, number, times
from bot.domain.verdict import LEVEL

_LEVEL = f"{round(100 * LEVEL)} %"
_WITHHELD = "Some figures are left out: beside earlier ones they would tell what fewer than {} people said."
_LEFT_OUT = {
    "no_time": "no time given",
    "too_long": "over 16 hours",
    "far_from_expected": "more than twenty times off the expected time",
    "unfinished": "not finished",
    "other_type": "another kind of task",
    "randomised": "decided by a coin, so never mixed with these",
    "all": "no time given, not finished, over 16 hours, far from the expected time, or another kind of task",
}
_RESPONSE = {
    "most": "most check-ins were answered.",
    "about half": "about half of the check-ins were answered; the other half may have gone differently.",
    "few": "few check-ins were answered, so read everything above as a hint at most.",
    "no data": "no data, as nobody was asked in this period.",
}


@dataclass(frozen=True)
class Line:
    """One line. Both parts are plain text, unescaped; the lead is printed bold, before a colon."""

    lead: str | None
    text: str


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    lines: tuple[Line, ...]


def sections(figures: Figures) -> tuple[Section, ...]:
    """The digest's sections in their order. Fixing and what is not shown appear only when there is something to say."""
    parts = (
        Section("summary", "In one sentence", (_summary(figures),)),
        Section("trials", "Trials", _lines(figures.coin, "", times)),
        Section("time", "Time by task type", _time(figures)),
        Section("fixing", "Fixing and quality", _lines(figures.cells, "fixing", _fixing)),
        Section("cost", "Cost per finished task", _costs(figures)),
        Section("without", "Where doing without AI was right", _without(figures)),
        Section("no_difference", "Where AI made no difference, made it worse, or was dropped", _no_difference(figures)),
        Section("not_enough", "Not enough evidence yet", tuple(_not_enough(figures))),
        Section("trust", "How far to trust this", tuple(_trust(figures))),
        Section("question", "One question for your next meeting", (Line(None, question(figures)),)),
    )
    return tuple(section for section in parts if section.lines)


def answered(response: str) -> str:
    """The response for the digest's first line."""
    return {"no data": "no check-ins sent", "about half": "about half of the check-ins answered"}.get(
        response, f"{response} check-ins answered"
    )


def too_small(k: int) -> Section:
    text = f"Candor prints something once at least {k} people have answered in a period. Until then nobody sees anything."
    return Section("too_small", "Not enough people yet", (Line(None, text),))


def _lines(cells: Iterable[CellFigures], row: str, words: Callable[[CellFigures], str]) -> tuple[Line, ...]:
    """One row of each, with its date where that is not today's."""
    said = ((cell, words(cell)) for cell in cells)
    return tuple(Line(_name(cell), text + as_of(cell.as_of, row)) for cell, text in said if text)


def _name(cell: CellFigures) -> str:
    return f"{cell.task_type}, {cell.tool}" if cell.tool else cell.task_type


def _summary(figures: Figures) -> Line:
    text = timewords.summary(figures)
    right = [cell.task_type for cell in figures.cells if number(cell.shares.get(Outcome.RIGHT_SKIP)) >= 60]
    also = [f"most tasks done without AI were right that way for {join(right)} (observed)"] if right else []
    for less, way in ((True, "less"), (False, "more")):
        names = [
            cell.task_type for cell in figures.cells if "fixed" in cell.sure and cell.fixed and (cell.fixed[0] < 0) is less
        ]
        also += [f"fixing was needed {way} often with AI for {join(names)} (observed)"] if names else []
    text = "; ".join([text, *also])
    return Line(None, text[0].upper() + text[1:] + ".")


def _time(figures: Figures) -> tuple[Line, ...]:
    nothing = Line(None, "Too few people have timed the same kind of task, with AI and without, to print times.")
    lines = _lines((*figures.cells, *figures.tools), "", times)
    if figures.all_work and (together := times(figures.all_work)):
        lines = (*lines, Line("All task types together, each person with themselves inside each type", together))
    weeks = tuple(
        Line(f"{cell.task_type}, week by week", _TRENDS[cell.trend] + as_of(cell.as_of, "trend"))
        for cell in figures.cells
        if cell.trend
    )
    return lines + weeks or (nothing,)


_TRENDS = {
    "steady": "steady; what moves looks like chance (before/after).",
    "less": "less time lately than before (before/after). We cannot tell why.",
    "more": "more time lately than before (before/after). We cannot tell why.",
}


def _fixing(cell: CellFigures) -> str:
    said = []
    if Outcome.FIXED_WITH in cell.shares:
        one, other = about(cell.shares[Outcome.FIXED_WITH]), about(cell.shares[Outcome.FIXED_WITHOUT])
        said.append(f"fixing was needed for {one} of the tasks with AI and {other} of those without{_apart(cell, 'fixed')}")
    if Outcome.BELOW_WITH in cell.shares:
        one, other = about(cell.shares[Outcome.BELOW_WITH]), about(cell.shares[Outcome.BELOW_WITHOUT])
        said.append(f"below the usual standard: {one} with AI and {other} without{_apart(cell, 'below')}")
    settles = f"; ranges at {_LEVEL}, nothing settled yet" if (cell.fixed or cell.below) and not cell.sure else ""
    return "; ".join(said) + f" ({NOT_ADJUSTED_CLASS}{settles})." if said else ""


def _apart(cell: CellFigures, key: str) -> str:
    """How far two shares are apart, and what else would fit."""
    points: tuple[int, int, int] | None = getattr(cell, key)
    if points is None:
        return ""
    best, low, high = (f"{abs(n)} points {'less' if n < 0 else 'more'}" if n else "no difference" for n in points)
    of_one_size = "on tasks of one size " if key in cell.alike else ""
    return f" ({of_one_size}{best}; anything from {low} to {high} fits)"


def _costs(figures: Figures) -> tuple[Line, ...]:
    lines = _lines(figures.cells, "cost", lambda cell: _cost(cell, figures.currency))
    bill = f"{figures.tools_bill or 0:,g} {figures.currency} a month for the whole team, not counted above."
    return (*lines, Line("The AI tools", bill)) if lines else ()


def _cost(cell: CellFigures, currency: str) -> str:
    if not (cell.cost_with_ai and cell.cost_without_ai):
        return ""
    one, other = (
        f"about {point:,g} {currency} {how} AI ({low:,g} to {high:,g} fits at {_LEVEL})"
        for how, (point, low, high) in (("with", cell.cost_with_ai), ("without", cell.cost_without_ai))
    )
    return f"a finished task cost {one} and {other}, of working time and fixing ({NOT_ADJUSTED_CLASS})."


def _without(figures: Figures) -> tuple[Line, ...]:
    lines = list(_lines(figures.cells, "skips", lambda cell: _skips(cell.shares, cell.main_reason)))
    if overall := _skips(figures.all_shares, None):
        lines.append(Line("All task types together", overall + as_of(figures.as_of, "skips")))
    if not lines:
        lines.append(Line(None, "Too few people said what they would do next time to print right and regretted choices."))
    if figures.skip_reasons:
        reasons = _bands(figures.skip_reasons) + "." + as_of(figures.as_of, "reasons")
        lines.append(Line("Reasons for going without, all task types", reasons))
    return tuple(lines)


def _skips(shares: Mapping[str, str], reason: str | None) -> str:
    """Right skip, regretted skip and regretted use: always the three together, a hidden one named as hidden."""
    right, regretted, use = (shares.get(key) for key in (Outcome.RIGHT_SKIP, Outcome.REGRETTED_SKIP, Outcome.REGRETTED_USE))
    if not (right or regretted or use):
        return ""
    hidden = "too few people to print"
    text = (
        f"of the tasks done without AI, right that way: {about(right) if right else hidden}; "
        f"rather with AI next time: {about(regretted) if regretted else hidden}. "
        f"Of the tasks done with AI, rather without next time: {about(use) if use else hidden} (observed)."
    )
    return f"{text} Main reason for going without: {_small(reason)}." if reason else text


def _no_difference(figures: Figures) -> tuple[Line, ...]:
    lines = list(_lines(figures.cells, "worse", lambda cell: _worse(cell.shares, timewords.measured_one(cell))))
    if overall := _worse(figures.all_shares, timewords.measured(figures.cells)):
        lines.append(Line("All task types together", overall + as_of(figures.as_of, "worse")))
    return tuple(lines) or (Line(None, "Too few people said what was different, or where they dropped it, to print."),)


def _worse(shares: Mapping[str, str], measured: str) -> str:
    felt = [
        f"{words} in {about(shares[key])}"
        for key, words in ((Outcome.NO_DIFFERENCE, "no difference"), (Outcome.WORSE, "worse in some way"))
        if key in shares
    ]
    said = [f"people felt {' and '.join(felt)} of the tasks on which AI was tried (perceived); {measured}."]
    dropped = shares.get(Outcome.DROPPED)
    tried = f"{about(dropped)} of the tasks on which AI was tried were finished without it (observed)." if dropped else ""
    return " ".join([*(said if felt else []), *([tried[0].upper() + tried[1:] if felt else tried] if tried else [])])


def _not_enough(figures: Figures) -> Iterable[Line]:
    yield from (Line(names, text) for names, text in timewords.why_not(figures))
    if hidden := figures.hidden_types:
        are = "task type is" if hidden == 1 else "task types are"
        yield Line(None, f"{hidden} {are} not shown: too few people answered.")
    if more := figures.more_types:
        yield Line(None, f"{more} more task {'type has' if more == 1 else 'types have'} figures: ask for a report by name.")
    if figures.withheld:
        yield Line(None, _WITHHELD.format(figures.k))


def _trust(figures: Figures) -> Iterable[Line]:
    yield Line("Response", _RESPONSE[figures.response])
    if figures.answering:
        yield Line("Answering", f"took {figures.answering} (half of the answers).")
    fewer = f"fewer than {figures.k} people, or nobody"
    left_out = ", ".join(f"{_LEFT_OUT[reason]} ({band} answers)" for reason, band in figures.left_out)
    dated = partial(as_of, figures.as_of)
    yield Line("Left out of the times", f"{left_out or 'answers of ' + fewer}.{dated('left_out')}")
    if figures.fixing_open:
        open_ = f"{figures.fixing_open} answers count as work only (observed).{dated('fixing_open')}"
        yield Line("Fixing not known yet", open_)
    measured = f"Measured: {timewords.measured(figures.cells)}."
    if figures.felt:
        yield Line("People felt", f"{_bands(figures.felt)} (perceived). {measured}{dated('felt')}")
    if figures.guessed:
        guess = f"without AI it would have taken longer, for {about(figures.guessed)} of the tasks on which AI was tried"
        yield Line("People guessed", f"{guess} (perceived). {measured}{dated('guessed')}")
    expected = f"{figures.expected} people said so at least once" if figures.expected else f"said by {fewer}"
    yield Line("Used because it was expected", f"{expected} (observed).{dated('expected')}")
    yield Line("Task size", timewords.sizes(figures))
    if figures.as_of or any(cell.as_of for cell in (*figures.cells, *figures.tools, *figures.coin)):
        yield Line(f"“{AS_PRINTED}” an earlier day", f"fewer than {figures.k} people have new answers to it since.")


_ASKS = (
    (Outcome.REGRETTED_USE, 30, "Which step of {it} makes people want to do it without AI next time?"),
    (Outcome.DROPPED, 30, "How could we tell earlier that work like {it} is better finished by hand?"),
    (Outcome.EXPECTED, 0, "Where does AI seem to be expected, and does that work get better for it?"),
    (Outcome.REGRETTED_SKIP, 30, "What would {it} need so that AI is worth trying for it?"),
    (Outcome.FIXED_WITH, 30, "What has to be fixed most often after {it}, and could it be caught sooner?"),
    (Outcome.RIGHT_SKIP, 60, "What makes {it} work that is better done without AI, and is that written down?"),
)


def question(figures: Figures) -> str:
    """The first question that fits what was found. About the work, never about people."""
    for outcome, least, text in _ASKS:
        it = _highest(figures, outcome, least)
        if it or (outcome is Outcome.EXPECTED and figures.expected):
            return text.format(it=it)
    if figures.cells:
        return f"What makes one task of the kind {figures.cells[0].task_type} so much bigger than another?"
    return "Which kind of task would we most like to understand better?"


def _highest(figures: Figures, outcome: Outcome, least: int) -> str | None:
    cells = [cell for cell in figures.cells if outcome in cell.shares and number(cell.shares[outcome]) >= least]
    return max(cells, key=lambda cell: number(cell.shares[outcome])).task_type if cells else None


def _bands(rows: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{_small(words)} ({people} people)" for words, people in rows)


def _small(words: str) -> str:
    return words if words.startswith("I ") else words[:1].lower() + words[1:]
