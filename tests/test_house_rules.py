"""The rules of the house (`docs/design.md`), each as a test that names the sentence that was broken."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from bot.domain import figures, teamfile, wording
from storage import tables

ROOT = Path(__file__).parent.parent
OURS = ("bot", "storage", "sandbox")
MIGRATIONS = "storage/migrations/"

# Who may know whom: a room, the rooms it may import from, and the sentence. A module belongs to the longest name that fits.
VERBS = ("bot.ask", "bot.collect", "bot.report", "bot.manage", "bot.deliver", "bot.transfer", "bot.press")
BELOW_SLACK = ("bot.domain", "bot.services", *VERBS)
PARTS = (*BELOW_SLACK, "bot.slack", "storage", "bot.settings", "bot.logs", "bot.postman", "bot.ticker", "bot.chart", "bot.page")
RIM = (*PARTS, "bot.app", "bot.web", "bot.doctor", "bot.cli", "bot.demo")
RULE: dict[str, tuple[tuple[str, ...], str]] = {
    "bot": ((), "a module of bot/ that tests/test_house_rules.py does not list knows nobody"),
    "bot.domain": (("bot.domain",), "domain knows nobody"),
    "storage": (("storage",), "storage knows nobody"),
    "sandbox": (("sandbox",), "sandbox knows nobody"),
    "bot.services": (("storage",), "services know storage only"),
    **dict.fromkeys(VERBS, ((*BELOW_SLACK, "storage"), "verbs know domain, storage and services, never Slack")),
    "bot.slack": ((*BELOW_SLACK, "bot.slack"), "slack knows the verbs and domain, never storage"),
    "bot.settings": (("bot.domain",), "settings know nothing but how to refuse"),
    "bot.chart": (("bot.domain",), "the chart knows the digest it draws, and nothing else"),
    "bot.page": (("bot.domain", "bot.chart"), "the page knows the digest it shows, and its chart"),
    "bot.doctor": (("bot.domain", "bot.settings", "bot.slack", "storage"), "the doctor looks at settings, storage and Slack"),
    "bot.web": (("bot.app", "bot.deliver"), "web serves what app has built"),
    "bot.app": (PARTS, "app sees every part, but no door and not the sandbox"),
    "bot.cli": (RIM, "the doors see everything but the sandbox"),
    "bot.__main__": (("bot.cli",), "__main__ opens the door and knows nothing else"),
    "bot.demo": ((*RIM, "sandbox"), "the demo sees everything"),
}

# Libraries that only some rooms may know.
SLACK_ROOMS = ("bot.slack", "bot.app", "bot.doctor", "bot.web", "bot.cli.process", "bot.demo", "sandbox")
COMPUTES = tuple(
    f"bot.domain.{name}"
    for name in ("evidence", "estimate", "several", "differences", "cost", "censored", "trend", "trials", "sheet")
)
LIBRARIES: dict[str, tuple[tuple[str, ...], str]] = {
    "slack_bolt": (SLACK_ROOMS, "only Slack's side knows slack_bolt"),
    "slack_sdk": (SLACK_ROOMS, "only Slack's side knows slack_sdk"),
    "numpy": (COMPUTES, "only the modules that compute load numpy"),
    "scipy": (COMPUTES, "only the modules that compute load scipy"),
    "statsmodels": (COMPUTES, "only the modules that compute load statsmodels"),
    "matplotlib": (("bot.chart",), "only chart.py loads matplotlib"),
}
NOT_IN_DOMAIN = {
    "os",
    "time",
    "random",
    "secrets",
    "logging",
    "structlog",
    "sqlalchemy",
    "sqlmodel",
    "socket",
    "urllib",
    "flask",
}

MAY_READ_CLOCK = {
    "bot/app.py": "wall_clock, the one clock everything else is lent",
    "sandbox/delivery.py": "signatures carry the real time, because whoever checks them reads the real clock",
}
MAY_READ_ENVIRONMENT = {
    "bot/settings.py": "here it is read, once for everybody",
    "bot/cli/data.py": "CI says whether somebody is there to look at the demo; it is no setting of the bot",
}
CLOCKS = {"datetime": {"now", "utcnow", "today"}, "date": {"today"}, "time": {"time", "time_ns", "localtime", "gmtime"}}
LISTENERS = ("bot/slack/checkin.py", "bot/slack/commands.py", "bot/slack/home.py")
COUNTS_USE = {"count", "counts", "prompts", "tokens", "token", "sessions", "session", "usage", "uses", "seats", "adoption"}


def name_of(path: Path) -> str:
    """bot/slack/ids.py is bot.slack.ids, and a package is its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert found, f"no modules in {folders}"
    return found


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def inside(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every name a module imports, wherever in it: `from bot import ask` is bot.ask."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{relative(path)}:{node.lineno} imports relatively: name the room"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def report(broken: list[str]) -> None:
    assert not broken, "\n" + "\n".join(broken)


def test_every_room_knows_only_whom_it_may() -> None:
    broken = []
    for path in modules(*OURS):
        room = max((room for room in RULE if inside(name_of(path), (room,))), key=len)
        may, sentence = RULE[room]
        broken += [
            f"{relative(path)}:{line} imports {name}: {sentence}"
            for line, name in imports(path)
            if inside(name, OURS) and not inside(name, may)
        ]
    report(broken)


def test_only_some_rooms_know_some_libraries() -> None:
    broken = []
    for path in modules(*OURS):
        for line, name in imports(path):
            rooms, sentence = LIBRARIES.get(name.partition(".")[0], ((name_of(path),), ""))
            if not inside(name_of(path), rooms):
                broken.append(f"{relative(path)}:{line} imports {name}: {sentence}")
    report(broken)


def test_the_domain_knows_no_clock_chance_network_database_environment_or_log() -> None:
    report(
        [
            f"{relative(path)}:{line} imports {name}: the rules are given what they need as parameters"
            for path in modules("bot/domain")
            for line, name in imports(path)
            if name.partition(".")[0] in NOT_IN_DOMAIN
        ]
    )


def test_a_file_has_at_most_300_lines() -> None:
    sizes = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*OURS)}
    report([f"{name} has {lines} lines; a file has at most 300" for name, lines in sizes.items() if lines > 300])


