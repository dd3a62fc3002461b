"""The end of a trial: nothing before it, one result at it, the same text for everybody, and that result for good after it."""

import re
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import coin
from bot.domain.conversation import State
from bot.domain.registration import Looks, Stage, WhyOver
from bot.prove import ending
from sandbox import Person
from storage import people, registrations
from storage.tables import Amendment, Answer, CheckIn, Flip, Registration, Team
from storage.tables import Person as PersonRow
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import digests, has_history, letters, quarter_of_triage, readers
from tests.proving import SEED, has_flips, has_trial
from tests.trying import always_alike

LESS = "With AI, Bug triage took about 40 % less time than without"
CAUSE = "A coin decided, so AI is the likely cause."
COMMAND = "/candor report trial Triage by coin"


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """What computes takes a second or two to load, once in a process; Slack waits three."""
    import_module("bot.domain.trialtables")
    import_module("bot.domain.digest")


@pytest.fixture(autouse=True)
def alike(monkeypatch: pytest.MonkeyPatch) -> None:
    always_alike(monkeypatch)


def five(cast: Cast) -> list[Person]:
    return [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]


def trial(bot: Running, key: str) -> Registration:
    with bot.rows() as session:
        row: Registration = session.get_one(Registration, key)
        return row


def changed(bot: Running, key: str, **values: Any) -> None:
    with bot.bot.services.store.begin() as session:
        row = session.get_one(Registration, key)
        for name, value in values.items():
            setattr(row, name, value)
        row.due_at = bot.clock()


def told(person: Person) -> list[str]:
    """The result letters somebody has."""
    return [message.shown for message in person.messages() if "What came of it" in message.shown]


def an_ended_one(bot: Running, cast: Cast) -> str:
    key = has_trial(bot, *five(cast))
    has_flips(bot, key, *five(cast), effect=0.6)
    bot.turn()
    assert trial(bot, key).over_at
    return key


# What comes of it


def test_a_known_effect_is_found_and_everybody_reads_the_same_at_the_same_time(bot: Running, cast: Cast) -> None:
    key = an_ended_one(bot, cast)
    row = trial(bot, key)
    assert (row.state, row.why_over) == (Stage.OVER, WhyOver.PLANNED)
    texts = {text for person in readers(cast) for text in told(person)}
    assert len([text for person in readers(cast) for text in told(person)]) == 6
    (text,) = texts
    assert f"{LESS} (anything from " in text
    assert CAUSE in text
    assert "As it was done, whatever the coin said, it comes to the same." in text
    assert "*Declined*: few, whichever way the coin fell." in text
    assert "60 flips were made." in text
    assert "It was registered to be looked at once, at its end." in text
    for published in (row.fingerprint, SEED, coin.seed_hash(SEED)):
        assert published in text
    assert "other teams, other people, or later" in text
    assert [cast.zoe.messages(), cast.gus.messages()] == [[], []]
    with bot.rows() as session:
        assert registrations.joined(session, key) == 0


def test_no_effect_is_no_finding(bot: Running, cast: Cast) -> None:
    key = has_trial(bot, *five(cast))
    has_flips(bot, key, *five(cast), effect=1.0)
    bot.turn()
    (text,) = told(cast.ada)
    assert CAUSE not in text
    assert "took about the same time as without" in text or "Not settled: best guess" in text


def test_a_trial_that_was_declined_too_often_is_no_proof_and_says_so(bot: Running, cast: Cast) -> None:
    key = has_trial(bot, *five(cast))
    has_flips(bot, key, *five(cast), effect=0.6, declines=lambda flip: flip.with_ai and flip.number % 2 == 0)
    bot.turn()
    (text,) = told(cast.ada)
    assert "Not usable as proof. The coin was declined too often, or more often one way than the other." in text
    assert CAUSE not in text
    assert "*Declined*: about " in text


def test_a_trial_whose_tasks_were_declined_or_not_finished_or_done_beside_others_says_so(bot: Running, cast: Cast) -> None:
    key = has_trial(bot, *five(cast))
    has_flips(bot, key, *five(cast), effect=0.6)
    with bot.bot.services.store.begin() as session:
        for flip, _state, answer in registrations.told(session, key):
            assert answer
            flip.declined = "rather_not" if flip.number <= 6 else None  # and then done as the coin had it
            answer.overlapping = flip.number <= 6
            if flip.number > 6:
                answer.finished, answer.minutes = False, None
    bot.turn()
    (text,) = told(cast.ada)
    assert "The coin was declined too often, or more often one way than the other." in text
    assert "Too many tasks were done beside another one, or more of them one way than the other." in text
    assert "Too many tasks were not finished or not told, or more of them one way than the other." in text
    assert "Too many finished tasks have no time" not in text


