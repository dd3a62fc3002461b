"""A workspace whose app lives in processes that can be killed, and what its people saw in the end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import col, select

from bot import app as house
from bot import manage
from bot.domain import teamfile
from bot.settings import Settings
from sandbox import Counts, Person, Slack
from storage.database import Store
from storage.tables import Answer, CheckIn, Letter
from tests.faults.driver import Clock

ROOT = Path(__file__).parent.parent.parent
FIRST_DAY = datetime(2026, 7, 7, 15, 0, tzinfo=UTC)  # a Tuesday, at the hour the team is asked
KILLED = -signal.SIGKILL

TEAM = """
[[team]]
name = "Support"
owners = [{owner}]
people = [{people}]
task_types = ["Bug triage", "Customer reply", "Weekly report", "Escalation"]
zone = "UTC"
rhythm = {{kind = "fixed", days = ["tue", "thu"], time = "15:00"}}
"""


@dataclass(frozen=True)
class Child:
    """One process of the app."""

    pid: int
    port: int = 0


class Driver:
    """The parent of every process that is killed; see driver.py."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.driver"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def start(self, do: str, settings: Settings, clock: Clock, **more: Any) -> Child:
        """Fork a process, and return when it is about to begin."""
        wanted = {"do": do, "settings": settings.model_dump(mode="json"), "clock": str(clock.path), **more}
        return Child(**self._ask(wanted))

    def wait(self, child: Child) -> int:
        """How it ended: 0 by itself, -9 when it was killed."""
        return int(self._ask({"do": "wait", "pid": child.pid})["status"])

    def kill(self, child: Child) -> int:
        os.kill(child.pid, signal.SIGKILL)
        return self.wait(child)

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _ask(self, job: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline() or '{"status": "the driver has gone"}')
        return answer


@dataclass
class Scene:
    """One team on one database, asked on Tuesdays and Thursdays at three."""

    slack: Slack
    people: Sequence[Person]
    settings: Settings
    clock: Clock
    driver: Driver
    days: int = 0

    # the app at work
    def start(self, do: str, **more: Any) -> Child:
        return self.driver.start(do, self.settings, self.clock, **more)

    def run(self, do: str, **more: Any) -> int:
        """Let a process do its work to the end, or to its death; how it ended."""
        return self.driver.wait(self.start(do, **more))

    def serves(self, **more: Any) -> Child:
        """A process that hears what people do, by signed HTTP."""
        child = self.start("serve", **more)
        self.slack.events_url = f"http://127.0.0.1:{child.port}/slack/events"
        return child

    def restarts_and_settles(self) -> None:
        """A new process, ten minutes later, turns until nothing is owed any more."""
        self.clock.forward(minutes=10)
        assert self.run("settle") == 0

    def next_day(self) -> None:
        """It is three o'clock on the next day of asking. It was planned a week ahead, when the one before was settled."""
        day = FIRST_DAY + timedelta(weeks=self.days // 2, days=2 * (self.days % 2))
        if not self.days:
            assert self.run("turn") == 0
        self.days += 1
        self.clock.is_at(day)

    # what became of it
    def counts(self) -> Counts:
        """Every check-in that was to be asked, by what its person really saw; nothing else may be doubled either."""
        store = Store(self.settings.database_url)
        with store.read() as session:
            prompts = set(session.exec(select(Letter.key).where(Letter.kind == "prompt")))
        store.close()
        ledger = self.slack.ledger()
        asked = ledger.counts(prompts)
        anything = ledger.counts({one.key for one in ledger.seen() if one.key})
        wanted = len(self.people) * self.days
        return Counts(wanted, asked.lost + wanted - asked.expected, anything.doubled)

    def stored(self) -> tuple[int, int]:
        """How many check-ins and how many answers there are."""
        store = Store(self.settings.database_url)
        with store.read() as session:
            found = len(session.exec(select(CheckIn.id).where(col(CheckIn.queued_at).is_not(None))).all())
            answers = len(session.exec(select(Answer.id)).all())
        store.close()
        return found, answers


def all_were_asked_once(on: Scene) -> None:
    assert on.counts() == Counts(len(on.people) * on.days, lost=0, doubled=0)


@contextmanager
def scene(folder: Path, database_url: str, driver: Driver, people: int = 3) -> Iterator[Scene]:
    """A migrated, empty database gets a team. The sandbox does not recognise repeated posts, since Slack promises nothing."""
    clock = Clock(folder / "clock")
    clock.is_at(FIRST_DAY - timedelta(hours=3))
    with Slack(yaml.safe_load((ROOT / "manifest.yml").read_text()), clock, deduplicates=False) as slack:
        cast = [slack.person(f"p{number}") for number in range(people)]
        settings = Settings(
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_signing_secret=slack.signing_secret,
            slack_api_url=slack.api_url,
            database_url=database_url,
        )
        ids = ", ".join(f'"{one.id}"' for one in cast)
        services = house.services(settings, clock)
        plan = teamfile.read(TEAM.format(owner=f'"{cast[0].id}"', people=ids))
        manage.apply(services, manage.workspace_key(services), plan)
        services.store.close()
        yield Scene(slack, cast, settings, clock, driver)
