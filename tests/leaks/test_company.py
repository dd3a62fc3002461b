"""Nothing leaks from several teams: in overlapping sets, by type, by tool, as files, by owners and an admin, in any order."""

from pathlib import Path
from unittest.mock import patch

import pytest

from bot.domain.ledger import Ledger
from tests.leaks.company import Company, play

STORIES = range(8)


@pytest.mark.parametrize("story", STORIES)
def test_no_question_of_anybody_about_teams_isolates_fewer_than_five(empty_sqlite: Path, story: int) -> None:
    play(empty_sqlite, story)


def test_the_stories_print_what_they_are_about(empty_sqlite: Path) -> None:
    told = [play(empty_sqlite, story) for story in range(6)]
    prints = [(names, seen) for company in told for names, seen in company.prints]
    assert {len(names) for names, _ in prints} >= {1, 2, 3, 6}
    assert any(tool for _, seen in prints for _, (_, tool) in seen.made)
    assert {seen.window for _, seen in prints} == {"quarter", "year"}


@pytest.mark.parametrize("gate", ["_many", "_tells_few"])
def test_a_story_leaks_while_a_gate_is_off(empty_sqlite: Path, gate: str) -> None:
    def leaks() -> bool:
        for story in range(40):
            try:
                play(empty_sqlite, story)
            except AssertionError:
                return True
        return False

    with patch.object(Ledger, gate, lambda *_: gate != "_tells_few"):
        assert leaks(), "tell more stories"


@pytest.mark.parametrize(
    "questions",
    [
        ["Support and Sales and North and South", "Support and Sales and North"],
        ["Support and Sales and North", "Support", "Sales"],
        ["North and South and East", "North and South and West", "North and East and West", "South and East and West"],
        ["North and South", "South and East", "North and East"],
        ["all", "Support and Sales and North and South and East"],
        ["all tool Claude", "Support and Sales and North and South and East tool Claude"],
    ],
    ids=" / ".join,
)
def test_an_owner_who_tries_to_see_one_small_team_does_not(empty_sqlite: Path, questions: list[str]) -> None:
    company = Company(empty_sqlite, 1)
    for question in questions:
        about = question.partition(" tool ")[0]
        names = list(company.teams) if about == "all" else about.split(" and ")
        company.somebody_asks("UMO", question, names)
    company.close()
