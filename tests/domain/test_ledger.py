"""The release ledger: what may be printed beside what was printed before, figure by figure."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.answer import Answer, Approach, Assigned, Fixing, Quality
from bot.domain.figures import CellFigures, Figures
from bot.domain.footprints import WIDTH, Footprints, Told, mark, pack, unpack
from bot.domain.ledger import Held, Ledger, Printed, as_values, placed, section
from bot.domain.words import Line, Section

SINCE, UNTIL = date(2026, 7, 1), date(2026, 8, 1)
MONDAY = datetime(2026, 7, 6, 9, tzinfo=UTC)
TYPES = ("Bug triage", "Escalation")


def told(people: Iterable[int], task_type: str = "Bug triage", approach: str = "with_ai", **more: Any) -> list[Told]:
    """One answer each; its key is its author's and what it is about, so that the same words are the same answer."""
    day = more.pop("day", SINCE)
    given = {"minutes": 40.0, "fixing": Fixing.NO, **more}
    return [
        Told(f"{person}/{task_type}/{approach}/{day}", Answer(f"p{person}", task_type, Approach(approach), day, **given))
        for person in people
    ]


def both(people: Iterable[int], task_type: str = "Bug triage", **more: Any) -> list[Told]:
    who = list(people)
    return told(who, task_type, "with_ai", **more) + told(who, task_type, "without_ai", **more)


def ledger(answers: Sequence[Told], earlier: Iterable[Printed] = (), **more: Any) -> Ledger:
    here = [one for one in answers if more.get("since", SINCE) <= one.answer.finished_on < more.get("until", UNTIL)]
    given: dict[str, Any] = {
        "window": "2026-Q3",
        "since": SINCE,
        "until": UNTIL,
        "k": 5,
        "now": MONDAY,
        "here": Footprints(here, TYPES),
        "anywhere": Footprints(answers, TYPES),
        "moved": lambda _: 0,
        "earlier": list(earlier),
    }
    return Ledger(**{**given, **more})


def cell(task_type: str = "Bug triage", **more: Any) -> dict[str, Any]:
    return asdict(CellFigures(task_type, **more))


def release(book: Ledger, *cells: dict[str, Any], **whole: Any) -> dict[str, Any]:
    blank = asdict(Figures(5, "most"))
    return book.release({**blank, "cells": cells, **whole}, blank, cell(""))


def typical(answers: Sequence[Told], minutes: int, earlier: Iterable[Printed] = (), **more: Any) -> tuple[int | None, Ledger]:
    """The typical time with AI that is printed when `minutes` would be."""
    book = ledger(answers, earlier, **more)
    return release(book, cell(typical_with_ai=minutes, typical_without_ai=60))["cells"][0]["typical_with_ai"], book


def first(answers: Sequence[Told], minutes: int = 40, **more: Any) -> list[Printed]:
    printed, book = typical(answers, minutes, **more)
    assert printed == minutes
    return book.earlier


def later(people: Iterable[int], days: int = 7, **more: Any) -> list[Told]:
    return both(people, day=SINCE + timedelta(days=days), **more)


@pytest.mark.parametrize(("fresh", "minutes"), [(0, 40), (1, 40), (4, 40), (5, 45), (6, 45)])
def test_a_figure_is_updated_by_the_new_answers_of_enough_people_and_else_stays(fresh: int, minutes: int) -> None:
    old = both(range(6))
    assert typical(old + later(range(fresh)), 45, first(old))[0] == minutes


def test_many_new_answers_of_few_people_are_not_enough() -> None:
    old = both(range(6))
    assert typical(old + later(range(4)) + later(range(4), 8) + later(range(4), 9), 45, first(old))[0] == 40


def test_k_of_the_team_counts() -> None:
    old = both(range(9))
    assert typical(old + later(range(6)), 45, first(old, k=7), k=7)[0] == 40
    assert typical(old + later(range(7)), 45, first(old, k=7), k=7)[0] == 45


def test_each_side_of_the_times_needs_enough_people_of_its_own() -> None:
    old = both(range(6))
    one_without = told(range(5), day=UNTIL - timedelta(days=1)) + told(
        [0], approach="without_ai", day=UNTIL - timedelta(days=1)
    )
    assert typical(old + one_without, 45, first(old))[0] == 40
    assert typical(old + one_without[:-1], 45, first(old))[0] == 45


def test_answers_a_figure_does_not_use_do_not_count() -> None:
    old = both(range(6))
    without_time = later(range(5), minutes=None)
    earlier = first(old)
    assert typical(old + later([0]) + without_time, 45, earlier)[0] == 40
    assert typical(old + later([0]) + later(range(1, 6), 8, assigned=Assigned.RANDOMISED), 45, earlier)[0] == 40
    assert typical(old + later([0]) + both(range(1, 6), "Escalation"), 45, earlier)[0] == 40


def test_a_deleted_answer_is_a_difference_and_its_author_counts_for_nobody() -> None:
    old = both(range(8))
    earlier = first(old)
    assert typical([one for one in old if one.answer.person != "p7"], 45, earlier)[0] == 40
    assert typical([one for one in old if one.answer.person in {"p6", "p7"}], 45, earlier)[0] == 40
    assert typical([*old[:3], *later(range(5))], 45, earlier)[0] == 45


