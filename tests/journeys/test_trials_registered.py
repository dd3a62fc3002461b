"""A trial from its form to its last change: what it takes is shown first, then it is locked, joined in private, and changed
only where everybody reads it."""

import re
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot import manage, prove, transfer
from bot.domain import coin
from bot.domain.refusal import Refusal
from bot.domain.registration import Looks, Stage, TrialTerms, WhyOver, short
from bot.domain.teamform import Faulty
from bot.domain.teamstate import Step
from bot.prove.terms import terms_of
from bot.services import Actor
from sandbox import Person
from storage import registrations
from storage.tables import Amendment, Participation, Registration, Team
from storage.tables import Person as PersonRow
from tests.conftest import IN_ITS_CHANNEL, SUPPORT, Cast, Running
from tests.conversing import letters, readers
from tests.proving import has_ended, has_trial
from tests.slack.test_views import read_as_markup

OTHER = """
[[team]]
name = "Research"
owners = ["U0MO"]
people = ["U0ZOE"]
task_types = ["Interview", "Literature search", "Prototype", "Write-up"]
zone = "Europe/Berlin"
rhythm = {kind = "fixed", days = ["mon"], time = "15:00"}
"""
KIND, SMALLEST, WHEN = "Kind of task", "Smallest difference worth finding", "When the result is looked at"
FIRST, LAST, NAME, PLANNED, WHY = "First day", "Last day", "Name", "Planned flips of the coin", "Why"
STRANGER = "There is no such trial in your teams."


def actor(person: Person) -> Actor:
    return Actor(person.member.team, person.id)


def trial(bot: Running) -> Registration:
    with bot.rows() as session:
        row: Registration = session.exec(select(Registration)).one()
    return row


def window(person: Person) -> str:
    assert person.form is not None
    return person.form.shown


def home(person: Person) -> str:
    person.opens_home()
    assert person.home is not None
    return person.home.shown


def opens_list(person: Person) -> str:
    person.opens_home()
    person.clicks("Trials", on="home")
    return window(person)


def opens_form(person: Person) -> None:
    opens_list(person)
    person.clicks("Register a trial", on="form")


def registers(person: Person, **changes: str) -> None:
    opens_form(person)
    person.fills({KIND: "Bug triage", FIRST: "2026-07-08", LAST: "2026-09-30", **changes})
    assert person.submits()
    assert person.submits()


def who_joined(bot: Running) -> set[str]:
    with bot.rows() as session:
        query = select(PersonRow.user).join(Participation, Participation.person_id == PersonRow.id)  # type: ignore[arg-type]
        return set(session.exec(query))


# Registering


def test_before_anything_is_locked_its_owner_reads_what_it_takes(bot: Running, cast: Cast) -> None:
    opens_form(cast.mo)
    assert "Nothing is locked yet" in window(cast.mo)
    cast.mo.fills({KIND: "Bug triage", LAST: "2026-09-30"})
    assert cast.mo.submits()
    shown = window(cast.mo)
    assert "Telling 20 % less time from no difference takes about 750 flips: with 6 people and 2 such tasks a week" in shown
    assert "The spread of times is a common one (σ 0.75)" in shown
    assert "That is longer than 13 weeks" in shown
    assert "Ask more people to join." in shown
    assert "Smallest difference worth finding: 20 % less or more time" in shown
    assert "While it runs, everybody reads only how many flips there were and when it opens." in shown
    assert "From Wednesday 8 July 2026 to Wednesday 30 September 2026" in shown
    with bot.rows() as session:
        assert session.exec(select(Registration)).all() == []


def test_a_larger_difference_takes_fewer_tasks_and_nothing_that_was_filled_in_is_lost(bot: Running, cast: Cast) -> None:
    opens_form(cast.mo)
    cast.mo.fills(
        {KIND: "Bug triage", LAST: "2026-09-30", NAME: "Coin & triage", WHEN: "At each quarter of the planned number"}
    )
    assert cast.mo.submits()
    cast.mo.clicks("Change", on="form")
    cast.mo.fills({SMALLEST: "50 % less or more time"})
    assert cast.mo.submits()
    shown = window(cast.mo)
    assert "Telling 50 % less time from no difference takes about 80 flips" in shown
    assert "At each quarter of the planned number" in shown
    assert "That is longer than" not in shown
    assert cast.mo.submits()
    row = trial(bot)
    assert (row.name, row.terms["flips"], row.terms["ratio"], row.terms["looks"]) == (
        "Coin & triage",
        80,
        0.5,
        Looks.QUARTERS,
    )
    assert "Coin &amp; triage is registered" in str(cast.mo.form and cast.mo.form.body)


