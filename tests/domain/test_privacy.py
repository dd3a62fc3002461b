"""Privacy gates: tables of who may be shown, and what no table of groups may ever give away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import privacy
from bot.domain.privacy import Response, Toward


def apart(sizes: dict[str, int]) -> dict[str, set[str]]:
    """Groups that share nobody."""
    return {name: {f"{name}{n}" for n in range(size)} for name, size in sizes.items()}


def first(count: int) -> set[str]:
    return {f"p{n}" for n in range(count)}


@pytest.mark.parametrize(
    ("groups", "total", "shown"),
    [
        (apart({"Tech": 9, "Sales": 4}), True, set()),
        (apart({"Tech": 9, "Sales": 5}), True, {"Tech", "Sales"}),
        (apart({"A": 9, "B": 4, "C": 6}), True, {"A"}),
        (apart({"A": 9, "B": 3, "C": 2}), True, {"A"}),
        (apart({"A": 4}), False, set()),
        ({"triage": first(8), "report": first(6), "email": first(3)}, True, {"triage"}),
        (apart({"A": 9, "B": 3, "C": 1, "D": 5}), True, {"A"}),
        (apart({"A": 5}), True, {"A"}),
        (apart({"A": 9, "B": 0}), True, {"A"}),
        (apart({"A": 6, "B": 6, "C": 4}), True, {"A"}),
        ({}, False, set()),
    ],
)
def test_o17_hidden_groups_together_never_stand_for_fewer_than_five(
    groups: dict[str, set[str]], total: bool, shown: set[str]
) -> None:
    assert privacy.suppress(groups) == privacy.Shown(total, frozenset(shown))


def test_people_in_the_total_but_in_no_group_count_as_hidden() -> None:
    groups = apart({"A": 9, "B": 6})
    assert privacy.suppress(groups, total={"x1"}).groups == {"A"}
    assert privacy.suppress(groups, total={f"x{n}" for n in range(5)}).groups == {"A", "B"}


@given(
    st.dictionaries(st.sampled_from("ABCDEF"), st.frozensets(st.integers(0, 20).map(str), max_size=12)),
    st.integers(5, 8),
)
def test_a_total_minus_everything_shown_is_nobody_or_at_least_k_people(groups: dict[str, frozenset[str]], k: int) -> None:
    shown = privacy.suppress(groups, k)
    hidden = frozenset[str]().union(*(who for name, who in groups.items() if name not in shown.groups))
    everybody = frozenset[str]().union(*groups.values())
    assert all(len(groups[name]) >= k for name in shown.groups)
    assert shown.total == (len(everybody) >= k)
    if shown.total:
        assert not hidden or len(hidden) >= k
    else:
        assert not shown.groups


@pytest.mark.parametrize("k", [-1, 0, 1, 4])
def test_k_is_never_lowered(k: int) -> None:
    for gate in (
        lambda: privacy.checked(k),
        lambda: privacy.may_show(9, k),
        lambda: privacy.may_show_arms(9, 9, k),
        lambda: privacy.may_show_ratio(9, k),
        lambda: privacy.suppress(apart({"A": 9}), k),
        lambda: privacy.fold(apart({"A": 9}), k),
        lambda: privacy.nobody_or_enough(9, k),
        lambda: privacy.may_share_sentences(20, k),
    ):
        with pytest.raises(ValueError, match="never shown"):
            gate()


@pytest.mark.parametrize(
    ("people_with", "people_without", "k", "may"),
    [(5, 5, 5, True), (4, 20, 5, False), (20, 4, 5, False), (6, 6, 7, False), (7, 7, 7, True)],
)
def test_typical_times_need_enough_people_on_each_side(people_with: int, people_without: int, k: int, may: bool) -> None:
    assert privacy.may_show_arms(people_with, people_without, k) is may


@pytest.mark.parametrize(
    ("weights", "fine"),
    [
        ({"A": 1, "B": 1}, True),
        ({"A": 2, "B": 1}, False),
        ({"A": 5, "B": 3, "C": 2}, True),
        ({"A": 5.1, "B": 3, "C": 2}, False),
        ({"A": 1}, False),
        ({}, False),
        ({"A": 0}, False),
    ],
)
def test_nobody_carries_more_than_half_of_a_figure(weights: dict[str, float], fine: bool) -> None:
    assert privacy.dominance_ok(weights) is fine


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"learn": 6, "people": 5}, ({"learn": 6, "people": 5}, 0)),
        ({"learn": 6, "people": 3, "context": 2}, ({"learn": 6}, 5)),
        ({"learn": 6, "people": 3}, None),
        ({"learn": 4}, None),
        ({"learn": 4, "people": 4}, None),
        ({"learn": 6, "other": 7}, ({"learn": 6}, 7)),
        ({}, None),
    ],
)
def test_reasons_of_few_people_fold_into_others_or_there_is_no_table(
    sizes: dict[str, int], expected: tuple[dict[str, int], int] | None
) -> None:
    assert privacy.fold(apart(sizes), rest=["other"]) == expected


def test_people_who_gave_several_rare_reasons_count_once_among_the_others() -> None:
    assert privacy.fold({"learn": first(6), "people": first(3), "context": first(2)}) is None


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, None), (4, None), (5, "5–9"), (9, "5–9"), (10, "10–19"), (19, "10–19"), (20, "20–49"), (49, "20–49"), (50, "50+")],
)
def test_counts_are_bands_and_fewer_than_five_has_none(count: int, words: str | None) -> None:
    assert privacy.band(count) == words


@pytest.mark.parametrize(
    ("ratio", "toward", "rounded"),
    [
        (0.8737, Toward.NEAREST, 0.85),
        (0.88, Toward.NEAREST, 0.9),
        (1.0, Toward.NEAREST, 1.0),
        (0.64, Toward.LESS, 0.6),
        (0.64, Toward.MORE, 0.65),
        (0.65, Toward.LESS, 0.65),
        (1.25, Toward.MORE, 1.25),
        (1.21, Toward.MORE, 1.25),
        (0.01, Toward.LESS, 0.05),
        (0.01, Toward.NEAREST, 0.05),
    ],
)
def test_ratios_round_to_five_percent_and_ranges_outwards(ratio: float, toward: Toward, rounded: float) -> None:
    assert privacy.round_ratio(ratio, toward) == pytest.approx(rounded)


@pytest.mark.parametrize(
    ("share", "people", "words"),
    [
        (0.0, 9, "few"),
        (0.04, 5, "few"),
        (0.05, 5, "10 %"),
        (0.344, 12, "30 %"),
        (0.949, 9, "90 %"),
        (0.96, 9, "most"),
        (1.0, 9, "most"),
        (1.0, 10, "95 % or more"),
        (0.0, 10, "under 5 %"),
    ],
)
def test_shares_round_to_ten_percent_and_none_and_all_are_never_exact(share: float, people: int, words: str) -> None:
    assert privacy.round_share(share, people) == words


@pytest.mark.parametrize(
    ("minutes", "rounded"), [(0.3, 1), (7.4, 7), (12.4, 10), (31.3, 30), (58, 60), (67, 60), (70, 75), (250, 240), (256, 270)]
)
def test_typical_times_round_to_the_steps_people_think_in(minutes: float, rounded: int) -> None:
    assert privacy.round_minutes(minutes) == rounded


@pytest.mark.parametrize(("people", "fine"), [(0, True), (1, False), (4, False), (5, True)])
def test_what_can_be_got_by_subtracting_is_nobodys_or_that_of_enough(people: int, fine: bool) -> None:
    assert privacy.nobody_or_enough(people) is fine


@pytest.mark.parametrize(("answered", "k", "may"), [(9, 5, False), (10, 5, True), (10, 12, False), (12, 12, True)])
def test_shared_sentences_need_ten_people_who_answered(answered: int, k: int, may: bool) -> None:
    assert privacy.may_share_sentences(answered, k) is may


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        (100, 60, Response.MOST),
        (100, 59, Response.HALF),
        (100, 40, Response.HALF),
        (100, 39, Response.FEW),
        (100, 0, Response.FEW),
        (0, 0, Response.NO_DATA),
        (0, 3, Response.NO_DATA),
    ],
)
def test_response_is_a_band_and_nobody_asked_is_no_data(asked: int, answered: int, expected: Response) -> None:
    assert privacy.response(asked, answered) is expected
