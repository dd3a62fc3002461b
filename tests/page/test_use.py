"""For everybody: by keyboard alone, on a telephone, in the dark, by ear, and for whoever comes back after a reload."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from sandbox import Control
from tests.conftest import Cast, Running
from tests.conversing import has_history_with_a_range, the_answer
from tests.page.conftest import PHONE, Screen

DARK, ON_A_PHONE = {"color_scheme": "dark"}, {"viewport": PHONE}


@pytest.fixture(autouse=True)
def asked(bot: Running) -> None:
    bot.until("2026-07-07 15:00")


def tabs_to(page: Page, words: str, back: bool = False) -> None:
    """Press Tab until a button or link that begins so has the focus."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        focused = page.locator("button:focus, a:focus")
        if focused.count() and (focused.text_content() or "").startswith(words):
            return
    raise AssertionError(f"Tab does not lead to {words}")


def presses(screen: Screen, label: str, back: bool = False) -> None:
    """Go to the newest button of that name, press it, and wait for the next question."""
    before = screen.question.text_content() or ""
    tabs_to(screen.page, label, back)
    screen.page.keyboard.press("Enter")
    expect(screen.question).not_to_have_text(before)


def test_a_check_in_is_answered_by_keyboard_alone(bot: Running, cast: Cast, screen: Screen) -> None:
    keys = screen.shows(cast.ada).page.keyboard
    expect(screen.conversation.get_by_role("button", name="Answer here")).to_be_visible()
    tabs_to(screen.page, "Answer here")
    keys.press("Enter")
    expect(screen.conversation.get_by_role("link", name="1 reply")).to_be_visible()
    tabs_to(screen.page, "1 reply")
    keys.press("Enter")
    expect(screen.thread.get_by_role("textbox")).to_be_focused()
    keys.type("first line")
    keys.press("Shift+Enter")
    expect(screen.thread.get_by_role("textbox")).to_have_value("first line\n")
    keys.press("Control+A")
    keys.type("bug triage")
    keys.press("Enter")
    for label in ("About usual", "With AI", "45 min", "Up to 15 min", "At"):
        expect(screen.thread.get_by_role("button", name=label, exact=True)).to_be_visible()
        presses(screen, label, back=label == "About usual")
    while screen.thread.get_by_role("button", name="Skip").count():
        presses(screen, "Skip")
    expect(screen.conversation).to_contain_text("Saved: Bug triage")
    assert the_answer(bot, cast.ada).minutes == 45
    keys.press("Escape")
    expect(screen.thread).to_be_hidden()
    expect(screen.conversation.get_by_role("link", name="repl")).to_be_focused()


def test_a_form_is_filled_in_and_left_by_keyboard_alone(cast: Cast, screen: Screen) -> None:
    keys = screen.shows(cast.ada).page.keyboard
    opener = screen.conversation.get_by_role("button", name="Open form")
    expect(opener).to_be_visible()
    tabs_to(screen.page, "Open form")
    keys.press("Enter")
    expect(screen.form.get_by_role("radio").first).to_be_focused()
    keys.press("ArrowDown")
    expect(screen.form.get_by_role("radio", name="Customer reply")).to_be_checked()
    tabs_to(screen.page, "Next")
    keys.press("Tab")
    expect(screen.form.get_by_role("radio", name="Customer reply")).to_be_focused()
    keys.press("Shift+Tab")
    expect(screen.form.get_by_role("button", name="Next")).to_be_focused()
    keys.press("Enter")
    expect(screen.form.get_by_role("radio", name="Much smaller")).to_be_focused()
    keys.press("Escape")
    expect(screen.form).to_have_count(0)
    expect(opener).to_be_focused()
    assert cast.ada.form is None


