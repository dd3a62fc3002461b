"""Reports that are asked for: about several teams, a window, a type, a tool, in any order; with files; by whoever may."""

import json
from importlib import import_module
from typing import Any

import pytest
from sqlmodel import select

from sandbox import Person
from storage.tables import Answer, Team
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import has_history, has_history_with_a_range, letters

SALES = SUPPORT.replace('"Support"', '"Sales"').replace('"Escalation"', '"Offer"')
MAY = "What can be asked for, in any order:"
LABELS = {
    "teams": "Teams",
    "window": "When",
    "only": "Task type",
    "tool": "AI tool",
    "files": "Also as a file, in our direct messages",
}
CHART_COMES = "The chart comes in our direct messages in a moment."


def triage(team: str, people: int = 6, kind: str = "Bug triage") -> list[str]:
    return [
        f"{team}{n},{kind},{way},{minutes + 3 * n},0,at,2026-07-01"
        for n in range(people)
        for way, minutes in (("with_ai", 20 + n), ("with_ai", 25), ("without_ai", 40))
    ]


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """What computes takes a second or two to load, once in a process; Slack waits three."""
    import_module("bot.domain.evidence")
    import_module("bot.domain.ledger")


@pytest.fixture(autouse=True)
def teams(bot: Running) -> None:
    bot.apply(SALES)
    for name in ("Support", "Sales"):
        has_history(bot, triage(name), name)
    bot.until("2026-07-07 11:00")


def files(bot: Running, person: Person) -> list[tuple[str, bytes]]:
    """The files in somebody's direct messages, by name."""
    there = [file for message in person.messages() for file in message.files]
    return [(file["name"], bot.slack.space.files[file["id"]].content or b"") for file in there]


@pytest.mark.parametrize(
    "line",
    [
        "Support and Sales",
        "sales, support this quarter",
        "this quarter Support Sales type bug triage",
        "type Bug triage, year; Sales & Support and sales",
        "all",
    ],
)
def test_several_teams_are_asked_about_together_in_any_order(cast: Cast, line: str) -> None:
    said = cast.mo.runs(f"/candor report {line}")
    assert said.startswith("Sales and Support · ")
    assert "*Bug triage*: " in said


def test_one_of_several_is_asked_about_by_its_name(cast: Cast) -> None:
    assert cast.mo.runs("/candor report last quarter sales").startswith("Sales · 1 April to 30 June 2026")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "Which team? Yours are: Sales, Support."),
        ("Sales and Legal", "I do not know “Legal”. Add this quarter, last quarter, year, type or tool and its name."),
        ("Sales type", "I do not know “type”."),
        ("Sales --pdf", "I do not know “--pdf”."),
        ("Support type Offer", "Support has no task type “Offer”. Its types: Bug triage"),
        ("all type Sorcery last quarter", "None of these teams has a task type “Sorcery”."),
        ("all tool Claude", "No AI tools are listed here, so there is no report about “Claude”."),
    ],
)
def test_who_is_told_no_is_told_what_may_be_asked(cast: Cast, line: str, sentence: str) -> None:
    said = cast.mo.runs(f"/candor report {line}")
    assert said.startswith(sentence)
    assert MAY in said
    assert "your teams: Sales, Support; several together, or all" in said
    assert "`/candor report Sales and Support last quarter type Bug triage --chart`" in said


def test_help_says_what_may_be_asked(cast: Cast) -> None:
    assert cast.mo.runs("/candor report help").startswith(MAY)


def test_what_shows_nothing_says_what_else_may_be_asked(bot: Running, cast: Cast) -> None:
    said = cast.mo.runs("/candor report Support last quarter --chart --csv")
    assert "Not enough people yet" in said
    assert "No chart comes: no range may be shown here" in said
    assert "No CSV comes" in said
    assert MAY in said
    assert files(bot, cast.mo) == []


def test_a_member_of_one_team_may_ask_only_about_theirs(bot: Running, cast: Cast) -> None:
    bot.apply(SALES.replace('"U0ADA", ', ""))
    assert "Bug triage" in cast.ada.runs("/candor report")
    for line in ("Sales", "Support and Sales"):
        assert cast.ada.runs(f"/candor report {line}").startswith("I do not know “Sales”.")
    assert cast.ada.runs("/candor report all").startswith("Support · ")


