"""Setting up a team by clicking: from nothing to the first check-in, every fault at its field, and who may not."""

import re
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.teamform import NEEDED
from sandbox import Channel, Person, Slack
from storage import declined
from storage.tables import Answer, CheckIn, Membership, Team, Workspace
from storage.tables import Person as Stored
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import has_history

pytestmark = pytest.mark.usefixtures("bot")
NAME, KINDS = "Name of the team", "Kinds of task"
WHO, CHANNEL, GROUP, PEOPLE = "Who is asked", "Channel", "User group", "People"
FIELD, RHYTHM = "Field of work", "When people are asked"


@pytest.fixture
def sales(slack: Slack, cast: Cast) -> Channel:
    """A channel that Candor is in."""
    return slack.channel("sales", [cast.zoe, cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.gus])


def opens(person: Person) -> None:
    person.opens_home()
    person.clicks("Set up a team", on="home")


def form(person: Person) -> Any:
    assert person.form is not None
    return person.form


def told(person: Person) -> str:
    return str(form(person).shown)


def home(person: Person) -> str:
    assert person.home is not None
    return person.home.shown


def stored(bot: Running, name: str) -> Team | None:
    with bot.rows() as session:
        return session.exec(select(Team).where(Team.name == name)).first()  # type: ignore[no-any-return]


def the_team(bot: Running, name: str) -> Team:
    team = stored(bot, name)
    assert team is not None
    return team


def asked(bot: Running, name: str) -> set[str]:
    """Who is asked by a team."""
    with bot.rows() as session:
        rows = session.exec(select(Stored.user).join(Membership).join(Team).where(Team.name == name, Membership.is_member))
        return set(rows)


def owners(bot: Running, name: str) -> set[str]:
    with bot.rows() as session:
        rows = session.exec(select(Stored.user).join(Membership).join(Team).where(Team.name == name, Membership.is_owner))
        return set(rows)


def asks_on(bot: Running, day: int, person: Person) -> bool:
    bot.until(f"2026-07-{day:02} 16:00")
    return "Quick check-in" in person.sees()


def fills_in(person: Person, channel: Channel, name: str = "Sales") -> None:
    opens(person)
    person.fills({NAME: name, CHANNEL: channel, FIELD: "Sales"})


def test_from_an_empty_workspace_to_the_first_check_in_it_takes_few_clicks(bot: Running, cast: Cast, sales: Channel) -> None:
    zoe = cast.zoe
    before = zoe.gestures
    fills_in(zoe, sales)
    assert zoe.submits()
    assert "*Sales is ready.*" in told(zoe)
    assert zoe.submits()
    assert zoe.gestures - before == 8
    assert "Sales has begun" in told(zoe)
    bot.turn()
    assert asked(bot, "Sales") == {"U0ZOE", "U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI"}
    assert [day for day in (8, 9, 10, 13, 14, 15, 16, 17) if asks_on(bot, day, zoe)]


def test_nothing_but_a_name_who_is_asked_and_a_field_has_to_be_given(bot: Running, cast: Cast, sales: Channel) -> None:
    fills_in(cast.zoe, sales)
    assert cast.zoe.submits()
    team = the_team(bot, "Sales")
    assert (team.state, team.k, team.zone, team.channel) == ("new", 5, "Europe/Berlin", "C0SALES")
    assert team.task_types == ["Offer", "Meeting preparation", "Follow-up message", "Contract draft", "Sales forecast"]
    assert owners(bot, "Sales") == {"U0ZOE"}


def test_before_it_begins_nobody_is_asked_and_nobody_else_sees_it(bot: Running, cast: Cast, sales: Channel) -> None:
    fills_in(cast.zoe, sales)
    cast.zoe.submits()
    cast.zoe.closes()
    bot.turn()
    for day in range(8, 18):
        bot.until(f"2026-07-{day:02} 16:00")
    assert "Sales" not in cast.cleo.sees() + cast.zoe.sees()
    cast.cleo.opens_home()
    assert cast.cleo.home
    assert "Sales" not in cast.cleo.home.shown
    cast.zoe.opens_home()
    assert cast.zoe.home
    assert "*Sales*: not begun, so nobody is asked; " in cast.zoe.home.shown
    assert all(label in cast.zoe.home.shown for label in ("[Begin]", "[Edit]", "[Discard]"))


