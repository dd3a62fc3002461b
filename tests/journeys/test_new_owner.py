"""What somebody meets who owns a team for the first time and has read nothing: what they press, mistype and are told."""

import pytest

from sandbox import Channel, Person, Slack
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import has_history, quarter_of_triage

NAME, CHANNEL, FIELD, PEOPLE = "Name of the team", "Channel", "Field of work", "People"


@pytest.fixture
def sales(slack: Slack, cast: Cast) -> Channel:
    return slack.channel("sales", [cast.zoe, cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli])


def home(person: Person) -> str:
    person.opens_home()
    assert person.home is not None
    return person.home.shown


def window(person: Person) -> str:
    assert person.form is not None
    return person.form.shown


def sets_up(person: Person, channel: Channel, name: str = "Sales") -> None:
    person.opens_home()
    person.clicks("Set up a team", on="home")
    person.fills({NAME: name, CHANNEL: channel, FIELD: "Sales"})
    assert person.submits()


@pytest.mark.usefixtures("bot")
def test_a_team_that_has_not_begun_comes_first_and_tells_no_number_that_is_not_known_yet(cast: Cast, sales: Channel) -> None:
    assert "A team's owner can add you, or you set one up." in home(cast.zoe)
    sets_up(cast.zoe, sales)
    cast.zoe.closes()
    shown = home(cast.zoe)
    assert "*Sales*: not begun, so nobody is asked; #sales\n" in shown
    assert "No team asks you at present." in shown
    assert shown.index("*Sales*") < shown.index("*Settings.*")


@pytest.mark.usefixtures("bot")
def test_to_begin_on_the_home_page_is_asked_back(cast: Cast, sales: Channel) -> None:
    sets_up(cast.zoe, sales)
    cast.zoe.closes()
    cast.zoe.opens_home()
    assert cast.zoe.home
    (begin,) = [
        element
        for block in cast.zoe.home.blocks
        for element in block.get("elements", [])
        if element.get("text", {}) and element.get("action_id") == "team_step:start"
    ]
    assert begin["confirm"]["text"]["text"].startswith("Its people are told what Candor is")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (2, "There is no digest as long as fewer than 5 people are asked"),
        (5, "There is a digest once at least 5 people have answered"),
    ],
)
def test_who_picks_too_few_people_is_told_before_anything_begins(cast: Cast, number: int, said: str) -> None:
    cast.zoe.opens_home()
    cast.zoe.clicks("Set up a team", on="home")
    cast.zoe.clicks("People I pick", on="form")
    picked = [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli][:number]
    cast.zoe.fills({NAME: "Few", PEOPLE: picked, FIELD: "Legal"})
    assert cast.zoe.submits()
    assert said in window(cast.zoe)


@pytest.mark.parametrize("later", [{"minutes": 5}, {"days": 2}])
def test_nobody_is_asked_on_the_day_they_are_told_as_the_owner_was_promised(
    bot: Running, cast: Cast, later: dict[str, float]
) -> None:
    cast.zoe.opens_home()
    cast.zoe.clicks("Set up a team", on="home")
    cast.zoe.clicks("People I pick", on="form")
    cast.zoe.fills({NAME: "Few", PEOPLE: [cast.root], FIELD: "Legal"})
    cast.zoe.clicks("On fixed days", on="form")
    cast.zoe.fills({"Days": ["Tuesday", "Thursday"]})
    assert cast.zoe.submits()
    bot.turn()
    bot.clock.forward(**later)
    cast.zoe.runs("/candor team Few begin")
    bot.turn()
    bot.until(f"{bot.clock():%Y-%m-%d} 15:00")
    assert "Candor begins in the team Few." in cast.root.sees()
    assert "Quick check-in" not in cast.root.sees()
    for day in (9, 14):
        bot.until(f"2026-07-{day:02} 15:00")
    assert "Quick check-in" in cast.root.sees()


