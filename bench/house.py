"""The real app on the sandbox, with a team of four or more: in this process on a clock of ours, or ready for one of its own."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml
from werkzeug.serving import make_server

from bot import app as house
from bot import deliver, manage
from bot.domain import teamfile
from bot.settings import Settings
from bot.web import create
from sandbox import Person, Slack
from storage.database import Store

ROOT = Path(__file__).parent.parent
CAST = ("ada", "ben", "cleo", "dan")

TEAM = """
[[team]]
name = "Support"
owners = [{owner}]
people = [{people}]
task_types = ["Bug triage", "Customer reply", "Weekly report", "Escalation"]
zone = "UTC"
rhythm = {{kind = "fixed", days = ["tue", "thu"], time = "15:00"}}
"""


@dataclass
class Scene:
    """A sandbox with its people, and the settings of an app whose database is migrated and has the team in it."""

    slack: Slack
    people: tuple[Person, ...]
    settings: Settings

    def all_was_well(self) -> None:
        """What Slack would have refused must not count as done."""
        if self.slack.refusals:
            raise RuntimeError(f"the sandbox refused: {self.slack.refusals[:3]}")


@contextmanager
def scene(folder: Path, now: Callable[[], datetime] = house.wall_clock, cast: Sequence[str] = CAST) -> Iterator[Scene]:
    with Slack(yaml.safe_load((ROOT / "manifest.yml").read_text()), now) as slack:
        people = tuple(slack.person(short) for short in cast)
        settings = Settings(
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_signing_secret=slack.signing_secret,
            slack_api_url=slack.api_url,
            database_url=f"sqlite:///{folder / 'candor.db'}",
        )
        _declare(settings, now, [person.id for person in people])
        yield Scene(slack, people, settings)


def _declare(settings: Settings, now: Callable[[], datetime], users: Sequence[str]) -> None:
    """What `migrate` and `team apply` do."""
    store = Store(settings.database_url)
    store.migrate()
    store.close()
    services = house.services(settings, now)
    quoted = [f'"{user}"' for user in users]
    plan = teamfile.read(TEAM.format(owner=quoted[0], people=", ".join(quoted)))
    manage.apply(services, manage.workspace_key(services), plan)
    services.store.close()


@dataclass
class Clock:
    moment: datetime = datetime(2026, 7, 6, 8, 0, tzinfo=UTC)  # a Monday

    def __call__(self) -> datetime:
        return self.moment


@contextmanager
def in_step(on: Scene, clock: Clock) -> Iterator[house.Bot]:
    """The app in this process, behind signed HTTP. What it owes is sent before the person's next move."""
    bot = house.build(on.settings, clock, after_listener=lambda: None)
    server = make_server("127.0.0.1", 0, create(bot), threaded=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    on.slack.events_url = f"http://127.0.0.1:{server.server_port}/slack/events"
    on.slack.after_delivery[:] = [lambda: deliver.drain(bot.services)]
    try:
        yield bot
    finally:
        server.shutdown()
        server.server_close()
        bot.close()
