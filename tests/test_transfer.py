"""Answers in and out: all or nothing, errors by line, and figures that agree with a computation of their own."""

import csv
import io
import json
import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

import pytest
from sqlmodel import select

from bot import report, transfer
from bot.domain.answer import Approach, Assigned, Quality
from bot.domain.digest import as_dict
from bot.domain.refusal import Refusal
from storage.tables import Answer
from tests.conftest import ROOT, SUPPORT, Cast, Running
from tests.conversing import HEADER, quarter_of_triage

ENGINES = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
ECHOES = ROOT.parent / "shared" / "data" / "echoes_task1.csv"


def take(bot: Running, text: str, *, skip_bad: bool = False) -> transfer.Imported:
    services = bot.bot.services
    return transfer.take(services, "Support", [text.encode()], skip_bad=skip_bad, progress=lambda _: None)


def exported(bot: Running) -> list[str]:
    return list(transfer.give(bot.bot.services, "Support"))


def lines(*rows: str) -> str:
    return "\n".join([HEADER, *rows])


GOOD = "anon1,Bug triage,with_ai,40,5,at,2026-07-01"


@ENGINES
def test_what_was_imported_can_be_exported_and_imported_again(bot: Running) -> None:
    assert take(bot, lines(GOOD, "anon2,escalation,without_ai,12.5,,below,2026-07-02")).stored == 2
    out = exported(bot)
    assert len(out) == 3
    again = take(bot, "".join(out))
    assert (again.stored, again.there_already) == (0, 2)
    assert exported(bot) == out


@ENGINES
def test_a_file_imported_twice_is_stored_once_and_twins_in_it_are_both_kept(bot: Running) -> None:
    assert take(bot, lines(GOOD, GOOD)).stored == 2
    again = take(bot, lines(GOOD, GOOD, GOOD))
    assert (again.stored, again.there_already) == (1, 2)


@ENGINES
def test_a_row_is_stored_whole_and_under_the_key_it_always_had(bot: Running) -> None:
    header = "person,task_type,approach,minutes,fix_minutes,expected_minutes,size,finished,quality,assigned,finished_at"
    take(bot, f"{header}\nanon1,BUG triage,dropped_ai,12.5,0,60,4,no,below,randomised,2026-07-01T10:00Z")
    with bot.bot.services.store.read() as session:
        (row,) = session.exec(select(Answer))
        team_id = row.team_id
    told = row.model_dump(exclude={"id", "team_id", "person_id", "workspace", "stored_at", "answered_at", "imported_row"})
    assert {name: value for name, value in told.items() if value is not None} == {
        "task_type": "Bug triage", "approach": "dropped_ai", "finished_on": date(2026, 7, 1), "size": 4, "minutes": 12.5,
        "finished": False, "fix_minutes": 0.0, "quality": "below", "expected_minutes": 60.0, "assigned": "randomised",
        "differences": [], "skip_reasons": [], "why_ai": [], "shown": {}, "questions": "imported", "overlapping": False,
        "own": {},
    }  # fmt: skip
    assert row.stored_at == row.answered_at == bot.bot.services.now()
    words = (team_id, "anon1", "bug triage", Approach.DROPPED, 12.5, 0.0, 60.0, 4, False, Quality.BELOW, Assigned.RANDOMISED)
    first = sha256(repr((*words, date(2026, 7, 1))).encode()).digest()
    assert row.imported_row == sha256(first + b"1").hexdigest()


