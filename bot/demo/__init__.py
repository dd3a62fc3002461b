"""The demo: the whole main job on a Slack carried along, with the real app and a story whose truth is known.

`stage` puts it up, `story` says what is true and what people will do, `acting` is their hands, `weeks` plays it without anybody
watching, `papers` is what is left of it. Then somebody may come in: `serving` opens the page, `visit` is its buttons, `others`
are the rest of the team, and `keeping` writes down how things stand. The only room of the product that knows the sandbox.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot import logs
from bot.cli.common import out
from bot.demo import cast, papers, serving
from bot.demo.keeping import Keeper, left
from bot.demo.serving import say
from bot.demo.stage import Stage, declare, empty_folder, is_free, staged
from bot.demo.story import TYPES
from bot.demo.visit import Visit
from bot.demo.weeks import BEGINS, MONDAY, Weeks
from bot.domain.digest import as_text

FOLDER = Path("demo")

__all__ = ["fresh", "play", "resume"]


def play(weeks: int, seed: int, port: int, stay: bool) -> None:
    """Play that many weeks, print what came of it, leave it in demo/; with `stay`, go on serving until Ctrl-C."""
    logs.configure("WARNING", "text")
    began = time.monotonic()
    _empty()
    with staged(port, FOLDER / papers.DATABASE, BEGINS) as on:
        declare(on, cast.team_file(on.channel.id, on.owner.id, TYPES))
        with _meter(on, weeks) as passed:
            played = Weeks(on, seed, weeks, passed)
            played.play()
        digest = papers.last_digest(played)
        papers.leave(FOLDER, played, digest)
        found = papers.counts(on)
        say("One conversation, as it went", papers.conversation(played))
        say("Asked for by command", papers.asked_for(played))
        say("The last digest, the same for team and owner", as_text(digest))
        say("What the coin found, which the team read when the trial was over", papers.result(on))
        taken = f"seconds taken: {time.monotonic() - began:.0f}"
        say("Figures", f"{found.in_words()} · {taken}\n{papers.faults(on, found)}")
        say("Where things are", _whereabouts())
        visit, keeper = _visit(on, seed)
        if stay:
            serving.serve(visit, keeper, serving.to_try(visit))


def fresh(port: int, stay: bool, begins: datetime) -> None:
    """The same people, and no team: whoever is there may try how one is set up."""
    logs.configure("WARNING", "text")
    _empty()
    with staged(port, FOLDER / papers.DATABASE, begins) as on:
        file = serving.team_file(FOLDER, on)
        visit, keeper = _visit(on, seed=1)
        say("A workspace without a team", serving.to_set_up(on, file, FOLDER / papers.DATABASE))
        if stay:
            serving.serve(visit, keeper, serving.to_try(visit), serving.set_up(visit, file))


def resume(port: int, stay: bool) -> None:
    """Go on where the demo was left: the same people, messages, moment and database."""
    logs.configure("WARNING", "text")
    kept = left(FOLDER / papers.STATE, FOLDER / papers.DATABASE)
    port = port or (kept.port if is_free(kept.port) else 0)  # so that a page that is still open in the browser goes on as well
    with staged(port, FOLDER / papers.DATABASE, kept.moment, kept.slack) as on:
        visit, keeper = _visit(on, kept.seed)
        say("Where it was left", visit.standing())
        if stay:
            serving.serve(visit, keeper, serving.to_try(visit), *serving.still_to_set_up(visit, FOLDER))


def _empty() -> None:
    empty_folder(FOLDER, (*papers.FILES, f"{papers.DATABASE}-wal", f"{papers.DATABASE}-shm"))


def _visit(on: Stage, seed: int) -> tuple[Visit, Keeper]:
    """A visit, and its keeper, who has written down how things stand as it begins."""
    keeper = Keeper(on, seed, FOLDER / papers.STATE)
    keeper.keep()
    return Visit(on, seed, keeper.now_and_then), keeper


def _whereabouts() -> str:
    lines = (
        (papers.TRANSCRIPT, "everything that happened, and every conversation as it stands"),
        (papers.DIGEST, "the last digest"),
        (papers.CHART, "its chart"),
        (papers.STATE, "how things stand: python -m bot demo --resume goes on from there"),
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
