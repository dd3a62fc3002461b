"""What a trial would take, said before it begins: flips, weeks, and what to change where it is too long."""

import subprocess
import sys

import pytest
from scipy.stats import t

from bot.domain.language import LANGUAGES, speaking
from bot.domain.trialpower import LONG_WEEKS, Advice, needed, plan, student
from bot.domain.trialpowerwords import advice, words


@pytest.mark.parametrize("free", [4, 5, 7, 11, 15, 40])
@pytest.mark.parametrize("tail", [0.8, 0.975])
def test_students_quantiles_are_near_enough(free: int, tail: float) -> None:
    assert student(tail, free) == pytest.approx(float(t.ppf(tail, free)), rel=3e-3)


@pytest.mark.parametrize(
    ("ratio", "spread", "people", "flips"),
    [
        (0.8, 0.75, 5, 850),
        (0.8, 0.75, 8, 660),
        (0.8, 0.75, 16, 560),
        (0.8, 0.5, 12, 260),
        (0.5, 0.75, 8, 70),
        (1.25, 0.75, 8, 660),
    ],
)
def test_flips_in_all_are_more_than_twice_those_each_way_and_whole_tens(
    ratio: float, spread: float, people: int, flips: int
) -> None:
    assert needed(ratio, spread, people) == flips


def test_weeks_follow_from_people_and_their_pace_and_a_short_trial_needs_no_advice() -> None:
    made = plan(0.8, 0.5, 12, 3)
    assert (made.flips, made.weeks, made.own, made.advice, made.bigger) == (260, 8, True, (), None)
    assert LONG_WEEKS == 13
    assert plan(0.8, 0.5, 12, 1.5).weeks == 15


def test_a_spread_that_is_not_known_is_a_common_one() -> None:
    assert (plan(0.8, None, 8, 2).spread, plan(0.8, None, 8, 2).own) == (0.75, False)


def test_fewer_than_five_people_have_the_range_of_five_and_take_longer() -> None:
    few, five = plan(0.8, None, 2, 2), plan(0.8, None, 5, 2)
    assert few.flips == five.flips
    assert (few.weeks, five.weeks) == (213, 85)


def test_where_nobody_does_such_tasks_there_are_flips_and_no_weeks() -> None:
    for people, pace in ((0, 2.0), (8, 0.0)):
        made = plan(0.8, None, people, pace)
        assert (made.weeks, made.long, made.bigger) == (None, True, None)
        assert words(made).startswith(f"Telling 20 % less time from no difference takes about {made.flips} flips. Four")


def test_more_than_thirteen_weeks_bring_advice_that_would_be_enough() -> None:
    made = plan(0.8, None, 8, 2)
    assert made.long
    assert made.advice == tuple(Advice)
    assert made.bigger is not None
    assert not plan(made.bigger, None, 8, 2).long
    assert plan(made.bigger + 0.05, None, 8, 2).long
    slower = plan(1.25, None, 8, 2).bigger
    assert slower is not None
    assert not plan(slower, None, 8, 2).long


def test_where_no_effect_could_be_found_in_time_none_is_advised() -> None:
    made = plan(0.8, 1.2, 5, 0.2)
    assert (made.bigger, made.advice) == (None, (Advice.PEOPLE, Advice.KINDS)), (
        "it would take more than the year a trial may last"
    )


def test_it_is_said_in_a_few_sentences() -> None:
    assert words(plan(0.8, 0.5, 12, 3)) == (
        "Telling 20 % less time from no difference takes about 260 flips: with 12 people and 3 such tasks a week from each, "
        "about 8 weeks. Four such trials in five find a difference as large as that, if there is one. "
        "The spread of times is that of your team's own tasks (σ 0.5)."
    )
    assert advice(plan(0.8, 0.5, 12, 3)) == ()
    long, *what = advice(plan(0.8, None, 8, 2))
    assert long == "That is longer than 13 weeks, in which much else changes."
    assert what[0] == "Look for a bigger difference: 35 % less time could be told in 13 weeks."
    assert len(what) == 4
    assert "a common one (σ 0.75)" in words(plan(0.8, None, 8, 2))
    assert "about 1 week." in words(plan(0.5, 0.3, 12, 5))


def test_every_language_has_its_own_words() -> None:
    said = set()
    for language in LANGUAGES:
        with speaking(language):
            said.add((words(plan(0.8, None, 8, 2)), *advice(plan(0.8, None, 8, 2))))
    assert len(said) == len(LANGUAGES)
    assert all(len({one[at] for one in said}) == len(LANGUAGES) for at in range(6))


def test_planning_loads_nothing_heavy() -> None:
    code = "import sys, bot.domain.trialpowerwords, bot.domain.told; print([m for m in ('numpy', 'scipy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
