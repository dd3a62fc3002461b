"""Every journey runs on each database, and where people do something, by each door: the asking loop has none."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox import Slack
from tests.conftest import Cast, Running
from tests.reviewing import sets_standard

BY_BOTH_DOORS = {f"test_{name}" for name in ("thread", "form", "settling", "inbound", "started", "mydata", "forgetting")}
ON_ONE_ENGINE = {"test_whole_trials", "test_trials_meanwhile"}  # hundreds of gestures, each made on both engines elsewhere
BY_HTTP, BY_SOCKET = [("http", "sqlite"), ("http", "postgres")], [("socket", "sqlite")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if {"door", "database_url"} <= set(metafunc.fixturenames):
        here = metafunc.module.__name__.rpartition(".")[2]
        on = BY_HTTP[:1] if here in ON_ONE_ENGINE else BY_HTTP
        variants = on + (BY_SOCKET if here in BY_BOTH_DOORS else [])
        names = [f"{door}-{engine}" for door, engine in variants]
        metafunc.parametrize(("door", "database_url"), variants, indirect=True, ids=names)


@pytest.fixture(autouse=True)
def nothing_anybody_said_is_logged(
    slack: Slack, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """No journey may leave a person's words, or a token, in a log."""
    caplog.set_level("DEBUG", logger="slack_bolt.candor")
    yield
    captured = capsys.readouterr()
    logged = captured.out + captured.err + caplog.text
    for secret in (slack.bot_token, slack.app_token, slack.signing_secret, "/response/"):
        assert secret not in logged
    for delivery in slack.deliveries:
        for words in _said(delivery.payload):
            assert words not in logged


@pytest.fixture
def reviewing(bot: Running, cast: Cast) -> None:
    """Support reviews four pieces a week, and its people are asked on Tuesday afternoon."""
    assert sets_standard(cast.mo)
    bot.until("2026-07-07 15:00")


def _said(payload: dict[str, Any]) -> Iterator[str]:
    """What a person typed, in a message, a form or a command."""
    command = str(payload.get("text") or "").partition(" ")[2]  # its first word is ours, the rest is theirs
    yield from filter(_telling, [payload.get("event", {}).get("text") or "", command])
    for block in payload.get("view", {}).get("state", {}).get("values", {}).values():
        yield from filter(_telling, [str(element.get("value") or "") for element in block.values()])


def _telling(words: str) -> bool:
    """Long enough not to be found by accident."""
    return len(words) >= 6