def test_fewer_than_five_people_are_shown_nothing_but_that(bot: Running, cast: Cast) -> None:
    four = five(cast)[:4]
    key = has_trial(bot, *four, flips=60)
    has_flips(bot, key, *four, each=15, effect=0.6)
    bot.turn()
    (text,) = told(cast.ada)
    assert "Not enough evidence. Too few people did such tasks both ways." in text
    assert "%" not in text.split("How it ended")[0]
    assert not (trial(bot, key).tables or {})["flips"]
    assert "Flips (CSV)" not in text


# When it ends


def test_the_last_day_passes_and_it_ends_when_the_last_task_is_told_or_closes(bot: Running, cast: Cast) -> None:
    key = has_trial(bot, *five(cast), flips=100)
    changed(bot, key, terms=trial(bot, key).terms | {"ends_on": "2026-07-07"})
    has_flips(bot, key, *five(cast), effect=0.6, last=State.ANSWERING)
    with bot.bot.services.store.begin() as session:
        for task in session.exec(select(CheckIn).where(CheckIn.state == State.ANSWERING)):
            task.closes_at += timedelta(hours=18)
    bot.turn()
    assert trial(bot, key).over_at is None
    bot.until("2026-07-08 00:01")
    assert trial(bot, key).over_at is None
    said = cast.ada.runs(COMMAND)
    assert "no more flips; opens when the tasks that were begun have been told." in said
    bot.until("2026-07-08 13:00")
    assert trial(bot, key).why_over == WhyOver.LAST_DAY
    assert "It ended on 8 July 2026: its last day was over." in told(cast.ada)[0]


def test_a_task_that_stays_open_is_waited_for_fourteen_days_and_no_longer(bot: Running, cast: Cast) -> None:
    key = has_trial(bot, *five(cast))
    has_flips(bot, key, *five(cast), effect=0.6, last=State.ANSWERING)
    with bot.bot.services.store.begin() as session:
        for task in session.exec(select(CheckIn).where(CheckIn.state == State.ANSWERING)):
            task.closes_at += timedelta(days=30)
    for wait, over in ((timedelta(days=14) - timedelta(minutes=1), None), (timedelta(hours=2), WhyOver.PLANNED)):
        bot.clock.moment += wait
        bot.turn()
        assert trial(bot, key).why_over == over
    assert "*Not finished or not told*: about 10 %" in told(cast.ada)[0]


def test_it_begins_on_its_first_day_and_not_before(bot: Running, cast: Cast) -> None:
    key = has_trial(bot, *five(cast))
    changed(bot, key, state=Stage.REGISTERED, terms=trial(bot, key).terms | {"starts_on": "2026-07-09"})
    bot.turn()
    assert trial(bot, key).state == Stage.REGISTERED
    assert "begins on 9 July." in cast.ada.runs(COMMAND)
    bot.until("2026-07-09 00:01")
    assert trial(bot, key).state == Stage.RUNNING


def test_one_that_is_stopped_early_says_so_with_its_reason(bot: Running, cast: Cast) -> None:
    key = has_trial(bot, *five(cast), flips=200)
    has_flips(bot, key, *five(cast), effect=0.6)
    changed(bot, key, state=Stage.STOPPED, why_over=WhyOver.STOPPED, reason="The contract <!channel> ended.")
    bot.turn()
    row = trial(bot, key)
    assert (row.state, row.why_over) == (Stage.STOPPED, WhyOver.STOPPED)
    (text,) = told(cast.ada)
    assert "It was stopped early, on 7 July 2026. The reason that was given: The contract <!channel> ended." in text
    assert "<!channel>" not in str([message.blocks for message in cast.ada.messages()])
    assert LESS in text


def test_a_look_that_was_declared_ends_it_and_one_that_was_not_does_nothing(bot: Running, cast: Cast) -> None:
    ends = has_trial(bot, *five(cast), flips=80, looks=Looks.QUARTERS)
    goes_on = has_trial(bot, *five(cast), name="At its end", flips=80)
    for key in (ends, goes_on):
        has_flips(bot, key, *five(cast), each=12 if key == ends else 0, effect=0.4)
    bot.turn()
    assert (trial(bot, ends).why_over, trial(bot, goes_on).why_over) == (WhyOver.LOOK, None)
    assert "a look that was declared beforehand settled it" in told(cast.ada)[0]


