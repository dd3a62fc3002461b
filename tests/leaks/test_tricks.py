"""An owner who tries every trick to see one person's answer, and does not.

Mo owns the team Ada answers in. Each story is told in two worlds that differ in her answers alone (`worlds.py`), through what
an owner has: commands, forms, digests, reports in every window and format. All he reads is the same text in both.

What is out of reach of any gate is a coalition. k is a promise about people who do not put together what they said: where
k - 1 of k tell Mo their own answers, what is printed of all k tells him the last one's. So in these stories nobody but Ada
answers, or at most k - 2 others do, or what others say is as unknown to Mo as what she says. Answers made up in a file
are out of an owner's reach as well: only whoever runs Candor imports.
"""

from pathlib import Path
from typing import Any

import pytest

from bot.domain.refusal import Refusal
from sandbox import CannotDo, Person
from tests.conftest import SUPPORT
from tests.leaks.worlds import EXTREME, USUAL, World, Worlds

SIX = '["U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"]'
TYPES = '["Bug triage", "Customer reply", "Weekly report", "Escalation"]'
MONDAY, NEXT_MONDAY = "2026-07-13 09:00", "2026-07-20 09:00"
QUESTION = "How satisfied was the customer?"
PICKED = ("Name of the team", "People I pick", "People", "Field of work")
WITH_COST = {"What_the_AI_tools_cost_the_team_a_month": "0", "Currency": "EUR"}


@pytest.fixture
def worlds(manifest: dict[str, Any], one_engine: Path, empty_sqlite: Path) -> Worlds:
    return Worlds(manifest, one_engine, empty_sqlite)


def another(name: str, people: str = SIX) -> str:
    return SUPPORT.replace('"Support"', f'"{name}"').replace(SIX, people)


def others(w: World) -> list[Person]:
    return [w.cast.ben, w.cast.cleo, w.cast.dan, w.cast.eli]


def sets_up(w: World, name: str, *people: Person) -> None:
    """By clicking, as any owner would."""
    mo, (label, pick, who, field) = w.cast.mo, PICKED
    mo.opens_home()
    mo.clicks("Set up a team", on="home")
    mo.clicks(pick, on="form")
    mo.fills({label: name, who: list(people), field: "Customer support"})
    w.sent()
    w.sent()
    w.bot.turn()


