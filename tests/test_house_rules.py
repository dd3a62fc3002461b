"""The rules of the house (`docs/design.md`), each as a test that names the sentence that was broken."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import make_dataclass
from pathlib import Path

import pytest
from pydantic import BaseModel, create_model
from sqlalchemy import Column, Integer, MetaData, Table

from bot.domain import digest, figures, outcomes, records, teamfile, volume, wording
from bot.domain.questions import Kind, Option, Question
from bot.domain.refusal import Refusal
from bot.settings import Settings
from storage import tables

ROOT = Path(__file__).parent.parent
OURS = ("bot", "storage", "sandbox")
MIGRATIONS = "storage/migrations/"

# Who may know whom: a room, the rooms it may import from, and the sentence. A module belongs to the longest name that fits.
VERBS = (
    "bot.ask",
    "bot.collect",
    "bot.report",
    "bot.manage",
    "bot.deliver",
    "bot.transfer",
    "bot.press",
    "bot.keep",
    "bot.limits",
    "bot.teamdays",
    "bot.prove",
    "bot.review",
)
BELOW_SLACK = ("bot.domain", "bot.services", *VERBS)
PARTS = (
    *BELOW_SLACK,
    "bot.pace",
    "bot.slack",
    "storage",
    "bot.settings",
    "bot.logs",
    "bot.postman",
    "bot.ticker",
    "bot.chart",
    "bot.page",
)
RIM = (*PARTS, "bot.app", "bot.web", "bot.doctor", "bot.cli", "bot.demo")
RULE: dict[str, tuple[tuple[str, ...], str]] = {
    "bot": ((), "a module of bot/ that tests/test_house_rules.py does not list knows nobody"),
    "bot.domain": (("bot.domain",), "domain knows nobody"),
    "storage": (("storage",), "storage knows nobody"),
    "sandbox": (("sandbox",), "sandbox knows nobody"),
    "bot.services": (("storage", "bot.pace"), "services know storage and the pace only"),
    **dict.fromkeys(VERBS, ((*BELOW_SLACK, "storage"), "verbs know domain, storage and services, never Slack")),
    "bot.slack": ((*BELOW_SLACK, "bot.slack"), "slack knows the verbs and domain, never storage"),
    "bot.settings": (("bot.domain",), "settings know nothing but how to refuse"),
    "bot.chart": (("bot.domain",), "the chart knows the digest it draws, and nothing else"),
    "bot.page": (("bot.domain", "bot.chart"), "the page knows the digest it shows, and its chart"),
    "bot.doctor": (
        (
            "bot.app",
            "bot.ask",
            "bot.deliver",
            "bot.domain",
            "bot.limits",
            "bot.services",
            "bot.settings",
            "bot.slack",
            "storage",
        ),
        "the doctor looks at settings, storage, deliveries and Slack",
    ),
    "bot.web": (("bot.app", "bot.ask", "bot.deliver", "bot.services"), "web serves what app has built"),
    "bot.app": (PARTS, "app sees every part, but no door and not the sandbox"),
    "bot.cli": (RIM, "the doors see everything but the sandbox"),
    "bot.languages": (("bot",), "whoever gathers the sentences reads every room"),
    "bot.__main__": (("bot.cli",), "__main__ opens the door and knows nothing else"),
    "bot.roles": (("bot.cli", "bot.domain", "bot.slack"), "the table of roles reads every door"),
    "bot.demo": ((*RIM, "sandbox"), "the demo sees everything"),
}

# Libraries that only some rooms may know.
SLACK_ROOMS = ("bot.slack", "bot.app", "bot.doctor", "bot.web", "bot.cli.process", "bot.demo", "sandbox")
COMPUTES = tuple(
    f"bot.domain.{name}"
    for name in (
        *("columns", "times", "parts", "evidence", "cells", "estimate", "several", "differences", "cost", "censored"),
        *("trend", "own", "ownevidence", "trials", "pairs", "sheet", "ledger", "together", "cycle", "agreement"),
        *("flips", "trialresult"),
    )
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
LISTENERS = tuple(
    f"bot/slack/{name}.py"
    for name in (
        *(
            "admin",
            "channel",
            "checkin",
            "commands",
            "digests",
            "following",
            "goals",
            "home",
            "keep",
            "own",
            "report",
            "review",
        ),
        *("sharing", "task", "team", "trialcard", "trials"),
    )
)
# What reaches people as words about their team, and what writes its figures out under keys.
DIGEST_WORDS = (
    "bot/domain/*words.py",
    "bot/domain/digest.py",
    "bot/domain/sentences.py",
    "bot/report/*.py",
    "bot/chart.py",
    "bot/page.py",
)
WRITTEN = ("bot/domain/digest.py", "bot/report/*.py", "bot/press.py", "bot/page.py", "bot/transfer.py")
OF_A_FILE = {
    "tasks_with_ai": "the evidence command says of how many rows it speaks, to whoever holds the file, and stores nothing",
    "tasks_without_ai": "likewise",
}


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


MAY_READ_K = {
    "bot/limits.py": "here a team's k meets the floor its admins have set",
    "bot/cli/teams.py": "it is of a line of `team list`, which has asked",
    "bot/manage/teams.py": "a team's file says its k, and is refused below that floor",
}


def test_a_teams_k_is_asked_for_and_never_read() -> None:
    """A k that is read from its row does not know what an admin has set."""
    report(
        [
            f"{relative(path)}:{node.lineno} reads a team's k from its row: ask bot/limits.py"
            for path in modules("bot")
            if relative(path) not in MAY_READ_K
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Attribute) and node.attr == "k" and "team" in ast.unparse(node.value).casefold()
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


def columns(metadata: MetaData) -> Iterator[str]:
    for table in metadata.sorted_tables:
        yield from (f"{table.name}.{column.name}" for column in table.columns)


def keys(*shapes: type) -> Iterator[str]:
    """What the fields of dataclasses and the entries of files are called."""
    for shape in shapes:
        known = shape.model_fields if issubclass(shape, BaseModel) else shape.__dataclass_fields__  # type: ignore[attr-defined]
        yield from (f"{shape.__name__}.{name}" for name in known)


def written_keys(source: str) -> Iterator[str]:
    """The keys of every dictionary that is written out: they end up in somebody's JSON."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            yield from (key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def words(source: str) -> Iterator[str]:
    """Every text of a module but what it says about itself; an ellipsis for what is filled in."""
    nodes = list(ast.walk(ast.parse(source)))
    aside = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            aside |= {id(part) for part in node.values}
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    yield from (
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside
    )


