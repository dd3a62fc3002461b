"""Goals: registered before anybody looks, changed and called off where all see it, and judged once, by what printed."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot import transfer
from bot.domain.goals import Goal, Why
from bot.domain.registration import GoalTerms, Stage
from bot.prove.goals import lines
from sandbox import Person
from storage.tables import Amendment, Printed, Registration, Team
from tests.conftest import IN_ITS_CHANNEL, SUPPORT, Cast, Running
from tests.conversing import answers_in_one_go, digests, readers

OVER = "2026-08-03 09:00"  # the Monday after its last day
SATISFIED = "How satisfied was the customer?"
ASKING = f"""{SUPPORT}
[[team.question]]
text = "{SATISFIED}"
kind = "scale"
low = "not at all"
high = "very"
better = "more"
"""
WORDS = re.compile(r"Met|Missed|Improved|Worse|Not settled|less time|more time")


def registers(owner: Person, **changes: object) -> None:
    """A goal for bug triage until 2 August, as the form has it but for the changes."""
    begins(owner, **changes)
    assert owner.submits(), owner.form and owner.form.refused
    assert owner.submits()


def begins(owner: Person, **changes: object) -> None:
    owner.runs("/candor goal new")
    filled = {
        "Name of the goal": "Shorter triage",
        "Kind of task": "Bug triage",
        "What should get better": "Time, with fixing",
        "By how much": "20",
        "Least number of finished tasks": "40",
        "Last day": date(2026, 8, 2),
    }
    labels = dict(zip(("name", "kind", "outcome", "size", "least", "until"), filled, strict=True))
    owner.fills({**filled, **{labels.get(key, key): value for key, value in changes.items()}})


def worked(
    bot: Running, people: Iterable[Person], with_ai: float = 25, without: float = 50, days: str = "2026-07-15", **each: str
) -> None:
    """Six bug triages with AI and six without for each of them, all of one size; the times differ a little."""
    asked = each.pop("asked", "")
    header = "person,task_type,approach,minutes,fix_minutes,size,quality,finished_at,finished" + (
        f",own:{asked}" if asked else ""
    )
    rows = [header]
    for at, person in enumerate(people):
        for approach, minutes, spread in (("with_ai", with_ai, 5), ("without_ai", without, 2)):
            for n in range(6):
                every = (_at(each.get(f"{what}_{approach}", ""), at + n) for what in ("fix", "quality", "own", "done"))
                fix, quality, own, done = every
                took = minutes * (1 + 0.02 * ((at * spread + n * 3) % 7 - 3))
                told = f"{person.id},Bug triage,{approach},{took:.1f},{fix or 0},3,{quality or 'at'},{days},{done or 'true'}"
                rows.append(told + (f",{own}" if asked else ""))
    transfer.take(bot.bot.services, "Support", ["\n".join(rows).encode()], skip_bad=False, progress=lambda _: None)


def _at(pattern: str, n: int) -> str:
    told = pattern.split("/")
    return told[n % len(told)]


def goals_of(person: Person) -> str:
    """The window of goals, as they read it."""
    person.opens_home()
    person.clicks("Goals", on="home")
    assert person.form is not None
    return person.form.shown


def five(cast: Cast) -> list[Person]:
    return [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]


def the_goal(bot: Running) -> Registration:
    with bot.rows() as session:
        return session.exec(select(Registration)).one()  # type: ignore[no-any-return]


def is_over(bot: Running) -> tuple[str, str | None]:
    bot.until(OVER)
    row = the_goal(bot)
    assert row.state == Stage.OVER
    assert row.result is not None
    bot.clock.forward(minutes=1)
    bot.turn()  # what was owed to one place goes there one by one
    return row.result["verdict"], row.result["why"]


def test_an_owner_sees_the_terms_first_and_then_they_are_locked_and_the_team_is_told(bot: Running, cast: Cast) -> None:
    begins(cast.mo)
    assert cast.mo.submits()
    assert cast.mo.form is not None
    shown = cast.mo.form.shown
    assert "Bug triage: 20 % less time with AI than without; from 7 July 2026 to 2 August 2026" in shown
    with bot.rows() as session:
        assert session.exec(select(Registration)).all() == []
    assert cast.mo.submits()
    row = the_goal(bot)
    terms = GoalTerms.from_json(row.terms)
    assert terms.fingerprint == row.fingerprint
    assert row.fingerprint[:12] in shown
    for reader in readers(cast):
        assert "A goal was registered for Support, “Shorter triage”: Bug triage: 20 % less time" in reader.last().shown
        assert row.fingerprint[:12] in reader.last().shown
    assert "Shorter triage" not in cast.zoe.sees()


def test_what_is_changed_after_the_look_is_shown_again_before_it_counts(bot: Running, cast: Cast) -> None:
    begins(cast.mo)
    assert cast.mo.submits()
    cast.mo.fills({"By how much": "30"})
    assert cast.mo.submits()
    assert cast.mo.form is not None
    assert "30 % less time" in cast.mo.form.shown
    assert cast.mo.submits()
    assert the_goal(bot).terms["target"] == 0.7


def test_a_form_that_arrives_twice_finds_no_fault_with_what_it_has_just_registered(bot: Running, cast: Cast) -> None:
    begins(cast.mo)
    assert cast.mo.submits()
    assert cast.mo.submits()
    again = bot.slack.redeliver(bot.slack.deliveries[-1])
    assert again.ok
    assert "errors" not in str(again)
    assert the_goal(bot).name == "Shorter triage"


def test_a_goal_that_is_met_is_said_to_everybody_at_once_and_stays_in_the_digest(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    worked(bot, five(cast))
    assert is_over(bot) == (Goal.MET, None)
    said = {next(one.shown for one in reversed(reader.messages()) if "is over" in one.shown) for reader in readers(cast)}
    assert len(said) == 1
    (text,) = said
    assert "Met clearly. With AI about 50 % less time than the same people's similar tasks without" in text
    assert "People chose when to use AI: a lead, not proof." in text
    for reader in (cast.ada, cast.mo):
        assert "*Shorter triage*: Met clearly." in digests(reader)[-1].shown
    assert "Met clearly." in cast.ada.runs("/candor goal shorter triage")
    assert "Met clearly." in cast.ada.runs("/candor report type bug triage")
    assert "Shorter triage" not in cast.ada.runs("/candor report type escalation")
    with bot.rows() as session:
        printed = session.exec(select(Printed).where(Printed.window.startswith("goal-"))).all()
    assert [(one.scope, one.kind) for one in printed] == [("Bug triage", "times")], "nothing else of it is in the ledger"


@pytest.mark.parametrize(
    ("with_ai", "size", "verdict"),
    [
        (25, "20", Goal.MET),
        (35, "30", Goal.IMPROVED_OPEN),
        (43, "40", Goal.IMPROVED_LESS),
        (60, "20", Goal.WORSE),
        (50, "30", Goal.MISSED),
    ],
)
def test_a_goal_about_time_is_judged_by_the_printed_range(
    bot: Running, cast: Cast, with_ai: float, size: str, verdict: Goal
) -> None:
    registers(cast.mo, size=size)
    worked(bot, five(cast), with_ai)
    assert is_over(bot) == (verdict, None)


def test_with_fewer_tasks_than_it_needs_nothing_is_settled_and_nothing_printed(bot: Running, cast: Cast) -> None:
    registers(cast.mo, least="100")
    worked(bot, five(cast))
    assert is_over(bot) == (Goal.OPEN, Why.FEW_TASKS)
    assert "Not settled. There were fewer finished tasks than it needs." in cast.ada.runs("/candor goal")
    with bot.rows() as session:
        assert not session.exec(select(Printed).where(Printed.window.startswith("goal-"))).all()


def test_of_too_few_people_nothing_is_printed(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    worked(bot, five(cast)[:4])
    assert is_over(bot) == (Goal.OPEN, Why.NOT_SHOWN)


def test_where_few_answered_the_others_are_not_spoken_for(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    worked(bot, five(cast))
    bot.until("2026-07-07 15:00")
    bot.until("2026-07-09 15:00")
    assert is_over(bot) == (Goal.OPEN, Why.FEW_ANSWERS)


def test_a_kind_of_task_that_is_gone_leaves_it_open(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    worked(bot, five(cast))
    bot.apply(SUPPORT.replace('"Bug triage"', '"Bugs"'))
    assert is_over(bot) == (Goal.OPEN, Why.GONE)


def test_what_was_done_outside_of_its_days_is_not_in_it(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    worked(bot, five(cast), 25, days="2026-07-06")
    assert is_over(bot) == (Goal.OPEN, Why.NOT_SHOWN)


def test_what_was_done_on_its_last_day_is_in_it_and_as_many_tasks_as_it_needs_are_enough(bot: Running, cast: Cast) -> None:
    registers(cast.mo, least="60")
    worked(bot, five(cast), days="2026-08-02")
    assert is_over(bot) == (Goal.MET, None)


def test_what_nobody_answered_before_its_first_day_is_not_held_against_it(bot: Running, cast: Cast) -> None:
    registers(cast.mo, **{"First day": date(2026, 7, 13)})
    worked(bot, five(cast))
    bot.until("2026-07-07 15:00")
    bot.until("2026-07-09 15:00")
    assert is_over(bot) == (Goal.MET, None)


def test_of_a_team_that_has_become_too_small_nothing_is_printed(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    worked(bot, five(cast))
    bot.apply(SUPPORT.replace('"U0BEN", "U0CLEO", "U0DAN", ', ""))
    assert is_over(bot) == (Goal.OPEN, Why.NOT_SHOWN)


@pytest.mark.parametrize("outcome", [SATISFIED, "Cost per finished task"])
def test_a_question_or_a_rate_that_is_gone_leaves_it_open(bot: Running, cast: Cast, outcome: str) -> None:
    costs = 'cost = {rate_per_hour = 60, tools_per_month = 300, currency = "EUR"}\n'
    bot.apply(SUPPORT + costs if outcome != SATISFIED else ASKING)
    registers(cast.mo, **{"outcome": outcome, "size": "1", "What is better": "More" if outcome == SATISFIED else "Less"})
    worked(bot, five(cast))
    bot.apply(SUPPORT)
    assert is_over(bot) == (Goal.OPEN, Why.GONE)


def test_a_goal_about_fixing_is_met(bot: Running, cast: Cast) -> None:
    registers(cast.mo, outcome="Tasks that need fixing", size="30")
    worked(bot, five(cast), fix_with_ai="0/0/0/0/0/0/10", fix_without_ai="10/10/10/10/10/10/0")
    verdict, why = is_over(bot)
    assert (verdict, why) in ((Goal.MET, None), (Goal.IMPROVED_OPEN, None)), (verdict, why)
    assert "Fixing was needed with AI: 70 points less" in cast.ada.runs("/candor goal")


def test_a_goal_about_quality_is_judged(bot: Running, cast: Cast) -> None:
    registers(cast.mo, outcome="Results below the usual standard", size="10")
    worked(bot, five(cast), quality_with_ai="below/below/below/below/at", quality_without_ai="at/at/at/at/at/below")
    verdict, _why = is_over(bot)
    assert verdict == Goal.WORSE
    assert "Results below the usual standard with AI:" in cast.ada.runs("/candor goal")


def test_a_goal_about_cost_is_there_once_costs_are_known_and_judged_carefully(bot: Running, cast: Cast) -> None:
    cast.mo.runs("/candor goal new")
    assert cast.mo.form is not None
    assert "Cost per finished task" not in cast.mo.form.shown
    cast.mo.closes()
    bot.apply(f'{SUPPORT}cost = {{rate_per_hour = 60, tools_per_month = 300, currency = "EUR"}}\n')
    registers(cast.mo, outcome="Cost per finished task")
    worked(bot, five(cast))
    assert is_over(bot) == (Goal.MET, None)
    said = cast.ada.runs("/candor goal")
    assert "A finished task cost" in said
    assert "EUR with AI" in said


def test_a_goal_about_a_question_of_the_teams_own_wants_more(bot: Running, cast: Cast) -> None:
    bot.apply(ASKING)
    registers(cast.mo, **{"outcome": SATISFIED, "size": "1", "What is better": "More"})
    worked(bot, five(cast), asked=SATISFIED, own_with_ai="5/5/5/5/4", own_without_ai="2/3/2/3/3/3")
    assert is_over(bot) == (Goal.MET, None)
    said = cast.ada.runs("/candor goal")
    assert f"Bug triage · {SATISFIED}: 1.0 steps more with AI than without" in said
    assert "Met clearly. With AI: 2." in said


@pytest.mark.parametrize(
    "outcome", ["Time, with fixing", "Tasks that need fixing", "Results below the usual standard", SATISFIED]
)
def test_where_much_was_begun_with_ai_and_never_finished_nothing_is_settled(bot: Running, cast: Cast, outcome: str) -> None:
    bot.apply(ASKING)
    registers(cast.mo, **{"outcome": outcome, "size": "1", "What is better": "More" if outcome == SATISFIED else "Less"})
    worked(
        bot,
        five(cast),
        asked=SATISFIED,
        done_with_ai="true/true/true/true/false",
        fix_with_ai="0/0/0/0/0/0/10",
        fix_without_ai="10/10/10/10/10/10/0",
        quality_with_ai="at/at/at/at/below",
        quality_without_ai="below/below/below/below/at",
        own_with_ai="5/5/4/5/5/3/5",
        own_without_ai="2/3/2/3/3",
    )
    assert is_over(bot) == (Goal.OPEN, Why.UNFINISHED)


def test_a_question_that_few_tasks_without_ai_answer_settles_nothing(bot: Running, cast: Cast) -> None:
    bot.apply(ASKING)
    registers(cast.mo, **{"outcome": SATISFIED, "size": "1", "What is better": "More"})
    worked(bot, five(cast), asked=SATISFIED, own_with_ai="5/5/5/5/4", own_without_ai="2///3///2///")
    assert is_over(bot) == (Goal.OPEN, Why.FEW_COMPARED)


def test_a_goal_is_changed_with_a_reason_and_both_stand_there(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    before = the_goal(bot)
    cast.mo.runs("/candor goal change shorter triage")
    cast.mo.fills({"Last day": date(2026, 8, 16), "By how much": "10", "Reason, which everybody reads": "The tool came later."})
    assert cast.mo.submits()
    after = the_goal(bot)
    assert (after.terms, after.fingerprint) == (before.terms, before.fingerprint)
    assert after.ends_on == date(2026, 8, 16)
    with bot.rows() as session:
        change = session.exec(select(Amendment)).one()
    assert change.before == {"ends_on": "2026-08-02", "target": 0.8}
    assert change.after == {"ends_on": "2026-08-16", "target": 0.9}
    assert change.fingerprint != before.fingerprint
    said = "last day 2 August 2026 → 16 August 2026; target 20 % less time → 10 % less time. Reason: The tool came later."
    for reader in readers(cast):
        assert said in reader.last().shown
    assert said in cast.ada.runs("/candor goal")
    worked(bot, five(cast), 43)
    bot.until(OVER)
    assert the_goal(bot).state == Stage.REGISTERED
    bot.until("2026-08-17 09:00")
    assert the_goal(bot).state == Stage.OVER
    assert said in next(one.shown for one in reversed(cast.ada.messages()) if "is over" in one.shown)
    assert "[Change]" not in goals_of(cast.mo)


def test_a_change_needs_a_reason_and_a_difference(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    cast.mo.runs("/candor goal change Shorter triage")
    cast.mo.fills({"Reason, which everybody reads": "None."})
    assert not cast.mo.submits()
    assert cast.mo.form is not None
    assert "Nothing is different from what is registered." in str(cast.mo.form.errors)
    assert the_goal(bot).ends_on == date(2026, 8, 2)


def test_a_goal_is_called_off_with_a_reason_and_never_judged(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    cast.mo.opens_home()
    cast.mo.clicks("Goals", on="home")
    cast.mo.clicks("Call off", on="form")
    cast.mo.fills({"Reason, which everybody reads": "The rollout <!channel> was put off."})
    assert cast.mo.submits()
    for reader in readers(cast):
        assert "was called off, so it is not judged. Reason: The rollout" in reader.last().shown
        assert "<!channel>" not in str(reader.last().blocks)
    worked(bot, five(cast))
    bot.until(OVER)
    row = the_goal(bot)
    assert (row.state, row.result) == (Stage.STOPPED, None)
    assert "called off on 7 July 2026: The rollout" in digests(cast.ada)[-1].shown
    assert "This goal is over" in cast.mo.runs("/candor goal off Shorter triage")
    assert "[Change]" not in goals_of(cast.mo)


def test_a_goal_stands_in_what_is_told_of_its_days_and_of_no_others(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    bot.until("2026-07-15 12:00")
    cast.mo.runs("/candor goal off Shorter triage")
    cast.mo.fills({"Reason, which everybody reads": "Put off."})
    assert cast.mo.submits()
    days = {"2026-07-06": "2026-07-07", "2026-07-07": "2026-07-08", "2026-07-15": "2026-07-22", "2026-07-16": "2026-07-22"}
    with bot.rows() as session:
        team = session.exec(select(Team)).one()
        told = [len(lines(session, team, date.fromisoformat(one), date.fromisoformat(end))) for one, end in days.items()]
    assert told == [0, 1, 1, 0]


def test_nobody_reads_a_verdict_or_a_figure_of_it_before_it_is_over(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    worked(bot, five(cast))
    bot.until("2026-07-20 09:00")
    for reader in (cast.mo, cast.ada):
        (said,) = [line for line in digests(reader)[-1].shown.splitlines() if "Shorter triage" in line]
        assert "has the 40 tasks it needs; verdict after 2 August 2026." in said
        assert not WORDS.search(said)
        listed = reader.runs("/candor goal").split("Shorter triage")[1].splitlines()[0]
        assert not WORDS.search(listed)
    assert the_goal(bot).result is None


def test_how_far_it_is_is_said_in_tens_of_whole_weeks_and_only_of_enough_people(bot: Running, cast: Cast) -> None:
    registers(cast.mo, least="100")
    worked(bot, five(cast)[:4])
    bot.until("2026-07-20 09:00")
    assert "too few people have answered about it yet" in cast.mo.runs("/candor goal")
    worked(bot, [cast.eli, cast.mo][1:], days="2026-07-16")
    assert "about 60 of the 100 tasks it needs" in cast.mo.runs("/candor goal")
    before = cast.mo.runs("/candor goal")
    bot.until("2026-07-21 15:00")
    answers_in_one_go(cast.ada, "triage, with AI, 40 min, no fixing, about usual")
    assert cast.mo.runs("/candor goal") == before


@pytest.mark.usefixtures("bot")
def test_only_an_owner_is_shown_what_changes_a_goal(cast: Cast) -> None:
    registers(cast.mo)
    for reader, may in ((cast.mo, True), (cast.ada, False)):
        reader.opens_home()
        reader.clicks("Goals", on="home")
        assert reader.form is not None
        assert "Shorter triage" in reader.form.shown
        assert [label in reader.form.shown for label in ("[Change]", "[Call off]")] == [may, may]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("line", ["new", "new Support", "change Shorter triage", "off Shorter triage"])
def test_only_an_owner_registers_changes_or_calls_off(cast: Cast, line: str) -> None:
    registers(cast.mo)
    assert "Only an owner of that team can do this." in cast.ada.runs(f"/candor goal {line}")
    assert cast.ada.form is None
    assert "Shorter triage" not in cast.zoe.runs("/candor goal").replace("/candor goal", "")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("filled", "says"),
    [
        ({"name": "AI adoption"}, "how much AI is used"),
        ({"size": "0"}, "Write a number above 0, such as 20."),
        ({"size": "95"}, "At most 90 here."),
        ({"least": "45"}, "Write a number of tasks in tens, from 40 to 10,000."),
        ({"until": date(2026, 7, 9)}, "pick a last day from 19 July 2026 to 8 July 2027."),
        ({"until": date(2026, 7, 18)}, "Tasks count by whole weeks, Monday to Sunday"),
        ({"First day": date(2026, 7, 6)}, "A goal begins today at the earliest"),
        ({"What is better": "More"}, "Of this, less is better"),
    ],
)
def test_what_cannot_be_registered_is_said_at_its_field(cast: Cast, filled: dict[str, object], says: str) -> None:
    begins(cast.mo, **filled)
    assert not cast.mo.submits()
    assert cast.mo.form is not None
    assert says in str(cast.mo.form.errors)


@pytest.mark.usefixtures("bot")
def test_a_name_is_taken_once_in_a_team(cast: Cast) -> None:
    registers(cast.mo)
    begins(cast.mo, name="SHORTER triage")
    assert not cast.mo.submits()
    assert cast.mo.form is not None
    assert "Something is registered by this name in Support already." in str(cast.mo.form.errors)


def test_a_team_with_a_channel_reads_it_there(bot: Running, cast: Cast) -> None:
    room = bot.slack.channel("support", [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo])
    bot.apply(IN_ITS_CHANNEL)
    bot.turn()
    registers(cast.mo)
    assert [one.shown for one in cast.ada.messages(room) if "A goal was registered for Support" in one.shown]
    assert "A goal was registered" not in "".join(one.shown for one in cast.ada.messages())
    assert "A goal was registered" in cast.mo.last().shown


def test_a_team_that_moves_west_is_judged_after_its_last_day_there(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    worked(bot, five(cast))
    bot.apply(SUPPORT.replace('zone = "Europe/Berlin"', 'zone = "Pacific/Honolulu"'))
    bot.until(OVER)
    assert the_goal(bot).over_at is None
    bot.until("2026-08-03 09:00", "Pacific/Honolulu")
    assert the_goal(bot).state == Stage.OVER


def test_a_turn_more_judges_nothing_again(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    worked(bot, five(cast))
    is_over(bot)
    before = the_goal(bot).result, len(cast.ada.messages())
    bot.turn()
    assert (the_goal(bot).result, len(cast.ada.messages())) == before


@pytest.mark.parametrize("until", [date(2026, 8, 2), date(2026, 7, 29)])
def test_weekly_digests_and_a_goal_are_printed_beside_each_other(bot: Running, cast: Cast, until: date) -> None:
    registers(cast.mo, until=until)
    for day in ("2026-07-08", "2026-07-15", "2026-07-22", "2026-07-29"):
        bot.clock.is_at(f"{day} 18:00")
        worked(bot, five(cast), 25 + int(day[-2:]) / 10, days=day)
        bot.until(str(date.fromisoformat(day) + timedelta(days=5)) + " 09:00")
        bot.clock.forward(minutes=1)
        bot.turn()
    assert is_over(bot) == (Goal.MET, None)
    assert "done with AI it took about" in digests(cast.ada)[-1].shown
    assert "As printed on" not in digests(cast.ada)[-1].shown.split("*Bug triage*")[1].split("\n")[0]


@pytest.mark.usefixtures("bot")
def test_words_that_people_try_lead_on(cast: Cast) -> None:
    for words in ("", " list", " help", " status"):
        assert "After `/candor goal` you can type: NAME; an owner also new" in cast.mo.runs(f"/candor goal{words}")
    said = cast.mo.runs("/candor goal nwe")
    assert "There is no goal called “nwe” in your teams. /candor goal lists what there is and can be typed." in said
    assert "Write which goal it is, by its name." in cast.mo.runs("/candor goal change")
