"""Whatever clocks and zones do, nobody is asked twice for one local date, nor twice within twenty hours.

Driven on the store, by turns of the asking loop, with every prompt that is owed taken as sent at once.
"""

import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot import ask, manage
from bot.domain import teamfile
from bot.domain.conversation import State
from bot.domain.schedule import APART
from bot.services import Actor, Messenger, Services
from storage import outbox, people
from storage.database import Store
from storage.tables import CheckIn, Letter
from storage.tables import Person as Row

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)
TEAM = """
name = "Support"
owners = ["U0MO"]
people = ["U0ADA"]
task_types = ["Bug triage", "Customer reply", "Weekly report", "Escalation"]
"""
RHYTHMS = ("", 'rhythm = {kind = "fixed", days = ["tue", "wed"], time = "15:00"}\n')
FAR = ("Europe/Berlin", "Pacific/Honolulu", "Pacific/Apia", "Africa/Cairo", "America/Havana", "Australia/Lord_Howe")
ZONES = st.sampled_from(FAR) | st.sampled_from(sorted(available_timezones()))
JUMPS = st.sampled_from([timedelta(hours=n) for n in (-24, -3, -1, 1, 2, 3, 6, 12, 24)])
STEPS = st.lists(st.one_of(ZONES, JUMPS, st.integers(1, 3)), max_size=24)


@dataclass
class Office:
    """A store, a clock that may go anywhere, and who was asked when."""

    services: Services
    now: datetime = BEGIN

    def turn(self) -> None:
        ask.turn(self.services)
        with self.services.store.begin() as session:
            for letter in session.exec(select(Letter).where(Letter.state == outbox.PENDING, Letter.kind == "prompt")):
                row = session.get_one(CheckIn, letter.checkin_id)
                letter.state, row.state, row.asked_at = outbox.SENT, State.ASKED, self.now

    def moves(self, zone: str) -> None:
        with self.services.store.begin() as session:
            person = session.exec(select(Row).where(Row.user == "U0ADA")).one()
            person.zone = zone
            ask.replan(session, person, self.now)

    def asked(self) -> list[CheckIn]:
        with self.services.store.read() as session:
            rows = session.exec(select(CheckIn).order_by(CheckIn.asked_at)).all()  # type: ignore[arg-type]
        return [row for row in rows if row.asked_at]


@given(st.sampled_from(RHYTHMS), STEPS)
@example(RHYTHMS[1], ["Pacific/Honolulu", *[timedelta(hours=6)] * 8, "Pacific/Apia", *[timedelta(hours=1)] * 6])
@example(RHYTHMS[1], ["Pacific/Apia", *[timedelta(hours=6)] * 6, "Pacific/Honolulu", *[timedelta(hours=3)] * 12])
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_jumping_clocks_and_journeys_never_bring_a_second_check_in(
    empty_sqlite: Path, rhythm: str, steps: list[str | timedelta | int]
) -> None:
    with TemporaryDirectory() as folder:
        shutil.copy(empty_sqlite, Path(folder) / "candor.db")
        store = Store(f"sqlite:///{folder}/candor.db")
        office = Office(Services(store, cast(Messenger, None), lambda: office.now))
        manage.apply(office.services, "local", teamfile.read(TEAM + rhythm), connected=False)
        backwards = False
        for step in [*steps, *[timedelta(hours=4)] * 12]:
            if isinstance(step, timedelta):
                office.now += step
                backwards |= step < timedelta()
            elif isinstance(step, str):
                office.moves(step)
            for _ in range(step if isinstance(step, int) else 1):
                office.turn()
        asked = office.asked()
        assert max(Counter(row.local_date for row in asked).values(), default=0) <= 1
        assert backwards or all(b.asked_at - a.asked_at > APART for a, b in pairwise(asked) if a.asked_at and b.asked_at)
        weeks = Counter(row.local_date.isocalendar()[:2] for row in asked)
        assert max(weeks.values(), default=0) <= 2
        store.close()


def test_a_clock_that_was_years_ahead_does_not_put_planning_off_for_years(empty_sqlite: Path, tmp_path: Path) -> None:
    shutil.copy(empty_sqlite, tmp_path / "candor.db")
    office = Office(Services(Store(f"sqlite:///{tmp_path / 'candor.db'}"), cast(Messenger, None), lambda: office.now))
    manage.apply(office.services, "local", teamfile.read(TEAM), connected=False)
    for when in (BEGIN, BEGIN + timedelta(days=2000), *(BEGIN + timedelta(hours=2 * n) for n in range(8, 14 * 12))):
        office.now = when
        office.turn()
    assert office.asked()
    assert min(row.local_date for row in office.asked()) > BEGIN.date() + timedelta(days=6)  # before, they had seemed late
    with office.services.store.read() as session:
        assert people.find(session, "local", "U0ADA")
    office.services.store.close()


def test_the_next_check_in_that_is_named_is_the_one_that_comes(empty_sqlite: Path, tmp_path: Path) -> None:
    shutil.copy(empty_sqlite, tmp_path / "candor.db")
    office = Office(Services(Store(f"sqlite:///{tmp_path / 'candor.db'}"), cast(Messenger, None), lambda: office.now))
    manage.apply(office.services, "local", teamfile.read(TEAM), connected=False)
    for zone in FAR:
        said = manage.hours(office.services, Actor("local", "U0ADA"), f"zone {zone}")
        with office.services.store.read() as session:
            row = next(iter(session.exec(select(CheckIn).order_by(CheckIn.due_at))))  # type: ignore[arg-type]
        due = row.due_at.astimezone(ZoneInfo(zone))
        assert f"on {due:%A} {due.day} {due:%B} at {due:%H:%M}." in said
    office.services.store.close()
