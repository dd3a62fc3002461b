"""A real browser before the sandbox's page. Whatever it logs as an error, or asks of another host, fails the test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from sandbox import Channel, Person, Slack

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE = {"width": 360, "height": 740}
PATIENCE = 20_000  # milliseconds; a busy machine is no failure


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a worker."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"there is no browser here: none of {', '.join(BROWSERS)} is on the PATH")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def looks() -> dict[str, Any]:
    """How the browser is set up; a test asks for another by parametrising it."""
    return {}


@pytest.fixture
def page(browser: Browser, slack: Slack, looks: dict[str, Any]) -> Iterator[Page]:
    """A fresh page that has not been opened yet."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **looks})
    context.set_default_timeout(PATIENCE)
    opened, wrong = context.new_page(), list[str]()
    opened.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    own = urlsplit(slack.url).netloc
    context.on("request", lambda asked: None if urlsplit(asked.url).netloc == own else wrong.append(f"asked {asked.url}"))
    yield opened
    context.close()
    assert wrong == []


@dataclass
class Screen:
    """The page with somebody before it."""

    page: Page
    slack: Slack

    def shows(self, person: Person, where: str | Channel = "") -> Screen:
        """Open it as this person, in their messages with the app unless told where."""
        place = where.id if isinstance(where, Channel) else where
        self.page.goto(f"{self.slack.page.url}#as={person.id}" + (f"&in={place}" if place else ""))
        expect(self.page.get_by_role("combobox", name="Act as")).to_have_value(person.id)
        return self

    @property
    def conversation(self) -> Locator:
        return self.page.get_by_role("region", name="Messages", exact=True)

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("complementary", name="Thread")

    @property
    def question(self) -> Locator:
        """The newest message of the thread: each answer puts the next question there."""
        return self.thread.get_by_role("article").last

    @property
    def form(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    @property
    def trouble(self) -> Locator:
        return self.page.get_by_role("main").get_by_role("alert")

    def clicks(self, name: str, within: Locator | None = None) -> None:
        (within or self.page.get_by_role("main")).get_by_role("button", name=name, exact=True).last.click()

    def answers(self, label: str) -> None:
        """Press that button of the newest question in the thread, and wait for what the app says to it."""
        before = self.question.text_content() or ""
        self.clicks(label, self.thread)
        expect(self.question).not_to_have_text(before)

    def skips_the_rest(self) -> None:
        while self.thread.get_by_role("button", name="Skip").count():
            self.answers("Skip")

    def opens_thread(self) -> None:
        """Open the newest thread that somebody has replied in."""
        self.conversation.get_by_role("link", name="repl").last.click()
        expect(self.thread).to_be_visible()

    def writes(self, words: str, within: Locator | None = None) -> None:
        box = (within or self.page.get_by_role("main")).get_by_role("textbox")
        box.fill(words)
        box.press("Enter")

    def chooses(self, question: str, answer: str) -> None:
        """Choose in the form, from a menu or from what can be ticked."""
        expect(self.form).to_be_visible()
        menu = self.form.get_by_role("combobox", name=question)
        if menu.count():
            menu.select_option(label=answer)
        else:
            group = self.form.get_by_role("radiogroup", name=question).or_(self.form.get_by_role("group", name=question))
            group.get_by_label(answer, exact=True).check()


@pytest.fixture
def screen(page: Page, slack: Slack) -> Screen:
    return Screen(page, slack)


@pytest.fixture
def fills_first_page(screen: Screen) -> Callable[..., None]:
    """The first page of the check-in's form, as Ada would fill it in."""

    def fills(*, task: str = "Bug triage", how: str = "With AI", time: str = "45 min") -> None:
        expect(screen.form).to_be_visible()
        screen.chooses("What kind of task was it?", task)
        screen.chooses("how big was this one?", "About usual")
        screen.chooses("How did you do it?", how)
        screen.chooses("Your own working time", time)
        screen.chooses("Did anything have to be fixed", "No")
        screen.chooses("How did the result compare", "At")

    return fills
