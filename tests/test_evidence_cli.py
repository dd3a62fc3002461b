"""`python -m bot evidence`: anybody's data, exact figures, every bad input said in plain words, nothing stored."""

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import cli
from bot.domain.refusal import Refusal

HEADER = "person,task_type,approach,minutes,expected_minutes,size,finished,assigned,finished_at"
CELL = [
    *("task_type", "evidence", "rung", "ratio", "low", "high", "level", "se", "people", "strata"),
    *("tasks_with_ai", "tasks_without_ai", "tasks_unused", "balance", "verdict"),
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


def run(folder: Path, rows: Iterable[str], *flags: str) -> Any:
    file = folder / "tasks.csv"
    file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    done = CliRunner().invoke(cli, ["evidence", str(file), *flags])
    assert done.exit_code == 0, (done.output, done.exception)
    return done


def found(folder: Path, rows: Iterable[str], *flags: str) -> dict[str, Any]:
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


BAD = {
    "an estimate of a hundred years": (row("A", "with_ai", 51_264_988), "minutes is more than 100,000 minutes"),
    "an expected time of a hundred years": (
        row("A", "with_ai", 40, expected_minutes=51_264_988),
        "expected_minutes is more than 100,000 minutes",
    ),
    "another unit": (row("A", "with_ai", 40, expected_minutes=1.5), "far_from_expected"),
    "a unit written out": (row("A", "with_ai", "2h"), "minutes is not a number of minutes, like 40 or 12.5"),
    "not a number": (row("A", "with_ai", "NaN"), "minutes is not a number of minutes, like 40 or 12.5"),
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
    assert "left out" in run(tmp_path, [*o3(), line]).stdout


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
        assert cell["verdict"] == "not_enough"
        assert all(not isinstance(value, float) or math.isfinite(value) for value in cell.values())
    assert run(tmp_path, rows, *flags).stdout


def test_it_says_that_there_is_no_gate(tmp_path: Path) -> None:
    assert "no privacy gate" in run(tmp_path, o3()).stderr


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["evidence", str(tmp_path / "none.csv")])
    assert isinstance(done.exception, Refusal)
