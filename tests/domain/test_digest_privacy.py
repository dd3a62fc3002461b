"""What no digest may ever give away or say: figures of too few people, counts of AI use, words that claim too much."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import privacy, volume
from bot.domain.answer import Answer, Approach, Fixing, NextTime, Quality
from bot.domain.digest import Digest, as_csv, as_dict, as_text
from bot.domain.wording import SKIP_REASONS
from tests.domain.team import DAY, TYPES, both_ways, digest, task

NEVER = re.compile(
    r"faster|slower|\bsaved?\b|saving|boost|productiv|because of ai|!|[\U0001F300-\U0001FAFF]",
    re.IGNORECASE,
)


@pytest.mark.parametrize(("members", "people", "k"), [(4, 9, 5), (12, 4, 5), (12, 6, 7), (12, 0, 5)])
def test_too_few_people_get_one_honest_section_and_nothing_else(members: int, people: int, k: int) -> None:
    found = digest(both_ways(range(people)), members=members, k=k)
    assert [part.key for part in found.sections] == ["too_small"]
    assert (found.chart, found.response, found.figures["cells"]) == ((), "", ())
    assert as_csv(found).count("\n") == 1


def test_k_is_never_below_five() -> None:
    with pytest.raises(ValueError, match="never shown"):
        digest(both_ways(range(9)), k=4)


def full(person: int) -> list[Answer]:
    """Everything one person can say about Escalations."""
    more: dict[str, Any] = {"fixing": Fixing.UP_TO_15, "quality": Quality.BELOW, "next_time": NextTime.WITHOUT}
    return [
        task(person, "without_ai", 50 + person, "Escalations", skip_reasons=frozenset({"learn"}), **more),
        task(
            person,
            "with_ai",
            40,
            "Escalations",
            differences=frozenset({"worse_quality"}),
            why_ai=frozenset({"expected"}),
            **more,
        ),
        task(person, "dropped_ai", 60 - person, "Escalations", finished=False),
    ]


def test_taking_one_person_out_of_a_group_of_exactly_k_hides_everything_about_it() -> None:
    others = [task(person, "with_ai", 40, "Bug triage") for person in range(20)]
    five = [answer for person in range(5) for answer in full(person)]
    shown = digest([*others, *five], members=25).figures
    assert {cell["task_type"] for cell in shown["cells"]} == {"Bug triage", "Escalations"}
    assert len(next(cell for cell in shown["cells"] if cell["task_type"] == "Escalations")["shares"]) == 12
    assert shown["skip_reasons"] == (("I want to learn or keep the skill", "5–9"),)
    assert (shown["felt"], shown["expected"], shown["left_out"]) == (
        (("Worse quality", "5–9"),),
        "5–9",
        (("unfinished", "5–9"),),
    )
    for person in range(5):
        rest = [answer for answer in five if answer.person != f"p{person}"]
        found = digest([*others, *rest], members=25)
        named = [line for line in as_text(found, width=None).splitlines() if "Escalations" in line]
        assert [line[:62] for line in named] == ["• Bug triage, Customer reply and Escalations: not shown: too f"]
        hidden = found.figures
        assert (hidden["skip_reasons"], hidden["felt"], hidden["expected"], hidden["left_out"]) == ((), (), None, ())
        assert "5–9" not in as_text(found)


def test_a_figure_that_one_person_carries_is_not_shown() -> None:
    answers = [*both_ways(range(5)), *both_ways([0], each=20)]
    cell = digest(answers).figures["cells"][0]
    assert (cell["ratio"], cell["typical_with_ai"], cell["people"], cell["shares"]) == (None, None, None, {})


def one_sided(approach: str, people: Iterable[int], each: int = 1, **more: Any) -> list[Answer]:
    return [task(person, approach, 30 + person, **more) for person in people for _ in range(each)]


def test_a_ratio_needs_enough_people_who_did_it_both_ways() -> None:
    sides = one_sided("with_ai", range(20, 24)) + one_sided("without_ai", range(30, 34))
    four, five = (digest(both_ways(range(people)) + sides).figures["cells"][0] for people in (4, 5))
    assert (four["ratio"], four["people"], four["rung"], four["typical_with_ai"] is None) == (None, None, "arms_only", False)
    assert (five["ratio"] is None, five["people"], five["rung"]) == (False, "5–9", "unadjusted")


@pytest.mark.parametrize("approach", ["with_ai", "without_ai"])
def test_typical_times_that_one_person_carries_on_either_side_are_not_shown(approach: str) -> None:
    sides = one_sided("with_ai", range(6)) + one_sided("without_ai", range(6))
    cell = digest(sides + one_sided(approach, [0], each=20)).figures["cells"][0]
    assert (cell["typical_with_ai"], cell["typical_without_ai"]) == (None, None)
    assert digest(sides).figures["cells"][0]["typical_with_ai"]


def test_many_answers_of_few_people_have_no_band() -> None:
    known: dict[str, Any] = {"fixing": Fixing.NO}
    answers = one_sided("with_ai", range(9), **known) + one_sided("with_ai", range(4), each=9)
    assert digest(answers).figures["fixing_open"] is None
    assert digest(answers + one_sided("with_ai", [4])).figures["fixing_open"] == "20–49"


def test_of_shares_side_by_side_both_are_shown_or_neither() -> None:
    known: dict[str, Any] = {"fixing": Fixing.NO, "quality": Quality.AT}
    answers = one_sided("with_ai", range(9), **known) + one_sided("without_ai", range(4), **known)
    assert set(digest(answers).figures["cells"][0]["shares"]) == {"dropped_ai"}


def codes(*names: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(names), max_size=2)


random_answers = st.lists(
    st.builds(
        Answer,
        person=st.integers(0, 8).map(str),
        task_type=st.sampled_from([*TYPES, "Something else"]),
        approach=st.sampled_from(Approach),
        finished_on=st.just(DAY),
        minutes=st.one_of(st.none(), st.floats(1, 1000)),
        finished=st.sampled_from([True, True, True, False]),
        fixing=st.one_of(st.none(), st.sampled_from(Fixing)),
        quality=st.one_of(st.none(), st.sampled_from(Quality)),
        differences=codes("less_time", "more_time", "no_difference", "cant_tell"),
        skip_reasons=codes("learn", "judgement", "no_access", "other"),
        why_ai=codes("expected", "helps"),
        next_time=st.one_of(st.none(), st.sampled_from(NextTime)),
    ),
    max_size=90,
)


def who(answers: Iterable[Answer], fits: Callable[[Answer], bool] = lambda _: True) -> set[str]:
    return {answer.person for answer in answers if fits(answer)}


def timed(answer: Answer) -> bool:
    return answer.finished and answer.minutes is not None and answer.minutes <= 960


TELLS: dict[str, Callable[[Answer], bool]] = {
    "right_skip": lambda a: (
        not a.approach.tried_ai and a.next_time is not None and a.quality is not None and a.fixing is not None
    ),
    "regretted_skip": lambda a: not a.approach.tried_ai and a.next_time is not None,
    "regretted_use": lambda a: a.approach.tried_ai and a.next_time is not None,
    "fixed_with_ai": lambda a: a.approach.tried_ai and a.fixing not in (None, Fixing.TOO_EARLY),
    "fixed_without_ai": lambda a: not a.approach.tried_ai and a.fixing not in (None, Fixing.TOO_EARLY),
    "below_standard_with_ai": lambda a: a.approach.tried_ai and a.quality not in (None, Quality.UNKNOWN),
    "below_standard_without_ai": lambda a: not a.approach.tried_ai and a.quality not in (None, Quality.UNKNOWN),
    "no_difference": lambda a: a.approach.tried_ai and bool(a.differences),
    "worse": lambda a: a.approach.tried_ai and bool(a.differences),
    "dropped_ai": lambda a: a.approach.tried_ai,
    "unfinished_with_ai": lambda a: a.approach.tried_ai,
    "unfinished_without_ai": lambda a: not a.approach.tried_ai,
}


def check_cell(cell: dict[str, Any], own: list[Answer], k: int) -> None:
    one, other = (who(own, lambda a, side=side: timed(a) and a.approach.tried_ai is side) for side in (True, False))  # type: ignore[misc]
    assert len(who(own)) >= k
    if cell["typical_with_ai"] is not None or cell["typical_without_ai"] is not None:
        assert min(len(one), len(other)) >= k
    if cell["people"] is not None or cell["ratio"] is not None:
        assert len(one & other) >= k
    for outcome in cell["shares"]:
        assert len(who(own, TELLS[outcome])) >= k


@settings(deadline=None, max_examples=150)
@given(random_answers, st.sampled_from([5, 6]), st.sampled_from([None, *TYPES]))
def test_no_figure_ever_stands_for_fewer_than_k_people(answers: list[Answer], k: int, only: str | None) -> None:
    found = digest(answers, k=k, only=only)
    figures, known = found.figures, [answer for answer in answers if answer.task_type in TYPES]
    for cell in figures["cells"]:
        check_cell(cell, [answer for answer in known if answer.task_type == cell["task_type"]], k)
    for outcome in figures["all_shares"]:
        assert len(who(known, TELLS[outcome])) >= k
        assert not any(outcome in cell["shares"] for cell in figures["cells"])
    code_of = {option.words: option.code for option in SKIP_REASONS}
    for words, band in figures["skip_reasons"]:
        if words in code_of:
            people = who(known, lambda a, code=code_of[words]: code in a.skip_reasons)  # type: ignore[misc]
            assert len(people) >= k
            assert band == privacy.band(len(people))
    if figures["expected"]:
        assert len(who(known, lambda a: a.approach.tried_ai and "expected" in a.why_ai)) >= k
    if figures["left_out"]:
        assert len(who(answers, lambda a: not timed(a) or a.task_type not in TYPES)) >= k
    check_words(found)


def check_volume(found: Digest) -> None:
    for name in [*keys(as_dict(found)), *as_csv(found).partition("\n")[0].split(",")]:
        assert not volume.named(name), name
    for part in found.sections:
        assert not any(volume.said(text) for line in part.lines for text in (part.title, line.lead or "", line.text)), part


def keys(found: Any) -> Iterable[str]:
    if isinstance(found, dict):
        yield from found
    inside = found.values() if isinstance(found, dict) else found if isinstance(found, list | tuple) else ()
    for one in inside:
        yield from keys(one)


def check_words(found: Digest) -> None:
    everything = "\n".join([as_text(found), as_csv(found), json.dumps(as_dict(found), ensure_ascii=False)])
    assert not NEVER.search(everything), NEVER.search(everything)
    assert not re.search(r"\bp\d+\b", everything)
    check_volume(found)
    lines = " ".join(line.text for part in found.sections for line in part.lines)
    assert "AI made" not in lines
    for figure in re.findall(r"\((\d[^)]*) (?:people|answers)\)", lines):
        assert figure in ("5–9", "10–19", "20–49", "50+")
