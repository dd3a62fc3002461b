"""The schema, the transactions, and the outbox under more than one hand; on both databases."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlmodel import Session, select

from storage import checkins, outbox, people, posted, releases, tables
from storage.database import NEWEST, Store, WrongSchema, alembic_config
from storage.tables import CheckIn, Letter, Membership, Printed, Team

NOW = datetime(2026, 7, 7, 13, 0, tzinfo=UTC)
ENGINES = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url)
    yield opened
    opened.close()


def letter(session: Session, key: str = "a", lane: str = "lane") -> Letter:
    people.workspace(session, "T1")
    owed = Letter(workspace="T1", key=key, lane=lane, kind="note", way="post", payload={}, state="pending", due_at=NOW)
    outbox.owe(session, owed)
    return session.exec(select(Letter).where(Letter.key == key)).one()


def a_team(name: str = "Support") -> Team:
    return Team(
        workspace="T1", name=name, zone="UTC", k=5, task_types=[], tools=[], rhythm={}, holidays=[],
        digest_day=0, digest_time=time(9), created_at=NOW, plan_due_at=NOW,
    )  # fmt: skip


@ENGINES
def test_the_migrations_give_exactly_the_tables_of_the_code(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_schema_versions_are_numbered_and_the_code_names_the_newest() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    oldest_first = [script.revision for script in scripts.walk_revisions()][::-1]
    assert oldest_first == sorted(oldest_first)
    assert oldest_first[-1] == scripts.get_current_head() == NEWEST


@ENGINES
def test_every_row_carries_its_workspace(store: Store) -> None:
    assert store.version() is not None
    for table in tables.metadata.sorted_tables:
        assert "workspace" in table.columns or table.name == "workspace"


def test_a_database_without_tables_is_refused_with_what_to_do(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(WrongSchema, match=r"no tables yet\. Run: python -m bot migrate"):
        store.require_current()
    store.close()


@ENGINES
def test_a_database_newer_than_the_code_is_refused_and_left_alone(store: Store) -> None:
    _pretend_version(store, "9999")
    try:
        with pytest.raises(WrongSchema, match="newer than this version"):
            store.require_current()
        with pytest.raises(WrongSchema, match="newer than this version"):
            store.migrate()
        assert store.version() == "9999"
    finally:
        _pretend_version(store, NEWEST)


def _pretend_version(store: Store, version: str) -> None:
    with store.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


@ENGINES
def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.begin() as session:
            letter(session)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.read() as session:
        assert posted.counts(session) == {}


@ENGINES
def test_a_letter_is_owed_once_for_its_key_and_the_transaction_goes_on(store: Store) -> None:
    with store.begin() as session:
        letter(session)
        letter(session)
        letter(session, "b")
    with store.read() as session:
        assert posted.counts(session) == {"pending": 2}


@ENGINES
def test_a_check_in_is_planned_once_for_a_person_and_a_date(store: Store) -> None:
    def planned(slot: int = 0) -> bool:
        with store.begin() as session:
            return checkins.plan(session, CheckIn(
                workspace="T1", team_id=team, person_id=person, local_date=date(2026, 7, 7), slot=slot,
                due_at=NOW, send_by=NOW, closes_at=NOW, state="planned", talk={},
            ))  # fmt: skip

    with store.begin() as session:
        people.workspace(session, "T1")
        row = a_team()
        session.add(row)
        team, person = row.id, people.find_or_add(session, "T1", "U0ADA").id
    assert (planned(), planned(), planned(slot=1)) == (True, False, True)


@ENGINES
def test_a_letter_is_claimed_by_one_of_many(store: Store) -> None:
    with store.begin() as session:
        number = letter(session).id
    assert number is not None
    claimed: list[str] = []
    start = threading.Barrier(4)

    def claim(name: str) -> None:
        start.wait()
        with store.begin() as session:
            if outbox.claim(session, number, name, NOW):
                claimed.append(name)

    hands = [threading.Thread(target=claim, args=(f"hand {n}",)) for n in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(claimed) == 1


@ENGINES
def test_a_claim_that_was_lost_records_nothing_over_the_one_that_followed(store: Store) -> None:
    with store.begin() as session:
        number = letter(session).id or 0
    with store.begin() as session:
        first = outbox.claim(session, number, "the one that stalls", NOW)
        assert first
        outbox.record(session, first, outbox.PENDING)
    with store.begin() as session:
        assert outbox.claim(session, number, "the next", NOW)
    with store.begin() as session:
        assert not outbox.record(session, first, outbox.SENT)
        assert not outbox.record_sent(session, first, outbox.SENDING, NOW, "C1", "1.0", None)
        assert posted.counts(session) == {"sending": 1}


def ready(session: Session) -> list[int]:
    return [letter.id for letter in outbox.ready(session, "T1", NOW, outbox.Begun((), (), ""))]


@ENGINES
def test_nothing_overtakes_in_a_lane(store: Store) -> None:
    with store.begin() as session:
        first, second, other = (letter(session, key, lane).id for key, lane in (("a", "x"), ("b", "x"), ("c", "y")))
    with store.begin() as session:
        assert ready(session) == [first, other]
        claimed = outbox.claim(session, first or 0, "me", NOW)
        assert claimed is not None
        assert ready(session) == [other]
        outbox.record(session, claimed, outbox.SENT)
        assert ready(session) == [second, other]


@ENGINES
def test_many_writers_lose_no_update(store: Store) -> None:
    with store.begin() as session:
        people.workspace(session, "T1")
        person = people.find_or_add(session, "T1", "U1").id

    def count() -> None:
        for _ in range(10):
            with store.begin() as session:
                row = session.get_one(tables.Person, person, with_for_update=True)
                row.per_week += 1

    hands = [threading.Thread(target=count) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    with store.read() as session:
        assert session.get_one(tables.Person, person).per_week == 42


@ENGINES
def test_times_come_back_aware_and_in_utc(store: Store) -> None:
    with store.begin() as session:
        people.workspace(session, "T1")
        team = a_team()
        session.add(team)
    with store.read() as session:
        again = session.get_one(Team, team.id)
        assert (again.created_at, again.created_at.tzinfo, again.digest_time) == (NOW, UTC, time(9))


@ENGINES
def test_an_inbound_key_is_taken_once(store: Store) -> None:
    with store.begin() as session:
        assert checkins.first_time(session, "T1", "event/1", NOW)
    with store.begin() as session:
        assert not checkins.first_time(session, "T1", "event/1", NOW)


@ENGINES
def test_what_was_stored_before_slack_was_connected_moves_to_the_real_workspace(store: Store) -> None:
    with store.begin() as session:
        people.workspace(session, "local")
        person = people.find_or_add(session, "local", "U1").id
        people.workspace(session, "T1")
    with store.begin() as session:
        people.adopt(session, "local", "T1")
    with store.read() as session:
        assert session.get_one(tables.Person, person).workspace == "T1"
        assert [row.id for row in people.workspaces(session)] == ["T1"]


def test_sqlite_is_safe_against_power_loss_and_keeps_its_keys(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'own.db'}")
    with store.engine.connect() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    store.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@ENGINES
def test_the_ledger_gives_prints_of_overlapping_windows_in_their_order(store: Store) -> None:
    with store.begin() as session:
        people.workspace(session, "T1")
        ours, others = a_team(), a_team("Sales")
        session.add_all([ours, others])
        session.flush()
        releases.take_turn(session, [ours.id, others.id])
        for team, kind, since, until in ((ours, "b", 1, 10), (ours, "a", 5, 20), (others, "d", 5, 20), (ours, "c", 20, 25)):
            days: dict[str, Any] = {"since": date(2026, 7, since), "until": date(2026, 7, until)}
            row = Printed(
                workspace="T1", team_id=team.id, window="2026-Q3", scope="", kind=kind, k=5,
                figure={"x": None, "y": [1, 2]}, parts=["felt"], printed_at=NOW, **days,
            )  # fmt: skip
            releases.add_printed(session, [row])
    with store.read() as session:
        found = releases.printed(session, [ours.id], date(2026, 7, 9), date(2026, 7, 20))
        assert [(row.kind, row.figure, row.parts, row.printed_at) for row in found] == [
            ("b", {"x": None, "y": [1, 2]}, ["felt"], NOW),
            ("a", {"x": None, "y": [1, 2]}, ["felt"], NOW),
        ]
        both = releases.printed(session, [ours.id, others.id], date(2026, 7, 1), date(2026, 8, 1))
        assert [row.kind for row in both] == ["b", "a", "d", "c"]


@ENGINES
def test_who_is_asked_in_one_of_several_teams_joined_when_they_joined_the_last_one(store: Store) -> None:
    later = NOW + timedelta(days=3)
    with store.begin() as session:
        people.workspace(session, "T1")
        support, sales = a_team(), a_team("Sales")
        session.add_all([support, sales])
        session.flush()
        ada, mo = (people.find_or_add(session, "T1", user).id for user in ("U0ADA", "U0MO"))
        for team, person, asked, since in ((support, ada, True, NOW), (sales, ada, True, later), (support, mo, False, NOW)):
            role: dict[str, Any] = {"is_member": asked, "is_owner": True, "joined_at": since}
            session.add(Membership(workspace="T1", team_id=team.id, person_id=person, **role))
    with store.read() as session:
        assert people.joined(session, [support.id]) == {ada: NOW}
        assert people.joined(session, [support.id, sales.id]) == {ada: later}


@ENGINES
def test_who_came_with_a_file_and_is_met_otherwise_later_is_no_longer_somebody_of_a_file(store: Store) -> None:
    """Or else whoever joins after an import and leaves again would count as if they had been there all along."""
    with store.begin() as session:
        people.workspace(session, "T1")
        ada, file = (people.find_or_add(session, "T1", user, imported=True).id for user in ("U0ADA", "a name in a file"))
        assert people.imported(session) == {ada, file}
        people.find_or_add(session, "T1", "U0ADA")
        people.find_or_add(session, "T1", "U0ADA", imported=True)
    with store.read() as session:
        assert people.imported(session) == {file}