def changed(answers: list[Told], people: Iterable[int], minutes: float) -> list[Told]:
    names = {f"p{person}" for person in people}
    return [
        Told(one.key, Answer(**{**vars(one.answer), "minutes": minutes})) if one.answer.person in names else one
        for one in answers
    ]


def test_a_changed_answer_is_a_difference() -> None:
    old = both(range(8))
    assert typical(changed(old, range(4), 50), 45, first(old))[0] == 40
    assert typical(changed(old, range(5), 50), 45, first(old))[0] == 45


def test_answers_said_again_without_a_change_are_no_difference() -> None:
    old = both(range(8))
    assert typical(changed(changed(old, range(5), 40), [7], 50), 45, first(old))[0] == 40


def test_a_print_is_compared_with_every_earlier_one_not_only_with_the_last() -> None:
    """Five people change their answers and change them back: the third print would differ from the first by one person."""
    old = both(range(8))
    _, book = typical(changed(old, range(5), 50), 45, first(old))
    assert len(book.earlier) == 2
    assert typical(changed(old, [7], 50), 42, book.earlier)[0] == 45


@pytest.mark.parametrize(("moved", "minutes"), [(0, 45), (1, 40), (4, 40), (5, 45)])
def test_nothing_is_updated_while_a_few_people_have_joined_or_left(moved: int, minutes: int) -> None:
    old = both(range(6))
    assert typical(old + later(range(6)), 45, first(old), moved=lambda _: moved)[0] == minutes


def test_joining_and_leaving_is_counted_since_the_last_print_and_the_first_print_needs_none() -> None:
    asked: list[datetime] = []

    def moved(moment: datetime) -> int:
        asked.append(moment)
        return 1

    old = both(range(6))
    earlier = first(old, moved=moved)
    assert asked == []
    typical(old + later(range(5)), 45, earlier, moved=moved)
    assert asked == [MONDAY]


def test_another_window_over_the_same_answers_is_compared_as_well() -> None:
    """The year so far and the quarter so far: what only the year has must be nobody's, or that of enough people."""
    year: dict[str, Any] = {"window": "2026", "since": date(2026, 1, 1)}
    quarter = both(range(6))
    before = [both(people, day=date(2026, 2, 3)) for people in (range(0), range(2), range(5))]
    shown = [typical(quarter + more, 45, first(quarter), **year)[0] for more in before]
    assert shown == [45, None, 45]
    book = typical(quarter + before[1], 45, first(quarter), **year)[1]
    assert book.held == [Held("Bug triage", "typical", None)]


def test_windows_that_share_no_day_are_not_compared() -> None:
    old = both(range(6))
    spring = both(range(1, 7), day=date(2026, 5, 1))
    more: dict[str, Any] = {"window": "2026-Q2", "since": date(2026, 4, 1), "until": date(2026, 7, 1)}
    assert typical(old + spring, 45, first(old), **more)[0] == 45


def test_shares_by_their_own_answers_and_side_by_side_together() -> None:
    old = both(range(6), quality=Quality.AT)
    shares = {"below_standard_with_ai": "few", "below_standard_without_ai": "few", "right_skip": "70 %"}
    book = ledger(old)
    assert release(book, cell(shares=shares))["cells"][0]["shares"] == shares
    new = old + told(range(6), quality=Quality.BELOW, day=UNTIL - timedelta(days=1))
    again = ledger(new + told([0], approach="without_ai", quality=Quality.BELOW, day=UNTIL - timedelta(days=1)), book.earlier)
    changed_shares = {"below_standard_with_ai": "50 %", "below_standard_without_ai": "10 %", "dropped_ai": "few"}
    assert release(again, cell(shares=changed_shares))["cells"][0]["shares"] == {
        "below_standard_with_ai": "few",
        "below_standard_without_ai": "few",
        "dropped_ai": "few",
    }


def test_a_figure_over_all_types_minus_one_type_is_nobody_or_enough_people() -> None:
    reasons = frozenset({"learn"})
    one = told(range(8), approach="without_ai", skip_reasons=reasons)
    other = told(range(2), "Escalation", "without_ai", skip_reasons=reasons)
    table = (("I want to learn", "5–9"),)
    for more, shown in (([], table), (other, ()), (told(range(5), "Escalation", "without_ai", skip_reasons=reasons), table)):
        book = ledger([*one, *more])
        assert release(book, cell(main_reason="I want to learn"), skip_reasons=table)["skip_reasons"] == shown


