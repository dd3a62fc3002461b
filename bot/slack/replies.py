"""Saying something to one person where they are, so that only they see it. It owes nothing: they can simply ask again."""

from typing import Any

import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.slack.incoming import Incoming
from bot.slack.views.blocks import escape

log = structlog.get_logger()

TIMEOUT = 2  # seconds: Slack is waiting for the acknowledgement


def replace(it: Incoming, text: str) -> None:
    """Say something in place of what was clicked, which is then gone."""
    if it.response_url:
        WebhookClient(it.response_url, timeout=TIMEOUT, retry_handlers=[]).send(text=escape(text), replace_original=True)


def instead(it: Incoming, view: dict[str, Any]) -> None:
    """In the window that is open. It may be closed by now, and what was done is stored all the same."""
    try:
        it.client.views_update(view_id=it.view["id"], view=view)
    except (SlackClientError, OSError) as error:
        log.warning("window stays as it was", error=type(error).__name__)


def show(it: Incoming, view: dict[str, Any]) -> None:
    """In the window that is open, else in a new one."""
    if it.in_window:
        instead(it, view)
    else:
        it.client.views_open(trigger_id=it.trigger, view=view)


def over(it: Incoming, view: dict[str, Any]) -> None:
    """Over the window that is open, which stays; or as a window of its own."""
    opens = it.client.views_push if it.in_window else it.client.views_open
    opens(trigger_id=it.trigger, view=view)


def whisper(it: Incoming, text: str) -> None:
    """An ephemeral answer to a click."""
    if it.response_url:
        WebhookClient(it.response_url, timeout=TIMEOUT, retry_handlers=[]).send(
            text=escape(text), response_type="ephemeral", replace_original=False
        )


def beside(it: Incoming, message: dict[str, Any]) -> None:
    """Say something to whoever has just written in a thread, there, so that only they see it. It may get lost."""
    event = it.event
    where = {"channel": event["channel"], "user": it.actor.user, "thread_ts": event["thread_ts"]}
    try:
        it.client.chat_postEphemeral(**where, **message)
    except (SlackClientError, OSError) as error:
        log.warning("not said beside it", error=type(error).__name__)