@ENGINES
def test_more_rows_than_are_stored_at_a_time(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "BATCH", 3)
    rows = [GOOD, *[GOOD.replace("anon1", f"anon{n}") for n in range(2, 9)], GOOD]
    assert take(bot, lines(*rows)).stored == 9
    assert (take(bot, lines(*rows, GOOD)).stored, len(exported(bot))) == (1, 11)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("anon1,Sorcery,with_ai,40,5,at,2026-07-01", "“Sorcery” is no task type of Support"),
        ("anon1,Bug triage,maybe,40,5,at,2026-07-01", "maybe"),
        ("anon1,Bug triage,with_ai,-4,5,at,2026-07-01", "minutes"),
        ("=cmd(),Bug triage,with_ai,40,5,at,2026-07-01", "spreadsheet"),
        ("anon1,Bug triage,with_ai,40,5,at,yesterday", "finished_at"),
        ("anon1,Bug triage,with_ai,40,5,at", "cells"),
        ("anon1,Bug triage,with_ai," + "4" * 10_000_000 + ",5,at,2026-07-01", "long"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_nothing_is_stored(bot: Running, row: str, reason: str) -> None:
    with pytest.raises(transfer.BadRows) as refused:
        take(bot, lines(GOOD, row))
    assert "1 row cannot be read; nothing was stored" in refused.value.sentence
    assert "line 3: " in refused.value.sentence
    assert reason in refused.value.sentence
    assert exported(bot) == exported(bot)[:1]


def test_bad_rows_can_be_left_out(bot: Running) -> None:
    done = take(bot, lines(GOOD, "x", GOOD), skip_bad=True)
    assert (done.stored, [fault.line for fault in done.faults]) == (2, [3])


def test_a_wrong_header_gets_one_sentence(bot: Running) -> None:
    with pytest.raises(Refusal, match="minuts") as refused:
        take(bot, HEADER.replace("minutes,", "minuts,", 1) + "\n" + GOOD)
    assert "\n" not in refused.value.sentence


def test_no_such_team_gets_one_sentence(bot: Running) -> None:
    with pytest.raises(Refusal, match=r"There is no team “Nobody”\. Teams: Support\."):
        transfer.take(bot.bot.services, "Nobody", [lines(GOOD).encode()], skip_bad=False, progress=lambda _: None)


def test_an_export_names_nobody_of_the_workspace(bot: Running, cast: Cast) -> None:
    take(bot, lines(f"{cast.ada.id},Bug triage,with_ai,40,5,at,2026-07-01"))
    assert cast.ada.id not in "".join(exported(bot))


def test_a_history_of_a_real_person_counts_as_theirs(bot: Running, cast: Cast) -> None:
    take(bot, lines(*quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo])))
    assert "Bug triage" in cast.ada.runs("/candor report")


def _echoes() -> Iterable[dict[str, str]]:
    with ECHOES.open(newline="") as file:
        yield from csv.DictReader(file)


@pytest.mark.skipif(not ECHOES.exists(), reason="the Echoes of AI data are not beside this checkout")
def test_real_answers_give_the_figures_of_an_independent_computation(bot: Running) -> None:
    bot.apply(SUPPORT.replace('"Weekly report"', '"Feature"'))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["person", "task_type", "approach", "minutes", "finished_at"])
    logs: dict[str, list[float]] = defaultdict(list)
    people: dict[str, set[str]] = defaultdict(set)
    for row in _echoes():
        approach = "with_ai" if row["ai"] == "1" else "without_ai"
        writer.writerow([row["person"], row["task_type"], approach, row["clean_min"], "2026-07-01"])
        if row["clean_min"]:
            people[approach].add(row["person"])
            if float(row["clean_min"]) <= 960:
                logs[approach].append(math.log(max(float(row["clean_min"]), 1)))
    take(bot, text.getvalue())
    found = as_dict(report.for_teams(bot.bot.services, ["Support"], "quarter", None))
    cell = next(cell for cell in json.loads(json.dumps(found))["cells"] if cell["task_type"] == "Feature")
    for approach, figure in (("with_ai", "typical_with_ai"), ("without_ai", "typical_without_ai")):
        mean = math.exp(sum(logs[approach]) / len(logs[approach]))
        assert cell[figure] == pytest.approx(mean, rel=0.05)  # rounded as it is printed
        assert len(people[approach]) >= 5
    assert math.exp(sum(logs["with_ai"]) / len(logs["with_ai"]) - sum(logs["without_ai"]) / len(logs["without_ai"])) == (
        pytest.approx(0.6719, abs=5e-5)
    )
    assert cell["ratio"] is None  # nobody did one task each way, so nobody can be compared with themselves
