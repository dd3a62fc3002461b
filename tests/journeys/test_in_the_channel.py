"""A team that asks in its channel: one message for all, answered in private, and what is typed below it in public."""

from typing import Any

import pytest

from sandbox import Channel, Fault, Message, Person
from tests.conftest import IN_ITS_CHANNEL as HERE
from tests.conftest import Cast, Running
from tests.conversing import answers_of, checkins_of, fills_first_page, letters, no_answer, skips_the_rest, the_answer

ALONE = """
[[team]]
name = "Research"
owners = ["U0MO"]
people = ["U0ADA", "U0CLEO"]
task_types = ["Bug triage", "Customer reply", "Weekly report", "Escalation"]
zone = "Europe/Berlin"
"""
ASKS = "Quick check-in"
OFFER = "Shall I take that as your answer?"


@pytest.fixture(autouse=True)
def room(bot: Running, cast: Cast) -> Channel:
    """The team's channel. Mo owns the team and is in it; Gus only reads along."""
    room = bot.slack.channel("support", [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo])
    bot.apply(HERE)
    bot.slack.joins(cast.gus, room)
    bot.turn()
    return room


@pytest.fixture
def asked(bot: Running, cast: Cast, room: Channel) -> Message:
    """The check-in of Tuesday, as it stands in the channel."""
    bot.until("2026-07-07 15:00")
    return cast.ben.last(room)


def posts(person: Person, room: Channel) -> int:
    return sum(ASKS in message.shown for message in person.messages(room))


def only_they_see(person: Person, room: Channel) -> list[str]:
    return [message.shown for message in person.messages(room) if message.ephemeral_to == person.id]


def says_in_the_channel(bot: Running, **event: Any) -> None:
    """Something Slack tells of the channel that nobody can do here by hand."""
    bot.slack.tell("message.channels", {"type": "message", "channel_type": "channel", **event, "event_ts": "1.2"})


# One message


def test_a_team_is_asked_once_in_its_channel_and_nobody_in_their_messages(cast: Cast, asked: Message) -> None:
    for person in (cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo):
        assert person.sees() == ""
    assert asked.thread_ts is None
    assert "only groups of five people or more" in asked.shown
    assert "Nobody here sees who answered" in asked.shown
    assert "[Answer privately] [What happens with my answers]" in asked.shown


@pytest.mark.usefixtures("asked")
def test_any_number_of_turns_and_a_restart_post_once(bot: Running, cast: Cast, room: Channel) -> None:
    bot.restart()
    for minute in (1, 30, 59):
        bot.until(f"2026-07-07 15:{minute:02}")
    assert posts(cast.ada, room) == 1
    assert [letter.state for letter in letters(bot, kind="invitation")] == ["sent"]


def test_it_comes_on_the_teams_days_at_its_time_in_its_zone(bot: Running, cast: Cast, room: Channel) -> None:
    kiri = bot.slack.person("kiri", "Kiri Te", "Pacific/Auckland")  # it is Wednesday there by then
    bot.slack.joins(kiri, room)
    bot.apply(HERE)
    bot.turn()
    seen = []
    for day in range(7, 20):
        for hour in (8, 14, 15, 16):
            before = posts(cast.ada, room)
            bot.until(f"2026-07-{day:02} {hour:02}:00")
            seen += [(day, hour)] * (posts(cast.ada, room) - before)
    assert seen == [(7, 15), (9, 15), (14, 15), (16, 15)]
    for person in (cast.ada, kiri):
        assert [row.local_date.day for row in checkins_of(bot, person) if row.asked_at] == [7, 9, 14, 16]


def test_on_a_holiday_of_the_team_nothing_is_posted(bot: Running, cast: Cast, room: Channel) -> None:
    bot.apply(HERE + "holidays = [2026-07-07]\n")
    bot.turn()
    bot.until("2026-07-07 15:00")
    assert posts(cast.ada, room) == 0
    bot.until("2026-07-09 15:00")
    assert posts(cast.ada, room) == 1


def test_more_than_two_hours_late_it_is_let_go(bot: Running, cast: Cast, room: Channel) -> None:
    bot.until("2026-07-07 17:01")
    assert posts(cast.ada, room) == 0
    assert {row.state for row in checkins_of(bot, cast.ada) if row.local_date.day == 7} == {"late"}


