"""A team file is taken whole, or refused with one sentence that says where it is wrong and what would be right."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot import manage
from bot.domain.refusal import Refusal
from bot.domain.teamfile import CostPlan, RhythmPlan, TeamPlan, read
from bot.domain.volume import REASON
from bot.services import Messenger, Services
from storage import teams
from storage.database import Store

LEAST = """
name = "Support"
owners = ["U0MO"]
people = ["U0ADA", "U0BEN"]
task_types = ["Bug triage", "Customer reply", "Weekly report", "Escalation"]
"""
FULL = f"""
[[team]]
{LEAST}
tools = ["Copilot"]
zone = "Europe/Berlin"
k = 6
holidays = [2026-12-24]
[team.rhythm]
kind = "fixed"
days = ["thu", "Tuesday"]
time = "16:00"
every = "two weeks"
[team.digest]
day = "wed"
time = 08:30:00
[team.cost]
rate_per_hour = 80
tools_per_month = 420.50
currency = "EUR"

[[team]]
{LEAST.replace("Support", "Sales").replace('people = ["U0ADA", "U0BEN"]', 'channel = "C0SALES"')}
[team.rhythm]
per_week = 1
time = "15:30"
"""


def test_a_file_may_say_everything_about_several_teams() -> None:
    support, sales = read(FULL)
    assert (support.name, support.owners, support.people, support.channel) == ("Support", ("U0MO",), ("U0ADA", "U0BEN"), None)
    assert support.task_types == ("Bug triage", "Customer reply", "Weekly report", "Escalation")
    assert (support.tools, support.zone, support.k, support.holidays) == (
        ("Copilot",),
        "Europe/Berlin",
        6,
        (date(2026, 12, 24),),
    )
    assert support.rhythm == RhythmPlan.model_construct(kind="fixed", days=(1, 3), time=time(16), every="two weeks")
    assert (support.digest_day, support.digest_time) == (2, time(8, 30))
    assert support.cost == CostPlan.model_construct(rate_per_hour=80.0, tools_per_month=420.5, currency="EUR")
    assert sales.cost is None
    assert (sales.people, sales.channel, sales.rhythm.kind, sales.rhythm.per_week) == ((), "C0SALES", "sampled", 1)
    assert sales.rhythm.time == time(15, 30)


@pytest.mark.parametrize("text", [LEAST, f"[[team]]{LEAST}", f"[team]{LEAST}", f"\ufeff{LEAST}", LEAST.replace("\n", "\r\n")])
def test_what_is_left_out_has_its_default(text: str) -> None:
    (team,) = read(text)
    assert (team.tools, team.zone, team.k, team.holidays) == ((), "UTC", 5, ())
    assert (team.rhythm.kind, team.rhythm.per_week, team.rhythm.days, team.rhythm.time) == ("sampled", 2, (), None)
    assert (team.digest_day, team.digest_time, team.cost) == (0, time(9), None)


@pytest.mark.parametrize("currency", ["€", "EUR", "zł", "R$", "Kč", "kr.", "¥", "CHF", "₺", " USD "])
def test_money_may_be_called_what_people_call_it(currency: str) -> None:
    (team,) = read(f'{LEAST}\ncost = {{rate_per_hour = 0.01, tools_per_month = 0, currency = "{currency}"}}')
    assert team.cost == CostPlan.model_construct(rate_per_hour=0.01, tools_per_month=0.0, currency=currency.strip())


@pytest.mark.parametrize(("written", "kept"), [("DE", "DE"), ("de-by", "DE-BY"), ("UK", "GB"), (" us-CA ", "US-CA")])
def test_a_country_is_two_letters_and_perhaps_a_region(written: str, kept: str) -> None:
    (team,) = read(f'{LEAST}\ncountry = "{written}"')
    assert team.country == kept


def test_a_plan_never_changes() -> None:
    (team,) = read(LEAST)
    with pytest.raises(ValidationError, match="frozen"):
        team.k = 4


ADDED = [
    ('timezone = "UTC"', 'team "Support": unknown key "timezone" - did you mean "zone"?'),
    ("prompts = 5", f'team "Support": unknown key "prompts"; the keys are {", ".join(TeamPlan.model_fields)}'),
    ('zone = "Europe/Berln"', 'team "Support": zone "Europe/Berln" is not a time zone; did you mean "Europe/Berlin"?'),
    ('zone = "berlin"', 'team "Support": zone "berlin" is not a time zone; did you mean "Europe/Berlin"?'),
    ('zone = "../etc/passwd"', 'team "Support": zone "../etc/passwd" is not a time zone; write it like "Europe/Berlin"'),
    ('country = "DX"',
     'team "Support": country "DX" is not a country: write its two letters, like "DE", or a region, like "DE-BY"'),
    ('country = "GB-X"',
     'team "Support": country "GB-X" is not a region of GB: write "GB", or GB- and one of ENG, NIR, SCT, WLS'),
    ("country = 49", 'team "Support": country must be text in quotes'),
    ("zone = 1", 'team "Support": zone must be text in quotes'),
    ('rhythm = {kind = "fixed", days = ["tue"], time = "16:00", place = "channel"}',
     'team "Support": rhythm: place = "channel" needs a team that is declared by its channel'),
    ('[rhythm]\nplace = "channel"', 'team "Support", rhythm: place belongs to kind = "fixed", and this one is "sampled"'),
    ("k = 4", 'team "Support": k may not be below 5'),
    ('k = "5"', 'team "Support": k must be a whole number'),
    ("k = true", 'team "Support": k must be a whole number'),
    ('channel = "C0SUPPORT"', 'team "Support": write people or channel or group, exactly one of the three'),
    ('channel = "support"', 'team "Support": channel "support" is not a Slack channel id: it looks like "C012AB3CD"'),
    ('tools = ["a", "b", "c", "d", "e", "f"]', 'team "Support": tools must hold 0 to 5 tools, not 6'),
    ('tools = ["Copilot", "copilot"]', 'team "Support": tools names "copilot" twice'),
    ('tools = ["other"]', 'team "Support": tools may not hold "Other": it is always offered'),
    ('tools = "Copilot"', 'team "Support": tools must be a list in square brackets'),
    ('holidays = ["2026-12-24"]', 'team "Support": each of holidays must be a date without quotes, like 2026-12-24'),
    ("holidays = [2026-12-24, 2026-12-24]", 'team "Support": holidays names 2026-12-24 twice'),
    ('rhythm = "daily"', 'team "Support": rhythm must be a section of its own'),
    ('[rhythm]\nkind = "daily"', 'team "Support", rhythm: kind "daily" is not one: write "sampled" or "fixed"'),
    ("[rhythm]\nper_week = 3", 'team "Support", rhythm: per_week 3 is not one: write 1 or 2'),
    ('[rhythm]\nevry = "week"', 'team "Support", rhythm: unknown key "evry" - did you mean "every"?'),
    ('[rhythm]\ndays = ["tue"]', 'team "Support", rhythm: days belongs to kind = "fixed", and this one is "sampled"'),
    ('[rhythm]\nkind = "fixed"', 'team "Support", rhythm: a fixed rhythm needs its days, like days = ["tue", "thu"]'),
    ('[rhythm]\nkind = "fixed"\ndays = ["tue"]', 'team "Support", rhythm: a fixed rhythm needs its time, like time = "16:00"'),
    ('[rhythm]\nkind = "fixed"\ndays = ["tue"]\ntime = "16:00"\nper_week = 1',
     'team "Support", rhythm: per_week belongs to kind = "sampled", and this one is "fixed"'),
    ('[rhythm]\nkind = "fixed"\ndays = ["mon", "tue", "wed"]', 'team "Support", rhythm: days must hold 1 to 2 days, not 3'),
    ('[rhythm]\nkind = "fixed"\ndays = ["tue", "tuesday"]', 'team "Support", rhythm: days names "tuesday" twice'),
    ('[rhythm]\nkind = "fixed"\ndays = ["tues"]',
     'team "Support", rhythm: days "tues" is not a day: write one of monday to sunday, or mon to sun'),
    ('[rhythm]\nkind = "fixed"\nevery = "day"',
     'team "Support", rhythm: every "day" is not one: write "week", "two weeks" or "month"'),
    ('[rhythm]\ntime = "4 pm"', 'team "Support", rhythm: time "4 pm" is not a time of day: write it like "16:00"'),
    ('[digest]\ntime = "24:00"', 'team "Support", digest: time "24:00" is not a time of day: write it like "16:00"'),
    ("holidays = [2026-12-24T00:00:00]", 'team "Support": each of holidays must be a date without quotes, like 2026-12-24'),
    ("tools = [\"Copilot\", \"Prompts per day\"]", f'team "Support": tools "Prompts per day" {REASON}'),
    ("cost = 80", 'team "Support": cost must be a section of its own'),
    ("[cost]", 'team "Support", cost: rate_per_hour is missing'),
    ('[cost]\nrate_per_hour = 80\ncurrency = "EUR"', 'team "Support", cost: tools_per_month is missing'),
    ("[cost]\nrate_per_hour = 80\ntools_per_month = 420", 'team "Support", cost: currency is missing'),
    ("[cost]\nrate_per_hours = 80", 'team "Support", cost: unknown key "rate_per_hours" - did you mean "rate_per_hour"?'),
    ("[cost]\nseats = 8",
     'team "Support", cost: unknown key "seats"; the keys are rate_per_hour, tools_per_month, currency'),
    *((f"[cost]\nrate_per_hour = {rate}\ntools_per_month = 420\ncurrency = \"EUR\"",
       f'team "Support", cost: rate_per_hour {shown} is not above 0 and at most 100,000')
      for rate, shown in [("0", "0.0"), ("-5", "-5.0"), ("100_000.01", "100000.01"), ("nan", "nan"), ("inf", "inf"),
                          ("-inf", "-inf"), ("1e999", "inf")]),
    *((f"[cost]\nrate_per_hour = 80\ntools_per_month = {tools}\ncurrency = \"EUR\"",
       f'team "Support", cost: tools_per_month {shown} is not 0 to 1,000,000,000')
      for tools, shown in [("-0.01", "-0.01"), ("1_000_000_001", "1000000001.0"), ("nan", "nan"), ("inf", "inf")]),
    *((f"[cost]\nrate_per_hour = {wrong}\ntools_per_month = 420\ncurrency = \"EUR\"",
       'team "Support", cost: rate_per_hour must be a number') for wrong in ("true", '"80"', "[80]", "2026-12-24")),
    *((f"[cost]\nrate_per_hour = 80\ntools_per_month = {wrong}\ncurrency = \"EUR\"",
       'team "Support", cost: tools_per_month must be a number') for wrong in ("false", '"420"')),
    *((f"[cost]\nrate_per_hour = 80\ntools_per_month = 420\ncurrency = {wrong}",
       f'team "Support", cost: currency {wrong} is not a currency: write 1 to 4 letters or signs, like "EUR"')
      for wrong in ('""', '" "', '"Euros"', '"E R"', '"1 €"', '"<b>"', '"@"', '"."', '"=A1"')),
    ("[cost]\nrate_per_hour = 80\ntools_per_month = 420\ncurrency = 5",
     'team "Support", cost: currency must be text in quotes'),
    ("[digest]\nday = 1", 'team "Support", digest: day 1 is not a day: write one of monday to sunday, or mon to sun'),
]  # fmt: skip

CHANGED = [
    ("name", 'name = ""', 'the team: name "" is not 1 to 60 characters long'),
    ("name", "name = 5", "the team: name must be text in quotes"),
    ("name", "", "the team: name is missing"),
    ("name", 'nam = "Support"', 'the team: unknown key "nam" - did you mean "name"?'),
    ("name", f'name = "{"x" * 61}"', f'team "{"x" * 60}…": name "{"x" * 60}…" is not 1 to 60 characters long'),
    ("owners", "", 'team "Support": owners is missing'),
    ("owners", 'owner = ["U0MO"]', 'team "Support": unknown key "owner" - did you mean "owners"?'),
    ("owners", "owners = []", 'team "Support": owners must hold 1 to 100 owners, not 0'),
    ("owners", 'owners = ["@mo"]', 'team "Support": owners "@mo" is not a Slack member id: it looks like "U012AB3CD"'),
    ("owners", 'owners = "U0MO"', 'team "Support": owners must be a list in square brackets'),
    ("owners", "owners = [5]", 'team "Support": each of owners must be text in quotes'),
    ("people", "", 'team "Support": write people or channel or group, exactly one of the three'),
    ("people", "people = []", 'team "Support": people must hold 1 to 10,000 people, not 0'),
    ("people", 'people = ["U0ADA", "U0ADA"]', 'team "Support": people names "U0ADA" twice'),
    ("task_types", 'task_types = ["a", "b", "c"]', 'team "Support": task_types must hold 4 to 8 task types, not 3'),
    ("task_types", 'task_types = ["a", "b", "c", "A "]', 'team "Support": task_types names "A" twice'),
    ("task_types", 'task_types = ["a", "b", "c", " "]', 'team "Support": task_types " " is not 1 to 60 characters long'),
    ("task_types", 'task_types = ["a", "b", "c", "Tasks per week with AI"]',
     f'team "Support": task_types "Tasks per week with AI" {REASON}'),
    ("task_types", 'task_types = ["a", "b", "c", "something else"]',
     'team "Support": task_types may not hold "Something else": it is always offered'),
]  # fmt: skip

WHOLE = [
    ("", "the file declares no team: begin with [[team]] and its name"),
    ("team = []", "the file declares no team: begin with [[team]] and its name"),
    ("team = 5", "team must be a section: write [[team]] on a line of its own"),
    (f'zone = "UTC"\n[[team]]{LEAST}', '"zone" stands outside of [[team]]: move it below that line'),
    (f"[[team]]{LEAST}\n[[team]]{LEAST.replace('Support', 'SUPPORT')}", 'team "Support" is declared twice'),
    (f"[[team]]{LEAST}\n[[team]]\nk = 5", "team 2: name is missing"),
    ('name = "Support\n', "the file is not valid TOML: Illegal character '\\n' (at line 1, column 16)"),
    ("x = " + "[" * 9000, "the file is not valid TOML: it is nested too deeply"),
]


def _refusal(text: str) -> str:
    with pytest.raises(Refusal) as refused:
        read(text)
    return refused.value.sentence


@pytest.mark.parametrize(("added", "sentence"), ADDED)
def test_a_wrong_line_is_named(added: str, sentence: str) -> None:
    assert _refusal(f"{LEAST}\n{added}") == sentence


@pytest.mark.parametrize(("key", "line", "sentence"), CHANGED)
def test_a_wrong_or_missing_line_is_named(key: str, line: str, sentence: str) -> None:
    lines = [line if old.startswith(f"{key} =") else old for old in LEAST.splitlines()]
    assert _refusal("\n".join(lines)) == sentence


@pytest.mark.parametrize(("text", "sentence"), WHOLE, ids=[sentence for _, sentence in WHOLE])
def test_a_file_that_is_not_a_team_file_is_refused(text: str, sentence: str) -> None:
    assert _refusal(text) == sentence


@given(st.text())
def test_any_text_is_a_plan_or_a_refusal(text: str) -> None:
    with pytest.raises(Refusal):
        read(text)


COST = '\ncost = {rate_per_hour = 80, tools_per_month = 420.5, currency = "EUR"}'


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A database of one's own; nobody is looked up, so nothing is asked of Slack."""
    store = Store(f"sqlite:///{tmp_path / 'candor.db'}")
    store.migrate()
    yield Services(store, cast(Messenger, None), lambda: datetime(2026, 7, 7, 8, tzinfo=UTC))
    store.close()


def test_applying_a_file_stores_the_cost_and_taking_the_section_out_empties_it(services: Services) -> None:
    def apply(text: str) -> list[str]:
        return manage.apply(services, manage.LOCAL, read(text), connected=False)

    def stored() -> tuple[float | None, float | None, str]:
        with services.store.read() as session:
            (team,) = teams.every(session)
            return team.rate_per_hour, team.tools_per_month, team.currency

    apply(LEAST)
    assert stored() == (None, None, "")
    three = ["Support: rate_per_hour changed", "Support: tools_per_month changed", "Support: currency changed"]
    assert (apply(LEAST + COST), stored()) == (three, (80.0, 420.5, "EUR"))
    assert apply(LEAST + COST) == []
    assert apply(LEAST + COST.replace("80", "81")) == ["Support: rate_per_hour changed"]
    assert (apply(LEAST), stored()) == (three, (None, None, ""))
