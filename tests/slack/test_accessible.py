"""Every message can be heard: its plain text says what its blocks say, and nothing is said by a sign or a colour alone."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from bot.domain.timer import Calibration
from bot.keep import Goes
from bot.manage import AtWork, Standing
from bot.report import to_payload
from bot.slack.messenger import VIEWS
from bot.slack.views import about, digest, keep
from tests.domain import team
from tests.slack.test_views import DIGEST, PAYLOADS

CODE = re.compile(r"(?<!\w):[a-z][a-z0-9_+-]*:(?!\w)")
PLACEHOLDER = re.compile(r"^\W*(message|notification|new message|this content can.?t be displayed|update)\W*$", re.IGNORECASE)
GOES = Goes("opaque", ((1, "answer"), (31, "check-in")), ("Support",))
AT_WORK = (AtWork("one", "Bug triage", 40.0), AtWork("two", "Escalation", 90.0, "17:00"))
HOME = about.home(Standing(1, ["Support"], may_start=True, at_work=AT_WORK, calibration=Calibration(1.2, 7), stored=True))
IGNORED = ("prompt", {"checkin": "opaque", "k": 5, "ignored": True})
MESSAGES = [(kind, VIEWS[kind](payload)) for kind, payload in (*PAYLOADS, IGNORED)] + [("goes", keep.goes(GOES))]

each = pytest.mark.parametrize(("kind", "message"), MESSAGES, ids=[f"{kind}-{n}" for n, (kind, _) in enumerate(MESSAGES)])
SURFACES = [*MESSAGES, ("home", HOME)]
each_surface = pytest.mark.parametrize(("kind", "message"), SURFACES, ids=[f"{one[0]}-{n}" for n, one in enumerate(SURFACES)])


def parts(of: Any) -> Iterator[dict[str, Any]]:
    """Every block, element and text in it, however deep."""
    if isinstance(of, dict):
        yield of
        of = list(of.values())
    if isinstance(of, list):
        for one in of:
            yield from parts(one)


def plain(text: str) -> str:
    """As it is heard: without marks, in lower case, with single spaces."""
    return " ".join(re.sub(r"[*`_]", "", text).split()).casefold()


def told(message: dict[str, Any]) -> Iterator[str]:
    """What a message says in sentences: its sections, contexts and headers, but no labels of what can be pressed."""
    for block in message["blocks"]:
        texts = [block["text"]] if block["type"] in ("section", "header") else block.get("elements", [])
        if block["type"] in ("section", "header", "context"):
            yield from (line for text in texts for line in text["text"].splitlines())


def is_emoji(sign: str) -> bool:
    return unicodedata.category(sign) == "So" or ord(sign) >= 0x1F000


@each
def test_the_plain_text_says_what_the_blocks_say(kind: str, message: dict[str, Any]) -> None:
    text = plain(message["text"])
    assert len(re.findall(r"[^\W\d_]", text)) >= 7
    assert not PLACEHOLDER.match(text)
    if kind in ("digest", "question"):  # the lines of a digest are compared below; hints stand beside their fields
        return
    assert [line for line in told(message) if plain(line) not in text] == []


def test_the_plain_text_of_a_question_has_the_remark_the_question_and_that_it_may_be_skipped() -> None:
    for kind, payload in PAYLOADS:
        if kind == "question":
            text = VIEWS[kind](payload)["text"]
            assert payload["remark"] in text
            assert (" (optional)" in text) is not payload["asked"]["required"]


def test_the_plain_text_of_a_digest_has_every_line_of_its_blocks() -> None:
    payload = to_payload(team.digest(team.both_ways(range(8))))
    message = digest.message(payload, with_chart=False)
    text = plain(message["text"].replace("•", ""))
    assert payload["sections"]
    assert [line for line in told(message) if plain(line.replace("•", "")) not in text] == []


@each_surface
def test_no_sign_or_emoji_carries_a_meaning(kind: str, message: dict[str, Any]) -> None:
    texts = [part["text"] for part in parts(message) if isinstance(part.get("text"), str)]
    assert texts
    assert [text for text in texts if CODE.search(text) or any(map(is_emoji, text))] == [], kind
    assert all(part.get("emoji") is False for part in parts(message) if part.get("type") == "plain_text")


@each_surface
def test_every_button_and_option_has_words(kind: str, message: dict[str, Any]) -> None:
    for part in parts(message):
        if part.get("type") == "button":
            labels = [part["text"]["text"]]
            assert part.get("accessibility_label", labels[0]).startswith(labels[0])
        else:
            labels = [option["text"]["text"] for option in part.get("options", ())]
        assert all(re.search(r"[^\W\d_]", label) for label in labels), (kind, labels)


@each_surface
def test_no_two_buttons_sound_alike(kind: str, message: dict[str, Any]) -> None:
    heard = [part.get("accessibility_label", part["text"]["text"]) for part in parts(message) if part.get("type") == "button"]
    assert len(set(heard)) == len(heard), kind


@each_surface
def test_colour_says_nothing_that_words_do_not(kind: str, message: dict[str, Any]) -> None:
    """A red button says what it deletes, and asks in words."""
    assert "attachments" not in message, kind
    for part in parts(message):
        if part.get("type") == "button" and part.get("style") == "danger":
            assert part["text"]["text"].startswith("Delete")
            assert part["confirm"]["text"]["text"]


def test_every_image_has_words_and_so_has_every_chart() -> None:
    shown = [part for _, message in MESSAGES for part in parts(message)]
    images = [part for part in shown if part.get("type") == "image"]
    assert images
    assert all(len(image["alt_text"].split()) > 5 for image in images)
    charts = [part for part in shown if part.get("type") == "data_visualization"]
    assert charts
    assert all(series["name"] for chart in charts for series in chart["chart"]["series"])
    assert DIGEST["sections"]
