"""Who is in charge of a team: somebody always is, whoever is named may be and is told, and the last one does not slip away."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from bot import manage
from bot.domain.refusal import Refusal
from bot.services import Actor, Services
from sandbox import Fault, Person
from storage import people
from storage.tables import Team, Workspace
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import letters

Verb = Callable[[Services, Actor, str, str], str]

TOLD = "has put you in charge of the team Support"
FULL = "Only full members of this workspace who wish to take part can be in charge of a team."
VERBS: list[Verb] = [manage.add_owner, manage.hand_over]


def support(bot: Running) -> str:
    with bot.rows() as session:
        return str(session.exec(select(Team.id).where(Team.name == "Support")).one())


def does(bot: Running, verb: Verb, by: Person, about: Person) -> str:
    return verb(bot.bot.services, Actor(by.member.team, by.id), support(bot), about.id)


def refused(bot: Running, verb: Verb, by: Person, about: Person) -> str:
    with pytest.raises(Refusal) as no:
        does(bot, verb, by, about)
    return no.value.sentence


def owners(bot: Running) -> list[str]:
    with bot.rows() as session:
        return [person.user for person in people.owners(session, support(bot))]


def members(bot: Running) -> list[str]:
    with bot.rows() as session:
        return [person.user for person in people.members(session, support(bot))]


def test_an_owner_puts_somebody_else_in_charge_as_well_who_is_told_and_not_asked(bot: Running, cast: Cast) -> None:
    before = members(bot)
    assert does(bot, manage.add_owner, cast.mo, cast.zoe) == "Done: they are in charge of Support as well, and are told so."
    bot.turn()
    assert f"<@{cast.mo.id}> {TOLD}" in cast.zoe.last().text
    assert owners(bot) == [cast.mo.id, cast.zoe.id]
    assert members(bot) == before
    assert "Support" in cast.zoe.runs("/candor report")
    assert does(bot, manage.add_owner, cast.mo, cast.zoe) == "They are in charge of Support already."
    bot.turn()
    assert cast.zoe.sees().count(TOLD) == 1


def test_they_are_told_in_their_language(bot: Running, cast: Cast) -> None:
    bot.slack.changes(cast.zoe, locale="de-DE")
    does(bot, manage.add_owner, cast.mo, cast.zoe)
    bot.turn()
    assert "hat dir das Team Support mit Candor anvertraut" in cast.zoe.sees()


def test_handed_over_it_is_in_their_hands_alone(bot: Running, cast: Cast) -> None:
    does(bot, manage.hand_over, cast.mo, cast.zoe)
    bot.turn()
    assert owners(bot) == [cast.zoe.id]
    assert TOLD in cast.zoe.sees()
    assert cast.mo.id in members(bot), "who is asked besides stays so"
    assert refused(bot, manage.hand_over, cast.mo, cast.ada) == "Only an owner of that team can do this."
    assert refused(bot, manage.hand_over, cast.zoe, cast.zoe) == "That is you: name somebody else."


def test_who_was_only_in_charge_is_in_the_team_no_more(bot: Running, cast: Cast) -> None:
    does(bot, manage.add_owner, cast.mo, cast.zoe)
    does(bot, manage.hand_over, cast.zoe, cast.ada)
    assert owners(bot) == [cast.ada.id, cast.mo.id]
    assert "You are not in a team here" in cast.zoe.runs("/candor report")


@pytest.mark.parametrize("verb", VERBS)
def test_guests_strangers_bots_and_whoever_left_cannot_be_named(bot: Running, cast: Cast, verb: Verb) -> None:
    robot = bot.slack.person("rob", "Rob Ot", bot=True)
    left = bot.slack.person("lea", "Lea Ves", deactivated=True)
    for person in (cast.gus, cast.stranger_from_elsewhere, robot, left):
        assert refused(bot, verb, cast.mo, person) == FULL
    with pytest.raises(Refusal):
        verb(bot.bot.services, Actor(cast.mo.member.team, cast.mo.id), support(bot), "U0NOBODY")
    assert owners(bot) == [cast.mo.id]
    bot.slack.refusals.clear()


@pytest.mark.parametrize("verb", VERBS)
def test_who_wishes_to_be_left_alone_cannot_be_named_and_nobody_learns_why(bot: Running, cast: Cast, verb: Verb) -> None:
    cast.ada.runs("/candor forget-me")
    cast.ada.clicks("Delete everything")
    bot.turn()
    assert refused(bot, verb, cast.mo, cast.ada) == FULL
    assert owners(bot) == [cast.mo.id]


def test_where_owners_are_named_it_is_somebody_an_admin_has_named_or_an_admin(bot: Running, cast: Cast) -> None:
    with bot.bot.services.store.begin() as session:
        session.get_one(Workspace, cast.mo.member.team).owners_named = True
    assert "They can be named with /candor admin" in refused(bot, manage.add_owner, cast.mo, cast.ada)
    assert does(bot, manage.add_owner, cast.mo, cast.root)
    with bot.bot.services.store.begin() as session:
        people.find_or_add(session, cast.ada.member.team, cast.ada.id).may_own = True
    assert does(bot, manage.add_owner, cast.mo, cast.ada)
    assert owners(bot) == [cast.ada.id, cast.mo.id, cast.root.id]


@pytest.mark.parametrize("verb", [*VERBS, manage.remove_owner])
def test_only_an_owner_changes_who_is_in_charge(bot: Running, cast: Cast, verb: Verb) -> None:
    for person in (cast.ada, cast.zoe, cast.gus, cast.root, cast.stranger_from_elsewhere):
        refused(bot, verb, person, cast.cleo)
    with pytest.raises(Refusal):
        verb(bot.bot.services, Actor("T0OTHER", cast.mo.id), support(bot), cast.cleo.id)
    assert owners(bot) == [cast.mo.id]


def test_where_slack_does_not_answer_nothing_changes(bot: Running, cast: Cast) -> None:
    bot.slack.faults.add("users.info", Fault.rate_limited(retry_after=30))
    assert "Please try again in a minute" in refused(bot, manage.add_owner, cast.mo, cast.zoe)
    assert owners(bot) == [cast.mo.id]


def test_the_last_owner_hands_over_before_leaving(bot: Running, cast: Cast) -> None:
    sentence = "Support needs somebody in charge: hand it over to somebody else."
    assert refused(bot, manage.remove_owner, cast.mo, cast.mo) == sentence
    assert refused(bot, manage.remove_owner, cast.mo, cast.ada) == "They are not in charge of this team."
    assert "Hand it over to somebody else first" in cast.mo.runs("/candor forget-me")
    does(bot, manage.add_owner, cast.mo, cast.ada)
    assert does(bot, manage.remove_owner, cast.mo, cast.mo) == "Done: you are not in charge of Support any more."
    assert owners(bot) == [cast.ada.id]


def test_who_is_taken_out_is_told(bot: Running, cast: Cast) -> None:
    does(bot, manage.add_owner, cast.mo, cast.ada)
    assert "are told so" in does(bot, manage.remove_owner, cast.mo, cast.ada)
    bot.turn()
    assert "has taken you out of those in charge of the team Support" in cast.ada.sees()
    assert cast.ada.id in members(bot)


def test_two_owners_who_take_each_other_out_at_once_leave_one(bot: Running, cast: Cast) -> None:
    does(bot, manage.add_owner, cast.mo, cast.ada)

    def takes_out(pair: tuple[Person, Person]) -> bool:
        try:
            does(bot, manage.remove_owner, *pair)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(takes_out, [(cast.ada, cast.mo), (cast.mo, cast.ada)]))
    assert sorted(done) == [False, True]
    assert len(owners(bot)) == 1


# A team that has lost its last owner


@pytest.fixture
def orphaned(bot: Running, cast: Cast) -> None:
    bot.slack.deactivates(cast.mo)
    bot.until("2026-07-08 12:30")
    assert owners(bot) == []


@pytest.mark.usefixtures("orphaned")
def test_an_admin_puts_somebody_in_charge_of_a_team_that_has_nobody(bot: Running, cast: Cast) -> None:
    assert does(bot, manage.name_owner, cast.root, cast.ada) == "Done: they are in charge of Support, and are told so."
    bot.turn()
    assert owners(bot) == [cast.ada.id]
    assert TOLD in cast.ada.sees()
    sentence = "This team has an owner, who can name another one."
    assert refused(bot, manage.name_owner, cast.root, cast.zoe) == sentence


@pytest.mark.usefixtures("orphaned")
def test_nobody_but_an_admin_of_this_workspace_does(bot: Running, cast: Cast) -> None:
    for person in (cast.ada, cast.zoe, cast.gus, cast.mo, cast.stranger_from_elsewhere):
        assert refused(bot, manage.name_owner, person, cast.ada) == "Only an admin of this workspace can do this."
    assert refused(bot, manage.name_owner, cast.root, cast.gus) == FULL
    with pytest.raises(Refusal, match="no such team"):
        manage.name_owner(bot.bot.services, Actor(cast.root.member.team, cast.root.id), "no such team", cast.ada.id)
    assert owners(bot) == []


@pytest.mark.usefixtures("orphaned")
def test_a_file_puts_somebody_in_charge_again_too(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace('["U0MO"]', '["U0ADA"]').replace(', "U0MO"]', "]"))
    assert owners(bot) == [cast.ada.id]
    assert letters(bot, kind="note", user=cast.ada.id) == []