def test_an_admin_who_is_in_no_team_gets_all_teams_together_and_no_single_one(cast: Cast) -> None:
    said = cast.root.runs("/candor report all")
    assert said.startswith("Sales and Support · ")
    assert "*Bug triage*: " in said
    assert cast.root.runs("/candor report type Bug triage").startswith("Sales and Support · ")
    for line in ("Support", "Sales last quarter"):
        said = cast.root.runs(f"/candor report {line}")
        assert said.startswith("I do not know “S")
        assert "all: every team of the workspace together; a single team is for its own people alone" in said


def test_one_team_is_not_all_teams_together(bot: Running, cast: Cast) -> None:
    with bot.bot.services.store.begin() as session:
        sales = session.exec(select(Team).where(Team.name == "Sales")).one()
        sales.state = "new"
        session.add(sales)
    assert cast.root.runs("/candor report all") == "All teams together can be asked about once there are at least two."


# Tools


def with_tool(bot: Running, people: int) -> None:
    """So many did it both ways, each with Claude."""
    bot.apply(SUPPORT + 'tools = ["Claude", "Copilot"]\n')
    with bot.bot.services.store.begin() as session:
        rows = [row for row in session.exec(select(Answer)) if row.approach == "with_ai"]
        authors = sorted({row.person_id for row in rows})[:people]
        for row in rows:
            row.tool = "Claude" if row.person_id in authors else "Copilot"
            session.add(row)


def test_a_report_about_a_tool_holds_what_was_done_with_it_against_the_same_people_without(bot: Running, cast: Cast) -> None:
    with_tool(bot, 12)
    said = cast.mo.runs("/candor report Support tool claude")
    assert "Time with Claude, against the same people without AI" in said
    assert "*Bug triage, Claude*: " in said
    assert "Fixing and quality" not in said
    assert "Where doing without AI was right" not in said


def test_a_tool_of_too_few_people_says_so(bot: Running, cast: Cast) -> None:
    with_tool(bot, 2)
    said = cast.mo.runs("/candor report Support tool Claude type Bug triage --csv")
    assert "Nothing is shown of Claude: fewer than 5 people have done the same kind of task with it and without AI" in said
    assert "No CSV comes" in said
    assert cast.mo.runs("/candor report Support tool Hammer").startswith(
        "“Hammer” is not among the AI tools listed here: Claude, Copilot.\n"
    )


# Files


def test_the_chart_comes_as_a_file_and_the_words_are_there_at_once(bot: Running, cast: Cast) -> None:
    has_history_with_a_range(bot, cast)
    said = cast.mo.runs("/candor report Support --chart")
    assert "Bug triage" in said
    assert CHART_COMES in said
    ((name, content),) = files(bot, cast.mo)
    assert (name, content[:4]) == ("chart.png", b"\x89PNG")
    assert "Here is <" in cast.mo.last().text
    assert "Support · 1 July to 7 July 2026" in cast.mo.last().shown


def test_all_files_hold_what_was_printed_and_nothing_more(bot: Running, cast: Cast) -> None:
    has_history_with_a_range(bot, cast)
    bot.slack.after_delivery.clear()
    said = cast.mo.runs("/candor report Support —chart --csv --html --csv")
    assert "3 files come in our direct messages in a moment." in said
    has_history(bot, [f"late{n},Bug triage,with_ai,900,0,at,2026-07-02" for n in range(9)])  # too late for this print
    bot.clock.forward(hours=3)
    bot.turn()
    found = dict(files(bot, cast.mo))
    assert set(found) == {"chart.png", "report.csv", "report.html"}
    best = said.partition("best guess ")[2].partition(" ")[0]
    assert f"best guess {best}" in found["report.html"].decode().replace("\N{NO-BREAK SPACE}", " ")
    assert found["report.csv"].decode().splitlines()[1].startswith("Bug triage,")
    assert {json.dumps(letter.payload) for letter in letters(bot, kind="report_file")} == {"{}"}