def test_a_function_has_at_most_40_lines() -> None:
    broken = []
    for path in modules(*OURS):
        for node in functions(path):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > 40 and not relative(path).startswith(MIGRATIONS):
                broken.append(f"{relative(path)}:{node.lineno} {node.name} has {lines} lines; a function has at most 40")
    report(broken)


def test_a_listener_has_at_most_eight_lines() -> None:
    broken = []
    for path in (ROOT / name for name in LISTENERS):
        for node in functions(path):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1
            if lines > 8:
                broken.append(f"{relative(path)}:{node.lineno} {node.name} has {lines} lines; a listener has at most 8")
    report(broken)


def test_every_module_says_what_it_is_for() -> None:
    everything = modules(*OURS, "bench", "tests")
    silent = [relative(path) for path in everything if tree(path).body and not ast.get_docstring(tree(path))]
    report([f"{name} has no docstring: every module begins by saying what it is for" for name in silent])


def _dotted(node: ast.AST) -> tuple[str, str]:
    """`datetime.now` and `datetime.datetime.now` are both ("datetime", "now")."""
    if not isinstance(node, ast.Attribute):
        return "", ""
    owner = node.value
    return (owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""), node.attr


def clocks_read(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(path)):
        owner, attribute = _dotted(node)
        if attribute in CLOCKS.get(owner, ()):
            yield node.lineno, f"{owner}.{attribute}"  # type: ignore[attr-defined]  # an Attribute has a line
    yield from ((line, name) for line, name in imports(path) if name in {"time.time", "time.time_ns"})


def test_nothing_reads_the_clock_but_the_rim() -> None:
    report(
        [
            f"{relative(path)}:{line} reads {what}: time is a parameter, and only wall_clock reads the clock"
            for path in modules(*OURS)
            if relative(path) not in MAY_READ_CLOCK
            for line, what in clocks_read(path)
        ]
    )


