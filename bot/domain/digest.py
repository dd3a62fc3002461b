"""The digest as data: from answers to figures that may be shown, to sections, to text, JSON and CSV.

`compose` is the only way from answers to words, and the words are written from `Figures` alone: gated, rounded, with no
person in them. The weekly digest and the ad hoc report are the same function, so they cannot disagree. A report about one
task type is the same digest with the others left away: the gates are always computed over all of them.
"""

import io
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from defusedcsv import csv  # type: ignore[import-untyped]  # published without types

from bot.domain import privacy, readingwords, toolwords, whywords, words
from bot.domain.answer import Answer
from bot.domain.figures import NOT_SHOWN, CellFigures, Figures, FoundOut
from bot.domain.gates import BY_PEOPLE, gated, of_tool, silenced
from bot.domain.language import _, day, day_and_year
from bot.domain.outcomes import Outcome
from bot.domain.ownquestions import OwnQuestion
from bot.domain.privacy import Response
from bot.domain.refusal import Refusal
from bot.domain.timewords import ADJUSTED
from bot.domain.verdict import LEVEL, Verdict
from bot.domain.words import Line, Section

if TYPE_CHECKING:
    from bot.domain.columns import Columns

__all__ = ["Bar", "Digest", "Line", "Section", "as_csv", "as_dict", "as_text", "compose", "why_not"]

SMALLEST_TEAM = 5
ALL_WORK = "all work"
NOTHING = FoundOut()
# Columns that only the team's own questions fill, and what of them.
_OF_OWN = {"question": "text", **{name: name for name in ("kind", "unit", "better", "apart", "with_ai", "without_ai")}}


@dataclass(frozen=True)
class Prices:
    """What an hour costs, and the AI tools of the whole team a month, in one currency."""

    rate_per_hour: float
    tools_per_month: float
    currency: str


@dataclass(frozen=True)
class Bar:
    """One range of the chart. `settled` is false as long as the words say so too."""

    task_type: str
    ratio: float
    low: float
    high: float
    settled: bool
    typical_with_ai: int | None = None
    typical_without_ai: int | None = None
    adjusted: bool = False  # for task size
    evidence: str = "observed"


@dataclass(frozen=True)
class Digest:
    team: str
    period: str
    since: date
    until: date
    response: str
    sections: tuple[Section, ...]
    chart: tuple[Bar, ...]
    figures: dict[str, Any]
    why: tuple[str, ...] = ()  # the cases of `whywords.py` that apply
    closing: str = ""

    @property
    def released(self) -> bool:
        """False when it only says that too few people answered."""
        return bool(self.response)


def compose(
    *,
    team: str,
    task_types: Sequence[str],
    answers: "Columns | Iterable[Answer]",
    asked: int,
    answered: int,
    members: int,
    since: date,
    until: date,
    k: int = privacy.FEWEST,
    period: str | None = None,
    only: str | None = None,
    tool: str | None = None,
    release: Callable[[Figures], Figures] | None = None,
    prices: Prices | None = None,
    answering: str | None = None,
    questions: Sequence[OwnQuestion] = (),
    reviewed: Mapping[str, Any] | None = None,
    registered: FoundOut = NOTHING,
) -> Digest:
    """The digest of one team for `since` to `until`, both days included; answers of other days are ignored.

    `task_types` are all of the team's, `only` picks one, `tool` a tool. `asked` and `answered` count check-ins. With fewer than
    five `members` or k who answered it says that and no more. `release` says what may be printed now (`ledger.py`).
    """
    from bot.domain import evidence  # here, so that numpy is loaded only when a digest is computed
    from bot.domain.columns import Columns

    if only not in (None, *task_types):
        raise Refusal(_("This team has no task type called “{name}”.", name=only))
    inside = (answers if isinstance(answers, Columns) else Columns.of(answers)).between(since, until + timedelta(days=1))
    found = evidence.find(inside, list(dict.fromkeys(task_types)), LEVEL, prices.rate_per_hour if prices else None, questions)
    if members < SMALLEST_TEAM or not privacy.may_show(len(frozenset[str]().union(*found.people.values())), k):
        return _too_small(team, period or _days(since, until), since, until, k)
    response, weeks = privacy.response(asked, answered), (int(inside.day.max()) - since.toordinal() + 1) / 7
    told = of_tool(found, k, response, only, tool) if tool else _priced(gated(found, k, response, only, weeks), prices)
    told = _quietly((release or _as_it_is)(told), response)
    told = replace(told, answering=answering, reviewed=reviewed, trials=registered.trials)
    return _in_words(told, team, period or _days(since, until), since, until, tool, registered.lines)


