"""Finished tasks as CSV: what `import` and `evidence` read, and what `export` writes.

The rule: a bad line is one sentence with its line number, and the next line is read as if nothing had happened. So a row is
one line: a quotation mark left open spoils its own line, never the rest of the file. Nothing but one line is held at a time,
and what short cells mean, because the same few are read over and over: each is worked out once a file.
Cells that a spreadsheet would run as a formula are refused on the way in and guarded with `'` on the way out.
"""

import csv
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from operator import getitem, itemgetter
from typing import Any, NamedTuple, TypeVar

from defusedcsv import csv as guarded_csv  # type: ignore[import-untyped]  # published without types

from bot.domain.answer import Approach, Assigned, Quality
from bot.domain.refusal import Refusal

REQUIRED = ("person", "task_type", "approach", "minutes", "finished_at")
COLUMNS = (
    *("person", "task_type", "approach", "minutes", "fix_minutes", "expected_minutes"),
    *("size", "finished", "quality", "assigned", "finished_at"),
)
OWN = "own:"  # before the text of a team's own question, in the name of a column
LONGEST_LINE = 65_536  # bytes
LONGEST_TEXT = 200
MOST_MINUTES = 100_000
REMEMBERED, LONGEST_REMEMBERED = 2_000, 80  # cells a column, and their characters

