"""One cast, one clock, one Slack. A test that takes `bot` runs the real app against the sandbox.

Ada answers, Ben never does, Mo owns both their team, Zoe is a stranger, Gus a guest, Root the admin. Cleo, Dan and Eli are
colleagues, because nothing is ever shown of fewer than five.
"""

import gc
import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import structlog
import yaml
from sqlalchemy import Engine, event
from sqlmodel import Session
from werkzeug.serving import make_server

from bot import app as house
from bot import deliver, manage
from bot.domain import teamfile
from bot.settings import Settings
from bot.slack.socket import Socket
from bot.web import create
from sandbox import Person, Slack
from storage import database
from storage.database import Store
from tests import postgres

ROOT = Path(__file__).parent.parent
BERLIN = "Europe/Berlin"

SUPPORT = """
[[team]]
name = "Support"
owners = ["U0MO"]
people = ["U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"]
task_types = ["Bug triage", "Customer reply", "Weekly report", "Escalation"]
zone = "Europe/Berlin"
rhythm = {kind = "fixed", days = ["tue", "thu"], time = "15:00"}
"""


IN_ITS_CHANNEL = SUPPORT.replace(
    'people = ["U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"]', 'channel = "C0SUPPORT"'
).replace('time = "15:00"', 'time = "15:00", place = "channel"')


class Clock:
    """The time, as the test says it is. A Tuesday morning in July to begin with."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 7, 7, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def is_at(self, local: str, zone: str = BERLIN) -> None:
        """For example "2026-07-07 15:00"."""
        self.moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)

    def forward(self, **how_long: float) -> None:
        self.moment += timedelta(**how_long)


@dataclass
class Cast:
    ada: Person
    ben: Person
    cleo: Person
    dan: Person
    eli: Person
    mo: Person
    zoe: Person
    gus: Person
    root: Person
    stranger_from_elsewhere: Person


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays to the end: the collector need not look through it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def _logging_as_before() -> Iterator[None]:
    """A command that was run in here has pointed the logs at a stream that is gone by now."""
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    structlog.reset_defaults()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())
    return loaded


@pytest.fixture
def slack(manifest: dict[str, Any], clock: Clock) -> Iterator[Slack]:
    """The sandbox. Whatever the bot asks of it that Slack would refuse fails the test."""
    with Slack(manifest, clock) as sandbox:
        yield sandbox
        assert sandbox.refusals == []


@pytest.fixture
def cast(slack: Slack) -> Cast:
    return everybody(slack)


def everybody(slack: Slack) -> Cast:
    return Cast(
        ada=slack.person("ada", "Ada Lovelace", BERLIN),
        ben=slack.person("ben", "Ben Nevis", BERLIN),
        cleo=slack.person("cleo", "Cleo Patra", BERLIN),
        dan=slack.person("dan", "Dan Ube", BERLIN),
        eli=slack.person("eli", "Eli Sabeth", BERLIN),
        mo=slack.person("mo", "Mo Zart", BERLIN),
        zoe=slack.person("zoe", "Zoe Logy", BERLIN),
        gus=slack.person("gus", "Gus Tav", BERLIN, guest=True),
        root=slack.person("root", "Root Vegetable", BERLIN, admin=True),
        stranger_from_elsewhere=slack.person("far", "Far Away", "Asia/Tokyo", team="T0OTHER"),
    )


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without rows, made once and copied for every test."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    store = Store(f"sqlite:///{path}")
    store.migrate()
    store.close()
    return path


@pytest.fixture(scope="session")
def one_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """SQLAlchemy keeps the statements it has compiled with their engine, so all tests have one engine for one address.

    Gives the address of the SQLite that every test finds empty. The engine's connections are new for each.
    """
    path, own = tmp_path_factory.mktemp("own") / "candor.db", database._engine

    @cache
    def kept(url: str) -> Engine:
        engine = own(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _never_waits_for_the_disk)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_engine", lambda url: kept(url) if str(path) in url or "candor_test_" in url else own(url))
        yield path


def _never_waits_for_the_disk(connection: Any, _record: object) -> None:
    """Nobody pulls the plug in these tests, and the PostgreSQL beside them does not wait either."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def database_url(request: pytest.FixtureRequest, one_engine: Path) -> str:
    """An empty database of the engine the test is run on; SQLite unless parametrised by `engine`."""
    if getattr(request, "param", "sqlite") == "postgres":
        return postgres.emptied(request)
    return emptied(one_engine, request.getfixturevalue("empty_sqlite"))


def emptied(one_engine: Path, empty: Path) -> str:
    """The address of the SQLite all tests share, empty again."""
    url = f"sqlite:///{one_engine}"
    database._engine(url).dispose()
    for file in one_engine.parent.glob(f"{one_engine.name}*"):
        file.unlink()
    shutil.copy(empty, one_engine)
    return url


@dataclass
class Running:
    """The app at work: what tests do to it besides acting in Slack."""

    bot: house.Bot
    slack: Slack
    clock: Clock
    restart: Callable[[], None]

    def turn(self) -> None:
        self.bot.turn()

    def until(self, local: str, zone: str = BERLIN) -> None:
        """Go to a local time and take a turn there."""
        self.clock.is_at(local, zone)
        self.bot.turn()

    def apply(self, toml: str) -> list[str]:
        services = self.bot.services
        return manage.apply(services, manage.workspace_key(services), teamfile.read(toml))

    def rows(self) -> Any:
        """A reading session on the database."""
        return self.bot.services.store.read()


@pytest.fixture
def door(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the app."""
    return str(getattr(request, "param", "http"))


@pytest.fixture
def bot(slack: Slack, cast: Cast, clock: Clock, database_url: str, door: str) -> Iterator[Running]:
    """The real app, connected to the sandbox by `door`, with the Support team declared."""
    with at_work(slack, clock, database_url, door) as running:
        assert cast.mo.id in SUPPORT
        running.apply(SUPPORT)
        running.turn()
        yield running


@contextmanager
def at_work(slack: Slack, clock: Clock, database_url: str, door: str = "http") -> Iterator[Running]:
    """The real app on a database that is migrated, without any team."""
    settings = Settings(
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_signing_secret=slack.signing_secret,
        slack_api_url=slack.api_url,
        database_url=database_url,
    )
    closing: list[Callable[[], None]] = []

    def start() -> house.Bot:
        built = house.build(settings, clock, after_listener=lambda: None)
        closing.append(_connect(built, slack, door))
        slack.after_delivery[:] = [lambda: deliver.drain(built.services)]
        return built

    def restart() -> None:
        closing.pop()()
        running.bot = start()

    running = Running(start(), slack, clock, restart)
    try:
        yield running
    finally:
        closing.pop()()


def _connect(built: house.Bot, slack: Slack, door: str) -> Callable[[], None]:
    if door == "socket":
        socket = Socket(built.slack, slack.app_token, built.services.now, threads=2)
        socket.connect()
        slack.wait_connected()

        def hang_up() -> None:
            with slack.letting_go():
                socket.close()
            built.close()

        return hang_up
    server = make_server("127.0.0.1", 0, create(built), threaded=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    slack.events_url = f"http://127.0.0.1:{server.server_port}/slack/events"

    def shut() -> None:
        server.shutdown()
        server.server_close()
        built.close()

    return shut


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    store = Store(database_url)
    with store.begin() as opened:
        yield opened
    store.close()
