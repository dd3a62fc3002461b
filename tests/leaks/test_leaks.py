"""Nothing leaks: weeks of answers, changes, deletions, joins, leaves and prints, and an attacker who has read them all.

The attacker subtracts any printed figure from any other of the same kind, parts from their whole, and all parts together.
"""

from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.leaks.doors import RECEIVED, SATISFIED, TOOLS
from tests.leaks.made import ALL, CELL, SHARES
from tests.leaks.office import BY_EXPECTED, BY_SIZE, PLAIN, TYPES, WINDOWS, Office

SEEDS = st.integers(0, 10**6)


class Weeks(RuleBasedStateMachine):
    """What may happen in an office. Each print is attacked as it comes out."""

    empty: Path
    made: ClassVar[set[str]] = set()
    held: ClassVar[set[str]] = set()

    @initialize(members=st.integers(8, 12), seed=SEEDS)
    def begin(self, members: int, seed: int) -> None:
        self.office = Office(self.empty, members, seed)

    def teardown(self) -> None:
        if hasattr(self, "office"):
            for seen in self.office.prints:
                self.made.update({name for name, _ in seen.made} | {"tool" for _, (_, tool) in seen.made if tool})
                self.held.update({name for name, _ in seen.held} | {"tool" for _, (_, tool) in seen.held if tool})
            self.office.close()

    @rule(who=st.integers(0, 9), kind=st.integers(0, 3), seed=SEEDS)
    def one_says(self, who: int, kind: int, seed: int) -> None:
        self.office.one_says(who, kind, seed)

    @rule(people=st.sampled_from([4, 6, 12]), kind=st.sampled_from(TYPES), seed=SEEDS)
    def many_say(self, people: int, kind: str, seed: int) -> None:
        self.office.many_say(people, kind, 1, seed)
        self.office.somebody_asks("quarter", None)

    @rule(people=st.integers(1, 8), kind=st.integers(0, 3), how=st.integers(0, 3), seed=SEEDS)
    def some_import(self, people: int, kind: int, how: int, seed: int) -> None:
        self.office.some_import(people, kind, how, seed)

    @rule(which=SEEDS)
    def one_deletes(self, which: int) -> None:
        self.office.one_deletes(which)

    @rule(which=SEEDS, seed=SEEDS)
    def one_changes(self, which: int, seed: int) -> None:
        self.office.one_changes(which, seed)

    @rule(count=st.sampled_from([1, 3]), away=st.booleans())
    def some_come_or_go(self, count: int, away: bool) -> None:
        (self.office.some_leave if away else self.office.some_join)(count)

    @rule(weeks=st.integers(1, 2))
    def weeks_go_by(self, weeks: int) -> None:
        self.office.weeks_go_by(weeks)

    @rule()
    def nobody_answers(self) -> None:
        self.office.nobody_answers(10)

    @rule(k=st.integers(5, 7))
    def the_team_asks_for(self, k: int) -> None:
        self.office.the_team_asks_for(k)

    @rule()
    def a_type_goes_or_comes_back(self) -> None:
        self.office.a_type_goes_or_comes_back()

    @rule()
    def the_digest_goes_out(self) -> None:
        self.office.the_digest_goes_out()

    @rule(window=st.sampled_from(WINDOWS), only=st.sampled_from([None, BY_SIZE, BY_EXPECTED, PLAIN]))
    def somebody_asks(self, window: str, only: str | None) -> None:
        self.office.somebody_asks(window, only)

    @rule(window=st.sampled_from(WINDOWS), tool=st.sampled_from(TOOLS))
    def somebody_asks_about_a_tool(self, window: str, tool: str) -> None:
        self.office.somebody_asks(window, None, tool)


def test_no_prints_isolate_fewer_than_k_people_however_they_are_subtracted(empty_sqlite: Path) -> None:
    Weeks.empty = empty_sqlite
    quick = settings(
        max_examples=25,
        stateful_step_count=14,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(Weeks, settings=quick)
    figures = {*CELL, *ALL, *SHARES, "ratio", "coin", "people", "left_out", "tool"}
    figures |= {f"own/{one.key}/apart" for one in (SATISFIED, RECEIVED)}
    figures |= {f"own/{RECEIVED.key}/{side}" for side in ("with_ai", "without_ai")}
    assert figures - Weeks.made == set(), "never printed, so nothing was tried"
    assert figures - Weeks.held == set(), "never held, so nothing was tried"
