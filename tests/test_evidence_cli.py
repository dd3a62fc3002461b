"""`python -m bot evidence`: anybody's data, exact figures, every bad input said in plain words, nothing stored."""

import io
import json
import math
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import geometric_mean, median
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.cli import cli
from bot.cli.evidence import _REASONS
from bot.domain.refusal import Refusal
from tests.conftest import ROOT

HEADER = "person,task_type,approach,minutes,expected_minutes,size,finished,assigned,finished_at"
CELL = [
    *("task_type", "evidence", "rung", "ratio", "low", "high", "level", "se", "people", "strata"),
    *("tasks_with_ai", "tasks_without_ai", "tasks_unused", "balance", "verdict", "hodges_lehmann"),
]
O3 = {"A": ([10, 20], [20, 40]), "B": ([30], [30, 60, 120]), "C": ([8, 8, 16], [16]), "D": ([50], [40]), "E": ([25, 35], [])}


def row(person: str, approach: str, minutes: object, **more: object) -> str:
    known = {"task_type": "t", "expected_minutes": "", "size": "", "finished": "", "assigned": "", "finished_at": "2026-01-05"}
    cells = {"person": person, "approach": approach, "minutes": minutes, **known, **more}
    return ",".join(str(cells[name]) for name in HEADER.split(","))


def o3(**more: object) -> list[str]:
    return [
        row(name, way, minutes, **more)
        for name, arms in O3.items()
        for way, times in zip(("with_ai", "without_ai"), arms, strict=True)
        for minutes in times
    ]


def run(folder: Path, rows: Iterable[str | bytes], *flags: str) -> Any:
    file = folder / "tasks.csv"
    file.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in [HEADER, *rows]))
    done = CliRunner().invoke(cli, ["evidence", str(file), *flags])
    assert done.exit_code == 0, (done.output, done.exception)
    return done


