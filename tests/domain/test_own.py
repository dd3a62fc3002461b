"""One person's own times: the same ratio as for a team, and a range that leaves out one task at a time."""

import math
from datetime import date

import numpy as np
import pytest
from scipy import stats

from bot.domain.answer import Answer, Approach, Assigned
from bot.domain.cells import timed
from bot.domain.columns import Columns
from bot.domain.estimate import Rung, at
from bot.domain.own import leaving_out_tasks, own_times, record
from bot.domain.ownwords import times
from bot.domain.verdict import Verdict


def answers(rng: np.random.Generator, ratio: float, each: int = 20, spread: float = 0.3, **more: object) -> list[Answer]:
    return [
        Answer(
            "own",
            "Bug triage",
            way,
            date(2026, 6, 1),
            size=1 + n % 3,
            minutes=float(30 * factor * math.exp(spread * rng.standard_normal()) * (1 + n % 3)),
            fix_minutes=0.0,
            **more,  # type: ignore[arg-type]
        )
        for way, factor in ((Approach.WITH, ratio), (Approach.WITHOUT, 1.0))
        for n in range(each)
    ]


def test_the_ratio_is_that_of_the_estimator_and_one_person_gets_a_range() -> None:
    told = Columns.of(answers(np.random.default_rng(1), 0.5))
    found, plain = leaving_out_tasks(Rung.SIZE, timed(told)), at(Rung.SIZE, timed(told))
    assert found is not None
    assert plain is not None
    assert found.ratio == plain.ratio
    assert plain.low is None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.ratio < found.high < 1


def test_the_range_holds_the_truth_as_often_as_it_says_and_is_not_wider_than_it_must_be() -> None:
    rng, held, widths, plain = np.random.default_rng(7), 0, [], []
    for _ in range(150):
        tasks = timed(Columns.of(answers(rng, 0.8, each=12)))
        found = leaving_out_tasks(Rung.SIZE, tasks, 0.9)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.8 <= found.high
        widths.append(math.log(found.high / found.low))
        plain.append(2 * stats.t.ppf(0.95, 20) * 0.3 * math.sqrt(2 / 12))
    assert 0.85 <= held / 150 <= 0.96
    assert np.mean(widths) == pytest.approx(np.mean(plain), rel=0.15)


@pytest.mark.parametrize("each", [1, 2, 5, 9])
def test_fewer_than_ten_each_way_give_no_figure(each: int) -> None:
    one = own_times("Bug triage", Columns.of(answers(np.random.default_rng(2), 0.2, each=each)))
    assert (one.ratio, one.low, one.verdict) == (None, None, Verdict.NOT_ENOUGH)
    assert times(one).startswith("not enough yet.")


def test_times_that_are_all_alike_give_no_figure() -> None:
    assert own_times("Bug triage", Columns.of(answers(np.random.default_rng(3), 0.5, spread=0.0))).ratio is None


def test_many_unfinished_tasks_forbid_a_verdict() -> None:
    rng = np.random.default_rng(4)
    open_ones = [Answer("own", "Bug triage", Approach.WITH, date(2026, 6, 1), finished=False)] * 5
    assert own_times("Bug triage", Columns.of(answers(rng, 0.3))).verdict is Verdict.FASTER_CLEAR
    assert own_times("Bug triage", Columns.of([*answers(rng, 0.3), *open_ones])).verdict is Verdict.NOT_ENOUGH


def test_what_a_coin_decided_is_not_mixed_in() -> None:
    rng = np.random.default_rng(5)
    assert record(Columns.of(answers(rng, 0.3, assigned=Assigned.RANDOMISED)), ["Bug triage"]).times == ()


def test_no_answers_give_an_empty_record() -> None:
    found = record(Columns.of([]), [])
    assert (found.times, set(found.choices.values())) == ((), {0})
