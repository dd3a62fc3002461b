"""The forms and pages of a team, in every language: what Slack takes, and nothing but opaque ids where ids are carried."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.domain import teamform
from bot.domain.language import LANGUAGES, speaking
from bot.domain.schedule import Rhythm as Rhythms
from bot.domain.teamform import Rhythm, Who
from bot.domain.teamstate import TeamState
from bot.manage import Owned, Preview, Standing
from bot.slack.views import about, team, teampreview, teams
from sandbox.blocks import view_problems

NAME = "Ünïcödé & <!channel> *bold* " + "x" * 30
VALUES = {
    **teamform.DEFAULTS,
    "name": NAME,
    "channel": "C0SALES",
    "people": [f"U0PERSON{n}" for n in range(50)],
    "group": "S0SALES",
    "types": "\n".join(f"{n} {'y' * 57}" for n in range(8)),
    "k": "40",
    "rate": "85.5",
}
SHOWN = team.Shown("opaque", VALUES, "home", more=True, has_groups=True, groups={f"S{n}": NAME for n in range(120)})
ANNOUNCED = {"team": NAME, "k": 5, "rhythm": Rhythms().to_json()}
PREVIEW = Preview("opaque", NAME, Who.PEOPLE, "", 6, "When.", 5, "Which?", (NAME,) * 9, "de", ANNOUNCED)
OWNED = tuple(Owned(f"opaque{n}{state}", f"{NAME}{n}", state, n, "C0") for n in range(4) for state in TeamState)

every_language = pytest.mark.parametrize("language", LANGUAGES)


@every_language
@pytest.mark.parametrize("who", Who)
@pytest.mark.parametrize("rhythm", Rhythm)
@pytest.mark.parametrize("more", [True, False])
def test_the_form_is_a_valid_modal(language: str, who: Who, rhythm: Rhythm, more: bool) -> None:
    values = {**VALUES, "who": who, "rhythm": rhythm, "group": None}
    with speaking(language):
        for one in (replace(SHOWN, values=values, more=more), replace(SHOWN, values=values, team="")):
            assert view_problems(team.form(one)) == []


@every_language
def test_what_follows_is_valid_as_well(language: str) -> None:
    with speaking(language):
        views = [teampreview.form(replace(PREVIEW, who=who, place="C0"), tried=True) for who in Who]
        views += [teams.owners("opaque", NAME, ("U0MO",)), about.home(Standing(0, [], owned=OWNED, may_set_up=True))]
        assert [view_problems(view) for view in views] == [[]] * len(views)


def test_nothing_that_somebody_typed_is_carried_unseen() -> None:
    carried = json.loads(team.form(SHOWN)["private_metadata"])
    assert carried["hidden"].keys() <= set(team.HIDDEN)
    assert NAME not in json.dumps(carried, ensure_ascii=False)
    for view in (team.form(SHOWN), team.form(replace(SHOWN, team=""))):
        assert len(view["private_metadata"]) < 3000


def test_a_name_can_neither_mention_nor_link() -> None:
    shown: list[Any] = [teampreview.form(PREVIEW), about.home(Standing(0, [], owned=OWNED))]
    assert "<!channel>" not in json.dumps([one for view in shown for one in view["blocks"] if one["type"] == "section"])


def test_a_fault_of_a_field_that_is_not_there_stands_under_the_first() -> None:
    view = team.form(replace(SHOWN, more=False))
    faults = {"types": "one", "zone": "two"}
    assert team.at_fields(view, faults) == {"types/": "one", "name": "two"}
