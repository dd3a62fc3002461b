"""The docs say what is so: links, commands, settings, tables, diagram and examples are compared with the code."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main
from pydantic import BaseModel

from bot import prove
from bot.cli import cli
from bot.cli.teams import Format, Window
from bot.domain import coin, conversation, records, teamfile
from bot.settings import Settings
from bot.slack.commands import WORDS
from bot.slack.teamwords import NEW, TEAM_WORDS
from bot.slack.views import about
from storage import tables
from tests.conftest import Cast, Running
from tests.conversing import skips_the_rest
from tests.faults.mutants import PROTECTIONS

ROOT = Path(__file__).parent.parent
DOCS = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")] + sorted((ROOT / "docs").glob("*.md"))
README, OPERATING, PRIVACY, DESIGN, TEAMS = (
    (ROOT / name).read_text(encoding="utf-8")
    for name in ("README.md", "docs/operating.md", "docs/privacy.md", "docs/design.md", "docs/teams.md")
)
ENV_EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
EVERYTHING = "\n".join(path.read_text(encoding="utf-8") for path in DOCS)

each_doc = pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as they are made from their words."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def part(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of any level."""
    _, found, rest = text.partition(f"\n{heading}\n")
    assert found, f"there is no heading “{heading}”"
    return re.split(r"\n#+ ", rest)[0]


def first_cells(text: str) -> list[str]:
    """What stands in backticks at the beginning of each table row."""
    return re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)


def fenced(text: str, marker: str) -> str:
    """The fenced block after a marker, which is a comment."""
    found = re.search(rf"<!-- {re.escape(marker)}.*?-->\n```\w*\n(.*?)```", text, re.DOTALL)
    assert found, f"there is no block marked “{marker}”"
    return found[1].rstrip("\n")


@each_doc
def test_every_relative_link_leads_somewhere_inside_the_project(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.is_relative_to(ROOT), target
        assert found.exists(), f"{path.name} links to {target}, which is not there"
        if anchor:
            assert anchor in anchors(found.read_text(encoding="utf-8")), f"{path.name} links to {target}: no such heading"


@each_doc
def test_every_path_that_is_named_is_there(path: Path) -> None:
    named = re.findall(r"`((?:bot|storage|sandbox|tests|bench|docs)/[\w/.]*)`", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


@each_doc
def test_no_path_of_somebodys_machine_is_named(path: Path) -> None:
    assert re.findall(r"(?<![\w.])/(?:home|root|tmp|opt|work|Users)/\S*", path.read_text(encoding="utf-8")) == []


def test_the_lock_file_holds_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert "://" not in lock
    assert "index" not in lock


# Commands


def commands(group: Any, before: str = "") -> dict[str, Any]:
    """Every command by its words, as in "team apply"."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        words = f"{before} {name}".strip()
        found |= commands(command, words) if hasattr(command, "commands") else {words: command}
    return found


COMMANDS = commands(typer.main.get_command(cli))


def spoken(text: str) -> list[tuple[str, list[str]]]:
    """Each `python -m bot …` in a text: the command's words and the options named after it."""
    found = []
    for line in re.findall(r"python -m bot ([^`\n]*)", text):
        words = line.replace("[", " ").replace("]", " ").split()
        name = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in COMMANDS), words[0])
        options = [option for word in words for option in word.split("/") if option.startswith("--")]
        found.append((name, options))
    return found


def options(command: Any) -> set[str]:
    return {name for param in command.params for name in (*param.opts, *param.secondary_opts) if name.startswith("--")}


@each_doc
def test_every_command_that_is_named_exists_with_its_options(path: Path) -> None:
    for name, named in spoken(path.read_text(encoding="utf-8")):
        if name == "…":
            continue
        assert name in COMMANDS, f"{path.name} names the command “{name}”, and there is none"
        assert set(named) <= options(COMMANDS[name]), f"{path.name} names options of “{name}” that do not exist"