_SIZE_WORDS = ("much smaller", "smaller", "about usual", "bigger", "much bigger")
_SIZES: dict[str, int | None] = {"": None}
_SIZES |= {spelling: n for n, word in enumerate(_SIZE_WORDS, 1) for spelling in (str(n), word, f"{n}.0")}
_APPROACHES = {approach.value: approach for approach in Approach}
_FINISHED = {"": True, "yes": True, "no": False, "true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False}
_QUALITIES: dict[str, Quality | None] = {"": None, **{quality.value: quality for quality in Quality}}
_ASSIGNED = {"": Assigned.OBSERVED} | {assigned.value: assigned for assigned in Assigned}

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_RUNS = tuple("=+-@\t\r")  # a spreadsheet runs a cell that starts so
_ESCAPED = tuple(f"'{start}" for start in "=+-@\\%")  # guarded by defusedcsv, which also writes | as \\|
_LOOKS_NUMERIC = re.compile(r"-[0-9.,]+")  # which it leaves as it is
_Value = TypeVar("_Value")


class Record(NamedTuple):
    """One finished task. `line` is where it stood in the file; `size` runs from 1 to 5; `finished_at` is aware UTC."""

    line: int
    person: str
    task_type: str
    approach: Approach
    minutes: float | None
    fix_minutes: float | None
    expected_minutes: float | None
    size: int | None
    finished: bool
    quality: Quality | None
    assigned: Assigned
    finished_at: datetime
    own: tuple[tuple[str, str], ...] = ()  # what stands under a column of the team's own, by its question


@dataclass(frozen=True, slots=True)
class Fault:
    line: int
    reason: str


class _BadLine(Exception):  # noqa: N818 - becomes a Fault, never leaves this module
    pass


class _Meanings(dict[str, Any]):
    """What the cells of one column mean. A bad cell is not remembered, and raises _BadLine every time."""

    def __init__(self, meaning: Callable[[str], Any]) -> None:
        self.meaning = meaning

    def __missing__(self, cell: str) -> Any:
        value = self.meaning(cell)
        if len(cell) <= LONGEST_REMEMBERED and len(self) < REMEMBERED:
            self[cell] = value
        return value


def read(chunks: Iterable[bytes]) -> Iterator[Record | Fault]:
    """Every line after the header, in order; blank lines are passed over. Refuses a wrong header before anything is read.

    `chunks` are the file's bytes in pieces of any size: an open binary file, or 64 kB at a time to bound the memory used
    on a file without line breaks.
    """
    lines = enumerate(_lines(chunks), start=1)
    width, pick, own = _header(next((raw for _, raw in lines if raw.strip(b"\xef\xbb\xbf \t\r")), b""))
    return _records(lines, width, pick, own)


def _records(
    lines: Iterable[tuple[int, bytes]], width: int, pick: Callable[[list[str]], tuple[str, ...]], own: Mapping[int, str]
) -> Iterator[Record | Fault]:
    columns = [_Meanings(meaning) for meaning in _meanings()]
    for line, raw in lines:
        if not raw.strip(b'", \t\r'):
            continue
        try:
            cells = _split(raw)
            if len(cells) != width:
                raise _BadLine(f"it has {len(cells)} cells where the first line names {width} columns")  # noqa: TRY301
            cells.append("")
            record = Record(line, *map(getitem, columns, pick(cells)))
            yield record._replace(own=_own(cells, own)) if own else record
        except _BadLine as bad:
            yield Fault(line, str(bad))


def write(records: Iterable[Record], own: Sequence[str] = ()) -> Iterator[str]:
    """The header, then a line for each record. What is written can be read back to the same records.

    `own` are the texts of the team's own questions: a column each.
    """
    writer = guarded_csv.writer(_Echo(), lineterminator="\n")
    yield writer.writerow([*COLUMNS, *(f"{OWN}{text}" for text in own)])
    for record in records:
        said = dict(record.own)
        yield writer.writerow([*_cells(record), *(_guarded(said.get(text, "")) for text in own)])


class _Echo:
    """Something to write to that hands each line straight back."""

    def write(self, line: str) -> str:
        return line


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of these chunks; of one that is too long only the beginning, just long enough to be seen as too long."""
    tail = b""
    for chunk in chunks:
        *whole, tail = (tail + chunk).split(b"\n")
        yield from whole
        tail = tail[: LONGEST_LINE + 1]
    if tail:
        yield tail


def _header(raw: bytes) -> tuple[int, Callable[[list[str]], tuple[str, ...]], dict[int, str]]:
    """How many cells a row has, what puts them in the order of COLUMNS, and the team's own questions by their place.

    A column left out is its empty last cell.
    """
    try:
        names = [name.strip().casefold() for name in _split(raw.removeprefix(b"\xef\xbb\xbf"))]
    except _BadLine as bad:
        raise Refusal(f"The first line must name the columns, but {bad}.") from bad
    if names == [""]:
        raise Refusal(f"The file is empty: its first line must name the columns {', '.join(COLUMNS)}.")
    if len(names) == 1 and re.search(r"[;\t]", names[0]):
        raise Refusal("The columns are separated by semicolons or tabs: save the file with commas between them.")
    if twice := [name for name in names if names.count(name) > 1]:
        raise Refusal(f"The first line names the column {_shown(twice[0])} twice.")
    missing = [name for name in REQUIRED if name not in names]
    own = {place: name.removeprefix(OWN).strip() for place, name in enumerate(names) if name.startswith(OWN)}
    unknown = [_shown(name) for place, name in enumerate(names) if name not in COLUMNS and place not in own]
    wrong = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has unknown columns {', '.join(unknown)}"] * bool(unknown)
    if wrong:
        raise Refusal(f"The first line {' and '.join(wrong)}; the columns are {', '.join(COLUMNS)}.")
    pick = itemgetter(*(names.index(name) if name in names else len(names) for name in COLUMNS))
    return len(names), pick, own


def _own(cells: list[str], own: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """What stands under the team's own questions; what it means is theirs to say."""
    return tuple((question, _text("an own question", cells[place])) for place, question in own.items() if cells[place].strip())


def _split(raw: bytes) -> list[str]:
    if len(raw) > LONGEST_LINE:
        raise _BadLine(f"it is longer than {LONGEST_LINE:,} bytes")
    try:
        text = raw.rstrip(b"\r").decode()
    except UnicodeDecodeError:
        raise _BadLine("it is not UTF-8 text: save the file as CSV UTF-8") from None
    if not text.isprintable() and _CONTROL.search(text):
        raise _BadLine("it holds a control character, which text does not have")
    if '"' not in text:
        return text.split(",")
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error:
        raise _BadLine("a quotation mark is not closed, or text follows the closing one") from None


def _meanings() -> tuple[Callable[[str], Any], ...]:
    """What makes a value of a cell, in the order of COLUMNS."""
    return (
        partial(_text, "person"),
        partial(_text, "task_type"),
        partial(_one_of, "approach", _APPROACHES),
        partial(_minutes, "minutes"),
        partial(_minutes, "fix_minutes", zero=True),
        partial(_minutes, "expected_minutes"),
        partial(_one_of, "size", _SIZES),
        partial(_one_of, "finished", _FINISHED),
        partial(_one_of, "quality", _QUALITIES),
        partial(_one_of, "assigned", _ASSIGNED),
        _moment,
    )


def _text(column: str, cell: str) -> str:
    """One line of text without needless spaces. Our own guard is taken off; a formula is refused."""
    text = " ".join(cell.split())
    if cell.startswith(_RUNS) or text.startswith(_RUNS):
        raise _BadLine(f"{column} starts with {cell.lstrip(' ')[0]!r}: a spreadsheet would run it as a formula")
    if text.startswith("'"):
        text = _unguarded(text)
    if not text:
        raise _BadLine(f"{column} is empty")
    if len(text) > LONGEST_TEXT:
        raise _BadLine(f"{column} is longer than {LONGEST_TEXT} characters")
    return text


def _guarded(text: str) -> str:
    """What defusedcsv leaves open: "-5" is text here, and a guard of the author's own must not be taken for ours."""
    text = " ".join(text.split())
    return f"'{text}" if text.startswith("'") or _LOOKS_NUMERIC.fullmatch(text) else text


def _unguarded(text: str) -> str:
    if text.startswith("''"):
        return text[1:]
    return text[1:].replace("\\|", "|") if text.startswith(_ESCAPED) else text


def _one_of(column: str, meanings: Mapping[str, _Value], cell: str) -> _Value:
    try:
        return meanings[cell] if cell in meanings else meanings[cell.strip().casefold()]
    except KeyError:
        words = ", ".join(word for word in meanings if word and "." not in word)
        raise _BadLine(f"{column} {_shown(cell)} is not one of {words}") from None


def _minutes(column: str, cell: str, *, zero: bool = False) -> float | None:
    """Empty is no time given; anything up to a minute is one minute; zero only where `zero` may be said."""
    if not cell or cell.isspace():
        return None
    try:
        minutes = math.nan if "_" in cell else float(cell)
    except ValueError:
        minutes = math.nan
    if 1 <= minutes <= MOST_MINUTES:
        return minutes
    if math.isnan(minutes):
        raise _BadLine(f"{column} {_shown(cell)} is not a number of minutes, like 40 or 12.5")
    if minutes > MOST_MINUTES:
        raise _BadLine(f"{column} {_shown(cell)} is more than {MOST_MINUTES:,} minutes")
    if minutes < 0 or (minutes == 0 and not zero):
        raise _BadLine(f"{column} {_shown(cell)} is not {'zero or ' if zero else ''}more than zero: leave it empty if unknown")
    return 1.0 if minutes else 0.0


def _moment(cell: str) -> datetime:
    """A bare date is its midnight, and a time without a zone is UTC."""
    try:
        moment = datetime.fromisoformat(cell.strip())
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise _BadLine(f"finished_at {_shown(cell)} is not a date like 2026-03-31 or 2026-03-31T16:30") from None
    if not 2000 <= moment.year <= 2100:
        raise _BadLine(f"finished_at {_shown(cell)} is not between the years 2000 and 2100")
    return moment


def _shown(cell: str) -> str:
    return f'"{cell}"' if len(cell) <= 40 else f'"{cell[:40]}…"'


def _cells(record: Record) -> tuple[str, ...]:
    return (
        _guarded(record.person),
        _guarded(record.task_type),
        record.approach.value,
        _number(record.minutes),
        _number(record.fix_minutes),
        _number(record.expected_minutes),
        str(record.size or ""),
        "yes" if record.finished else "no",
        record.quality.value if record.quality else "",
        record.assigned.value,
        record.finished_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    )


def _number(minutes: float | None) -> str:
    return "" if minutes is None else str(float(minutes)).removesuffix(".0")
