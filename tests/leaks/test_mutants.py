"""Every gate is missed when it is off: a story of the office leaks, or else a test of the gate alone fails."""

from pathlib import Path

import pytest

from tests.leaks.mutants import ALONE, CAUGHT, GATES, alone, caught


@pytest.mark.parametrize("gate", [gate for gate in GATES if gate not in ALONE])
def test_a_story_leaks_while_a_gate_is_off(gate: str, empty_sqlite: Path) -> None:
    """The story that did before, or one of the next few if it has become another one since."""
    assert caught(gate, empty_sqlite, [CAUGHT[gate], *range(12)]), "tell more stories: python -m tests.leaks.mutants"


@pytest.mark.parametrize("gate", ALONE)
def test_a_gate_that_others_stand_behind_is_missed_on_its_own(gate: str) -> None:
    assert alone(gate)


def test_the_same_stories_leak_nothing_while_all_gates_are_on(empty_sqlite: Path) -> None:
    assert caught("none", empty_sqlite, sorted(set(CAUGHT.values()))) is None
