"""Ten thousand people with a check-in that is due, and its prompt in the outbox: for paced and fanout."""

from datetime import datetime, timedelta
from typing import Any

from storage import people, posted
from storage.database import Store
from storage.people import WORK_DAYS, WORK_END, WORK_START
from storage.tables import CheckIn, Letter, Person, Team

WORKSPACE = "T0BENCH"


def prompts(store: Store, n: int, now: datetime, window: timedelta = timedelta(hours=2), first: int = 0) -> None:
    """As `bot.ask` owes them, for people from the `first` on."""
    with store.begin() as session:
        people.workspace(session, WORKSPACE)
        whose: dict[str, Any] = {"task_types": [], "tools": [], "rhythm": {}, "holidays": []}
        when: dict[str, Any] = {"digest_day": 0, "digest_time": WORK_START, "created_at": now, "plan_due_at": now}
        session.merge(Team(id="team", workspace=WORKSPACE, name="All", zone="UTC", k=5, **whose, **when))
        session.flush()
        numbers = range(first, first + n)
        week: dict[str, Any] = {"work_days": list(WORK_DAYS), "work_start": WORK_START, "work_end": WORK_END}
        session.add_all(Person(id=f"p{i}", workspace=WORKSPACE, user=f"U{i:07}", **week) for i in numbers)
        session.flush()
        ends: dict[str, Any] = {"send_by": now + window, "closes_at": now + timedelta(days=2)}
        session.add_all(
            CheckIn(
                id=f"c{i}", workspace=WORKSPACE, team_id="team", person_id=f"p{i}", local_date=now.date(), due_at=now,
                state="planned", talk={}, queued_at=now, **ends,
            )
            for i in numbers
        )  # fmt: skip
        session.flush()
        session.add_all(
            Letter(
                workspace=WORKSPACE, key=f"prompt/c{i}", lane=f"c{i}", kind="prompt", way="post", user=f"U{i:07}",
                payload={"checkin": f"c{i}", "k": 5}, person_id=f"p{i}", checkin_id=f"c{i}", state="pending", due_at=now,
                expires_at=now + window,
            )
            for i in numbers
        )  # fmt: skip


def stored(store: Store) -> dict[str, int]:
    with store.read() as session:
        return posted.counts(session)
