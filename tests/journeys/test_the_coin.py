"""The coin of a trial, as those meet it who take part: thrown once for a task they start, told plainly, declined freely."""

import json
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import coin
from bot.domain.registration import Stage
from sandbox import Message, Person
from storage import registrations
from storage.tables import Amendment, Flip, Participation, Registration
from storage.tables import Person as PersonRow
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import answers_of, checkins_of, letters, no_answer, skips_the_rest, the_answer
from tests.proving import SEED, has_trial

KIND, EXPECTED = "What kind of task is it?", "If you did it without AI, how long would it take?"
SIZE = "Compared with your usual task, how big is this one?"
TIME = "Your own working time, from start to handover, without waiting or breaks?"
START = "/candor start triage 40 min about usual"
SAYS = {True: "The coin says: with AI.", False: "The coin says: without AI."}
BUTTONS = "[Done] [I do it the other way] [Cancel]"
REASONS = [
    "That way does not suit this task",
    "No access, or it does not work",
    "Confidential or not allowed",
    "The customer wants it the other way",
    "I would rather not say",
    "Another reason",
]
DECLINED = "You do it the other way (Confidential or not allowed). That is fine: nobody else reads it"


@pytest.fixture(autouse=True)
def in_the_morning(bot: Running) -> None:
    bot.clock.is_at("2026-07-07 09:00")


def joined(cast: Cast) -> list[Person]:
    return [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]


@pytest.fixture
def trial(bot: Running, cast: Cast) -> str:
    """Five have joined, Ben has not."""
    return has_trial(bot, *joined(cast))


def flips(bot: Running) -> list[Flip]:
    with bot.rows() as session:
        return list(session.exec(select(Flip).order_by(Flip.flipped_at, Flip.number)))  # type: ignore[arg-type]


def the_flip(bot: Running) -> Flip:
    (flip,) = flips(bot)
    return flip


def person(bot: Running, who: Person) -> str:
    with bot.rows() as session:
        return str(session.exec(select(PersonRow).where(PersonRow.user == who.id)).one().id)


def changed(bot: Running, key: str, **values: Any) -> None:
    with bot.bot.services.store.begin() as session:
        row = session.get_one(Registration, key)
        for name, value in values.items():
            setattr(row, name, value)


def due(bot: Running, key: str) -> Any:
    with bot.rows() as session:
        return session.get_one(Registration, key).due_at


def falls(bot: Running, trial: str, who: Person, number: int = 1) -> bool:
    """As anybody can work it out who has the seed."""
    return coin.coin(SEED, coin.flip_key(trial, person(bot, who), number))


def root(who: Person) -> Message:
    return next(one for one in reversed(who.messages()) if one.thread_ts is None and "[Done]" in one.shown)


def tells(who: Person, way: str, time: str = "38 min (timer)") -> None:
    who.clicks(way)
    who.clicks(time)
    who.clicks("No")
    skips_the_rest(who)


def until_without(bot: Running, trial: str, who: Person) -> None:
    """Start tasks until the coin says without, and let the last of them run."""
    for number in range(1, 12):
        who.runs(START)
        if not falls(bot, trial, who, number):
            return
        who.clicks("Cancel")
        bot.clock.forward(minutes=2)
    raise AssertionError("a coin that never says without")


# Throwing it


def test_the_way_is_said_plainly_with_how_to_decline_and_the_key_of_the_flip(bot: Running, cast: Cast, trial: str) -> None:
    told = cast.ada.runs(START)
    assert "Started: Bug triage. What the coin says is in our direct messages" in told
    flip, shown = the_flip(bot), root(cast.ada).shown
    assert "Working on: Bug triage · expected 40 min without AI." in shown
    assert SAYS[flip.with_ai] in shown.replace("*", "")
    assert "press the button, or reply “decline”. Nobody else reads that you did." in shown
    assert f"Flip {flip.id[:12]}: when the trial is over, anybody can work it out again." in shown
    assert BUTTONS in shown
    assert (flip.number, flip.size, flip.expected_minutes, flip.forced) == (1, 3, 40, False)
    assert flip.id == coin.flip_key(trial, person(bot, cast.ada), 1)
    assert flip.with_ai == falls(bot, trial, cast.ada)