def test_what_slack_keeps_waiting_for_two_hours_is_let_go_as_well(bot: Running, cast: Cast, room: Channel) -> None:
    bot.slack.faults.add("chat.postMessage", Fault.rate_limited(retry_after=7300))
    bot.until("2026-07-07 15:00")
    bot.until("2026-07-07 17:02")
    assert posts(cast.ada, room) == 0
    assert {row.state for row in checkins_of(bot, cast.ada) if row.local_date.day == 7} == {"late"}


def test_a_post_whose_answer_was_lost_is_found_and_not_posted_again(bot: Running, cast: Cast, room: Channel) -> None:
    bot.slack.faults.add("chat.postMessage", Fault.accept_then_drop())
    bot.until("2026-07-07 15:00")
    assert [letter.state for letter in letters(bot, kind="invitation")] == ["unknown"]
    bot.clock.forward(seconds=31)
    bot.turn()
    assert [letter.state for letter in letters(bot, kind="invitation")] == ["sent"]
    assert posts(cast.ada, room) == 1
    cast.ada.replies("triage", to=cast.ada.last(room))
    assert OFFER in only_they_see(cast.ada, room)[0]


def test_a_click_proves_it_arrived_even_where_nobody_knows_yet(bot: Running, cast: Cast) -> None:
    bot.slack.faults.add("chat.postMessage", Fault.accept_then_drop())
    bot.until("2026-07-07 15:00")
    cast.ada.clicks("Answer privately")
    fills_first_page(cast.ada)
    assert cast.ada.submits()
    assert cast.ada.submits()
    assert the_answer(bot, cast.ada).minutes == 45


def test_where_the_channel_is_gone_the_owner_is_told_once_and_nobody_counts_as_asked(
    bot: Running, cast: Cast, room: Channel
) -> None:
    room.members.discard(bot.slack.bot_user_id)
    bot.until("2026-07-07 15:00")
    bot.until("2026-07-09 15:00")
    assert cast.mo.sees().count("could not be posted to its channel (not_in_channel)") == 1
    assert {row.state for row in checkins_of(bot, cast.ada) if row.queued_at} == {"called_off"}
    bot.slack.refusals.clear()


def test_nobody_is_reminded_and_leaving_it_counts_against_nobody(bot: Running, cast: Cast, room: Channel) -> None:
    for day in (7, 9, 14, 16, 21, 23):
        for hour in (15, 16):
            bot.until(f"2026-07-{day:02} {hour}:00")
            bot.until(f"2026-07-{day:02} {hour}:46")
    assert cast.ben.sees() == ""
    assert posts(cast.ben, room) == 6
    assert {row.state for row in checkins_of(bot, cast.ben) if row.local_date.day < 23} == {"lapsed"}


def test_somebody_in_another_team_as_well_is_asked_twice_a_week_in_all(bot: Running, cast: Cast) -> None:
    bot.apply(HERE + ALONE)
    bot.turn()
    for day in range(7, 27):
        for hour in (15, 16):
            bot.until(f"2026-07-{day:02} {hour}:00")
    for week in (13, 20):
        rows = [row for row in checkins_of(bot, cast.ada) if row.asked_at and week <= row.local_date.day < week + 7]
        assert len(rows) == len({row.local_date for row in rows}) == 2


def test_who_answered_in_the_channel_gets_no_direct_message_that_day(bot: Running, cast: Cast, room: Channel) -> None:
    bot.apply(HERE + ALONE + 'rhythm = {kind = "fixed", days = ["tue", "fri"], time = "16:00"}\n')
    bot.turn()
    people = (cast.ada, cast.cleo)
    bot.until("2026-07-07 15:00")
    asks = cast.ben.last(room)
    for person in people:
        person.clicks("Answer privately", on=asks)
        person.closes()
    bot.until("2026-07-07 16:00")
    assert not any(ASKS in person.sees() for person in people)
    tuesday = [row for person in people for row in checkins_of(bot, person) if row.local_date.day == 7]
    assert sorted(row.state for row in tuesday) == ["asked", "asked", "called_off"], "one of them was to be asked at four"


