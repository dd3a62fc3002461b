"""The digest's chart: drawn by Slack, or else a picture, or else words alone. Never at the price of a digest."""

from collections import Counter

import pytest

from sandbox import Message, Person, Slack
from tests.conftest import Cast, Running
from tests.conversing import digests, has_history_with_a_range, readers

DUE = "2026-07-13 09:00"
IN_WORDS = "The chart cannot be shown here. The lines above say all of it."


@pytest.fixture(autouse=True)
def history(bot: Running, cast: Cast) -> None:
    has_history_with_a_range(bot, cast)


def the_digest(person: Person) -> Message:
    (only,) = digests(person)
    return only


def kinds(message: Message) -> Counter[str]:
    return Counter(block["type"] for block in message.blocks)


def refused_charts_only(slack: Slack) -> None:
    """Everything refused so far was a chart; looked at, and forgotten."""
    assert slack.refusals
    assert {(no.method, no.error) for no in slack.refusals} == {("chat.postMessage", "invalid_blocks")}
    assert all("data_visualization" in no.detail for no in slack.refusals)
    slack.refusals.clear()


def test_slack_draws_the_chart_below_the_lines_about_time(bot: Running, cast: Cast) -> None:
    bot.until(DUE)
    message = the_digest(cast.mo)
    before, _, after = message.shown.partition("[chart: ")
    assert "Time by task type" in before
    assert "Bug triage" in before
    assert "(observed)]\nlowest that fits: Bug triage" in after


def test_the_chart_says_the_very_figures_that_the_lines_say(bot: Running, cast: Cast) -> None:
    bot.until(DUE)
    message = the_digest(cast.ada)
    (block,) = [block for block in message.blocks if block["type"] == "data_visualization"]
    low, best, high = (series["data"][0]["value"] for series in block["chart"]["series"])
    assert low <= best <= high
    for percent in (low, best, high):
        assert f"{abs(percent)} % {'less' if percent < 0 else 'more'}" in message.shown


def test_an_answer_to_a_command_carries_the_lines_alone(cast: Cast) -> None:
    answer = cast.mo.runs("/candor report")
    assert "best guess" in answer
    assert "chart" not in answer


def test_a_slack_that_knows_no_charts_gets_a_picture(bot: Running, cast: Cast) -> None:
    bot.slack.forgets_blocks("data_visualization")
    bot.until(DUE)
    for person in readers(cast):
        message = the_digest(person)
        assert kinds(message)["image"] == 1
        assert "[image: Time with AI against without, by task type" in message.shown
        assert "Bug triage" in message.text
    pictures = list(bot.slack.space.files.values())
    assert {file.name for file in pictures} == {"chart.png"}
    assert all(file.completed and (file.content or b"").startswith(b"\x89PNG") for file in pictures)
    assert not any(file.channels for file in pictures), "a picture is seen in its message and nowhere else"
    refused_charts_only(bot.slack)


def test_an_installation_that_declined_files_write_gets_words(bot: Running, cast: Cast, slack: Slack) -> None:
    scopes = slack.space.manifest.scopes
    object.__setattr__(slack.space.manifest, "scopes", scopes - {"files:write"})
    slack.forgets_blocks("data_visualization")
    bot.until(DUE)
    assert IN_WORDS in the_digest(cast.mo).shown
    assert {no.error for no in slack.refusals} == {"invalid_blocks", "missing_scope"}
    slack.refusals.clear()


def test_nobody_uploads_anything_where_slack_draws(bot: Running) -> None:
    bot.until(DUE)
    assert not any(call.method.startswith("files.") for call in bot.slack.calls)