@pytest.mark.usefixtures("trial")
def test_words_that_lack_the_size_open_the_form_for_it(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    assert ada.runs("/candor start triage 40 min") == ""
    assert ada.form is not None
    assert ada.form.labels == [KIND, SIZE, EXPECTED, "Another time"]
    assert "Needed for Bug triage, where a coin decides." in json.dumps(ada.form.body)
    assert not ada.submits()
    assert ada.form.errors == {SIZE: "This one is needed."}
    assert flips(bot) == []
    ada.fills({SIZE: "Bigger"})
    assert ada.submits()
    assert SAYS[the_flip(bot).with_ai] in root(ada).shown.replace("*", "")
    assert (the_flip(bot).size, the_flip(bot).expected_minutes) == (4, 40)


@pytest.mark.usefixtures("trial")
def test_words_that_are_no_time_open_the_form_with_what_was_understood(bot: Running, cast: Cast) -> None:
    assert cast.ada.runs("/candor start triage not finished smaller") == ""
    cast.ada.fills({EXPECTED: "30 min"})
    assert cast.ada.submits()
    assert (the_flip(bot).size, the_flip(bot).expected_minutes) == (2, 30)


@pytest.mark.usefixtures("trial")
def test_another_kind_of_task_in_the_form_needs_no_size_and_meets_no_coin(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor start")
    cast.ada.fills({KIND: "Escalation", EXPECTED: "30 min"})
    assert cast.ada.submits()
    assert "[Done] [Cancel]" in root(cast.ada).shown
    cast.ada.runs("/candor start customer reply 20 min much bigger")
    assert flips(bot) == []


@pytest.mark.parametrize("place", ["home", "menu"])
@pytest.mark.usefixtures("trial")
def test_the_home_page_and_the_menu_of_a_message_ask_the_same(bot: Running, cast: Cast, place: str) -> None:
    ada = cast.ada
    if place == "home":
        ada.opens_home()
        ada.clicks("Start a task", on="home")
    else:
        room = bot.slack.channel("support", [ada, cast.ben], bot=False)
        ada.takes("Start a task", on=cast.ben.types("Please look at this", room))
    ada.fills({KIND: "Bug triage", SIZE: "Much smaller", EXPECTED: "15 min"})
    assert ada.submits()
    assert the_flip(bot).size == 1
    ada.opens_home()
    assert ada.home is not None
    assert SAYS[the_flip(bot).with_ai] in ada.home.shown.replace("*", "")
    assert the_flip(bot).id[:12] in ada.home.shown


@pytest.mark.usefixtures("trial")
def test_whoever_has_not_joined_is_asked_for_no_size_and_meets_no_coin(bot: Running, cast: Cast) -> None:
    assert "It is in our direct messages" in cast.ben.runs("/candor start triage 40 min")
    cast.ben.runs("/candor start")
    assert cast.ben.form is not None
    assert SIZE not in cast.ben.form.labels
    assert flips(bot) == []
    assert "coin" not in cast.ben.sees()


def test_of_fewer_than_five_nobodys_coin_is_thrown(bot: Running, cast: Cast) -> None:
    has_trial(bot, *joined(cast)[:4])
    cast.ada.runs(START)
    assert flips(bot) == []
    assert "coin" not in cast.ada.sees()


@pytest.mark.parametrize("state", [Stage.REGISTERED, Stage.OVER, Stage.STOPPED])
def test_a_trial_that_does_not_run_throws_no_coin(bot: Running, cast: Cast, trial: str, state: Stage) -> None:
    changed(bot, trial, state=state)
    assert "It is in our direct messages" in cast.ada.runs("/candor start triage 40 min")
    assert flips(bot) == []


@pytest.mark.usefixtures("trial")
def test_while_its_team_is_paused_no_coin_is_thrown(bot: Running, cast: Cast) -> None:
    cast.mo.runs("/candor team pause")
    assert "It is in our direct messages" in cast.ada.runs("/candor start triage 40 min")
    cast.mo.runs("/candor team resume")
    bot.clock.forward(minutes=2)
    assert "What the coin says is in our direct messages" in cast.ada.runs(START)
    assert len(flips(bot)) == 1


def test_no_coin_of_a_team_is_thrown_for_whoever_it_does_not_ask(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace("Support", "Night shift").replace('"U0ADA", ', '"U0ZOE", '))
    has_trial(bot, *joined(cast), cast.zoe)
    cast.zoe.runs(START)
    assert len([row for row in checkins_of(bot, cast.zoe) if row.slot]) == 1
    assert flips(bot) == []


@pytest.mark.usefixtures("trial")
def test_after_its_last_day_no_coin_is_thrown(bot: Running, cast: Cast) -> None:
    bot.clock.is_at("2026-10-01 00:30")  # in the team's zone; 30 September still, in UTC
    cast.ada.runs("/candor start triage 40 min")
    assert flips(bot) == []


def test_no_more_flips_than_were_planned_and_an_amendment_counts(bot: Running, cast: Cast) -> None:
    trial = has_trial(bot, *joined(cast), flips=1)
    cast.ada.runs(START)
    cast.cleo.runs("/candor start triage 40 min")
    assert len(flips(bot)) == 1
    with bot.bot.services.store.begin() as session:
        row = session.get_one(Registration, trial)
        more: dict[str, Any] = {"before": {"flips": 1}, "after": {"flips": 2}, "reason": "more", "fingerprint": ""}
        session.add(Amendment(workspace=row.workspace, registration_id=trial, number=1, amended_at=bot.clock(), **more))
    cast.dan.runs(START)
    assert len(flips(bot)) == 2


@pytest.mark.usefixtures("trial")
def test_a_start_sent_twice_flips_once(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.runs(START)
    bot.slack.redeliver(bot.slack.deliveries[-1])
    assert "What the coin says is in our direct messages" in ada.runs(START)
    ada.runs("/candor start triage 50 min")
    ada.fills({SIZE: "Smaller"})
    page = ada.form
    assert page is not None
    assert ada.submits()
    assert ada.submits(again=page)
    assert [flip.number for flip in flips(bot)] == [1, 2]


@pytest.mark.usefixtures("trial")
def test_two_tasks_at_once_are_marked_and_each_has_its_flip(bot: Running, cast: Cast) -> None:
    cast.ada.runs(START)
    bot.clock.forward(minutes=5)
    cast.ada.runs("/candor start triage 1 h smaller")
    assert [row.overlapping for row in checkins_of(bot, cast.ada) if row.slot] == [True, True]
    assert [(flip.number, flip.size) for flip in flips(bot)] == [(1, 3), (2, 2)]


def test_somebody_in_two_teams_starts_for_the_one_whose_trial_it_is(bot: Running, cast: Cast, trial: str) -> None:
    bot.apply(SUPPORT.replace("Support", "Admirals").replace('"Customer reply", ', '"Reading", '))
    cast.ada.runs(START)
    assert "(Support)" in root(cast.ada).shown
    assert the_flip(bot).registration_id == trial
    cast.ada.clicks("I do it the other way")
    cast.ada.fills({"Why?": "Another reason"})
    assert cast.ada.submits()
    assert "(Support)" in root(cast.ada).shown


# Seed, key and balance


def test_the_seed_recomputes_every_flip_and_three_apart_the_balance_decides(bot: Running, cast: Cast) -> None:
    trial = has_trial(bot, *joined(cast), flips=None)
    for _turn in range(14):
        for who in (cast.ada, cast.cleo):
            who.runs(START)
            who.clicks("Cancel")
        bot.clock.forward(minutes=2)
    made = flips(bot)
    assert len(made) == 28
    with bot.rows() as session:
        assert session.get_one(Registration, trial).terms["seed_hash"] == coin.seed_hash(SEED)
    for who in (cast.ada, cast.cleo):
        with_ai = without = 0
        for flip in sorted((one for one in made if one.person_id == person(bot, who)), key=lambda one: one.number):
            key = coin.flip_key(trial, flip.person_id, flip.number)
            expected = coin.flip(coin.coin(SEED, key), with_ai, without)
            assert (flip.id, flip.with_ai, flip.forced) == (key, expected.with_ai, expected.forced)
            with_ai, without = with_ai + flip.with_ai, without + (not flip.with_ai)


@pytest.mark.parametrize("with_ai", [True, False])
@pytest.mark.usefixtures("trial")
def test_three_apart_the_balance_decides_and_says_so(bot: Running, cast: Cast, with_ai: bool) -> None:
    for _turn in range(3):
        cast.ada.runs(START)
        cast.ada.clicks("Cancel")
        bot.clock.forward(minutes=2)
    with bot.bot.services.store.begin() as session:
        for flip in session.exec(select(Flip)):
            flip.with_ai = with_ai
    cast.ada.runs(START)
    last = flips(bot)[-1]
    assert (last.forced, last.with_ai) == (True, not with_ai)
    way, other = ("without AI", "with it") if with_ai else ("with AI", "without it")
    said = f"The balance says: {way}. Three more of your tasks in this trial were to be {other}."
    assert said in root(cast.ada).shown.replace("*", "")


def test_neither_size_nor_time_nor_the_hour_moves_the_coin(bot: Running, cast: Cast, trial: str) -> None:
    key = coin.flip_key(trial, person(bot, cast.ada), 1)
    bot.clock.is_at("2026-07-15 14:00")
    cast.ada.runs("/candor start triage 3 h much bigger")
    assert (the_flip(bot).id, the_flip(bot).with_ai) == (key, coin.coin(SEED, key))


# Telling about it


def test_the_answer_is_of_the_trial_with_what_was_locked(bot: Running, cast: Cast, trial: str) -> None:
    ada = cast.ada
    ada.runs(START)
    bot.clock.forward(minutes=38)
    before = due(bot, trial)
    ada.clicks("Done")
    assert "How did you do it?" in ada.last().shown
    ada.replies("escalation, much bigger, without AI, 38 min, no fixing")
    skips_the_rest(ada)
    answer = the_answer(bot, ada)
    assert (answer.trial_id, answer.assigned, answer.size, answer.expected_minutes) == (trial, "randomised", 3, 40)
    assert (answer.task_type, answer.minutes, answer.approach) == ("Bug triage", 38, "without_ai")
    assert answer.shown["size"]["text"] == SIZE
    assert "Saved: Bug triage · about usual · expected 40 min · without AI · 38 min · no fixing." in ada.sees()
    assert "A coin decided this one: it counts in its trial, and in no digest." in ada.sees()
    assert due(bot, trial) == bot.clock() > before


def test_the_form_gives_the_same_row_as_the_thread(bot: Running, cast: Cast, trial: str) -> None:
    ada, cleo = cast.ada, cast.cleo
    for who in (ada, cleo):
        who.runs(START)
    bot.clock.forward(minutes=38)
    for who in (ada, cleo):
        who.clicks("Done")
    tells(ada, "With AI")
    cleo.clicks("Open form")
    assert cleo.form is not None
    assert cleo.form.labels[:2] == ["How did you do it?", TIME]
    cleo.fills({"How did you do it?": "With AI", TIME: "38 min (timer)"})
    cleo.fills({"Did anything have to be fixed or redone afterwards?": "No"})
    assert cleo.submits()
    assert cleo.submits()
    own = {"id", "person_id", "checkin_id", "shown", "taps"}
    assert the_answer(bot, ada).model_dump(exclude=own) == the_answer(bot, cleo).model_dump(exclude=own)
    assert the_answer(bot, cleo).trial_id == trial


def test_the_reason_that_the_coin_said_so_is_offered_first_and_only_where_it_did(bot: Running, cast: Cast, trial: str) -> None:
    ada = cast.ada
    until_without(bot, trial, ada)
    bot.clock.forward(minutes=20)
    ada.clicks("Done")
    ada.replies("without AI, 20 min")
    ada.clicks("Open form")
    assert ada.form is not None
    assert ada.submits()
    asked = next(block for block in ada.form.blocks if block["block_id"] == "skip_reasons")
    assert asked["element"]["options"][0]["value"] == "trial"
    ada.fills({"Why without AI? Pick any.": ["The coin said without"]})
    assert ada.submits()
    assert the_answer(bot, ada).skip_reasons == ["trial"]
    ben = cast.ben
    ben.runs("/candor start triage 40 min")
    ben.clicks("Done")
    ben.replies("without AI, 20 min")
    ben.clicks("Open form")
    assert ben.form is not None
    assert ben.submits()
    asked = next(block for block in ben.form.blocks if block["block_id"] == "skip_reasons")
    assert "trial" not in [option["value"] for option in asked["element"]["options"]]
    bot.until("2026-07-07 15:00")
    cast.eli.replies("triage, without AI, 20 min, about usual, no fixing, at standard")
    assert "The coin said without" not in cast.eli.sees()


def test_a_restart_in_the_middle_loses_nothing(bot: Running, cast: Cast, trial: str) -> None:
    cast.ada.runs(START)
    bot.restart()
    cast.ada.clicks("I do it the other way")
    bot.restart()
    cast.ada.fills({"Why?": "Confidential or not allowed"})
    assert cast.ada.submits()
    bot.restart()
    bot.clock.forward(minutes=38)
    cast.ada.clicks("Done")
    bot.restart()
    tells(cast.ada, "Without AI")
    assert (the_answer(bot, cast.ada).trial_id, the_flip(bot).declined) == (trial, "confidential")


# Declining


@pytest.mark.usefixtures("trial")
def test_declining_takes_one_reason_changes_the_message_and_can_be_said_otherwise(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.runs(START)
    ada.clicks("I do it the other way")
    assert ada.form is not None
    assert "Nothing follows from it. Nobody else reads your reason." in ada.form.shown
    options = next(block for block in ada.form.blocks if block.get("block_id") == "reason")["element"]["options"]
    assert [one["text"]["text"] for one in options] == REASONS
    ada.fills({"Why?": "Confidential or not allowed"})
    assert ada.submits()
    assert the_flip(bot).declined == "confidential"
    assert the_flip(bot).declined_at == bot.clock()
    assert DECLINED in root(ada).shown
    assert "Working on: Bug triage · expected 40 min without AI." in root(ada).shown
    assert BUTTONS in root(ada).shown
    ada.clicks("I do it the other way")
    asked = next(block for block in ada.form.blocks if block.get("block_id") == "reason")["element"]
    assert asked["initial_option"]["text"]["text"] == "Confidential or not allowed", "what was said before is filled in"
    ada.fills({"Why?": "I would rather not say"})
    assert ada.submits()
    assert the_flip(bot).declined == "rather_not"
    ada.clicks("I do it the other way")
    ada.fills({"Why?": "I do it as the coin said after all"})
    assert ada.submits()
    assert (the_flip(bot).declined, the_flip(bot).declined_at) == (None, None)
    assert "You may do it the other way, for any reason" in root(ada).shown


@pytest.mark.usefixtures("trial")
def test_declining_on_the_home_page_shows_there(cast: Cast) -> None:
    ada = cast.ada
    ada.runs(START)
    ada.opens_home()
    ada.clicks("I do it the other way", on="home")
    ada.fills({"Why?": "Another reason"})
    assert ada.submits()
    assert ada.home is not None
    assert "You do it the other way (Another reason)." in ada.home.shown


@pytest.mark.usefixtures("trial")
def test_declining_by_a_word_in_the_thread(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.runs(START)
    ada.replies("Decline", to=root(ada))
    assert "Why the other way?" in ada.last().shown
    assert [one for one in REASONS if f"[{one}]" in ada.last().shown] == REASONS
    assert the_flip(bot).declined is None
    ada.clicks("The customer wants it the other way")
    assert the_flip(bot).declined == "customer"
    assert "You do it the other way (The customer wants it the other way)." in root(ada).shown
    ada.replies("decline: confidential", to=root(ada))
    assert the_flip(bot).declined == "confidential"
    ada.replies("decline as it is Tuesday", to=root(ada))
    assert "This task is still running." in ada.last().shown
    ada.replies("decline", to=root(ada))
    ada.clicks("I do it as the coin said after all")
    assert the_flip(bot).declined is None
    assert any("Noted: you do it as the coin said." in one.shown for one in ada.messages())


@pytest.mark.usefixtures("trial")
def test_a_reason_that_arrives_again_undoes_nothing_that_was_said_since(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.runs(START)
    ada.replies("decline", to=root(ada))
    ada.clicks("The customer wants it the other way")
    first = bot.slack.deliveries[-1]
    ada.replies("decline", to=root(ada))
    ada.clicks("I do it as the coin said after all")
    bot.slack.redeliver(first)
    assert the_flip(bot).declined is None
    ada.clicks("I do it the other way", on=root(ada))
    opened = bot.slack.deliveries[-1]
    ada.closes()
    bot.slack.redeliver(opened)
    assert ada.form is None


@pytest.mark.usefixtures("trial")
def test_declining_while_answering_and_after_the_clock_has_stopped(bot: Running, cast: Cast) -> None:
    ada, cleo = cast.ada, cast.cleo
    for who in (ada, cleo):
        who.runs(START)
    bot.until("2026-07-07 17:00")
    assert "Stopped at 17:00, the end of your day. Was it finished?" in ada.sees()
    assert SAYS[flips(bot)[0].with_ai] in root(ada).shown.replace("*", "")
    ada.clicks("I do it the other way", on=root(ada))
    ada.fills({"Why?": "Another reason"})
    assert ada.submits()
    assert "Stopped at 17:00" in root(ada).shown
    assert "You do it the other way (Another reason)." in root(ada).shown
    cleo.clicks("Done", on=root(cleo))
    cleo.replies("decline")
    cleo.clicks("No access, or it does not work")
    assert sorted(filter(None, (flip.declined for flip in flips(bot)))) == ["no_access", "other"]
    done = next(one for one in cleo.messages() if "Done: Bug triage." in one.shown)
    assert "You do it the other way (No access, or it does not work)." in done.shown
    cleo.replies("with AI, 30 min", to=done)
    skips_the_rest(cleo)
    assert the_answer(bot, cleo).approach == "with_ai"


def test_after_it_was_told_or_after_the_trial_nothing_is_declined(bot: Running, cast: Cast, trial: str) -> None:
    ada = cast.ada
    ada.runs(START)
    old = root(ada)
    bot.clock.forward(minutes=38)
    ada.clicks("Done")
    tells(ada, "With AI")
    ada.clicks("I do it the other way", on=old)
    assert "You have already answered this one." in ada.last().text
    cast.cleo.runs(START)
    changed(bot, trial, state=Stage.STOPPED, over_at=bot.clock())
    cast.cleo.clicks("I do it the other way")
    assert "This trial is over, so nothing changes in it any more." in cast.cleo.last().text
    assert [flip.declined for flip in flips(bot)] == [None, None]


def test_without_a_coin_there_is_nothing_to_decline(cast: Cast) -> None:
    cast.ada.runs("/candor start triage 40 min")
    cast.ada.replies("decline", to=root(cast.ada))
    assert "No coin was thrown for this task, so it is yours to decide anyway." in cast.ada.last().shown


@pytest.mark.parametrize("user", ["U0BEN", "U0MO", "U0ZOE"])
@pytest.mark.usefixtures("trial")
def test_nobody_else_declines_for_her(bot: Running, cast: Cast, user: str) -> None:
    cast.ada.runs(START)
    cast.ada.clicks("I do it the other way")
    seen = bot.slack.deliveries[-1].payload
    page = cast.ada.form
    assert page is not None
    cast.ada.fills({"Why?": "Another reason"})
    task = the_flip(bot).checkin_id
    for action in ("task_decline", "decline_as:other"):
        pressed = {**seen["actions"][0], "action_id": action, "block_id": f"task/{task}"}
        forged = {**seen, "user": {**seen["user"], "id": user}, "actions": [pressed]}
        assert bot.slack.forge("interactive", forged) == 200
        assert bot.slack.responses[-1].body["text"] == "This check-in belongs to somebody else."
    assert the_flip(bot).declined is None
    assert cast.ada.submits()
    sent = bot.slack.deliveries[-1].payload
    with bot.bot.services.store.begin() as session:
        session.exec(select(Flip)).one().declined = None
    fresh = {**sent["view"], "id": "V0FORGED", "hash": "forged"}
    bot.slack.forge("interactive", {**sent, "user": {**sent["user"], "id": user}, "view": fresh})
    assert the_flip(bot).declined is None


@pytest.mark.usefixtures("trial")
def test_a_reason_nobody_offered_is_refused(bot: Running, cast: Cast) -> None:
    cast.ada.runs(START)
    cast.ada.replies("decline", to=root(cast.ada))
    cast.ada.clicks("Another reason")
    seen = bot.slack.deliveries[-1].payload
    made_up = {**seen["actions"][0], "action_id": "decline_as:because", "action_ts": "1783418400.000999"}
    assert bot.slack.forge("interactive", {**seen, "actions": [made_up]}) == 200
    assert the_flip(bot).declined == "other"


# What stays


def test_cancelling_keeps_the_flip_and_says_so(bot: Running, cast: Cast, trial: str) -> None:
    ada = cast.ada
    ada.runs(START)
    before = due(bot, trial)
    bot.clock.forward(minutes=3)
    assert "Only the coin's flip will be kept, and what you locked." in json.dumps(root(ada).blocks)
    ada.clicks("Cancel")
    said = "Cancelled. Only the coin's flip is kept, with the size and the time you locked before it."
    assert said in ada.sees()
    assert due(bot, trial) == bot.clock() > before
    ada.runs(START)
    first, second = flips(bot)
    assert (first.number, second.number) == (1, 2)
    assert first.id != second.id
    (cancelled, _running) = [row for row in checkins_of(bot, ada) if row.slot]
    assert (cancelled.state, cancelled.task_type, cancelled.expected_minutes) == ("cancelled", None, None)


def test_a_task_that_closes_untold_keeps_its_flip(bot: Running, cast: Cast, trial: str) -> None:
    cast.ada.runs(START)
    cast.cleo.runs(START)
    bot.clock.forward(minutes=10)
    cast.cleo.clicks("Done")
    before = due(bot, trial)
    bot.until("2026-07-07 17:00")
    bot.until("2026-07-10 12:00")
    said = "This task has closed untold. That is fine: only the coin's flip is kept"
    assert said in cast.ada.sees()
    assert said in cast.cleo.sees()
    assert len(flips(bot)) == 2
    assert no_answer(bot, cast.ada)
    assert due(bot, trial) > before


def test_deleting_the_answer_leaves_the_flip_without_a_time(bot: Running, cast: Cast, trial: str) -> None:
    ada = cast.ada
    ada.runs(START)
    bot.clock.forward(minutes=38)
    ada.clicks("Done")
    tells(ada, "With AI")
    ada.opens_home()
    assert ada.home is not None
    assert "Bug triage · about usual · expected 40 min" in ada.home.shown
    bot.clock.forward(minutes=5)
    ada.clicks("Delete")
    assert "Deleted. Only the coin's flip is kept, with the size and the time you locked before it." in ada.sees()
    assert due(bot, trial) == bot.clock()
    with bot.rows() as session:
        ((flip, state, answer),) = registrations.told(session, trial)
    assert (flip.number, state, answer) == (1, "deleted", None)


def test_an_answer_of_a_trial_can_be_changed_and_stays_in_it(bot: Running, cast: Cast, trial: str) -> None:
    ada = cast.ada
    ada.runs(START)
    bot.clock.forward(minutes=38)
    ada.clicks("Done")
    tells(ada, "With AI")
    ada.clicks("Change")
    ada.fills({TIME: "30 min"})
    assert ada.submits()
    assert ada.submits()
    answer = the_answer(bot, ada)
    assert (answer.minutes, answer.trial_id, answer.assigned, answer.size) == (30, trial, "randomised", 3)


def test_leaving_the_team_ends_taking_part(bot: Running, cast: Cast, trial: str) -> None:
    cast.ada.runs(START)
    bot.apply(SUPPORT.replace('"U0ADA", ', ""))
    with bot.rows() as session:
        assert registrations.joined(session, trial) == 4
    assert len(flips(bot)) == 1
    cast.cleo.runs("/candor start triage 40 min")  # four are too few
    assert len(flips(bot)) == 1


def test_being_forgotten_takes_flips_and_taking_part_along(bot: Running, cast: Cast, trial: str) -> None:
    cast.ada.runs(START)
    bot.clock.forward(minutes=38)
    cast.ada.clicks("Done")
    tells(cast.ada, "With AI")
    bot.clock.forward(minutes=1)
    cast.ada.runs("/candor forget-me")
    cast.ada.clicks("Delete everything")
    assert flips(bot) == []
    with bot.rows() as session:
        assert len(session.exec(select(Participation)).all()) == 4
    assert due(bot, trial) == bot.clock()


def test_ones_own_data_name_the_trial(bot: Running, cast: Cast, trial: str) -> None:
    cast.ada.runs(START)
    bot.clock.forward(minutes=38)
    cast.ada.replies("decline: confidential", to=root(cast.ada))
    cast.ada.clicks("Done", on=root(cast.ada))
    tells(cast.ada, "With AI")
    cast.ada.runs("/candor mydata")
    content = bot.slack.space.files[cast.ada.last().files[0]["id"]].content
    told = json.loads(content or b"")
    assert [one["trial"] for one in told["trials you take part in"]] == ["Triage by coin"]
    (flip,) = told["flips of a coin"]
    assert (flip["trial"], flip["why you did not do as it said"]) == ("Triage by coin", "Confidential or not allowed")
    (answer,) = told["answers"]
    assert answer["in the trial"] == "Triage by coin"
    assert trial not in json.dumps(told)


@pytest.mark.usefixtures("trial")
def test_ones_own_record_says_of_how_many_tasks_a_coin_decided_and_no_more(bot: Running, cast: Cast) -> None:
    cast.ada.runs(START)
    bot.clock.forward(minutes=38)
    cast.ada.clicks("Done")
    tells(cast.ada, "Without AI")
    said = cast.ada.runs("/candor mine")
    assert "*In trials*: a coin decided how 1 task was done; it counts in its trial, and in nothing above." in said
    assert "Bug triage" not in said


# Who reads it


@pytest.mark.usefixtures("trial")
def test_nobody_else_is_told_anything_and_no_log_has_the_way(
    bot: Running, cast: Cast, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    cast.ada.runs(START)
    cast.ada.replies("decline: confidential", to=root(cast.ada))
    for who in (cast.mo, cast.ben, cast.root):
        assert "coin" not in who.sees()
    cast.mo.opens_home()
    assert cast.mo.home is not None
    assert "Flip" not in cast.mo.home.shown
    captured = capsys.readouterr()
    for secret in (SEED, the_flip(bot).id, "with_ai", "without_ai", "confidential"):
        assert secret not in captured.out + captured.err + caplog.text
    assert {one.user for one in letters(bot, kind="working")} <= {cast.ada.id, None}


@pytest.fixture(params=["de", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.usefixtures("trial")
def test_it_is_said_and_declined_in_their_own_language(cast: Cast, language: str) -> None:
    word, button, asked = {
        "de": ("ablehnen", "Ich mache es anders", "Warum anders?"),
        "fr": ("refuser", "Je fais autrement", "Pourquoi autrement ?"),
    }[language]
    cast.ada.runs(f"/candor hours language {language}")
    cast.ada.runs(START)
    shown = next(one for one in reversed(cast.ada.messages()) if button in one.shown)
    cast.ada.replies(word, to=shown)
    assert asked in cast.ada.last().shown


def test_two_answers_of_one_person_are_both_of_the_trial(bot: Running, cast: Cast, trial: str) -> None:
    for _turn in range(2):
        cast.ada.runs(START)
        bot.clock.forward(minutes=38)
        cast.ada.clicks("Done")
        tells(cast.ada, "With AI")
    with bot.rows() as session:
        assert [answer.trial_id for answer in answers_of(session, cast.ada)] == [trial, trial]
        assert session.get_one(Registration, trial).looks_taken == 0
