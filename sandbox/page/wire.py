"""What app and Slack said to each other, for the inspector: the newest first, and without anything that opens a door."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sandbox.records import Json

if TYPE_CHECKING:
    from sandbox.slack import Slack

# token, signing secret, trigger, response_url, upload address: whoever has one may act
SECRET_KEYS = {"token", "trigger_id", "response_url", "response_urls", "upload_url", "authorization", "signature"}
_TOKEN = re.compile(r"\b(x(?:ox[a-z]|app))-[\w.-]+")
_ADDRESS = re.compile(r"(/response/|/upload/|[?&]ticket=)[\w.-]+")


def exchanges(slack: Slack) -> list[Json]:
    """The last exchanges, newest first."""
    secrets = [slack.bot_token, slack.app_token, slack.signing_secret]
    return [
        {
            "number": one.number,
            "kind": one.kind,
            "name": one.name,
            "ok": one.ok,
            "at": one.at.timestamp(),
            "request": masked(one.request, secrets),
            "answer": masked(one.answer, secrets),
        }
        for one in reversed(slack.space.exchanges.copy())
    ]


def masked(part: Any, secrets: list[str], key: str = "") -> Any:
    """The same, with nothing left that opens a door."""
    if isinstance(part, dict):
        return {name: masked(value, secrets, name) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [masked(one, secrets, key) for one in part]
    if not isinstance(part, str):
        return part
    if key.lower() in SECRET_KEYS:
        return _TOKEN.sub(r"\1-…", part) if _TOKEN.fullmatch(part) else "…"
    part = _ADDRESS.sub(r"\1…", _TOKEN.sub(r"\1-…", part))
    for secret in secrets:
        part = part.replace(secret, "…")
    return part