def test_a_name_that_is_typed_stands_in_the_form(bot: Running, cast: Cast) -> None:
    cast.mo.runs("/candor trial new  Coin & triage")
    cast.mo.fills({KIND: "Bug triage", FIRST: "2026-07-08", LAST: "2026-09-30"})
    assert cast.mo.submits()
    assert cast.mo.submits()
    assert trial(bot).name == "Coin & triage"


def test_what_is_locked_can_be_worked_out_again_by_anybody(bot: Running, cast: Cast) -> None:
    registers(cast.mo, **{NAME: "Triage by coin"})
    row = trial(bot)
    terms = TrialTerms.from_json(row.terms)
    assert terms.fingerprint == row.fingerprint
    assert row.seed is not None
    assert coin.seed_hash(row.seed) == terms.seed_hash
    assert (row.state, row.starts_on, row.ends_on) == (Stage.REGISTERED, date(2026, 7, 8), date(2026, 9, 30))
    assert row.due_at.isoformat() == "2026-07-07T22:00:00+00:00", "when that day begins in Berlin"
    assert row.fingerprint in window(cast.mo)
    assert terms.seed_hash in window(cast.mo)
    bot.turn()
    for person in readers(cast):
        assert row.fingerprint in person.sees()
        assert row.seed not in person.sees()


def test_one_that_begins_today_runs_at_once_and_is_called_by_its_kind_and_month(bot: Running, cast: Cast) -> None:
    registers(cast.mo, **{FIRST: "2026-07-07"})
    assert (trial(bot).state, trial(bot).name) == (Stage.RUNNING, "Bug triage, July")


def test_after_each_task_there_is_no_planned_number(bot: Running, cast: Cast) -> None:
    registers(cast.mo, **{WHEN: "After each task"})
    assert trial(bot).terms["flips"] is None
    assert "Planned" not in opens_list(cast.ada)


def test_the_teams_own_spread_is_taken_where_enough_people_have_told_of_such_tasks(bot: Running, cast: Cast) -> None:
    people = [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli]
    header = "person,task_type,approach,minutes,expected_minutes,finished_at\n"
    rows = [
        f"{person.id},Bug triage,{way},{minutes},50,2026-07-01"
        for person in people
        for way in ("with_ai", "without_ai")
        for minutes in (40, 44, 50, 56)
    ]
    has_history_of(bot, header + "\n".join(rows))
    opens_form(cast.mo)
    cast.mo.fills({KIND: "Bug triage", LAST: "2026-09-30"})
    assert cast.mo.submits()
    assert "The spread of times is that of your team's own tasks (σ 0.15)." in window(cast.mo)
    assert "with 6 people and 8 such tasks a week from each" in window(cast.mo)
    cast.mo.closes()
    opens_form(cast.mo)
    cast.mo.fills({KIND: "Customer reply", LAST: "2026-09-30"})
    assert cast.mo.submits()
    assert "The spread of times is a common one" in window(cast.mo)


def history(people: list[Person], times: dict[str, int], day: str, expected: dict[str, int] | None = None) -> str:
    """Of each so many tasks both ways, by ids; `expected`: of how many of those each way there is an expected time."""
    lines = ["person,task_type,approach,minutes,expected_minutes,finished_at"]
    for person in people:
        for way in ("with_ai", "without_ai"):
            for n in range(times.get(person.id, times["others"])):
                told = n < (expected or {}).get(person.id, (expected or {}).get("others", 99))
                minutes, guess = (33, 47, 50, 61)[n % 4] + n, "50" if told else ""
                lines.append(f"{person.id},Bug triage,{way},{minutes},{guess},{day}")
    return "\n".join(lines)