def test_who_is_away_or_has_paused_is_not_addressed_and_may_answer_all_the_same(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor pause")
    cast.cleo.runs("/candor out today")
    bot.until("2026-07-07 15:00")
    assert [row.asked_at for person in (cast.ada, cast.cleo) for row in checkins_of(bot, person) if row.asked_at] == []
    cast.ada.clicks("Answer privately")
    fills_first_page(cast.ada)
    assert cast.ada.submits()
    assert cast.ada.submits()
    assert the_answer(bot, cast.ada).task_type == "Bug triage"


# Answering in private


@pytest.mark.usefixtures("asked")
def test_ada_answers_from_the_button_and_the_channel_does_not_change(bot: Running, cast: Cast, room: Channel) -> None:
    before = cast.ben.sees(room)
    cast.ada.clicks("Answer privately")
    fills_first_page(cast.ada)
    assert cast.ada.submits()
    assert cast.ada.submits()
    assert "Saved: Bug triage · about usual · with AI · 45 min · no fixing." in cast.ada.sees()
    answer = the_answer(bot, cast.ada)
    assert (answer.task_type, answer.minutes, answer.finished_on.isoformat()) == ("Bug triage", 45, "2026-07-07")
    assert cast.ben.sees(room) == before
    assert cast.ada.sees(room) == before
    bot.until("2026-07-07 16:30")
    assert cast.ada.sees().count("Saved") == 1
    assert ASKS not in cast.ada.sees()


@pytest.mark.usefixtures("asked")
def test_what_was_saved_is_changed_and_deleted_where_it_stands(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Answer privately")
    fills_first_page(ada)
    ada.submits()
    ada.submits()
    ada.clicks("Answer privately")
    fills_first_page(ada, time="1 h")
    ada.submits()
    ada.submits()
    assert "with AI · 1 h · no fixing" in ada.sees()
    assert ada.sees().count("Saved") == 1
    ada.clicks("Delete")
    assert no_answer(bot, ada)
    assert "Deleted. Nothing of that answer is kept." in ada.sees()


@pytest.mark.usefixtures("asked")
def test_a_form_that_was_closed_halfway_goes_on_where_it_was(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Answer privately")
    fills_first_page(ada)
    ada.submits()
    ada.closes()
    assert no_answer(bot, ada)
    ada.types("skip")
    skips_the_rest(ada)
    assert (the_answer(bot, ada).task_type, the_answer(bot, ada).minutes) == ("Bug triage", 45)


@pytest.mark.usefixtures("asked")
def test_ada_types_into_her_messages_instead(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.types("triage, with AI, 40 min, no fixing")
    assert "how big was this one?" in ada.last().shown
    ada.clicks("About usual")
    skips_the_rest(ada)
    assert "Saved: Bug triage · about usual · with AI · 40 min · no fixing." in ada.sees()
    assert the_answer(bot, ada).minutes == 40


@pytest.mark.usefixtures("asked")
def test_ada_types_that_nothing_was_finished(bot: Running, cast: Cast) -> None:
    cast.ada.types("nothing finished today")
    assert "Nothing finished today: noted" in cast.ada.sees()
    assert checkins_of(bot, cast.ada)[0].state == "nothing"


@pytest.mark.usefixtures("asked")
def test_hours_later_the_command_still_brings_it(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 18:30")
    assert "in our direct messages" in cast.ada.runs("/candor checkin")
    cast.ada.clicks("Nothing finished today")
    assert checkins_of(bot, cast.ada)[0].state == "nothing"


@pytest.mark.usefixtures("asked")
def test_app_home_says_where_it_is_open(cast: Cast) -> None:
    cast.ada.opens_home()
    assert cast.ada.home is not None
    assert "A check-in is open in your team's channel." in cast.ada.home.shown


@pytest.mark.usefixtures("asked")
def test_the_command_brings_it_into_her_messages(bot: Running, cast: Cast) -> None:
    assert "in our direct messages" in cast.ada.runs("/candor checkin")
    assert cast.ada.sees().count(ASKS) == 1
    assert "already open" in cast.ada.runs("/candor checkin")
    bot.until("2026-07-07 16:46")
    assert "only reminder" not in cast.ada.sees()
    cast.ada.clicks("Nothing finished today")
    assert [row.state for row in checkins_of(bot, cast.ada) if row.queued_at] == ["nothing"]


def test_somebody_who_answered_before_is_not_addressed_that_day(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor checkin")
    cast.ada.clicks("Nothing finished today")
    bot.until("2026-07-07 15:00")
    assert sorted(row.state for row in checkins_of(bot, cast.ada) if row.local_date.day == 7) == ["called_off", "nothing"]


@pytest.mark.usefixtures("asked")
def test_a_click_that_arrives_twice_opens_one_form_and_one_check_in(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Answer privately")
    click = next(one for one in bot.slack.deliveries if "answer_privately" in str(one.payload.get("actions")))
    bot.slack.redeliver(click)
    assert sum(call.method == "views.open" for call in bot.slack.calls) == 1
    assert len([row for row in checkins_of(bot, cast.ada) if row.local_date.day == 7]) == 1


def test_when_its_time_is_over_it_says_so(bot: Running, cast: Cast, room: Channel, asked: Message) -> None:
    bot.until("2026-07-08 17:01")
    cast.ada.clicks("Answer privately", on=asked)
    assert only_they_see(cast.ada, room) == ["This check-in has closed. The next one comes as usual."]
    assert cast.ada.form is None


@pytest.mark.parametrize("label", ["Answer privately", "What happens with my answers"])
def test_who_is_not_asked_gets_one_sentence(bot: Running, cast: Cast, room: Channel, asked: Message, label: str) -> None:
    lead = bot.slack.person("lou", "Lou Vre")
    bot.apply(HERE.replace('["U0MO"]', '["U0LOU"]'))
    for reader in (lead, cast.zoe):
        bot.slack.joins(reader, room)
    bot.slack.joins(cast.stranger_from_elsewhere, room)
    for person in (cast.zoe, cast.gus, cast.stranger_from_elsewhere, lead):
        person.clicks(label, on=asked)
        (told,) = only_they_see(person, room)
        assert ("You are not asked by the team Support" if person is lead else "You are not in a team here") in told
        assert person.form is None


@pytest.mark.usefixtures("asked")
def test_what_happens_with_answers_is_said_to_whoever_asks_alone(cast: Cast, room: Channel) -> None:
    cast.ada.clicks("What happens with my answers")
    assert "Others never see this answer" in only_they_see(cast.ada, room)[0]
    assert only_they_see(cast.ben, room) == []


# Typed below it, for all to read


def test_a_public_reply_is_taken_when_ada_says_so_and_the_rest_is_asked_in_private(
    bot: Running, cast: Cast, room: Channel, asked: Message
) -> None:
    ada = cast.ada
    ada.replies("triage, with AI, 40 min, no fixing", to=asked)
    (offered,) = only_they_see(ada, room)
    assert OFFER in offered
    assert "Others can read what you wrote in the channel. I cannot delete it" in offered
    assert "triage" not in str(ada.last(room).blocks)
    assert checkins_of(bot, ada)[0].talk == {}
    ada.clicks("Take it as my answer")
    assert "Taken. What is missing stands in our direct messages." in only_they_see(ada, room)[0]
    assert "So far: Bug triage · with AI · 40 min · no fixing" in ada.last().shown
    ada.clicks("About usual")
    skips_the_rest(ada)
    assert "Saved: Bug triage · about usual · with AI · 40 min · no fixing." in ada.sees()
    assert (the_answer(bot, ada).minutes, the_answer(bot, ada).approach) == (40, "with_ai")
    assert [message.user for message in cast.ben.messages(room)] == [bot.slack.bot_user_id, ada.id]


def test_the_rest_may_be_typed_in_the_thread_of_the_first_question(bot: Running, cast: Cast, asked: Message) -> None:
    ada = cast.ada
    ada.replies("triage, without AI, <40 min & no fixing", to=asked)
    ada.clicks("Take it as my answer")
    for words in ("40 min", "about usual"):
        if "Skip" not in ada.last().shown:
            ada.replies(words)
    skips_the_rest(ada)
    assert the_answer(bot, ada).approach == "without_ai"


def test_what_was_not_taken_is_stored_nowhere(bot: Running, cast: Cast, room: Channel, asked: Message) -> None:
    ada = cast.ada
    ada.replies("triage, with AI, 40 min, no fixing", to=asked)
    ada.clicks("No")
    assert only_they_see(ada, room) == ["Nothing was taken."]
    assert [row.talk for row in checkins_of(bot, ada)] == [{} for _ in checkins_of(bot, ada)]
    assert not any("triage" in str(letter.payload) for letter in letters(bot))
    ada.replies("escalation, by hand", to=asked)
    assert only_they_see(ada, room) == ["Nothing was taken."], "who said no is not offered it again below this message"


def test_a_reply_that_was_deleted_cannot_be_taken(bot: Running, cast: Cast, room: Channel, asked: Message) -> None:
    written = cast.ada.replies("triage, with AI, 40 min", to=asked)
    bot.slack.space.remove(written)
    cast.ada.clicks("Take it as my answer")
    assert "I can no longer find what you wrote" in only_they_see(cast.ada, room)[-1]
    assert checkins_of(bot, cast.ada)[0].talk == {}


def test_where_slack_does_not_answer_nothing_is_taken_and_it_says_so(
    bot: Running, cast: Cast, room: Channel, asked: Message
) -> None:
    cast.ada.replies("triage, with AI, 40 min", to=asked)
    bot.slack.faults.add("conversations.replies", Fault.rate_limited(retry_after=30))
    cast.ada.clicks("Take it as my answer")
    assert "Slack does not let me read your reply just now" in only_they_see(cast.ada, room)[-1]
    cast.ada.clicks("Take it as my answer")
    assert "So far: Bug triage · with AI · 40 min" in cast.ada.last().shown


def test_the_same_reply_and_the_same_yes_arriving_twice_are_taken_once(
    bot: Running, cast: Cast, room: Channel, asked: Message
) -> None:
    ada = cast.ada
    ada.replies("triage, with AI, 40 min", to=asked)
    bot.slack.redeliver(bot.slack.deliveries[-1])
    assert len(only_they_see(ada, room)) == 1
    ada.clicks("Take it as my answer")
    first = ada.sees()
    bot.slack.redeliver(bot.slack.deliveries[-1])
    assert ada.sees() == first
    with bot.rows() as session:
        assert answers_of(session, ada) == []


def test_an_answer_that_is_there_is_not_replaced_by_a_remark(bot: Running, cast: Cast, room: Channel, asked: Message) -> None:
    ada = cast.ada
    ada.replies("triage, with AI, 40 min", to=asked)
    ada.clicks("Answer privately")
    fills_first_page(ada)
    ada.submits()
    ada.submits()
    ada.replies("what a day", to=asked)
    assert len(only_they_see(ada, room)) == 1, "who has answered is offered nothing"
    ada.clicks("Take it as my answer")
    assert "You have already answered this one" in only_they_see(ada, room)[-1]
    assert the_answer(bot, ada).minutes == 45


def test_what_is_no_reply_of_a_member_is_passed_over(bot: Running, cast: Cast, room: Channel, asked: Message) -> None:
    cast.gus.replies("triage, with AI, 40 min", to=asked)
    cast.ada.types("triage, with AI, 40 min", room)
    cast.ada.replies("of another thread", to=cast.ada.types("lunch?", room))
    reply = {
        "channel": room.id,
        "user": cast.ada.id,
        "text": "triage, 40 min",
        "ts": "1783429300.000100",
        "thread_ts": asked.ts,
    }
    says_in_the_channel(bot, **reply, subtype="thread_broadcast")
    says_in_the_channel(bot, **reply, bot_id="B0OTHER")
    changed = {"subtype": "message_changed", "channel": room.id, "ts": "1.1", "message": reply, "previous_message": reply}
    says_in_the_channel(bot, **changed)
    says_in_the_channel(bot, subtype="message_deleted", channel=room.id, ts="1.1", previous_message=reply)
    assert [call.method for call in bot.slack.calls if call.method == "chat.postEphemeral"] == []
    for person in (cast.ada, cast.gus):
        assert only_they_see(person, room) == []
    assert cast.ada.sees() == ""


def test_an_offer_that_gets_lost_harms_nothing(bot: Running, cast: Cast, room: Channel, asked: Message) -> None:
    bot.slack.faults.add("chat.postEphemeral", Fault.drop())
    cast.ada.replies("triage, with AI, 40 min", to=asked)
    assert only_they_see(cast.ada, room) == []
    assert bot.slack.deliveries[-1].ok
    cast.ada.replies("it was triage", to=asked)
    assert OFFER in only_they_see(cast.ada, room)[0]


def test_in_a_private_channel_it_is_the_same(bot: Running, cast: Cast) -> None:
    room = bot.slack.channel("quiet", [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli], private=True)
    bot.apply(HERE.replace("C0SUPPORT", "C0QUIET"))
    bot.turn()
    bot.until("2026-07-07 15:00")
    cast.ada.replies("triage, with AI, 40 min", to=cast.ada.last(room))
    cast.ada.clicks("Take it as my answer")
    assert "So far: Bug triage · with AI · 40 min" in cast.ada.last().shown
