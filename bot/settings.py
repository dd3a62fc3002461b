"""Every environment variable, once. All that is wrong is named at once, with an example, before anything starts."""

import os
import re
from collections.abc import Collection, Mapping
from typing import Literal

from dotenv import dotenv_values
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.refusal import Refusal

SLACK = "https://slack.com/api/"


class Settings(BaseSettings):
    """Frozen once read. An empty variable counts as not set."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, extra="ignore")

    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_api_url: str = SLACK
    database_url: str = "sqlite:///candor.db"
    port: int = 3000
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    keep_words_days: int = 90
    keep_rows_months: int = 24


_SHAPES: Mapping[str, tuple[str, str]] = {
    "slack_bot_token": (r"xoxb-\S{8,}", "xoxb-… (the app's page, OAuth & Permissions, Bot User OAuth Token)"),
    "slack_app_token": (r"xapp-\S{8,}", "xapp-… (the app's page, Basic Information, App-Level Tokens)"),
    "slack_signing_secret": (r"[\w-]{16,}", "32 letters and digits (the app's page, Basic Information, Signing Secret)"),
    "slack_api_url": (r"https?://\S+/", "https://slack.com/api/"),
    "port": (r"[1-9]\d{0,4}", "3000"),
    "log_level": ("DEBUG|INFO|WARNING|ERROR", "INFO, or DEBUG, WARNING or ERROR"),
    "log_format": ("text|json", "text or json"),
    "keep_words_days": (r"[1-9]\d{0,3}", "90"),
    "keep_rows_months": (r"1[2-9]|[2-9]\d|[1-9]\d\d", "24, and at least 12, because a report may be about a year"),
    "database_url": (r"(sqlite:///|postgres(ql)?(\+psycopg)?://)\S+", "sqlite:///candor.db or postgresql://user@host/candor"),
}


class BadSettings(Refusal):
    """These settings are missing or malformed."""


def load(needs: Collection[str] = (), environment: Mapping[str, str] | None = None) -> Settings:
    """Read `.env` and the environment. BadSettings names everything needed that is missing, and everything malformed."""
    sources = (dotenv_values(".env"), os.environ) if environment is None else (environment,)
    known = Settings.model_fields
    raw: dict[str, str] = {}
    for source in sources:
        raw |= {name.lower(): value for name, value in source.items() if value and name.lower() in known}
    given = {**{name: field.default for name, field in known.items()}, **raw}
    faults = [fault for name in _SHAPES if (fault := _fault(name, str(given[name]), required=name in needs))]
    if faults:
        raise BadSettings("\n".join(["Some settings need your attention:", *(f"  {fault}" for fault in faults)]))
    return Settings.model_validate(raw)


def _fault(name: str, value: str, *, required: bool) -> str | None:
    shape, example = _SHAPES[name]
    if not value:
        return f"{name.upper()} is not set, for example {example}" if required else None
    if not re.fullmatch(shape, value):
        return f"{name.upper()} does not look right; expected {example}"
    return None
