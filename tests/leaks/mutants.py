"""Gates switched off one at a time, to see that each is missed: `python -m tests.leaks.mutants` tells by what, and how soon.

A gate is replaced by one that lets everything through, for as long as the `with` lasts. Stories of the office are told until
one of them fails; `CAUGHT` is the first that does, and `test_mutants.py` tells it again. Behind the gates in `ALONE` there is
another, so that a story hardly ever needs them: a test without the ledger does.
"""

import logging
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np
import structlog

from bot.domain import digest, gates, ledger, privacy
from bot.domain.columns import Columns
from bot.domain.ledger import Ledger
from bot.domain.printed import Printed
from bot.press import Press
from storage.database import Store
from tests.domain import test_verdict_words
from tests.leaks import test_gates_alone
from tests.leaks.player import play

MOST = 150  # stories


def _gate(name: str, open_gate: Any) -> Callable[[], Any]:
    """One gate of `gates.py` alone; the ledger keeps its own."""
    return lambda: patch.object(gates, "privacy", SimpleNamespace(**{**vars(privacy), name: open_gate}))


def _ledger(name: str, instead: Any) -> Callable[[], Any]:
    return lambda: patch.object(Ledger, name, instead)


def _yes(*_: Any, **__: Any) -> bool:
    return True


def _exact(value: Any, *_: Any) -> Any:
    return value


def _some_arms(one: int, other: int, _: int = 5) -> bool:
    return min(one, other) > 0


def _some_people(people: int, _: int = 5) -> bool:
    return people > 0


def _some_share(out_of: Mapping[str, int], _: int = 5) -> bool:
    return len(out_of) > 0 and privacy.dominance_ok(out_of)


def _small_groups_too(groups: Mapping[str, Collection[str]], k: int = 5, total: Collection[str] | None = None) -> privacy.Shown:
    """Without rule 2: whoever is in a group that is too small is in none that matters."""
    shown = privacy.suppress(groups, k, total)
    return privacy.Shown(shown.total, shown.groups | {name for name, who in groups.items() if 0 < len(who) < k})


def _whatever_is_left(groups: Mapping[str, Collection[str]], k: int = 5, total: Collection[str] | None = None) -> privacy.Shown:
    """Without rule 3: every group that is large enough."""
    everybody = frozenset[str]().union(*groups.values(), total or ())
    return privacy.Shown(len(everybody) >= k, frozenset(name for name, who in groups.items() if len(who) >= k))


def _unfolded(groups: Mapping[str, Collection[str]], _: int = 5, rest: Collection[str] = ()) -> Any:
    named = {name: len(who) for name, who in groups.items() if name not in rest and who}
    others = len(frozenset[str]().union(*(frozenset(who) for name, who in groups.items() if name in rest)))
    return (named, others) if named else None


def _by_type(book: Ledger, row: Printed, other: Printed, part: str) -> Any:
    """Whoever has any new answer to these kinds of task, whether the figure uses it or not."""
    mine, theirs = (book._region(one, part) for one in (row, other))
    return book._people(mine ^ theirs)


def _any_k(book: Ledger, *row: Any) -> Any:
    """A print of smaller groups than the team asks for now is as good as another."""
    asked, book.k = book.k, 5
    try:
        return _release(book, *row)
    finally:
        book.k = asked


def _every_kind(book: Ledger, *row: Any) -> Any:
    """Answers to kinds of task that are not the team's count with those of all kinds together."""

    def of_kinds(answers: Columns, wanted: Collection[str]) -> Any:
        return np.ones(len(answers), dtype=np.bool_) if len(wanted) > 1 else _of_kinds(answers, wanted)

    with patch.object(Columns, "of_kinds", of_kinds):
        return _release(book, *row)


def _all_there(book: Press) -> Any:
    return np.zeros(len(book._everything.names), dtype=np.int64)


