"""Nothing leaks: weeks of answers, changes, deletions, joins, leaves and prints, and an attacker who has read them all.

The attacker subtracts any printed figure from any other of the same kind. Which answers a figure is made of is said here once
more, in the plainest way, without the marks and parts of the ledger: the differences must be nobody's or five people's.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot import collect, manage, report, transfer
from bot.collect import Click
from bot.domain import teamfile
from bot.domain.refusal import Refusal
from bot.services import Actor, Parcel, Profile, Receipt, Services, Whereabouts
from storage import answers, teams
from storage.database import Store
from storage.people import find_or_add
from storage.tables import Answer, CheckIn
from tests.conversing import HEADER

PEOPLE = [f"U000000{n:02}" for n in range(14)]
TYPES = ("Bug triage", "Escalation")
WINDOWS = ("quarter", "last-quarter", "year")
TEAM = """
[[team]]
name = "Support"
owners = ["U00000000"]
people = [{people}]
task_types = ["Bug triage", "Customer reply", "Escalation", "Weekly report"]
"""

Uses = Callable[[Answer], Any]


class Silent:
    """A messenger that says nothing to anybody."""

    def send(self, parcel: Parcel) -> Receipt:
        raise NotImplementedError

    def find(self, parcel: Parcel, since: datetime) -> Receipt | None:
        raise NotImplementedError

    def whereabouts(self) -> Whereabouts:
        raise NotImplementedError

    def profile(self, user: str) -> Profile | None:
        raise NotImplementedError

    def members(self, channel: str) -> list[str] | None:
        raise NotImplementedError


def minutes(answer: Answer) -> float | None:
    ok = answer.finished and answer.minutes and answer.minutes + (answer.fix_minutes or 0) <= 960
    return (answer.minutes or 0) + (answer.fix_minutes or 0) if ok else None


def of_side(uses: Uses, *, ai: bool) -> Uses:
    return lambda answer: uses(answer) if (answer.approach != "without_ai") is ai else None


def only_if(tells: Uses, says: Uses) -> Uses:
    return lambda answer: bool(says(answer)) if tells(answer) else None


def below(answer: Answer) -> bool:
    return answer.quality == "below"


def next_time(answer: Answer) -> Any:
    return answer.next_time


# A figure, and what it uses of an answer.
RATIO = "ratio"  # by people who did it both ways
USES: dict[str, Uses] = {
    RATIO: lambda a: minutes(a) and (a.approach != "without_ai", minutes(a)),
    "typical_with_ai": of_side(minutes, ai=True),
    "typical_without_ai": of_side(minutes, ai=False),
    "share/dropped_ai": of_side(lambda a: a.approach, ai=True),
    "share/unfinished_with_ai": of_side(lambda a: a.finished, ai=True),
    "share/unfinished_without_ai": of_side(lambda a: a.finished, ai=False),
    "share/fixed_with_ai": of_side(
        only_if(lambda a: a.finished and a.fix_minutes is not None, lambda a: a.fix_minutes), ai=True
    ),
    "share/below_standard_with_ai": of_side(only_if(lambda a: a.finished and a.quality, below), ai=True),
    "share/below_standard_without_ai": of_side(only_if(lambda a: a.finished and a.quality, below), ai=False),
}


@dataclass(frozen=True)
class Seen:
    """One print as its reader has it, and the answers as they were then."""

    at: date
    window: str
    moved: int  # how many have joined or left so far
    since: date
    until: date
    figures: dict[str, Any]
    told: tuple[Answer, ...]


class Office(RuleBasedStateMachine):
    """A team, its answers, and everything that was ever printed about it."""

    empty: Path

    @initialize(members=st.integers(8, 12))
    def begin(self, members: int) -> None:
        self.folder = Path(mkdtemp(prefix="candor-leaks-"))
        shutil.copy(self.empty, self.folder / "candor.db")
        self.moment = datetime(2026, 5, 4, 9, tzinfo=UTC)
        self.services = Services(Store(f"sqlite:///{self.folder / 'candor.db'}"), Silent(), lambda: self.moment)
        self.members = set(PEOPLE[:members])
        self.prints: list[Seen] = []
        self.checked = 0
        self.number = self.moved = 0
        self._apply()
        for kind in TYPES:
            self.many_answer(members, kind, [0, 1], 2)
        self.somebody_asks("quarter", None)

    def teardown(self) -> None:
        if hasattr(self, "services"):
            self.services.store.close()
            shutil.rmtree(self.folder)

    # what people do

    @rule(who=st.sampled_from(PEOPLE[:8]), kind=st.sampled_from(TYPES), how=st.integers(0, 3))
    def one_answers(self, who: str, kind: str, how: int) -> None:
        self._import([self._row(who, kind, how)])
        self.somebody_asks("quarter", None)

    @rule(
        people=st.integers(2, 12),
        kind=st.sampled_from(TYPES),
        hows=st.lists(st.integers(0, 3), min_size=1),
        each=st.integers(1, 2),
    )
    def many_answer(self, people: int, kind: str, hows: list[int], each: int) -> None:
        rows = [self._row(who, kind, hows[n % len(hows)]) for n, who in enumerate(PEOPLE[:people])]
        rows += [self._row(who, kind, side) for who in PEOPLE[:people] for side in (0, 1) for _ in range(each - 1)]
        self._import(rows)
        self.somebody_asks("quarter", None)

    @rule(which=st.integers(0, 10_000))
    def one_deletes(self, which: int) -> None:
        self._settled(which, lambda actor, key: collect.delete(self.services, actor, key, Click(f"d{self.number}", "D", "1")))

    @rule(which=st.integers(0, 10_000), how=st.integers(0, 3))
    def one_changes(self, which: int, how: int) -> None:
        with self.services.store.begin() as session:
            found = self._all(session)
            answer = found[which % len(found)]
            other = self._words(how)
            answer.minutes, answer.approach, answer.answered_at = float(other[1]) + 7, other[0], self.moment
        self._later()

    @rule(count=st.sampled_from([1, 2, 5]))
    def some_leave(self, count: int) -> None:
        gone = sorted(self.members)[6 : 6 + count]
        self.members -= set(gone)
        self.moved += len(gone)
        self._apply()

    @rule(count=st.sampled_from([1, 5]))
    def some_join(self, count: int) -> None:
        new = sorted(set(PEOPLE) - self.members)[:count]
        self.members |= set(new)
        self.moved += len(new)
        self._apply()

    @rule(weeks=st.sampled_from([1, 5]))
    def weeks_go_by(self, weeks: int) -> None:
        self.moment += timedelta(weeks=weeks)

    # what is printed

    @rule()
    def the_digest_goes_out(self) -> None:
        with self.services.store.read() as session:
            team = manage.team_named(session, "Support")
        monday = report.last_monday(team, self.moment)
        wish = report.week(monday)
        with self._printing(wish) as said:
            digest = report.send_week(self.services, team.id, monday)
            said.update(digest.figures if digest else {})

    @rule(window=st.sampled_from(WINDOWS), only=st.sampled_from([None, *TYPES]))
    def somebody_asks(self, window: str, only: str | None) -> None:
        wish = report.window(window, self.moment.date())
        with self._printing(wish) as said:
            said.update(report.for_team(self.services, "Support", window, only).figures)

    # the attacker

    @invariant()
    def nothing_leaks(self) -> None:
        if not hasattr(self, "prints"):
            return
        for number in range(self.checked, len(self.prints)):
            unchanged(self.prints[number], self.prints[:number])
            few_moved(self.prints[number], self.prints[:number])
            for earlier in self.prints[:number]:
                attack(earlier, self.prints[number])
        self.checked = len(self.prints)

    # how it is done

    def _later(self) -> None:
        self.moment += timedelta(days=1)

    @contextmanager
    def _printing(self, wish: report.Wish) -> Iterator[dict[str, Any]]:
        said: dict[str, Any] = {}
        self._later()
        with self.services.store.read() as session:
            told = tuple(self._all(session))
        yield said
        if said:
            self.prints.append(Seen(self.moment.date(), wish.name, self.moved, wish.since, wish.until, said, told))

    def _all(self, session: Any) -> list[Answer]:
        (team,) = teams.every(session)
        return answers.between(session, team.id, date(2026, 1, 1), date(2028, 1, 1))

    def _settled(self, which: int, act: Callable[[Actor, str], None]) -> None:
        """Delete an answer as its author would: by the button below its check-in."""
        self.number += 1
        with self.services.store.begin() as session:
            found = self._all(session)
            if len(found) < 6:
                return
            answer = found[which % len(found)]
            (team,) = teams.every(session)
            user = next(name for name in PEOPLE if find_or_add(session, team.workspace, name).id == answer.person_id)
            if user not in self.members:
                return
            row = CheckIn(
                workspace=team.workspace, team_id=team.id, person_id=answer.person_id, local_date=answer.finished_on,
                slot=self.number, due_at=self.moment, send_by=self.moment, closes_at=self.moment, state="fixed", talk={},
                channel="D", ts="1",
            )  # fmt: skip
            session.add(row)
            session.flush()
            answer.checkin_id, key = row.id, row.id
        try:
            act(Actor(team.workspace, user), key)
        except Refusal as no:
            raise AssertionError(no.sentence) from no
        self._later()

    def _words(self, how: int) -> tuple[str, int, str, str]:
        return (
            ("with_ai", 30, "0", "at"),
            ("without_ai", 45, "", "below"),
            ("dropped_ai", 80, "10", ""),
            ("with_ai", 15, "", "at"),
        )[how]

    def _row(self, who: str, kind: str, how: int) -> str:
        self.number += 1
        approach, time, fixing, quality = self._words(how)
        return f"{who},{kind},{approach},{time + self.number % 97},{fixing},{quality},{self.moment.date()}"

    def _import(self, rows: list[str]) -> None:
        text = "\n".join([HEADER, *rows]).encode()
        transfer.take(self.services, "Support", [text], skip_bad=False, progress=lambda _: None)
        self._later()

    def _apply(self) -> None:
        people = ", ".join(f'"{user}"' for user in sorted(self.members))
        manage.apply(self.services, manage.LOCAL, teamfile.read(TEAM.format(people=people)), connected=False)
        self._later()


def printed(seen: Seen) -> Iterator[tuple[str, str, Any]]:
    """Scope, figure and value of everything on one print."""
    for cell in seen.figures["cells"]:
        yield from ((cell["task_type"], name, cell[name]) for name in ("typical_with_ai", "typical_without_ai", RATIO))
        yield from ((cell["task_type"], f"share/{name}", value) for name, value in cell["shares"].items())
    yield from (("", f"share/{name}", value) for name, value in seen.figures["all_shares"].items())
    yield "", RATIO, (seen.figures["all_work"] or {}).get(RATIO)


def held(seen: Seen, scope: str, name: str) -> bool:
    pair = name.removesuffix("_with_ai").removesuffix("_without_ai")
    kinds = {(one["scope"], one["kind"]) for one in seen.figures.get("held", ())}
    return (scope, "compared" if name == RATIO else pair) in kinds


def made_of(seen: Seen, scope: str, name: str) -> set[tuple[str, str, Any]]:
    uses = USES[name]
    if name == RATIO:
        ways = {(a.person_id, a.task_type, a.approach != "without_ai") for a in inside(seen, scope) if uses(a) is not None}
        both = {(who, kind) for who, kind, way in ways if (who, kind, not way) in ways}
        return {
            (a.id, a.person_id, uses(a))
            for a in inside(seen, scope)
            if uses(a) is not None and (a.person_id, a.task_type) in both
        }
    return {(a.id, a.person_id, used) for a in inside(seen, scope) if (used := uses(a)) is not None}


def inside(seen: Seen, scope: str) -> list[Answer]:
    return [a for a in seen.told if seen.since <= a.finished_on < seen.until and scope in ("", a.task_type)]


def unchanged(seen: Seen, earlier: list[Seen]) -> None:
    """What is not updated is exactly as it was printed before."""
    for scope, name, value in printed(seen):
        if value is not None and held(seen, scope, name):
            assert any((scope, name, value) in printed(one) for one in earlier), (scope, name, value)


def few_moved(seen: Seen, earlier: list[Seen]) -> None:
    """Nothing is updated while one to four people have joined or left since it was last printed in its window."""
    for scope, name, value in printed(seen):
        if value is None or name not in USES or held(seen, scope, name):
            continue
        last = next((one for one in reversed(earlier) if one.window == seen.window and prints(one, scope, name)), None)
        if last and made_of(last, scope, name) != made_of(seen, scope, name):
            assert not 0 < seen.moved - last.moved < 5, (scope, name, last.at, seen.at)


def prints(seen: Seen, scope: str, name: str) -> bool:
    return not held(seen, scope, name) and any(
        (scope, name) == (where, what) and value is not None for where, what, value in printed(seen)
    )


def attack(one: Seen, other: Seen) -> None:
    """Subtract every figure of one print from the same figure of the other."""
    if one.until <= other.since or other.until <= one.since:
        return
    for (scope, name, value), (scope_too, name_too, value_too) in (
        (left, right) for left in printed(one) for right in printed(other)
    ):
        if name != name_too or name not in USES or (scope != scope_too and "" not in (scope, scope_too)):
            continue
        if None in (value, value_too) or held(one, scope, name) or held(other, scope_too, name):
            continue
        differ = made_of(one, scope, name) ^ made_of(other, scope_too, name)
        authors = {person for _, person, _ in differ}
        assert not differ or len(authors) >= 5, (name, scope, scope_too, one.at, other.at, len(authors))


def test_no_two_prints_isolate_fewer_than_five_people(empty_sqlite: Path) -> None:
    Office.empty = empty_sqlite
    quick = settings(
        max_examples=25,
        stateful_step_count=16,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(Office, settings=quick)
