"""The digest: what it says, in which order and class, and in which forms."""

import csv
import io
import json
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.answer import Fixing, NextTime, Quality
from bot.domain.digest import Digest, as_csv, as_dict, as_text
from bot.domain.refusal import Refusal
from bot.domain.timewords import compared
from tests.domain.team import DAY, TYPES, both_ways, digest, task


def section(found: Digest, key: str) -> str:
    lines = next((part.lines for part in found.sections if part.key == key), ())
    return "\n".join(f"{line.lead}: {line.text}" if line.lead else line.text for line in lines)


# What it says


def test_a_comparison_says_its_range_its_class_and_that_it_is_no_verdict() -> None:
    said = section(digest(both_ways(range(6))), "time")
    assert said == (
        "Bug triage: no verdict before task size is adjusted for. Typical time about 35 min with AI and 45 min without "
        "(observed, not adjusted for task size). Comparing each person with themselves: best guess 20 % less time with AI; "
        "anything from 30 % less to 15 % less fits at 99 % (observed, not adjusted for task size)."
    )


def test_a_few_tasks_are_not_enough_evidence_yet() -> None:
    said = section(digest(both_ways(range(6), each=1)), "time")
    assert said.startswith("Bug triage: not enough evidence yet. Typical time about 35 min with AI and 45 min without ")


def test_times_without_any_spread_claim_no_range() -> None:
    answers = [task(person, way, minutes) for person in range(6) for way, minutes in (("with_ai", 50), ("without_ai", 40))]
    found = digest(answers)
    assert "too alike for an honest range" in section(found, "time")
    assert (found.chart, found.figures["cells"][0]["ratio"]) == ((), None)


def test_sections_come_in_the_order_of_the_product() -> None:
    keys = [part.key for part in digest(both_ways(range(6), fixing=Fixing.NO)).sections]
    assert keys == ["summary", "time", "fixing", "without", "no_difference", "not_enough", "trust", "question"]


def test_right_skips_regretted_skips_and_regretted_uses_stand_together() -> None:
    good: dict[str, Any] = {"fixing": Fixing.NO, "quality": Quality.AT, "skip_reasons": frozenset({"judgement"})}
    right = [task(person, "without_ai", next_time=NextTime.WITHOUT, **good) for person in range(10) for _ in range(3)]
    regretted = [task(person, "without_ai", next_time=NextTime.WITH, **good) for person in range(10)]
    use = [task(person, next_time=NextTime.WITHOUT if person < 2 else NextTime.WITH) for person in range(10)]
    assert section(digest([*right, *regretted, *use]), "without") == (
        "Bug triage: of the tasks done without AI, right that way: about 80 %; rather with AI next time: about 30 %. "
        "Of the tasks done with AI, rather without next time: about 20 % (observed). "
        "Main reason for going without: needs my own judgement or voice.\n"
        "Reasons for going without, all task types: needs my own judgement or voice (10–19 people)."
    )
    said = section(digest([*right, *regretted]), "without")
    assert "Of the tasks done with AI, rather without next time: too few people to print" in said
    assert "right that way for Bug triage" in section(digest([*right, *regretted]), "summary")


def test_where_ai_did_not_help_is_always_there_beside_the_times() -> None:
    felt = frozenset({"no_difference"})
    answers = [task(person, "with_ai" if person % 2 else "dropped_ai", differences=felt) for person in range(12)]
    assert section(digest(answers), "no_difference") == (
        "Bug triage: people felt no difference in 95 % or more and worse in some way in under 5 % of the tasks on which AI was "
        "tried (perceived); the times settle nothing yet. "
        "About 50 % of the tasks on which AI was tried were finished without it (observed)."
    )
    assert section(digest(both_ways(range(6))), "no_difference")


def test_what_one_task_type_cannot_show_is_shown_for_all_together_and_never_beside_a_part() -> None:
    regret: dict[str, Any] = {"next_time": NextTime.WITHOUT}
    spread = [task(person, "with_ai", 40, TYPES[person % 3], **regret) for person in range(12)]
    assert digest(spread).figures["all_shares"]["regretted_use"] == "95 % or more"
    one = [task(person, **regret) for person in range(12)]
    assert digest([*one, *spread]).figures["all_shares"] == {}


def test_how_far_to_trust_it_says_what_was_left_out_and_felt() -> None:
    answers = [
        *both_ways(range(6), differences=frozenset({"less_time"}), fixing=Fixing.TOO_EARLY, why_ai=frozenset({"expected"})),
        *(task(person, minutes=None) for person in range(6)),
        *(task(person, minutes=None, finished=False) for person in range(6)),
    ]
    assert section(digest(answers, asked=10, answered=3), "trust").split("\n")[:5] == [
        "Response: few check-ins were answered, so read everything above as a hint at most.",
        "Left out of the times: no time given (5–9 answers), not finished (5–9 answers).",
        "Fixing not known yet: 20–49 answers count as work only (observed).",
        "People felt: less time (5–9 people) (perceived). Measured: the times settle nothing yet.",
        "Used because it was expected: 5–9 people said so at least once (observed).",
    ]


