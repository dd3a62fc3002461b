"""The pictures of the README and of `docs/trials.md`, made by the demo itself.

`make screenshots` plays it and looks at its page through a browser.

The story, its seed and its moment are always the same, so the same code makes the same pictures, as far as the machine has the
same fonts; but for the trial's, whose coin has another seed each time.
"""

import io
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect, sync_playwright

from bot import logs
from bot.cli.common import out
from bot.demo import cast, papers
from bot.demo.serving import OWN_WORDS
from bot.demo.stage import declare, staged
from bot.demo.story import TYPES
from bot.demo.visit import Visit
from bot.demo.weeks import BEGINS, Weeks
from bot.domain.refusal import Refusal
from sandbox import Person

FOLDER = Path("docs/pictures")
WEEKS, SEED = 8, 1
WIDTH, HEIGHT = 1100, 880
COLOURS = 64
CHECKED = 6  # lines of a trial's card and one more, after which its picture ends
LINES = 3  # of the digest, after which its picture ends
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 20_000  # milliseconds


@dataclass
class Studio:
    """The demo with a check-in open before whoever visits, and the page through which it is seen."""

    visit: Visit
    page: Page

    def goes(self, person: Person, where: str = "", height: int = HEIGHT) -> None:
        """Look on as somebody: at their messages with the app, or at another of their places."""
        self.page.set_viewport_size({"width": WIDTH, "height": height})
        dm = self.visit.stage.slack.space.dm(person.id).id
        self.page.goto(f"{self.visit.stage.slack.page.url}#as={person.id}&in={where or dm}")
        expect(self.page.get_by_label("Act as")).to_have_value(person.id)

    @property
    def region(self) -> Locator:
        """What stands in the middle of the page."""
        return self.page.get_by_role("region", name="Messages", exact=True)

    @property
    def messages(self) -> Locator:
        return self.region.get_by_role("article")

    def begins_with(self, message: Locator) -> None:
        """Make the page no higher than it must be for everything from this message on."""
        self._lowers(_edges(message)[0] - _edges(self.region)[0])
        message.evaluate("message => message.scrollIntoView()")

    def ends_with(self, place: Locator) -> None:
        """Make the page as low as it is with this as the last thing to be seen."""
        self._lowers(_edges(self.region)[1] - _edges(place)[1])

    def _lowers(self, by: float) -> None:
        size = self.page.viewport_size
        if size:
            self.page.set_viewport_size({"width": WIDTH, "height": round(size["height"] - by)})


def _edges(place: Locator) -> tuple[float, float]:
    """Where something begins and ends, from the top of the page."""
    box = place.bounding_box()
    return (box["y"], box["y"] + box["height"]) if box else (0, 0)


def check_in(studio: Studio) -> bytes:
    studio.goes(studio.visit.visiting)
    expect(studio.messages.last.get_by_role("button", name="Answer here")).to_be_in_viewport()
    studio.begins_with(studio.messages.nth(-2))
    return studio.page.screenshot()


def thread(studio: Studio) -> bytes:
    """The check-in answered in its thread, in one's own words, and what is asked next."""
    studio.goes(studio.visit.visiting)
    studio.messages.last.get_by_role("link", name="Reply").click()
    aside = studio.page.get_by_role("complementary", name="Thread")
    aside.get_by_role("textbox").fill(OWN_WORDS)
    aside.get_by_role("button", name="Send").click()
    expect(aside.get_by_text("So far:")).to_be_in_viewport()
    return aside.screenshot()


def form(studio: Studio) -> bytes:
    """The same check-in as a form, which knows what was said in the thread."""
    studio.goes(studio.visit.visiting, height=1280)
    studio.messages.last.get_by_role("button", name="Open form").click()
    dialog = studio.page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", checked=True)).not_to_have_count(0)
    taken = dialog.screenshot(style="dialog::backdrop { background: white !important }")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    return taken


def home(studio: Studio) -> bytes:
    studio.goes(studio.visit.visiting, "home", height=720)
    expect(studio.page.get_by_role("region", name="Home")).to_contain_text("/candor")
    return studio.page.screenshot()


def digest(studio: Studio) -> bytes:
    """The top of the last digest, as the team's owner reads it."""
    sent = _digest(studio, height=HEIGHT)
    sent.evaluate("message => message.scrollIntoView()")
    studio.ends_with(sent.get_by_role("listitem").nth(LINES - 1))
    return studio.page.screenshot()


def chart(studio: Studio) -> bytes:
    return _digest(studio, height=HEIGHT).get_by_role("figure").first.screenshot()


def trial(studio: Studio) -> bytes:
    """The top of the card of the trial that is over, in the team's channel."""
    studio.goes(studio.visit.visiting, studio.visit.stage.channel.id)
    card = studio.messages.filter(has_text="What came of it").last
    card.evaluate("message => message.scrollIntoView()")
    studio.ends_with(card.get_by_role("listitem").nth(CHECKED))
    return studio.page.screenshot()


def _digest(studio: Studio, height: int) -> Locator:
    studio.goes(studio.visit.stage.owner, height=height)
    return studio.messages.filter(has_not_text="Only you can see this").last


Shots = tuple[tuple[str, Callable[[Studio], bytes]], ...]

SHOTS: Shots = (
    ("check-in.png", check_in),
    ("thread.png", thread),
    ("form.png", form),
    ("digest.png", digest),
    ("chart.png", chart),
    ("home.png", home),
    ("trial.png", trial),
)
PICTURES = tuple(name for name, _ in SHOTS)


def take(folder: Path, weeks: int = WEEKS, shots: Shots = SHOTS) -> None:
    """Play so many weeks and take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with _studio(weeks) as studio:
        for name, shot in shots:
            size = _written(folder / name, shot(studio))
            out.print(f"{folder / name}: {size // 1024} kB")


@contextmanager
def _studio(weeks: int) -> Iterator[Studio]:
    with (
        tempfile.TemporaryDirectory() as folder,
        staged(0, Path(folder) / papers.DATABASE, BEGINS) as on,
        _page() as page,
    ):
        declare(on, cast.team_file(on.channel.id, on.owner.id, TYPES))
        Weeks(on, SEED, weeks, lambda _: None).play()
        visit = Visit(on, SEED)
        on.slack.page.offer(visit.controls())
        visit.next_checkin()
        yield Studio(visit, page)


@contextmanager
def _page() -> Iterator[Page]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise Refusal(f"The pictures need a browser: none of {', '.join(BROWSERS)} is on the PATH.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            device_scale_factor=2,
            color_scheme="light",
            reduced_motion="reduce",
            locale="en-GB",
            bypass_csp=True,  # or no style could be lent to the form while its picture is taken
        )
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        yield page
        browser.close()


def _written(file: Path, picture: bytes) -> int:
    """With no more colours than it needs; its size in bytes."""
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    return file.stat().st_size


if __name__ == "__main__":
    logs.configure("WARNING", "text")
    take(FOLDER)