def reads_what_it_takes(bot: Running, cast: Cast, *told: Any) -> str:
    has_history_of(bot, history([cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli], *told))
    opens_form(cast.mo)
    cast.mo.fills({KIND: "Bug triage", LAST: "2026-09-30"})
    assert cast.mo.submits()
    return window(cast.mo)


def test_tasks_of_the_quarter_before_count_and_their_spread_is_rounded(bot: Running, cast: Cast) -> None:
    shown = reads_what_it_takes(bot, cast, {"others": 4}, "2026-04-02")
    assert re.search(r"that of your team's own tasks \(σ 0\.\d[05]?\)", shown), shown
    assert "with 6 people and 0.6 such tasks a week from each" in shown


COMMON = "The spread of times is a common one (σ 0.75)"


@pytest.mark.parametrize(
    ("told", "more"),
    [
        (({"others": 4}, "2026-07-06"), ""),
        (({"others": 4}, "2026-03-31"), ""),
        (({"U0ADA": 9, "others": 2}, "2026-07-01"), ""),
        (({"others": 4}, "2026-07-01"), "k = 6\n"),
    ],
    ids=["in a week that is not over", "too long ago", "most by one person", "by fewer than the team's own least number"],
)
def test_tasks_that_were_told_otherwise_say_nothing_of_a_trial(
    bot: Running, cast: Cast, told: tuple[Any, ...], more: str
) -> None:
    bot.apply(SUPPORT + more)
    shown = reads_what_it_takes(bot, cast, *told)
    assert COMMON in shown
    assert "with 6 people and 2 such tasks a week from each" in shown


def test_a_spread_that_is_mostly_one_persons_is_not_taken_though_the_pace_is_the_teams(bot: Running, cast: Cast) -> None:
    shown = reads_what_it_takes(bot, cast, {"others": 6}, "2026-07-01", {"U0ADA": 6, "others": 1})
    assert COMMON in shown
    assert "with 6 people and 12 such tasks a week from each" in shown


def has_history_of(bot: Running, text: str) -> None:
    transfer.take(bot.bot.services, "Support", [text.encode()], skip_bad=False, progress=lambda _: None)


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({FIRST: "2026-07-06"}, "This day is over already."),
        ({FIRST: "2026-07-20", LAST: "2026-07-10"}, "The last day is before the first one."),
        ({LAST: "2028-07-10"}, "A trial begins within a year and takes at most a year."),
    ],
)
@pytest.mark.usefixtures("bot")
def test_a_day_that_cannot_be_is_said_at_its_field_and_the_form_stays(cast: Cast, filled: dict[str, str], said: str) -> None:
    opens_form(cast.mo)
    cast.mo.fills({KIND: "Bug triage", **filled})
    assert not cast.mo.submits()
    assert said in window(cast.mo)
    cast.mo.fills({FIRST: "2026-07-08", LAST: "2026-07-31"})
    assert cast.mo.submits()


def test_of_one_kind_of_task_one_trial_is_open_at_a_time_and_names_are_not_used_twice(bot: Running, cast: Cast) -> None:
    registers(cast.mo, **{NAME: "Triage by coin"})
    cast.mo.closes()
    opens_form(cast.mo)
    cast.mo.fills({KIND: "Bug triage"})
    assert not cast.mo.submits()
    assert "There is an open trial of this kind of task already." in window(cast.mo)
    cast.mo.fills({KIND: "Customer reply", NAME: "triage BY coin"})
    assert not cast.mo.submits()
    assert "There is one of that name already." in window(cast.mo)
    assert len(letters(bot, kind="trial")) == 6


def test_two_owners_who_press_register_at_once_make_one_trial(bot: Running, cast: Cast) -> None:
    manage.add_owner(bot.bot.services, actor(cast.mo), trial_team(bot), cast.zoe.id)
    for person in (cast.mo, cast.zoe):
        opens_form(person)
        person.fills({KIND: "Bug triage"})
        assert person.submits()
    assert cast.mo.submits()
    assert not cast.zoe.submits()
    assert "There is an open trial of this kind of task already." in window(cast.zoe)
    assert trial(bot).name == "Bug triage, July"


def trial_team(bot: Running) -> str:
    with bot.rows() as session:
        return str(session.exec(select(Team.id).where(Team.name == "Support")).one())