def test_a_look_that_settles_nothing_is_counted_and_shows_nothing(bot: Running, cast: Cast) -> None:
    key = has_trial(bot, *five(cast), flips=80, looks=Looks.QUARTERS)
    has_flips(bot, key, *five(cast), each=6, effect=1.0)
    bot.turn()
    row = trial(bot, key)
    assert (row.looks_taken, row.over_at, row.result) == (1, None, None)
    assert told(cast.ada) == []
    bot.turn()
    assert trial(bot, key).looks_taken == 1


def test_one_without_a_planned_number_ends_when_there_is_evidence(bot: Running, cast: Cast) -> None:
    key = has_trial(bot, *five(cast), flips=None, looks=Looks.ALWAYS)
    has_flips(bot, key, *five(cast), each=40, effect=0.2)
    bot.turn()
    assert trial(bot, key).why_over == WhyOver.LOOK
    assert "to be weighed after each task, without a planned number of flips" in told(cast.ada)[0]


def test_an_amendment_holds_and_is_shown_beside_what_was_registered(bot: Running, cast: Cast) -> None:
    key = has_trial(bot, *five(cast), flips=50)
    row = trial(bot, key)
    with bot.bot.services.store.begin() as session:
        change: dict[str, Any] = {"before": {"flips": 50}, "after": {"flips": 60}, "reason": "More of <us> joined."}
        at: dict[str, Any] = {"workspace": row.workspace, "registration_id": key, "number": 1, "amended_at": bot.clock()}
        session.add(Amendment(**at, **change, fingerprint="ab" * 32))
    has_flips(bot, key, *five(cast), each=11, effect=0.6)
    bot.turn()
    assert trial(bot, key).over_at is None
    assert "55 of 60 flips, opens 1 October." in cast.ada.runs(COMMAND)
    changed(bot, key, state=Stage.STOPPED)
    bot.turn()
    (text,) = told(cast.ada)
    assert "*On 7 July 2026*: Planned flips: 50 → 60. Fingerprint since then: " in text
    assert "The reason that was given: More of <us> joined." in text
    assert "Planned: 50 flips, to tell 20 % less time with AI." in text


# Nothing before, nothing twice, nothing after


def test_nothing_is_told_before_the_end(bot: Running, cast: Cast) -> None:
    key = has_trial(bot, *five(cast), flips=100)
    has_flips(bot, key, *five(cast), effect=0.6)
    bot.turn()
    assert cast.mo.runs(COMMAND) == "Triage by coin: 60 of 100 flips, opens 1 October."
    assert cast.mo.runs(f"{COMMAND} --csv") == "Triage by coin: 60 of 100 flips, opens 1 October."
    said = cast.mo.runs("/candor report this quarter")
    assert "% less time" not in said
    assert [told(person) for person in readers(cast)] == [[]] * 6


def test_a_team_in_a_channel_reads_it_there_and_its_owners_for_themselves(bot: Running, cast: Cast) -> None:
    room = bot.slack.channel("support", [*five(cast), cast.ben])
    bot.apply(SUPPORT.replace('people = ["U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"]', 'channel = "C0SUPPORT"'))
    bot.turn()
    key = has_trial(bot, *five(cast))
    has_flips(bot, key, *five(cast), effect=0.6)
    bot.turn()
    (there,) = [message.shown for message in cast.ben.messages(room) if "What came of it" in message.shown]
    assert told(cast.mo) == [there]
    assert told(cast.ben) == []
    cast.ben.clicks("Flips (CSV)", on=next(one for one in cast.ben.messages(room) if one.shown == there))
    assert set(files(bot, cast.ben)) == {"flips.csv"}


