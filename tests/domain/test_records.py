"""Records are read line by line, every bad line is one sentence, and an export can be read back."""

import csv
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.answer import Approach, Assigned, Quality
from bot.domain.records import COLUMNS, LONGEST_LINE, Fault, Record, read, write
from bot.domain.refusal import Refusal

HEADER = "person,task_type,approach,minutes,fix_minutes,expected_minutes,size,finished,quality,assigned,finished_at"
GOOD = "ada,Bug triage,with_ai,40,5,60,3,yes,at,observed,2026-03-31T16:30:00Z"
ADA = Record(
    line=2,
    person="ada",
    task_type="Bug triage",
    approach=Approach.WITH,
    minutes=40,
    fix_minutes=5,
    expected_minutes=60,
    size=3,
    finished=True,
    quality=Quality.AT,
    assigned=Assigned.OBSERVED,
    finished_at=datetime(2026, 3, 31, 16, 30, tzinfo=UTC),
)
replace = Record._replace


def _read(text: str) -> list[Record | Fault]:
    return list(read([text.encode()]))


def _row(**cells: str) -> str:
    row = dict(zip(COLUMNS, GOOD.split(","), strict=True)) | cells
    line = StringIO()
    csv.writer(line, lineterminator="\n").writerow(row.values())
    return f"{HEADER}\n{line.getvalue()}"


def test_the_columns_are_those_of_the_product() -> None:
    assert ",".join(COLUMNS) == HEADER


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\n{GOOD}",
        f"{HEADER}\n{GOOD}\n",
        f"{HEADER}\r\n{GOOD}\r\n",
        f"\ufeff{HEADER}\n{GOOD}",
        f"{HEADER.upper().replace(',', ' , ')}\n{GOOD.replace(',', ' , ')}",
        f"{HEADER}\n" + ",".join(f'"{cell}"' for cell in GOOD.split(",")),
    ],
)
def test_a_file_reads_the_same_whatever_saved_it(text: str) -> None:
    assert _read(text) == [ADA]


@pytest.mark.parametrize("size", [1, 7, 64, 100_000])
def test_bytes_may_come_in_pieces_of_any_size(size: int) -> None:
    file = f"{HEADER}\n{GOOD.replace('ada', 'Zoë')}\n".encode()
    assert list(read(file[at : at + size] for at in range(0, len(file), size))) == [replace(ADA, person="Zoë")]


def test_columns_may_stand_in_any_order_and_the_optional_ones_may_be_left_out() -> None:
    text = "finished_at,minutes,approach,task_type,person\n2026-03-31,,without_ai,Bug triage,ada\n"
    assert _read(text) == [
        replace(
            ADA,
            approach=Approach.WITHOUT,
            minutes=None,
            fix_minutes=None,
            expected_minutes=None,
            size=None,
            quality=None,
            finished_at=datetime(2026, 3, 31, tzinfo=UTC),
        )
    ]


def test_blank_lines_are_passed_over_and_lines_are_numbered_as_in_the_file() -> None:
    assert _read(f'\n{HEADER}\n\n{GOOD}\n,,,,,,,,,,\n  \n"",""\n{GOOD}\n') == [replace(ADA, line=4), replace(ADA, line=8)]


MEANINGS = [
    ("minutes", "", None), ("minutes", "0.2", 1), ("minutes", " 12.5 ", 12.5), ("minutes", "1e2", 100),
    ("minutes", "100000", 1e5), ("fix_minutes", "0", 0), ("fix_minutes", "", None), ("expected_minutes", "90", 90),
    ("approach", "Dropped_AI", Approach.DROPPED), ("approach", " without_ai", Approach.WITHOUT),
    ("size", "", None), ("size", "1", 1), ("size", "Much bigger", 5), ("size", "about usual", 3), ("size", "4.0", 4),
    ("finished", "", True), ("finished", "YES", True), ("finished", "True", True), ("finished", "1", True),
    ("finished", "no", False), ("finished", "false", False), ("finished", "0", False),
    ("quality", "", None), ("quality", "unknown", Quality.UNKNOWN), ("quality", "Above", Quality.ABOVE),
    ("assigned", "", Assigned.OBSERVED), ("assigned", "randomised", Assigned.RANDOMISED),
    ("task_type", "  Bug \u00a0 triage ", "Bug triage"),
    ("task_type", "Reply, long", "Reply, long"), ("person", "'n Ada", "'n Ada"), ("person", "'=1+1", "=1+1"),
    ("finished_at", "2026-03-31 16:30", datetime(2026, 3, 31, 16, 30, tzinfo=UTC)),
    ("finished_at", "2026-03-31T16:30:00+02:00", datetime(2026, 3, 31, 14, 30, tzinfo=UTC)),
]  # fmt: skip