def test_what_will_happen_is_shown_before_it_does(cast: Cast, sales: Channel) -> None:
    fills_in(cast.zoe, sales)
    cast.zoe.submits()
    shown = told(cast.zoe)
    assert "is asked, except guests and bots." in shown
    assert "Each person is asked twice a week, on days drawn by chance" in shown
    assert "Quick check-in, under a minute." in shown
    assert "What kind of task was it?" in shown
    assert "Contract draft  ·  Follow-up message" in shown
    assert "Before the first check-in, everybody is told this:" in shown
    assert "[Send me one to try]" in shown
    assert "[Begin]" in shown


def test_a_team_may_be_a_user_group(bot: Running, slack: Slack, cast: Cast) -> None:
    slack.group("field-sales", [cast.ada, cast.ben, cast.gus])
    opens(cast.zoe)
    cast.zoe.clicks("Everybody in a user group", on="form")
    cast.zoe.fills({NAME: "Field", GROUP: "Field sales", FIELD: "Sales"})
    assert cast.zoe.submits()
    assert cast.zoe.submits()
    bot.turn()
    assert the_team(bot, "Field").user_group == "S0FIELDSALES"
    assert asked(bot, "Field") == {"U0ADA", "U0BEN"}


def test_no_user_group_is_offered_where_there_is_none(cast: Cast) -> None:
    opens(cast.zoe)
    assert "user group" not in told(cast.zoe)


def test_a_team_may_be_people_who_are_picked(bot: Running, cast: Cast) -> None:
    opens(cast.zoe)
    cast.zoe.fills({NAME: "Five"})
    cast.zoe.clicks("People I pick", on="form")
    cast.zoe.fills({PEOPLE: [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli], FIELD: "Legal"})
    assert cast.zoe.submits()
    assert "5 people are asked." in told(cast.zoe)
    assert asked(bot, "Five") == {"U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI"}
    assert owners(bot, "Five") == {"U0ZOE"}


def test_what_was_filled_in_stays_when_other_fields_come_and_go(cast: Cast, sales: Channel) -> None:
    opens(cast.zoe)
    zoe = cast.zoe
    zoe.fills({NAME: "Sales", CHANNEL: sales})
    zoe.clicks("People I pick", on="form")
    zoe.fills({PEOPLE: [cast.ada], "AI tools": "Drafter"})
    zoe.clicks("On fixed days", on="form")
    zoe.fills({"Days": ["Monday"]})
    zoe.clicks("Everybody in a channel", on="form")
    zoe.clicks("Once a week, on a day drawn by chance", on="form")
    zoe.clicks("More settings", on="form")
    zoe.fills({"Country, for public holidays": "DE-BY"})
    zoe.clicks("People I pick", on="form")
    zoe.clicks("On fixed days", on="form")
    shown = told(zoe)
    state = {name: next(iter(held.values())) for name, held in form(zoe).state.items()}
    assert state["people"]["selected_users"] == ["U0ADA"]
    assert [one["value"] for one in state["days"]["selected_options"]] == ["0"]
    assert (state["name"]["value"], state["tools"]["value"], state["country"]["value"]) == ("Sales", "Drafter", "DE-BY")
    zoe.clicks("Everybody in a channel", on="form")
    assert form(zoe).state["channel"]["channel"]["selected_conversation"] == "C0SALES"
    assert "Currency" in shown


def test_another_field_brings_other_suggestions_but_never_over_words_of_ones_own(cast: Cast) -> None:
    zoe = cast.zoe
    opens(zoe)
    zoe.fills({FIELD: "Sales"})
    zoe.fills({FIELD: "Legal"})
    assert "Legal research" in told(zoe)
    zoe.fills({KINDS: "One\nTwo\nThree\nFour"})
    zoe.fills({FIELD: "Design"})
    assert "Usability test" not in told(zoe)
    assert "Three" in told(zoe)


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({NAME: "Support"}, NAME, "There is a team of that name already."),
    ({NAME: "support"}, NAME, "There is a team of that name already."),
    ({KINDS: "One\nTwo\nThree"}, KINDS, "There have to be 4 to 8 of these, and there are 3."),
    ({KINDS: "One\nTwo\nThree\nTWO"}, KINDS, '"TWO" is there twice.'),
    ({KINDS: "One\nTwo\nThree\nSomething else"}, KINDS, 'Leave out "Something else": it is always offered.'),
    ({KINDS: f"One\nTwo\nThree\n{'x' * 61}"}, KINDS, f'"{"x" * 60}…" is not 1 to 60 characters long.'),
    ({KINDS: "One\nTwo\nThree\nNumber of prompts"}, KINDS, "“Number of prompts” is about how much AI is used"),
    ({"AI tools": "A\nB\nC\nD\nE\nF"}, "AI tools", "There have to be 0 to 5 of these, and there are 6."),
    ({"AI tools": "Share of tasks done with AI"}, "AI tools", "which Candor never asks or counts"),
    ({"Time zone": "Berlin"}, "Time zone", 'did you mean "Europe/Berlin"?'),
    ({"Country, for public holidays": "Atlantis"}, "Country, for public holidays", "is not a country"),
    ({"What an hour of work costs": 80}, "Currency", NEEDED),
    ({"What an hour of work costs": 80}, "What the AI tools cost the team a month", NEEDED),
    (
        {"What an hour of work costs": 80, "What the AI tools cost the team a month": 9, "Currency": "1"},
        "Currency",
        "is not a currency",
    ),
]


