"""The home page's buttons in the wrong hands: a stranger's, a colleague's, somebody's of another workspace."""

import pytest

from tests.conftest import Cast, Running
from tests.conversing import answers_in_one_go, the_answer

OWN_DATA = ("privacy_page", "my_earlier", "my_data", "what_goes")


@pytest.fixture(autouse=True)
def at_home(bot: Running, cast: Cast) -> None:
    bot.turn()
    cast.ada.opens_home()


def home(cast: Cast) -> str:
    assert cast.ada.home is not None
    return cast.ada.home.shown


@pytest.mark.parametrize("user", ["U0ZOE", "U0GUS"])
@pytest.mark.parametrize(
    "action", ["stop_asking", "resume", "pause_for", "away", "my_week", "strike_out", "team_sees", "earlier_digests", *OWN_DATA]
)
def test_a_stranger_decides_nothing_and_opens_nothing(bot: Running, cast: Cast, user: str, action: str) -> None:
    cast.ada.clicks("Stop for good", on="home")
    seen = bot.slack.deliveries[-1].payload
    forged = {**seen, "user": {**seen["user"], "id": user}, "actions": [{**seen["actions"][0], "action_id": action}]}
    assert bot.slack.forge("interactive", forged) == 200
    assert cast.ada.form is not None
    assert "You are not in a team here." in cast.ada.form.shown  # the sandbox gives it to whose gesture it was
    cast.ada.opens_home()
    assert "You have stopped check-ins." in home(cast)


@pytest.mark.parametrize(("user", "team"), [("U0BEN", "T0CANDOR"), ("U0ADA", "T0OTHER"), ("U0FAR", "T0OTHER")])
def test_her_days_away_are_not_struck_out_by_other_hands(bot: Running, cast: Cast, user: str, team: str) -> None:
    cast.ada.runs("/candor out 24 Dec..2 Jan")
    cast.ada.opens_home()
    before = home(cast)
    cast.ada.clicks("Strike out", on="home")
    seen = bot.slack.deliveries[-1].payload
    cast.ada.runs("/candor out 24 Dec..2 Jan")
    cast.ada.opens_home()
    assert home(cast) == before
    key = cast.ada.home.body["blocks"] if cast.ada.home else []
    block = next(block["block_id"] for block in key if str(block.get("block_id", "")).startswith("away/"))
    pressed = {**seen["actions"][0], "block_id": block}
    bot.slack.forge("interactive", {**seen, "user": {**seen["user"], "id": user, "team_id": team}, "actions": [pressed]})
    cast.ada.opens_home()
    assert home(cast) == before


@pytest.mark.parametrize("action", ["delete", "change", "delete_earlier"])
@pytest.mark.parametrize(
    ("user", "team"), [("U0BEN", "T0CANDOR"), ("U0MO", "T0CANDOR"), ("U0ZOE", "T0CANDOR"), ("U0FAR", "T0OTHER")]
)
def test_nobody_else_changes_or_deletes_it(bot: Running, cast: Cast, action: str, user: str, team: str) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, "triage, with AI, 40 min, no fixing, about usual")
    cast.ada.opens_home()
    cast.ada.clicks("Stop for good", on="home")
    seen = bot.slack.deliveries[-1].payload
    assert cast.ada.home is not None
    block = next(b["block_id"] for b in cast.ada.home.body["blocks"] if str(b.get("block_id", "")).startswith("kept/"))
    pressed = {**seen["actions"][0], "action_id": action, "block_id": block}
    bot.slack.forge("interactive", {**seen, "user": {**seen["user"], "id": user, "team_id": team}, "actions": [pressed]})
    assert the_answer(bot, cast.ada).minutes == 40
    cast.ada.opens_home()
    assert "Bug triage · about usual · with AI · 40 min · no fixing" in home(cast)
