"""Every message and form we build: taken by Slack's own models as well as by the sandbox, and readable without blocks."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.collect import Form
from bot.domain import wording
from bot.domain.conversation import State, Talk, unit_doubt
from bot.domain.questions import Setting, present
from bot.slack.messenger import VIEWS
from bot.slack.views import about, blocks, checkin

LONG = "Ünïcödé & <!channel> *bold* " + "x" * 60
SETTING = Setting("T/U", tuple(f"{n} {LONG}"[:60] for n in range(8)), ("Drafter & Co", "B", "C", "D", "E"), asks_guess=True)
SAID = {"task_type": SETTING.task_types[0], "approach": "with_ai", "fixing": "more"}


def question(key: str) -> dict[str, Any]:
    asked = present(wording.BY_KEY[key], SAID, SETTING)
    return {"checkin": "opaque", "asked": asked.to_json(), "said": "Bug triage · with AI", "remark": "I could not read that."}


def doubt() -> dict[str, Any]:
    asked = unit_doubt("minutes", (90, 5400))
    options = [[option.code, option.words] for option in asked.options]
    shown = {"key": "minutes", "text": asked.text, "kind": "one", "options": options, "required": True, "hint": ""}
    return {"checkin": "opaque", "asked": shown, "said": "", "remark": ""}


DIGEST = {
    "team": LONG,
    "period": "weeks 1–8",
    "response": "most check-ins answered",
    "text": LONG * 100,
    "sections": [{"title": "Time", "lines": [[LONG, "about 40 min " * 60]] * 12}],
}

SETTLED = (State.NOTHING, State.NOT_TODAY, State.LAPSED, State.DELETED)
PAYLOADS: list[tuple[str, dict[str, Any]]] = [
    ("prompt", {"checkin": "opaque", "k": 5}),
    ("reminder", {"checkin": "opaque", "begun": False}),
    ("reminder", {"checkin": "opaque", "begun": True}),
    *[("question", question(q.key)) for q in wording.QUESTIONS],
    ("question", doubt()),
    ("answered", {"question": "How long?", "answer": LONG}),
    ("stopped", {}),
    ("finished", {}),
    ("saved", {"checkin": "opaque", "summary": LONG, "may_change": True}),
    *[("settled", {"checkin": "opaque", "state": state}) for state in SETTLED],
    ("note", {"text": LONG}),
    ("digest", DIGEST),
]


def read_as_markup(part: Any) -> Iterator[str]:
    """Every text Slack would read mentions and links in."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from read_as_markup(one)


def test_every_kind_of_letter_is_looked_at_here() -> None:
    assert {kind for kind, _ in PAYLOADS} == set(VIEWS)


@pytest.mark.parametrize(("kind", "payload"), PAYLOADS)
def test_a_message_is_valid_and_can_be_read_without_its_blocks(kind: str, payload: dict[str, Any]) -> None:
    message = VIEWS[kind](payload)
    assert message["text"].strip()
    assert len(message["text"]) <= 4000
    assert not any("<!channel>" in text for text in (message["text"], *read_as_markup(message["blocks"])))
    for block in message["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()


@pytest.mark.parametrize("page", [1, 2])
@pytest.mark.parametrize("approach", ["with_ai", "without_ai", "dropped_ai"])
def test_a_form_is_a_valid_modal(page: int, approach: str) -> None:
    draft = {**SAID, "approach": approach, "minutes": 50.0, "size": 3, "quality": "at"}
    asked = tuple((present(q, draft, SETTING), Talk(draft).draft.get(q.key)) for q in wording.applying(draft, SETTING))
    view = checkin.form(Form("opaque", page, asked))
    View(**view).validate_json()
    for block in view["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()


def test_home_is_valid() -> None:
    for view in (about.home(0, []), about.home(1, [LONG])):
        View(**view).validate_json()
        assert not any("<!channel>" in text for text in read_as_markup(view))


@pytest.mark.parametrize("text", ["<!channel>", "<@U0ADA>", "<https://evil|click>", "a & b < c > d"])
def test_what_a_person_wrote_can_neither_mention_nor_link(text: str) -> None:
    shown = blocks.escape(text)
    assert "<" not in shown
    assert ">" not in shown
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_what_is_too_long_is_cut_where_slack_would_refuse_it() -> None:
    assert len(blocks.button("x" * 200, "a")["text"]["text"]) == 75
    assert len(blocks.section("x" * 9000)["text"]["text"]) == 3000
