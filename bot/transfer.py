"""Import and export: a team's answers as CSV, all of them or none. A file imported twice is stored once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from hashlib import sha256
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlmodel import Session

from bot.domain import ownquestions, questions, records
from bot.domain.answer import Approach, Assigned, Quality
from bot.domain.ownquestions import OwnQuestion
from bot.domain.records import Fault, Record
from bot.domain.refusal import Refusal
from bot.manage import team_named
from bot.services import Services
from storage import answers, declined, people
from storage.tables import Answer, Team, opaque

BATCH = 50_000
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
    """Rows on their way into one team. What rows are made of repeats, so each such piece is worked out once."""

    def __init__(self, session: Session, team: Team, now: datetime) -> None:
        self.session, self.team, self.team_id = session, team, team.id
        self.types = {name.casefold(): name for name in [*team.task_types, questions.SOMETHING_ELSE]}
        self.asks = {one.text.casefold(): one for one in ownquestions.all_of(self.team.questions)}
        self.folded, self.shown = lru_cache(1000)(str.casefold), lru_cache(10_000)(repr)
        self.people: dict[str, str] = {}
        self.alone = declined.marks(session, team.workspace)
        self.there = answers.known_imports(session, team.id)
        self.twins: dict[bytes, int] = {}
        always = {"workspace": team.workspace, "team_id": team.id, "stored_at": now, "answered_at": now}
        self.insert = _Insert(session.connection(), _ALWAYS | always)
        self.rows: list[tuple[Any, ...]] = []

    def fault(self, record: Record) -> Fault | None:
        if self.alone.marks and record.person in self.alone:
            return Fault(record.line, "this person had everything about them deleted, and wants nothing stored")
        if self.folded(record.task_type) in self.types:
            return self._fault_of_own(record) if record.own else None
        known = ", ".join(self.team.task_types)
        return Fault(record.line, f"“{record.task_type}” is no task type of {self.team.name}, which has: {known}")

    def _fault_of_own(self, record: Record) -> Fault | None:
        for text, cell in record.own:
            question = self.asks.get(text)
            if question is None:
                return Fault(record.line, f"“{records.OWN}{text}” is no question of {self.team.name}'s own")
            if question.of_cell(cell) is None:
                return Fault(record.line, f"“{cell}” is no answer to “{question.text}”")
        return None

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
        self.session.flush()  # people first
        self.insert.many(self.rows)
        self.rows = []

    def _key(self, record: Record) -> str:
        """The same row of the same file, however often it is imported; twins within a file are told apart by counting."""
        _, person, kind, approach, minutes, fixing, expected, size, finished, quality, assigned, moment, own = record
        shown = self.shown
        words = f"({self.team_id!r}, {person!r}, {self.folded(kind)!r}, {shown(approach)}, {minutes}, {fixing}, {expected}, "
        words += f"{size}, {finished}, {shown(quality)}, {shown(assigned)}, {shown(moment.date())})" + (
            repr(sorted(own)) if own else ""
        )
        row = sha256(words.encode()).digest()
        self.twins[row] = twin = self.twins.get(row, 0) + 1
        return sha256(row + str(twin).encode()).hexdigest()

    def _person(self, name: str) -> str:
        if name not in self.people:
            person = people.find_or_add(self.session, self.team.workspace, name, imported=True)
            self.people[name] = person.id
        return self.people[name]

    def _row(self, record: Record, key: str) -> tuple[Any, ...]:
        """In the order of `_TOLD`, without an id yet."""
        _, person, kind, approach, minutes, fixing, expected, size, finished, quality, assigned, moment, own = record
        task_type, day = self.types[self.folded(kind)], self.insert.day(moment.date())
        said = {self.asks[text].key: self.asks[text].of_cell(cell) for text, cell in own}
        rest = (finished, fixing, quality and str(quality), expected, str(assigned), self.insert.own(said))
        return (key, self._person(person), task_type, str(approach), day, size, minutes, *rest)


class _Insert:
    """One statement for all rows, with values as the database takes them: left alone, both are worked out again for each.

    The keys are random, and a database that gets them in order writes neighbouring pages once: so rows go in by their key,
    and their ids in order too.
    """

    def __init__(self, connection: Connection, always: Mapping[str, Any]) -> None:
        table, dialect = _TABLE, connection.dialect
        self.names = (*_TOLD, *always)
        compiled = insert(table).compile(dialect=dialect, column_keys=self.names)
        ready = {one.name: one.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is for one in table.columns}
        self.connection, self.sql = connection, str(compiled)
        self.day = lru_cache(10_000)(ready["finished_on"])
        self._own, self._nothing = ready["own"], ready["own"]({})
        self.always = tuple(ready[name](value) for name, value in always.items())
        self.order = itemgetter(*map(self.names.index, compiled.positiontup)) if compiled.positiontup else None

    def own(self, said: dict[str, Any]) -> Any:
        """Answers to the team's own questions, of which most files have none."""
        return self._own(said) if said else self._nothing

    def many(self, rows: list[tuple[Any, ...]]) -> None:
        if not rows:
            return
        ids = sorted(opaque() for _ in rows)
        whole = ((one, *row, *self.always) for one, row in zip(ids, sorted(rows, key=itemgetter(0)), strict=True))
        if self.order:
            self.connection.exec_driver_sql(self.sql, list(map(self.order, whole)))
        else:
            self.connection.exec_driver_sql(self.sql, [dict(zip(self.names, row, strict=True)) for row in whole])


def _as_it_is(value: Any) -> Any:
    return value


_TABLE: Table = Answer.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_TOLD = (
    *("id", "imported_row", "person_id", "task_type", "approach", "finished_on", "size"),
    *("minutes", "finished", "fix_minutes", "quality", "expected_minutes", "assigned", "own"),
)
_ALWAYS: dict[str, Any] = {
    **{name: [] for name in ("differences", "skip_reasons", "why_ai")},
    "shown": {},
    "questions": "imported",
    "overlapping": False,
}


def give(services: Services, team_name: str) -> Iterator[str]:
    """A team's answers as CSV lines. People stand there by an opaque key; imported ones by the name they came with."""
    with services.store.read() as session:
        team = team_named(session, team_name)
        own = ownquestions.all_of(team.questions)
        rows = (_record(row, person, own) for row, person in answers.export(session, team.id))
        yield from records.write(rows, [one.text for one in own])


def _record(row: Answer, person: str, own: Iterable[OwnQuestion]) -> Record:
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
        own=tuple((one.text, one.as_cell(row.own[one.key])) for one in own if one.key in (row.own or {})),
    )