def test_the_readme_lists_every_command_with_every_option() -> None:
    listed: dict[str, set[str]] = {}
    for name, named in spoken("\n".join(f"`{cell}`" for cell in first_cells(part(README, "## Commands")))):
        listed.setdefault(name, set()).update(named)
    assert listed == {name: options(command) - {"--help"} for name, command in COMMANDS.items()}


def test_the_readme_lists_every_choice_of_a_report() -> None:
    row = next(line for line in README.splitlines() if "python -m bot report" in line)
    assert [choice for choice in (*Window, *Format) if f"`{choice}`" not in row] == []


def test_every_word_of_the_slack_command_is_documented_and_none_besides() -> None:
    assert set(re.findall(r"`/candor ([\w-]+)", README)) == set(WORDS)
    assert set(re.findall(r"`/candor ([\w-]+)", EVERYTHING)) == set(WORDS)
    assert {words.split()[0] for words in about.COMMANDS} == set(WORDS)


def test_every_word_after_a_team_is_documented_and_none_besides() -> None:
    documented = first_cells(part(TEAMS, "## By command"))
    assert [cell.removeprefix("NAME ").removesuffix(" @x") for cell in documented] == [NEW, *TEAM_WORDS]
    assert [" @x" in cell for cell in documented] == [False, *(word.of_somebody for word in TEAM_WORDS.values())]


def test_every_recipe_that_is_named_exists() -> None:
    recipes = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"demo", "test", "check", "bench", "lock"} <= recipes
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", EVERYTHING, re.MULTILINE)) <= recipes


# Settings, teams, imports, tables


def test_every_setting_is_in_the_example_and_in_the_docs_and_none_besides() -> None:
    names = [name.upper() for name in Settings.model_fields]
    assert re.findall(r"^([A-Z_]+)=", ENV_EXAMPLE, re.MULTILINE) == names
    assert first_cells(part(OPERATING, "## Settings")) == names


def test_the_defaults_in_the_example_and_in_the_docs_are_the_defaults() -> None:
    given = dict(re.findall(r"^([A-Z_]+)=(.*)$", ENV_EXAMPLE, re.MULTILINE))
    rows = [line.split("|") for line in part(OPERATING, "## Settings").splitlines() if line.startswith("| `")]
    defaults = {name.upper(): str(field.default) for name, field in Settings.model_fields.items()}
    assert given == defaults
    assert {row[1].strip(" `"): row[2].strip(" `") for row in rows} == defaults


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("### `[[team]]`", teamfile.TeamPlan),
        ("### `rhythm`", teamfile.RhythmPlan),
        ("### `digest`", teamfile.DigestPlan),
        ("### `cost`", teamfile.CostPlan),
    ],
    ids=["team", "rhythm", "digest", "cost"],
)
def test_every_key_of_a_team_file_is_documented_and_none_besides(heading: str, section: type[BaseModel]) -> None:
    assert sorted(first_cells(part(OPERATING, heading))) == sorted(section.model_fields)