def test_a_whole_minus_all_its_parts_is_nobody_or_enough_people() -> None:
    """Each single type leaves enough people; both together leave only those whose answers are about a third type."""
    types = (*TYPES, "Weekly report")
    reasons: dict[str, Any] = {"approach": "without_ai", "skip_reasons": frozenset({"learn"})}
    answers = [*told(range(6), TYPES[0], **reasons), *told(range(6), TYPES[1], **reasons), *told([1], types[2], **reasons)]
    marks = Footprints(answers, types)
    cells = [cell(name, main_reason="I want to learn") for name in TYPES]
    book = ledger(answers, here=marks, anywhere=marks)
    assert release(book, *cells, skip_reasons=(("I want to learn", "5–9"),))["skip_reasons"] == ()
    assert release(ledger(answers, here=marks, anywhere=marks), cells[0], skip_reasons=(("a", "5–9"),))["skip_reasons"]


def test_a_whole_is_compared_with_each_type_even_where_all_types_together_cover_it() -> None:
    """Most of a type's answers were deleted after its print: the whole minus the other type is what two people said."""
    reasons: dict[str, Any] = {"approach": "without_ai", "skip_reasons": frozenset({"learn"})}
    one, other = told(range(8), TYPES[0], **reasons), told(range(5), TYPES[1], **reasons)
    book = ledger([*one, *other])
    release(book, *(cell(name, main_reason="I want to learn") for name in TYPES))
    for rest, shown in ((other[:2], ()), (other, (("a", "5–9"),))):
        assert release(ledger([*one, *rest], book.earlier), skip_reasons=(("a", "5–9"),))["skip_reasons"] == shown


def test_a_comparison_counts_only_people_who_did_it_both_ways() -> None:
    shown: dict[str, Any] = {"ratio": 0.9, "low": 0.7, "high": 1.2, "people": "5–9", "rung": "c"}
    old = both(range(6))
    book = ledger(old)
    release(book, cell(**shown))
    new = old + later([0]) + told(range(20, 26))
    again = ledger(new, book.earlier)
    assert release(again, cell(**{**shown, "ratio": 1.1}))["cells"][0]["ratio"] == 0.9
    third = ledger(new + later(range(5), 9), again.earlier)
    assert release(third, cell(**{**shown, "ratio": 1.1}))["cells"][0]["ratio"] == 1.1


def test_all_work_together_is_a_whole_of_which_the_single_types_are_parts() -> None:
    shown: dict[str, Any] = {"ratio": 0.9, "low": 0.7, "high": 1.2, "people": "5–9", "rung": "c"}
    for others, printed in ((range(2), False), (range(5), True)):
        book = ledger(both(range(8)) + both(others, "Escalation"))
        found = release(book, cell(**shown), all_work=cell("all work", **shown))
        assert (found["all_work"] is not None) is printed


def test_one_deleted_answer_does_not_hold_the_parts_of_an_older_whole_for_the_rest_of_the_quarter() -> None:
    shown: dict[str, Any] = {"ratio": 0.9, "low": 0.7, "high": 1.2, "people": "5–9", "rung": "c"}
    old = both(range(8)) + both(range(8), "Escalation")
    book = ledger(old)
    assert release(book, all_work=cell("all work", **shown))["all_work"]
    new = old[1:] + later(range(8)) + both(range(8), "Escalation", day=SINCE + timedelta(days=9))
    found = release(ledger(new, book.earlier), cell(**shown), cell("Escalation", **shown))
    assert [one["ratio"] for one in found["cells"]] == [0.9, 0.9]


def test_a_figure_nobody_has_named_here_counts_as_made_of_everything() -> None:
    old = both(range(6), quality=Quality.AT)
    book = ledger(old)
    release(book, {**cell(), "novelty": 7})
    new = old + later(range(6)) + told([0], quality=Quality.BELOW, day=UNTIL - timedelta(days=1))
    assert release(ledger(new, book.earlier), {**cell(), "novelty": 8})["cells"][0]["novelty"] == 7


def test_the_same_answers_print_the_same_figure_and_are_entered_once() -> None:
    old = both(range(6))
    shown, book = typical(old, 41, first(old))
    assert (shown, book.fresh, book.held) == (40, [], [])


def test_a_print_of_smaller_groups_than_the_team_asks_for_now_is_not_printed_again() -> None:
    old = both(range(9))
    assert typical(old + later([0]), 45, first(old), k=7)[0] is None


def test_marks_are_of_equal_width_and_name_nobody() -> None:
    found = Footprints(both(range(6)), TYPES).of("Bug triage", "time/with")
    assert {len(one) for one in found} == {WIDTH}
    assert unpack(pack(found)) == set(found)
    assert mark("a", "time/with", 40) != mark("b", "time/with", 40) != mark("b", "time/with", 41)


def test_the_digest_says_what_was_not_updated_and_since_when() -> None:
    held = [
        Held("", "reasons", None),
        Held("Bug triage", "typical", date(2026, 7, 6)),
        Held("Bug triage", "compared", date(2026, 7, 6)),
    ]
    said = section(held)
    assert said is not None
    assert [(line.lead, "6 July 2026" in line.text) for line in said.lines] == [
        ("Bug triage", True),
        ("All kinds of task", False),
    ]
    last = Section("question", "One question", (Line(None, "Why?"),))
    assert [part.key for part in placed((last, last), held)] == ["question", "held", "question"]
    assert placed((last,), []) == (last,)
    assert as_values(held)[0] == {"scope": "", "kind": "reasons", "since": None}