def test_whoever_owns_several_teams_picks_the_team_with_the_kind_of_task(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT + OTHER)
    opens_form(cast.mo)
    cast.mo.fills({KIND: "Research: Prototype"})
    assert cast.mo.submits()
    assert cast.mo.submits()
    bot.turn()
    assert "A trial is registered in the team Research" in cast.zoe.sees()
    assert "A trial is registered" not in cast.ada.sees()


def test_a_team_that_is_paused_registers_none(bot: Running, cast: Cast) -> None:
    opens_form(cast.mo)
    cast.mo.fills({KIND: "Bug triage"})
    manage.step(bot.bot.services, actor(cast.mo), trial_team(bot), Step.PAUSE)
    assert not cast.mo.submits()
    assert "This team is not running, so no trial can begin." in window(cast.mo)
    cast.mo.closes()
    assert "[Register a trial]" not in opens_list(cast.mo)
    assert "A trial belongs to a team that is running, and you own none." in cast.mo.runs("/candor trial new")


# The team is told


def test_everybody_of_the_team_is_told_the_same_once_in_their_language(bot: Running, cast: Cast) -> None:
    bot.slack.changes(cast.cleo, locale="de-DE")
    bot.apply(SUPPORT)
    registers(cast.mo)
    bot.turn()
    bot.turn()
    for person in readers(cast):
        assert person.sees().count("Bug triage, July") == 1
    for words in (
        "A trial is registered in the team Support: Bug triage, July.",
        "For Bug triage, a coin decides task by task whether AI is used",
        "Whether you take part is your own choice.",
        "You may always decline.",
        "It begins on Wednesday 8 July 2026, and not before 5 people have joined.",
        "Hash of the coin's seed",
        "[Join] [Leave]",
    ):
        assert words in cast.ada.sees().replace("*", "")
    assert "Im Team Support ist ein Versuch registriert" in cast.cleo.sees()
    assert cast.zoe.sees() == ""


def test_in_a_channel_it_stands_once_and_its_owner_reads_it_too(bot: Running, cast: Cast) -> None:
    room = bot.slack.channel("support", readers(cast))
    bot.apply(IN_ITS_CHANNEL)
    registers(cast.mo)
    bot.turn()
    assert [one.shown.count("A trial is registered") for one in cast.ada.messages(room)] == [1]
    assert "A trial is registered" in cast.mo.sees()
    assert cast.ada.sees() == ""
    cast.ada.clicks("Join", on=cast.ada.last(room))
    assert who_joined(bot) == {cast.ada.id}
    assert "You have joined" not in "".join(one.shown for one in cast.ben.messages(room))


@pytest.mark.parametrize("where", ["of their own", "in their channel"])
def test_whoever_was_told_of_it_is_told_what_came_of_it(bot: Running, cast: Cast, where: str) -> None:
    if where == "in their channel":
        bot.slack.channel("support", readers(cast))
        bot.apply(IN_ITS_CHANNEL)
        bot.turn()
    registers(cast.mo, **{NAME: "Triage by coin"})
    bot.turn()
    prove.stop(bot.bot.services, actor(cast.mo), trial(bot).id, "It takes too long.")
    for _ in range(2):
        bot.clock.forward(minutes=1)
        bot.turn()
    asked, told = letters(bot, kind="trial"), letters(bot, kind="trial_result")
    assert len(told) == len(asked) == (6 if where == "of their own" else 2)
    assert {(one.key.split("/")[-1], one.state) for one in told} == {(one.key.split("/")[-1], one.state) for one in asked}
    assert {one.state for one in told} == {"sent"}


def test_once_a_trial_is_over_the_next_of_its_kind_is_registered(bot: Running, cast: Cast) -> None:
    has_ended(bot)
    registers(cast.mo)
    with bot.rows() as session:
        assert {row.state for row in session.exec(select(Registration))} == {Stage.OVER, Stage.REGISTERED}


def test_what_an_owner_calls_it_is_shown_as_text(bot: Running, cast: Cast) -> None:
    registers(cast.mo, **{NAME: "<!channel> *now* & <@U0ADA>"})
    bot.turn()
    assert "<!channel>" not in cast.ada.last().text
    assert "&lt;!channel&gt; now &amp; &lt;@U0ADA&gt;" in cast.ada.last().text
    assert not any("<!channel>" in text for text in read_as_markup(cast.ada.last().blocks))
    opens_list(cast.ada)
    assert cast.ada.form
    assert not any("<!channel>" in text for text in read_as_markup(cast.ada.form.blocks))


