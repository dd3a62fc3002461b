"""What the answers add up to: the weekly digest for owner and team, and reports for whoever may read them."""

import pytest
from sqlmodel import select

from bot import report
from bot.domain.digest import as_text
from bot.slack.commands import WORDS
from sandbox import Person
from storage.tables import Person as PersonRow
from storage.tables import Printed
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import has_history, letters, quarter_of_triage


@pytest.fixture(autouse=True)
def history(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage(team(cast)))


def team(cast: Cast) -> list[Person]:
    return [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]


def test_owner_and_team_read_the_same_digest_at_the_same_time(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-13 08:59")
    assert letters(bot, kind="digest") == []
    bot.until("2026-07-13 09:00")
    texts = {person.last().text for person in (*team(cast), cast.ben)}
    assert len(texts) == 1
    assert "Bug triage" in texts.pop()
    assert len({letter.sent_at for letter in letters(bot, kind="digest")}) == 1
    assert cast.zoe.sees() == ""


def test_the_digest_goes_to_the_teams_channel_where_there_is_one(bot: Running, cast: Cast) -> None:
    channel = bot.slack.channel("support", [*team(cast), cast.ben])
    bot.apply(SUPPORT.replace('people = ["U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"]', 'channel = "C0SUPPORT"'))
    bot.until("2026-07-13 09:00")
    assert "Bug triage" in cast.ada.last(channel).text
    assert cast.mo.last().text == cast.ada.last(channel).text


def test_a_digest_goes_out_once_whatever_is_restarted(bot: Running) -> None:
    bot.until("2026-07-13 09:00")
    bot.restart()
    bot.until("2026-07-13 11:05")
    assert len(letters(bot, kind="digest")) == 6


def test_a_digest_that_could_not_go_out_for_days_is_let_go(bot: Running) -> None:
    bot.until("2026-07-15 09:01")
    assert letters(bot, kind="digest") == []


def test_no_digest_before_five_have_answered(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace('"Support"', '"Quiet"'))
    has_history(bot, quarter_of_triage(team(cast)[:4]), team="Quiet")
    bot.until("2026-07-13 09:00")
    assert "Support" in cast.ada.last().text
    assert len(letters(bot, kind="digest")) == 6


def test_owner_and_member_may_ask_and_get_the_same(cast: Cast) -> None:
    mine, theirs = cast.mo.runs("/candor report"), cast.ada.runs("/candor report")
    assert "Bug triage" in mine
    assert mine == theirs


def test_a_stranger_gets_one_sentence(cast: Cast) -> None:
    for person in (cast.zoe, cast.gus, cast.root, cast.stranger_from_elsewhere):
        reports = [] if person is cast.root else ["/candor report", "/candor report Support"]
        for line in (*reports, "/candor checkin", "/candor help", "/candor pause"):
            assert person.runs(line) == (
                "You are not in a team here. A team's owner can add you, "
                "and any colleague can set one up with /candor team new."
            )


@pytest.mark.parametrize(
    "line", ["/candor report Support this quarter", "/candor report type bug triage", "/candor report year"]
)
def test_a_report_can_be_asked_for_by_team_window_and_type(cast: Cast, line: str) -> None:
    assert "Bug triage" in cast.mo.runs(line)


def test_another_quarter_has_nothing_to_show(cast: Cast) -> None:
    assert "Bug triage:" not in cast.mo.runs("/candor report last quarter")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/candor reprot", "I do not know “reprot”. Did you mean /candor report?"),
        (
            "/candor xyzzy",
            f"I do not know “xyzzy”. Try one of {', '.join(WORDS)}.",
        ),
        (
            "/candor report yesterday",
            "I do not know “yesterday”. Add this quarter, last quarter, year, type or tool and its name.",
        ),
        ("/candor report type Sorcery", "Support has no task type “Sorcery”."),
        ("/candor pause until yesteryear", "Write pause until 1 December"),
        ("/candor pause until 12/24", "Write pause until 1 December"),
        ("/candor pause 0 days", "Write pause until 1 December"),
        ("/candor pause until 2026-07-01", "A pause ends on a day to come, within a year."),
    ],
)
def test_an_unknown_word_gets_one_sentence_with_what_is_near(cast: Cast, line: str, sentence: str) -> None:
    assert sentence in cast.mo.runs(line)


