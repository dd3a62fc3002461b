"""My data: everything stored about somebody, as a file in their own direct messages, and to nobody else."""

import json
from typing import Any

import pytest
from sqlmodel import select

from sandbox import Person
from storage.tables import Person as PersonRow
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import answers_in_one_go, letters

NOTE = "the zebra crossed twice"
SOON = "Everything stored about you comes as a file, in our direct messages, in a moment."


def answers(bot: Running, person: Person) -> None:
    bot.until("2026-07-07 15:00")
    person.replies("triage, with AI, 40 min, no fixing, about usual")
    while "Anything to add" not in person.last().shown:
        person.clicks("Skip")
    person.replies(NOTE)


def file_of(bot: Running, person: Person) -> dict[str, Any]:
    """What the newest file in somebody's direct messages says."""
    message = person.last()
    assert [file["name"] for file in message.files] == ["everything-about-me.json"]
    content = bot.slack.space.files[message.files[0]["id"]].content
    assert content is not None
    told: dict[str, Any] = json.loads(content)
    return told


def test_ada_gets_everything_about_her_as_a_file_in_her_direct_messages(bot: Running, cast: Cast) -> None:
    answers(bot, cast.ada)
    cast.ada.runs("/candor out 24 Dec..2 Jan")
    cast.ada.runs("/candor hours time 10:00-18:00")
    assert cast.ada.runs("/candor mydata").startswith(SOON)
    told = file_of(bot, cast.ada)
    assert told["you"]["Slack user id"] == cast.ada.id
    assert told["you"]["working day starts"] == "10:00:00"
    assert told["you"]["first told what happens with your answers"] == "2026-07-07T13:00:00+00:00"
    assert [(one["team"], one["you are asked"], one["you are in charge"]) for one in told["teams"]] == [
        ("Support", True, False)
    ]
    assert [(one["first day"], one["last day"], one["said by"]) for one in told["days away"]] == [
        ("2026-12-24", "2027-01-02", "you")
    ]
    (answer,) = told["answers"]
    assert (answer["kind of task"], answer["own working time in minutes"], answer["what you added"]) == ("Bug triage", 40, NOTE)
    assert answer["version of the questions"]
    assert answer["the words you chose from"]["approach"]["text"] == "How did you do it?"
    assert {one["state"] for one in told["check-ins"]} == {"saved", "planned"}
    assert {"prompt", "question", "saved"} <= {one["kind"] for one in told["messages"]}


def test_the_file_is_pretty_and_in_utf_8(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    cast.ada.replies("triage, with AI, 40 min, no fixing, about usual")
    while "Anything to add" not in cast.ada.last().shown:
        cast.ada.clicks("Skip")
    cast.ada.replies("Grüße aus Köln")
    cast.ada.runs("/candor mydata")
    (file,) = bot.slack.space.files.values()
    text = (file.content or b"").decode()
    assert text.startswith('{\n  "what this is": "Everything Candor stores about you')
    assert "Grüße aus Köln" in text


def test_nobody_else_is_in_it(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    for person in (cast.ada, cast.ben):
        answers_in_one_go(person, "triage, with AI, 40 min, no fixing, about usual")
    cast.mo.runs("/candor out @ada 14 July")
    cast.ada.runs("/candor mydata")
    cast.mo.runs("/candor mydata")
    text = json.dumps(file_of(bot, cast.ada))
    assert len(file_of(bot, cast.ada)["answers"]) == 1
    assert all(other.id not in text for other in (cast.ben, cast.mo, cast.cleo))
    assert file_of(bot, cast.ada)["days away"][0]["said by"] == "an owner of your team"
    mos = file_of(bot, cast.mo)
    assert (mos["days away"], len(mos["days away you noted for others"])) == ([], 1)
    assert "2026-07-14" not in json.dumps(mos["days away you noted for others"])


def test_the_owner_gets_their_own_and_not_their_teams(bot: Running, cast: Cast) -> None:
    answers(bot, cast.ada)
    cast.mo.runs("/candor mydata")
    told = file_of(bot, cast.mo)
    assert told["teams"][0]["you are in charge"] is True
    assert told["answers"] == []
    assert NOTE not in json.dumps(told)


def test_who_has_left_the_team_still_gets_it(bot: Running, cast: Cast) -> None:
    answers(bot, cast.ada)
    bot.apply(SUPPORT.replace('"U0ADA", ', ""))
    cast.ada.runs("/candor mydata")
    assert len(file_of(bot, cast.ada)["answers"]) == 1


@pytest.mark.parametrize("who", ["zoe", "gus", "root", "stranger_from_elsewhere"])
def test_a_stranger_gets_one_sentence(bot: Running, cast: Cast, who: str) -> None:
    stranger: Person = getattr(cast, who)
    assert stranger.runs("/candor mydata").startswith("You are not in a team here.")
    assert letters(bot, kind="mydata") == []


def test_asked_twice_before_it_is_there_it_comes_once(bot: Running, cast: Cast) -> None:
    bot.slack.after_delivery.clear()
    for _ in range(2):
        cast.ada.runs("/candor mydata")
    bot.turn()
    assert [letter.state for letter in letters(bot, kind="mydata")] == ["sent"]
    assert len(bot.slack.space.files) == 1


def test_nothing_of_it_stays_in_the_letter(bot: Running, cast: Cast) -> None:
    answers(bot, cast.ada)
    cast.ada.runs("/candor mydata")
    assert [letter.payload for letter in letters(bot, kind="mydata")] == [{}]


def test_nobody_sees_the_file_before_it_is_in_her_conversation(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor mydata")
    (file,) = bot.slack.space.files.values()
    (channel,) = file.channels
    assert bot.slack.space.channels[channel].peer == cast.ada.id
    completed = [call for call in bot.slack.calls if call.method == "files.completeUploadExternal"]
    assert [call.args.get("channel_id") for call in completed] == [None]


def test_when_she_was_first_told_what_happens_with_her_answers_is_recorded_once(bot: Running, cast: Cast) -> None:
    def told(person: Person) -> str | None:
        person.runs("/candor mydata")
        when: str | None = file_of(bot, person)["you"]["first told what happens with your answers"]
        return when

    assert told(cast.ada) is None
    bot.until("2026-07-07 15:00")
    assert told(cast.ada) == "2026-07-07T13:00:00+00:00"
    with bot.bot.services.store.begin() as session:
        for row in session.exec(select(PersonRow)):
            row.informed_at = None  # as if their first prompt had been lost on its way
    bot.clock.forward(minutes=5)
    cast.ben.clicks("What happens with my answers")
    bot.until("2026-07-09 15:00")
    assert told(cast.ben) == "2026-07-07T13:05:00+00:00"
    assert told(cast.ada) == "2026-07-09T13:00:00+00:00"


def test_without_leave_to_upload_she_is_told_what_to_do(bot: Running, cast: Cast) -> None:
    scopes = bot.slack.space.manifest.scopes
    object.__setattr__(bot.slack.space.manifest, "scopes", scopes - {"files:write"})
    cast.ada.runs("/candor mydata")
    assert "may not upload files in this workspace. Ask whoever runs it" in cast.ada.last().shown
    assert "python -m bot mydata" in cast.ada.last().shown
    assert {no.error for no in bot.slack.refusals} == {"missing_scope"}
    bot.slack.refusals.clear()
    bot.until("2026-07-07 15:00")
    assert "Quick check-in" in cast.ada.sees()
