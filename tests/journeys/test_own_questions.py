"""A team's own questions: declared in its file, asked in thread and form, and printed once enough people have answered."""

import json
from typing import Any

import pytest

from bot import report, transfer
from bot.domain.refusal import Refusal
from bot.keep import mydata
from sandbox import Person
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import answers_of, fills_first_page, skips_the_rest, the_answer

SATISFIED, DAYS = "How satisfied was the customer?", "How many days did the approval take?"
RECEIVED = "How was it received?"
ASKING = f"""{SUPPORT}
[[team.question]]
text = "{SATISFIED}"
kind = "scale"
low = "not at all"
high = "very"
better = "more"
[[team.question]]
text = "{DAYS}"
kind = "number"
unit = "days"
better = "less"
"""
CHOOSING = f"""{SUPPORT}
[[team.question]]
text = "{RECEIVED}"
kind = "choice"
options = ["At once", "After questions", "Not at all"]
good = "At once"
"""


@pytest.fixture(autouse=True)
def asked(bot: Running) -> None:
    bot.apply(ASKING)
    bot.until("2026-07-07 15:00")


def keys(bot: Running, person: Person) -> dict[str, Any]:
    """What somebody answered, by the question it was."""
    answer = the_answer(bot, person)
    return {answer.shown[key]["text"]: value for key, value in answer.own.items()}


def begins(person: Person, approach: str = "With AI") -> None:
    for label in ("Answer here", "Bug triage", "About usual", approach, "45 min", "No", "At"):
        person.clicks(label)


def test_a_scale_is_asked_by_buttons_and_a_number_by_typing(bot: Running, cast: Cast) -> None:
    begins(cast.ada)
    assert f"*{SATISFIED}* (optional)" in cast.ada.sees()
    assert "[1 – not at all] [2 of 5] [3 of 5] [4 of 5] [5 – very]" in cast.ada.sees()
    cast.ada.clicks("4 of 5")
    assert DAYS in cast.ada.sees()
    assert "Type a number, in days" in cast.ada.sees()
    cast.ada.replies("2,5 days")
    assert "What was different because of AI?" in cast.ada.sees()
    skips_the_rest(cast.ada)
    assert "Saved: Bug triage · about usual · with AI · 45 min · no fixing · 4 of 5 · 2.5 days." in cast.ada.sees()
    assert keys(bot, cast.ada) == {SATISFIED: 4, DAYS: 2.5}
    assert the_answer(bot, cast.ada).questions == "2"


@pytest.mark.parametrize("approach", ["With AI", "Without AI", "Tried AI, then finished without"])
def test_every_way_of_working_is_asked_the_same(bot: Running, cast: Cast, approach: str) -> None:
    begins(cast.ada, approach)
    cast.ada.clicks("5 – very")
    cast.ada.replies("3")
    skips_the_rest(cast.ada)
    assert keys(bot, cast.ada) == {SATISFIED: 5, DAYS: 3}


def test_a_step_may_be_typed_and_both_may_be_skipped(bot: Running, cast: Cast) -> None:
    begins(cast.ada)
    cast.ada.replies("2")
    cast.ada.replies("skip")
    assert "What was different because of AI?" in cast.ada.sees()
    cast.ada.replies("back")
    cast.ada.replies("soon")
    assert f"I could not read that as an answer to “{DAYS}” Try a number, such as 3 or 2.5, or “skip”." in cast.ada.sees()
    cast.ada.replies("three")
    skips_the_rest(cast.ada)
    assert keys(bot, cast.ada) == {SATISFIED: 2, DAYS: 3}


def test_an_odd_number_is_asked_about_once(bot: Running, cast: Cast) -> None:
    begins(cast.ada)
    cast.ada.clicks("Skip")
    cast.ada.replies("20000")
    assert "Is 20,000 days what you meant?" in cast.ada.sees()
    cast.ada.clicks("No, let me correct it")
    cast.ada.replies("-2")
    cast.ada.clicks("Yes, -2 days")
    skips_the_rest(cast.ada)
    assert keys(bot, cast.ada) == {DAYS: -2}


