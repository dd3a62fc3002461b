"""The words of a digest: figures that have passed the privacy gates, as sentences. Nothing here computes or decides.

It reads `Figures` and nothing else, so no sentence can hold a number that was not gated and rounded. What people chose
themselves is "observed" and never says that AI caused anything; what they felt is "perceived" and stands beside the times.
Task types and reasons are plain text as people wrote them: the door that prints them escapes them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.domain.durations import as_words
from bot.domain.figures import CellFigures, Figures
from bot.domain.outcomes import Outcome

SETTLES_NOTHING = "the times settle nothing yet"
_CLASS = "observed, not adjusted for task size"
_LEFT_OUT = {
    "no_time": "no time given",
    "too_long": "over 16 hours",
    "unfinished": "not finished",
    "other_type": "another kind of task",
    "randomised": "decided by a coin, kept for trials",
    "all": "no time given, not finished, over 16 hours, or another kind of task",
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
        Section("time", "Time by task type", _time(figures)),
        Section("fixing", "Fixing and quality", _each(figures, _fixing)),
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


def _each(figures: Figures, words: Callable[[CellFigures], str]) -> tuple[Line, ...]:
    said = ((cell.task_type, words(cell)) for cell in figures.cells)
    return tuple(Line(name, text) for name, text in said if text)


def _summary(figures: Figures) -> Line:
    if any(cell.people for cell in figures.cells):
        text = "no settled time difference yet, as task size is not adjusted for"
    elif any(cell.typical_with_ai for cell in figures.cells):
        text = "too few people have done the same kind of task both ways to compare times"
    else:
        text = "too few answers so far to compare times"
    right = [cell.task_type for cell in figures.cells if number(cell.shares.get(Outcome.RIGHT_SKIP)) >= 60]
    also = f"; most tasks done without AI were right that way for {_and(right)} (observed)" if right else ""
    return Line(None, text[0].upper() + text[1:] + also + ".")


def _time(figures: Figures) -> tuple[Line, ...]:
    nothing = Line(None, "Too few people have timed the same kind of task, with AI and without, to print times.")
    return _each(figures, _times) or (nothing,)


def _times(cell: CellFigures) -> str:
    said = []
    if cell.typical_with_ai and cell.typical_without_ai:
        one, other = as_words(cell.typical_with_ai), as_words(cell.typical_without_ai)
        said.append(f"Typical time about {one} with AI and {other} without")
    if cell.ratio and cell.low and cell.high:
        spread = f"{_range(cell.low, cell.high)} at {round(100 * (cell.level or 0))} %"
        said.append(f"Comparing each person with themselves: best guess {compared(cell.ratio)} with AI; {spread}")
    elif cell.people:
        said.append("Comparing each person with themselves: times too alike for an honest range")
    if not said:
        return ""
    verdict = "not enough evidence yet" if cell.verdict == "not_enough" else "no verdict before task size is adjusted for"
    text = f"{verdict}. {'. '.join(said)} ({'both ' if len(said) > 1 else ''}{_CLASS})."
    unfinished = (cell.shares.get(Outcome.UNFINISHED_WITH), cell.shares.get(Outcome.UNFINISHED_WITHOUT))
    if max(map(number, unfinished)) >= 10:
        text += f" Not finished: {_about(unfinished[0])} with AI, {_about(unfinished[1])} without (observed)."
    return text


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


def _range(low: float, high: float) -> str:
    one, other = (compared(end).replace(" less time", " less").replace(" more time", " more") for end in (low, high))
    return f"anything from {one} to {other} fits"


def _fixing(cell: CellFigures) -> str:
    said = []
    if Outcome.FIXED_WITH in cell.shares:
        one, other = _about(cell.shares[Outcome.FIXED_WITH]), _about(cell.shares[Outcome.FIXED_WITHOUT])
        said.append(f"fixing was needed for {one} of the tasks with AI and {other} of those without")
    if Outcome.BELOW_WITH in cell.shares:
        one, other = _about(cell.shares[Outcome.BELOW_WITH]), _about(cell.shares[Outcome.BELOW_WITHOUT])
        said.append(f"below the usual standard: {one} with AI and {other} without")
    return "; ".join(said) + f" ({_CLASS})." if said else ""


def _without(figures: Figures) -> tuple[Line, ...]:
    lines = list(_each(figures, lambda cell: _skips(cell.shares, cell.main_reason)))
    if overall := _skips(figures.all_shares, None):
        lines.append(Line("All task types together", overall))
    if not lines:
        lines.append(Line(None, "Too few people said what they would do next time to print right and regretted choices."))
    if figures.skip_reasons:
        lines.append(Line("Reasons for going without, all task types", _bands(figures.skip_reasons) + "."))
    return tuple(lines)


def _skips(shares: Mapping[str, str], reason: str | None) -> str:
    """Right skip, regretted skip and regretted use: always the three together, a hidden one named as hidden."""
    right, regretted, use = (shares.get(key) for key in (Outcome.RIGHT_SKIP, Outcome.REGRETTED_SKIP, Outcome.REGRETTED_USE))
    if not (right or regretted or use):
        return ""
    hidden = "too few people to print"
    text = (
        f"of the tasks done without AI, right that way: {_about(right) if right else hidden}; "
        f"rather with AI next time: {_about(regretted) if regretted else hidden}. "
        f"Of the tasks done with AI, rather without next time: {_about(use) if use else hidden} (observed)."
    )
    return f"{text} Main reason for going without: {_small(reason)}." if reason else text


def _no_difference(figures: Figures) -> tuple[Line, ...]:
    lines = list(_each(figures, lambda cell: _worse(cell.shares)))
    if overall := _worse(figures.all_shares):
        lines.append(Line("All task types together", overall))
    return tuple(lines) or (Line(None, "Too few people said what was different, or where they dropped it, to print."),)


def _worse(shares: Mapping[str, str]) -> str:
    felt = [
        f"{words} in {_about(shares[key])}"
        for key, words in ((Outcome.NO_DIFFERENCE, "no difference"), (Outcome.WORSE, "worse in some way"))
        if key in shares
    ]
    said = [f"people felt {' and '.join(felt)} of the tasks on which AI was tried; {SETTLES_NOTHING} (perceived)."]
    dropped = shares.get(Outcome.DROPPED)
    tried = f"{_about(dropped)} of the tasks on which AI was tried were finished without it (observed)." if dropped else ""
    return " ".join([*(said if felt else []), *([tried[0].upper() + tried[1:] if felt else tried] if tried else [])])


def _not_enough(figures: Figures) -> Iterable[Line]:
    both_ways = [cell.task_type for cell in figures.cells if not cell.people]
    few = [cell.task_type for cell in figures.cells if cell.people and cell.verdict == "not_enough"]
    size = [cell.task_type for cell in figures.cells if cell.people and cell.verdict != "not_enough"]
    if both_ways:
        yield Line(_and(both_ways), "too few people have done it both ways to compare each person with themselves.")
    if few:
        yield Line(_and(few), "fewer than ten timed tasks on one side, or times too alike to tell.")
    if size:
        yield Line(_and(size), "enough tasks, but bigger and smaller ones are still compared with each other.")
    if hidden := figures.hidden_types:
        are = "task type is" if hidden == 1 else "task types are"
        yield Line(None, f"{hidden} {are} not shown: too few people answered.")
    if more := figures.more_types:
        yield Line(None, f"{more} more task {'type has' if more == 1 else 'types have'} figures: ask for a report by name.")


def _trust(figures: Figures) -> Iterable[Line]:
    yield Line("Response", _RESPONSE[figures.response])
    fewer = f"fewer than {figures.k} people, or nobody"
    left_out = ", ".join(f"{_LEFT_OUT[reason]} ({band} answers)" for reason, band in figures.left_out)
    yield Line("Left out of the times", f"{left_out or 'answers of ' + fewer}.")
    if figures.fixing_open:
        yield Line("Fixing not known yet", f"{figures.fixing_open} answers count as work only (observed).")
    if figures.felt:
        yield Line("People felt", f"{_bands(figures.felt)} (perceived). Measured: {SETTLES_NOTHING}.")
    expected = f"{figures.expected} people said so at least once" if figures.expected else f"said by {fewer}"
    yield Line("Used because it was expected", f"{expected} (observed).")
    yield Line(
        "Task size",
        "not adjusted for yet. Smaller tasks done more often one way look like a difference in time. Typical times also "
        "compare different people; only the comparison of each person with themselves does not.",
    )


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


def number(share: str | None) -> int:
    """A printed share as a number for choosing words; nothing shown counts as 0."""
    digits = "".join(filter(str.isdigit, share or ""))
    return 0 if share is None or share.startswith(("few", "under")) else int(digits) if digits else 100


def _about(share: str | None) -> str:
    return f"about {share}" if share and share.endswith("0 %") else share or "few"


def _and(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _bands(rows: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{_small(words)} ({people} people)" for words, people in rows)


def _small(words: str) -> str:
    return words if words.startswith("I ") else words[:1].lower() + words[1:]
