"""What may be said of a trial: a cause only where a coin settled it, and why there is none everywhere else."""

import pytest

from bot.domain.trialfigures import Effect, Problem, TrialFigures
from bot.domain.trialwords import verdict
from bot.domain.verdict import Because

LESS, ALIKE, WIDE = Effect(0.8, 0.7, 0.95), Effect(1, 0.95, 1.1), Effect(0.9, 0.6, 1.35)
CAUSE = "A coin decided, so AI is the likely cause."


RANGE = "(anything from {} fits at 95 %)."
CASES = {
    "With AI, Triage took about 20 % less time than without "
    + RANGE.format("30 % less to 5 % less")
    + f" {CAUSE}": TrialFigures("faster", assigned=LESS),
    "With AI, Triage took about 5 % less time than without "
    + RANGE.format("10 % less to just under the same time")
    + f" {CAUSE}": TrialFigures("faster", assigned=Effect(0.95, 0.9, 1.0)),
    "With AI, Triage took about 3 times the time it took without "
    + RANGE.format("100 % more to 4 times the time")
    + f" {CAUSE}": TrialFigures("slower_clear", assigned=Effect(3, 2, 4)),
    "With AI, Triage took about the same time as without "
    + RANGE.format("5 % less to 10 % more")
    + " A coin decided.": TrialFigures("about_same", assigned=ALIKE),
    "Not settled: best guess 20 % less time with AI "
    + RANGE.format("30 % less to 5 % less")
    + " It is borderline: the range says one thing, a shuffling test another.": TrialFigures(
        "not_enough", "borderline", assigned=LESS, borderline=True
    ),
    "Not enough evidence. Too few people did such tasks both ways.": TrialFigures("not_enough", "few_people"),
}


@pytest.mark.parametrize(("words", "told"), CASES.items())
def test_the_verdict_in_words(words: str, told: TrialFigures) -> None:
    assert verdict("Triage", told) == words


@pytest.mark.parametrize("problem", Problem)
def test_what_is_no_proof_says_which_check_failed_and_names_no_cause(problem: Problem) -> None:
    said = verdict("Triage", TrialFigures("not_enough", problems=(problem,), assigned=LESS))
    assert said.startswith("Not usable as proof. ")
    assert len(said.split(". ")) == 2
    assert "cause" not in said


@pytest.mark.parametrize("because", Because)
def test_without_a_verdict_no_cause_is_named(because: Because) -> None:
    assert "cause" not in verdict("Triage", TrialFigures("not_enough", because, assigned=WIDE))
    assert "cause" not in verdict("Triage", TrialFigures("not_enough", because))
