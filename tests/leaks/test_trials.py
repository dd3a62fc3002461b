"""Nobody learns anything of a trial before its end, nor of anybody at its end; and goals and previews are no way around.

Each story is told in two worlds (`worlds.py`) that differ in what was told alone. An owner who takes part himself reads the
same in both, whatever he opens, as long as the trial runs.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot import roles, transfer
from bot.domain.registration import Looks
from bot.domain.roles import Right
from storage.tables import Answer, Person, Registration
from tests.conversing import has_history
from tests.leaks.trialtold import NAME, TRACES, five, reads_all, registers_goal, runs, stops, tells
from tests.leaks.worlds import EXTREME, USUAL, World, Worlds, same
from tests.proving import has_flips, has_trial
from tests.slack.rights_made import made
from tests.slack.test_rights import everything, may

MONDAY = "2026-07-13 09:00"


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    import_module("bot.domain.trialtables")
    import_module("bot.domain.digest")


@pytest.fixture
def worlds(manifest: dict[str, Any], one_engine: Path, empty_sqlite: Path) -> Worlds:
    return Worlds(manifest, one_engine, empty_sqlite)


def results(w: World) -> list[dict[str, Any] | None]:
    with w.bot.rows() as session:
        return [row.result for row in session.exec(select(Registration).order_by(Registration.name))]


# While it runs


@pytest.mark.parametrize(("looks", "each", "flips"), [(Looks.END, 3, 140), (Looks.QUARTERS, 8, 140), (Looks.ALWAYS, 4, None)])
def test_while_it_runs_whatever_an_owner_opens_is_the_same_whatever_was_told(
    worlds: Worlds, capsys: pytest.CaptureFixture[str], looks: Looks, each: int, flips: int | None
) -> None:
    def story(w: World) -> None:
        w.team_says(7)
        runs(w, looks, each=each, flips=flips)
        reads_all(w)
        if looks is Looks.END:
            w.until(MONDAY)
            w.asks()

    read = worlds.alike(story)
    assert any(f"{5 * each}" in text and NAME in text for text in read), "how many flips there are is read"
    found = [text for text in read if TRACES.search(text)]
    assert found == []
    logged = capsys.readouterr()
    assert not TRACES.search(logged.out + logged.err)


def test_at_its_end_the_worlds_differ(worlds: Worlds) -> None:
    def story(w: World) -> None:
        runs(w, each=12)
        stops(w)

    assert worlds.differ(story)


@pytest.fixture(scope="module")
def office(manifest: dict[str, Any], empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("trials") / "candor.db"
    path.write_bytes(empty_sqlite.read_bytes())
    with made(manifest, f"sqlite:///{path}") as world:
        people = [world.people[name] for name in ("ben", "cleo", "dan", "eli")]
        has_flips(world.bot, world.keys["trial"], *people, each=4)
        with world.bot.bot.services.store.begin() as session:
            tells(session, world.keys["trial"])
        world.bot.turn()
        world.keeps()
        yield world


def test_no_door_an_owner_can_come_to_shows_a_trace_of_it(office: Any, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, tried = [], 0
    others = _keys_of_others(office)
    for door, example in everything():
        if door.right is Right.SHELL or not may(door, example, "mo"):
            continue
        office.touched = True
        office.again()
        if example.state:
            continue  # as the team stands then, no trial runs
        example.before(office)
        before = len(office.slack.calls)
        shown = office.tries(example.gesture, office.people["mo"]).shown
        his = _shown_to_him(office, before)
        office.bot.turn()
        tried += 1
        wrong += [f"{door.kind} {door.name}: {found[0]}" for found in [TRACES.search(shown)] if found]
        wrong += [f"{door.kind} {door.name}: the key of {name}" for key, name in others.items() if key in his]
    said = "\n".join(f"{one.shown}\n{one.text}" for one in office.people["mo"].messages() if "What came of it" not in one.shown)
    logged = capsys.readouterr()
    assert tried > 40
    assert wrong == []
    assert not TRACES.search(said)
    assert not TRACES.search(logged.out + logged.err)


def _shown_to_him(world: Any, before: int) -> str:
    """What Slack was asked to show Mo, with the keys that stand in it unseen."""
    mo = world.people["mo"].id
    calls = [one for one in world.slack.calls[before:] if one.args.get("user_id", mo) == mo]
    return "\n".join(str(one.args) for one in calls if str(one.args.get("channel", mo)).endswith(mo[2:]))


def _keys_of_others(world: Any) -> dict[str, str]:
    """With the seed and somebody's key their flips could be told from all the others once it is over."""
    with world.bot.rows() as session:
        return {one.id: one.user for one in session.exec(select(Person)) if one.user in ("U0ADA", "U0CLEO", "U0DAN", "U0ELI")}


