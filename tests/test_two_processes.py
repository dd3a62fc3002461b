"""Several processes on one database take the same turn at the same moment: nothing is doubled, and nothing is left out."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, current_thread
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot import app as house
from bot import collect
from bot.domain import coin
from bot.domain.registration import Looks
from bot.prove import ending
from bot.services import Actor
from sandbox import Person, Slack
from storage import registrations
from storage.tables import CheckIn, Flip, Letter, Registration, Release
from tests.conftest import Cast, Clock, Running
from tests.conversing import has_history, letters, quarter_of_triage, readers
from tests.proving import SEED, has_flips, has_trial

ENGINES = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
PROCESSES = 3
WEEK = ("2026-07-07 15:00", "2026-07-07 18:00", "2026-07-08 17:00", "2026-07-09 15:00", "2026-07-13 09:00", "2026-07-14 15:00")


@pytest.fixture
def others(bot: Running, clock: Clock) -> Iterator[list[house.Bot]]:
    """The first, and as many more on the same database as a second and third process would be."""
    more = [house.build(bot.bot.settings, clock, after_listener=lambda: None) for _ in range(PROCESSES - 1)]
    yield [bot.bot, *more]
    for each in more:
        each.close()


def at_once(acts: list[Callable[[], None]]) -> None:
    """All at the same moment; whatever one of them raises is raised here."""
    start = Barrier(len(acts))

    def begin(act: Callable[[], None]) -> None:
        start.wait()
        act()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(begin, act) for act in acts]:
            done.result()


def posted(slack: Slack) -> Counter[str]:
    """Every key that was posted, and how often."""
    return Counter(str((message.metadata or {}).get("event_payload", {}).get("k")) for message in slack.space.posted)


@ENGINES
def test_a_week_of_turns_taken_by_three_processes_at_once_asks_everybody_once(
    bot: Running, others: list[house.Bot], cast: Cast, slack: Slack
) -> None:
    has_history(bot, quarter_of_triage(readers(cast)))
    for moment in WEEK:
        bot.clock.is_at(moment)
        at_once([each.turn for each in others])
        for each in others:  # what one could not send while another held the lease
            each.turn()
    with bot.rows() as session:
        prompts, letters = session.exec(select(CheckIn)).all(), session.exec(select(Letter)).all()
        assert len(session.exec(select(Release)).all()) == 1
    days = Counter((row.person_id, row.local_date) for row in prompts)
    assert set(days.values()) == {1}
    asked = Counter(row.local_date.isoformat() for row in prompts if row.asked_at)
    assert asked == {"2026-07-07": 6, "2026-07-09": 6, "2026-07-14": 6}
    kinds = Counter(letter.kind for letter in letters if letter.way == "post")
    assert (kinds["prompt"], kinds["digest"]) == (18, 6)
    assert {letter.state for letter in letters} == {"sent"}
    assert set(posted(slack).values()) == {1}


@ENGINES
def test_answers_and_turns_at_the_same_moment_do_not_get_into_each_others_way(
    bot: Running, others: list[house.Bot], cast: Cast, slack: Slack
) -> None:
    bot.until("2026-07-07 15:00")
    people = [cast.ada, cast.cleo, cast.dan, cast.eli]
    clicks: list[Callable[[], Any]] = [lambda each=each: each.clicks("Nothing finished today") for each in people]  # type: ignore[misc]
    bot.clock.is_at("2026-07-07 18:00")
    at_once([*(each.turn for each in others), *clicks])
    with bot.rows() as session:
        states = Counter(row.state for row in session.exec(select(CheckIn)).all() if row.asked_at)
    assert states == {"nothing": 4, "asked": 2}
    assert all(done.ok for done in slack.deliveries)


def starts(by: house.Bot, person: Person, minutes: int) -> Callable[[], None]:
    """Somebody starts a task, heard by one of the processes."""
    actor = Actor(person.member.team, person.id)
    return lambda: starting(by, actor, minutes)


def starting(by: house.Bot, actor: Actor, minutes: int) -> None:
    collect.start(by.services, actor, f"triage {minutes} min about usual")


def flips(bot: Running, key: str) -> list[Flip]:
    with bot.rows() as session:
        return list(session.exec(select(Flip).where(Flip.registration_id == key)))


@ENGINES
def test_one_person_who_starts_three_tasks_at_once_has_three_flips_in_a_row(
    bot: Running, others: list[house.Bot], cast: Cast
) -> None:
    key = has_trial(bot, cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo)
    at_once([starts(each, cast.ada, 30 + n) for n, each in enumerate(others)])
    made = sorted(flips(bot, key), key=lambda flip: flip.number)
    assert [flip.number for flip in made] == [1, 2, 3]
    assert [flip.id for flip in made] == [coin.flip_key(key, made[0].person_id, number) for number in (1, 2, 3)]
    assert [flip.with_ai for flip in made] == [coin.coin(SEED, flip.id) for flip in made]


@ENGINES
def test_five_people_who_start_at_once_make_no_more_flips_than_were_planned(
    bot: Running, others: list[house.Bot], cast: Cast
) -> None:
    five = [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]
    key = has_trial(bot, *five, flips=3)
    at_once([starts(others[n % PROCESSES], person, 40) for n, person in enumerate(five)])
    assert len(flips(bot, key)) == 3
    with bot.rows() as session:
        assert [row.state for row in session.exec(select(CheckIn).where(CheckIn.started_at.is_not(None)))] == ["working"] * 5  # type: ignore[union-attr]


@ENGINES
def test_a_trial_that_three_processes_end_at_once_ends_once(bot: Running, others: list[house.Bot], cast: Cast) -> None:
    five = [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]
    key = has_trial(bot, *five)
    has_flips(bot, key, *five, effect=0.6)
    at_once([lambda each=each: ending.turn(each.services) for each in others])  # type: ignore[misc]
    with bot.rows() as session:
        assert session.get_one(Registration, key).result
    assert len(letters(bot, kind="trial_result")) == 6


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_task_started_while_its_trial_ends_waits_for_nobody_who_waits_for_it(
    bot: Running, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end writes to everybody of the team, and a start locks its person before its trial."""
    five = [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]
    key = has_trial(bot, *five, flips=80, looks=Looks.QUARTERS)
    has_flips(bot, key, *five, effect=0.4)
    bot.clock.forward(minutes=1)
    locked, main, engine = registrations.locked, current_thread(), bot.bot.services.store.engine
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")

    with ThreadPoolExecutor(1) as pool:
        ends: list[Any] = []

        def meanwhile(*given: Any) -> Any:
            if current_thread() is main and not ends:
                ends.append(pool.submit(ending.turn, bot.bot.services))
                with engine.connect() as watcher:
                    while not watcher.execute(waiting).scalar() and not ends[0].done():
                        watcher.rollback()
            return locked(*given)

        monkeypatch.setattr(registrations, "locked", meanwhile)
        starts(bot.bot, cast.ada, 45)()
        ends[0].result()
    assert len(flips(bot, key)) == 61
    bot.turn()
    with bot.rows() as session:
        assert session.get_one(Registration, key).over_at