# Joining and leaving


def test_whoever_comes_to_the_team_later_reads_in_the_list_what_was_registered(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    bot.apply(SUPPORT.replace('"U0ELI"', '"U0ELI", "U0ZOE"'))
    row, shown = trial(bot), opens_list(cast.zoe)
    assert "Smallest difference worth finding: 20 % less or more time" in shown
    assert "From Wednesday 8 July 2026 to Wednesday 30 September 2026" in shown
    assert row.fingerprint in shown
    assert row.terms["seed_hash"] in shown


def test_each_joins_and_leaves_by_button_and_reads_that_alone(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    bot.turn()
    cast.ada.clicks("Join")
    assert "You have joined Bug triage, July; this is shown to you alone." in cast.ada.sees()
    assert who_joined(bot) == {cast.ada.id}
    cast.ada.clicks("Join")
    assert "You have joined Bug triage, July already;" in cast.ada.sees()
    assert "You take part; this is shown to you alone." in opens_list(cast.ada)
    assert "You take part" not in opens_list(cast.mo)
    assert "begins on 8 July." in window(cast.mo)
    assert "Fewer than 5 people have joined: it waits until that many have." in window(cast.mo)
    cast.ada.clicks("Leave", on="form")
    assert "You have left Bug triage, July." in window(cast.ada)
    assert "[Join" in window(cast.ada)
    assert who_joined(bot) == set()


def test_a_press_that_arrives_again_undoes_nothing_that_was_wished_for_since(bot: Running, cast: Cast) -> None:
    has_trial(bot)
    opens_list(cast.ada)
    cast.ada.clicks("Join", on="form")
    joined = bot.slack.deliveries[-1]
    cast.ada.clicks("Leave", on="form")
    left = bot.slack.deliveries[-1]
    bot.slack.redeliver(joined)
    assert who_joined(bot) == set()
    cast.ada.clicks("Join", on="form")
    bot.slack.redeliver(left)
    assert who_joined(bot) == {cast.ada.id}


def test_by_command_with_its_name_or_without_where_there_is_but_one(bot: Running, cast: Cast) -> None:
    has_trial(bot)
    assert "You have joined Triage by coin" in cast.ada.runs("/candor trial join")
    assert "You have joined Triage by coin" in cast.ben.runs("/candor trial join  triage BY coin")
    assert who_joined(bot) == {cast.ada.id, cast.ben.id}
    assert "You have left Triage by coin." in cast.ada.runs("/candor trial leave Triage by coin")
    assert "You do not take part in Triage by coin." in cast.ada.runs("/candor trial leave")
    assert "Write which trial it is, by its name: Triage by coin." in cast.ada.runs("/candor trial join something")


def test_that_enough_have_joined_is_all_that_others_learn(bot: Running, cast: Cast) -> None:
    has_trial(bot, cast.ada, cast.ben, cast.cleo, cast.dan)
    said = cast.mo.runs("/candor trial")
    assert said.count("waits until") == 1, "it is not said twice"
    assert "waits until at least 5 people have joined." in said
    assert "waits until at least 5 people have joined." in cast.mo.runs("/candor report trial Triage by coin")
    cast.mo.runs("/candor trial join")
    said = cast.eli.runs("/candor trial status")
    assert "Fewer than" not in said
    assert "0 of 60 flips, opens 1 October." in said
    assert not re.search(r"U0(ADA|BEN|CLEO|DAN|MO)|Ada|\bfive\b|5 people|6 people", said)


def test_who_is_not_asked_by_the_team_cannot_join(bot: Running, cast: Cast) -> None:
    key = has_trial(bot)
    bot.apply(SUPPORT + OTHER.replace("U0MO", "U0ROOT"))
    for person in (cast.zoe, cast.root):
        with pytest.raises(Refusal) as no:
            prove.join(bot.bot.services, actor(person), key)
        assert no.value.sentence == STRANGER
        assert "Your teams have no trials." in person.runs("/candor trial status")
    assert "You are not in a team here" in cast.gus.runs("/candor trial join Triage by coin")
    manage.add_owner(bot.bot.services, actor(cast.mo), trial_team(bot), cast.zoe.id)
    assert "Only people who are asked by this team can take part" in cast.zoe.runs("/candor trial join Triage by coin")
    assert "[Change]" in opens_list(cast.zoe)
    assert "[Join" not in window(cast.zoe)
    assert who_joined(bot) == set()


def test_whoever_leaves_the_team_leaves_its_trial(bot: Running, cast: Cast) -> None:
    has_trial(bot, cast.ada, cast.ben)
    cast.mo.runs(f"/candor team people remove <@{cast.ada.id}|ada>")
    assert who_joined(bot) == {cast.ben.id}
    cast.mo.runs(f"/candor team people add <@{cast.ada.id}|ada>")
    assert who_joined(bot) == {cast.ben.id}


def test_whoever_leaves_the_channel_leaves_the_trial(bot: Running, cast: Cast) -> None:
    room = bot.slack.channel("support", readers(cast))
    bot.apply(IN_ITS_CHANNEL)
    has_trial(bot, cast.ada, cast.ben)
    bot.slack.leaves(cast.ada, room)
    bot.turn()
    assert who_joined(bot) == {cast.ben.id}


def test_after_its_last_day_nobody_joins(bot: Running, cast: Cast) -> None:
    has_trial(bot)
    bot.clock.is_at("2026-10-01 09:00")
    assert "This trial is over already." in cast.ada.runs("/candor trial join")


# Changing and stopping


def test_its_end_and_its_planned_number_are_changed_with_a_reason_everybody_reads(bot: Running, cast: Cast) -> None:
    key = has_trial(bot)
    before = trial(bot)
    opens_list(cast.mo)
    cast.mo.clicks("Change", on="form")
    cast.mo.fills({LAST: "2026-10-15", PLANNED: "80", WHY: "Two of us were away & ill."})
    assert cast.mo.submits()
    assert "Triage by coin is changed, and everybody reads what and why." in window(cast.mo)
    row = trial(bot)
    assert (row.terms, row.fingerprint, row.ends_on) == (before.terms, before.fingerprint, date(2026, 10, 15))
    with bot.rows() as session:
        (change,) = registrations.amendments(session, key)
        terms = terms_of(session, session.get_one(Registration, key))
    assert (change.before, change.after) == ({"ends_on": "2026-09-30", "flips": 60}, {"ends_on": "2026-10-15", "flips": 80})
    assert change.fingerprint == terms.fingerprint
    assert (terms.flips, terms.ends_on) == (80, date(2026, 10, 15))
    said = opens_list(cast.ada)
    assert "waits until at least 5 people have joined." in said
    assert "Changed after it was registered: last day Thursday 15 October 2026, 80 flips planned." in said
    assert "Reason: Two of us were away &amp; ill." in str(cast.ada.form and cast.ada.form.body)
    assert "[Change" not in said


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({PLANNED: "50"}, "The planned number can only be made larger: it is 60 now."),
        ({LAST: "2026-07-01"}, "The last day can be Tuesday 7 July 2026 at the earliest."),
        ({WHY: "No reason at all"}, "Nothing is changed yet."),
        ({LAST: "2026-10-15", WHY: "  "}, "This one is needed."),
    ],
)
def test_what_cannot_be_changed_is_said_at_its_field(bot: Running, cast: Cast, filled: dict[str, str], said: str) -> None:
    has_trial(bot)
    cast.mo.runs("/candor trial change Triage by coin")
    cast.mo.fills({WHY: "Because", **filled})
    assert not cast.mo.submits()
    assert said in window(cast.mo)
    with bot.rows() as session:
        assert session.exec(select(Amendment)).all() == []