def test_a_process_that_dies_in_the_middle_leaves_it_as_it_was(
    bot: Running, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = has_trial(bot, *five(cast))
    has_flips(bot, key, *five(cast), effect=0.6)
    with monkeypatch.context() as patch:
        patch.setattr(ending, "owe_team", _dies)
        with pytest.raises(KeyboardInterrupt):
            bot.turn()
    row = trial(bot, key)
    assert (row.over_at, row.result, letters(bot, kind="trial_result")) == (None, None, [])
    bot.restart()
    bot.turn()
    bot.turn()
    assert trial(bot, key).over_at
    assert len(letters(bot, kind="trial_result")) == 6


def _dies(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def turns_while_an_answer_goes(bot: Running, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Somebody deletes one during this step of a turn, before its trial is locked."""
    from bot.domain import trialresult

    computes = getattr(trialresult, step)

    def meanwhile(*given: Any) -> Any:
        with bot.bot.services.store.begin() as session:
            session.delete(session.exec(select(Answer)).first())
        return computes(*given)

    with monkeypatch.context() as patch:
        patch.setattr(trialresult, step, meanwhile)
        bot.turn()


def test_what_changes_while_it_is_computed_is_computed_again(bot: Running, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    key = has_trial(bot, *five(cast))
    has_flips(bot, key, *five(cast), effect=0.6)
    turns_while_an_answer_goes(bot, monkeypatch, "result")
    assert trial(bot, key).over_at is None
    bot.turn()
    row = trial(bot, key)
    assert row.result
    assert row.result["unfinished"] is not None


def test_what_is_told_during_a_look_is_looked_at_next(bot: Running, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    key = has_trial(bot, *five(cast), flips=80, looks=Looks.QUARTERS)
    has_flips(bot, key, *five(cast), each=6, effect=1.0)
    turns_while_an_answer_goes(bot, monkeypatch, "look")
    assert trial(bot, key).looks_taken == 0
    bot.turn()
    assert trial(bot, key).looks_taken == 1


def test_the_result_stays_as_printed_whoever_deletes_an_answer_or_is_forgotten(bot: Running, cast: Cast) -> None:
    key = an_ended_one(bot, cast)
    before, said = trial(bot, key), cast.mo.runs(COMMAND)
    with bot.bot.services.store.begin() as session:
        ada = people.find(session, before.workspace, cast.ada.id)
        assert ada
        for answer in session.exec(select(Answer).where(Answer.person_id == ada.id)):
            session.delete(answer)
    cast.dan.runs("/candor forget-me")
    cast.dan.clicks("Delete everything")
    with bot.rows() as session:
        assert len(list(session.exec(select(Flip)))) == 48
    for _ in range(2):
        bot.clock.forward(days=1)
        bot.turn()
    after = trial(bot, key)
    assert (after.result, after.tables, after.over_at) == (before.result, before.tables, before.over_at)
    assert cast.mo.runs(COMMAND) == said


# Reading it


def test_only_the_people_of_its_team_may_read_it(bot: Running, cast: Cast) -> None:
    an_ended_one(bot, cast)
    assert LESS in cast.ben.runs(COMMAND)
    assert "You are not in a team here" in cast.zoe.runs(COMMAND)
    assert LESS not in cast.root.runs(COMMAND)
    bot.apply('[[team]]\nname = "Quiet"\nowners = ["U0ZOE"]\npeople = ["U0ZOE"]\ntask_types = ["A", "B", "C", "D"]\n')
    assert cast.zoe.runs(COMMAND) == "No trial has been registered in your teams yet."


def test_an_unknown_name_brings_the_nearest_ones(bot: Running, cast: Cast) -> None:
    has_trial(bot, *five(cast))
    said = cast.ada.runs("/candor report trial Triage by con")
    assert said == "There is no trial called “Triage by con”. There is: Triage by coin."
    assert "60 flips" in cast.ada.runs("/candor report support trial triage by coin")
    assert "I do not know “Sales trial x”" in cast.ada.runs("/candor report Sales trial x")
    assert "• a trial: trial and its name" in cast.ada.runs("/candor report help")


def files(bot: Running, person: Person) -> dict[str, str]:
    there = [file for message in person.messages() for file in message.files]
    return {file["name"]: (bot.slack.space.files[file["id"]].content or b"").decode() for file in there}


def test_its_tables_come_as_files_and_the_seed_recomputes_every_flip(bot: Running, cast: Cast) -> None:
    key = an_ended_one(bot, cast)
    cast.ben.clicks("Flips (CSV)")
    assert cast.ben.form is not None
    assert "The flips come as CSV in our direct messages in a moment." in cast.ben.form.shown
    head, *rows = files(bot, cast.ben)["flips.csv"].splitlines()
    assert head == "flip,coin,forced,assigned"
    assert len(rows) == 60
    for row in rows:
        flip, fell, forced, assigned = row.split(",")
        assert fell == ("with_ai" if coin.coin(SEED, flip) else "without_ai")
        assert forced == "True" or fell == assigned
    assert rows == sorted(rows)
    said = cast.ada.runs(f"{COMMAND} --csv")
    assert "2 files come in our direct messages in a moment." in said
    assert set(files(bot, cast.ada)) == {"flips.csv", "trial.csv"}
    text = "".join(files(bot, cast.ada).values()) + str(trial(bot, key).result)
    with bot.rows() as session:
        for person in session.exec(select(PersonRow)):
            assert person.id not in text
            assert person.user not in text


def test_its_card_opens_over_the_list_of_trials_and_its_files_come_from_there(bot: Running, cast: Cast) -> None:
    an_ended_one(bot, cast)
    cast.ada.opens_home()
    cast.ada.clicks("Trials", on="home")
    cast.ada.clicks("What it says", on="form")
    assert cast.ada.form is not None
    assert f"{LESS} (anything from " in cast.ada.form.shown
    cast.ada.clicks("Analysis table (CSV)", on="form")
    assert "The analysis table comes as CSV in our direct messages in a moment." in cast.ada.form.shown
    assert set(files(bot, cast.ada)) == {"trial.csv"}
    cast.ada.closes()
    assert LESS in cast.ada.form.shown
    cast.ada.closes()
    assert "over, all planned flips were made." in cast.ada.form.shown, "the list is below it"


def test_somebody_who_has_left_the_team_gets_no_more_of_it(bot: Running, cast: Cast) -> None:
    an_ended_one(bot, cast)
    bot.apply(SUPPORT.replace('"U0BEN", ', ""))
    cast.ben.clicks("Flips (CSV)")
    assert files(bot, cast.ben) == {}
    assert "You are not in a team here" in cast.ben.runs(COMMAND)


def test_the_digest_says_how_far_it_is_and_once_what_came_of_it(bot: Running, cast: Cast) -> None:
    from bot import prove

    key = has_trial(bot, *five(cast), flips=100)
    has_flips(bot, key, *five(cast), effect=0.6)

    def lines(since: date, until: date, only: str | None = None) -> list[tuple[str, str]]:
        with bot.rows() as session:
            team = session.get_one(Team, trial(bot, key).team_id)
            return list(prove.found_out(session, [team], since, until, only).lines)

    quarter, past = (date(2026, 7, 1), date(2026, 10, 1)), (date(2026, 4, 1), date(2026, 7, 1))
    assert lines(*quarter) == [("Triage by coin", "60 of 100 flips, opens 1 October.")]
    assert lines(*past) == lines(*quarter, "Escalation") == []
    changed(bot, key, terms=trial(bot, key).terms | {"flips": 60})
    bot.turn()
    ((name, text),) = lines(*quarter, "Bug triage")
    assert name == "Triage by coin"
    assert text.startswith(LESS)
    assert text.endswith("All of it: /candor report trial Triage by coin")
    assert lines(*past) == lines(date(2026, 10, 1), date(2027, 1, 1)) == []


def test_a_weekly_digest_has_a_line_of_it(bot: Running, cast: Cast) -> None:
    key = has_trial(bot, *five(cast), flips=100)
    has_flips(bot, key, *five(cast), effect=0.6)
    has_history(bot, quarter_of_triage(five(cast)))
    bot.until("2026-07-13 09:00")
    (text,) = [message.shown for message in digests(cast.ada)]
    assert "*Goals and trials*\n• *Triage by coin*: 60 of 100 flips, opens 1 October." in text


def test_what_it_settled_is_in_the_one_sentence_of_a_report_and_in_its_figures(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage(five(cast)))
    assert "(coin-decided)" not in cast.mo.runs("/candor report")
    an_ended_one(bot, cast)
    said = cast.mo.runs("/candor report --csv")
    (summary,) = re.findall(r"\*In one sentence\*\n• (.*)", said)
    assert summary.startswith("Done with AI, Bug triage took less time (coin-decided)")
    assert said.count(CAUSE) == 1
    for _ in range(2):
        bot.turn()
    (text,) = files(bot, cast.mo).values()
    (row,) = [line for line in text.splitlines() if "coin-decided" in line]
    assert row.startswith("Bug triage,,coin-decided,expected,faster")


def test_before_five_have_joined_it_waits(bot: Running, cast: Cast) -> None:
    has_trial(bot, cast.ada, cast.cleo)
    assert cast.ben.runs(COMMAND) == "Triage by coin: waits until at least 5 people have joined."


def test_once_as_many_flips_as_were_planned_were_made_it_says_that_there_are_no_more(bot: Running, cast: Cast) -> None:
    key = has_trial(bot, *five(cast), flips=20)
    has_flips(bot, key, *five(cast), each=4, last=State.WORKING)
    said = "Triage by coin: no more flips; opens when the tasks that were begun have been told."
    assert cast.ada.runs(COMMAND) == said