_release, _of_kinds = Ledger.release, Columns.of_kinds
GATES: dict[str, Callable[[], Any]] = {
    "may_show_arms": _gate("may_show_arms", _some_arms),
    "may_show_ratio": _gate("may_show_ratio", _some_people),
    "may_show_share": _gate("may_show_share", _some_share),
    "may_show, of bands and weeks": _gate("may_show", _some_people),
    "dominance_ok": _gate("dominance_ok", bool),
    "dominance, of differences": _gate("LARGEST_SHARE", 1.0),
    "suppress, rule 2": _gate("suppress", _small_groups_too),
    "suppress, rule 3": _gate("suppress", _whatever_is_left),
    "nobody_or_enough": _gate("nobody_or_enough", _yes),
    "fold": _gate("fold", _unfolded),
    "band": _gate("band", str),
    "round_share": _gate("round_share", lambda share, _: f"{share:.1%}"),
    "round_ratio": _gate("round_ratio", _exact),
    "round_points": _gate("round_points", lambda points, *_: round(points * 100)),
    "round_money": _gate("round_money", _exact),
    "round_minutes": _gate("round_minutes", round),
    "silenced": lambda: patch.object(digest, "silenced", _exact),
    "ledger: k people": lambda: patch.object(ledger, "privacy", SimpleNamespace(may_show=_some_people)),
    "ledger: _apart": _ledger("_apart", _yes),
    "ledger: _remainders": _ledger("_remainders", _yes),
    "ledger: edits": _ledger("_edited", lambda *_: False),
    "ledger: new by part": _ledger("_differ", _by_type),
    "ledger: a larger k": _ledger("release", _any_k),
    "ledger: other kinds of task": _ledger("release", _every_kind),
    "ledger: the last print only": lambda: patch.object(ledger, "newest_of", lambda rivals, _: list(rivals)[-1:]),
    "press: who joined or left": lambda: patch.object(Press, "_joined", _all_there),
}


ALONE: dict[str, Callable[[], None]] = {
    "nobody_or_enough": test_gates_alone.test_all_work_is_not_printed_where_what_is_not_printed_of_it_is_the_work_of_few,
    "silenced": test_verdict_words.test_few_answers_and_unfinished_work_stand_in_the_way,
    "dominance, of differences": (
        test_gates_alone.test_a_difference_that_one_person_carries_is_not_printed_even_where_nobody_carries_the_shares
    ),
}
CAUGHT = {
    **dict.fromkeys(("may_show_arms", "may_show_ratio", "may_show_share", "may_show, of bands and weeks"), 0),
    **dict.fromkeys(("fold", "band", "round_share", "round_ratio", "round_points", "round_money"), 0),
    "round_minutes": 1,
    "dominance_ok": 4,
    "suppress, rule 2": 2,
    "suppress, rule 3": 2,
    "ledger: k people": 0,
    "ledger: _apart": 0,
    "ledger: _remainders": 5,
    "ledger: edits": 3,
    "ledger: new by part": 0,
    "ledger: a larger k": 2,
    "ledger: other kinds of task": 0,
    "ledger: the last print only": 1,
    "press: who joined or left": 1,
}


def alone(gate: str) -> str | None:
    """How the test of a gate fails while it is off."""
    try:
        with GATES[gate]():
            ALONE[gate]()
    except AssertionError as missed:
        return f"{ALONE[gate].__name__}: {missed}"
    return None


def caught(gate: str, empty: Path, seeds: Iterable[int]) -> tuple[int, str] | None:
    """The first story that fails while the gate is off, and how. All gates are on where no such gate is known."""
    for seed in seeds:
        try:
            with GATES.get(gate, nullcontext)():
                play(empty, seed)
        except AssertionError as leak:
            return seed, str(leak)
    return None


@contextmanager
def empty_database() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/empty.db")
        store.migrate()
        store.close()
        yield Path(folder) / "empty.db"


def main(only: str = "") -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with empty_database() as empty:
        for gate in (gate for gate in GATES if only in gate):
            begun = perf_counter()
            found = (0, alone(gate)) if gate in ALONE else caught(gate, empty, range(MOST))
            seed, leak = found or (-1, None)
            by = "a test" if gate in ALONE else f"story {seed}"
            said = (leak or "NOT CAUGHT").splitlines()[0][:170]
            sys.stdout.write(f"{gate:28} {by:9} {perf_counter() - begun:5.1f} s  {said}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