@pytest.mark.parametrize(("entries", "label", "said"), FAULTS)
def test_every_fault_is_said_at_its_field_and_nothing_is_lost(
    bot: Running, cast: Cast, sales: Channel, entries: dict[str, Any], label: str, said: str
) -> None:
    zoe = cast.zoe
    fills_in(zoe, sales)
    zoe.clicks("More settings", on="form")
    zoe.fills(entries)
    assert not zoe.submits()
    assert said in form(zoe).errors[label]
    assert stored(bot, "Sales") is None
    zoe.fills({NAME: "Sales", KINDS: "One\nTwo\nThree\nFour", "AI tools": None, "Time zone": "Europe/Berlin", "Currency": None})
    zoe.fills({"Country, for public holidays": None, "What an hour of work costs": None})
    zoe.fills({"What the AI tools cost the team a month": None})
    assert zoe.submits()
    assert the_team(bot, "Sales").task_types == ["One", "Two", "Three", "Four"]


def test_several_faults_are_said_at_once(cast: Cast, sales: Channel) -> None:
    fills_in(cast.zoe, sales, "Support")
    cast.zoe.fills({KINDS: "One", "AI tools": "A\na"})
    assert not cast.zoe.submits()
    assert set(form(cast.zoe).errors) == {KINDS, "AI tools"}


def test_days_are_needed_where_they_are_fixed_and_two_at_most(bot: Running, cast: Cast, sales: Channel) -> None:
    fills_in(cast.zoe, sales)
    cast.zoe.clicks("On fixed days", on="form")
    cast.zoe.fills({"Days": ["Monday", "Tuesday", "Friday"]})
    assert not cast.zoe.submits()
    assert form(cast.zoe).errors == {"Days": "There have to be 1 to 2 of these, and there are 3."}
    cast.zoe.fills({"Days": ["Monday", "Thursday"], "Where": ["As one message in the channel; answers are private"]})
    assert cast.zoe.submits()
    assert "The first check-in comes on Thursday 9 July 2026 at 15:00." in told(cast.zoe)
    assert the_team(bot, "Sales").rhythm["place"] == "channel"


def test_a_channel_has_to_have_candor_and_its_owner_in_it(slack: Slack, cast: Cast) -> None:
    without = slack.channel("without", [cast.zoe], bot=False)
    others = slack.channel("others", [cast.ada])
    fills_in(cast.zoe, without)
    assert not cast.zoe.submits()
    assert form(cast.zoe).errors == {
        CHANNEL: "Candor is not in that channel. Write /invite @Candor there, then send this again."
    }
    cast.zoe.fills({CHANNEL: others})
    assert not cast.zoe.submits()
    assert "You are not in that channel yourself." in form(cast.zoe).errors[CHANNEL]


@pytest.mark.parametrize("name", ["gus", "stranger_from_elsewhere"])
def test_nobody_is_picked_who_cannot_be_asked(bot: Running, cast: Cast, name: str) -> None:
    guest: Person = getattr(cast, name)
    opens(cast.zoe)
    cast.zoe.clicks("People I pick", on="form")
    cast.zoe.fills({NAME: "Mixed", FIELD: "Sales", PEOPLE: [cast.ada, guest]})
    assert not cast.zoe.submits()
    assert form(cast.zoe).errors[PEOPLE].startswith(f"{guest.name} cannot be asked: guests, bots and people")
    assert stored(bot, "Mixed") is None


def test_sent_twice_it_is_set_up_once(bot: Running, slack: Slack, cast: Cast, sales: Channel) -> None:
    fills_in(cast.zoe, sales)
    cast.zoe.submits()
    assert "*Sales is ready.*" in str(slack.redeliver(slack.deliveries[-1]))
    with bot.rows() as session:
        assert len(session.exec(select(Team).where(Team.name == "Sales")).all()) == 1


