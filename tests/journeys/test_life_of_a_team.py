"""The life of a team: it begins with an announcement, pauses, goes on, is archived and comes back; each step is taken once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from bot import ask, deliver, manage
from bot.domain.refusal import Refusal
from bot.domain.teamstate import Step, TeamState
from bot.services import Actor
from sandbox import Fault, Person
from storage.tables import Team
from tests.conftest import IN_ITS_CHANNEL, SUPPORT, Cast, Running
from tests.conversing import answers_in_one_go, checkins_of, has_history, letters, quarter_of_triage, readers, the_answer

PROMPT, WHAT_IT_IS, BEGINS = (
    "Quick check-in",
    "Candor asks about the last task you finished",
    "Candor begins in the team Support",
)
DIGEST = "In one sentence"


def support(bot: Running) -> Team:
    with bot.rows() as session:
        team: Team = session.exec(select(Team).where(Team.name == "Support")).one()
    return team


def takes(bot: Running, person: Person, step: Step) -> str:
    who = Actor(person.member.team, person.id)
    return manage.step(bot.bot.services, who, support(bot).id, step)


def stands(bot: Running, state: TeamState) -> None:
    """As it is stored: what comes before is another test's."""
    with bot.bot.services.store.begin() as session:
        team = session.get_one(Team, support(bot).id)
        team.state = state
        ask.halt(session, team, bot.clock())


@pytest.fixture
def new(bot: Running) -> None:
    """Set up, and not begun."""
    stands(bot, TeamState.NEW)


# It begins


