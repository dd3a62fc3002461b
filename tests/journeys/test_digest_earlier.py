"""Earlier digests: browsed by whoever is in the team now, each as it was printed."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain import schedule
from sandbox import Person
from storage import teams
from storage.tables import Release
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import has_history, quarter_of_triage

WITH_ZOE = SUPPORT.replace('"U0MO"]\ntask', '"U0MO", "U0ZOE"]\ntask')


@pytest.fixture(autouse=True)
def history(bot: Running, cast: Cast) -> None:
    """Two digests have gone out."""
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    bot.until("2026-07-13 09:00")
    bot.until("2026-07-20 09:00")


def printed(bot: Running, weeks: int, team: str = "Support", *, empty: bool = False) -> None:
    """So many digests of an earlier year, each with a line of its own."""
    with bot.bot.services.store.begin() as session:
        row = teams.named(session, "T0CANDOR", team)
        assert row
        for n in range(weeks):
            monday = date(2025, 1, 6) + timedelta(days=7 * n)
            told: dict[str, Any] = {
                "figures": {"response": "not shown" if empty else "most"},
                "text": f"{team} · digest number {n}\n",
            }
            days: dict[str, Any] = {"since": monday, "until": monday + timedelta(days=7), "released_at": bot.clock()}
            week = schedule.week_name(monday)
            session.add(Release(workspace=row.workspace, team_id=row.id, week=week, **days, **told))


def shown(person: Person) -> str:
    assert person.form is not None
    return person.form.shown


def opens(person: Person) -> str:
    person.opens_home()
    person.clicks("Earlier digests", on="home")
    return shown(person)


def reads(person: Person, week: str) -> str:
    """Press Read beside a week that is listed."""
    assert person.form is not None
    block = next(one["block_id"] for one in person.form.body["blocks"] if str(one.get("block_id")).endswith(f"/{week}"))
    person.touches(block, "digest_of_week", None, on="form")
    return shown(person)


def test_they_are_listed_newest_first_and_read_as_they_were_printed(cast: Cast) -> None:
    text = next(message.text for message in cast.ada.messages() if "Bug triage" in message.text)
    listed = opens(cast.ada)
    assert listed.index("2026-W29") < listed.index("2026-W28")
    assert "up to 12 July 2026" in listed
    assert text.strip() in reads(cast.ada, "2026-W28")
    cast.ada.clicks("Back", on="form")
    assert shown(cast.ada) == listed


def test_there_are_twelve_on_a_page_with_older_and_newer(bot: Running, cast: Cast) -> None:
    printed(bot, 14)
    first = opens(cast.ben)
    assert first.count("up to") == 12
    assert "Newer" not in first
    cast.ben.clicks("Older", on="form")
    second = shown(cast.ben)
    assert second.count("up to") == 4
    assert "Older" not in second
    assert "digest number 0" in reads(cast.ben, "2025-W02")
    cast.ben.clicks("Back", on="form")
    assert shown(cast.ben) == second
    cast.ben.clicks("Newer", on="form")
    assert shown(cast.ben) == first


def test_those_that_showed_nothing_are_not_listed(bot: Running, cast: Cast) -> None:
    printed(bot, 3, empty=True)
    assert "2025" not in opens(cast.mo)
    assert cast.mo.runs("/candor report week 2025-W02") == "Support has no digest of 2025-W02."


def test_a_team_without_any_says_so(bot: Running, cast: Cast) -> None:
    bot.apply('[[team]]\nname = "Quiet"\nowners = ["U0ZOE"]\npeople = ["U0ZOE"]\ntask_types = ["A", "B", "C", "D"]\n')
    assert "Quiet has had no digest with figures yet." in opens(cast.zoe).replace("*", "")


def test_who_is_in_several_teams_picks_one(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace('"Support"', '"Research"'))
    printed(bot, 1, team="Research")
    assert "Which team's digests?" in opens(cast.ada)
    cast.ada.clicks("Read", on="form")
    assert "2025-W02" in shown(cast.ada)
    assert "2026-W28" not in shown(cast.ada)


def test_a_week_can_be_asked_for_by_name(cast: Cast) -> None:
    for line in ("report week 2026-W28", "report Support week 2026-w28", "report digest 2026-W28"):
        assert "1 July to 12 July 2026" in cast.ada.runs(f"/candor {line}")
    assert cast.ada.runs("/candor report week 2026-W40") == "Support has no digest of 2026-W40."
    assert "I do not know “week 28”" in cast.ada.runs("/candor report week 28")


def test_somebody_who_joined_reads_older_ones_and_somebody_who_left_none(bot: Running, cast: Cast) -> None:
    bot.apply(WITH_ZOE)
    assert "2026-W28" in opens(cast.zoe)
    opens(cast.ben)
    bot.apply(SUPPORT.replace('"U0BEN", ', ""))
    assert "Bug triage" not in reads(cast.ben, "2026-W28")
    assert "You are not in a team here." in shown(cast.ben)


@pytest.mark.parametrize(("action", "name"), [("digest_of_week", "week"), ("digests_of", "shelf"), ("digests_older", "turn")])
def test_a_team_is_checked_at_each_press(bot: Running, cast: Cast, action: str, name: str) -> None:
    """Ben is in another team by now, and presses what he still has open."""
    printed(bot, 14)
    opens(cast.ben)
    with bot.rows() as session:
        support = teams.named(session, "T0CANDOR", "Support")
        assert support
    cast.ben.clicks("Older", on="form")
    bot.apply(SUPPORT.replace('"Support"', '"Research"'))
    bot.apply(SUPPORT.replace('"U0BEN", ', ""))
    seen = bot.slack.deliveries[-1].payload
    what = {"week": "2026-W28", "shelf": "0", "turn": "0"}[name]
    pressed = {**seen["actions"][0], "action_id": action, "block_id": f"{name}/{support.id}/{what}"}
    assert bot.slack.forge("interactive", {**seen, "actions": [pressed]}) == 200
    assert "You are not in that team now, so its digests are not shown to you." in shown(cast.ben)
    assert "Bug triage" not in shown(cast.ben)