def environment_read(path: Path) -> Iterator[int]:
    for node in ast.walk(tree(path)):
        owner, attribute = _dotted(node)
        if owner == "os" and attribute in {"environ", "getenv", "environb"}:
            yield node.lineno  # type: ignore[attr-defined]
    yield from (line for line, name in imports(path) if name in {"os.environ", "os.getenv"})


def test_the_environment_is_read_in_settings_alone() -> None:
    report(
        [
            f"{relative(path)}:{line} reads the environment: every variable is read once, in bot/settings.py"
            for path in modules(*OURS)
            if relative(path) not in MAY_READ_ENVIRONMENT
            for line in environment_read(path)
        ]
    )


@pytest.mark.parametrize(
    ("allowed", "look"), [(MAY_READ_CLOCK, clocks_read), (MAY_READ_ENVIRONMENT, environment_read)], ids=["clock", "environment"]
)
def test_no_exception_outlives_its_reason(allowed: dict[str, str], look: object) -> None:
    for name in allowed:
        assert callable(look)
        assert list(look(ROOT / name)), f"{name} is excepted from a rule that it no longer breaks"


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """What a module calls, by its last name; a method's begins with a dot."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, node.func.id if isinstance(node.func, ast.Name) else f".{_dotted(node.func)[1]}"


def test_nothing_prints() -> None:
    report(
        [
            f"{relative(path)}:{line} prints: what is said goes through the console, the log or Slack"
            for path in modules(*OURS)
            for line, name in calls(path)
            if name == "print"
        ]
    )


def test_no_test_sleeps() -> None:
    report(
        [
            f"{relative(path)}:{line} sleeps: a test waits for what happens, not for time to pass"
            for path in modules("tests")
            for line, name in calls(path)
            if name.removeprefix(".") == "sleep"
        ]
    )


def names_people_read() -> Iterator[str]:
    """Tables and columns, questions with their words, the keys of a team, the figures of a digest."""
    for table in tables.metadata.sorted_tables:
        yield from (f"{table.name}.{column.name}" for column in table.columns)
    for question in wording.QUESTIONS:
        yield from (question.key, question.text, question.hint)
        yield from (f"{option.code} {option.words}" for option in question.options)
    yield from teamfile.TeamPlan.model_fields
    for figure in (figures.Figures, figures.CellFigures):
        yield from (field.name for field in fields(figure))


def test_no_column_question_or_figure_counts_the_use_of_ai() -> None:
    names = list(names_people_read())
    assert len(names) > 150
    report(
        [
            f"“{name}” is named for a count of use: what is not stored or asked cannot be reported"
            for name in names
            if COUNTS_USE & set(re.split(r"[^a-z]+", name.casefold())) or re.search("how (often|many)", name, re.IGNORECASE)
        ]
    )


WATCH = """
import gc, importlib, json, pkgutil, sys, threading
opened = []
watched = {"sqlite3.connect", "socket.connect", "socket.bind", "subprocess.Popen"}
threading.Thread.start = lambda thread: opened.append("a thread")
sys.addaudithook(lambda event, _: opened.append(event) if event in watched else None)
for name in sys.argv[1:]:
    importlib.import_module(name)
from sqlalchemy import Engine
heavy = sorted({"numpy", "scipy", "statsmodels", "pandas", "matplotlib", "sandbox"} & set(sys.modules))
engines = sum(isinstance(one, Engine) for one in gc.get_objects())
json.dump({"opened": opened, "engines": engines, "heavy": heavy}, sys.stdout)
"""


def watched(*names: str) -> dict[str, object]:
    run = subprocess.run([sys.executable, "-c", WATCH, *names], cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(run.stdout)
    return found


def test_importing_app_opens_nothing_and_loads_nothing_heavy() -> None:
    assert watched("bot.app") == {"opened": [], "engines": 0, "heavy": []}


def test_importing_anything_opens_nothing() -> None:
    names = [name_of(path) for path in modules(*OURS) if not relative(path).startswith(MIGRATIONS)]
    found = watched(*(name for name in names if name != "bot.__main__"))
    assert (found["opened"], found["engines"]) == ([], 0)