def found(folder: Path, rows: Iterable[str | bytes], *flags: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(run(folder, rows, "--format", "json", *flags).stdout)
    return said


def test_o3_by_the_front_door(tmp_path: Path) -> None:
    said = found(tmp_path, o3(), "--level", "0.95")
    (cell,) = said["cells"]
    assert list(cell) == CELL
    assert list(said) == ["rows", "left_out", "cells", "all_work"]
    assert (cell["ratio"], cell["se"]) == pytest.approx((0.6171335713, 0.1638231185), abs=1e-9)
    assert (cell["low"], cell["high"]) == pytest.approx((0.3664005769, 1.0394466297), abs=1e-9)
    assert (cell["people"], cell["tasks_with_ai"], cell["tasks_without_ai"], cell["tasks_unused"]) == (4, 7, 7, 2)
    assert (cell["evidence"], cell["rung"], cell["verdict"]) == ("observed", "c", "not_enough")


def test_a_trial_takes_what_a_coin_decided_and_shuffles(tmp_path: Path) -> None:
    said = found(tmp_path, [*o3(assigned="randomised"), *o3()], "--trial")
    assert said["left_out"] == {"observed": 16}
    assert (said["cells"][0]["evidence"], said["cells"][0]["p_permutation"]) == ("coin-decided", 0.125)
    assert said["cells"][0]["level"] == 0.95
    assert found(tmp_path, o3(assigned="randomised"))["left_out"] == {"randomised": 16}


def test_simpson_by_the_front_door(tmp_path: Path) -> None:
    rows = [
        line
        for name in "ABCDEF"
        for line in [
            *[row(name, "with_ai", 12.5, task_type="triage")] * 4,
            row(name, "without_ai", 10, task_type="triage"),
            row(name, "with_ai", 125, task_type="report"),
            *[row(name, "without_ai", 100, task_type="report")] * 4,
        ]
    ]
    whole = found(tmp_path, rows)["all_work"]
    assert whole["ratio"] == pytest.approx(1.25, abs=1e-9)
    assert (whole["se"], whole["strata"], whole["verdict"]) == (0, 12, "not_enough")


def sized(people: int, ratio: float, **more: object) -> list[str]:
    return [
        row(f"p{n}", way, (40 + size * 10) * factor * (1 + n / 50 + again / 20), size=size, **more)
        for n in range(people)
        for size in (2, 3, 4)
        for again in range(3)
        for way, factor in (("with_ai", ratio * (1 + n % 3 / 40)), ("without_ai", 1.0))
    ]


@pytest.mark.parametrize(("ratio", "verdict"), [(0.7, "faster_clear"), (0.99, "about_same"), (1.5, "slower_clear")])
def test_with_sizes_there_is_a_verdict(tmp_path: Path, ratio: float, verdict: str) -> None:
    (cell,) = found(tmp_path, sized(8, ratio))["cells"]
    assert (cell["rung"], cell["verdict"]) == ("b", verdict)


def test_without_sizes_there_is_none(tmp_path: Path) -> None:
    rows = [line.replace(",2,", ",,").replace(",3,", ",,").replace(",4,", ",,") for line in sized(8, 0.5)]
    (cell,) = found(tmp_path, rows)["cells"]
    assert (cell["rung"], cell["verdict"]) == ("c", "not_enough")


def test_unfinished_work_forbids_a_verdict(tmp_path: Path) -> None:
    open_ones = [row("p1", "with_ai", "", finished="no")] * 12
    said = found(tmp_path, [*sized(8, 0.5), *open_ones])
    assert said["left_out"] == {"unfinished": 12}
    assert said["cells"][0]["verdict"] == "not_enough"
    assert "typical_censored" not in said["cells"][0]  # nobody said how long these took so far


def test_unfinished_tasks_that_say_their_time_so_far_lengthen_what_is_typical(tmp_path: Path) -> None:
    done, open_ones = sized(8, 0.5), [row("p1", "with_ai", 300, size=3, finished="no")] * 12
    before, said = found(tmp_path, done), found(tmp_path, [*done, *open_ones])
    (cell,) = said["cells"]
    assert (said["left_out"], cell["verdict"], cell["ratio"]) == ({"unfinished": 12}, "not_enough", before["cells"][0]["ratio"])
    finished = [float(line.split(",")[3]) for line in done if "with_ai" in line.split(",")]
    assert cell["typical_censored"]["with_ai"] > geometric_mean(finished) * 1.1
    without = [float(line.split(",")[3]) for line in done if "without_ai" in line]
    assert cell["typical_censored"]["without_ai"] == pytest.approx(geometric_mean(without))
    assert said["all_work"]["typical_censored"] == cell["typical_censored"]
    text = run(tmp_path, [*done, *open_ones]).stdout
    assert "typical time, with unfinished tasks taking at least as long as so far: " in text
    assert "min with AI, " in text


@pytest.mark.parametrize("minutes", [300, 2000], ids=["in the times", "too long for the times"])
def test_of_mostly_unfinished_tasks_no_typical_time_is_given(tmp_path: Path, minutes: int) -> None:
    open_ones = [row("p1", "with_ai", minutes, size=3, finished="no"), row("p1", "without_ai", 50, finished="no")] * 80
    (cell,) = found(tmp_path, [*sized(8, 0.5), *open_ones])["cells"]
    assert cell["typical_censored"] == {"with_ai": None, "without_ai": None}
    assert "with AI too many are unfinished or too alike to tell" in run(tmp_path, [*sized(8, 0.5), *open_ones]).stdout


def test_where_unfinished_work_forbids_nothing_there_is_no_second_typical_time(tmp_path: Path) -> None:
    (cell,) = found(tmp_path, [*sized(8, 0.7), row("p1", "with_ai", 300, size=3, finished="no")])["cells"]
    assert cell["verdict"] == "faster_clear"
    assert "typical_censored" not in cell


def test_a_line_that_single_tasks_sway_less(tmp_path: Path) -> None:
    apart = [one / other for mine, others in O3.values() for one in mine for other in others]
    logs = median(math.log(one) for one in apart)
    (cell,) = found(tmp_path, o3())["cells"]
    assert cell["hodges_lehmann"] == pytest.approx(math.exp(logs))
    assert f"Less swayed by single tasks (Hodges–Lehmann): ratio {math.exp(logs):.4f}" in run(tmp_path, o3()).stdout


def test_that_line_is_of_the_time_against_the_expected_one_where_the_estimate_is(tmp_path: Path) -> None:
    rows = [
        row(f"p{n}", way, expected * share, expected_minutes=expected)
        for n in range(6)
        for expected in (20, 60, 200)
        for way, share in (("with_ai", 0.8 + n / 100), ("without_ai", 1.0))
    ]
    (cell,) = found(tmp_path, rows)["cells"]
    assert (cell["rung"], cell["hodges_lehmann"]) == ("a", pytest.approx(math.sqrt(0.82 * 0.83)))


def test_one_wild_task_sways_the_ratio_and_not_that_line_nor_does_that_line_sway_the_verdict(tmp_path: Path) -> None:
    wild = [row("p0", "without_ai", 900, size=2)] * 2
    before, after = (found(tmp_path, [*sized(8, 0.99), *more])["cells"][0] for more in ([], wild))
    assert after["hodges_lehmann"] == pytest.approx(before["hodges_lehmann"], rel=0.02)
    assert abs(after["ratio"] / before["ratio"] - 1) > 0.02
    assert (before["verdict"], after["verdict"]) == ("about_same", "not_enough")


def trial(tmp_path: Path, switched: int) -> tuple[dict[str, Any], str]:
    """An even trial, and so many more tasks in it that were done with AI."""
    rows = sized(8, 0.7, assigned="randomised") + [row("p1", "with_ai", 44, size=3, assigned="randomised")] * switched
    return found(tmp_path, rows, "--trial"), run(tmp_path, rows, "--trial").stdout


def test_a_trial_done_evenly_is_judged(tmp_path: Path) -> None:
    said, text = trial(tmp_path, 0)
    assert (said["cells"][0]["assignment_p"], said["cells"][0]["verdict"]) == (1.0, "faster_clear")
    assert "The file says how each task was done, not what the coin said" in text
    assert "p that a fair coin does so unevenly, or more: 1" in text


def test_a_trial_done_as_no_coin_would_is_not_usable(tmp_path: Path) -> None:
    said, text = trial(tmp_path, 60)
    for cell in (*said["cells"], said["all_work"]):
        assert cell["assignment_p"] == pytest.approx(3.2e-5, rel=0.02)
        assert cell["verdict"] == "not_usable"
    assert "t: not usable as a trial" in text
    assert "people who switched cannot be told from those who did not" in text


def test_what_people_chose_is_not_held_against_a_coin(tmp_path: Path) -> None:
    said = found(tmp_path, [*sized(8, 0.7), *[row("p1", "with_ai", 44, size=3)] * 60])
    assert "assignment_p" not in said["cells"][0]
    assert said["cells"][0]["verdict"] == "faster_clear"


BAD: dict[str, tuple[str | bytes, str]] = {
    "an estimate of a hundred years": (row("A", "with_ai", 51_264_988), "minutes is more than 100,000 minutes"),
    "an expected time of a hundred years": (
        row("A", "with_ai", 40, expected_minutes=51_264_988),
        "expected_minutes is more than 100,000 minutes",
    ),
    "another unit": (row("A", "with_ai", 40, expected_minutes=1.5), "far_from_expected"),
    "a unit written out": (row("A", "with_ai", "2h"), "minutes is not a number of minutes, like 40 or 12.5"),
    "not a number": (row("A", "with_ai", "NaN"), "minutes is not a number of minutes, like 40 or 12.5"),
    "minus infinity": (row("A", "with_ai", "-inf"), "minutes is not more than zero: leave it empty if unknown"),
    "less than no time": (row("A", "with_ai", -5), "minutes is not more than zero: leave it empty if unknown"),
    "hours among minutes": (row("A", "with_ai", "2 h"), "minutes is not a number of minutes, like 40 or 12.5"),
    "hours where minutes were expected": (row("A", "with_ai", 1.5, expected_minutes=90), "far_from_expected"),
    "a huge cell": (row("A", "with_ai", "4" * 10_000_000), "it is longer than 65,536 bytes"),
    "a long name": (row("A" * 60_000, "with_ai", 40), "person is longer than 200 characters"),
    "another encoding": (row("Zoë", "with_ai", 40).encode("latin-1"), "it is not UTF-8 text: save the file as CSV UTF-8"),
    "a cut line": ("A,t,with_ai", "it has more or fewer cells than columns"),
    "infinity": (row("A", "with_ai", "inf"), "minutes is more than 100,000 minutes"),
    "the future": (row("A", "with_ai", 40, finished_at="2099-01-01"), "in_the_future"),
    "two days at a stretch": (row("A", "with_ai", 2000), "too_long"),
    "no time": (row("A", "with_ai", ""), "no_time"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_left_out_with_its_reason(tmp_path: Path, name: str) -> None:
    line, reason = BAD[name]
    said = found(tmp_path, [*o3(), line])
    assert said["left_out"] == {reason: 1}
    assert said["cells"][0]["ratio"] == pytest.approx(0.6171335713, abs=1e-9)
    assert f"  1 left out: {_REASONS.get(reason, reason)}\n" in run(tmp_path, [*o3(), line]).stdout


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [row("A", "with_ai", 40)],
        [row(f"p{n}", "with_ai", 40 + n) for n in range(20)],
        [row("A", way, 40 + n) for n in range(20) for way in ("with_ai", "without_ai")],
        [row(f"p{n}", way, 40, size=3) for n in range(20) for way in ("with_ai", "without_ai")],
        [row(f"p{n}", way, 40, expected_minutes=40) for n in range(20) for way in ("with_ai", "without_ai")],
        [row(f"p{n}", ("with_ai", "without_ai")[n % 2], 40) for n in range(20)],
        [row(f"p{n}", "with_ai", 40, finished="no") for n in range(20)],
    ],
    ids=["nothing", "one row", "one arm", "one person", "identical", "identical as expected", "unmatched", "unfinished"],
)
@pytest.mark.parametrize("flags", [[], ["--trial"]])
def test_thin_or_lopsided_data_never_give_a_verdict_a_warning_or_a_traceback(
    tmp_path: Path, rows: list[str], flags: list[str]
) -> None:
    rows = [line.replace(",,2026", ",randomised,2026") for line in rows] if flags else rows
    said = found(tmp_path, rows, *flags)
    for cell in [*said["cells"], said["all_work"]]:
        uneven = flags and cell["tasks_with_ai"] + said["left_out"].get("unfinished", 0) == 20 and not cell["tasks_without_ai"]
        assert cell["verdict"] == ("not_usable" if uneven else "not_enough")
        assert cell["low"] is None or cell["low"] < cell["high"]
        assert all(not isinstance(value, float) or math.isfinite(value) for value in cell.values())
    assert run(tmp_path, rows, *flags).stdout


def test_it_says_that_there_is_no_gate(tmp_path: Path) -> None:
    assert "no privacy gate" in run(tmp_path, o3()).stderr


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["evidence", str(tmp_path / "none.csv")])
    assert isinstance(done.exception, Refusal)


