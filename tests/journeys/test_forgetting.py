"""To be forgotten: what would go is shown first, one press removes everything, and whoever was forgotten is left alone."""

import re
import threading
from collections.abc import Iterable

import pytest
from sqlmodel import select

from bot import ask, deliver
from bot.domain.refusal import Refusal
from sandbox import Fault, Gate, Person
from storage.tables import Person as PersonRow
from storage.tables import Team, metadata
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import (
    answers_in_one_go,
    checkins_of,
    fills_first_page,
    has_history,
    letters,
    no_answer,
    quarter_of_triage,
    readers,
)

NOTE = "the zebra crossed twice"
ALONE = "Everything about you was deleted here, and you are not asked any more. /candor resume changes that."
PROMPT = "Quick check-in"
WITH_BEN_AS_OWNER = SUPPORT.replace('owners = ["U0MO"]', 'owners = ["U0MO", "U0BEN"]')


def answers(bot: Running, person: Person) -> None:
    bot.until("2026-07-07 15:00")
    person.replies("triage, with AI, 40 min, no fixing, about usual")
    while "Anything to add" not in person.last().shown:
        person.clicks("Skip")
    person.replies(NOTE)


def forgets(person: Person) -> None:
    person.runs("/candor forget-me")
    person.clicks("Delete everything")


def key_of(bot: Running, person: Person) -> str:
    with bot.rows() as session:
        return str(session.exec(select(PersonRow.id).where(PersonRow.user == person.id)).one())


def everything_stored(bot: Running) -> Iterable[tuple[str, str]]:
    """Every value of every column of every table, and where it stands."""
    with bot.rows() as session:
        for table in metadata.sorted_tables:
            for row in session.execute(table.select()).mappings():
                yield from ((f"{table.name}.{column}", str(value)) for column, value in row.items())


def where_it_says(bot: Running, *words: str) -> list[str]:
    return [place for place, value in everything_stored(bot) if any(word in value for word in words)]


def test_what_would_go_is_shown_first_and_nothing_is_gone(bot: Running, cast: Cast) -> None:
    answers(bot, cast.ada)
    shown = cast.ada.runs("/candor forget-me")
    assert "1 answer, 3 check-ins, what I wrote to you here, your settings and your place in Support." in shown
    assert cast.ada.last().ephemeral_to == cast.ada.id
    assert len(checkins_of(bot, cast.ada)) == 3
    assert not no_answer(bot, cast.ada)


