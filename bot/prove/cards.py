"""A trial as it is read: its card when it is over, from what was stored then, and before that only how far it is."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from defusedcsv import csv  # type: ignore[import-untyped]  # published without types
from sqlmodel import Session

from bot.domain import schedule, trialwords
from bot.domain.figures import CellFigures
from bot.domain.language import ENGLISH, _, speaking
from bot.domain.registration import Registered, Stage, WhyOver
from bot.domain.trialfigures import Effect, TrialFigures
from bot.domain.trialtermwords import Change, how_it_ended
from bot.domain.trialtermwords import Registered as Terms
from bot.domain.words import Section
from bot.limits import k_of
from bot.prove.terms import registered, terms_of
from bot.teamdays import today
from storage import registrations
from storage.tables import Registration, Team

TABLES = ("analysis", "flips")  # what may be had as files, by its key in `Registration.tables`
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Card:
    """What everybody of a team reads of a trial that is over. `tables` are the files there is something in."""

    key: str
    team: str
    name: str
    sections: tuple[Section, ...]
    tables: tuple[str, ...]
    figures: Mapping[str, Any]

    @property
    def text(self) -> str:
        out = [f"{self.name} · {self.team}"]
        for section in self.sections:
            out += ["", section.title]
            out += [f"• {line.lead}: {line.text}" if line.lead else f"• {line.text}" for line in section.lines]
        return "\n".join(out) + "\n"

    def to_payload(self) -> dict[str, Any]:
        """As a letter carries it."""
        sections = [
            {"title": section.title, "lines": [[line.lead, line.text] for line in section.lines]} for section in self.sections
        ]
        tables = list(self.tables)
        return {
            "key": self.key,
            "team": self.team,
            "name": self.name,
            "sections": sections,
            "tables": tables,
            "text": self.text,
        }

    def to_dict(self) -> dict[str, Any]:
        """For programs: what is printed, rounded as printed, and nothing more."""
        sections = [asdict(section) for section in self.sections]
        return {"team": self.team, "trial": self.name, **self.figures, "sections": sections}


def card(session: Session, row: Registration) -> Card:
    """The card of a trial that is over; its words are its team's, the same for whoever reads them."""
    team = session.get_one(Team, row.team_id)
    figures = row.result or {}
    with speaking(team.language or ENGLISH):
        sections = trialwords.sections(_registered(session, row, team), TrialFigures.from_json(figures))
    tables = tuple(name for name in TABLES if (row.tables or {}).get(name))
    return Card(row.id, team.name, row.name, sections, tables, figures)


def _registered(session: Session, row: Registration, team: Team) -> Terms:
    def local(moment: datetime | None) -> date:
        return today(team, moment or row.registered_at)

    changes = (
        Change(local(one.amended_at), one.before, one.after, one.reason, one.fingerprint)
        for one in registrations.amendments(session, row.id)
    )
    return Terms(
        terms=registered(row),
        fingerprint=row.fingerprint,
        registered_on=local(row.registered_at),
        over_on=local(row.over_at),
        why_over=row.why_over or WhyOver.LAST_DAY,
        reason=row.reason or "–",
        seed=row.seed or "",
        changes=tuple(changes),
    )


def progress(session: Session, row: Registration, team: Team) -> str:
    """All that anybody reads of a trial before it has a result."""
    return trialwords.standing(stands(session, row, team))


def stands(session: Session, row: Registration, team: Team) -> trialwords.Standing:
    """The same, before it is said."""
    terms, k = terms_of(session, row), k_of(session, team)
    flips = registrations.flips(session, row.id)
    full = terms.flips is not None and flips >= terms.flips
    late = row.due_at > schedule.to_utc(terms.ends_on + DAY, time(), team.zone)  # it is over but for tasks that are open
    return trialwords.Standing(
        begins=terms.starts_on if row.state == Stage.REGISTERED else None,
        opens=terms.ends_on + DAY,
        flips=flips,
        planned=terms.flips,
        k=k,
        waiting=not flips and registrations.joined(session, row.id) < k,
        closing=row.state == Stage.STOPPED or full or late,
    )


def lines(session: Session, team: Team, since: date, until: date, only: str | None = None) -> list[tuple[str, str]]:
    """What a digest or report of a team says of its trials: how far those are that run, and what came of those that were over
    between `since` and the day before `until`."""
    last = schedule.to_utc(until, time(), team.zone)
    said = []
    for row in _trials(session, team, only):
        if row.over_at is None and row.registered_at < last:
            said.append((row.name, progress(session, row, team)))
        elif _over_between(row, team, since, until):
            said.append((row.name, f"{_verdict(row)}{_stopped(row, team)} {where(row)}"))
    return said


def ratios(session: Session, team: Team, since: date, until: date, only: str | None = None) -> tuple[CellFigures, ...]:
    """What those gave that were over then and are proof, as it was printed, for the chart and the one sentence of a digest."""
    over = [row for row in _trials(session, team, only) if _over_between(row, team, since, until)]
    told = [(row.task_type, TrialFigures.from_json(row.result or {})) for row in over]
    return tuple(_ratio(kind, one, one.assigned) for kind, one in told if one.usable and one.assigned)


def _ratio(kind: str, told: TrialFigures, found: Effect) -> CellFigures:
    ends: dict[str, Any] = {"ratio": found.ratio, "low": found.low, "high": found.high, "level": told.level}
    said: dict[str, Any] = {"rung": told.rung, "verdict": told.verdict, "because": told.because, "people": told.people}
    return CellFigures(kind, evidence="coin-decided", **ends, **said)


def _trials(session: Session, team: Team, only: str | None) -> list[Registration]:
    """By their names."""
    found = registrations.of_teams(session, [team.id])
    theirs = [one for one in found if one.kind == Registered.TRIAL and only in (None, one.task_type)]
    return sorted(theirs, key=lambda one: one.name.casefold())


def _over_between(row: Registration, team: Team, since: date, until: date) -> bool:
    first, last = (schedule.to_utc(day, time(), team.zone) for day in (since, until))
    return row.over_at is not None and first <= row.over_at < last


def _verdict(row: Registration) -> str:
    return trialwords.verdict(row.task_type, TrialFigures.from_json(row.result or {}))


def _stopped(row: Registration, team: Team) -> str:
    """That an owner stopped it, and why: whoever reads what came of it reads that too."""
    if row.why_over != WhyOver.STOPPED or row.over_at is None:
        return ""
    return f" {how_it_ended(WhyOver.STOPPED, today(team, row.over_at), row.reason or '–')}"


def where(row: Registration) -> str:
    """How its card is asked for."""
    # Translators: below what came of a trial; {command} is what can be typed
    return _("All of it: {command}", command=f"/candor report trial {row.name}")


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """A table as it was stored. Cells that could be read as formulas are guarded."""
    out = io.StringIO()
    names = list(rows[0]) if rows else []
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.get(name) for name in names] for row in rows)
    return out.getvalue()
