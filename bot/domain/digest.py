"""The digest as data: from answers to figures that may be shown, to sections, to text, JSON and CSV.

`compose` is the only way from answers to words, and the words are written from `Figures` alone: gated, rounded, with no
person in them. The weekly digest and the ad hoc report are the same function, so they cannot disagree. A report about one
task type is the same digest with the others left away: the gates are always computed over all of them.
"""

import io
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from defusedcsv import csv  # type: ignore[import-untyped]  # published without types

from bot.domain import privacy, words
from bot.domain.answer import Answer
from bot.domain.figures import CellFigures, Figures, gated
from bot.domain.outcomes import Outcome
from bot.domain.refusal import Refusal
from bot.domain.timewords import ADJUSTED
from bot.domain.verdict import Verdict
from bot.domain.words import Line, Section

__all__ = ["Bar", "Digest", "Line", "Section", "as_csv", "as_dict", "as_text", "compose"]

SMALLEST_TEAM = 5
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


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

    @property
    def released(self) -> bool:
        """False when it only says that too few people answered."""
        return bool(self.response)


def compose(
    *,
    team: str,
    task_types: Sequence[str],
    answers: Iterable[Answer],
    asked: int,
    answered: int,
    members: int,
    since: date,
    until: date,
    k: int = privacy.FEWEST,
    period: str | None = None,
    only: str | None = None,
    release: Callable[[Figures], Figures] | None = None,
) -> Digest:
    """The digest of one team for `since` to `until`, both days included; answers of other days are ignored.

    `task_types` are all of the team's, `only` picks one of them. `asked` and `answered` count check-ins. `members` is how
    many people the team has. With fewer than five of them, or fewer than k who answered, the digest says that and no more.
    `release` is the release ledger: what of the figures may be printed now (`ledger.py`).
    """
    if only is not None and only not in task_types:
        raise Refusal(f"This team has no task type called “{only}”.")
    from bot.domain import evidence  # here, so that numpy is loaded only when a digest is computed

    inside = [answer for answer in answers if since <= answer.finished_on <= until]
    found = evidence.find(inside, list(dict.fromkeys(task_types)))
    everybody = frozenset[str]().union(*found.people.values())
    period = period or _days(since, until)
    if members < SMALLEST_TEAM or not privacy.may_show(len(everybody), k):
        return Digest(team, period, since, until, "", (words.too_small(k),), (), asdict(Figures(k, "not shown")))
    response = privacy.response(asked, answered)
    figures = gated(found, k, response, only, _weeks(since, inside))
    figures = release(figures) if release else figures
    answered_words = words.answered(response)
    chart = tuple(_bar(cell) for cell in figures.cells if cell.ratio and cell.low and cell.high)
    return Digest(team, period, since, until, answered_words, words.sections(figures), chart, asdict(figures))


def _bar(cell: CellFigures) -> Bar:
    ratio, low, high = cell.ratio or 1.0, cell.low or 1.0, cell.high or 1.0
    settled = cell.verdict != Verdict.NOT_ENOUGH
    return Bar(cell.task_type, ratio, low, high, settled, cell.typical_with_ai, cell.typical_without_ai, cell.rung in ADJUSTED)


def _weeks(since: date, answers: Sequence[Answer]) -> float | None:
    """From the first day to the last answer."""
    return ((max(answer.finished_on for answer in answers) - since).days + 1) / 7 if answers else None


def _days(since: date, until: date) -> str:
    year = "" if since.year == until.year else f" {since.year}"
    return f"{since.day} {_MONTHS[since.month - 1]}{year} to {until.day} {_MONTHS[until.month - 1]} {until.year}"


def as_text(digest: Digest, width: int = 100) -> str:
    """Plain text for terminals, files and Slack's fallback."""
    out = [" · ".join(filter(None, (digest.team, digest.period, digest.response)))]
    for section in digest.sections:
        out += ["", section.title]
        for line in section.lines:
            said = f"{line.lead}: {line.text}" if line.lead else line.text
            out += textwrap.wrap(said, width, initial_indent="  • ", subsequent_indent="    ", break_long_words=False)
    return "\n".join(out) + "\n"


def as_dict(digest: Digest) -> dict[str, Any]:
    """The same digest for programs: what is printed, rounded as printed, and nothing more."""
    window = {"since": digest.since.isoformat(), "until": digest.until.isoformat(), "words": digest.period}
    sections = [asdict(section) for section in digest.sections]
    return {"team": digest.team, "window": window, **digest.figures, "sections": sections}


def as_csv(digest: Digest) -> str:
    """One row per task type shown. Cells that could be read as formulas are guarded."""
    shares = [str(outcome) for outcome in Outcome if outcome is not Outcome.EXPECTED]
    own = [name for name in CellFigures.__dataclass_fields__ if name != "shares"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*own, *shares])
    for cell in digest.figures["cells"]:
        writer.writerow([*(cell[name] for name in own), *(cell["shares"].get(share) for share in shares)])
    return out.getvalue()
