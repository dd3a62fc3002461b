"""Every table is in the one table that says whose it is; a new one that holds a person fails here until it is."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, ForeignKey, MetaData, String, Table

from storage import ages, tables
from storage.whose import RULES, Kept, Lead

SOUNDS_LIKE_A_PERSON = frozenset({"user", "person", "member", "owner", "author", "reviewer", "by", "who", "whom", "email"})
KEPT_BY_ANOTHER_RULE = {Kept.BELONGING, Kept.TRIAL, Kept.ASKED_BACK, Kept.STAYS}


def leading_to_people(table: Table) -> Iterator[str]:
    """Columns with a person's key, and texts that sound as if they named one."""
    for column in table.columns:
        is_key = any(key.target_fullname.startswith("person.") for key in column.foreign_keys)
        if is_key or (isinstance(column.type, String) and SOUNDS_LIKE_A_PERSON & set(column.name.split("_"))):
            yield column.name


def faults(metadata: MetaData) -> list[str]:
    """What the one table does not say, or says of what is not there."""
    found = [f"{name} is in storage/whose.py, and is no table" for name in RULES if name not in metadata.tables]
    for table in metadata.sorted_tables:
        rule = RULES.get(table.name)
        if rule is None:
            found.append(f"{table.name} is not in storage/whose.py: say whose its rows are, or why they are nobody's")
            continue
        unknown = set(leading_to_people(table)) - set(rule.leads) - rule.not_people
        found += [f"{table.name}.{name} leads to a person, and storage/whose.py does not say so" for name in sorted(unknown)]
        found += list(_not_covered(table))
    return found


def _not_covered(table: Table) -> Iterator[str]:
    rule, columns = RULES[table.name], {column.name for column in table.columns}
    if bool(rule.leads) == bool(rule.nobody):
        yield f"{table.name}: either columns lead to a person, or it is said why none does"
    if rule.leads:
        said = {**rule.given, **rule.left_out}
        yield from (f"{table.name}.{name} is neither given to its person nor left out" for name in sorted(columns - set(said)))
        yield from (f"{table.name} has no column {name}" for name in sorted(set(said) - columns))
        yield from (f"{table.name}.{name} is given and left out" for name in sorted(set(rule.given) & set(rule.left_out)))
        if not rule.called or Lead.KEY not in rule.leads.values():
            yield f"{table.name}: it is not said what it is called, or whose a row is"
    aged = {age.table for age in ages.ROWS}
    if (rule.kept in KEPT_BY_ANOTHER_RULE) == (table.name in aged):
        yield f"{table.name} is kept {rule.kept}, and storage/ages.py says otherwise"


def test_every_table_is_covered_by_export_deletion_and_retention() -> None:
    assert faults(tables.metadata) == []


def test_every_table_says_how_long_its_rows_stay() -> None:
    assert {name: rule.kept for name, rule in RULES.items() if rule.leads} == {
        "person": Kept.KNOWN,
        "membership": Kept.BELONGING,
        "absence": Kept.MONTHS,
        "checkin": Kept.MONTHS,
        "answer": Kept.MONTHS,
        "letter": Kept.MONTHS,
        "participation": Kept.TRIAL,
        "flip": Kept.MONTHS,
        "work": Kept.MONTHS,
        "review": Kept.MONTHS,
    }


def with_a_new(name: str, *columns: Column[str]) -> MetaData:
    """Our tables, and one somebody has just added."""
    metadata = MetaData()
    for table in tables.metadata.sorted_tables:
        table.to_metadata(metadata)
    Table(name, metadata, Column("id", String, primary_key=True), *columns)
    return metadata


@pytest.mark.parametrize(
    "column",
    [Column("whose", String, ForeignKey("person.id")), Column("user", String), Column("minutes", String)],
    ids=["a key", "a Slack id", "no person"],
)
def test_a_new_table_fails_by_its_name_until_it_is_said_whose_it_is(column: Column[str]) -> None:
    (fault,) = faults(with_a_new("trial", column))
    assert fault.startswith("trial is not in storage/whose.py")


@pytest.mark.parametrize(
    "column", [Column("noted_by", String), Column("whose", String, ForeignKey("person.id"))], ids=["a name", "a key"]
)
def test_a_new_column_that_leads_to_a_person_fails_by_its_name(column: Column[str]) -> None:
    metadata = MetaData()
    for table in tables.metadata.sorted_tables:
        table.to_metadata(metadata)
    metadata.tables["release"].append_column(column)
    assert faults(metadata) == [f"release.{column.name} leads to a person, and storage/whose.py does not say so"]


def test_a_new_column_of_somebodys_row_fails_until_it_is_given_or_left_out() -> None:
    metadata = MetaData()
    for table in tables.metadata.sorted_tables:
        table.to_metadata(metadata)
    metadata.tables["answer"].append_column(Column("mood", String))
    assert faults(metadata) == ["answer.mood is neither given to its person nor left out"]


def test_no_two_columns_of_a_table_are_given_under_the_same_words() -> None:
    for name, rule in RULES.items():
        assert len(set(rule.given.values())) == len(rule.given), name
