"""Why something is not shown: said of everything that is hidden, in words that tell nothing about the few who are behind it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain import whywords
from bot.domain.answer import Answer
from bot.domain.digest import Digest, Prices, as_dict, as_text, why_not
from bot.domain.figures import Figures
from bot.page import html
from tests.domain.team import TYPES, both_ways, digest, task
from tests.domain.test_digest_privacy import random_answers

TRIAGE, REPLY, ESCALATIONS = TYPES


def hidden(found: Digest) -> list[str]:
    """The lines of section 8 that say what is not shown."""
    lines = [line for part in found.sections if part.key == "not_enough" for line in part.lines]
    return [f"{line.lead}: {line.text}" for line in lines if line.text.startswith("not shown")]


def test_what_few_answered_and_what_is_hidden_for_their_sake_read_the_same() -> None:
    few = both_ways(range(9)) + both_ways(range(20, 24), ESCALATIONS) + both_ways(range(9, 15), REPLY)
    assert hidden(digest(few))[0] == (
        f"{REPLY} and {ESCALATIONS}: not shown: too few people answered about it, or it would tell what few said about another."
    )
    alone = {name: hidden(digest(few, only=name))[0] for name in (REPLY, ESCALATIONS)}
    assert alone[REPLY].replace(REPLY, "") == alone[ESCALATIONS].replace(ESCALATIONS, "")


@pytest.mark.parametrize("people", range(5))
def test_nobody_and_four_people_read_the_same(people: int) -> None:
    everybody = both_ways(range(9)) + both_ways(range(9, 18), REPLY)
    some = [task(person, "with_ai", 40, ESCALATIONS) for person in range(people)]
    rest = [task(person, "with_ai", 40, "Errands") for person in range(18, 24)]  # so that nothing else has to be hidden
    kinds = (*TYPES, "Errands", "Filing")
    others = [task(person, "with_ai", 40, "Filing") for person in range(24, 28)]
    found = digest(everybody + some + rest + others, task_types=kinds, members=30)
    text = "not shown: too few people answered about it, or it would tell what few said about another."
    assert f"{ESCALATIONS} and Filing: {text}" in hidden(found) or f"Errands, {ESCALATIONS} and Filing: {text}" in hidden(found)


def below_k(person: int, **more: Any) -> st.SearchStrategy[list[Answer]]:
    """What one of few people may have said about a kind of task: anything about their own work on it, or nothing at all."""
    one = st.builds(task, st.just(person), st.sampled_from(["with_ai", "without_ai"]), st.floats(5, 400), st.just(ESCALATIONS))
    return st.lists(one, max_size=3, **more)


@settings(deadline=None, max_examples=80)
@given(random_answers, st.integers(1, 4), st.data())
def test_one_person_more_or_less_among_fewer_than_k_changes_no_word_of_it(
    answers: list[Answer], few: int, data: st.DataObject
) -> None:
    base = [replace(answer, task_type=REPLY) if answer.task_type == ESCALATIONS else answer for answer in answers]
    others = [answer for n in range(few - 1) for answer in data.draw(below_k(100 + n, min_size=1))]
    one, other = data.draw(below_k(200)), data.draw(below_k(200))
    first, second = digest(base + others + one), digest(base + others + other)
    kinds = [[cell["task_type"] for cell in found.figures["cells"]] for found in (first, second)]
    assume(kinds[0] == kinds[1] and first.released and second.released)
    assert (first.why, hidden(first), why_not(first)) == (second.why, hidden(second), why_not(second))


@settings(deadline=None, max_examples=100)
@given(random_answers, st.sampled_from([None, *TYPES]))
def test_every_kind_of_task_is_shown_or_named_as_hidden(answers: list[Answer], only: str | None) -> None:
    found = digest([*(task(person) for person in range(900, 905)), *answers], only=only)
    assert found.released
    shown = {cell["task_type"] for cell in found.figures["cells"]}
    assert shown | set(found.figures["hidden_types"]) == ({only} if only else set(TYPES))
    assert not shown & set(found.figures["hidden_types"])


def test_costs_are_said_to_be_missing_only_where_somebody_has_set_them() -> None:
    answers = both_ways(range(4)) + [task(person) for person in range(4, 9)]
    line = "Cost per finished task: not shown: too few people on one side, or too many tasks not finished."
    assert line not in hidden(digest(answers))
    assert line in hidden(digest(answers, prices=Prices(60.0, 100.0, "EUR")))
    priced = digest(both_ways(range(9), each=6), prices=Prices(60.0, 100.0, "EUR"))
    assert "cost" in {part.key for part in priced.sections}
    assert "costs" not in priced.why


def test_the_words_are_the_same_in_text_page_and_file() -> None:
    found = digest(both_ways(range(9)))
    page, file = html(found), as_dict(found)
    for line in hidden(found):
        assert line in as_text(found, width=None)
        assert line.partition(": ")[2] in page
    assert [(one["lead"], one["text"]) for one in file["why_not_shown"]] == list(whywords.explained(found.why, 5))
    assert all(one["lead"].replace("'", "&#39;") in page for one in file["why_not_shown"])


@pytest.mark.parametrize(
    ("case", "figures"),
    [
        ("team", Figures(5, "not shown")),
        ("few", Figures(5, "few")),
        ("ledger", Figures(5, "most", withheld=True)),
        ("dated", Figures(5, "most", as_of={"felt": "2026-07-06"})),
        ("more", Figures(5, "most", more_types=1)),
        ("reasons", Figures(5, "most")),
        ("sentences", Figures(5, "most")),
    ],
)
def test_each_case_is_explained_where_it_applies(case: str, figures: Figures) -> None:
    assert case in whywords.applying(figures)
    ((about, why),) = whywords.explained([case], 7)
    assert about
    assert "{" not in why


def test_what_somebody_made_up_is_passed_over() -> None:
    assert whywords.explained(["", "everything", "kinds"], 5) == whywords.explained(["kinds"], 5)
