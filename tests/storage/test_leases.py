"""Leases and holds: one holder at a time, taken by compare-and-set; and patience that is never made shorter."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from storage import leases, people
from storage.database import Store

NOW = datetime(2026, 7, 7, 13, 0, tzinfo=UTC)
SOON = NOW + timedelta(seconds=30)
ENGINES = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url)
    with opened.begin() as session:
        people.workspace(session, "T1")
    yield opened
    opened.close()


def takes(store: Store, who: str, now: datetime = NOW) -> bool:
    with store.begin() as session:
        return leases.take(session, "T1", who, now, now + timedelta(seconds=30))


@ENGINES
def test_a_lease_is_held_by_one_until_it_runs_out_or_is_given_back(store: Store) -> None:
    assert takes(store, "a")
    assert takes(store, "a", NOW + timedelta(seconds=20)), "renewed"
    assert not takes(store, "b", NOW + timedelta(seconds=49))
    assert takes(store, "b", NOW + timedelta(seconds=50))
    with store.begin() as session:
        leases.give_back(session, "T1", "a", NOW + timedelta(seconds=51))
    assert not takes(store, "a", NOW + timedelta(seconds=52)), "only its holder can give it back"
    with store.begin() as session:
        leases.give_back(session, "T1", "b", NOW + timedelta(seconds=52))
    assert takes(store, "a", NOW + timedelta(seconds=52))


@ENGINES
@pytest.mark.parametrize("expired", [True, False], ids=["run out", "never taken"])
def test_a_lease_is_taken_by_one_of_many(store: Store, expired: bool) -> None:
    if expired:
        assert takes(store, "before", NOW - timedelta(minutes=1))
    got: list[str] = []
    start = threading.Barrier(4)

    def take(name: str) -> None:
        start.wait()
        if takes(store, name):
            got.append(name)

    hands = [threading.Thread(target=take, args=(f"hand {n}",)) for n in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(got) == 1


@ENGINES
def test_a_hold_is_made_longer_but_never_shorter_and_is_of_one_method(store: Store) -> None:
    for seconds in (30, 10, 40):
        with store.begin() as session:
            leases.hold(session, "T1", "chat.postMessage", NOW + timedelta(seconds=seconds))
    with store.read() as session:
        assert leases.holds(session, "T1", NOW) == {"chat.postMessage": NOW + timedelta(seconds=40)}
        assert leases.holds(session, "T1", NOW + timedelta(seconds=40)) == {}
        assert leases.holds(session, "T2", NOW) == {}


@ENGINES
def test_what_was_written_by_a_clock_a_day_ahead_holds_nobody_up(store: Store) -> None:
    tomorrow = NOW + timedelta(days=1)
    assert takes(store, "a", tomorrow)
    with store.begin() as session:
        leases.hold(session, "T1", "chat.postMessage", tomorrow + timedelta(seconds=30))
    assert takes(store, "b", NOW)
    with store.read() as session:
        assert leases.holds(session, "T1", NOW) == {}
        assert list(leases.holds(session, "T1", tomorrow)) == ["chat.postMessage"]
