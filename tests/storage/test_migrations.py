"""Old databases: what is in them is there afterwards, with what the newer columns ask for filled in from what was known."""

from datetime import UTC, datetime
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text
from sqlmodel import select

from storage import posted
from storage.database import NEWEST, Store, alembic_config
from storage.tables import Answer, Membership, Person

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


@ENGINES
def test_a_database_of_the_first_version_is_brought_up_to_date_and_keeps_its_rows(database_url: str) -> None:
    store = Store(database_url)
    with store.engine.connect() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        for table, row in OLD_ROWS.items():
            names, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608 - names written above
        connection.commit()
    assert store.migrate() == ("0001", NEWEST)
    with store.read() as session:
        assert posted.counts(session) == {"pending": 1}
        (told,), (belongs,) = session.exec(select(Answer)).all(), session.exec(select(Membership)).all()
        assert session.get_one(Person, "ada").informed_at == datetime(2026, 7, 1, 9, tzinfo=UTC)
        assert (told.stored_at, belongs.joined_at) == (told.answered_at, datetime(2026, 7, 1, 9, tzinfo=UTC))
    store.close()
