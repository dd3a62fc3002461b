"""The demo: the whole main job on a Slack carried along, with the real app and a story whose truth is known.

`stage` puts it up, `story` says what is true and what people will do, `acting` is their hands, `weeks` moves time,
`papers` is what is left of it. The only room of the product that knows the sandbox.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot import logs, ticker
from bot.app import wall_clock
from bot.cli.common import out
from bot.demo import papers
from bot.demo.stage import Stage, empty_folder, staged
from bot.demo.weeks import BEGINS, MONDAY, Weeks
from bot.domain.digest import as_text

FOLDER = Path("demo")

__all__ = ["play"]


def play(weeks: int, seed: int, port: int, stay: bool) -> None:
    """Play that many weeks, print what came of it, leave it in demo/; with `stay`, go on serving until Ctrl-C."""
    logs.configure("WARNING", "text")
    began = time.monotonic()
    empty_folder(FOLDER, (*papers.FILES, "candor.db-wal", "candor.db-shm"))
    with staged(port, FOLDER / papers.DATABASE, BEGINS) as on:
        with _meter(on, weeks) as passed:
            played = Weeks(on, seed, weeks, passed)
            played.play()
        digest = papers.last_digest(played)
        papers.leave(FOLDER, played, digest)
        found = papers.counts(on)
        _say("One conversation, as it went", papers.conversation(played))
        _say("Asked for by command", papers.asked_for(played))
        _say("The last digest, the same for team and owner", as_text(digest))
        _say("Figures", f"{found.in_words(time.monotonic() - began)}\n{papers.faults(on, found)}")
        _say("Where things are", _whereabouts())
        if stay:
            _stay(on)


def _say(title: str, text: str) -> None:
    out.print(f"\n{title}\n{papers.RULE}\n{text.rstrip()}")


def _whereabouts() -> str:
    lines = (
        (papers.TRANSCRIPT, "everything that happened, and every conversation as it stands"),
        (papers.DIGEST, "the last digest"),
        (papers.CHART, "its chart"),
        (papers.DATABASE, "the database: DATABASE_URL=sqlite:///demo/candor.db python -m bot report --team Support"),
    )
    return "\n".join(f"{FOLDER / name}: {what}" for name, what in lines)


@contextmanager
def _meter(on: Stage, weeks: int) -> Iterator[Callable[[datetime], None]]:
    """A bar on a terminal, a line a week elsewhere."""
    if not out.is_terminal:
        yield _weekly(on, weeks)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[day]}"), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("Playing", total=weeks * 7.0, day="")

        def passed(moment: datetime) -> None:
            days = (moment - BEGINS) / timedelta(days=1)
            week = min(int(days // 7) + 1, weeks)
            bar.update(task, completed=days, description=f"Week {week} of {weeks}", day=f"{moment:%a %d %b}")

        yield passed


def _weekly(on: Stage, weeks: int) -> Callable[[datetime], None]:
    week = 0

    def passed(moment: datetime) -> None:
        nonlocal week
        if (moment.date() - MONDAY).days // 7 > week:
            week += 1
            found = papers.counts(on)
            out.print(f"Week {week} of {weeks}: {found.asked} check-ins asked so far, {found.answered} answered.")

    return passed


def _stay(on: Stage) -> None:
    """Time runs on from the story's end, and so does the app."""
    on.clock.run()
    metronome = ticker.start(on.bot.turn, wall_clock())
    _say(
        "Still serving",
        f"The carried Slack answers at {on.slack.api_url} (its Web API), with the app connected. It has no page for a browser\n"
        f"yet: read {FOLDER / papers.TRANSCRIPT} to see what people saw. Ctrl-C stops it.",
    )
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        out.print("Stopped.")
    finally:
        metronome.shutdown()
