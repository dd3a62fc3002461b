"""The state file: what `--resume` goes on from. The story's moment and the carried Slack; the database lies beside it.

It is written after everything somebody does, and at least every second while time moves, into another file that then takes
its place. Whoever ends the demo the hard way loses a second at most, and time never goes back behind what the database knows.
"""

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import func
from sqlmodel import select

from bot.demo.stage import Stage
from bot.domain.refusal import Refusal
from sandbox.records import Json
from sandbox.saved import saved
from storage.database import Store
from storage.tables import CheckIn

VERSION = 1
EVERY = 1.0  # seconds, while much is going on


@dataclass(frozen=True)
class Kept:
    """What was left."""

    seed: int
    moment: datetime
    port: int
    slack: Json


@dataclass
class Keeper:
    """Writes down how things stand."""

    stage: Stage
    seed: int
    file: Path
    _last: float = 0.0
    _known: tuple[int, datetime] | None = None
    _writing: Lock = field(default_factory=Lock)

    def now_and_then(self) -> None:
        if time.monotonic() - self._last >= EVERY:
            self.keep()

    def keep(self) -> None:
        """Write it down, unless nothing has changed since."""
        slack, clock = self.stage.slack, self.stage.clock
        with self._writing:
            with slack.space.lock:
                known = slack.space.pulse.number, clock()
                if known == self._known:
                    return
                found = {"version": VERSION, "seed": self.seed, "moment": clock().isoformat(), "slack": saved(slack)}
                text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
            beside = self.file.with_suffix(".new")
            beside.write_text(text, encoding="utf-8")
            beside.replace(self.file)
            self._known, self._last = known, time.monotonic()


def left(file: Path, database: Path) -> Kept:
    """What an earlier demo left there; a Refusal in words when there is nothing to go on from."""
    again = "Play it afresh with python -m bot demo."
    if not file.is_file() or not database.is_file():
        raise Refusal(f"There is no demo to go on with: {file} or {database} is missing. {again}")
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        whole = isinstance(found, dict) and found.get("version") == VERSION
    except ValueError:
        whole = False
    if not whole:
        raise Refusal(f"{file} was written by another version of Candor, or is damaged. {again}")
    slack = found["slack"]
    moment = max(datetime.fromisoformat(found["moment"]), _last_known(database))
    return Kept(found["seed"], moment, int(slack["url"].rpartition(":")[2]), slack)


def _last_known(database: Path) -> datetime:
    """The latest moment at which anything happened to a check-in."""
    store = Store(f"sqlite:///{database}")
    try:
        with store.read() as session:
            moments = session.exec(select(func.max(CheckIn.asked_at), func.max(CheckIn.settled_at))).one()
    finally:
        store.close()
    return max((moment for moment in moments if moment), default=datetime.min.replace(tzinfo=UTC))