@pytest.mark.usefixtures("new")
def test_before_it_has_begun_nobody_is_asked(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    assert [person.sees() for person in readers(cast)] == [""] * 6


@pytest.mark.usefixtures("new")
def test_everybody_reads_the_announcement_once_and_the_first_check_in_does_not_say_it_again(bot: Running, cast: Cast) -> None:
    assert takes(bot, cast.mo, Step.START) == "Support has begun. Its people read what Candor is before anybody is asked."
    bot.turn()
    for person in readers(cast):
        (read,) = person.messages()
        assert BEGINS in read.shown
    for words in (
        "It comes at most twice a week",
        "Without AI is a full answer",
        "your manager never sees your answer",
        "Only figures about groups of five people or more",
        "the team reads what the manager reads",
        "/candor pause",
        "[What happens with my answers] [Pause]",
    ):
        assert words in cast.ada.sees()
    bot.until("2026-07-07 15:00")
    assert PROMPT in cast.ada.last().shown
    bot.restart()
    bot.until("2026-07-09 15:00")
    assert PROMPT in cast.ada.last().shown
    assert cast.ada.sees().count(BEGINS) == 1
    assert WHAT_IT_IS not in cast.ada.sees()


@pytest.mark.usefixtures("new")
def test_its_buttons_open_what_is_theirs_who_presses(bot: Running, cast: Cast) -> None:
    takes(bot, cast.mo, Step.START)
    bot.turn()
    cast.ada.clicks("What happens with my answers")
    assert cast.ada.form
    assert "confidential, not anonymous" in cast.ada.form.shown
    cast.ada.closes()
    cast.ada.clicks("Pause")
    cast.ada.fills({"Until": "2026-07-20"})
    assert cast.ada.submits()
    bot.until("2026-07-07 15:00")
    assert [PROMPT in person.sees() for person in (cast.ada, cast.ben)] == [False, True]


@pytest.mark.usefixtures("new")
def test_it_is_in_each_readers_language(bot: Running, cast: Cast) -> None:
    bot.slack.changes(cast.cleo, locale="de-DE")
    bot.apply(SUPPORT)
    takes(bot, cast.mo, Step.START)
    bot.turn()
    assert "Candor beginnt im Team Support" in cast.cleo.sees()
    assert BEGINS in cast.ada.sees()


def test_in_a_channel_it_stands_once_in_the_teams_language(bot: Running, cast: Cast) -> None:
    room = bot.slack.channel("support", readers(cast))
    bot.apply(IN_ITS_CHANNEL + 'language = "fr"\n')
    stands(bot, TeamState.NEW)
    takes(bot, cast.mo, Step.START)
    bot.turn()
    bot.turn()
    (read,) = cast.ada.messages(room)
    assert "Candor commence dans l’équipe Support" in read.shown
    assert cast.ada.sees() == ""
    bot.until("2026-07-07 15:00")
    assert len(cast.ada.messages(room)) == 2
    bot.slack.joins(cast.gus, room)
    cast.gus.clicks("Que deviennent mes réponses", on=read)
    assert cast.gus.form is None


def test_where_it_cannot_be_posted_its_owner_is_told_once_and_people_are_asked(bot: Running, cast: Cast) -> None:
    room = bot.slack.channel("support", readers(cast))
    bot.apply(IN_ITS_CHANNEL.replace(', place = "channel"', ""))
    stands(bot, TeamState.NEW)
    room.members.discard(bot.slack.bot_user_id)
    takes(bot, cast.mo, Step.START)
    bot.turn()
    bot.turn()
    assert cast.mo.sees().count("The announcement of Support could not be posted to its channel (not_in_channel)") == 1
    bot.until("2026-07-07 15:00")
    assert cast.ada.sees().index(WHAT_IT_IS) < cast.ada.sees().index(PROMPT)
    bot.slack.refusals.clear()


@pytest.mark.usefixtures("new")
def test_a_check_in_waits_for_an_announcement_that_nobody_can_vouch_for(bot: Running, cast: Cast) -> None:
    bot.slack.faults.add("chat.postMessage", Fault.accept_then_drop())
    bot.clock.is_at("2026-07-07 14:59")
    with bot.bot.services.store.begin() as session:
        session.exec(select(Team)).one().created_at = bot.clock()  # who begins with a team is asked at once, who joins tomorrow
    takes(bot, cast.mo, Step.START)
    bot.turn()
    (lost,) = letters(bot, kind="announcement", state="unknown")
    bot.clock.is_at("2026-07-07 15:00")
    ask.turn(bot.bot.services)
    assert len(letters(bot, kind="prompt")) == 5
    for _turn in range(2):
        bot.clock.forward(seconds=31)
        bot.turn()
    assert [letter.state for letter in letters(bot, kind="announcement", id=lost.id)] == ["sent"]
    for person in readers(cast):
        assert person.sees().count(PROMPT) == 1
        assert person.sees().index(BEGINS) < person.sees().index(PROMPT)


@pytest.mark.usefixtures("new")
def test_a_team_that_is_begun_on_three_devices_at_once_is_announced_once(bot: Running, cast: Cast) -> None:
    with ThreadPoolExecutor(3) as pool:
        said = list(pool.map(lambda _: takes(bot, cast.mo, Step.START), range(3)))
    assert sorted(said)[:2] != sorted(said)[1:]
    assert said.count("Support is running already.") == 2
    bot.turn()
    assert len(letters(bot, kind="announcement")) == 6


# Which step can be taken, and by whom


@pytest.mark.parametrize(
    ("state", "step", "sentence"),
    [
        (TeamState.NEW, Step.PAUSE, "Support has not begun yet: begin it first."),
        (TeamState.NEW, Step.BRING_BACK, "Support has not begun yet: begin it first."),
        (TeamState.RUNNING, Step.BRING_BACK, "Support is running already."),
        (TeamState.PAUSED, Step.START, "Support is paused: resume it, or archive it."),
        (TeamState.ARCHIVED, Step.START, "Support is archived: bring it back first."),
        (TeamState.ARCHIVED, Step.RESUME, "Support is archived: bring it back first."),
        (TeamState.ARCHIVED, Step.PAUSE, "Support is archived: bring it back first."),
    ],
)
def test_a_step_that_cannot_be_taken_is_refused_in_one_sentence(
    bot: Running, cast: Cast, state: TeamState, step: Step, sentence: str
) -> None:
    stands(bot, state)
    with pytest.raises(Refusal) as refused:
        takes(bot, cast.mo, step)
    assert refused.value.sentence == sentence
    assert support(bot).state == state


@pytest.mark.parametrize(
    ("state", "step", "sentence"),
    [
        (TeamState.RUNNING, Step.START, "Support is running already."),
        (TeamState.RUNNING, Step.RESUME, "Support is running already."),
        (TeamState.PAUSED, Step.PAUSE, "Support is paused already."),
        (TeamState.PAUSED, Step.BRING_BACK, "Support is paused already."),
        (TeamState.ARCHIVED, Step.ARCHIVE, "Support is archived already."),
    ],
)
def test_pressed_twice_it_is_simply_so(bot: Running, cast: Cast, state: TeamState, step: Step, sentence: str) -> None:
    stands(bot, state)
    before = len(letters(bot))
    assert takes(bot, cast.mo, step) == sentence
    assert len(letters(bot)) == before


@pytest.mark.parametrize("step", list(Step))
def test_only_an_owner_takes_steps(bot: Running, cast: Cast, step: Step) -> None:
    before = support(bot)
    for person in (cast.ada, cast.zoe, cast.gus, cast.root, cast.stranger_from_elsewhere):
        with pytest.raises(Refusal):
            takes(bot, person, step)
    assert support(bot) == before
    assert [letter.kind for letter in letters(bot)] == []


def test_nobody_takes_steps_with_a_team_of_another_workspace(bot: Running, cast: Cast) -> None:
    services = bot.bot.services
    with pytest.raises(Refusal):
        manage.step(services, Actor("T0OTHER", cast.mo.id), support(bot).id, Step.PAUSE)
    with pytest.raises(Refusal):
        manage.step(services, Actor(cast.mo.member.team, cast.mo.id), "no such team", Step.PAUSE)


# It pauses and goes on


def test_paused_it_asks_nobody_and_what_was_about_to_leave_is_taken_back(bot: Running, cast: Cast) -> None:
    bot.clock.is_at("2026-07-07 15:00")
    ask.turn(bot.bot.services)
    assert len(letters(bot, kind="prompt", state="pending")) == 6
    takes(bot, cast.mo, Step.PAUSE)
    bot.turn()
    bot.until("2026-07-09 15:00")
    bot.until("2026-07-21 15:00")
    assert [person.sees() for person in readers(cast)] == [""] * 6
    assert {row.state for row in checkins_of(bot, cast.ada)} == {"called_off"}


def test_what_is_open_may_be_answered_and_nobody_is_reminded_of_it(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    takes(bot, cast.mo, Step.PAUSE)
    bot.until("2026-07-07 16:45")
    assert "only reminder" not in cast.ben.sees()
    answers_in_one_go(cast.ada, "triage, with AI, 40 min, no fixing, about usual")
    assert the_answer(bot, cast.ada).minutes == 40


def test_a_post_in_the_channel_that_has_not_left_is_taken_back_as_well(bot: Running, cast: Cast) -> None:
    room = bot.slack.channel("support", readers(cast))
    bot.apply(IN_ITS_CHANNEL)
    bot.turn()
    bot.clock.is_at("2026-07-07 15:00")
    ask.turn(bot.bot.services)
    takes(bot, cast.mo, Step.PAUSE)
    bot.turn()
    assert cast.ada.messages(room) == []
    assert {row.state for row in checkins_of(bot, cast.ada)} == {"called_off"}


def test_while_it_is_paused_or_archived_no_digest_goes_out_and_then_it_covers_the_quarter(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    takes(bot, cast.mo, Step.PAUSE)
    bot.until("2026-07-13 09:00")
    assert DIGEST not in cast.ada.sees()
    takes(bot, cast.mo, Step.ARCHIVE)
    bot.until("2026-07-20 09:00")
    assert DIGEST not in cast.ada.sees()
    takes(bot, cast.mo, Step.BRING_BACK)
    takes(bot, cast.mo, Step.RESUME)
    bot.until("2026-07-27 09:00")
    assert DIGEST in cast.ada.sees()
    assert "Bug triage" in cast.ada.last().shown


def test_when_it_goes_on_everybody_is_asked_as_before_and_nothing_is_announced(bot: Running, cast: Cast) -> None:
    takes(bot, cast.mo, Step.PAUSE)
    bot.until("2026-07-07 15:00")
    assert takes(bot, cast.mo, Step.RESUME) == "Support goes on as before."
    bot.turn()
    bot.until("2026-07-09 15:00")
    assert cast.ada.sees().count(PROMPT) == 1
    assert letters(bot, kind="announcement") == []


def test_somebody_in_two_teams_is_still_asked_by_the_other(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace('"Support"', '"Research"'))
    bot.turn()
    takes(bot, cast.mo, Step.PAUSE)
    bot.clock.forward(hours=1)
    bot.turn()
    for day in (7, 9):
        bot.until(f"2026-07-{day:02} 15:00")
        assert PROMPT in cast.ada.last().shown


# It is archived and comes back


def test_archived_its_people_are_told_once_and_what_they_said_stays_theirs(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, "triage, with AI, 40 min, no fixing, about usual")
    takes(bot, cast.mo, Step.ARCHIVE)
    assert takes(bot, cast.mo, Step.ARCHIVE) == "Support is archived already."
    bot.turn()
    bot.until("2026-07-09 15:00")
    for person in readers(cast):
        assert person.sees().count("The team Support does not use Candor any more") == 1
        assert PROMPT not in person.last().shown
    assert cast.ben.messages()[0].shown == "This check-in has closed without an answer. That is fine."
    cast.ada.opens_home()
    cast.ada.clicks("What happens with my answers", on="home")
    assert cast.ada.form
    cast.ada.closes()
    cast.ada.clicks("Delete")
    with bot.rows() as session:
        assert session.connection().exec_driver_sql("select count(*) from answer").scalar() == 0


def test_in_a_channel_it_is_said_once_there(bot: Running, cast: Cast) -> None:
    room = bot.slack.channel("support", readers(cast))
    bot.apply(IN_ITS_CHANNEL)
    takes(bot, cast.mo, Step.ARCHIVE)
    bot.turn()
    (told,) = cast.ada.messages(room)
    assert "does not use Candor any more" in told.shown
    assert cast.ada.sees() == ""


@pytest.mark.usefixtures("new")
def test_one_that_never_began_is_archived_without_a_word(bot: Running, cast: Cast) -> None:
    assert "nobody is told" in takes(bot, cast.mo, Step.ARCHIVE)
    bot.turn()
    assert [person.sees() for person in readers(cast)] == [""] * 6


@pytest.mark.usefixtures("new")
def test_an_announcement_that_has_not_left_is_not_sent_for_an_archived_team(bot: Running, cast: Cast) -> None:
    takes(bot, cast.mo, Step.START)
    takes(bot, cast.mo, Step.ARCHIVE)
    deliver.drain(bot.bot.services)
    assert BEGINS not in cast.ada.sees()


def test_brought_back_it_is_paused_and_nothing_was_lost(bot: Running, cast: Cast) -> None:
    takes(bot, cast.mo, Step.ARCHIVE)
    assert takes(bot, cast.mo, Step.BRING_BACK) == "Support is back, and paused: resume it when it is to go on."
    bot.until("2026-07-07 15:00")
    assert PROMPT not in cast.ada.sees()
    takes(bot, cast.mo, Step.RESUME)
    bot.turn()
    bot.until("2026-07-09 15:00")
    assert all(PROMPT in person.sees() for person in readers(cast))


def test_a_file_does_not_bring_an_archived_team_back(bot: Running, cast: Cast) -> None:
    takes(bot, cast.mo, Step.ARCHIVE)
    with pytest.raises(Refusal, match='team "Support": it is archived; one of its owners brings it back first'):
        bot.apply(SUPPORT.replace('"Escalation"', '"Handover"'))
    assert support(bot).task_types[-1] == "Escalation"


def test_a_file_leaves_a_team_where_it_stands_and_the_list_says_where(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace('"Support"', '"Research"'))
    takes(bot, cast.mo, Step.PAUSE)
    bot.apply(SUPPORT.replace('"Escalation"', '"Handover"'))
    assert {line.name: line.state for line in manage.list_teams(bot.bot.services)} == {
        "Research": "running",
        "Support": "paused",
    }