def test_the_form_asks_them_on_its_first_page_and_change_finds_them_filled(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Open form")
    fills_first_page(ada)
    ada.fills({SATISFIED: "5 – very", DAYS: "soon"})
    assert not ada.submits()
    assert ada.form is not None
    assert ada.form.errors == {DAYS: "Type a number, such as 3 or 2.5."}
    ada.fills({DAYS: "1.5"})
    assert ada.submits()
    assert ada.submits()
    assert keys(bot, ada) == {SATISFIED: 5, DAYS: 1.5}
    ada.clicks("Change")
    ada.fills({SATISFIED: "1 – not at all"})
    assert ada.submits()
    assert ada.submits()
    assert keys(bot, ada) == {SATISFIED: 1, DAYS: 1.5}


def test_an_odd_number_in_the_form_is_confirmed_by_sending_it_again(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Open form")
    fills_first_page(ada)
    ada.fills({DAYS: "-1"})
    assert not ada.submits()
    assert ada.form is not None
    assert ada.form.errors == {DAYS: "-1 days? Send it again to confirm, or correct it."}
    assert ada.submits()
    assert ada.submits()
    assert keys(bot, ada) == {DAYS: -1}


def test_a_choice_is_pressed_or_typed(bot: Running, cast: Cast) -> None:
    bot.apply(CHOOSING)
    begins(cast.ada)
    cast.ada.clicks("After questions")
    skips_the_rest(cast.ada)
    assert keys(bot, cast.ada) == {RECEIVED: 2}
    begins(cast.cleo)
    cast.cleo.replies("at once")
    skips_the_rest(cast.cleo)
    assert keys(bot, cast.cleo) == {RECEIVED: 1}


def test_in_german_a_number_has_a_comma_and_the_owners_words_stay_as_they_are(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor hours language Deutsch")
    cast.ada.clicks("Answer here")
    cast.ada.replies("Bug triage, mit KI, 45 min, etwa wie üblich, nichts nachzubessern")
    cast.ada.replies("weiter")
    assert SATISFIED in cast.ada.sees()
    cast.ada.replies("4")
    cast.ada.replies("1.000,5")
    cast.ada.clicks("Das ist alles")
    assert keys(bot, cast.ada) == {SATISFIED: 4, DAYS: 1000.5}


def test_the_same_file_changes_nothing_and_other_words_are_another_question(bot: Running, cast: Cast) -> None:
    assert bot.apply(ASKING) == []
    begins(cast.ada)
    cast.ada.clicks("4 of 5")
    cast.ada.replies("2")
    skips_the_rest(cast.ada)
    assert bot.apply(SUPPORT) == ["Support: questions changed"]
    begins(cast.cleo)
    assert SATISFIED not in cast.cleo.sees()
    cast.ada.clicks("Change")
    fills_first_page(cast.ada, time="1 h")
    assert cast.ada.submits()
    assert cast.ada.submits()
    assert keys(bot, cast.ada) == {SATISFIED: 4, DAYS: 2}


def test_a_volume_of_ai_use_is_refused_with_the_reason(bot: Running) -> None:
    for text, more in (("How many prompts did it take?", ""), ("How much of it came from AI?", 'unit = "%"')):
        with pytest.raises(Refusal, match="which Candor never asks or counts"):
            bot.apply(f'{SUPPORT}\n[[team.question]]\ntext = "{text}"\nkind = "number"\n{more}\n')


def history(people: list[Person], minutes: int = 40) -> list[str]:
    """Ten tasks each; the customer is two steps happier with AI, and the approval takes three days less."""
    rows = []
    for m, person in enumerate(people):
        for n in range(5):
            steps, days = ((n + m + ai) % 3 + 1 + 2 * ai for ai in (0, 1)), (5 - 3 * ai + n * (m + ai) % 3 / 2 for ai in (0, 1))
            for approach, step, day in zip(("without_ai", "with_ai"), steps, days, strict=True):
                rows.append(f"{person.id},Bug triage,{approach},{minutes},3,{step},{day},2026-07-0{1 + n}")
    return rows


def imported(bot: Running, rows: list[str]) -> None:
    header = f"person,task_type,approach,minutes,size,own:{SATISFIED},own:{DAYS},finished_at"
    text = "\n".join([header, *rows]).encode()
    transfer.take(bot.bot.services, "Support", [text], skip_bad=False, progress=lambda _: None)


def test_what_five_people_answered_both_ways_is_printed_beside_fixing_and_quality(bot: Running, cast: Cast) -> None:
    imported(bot, history([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    cast.mo.runs("/candor report")
    assert f"Bug triage · {SATISFIED}" in cast.mo.sees()
    assert f"Bug triage · {DAYS}" in cast.mo.sees()
    assert "days less" in cast.mo.sees()
    digest = report.for_teams(bot.bot.services, ["Support"], "quarter", None)
    assert [(one["text"], one["people"]) for one in digest.figures["own"]] == [(SATISFIED, "5–9"), (DAYS, "5–9")]
    json.dumps(digest.figures)


def test_four_people_are_too_few_and_the_digest_says_so(bot: Running, cast: Cast) -> None:
    rows = history([cast.ada, cast.cleo, cast.dan, cast.eli])
    imported(bot, [*rows, f"{cast.mo.id},Bug triage,with_ai,40,3,5,1,2026-07-01"])
    cast.mo.runs("/candor report")
    assert f"Bug triage · {SATISFIED}" not in cast.mo.sees()
    assert f"{SATISFIED}: too few people have answered it, with AI and without, to print anything." in cast.mo.sees().replace(
        "*", ""
    )


def test_a_second_print_stands_as_it_was_until_enough_have_new_answers(bot: Running, cast: Cast) -> None:
    people = [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]
    imported(bot, history(people))
    services = bot.bot.services
    before = report.for_teams(services, ["Support"], "quarter", None).figures["own"]
    bot.clock.forward(hours=1)
    imported(bot, history(people[:2], 45))
    bot.clock.forward(hours=1)
    after = report.for_teams(services, ["Support"], "quarter", None).figures["own"]
    assert [one["apart"] for one in after] == [one["apart"] for one in before]
    assert all(one["as_of"] for one in after)


def test_an_export_has_a_column_for_each_and_is_read_back(bot: Running, cast: Cast) -> None:
    begins(cast.ada)
    cast.ada.clicks("4 of 5")
    cast.ada.replies("2.5")
    skips_the_rest(cast.ada)
    lines = list(transfer.give(bot.bot.services, "Support"))
    assert lines[0].rstrip().endswith(f"finished_at,own:{SATISFIED},own:{DAYS}")
    assert lines[1].rstrip().endswith("Z,4,2.5")
    transfer.take(bot.bot.services, "Support", ["".join(lines).encode()], skip_bad=False, progress=lambda _: None)
    again = list(transfer.give(bot.bot.services, "Support"))
    assert len(again) == 3
    assert all(line.rstrip().endswith("Z,4,2.5") for line in again[1:])


@pytest.mark.parametrize(("cell", "reason"), [("6", "is no answer to"), ("happy", "is no answer to")])
def test_an_import_refuses_what_is_no_answer(bot: Running, cast: Cast, cell: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        imported(bot, [f"{cast.ada.id},Bug triage,with_ai,40,3,{cell},1,2026-07-01"])
    with bot.rows() as session:
        assert answers_of(session, cast.ada) == []


def test_an_import_refuses_a_question_the_team_does_not_ask(bot: Running, cast: Cast) -> None:
    header = "person,task_type,approach,minutes,own:Anything?,finished_at"
    row = f"{cast.ada.id},Bug triage,with_ai,40,3,2026-07-01"
    with pytest.raises(Refusal, match="is no question of Support's own"):
        transfer.take(bot.bot.services, "Support", [f"{header}\n{row}".encode()], skip_bad=False, progress=lambda _: None)


def test_ones_own_data_has_the_questions_in_their_words(bot: Running, cast: Cast) -> None:
    begins(cast.ada)
    cast.ada.clicks("5 – very")
    cast.ada.replies("2.5")
    skips_the_rest(cast.ada)
    told = json.loads(mydata.as_json(bot.bot.services, cast.ada.id))
    (answer,) = told["answers"]
    assert answer["answers to your team's own questions"] == {SATISFIED: "5 – very", DAYS: 2.5}