def test_every_door_is_known_so_none_is_left_out() -> None:
    assert len(list(everything())) >= len([door for door in roles.every_door() if door.right is not Right.SHELL])


# What is printed at its end


def test_trials_one_after_the_other_with_one_person_more_or_less_print_nothing_that_is_hers(worlds: Worlds) -> None:
    """Each trial has tasks of its own; one of five people and one of the four of them who go on are not to be subtracted."""

    def story(w: World) -> None:
        first = has_trial(w.bot, *five(w), name="One", flips=20)
        has_flips(w.bot, first, *five(w), each=4)
        w.passes(days=1)
        rest = five(w)[1:]
        second = has_trial(w.bot, *rest, name="Two", flips=20)
        has_flips(w.bot, second, *rest, each=4)
        with w.bot.bot.services.store.begin() as session:
            if w.hers is EXTREME:
                tells(session, second)
            session.get_one(Registration, second).due_at = w.clock()
        w.passes(minutes=1)
        w.mo("report trial Two --csv")
        w.mo("report trial One --csv")
        assert [one["people"] if one else None for one in results(w)][1] is None

    worlds.alike(story)


def test_a_result_is_in_no_digest_so_nothing_can_be_taken_from_one_to_find_it_in_the_other(worlds: Worlds) -> None:
    def story(w: World) -> None:
        w.team_says(7)
        w.asks("Support", files="--csv")
        runs(w, each=12)
        before = len(w.read)
        w.passes(hours=1)
        w.asks("Support", "Support year", files="--csv")
        w.read[:before] = []

    worlds.alike(story)


# Goals


def worked(w: World, people: int, day: str) -> None:
    header = "person,task_type,approach,minutes,size,fix_minutes,quality,finished_at"
    rows = [
        f"worker{n},Bug triage,{way},{minutes + 2 * n + turn},3,0,at,{day}"
        for n in range(people)
        for way, minutes in (("with_ai", 25), ("without_ai", 48))
        for turn in range(4)
    ]
    told = "\n".join([header, *rows, f"U0ADA,Bug triage,without_ai,50,3,0,at,{day}"])
    transfer.take(w.bot.bot.services, "Support", [told.encode()], skip_bad=False, progress=lambda _: None)


def test_twenty_goals_of_which_each_has_a_day_more_tell_nothing_of_the_day_that_is_hers(worlds: Worlds) -> None:
    """On 7 July only she answers. The first goal is over before, and has not her day; the others have it, and are shifted."""

    def story(w: World) -> None:
        first, last = date(2026, 7, 7), date(2026, 8, 2)
        registers_goal(w, "Without her day", first + timedelta(days=1), last)
        for shift in range(10):
            registers_goal(w, f"With it {shift}", first, last + timedelta(days=1 + shift))
            registers_goal(w, f"After it {shift}", first + timedelta(days=2 + shift), last + timedelta(days=1 + shift))
        w.ada_says()
        w.until("2026-07-22 10:00")
        worked(w, 7, "2026-07-22")
        w.mo("goal")
        for day in range(3, 15):
            w.until(f"2026-08-{day:02} 09:00")
            w.passes(minutes=2)
        w.mo("goal")

    one, other = (sorted(worlds._told(story, hers)) for hers in (EXTREME, USUAL))  # two that are over at once come in any order
    same(one, other)
    assert any("“Without her day” of Support is over" in text and "anything from" in text for text in one)
    assert any("“With it 0” of Support is over. Not settled." in text for text in one)


