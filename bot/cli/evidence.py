"""For anybody who wants to check the arithmetic: the estimator on one's own file. Nothing is stored, nothing is hidden."""

import json
from collections.abc import Iterable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from bot import app as house
from bot.cli.common import cli, err, out
from bot.domain import records
from bot.domain.refusal import Refusal

CHUNK = 65_536
NO_GATE = "These are exact figures with no privacy gate: for data you already hold, not for passing on."
WHAT_WAS_DONE = (
    "The file says how each task was done, not what the coin said: people who switched cannot be told from those who did not."
)
LEVEL, TRIAL_LEVEL = 0.99, 0.95
_RUNGS = {
    "a": "(a) each person with themselves, inside one kind of task, adjusted for the expected time",
    "b": "(b) each person with themselves, inside one kind of task and one size",
    "c": "(c) each person with themselves, inside one kind of task: not adjusted for task size",
    "d": "(d) different people: not adjusted for anything",
}
_WAYS = {"with_ai": "with AI", "without_ai": "without AI"}
_VERDICTS = {
    "not_enough": "not enough evidence",
    "about_same": "about the same time",
    "faster": "less time with AI",
    "faster_clear": "clearly less time with AI",
    "slower": "more time with AI",
    "slower_clear": "clearly more time with AI",
    "borderline": "borderline: the range and the shuffles disagree",
    "not_usable": "not usable as a trial: a fair coin would hardly have tasks done with and without AI so unevenly",
}


class Form(StrEnum):
    TEXT = "text"
    JSON = "json"


@cli.command()
def evidence(
    file: Path,
    level: Annotated[float | None, typer.Option(min=0.5, max=0.9999, help="Of the ranges; 0.99, or 0.95 for a trial.")] = None,
    form: Annotated[Form, typer.Option("--format")] = Form.TEXT,
    trial: Annotated[bool, typer.Option("--trial", help="Only what a coin decided, with shuffles.")] = False,
) -> None:
    """What a CSV file's tasks say about time, exactly. Nothing is stored."""
    if not file.is_file():
        raise Refusal(f"{file} is not a file.")
    from bot.domain.sheet import Sheet  # here: it loads numpy

    sheet = Sheet(house.wall_clock(), trial)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    bar = Progress(*columns, console=err, transient=True, disable=not err.is_terminal)
    with file.open("rb") as lines, bar:
        task = bar.add_task("Reading", total=file.stat().st_size)
        sheet.take(records.read(_chunks(iter(partial(lines.read, CHUNK), b""), partial(bar.advance, task))))
    found = sheet.judged(level or (TRIAL_LEVEL if trial else LEVEL))
    err.print(NO_GATE)
    if form is Form.JSON:
        out.print(json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        for line in _text(found):
            out.print(line)


def _chunks(chunks: Iterable[bytes], read: Any) -> Iterable[bytes]:
    for chunk in chunks:
        yield chunk
        read(len(chunk))


def _text(found: dict[str, Any]) -> Iterable[str]:
    yield f"{found['rows']:,} rows."
    for reason, count in found["left_out"].items():
        yield f"  {count:,} left out: {_REASONS.get(reason, reason)}"
    if found["all_work"]["evidence"] == "coin-decided":
        yield WHAT_WAS_DONE
    for cell in [*found["cells"], found["all_work"]]:
        yield ""
        yield f"{cell['task_type']}: {_VERDICTS[cell['verdict']]}"
        yield from (f"  {line}" for line in _cell(cell))


_REASONS = {
    "unfinished": "not finished",
    "no_time": "no time given",
    "too_long": "over 16 hours",
    "far_from_expected": "more than 20 times off the expected time",
    "in_the_future": "finished in the future",
    "randomised": "decided by a coin; --trial looks at these",
    "observed": "not decided by a coin",
}


def _cell(cell: dict[str, Any]) -> Iterable[str]:
    yield f"{cell['evidence']}, {_RUNGS[cell['rung']]}"
    if cell["ratio"] is None:
        yield "no times on both sides to compare"
    elif cell["low"] is None:
        yield f"time with AI ÷ without: {cell['ratio']:.4f}; no range can be given"
    else:
        spread = f"{cell['low']:.4f} to {cell['high']:.4f} at {100 * cell['level']:g} %"
        yield f"time with AI ÷ without: {cell['ratio']:.4f} ({spread})"
    if cell.get("hodges_lehmann") is not None:
        yield f"Less swayed by single tasks (Hodges–Lehmann): ratio {cell['hodges_lehmann']:.4f}"
    yield (
        f"{cell['people']:,} people, {cell['strata']:,} strata, {cell['tasks_with_ai']:,} tasks with AI, "
        f"{cell['tasks_without_ai']:,} without, {cell['tasks_unused']:,} not used"
    )
    if cell["balance"] is not None:
        even = "" if 0.8 <= cell["balance"] <= 1.25 else ": the tasks were not alike"
        yield f"expected time of the tasks with AI ÷ of those without: {cell['balance']:.2f}{even}"
    yield from _unfinished(cell)
    if cell.get("assignment_p") is not None:
        yield f"p that a fair coin does so unevenly, or more: {cell['assignment_p']:.2g}"
    if cell.get("p_permutation") is not None:
        yield f"p by shuffling inside strata: {cell['p_permutation']:.4f}"
    if cell.get("more_tasks"):
        yield f"about {cell['more_tasks']:,} more tasks, done both ways by the same people, could tell a fifth less time"


def _unfinished(cell: dict[str, Any]) -> Iterable[str]:
    if not (found := cell.get("typical_censored")):
        return
    each = [f"{found[way]:.1f} min {words}" for way, words in _WAYS.items() if found[way] is not None]
    each += [f"{words} too many are unfinished or too alike to tell" for way, words in _WAYS.items() if found[way] is None]
    yield f"typical time, with unfinished tasks taking at least as long as so far: {', '.join(each)}"