def test_the_button_is_red_and_asks_once_more(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor forget-me")
    (button,) = cast.ada.last().blocks[-1]["elements"]
    assert (button["style"], button["confirm"]["style"]) == ("danger", "danger")
    assert "value" not in button
    assert not where_it_says(bot, button["action_id"])


def test_no_word_no_id_and_no_key_of_ada_is_in_any_table(bot: Running, cast: Cast) -> None:
    bot.apply(WITH_BEN_AS_OWNER)
    answers(bot, cast.ada)
    cast.ada.runs("/candor out 24 Dec..2 Jan")
    cast.mo.runs("/candor out @ada 14 July")
    cast.ada.runs("/candor mydata")
    cast.ada.types("what about the zebra?")
    assert "No check-in is open right now" in cast.ada.sees()
    bot.until("2026-07-13 09:00")
    key, channel = key_of(bot, cast.ada), cast.ada.last().channel
    assert where_it_says(bot, cast.ada.id)
    assert where_it_says(bot, NOTE)
    forgets(cast.ada)
    for _ in range(20):
        bot.clock.forward(seconds=15)
        bot.turn()
    assert where_it_says(bot, cast.ada.id, key, channel, NOTE, "zebra") == []


def test_what_the_bot_said_to_her_is_emptied_and_leaves_no_row(bot: Running, cast: Cast) -> None:
    answers(bot, cast.ada)
    forgets(cast.ada)
    ours = [message.shown for message in cast.ada.messages() if message.user != cast.ada.id and not message.ephemeral_to]
    assert set(ours) == {"Deleted."}
    assert letters(bot, kind="emptied") == []
    assert "Everything about you is deleted." in cast.ada.sees()
    assert "[Delete everything]" not in cast.ada.sees()


def test_a_message_that_cannot_be_emptied_is_given_up_and_leaves_no_row(bot: Running, cast: Cast) -> None:
    answers(bot, cast.ada)
    cast.ada.runs("/candor forget-me")
    bot.slack.space.remove(cast.ada.messages()[0])
    cast.ada.clicks("Delete everything")
    assert letters(bot, kind="emptied") == []
    assert {no.error for no in bot.slack.refusals} == {"message_not_found"}
    bot.slack.refusals.clear()


def test_what_is_owed_for_it_names_nobody(bot: Running, cast: Cast) -> None:
    answers(bot, cast.ada)
    bot.slack.after_delivery.clear()
    forgets(cast.ada)
    owed = letters(bot, kind="emptied")
    assert owed
    assert {(letter.person_id, letter.user, letter.checkin_id) for letter in owed} == {(None, None, None)}
    assert all(letter.payload == {} for letter in owed)


def test_what_could_not_be_emptied_for_a_week_leaves_no_row_either(bot: Running, cast: Cast) -> None:
    answers(bot, cast.ada)
    bot.slack.after_delivery.clear()
    forgets(cast.ada)
    bot.clock.forward(days=7)
    bot.turn()
    assert letters(bot, kind="emptied") == []
    assert where_it_says(bot, cast.ada.id) == []


def test_a_letter_to_somebody_else_that_names_him_does_not_leave(bot: Running, cast: Cast) -> None:
    bot.apply(WITH_BEN_AS_OWNER)
    bot.slack.after_delivery.clear()
    cast.mo.runs("/candor pause @ada 3 days")
    assert where_it_says(bot, f'"by": "{cast.mo.id}"', f"'by': '{cast.mo.id}'")
    forgets(cast.mo)
    assert where_it_says(bot, cast.mo.id) == []


def test_she_is_not_asked_any_more_not_even_when_her_team_names_her_again(bot: Running, cast: Cast) -> None:
    forgets(cast.ada)
    for _ in range(2):
        assert bot.apply(SUPPORT) == [
            "Support: 1 of its people is left out, as they had everything about them deleted and have not come back"
        ]
    bot.until("2026-07-07 15:00")
    bot.until("2026-07-09 15:00")
    assert PROMPT not in cast.ada.sees()
    assert PROMPT in cast.ben.sees()
    assert where_it_says(bot, cast.ada.id) == []


def test_she_comes_back_when_she_says_so_herself(bot: Running, cast: Cast) -> None:
    forgets(cast.ada)
    assert "You may be asked again" in cast.ada.runs("/candor resume")
    assert bot.apply(SUPPORT) == ["Support: U0ADA is asked"]
    bot.turn()
    bot.until("2026-07-09 15:00")
    assert PROMPT in cast.ada.sees()
    assert not [place for place, _ in everything_stored(bot) if place.startswith("declined.")]


@pytest.mark.parametrize("words", ["mydata", "forget-me", "checkin", "out tomorrow", "help"])
def test_afterwards_every_command_says_so_in_one_sentence(bot: Running, cast: Cast, words: str) -> None:
    forgets(cast.ada)
    assert cast.ada.runs(f"/candor {words}") == ALONE
    assert where_it_says(bot, cast.ada.id) == []


def test_pressed_twice_it_says_that_it_is_done(bot: Running, cast: Cast) -> None:
    forgets(cast.ada)
    bot.slack.redeliver(bot.slack.deliveries[-1])
    assert bot.slack.responses[-1].body["text"] == ALONE
    assert checkins_of(bot, cast.ben)


def test_a_button_of_before_does_nothing_to_whoever_came_back(bot: Running, cast: Cast) -> None:
    forgets(cast.ada)
    press = bot.slack.deliveries[-1]
    cast.ada.runs("/candor resume")
    bot.apply(SUPPORT)
    bot.slack.redeliver(press)
    assert "This button is not good any more" in bot.slack.responses[-1].body["text"]
    assert where_it_says(bot, cast.ada.id)


def test_nobody_but_ada_is_touched(bot: Running, cast: Cast) -> None:
    answers(bot, cast.ada)
    answers_in_one_go(cast.cleo, "triage, without AI, 30 min, no fixing, about usual")
    before = {person.id: person.sees() for person in (cast.ben, cast.cleo, cast.mo)}
    forgets(cast.ada)
    assert {person.id: person.sees() for person in (cast.ben, cast.cleo, cast.mo)} == before
    assert not no_answer(bot, cast.cleo)
    assert len(checkins_of(bot, cast.cleo)) == 3


def test_the_only_owner_is_told_to_hand_over_first(bot: Running, cast: Cast) -> None:
    told = "You are the only owner of Support. Hand it over to somebody else first, then type /candor forget-me again."
    assert cast.mo.runs("/candor forget-me") == told
    bot.apply(WITH_BEN_AS_OWNER)
    cast.mo.runs("/candor forget-me")
    bot.apply(SUPPORT)
    cast.mo.clicks("Delete everything")  # Ben is no owner any more
    assert cast.mo.last().text == told
    assert where_it_says(bot, cast.mo.id)
    bot.apply(WITH_BEN_AS_OWNER)
    cast.mo.clicks("Delete everything")
    assert where_it_says(bot, cast.mo.id) == []


def test_a_file_whose_only_owner_was_forgotten_is_refused(bot: Running, cast: Cast) -> None:
    bot.apply(WITH_BEN_AS_OWNER)
    forgets(cast.mo)
    with pytest.raises(Refusal, match="all its owners have stopped for good; name another one"):
        bot.apply(SUPPORT)
    assert "left out" in bot.apply(WITH_BEN_AS_OWNER)[-1]


@pytest.mark.parametrize("who", ["zoe", "gus", "root", "stranger_from_elsewhere"])
def test_a_stranger_gets_one_sentence(bot: Running, cast: Cast, who: str) -> None:
    stranger: Person = getattr(cast, who)
    assert stranger.runs("/candor forget-me").startswith("You are not in a team here.")
    assert stranger.runs("/candor resume").startswith("You are not in a team here.")
    assert not [place for place, _ in everything_stored(bot) if place.startswith("declined.")]


def test_in_the_middle_of_a_conversation_what_comes_later_is_answered_kindly(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    old = cast.ada.messages()[0]
    cast.ada.clicks("Answer here")
    cast.ada.clicks("Bug triage")
    question = cast.ada.last()
    bot.slack.after_delivery.clear()  # what empties the messages has not left yet
    forgets(cast.ada)
    cast.ada.clicks("About usual", on=question)
    assert cast.ada.last().text == ALONE
    cast.ada.clicks("Open form", on=old)
    assert cast.ada.last().text == ALONE
    cast.ada.types("40 min")
    bot.turn()
    assert ALONE in cast.ada.sees()
    assert where_it_says(bot, cast.ada.id) == []


def test_with_a_form_open_sending_it_is_answered_kindly(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    cast.ada.clicks("Open form")
    fills_first_page(cast.ada)
    forgets(cast.ada)
    cast.ada.submits()
    assert cast.ada.form is not None
    assert ALONE in cast.ada.form.shown
    assert where_it_says(bot, cast.ada.id, "Bug triage 45") == []


def test_with_the_reminder_pending_none_comes(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    bot.clock.is_at("2026-07-07 16:45")
    ask.turn(bot.bot.services)
    assert letters(bot, kind="reminder", user=cast.ada.id)
    forgets(cast.ada)
    bot.turn()
    assert "This is the only reminder" not in cast.ada.sees()
    assert "This is the only reminder" in cast.ben.sees()


def test_what_was_on_its_way_meanwhile_is_emptied_too(bot: Running, cast: Cast) -> None:
    gate = Gate()
    bot.apply(WITH_BEN_AS_OWNER)
    bot.clock.is_at("2026-07-07 15:00")
    ask.turn(bot.bot.services)
    first = letters(bot, kind="prompt")[0].user
    (person,) = [one for one in readers(cast) if one.id == first]
    bot.slack.faults.add("chat.postMessage", Fault.accept_then_slow(gate))
    bot.slack.after_delivery.clear()
    sender = threading.Thread(target=deliver.drain, args=(bot.bot.services,))
    sender.start()
    gate.arrived()
    forgets(person)
    gate.open()
    sender.join()
    bot.turn()
    assert [message.shown for message in person.messages() if not message.ephemeral_to] == ["Deleted."]
    assert where_it_says(bot, person.id) == []


def test_answers_that_go_are_noticed_by_the_ledger_as_one_that_is_deleted(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    bot.clock.is_at("2026-07-14 10:00")
    forgets(cast.ada)
    with bot.rows() as session:
        assert session.exec(select(Team.edited_at)).one() == bot.clock()


def test_nothing_about_her_can_be_got_by_subtracting_the_next_print(bot: Running, cast: Cast) -> None:
    others = [cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo]
    hers = [
        f"{cast.ada.id},Bug triage,{way},{hours * 60},0,at,2026-07-01"
        for way in ("with_ai", "without_ai")
        for hours in (6, 8, 9)
    ]
    has_history(bot, [*quarter_of_triage(others), *hers])
    bot.clock.is_at("2026-07-14 10:00")
    before = triage(cast.cleo.runs("/candor report"))
    assert before
    assert triage(cast.cleo.runs("/candor report")) == before
    forgets(cast.ada)
    bot.clock.is_at("2026-07-15 10:00")
    after = triage(cast.cleo.runs("/candor report"))
    assert any("As printed on 14 July" in line for line in after)
    assert [figures(line) for line in after] == [figures(line) for line in before]


def triage(report: str) -> list[str]:
    return [line for line in report.splitlines() if "Bug triage" in line]


def figures(line: str) -> list[str]:
    """The numbers of a line, but for the day on which it was printed."""
    return re.findall(r"\d+", line.replace("As printed on 14 July", ""))


def test_figures_that_were_printed_stay_and_hold_no_person(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    bot.until("2026-07-13 09:00")
    before = cast.cleo.runs("/candor report")
    assert "Bug triage" in before
    forgets(cast.ada)
    kept = [value for place, value in everything_stored(bot) if place.startswith(("release.", "printed."))]
    assert kept
    assert "Bug triage" in cast.cleo.sees()


def test_who_is_in_no_team_any_more_can_still_be_forgotten(bot: Running, cast: Cast) -> None:
    answers(bot, cast.ada)
    bot.apply(SUPPORT.replace('"U0ADA", ', ""))
    forgets(cast.ada)
    assert where_it_says(bot, cast.ada.id, NOTE) == []


def test_an_import_brings_nothing_back_about_her(bot: Running, cast: Cast) -> None:
    forgets(cast.ada)
    with pytest.raises(Refusal, match="wants nothing stored"):
        has_history(bot, quarter_of_triage([cast.ada, cast.cleo]))
    assert where_it_says(bot, cast.ada.id) == []