KINDS = ({**USUAL, "kind": "Bug triage"}, {**USUAL, "kind": "Escalation"})


def test_how_far_goals_of_shifted_days_are_does_not_say_what_kind_of_task_she_told_of(worlds: Worlds) -> None:
    """39 tasks and hers are 40, in the goals that hold her day."""

    def story(w: World) -> None:
        for shift in range(4):
            registers_goal(w, f"From {shift}", date(2026, 7, 7) + timedelta(days=shift), date(2026, 8, 2))
        w.says(w.cast.ada, w.hers, w.hers["kind"])
        w.until("2026-07-15 10:00")
        has_history(w.bot, [f"w{n % 6},Bug triage,with_ai,{30 + n},0,at,2026-07-15" for n in range(39)])
        w.until("2026-07-20 10:00")
        w.mo("goal")
        w.until("2026-08-03 08:59")
        w.read.append(w.mo("goal"))
        w.until("2026-08-03 09:00")
        w.passes(minutes=2)
        w.mo("goal")

    of_goals = ([text for text in worlds._told(story, hers) if "goal" in text] for hers in KINDS)
    same(*(sorted(texts) for texts in of_goals))


def test_goals_that_are_changed_again_and_again_say_the_same_whatever_she_told(worlds: Worlds) -> None:
    def story(w: World) -> None:
        registers_goal(w, "Much less", date(2026, 7, 7), date(2026, 8, 2))
        w.until("2026-07-15 10:00")
        worked(w, 7, "2026-07-15")
        w.until("2026-07-16 10:00")
        w.asks()
        w.ada_says()
        for day in (31, 30, 29):
            mo = w.cast.mo
            mo.runs("/candor goal change Much less")
            mo.fills({"Last day": date(2026, 7, day), "By how much": str(day), "Reason, which everybody reads": "Again."})
            assert mo.submits()
            w.mo("goal")
        w.until("2026-07-30 09:00")
        w.passes(minutes=2)
        w.mo("goal")
        w.asks()

    worlds.alike(story)


# The preview of a trial


def previews(w: World) -> None:
    mo = w.cast.mo
    mo.runs("/candor trial new")
    mo.fills({"Kind of task": "Bug triage", "Last day": "2026-09-30"})
    w.sent()
    mo.closes()


def expects(w: World, people: int, day: str) -> None:
    header = "person,task_type,approach,minutes,expected_minutes,finished_at"
    rows = [
        f"worker{n},Bug triage,{way},{minutes + n},50,{day}"
        for n in range(people)
        for way, some in (("with_ai", (40, 50, 46, 41)), ("without_ai", (44, 56, 49, 60)))
        for minutes in some
    ]
    transfer.take(w.bot.bot.services, "Support", ["\n".join([header, *rows]).encode()], skip_bad=False, progress=lambda _: None)


def test_a_preview_that_is_opened_again_after_one_answer_says_what_it_said(worlds: Worlds) -> None:
    def story(w: World) -> None:
        expects(w, 6, "2026-07-01")
        previews(w)
        w.passes(hours=1)
        with w.bot.bot.services.store.begin() as session:
            someone = session.exec(select(Person).where(Person.user == "worker0")).one()
            answer = next(iter(session.exec(select(Answer).where(Answer.person_id == someone.id))))
            own = {"id": "new", "imported_row": None, "minutes": 437.0 if w.hers is EXTREME else 20.0}
            session.add(Answer(**{**answer.model_dump(), **own, "stored_at": w.clock(), "answered_at": w.clock()}))
        w.passes(hours=1)
        previews(w)
        w.until(MONDAY)
        previews(w)

    read = worlds.alike(story)
    assert any("your team's own tasks" in text for text in read)
