"""The demo's truths are found by the digest or left open, and never contradicted, whatever the seed."""

from datetime import date, timedelta
from random import Random

import pytest

from bot.demo import cast
from bot.demo.story import SIZES, TRUTHS, Life, Mood, Task, pick
from bot.demo.trying import JOIN, LEAST, MORNINGS, REPLIES, TRIAL, expects
from bot.domain import coin, trialresult
from bot.domain.answer import Answer, Approach, Fixing, NextTime, Quality
from bot.domain.digest import Digest, as_text, compose
from bot.domain.registration import Looks, TrialTerms
from bot.domain.told import Told
from bot.domain.trialfigures import TrialFigures

START = date(2026, 7, 6)


def answer(name: str, day: date, task: Task) -> Answer:
    said = task.said
    finished = said["minutes"] != "unfinished"
    return Answer(
        name,
        said["task_type"],
        Approach(said["approach"]),
        day,
        size=said["size"],
        minutes=said["minutes"] if finished else None,
        finished=finished,
        fixing=Fixing(said["fixing"]),
        fix_minutes=said["fix_minutes"],
        quality=Quality(said["quality"]),
        differences=frozenset(said["differences"] or ()),
        skip_reasons=frozenset(said["skip_reasons"] or ()),
        why_ai=frozenset({said["why_ai"]} - {None}),
        next_time=NextTime(said["next_time"]) if said["next_time"] else None,
    )


def digest(seed: int, weeks: int, people: int = 1) -> Digest:
    """Two check-ins a week; `people` times the demo's team."""
    told = []
    for name in [f"{role.short}{n or ''}" for role in cast.TEAM if role.short != "ben" for n in range(people)]:
        life = Life(seed, name)
        for day in (START + timedelta(days=7 * week + day) for week in range(weeks) for day in (1, 3)):
            scene = life.scene(day)
            told += [answer(name, day, scene.task)] if scene.mood is Mood.ANSWERS else []
    window = {"since": START, "until": START + timedelta(weeks=weeks)}
    return compose(team="Support", task_types=list(TRUTHS), answers=told, asked=100, answered=80, members=12, **window)  # type: ignore[arg-type]


def check(found: Digest) -> int:
    """How many truths the digest found; none may be contradicted."""
    cells = found.figures["cells"]
    for cell in cells:
        truth, verdict = TRUTHS[cell["task_type"]], cell["verdict"]
        assert truth < 1 or not verdict.startswith("faster"), (cell["task_type"], cell["low"], cell["high"])
        assert truth > 1 or not verdict.startswith("slower"), (cell["task_type"], cell["low"], cell["high"])
        assert 0.85 < truth < 1.18 or verdict != "about_same", (cell["task_type"], cell["low"], cell["high"])
    return sum(cell["verdict"] != "not_enough" for cell in cells)


@pytest.mark.parametrize("seed", range(1, 13))
def test_eight_weeks_never_contradict_a_truth(seed: int) -> None:
    check(digest(seed, 8))


def test_the_default_seed_finds_what_ai_speeds_up() -> None:
    cells = {cell["task_type"]: cell["verdict"] for cell in digest(1, 8).figures["cells"]}
    assert cells["Customer reply"].startswith("faster")


def test_a_bigger_team_finds_the_bigger_truths() -> None:
    found = digest(2, 12, people=4)
    assert check(found) >= 2
    cells = {cell["task_type"]: cell["verdict"] for cell in found.figures["cells"]}
    assert cells["Customer reply"].startswith("faster")
    assert cells["Escalation"].startswith("slower")
    assert "Escalation took more time" in as_text(found).replace("\n    ", " ")


def trial(seed: int) -> TrialFigures:
    """What comes of the demo's trial, by another coin for each seed."""
    told = []
    for name in JOIN:
        life, before = Life(seed, name), [0, 0]
        for number in range(MORNINGS * REPLIES):
            chance = Random(f"{seed}/{name}/{number}")  # noqa: S311 - a story, not a secret
            size = pick(chance, SIZES)
            fell = coin.flip(coin.coin(f"{seed:064x}", coin.flip_key("trial", name, number)), before[1], before[0])
            before[fell.with_ai] += 1
            expected, task = expects(life, chance, TRIAL, size), life.done(chance, TRIAL, size, tried=fell.with_ai)
            told.append(flipped(name, fell, expected, size, task))
    terms = TrialTerms("", TRIAL, START, START + timedelta(weeks=6), flips=len(told), ratio=1 - LEAST / 100, looks=Looks.END)
    return trialresult.result(told, terms, 5, None)


def flipped(name: str, fell: coin.Flip, expected: int, size: int, task: Task) -> Told:
    said = answer(name, START, task)
    return Told(
        person=name,
        with_ai=fell.with_ai,
        forced=fell.forced,
        expected=expected,
        size=size,
        declined=False,
        approach=said.approach,
        minutes=round(task.total - task.fixing) if said.finished else None,
        fix_minutes=said.fix_minutes,
        fixing=said.fixing,
        finished=said.finished,
        overlapping=False,
        quality=said.quality,
        score=None,
    )


@pytest.mark.parametrize("seed", range(1, 13))
def test_the_trial_finds_the_truth_whatever_its_coin_says(seed: int) -> None:
    found = trial(seed)
    assert found.problems == ()
    assert found.assigned is not None
    assert found.assigned.low <= TRUTHS[TRIAL] + 0.05
    assert found.assigned.high >= TRUTHS[TRIAL] - 0.05
    assert found.verdict.startswith("faster"), (found.because, found.assigned)