def _in_words(
    figures: Figures, team: str, period: str, since: date, until: date, tool: str | None, registered: Sequence[tuple[str, str]]
) -> Digest:
    drawn = figures.tools if tool else (*figures.cells, *figures.coin, *figures.trials)
    chart = tuple(_bar(cell) for cell in drawn if cell.ratio and cell.low and cell.high)
    answered = words.answered(figures.response)
    told = toolwords.sections(figures, tool) if tool else words.sections(figures, [Line(*one) for one in registered])
    around = (() if tool else whywords.applying(figures), readingwords.closing(figures.k))
    return Digest(team, period, since, until, answered, told, chart, asdict(figures), *around)


def _too_small(team: str, period: str, since: date, until: date, k: int) -> Digest:
    nothing = Figures(k, NOT_SHOWN)
    why = whywords.applying(nothing)
    return Digest(team, period, since, until, "", (words.too_small(k),), (), asdict(nothing), why)


def _quietly(figures: Figures, response: str) -> Figures:
    """Without verdicts where few answered."""
    return silenced(figures) if response == Response.FEW else figures


def _as_it_is(figures: Figures) -> Figures:
    return figures


def _priced(figures: Figures, prices: Prices | None) -> Figures:
    """What the tools cost stands beside what tasks cost, and only there."""
    if not prices or not any(cell.cost_with_ai for cell in figures.cells):
        return replace(figures, priced=prices is not None)
    return replace(figures, priced=True, tools_bill=prices.tools_per_month, currency=prices.currency)


def _bar(cell: CellFigures) -> Bar:
    ratio, low, high = cell.ratio or 1.0, cell.low or 1.0, cell.high or 1.0
    settled = cell.verdict != Verdict.NOT_ENOUGH
    typical = (cell.typical_with_ai, cell.typical_without_ai)
    name = f"{cell.task_type}, {cell.tool}" if cell.tool else cell.task_type
    return Bar(name, ratio, low, high, settled, *typical, cell.rung in ADJUSTED, cell.evidence)


def _days(since: date, until: date) -> str:
    first = day(since) if since.year == until.year else day_and_year(since)
    # Translators: the days a digest is about: "1 July to 30 September 2026"
    return _("{since} to {until}", since=first, until=day_and_year(until))


def as_text(digest: Digest, width: int | None = 100) -> str:
    """Plain text for terminals and files; with no `width` for Slack, where each line is broken by whoever shows it."""
    out = [" · ".join(filter(None, (digest.team, digest.period, digest.response)))]
    for section in digest.sections:
        out += ["", section.title]
        for line in section.lines:
            said = f"{line.lead}: {line.text}" if line.lead else line.text
            out += _wrapped(said, width) if width else [f"• {said}"]
    if digest.closing:
        out += ["", *(textwrap.wrap(digest.closing, width) if width else [digest.closing])]
    return "\n".join(out) + "\n"


def _wrapped(said: str, width: int) -> list[str]:
    return textwrap.wrap(said, width, initial_indent="  • ", subsequent_indent="    ", break_long_words=False)


def why_not(digest: Digest) -> tuple[Line, ...]:
    """What the window in Slack says about each thing that is not shown."""
    return tuple(Line(about, text) for about, text in whywords.explained(digest.why, digest.figures.get("k", privacy.FEWEST)))


def as_dict(digest: Digest) -> dict[str, Any]:
    """The same digest for programs: what is printed, rounded as printed, and nothing more."""
    window = {"since": digest.since.isoformat(), "until": digest.until.isoformat(), "words": digest.period}
    sections = [asdict(section) for section in digest.sections]
    why = [asdict(line) for line in why_not(digest)]
    return {"team": digest.team, "window": window, **digest.figures, "sections": sections, "why_not_shown": why}


def as_csv(digest: Digest) -> str:
    """One row per comparison shown. Cells that could be read as formulas are guarded."""
    shares = [str(outcome) for outcome in Outcome if outcome not in BY_PEOPLE]
    own = [name for name in CellFigures.__dataclass_fields__ if name not in ("shares", "as_of")]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    theirs = digest.figures.get("own", ())
    writer.writerow([*own, *shares, *(_OF_OWN if theirs else ())])
    for cell in (cell for group in ("cells", "tools", "coin", "trials") for cell in digest.figures.get(group, ())):
        values = (_in_a_cell(cell[name]) for name in own)
        writer.writerow([*values, *(cell["shares"].get(share) for share in shares)])
    for one in theirs:
        alike = (one.get(name) if name != "task_type" else one[name] or ALL_WORK for name in own)
        writer.writerow([*alike, *(None for _ in shares), *(_in_a_cell(one[name]) for name in _OF_OWN.values())])
    return out.getvalue()


def _in_a_cell(value: Any) -> Any:
    """A point and its range as one text, and options with their shares. What was kept as JSON knows lists only."""
    if not isinstance(value, tuple | list):
        return value
    if value and isinstance(value[0], tuple | list):
        return "; ".join(f"{words or 'other'}: {share}" for words, share in value)
    return " ".join(map(str, value))
