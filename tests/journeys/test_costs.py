"""What a finished task costs: once an owner has said what an hour costs, and enough people did it both ways."""

from sandbox import Person
from tests.conftest import Cast, Running
from tests.conversing import has_history, quarter_of_triage

SECTION = "Cost per finished task"


def team(cast: Cast) -> list[Person]:
    return [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]


def sets_costs(owner: Person, hour: float | None = 60, tools: float | None = 300, currency: str = "EUR") -> None:
    owner.runs("/candor team edit")
    owner.clicks("More settings", on="form")
    owner.fills({"What an hour of work costs": hour, "What the AI tools cost the team a month": tools, "Currency": currency})
    assert owner.submits()


def test_it_is_printed_once_an_owner_has_said_what_an_hour_costs(bot: Running, cast: Cast) -> None:
    has_history(bot, [row for n, row in enumerate(quarter_of_triage(team(cast))) if n % 3])
    assert SECTION not in cast.ada.runs("/candor report")
    sets_costs(cast.mo)
    bot.until("2026-07-13 09:00")
    for reader in (cast.ada, cast.mo):
        said = reader.last().shown
        assert SECTION in said
        assert "EUR with AI" in said
        assert "The AI tools*: 300 EUR a month for the whole team, not counted above." in said


def test_nothing_of_it_is_printed_until_enough_people_have_done_it_each_way(bot: Running, cast: Cast) -> None:
    sets_costs(cast.mo)
    rows = [row for n, row in enumerate(quarter_of_triage(team(cast))) if n % 3]
    has_history(bot, [row for row in rows if "without_ai" not in row or cast.ada.id not in row])  # four without AI
    said = cast.mo.runs("/candor report")
    assert "not shown: too few people on one side, or too many tasks not finished." in said
    assert "EUR" not in said


def test_taking_the_costs_out_again_takes_them_out_of_the_next_report(bot: Running, cast: Cast) -> None:
    has_history(bot, [row for n, row in enumerate(quarter_of_triage(team(cast))) if n % 3])
    sets_costs(cast.mo)
    assert SECTION in cast.mo.runs("/candor report")
    sets_costs(cast.mo, None, None, "")
    assert "EUR" not in cast.mo.runs("/candor report last quarter")
    assert "EUR" not in cast.mo.runs("/candor report")
