"""The doctor: checks what a running Candor needs, and says how to mend what is wrong. It changes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot import app as house
from bot import ask, deliver
from bot import settings as settings_module
from bot.domain import calendar
from bot.domain.refusal import Refusal
from bot.limits import keeping_of
from bot.services import Keeping
from bot.settings import Settings
from bot.slack.messenger import web_client
from storage import people
from storage.database import Store, WrongSchema

MANIFEST = Path(__file__).parent.parent / "manifest.yml"
CLOCK_MAY_DIFFER = 60  # seconds; Slack refuses signatures older than five minutes


@dataclass(frozen=True)
class Finding:
    what: str
    ok: bool
    detail: str


def examine(now: Callable[[], datetime]) -> Iterator[Finding]:
    """Every check, in the order in which things would go wrong."""
    try:
        settings = settings_module.load(("slack_bot_token",))
    except Refusal as no:
        yield Finding("settings", False, no.sentence)
        return
    yield Finding("settings", True, "read")
    yield _inbound(settings)
    database = _database(settings)
    yield database
    if database.ok:
        yield _delivery(settings, now)
        yield _holidays(settings)
        yield _keeping(settings)
    yield from _slack(web_client(settings.slack_bot_token, settings.slack_api_url), settings.slack_app_token, now)


def _inbound(settings: Settings) -> Finding:
    doors = [
        name for name, value in (("Socket Mode", settings.slack_app_token), ("HTTP", settings.slack_signing_secret)) if value
    ]
    mend = "set SLACK_APP_TOKEN for `run`, or SLACK_SIGNING_SECRET for `web`"
    return Finding("inbound", bool(doors), " and ".join(doors) or mend)


def _database(settings: Settings) -> Finding:
    store = Store(settings.database_url)
    try:
        store.require_current()
    except WrongSchema as wrong:
        return Finding("database", False, str(wrong))
    except SQLAlchemyError as error:
        return Finding("database", False, f"cannot be opened ({type(error).__name__}); check DATABASE_URL")
    finally:
        store.close()
    return Finding("database", True, store.url.render_as_string(hide_password=True))


def _delivery(settings: Settings, now: Callable[[], datetime]) -> Finding:
    """What a process without a port has no other way to show: whether letters leave, and what was never sent."""
    lent = house.services(settings, now)
    try:
        found, late = deliver.health(lent), ask.lateness(lent)
    finally:
        lent.store.close()
    waiting, doubtful = (found.letters.get(state, 0) for state in ("pending", "unknown"))
    numbers = (
        f"{waiting} letters waiting, {doubtful} in doubt, {found.duplicates} taken back; {found.unreachable} people cannot be "
        f"written to; in seven days {late.let_go} check-ins were too late to send, {late.called_off} called off"
    )
    return Finding("delivery", not found.why_ill, f"{found.why_ill}: {numbers}" if found.why_ill else numbers)


def _holidays(settings: Settings) -> Finding:
    """A newer library may have dropped a country somebody set: none of its holidays is off then, and nobody hears of it."""
    store = Store(settings.database_url)
    try:
        with store.read() as session:
            gone = [one for one in people.countries(session) if calendar.country(one) is None]
    finally:
        store.close()
    mend = "not known any more, so its holidays are no days off; set another, in the team's file or with /candor hours country"
    return Finding("holidays", not gone, f"{', '.join(gone)}: {mend}" if gone else "every country is known")


def _keeping(settings: Settings) -> Finding:
    """An admin may have set other lengths for their workspace."""
    store, ours = Store(settings.database_url), Keeping(settings.keep_words_days, settings.keep_rows_months)
    try:
        with store.read() as session:
            kept = {row.id: keeping_of(session, row.id, ours) for row in people.workspaces(session)}
    finally:
        store.close()
    others = "".join(f"; {_lengths(one)} in {name}, by its admins" for name, one in kept.items() if one != ours)
    return Finding("kept", True, f"{_lengths(ours)}{others}")


def _lengths(one: Keeping) -> str:
    return f"words {one.words_days} days, rows {one.rows_months} months"


def _slack(client: WebClient, app_token: str, now: Callable[[], datetime]) -> Iterator[Finding]:
    try:
        answer: Any = client.auth_test()
    except SlackApiError as refused:
        yield Finding(
            "bot token", False, f"Slack says {refused.response.get('error')}; install the app again and copy its token"
        )
        return
    except OSError:
        yield Finding("Slack", False, "cannot be reached; check the network and SLACK_API_URL")
        return
    yield Finding("bot token", True, f"{answer.get('user', 'the bot')} in {answer.get('team', 'the workspace')}")
    headers = {key.lower(): value for key, value in answer.headers.items()}
    yield _scopes(headers.get("x-oauth-scopes"))
    if app_token:
        yield _app_token(client, app_token)
    if "date" in headers:
        yield _clock(headers["date"], now())


def _app_token(client: WebClient, token: str) -> Finding:
    try:
        client.apps_connections_open(app_token=token)
    except SlackApiError as refused:
        mend = "make a new app-level token with the scope connections:write"
        return Finding("app token", False, f"Slack says {refused.response.get('error')}; {mend}")
    return Finding("app token", True, "opens a socket")


def _scopes(granted: str | None) -> Finding:
    wanted = set(yaml.safe_load(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"])
    if granted is None:
        return Finding("scopes", True, "Slack did not list them")
    missing = sorted(wanted - {scope.strip() for scope in granted.split(",")})
    return Finding(
        "scopes", not missing, f"missing {', '.join(missing)}; install the app again" if missing else "as in manifest.yml"
    )


def _clock(date: str, now: datetime) -> Finding:
    apart = abs((parsedate_to_datetime(date).astimezone(UTC) - now).total_seconds())
    detail = f"{apart:.0f} s apart from Slack's" if apart > 1 else "agrees with Slack's"
    return Finding("clock", apart <= CLOCK_MAY_DIFFER, detail)
