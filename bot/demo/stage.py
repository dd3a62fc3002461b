"""The stage: a Slack carried along, the real app on it over Socket Mode, and a clock that goes where the story is."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import yaml

from bot import app as house
from bot import deliver, manage
from bot.demo import cast
from bot.domain import teamfile
from bot.domain.refusal import Refusal
from bot.settings import Settings, load
from bot.slack.socket import Socket
from sandbox import Channel, Person, Slack
from sandbox.records import Json
from sandbox.saved import restored
from storage.database import Store

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


class Clock:
    """The story's time. It stands still until it is moved, and never goes back."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def __call__(self) -> datetime:
        return self._moment

    def reach(self, moment: datetime) -> None:
        self._moment = max(self._moment, moment)

    def forward(self, seconds: float) -> None:
        self._moment += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Stage:
    """Everything the play needs at hand."""

    slack: Slack
    bot: house.Bot
    clock: Clock
    team: dict[str, Person]
    owner: Person
    stranger: Person
    channel: Channel


@contextmanager
def staged(port: int, database: Path, begins: datetime, kept: Json | None = None) -> Iterator[Stage]:
    """Put everything up, and take it down in order. Nobody has declared a team, unless a workspace that was kept has one."""
    require_free(port)
    clock = Clock(begins)
    slack = Slack(yaml.safe_load(MANIFEST.read_text(encoding="utf-8")), clock, name="Candor Demo")
    slack.start(port)
    try:
        people = restored(slack, kept) if kept else _everybody(slack)
        team = {role.short: people[role.short] for role in cast.TEAM}
        channel = next(one for one in slack.space.channels.values() if one.name == cast.CHANNEL)
        with _app(slack, clock, database) as bot:
            yield Stage(slack, bot, clock, team, people[cast.OWNER.short], people[cast.STRANGER.short], channel)
    finally:
        slack.stop()


def declare(on: Stage, file: str) -> list[str]:
    """Declare a team as `team apply` does; what changed, a line each."""
    services = on.bot.services
    return manage.apply(services, manage.workspace_key(services), teamfile.read(file))


def _everybody(slack: Slack) -> dict[str, Person]:
    """The cast, and the channel the team is in."""
    people = {role.short: slack.person(role.short, role.name, role.zone) for role in (*cast.TEAM, cast.OWNER, cast.STRANGER)}
    slack.channel(cast.CHANNEL, [people[role.short] for role in cast.TEAM])
    return people


@contextmanager
def _app(slack: Slack, clock: Clock, database: Path) -> Iterator[house.Bot]:
    """The app as `run` starts it; what it owes is sent before anybody on stage goes on."""
    settings = load(
        environment={
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": f"sqlite:///{database}",
        }
    )
    _fresh(settings)
    bot = house.build(settings, clock, after_listener=lambda: None)
    door = Socket(bot.slack, slack.app_token, clock, threads=house.THREADS)
    try:
        door.connect()
        slack.wait_connected()
        slack.after_delivery.append(lambda: deliver.drain(bot.services))
        yield bot
    finally:
        with slack.letting_go():
            door.close()
        bot.close()


def _fresh(settings: Settings) -> None:
    store = Store(settings.database_url)
    store.migrate()
    store.close()


def is_free(port: int) -> bool:
    try:
        require_free(port)
    except Refusal:
        return False
    return True


def require_free(port: int) -> None:
    """Refused in words when somebody else has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as why:
            taken = getattr(why, "errno", None) == errno.EADDRINUSE
            reason = "is taken by another program" if taken else "cannot be used"
            raise Refusal(f"Port {port} {reason}. Choose another with --port, or leave it out.") from None


def empty_folder(folder: Path, names: tuple[str, ...]) -> None:
    """Make the folder and clear away what an earlier run left there; refused in words when that is not possible."""
    try:
        folder.mkdir(exist_ok=True)
        for name in names:
            (folder / name).unlink(missing_ok=True)
        (folder / names[0]).touch()
    except OSError as why:
        here = folder.absolute()
        raise Refusal(f"The demo cannot write to {here} ({why.strerror}). Run it in a folder you may write to.") from None
