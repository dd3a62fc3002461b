"""Who is given which work: balanced, seeded, never one's own; and how far two reviewers agree."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain import reviewfigures, reviewing
from bot.domain.agreement import kappa
from bot.domain.refusal import Refusal
from bot.domain.reviewfigures import Given
from bot.domain.reviewing import Piece

SEED = reviewing.seed("team", "2026-W28")


def pieces(with_ai: int, without: int) -> list[Piece]:
    return [Piece(f"w{n}", f"author{n % 7}", n < with_ai) for n in range(with_ai + without)]


@pytest.mark.parametrize(
    ("with_ai", "without", "most", "drawn"),
    [(10, 10, 4, (2, 2)), (10, 2, 4, (2, 2)), (10, 1, 4, (3, 1)), (1, 0, 4, (1, 0)), (0, 0, 4, (0, 0)), (9, 9, 0, (0, 0))],
)
def test_as_many_made_with_ai_as_without_are_drawn_where_there_are(
    with_ai: int, without: int, most: int, drawn: tuple[int, int]
) -> None:
    found = reviewing.drawn(pieces(with_ai, without), most, SEED)
    assert (sum(one.with_ai for one in found), sum(not one.with_ai for one in found)) == drawn


def test_the_same_week_draws_the_same_work_in_whatever_order_it_is_read() -> None:
    every = pieces(8, 8)
    assert reviewing.drawn(every, 5, SEED) == reviewing.drawn(every[::-1], 5, SEED)
    weeks = {tuple(reviewing.drawn(every, 5, reviewing.seed("team", f"2026-W{week}"))) for week in range(10, 20)}
    assert len(weeks) == 10


def test_where_a_week_has_room_for_an_odd_number_either_side_may_have_one_more() -> None:
    more = {
        sum(one.with_ai for one in reviewing.drawn(pieces(9, 9), 3, reviewing.seed("team", f"2026-W{week}")))
        for week in range(10, 50)
    }
    assert more == {1, 2}


def test_nobody_is_given_their_own_or_more_than_two_and_the_least_busy_come_first() -> None:
    volunteers = ("ada", "ben", "cleo", "dan")
    assert reviewing.reviewers("ada", volunteers, {"ben": 2, "cleo": 1}, SEED, 2) == ["dan", "cleo"]
    assert reviewing.reviewers("ada", volunteers, {}, SEED, 3, asked=("ben", "dan")) == ["cleo"]
    assert reviewing.reviewers("ada", ("ada",), {}, SEED, 1) == []


def test_every_third_piece_goes_to_two() -> None:
    assert [reviewing.twice(place) for place in range(6)] == [True, False, False, True, False, False]


@pytest.mark.parametrize(
    ("work", "link"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("http://example.org", True),
        ("see https://example.org", False),
        ("https://example.org/<!channel>", False),
        ("https://example.org|click here", False),
        ("javascript:alert(1)", False),
    ],
)
def test_only_a_bare_address_is_shown_as_a_link(work: str, link: bool) -> None:
    assert reviewing.is_link(work) is link


def test_a_step_a_number_and_words_have_their_limits() -> None:
    assert reviewing.score_of("3") == 3
    for wrong in (None, "", "0", "6", "three", "２"):
        with pytest.raises(Refusal):
            reviewing.score_of(wrong)
    assert reviewing.checked_number(" 20 ") == 20
    for typed in ("21", "-1", "many", ""):
        with pytest.raises(Refusal):
            reviewing.checked_number(typed)
    with pytest.raises(Refusal):
        reviewing.checked_work("x" * 501)
    with pytest.raises(Refusal):
        reviewing.checked_standard("x" * 1001)


def test_a_kind_of_task_has_its_own_standard_or_that_of_all() -> None:
    assert reviewing.standard_for({"": "all", "Triage": "own"}, "Triage") == "own"
    assert reviewing.standard_for({"": "all", "Triage": "own"}, "Reply") == "all"
    assert reviewing.standard_for({}, "Reply") == ""


def test_kappa_is_one_where_all_agree_and_about_zero_by_chance() -> None:
    assert kappa([(1, 1), (3, 3), (5, 5)]) == pytest.approx(1)
    every = [(one, other) for one in range(1, 6) for other in range(1, 6)]
    assert kappa(every) == pytest.approx(0, abs=1e-12)
    assert kappa([(4, 4)] * 12) is None
    assert kappa([]) is None


def test_kappa_is_that_of_its_formula_and_does_not_ask_who_was_first() -> None:
    pairs = [(1, 2), (2, 2), (3, 5), (4, 4), (5, 4), (2, 1), (3, 3)]
    both = [*pairs, *((other, one) for one, other in pairs)]
    scores = [one for one, _ in both]
    mean = sum(scores) / len(scores)
    apart = sum((one - other) ** 2 for one, other in both) / len(both)
    spread = sum((one - mean) ** 2 for one in scores) / len(scores)
    assert kappa(pairs) == pytest.approx(1 - apart / (2 * spread))
    assert kappa([(other, one) for one, other in pairs]) == pytest.approx(kappa(pairs))


MONDAY, LATER = datetime(2026, 7, 13, 9, tzinfo=UTC), datetime(2026, 7, 20, 9, tzinfo=UTC)


def given(works: int, reviewers: int, authors: int = 6, tells: int = 0, at: datetime = MONDAY, name: str = "w") -> list[Given]:
    """Each work reviewed by two people, who agree; in so many of the reviews somebody could tell."""
    whose = [
        (f"{name}{n}", f"a{n % authors}", f"r{(n + second) % reviewers}", 1 + n % 5) for n in range(works) for second in (0, 1)
    ]
    return [Given(*one, can_tell=place < tells, at=at) for place, one in enumerate(whose)]


def is_new(one: Given, since: datetime) -> bool:
    return one.at > since


def first(reviews: list[Given], k: int = 5) -> dict[str, Any]:
    """What the first digest prints, by name."""
    return {name: one["value"] for name, one in (reviewfigures.gated(reviews, k, MONDAY, {}, is_new) or {}).items()}


def after(before: list[Given], new: list[Given]) -> set[str]:
    """Which of both a digest a week later prints anew."""
    printed = reviewfigures.gated(before, 5, MONDAY, {}, is_new) or {}
    found = reviewfigures.gated([*before, *new], 5, LATER, printed, is_new) or {}
    assert all(found[name] == printed[name] for name in found if found[name]["at"] != LATER.isoformat())
    return {name for name, one in found.items() if one["at"] == LATER.isoformat()}


def test_beside_the_scores_stands_what_enough_reviewers_said_rounded() -> None:
    assert first(given(12, 6, tells=7)) == {"told": "30 %", "agreed": 1.0}
    found = {"told": {"value": "30 %"}, "agreed": {"value": 0.5}}
    assert [text for _lead, text in reviewfigures.lines(found)] == [
        "in about 30 % of the reviews, the reviewer could tell how the work was made.",
        "two people who reviewed the same work agreed in part (weighted kappa about 0.5; 1 is full agreement, 0 is chance).",
    ]
    assert "hardly agreed" in next(iter(reviewfigures.lines({"agreed": {"value": -0.3}})))[1]


@pytest.mark.parametrize(("works", "reviewers", "authors"), [(12, 4, 6), (12, 6, 4), (0, 6, 6)])
def test_of_fewer_than_five_reviewers_or_authors_nothing_is_said(works: int, reviewers: int, authors: int) -> None:
    assert reviewfigures.gated(given(works, reviewers, authors), 5, MONDAY, {}, is_new) is None
    assert list(reviewfigures.lines(None)) == []


def test_agreement_takes_ten_pieces_that_two_people_reviewed() -> None:
    assert first(given(9, 6)) == {"told": "few"}
    assert first(given(10, 6)) == {"told": "few", "agreed": 1.0}


@pytest.mark.parametrize("hers", [lambda one: replace(one, author="x0"), lambda one: replace(one, reviewer="x0")])
def test_where_one_person_gave_or_got_more_than_half_of_the_reviews_nothing_is_said(hers: Callable[[Given], Given]) -> None:
    alone = [hers(one) for one in given(30, 6, name="x")]
    assert first([*alone, *given(12, 6)]) == {}
    assert "told" in first([*alone[:10], *given(12, 6)])


@pytest.mark.parametrize(
    ("works", "reviewers", "authors", "anew"),
    [(5, 5, 5, {"told", "agreed"}), (5, 4, 5, set()), (5, 5, 4, set()), (0, 5, 5, set())],
)
def test_both_stand_until_enough_people_have_new_reviews_of_the_work_of_enough(
    works: int, reviewers: int, authors: int, anew: set[str]
) -> None:
    assert after(given(12, 6), given(works, reviewers, authors, at=LATER, name="new")) == anew


def test_of_new_reviews_of_which_few_are_second_ones_only_the_share_is_printed_anew() -> None:
    single = given(6, 6, at=LATER, name="new")[::2]
    assert after(given(12, 6), [*single, *given(4, 6, at=LATER, name="pair")]) == {"told"}


def test_what_is_new_counts_from_the_last_time_a_figure_was_printed_anew() -> None:
    """Two weeks of three people each are six, though a digest in between repeated the words."""
    before, week = given(12, 6), [given(6, 6, at=LATER + timedelta(days=n), name=f"new{n}") for n in (0, 1)]
    halves = [one for one in week[0] if one.reviewer < "r3"], [one for one in week[1] if one.reviewer >= "r3"]
    printed = reviewfigures.gated(before, 5, MONDAY, {}, is_new) or {}
    between = reviewfigures.gated([*before, *halves[0]], 5, LATER, printed, is_new) or {}
    assert between["told"] == printed["told"]
    then = reviewfigures.gated([*before, *halves[0], *halves[1]], 5, LATER + timedelta(days=7), between, is_new) or {}
    assert then["told"]["at"] > printed["told"]["at"]