def test_a_file_without_anything_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    done = CliRunner().invoke(cli, ["evidence", str(tmp_path / "empty.csv")])
    assert isinstance(done.exception, Refusal)
    assert done.exception.sentence.startswith("The file is empty: its first line must name the columns person, ")


def test_of_a_header_alone_nothing_is_said(tmp_path: Path) -> None:
    said = found(tmp_path, [])
    assert (said["rows"], said["left_out"], said["cells"], said["all_work"]["ratio"]) == (0, {}, [], None)
    text = run(tmp_path, []).stdout
    assert "0 rows." in text
    assert "all work: not enough evidence" in text
    assert "no times on both sides to compare" in text


def test_every_fault_at_once_in_a_process_of_its_own(tmp_path: Path) -> None:
    lines = [line for line, _ in BAD.values()]
    rows = [HEADER, *lines, *[row(f"p{n}", "with_ai", 40) for n in range(20)], row("p1", "with_ai", 90, finished="no")]
    (tmp_path / "bad.csv").write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in rows))
    command: Sequence[str] = [sys.executable, "-W", "always", "-m", "bot", "evidence", str(tmp_path / "bad.csv")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.splitlines() == [
        "These are exact figures with no privacy gate: for data you already hold, not for passing on."
    ]
    assert done.stdout.startswith(f"{len(rows) - 1} rows.\n")
    told = sum(int(line.split()[0]) for line in done.stdout.splitlines() if " left out: " in line)
    assert told == len(BAD) + 1
    assert "t: not enough evidence" in done.stdout


def test_a_long_file_shows_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr("bot.cli.evidence.err", Console(file=shown, force_terminal=True, width=100))
    run(tmp_path, o3() * 1000)
    size = (tmp_path / "tasks.csv").stat().st_size / 1000
    assert "Reading" in shown.getvalue()
    assert f"{size:.1f}/{size:.1f} kB" in shown.getvalue()


def test_more_rows_than_are_read_at_a_time_and_a_fault_among_them(tmp_path: Path) -> None:
    said = found(tmp_path, [*o3(), "x", *o3(), *[row("E", "with_ai", 30)] * 2000])
    assert (said["rows"], said["left_out"]) == (2033, {"it has more or fewer cells than columns": 1})
    assert (said["cells"][0]["tasks_with_ai"], said["cells"][0]["tasks_unused"]) == (14, 2004)