CANNOT = "what is not stored or asked cannot be reported"


def named_for_use(names: Iterable[str]) -> list[str]:
    return [
        f"“{name}” is named for a volume of AI use: {CANNOT}"
        for name in names
        if any(volume.named(part) for part in name.split("."))
    ]


def asking_for_use(asked: Iterable[Question]) -> list[str]:
    broken = []
    for question in asked:
        for text in (question.text, question.hint):
            try:
                volume.refuse(text, [option.words for option in question.options])
            except Refusal as refused:
                broken.append(f"The question {question.key}: {refused.sentence} {CANNOT}")
    return broken


def speaking_of_use(texts: Iterable[str]) -> list[str]:
    return [f"“{text}” speaks of a volume of AI use: {CANNOT}" for text in texts if volume.said(text)]


def read(*patterns: str) -> Iterator[str]:
    """The source of modules, none of which may be gone."""
    for pattern in patterns:
        found = sorted(ROOT.glob(pattern))
        assert found, f"there is no {pattern}"
        yield from (path.read_text(encoding="utf-8") for path in found)


def test_no_column_holds_a_volume_of_ai_use() -> None:
    names = list(columns(tables.metadata))
    assert len(names) > 100
    report(named_for_use(names))


def test_no_key_of_a_report_export_team_file_or_setting_is_a_volume_of_ai_use() -> None:
    names = [
        *keys(figures.Figures, figures.CellFigures, figures.OwnFigures, digest.Digest, digest.Bar, digest.Section, digest.Line),
        *keys(teamfile.TeamPlan, teamfile.RhythmPlan, teamfile.DigestPlan, teamfile.CostPlan, teamfile.QuestionPlan, Settings),
        *outcomes.Outcome,
        *records.COLUMNS,
        *(key for source in read(*WRITTEN) for key in written_keys(source)),
        *(text for source in read("bot/web.py") for text in words(source) if text.startswith("candor_")),
    ]
    assert len(names) > 100
    report(named_for_use(names))