@pytest.mark.parametrize(
    ("asked", "answered", "words"),
    [
        (10, 6, "most check-ins answered"),
        (10, 5, "about half of the check-ins answered"),
        (10, 1, "few check-ins answered"),
        (0, 0, "no check-ins sent"),
    ],
)
def test_response_is_said_as_a_band(asked: int, answered: int, words: str) -> None:
    assert digest(both_ways(range(6)), asked=asked, answered=answered).response == words


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (0.05, "95 % less time"),
        (0.9, "10 % less time"),
        (1.0, "the same time"),
        (1.25, "25 % more time"),
        (2.0, "100 % more time"),
        (2.15, "2.15 times the time"),
        (3.0, "3 times the time"),
        (21.0, "more than 20 times the time"),
    ],
)
def test_ratios_in_words(ratio: float, words: str) -> None:
    assert compared(ratio) == words


def test_the_question_is_about_the_work_and_always_the_same_for_the_same_answers() -> None:
    regretted = [task(person, next_time=NextTime.WITHOUT) for person in range(6)]
    said = section(digest(regretted), "question")
    assert said == "Which step of Bug triage makes people want to do it without AI next time?"
    assert section(digest(reversed(regretted)), "question") == said
    assert section(digest([]), "question") == ""
    assert (
        section(digest(both_ways(range(6))), "question")
        == "What makes one task of the kind Bug triage so much bigger than another?"
    )


# Which days, which task types


def test_only_answers_of_the_period_count() -> None:
    answers = both_ways(range(6))
    assert digest(answers, since=DAY + timedelta(days=1)).figures["cells"] == ()
    assert digest(answers, since=DAY, until=DAY).figures["cells"]
    assert digest(answers, since=DAY, until=DAY).period == "1 July to 1 July 2026"


def test_at_most_five_task_types_are_printed_in_alphabetical_order_and_the_others_by_name() -> None:
    kinds = ["zeta", "Beta", "alpha", "Delta", "gamma", "eta"]
    answers = [answer for kind in kinds for answer in both_ways(range(6 if kind == "eta" else 7), kind)]
    found = digest(answers, task_types=kinds)
    assert [bar.task_type for bar in found.chart] == ["alpha", "Beta", "Delta", "gamma", "zeta"]
    assert "1 more task type has figures" in section(found, "not_enough")
    assert [cell["task_type"] for cell in digest(answers, task_types=kinds, only="eta").figures["cells"]] == ["eta"]


def test_a_report_about_one_task_type_shows_nothing_the_digest_hides() -> None:
    answers = both_ways(range(9)) + both_ways(range(20, 24), "Escalations") + both_ways(range(9, 15), "Customer reply")
    assert [cell["task_type"] for cell in digest(answers).figures["cells"]] == ["Bug triage"]
    for name in ("Escalations", "Customer reply"):
        found = digest(answers, only=name)
        assert (found.figures["cells"], found.chart) == ((), ())
        assert f"{name}: not shown: too few people answered about it" in as_text(found)


def test_an_unknown_task_type_is_refused_with_its_name() -> None:
    with pytest.raises(Refusal, match="no task type called “Dancing”"):
        digest([], only="Dancing")


# Other forms of the same digest


def test_text_is_wrapped_and_starts_with_team_period_and_response() -> None:
    text = as_text(digest(both_ways(range(6)), period="weeks 1–8"))
    assert text.splitlines()[0] == "Support · weeks 1–8 · most check-ins answered"
    assert max(map(len, text.splitlines())) <= 100


def test_json_holds_what_is_printed_rounded_and_survives_a_round_trip() -> None:
    said = as_dict(digest(both_ways(range(6)), period="weeks 1–8"))
    assert json.loads(json.dumps(said))["window"] == {"since": "2026-07-01", "until": "2026-08-30", "words": "weeks 1–8"}
    (cell,) = said["cells"]
    assert (cell["ratio"], cell["low"], cell["high"], cell["level"], cell["people"]) == (0.8, 0.7, 0.85, 0.99, "5–9")
    assert (cell["evidence"], cell["rung"], cell["verdict"]) == ("observed", "unadjusted", "not_enough")


def test_csv_has_one_row_for_each_task_type_and_guards_formulas() -> None:
    evil = "=cmd|' /C calc'!A0"
    rows = list(csv.DictReader(io.StringIO(as_csv(digest(both_ways(range(6), evil), task_types=[evil])))))
    assert len(rows) == 1
    assert rows[0]["task_type"].startswith("'=")
    assert (rows[0]["ratio"], rows[0]["typical_with_ai"], rows[0]["people"]) == ("0.8", "35", "5–9")


def test_numpy_is_loaded_only_when_a_digest_is_computed() -> None:
    script = "import sys, bot.domain.digest, bot.chart; print({'numpy', 'scipy', 'matplotlib'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
