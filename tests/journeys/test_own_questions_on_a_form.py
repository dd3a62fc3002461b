"""An owner writes the team's own questions on a form, and they are asked from the next check-in on."""

from sqlmodel import select

from sandbox import Person
from storage.tables import Team
from tests.conftest import SUPPORT, Cast, Running

TEXT, KIND, WORDS, BETTER = "Question 1 of your own", "How it is answered", "Words for the answer", "What is better"
SATISFIED = "How satisfied was the customer?"


def writes(owner: Person, text: str = SATISFIED, words: str = "not at all\nvery", kind: str = "A scale from 1 to 5") -> None:
    owner.fills({TEXT: text, KIND: kind, WORDS: words, BETTER: "More"})
    owner.submits()


def asked_of(bot: Running) -> list[str]:
    with bot.rows() as session:
        return [one["text"] for one in session.exec(select(Team)).one().questions]


def test_what_an_owner_writes_is_asked_from_the_next_check_in_on(bot: Running, cast: Cast) -> None:
    cast.mo.opens_home()
    cast.mo.clicks("Questions", on="home")
    writes(cast.mo)
    assert cast.mo.form
    assert "Support asks 1 question of its own from its next check-in on." in cast.mo.form.shown
    bot.until("2026-07-07 15:00")
    for label in ("Answer here", "Bug triage", "About usual", "Without AI", "45 min", "No", "At"):
        cast.ada.clicks(label)
    assert f"*{SATISFIED}* (optional)" in cast.ada.sees()


def test_what_was_written_is_there_again_and_what_is_emptied_is_asked_no_more(bot: Running, cast: Cast) -> None:
    cast.mo.runs("/candor team questions")
    writes(cast.mo)
    cast.mo.runs("/candor team Support questions")
    assert cast.mo.form
    assert SATISFIED in cast.mo.form.shown
    cast.mo.fills({TEXT: ""})
    cast.mo.submits()
    assert "Support asks no questions of its own." in cast.mo.form.shown
    assert asked_of(bot) == []


def test_a_question_about_how_much_ai_is_used_is_refused_with_the_reason_and_nothing_is_lost(bot: Running, cast: Cast) -> None:
    cast.mo.runs("/candor team questions")
    cast.mo.fills({TEXT: "How many prompts did you write?", KIND: "A number"})
    cast.mo.submits()
    assert "which Candor never asks or counts" in str(cast.mo.form and cast.mo.form.errors)
    assert asked_of(bot) == []
    cast.mo.fills({TEXT: SATISFIED, KIND: "A scale from 1 to 5", WORDS: "not at all\nvery"})
    cast.mo.submits()
    assert asked_of(bot) == [SATISFIED]


def test_editing_the_team_leaves_its_questions_alone(bot: Running, cast: Cast) -> None:
    cast.mo.runs("/candor team questions")
    writes(cast.mo)
    cast.mo.runs("/candor team edit")
    cast.mo.fills({"Name of the team": "Helpers"})
    cast.mo.submits()
    assert asked_of(bot) == [SATISFIED]


def test_only_an_owner_opens_the_form_and_only_an_owner_sends_it(bot: Running, cast: Cast) -> None:
    assert "You own no team" in cast.ada.runs("/candor team questions")
    cast.mo.runs("/candor team questions")
    cast.mo.fills({TEXT: SATISFIED, KIND: "A scale from 1 to 5", WORDS: "not at all\nvery"})
    bot.apply(SUPPORT.replace('owners = ["U0MO"]', 'owners = ["U0ADA"]'))
    cast.mo.submits()
    assert asked_of(bot) == []
