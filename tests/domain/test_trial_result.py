"""What a trial shows: the comparison as the coin had it, what makes it no proof, and when it may be looked at."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from bench import coins
from bot.domain.answer import Answer, Approach, Assigned, Fixing, Quality
from bot.domain.columns import Columns
from bot.domain.flips import as_done, of_flips
from bot.domain.registration import Looks, TrialTerms
from bot.domain.told import Told
from bot.domain.trialfigures import TrialFigures
from bot.domain.trialresult import e_values, level_of, look, result
from bot.domain.trials import REJECT, e_process
from bot.domain.verdict import Because, Verdict

K = 5


def terms(looks: Looks = Looks.END, flips: int | None = 120) -> TrialTerms:
    return TrialTerms("By coin", "Bug triage", date(2026, 9, 1), date(2026, 11, 30), flips=flips, looks=looks)


def made(effect: float, people: int = 8, each: int = 16, seed: int = 1, spread: float = 0.4) -> list[Told]:
    """Everybody has as many flips each way; times are as expected but for chance and the effect."""
    chance = np.random.default_rng(seed)
    out = []
    for at in range(each):
        for person in range(people):
            with_ai = (at + person) % 2 == 0
            expected = float(np.exp(chance.normal(3.7, 0.6)))
            minutes = expected * math.exp(chance.normal(0, spread) + math.log(effect) * with_ai)
            out.append(one(person, with_ai, expected=expected, minutes=minutes))
    return out


def one(person: int, with_ai: bool, **more: Any) -> Told:
    plain: dict[str, Any] = {"forced": False, "expected": 40.0, "size": 3, "minutes": 40.0}
    plain["approach"] = Approach.WITH if with_ai else Approach.WITHOUT
    return Told(**{"person": f"p{person}", "with_ai": with_ai, **plain, **more})


def changed(told: Sequence[Told], which: Any, **to: Any) -> list[Told]:
    """The flips at these places, changed."""
    return [replace(flip, **to) if which(at, flip) else flip for at, flip in enumerate(told)]


def test_a_trial_with_an_effect_says_so_as_assigned_and_as_followed() -> None:
    found = result(made(0.6), terms(), K)
    assert (found.verdict, found.because, found.problems) == (Verdict.FASTER_CLEAR, None, ())
    assert found.assigned == found.followed
    assert found.assigned is not None
    assert found.assigned.low <= 0.6 <= found.assigned.high < 0.9
    assert (found.p, found.borderline, found.level, found.flips) == (0.001, False, 0.95, 128)
    assert (found.people, found.tasks, found.rung, found.balance) == ("5–9", "50+", "expected", 0.9)
    assert found.usable


def test_a_trial_without_an_effect_settles_nothing() -> None:
    found = result(made(1.0), terms(), K)
    assert (found.verdict, found.because) == (Verdict.NOT_ENOUGH, Because.WIDE)
    assert found.p is not None
    assert found.p > 0.05


def test_little_noise_and_no_effect_is_about_the_same_even_where_shuffling_sees_more() -> None:
    assert result(made(1.0, each=40, spread=0.05), terms(), K).verdict == Verdict.ABOUT_SAME
    sure = result(made(0.96, each=40, spread=0.05), terms(), K)
    assert (sure.verdict, sure.p, sure.borderline) == (Verdict.ABOUT_SAME, 0.001, False)


def test_range_and_shuffles_that_disagree_are_borderline_and_no_verdict() -> None:
    borderline = next(
        found
        for seed in range(80)
        if (found := result(made(0.8, people=5, each=12, seed=seed), terms(), K)).because == Because.BORDERLINE
    )
    assert borderline.borderline
    assert borderline.verdict == Verdict.NOT_ENOUGH


def test_it_goes_by_what_the_coin_said_and_not_by_what_was_done() -> None:
    """Whoever is quick anyway takes the tasks from AI: as followed AI looks slow, as assigned it does not."""
    told = [
        replace(flip, declined=True, approach=Approach.WITHOUT)
        if flip.with_ai and (flip.minutes or 0) < flip.expected * 0.75
        else flip
        for flip in made(1.0, each=40)
    ]
    found = result(told, terms(), K)
    assert found.assigned is not None
    assert found.followed is not None
    assert found.assigned.low < 1 < found.assigned.high
    assert found.followed.low > 1
    assert (found.verdict, found.problems) == (Verdict.NOT_ENOUGH, ("declined",))


def test_as_followed_is_left_out_where_it_would_tell_about_few() -> None:
    told = changed(made(0.6), lambda _, flip: flip.person in ("p0", "p1") and not flip.with_ai, approach=Approach.DROPPED)
    found = result(told, terms(), K)
    assert found.assigned is not None
    assert found.followed is None


def every(step: int, with_ai: bool | None = None) -> Any:
    return lambda at, flip: at // 2 % step == 0 and with_ai in (None, flip.with_ai)


OTHER_WAY = {"declined": True}
SPOILT = [
    ({"forced": False, "with_ai": True}, lambda at, _: at % 128 < 100, "unfair"),
    (OTHER_WAY, every(4), "declined"),
    (OTHER_WAY, every(6, with_ai=True), "declined"),
    ({"minutes": None}, every(4), "missing"),
    ({"minutes": None}, every(6, with_ai=False), "missing"),
    ({"overlapping": True}, every(4), "overlapping"),
    ({"overlapping": True}, every(6, with_ai=True), "overlapping"),
    ({"finished": False}, every(8), "unfinished"),
    ({"approach": None, "finished": False}, every(8, with_ai=True), "unfinished"),
    ({"approach": None}, every(8, with_ai=True), "unfinished"),
]


@pytest.mark.parametrize(("to", "which", "problem"), SPOILT)
def test_what_makes_a_result_no_proof(to: dict[str, Any], which: Any, problem: str) -> None:
    found = result(changed(made(0.5, each=32), which, **to), terms(), K)
    assert problem in found.problems
    assert (found.verdict, found.because, found.usable, found.borderline) == (Verdict.NOT_ENOUGH, None, False, False)
    assert found.assigned is not None, "the figures stand beside the reasons"


@pytest.mark.parametrize("name", ["declined", "missing", "overlapping", "unfinished"])
def test_a_few_of_each_are_no_problem(name: str) -> None:
    known: dict[str, dict[str, Any]] = {"missing": {"minutes": None}, "unfinished": {"finished": False}}
    to = known.get(name, {name: True})
    found = result(changed(made(0.5, each=32), every(16), **to), terms(), K)
    assert found.problems == ()
    assert getattr(found, name) == ("few", "few") or getattr(found, name) == ("10 %", "10 %")
    assert found.verdict == Verdict.FASTER_CLEAR


def test_forced_flips_say_nothing_about_the_coin() -> None:
    told = changed(made(0.5, each=32), lambda _, flip: flip.with_ai, forced=True)
    lone = [replace(flip, forced=not flip.with_ai) for flip in told]
    assert result(lone, terms(), K).problems == ("unfair",)
    assert result([replace(flip, forced=True) for flip in told], terms(), K).problems == ()
    assert result(told, terms(), K).forced == "50 %"


def test_fixing_standard_and_blind_scores_stand_beside_the_times_as_assigned() -> None:
    told = [
        replace(
            flip,
            fixing=Fixing.UP_TO_15 if flip.with_ai and at % 4 < 2 else Fixing.NO,
            quality=Quality.BELOW if not flip.with_ai and at % 16 < 8 else Quality.AT,
            score=(4.0 if flip.with_ai else 3.0) + at % 3 * 0.5,
        )
        for at, flip in enumerate(made(0.6))
    ]
    found = result(told, terms(), K)
    assert found.fixing is not None
    assert found.fixing[1] == "few"
    assert found.below is not None
    assert found.below[0] == "few"
    assert found.reviewed is not None
    point, low, high = found.reviewed
    assert low <= point <= high
    assert point == pytest.approx(1.0, abs=0.2)
    few = changed(told, lambda _, flip: flip.person in ("p0", "p1", "p2", "p3"), score=None)
    assert result(few, terms(), K).reviewed is None


def nothing_but(found: TrialFigures) -> bool:
    bare = TrialFigures(Verdict.NOT_ENOUGH, Because.FEW_PEOPLE, level=found.level, flips=found.flips)
    return found == bare


def test_of_fewer_than_k_people_nothing_is_printed_but_how_many_flips_there_were() -> None:
    four = [flip for flip in made(0.3, each=40) if flip.person < "p4"]
    assert nothing_but(result(four, terms(), K))
    assert nothing_but(result([], terms(), K))
    assert nothing_but(result(made(0.3, people=6), terms(), 7))
    assert not nothing_but(result(made(0.3, people=6), terms(), 6))


def test_one_person_with_most_of_the_flips_of_a_way_prints_nothing() -> None:
    spread = made(0.6, people=5, each=4)
    assert nothing_but(result([*spread, *(one(0, at % 2 == 0) for at in range(40))], terms(), K))


def test_five_people_of_whom_one_way_is_only_four_peoples_print_nothing() -> None:
    told = [flip for flip in made(0.6, people=5, each=20) if flip.with_ai or flip.person != "p0"]
    assert nothing_but(result(told, terms(), K))


def test_people_who_did_only_one_way_are_not_compared_and_too_few_others_have_no_range() -> None:
    told = [flip for flip in made(0.6, people=8, each=20) if flip.person < "p4" or flip.with_ai == (flip.person < "p6")]
    told += [one(9, with_ai=False) for _ in range(4)]
    found = result(told, terms(), K)
    assert (found.assigned, found.p, found.people, found.tasks) == (None, None, None, None)
    assert (found.verdict, found.because) == (Verdict.NOT_ENOUGH, Because.FEW_PEOPLE)


def test_one_persons_flips_change_no_band_that_others_could_read_them_from() -> None:
    told = made(0.6)
    more = [*told, one(0, with_ai=True), one(0, with_ai=False)]
    first, second = (result(flips, terms(), K) for flips in (told, more))
    assert (first.people, first.tasks, first.declined, first.forced) == (
        second.people,
        second.tasks,
        second.declined,
        second.forced,
    )


def test_what_is_printed_survives_being_kept() -> None:
    found = result(made(0.6), terms(), K)
    assert TrialFigures.from_json(found.to_json()) == found


def test_flips_are_read_as_answers_are() -> None:
    told = [
        one(0, with_ai=True, fixing=Fixing.UP_TO_60, quality=Quality.ABOVE),
        one(2, with_ai=False, fixing=Fixing.MORE, fix_minutes=90.0, minutes=None),
        one(0, with_ai=False, approach=Approach.DROPPED, finished=False, expected=0.4),
    ]
    answers = [
        Answer(
            *(flip.person, "trial", Approach.WITH if flip.with_ai else Approach.WITHOUT, date(2026, 9, 1), flip.size),
            *(flip.minutes, flip.done, flip.fixing, flip.fix_minutes, flip.quality),
            expected_minutes=flip.expected,
            assigned=Assigned.RANDOMISED,
        )
        for flip in told
    ]
    ours, theirs = of_flips(told), Columns.of(answers)
    for name in (
        "person",
        "kind",
        "minutes",
        "fix_minutes",
        "expected",
        "approach",
        "fixing",
        "quality",
        "assigned",
        "size",
        "finished",
    ):
        np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name), err_msg=name)
    assert (ours.names, ours.kinds) == (theirs.names, theirs.kinds)
    assert as_done(ours, told).with_ai.tolist() == [True, False, True]


# Looks


def test_a_trial_with_one_look_is_looked_at_at_its_end_only() -> None:
    for at in (1, 60, 128):
        assert not look(made(0.3)[:at], terms(), 0).due


@pytest.mark.parametrize(
    ("settled", "taken", "due"),
    [
        (0, 0, False),
        (29, 0, False),
        (30, 0, True),
        (59, 1, False),
        (60, 1, True),
        (90, 2, True),
        (110, 3, False),
        (60, 0, True),
    ],
)
def test_looks_are_due_at_a_quarter_half_and_three_quarters(settled: int, taken: int, due: bool) -> None:
    assert look(made(1.0)[:settled], terms(Looks.QUARTERS), taken).due == due


def test_the_earlier_a_look_the_wider_its_range_and_the_end_pays_for_them() -> None:
    levels = [look(made(1.0)[:at], terms(Looks.QUARTERS), taken).level for taken, at in enumerate((30, 60, 90))]
    assert levels == sorted(levels, reverse=True)
    assert levels[1] == pytest.approx(0.99702, abs=1e-4)
    assert level_of(terms(Looks.QUARTERS)) == pytest.approx(0.96427, abs=1e-5)
    assert result(made(1.0), terms(Looks.QUARTERS), K).level == level_of(terms(Looks.QUARTERS))
    assert levels[2] > level_of(terms(Looks.QUARTERS)) > level_of(terms()) == 0.95


def test_a_look_stops_what_is_plain_and_its_result_says_so_at_its_level() -> None:
    half = made(0.4)[:64]
    seen = look(half, terms(Looks.QUARTERS), 1)
    assert seen.stops
    found = result(half, terms(Looks.QUARTERS), K, seen.level)
    assert (found.verdict, found.level) == (Verdict.FASTER_CLEAR, seen.level)
    assert not look(made(1.0)[:64], terms(Looks.QUARTERS), 1).stops
    assert not look(made(0.85)[:64], terms(Looks.QUARTERS), 1).stops


def test_a_look_never_stops_what_could_not_be_printed() -> None:
    half = made(0.4)[:64]
    assert not look(half, terms(Looks.QUARTERS), 1, k=9).stops
    assert not look(changed(half, every(3), overlapping=True), terms(Looks.QUARTERS), 1).stops
    assert not look([flip for flip in made(0.4) if flip.person < "p4"], terms(Looks.QUARTERS), 1).stops


# The e-process


def test_after_each_task_evidence_stops_it_once_it_is_twenty_to_one() -> None:
    told = made(0.3, each=40)
    values = e_values(told)
    first = next(at for at, value in enumerate(values) if value >= REJECT)
    open_ended = terms(Looks.ALWAYS, None)
    assert look(told[:first], open_ended, 0).due
    assert not look(told[:first], open_ended, 0).stops
    stopped = next(at for at in range(first, len(told)) if look(told[: at + 1], open_ended, at).stops)
    found = result(told[: stopped + 1], open_ended, K)
    assert found.verdict.startswith("faster")
    assert found.p is None, "shuffling knows nothing of when it stopped"


def test_a_range_alone_settles_nothing_after_each_task() -> None:
    told = made(0.8, each=16, spread=0.3)
    assert result(told, terms(), K).verdict.startswith("faster")
    assert max(e_values(told)) < REJECT
    found = result(told, terms(Looks.ALWAYS, None), K)
    assert (found.verdict, found.because) == (Verdict.NOT_ENOUGH, Because.BORDERLINE)


def test_what_comes_later_changes_no_earlier_value() -> None:
    told = made(0.7)
    assert e_values([]) == []
    assert e_values(told)[:50] == pytest.approx(e_values(told[:50]))


def test_a_score_is_fixed_without_its_own_coin() -> None:
    """By hand: twice the expected time, then half of it, by one person; the second is held against the first."""
    told = [one(0, with_ai=True, minutes=80.0), one(0, with_ai=False, minutes=20.0), one(1, with_ai=True, minutes=40.0)]
    scores = [math.log(2) / 1.5, (-math.log(2) - math.log(2) / 2) / 1.5, 0.0]
    assert e_values(told) == pytest.approx(e_process([1.0, -1.0, 1.0], scores))
    turned = [replace(flip, with_ai=not flip.with_ai) for flip in told]
    assert e_values(turned) == pytest.approx(e_values(told)), "symmetric: which way is called with AI is all the same"


def test_forced_flips_and_missing_times_change_nothing() -> None:
    told = made(0.5)
    more = [
        *told,
        one(0, with_ai=True, minutes=900.0, forced=True),
        one(1, with_ai=True, minutes=None),
        one(2, with_ai=True, finished=False),
    ]
    assert e_values(more)[-1] == pytest.approx(e_values(told)[-1])


def test_under_no_difference_the_expectation_stays_one_whatever_the_times() -> None:
    """All coins of eight flips: the mean of E over them is 1, for times as odd as these."""
    minutes = (5.0, 900.0, 41.0, 3.0, 39.0, 160.0, 40.0, 12.0)
    values = []
    for coins_ in range(2**8):
        told = [one(at % 2, bool(coins_ >> at & 1), minutes=minute) for at, minute in enumerate(minutes)]
        values.append(e_values(told)[-1])
    assert np.mean(values) == pytest.approx(1.0)


def test_made_up_trials_without_an_effect_hardly_ever_say_there_is_one() -> None:
    """A small part of `bench/trial_false_verdicts.py`."""
    registered = coins.terms(Looks.END, 120)
    said = [
        result(coins.told(np.random.default_rng(seed), coins.World(flips=120)), registered, K, shuffles=199)
        for seed in range(40)
    ]
    assert sum(found.verdict.startswith(("faster", "slower")) for found in said) <= 3