@each_doc
def test_every_team_file_in_the_docs_can_be_applied(path: Path) -> None:
    for indent, toml in re.findall(r"^( *)```toml\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        assert teamfile.read(re.sub(rf"^{indent}", "", toml, flags=re.MULTILINE))


def test_there_are_team_files_in_the_docs() -> None:
    assert EVERYTHING.count("```toml") >= 3


def test_every_column_of_an_import_is_documented_and_none_besides() -> None:
    section = part(OPERATING, "## Import and export")
    assert tuple(first_cells(section)) == records.COLUMNS
    needed = re.findall(r"^\| `(\w+)` \| yes", section, re.MULTILINE)
    assert sorted(needed) == sorted(records.REQUIRED)


def test_every_table_and_column_is_in_the_privacy_page_and_none_besides() -> None:
    _, _, listed = PRIVACY.partition("\n## Every table, every column\n")
    documented = {
        name: first_cells(part(listed, f"### `{name}`")) for name in re.findall(r"^### `(\w+)`$", listed, re.MULTILINE)
    }
    assert documented == {table.name: [column.name for column in table.columns] for table in tables.metadata.sorted_tables}


# What the docs show


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {conversation.State.PLANNED}"]
    for state, moves in conversation.TABLE.items():
        lines += [f"    {state} --> {after}: {act}" for act, after in moves.items()]
        if not moves:
            lines.append(f"    {state} --> [*]")
    return "\n".join(lines)


def test_the_diagram_is_made_from_the_table() -> None:
    assert fenced(DESIGN, "diagram:") == diagram()


SAMPLE = """\
person,task_type,ai,measured_min,self_report_min,clean_min,uninterrupted,pp_mean,unresponsive,incomplete
anon126,feature,1,54.83,,54.83,Yes,5.0,0,0
anon094,feature,1,110.02,,110.02,"Yes, but breaks",4.5,1,1
anon017,feature,0,7710.53,180.0,,No,5.0,2,0
"""


def test_the_line_that_converts_another_table_gives_rows_that_can_be_imported(tmp_path: Path) -> None:
    (tmp_path / "study.csv").write_text(SAMPLE, encoding="utf-8")
    line = fenced(OPERATING, "import: one-liner").replace("python3", shlex.quote(sys.executable), 1)
    subprocess.run(["sh", "-c", line], cwd=tmp_path, check=True)
    rows = list(records.read([(tmp_path / "answers.csv").read_bytes()]))
    assert all(isinstance(row, records.Record) for row in rows), rows
    told = [(row.person, row.task_type, str(row.approach), row.minutes) for row in rows if isinstance(row, records.Record)]
    assert told == [
        ("anon126", "feature", "with_ai", 54.83),
        ("anon094", "feature", "with_ai", 110.02),
        ("anon017", "feature", "without_ai", None),
    ]


def test_the_backup_in_the_docs_is_one(tmp_path: Path, database_url: str) -> None:
    (tmp_path / "of-the-docs.db").symlink_to(database_url.removeprefix("sqlite:///"))
    found = re.search(r"^python (-c 'import sqlite3.*')$", OPERATING, re.MULTILINE)
    assert found
    line = found[1].replace("candor.db", "of-the-docs.db")
    subprocess.run([sys.executable, *shlex.split(line)], cwd=tmp_path, check=True)
    assert (tmp_path / "backup.db").stat().st_size > 0


def test_the_conversation_in_the_readme_is_what_ada_sees(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    ada = cast.ada
    ada.replies("triage, without AI, 40 min, no fixing")
    assert fenced(README, "conversation: first") == ada.sees().replace("*", "")
    ada.replies("about usual")
    skips_the_rest(ada)
    assert ada.sees().startswith(fenced(README, "conversation: last") + "\n")


def test_design_lists_what_every_protection_is_there_for() -> None:
    listed = [line for line in DESIGN.splitlines() if "`test_" in line]
    assert [re.findall(r"`(test_\w+)`", line) for line in listed] == [list(one.tests) for one in PROTECTIONS]
    assert [line.split("|")[1].strip() for line in listed] == [one.name for one in PROTECTIONS]


def test_the_lines_that_check_a_coin_do_so(tmp_path: Path) -> None:
    trials, seed = (ROOT / "docs" / "trials.md").read_text(encoding="utf-8"), "0f" * 32
    lines = fenced(trials, "check: tested").replace('seed = "…"', f'seed = "{seed}"').replace("…", coin.seed_hash(seed))

    def checked(*, wrong: bool = False) -> bool:
        keys = [coin.flip_key("trial", "T/U0ADA", number) for number in range(1, 21)]
        fell = {key: coin.coin(seed, key) for key in keys} | {keys[3]: coin.coin(seed, keys[3]) is not wrong}
        ways = {key: "with_ai" if with_ai else "without_ai" for key, with_ai in fell.items()}
        rows = [{"flip": key, "coin": way, "forced": False, "assigned": way} for key, way in ways.items()]
        (tmp_path / "flips.csv").write_text(prove.as_csv(rows), encoding="utf-8")
        return subprocess.run([sys.executable, "-c", lines], cwd=tmp_path, check=False, capture_output=True).returncode == 0

    assert checked()
    assert not checked(wrong=True)
