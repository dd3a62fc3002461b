"""Goals: a printed range against a target, and nothing but what was printed decides."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain import goalform, goalwords
from bot.domain.figures import CellFigures, Figures, OwnFigures
from bot.domain.goals import Goal, GoalFigures, Why, alone, counted, goal, judged, unsettled
from bot.domain.language import LANGUAGES, speaking
from bot.domain.ownquestions import OwnQuestion, parse
from bot.domain.registration import Aim, GoalTerms
from bot.domain.teamform import Faulty

TERMS = GoalTerms("Shorter triage", "Bug triage", date(2026, 7, 7), date(2026, 9, 27))
TIME = CellFigures("Bug triage", rung="sized", verdict="faster", level=0.99, people="5–9", ratio=0.7, low=0.6, high=0.75)
SATISFIED = parse("How satisfied was the customer?", "scale", low="not at all", high="very", better="more")
DAYS = parse("How many days did it take?", "number", unit="days", better="less")
RECEIVED = parse("How was it received?", "choice", options=["At once", "Later"], good="At once")

CHOICES = goalform.Choices(("Bug triage",), (SATISFIED, DAYS), costs=True)
FILLED = {"name": "A", "kind": goalform.kind_key("Bug triage"), "outcome": "time", "size": "20", "way": "less", "least": "40"}
MONDAY = date(2026, 7, 6)
FILLED |= {"since": "2026-07-07", "until": "2026-09-27"}


def printed(cell: CellFigures | None = None, *own: OwnFigures) -> Figures:
    return Figures(5, "most", cells=(cell,) if cell else (), own=own)


RANGES = [
    (0.5, 0.7, Goal.MET),
    (0.5, 0.8, Goal.MET),
    (0.6, 0.9, Goal.IMPROVED_OPEN),
    (0.8, 0.95, Goal.IMPROVED_OPEN),
    (0.85, 0.95, Goal.IMPROVED_LESS),
    (1.05, 1.3, Goal.WORSE),
    (0.85, 1.2, Goal.MISSED),
    (0.85, 1.0, Goal.MISSED),
    (1.0, 1.2, Goal.MISSED),
    (0.6, 1.2, Goal.OPEN),
    (0.8, 1.0, Goal.OPEN),
]


@pytest.mark.parametrize(("low", "high", "verdict"), RANGES)
def test_the_verdict_follows_from_the_range_and_the_target_alone(low: float, high: float, verdict: Goal) -> None:
    assert goal(low, high, 0.8) is verdict
    assert goal(low - 1, high - 1, 0.8 - 1, nothing=0.0) is verdict


@pytest.mark.parametrize(("low", "high", "verdict"), RANGES)
def test_where_more_is_better_the_same_is_read_in_a_mirror(low: float, high: float, verdict: Goal) -> None:
    assert goal(1 - high, 1 - low, 1 - 0.8, nothing=0.0) is verdict


@pytest.mark.parametrize(
    ("because", "why"),
    [("unfinished", Why.UNFINISHED), ("not_adjusted", Why.NOT_ADJUSTED), ("few_tasks", Why.FEW_COMPARED)],
)
def test_times_that_allow_no_verdict_settle_no_goal(because: str, why: Why) -> None:
    assert judged(TERMS, printed(replace(TIME, verdict="not_enough", because=because))) == unsettled(why)


@pytest.mark.parametrize("because", ["wide", "by_chance", None])
def test_a_goal_is_one_comparison_named_beforehand(because: str | None) -> None:
    found = judged(TERMS, printed(replace(TIME, because=because)))
    assert (found.verdict, found.apart, found.people) == (Goal.MET, (0.7, 0.6, 0.75), "5–9")


@pytest.mark.parametrize("outcome", [*Aim, f"own:{DAYS.key}"])
def test_what_is_not_printed_settles_nothing(outcome: str) -> None:
    for figures in (printed(), printed(CellFigures("Bug triage")), printed(replace(TIME, task_type="Escalation"))):
        assert judged(replace(TERMS, outcome=outcome), figures) == unsettled(Why.NOT_SHOWN)


@pytest.mark.parametrize(("outcome", "name"), [(Aim.FIXING, "fixed"), (Aim.QUALITY, "below")])
def test_shares_count_on_tasks_of_one_size_only(outcome: Aim, name: str) -> None:
    terms = replace(TERMS, outcome=outcome, target=-10.0)
    apart = (-30, -40, -10)
    cell = CellFigures("Bug triage", fixed=apart) if name == "fixed" else CellFigures("Bug triage", below=apart)
    assert judged(terms, printed(cell)) == unsettled(Why.NOT_ADJUSTED)
    assert judged(terms, printed(replace(cell, alike=(name,)))).verdict == Goal.MET


def test_costs_are_compared_from_the_far_end_of_one_range_to_the_far_end_of_the_other() -> None:
    terms = replace(TERMS, outcome=Aim.COST)
    cell = CellFigures("Bug triage", cost_with_ai=(30, 28, 33), cost_without_ai=(50, 44, 56))
    found = judged(terms, printed(cell), "EUR")
    assert (found.verdict, found.apart) == (Goal.MET, (0.6, 0.5, 0.75))
    assert judged(terms, printed(replace(cell, cost_without_ai=(33, 30, 36)))).verdict == Goal.OPEN


def test_a_question_of_the_teams_own_counts_in_its_own_unit() -> None:
    terms = replace(TERMS, outcome=f"own:{SATISFIED.key}", target=0.5, more=True)
    own = OwnFigures(SATISFIED.key, SATISFIED.text, "scale", "Bug triage", apart=(1.0, 0.6, 1.4), rung="sized")
    assert judged(terms, printed(None, own)).verdict == Goal.MET
    assert judged(terms, printed(None, replace(own, apart=(-1.0, -1.4, -0.6)))).verdict == Goal.WORSE
    assert judged(terms, printed(None, replace(own, rung="unadjusted"))) == unsettled(Why.NOT_ADJUSTED)


def test_nothing_but_what_it_is_about_is_entered_as_printed() -> None:
    full = replace(TIME, shares={"right_skip": "80 %"}, fixed=(-10, -20, 0), cost_with_ai=(1, 1, 1), more_tasks=40)
    figures = alone(TERMS, replace(printed(full), skip_reasons=(("x", "5–9"),)))
    assert figures == printed(replace(TIME))


def test_what_was_printed_comes_back_from_its_row_as_it_was() -> None:
    found = GoalFigures(Goal.MET, apart=(0.7, 0.6, 0.75), with_ai=(1, 1, 2), without_ai=(2, 2, 3), currency="EUR")
    assert GoalFigures.from_json({**found.to_json(), "apart": [0.7, 0.6, 0.75]}) == found


def test_the_progress_of_a_goal_says_tens_and_nothing_else() -> None:
    terms = replace(TERMS, least_tasks=100)
    assert goalwords.progress(terms, 60, begun=True) == ("about 60 of the 100 tasks it needs; verdict after 27 September 2026.")
    assert "fewer than 10" in goalwords.progress(terms, 0, begun=True)
    assert "has the 100 tasks it needs" in goalwords.progress(terms, 100, begun=True)
    assert goalwords.progress(terms, 500, begun=True) == goalwords.progress(terms, 100, begun=True)
    assert "too few people" in goalwords.progress(terms, None, begun=True)
    assert "begins on 7 July 2026" in goalwords.progress(terms, 60, begun=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", [SATISFIED, DAYS, RECEIVED, None])
def test_every_verdict_of_every_outcome_can_be_said_in_every_language(language: str, question: OwnQuestion | None) -> None:
    outcomes = [f"own:{question.key}"] if question else list(Aim)
    with speaking(language):
        for outcome in outcomes:
            terms = replace(TERMS, outcome=outcome, target=0.8 if outcome in (Aim.TIME, Aim.COST) else -10.0)
            assert terms.task_type in goalwords.registered(terms, question)
            for verdict in Goal:
                found = GoalFigures(verdict, apart=(0.5, 0.4, 2.0), with_ai=(1, 1, 2), without_ai=(2, 2, 3), currency="EUR")
                assert goalwords.verdict(terms, found, question).endswith(".")
            for why in Why:
                assert goalwords.verdict(terms, unsettled(why), question).endswith(".")


@pytest.mark.parametrize(("ratio", "amount"), [(1.0, "the same time"), (3.0, "3 times the time")])
def test_as_much_time_or_many_times_as_much_is_said_in_a_sentence_of_its_own(ratio: float, amount: str) -> None:
    said = goalwords.verdict(TERMS, GoalFigures(Goal.MISSED, apart=(ratio, 0.85, 3.5)), None)
    assert f"With AI about {amount}, compared with the same people's similar tasks without; anything from" in said


def test_an_observed_verdict_never_says_that_ai_made_the_difference() -> None:
    found = GoalFigures(Goal.MET, apart=(0.7, 0.6, 0.75))
    said = goalwords.verdict(TERMS, found, None)
    assert said == (
        "Met clearly. With AI about 30 % less time than the same people's similar tasks without; anything from 40 % less to "
        "25 % less fits at 99 % (observed, size-adjusted). People chose when to use AI: a lead, not proof."
    )


@pytest.mark.parametrize(
    ("outcome", "size", "way", "target"),
    [
        ("time", "20", "less", 0.8),
        ("cost", "12,5 %", "less", 0.875),
        ("fixing", "10", "less", -10.0),
        (f"own:{SATISFIED.key}", "0.5", "more", 0.5),
        (f"own:{DAYS.key}", "2", "less", -2.0),
    ],
)
def test_a_size_means_what_its_outcome_makes_of_it(outcome: str, size: str, way: str, target: float) -> None:
    found = goalform.terms(FILLED | {"outcome": outcome, "size": size, "way": way}, CHOICES, date(2026, 7, 7))
    assert found.target == target
    assert f"{goalform.size_of(found):g}" == size.removesuffix(" %").replace(",", ".")


def test_tasks_count_for_a_goal_by_whole_weeks_of_enough_people_and_the_same_for_every_goal() -> None:
    def week(monday: date, people: int) -> list[tuple[date, str]]:
        return [(monday, f"p{n}") for n in range(people)] * 2

    first, end = date(2026, 7, 6), date(2026, 8, 3)
    lone, many = week(first, 1), week(date(2026, 7, 13), 6)
    assert counted(lone, first, end, 5) is None
    assert counted(many, date(2026, 7, 13), end, 5) == 12
    assert counted(many, date(2026, 7, 14), end, 5) is None, "not all of that week is in it"
    assert counted([*lone, *many], date(2026, 7, 7), end, 5) == counted(many, date(2026, 7, 7), end, 5) == 12
    few = [(date(2026, 7, 6), f"p{n}") for n in range(3)] + [(date(2026, 7, 15), f"p{n}") for n in range(2, 6)]
    assert counted(few, first, end, 5) == 7
    assert counted(few, date(2026, 7, 7), end, 5) is None


def faults(since: date, until: date) -> dict[str, str]:
    """Of a new goal of these days; a change to them is taken or refused just so."""
    new = faulty(lambda: goalform.terms(FILLED | {"since": since.isoformat(), "until": until.isoformat()}, CHOICES, MONDAY))
    assert faulty(lambda: changed(since, until)) == new
    return new


def faulty(tries: Callable[[], GoalTerms]) -> dict[str, str]:
    try:
        tries()
    except Faulty as no:
        return no.by_field
    return {}


def changed(since: date, until: date) -> GoalTerms:
    before = replace(TERMS, starts_on=since, ends_on=since + timedelta(days=300))
    values = {"size": "20", "least": "40", "until": until.isoformat(), "reason": "It came later."}
    return goalform.amended(values, before, None, MONDAY)


@pytest.mark.parametrize("begins", range(7))
def test_a_goal_is_registered_and_changed_to_only_such_days_as_can_count_for_it(begins: int) -> None:
    """Every day somebody works, five people finish a task: what is registered counts some, what is refused would count none."""
    since = MONDAY + timedelta(days=begins)
    told = [(since + timedelta(days=n), f"p{person}") for n in range(-7, 28) for person in range(5)]
    for until in (since + timedelta(days=n) for n in range(21)):
        counts = counted(told, since, until + timedelta(days=1), 5) is not None
        assert list(faults(since, until)) == ([] if counts else ["until"]), (since, until)
    assert faults(since, since + timedelta(days=366)) == {}
    assert list(faults(since, since + timedelta(days=367))) == ["until"]


def test_whoever_picks_too_short_a_time_is_told_which_days_there_are() -> None:
    said = "Tasks count by whole weeks, Monday to Sunday: pick a last day from 19 July 2026 to 8 July 2027."
    assert faults(date(2026, 7, 7), date(2026, 7, 14)) == {"until": said}


def test_a_first_day_beyond_all_calendars_is_a_fault_of_its_own() -> None:
    with pytest.raises(Faulty) as no:
        goalform.terms(FILLED | {"since": "9999-12-30", "until": "9999-12-31"}, CHOICES, date(2026, 7, 7))
    assert no.value.by_field == {"since": "A goal begins within a year."}


def test_weeks_of_few_do_not_go_together_over_the_turn_of_a_year() -> None:
    """A goal of the new year is told nothing of the old one, and has to count the same weeks."""
    december, january = date(2026, 12, 28), date(2027, 1, 4)
    told = [*((december, f"p{n}") for n in range(2)), *((january, f"p{n}") for n in range(2, 5))]
    assert counted(told, december, date(2027, 1, 11), 5) is None
    assert counted([(day - timedelta(days=28), who) for day, who in told], date(2026, 11, 30), date(2026, 12, 14), 5) == 5
