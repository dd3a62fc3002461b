"""The one place that sees every part, and puts them together. Nothing is opened before `build`, nothing is global."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from threading import Event
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot import ask, deliver, keep, manage, prove, report, review
from bot.pace import Sender
from bot.postman import Postman
from bot.services import Keeping, Parcel, Receipt, Services, TryLater, Whereabouts
from bot.settings import Settings
from bot.slack import switchboard
from bot.slack.messenger import SlackMessenger, web_client
from storage import people
from storage.database import Store, WrongSchema

THREADS = 16  # requests that are worked on at once, by either door
ANSWERS_WITHIN = 2.0  # seconds a request waits for the database: Slack waits three, and then it is too late to say so


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Bot:
    """The product, put together: what it borrows, its Slack side, and the thread that sends what is owed."""

    settings: Settings
    services: Services
    inbound: Services  # the same for whoever is being waited for
    slack: App
    postman: Postman
    leaving: Event = field(default_factory=Event)

    def turn(self) -> None:
        """One turn of each loop. Calling it more often than needed changes nothing. WrongSchema when the database has become
        newer than this code."""
        self.services.store.require_not_newer()
        for loop in (manage.follow, ask.turn, prove.turn, review.turn, report.turn, deliver.settle, keep.turn):
            if not self.leaving.is_set():
                loop(self.services)
        if not self.leaving.is_set():
            self.postman.expect(deliver.drain(self.services))

    def outdated(self) -> str:
        """Why this code may not go on working on its database, which has become newer; empty while it may."""
        try:
            self.services.store.require_not_newer()
        except WrongSchema as newer:
            return str(newer)
        return ""

    def leave(self) -> None:
        """Take up nothing new: after the letter in hand no other is sent, and what was owed stays owed."""
        self.leaving.set()

    def close(self) -> None:
        self.leave()
        self.postman.stop()
        deliver.leave(self.services)
        self.services.store.close()


class _UntilToldToLeave(SlackMessenger):
    """Sends until the process is about to stop; what comes after that is certainly not sent, and waits for the next one."""

    leaving: Event

    def send(self, parcel: Parcel) -> Receipt:
        if self.leaving.is_set():
            raise TryLater("the process stops", 0.0)
        return super().send(parcel)


def services(settings: Settings, now: Callable[[], datetime] = wall_clock, leaving: Event | None = None) -> Services:
    """What the verbs borrow; Slack's side of it is not asked anything yet."""
    store = Store(settings.database_url)
    client = web_client(settings.slack_bot_token, settings.slack_api_url)
    messenger = _UntilToldToLeave(client, _draw, lambda kind, payload: _written(store, kind, payload, now()))
    messenger.leaving = leaving or Event()
    keeping = Keeping(settings.keep_words_days, settings.keep_rows_months)
    return Services(store, messenger, now, sender=Sender(leaving=messenger.leaving), keeping=keeping)


def _written(store: Store, kind: str, payload: Mapping[str, Any], now: datetime) -> bytes:
    """The file a letter carries: all about its reader as it is now, or a report exactly as it was printed."""
    if kind == keep.KIND:
        return keep.as_file(store, payload["person"], now)
    if payload["format"] in prove.TABLES:
        return prove.as_csv(payload["print"]).encode()
    from bot import chart, page  # loads matplotlib, so only when it is wanted
    from bot.domain.digest import as_csv

    printed = report.again(payload["print"])
    if payload["format"] == "chart":
        return chart.png(printed)
    return (page.html(printed) if payload["format"] == "html" else as_csv(printed)).encode()


def _draw(payload: Mapping[str, Any]) -> bytes:
    """The chart of a digest's letter as a PNG."""
    from bot import chart  # loads matplotlib, so only when Slack would not draw the chart itself
    from bot.domain.digest import Bar, Digest

    bars = tuple(Bar(**bar) for bar in payload["chart"])
    team, period, response = payload["team"], payload["period"], payload["response"]
    return chart.png(Digest(team, period, date.min, date.min, response, (), bars, {}))


def build(
    settings: Settings, now: Callable[[], datetime] = wall_clock, after_listener: Callable[[], object] | None = None
) -> Bot:
    """Put it together, on a database whose schema is current; WrongSchema otherwise.

    Slack is asked once who we are; when it does not answer, what the database remembers will do. `after_listener` replaces
    waking the postman: what tests and the demo need to stay in step.
    """
    leaving = Event()
    lent = services(settings, now, leaving)
    lent.store.require_current()
    here = _whereabouts(lent)
    lent = replace(lent, workspace=here.workspace)  # the only one our token can send in
    postman = Postman(lambda: deliver.drain(lent), now)
    slack = App(
        name="candor",  # else Bolt walks the whole stack for one
        client=web_client(settings.slack_bot_token, settings.slack_api_url),
        signing_secret=settings.slack_signing_secret or None,
        authorize=_authorize(here, settings.slack_bot_token),
        process_before_response=True,  # in the request's own thread; Bolt's five would keep the sixth waiting for a 404
        listener_executor=ThreadPoolExecutor(THREADS, "listener"),
        logger=_quiet_logger(),
    )
    inbound = replace(lent, store=lent.store.hurried(ANSWERS_WITHIN))
    switchboard.connect(slack, inbound, after_listener or postman.poke)
    return Bot(settings, lent, inbound, slack, postman, leaving)


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