def test_the_owner_of_two_teams_says_which(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace('"Support"', '"Research"'))
    assert cast.mo.runs("/candor report").startswith("Which team? Yours are: Research, Support.\n")
    assert "Bug triage" in cast.mo.runs("/candor report support")


def test_no_report_shows_what_fewer_than_five_said(bot: Running, cast: Cast) -> None:
    has_history(bot, [f"{person.id},Escalation,with_ai,480,0,below,2026-07-01" for person in team(cast)[:4]])
    assert "Escalation:" not in cast.mo.runs("/candor report")
    assert "Escalation:" not in cast.mo.runs("/candor report type Escalation")


def one_more(person: Person, day: str = "2026-07-02") -> str:
    return f"{person.id},Bug triage,with_ai,400,0,below,{day}"


def test_one_more_answer_changes_nothing_that_is_printed(bot: Running, cast: Cast) -> None:
    before = cast.mo.runs("/candor report")
    bot.until("2026-07-07 15:00")
    has_history(bot, [one_more(cast.ada)])
    after = cast.mo.runs("/candor report")
    assert "As printed on" not in before
    assert "As printed on 7 July." in after
    (line,) = (line for line in before.splitlines() if "Typical" in line)
    assert line in after.replace(" As printed on 7 July.", "")


def test_digest_report_and_command_line_stand_in_one_ledger(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-13 09:00")
    bot.until("2026-07-13 11:00")
    has_history(bot, [one_more(cast.ada)])
    services = bot.bot.services
    for only in (None, "Bug triage"):
        found = report.for_teams(services, ["Support"], "quarter", only)
        assert found.figures["cells"][0]["as_of"]["typical"] == "2026-07-13"
        assert "As printed on 13 July." in as_text(found)
    found = report.for_teams(services, ["Support"], "year", None)
    assert found.figures["cells"][0]["typical_with_ai"] is None
    assert "Some figures are left out" in as_text(found)
    assert "As printed on 13 July." in cast.mo.runs("/candor report")
    bot.until("2026-07-13 11:05")
    has_history(bot, [one_more(person, "2026-07-03") for person in team(cast)])
    assert report.for_teams(services, ["Support"], "quarter", None).figures["cells"][0]["as_of"] == {}


def test_a_newcomers_answers_count_for_nobody_until_they_were_there_for_a_print(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 11:00")
    cast.mo.runs("/candor report")
    bot.until("2026-07-07 11:05")
    bot.apply(SUPPORT.replace('"U0MO"]\ntask', '"U0MO", "U0ZOE"]\ntask'))
    has_history(bot, [one_more(person) for person in [cast.zoe, *team(cast)[:4]]])
    assert "As printed on 7 July." in cast.mo.runs("/candor report")
    has_history(bot, [one_more(team(cast)[4])])
    assert "As printed on" not in cast.mo.runs("/candor report")


def test_the_ledger_holds_nobody(bot: Running, cast: Cast) -> None:
    cast.mo.runs("/candor report")
    with bot.rows() as session:
        rows = [vars(row) for row in session.exec(select(Printed))]
        people = [person.id for person in session.exec(select(PersonRow))]
    assert len(rows) >= 2
    assert not any(person in repr(row) for row in rows for person in [*people, cast.ada.id])


def test_no_faster_or_slower_word_is_printed(cast: Cast) -> None:
    report = cast.mo.runs("/candor report").casefold()
    assert not any(word in report for word in ("faster", "slower", "because of ai"))
    assert "not adjusted for task size" in report


def test_help_lists_the_commands(cast: Cast) -> None:
    assert "/candor report" in cast.ada.runs("/candor")
    assert cast.ada.runs("/candor") == cast.ada.runs("/candor help")


def test_home_says_what_is_open_and_where_one_belongs(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    cast.ada.opens_home()
    cast.zoe.opens_home()
    assert cast.ada.home is not None
    assert cast.zoe.home is not None
    assert "A check-in is open in Messages. You are in: Support." in cast.ada.home.shown
    assert "You are not in a team yet." in cast.zoe.home.shown
