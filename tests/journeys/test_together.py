"""Several teams in one report: more people, the same gates, and nothing left over when one team is taken away again."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlmodel import select

from bot import report
from bot.domain.refusal import Refusal
from storage.tables import Printed
from tests.conftest import SUPPORT, Running
from tests.conversing import has_history

SALES = SUPPORT.replace("Support", "Sales").replace('"Escalation"', '"Offer"')
SMALL = SUPPORT.replace("Support", "Small")


def triage(team: str, people: int, day: str, task_type: str = "Bug triage") -> list[str]:
    """Everybody does it both ways, each a little slower than the one before."""
    return [
        f"{team}{n},{task_type},{way},{minutes + 3 * n},0,at,{day}"
        for n in range(people)
        for way, minutes in (("with_ai", 20 + n), ("with_ai", 25), ("without_ai", 40))
    ]


def asked(bot: Running, *teams: str, window: str = "quarter") -> dict[str, Any]:
    return report.for_teams(bot.bot.services, teams, window, None).figures


def ratios(figures: dict[str, Any]) -> dict[str, float | None]:
    return {cell["task_type"]: cell["ratio"] for cell in figures["cells"]}


def printed(bot: Running) -> int:
    with bot.rows() as session:
        return len(session.exec(select(Printed)).all())


def told(bot: Running, groups: Sequence[tuple[str, int]], day: str = "2026-07-01") -> None:
    for team, people in groups:
        has_history(bot, triage(team, people, day), team)


@pytest.fixture
def company(bot: Running) -> Running:
    bot.apply(SALES)
    bot.apply(SMALL)
    return bot


def test_teams_together_show_what_no_single_one_has_people_enough_for(company: Running) -> None:
    told(company, [("Support", 4), ("Sales", 4), ("Small", 4)])
    company.until("2026-07-07 11:00")
    assert ratios(asked(company, "Support")) == {}
    assert ratios(asked(company))["Bug triage"]


def test_a_kind_of_task_that_one_team_alone_has_is_not_in_it(company: Running) -> None:
    told(company, [("Support", 6), ("Sales", 6)])
    has_history(company, triage("Sales", 6, "2026-07-01", "Offer"), "Sales")
    company.until("2026-07-07 11:00")
    found = asked(company, "Support", "Sales")
    assert found["withheld"]
    assert ratios(found)["Bug triage"]
    assert ratios(found).get("Offer") is None


def test_taking_the_teams_that_were_printed_away_leaves_nobody_or_enough(company: Running) -> None:
    told(company, [("Support", 6), ("Sales", 6), ("Small", 3)])
    company.until("2026-07-13 11:00")  # the digests of Support and Sales are out
    assert ratios(asked(company, "Support", "Sales", "Small")).get("Bug triage") is None
    company.until("2026-07-13 12:00")
    assert ratios(asked(company, "Support", "Sales"))["Bug triage"]


def test_one_person_more_than_a_team_that_is_printed_alone_is_never_told(company: Running) -> None:
    told(company, [("Support", 6), ("Sales", 1)])
    company.until("2026-07-07 11:00")
    assert ratios(asked(company, "Support"))["Bug triage"]
    company.until("2026-07-07 12:00")
    both = asked(company, "Support", "Sales")
    assert ratios(both).get("Bug triage") is None
    assert both["withheld"]


def test_nor_when_both_are_asked_about_first(company: Running) -> None:
    told(company, [("Support", 6), ("Sales", 1)])
    company.until("2026-07-07 11:00")
    assert ratios(asked(company, "Support", "Sales")).get("Bug triage") is None
    company.until("2026-07-07 12:00")
    assert ratios(asked(company, "Support"))["Bug triage"]


def test_a_small_team_is_in_no_print_with_large_ones_that_may_be_printed_alone_afterwards(company: Running) -> None:
    told(company, [("Support", 6), ("Sales", 6), ("Small", 3)])
    company.until("2026-07-07 11:00")
    assert ratios(asked(company)).get("Bug triage") is None
    company.until("2026-07-07 12:00")
    assert ratios(asked(company, "Support", "Sales"))["Bug triage"]


def test_some_of_the_teams_after_all_of_them_leave_nobody_or_enough(company: Running) -> None:
    told(company, [("Support", 4), ("Sales", 4), ("Small", 4)])
    company.until("2026-07-07 11:00")
    assert ratios(asked(company))["Bug triage"]
    company.until("2026-07-07 12:00")
    assert ratios(asked(company, "Support", "Sales")).get("Bug triage") is None


def test_a_team_added_to_others_must_be_enough_people_itself(company: Running) -> None:
    told(company, [("Support", 6), ("Sales", 6), ("Small", 3)])
    company.until("2026-07-07 11:00")
    assert ratios(asked(company, "Support", "Sales"))["Bug triage"]
    company.until("2026-07-07 12:00")
    assert ratios(asked(company, "Support", "Sales", "Small")).get("Bug triage") is None


def test_asked_again_it_says_the_same_and_enters_nothing_new(company: Running) -> None:
    told(company, [("Support", 6), ("Sales", 6)])
    company.until("2026-07-07 11:00")
    first = asked(company, "Support", "Sales")
    company.until("2026-07-07 12:00")
    before = printed(company)
    assert asked(company, "Sales", "Support") == first
    assert printed(company) == before


def test_after_it_a_single_team_waits_for_new_answers_of_enough_people(company: Running) -> None:
    told(company, [("Support", 6), ("Sales", 6)])
    company.until("2026-07-07 11:00")
    asked(company, "Support", "Sales")
    company.until("2026-07-07 12:00")
    has_history(company, triage("Support", 3, "2026-07-02"), "Support")
    company.until("2026-07-07 13:00")
    assert ratios(asked(company, "Support")).get("Bug triage") is None
    has_history(company, triage("Support", 6, "2026-07-03"), "Support")
    company.until("2026-07-07 14:00")
    assert ratios(asked(company, "Support"))["Bug triage"]


def test_it_covers_whole_weeks_as_the_digests_do(company: Running) -> None:
    company.until("2026-07-08 11:00")
    found = report.for_teams(company.bot.services, ["Support", "Sales"], "quarter", None)
    assert found.until.isoformat() == "2026-07-05"
    assert found.team == "Sales and Support"


def test_unknown_teams_and_kinds_of_task_are_refused(company: Running) -> None:
    with pytest.raises(Refusal, match="no team"):
        asked(company, "Support", "Nobody")
    with pytest.raises(Refusal, match="None of these teams has a task type “Juggling”"):
        report.for_teams(company.bot.services, ["Support", "Sales"], "quarter", "Juggling")