def test_on_two_devices_the_second_is_told_that_there_is_one(slack: Slack, cast: Cast, sales: Channel) -> None:
    fills_in(cast.zoe, sales)
    first = form(cast.zoe)
    fills_in(cast.zoe, sales)
    assert cast.zoe.submits()
    assert not cast.zoe.submits(again=first)
    assert slack.deliveries[-1].response["errors"] == {"name": "There is a team of that name already."}


@pytest.mark.parametrize("name", ["gus", "stranger_from_elsewhere"])
def test_a_guest_or_stranger_cannot_open_the_form(cast: Cast, name: str) -> None:
    person: Person = getattr(cast, name)
    assert "You are not in a team here." in person.runs("/candor team new")
    opens(person)
    assert "You are not in a team here." in told(person)


@pytest.mark.parametrize("who", [{"id": "U0GUS", "team_id": "T0CANDOR"}, {"id": "U0FAR", "team_id": "T0OTHER"}])
def test_a_guest_or_stranger_cannot_send_it(
    bot: Running, slack: Slack, cast: Cast, sales: Channel, who: dict[str, str]
) -> None:
    fills_in(cast.zoe, sales)
    cast.zoe.submits()
    payload = slack.deliveries[-1].payload
    forged = {**payload, "user": {**payload["user"], **who}, "trigger_id": "another"}
    values = {**payload["view"]["state"]["values"], "name": {"name": {"type": "plain_text_input", "value": "Forged"}}}
    forged["view"] = {**payload["view"], "hash": "another", "state": {"values": values}}
    assert slack.forge("interactive", forged) == 200
    assert stored(bot, "Forged") is None
    assert slack.forge("interactive", {**forged, "user": payload["user"]}) == 200
    assert owners(bot, "Forged") == {"U0ZOE"}


def test_who_wished_to_be_left_alone_comes_back_first(bot: Running, cast: Cast) -> None:
    with bot.bot.services.store.begin() as session:
        declined.add(session, bot.bot.services.workspace, cast.zoe.id)
    assert "/candor resume changes that" in cast.zoe.runs("/candor team new")


def test_who_wished_to_be_left_alone_is_left_out_when_picked(bot: Running, cast: Cast) -> None:
    with bot.bot.services.store.begin() as session:
        declined.add(session, bot.bot.services.workspace, cast.root.id)
    opens(cast.zoe)
    cast.zoe.clicks("People I pick", on="form")
    cast.zoe.fills({NAME: "Two", PEOPLE: [cast.ada, cast.root], FIELD: "Legal"})
    assert cast.zoe.submits()
    assert asked(bot, "Two") == {"U0ADA"}


def test_an_archived_team_is_brought_back_before_it_is_changed(bot: Running, cast: Cast) -> None:
    cast.mo.opens_home()
    cast.mo.clicks("Archive", on="home")
    assert "[Bring back]" in home(cast.mo)
    assert "Support is archived. Bring it back first." in cast.mo.runs("/candor team Support edit")
    cast.mo.clicks("Bring back", on="home")
    assert "[Resume the team]" in home(cast.mo)
    assert the_team(bot, "Support").state == "paused"


def test_where_owners_are_named_nobody_else_sets_up_a_team(bot: Running, cast: Cast) -> None:
    with bot.bot.services.store.begin() as session:
        session.get_one(Workspace, bot.bot.services.workspace).owners_named = True
    assert "only people an admin has named set up teams" in cast.zoe.runs("/candor team new")
    cast.root.runs("/candor team new")
    assert NAME in form(cast.root).inputs


def test_the_sample_looks_like_a_check_in_and_stores_nothing(bot: Running, cast: Cast, sales: Channel) -> None:
    zoe = cast.zoe
    fills_in(zoe, sales)
    zoe.submits()
    zoe.clicks("Send me one to try", on="form")
    assert "A sample is on its way" in told(zoe)
    assert zoe.sees().count("A sample, for you alone.") == 1
    assert "Quick check-in, under a minute." in zoe.last().shown
    zoe.clicks("Open form", on=zoe.last())
    zoe.fills({"What kind of task was it?": "Offer", "How did you do it?": "Without AI"})
    zoe.fills({next(label for label in form(zoe).labels if label.startswith("Your own working time")): "30 min"})
    zoe.fills({next(label for label in form(zoe).labels if label.startswith("Compared with")): "About usual"})
    assert zoe.submits()
    assert "That was a sample: nothing of it is kept." in told(zoe)
    with bot.rows() as session:
        assert session.exec(select(Answer)).all() == []
        assert session.exec(select(CheckIn).where(CheckIn.team_id == the_team(bot, "Sales").id)).all() == []


