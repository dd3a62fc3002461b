"""One call of Slack's Web API, and for certain how it ended: what Slack refuses in words, what never arrived, or doubt."""

import re
import socket
import ssl
from collections.abc import Callable, Mapping
from typing import Any
from urllib.error import HTTPError, URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.services import InDoubt, TryLater, Undeliverable, Whose

UNREACHABLE_SECONDS = 15.0

# "It's possible some aspect of the operation succeeded before the error was raised", in Slack's words.
_UNSURE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"})
# Nobody can be written to there any more; and nobody anywhere, because the token is no longer good.
_GONE = frozenset(
    {
        *("user_disabled", "user_not_found", "user_not_visible", "cannot_dm_bot", "messages_tab_disabled"),
        *("channel_not_found", "is_archived", "not_in_channel"),
    }
)
_TOKEN = frozenset({"token_revoked", "token_expired", "invalid_auth", "account_inactive", "not_authed"})
_IN_WORDS = re.compile("[a-z_]+")  # as Slack refuses; the SDK puts a page that is no JSON in its place, body and all


class Api:
    """Slack, as the token of one workspace may call it."""

    def __init__(self, client: WebClient) -> None:
        self.client = client

    def call(self, method: Callable[..., Any], **arguments: Any) -> Any:
        try:
            return method(**arguments)
        except SlackApiError as refused:
            raise _refused(refused, method.__name__.replace("_", ".", 1)) from None
        except (URLError, OSError, SlackClientError) as gone:
            raise lost(gone) from None


def patience(headers: Mapping[str, str]) -> float:
    """The seconds of a Retry-After; where there is none that can be read, half of the minute that Slack counts in."""
    named = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(named) if named.strip().isdecimal() else 30.0


def _refused(error: SlackApiError, method: str) -> Exception:
    response = error.response
    status, headers = getattr(response, "status_code", 0), getattr(response, "headers", {})
    reason = response.get("error", "") if hasattr(response, "get") else ""
    if status == 429 or reason == "ratelimited":
        return TryLater("ratelimited", patience(headers), method)
    if status >= 500 or not _IN_WORDS.fullmatch(reason) or reason in _UNSURE:
        return InDoubt(reason if _IN_WORDS.fullmatch(reason) else f"HTTP {status}, no answer in words")
    whose = Whose.WORKSPACE if reason in _TOKEN else Whose.ADDRESS if reason in _GONE else Whose.LETTER
    return Undeliverable(reason, whose)


def lost(error: Exception) -> Exception:
    """Only a refused connection, an unknown host or a bad certificate proves that nothing arrived."""
    reason = getattr(error, "reason", error)
    never_arrived = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
    if isinstance(reason, never_arrived) and not isinstance(error, HTTPError):
        return TryLater(type(reason).__name__, UNREACHABLE_SECONDS)
    return InDoubt(type(reason).__name__)
