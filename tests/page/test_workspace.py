"""The workspace on the page: acting as anybody, unread marks, words that stay words, controls, the inspector."""

from __future__ import annotations

import json
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient

from sandbox import Control, Slack
from tests.conftest import Cast, Running
from tests.page.conftest import Screen

NASTY = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"


@pytest.fixture
def client(slack: Slack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def test_acting_as_somebody_else_shows_their_conversations_only(bot: Running, cast: Cast, screen: Screen) -> None:
    bot.slack.channel("support", [cast.ada, cast.ben])
    bot.slack.channel("board", [cast.mo], private=True)
    bot.until("2026-07-07 15:00")
    cast.ada.replies("bug triage")
    screen.shows(cast.ada)
    places = screen.page.get_by_role("navigation", name="Conversations").get_by_role("link")
    expect(places).to_contain_text(["Candor", "support"])
    expect(screen.conversation).to_contain_text("2 replies")
    screen.page.get_by_role("combobox", name="Act as").select_option("Mo Zart")
    expect(places).to_contain_text(["Candor", "board"])
    expect(screen.conversation.get_by_role("article")).to_have_count(1)
    expect(screen.conversation).not_to_contain_text("replies")
    screen.page.get_by_role("combobox", name="Act as").select_option("Zoe Logy")
    expect(places).to_contain_text(["Candor"])
    expect(screen.conversation).to_have_text("Nothing here yet.")


def test_unread_marks_go_when_it_is_read_and_come_with_what_is_new(
    slack: Slack, cast: Cast, screen: Screen, client: WebClient
) -> None:
    support = slack.channel("support", [cast.ada, cast.ben])
    slack.person("long", "Somebody else")
    client.chat_postMessage(channel=support.id, text="one")
    client.chat_postMessage(channel=support.id, text="two")
    screen.shows(cast.ada)
    link = screen.page.get_by_role("link", name="support")
    expect(link).to_contain_text("2 unread")
    expect(screen.page).to_have_title("(2) Candor Test")
    link.click()
    expect(screen.conversation.get_by_role("separator", name="New")).to_be_visible()
    expect(link).not_to_contain_text("unread")
    screen.page.get_by_role("link", name="Candor", exact=True).click()
    client.chat_postMessage(channel=support.id, text="three")
    expect(link).to_contain_text("1 unread")
    screen.shows(cast.ben)
    expect(link).to_contain_text("3 unread")


def test_nothing_that_anybody_writes_becomes_markup(slack: Slack, cast: Cast, screen: Screen, client: WebClient) -> None:
    nasty = slack.person("nasty", NASTY)
    support = slack.channel("support", [cast.ada, nasty])
    words = {"type": "plain_text", "text": NASTY[:150]}
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"{NASTY} <javascript:alert(1)|click> <https://x.example/?a=1&amp;b|*safe*>"}},
        {"type": "header", "text": words},
        {"type": "context", "elements": [words]},
        {"type": "image", "image_url": "https://elsewhere.example/x.png", "alt_text": NASTY},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": NASTY}]}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": NASTY}]]},
    ]  # fmt: skip
    screen.shows(nasty, support)
    screen.writes(NASTY)
    expect(screen.conversation.get_by_role("article")).to_contain_text([NASTY])
    client.chat_postMessage(channel=support.id, text=NASTY, blocks=blocks)
    expect(screen.conversation.get_by_role("article")).to_have_count(2)
    said = screen.conversation.get_by_role("article").last
    expect(said).to_contain_text(NASTY)
    expect(said.locator("img, script")).to_have_count(0)
    expect(said.get_by_role("link", name="click")).to_have_count(0)
    expect(said.get_by_role("link", name="safe")).to_have_attribute("href", "https://x.example/?a=1&b")
    expect(screen.page.locator(".byline .name").first).to_have_text(NASTY)
    assert "hacked" not in screen.page.title()


def test_mrkdwn_reads_as_in_slack(slack: Slack, cast: Cast, screen: Screen, client: WebClient) -> None:
    support = slack.channel("support", [cast.ada])
    slack.group("office", [cast.ada])
    text = (
        f"*bold* _it_ ~gone~ `a*b*c` 2*3*4 snake_case_name <@{cast.ada.id}> <#{support.id}> <!here> <!subteam^S0OFFICE>\n"
        "&gt; quoted\n&gt; twice\n• one\n• *two*\n```code *raw* &lt;b&gt;```\n"
        "<!date^1783429200^{date_long} at {time}|no date> &amp;amp;"
    )
    client.chat_postMessage(channel=support.id, text=text)
    screen.shows(cast.ada, support)
    said = screen.conversation.locator(".words")
    expect(said.locator("strong")).to_have_text(["bold", "two"])
    expect(said.locator("em")).to_have_text("it")
    expect(said.locator("s")).to_have_text("gone")
    expect(said.locator("code")).to_have_text(["a*b*c", "code *raw* <b>"])
    expect(said.locator(".mention")).to_have_text(["@Ada Lovelace", "#support", "@here", "@office"])
    expect(said.locator("blockquote")).to_have_text("quoted\ntwice")
    expect(said.get_by_role("listitem")).to_have_text(["one", "two"])
    expect(said.locator("time")).to_have_text("Tuesday, 7 July 2026 at 15:00")
    expect(said).to_contain_text("2*3*4 snake_case_name")
    expect(said).to_contain_text("&amp;")


