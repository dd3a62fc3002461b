"""Whoever comes into a team's channel or user group is asked in time, whoever leaves is not; and owners who leave are seen."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from bot import app as house
from bot import manage
from bot.domain.teamstate import Step, TeamState
from bot.manage import following
from bot.services import Actor
from sandbox import Channel, Fault, Person
from storage import people
from storage.tables import Team
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import answers_in_one_go, checkins_of, letters, the_answer

IN_A_CHANNEL = SUPPORT.replace('people = ["U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"]', 'channel = "C0SUPPORT"')
PROMPT, WHAT_IT_IS, BEGINS = (
    "Quick check-in",
    "Candor asks about the last task you finished",
    "Candor begins in the team Support",
)
LOST = "I cannot see any more who is in the channel of Support"
ORPHANED = "Nobody is in charge of the team Support any more"


def support(bot: Running) -> Team:
    with bot.rows() as session:
        team: Team = session.exec(select(Team).where(Team.name == "Support")).one()
    return team


def stands(bot: Running, **values: Any) -> None:
    with bot.bot.services.store.begin() as session:
        team = session.get_one(Team, support(bot).id)
        for name, value in values.items():
            setattr(team, name, value)


def asked(bot: Running) -> list[str]:
    with bot.rows() as session:
        return [person.user for person in people.members(session, support(bot).id)]


def owners(bot: Running) -> list[str]:
    with bot.rows() as session:
        return [person.user for person in people.owners(session, support(bot).id)]


def ids(*them: Person) -> list[str]:
    return [person.id for person in them]


@pytest.fixture
def room(bot: Running, cast: Cast) -> Channel:
    """The team is whoever is in its channel; Gus reads along there."""
    room = bot.slack.channel("support", [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo, cast.gus])
    bot.apply(IN_A_CHANNEL)
    bot.turn()
    return room


# Coming and going


def test_who_joins_the_channel_gets_nothing_but_in_time_their_first_check_in(bot: Running, cast: Cast, room: Channel) -> None:
    bot.clock.forward(minutes=1)
    bot.slack.joins(cast.zoe, room)
    bot.turn()
    assert cast.zoe.id in asked(bot)
    bot.until("2026-07-07 15:00")
    assert cast.zoe.sees() == ""
    bot.until("2026-07-09 15:00")
    assert cast.zoe.sees().index(WHAT_IT_IS) < cast.zoe.sees().index(PROMPT)


def test_who_leaves_the_channel_is_not_asked_any_more_and_keeps_what_they_said(bot: Running, cast: Cast, room: Channel) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, "triage, with AI, 40 min, no fixing, about usual")
    bot.slack.leaves(cast.ada, room)
    bot.turn()
    assert cast.ada.id not in asked(bot)
    bot.until("2026-07-09 15:00")
    assert PROMPT not in cast.ada.last().shown
    assert the_answer(bot, cast.ada).minutes == 40
    assert [row.state for row in checkins_of(bot, cast.ada)] == ["saved"]


def test_guests_bots_people_of_other_workspaces_and_whoever_wished_to_be_left_alone_are_left_out(
    bot: Running, cast: Cast, room: Channel
) -> None:
    cast.ada.runs("/candor forget-me")
    cast.ada.clicks("Delete everything")
    before = asked(bot)
    assert cast.ada.id not in before
    robot = bot.slack.person("rob", "Rob Ot", bot=True)
    for person in (robot, cast.stranger_from_elsewhere):
        bot.slack.joins(person, room)
    bot.turn()
    bot.until("2026-07-09 12:00")
    assert asked(bot) == before


def test_an_owner_who_leaves_the_channel_stays_in_charge_and_is_not_asked(bot: Running, cast: Cast, room: Channel) -> None:
    bot.slack.leaves(cast.mo, room)
    bot.turn()
    assert owners(bot) == ids(cast.mo)
    assert cast.mo.id not in asked(bot)


def test_a_user_group_is_followed_as_well(bot: Running, cast: Cast) -> None:
    group = bot.slack.group("support-team", [cast.ada, cast.ben, cast.gus])
    stands(bot, user_group=group.id, follow_due_at=bot.clock())
    bot.turn()
    assert asked(bot) == ids(cast.ada, cast.ben)
    bot.slack.regroups(group, [cast.ben, cast.zoe])
    bot.turn()
    assert asked(bot) == ids(cast.ben, cast.zoe)


def test_a_team_that_began_before_anybody_was_known_to_be_in_it_is_announced_when_they_are(bot: Running, cast: Cast) -> None:
    group = bot.slack.group("support-team", [cast.ada, cast.ben])
    bot.apply(SUPPORT.replace('"U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"]', '"U0ZOE"]'))
    gone = bot.slack.group("nobody")
    stands(bot, user_group=gone.id, follow_due_at=bot.clock())
    bot.turn()
    assert asked(bot) == []
    stands(bot, state=TeamState.NEW, user_group=group.id)
    manage.step(bot.bot.services, Actor(cast.mo.member.team, cast.mo.id), support(bot).id, Step.START)
    bot.turn()
    bot.turn()
    assert [BEGINS in person.sees() for person in (cast.ada, cast.ben, cast.mo, cast.zoe)] == [True, True, False, False]
    bot.slack.joins(cast.cleo, group)
    bot.turn()
    bot.turn()
    assert cast.cleo.sees() == ""


def test_without_any_event_it_is_seen_within_about_a_day(bot: Running, cast: Cast, room: Channel) -> None:
    room.members.add(cast.zoe.id)
    bot.until("2026-07-08 06:00")
    assert cast.zoe.id not in asked(bot)
    bot.until("2026-07-08 12:30")
    assert cast.zoe.id in asked(bot)


def test_teams_are_not_all_looked_at_in_the_same_minute(bot: Running) -> None:
    now = bot.clock()
    due = {manage.teams.next_look(f"team {n}", now) for n in range(40)}
    assert len(due) > 20
    assert all(timedelta(hours=22) <= one - now < timedelta(hours=26) for one in due)


def test_a_member_who_left_the_workspace_is_taken_out(bot: Running, cast: Cast) -> None:
    bot.slack.deactivates(cast.ada)
    for hour in range(12, 72):
        bot.clock.is_at(f"2026-07-{7 + hour // 24:02} {hour % 24:02}:30")
        bot.turn()
    assert cast.ada.id not in asked(bot)
    assert len(asked(bot)) == 5
    bot.slack.refusals.clear()


def test_an_archived_team_is_not_followed(bot: Running, cast: Cast, room: Channel) -> None:
    manage.step(bot.bot.services, Actor(cast.mo.member.team, cast.mo.id), support(bot).id, Step.ARCHIVE)
    bot.slack.joins(cast.zoe, room)
    bot.until("2026-07-10 12:00")
    assert cast.zoe.id not in asked(bot)
    assert support(bot).follow_due_at is None


# What goes wrong


def test_where_the_channel_cannot_be_seen_people_stay_and_owners_are_told_once(bot: Running, cast: Cast) -> None:
    room = bot.slack.channel("support", [cast.ada, cast.ben, cast.cleo, cast.mo], private=True)
    bot.apply(IN_A_CHANNEL)
    before = asked(bot)
    room.members.discard(bot.slack.bot_user_id)
    bot.until("2026-07-08 12:30")
    bot.until("2026-07-09 16:30")
    assert asked(bot) == before
    assert cast.mo.sees().count(LOST) == 1
    assert LOST not in cast.ada.sees()
    bot.slack.refusals.clear()


def test_where_slack_asks_to_wait_it_is_looked_at_again_a_little_later(bot: Running, cast: Cast, room: Channel) -> None:
    bot.clock.forward(minutes=1)
    bot.slack.faults.add("conversations.members", Fault.rate_limited(retry_after=90))
    bot.slack.joins(cast.zoe, room)
    bot.turn()
    assert cast.zoe.id not in asked(bot)
    assert support(bot).follow_due_at == bot.clock() + timedelta(seconds=90)
    bot.clock.forward(seconds=91)
    bot.turn()
    assert cast.zoe.id in asked(bot)


def test_whom_slack_has_told_by_then_counts_and_the_others_come_later(
    bot: Running, room: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "_LOOK_UP", 2)
    new = [bot.slack.person(f"new{n}", f"New {n}") for n in range(3)]
    for person in new:
        bot.slack.joins(person, room)
    seen = []
    for _turn in range(6):
        bot.turn()
        seen.append(len(set(ids(*new)) & set(asked(bot))))
        bot.clock.forward(seconds=61)
    assert seen == [0, 0, 1, 2, 3, 3], "its owner each time, the bot and the guest once, and then one by one"
    due = support(bot).follow_due_at
    assert due is not None
    assert due > bot.clock() + timedelta(hours=20)


def test_a_guest_is_looked_up_once_a_day(bot: Running, cast: Cast, room: Channel) -> None:
    def looks() -> int:
        return sum(call.method == "users.info" and call.args.get("user") == cast.gus.id for call in bot.slack.calls)

    bot.slack.joins(cast.zoe, room)
    bot.turn()
    before = looks()
    for _time in range(3):
        bot.clock.forward(minutes=5)
        bot.slack.leaves(cast.zoe, room)
        bot.turn()
        bot.slack.joins(cast.zoe, room)
        bot.turn()
    assert looks() == before


class Killed(BaseException):
    """The process is gone between two lines."""


def test_a_kill_between_reading_and_storing_loses_nothing(
    bot: Running, cast: Cast, room: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_what: object) -> None:
        raise Killed

    bot.slack.joins(cast.zoe, room)
    with monkeypatch.context() as patch:
        patch.setattr(following, "_store", killed)
        with pytest.raises(Killed):
            bot.turn()
    bot.restart()
    bot.turn()
    assert cast.zoe.id in asked(bot)


def test_what_was_read_before_somebody_left_is_not_stored_after(bot: Running, cast: Cast, room: Channel) -> None:
    bot.slack.joins(cast.zoe, room)
    with bot.rows() as session:
        it = following._known(session, session.get_one(Team, support(bot).id))
    read = following._look(bot.bot.services, it, bot.clock())
    assert cast.zoe.id in (read.there or ())
    bot.clock.forward(seconds=1)
    bot.slack.leaves(cast.zoe, room)
    with bot.bot.services.store.begin() as session:
        following._store(session, it, read, bot.clock())
    assert cast.zoe.id not in asked(bot)
    bot.turn()
    assert cast.zoe.id not in asked(bot)


def test_three_processes_follow_at_once(bot: Running, cast: Cast, room: Channel) -> None:
    others = [house.build(bot.bot.settings, bot.clock, after_listener=lambda: None) for _ in range(2)]
    bot.slack.joins(cast.zoe, room)
    bot.slack.leaves(cast.ada, room)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda each: manage.follow(each.services), [bot.bot, *others]))
    for each in others:
        each.close()
    assert asked(bot) == ids(cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo, cast.zoe)


def test_a_turn_with_nothing_due_costs_one_query(bot: Running, room: Channel) -> None:
    assert room.members
    said: list[str] = []
    engine = bot.bot.services.store.engine

    def heard(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    manage.follow(bot.bot.services)
    event.remove(engine, "before_cursor_execute", heard)
    assert len([one for one in said if one.startswith("SELECT")]) == 1
    assert not [one for one in said if one.startswith(("UPDATE", "INSERT", "DELETE"))]


# Owners who leave the workspace


def test_an_owner_who_has_left_is_in_charge_no_more_and_the_other_one_is(bot: Running, cast: Cast) -> None:
    manage.add_owner(bot.bot.services, Actor(cast.mo.member.team, cast.mo.id), support(bot).id, cast.zoe.id)
    bot.slack.deactivates(cast.mo)
    bot.until("2026-07-08 12:30")
    assert owners(bot) == ids(cast.zoe)
    assert cast.mo.id not in asked(bot)
    assert ORPHANED not in cast.root.sees()


@pytest.mark.parametrize("change", ["leaves", "becomes a guest"])
def test_when_the_last_one_has_left_admins_are_told_once_and_the_team_goes_on(bot: Running, cast: Cast, change: str) -> None:
    second = bot.slack.person("ria", "Ria Lto", admin=True, locale="de-DE")
    if change == "leaves":
        bot.slack.deactivates(cast.mo)
    else:
        bot.slack.space.members[cast.mo.id] = replace(cast.mo.member, restricted=True)
    for day in (8, 9, 10):
        bot.until(f"2026-07-{day:02} 12:30")
        bot.turn()
    assert owners(bot) == []
    assert cast.root.sees().count(ORPHANED) == 1
    assert "/candor admin" in cast.root.sees()
    assert second.sees().count("Für das Team Support ist niemand mehr zuständig") == 1
    assert ORPHANED not in cast.ada.sees()
    bot.until("2026-07-14 15:00")
    assert PROMPT in cast.ada.last().shown


def test_no_more_than_three_admins_are_told(bot: Running, cast: Cast) -> None:
    for n in range(5):
        bot.slack.person(f"adm{n}", f"Admin {n}", admin=True)
    bot.slack.deactivates(cast.mo)
    bot.until("2026-07-08 12:30")
    assert len(letters(bot, kind="note")) == 3


def test_where_admins_cannot_be_read_the_last_owner_stays_until_they_can(bot: Running, cast: Cast) -> None:
    bot.slack.deactivates(cast.mo)
    bot.slack.faults.add("users.list", Fault.rate_limited(retry_after=60))
    bot.until("2026-07-08 12:30")
    assert owners(bot) == ids(cast.mo)
    bot.clock.forward(seconds=61)
    bot.turn()
    bot.turn()
    assert owners(bot) == []
    assert ORPHANED in cast.root.sees()
