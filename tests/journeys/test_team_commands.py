"""`/candor team …`: what can be clicked can be typed, by names with spaces, in any order that can mean one thing only."""

from typing import Any

import pytest
from sqlmodel import select

from sandbox import Slack
from storage.tables import Membership, Team
from storage.tables import Person as Stored
from tests.conftest import SUPPORT, Cast, Running

pytestmark = pytest.mark.usefixtures("bot")
TWO = f"{SUPPORT}{SUPPORT.replace('Support', 'Field Sales')}"


def state(bot: Running, name: str = "Support") -> str:
    with bot.rows() as session:
        return str(session.exec(select(Team.state).where(Team.name == name)).one())


def belonging(bot: Running, role: Any, name: str = "Support") -> set[str]:
    with bot.rows() as session:
        return set(session.exec(select(Stored.user).join(Membership).join(Team).where(Team.name == name, role)))


def test_alone_it_lists_ones_teams_and_what_can_be_typed(bot: Running, cast: Cast) -> None:
    bot.apply(TWO)
    told = cast.mo.runs("/candor team")
    assert "*Field Sales*: running; 6 people in it" in told
    assert "*Support*: running; 6 people in it" in told
    assert "hand over @NAME" in told


def test_who_owns_none_is_told_how_to_set_one_up(cast: Cast) -> None:
    for person in (cast.zoe, cast.ada):
        assert "You own no team. `/candor team new` sets one up" in person.runs("/candor team")


def test_a_guest_or_stranger_is_told_nothing(cast: Cast) -> None:
    for person in (cast.gus, cast.stranger_from_elsewhere):
        for line in ("team", "team new", "team Support pause"):
            assert person.runs(f"/candor {line}").startswith("You are not in a team here.")


def test_new_opens_the_form(cast: Cast) -> None:
    assert cast.zoe.runs("/candor team new") == ""
    assert cast.zoe.form
    assert "Name of the team" in cast.zoe.form.inputs


def test_a_team_is_led_through_its_life_in_words(bot: Running, cast: Cast) -> None:
    mo = cast.mo
    for words, expected in (
        ("Support pause", "paused"),
        ("support RESUME", "running"),
        ("archive Support", "archived"),
        ("Support bring back", "paused"),
        ("resume", "running"),
    ):
        mo.runs(f"/candor team {words}")
        assert state(bot) == expected


@pytest.mark.parametrize("words", ["Field Sales pause", "pause  field   sales", "FIELD SALES pause"])
def test_a_name_may_have_spaces_and_stand_first_or_last(bot: Running, cast: Cast, words: str) -> None:
    bot.apply(TWO)
    cast.mo.runs(f"/candor team {words}")
    assert (state(bot, "Field Sales"), state(bot)) == ("paused", "running")


def test_of_several_teams_one_has_to_be_named(bot: Running, cast: Cast) -> None:
    bot.apply(TWO)
    assert "Which team? Write its name, such as Field Sales and Support" in cast.mo.runs("/candor team pause")
    assert "such as Field Sales, and" in cast.mo.runs("/candor team feild sale pause")


def test_an_unknown_word_lists_the_nearest(cast: Cast) -> None:
    assert "Did you mean resume?" in cast.mo.runs("/candor team Support resum")
    assert "Try one of edit, questions, begin, discard" in cast.mo.runs("/candor team Support qqq")
    assert "What is to be done with it?" in cast.mo.runs("/candor team Support")


def test_edit_opens_the_form_as_it_is(cast: Cast) -> None:
    assert cast.mo.runs("/candor team Support edit") == ""
    assert cast.mo.form
    assert "Customer reply" in cast.mo.form.shown


def test_owners_are_named_in_words(bot: Running, cast: Cast) -> None:
    owner = Membership.is_owner
    cast.mo.runs("/candor team Support owners @ada")
    assert belonging(bot, owner) == {"U0MO", "U0ADA"}
    cast.mo.runs("/candor team hand over @zoe Support")
    assert belonging(bot, owner) == {"U0ADA", "U0ZOE"}
    assert "You own no team." in cast.mo.runs("/candor team")
    assert "I cannot tell who that is" in cast.ada.runs("/candor team Support owners")
    assert "Name one person" in cast.ada.runs("/candor team Support hand over @mo @ben")


def test_people_are_added_and_taken_out_in_words(bot: Running, cast: Cast) -> None:
    member = Membership.is_member
    assert cast.mo.runs("/candor team Support people add @zoe @root") == "2 more people are asked by Support now."
    assert {"U0ZOE", "U0ROOT"} <= belonging(bot, member)
    assert cast.mo.runs("/candor team people remove @root Support") == "1 person is no longer asked by Support."
    assert cast.mo.runs("/candor team Support people remove U0ZOE") == "1 person is no longer asked by Support."
    assert len(belonging(bot, member)) == 6
    assert "Nobody was added to Support." in cast.mo.runs("/candor team Support people add @ada")
    assert "Nobody was taken out of Support." in cast.mo.runs("/candor team Support people remove @zoe")
    everybody = "@ada @ben @cleo @dan @eli @mo"
    assert "Then nobody would be asked." in cast.mo.runs(f"/candor team Support people remove {everybody}")


def test_guests_are_not_added(bot: Running, cast: Cast) -> None:
    assert "Gus Tav cannot be asked" in cast.mo.runs("/candor team Support people add @gus")
    assert len(belonging(bot, Membership.is_member)) == 6


def test_nobody_is_added_to_a_team_that_follows_its_channel(bot: Running, slack: Slack, cast: Cast) -> None:
    slack.channel("support", [cast.ada, cast.ben])
    people = 'people = ["U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"]'
    bot.apply(SUPPORT.replace(people, 'channel = "C0SUPPORT"'))
    assert "whoever is in its channel or group" in cast.mo.runs("/candor team Support people add @zoe")


def test_a_team_of_a_group_is_declared_by_a_file_and_changes_nothing_twice(bot: Running, slack: Slack, cast: Cast) -> None:
    slack.group("support", [cast.ada, cast.ben, cast.gus])
    people = 'people = ["U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"]'
    declared = SUPPORT.replace(people, 'group = "S0SUPPORT"')
    assert bot.apply(declared)
    assert belonging(bot, Membership.is_member) == {"U0ADA", "U0BEN"}
    assert bot.apply(declared) == []
    assert "<!subteam^S0SUPPORT>" in cast.mo.runs("/candor team") or "@" in cast.mo.runs("/candor team")


def test_only_owners_say_anything_about_a_team(bot: Running, cast: Cast) -> None:
    for words in ("pause", "Support archive", "people remove @ben Support", "Support discard"):
        assert "You own no team." in cast.ada.runs(f"/candor team {words}")
    assert state(bot) == "running"
    assert "has begun, so it can be archived and not discarded." in cast.mo.runs("/candor team Support discard")