def test_the_comparison_sees_what_may_be_seen(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.ada_says()
        w.team_says(7)
        w.asks()

    assert worlds.differ(story)


# Asking again and again


def test_he_asks_before_and_after_her_one_answer_in_every_form_there_is(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.team_says(7)
        w.asks("Support", files="--csv")
        w.ada_says()
        w.passes(hours=2)
        w.asks("Support year", files="--csv --html")
        w.asks("Support", files="--chart --csv --html")
        w.asks("Support type Bug triage", "Support type Escalation", "Support last quarter")
        w.mo("mydata")

    assert any("Bug triage" in text for text in worlds.alike(story))


def test_he_asks_in_windows_nobody_has_asked_in_before(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.team_says(7)
        w.team_says(6, "Escalation")
        w.asks()
        w.ada_says()
        w.asks_everything("Support", "type Escalation", "year type Escalation")

    worlds.alike(story)


def test_he_subtracts_digests_of_two_weeks_and_reports_in_between(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.team_says(7)
        w.until(MONDAY)
        w.ada_says()
        w.asks("Support", "Support year")
        w.until("2026-07-16 10:00")
        w.usual_from(w.cast.ben)
        w.asks()
        w.until(NEXT_MONDAY)
        w.opens("Earlier digests")
        w.mo("report Support week 2026-W29")

    worlds.alike(story)


def test_he_subtracts_two_quarters_from_their_year(worlds: Worlds) -> None:
    def story(w: World) -> None:
        for day in ("2026-02-03", "2026-05-05"):
            w.clock.is_at(f"{day} 10:00")
            w.team_says(7, day=day)
            w.clock.forward(days=10)
            w.asks()
        w.until("2026-07-07 10:00")
        w.ada_says()
        w.asks("Support year", "Support last quarter", "Support")

    worlds.alike(story)


def test_his_chart_his_files_and_his_form_say_no_more_than_the_words(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.team_says(8, each=3)
        w.mo("report Support --csv")
        w.ada_says()
        w.passes(hours=1)
        mo = w.cast.mo
        mo.opens_home()
        mo.clicks("Ask for a report", on="home")
        mo.fills({"When": "This year", "Also as a file, in our direct messages": ["CSV"]})
        w.sent()

    worlds.alike(story)


# Who is in the team


def test_he_sets_up_a_team_of_five_in_which_only_she_answers(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.mo("team Support people remove @ada")
        sets_up(w, "Tiny", w.cast.ada, *others(w))
        w.ada_says("Something else")
        w.asks("Tiny", "Tiny year", "all")
        w.until(MONDAY)
        w.opens()

    worlds.alike(story)


def test_three_who_tell_him_what_they_said_and_she_are_too_few(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.usual_from(*others(w)[:3])
        w.ada_says()
        w.asks_everything()
        w.until(MONDAY)

    worlds.alike(story)


def test_he_takes_her_out_and_back_between_two_prints(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.team_says(7)
        w.asks()
        w.ada_says()
        w.mo("team Support people remove @ada")
        w.asks("Support", "Support year")
        w.passes(hours=1)
        w.mo("team Support people add @ada")
        w.asks("Support")
        w.until(MONDAY)
        w.mo("team Support people remove @ada")
        w.until(NEXT_MONDAY)

    worlds.alike(story)


def test_he_moves_everybody_but_her_to_another_team(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.usual_from(*others(w), w.cast.mo)
        w.asks()
        w.passes(hours=1)
        w.ada_says()
        w.mo("team Support people remove @ben @cleo @dan @eli @mo")
        sets_up(w, "Elsewhere", *others(w), w.cast.mo)
        w.asks_everything()
        w.asks("Elsewhere", "all", "Support and Elsewhere year")
        w.until(MONDAY)

    worlds.alike(story)


def test_he_adds_people_who_never_answer_so_that_the_team_is_large_enough(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.ada_says()
        w.mo("team Support people add @zoe @root")
        w.asks_everything()
        w.until(MONDAY)

    worlds.alike(story)


def test_two_of_his_teams_overlap_and_he_asks_about_each_and_both(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.declares(another("Twin", SIX.replace('"U0ADA", ', "")))
        w.team_says(6)
        w.team_says(6, team="Twin", name="twin")
        w.asks("Support", "Twin", "all")
        w.ada_says()
        w.passes(hours=1)
        w.asks("all", "Twin", "Support", "Support and Twin year", "all type Bug triage", "all last quarter")

    worlds.alike(story)


def test_he_archives_the_team_and_sets_it_up_again_with_the_same_people(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.team_says(7)
        w.asks()
        w.ada_says()
        w.mo("team Support archive")
        w.asks("Support")
        w.declares(another("Support again"))
        w.asks("Support again", "all", "Support")
        w.mo("team Support bring back")
        w.mo("team Support resume")
        w.asks("Support again and Support", "Support")

    worlds.alike(story)


def test_everybody_but_her_has_what_they_said_deleted(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.usual_from(*others(w), w.cast.mo)
        w.asks()
        w.passes(hours=1)
        w.ada_says()
        for person in others(w):
            person.runs("/candor forget-me")
            person.clicks("Delete everything")
            w.bot.turn()
            w.asks()
        w.asks_everything()
        w.until(MONDAY)

    worlds.alike(story)


# What is asked


def test_he_changes_the_kinds_of_task_so_that_only_she_has_one(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.team_says(7)
        w.asks()
        w.edits(Kinds_of_task="Bug triage\nCustomer reply\nWeekly report\nHers")
        w.ada_says("Hers")
        w.asks("Support", "Support type Hers", "Support year")
        w.edits(Kinds_of_task="Bug triage one\nBug triage two\nWeekly report\nHers")
        w.asks("Support", "Support type Hers", "Support year")
        w.edits(Kinds_of_task="Bug triage\nCustomer reply\nWeekly report\nEscalation")
        w.asks("Support", "Support year")
        w.until(MONDAY)

    worlds.alike(story)


def test_he_lists_a_tool_that_only_she_works_with(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.declares(SUPPORT + 'tools = ["Common", "Rare"]\n')
        w.team_says(7)
        w.usual_from(*others(w), w.cast.mo, **{"Which one?": "Common"})
        w.asks("Support", "Support tool Common", "Support tool Rare")
        w.ada_says(**{"Which one?": "Rare"})
        w.passes(hours=1)
        w.asks("Support tool Rare", "Support tool Common", "Support tool Common year", "Support", "Support tool Other")
        w.edits(AI_tools="Rare")
        w.asks("Support tool Rare", "Support")

    worlds.alike(story, SLOW)


SLOW = {**USUAL, "page": {**USUAL["page"], "time": "8 h", "quality": "Below"}}
QUICK = {**EXTREME, "page": {**EXTREME["page"], "how": "With AI"}, "more": {"How long did the fixing take?": "3 h"}}


def test_he_asks_a_question_of_his_own_and_words_it_anew_each_week(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.team_says(7)
        for number, day in enumerate(("2026-07-07", "2026-07-14")):
            text = QUESTION.replace("customer", ("customer", "client")[number])
            lines = f'[[team.question]]\ntext = "{text}"\nkind = "scale"\nlow = "not"\nhigh = "very"\nbetter = "more"\n'
            w.clock.is_at(f"{day} 10:00")
            w.declares(SUPPORT + lines)
            w.usual_from(*others(w)[:2], **{text: "3 of 5"})
            w.asks()
            w.ada_says(**{text: "1 – not" if w.hers is EXTREME else "5 – very"})
            w.asks("Support", "Support year")

    worlds.alike(story)


# What is set


def test_he_asks_for_smaller_groups_and_is_told_no(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.ada_says()
        with pytest.raises(CannotDo):
            w.edits(The_fewest_people_anything_is_shown_of="4")
        with pytest.raises(Refusal):
            w.declares(SUPPORT + "k = 4\n")
        w.asks_everything()

    worlds.alike(story)


def test_he_raises_the_smallest_group_and_lowers_it_again(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.team_says(8)
        w.asks()
        w.ada_says()
        for fewest in ("7", "6", "5", "8", "5"):
            w.edits(The_fewest_people_anything_is_shown_of=fewest)
            w.asks("Support", "Support year")

    worlds.alike(story)


def test_the_admin_helps_him_by_raising_and_lowering_the_floor(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.team_says(8)
        w.asks()
        w.ada_says()
        for floor in ("8", "5", "4", "6", "5"):
            w.admin_sets("The smallest group anything is shown of", floor)
            w.asks("Support", "Support year")

    worlds.alike(story)


def test_the_admin_helps_him_by_keeping_answers_for_as_short_as_can_be(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.clock.is_at("2026-01-07 10:00")
        w.team_says(7, day="2026-01-05")
        w.asks()
        w.admin_sets("Months that answers and check-ins are kept", "1")
        w.admin_sets("Months that answers and check-ins are kept", "12")
        w.admin_sets("Days that words people add are kept", "1")
        w.clock.is_at("2026-12-29 10:00")
        w.ada_says()
        w.asks_everything()
        w.until("2027-04-05 10:00")
        w.asks_everything()

    worlds.alike(story)


def test_he_sets_what_an_hour_costs_so_that_money_is_minutes(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.team_says(8, each=3)
        w.edits(What_an_hour_of_work_costs="60", **WITH_COST)
        w.asks()
        w.ada_says()
        for rate in ("1", "6000", "60"):
            w.passes(hours=1)
            w.edits(What_an_hour_of_work_costs=rate, **WITH_COST)
            w.asks("Support", "Support year")

    assert any("cost" in text for text in worlds.alike(story))


def test_there_is_no_word_for_more_than_that(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.ada_says()
        for line in ("import", "export", "admin", "report Support k 1", "report @ada", "team Support answers", "mine"):
            w.mo(line)
        w.opens()

    worlds.alike(story)
