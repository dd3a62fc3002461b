"""The rows of a digest: which figures are printed or held together, what each is made of, and how a held row is named."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import pytest

from bot.domain.figures import CellFigures, Figures, OwnFigures
from bot.domain.gates import BY_PEOPLE
from bot.domain.outcomes import Outcome
from bot.domain.parts import EVERY_PART
from bot.domain.printed import EVERYTHING, Values
from bot.domain.rows import released

SHARES = {str(outcome): "50 %" for outcome in Outcome if outcome not in BY_PEOPLE}
LABELS: dict[str, Any] = {"task_type": "Bug triage", "rung": "sized", "verdict": "faster", "because": "wide", "level": 0.99}
LABELS |= {"sure": (), "alike": ("below",)}
NO_FIGURE = {"task_type", "tool", "evidence", "as_of", "shares"}
NO_FIGURE_OF_ALL = {"cells", "tools", "coin", "trials", "all_work", "hidden_types", "more_types", "all_shares"}
NO_FIGURE_OF_ALL |= {
    "own",
    "own_asked",
    "k",
    "response",
    "currency",
    "tools_bill",
    "as_of",
    "withheld",
    "answering",
    "reviewed",
    "priced",
}
BEFORE = date(2026, 7, 6)


class Book:
    """A ledger that lets through, holds or withholds as it is told, and remembers what it was asked."""

    def __init__(self, *withheld: str, **held: Values) -> None:
        self.withheld, self.held = withheld, held
        self.asked: dict[tuple[str, str], tuple[Values, set[str]]] = {}

    def __call__(self, scope: str, kind: str, value: Values, parts: set[str]) -> tuple[Values, date | None]:
        self.asked[scope, kind] = value, parts
        if kind in self.withheld:
            return {}, None
        return (self.held[kind], BEFORE) if kind in self.held else (value, None)


def full(**more: Any) -> CellFigures:
    """Something in every field."""
    some = {field.name: more.get(field.name, LABELS.get(field.name, 7)) for field in fields(CellFigures)}
    return CellFigures(**{**some, "tool": None, "evidence": "observed", "shares": SHARES, "as_of": {}, **more})


def whole(*cells: CellFigures, **more: Any) -> Figures:
    table = (("I want to learn", "5–9"),)
    tables = {"skip_reasons": table, "felt": table, "left_out": table, "all_shares": SHARES}
    said = {"expected": "5–9", "guessed": "50 %", "fixing_open": "5–9"}
    return Figures(5, "most", cells=cells, **{**tables, **said, **more})


def test_every_figure_of_a_kind_of_task_belongs_to_a_row() -> None:
    book = Book()
    released(Figures(5, "most", cells=(full(),)), book)
    named = {name for value, _ in book.asked.values() for name in value}
    assert named == {field.name for field in fields(CellFigures)} - NO_FIGURE | {f"share/{name}" for name in SHARES}
    assert {kind for _, kind in book.asked} == {
        *("times", "typical", "balance", "unfinished", "fixing", "skips", "worse", "trend", "cost")
    }


def test_every_figure_of_the_whole_belongs_to_a_row() -> None:
    book = Book()
    released(whole(), book)
    named = {name for value, _ in book.asked.values() for name in value}
    assert named == {field.name for field in fields(Figures)} - NO_FIGURE_OF_ALL | {f"share/{name}" for name in SHARES}
    assert "more" not in {kind for _, kind in book.asked}
    assert {scope for scope, _ in book.asked} == {EVERYTHING}


def test_whatever_a_row_is_said_to_be_made_of_is_known() -> None:
    book = Book()
    released(whole(full(), all_work=full(), coin=(full(evidence="coin-decided"),), tools=(full(tool="Claude"),)), book)
    assert {part for _, parts in book.asked.values() for part in parts} <= set(EVERY_PART)
    assert all(parts for _, parts in book.asked.values())


@dataclass(frozen=True)
class Tomorrow(CellFigures):
    novelty: int | None = None


@dataclass(frozen=True)
class TomorrowAll(Figures):
    novelty: int | None = None


def test_a_figure_nobody_has_named_is_a_row_of_its_own_and_made_of_everything() -> None:
    book = Book()
    released(TomorrowAll(5, "most", cells=(Tomorrow("Bug triage", novelty=7),), novelty=8), book)
    assert book.asked == {
        ("Bug triage", "more"): ({"novelty": 7}, set(EVERY_PART)),
        (EVERYTHING, "more"): ({"novelty": 8}, set(EVERY_PART)),
    }


@pytest.mark.parametrize(
    ("cell", "kind", "parts"),
    [
        ({"rung": "sized", "ratio": 0.9}, "times", {"compared/sized"}),
        ({"rung": "expected", "people": "5–9"}, "times", {"compared/expected"}),
        ({"rung": "sized", "ratio": 0.9, "more_tasks": 50}, "times", {"compared/sized", "timed"}),
        ({"rung": "sized", "ratio": 0.9, "evidence": "coin-decided"}, "by_coin", {"by_coin/sized"}),
        ({"typical_with_ai": 40, "typical_without_ai": 50}, "typical", {"time/with", "time/without"}),
        ({"balance": 1.0}, "balance", {"expected/with", "expected/without"}),
        ({"size": "alike"}, "balance", {"sized/with", "sized/without"}),
        ({"fixed": (10, 0, 20)}, "fixing", {"both/fixed"}),
        ({"fixed": (10, 0, 20), "alike": ("fixed",)}, "fixing", {"both/fixed/sized"}),
        ({"main_reason": "Quicker by hand"}, "skips", {"reasons"}),
        ({"trend": "steady"}, "trend", {"timed"}),
        ({"cost_with_ai": (1.0, 1.0, 2.0)}, "cost", {"spent/with", "spent/without"}),
        ({"shares": {"worse": "20 %"}}, "worse", {"worse"}),
    ],
)
def test_each_figure_is_made_of_its_own_part_of_the_answers(cell: dict[str, Any], kind: str, parts: set[str]) -> None:
    book = Book()
    released(Figures(5, "most", cells=(CellFigures("Bug triage", **cell),)), book)
    assert {name: of for (_, name), (_, of) in book.asked.items()} == {kind: parts}


def test_words_that_print_nothing_that_was_answered_are_not_asked_about() -> None:
    book = Book()
    out = released(Figures(5, "most", cells=(CellFigures("Bug triage", rung="arms_only", because="few_people"),)), book)
    assert (book.asked, out.cells[0].rung) == ({}, "arms_only")


def test_a_held_row_is_the_whole_row_of_then_named_by_its_day() -> None:
    before = {"balance": None, "size": "alike"}
    out = released(Figures(5, "most", cells=(full(size=None),)), Book(balance=before))
    (cell,) = out.cells
    assert (cell.balance, cell.size, cell.as_of) == (None, "alike", {"balance": "2026-07-06"})
    assert (cell.typical_with_ai, out.withheld) == (7, False)


def test_of_a_held_row_of_shares_only_those_of_then_are_printed() -> None:
    now = CellFigures("Bug triage", shares={"worse": "20 %", "dropped_ai": "30 %", "unfinished_with_ai": "10 %"})
    out = released(Figures(5, "most", cells=(now,)), Book(worse={"share/worse": "10 %", "share/no_difference": "50 %"}))
    assert out.cells[0].shares == {"worse": "10 %", "no_difference": "50 %", "unfinished_with_ai": "10 %"}


def test_a_row_that_may_not_be_printed_is_left_out_and_the_digest_knows() -> None:
    out = released(whole(full()), Book("skips", "reasons"))
    (cell,) = out.cells
    assert (cell.main_reason, out.skip_reasons, out.withheld) == (None, (), True)
    assert "right_skip" not in {**cell.shares, **out.all_shares}
    assert cell.ratio == 7


def test_a_comparison_that_may_not_be_printed_takes_its_tool_coin_and_all_work_with_it() -> None:
    cells = {"all_work": full(), "coin": (full(evidence="coin-decided"),), "tools": (full(tool="Claude"),)}
    out = released(whole(full(), **cells), Book("times", "by_coin"))
    assert (out.all_work, out.coin, out.tools, out.cells[0].ratio, out.cells[0].verdict) == (None, (), (), None, "not_enough")


def test_a_single_kind_of_task_is_asked_about_before_the_whole() -> None:
    book = Book()
    released(whole(full(), all_work=full()), book)
    scopes = [scope for scope, _ in book.asked]
    assert scopes.index(EVERYTHING) == scopes.count("Bug triage")


def test_a_held_row_of_the_whole_is_named_by_its_day_too() -> None:
    before = (("Quicker by hand", "5–9"),)
    out = released(whole(), Book(reasons={"skip_reasons": before}))
    assert (out.skip_reasons, out.as_of) == (before, {"reasons": "2026-07-06"})
    assert replace(out, skip_reasons=whole().skip_reasons, as_of={}) == whole()


def of_own(task_type: str, **more: Any) -> OwnFigures:
    return OwnFigures("own_one", "How satisfied was the customer?", "scale", task_type, **more)


APART: dict[str, Any] = {"rung": "sized", "level": 0.99, "people": "5–9", "apart": (0.5, 0.1, 0.9), "sure": True}
SIDES: dict[str, Any] = {"with_ai": (("At once", "80 %"),), "without_ai": (("At once", "50 %"),)}


def test_a_question_of_the_teams_own_is_a_kind_of_row_for_itself() -> None:
    book = Book()
    released(Figures(5, "most", own=(of_own("Bug triage", **APART), of_own("", **APART))), book)
    assert {key: parts for key, (_, parts) in book.asked.items()} == {
        ("Bug triage", "own/own_one"): {"own/own_one/both/sized"},
        (EVERYTHING, "own/own_one"): {"own/own_one/both/sized"},
    }
    assert {name for value, _ in book.asked.values() for name in value} == {*APART, *SIDES}


@pytest.mark.parametrize(
    ("figures", "parts"),
    [
        ({**APART, "rung": "unadjusted"}, {"both"}),
        (SIDES, {"with", "without"}),
        ({**SIDES, **APART}, {"with", "without", "both/sized"}),
        ({**SIDES, **APART, "rung": "unadjusted", "people": None}, {"with", "without"}),
    ],
)
def test_each_figure_of_an_own_question_is_made_of_its_own_part(figures: dict[str, Any], parts: set[str]) -> None:
    book = Book()
    released(Figures(5, "most", own=(of_own("Bug triage", **figures),)), book)
    ((_, made_of),) = book.asked.values()
    assert made_of == {f"own/own_one/{part}" for part in parts}


def test_an_own_question_is_held_as_it_was_or_left_out() -> None:
    before = {**APART, **SIDES, "apart": (0.3, 0.0, 0.6), "sure": False}
    figures = Figures(5, "most", own=(of_own("Bug triage", **APART),))
    (held,) = released(figures, Book(**{"own/own_one": before})).own
    assert (held.apart, held.sure, held.as_of) == ((0.3, 0.0, 0.6), False, {"own": "2026-07-06"})
    out = released(figures, Book("own/own_one"))
    assert (out.own, out.withheld) == ((), True)