@pytest.mark.usefixtures("cast")
def test_times_are_those_of_who_reads(slack: Slack, screen: Screen) -> None:
    far = slack.person("faraway", "Nippon Person", "Asia/Tokyo")
    screen.shows(far)
    expect(screen.page.get_by_role("banner").get_by_role("time")).to_have_text("Tue, 7 Jul 2026, 17:00")
    screen.page.get_by_role("combobox", name="Act as").select_option("Ada Lovelace")
    expect(screen.page.get_by_role("banner").get_by_role("time")).to_have_text("Tue, 7 Jul 2026, 10:00")


def test_a_control_runs_once_is_shown_while_it_runs_and_says_how_it_went(bot: Running, cast: Cast, screen: Screen) -> None:
    goes_on, runs = Event(), list[str]()

    def an_hour() -> str:
        runs.append("+1 hour")
        goes_on.wait(30)
        bot.clock.forward(hours=1)
        return "It is an hour later."

    bot.slack.page.offer([Control("+1 hour", an_hour, hint="An hour passes."), Control("Next Monday", lambda: "Monday.")])
    screen.shows(cast.ada)
    controls = screen.page.get_by_role("group", name="Controls").get_by_role("button")
    expect(controls).to_have_text(["+1 hour", "Next Monday"])
    expect(controls.first).to_have_attribute("title", "An hour passes.")
    controls.first.click()
    expect(screen.status).to_have_text("“+1 hour” is running …")
    expect(controls.last).to_have_attribute("aria-disabled", "true")
    controls.first.click(force=True)
    controls.last.click(force=True)
    goes_on.set()
    expect(screen.status).to_have_text("It is an hour later.")
    expect(screen.page.get_by_role("banner").get_by_role("time")).to_have_text("Tue, 7 Jul 2026, 11:00")
    assert runs == ["+1 hour"]
    controls.last.click()
    expect(screen.status).to_have_text("Monday.")


def test_without_controls_the_bar_shows_the_time_alone(cast: Cast, screen: Screen) -> None:
    bar = screen.shows(cast.ada).page.get_by_role("banner")
    expect(bar.get_by_role("time")).to_have_text("Tue, 7 Jul 2026, 10:00")
    expect(bar.get_by_role("group", name="Controls")).to_have_count(0)


def test_the_inspector_shows_both_sides_newest_first_and_no_token(bot: Running, cast: Cast, screen: Screen) -> None:
    bot.until("2026-07-07 15:00")
    screen.shows(cast.ada).clicks("Open form")
    expect(screen.form).to_be_visible()
    screen.page.keyboard.press("Escape")
    expect(screen.form).to_have_count(0)
    screen.writes("/candor help")
    expect(screen.conversation).to_contain_text("Only you can see this")
    screen.clicks("Inspector", screen.page.get_by_role("banner"))
    panel = screen.page.get_by_role("region", name="Inspector")
    rows = panel.locator("summary")
    expect(rows.first).to_contain_text("to app/candorok")
    opened = rows.filter(has_text="views.open").first
    opened.click()
    asked = panel.get_by_role("region", name="Request")
    expect(asked).to_contain_text('"trigger_id": "…"')
    for one in rows.all():
        if one.locator("xpath=..").get_attribute("open") is None:
            one.click()
    text = panel.text_content() or ""
    assert '"verification-token"' not in text
    for secret in (
        bot.slack.bot_token,
        bot.slack.app_token,
        bot.slack.signing_secret,
        "/response/1",
        *bot.slack.space.triggers,
    ):
        assert json.dumps(secret)[1:-1] not in text
    screen.clicks("Close inspector", panel)
    expect(panel).to_be_hidden()


def test_a_message_that_is_gone_is_a_sentence_and_not_a_failure(
    slack: Slack, cast: Cast, screen: Screen, client: WebClient
) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Late"}, "action_id": "late"}
    client.chat_postMessage(channel=cast.ada.id, text="x", blocks=[{"type": "actions", "elements": [button]}])
    screen.shows(cast.ada)
    late = screen.conversation.get_by_role("button", name="Late")
    expect(late).to_be_visible()
    expect(screen.page).to_have_title("Candor Test")  # it has been read, and nothing more is to come
    slack.space.remove(cast.ada.last())  # and nobody tells the page
    late.click()
    expect(screen.trouble).to_have_text("That message is no longer there.")