def test_only_the_asker_gets_the_file(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor report Support --csv")
    assert [name for name, _ in files(bot, cast.ada)] == ["report.csv"]
    assert files(bot, cast.mo) == []


def test_an_admin_nobody_knows_gets_a_file_too(bot: Running, cast: Cast) -> None:
    cast.root.runs("/candor report all --csv --html")
    assert [name for name, _ in files(bot, cast.root)] == ["report.csv", "report.html"]


def test_without_leave_to_upload_a_sentence_says_that_the_words_are_all_of_it(bot: Running, cast: Cast) -> None:
    scopes = bot.slack.space.manifest.scopes
    object.__setattr__(bot.slack.space.manifest, "scopes", scopes - {"files:write"})
    assert "Bug triage" in cast.mo.runs("/candor report Support --csv")
    assert "may not upload files in this workspace. What you read when you asked says all of it." in cast.mo.last().shown
    assert {no.error for no in bot.slack.refusals} == {"missing_scope"}
    bot.slack.refusals.clear()


# By clicking


def asks(person: Person, **filled: Any) -> str:
    person.opens_home()
    person.clicks("Ask for a report", on="home")
    person.fills({LABELS[name]: value for name, value in filled.items()})
    person.submits()
    return shown(person)


def shown(person: Person) -> str:
    assert person.form is not None
    return person.form.shown


def test_the_form_shows_the_report_in_its_place_and_sends_files_of_this_very_print(bot: Running, cast: Cast) -> None:
    said = asks(cast.mo, teams=["Support", "Sales"], window="Last quarter")
    assert "Not enough people yet" in said
    assert MAY not in said  # the form has shown it
    cast.mo.closes()
    said = asks(cast.mo, teams=["Support", "Sales"])
    assert "Sales and Support" in said
    assert "*Bug triage*: " in said
    has_history(bot, [f"late{n},Bug triage,with_ai,900,0,at,2026-07-02" for n in range(9)])
    cast.mo.clicks("CSV", on="form")
    assert "The figures come as CSV in our direct messages in a moment." in shown(cast.mo)
    ((name, content),) = files(bot, cast.mo)
    assert name == "report.csv"
    assert content.decode().splitlines()[1].startswith("Bug triage,")


def test_files_that_are_ticked_come_at_once(bot: Running, cast: Cast) -> None:
    said = asks(cast.mo, teams=["Support"], files=["CSV", "Page (HTML)"])
    assert "2 files come in our direct messages in a moment." in said
    assert {name for name, _ in files(bot, cast.mo)} == {"report.csv", "report.html"}


def test_after_an_hour_the_print_is_no_longer_kept(bot: Running, cast: Cast) -> None:
    asks(cast.mo, teams=["Support"])
    bot.clock.forward(hours=1, minutes=1)
    bot.turn()
    cast.mo.clicks("CSV", on="form")
    assert "This report is no longer kept. Please ask for it again." in shown(cast.mo)
    assert {(letter.state, json.dumps(letter.payload)) for letter in letters(bot, kind="report_kept")} == {("let_go", "{}")}


def test_who_has_left_a_team_meanwhile_is_told_no(bot: Running, cast: Cast) -> None:
    cast.ada.opens_home()
    cast.ada.clicks("Ask for a report", on="home")
    cast.ada.fills({"Teams": ["Sales"]})
    bot.apply(SALES.replace('"U0ADA", ', ""))
    cast.ada.submits()
    assert "Only the people of a team can ask for a report about it." in shown(cast.ada)


def test_a_member_of_one_team_finds_it_ticked_and_types_to_pick(bot: Running, cast: Cast) -> None:
    bot.apply(SALES.replace('"U0ADA", ', ""))
    said = asks(cast.ada, only="Bug triage")
    assert "*Bug triage*: " in said


def test_an_admin_asks_by_clicking_and_a_stranger_finds_no_button(cast: Cast) -> None:
    assert "*Bug triage*: " in asks(cast.root)
    for person in (cast.zoe, cast.gus):
        person.opens_home()
        assert person.home is not None
        assert "Ask for a report" not in person.home.shown
