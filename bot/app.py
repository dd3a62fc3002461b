"""The one place that sees every part, and puts them together. Nothing is opened before `build`, nothing is global."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot import ask, deliver, manage, report
from bot.postman import Postman
from bot.services import Services, Whereabouts
from bot.settings import Settings
from bot.slack import switchboard
from bot.slack.messenger import SlackMessenger, web_client
from storage import people
from storage.database import Store


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Bot:
    """The product, put together: what it borrows, its Slack side, and the thread that sends what is owed."""

    settings: Settings
    services: Services
    slack: App
    postman: Postman

    def turn(self) -> None:
        """One turn of each loop. Calling it more often than needed changes nothing."""
        ask.turn(self.services)
        report.turn(self.services)
        deliver.settle(self.services)
        deliver.drain(self.services)

    def close(self) -> None:
        self.postman.stop()
        self.services.store.close()


def services(settings: Settings, now: Callable[[], datetime] = wall_clock) -> Services:
    """What the verbs borrow; Slack's side of it is not asked anything yet."""
    client = web_client(settings.slack_bot_token, settings.slack_api_url)
    return Services(Store(settings.database_url), SlackMessenger(client, _draw), now)


def _draw(payload: Mapping[str, Any]) -> bytes:
    """The chart of a digest's letter as a PNG."""
    from bot import chart  # loads matplotlib, so only when Slack would not draw the chart itself
    from bot.domain.digest import Bar, Digest

    bars = tuple(Bar(**bar) for bar in payload["chart"])
    team, period, response = payload["team"], payload["period"], payload["response"]
    return chart.png(Digest(team, period, date.min, date.min, response, (), bars, {}))


def build(
    settings: Settings, now: Callable[[], datetime] = wall_clock, after_listener: Callable[[], None] | None = None
) -> Bot:
    """Put it together, on a database whose schema is current; WrongSchema otherwise.

    Slack is asked once who we are; when it does not answer, what the database remembers will do. `after_listener` replaces
    waking the postman: what tests and the demo need to stay in step.
    """
    lent = services(settings, now)
    lent.store.require_current()
    here = _whereabouts(lent)
    postman = Postman(lambda: deliver.drain(lent))
    slack = App(
        client=web_client(settings.slack_bot_token, settings.slack_api_url),
        signing_secret=settings.slack_signing_secret or None,
        authorize=_authorize(here, settings.slack_bot_token),
        process_before_response=True,
        logger=_quiet_logger(),
    )
    switchboard.connect(slack, lent, after_listener or postman.poke)
    return Bot(settings, lent, slack, postman)


def _whereabouts(lent: Services) -> Whereabouts:
    key = manage.workspace_key(lent)
    with lent.store.begin() as session:
        row = people.workspace(session, key)
        return Whereabouts(row.id, row.name, row.bot_id, row.bot_user)


def _authorize(here: Whereabouts, token: str) -> Callable[..., AuthorizeResult]:
    """Who we are, without asking Slack: its default asks at each event, and drops the event when that fails."""

    def authorize(enterprise_id: str | None, team_id: str | None, client: WebClient) -> AuthorizeResult:
        del team_id, client
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=here.workspace,
            bot_id=here.bot_id,
            bot_user_id=here.bot_user,
            bot_token=token,
        )

    return authorize


def _quiet_logger() -> logging.Logger:
    logger = logging.getLogger("slack_bolt.candor")
    logger.setLevel(logging.ERROR)  # its warnings quote requests
    return logger
