"""The press: every figure anybody reads, in a digest, a report, a file or a chart, is printed here and entered in the ledger.

Used by report.py alone. The rule is `bot/domain/ledger.py`; this is its memory: what was printed, what it was made of, and who
has come or gone since, without a person's name or key.
"""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from bot.domain import ledger
from bot.domain.answer import Answer, Approach, Assigned, Fixing, NextTime, Quality
from bot.domain.footprints import Footprints, Told, pack, unpack
from storage import answers, releases
from storage import tables as rows
from storage.tables import Team

if TYPE_CHECKING:
    from bot.domain.digest import Digest
    from bot.domain.figures import Figures


class Press:
    """One print about one team, within its transaction."""

    def __init__(self, session: Session, team: Team, window: str, since: date, until: date, now: datetime) -> None:
        self.session, self.team, self.now = session, team, now
        self.window, self.since, self.until = window, since, until
        self.held: list[ledger.Held] = []

    def release(self, figures: "Figures") -> "Figures":
        """The figures as they may be printed, entered in the ledger as printed."""
        from bot.domain.figures import CellFigures, Figures

        releases.take_turn(self.session, self.team.id)
        book = self._ledger()
        blank, blank_cell = asdict(Figures(figures.k, figures.response)), asdict(CellFigures(""))
        values = book.release(asdict(figures), blank, blank_cell)
        self.held = book.held
        releases.add_printed(self.session, (self._row(one) for one in book.fresh))
        cells = tuple(_with(cell, now) for cell, now in zip(figures.cells, values.pop("cells"), strict=True))
        all_work = values.pop("all_work")
        kept: Figures = _with(figures, values)
        return replace(kept, cells=cells, all_work=all_work and _with(figures.all_work, all_work))

    def noted(self, digest: "Digest") -> "Digest":
        """The digest, saying which of its figures are as they were printed before."""
        if not self.held:
            return digest
        figures = {**digest.figures, "held": ledger.as_values(self.held)}
        return replace(digest, sections=ledger.placed(digest.sections, self.held), figures=figures)

    def _ledger(self) -> ledger.Ledger:
        earlier = [_printed(row) for row in releases.printed(self.session, self.team.id, self.since, self.until)]
        first = min([self.since, *(one.since for one in earlier)])
        last = max([self.until, *(one.until for one in earlier)])
        told = [Told(row.id, to_domain(row)) for row in answers.between(self.session, self.team.id, first, last)]
        inside = [one for one in told if self.since <= one.answer.finished_on < self.until]
        return ledger.Ledger(
            window=self.window,
            since=self.since,
            until=self.until,
            k=self.team.k,
            now=self.now,
            here=Footprints(inside, self.team.task_types),
            anywhere=Footprints(told, self.team.task_types),
            moved=lambda moment: releases.moved_since(self.session, self.team.id, moment),
            earlier=earlier,
        )

    def _row(self, one: ledger.Printed) -> rows.Printed:
        return rows.Printed(
            workspace=self.team.workspace,
            team_id=self.team.id,
            window=one.window,
            since=one.since,
            until=one.until,
            scope=one.scope,
            kind=one.kind,
            k=one.k,
            figure=one.value,
            marks={part: pack(marks) for part, marks in one.marks.items()},
            printed_at=one.printed_at,
        )


def _printed(row: rows.Printed) -> ledger.Printed:
    return ledger.Printed(
        window=row.window,
        since=row.since,
        until=row.until,
        scope=row.scope,
        kind=row.kind,
        k=row.k,
        value={name: _tuples(value) for name, value in row.figure.items()},
        marks={part: unpack(packed) for part, packed in row.marks.items()},
        printed_at=row.printed_at,
    )


def _tuples(value: Any) -> Any:
    """JSON knows lists only; figures are made of tuples."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _with(figures: Any, values: dict[str, Any]) -> Any:
    """The same figures with what the ledger has changed."""
    before = asdict(figures)
    return replace(figures, **{name: value for name, value in values.items() if before[name] != value})


def to_domain(row: rows.Answer) -> Answer:
    return Answer(
        person=row.person_id,
        task_type=row.task_type,
        approach=Approach(row.approach),
        finished_on=row.finished_on,
        size=row.size,
        minutes=row.minutes,
        finished=row.finished,
        fixing=_maybe(Fixing, row.fixing),
        fix_minutes=row.fix_minutes,
        quality=_maybe(Quality, row.quality),
        tool=row.tool,
        differences=frozenset(row.differences),
        skip_reasons=frozenset(row.skip_reasons),
        why_ai=frozenset(row.why_ai),
        next_time=_maybe(NextTime, row.next_time),
        guess=row.guess,
        expected_minutes=row.expected_minutes,
        assigned=Assigned(row.assigned),
    )


def _maybe(kind: Any, value: str | None) -> Any:
    return kind(value) if value is not None else None