@pytest.mark.usefixtures("bot")
def test_a_name_may_follow_new_and_a_team_may_be_called_new(cast: Cast, sales: Channel) -> None:
    assert cast.zoe.runs("/candor team new Sales North") == ""
    assert "Name of the team: [Sales North]" in window(cast.zoe)
    cast.zoe.closes()
    sets_up(cast.zoe, sales, "New deals")
    cast.zoe.closes()
    assert "New deals has begun." in cast.zoe.runs("/candor team New deals begin")


@pytest.mark.usefixtures("bot")
def test_a_team_may_be_called_as_its_channel_is(cast: Cast, sales: Channel) -> None:
    sets_up(cast.zoe, sales, "#sales")
    cast.zoe.closes()
    sets_up(cast.zoe, sales, "Other")
    cast.zoe.closes()
    assert "#sales has begun." in cast.zoe.runs("/candor team #sales begin")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("words", ["owners @nobody", "Support owners Cleo", "hand over cleo", "people add cleo and dan"])
def test_somebody_whom_slack_does_not_name_is_asked_for_again(cast: Cast, words: str) -> None:
    assert cast.mo.runs(f"/candor team {words}").startswith("I cannot tell who that is: pick the name from Slack's list")


@pytest.mark.usefixtures("bot")
def test_the_name_of_a_team_that_is_not_theirs_is_said_back(cast: Cast) -> None:
    assert cast.mo.runs("/candor team Sales pause") == "You own no team called “Sales”. Yours is Support."


def test_who_owns_a_team_and_is_not_asked_reads_of_no_first_check_in(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace('"U0ELI", "U0MO"', '"U0ELI", "U0ZOE"'))
    shown = home(cast.mo)
    assert "No team asks you at present." in shown
    assert "The first check-in comes in Messages." not in shown
    assert "The first check-in comes in Messages." in home(cast.zoe)


@pytest.mark.usefixtures("bot")
def test_the_window_about_owners_says_which_team_and_who_they_are(cast: Cast) -> None:
    cast.mo.runs("/candor team Support owners @ada")
    cast.mo.opens_home()
    cast.mo.clicks("Owners", on="home")
    assert "*Support* is owned by @Ada Lovelace and @Mo Zart." in window(cast.mo)


@pytest.mark.usefixtures("bot")
def test_where_owners_are_named_only_they_and_admins_find_the_button(cast: Cast) -> None:
    cast.root.runs("/candor admin owners @cleo")
    assert "[Set up a team]" not in home(cast.dan)
    assert all("[Set up a team]" in home(person) for person in (cast.cleo, cast.root))


def test_an_admin_reads_of_no_digest_that_was_not_sent(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-13 09:00")
    said = cast.root.runs("/candor admin")
    assert "No digest was sent yet." in said
    assert "no digest yet" in said
    assert "last digest: week of" not in said


def test_why_something_is_not_shown_lies_over_the_report_that_stays(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    cast.mo.opens_home()
    cast.mo.clicks("Ask for a report", on="home")
    assert cast.mo.submits()
    cast.mo.clicks("Why is something not shown?", on="form")
    assert "Why it is not shown" in window(cast.mo)
    cast.mo.closes()
    assert "[CSV]" in window(cast.mo)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("typed", "meant"), [("last quater", "last quarter"), ("suport", "support"), ("this quartr year", "this quarter")]
)
def test_a_slip_in_a_report_is_met_with_what_was_meant(cast: Cast, typed: str, meant: str) -> None:
    said = cast.mo.runs(f"/candor report {typed}")
    assert f"Did you mean {meant}?" in said
    assert "an earlier digest: week and its name, such as week 2026-W28" in said


def test_among_several_teams_those_without_a_digest_offer_none(bot: Running, cast: Cast, sales: Channel) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    sets_up(cast.zoe, sales)
    cast.zoe.submits()
    bot.until("2026-07-13 09:00")
    cast.ada.opens_home()
    cast.ada.clicks("Earlier digests", on="home")
    assert "*Sales* has had no digest with figures yet." in window(cast.ada)
    assert window(cast.ada).count("[Read]") == 1