@pytest.mark.parametrize(("column", "cell", "meaning"), MEANINGS)
def test_a_cell_means_what_it_says(column: str, cell: str, meaning: object) -> None:
    (record,) = _read(_row(**{column: cell}))
    assert isinstance(record, Record)
    assert getattr(record, column) == meaning


FAULTS = [
    ("minutes", "0", 'minutes "0" is not more than zero: leave it empty if unknown'),
    ("minutes", "-5", 'minutes "-5" is not more than zero: leave it empty if unknown'),
    ("minutes", "nan", 'minutes "nan" is not a number of minutes, like 40 or 12.5'),
    ("minutes", "1h30", 'minutes "1h30" is not a number of minutes, like 40 or 12.5'),
    ("minutes", "1,5", 'minutes "1,5" is not a number of minutes, like 40 or 12.5'),
    ("minutes", "1_000", 'minutes "1_000" is not a number of minutes, like 40 or 12.5'),
    ("minutes", "inf", 'minutes "inf" is more than 100,000 minutes'),
    ("minutes", "100001", 'minutes "100001" is more than 100,000 minutes'),
    ("fix_minutes", "-1", 'fix_minutes "-1" is not zero or more than zero: leave it empty if unknown'),
    ("expected_minutes", "0", 'expected_minutes "0" is not more than zero: leave it empty if unknown'),
    ("approach", "", 'approach "" is not one of with_ai, without_ai, dropped_ai'),
    ("approach", "x" * 99, f'approach "{"x" * 40}…" is not one of with_ai, without_ai, dropped_ai'),
    ("size", "6", 'size "6" is not one of 1, much smaller, 2, smaller, 3, about usual, 4, bigger, 5, much bigger'),
    ("finished", "maybe", 'finished "maybe" is not one of yes, no, true, false, 1, 0'),
    ("quality", "good", 'quality "good" is not one of below, at, above, unknown'),
    ("assigned", "coin", 'assigned "coin" is not one of observed, randomised'),
    ("person", "", "person is empty"),
    ("task_type", " ", "task_type is empty"),
    ("task_type", "x" * 201, "task_type is longer than 200 characters"),
    ("task_type", "=1+1", "task_type starts with '=': a spreadsheet would run it as a formula"),
    ("person", " @SUM(A1)", "person starts with '@': a spreadsheet would run it as a formula"),
    ("person", "-5", "person starts with '-': a spreadsheet would run it as a formula"),
    ("person", "+5", "person starts with '+': a spreadsheet would run it as a formula"),
    ("person", "\tada", "person starts with '\\t': a spreadsheet would run it as a formula"),
    ("finished_at", "31/03/2026", 'finished_at "31/03/2026" is not a date like 2026-03-31 or 2026-03-31T16:30'),
    ("finished_at", "", 'finished_at "" is not a date like 2026-03-31 or 2026-03-31T16:30'),
    ("finished_at", "2026-02-30", 'finished_at "2026-02-30" is not a date like 2026-03-31 or 2026-03-31T16:30'),
    ("finished_at", "1999-12-31", 'finished_at "1999-12-31" is not between the years 2000 and 2100'),
    ("finished_at", "2101-01-01", 'finished_at "2101-01-01" is not between the years 2000 and 2100'),
]


@pytest.mark.parametrize(("column", "cell", "reason"), FAULTS)
def test_a_bad_cell_is_one_sentence(column: str, cell: str, reason: str) -> None:
    assert _read(_row(**{column: cell})) == [Fault(2, reason)]


