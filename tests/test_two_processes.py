"""Several processes on one database take the same turn at the same moment: nothing is doubled, and nothing is left out."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import select

from bot import app as house
from sandbox import Slack
from storage.tables import CheckIn, Letter, Release
from tests.conftest import Cast, Clock, Running
from tests.conversing import has_history, quarter_of_triage, readers

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