def test_a_change_that_arrives_again_is_taken_once_and_the_next_one_begins_from_it(bot: Running, cast: Cast) -> None:
    key = has_trial(bot)
    first = {"last": "2026-10-15", "flips": "80", "reason": "Two of us were away."}
    second, third = {**first, "last": "2026-10-31"}, {"last": "2026-11-30", "flips": "90", "reason": "Three of us were."}
    said = [
        prove.amend(bot.bot.services, actor(cast.mo), key, filled) for filled in (first, first, second, second, third, third)
    ]
    assert ["arrived before" in one for one in said] == [False, True, False, True, False, True]
    with bot.rows() as session:
        changes = registrations.amendments(session, key)
        terms = terms_of(session, session.get_one(Registration, key))
    assert [(one.number, one.before, one.after) for one in changes] == [
        (1, {"ends_on": "2026-09-30", "flips": 60}, {"ends_on": "2026-10-15", "flips": 80}),
        (2, {"ends_on": "2026-10-15"}, {"ends_on": "2026-10-31"}),
        (3, {"ends_on": "2026-10-31", "flips": 80}, {"ends_on": "2026-11-30", "flips": 90}),
    ]
    assert changes[-1].fingerprint == terms.fingerprint
    assert all(short(one.fingerprint) in told for one, told in zip(changes, said[::2], strict=True))
    with pytest.raises(Faulty):
        prove.amend(bot.bot.services, actor(cast.mo), key, {**third, "reason": "Another reason."})
    now = prove.changeable(bot.bot.services, actor(cast.mo), key)
    assert (now.name, now.ends_on, now.flips) == ("Triage by coin", date(2026, 11, 30), 90)


