"""A team's own questions: how they are declared, how numbers are read, what answers to them say, and what of it is printed."""

import math
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from bot.domain import amounts, ownevidence, ownform, ownquestions
from bot.domain.answer import Answer, Approach
from bot.domain.columns import Columns
from bot.domain.conversation import Talk, asking, said
from bot.domain.digest import Digest, as_csv, as_text
from bot.domain.language import speaking
from bot.domain.ownevidence import OwnFound, settled
from bot.domain.ownquestions import OwnQuestion, parse
from bot.domain.questions import Setting
from bot.domain.refusal import Refusal
from bot.domain.verdict import Started
from tests.domain.team import DAY, digest

KIND, OTHER = "Bug triage", "Customer reply"
SCALE = parse("How satisfied was the customer?", "scale", low="not at all", high="very", better="more")
DAYS = parse("How many days did the approval take?", "number", unit="days", better="less")
RECEIVED = parse("How was it received?", "choice", options=["At once", "After questions", "Not at all"], good="At once")
CHANNEL = parse("Through which channel?", "choice", options=["Mail", "Phone", "Chat"])


def answer(person: int, ai: bool, own: dict[str, float], **more: Any) -> Answer:
    approach = Approach.WITH if ai else Approach.WITHOUT
    given = {"task_type": KIND, "finished_on": DAY, "size": 3, "minutes": 40.0, **more}
    return Answer(f"p{person}", approach=approach, own=own, **given)


