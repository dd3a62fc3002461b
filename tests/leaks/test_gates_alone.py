"""Gates that a story of the office rarely needs, as another one stands behind them: each alone, without the ledger."""

from pathlib import Path

from bot.domain.answer import Answer, Fixing
from storage.tables import Team
from tests.domain.team import both_ways, digest, task
from tests.leaks.office import Office

KIND, OTHER = "Bug triage", "Customer reply"


def test_all_work_is_not_printed_where_what_is_not_printed_of_it_is_the_work_of_few() -> None:
    for few, printed in ((0, True), (2, False), (4, False)):
        answers = both_ways(range(8), KIND, each=3, size=3) + both_ways(range(few), OTHER, each=3, size=3)
        answers += both_ways(range(8), "Escalations", each=3, size=3)
        answers += [task(person, task_type=OTHER, size=3) for person in range(10, 18)]
        assert bool(digest(answers).figures["all_work"]) is printed, few


def fixes(person: int, ways: str, each: int) -> list[Answer]:
    return [
        task(person, approach, fixing=Fixing.UP_TO_15 if (person + n + (approach == "with_ai")) % 3 else Fixing.NO)
        for approach in ways.split()
        for n in range(each)
    ]


def test_a_difference_that_one_person_carries_is_not_printed_even_where_nobody_carries_the_shares() -> None:
    for each, printed in ((2, True), (8, False)):
        answers = fixes(0, "with_ai without_ai", each)
        for person in range(1, 6):
            answers += fixes(person, "with_ai without_ai", 1)
        for person in range(6, 12):
            answers += fixes(person, "with_ai", 2) + fixes(person + 6, "without_ai", 2)
        (cell,) = digest(answers).figures["cells"]
        assert {"fixed_with_ai", "fixed_without_ai"} <= cell["shares"].keys()
        assert bool(cell["fixed"]) is printed, each


def test_a_kind_of_task_that_goes_or_comes_back_moves_figures_as_a_changed_answer_does(empty_sqlite: Path) -> None:
    office = Office(empty_sqlite, 10, 3)

    def edited() -> bool:
        with office.services.store.read() as session:
            return session.get_one(Team, office.team.id).edited_at is not None

    before = edited()
    office.a_type_goes_or_comes_back()
    assert (before, edited()) == (False, True)
    assert office.prints[-1].figures["as_of"]
    office.close()
