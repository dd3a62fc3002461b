"""Saying something to one person where they are, so that only they see it. It owes nothing: they can simply ask again."""

from slack_sdk.webhook import WebhookClient

from bot.slack.incoming import Incoming
from bot.slack.views.blocks import escape

TIMEOUT = 2  # seconds: Slack is waiting for the acknowledgement


def replace(it: Incoming, text: str) -> None:
    """Say something in place of what was clicked, which is then gone."""
    if it.response_url:
        WebhookClient(it.response_url, timeout=TIMEOUT, retry_handlers=[]).send(text=escape(text), replace_original=True)


def whisper(it: Incoming, text: str) -> None:
    """An ephemeral answer to a click."""
    if it.response_url:
        WebhookClient(it.response_url, timeout=TIMEOUT, retry_handlers=[]).send(
            text=escape(text), response_type="ephemeral", replace_original=False
        )