def chance_of(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - chance that can be told again


def pairs(question: OwnQuestion, *both: tuple[float, float], **more: Any) -> list[Answer]:
    """One task with AI and one without, of as many people."""
    return [
        answer(person, ai, {question.key: value}, **more)
        for person, values in enumerate(both)
        for ai, value in zip((True, False), values, strict=True)
    ]


def found(question: OwnQuestion, answers: Iterable[Answer]) -> OwnFound:
    return ownevidence.find(question, Columns.of(answers), Started())


def printed(questions: Iterable[OwnQuestion], answers: Iterable[Answer], **more: Any) -> Digest:
    return digest(answers, questions=tuple(questions), **more)


# Declaring


def test_the_same_question_keeps_its_key_whatever_is_thought_better() -> None:
    again = parse(" How  satisfied was the customer? ", "scale", low="not at all", high="very", better="less")
    assert again.key == SCALE.key
    assert ownquestions.from_json(SCALE.to_json()) == SCALE
    assert ownquestions.from_json(RECEIVED.to_json()) == RECEIVED


@pytest.mark.parametrize(
    "other",
    [
        parse("How happy was the customer?", "scale", low="not at all", high="very"),
        parse("How satisfied was the customer?", "scale", low="a little", high="very"),
        parse("How satisfied was the customer?", "number"),
        parse("How satisfied was the customer?", "number", unit="%"),
    ],
)
def test_one_that_reads_otherwise_is_another_question(other: OwnQuestion) -> None:
    assert other.key != SCALE.key
    assert "customer" not in other.key


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "Satisfied", "kind": "number"}, "a question mark at its end"),
        ({"text": "x" * 150 + "?", "kind": "number"}, "at most 150 characters"),
        ({"text": "How long?", "kind": "text"}, "is no kind of question"),
        ({"text": "How long?", "kind": "number", "unit": "d" * 21}, "A unit has at most 20"),
        ({"text": "How good?", "kind": "scale", "low": "bad"}, "words for both its ends"),
        ({"text": "How good?", "kind": "choice", "options": ["one"]}, "2 to 6 different options"),
        ({"text": "How good?", "kind": "choice", "options": ["one", "One"]}, "2 to 6 different options"),
        ({"text": "How good?", "kind": "choice", "options": ["one", "two"], "good": "three"}, "none of the options"),
        ({"text": "How good?", "kind": "number", "better": "most"}, "cannot be what is better"),
        ({"text": "How good?", "kind": "number", "options": ["one", "two"]}, "A unit is for a number"),
        ({"text": "How often did you use AI?", "kind": "number"}, "is about how much AI is used"),
        ({"text": "How many prompts did it take?", "kind": "number"}, "is about how much AI is used"),
        ({"text": "How much of it came from AI?", "kind": "number", "unit": "%"}, "is about how much AI is used"),
        ({"text": "How did it go?", "kind": "scale", "low": "no AI", "high": "all AI"}, "is about how much AI is used"),
        (
            {"text": "How did it go?", "kind": "scale", "low": "no Drafter", "high": "x", "tools": ["Drafter"]},
            "is about how much",
        ),
        (
            {"text": "What did it take?", "kind": "choice", "options": ["Up to 10 prompts", "More"]},
            "is about how much AI is used",
        ),
        ({"text": "How big was it?", "kind": "number", "unit": "tokens"}, "is about how much AI is used"),
    ],
)
def test_what_may_not_be_asked_is_refused_with_the_reason(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        parse(**given)


def test_two_questions_are_the_most_and_no_text_stands_twice() -> None:
    assert ownquestions.together([SCALE, DAYS]) == (SCALE, DAYS)
    with pytest.raises(Refusal, match="at most 2"):
        ownquestions.together([SCALE, DAYS, RECEIVED])
    with pytest.raises(Refusal, match="asked twice"):
        ownquestions.together([SCALE, parse(SCALE.text, "number")])


def test_a_form_gives_the_same_questions_back_and_says_each_fault_at_its_field() -> None:
    for questions in ((), (SCALE, DAYS), (RECEIVED, CHANNEL)):
        filled = {}
        for place, one in zip(ownform.PLACES, questions, strict=False):
            better = None if one.good or one.options else str(one.better)
            for name, value in zip(
                ("text", "kind", "words", "better"), (one.text, one.kind, ownform.lines_of(one), better), strict=True
            ):
                filled[ownform.block(name, place)] = value
        assert ownform.read(filled) == (questions, {})
    both = {ownform.block("text", place): "How many prompts did it take?" for place in ownform.PLACES}
    told, faults = ownform.read(both)
    assert told == ()
    assert list(faults) == ["question_text_1", "question_text_2"]
    assert all("how much AI is used" in sentence for sentence in faults.values())


# Reading numbers


@pytest.mark.parametrize(
    ("language", "typed", "value"),
    [
        ("en", "1.5", 1.5),
        ("en", "1,5", 1.5),
        ("en", "1,500", 1500),
        ("en", "1,234.5", 1234.5),
        ("en", "three", 3),
        ("en", "2.5 days", 2.5),
        ("en", "1 day", 1),
        ("en", "~ 2 d.", 2),
        ("en", "-3", -3),
        ("en", "0", 0),
        ("de", "1,5", 1.5),
        ("de", "1.5", 1.5),
        ("de", "1.500", 1500),
        ("de", "1,500", 1.5),
        ("de", "1.234,5", 1234.5),
        ("fr", "1 234,5", 1234.5),
        ("en", "soon", None),
        ("en", "3 weeks", None),
        ("en", "3 to 5", None),
        ("en", "1.2.3.", None),
        ("en", "1e400", None),
        ("en", "99999999999", None),
        ("en", "", None),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(language: str, typed: str, value: float | None) -> None:
    with speaking(language):
        assert amounts.read(typed, "days") == value


@pytest.mark.parametrize(("value", "unit", "odd"), [(-1, "", True), (0, "", False), (101, "%", True), (101, "", False)])
def test_an_odd_number_is_worth_asking_about(value: float, unit: str, odd: bool) -> None:
    assert amounts.odd(value, unit) is odd
    assert amounts.odd(10_001, unit)


# The conversation

BEFORE = {"task_type": KIND, "size": 3, "minutes": 40.0, "fixing": "no", "quality": "at"}


def order(setting: Setting, approach: str) -> list[str]:
    """What is asked after quality, each answered by skipping."""
    talk, asked = Talk({**BEFORE, "approach": approach}), []
    while one := asking(talk, setting):
        asked.append(one.key)
        talk = Talk({**talk.draft, one.key: None})
    return asked


@pytest.mark.parametrize("approach", ["with_ai", "without_ai", "dropped_ai"])
def test_they_are_asked_after_quality_and_before_ai_of_every_way_of_working(approach: str) -> None:
    plain, asked = (order(Setting("p", (KIND,), own=own), approach) for own in ((), (SCALE, DAYS)))
    assert asked == [SCALE.key, DAYS.key, *plain]


def test_they_are_left_away_with_whatever_is_optional() -> None:
    assert order(Setting("p", (KIND,), own=(SCALE,), thinned=True), "with_ai") == []


@pytest.mark.parametrize("value", ["0", "6", "4.5", "very", True])
def test_only_what_is_offered_is_taken(value: Any) -> None:
    with pytest.raises(Refusal):
        said(Talk(dict(BEFORE)), SCALE.key, value, Setting("p", (KIND,), own=(SCALE,)))


@pytest.mark.parametrize("value", ["nan", "inf", "1e300", "sure:nan", "soon", ""])
def test_what_is_no_number_is_not_taken(value: str) -> None:
    with pytest.raises(Refusal, match="Type a number"):
        said(Talk(dict(BEFORE)), DAYS.key, value, Setting("p", (KIND,), own=(DAYS,)))


def test_braces_in_an_owners_words_are_words() -> None:
    own = parse("Was {task_type} good {0}?", "choice", options=["{yes}", "{"])
    one = asking(Talk({**BEFORE, "approach": "with_ai"}), Setting("p", (KIND,), own=(own,)))
    assert one is not None
    assert (one.text, one.options[0].words) == ("Was {task_type} good {0}?", "{yes}")


# Evidence

# Differences 2, 1, 0, 1, 1 of equal weight: 1 on average. Without each person in turn: 0.75, 1, 1.25, 1, 1. So
# SE² = 4/5 · (0.25² + 0.25²) = 0.1, and with t = 4.604095 of four degrees of freedom the range is 1 ± 1.455942.
WORKED = [(4, 2), (3, 2), (3, 3), (5, 4), (2, 1)]


@pytest.mark.parametrize("question", [SCALE, DAYS])
def test_the_worked_example_by_hand(question: OwnQuestion) -> None:
    apart = found(question, pairs(question, *WORKED)).apart
    assert apart is not None
    assert apart.point == pytest.approx(1)
    assert apart.low == pytest.approx(1 - 1.455942, abs=1e-5)
    assert apart.high == pytest.approx(1 + 1.455942, abs=1e-5)
    assert apart.weights == {f"p{n}": 0.5 for n in range(5)}
    (one,) = printed([question], pairs(question, *WORKED)).figures["own"]
    assert (one["apart"], one["sure"], one["people"], one["rung"]) == ((1.0, -0.5, 2.5), False, "5–9", "sized")


def test_large_numbers_are_no_matter() -> None:
    apart = found(DAYS, pairs(DAYS, *((a * 1e8, b * 1e8) for a, b in WORKED))).apart
    assert apart is not None
    assert apart.point == pytest.approx(1e8)
    assert apart.high == pytest.approx(2.455942e8)


def test_a_persons_small_tasks_are_compared_with_their_own_small_ones() -> None:
    """Small tasks satisfy more, and AI got the small ones: on tasks of one size there is no difference."""
    told, chance = [], chance_of(1)
    for person in range(8):
        for small in (True, False):
            for ai in [small] * 4 + [not small] * 2:
                own = {SCALE.key: float((4 if small else 2) + chance.choice([0, 0, 1]))}
                told.append(answer(person, ai, own, size=2 if small else 4))
    apart = found(SCALE, told).apart
    assert apart is not None
    assert apart.sized
    assert apart.low is not None
    assert apart.high is not None
    assert apart.low < 0 < apart.high
    raw = [sum(one.own[SCALE.key] for one in told if one.approach.tried_ai is ai) for ai in (True, False)]
    ways = [sum(one.approach.tried_ai is ai for one in told) for ai in (True, False)]
    assert raw[0] / ways[0] - raw[1] / ways[1] > 0.5


def simulated(chance: Random, effect: Callable[[], float] = lambda: 0.0, people: int = 8, each: int = 12) -> list[Answer]:
    """People who differ, at tasks that differ."""
    told = []
    for person in range(people):
        usual = chance.gauss(3, 0.7)
        for n in range(each):
            ai = n % 2 == 0
            step = round(usual + chance.gauss(0, 0.9) + (effect() if ai else 0))
            own = {SCALE.key: min(max(step, 1), 5), DAYS.key: max(round(chance.lognormvariate(1, 0.8), 1), 0)}
            own[RECEIVED.key] = chance.choice([1, 1, 2, 3])
            told.append(answer(person, ai, own))
    return told


def test_where_there_is_no_effect_hardly_ever_a_word_is_said() -> None:
    """Ninety teams of eight, with three questions each: at most two words, where one in a hundred would be three."""
    words = 0
    for seed in range(90):
        told = Columns.of(simulated(chance_of(seed)))
        words += len(settled({one.key: ownevidence.find(one, told, Started()) for one in (SCALE, DAYS, RECEIVED)}, []))
    assert words <= 3


def test_an_effect_of_one_step_is_found_and_said() -> None:
    said_so = 0
    for seed in range(20):
        told = found(SCALE, simulated(chance_of(seed), lambda: 1.0, people=12))
        assert told.apart is not None
        said_so += SCALE.key in settled({SCALE.key: told}, [])
        assert told.apart.low is not None
    assert said_so >= 18


def test_a_word_is_adjusted_for_all_the_other_looks() -> None:
    told = {SCALE.key: found(SCALE, simulated(chance_of(5), lambda: 0.6, people=8))}
    alone = settled(told, [])
    assert alone == {SCALE.key}
    apart = told[SCALE.key].apart
    assert apart is not None
    assert apart.p is not None
    assert settled(told, [0.9] * math.ceil(0.01 / apart.p)) == frozenset()


def test_no_word_while_many_tasks_are_unfinished_and_unfinished_ones_are_not_in_it() -> None:
    told = simulated(chance_of(1), lambda: 1.5)
    open_ = [answer(n % 8, n % 2 == 0, {SCALE.key: 1}, finished=False) for n in range(24)]
    (before,) = printed([SCALE], told).figures["own"]
    (after,) = printed([SCALE], [*told, *open_]).figures["own"]
    assert (before["sure"], after["sure"]) == (True, False)
    assert before["apart"] == after["apart"]


# What is printed


def line(digest_: Digest) -> str:
    (section,) = (section for section in digest_.sections if section.key == "fixing")
    return section.lines[0].text


@pytest.mark.parametrize(
    ("better", "effect", "words"),
    [("more", 1.5, "better"), ("less", 1.5, "worse"), ("more", -1.5, "worse"), ("neither", 1.5, "different")],
)
def test_better_and_worse_are_what_the_owner_said(better: str, effect: float, words: str) -> None:
    question = parse(SCALE.text, "scale", low="not at all", high="very", better=better)
    text = line(printed([question], simulated(chance_of(2), lambda: effect)))
    assert text.startswith(f"{words} with AI: 1.")
    assert "steps more" in text or effect < 0
    assert text.endswith("(observed, size-adjusted). People chose when to use AI: a lead, not proof.")


def test_what_is_not_sure_is_said_without_a_word() -> None:
    text = line(printed([DAYS], simulated(chance_of(4))))
    assert text.startswith("nothing settled yet; with AI ")
    assert "better" not in text
    assert "fits at 99 %" in text


def test_a_number_has_two_digits_of_the_width_of_its_range() -> None:
    for scale, step in ((1, 0.1), (10, 1), (1000, 100)):
        (one,) = printed([DAYS], pairs(DAYS, *((a * scale, b * scale) for a, b in WORKED))).figures["own"]
        assert all(math.isclose(end / step, round(end / step)) for end in one["apart"])
        assert one["apart"][1] <= scale * (1 - 1.455942)


def test_the_good_option_is_a_share_like_fixing() -> None:
    chance, told = chance_of(3), []
    for person in range(10):
        told += [
            answer(person, ai, {RECEIVED.key: 1 if chance.random() < (0.85 if ai else 0.25) else 2}) for ai in (True, False) * 8
        ]
    (one,) = printed([RECEIVED], told).figures["own"]
    assert (one["with_ai"], one["without_ai"]) == ((("At once", "80 %"),), (("At once", "30 %"),))
    assert one["sure"]
    text = line(printed([RECEIVED], told))
    assert text.startswith(
        "better with AI: “At once” was the result for about 80 % of the tasks with AI and about 30 % of those"
    )


def channels(small: int) -> list[Answer]:
    """Eight people use mail and the phone either way, and some of them chat."""
    told = [answer(person, ai, {CHANNEL.key: way}) for person in range(8) for ai in (True, False) for way in (1, 2)]
    return told + [answer(person, ai, {CHANNEL.key: 3}) for person in range(small) for ai in (True, False)]


@pytest.mark.parametrize(("small", "shown"), [(0, ["Mail", "Phone"]), (4, []), (6, ["Mail", "Phone", "Chat"])])
def test_options_stand_side_by_side_only_where_the_people_of_each_are_enough(small: int, shown: list[str]) -> None:
    own = printed([CHANNEL], channels(small)).figures["own"]
    assert [words for one in own for words, _ in one["with_ai"]] == shown
    assert [words for one in own for words, _ in one["without_ai"]] == shown


def test_small_options_are_together_where_their_people_are_enough() -> None:
    four = parse("Which way?", "choice", options=["Mail", "Chat", "Visit", "Letter"])
    told = [answer(person, ai, {four.key: 1}) for person in range(8) for ai in (True, False)]
    told += [answer(person, ai, {four.key: 2 + person % 3}) for person in range(6) for ai in (True, False)]
    (one,) = printed([four], told).figures["own"]
    assert one["with_ai"] == (("Mail", "60 %"), ("", "40 %"))
    assert "with AI “Mail” (about 60 %), other answers (about 40 %); without “Mail”" in line(printed([four], told))


def test_four_people_print_nothing_and_neither_does_one_who_carries_it() -> None:
    assert printed([SCALE], [*pairs(SCALE, *WORKED[:4]), answer(7, True, {SCALE.key: 3})]).figures["own"] == ()
    one_carries = [*pairs(SCALE, *WORKED), *(answer(0, ai, {SCALE.key: 3 + n % 2}) for n in range(30) for ai in (True, False))]
    assert printed([SCALE], one_carries).figures["own"] == ()


@pytest.mark.parametrize(("few", "kinds"), [(0, [KIND]), (3, [""]), (6, [KIND, OTHER, ""])])
def test_of_kinds_and_all_work_none_is_printed_that_leaves_the_answers_of_few(few: int, kinds: list[str]) -> None:
    other = pairs(SCALE, *[(4 + n % 2, 3) for n in range(few)], task_type=OTHER)
    own = printed([SCALE], [*pairs(SCALE, *WORKED, (4, 3)), *other]).figures["own"]
    assert [one["task_type"] for one in own] == kinds


def test_a_report_about_one_kind_has_its_questions_only() -> None:
    told = [*pairs(SCALE, *WORKED), *pairs(SCALE, *WORKED, task_type=OTHER)]
    own = printed([SCALE], told, only=OTHER).figures["own"]
    assert [one["task_type"] for one in own] == [OTHER]


def test_what_few_answered_is_said_to_be_open_and_nothing_is_said_of_no_question() -> None:
    told = simulated(chance_of(1))
    assert f"{CHANNEL.text}: too few people have answered it" in " ".join(as_text(printed([CHANNEL], told)).split())
    assert as_text(digest(told)) == as_text(printed([], told))
    assert "question" not in as_csv(digest(told)).splitlines()[0]


def test_a_file_of_figures_has_a_row_for_each_and_is_guarded() -> None:
    odd = parse("=HYPERLINK(1)?", "number", unit="days")
    told = [answer(n, ai, {odd.key: n % 3 + ai}) for n in range(6) for ai in (True, False) for _ in range(2)]
    told = [Answer(**{**vars(one), "own": {odd.key: one.own[odd.key] + at % 5 / 10}}) for at, one in enumerate(told)]
    head, *rows = as_csv(printed([odd], told)).splitlines()
    assert "question,kind,unit,better,apart,with_ai,without_ai" in head
    assert "'=HYPERLINK" in rows[-1]


def test_few_answers_leave_no_word() -> None:
    told = simulated(chance_of(2), lambda: 1.5)
    assert line(printed([SCALE], told, asked=100, answered=30)).startswith("nothing settled yet")


def test_answers_of_other_days_are_not_in_it() -> None:
    long_ago = [Answer(**{**vars(one), "finished_on": date(2026, 1, 1)}) for one in simulated(chance_of(2))]
    assert printed([SCALE], long_ago + pairs(SCALE, *WORKED), until=DAY + timedelta(days=1)).figures["own"][0]["apart"] == (
        1.0,
        -0.5,
        2.5,
    )