BAD_LINES = [
    (b"ada,Bug triage", "it has 2 cells where the first line names 11 columns"),
    (GOOD.encode() + b",", "it has 12 cells where the first line names 11 columns"),
    (b'"' + GOOD.encode(), "a quotation mark is not closed, or text follows the closing one"),
    (b'"ada" x' + GOOD.encode()[3:], "a quotation mark is not closed, or text follows the closing one"),
    (b"a\xff" + GOOD.encode(), "it is not UTF-8 text: save the file as CSV UTF-8"),
    (b"a\x00" + GOOD.encode(), "it holds a control character, which text does not have"),
    (b"\x1b[31m" + GOOD.encode(), "it holds a control character, which text does not have"),
    (b"a" * (LONGEST_LINE + 1), "it is longer than 65,536 bytes"),
    (b"a" * 10_000_000, "it is longer than 65,536 bytes"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD_LINES, ids=[reason for _, reason in BAD_LINES])
def test_a_bad_line_never_spoils_the_next(bad: bytes, reason: str) -> None:
    good = GOOD.encode()
    assert list(read([HEADER.encode(), b"\n", good, b"\n", bad, b"\n", good])) == [
        ADA,
        Fault(3, reason),
        replace(ADA, line=4),
    ]


HEADERS = [
    ("", f"The file is empty: its first line must name the columns {', '.join(COLUMNS)}."),
    ("\n \n", f"The file is empty: its first line must name the columns {', '.join(COLUMNS)}."),
    (HEADER.replace(",", ";"), "The columns are separated by semicolons or tabs: save the file with commas between them."),
    (HEADER.replace(",", "\t"), "The columns are separated by semicolons or tabs: save the file with commas between them."),
    (HEADER + ",size", 'The first line names the column "size" twice.'),
    (HEADER.replace("minutes,", "", 1), f"The first line lacks minutes; the columns are {', '.join(COLUMNS)}."),
    (HEADER + ",prompts", f'The first line has unknown columns "prompts"; the columns are {", ".join(COLUMNS)}.'),
    (
        HEADER.replace("finished_at", "date"),
        f'The first line lacks finished_at and has unknown columns "date"; the columns are {", ".join(COLUMNS)}.',
    ),
    ("PK\x03\x04", "The first line must name the columns, but it holds a control character, which text does not have."),
    ("x" * 70_000, "The first line must name the columns, but it is longer than 65,536 bytes."),
    ('"person', "The first line must name the columns, but a quotation mark is not closed, or text follows the closing one."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), HEADERS, ids=[sentence[:50] for _, sentence in HEADERS])
def test_a_wrong_header_is_refused_before_anything_is_read(text: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        read([text.encode()])
    assert refused.value.sentence == sentence


def test_a_file_of_another_encoding_is_refused() -> None:
    with pytest.raises(Refusal, match="not UTF-8"):
        read([HEADER.encode("utf-16")])


def test_a_long_file_is_never_held_in_memory() -> None:
    def chunks() -> Iterator[bytes]:
        yield f"{HEADER}\n".encode()
        yield from (f"{GOOD}\n".encode() * 100 for _ in range(100))
        yield from (b"x" * LONGEST_LINE for _ in range(300))  # a line of 20 MB

    tracemalloc.start()
    try:
        read_lines = sum(1 for _ in read(chunks()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read_lines == 10_001
    assert peak < 2_000_000


_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60),
    st.text("='+-@|%\\\"a ,5.", min_size=1, max_size=12),
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
_MINUTES = st.none() | st.floats(1, 100_000)
_ZONES = st.sampled_from([UTC, timezone(timedelta(hours=9, minutes=30))])
_MOMENTS = st.builds(lambda seconds, zone: datetime.fromtimestamp(seconds, zone), st.floats(1e9, 4e9), _ZONES)
_RECORDS = st.builds(
    Record, st.just(0), _TEXTS, _TEXTS, st.sampled_from(Approach), _MINUTES, _MINUTES | st.just(0.0), _MINUTES,
    st.none() | st.integers(1, 5), st.booleans(), st.none() | st.sampled_from(Quality), st.sampled_from(Assigned), _MOMENTS,
    st.just(()),
)  # fmt: skip


@given(st.lists(_RECORDS, max_size=5))
def test_what_is_written_reads_back_the_same(records: list[Record]) -> None:
    written = [line.encode() for line in write(records)]
    assert list(read(written)) == [replace(record, line=line) for line, record in enumerate(records, start=2)]


@given(_TEXTS)
def test_no_written_cell_is_run_by_a_spreadsheet(text: str) -> None:
    _, line = write([replace(ADA, person=text, task_type=text)])
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in next(csv.reader([line])))


@given(st.binary(max_size=300))
def test_any_bytes_are_records_or_faults(body: bytes) -> None:
    found = list(read([HEADER.encode(), b"\n", body]))
    assert all(isinstance(one, Record | Fault) for one in found)