def test_nothing_is_in_the_way_of_changing_ones_mind_before_it_begins(bot: Running, cast: Cast, sales: Channel) -> None:
    zoe = cast.zoe
    fills_in(zoe, sales)
    zoe.submits()
    zoe.clicks("Change", on="form")
    zoe.fills({NAME: "Selling", KINDS: "One\nTwo\nThree\nFour"})
    assert zoe.submits()
    assert "*Selling is ready.*" in told(zoe)
    assert stored(bot, "Sales") is None
    zoe.opens_home()
    zoe.clicks("Discard", on="home")
    assert "Selling is discarded." in told(zoe)
    assert stored(bot, "Selling") is None


def test_a_new_team_with_imported_answers_is_not_discarded_and_they_stay(bot: Running, cast: Cast, sales: Channel) -> None:
    zoe = cast.zoe
    fills_in(zoe, sales)
    zoe.submits()
    with bot.rows() as session:
        kind = session.exec(select(Team).where(Team.name == "Sales")).one().task_types[0]
    has_history(bot, [f"{cast.ada.id},{kind},with_ai,40,0,at,2026-07-01"], team="Sales")
    zoe.opens_home()
    zoe.clicks("Discard", on="home")
    assert "Sales has answers that were imported, so it can be archived and not discarded." in told(zoe)
    assert stored(bot, "Sales")


def test_a_running_team_is_changed_at_once_and_what_changed_is_said(bot: Running, cast: Cast) -> None:
    mo = cast.mo
    mo.opens_home()
    mo.clicks("Edit", on="home")
    mo.clicks("More settings", on="form")
    assert re.search("Bug triage\nCustomer reply", form(mo).state["types/"]["types"]["value"])
    mo.fills({"AI tools": "Drafter", "The fewest people anything is shown of": "7"})
    mo.fills({"Days": ["Wednesday"]})
    assert mo.submits()
    assert "Support is changed: the fewest people anything is shown of, the tools and when it asks." in told(mo)
    team = the_team(bot, "Support")
    assert (team.k, team.tools, team.rhythm["days"], team.state) == (7, ["Drafter"], [2], "running")
    assert len(asked(bot, "Support")) == 6
    mo.opens_home()
    mo.clicks("Edit", on="home")
    assert mo.submits()
    assert "Nothing of Support has changed." in told(mo)


def test_the_same_team_from_a_file_and_from_a_form_are_one(bot: Running, cast: Cast) -> None:
    cast.mo.opens_home()
    cast.mo.clicks("Edit", on="home")
    assert cast.mo.submits()
    assert bot.apply(SUPPORT) == []


def test_somebody_who_is_no_longer_owner_changes_nothing(bot: Running, cast: Cast) -> None:
    cast.mo.opens_home()
    cast.mo.clicks("Edit", on="home")
    cast.mo.fills({NAME: "Mine"})
    bot.apply(SUPPORT.replace('owners = ["U0MO"]', 'owners = ["U0ADA"]'))
    assert cast.mo.submits()
    assert "Only an owner of that team can do this." in told(cast.mo)
    assert stored(bot, "Mine") is None
    cast.mo.clicks("Archive", on="home")
    assert the_team(bot, "Support").state == "running"


def test_a_member_has_no_buttons_of_the_team_and_cannot_press_them(bot: Running, slack: Slack, cast: Cast) -> None:
    cast.ada.opens_home()
    assert cast.ada.home
    assert "[Edit]" not in cast.ada.home.shown
    cast.mo.opens_home()
    cast.mo.clicks("Pause the team", on="home")
    payload = next(one.payload for one in reversed(slack.deliveries) if one.payload.get("actions"))
    cast.mo.clicks("Resume the team", on="home")
    slack.forge(
        "interactive", {**payload, "user": {**payload["user"], "id": "U0ADA"}, "trigger_id": slack.space.new_trigger("U0ADA")}
    )
    assert the_team(bot, "Support").state == "running"


def test_who_owns_a_team_is_said_by_clicking(bot: Running, cast: Cast) -> None:
    cast.mo.opens_home()
    cast.mo.clicks("Owners", on="home")
    cast.mo.fills({"Colleague": cast.ada})
    assert cast.mo.submits()
    assert owners(bot, "Support") == {"U0MO", "U0ADA"}
    cast.ada.opens_home()
    cast.ada.clicks("Owners", on="home")
    cast.ada.fills({"Colleague": cast.zoe, "From now on": "They own it instead of me"})
    assert cast.ada.submits()
    assert owners(bot, "Support") == {"U0MO", "U0ZOE"}
