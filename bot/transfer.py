"""Import and export: a team's answers as CSV, all of them or none. A file imported twice is stored once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from bot.domain import questions, records
from bot.domain.answer import Approach, Assigned, Quality
from bot.domain.records import Fault, Record
from bot.domain.refusal import Refusal
from bot.manage import team_named
from bot.services import Services
from storage import answers, people
from storage.tables import Answer, Team, opaque

BATCH = 5_000
MOST_FAULTS = 20


@dataclass(frozen=True)
class Imported:
    stored: int
    there_already: int
    faults: tuple[Fault, ...]
    more_faults: int


class BadRows(Refusal):
    """Some rows cannot be read; nothing was stored."""

    def __init__(self, faults: list[Fault], count: int) -> None:
        lines = [f"  line {fault.line}: {fault.reason}" for fault in faults]
        more = [f"  … and {count - len(faults)} more"] if count > len(faults) else []
        rows = "1 row cannot be read" if count == 1 else f"{count} rows cannot be read"
        super().__init__("\n".join([f"{rows}; nothing was stored. --skip-bad stores the others.", *lines, *more]))


def take(
    services: Services, team_name: str, lines: Iterable[bytes], *, skip_bad: bool, progress: Callable[[int], None]
) -> Imported:
    """Store a file's rows as answers of a team. Raises BadRows, and stores nothing, unless bad rows may be skipped."""
    faults: list[Fault] = []
    bad = stored = known = 0
    with services.store.begin() as session:
        batch = _Batch(session, team_named(session, team_name), services.now())
        for number, row in enumerate(records.read(lines)):
            fault = row if isinstance(row, Fault) else batch.fault(row)
            if fault is not None:
                bad += 1
                faults += [fault] if len(faults) < MOST_FAULTS else []
            elif isinstance(row, Record) and (not bad or skip_bad):
                fresh = batch.add(row)
                stored, known = stored + fresh, known + (not fresh)
            if number % 1000 == 0:
                progress(number)
        if bad and not skip_bad:
            raise BadRows(faults, bad)
        batch.flush()
    return Imported(stored, known, tuple(faults), bad - len(faults))


class _Batch:
    """Rows on their way into one team."""

    def __init__(self, session: Session, team: Team, now: datetime) -> None:
        self.session, self.team, self.now = session, team, now
        self.types = {name.casefold(): name for name in [*team.task_types, questions.SOMETHING_ELSE]}
        self.people: dict[str, str] = {}
        self.there = answers.known_imports(session, team.id)
        self.twins: Counter[bytes] = Counter()
        self.rows: list[dict[str, Any]] = []

    def fault(self, record: Record) -> Fault | None:
        if record.task_type.casefold() in self.types:
            return None
        known = ", ".join(self.team.task_types)
        return Fault(record.line, f"“{record.task_type}” is no task type of {self.team.name}, which has: {known}")

    def add(self, record: Record) -> bool:
        """False when this very row is there already."""
        key = self._key(record)
        if key in self.there:
            return False
        self.rows.append(self._row(record, key))
        if len(self.rows) >= BATCH:
            self.flush()
        return True

    def flush(self) -> None:
        if self.rows:
            answers.add_rows(self.session, self.rows)
            self.rows = []

    def _key(self, record: Record) -> str:
        """The same row of the same file, however often it is imported; twins within a file are told apart by counting."""
        kind, day = record.task_type.casefold(), record.finished_at.date()
        words = (self.team.id, record.person, kind, record.approach, record.minutes, record.fix_minutes)
        rest = (record.expected_minutes, record.size, record.finished, record.quality, record.assigned, day)
        row = sha256(repr(words + rest).encode()).digest()
        self.twins[row] += 1
        return sha256(row + str(self.twins[row]).encode()).hexdigest()

    def _person(self, name: str) -> str:
        if name not in self.people:
            person = people.find_or_add(self.session, self.team.workspace, name, imported=True)
            self.people[name] = person.id
        return self.people[name]

    def _row(self, record: Record, key: str) -> dict[str, Any]:
        return {
            **_EMPTY,
            "id": opaque(),
            "workspace": self.team.workspace,
            "team_id": self.team.id,
            "person_id": self._person(record.person),
            "task_type": self.types[record.task_type.casefold()],
            "approach": record.approach,
            "finished_on": record.finished_at.date(),
            "size": record.size,
            "minutes": record.minutes,
            "finished": record.finished,
            "fix_minutes": record.fix_minutes,
            "quality": record.quality,
            "expected_minutes": record.expected_minutes,
            "assigned": record.assigned,
            "answered_at": self.now,
            "imported_row": key,
        }


_LISTS = ("differences", "skip_reasons", "why_ai")
_EMPTY: dict[str, Any] = {
    **dict.fromkeys(Answer.__table__.columns.keys()),  # type: ignore[attr-defined]  # SQLModel adds it
    **{name: [] for name in _LISTS},
    "shown": {},
    "questions": "imported",
}


def give(services: Services, team_name: str) -> Iterator[str]:
    """A team's answers as CSV lines. People stand there by an opaque key; imported ones by the name they came with."""
    with services.store.read() as session:
        team = team_named(session, team_name)
        yield from records.write(_record(row, person) for row, person in answers.export(session, team.id))


def _record(row: Answer, person: str) -> Record:
    return Record(
        line=0,
        person=person,
        task_type=row.task_type,
        approach=Approach(row.approach),
        minutes=row.minutes,
        fix_minutes=row.fix_minutes,
        expected_minutes=row.expected_minutes,
        size=row.size,
        finished=row.finished,
        quality=Quality(row.quality) if row.quality else None,
        assigned=Assigned(row.assigned),
        finished_at=datetime.combine(row.finished_on, time(), UTC),
    )