def test_the_list_of_conversations_is_walked_with_the_arrows(bot: Running, cast: Cast, screen: Screen) -> None:
    bot.slack.channel("support", [cast.ada])
    screen.shows(cast.ada)
    places = screen.page.get_by_role("navigation", name="Conversations")
    places.get_by_role("link", name="Candor").focus()
    screen.page.keyboard.press("ArrowDown")
    expect(places.get_by_role("link", name="support")).to_be_focused()
    screen.page.keyboard.press("Enter")
    expect(screen.page.get_by_role("heading", name="support")).to_be_visible()
    expect(screen.conversation).to_have_text("Nothing here yet.")


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("looks", [ON_A_PHONE], ids=["phone"])
def test_on_a_telephone_nothing_scrolls_sideways(
    bot: Running, cast: Cast, screen: Screen, fills_first_page: Callable[..., None]
) -> None:
    page = screen.page
    bot.slack.channel("a-channel-with-a-name-that-is-far-too-long-for-any-telephone", [cast.ada])
    bot.slack.page.offer([Control(name, lambda: "x" * 90) for name in ("+1 hour", "Next Monday", "Play a whole week")])
    screen.shows(cast.ada)
    screen.writes("Donaudampfschifffahrtsgesellschaftskapitän" * 4)
    expect(screen.conversation).to_contain_text("Donaudampf")
    assert not scrolls_sideways(page)
    screen.clicks("Play a whole week", page.get_by_role("banner"))
    expect(screen.status).to_have_text("x" * 90)
    assert not scrolls_sideways(page)
    screen.clicks("Open form")
    fills_first_page()
    assert not scrolls_sideways(page)
    screen.page.keyboard.press("Escape")
    expect(screen.form).to_have_count(0)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="a-channel").click()
    expect(page.get_by_role("heading", name="a-channel")).to_be_visible()
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("looks", [ON_A_PHONE], ids=["phone"])
def test_on_a_telephone_the_thread_covers_the_conversation_and_leads_back(cast: Cast, screen: Screen) -> None:
    screen.shows(cast.ada).clicks("Answer here")
    screen.opens_thread()
    box = screen.thread.bounding_box()
    assert box is not None
    assert (box["x"], box["width"], box["height"]) == (0, PHONE["width"], PHONE["height"])
    screen.clicks("Back thread", screen.thread)
    expect(screen.thread).to_be_hidden()
    expect(screen.conversation).to_be_visible()


@pytest.mark.parametrize("looks", [{"color_scheme": scheme} for scheme in ("light", "dark")], ids=["light", "dark"])
def test_light_and_dark_follow_the_system(cast: Cast, screen: Screen, looks: dict[str, Any]) -> None:
    screen.shows(cast.ada)
    colour = screen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    light = [int(part) > 128 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    assert light == [looks["color_scheme"] == "light"] * 3


def test_a_reload_returns_to_the_same_person_conversation_and_thread(cast: Cast, screen: Screen) -> None:
    screen.shows(cast.cleo).clicks("Answer here")
    screen.opens_thread()
    expect(screen.thread).to_contain_text("What kind of task was it?")
    screen.page.reload()
    expect(screen.page.get_by_role("combobox", name="Act as")).to_have_value(cast.cleo.id)
    expect(screen.thread).to_contain_text("What kind of task was it?")
    screen.page.go_back()
    expect(screen.thread).to_be_hidden()


def test_a_form_that_is_open_survives_a_reload(cast: Cast, screen: Screen) -> None:
    screen.shows(cast.ada).clicks("Open form")
    expect(screen.form).to_be_visible()
    screen.page.reload()
    expect(screen.form).to_be_visible()


def test_new_messages_are_read_aloud(cast: Cast, screen: Screen) -> None:
    screen.shows(cast.mo)
    expect(screen.conversation.get_by_role("article")).to_have_count(1)
    screen.writes("/candor help")
    expect(screen.page.locator("[aria-live=polite]")).to_contain_text("Candor: Candor asks about the last task you finished")


def grave(page: Page) -> list[str]:
    """What axe-core finds serious or critical, each with the places."""
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("looks", [{}, DARK, ON_A_PHONE], ids=["light", "dark", "phone"])
def test_axe_finds_nothing_grave(bot: Running, cast: Cast, screen: Screen) -> None:
    has_history_with_a_range(bot, cast)
    bot.slack.page.offer([Control("+1 hour", lambda: "It is an hour later.")])
    page = screen.shows(cast.ada).page
    screen.clicks("Answer here")
    screen.opens_thread()
    expect(screen.thread).to_contain_text("What kind of task was it?")
    assert grave(page) == []
    page.keyboard.press("Escape")
    screen.clicks("Open form")
    screen.clicks("Next", screen.form)
    expect(screen.form).to_contain_text("Please complete this required field.")
    assert grave(page) == []
    page.keyboard.press("Escape")
    expect(screen.form).to_have_count(0)
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("region", name="Home")).to_contain_text("You are in")
    assert grave(page) == []
    bot.until("2026-07-13 09:00")
    page.get_by_role("link", name="Messages").click()
    screen.conversation.get_by_text("Show as a table").click()
    screen.writes("/candor help")
    expect(screen.conversation).to_contain_text("Only you can see this")
    assert grave(page) == []
    screen.clicks("Inspector", page.get_by_role("banner"))
    page.get_by_role("region", name="Inspector").locator("summary").first.click()
    assert grave(page) == []