def test_no_question_or_option_asks_for_a_volume_of_ai_use() -> None:
    questions = (*wording.QUESTIONS, *wording.STARTING)
    report(asking_for_use(questions))
    report(named_for_use(question.key for question in questions))
    report(named_for_use(option.code for question in questions for option in question.options))


def test_no_word_of_a_digest_speaks_of_a_volume_of_ai_use() -> None:
    texts = [text for source in read(*DIGEST_WORDS) for text in words(source)]
    assert len(texts) > 200
    report(speaking_of_use(texts))


def test_evidence_names_the_tasks_of_a_file_because_its_reader_holds_them() -> None:
    names = [text for source in read("bot/domain/sheet.py") for text in words(source) if text.isidentifier()]
    report(named_for_use(name for name in names if name not in OF_A_FILE))
    for name in OF_A_FILE:
        assert volume.named(name), f"{name} is excepted from a rule that it no longer breaks"


def _with_column(name: str) -> MetaData:
    metadata = MetaData()
    Table("answer", metadata, Column("id", Integer), Column(name, Integer))
    return metadata


def made_up(question: str, *options: str) -> list[Question]:
    return [Question("made_up", question, Kind.ONE, tuple(Option(str(n), text) for n, text in enumerate(options)))]


@pytest.mark.parametrize(
    "broken",
    [
        named_for_use(columns(_with_column("minutes"))),
        named_for_use(keys(make_dataclass("CellFigures", ["typical_with_ai", "cost_with_ai"]))),
        named_for_use(written_keys('{"typical_with_ai": 40}')),
        asking_for_use(made_up("How many customers had to write again?", "None", "1 to 5", "More")),
        speaking_of_use(words('"""Counts no prompts."""\nTEXT = "of the tasks done with AI, rather without next time"')),
    ],
)
def test_the_rule_about_volume_lets_outcomes_through(broken: list[str]) -> None:
    assert broken == []


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        (named_for_use(columns(_with_column("prompt_count"))), "“answer.prompt_count” is named for"),
        (named_for_use(columns(_with_column("ai_sessions"))), "“answer.ai_sessions” is named for"),
        (named_for_use(keys(make_dataclass("CellFigures", ["tasks_with_ai"]))), "“CellFigures.tasks_with_ai” is named for"),
        (named_for_use(keys(make_dataclass("Figures", ["share_with_ai"]))), "“Figures.share_with_ai” is named for"),
        (named_for_use(keys(create_model("TeamPlan", seats=int))), "“TeamPlan.seats” is named for"),
        (named_for_use(written_keys('as_dict = {"team": 1, "adoption": {"usage": 2}}')), "“adoption” is named for"),
        (asking_for_use(made_up("How often do you use AI?")), "The question made_up: “How often do you use AI?” is about"),
        (asking_for_use(made_up("How was it?", "Good", "10 prompts")), "The question made_up: “10 prompts” is about"),
        (asking_for_use(made_up("Do you use AI?", "Daily", "Never")), "The question made_up: “Do you use AI?” is about"),
        (speaking_of_use(words('TITLE = "Usage"')), "“Usage” speaks of"),
        (
            speaking_of_use(words('f"{share} % of the tasks were done with AI."')),
            "“… % of the tasks were done with AI.” speaks of",
        ),
        (speaking_of_use(words('f"{n} more prompts than {m} weeks ago"')), "“… more prompts than … weeks ago” speaks of"),
    ],
)
def test_the_rule_about_volume_catches_what_it_is_for(broken: list[str], name: str) -> None:
    assert broken
    assert broken[0].startswith(name)
    assert broken[0].endswith(CANNOT)


WATCH = """
import gc, importlib, json, pkgutil, sys, threading
opened = []
watched = {"sqlite3.connect", "socket.connect", "socket.bind", "subprocess.Popen"}
threading.Thread.start = lambda thread: opened.append("a thread")
sys.addaudithook(lambda event, _: opened.append(event) if event in watched else None)
for name in sys.argv[1:]:
    importlib.import_module(name)
from sqlalchemy import Engine
heavy = sorted({"numpy", "scipy", "statsmodels", "pandas", "matplotlib", "holidays", "sandbox"} & set(sys.modules))
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
