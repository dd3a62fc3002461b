"""A digest as a page."""

from datetime import date

from bot.domain.digest import Digest
from bot.domain.words import Line, Section
from bot.page import html


def test_the_page_says_what_the_digest_says_and_escapes_what_people_named() -> None:
    sections = (Section("time", "Time by task type", (Line("<script>", "about 40 min & more"),)),)
    page = html(Digest("Team <b>", "weeks 1–8", date(2026, 7, 1), date(2026, 8, 30), "most answered", sections, (), {}))
    assert "<h1>Team &lt;b&gt;</h1>" in page
    assert "<strong>&lt;script&gt;</strong>: about 40 min &amp; more" in page
    assert "weeks 1–8 · most answered" in page
