"""For whoever looks after data: schema, health, answers in and out, and the demo."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn
from rich.table import Table
from sqlalchemy.exc import ArgumentError

from bot import app as house
from bot import ask, keep, report, transfer
from bot import doctor as doctors
from bot.cli.common import TeamName, cli, err, opened, out, settings_for
from bot.domain.refusal import Refusal
from bot.services import Services
from storage import moving
from storage.database import Store

CHUNK = 65_536
_OWED = "{} letters are looked for in Slack before they are sent"
_ADDRESS = "That is no address of a database. Write sqlite:///FILE, or postgresql://USER:PASSWORD@HOST/NAME."


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    store = Store(settings_for().database_url)
    before, after = store.migrate()
    store.close()
    out.print(f"The database was at {after} already." if before == after else f"The database is at {after} now.")


@cli.command()
def copy(to_url: str) -> None:
    """Copy everything in the database to an empty one, of the same kind or the other."""
    try:
        target = Store(to_url)
    except ArgumentError:
        raise Refusal(_ADDRESS) from None
    source = Store(settings_for().database_url)
    copied = moving.copy(source, target)
    source.close()
    target.close()
    for name, count in copied.items():
        out.print(f"{name}: {count}")
    rows = sum(copied.values())
    out.print(f"{rows} rows copied to {target.url.render_as_string(hide_password=True)}. Set DATABASE_URL to it.")


@cli.command()
def restored() -> None:
    """After a backup came back, and before anything runs: nothing that was sent since the backup is sent again."""
    with opened() as services:
        count = after_restore(services)
    owed = "1 letter is looked for in Slack before it is sent" if count == 1 else _OWED.format(count)
    out.print(f"{owed}. Candor may be started.")


def after_restore(services: Services) -> int:
    """Owe all that is due by now, as it was owed in the time that was lost, and put everything owed in doubt."""
    ask.plan(services)
    while ask.queue_due(services):
        pass  # some at a time, until none is left
    ask.remind(services)
    ask.close(services)
    report.turn(services)
    with services.store.begin() as session:
        return moving.put_in_doubt(session, services.now())


@cli.command()
def doctor() -> None:
    """Check settings, tokens, scopes, database and clock; say how to mend what is wrong."""
    findings = list(doctors.examine(house.wall_clock))
    table = Table("", "what", "how it is", box=None)
    for finding in findings:
        table.add_row("✓" if finding.ok else "✗", finding.what, finding.detail)
    out.print(table)
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


@cli.command("import")
def import_answers(
    file: Path,
    team: TeamName,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Store the good rows and leave out the others.")] = False,
) -> None:
    """Store a CSV file's answers in a team: all of them, or none."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with opened() as services, file.open("rb") as lines, Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("Reading", total=file.stat().st_size)
        chunks = iter(partial(lines.read, CHUNK), b"")
        progress = partial(_progress, bar, task, lines)
        done = transfer.take(services, team, chunks, skip_bad=skip_bad, progress=progress)
    for fault in done.faults:
        err.print(f"left out line {fault.line}: {fault.reason}")
    if done.more_faults:
        err.print(f"left out {done.more_faults} more")
    again = f", {done.there_already} were there already" if done.there_already else ""
    out.print(f"{done.stored} answers stored in {team}{again}.")


def _progress(bar: Progress, task: int, lines: object, _rows: int) -> None:
    bar.update(task, completed=lines.tell())  # type: ignore[arg-type, attr-defined]  # rich names its task ids a type


@cli.command()
def export(team: TeamName) -> None:
    """Print a team's answers as CSV, one row each."""
    err.print("These are single answers, for whoever runs the database. They are not for a manager.")
    with opened() as services:
        for line in transfer.give(services, team):
            sys.stdout.write(line)


@cli.command()
def mydata(user: Annotated[str, typer.Argument(help="Their id in Slack, or the name an import gave them.")]) -> None:
    """Print everything stored about one person as JSON, for somebody who was asked for it by that person."""
    err.print("This is everything about one person. It is for them, and for nobody else.")
    with opened() as services:
        sys.stdout.write(keep.as_json(services, user))


@cli.command()
def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")] = False,
) -> None:
    """Let go of what has become too old. `run` and `worker` do so by themselves, once a day."""
    with opened() as services:
        found = keep.too_old(services) if dry_run else keep.let_go(services)
    table = Table("table", "what", "would go" if dry_run else "gone", box=None)
    for old in found:
        table.add_row(old.table, old.what, str(old.count))
    out.print(table)


@cli.command()
def demo(
    page: Annotated[bool | None, typer.Option(help="Serve the page for the browser afterwards, until Ctrl-C.")] = None,
    port: Annotated[int, typer.Option(help="The page's port; 0 picks a free one.")] = 0,
    weeks: Annotated[int, typer.Option(min=1, max=26, help="How many weeks are played first.")] = 8,
    seed: Annotated[int, typer.Option(help="Another seed plays another story.")] = 1,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Play nothing, and begin without a team, to try setting one up.")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from where the last demo was stopped.")] = False,
) -> None:
    """Eight weeks of a team of twelve, on a Slack carried along, with the real app. Needs no Slack account."""
    from bot import demo as demos

    if fresh and resume:
        raise typer.BadParameter("--fresh begins anew and --resume goes on: choose one of the two")
    stay = page if page is not None else sys.stdout.isatty() and not os.environ.get("CI")
    if resume:
        demos.resume(port=port, stay=stay)
    elif fresh:
        demos.fresh(port=port, stay=stay, begins=house.wall_clock().replace(second=0, microsecond=0))
    else:
        demos.play(weeks=weeks, seed=seed, port=port, stay=stay)