def test_a_trial_whose_last_day_is_brought_forward_is_over_the_day_after(bot: Running, cast: Cast) -> None:
    key = has_trial(bot)
    bot.turn()
    prove.amend(bot.bot.services, actor(cast.mo), key, {"last": "2026-07-08", "flips": "60", "reason": "We move."})
    bot.until("2026-07-08 23:59")
    assert trial(bot).state == Stage.RUNNING
    bot.until("2026-07-09 00:00")
    assert (trial(bot).state, trial(bot).why_over) == (Stage.OVER, WhyOver.LAST_DAY)


def test_one_that_is_changed_before_it_begins_begins_on_its_day(bot: Running, cast: Cast) -> None:
    registers(cast.mo)
    prove.amend(bot.bot.services, actor(cast.mo), trial(bot).id, {"last": "2026-10-15", "reason": "We need longer."})
    bot.turn()
    assert trial(bot).state == Stage.REGISTERED
    bot.until("2026-07-08 00:00")
    assert trial(bot).state == Stage.RUNNING


@pytest.mark.parametrize("name", ["ada", "zoe"])
def test_what_is_sent_past_the_forms_by_somebody_else_changes_and_stops_nothing(bot: Running, cast: Cast, name: str) -> None:
    key, who, services = has_trial(bot), actor(getattr(cast, name)), bot.bot.services
    for attempt in (
        lambda: prove.changeable(services, who, key),
        lambda: prove.amend(services, who, key, {"last": "2026-10-15", "flips": "80", "reason": "Because"}),
        lambda: prove.stop(services, who, key, "Because"),
    ):
        with pytest.raises(Refusal):
            attempt()
    row = trial(bot)
    assert (row.state, row.reason, row.ends_on) == (Stage.RUNNING, None, date(2026, 9, 30))


def test_nothing_is_stopped_without_a_reason_and_of_a_long_one_its_beginning_is_kept(bot: Running, cast: Cast) -> None:
    key = has_trial(bot)
    cast.mo.runs("/candor trial stop Triage by coin")
    cast.mo.fills({WHY: "  "})
    assert not cast.mo.submits()
    assert "This one is needed." in window(cast.mo)
    assert trial(bot).state == Stage.RUNNING
    prove.stop(bot.bot.services, actor(cast.mo), key, "x" * 501)
    assert trial(bot).reason == "x" * 500


