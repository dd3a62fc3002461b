"""A digest as a page: every word of it, nothing from outside, and the chart for whoever cannot see it too."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from bot.chart import COLOURS
from bot.domain.digest import Bar, Digest
from bot.domain.words import Line, Section
from bot.page import html

TIME = Section("time", "Time by task type", (Line("<script>", "about 40 min & more"),))
OTHER = Section("trust", "How far to trust this", (Line(None, "20 % of them"),))
BARS = (
    Bar("Customer reply", 0.75, 0.55, 0.9, settled=True, adjusted=True),
    Bar("Escalation", 0.95, 0.45, 1.85, settled=False),
    Bar("Tossed", 0.8, 0.65, 1.0, settled=True, adjusted=True, evidence="coin-decided"),
)


def digest(*bars: Bar, team: str = "Team <b>") -> Digest:
    return Digest(team, "weeks 1–8", date(2026, 7, 1), date(2026, 8, 30), "most answered", (TIME, OTHER), bars, {})


class Read(HTMLParser):
    """What a browser makes of it: the tags in order, their attributes, and the text of each row of the table."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.rows: list[list[str]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
        if tag not in ("meta", "line", "path"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.append((self.open[-1], data))
        if self.open and self.open[-1] in ("th", "td"):
            self.rows[-1][-1] += data.replace("\N{NO-BREAK SPACE}", " ")


def test_the_page_says_what_the_digest_says_and_escapes_what_people_named() -> None:
    page = html(digest())
    assert "<h1>Team &lt;b&gt;</h1>" in page
    assert "<title>Team &lt;b&gt; · weeks 1–8</title>" in page
    assert "<strong>&lt;script&gt;</strong>: about 40 min &amp; more" in page
    assert "weeks 1–8 · most answered" in page
    assert "<li>20\N{NO-BREAK SPACE}% of them</li>" in page


def test_every_tag_is_closed_and_headings_are_in_order() -> None:
    read = Read(html(digest(*BARS)))
    assert read.open == []
    assert [tag for tag in read.tags if re.fullmatch("h[1-6]", tag)] == ["h1", "h2", "h2"]
    assert ("lang", "en") in read.attributes
    assert [read.tags.count(tag) for tag in ("main", "title", "svg", "table", "caption", "details")] == [1] * 6


def test_the_table_says_what_the_chart_shows() -> None:
    assert Read(html(digest(*BARS))).rows == [
        ["Task type", "Best guess", "From", "To", "Evidence"],
        ["Customer reply", "25 % less", "45 % less", "10 % less", "observed, size-adjusted"],
        ["Escalation", "5 % less", "55 % less", "85 % more", "observed, not adjusted for task size; not enough evidence yet"],
        ["Tossed", "20 % less", "35 % less", "just under the same", "coin-decided"],
    ]


def test_the_table_is_read_as_one_even_where_its_rows_are_stacked() -> None:
    read = Read(html(digest(*BARS)))
    roles = [value for name, value in read.attributes if name == "role"]
    assert [roles.count(role) for role in ("table", "row", "columnheader", "rowheader", "cell")] == [1, 4, 5, 3, 12]
    scopes = [value for name, value in read.attributes if name == "scope"]
    assert (scopes.count("col"), scopes.count("row")) == (5, 3)


def test_the_picture_is_named_and_its_text_is_text() -> None:
    read = Read(html(digest(replace(BARS[0], task_type="日本語 & 🙂"), *BARS[1:])))
    assert ("role", "img") in read.attributes
    assert any(
        name == "aria-label" and value and value.startswith("Time with AI against without") for name, value in read.attributes
    )
    drawn = [text for tag, text in read.texts if tag == "text"]
    assert {"日本語 & 🙂", "Escalation", "Tossed", "about the same"} <= set(drawn)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "</svg><b>", "</style>", "{{ 7 * 7 }}"]
)
def test_no_name_gets_out_of_its_place(name: str) -> None:
    plain, named = (Read(html(digest(replace(BARS[0], task_type=said), team=said))) for said in ("Plain", name))
    assert set(named.tags) == set(plain.tags)
    assert {key for key, _ in named.attributes} == {key for key, _ in plain.attributes}
    assert named.rows[1][0] == name


def test_nothing_comes_from_outside_and_nothing_runs() -> None:
    page = html(digest(*BARS))
    read = Read(page)
    assert not {"script", "link", "img", "iframe", "object", "use", "image"} & set(read.tags)
    assert not any(name in ("src", "href", "xlink:href") or name.startswith("on") for name, _ in read.attributes)
    assert re.findall(r"https?:|url\(|@import", page) == []


def test_six_rows_are_a_small_page() -> None:
    assert len(html(digest(*BARS, *(replace(bar, task_type="x" * 60) for bar in BARS))).encode()) < 60_000


def test_without_ranges_there_is_no_chart() -> None:
    assert not {"svg", "table", "figure"} & set(Read(html(digest())).tags)


def schemes(page: str) -> list[dict[str, str]]:
    """The colours by day and in the dark."""
    found = [dict(re.findall(r"--(\w+): (#\w{6});", rule)) for rule in re.findall(r":root {(.*)}", page)]
    return [colours for colours in found if colours]


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_by_day_and_in_the_dark_every_colour_is_there_and_can_be_told_from_its_ground() -> None:
    page = html(digest(*BARS))
    light, dark = schemes(page)
    used = set(re.findall(r"var\(--(\w+)\)", page))
    assert used == set(light) == set(dark)
    assert COLOURS.items() <= light.items()
    for colours in (light, dark):
        for ground in ("paper", "page"):
            assert min(contrast(colours[ink], colours[ground]) for ink in ("ink", "grey")) >= 4.5
        assert min(contrast(colours["pale"], colours[ground]) for ground in ("paper", "track")) >= 3
        assert contrast(colours["band"], colours["track"]) >= 1.1
    assert luminance(dark["paper"]) < 0.05, "nothing glares"


def test_in_the_dark_and_on_paper_the_page_is_another() -> None:
    """Paper is never dark, and shows the table without anybody opening it."""
    page = html(digest(*BARS))
    rules = [page.index("@media screen and (prefers-color-scheme: dark)"), page.index("@media print")]
    assert all(one < other for one, other in pairwise(rules))
    assert "details::details-content { content-visibility: visible" in page[rules[1] :]
    assert "break-inside: avoid" in page[rules[1] :]
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
