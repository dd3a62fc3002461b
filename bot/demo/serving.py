"""The demo for somebody who looks on: the page with its buttons, what the terminal says about it, until Ctrl-C."""

import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot import ticker
from bot.app import wall_clock
from bot.cli.common import out
from bot.demo import cast, papers
from bot.demo.keeping import Keeper
from bot.demo.stage import Stage, declare
from bot.demo.story import TYPES
from bot.demo.visit import Visit, first_name
from bot.domain.refusal import Refusal
from sandbox.page import Control
from storage import teams

TEAM_FILE = "team.toml"
OWN_WORDS = "triage, without AI, 40 min, no fixing"
SET_UP = "Set up the team"


def say(title: str, text: str) -> None:
    out.print(f"\n{title}\n{papers.RULE}\n{text.rstrip()}")


def serve(visit: Visit, keeper: Keeper, words: str, *before: Control) -> None:
    """Serve the page until Ctrl-C. Time stands still, but the app goes on turning, so that whoever asks is answered."""
    page = visit.stage.slack.page
    visit.stage.slack.after_delivery.append(lambda: keeper.now_and_then() if page.running else keeper.keep())
    page.offer([replace(one, run=_kept(one.run, keeper)) for one in (*before, *visit.controls())])
    metronome = ticker.start(visit.turn_if_idle, wall_clock())
    say(f"Open {page.url} and be {first_name(visit.visiting)}", words)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # being told to stop is as good as Ctrl-C
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        out.print("Stopped. python -m bot demo --resume goes on from here.")
    finally:
        visit.leaving.set()
        metronome.shutdown()
        with visit.turning:
            keeper.keep()


def _kept(run: Callable[[], str], keeper: Keeper) -> Callable[[], str]:
    """A button that says so in words when it is refused, and after which everything is written down."""

    def kept() -> str:
        try:
            return run()
        except Refusal as no:
            return no.sentence
        finally:
            keeper.keep()

    return kept


def to_try(visit: Visit) -> str:
    owner = first_name(visit.stage.owner)
    return (
        "Time stands still there until a button moves it, and the rest of the team answers as it goes on. To try:\n"
        f"  1. Next check-in, then reply in its thread, and to what is asked back: {OWN_WORDS}\n"
        f"  2. Next Monday, then read the new digest in #{cast.CHANNEL}, or as {owner} in his messages with Candor.\n"
        "  3. Write /candor report in the messages with Candor.\n"
        "Ctrl-C stops it, and python -m bot demo --resume goes on from there."
    )


# setting up
def team_file(folder: Path, on: Stage) -> Path:
    """The team as its owner would declare it, in a file to be changed at will; one that is there already stays."""
    file = folder / TEAM_FILE
    if not file.exists():
        file.write_text(cast.team_file(on.channel.id, on.owner.id, TYPES).lstrip(), encoding="utf-8")
    return file


def to_set_up(on: Stage, file: Path, database: Path) -> str:
    """Three true lines about how a team is declared here."""
    slack = on.slack
    environment = f"SLACK_API_URL={slack.api_url} SLACK_BOT_TOKEN={slack.bot_token} DATABASE_URL=sqlite:///{database}"
    return (
        f"{len(on.team) + 2} people, a channel #{cast.CHANNEL}, and no team yet. The one {on.owner.name} wants is in {file}:\n"
        f"change it at will. The button “{SET_UP}” on the page applies it, and so does this in another terminal:\n"
        f"  {environment} \\\n    python -m bot team apply {file}\n"
        "Its people are asked once time moves on, which it does by the buttons of the page alone."
    )


def set_up(visit: Visit, file: Path) -> Control:
    """The button that does what `team apply` does."""

    def apply() -> str:
        try:
            changes = declare(visit.stage, file.read_text(encoding="utf-8"))
        except OSError:
            raise Refusal(f"{file} cannot be read.") from None
        visit.turn()
        more = f", and {len(changes) - 1} more changes" if len(changes) > 1 else ""
        return f"{changes[0]}{more}." if changes else "Nothing to change."

    return Control(SET_UP, apply, f"Does what python -m bot team apply {file} does.")


def still_to_set_up(visit: Visit, folder: Path) -> list[Control]:
    """The button for setting up again, where a demo was begun without a team."""
    file = folder / TEAM_FILE
    with visit.stage.bot.services.store.read() as session:
        return [] if teams.every(session) or not file.exists() else [set_up(visit, file)]
