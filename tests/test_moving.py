"""From SQLite to PostgreSQL and back, and a backup that came back: everything is there, and nothing is sent twice."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlmodel
from sqlalchemy import select, text

from bot.cli.data import after_restore
from storage import moving
from storage.database import Store, WrongSchema
from storage.tables import Amendment, Letter, Registration, Workspace, metadata
from tests import postgres
from tests.conftest import Cast, Running
from tests.conversing import answers_in_one_go, checkins_of, digests, has_history, quarter_of_triage, readers
from tests.proving import has_ended, has_flips, has_trial
from tests.reviewing import has_reviewed

NOW = datetime(2026, 7, 13, tzinfo=UTC)
OF_PROOFS = {"registration": 2, "amendment": 2, "participation": 2, "flip": 3, "work": 1, "review": 1}
ENGINES = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def other_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> str:
    """An empty database of the other kind."""
    if not database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'other.db'}"
    return postgres.emptied(request)


def rows(store: Store) -> dict[str, Any]:
    with store.read() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).mappings().all())) for table in metadata.sorted_tables
        }


def changes(bot: Running) -> None:
    """An amendment of every trial."""
    with bot.bot.services.store.begin() as session:
        for trial in session.exec(sqlmodel.select(Registration)):
            of: dict[str, Any] = {"workspace": trial.workspace, "registration_id": trial.id, "number": 1}
            said: dict[str, Any] = {
                "before": {"flips": 60},
                "after": {"flips": 90},
                "reason": "More of us.",
                "fingerprint": "0f",
            }
            session.add(Amendment(**of, **said, amended_at=NOW))


@ENGINES
def test_everything_is_copied_to_the_other_kind_of_database_and_goes_on_there(
    bot: Running, cast: Cast, database_url: str, other_url: str
) -> None:
    has_history(bot, quarter_of_triage(readers(cast)))
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, "triage, with AI, 40 min, no fixing, about usual")
    has_reviewed(bot, cast.ada, cast.eli)
    bot.until("2026-07-13 09:00")
    has_ended(bot)
    has_flips(bot, has_trial(bot, cast.ada, cast.cleo), cast.ada, each=3)
    changes(bot)
    source, target = Store(database_url), Store(other_url)
    counts = moving.copy(source, target)
    assert rows(target) == rows(source)
    assert counts["answer"] > 60
    assert min(counts[name] for name in ("workspace", "person", "team", "checkin", "letter", "release", "seen")) > 0
    assert {name: counts[name] for name in OF_PROOFS} == OF_PROOFS
    with target.begin() as session:
        mine = Letter(
            workspace=bot.slack.team_id, key="k", lane="l", kind="note", way="post", payload={}, state="sent", due_at=NOW
        )
        session.add(mine)
        session.flush()
        assert mine.id == 1 + max(session.scalars(select(Letter.id).where(Letter.key != "k")))  # type: ignore[call-overload]
    source.close()
    target.close()


@ENGINES
def test_a_database_that_is_not_empty_is_not_written_to(database_url: str, other_url: str) -> None:
    source, target = Store(database_url), Store(other_url)
    target.migrate()
    with target.begin() as session:
        session.add(Workspace(id="T9"))
    before = rows(target)
    with pytest.raises(moving.NotMoved, match="there are rows in workspace"):
        moving.copy(source, target)
    assert rows(target) == before
    with pytest.raises(moving.NotMoved, match="the same database"):
        moving.copy(source, source)
    source.close()
    target.close()


def test_a_database_of_another_version_is_not_copied(database_url: str, tmp_path: Path) -> None:
    source, target = Store(database_url), Store(f"sqlite:///{tmp_path / 'other.db'}")
    target.migrate()
    with target.begin() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(WrongSchema, match="older"):
        moving.copy(source, target)
    source.close()
    target.close()


# A backup that came back


def posts(bot: Running) -> int:
    return sum(call.method == "chat.postMessage" and call.ok for call in bot.slack.calls)


def back_to(bot: Running, kept: sqlite3.Connection, database_url: str) -> None:
    """The database as it was when the backup was taken."""
    bot.bot.services.store.close()
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as live:
        kept.backup(live)
    bot.restart()


@pytest.fixture
def kept(bot: Running, database_url: str) -> sqlite3.Connection:
    """A backup, taken on Tuesday before anybody is asked."""
    bot.until("2026-07-07 14:00")
    return taken(database_url)


def taken(database_url: str) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:")
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as live:
        live.backup(copy)
    return copy


def test_nobody_is_asked_again_after_a_restore_and_the_question_that_was_asked_is_found(
    bot: Running, cast: Cast, kept: sqlite3.Connection, database_url: str
) -> None:
    bot.until("2026-07-07 15:00")
    bot.clock.forward(minutes=20)
    before = posts(bot)
    back_to(bot, kept, database_url)
    assert after_restore(bot.bot.services) == 6
    bot.turn()
    bot.turn()
    assert posts(bot) == before
    assert checkins_of(bot, cast.ada)[0].state == "asked"
    cast.ada.clicks("Nothing finished today")
    assert checkins_of(bot, cast.ada)[0].state == "nothing"


def test_without_that_command_everybody_would_be_asked_twice(bot: Running, kept: sqlite3.Connection, database_url: str) -> None:
    bot.until("2026-07-07 15:00")
    bot.clock.forward(minutes=20)
    before = posts(bot)
    back_to(bot, kept, database_url)
    bot.turn()
    assert posts(bot) == before + 6


def test_who_was_not_asked_in_the_time_that_was_lost_is_asked_after_a_restore(
    bot: Running, kept: sqlite3.Connection, database_url: str
) -> None:
    bot.clock.is_at("2026-07-07 15:20")
    before = posts(bot)
    back_to(bot, kept, database_url)
    after_restore(bot.bot.services)
    bot.turn()
    assert posts(bot) == before + 6


def test_what_is_too_late_after_a_restore_is_let_go(
    bot: Running, cast: Cast, kept: sqlite3.Connection, database_url: str
) -> None:
    bot.until("2026-07-07 15:00")
    before = posts(bot)
    bot.clock.is_at("2026-07-08 12:00")
    back_to(bot, kept, database_url)
    after_restore(bot.bot.services)
    bot.turn()
    assert posts(bot) == before
    assert checkins_of(bot, cast.ada)[0].state == "late"


def test_no_digest_and_no_reminder_comes_a_second_time_after_a_restore(bot: Running, cast: Cast, database_url: str) -> None:
    has_history(bot, quarter_of_triage(readers(cast)))
    bot.until("2026-07-09 15:00")
    asked = taken(database_url)
    bot.until("2026-07-09 16:30")
    before = posts(bot)
    back_to(bot, asked, database_url)
    after_restore(bot.bot.services)
    bot.turn()
    assert posts(bot) == before
    bot.until("2026-07-13 08:00")
    early = taken(database_url)
    bot.until("2026-07-13 09:00")
    assert len(digests(cast.mo)) == 1
    before = posts(bot)
    back_to(bot, early, database_url)
    after_restore(bot.bot.services)
    bot.turn()
    assert (posts(bot), len(digests(cast.mo))) == (before, 1)
