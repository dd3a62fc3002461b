"""A team as it is filled in on a form: the same rules as a file's, and suggestions that keep them."""

from typing import Any

import pytest

from bot.domain import teamform, volume, workfields
from bot.domain.language import LANGUAGES, speaking
from bot.domain.teamfile import TeamPlan, read
from bot.domain.teamform import Faulty, plan_of

FILLED = {**teamform.DEFAULTS, "name": "Support", "who": "people", "people": ("U0ADA", "U0BEN"), "types": "A\nB\nC\nD"}
FILE = """
name = "Support"
owners = ["U0MO"]
people = ["U0ADA", "U0BEN"]
task_types = ["A", "B", "C", "D"]
"""


def plan(**changed: Any) -> TeamPlan:
    return plan_of({**FILLED, **changed}, ["U0MO"])


def faults(least_k: int = 5, **changed: Any) -> dict[str, str]:
    with pytest.raises(Faulty) as found:
        plan_of({**FILLED, **changed}, ["U0MO"], least_k=least_k)
    return found.value.by_field


def test_a_form_and_a_file_that_say_the_same_are_the_same_plan() -> None:
    assert [plan()] == read(FILE)
    fixed = plan(rhythm="fixed", days=["3", "1"], time="16:30", every="two weeks")
    assert [fixed] == read(f'{FILE}rhythm = {{kind = "fixed", days = ["tue", "thu"], time = "16:30", every = "two weeks"}}')
    cost = plan(rate="80", tools_cost="600.5", currency="EUR")
    assert [cost] == read(f'{FILE}cost = {{rate_per_hour = 80.0, tools_per_month = 600.5, currency = "EUR"}}')


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"name": ""}, {"name"}),
        ({"name": None, "people": [], "types": None}, {"name", "people", "types"}),
        ({"who": "channel"}, {"channel"}),
        ({"who": "group", "group": "nonsense"}, {"group"}),
        ({"rhythm": "fixed", "days": [], "time": None}, {"days", "time"}),
        ({"digest_time": "25:00"}, {"digest_time"}),
        ({"zone": "Nowhere"}, {"zone"}),
        ({"country": "Atlantis"}, {"country"}),
        ({"language": "tlh"}, {"language"}),
        ({"k": "4"}, {"k"}),
        ({"k": "many"}, {"k"}),
        ({"rate": "0", "tools_cost": "-1", "currency": "12"}, {"rate", "tools_cost", "currency"}),
        ({"rate": "nan", "tools_cost": "much", "currency": "EUR"}, {"rate", "tools_cost"}),
        ({"tools": "A\na", "types": "A\nB\nC\nPrompts per day"}, {"tools", "types"}),
    ],
)
def test_each_fault_stands_at_its_field_as_a_sentence(changed: dict[str, Any], fields: set[str]) -> None:
    found = faults(**changed)
    assert found.keys() == fields
    for language in LANGUAGES:
        with speaking(language):
            assert all(said.endswith((".", "?")) for said in faults(**changed).values()), language


def test_no_team_goes_below_what_its_workspace_has_set() -> None:
    assert faults(least_k=8, k="7") == {"k": "Nothing is shown of fewer than 8 people here."}


def test_only_a_team_of_a_channel_is_asked_in_it() -> None:
    fixed = {"rhythm": "fixed", "place": ["channel"]}
    assert plan(**fixed).rhythm.place == "messages"
    assert plan(**fixed, who="channel", channel="C0SALES").rhythm.place == "channel"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", workfields.FIELDS)
def test_what_is_suggested_keeps_the_rules(language: str, field: str) -> None:
    with speaking(language):
        kinds = workfields.kinds(field)
        assert plan(types="\n".join(kinds)).task_types == tuple(kinds)
        assert not [kind for kind in kinds if volume.asks(kind)]
        assert workfields.are_suggested(kinds)
        assert not workfields.are_suggested([*kinds, "Mine"])