def test_it_is_stopped_early_for_a_reason_everybody_reads(bot: Running, cast: Cast) -> None:
    has_trial(bot, cast.ada)
    cast.mo.runs("/candor trial stop Triage by coin")
    cast.mo.fills({WHY: "The tool is gone."})
    bot.clock.forward(hours=1)
    assert cast.mo.submits()
    assert "Triage by coin is stopped." in window(cast.mo)
    row = trial(bot)
    assert (row.state, row.why_over, row.reason) == (Stage.STOPPED, WhyOver.STOPPED, "The tool is gone.")
    assert row.due_at == bot.clock()
    cast.mo.closes()
    said = opens_list(cast.ben)
    assert "no more flips; opens when the tasks that were begun have been told." in said
    assert "You take part" not in opens_list(cast.ada)
    bot.turn()
    cast.ben.closes()
    assert "stopped early." in opens_list(cast.ben)
    said = window(cast.ben)
    assert "Reason: The tool is gone." in said
    assert "[Join" not in said
    assert "This trial is over already." in cast.mo.runs("/candor trial stop")
    assert "This trial is over already." in cast.ben.runs("/candor trial join")


@pytest.mark.parametrize("word", ["new", "stop Triage by coin", "change Triage by coin"])
def test_only_owners_register_change_and_stop(bot: Running, cast: Cast, word: str) -> None:
    has_trial(bot)
    assert "Only an owner of that team can do this." in cast.ada.runs(f"/candor trial {word}")
    assert cast.ada.form is None
    assert "Register a trial" not in opens_list(cast.ada)


def test_whoever_owns_another_team_is_offered_to_join_and_not_to_change(bot: Running, cast: Cast) -> None:
    has_trial(bot)
    bot.apply(SUPPORT + OTHER.replace("U0MO", "U0ADA"))
    said = opens_list(cast.ada)
    assert "[Register a trial]" in said
    assert "[Join" in said
    assert "[Change]" not in said


def test_a_trial_of_a_team_that_is_archived_is_stopped_and_says_so(bot: Running, cast: Cast) -> None:
    has_trial(bot)
    cast.mo.runs("/candor team pause")
    assert "The team is paused, so the trial waits." in cast.mo.runs("/candor trial")
    cast.mo.runs("/candor team archive")
    row = trial(bot)
    assert (row.state, row.why_over, row.reason) == (Stage.STOPPED, WhyOver.STOPPED, "The team was archived.")


def test_an_unknown_word_lists_the_nearest_ones(bot: Running, cast: Cast) -> None:
    assert "Did you mean join" in cast.ada.runs("/candor trial jion")
    assert "Your teams have no trials." in cast.ada.runs("/candor trial")
    assert "[Trials]" in home(cast.ada)
    assert "[Trials]" not in home(cast.zoe)
    assert bot.rows() is not None


# What people try


def test_words_that_people_try_lead_on(bot: Running, cast: Cast) -> None:
    for word in ("status", "list", "help"):
        assert "After `/candor trial` you can type: status, join NAME" in cast.ada.runs(f"/candor trial {word}")
    assert "Try one of status, new, join, leave, change, stop." in cast.ada.runs("/candor trial whatever")
    assert "No trial has been registered in your teams yet." in cast.ada.runs("/candor report trial")
    has_trial(bot)
    assert "Write which trial after the word trial. There is: Triage by coin." in cast.ada.runs("/candor report trial --csv")


def test_start_means_a_new_trial_to_an_owner_and_a_task_to_anybody_else(bot: Running, cast: Cast) -> None:
    has_trial(bot)
    said = cast.ada.runs("/candor trial start")
    assert "/candor start begins a task. New trials are registered by owners of a team." in said
    assert cast.ada.form is None
    cast.mo.runs("/candor trial start Spring")
    assert "Nothing is locked yet" in window(cast.mo)


def test_the_list_of_thirty_fits_and_says_how_the_older_are_read(bot: Running, cast: Cast) -> None:
    for n in range(30):
        has_trial(bot, name=f"Trial number {n}")
    assert "10 older trials are shown by `/candor report trial NAME`." in opens_list(cast.mo)
    cast.mo.closes()
    assert "20 older trials are shown by `/candor report trial NAME`." in cast.mo.runs("/candor trial")


@pytest.mark.usefixtures("bot")
def test_a_trial_whose_days_are_too_few_says_so_before_it_is_locked(cast: Cast) -> None:
    opens_form(cast.mo)
    cast.mo.fills({KIND: "Bug triage", LAST: "2026-09-30"})
    assert cast.mo.submits()
    assert "From its first day to its last is less than that, so it may well end unsettled." in window(cast.mo)
    assert "Or let it run that long." not in window(cast.mo), "it would take more than a year"
