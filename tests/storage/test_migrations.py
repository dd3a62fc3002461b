"""Old databases: what is in them is there afterwards, with what the newer columns ask for filled in from what was known."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, text
from sqlmodel import select

from storage import posted
from storage.database import NEWEST, Store, _foreign_keys, alembic_config
from storage.tables import Answer, CheckIn, Membership, Person, Team, metadata

ENGINES = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
THEN = "2026-07-01 09:00:00+00:00"
OLD_ROWS: dict[str, dict[str, Any]] = {
    "workspace": {"id": "T0", "name": "", "bot_id": "", "bot_user": ""},
    "person": {
        "id": "ada", "workspace": "T0", "user": "U0ADA", "work_days": "[0]", "work_start": "09:00:00", "work_end": "17:00:00",
        "per_week": 2, "imported": False,
    },
    "team": {
        "id": "support", "workspace": "T0", "name": "Support", "zone": "UTC", "k": 5, "task_types": "[]", "tools": "[]",
        "rhythm": "{}", "holidays": "[]", "digest_day": 0, "digest_time": "09:00:00", "created_at": THEN, "plan_due_at": THEN,
    },
    "membership": {"team_id": "support", "person_id": "ada", "workspace": "T0", "is_member": True, "is_owner": False},
    "answer": {
        "id": "one", "workspace": "T0", "team_id": "support", "person_id": "ada", "task_type": "Bug triage", "finished": True,
        "approach": "with_ai", "finished_on": "2026-07-02", "differences": "[]", "skip_reasons": "[]", "why_ai": "[]",
        "assigned": "observed", "questions": "1", "shown": "{}", "answered_at": "2026-07-02 15:00:00+00:00",
    },
    "checkin": {
        "id": "asked", "workspace": "T0", "team_id": "support", "person_id": "ada", "local_date": "2026-07-01", "slot": 0,
        "due_at": THEN, "send_by": THEN, "closes_at": THEN, "state": "asked", "talk": "{}", "asked_at": THEN,
    },
    "letter": {
        "workspace": "T0", "key": "k", "lane": "l", "kind": "note", "way": "post", "payload": "{}", "state": "pending",
        "due_at": THEN, "attempts": 0,
    },
}  # fmt: skip

LATER_ROWS: dict[str, dict[str, Any]] = {
    "registration": {
        "id": "trial", "workspace": "T0", "team_id": "support", "kind": "trial", "name": "Triage", "task_type": "Bug triage",
        "state": "running", "terms": "{}", "fingerprint": "0f", "starts_on": "2026-07-01", "ends_on": "2026-07-31",
        "registered_at": THEN, "due_at": THEN, "looks_taken": 0,
    },
    "participation": {"registration_id": "trial", "person_id": "ada", "workspace": "T0", "joined_at": THEN},
    "flip": {
        "id": "flip", "workspace": "T0", "registration_id": "trial", "person_id": "ada", "checkin_id": "asked", "number": 1,
        "with_ai": True, "forced": False, "size": 3, "expected_minutes": 30, "flipped_at": THEN,
    },
    "work": {
        "id": "work", "workspace": "T0", "team_id": "support", "answer_id": "one", "person_id": "ada", "text": "https://x.test",
        "attached_at": THEN,
    },
    "review": {
        "id": "review", "workspace": "T0", "work_id": "work", "person_id": "ada", "state": "waiting", "asked_at": THEN,
    },
}  # fmt: skip


def has(connection: Connection, rows: dict[str, dict[str, Any]]) -> None:
    for table, row in rows.items():
        names, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608 - names written above


def goes_back(store: Store, to: str, rows: dict[str, dict[str, Any]]) -> None:
    """To an older version, and then these rows are there."""
    with store.engine.connect() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        _foreign_keys(connection, on=False)  # as on the way up: SQLite makes tables anew
        command.downgrade(config, to)
        _foreign_keys(connection, on=True)
        has(connection, rows)
        connection.commit()


@ENGINES
def test_a_database_of_the_first_version_is_brought_up_to_date_and_keeps_its_rows(database_url: str) -> None:
    store = Store(database_url)
    goes_back(store, "0001", OLD_ROWS)
    assert store.migrate() == ("0001", NEWEST)
    with store.read() as session:
        assert posted.counts(session) == {"pending": 1}
        (told,), (belongs,) = session.exec(select(Answer)).all(), session.exec(select(Membership)).all()
        assert session.get_one(Person, "ada").informed_at == datetime(2026, 7, 1, 9, tzinfo=UTC)
        assert (told.stored_at, belongs.joined_at) == (told.answered_at, datetime(2026, 7, 1, 9, tzinfo=UTC))
    store.close()


@ENGINES
def test_goals_trials_and_reviews_come_and_go_and_what_was_there_before_stays(database_url: str) -> None:
    store = Store(database_url)
    goes_back(store, "0001", OLD_ROWS)
    store.migrate()
    with store.begin() as session:
        has(session.connection(), LATER_ROWS)
        session.get_one(Answer, "one").trial_id = "trial"
        before = [dict(row) for row in session.execute(metadata.tables["letter"].select()).mappings()]
    goes_back(store, "0012", {})
    assert store.migrate() == ("0012", NEWEST)
    with store.read() as session:
        assert [dict(row) for row in session.execute(metadata.tables["letter"].select()).mappings()] == before
        one, team = session.get_one(Answer, "one"), session.get_one(Team, "support")
        assert (one.finished_on, one.trial_id, session.get_one(CheckIn, "asked").state) == (date(2026, 7, 2), None, "asked")
        assert (team.standard, team.reviews_per_week, team.review_due_at) == ({}, 0, None)
        assert not session.get_one(Membership, ("support", "ada")).reviews
        assert [name for name in LATER_ROWS if session.execute(metadata.tables[name].select()).first()] == []
    store.close()
