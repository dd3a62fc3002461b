"""The ten worst things to write, as a note and as a reply: they are kept for their author, and do nothing anywhere else."""

import csv
import io
import json
import re
from typing import Any

import pytest

from bot import page, report, transfer
from tests.conftest import Cast, Running
from tests.conversing import answers_of, has_history_with_a_range

WORST = {
    "mrkdwn": "*bold* _slanted_ ~struck~ > quoted and <https://evil.example|a link>",
    "a mention": "ask <@U0MO> or <#C0GENERAL|general> about it",
    "everybody": "<!channel> <!here> <!everyone> look at this",
    "a page": "Lorem ipsum <b>dolor</b> " * 160,
    "emoji": "great :tada: \U0001f389\U0001f468\u200d\U0001f469\u200d\U0001f467 :skull:",
    "right to left": "safe \u202egnp.exe\u202c and \u2066more\u2069",
    "a formula": '=HYPERLINK("https://evil.example","open")',
    "a script": "javascript:alert(1)//</script><script>alert(document.cookie)</script>",
    "a fence": "```\nDROP TABLE answer; --\n``` and `code`",
    "nothing to see": "\u200bin\u200bvis\u200bible\ufeff words",
}
MARKED = re.compile(r"<(?!https://files\.slack\.com/)[^<>]*>")  # what Slack would read as a mention or a link

each = pytest.mark.parametrize("words", WORST.values(), ids=WORST.keys())


def before_the_note(cast: Cast) -> None:
    cast.ada.replies("triage, without AI, 40 min, no fixing, about usual")
    while "Anything to add?" not in cast.ada.last().shown:
        cast.ada.clicks("Skip")


def texts(part: Any) -> list[str]:
    """Every text of a message that Slack reads as markup."""
    if isinstance(part, dict):
        own = [part["text"]] if part.get("type") == "mrkdwn" else []
        return own + [text for one in part.values() for text in texts(one)]
    return [text for one in part for text in texts(one)] if isinstance(part, list) else []


def nothing_does_harm(bot: Running, cast: Cast) -> None:
    """In no message of ours can words mention, link or call; and only Ada's own conversation says them back."""
    for person in (cast.ada, cast.ben, cast.mo):
        for message in person.messages():
            if message.user == bot.slack.bot_user_id:
                assert [found for text in (message.text, *texts(message.blocks)) for found in MARKED.findall(text)] == []


def only_its_author_reads(bot: Running, cast: Cast, words: str) -> None:
    """Not the manager, not a colleague, not an export, a report or the page of one."""
    telling = words.strip()[:30]
    for person in (cast.ben, cast.mo):
        assert telling not in person.sees()
        assert telling not in person.runs("/candor report")
    services = bot.bot.services
    rows = list(csv.reader(io.StringIO("".join(transfer.give(services, "Support")))))
    assert not [cell for row in rows for cell in row if telling in cell or cell[:1] in ("=", "+", "@", "\t", "\r")]
    digest = report.for_teams(services, ["Support"], "quarter", None)
    shown = page.html(digest)
    assert telling not in shown
    assert "<script" not in shown
    assert telling not in report.to_payload(digest)["text"]


def file_of_ada(bot: Running, cast: Cast) -> dict[str, Any]:
    cast.ada.runs("/candor mydata")
    content = bot.slack.space.files[cast.ada.last().files[0]["id"]].content
    assert content is not None
    told: dict[str, Any] = json.loads(content)
    return told


@pytest.fixture(autouse=True)
def asked(bot: Running, cast: Cast) -> None:
    has_history_with_a_range(bot, cast)
    bot.until("2026-07-07 15:00")


@each
def test_as_a_note_they_are_kept_word_for_word_and_do_nothing(bot: Running, cast: Cast, words: str) -> None:
    before_the_note(cast)
    cast.ada.replies(words)
    if len(words) > 500:
        assert "there is room for 500. Nothing was taken." in cast.ada.sees()
        words = words[:500].strip()
        cast.ada.replies(words)
    with bot.rows() as session:
        (mine,) = [answer for answer in answers_of(session, cast.ada) if answer.checkin_id]
    assert mine.note == words
    assert all(words not in message.shown for message in cast.ada.messages() if message.user != cast.ada.id)
    nothing_does_harm(bot, cast)
    only_its_author_reads(bot, cast, words)
    told = file_of_ada(bot, cast)
    assert words in [answer.get("what you added") for answer in told["answers"]]


@each
def test_as_a_first_reply_they_are_no_answer_and_do_nothing(bot: Running, cast: Cast, words: str) -> None:
    cast.ada.replies(words)
    assert "I could not read an answer in that" in cast.ada.last().shown
    cast.ada.replies(words)
    assert "I could not read that as an answer" in cast.ada.last().shown
    assert words[:60] not in cast.ada.last().shown
    nothing_does_harm(bot, cast)
    only_its_author_reads(bot, cast, words)
