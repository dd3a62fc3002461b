"""The command line: one clear sentence for whatever a user can cause, and the exit code that goes with it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from bot import cli
from bot.app import wall_clock
from sandbox import Fault
from storage.database import NEWEST
from storage.tables import Person, Team, Workspace
from tests.conftest import ROOT, SUPPORT, Cast, Running
from tests.conversing import has_history, quarter_of_triage
from tests.proving import has_ended, has_trial

Ended = tuple[int, str, str]
Run = Callable[..., Ended]
SLACK_VARIABLES = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "DATABASE_URL")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in an empty folder, as `python -m bot` would; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    for name in SLACK_VARIABLES:
        monkeypatch.delenv(name, raising=False)

    def command(*words: str, **environment: str) -> Ended:
        with monkeypatch.context() as patched:
            for name, value in environment.items():
                patched.setenv(name, value)
            patched.setattr(sys, "argv", ["python -m bot", *words])
            code = _exit_code(cli.main)
        out, err = capfd.readouterr()
        return code, out, err

    return command


def _exit_code(main: Callable[[], None]) -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.fixture
def connected(bot: Running) -> dict[str, str]:
    """The environment of an operator whose Slack is the sandbox."""
    settings = bot.bot.settings
    return {
        "SLACK_BOT_TOKEN": settings.slack_bot_token,
        "SLACK_API_URL": settings.slack_api_url,
        "DATABASE_URL": settings.database_url,
    }


def write(name: str, text: str) -> str:
    Path(name).write_text(text)
    return name


def test_every_command_explains_itself(run: Run) -> None:
    for words in ((), ("team",), ("team", "apply"), ("report",), ("import",), ("demo",), ("run",), ("doctor",)):
        code, out, _ = run(*words, "--help")
        assert code == 0
        assert "Usage" in out


def test_wrong_use_ends_with_two(run: Run) -> None:
    assert run("reprot")[0] == 2
    assert run("report")[0] == 2
    assert run("report", "--team", "Support", "--window", "decade")[0] == 2


def test_before_migrate_every_door_says_what_to_do(run: Run) -> None:
    code, _, err = run("report", "--team", "Support")
    assert (code, err.strip()) == (1, "The database has no tables yet. Run: python -m bot migrate")


def test_migrate_says_what_it_did(run: Run) -> None:
    assert run("migrate")[:2] == (0, f"The database is at {NEWEST} now.\n")
    assert run("migrate")[:2] == (0, f"The database was at {NEWEST} already.\n")


def test_missing_and_malformed_tokens_are_all_named_at_once(run: Run) -> None:
    code, _, err = run("run", SLACK_BOT_TOKEN="nonsense", DATABASE_URL="mysql://here")
    assert code == 1
    assert all(name in err for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_URL"))
    assert "nonsense" not in err


def test_a_team_can_be_declared_and_fed_before_slack_is_connected(run: Run) -> None:
    run("migrate")
    code, out, err = run("team", "apply", write("team.toml", SUPPORT))
    assert (code, "Support: new team" in out) == (0, True)
    assert "SLACK_BOT_TOKEN is not set, so nobody was looked up" in err
    assert run("team", "apply", "team.toml")[1] == "Nothing to change.\n"
    assert "Support" in run("team", "list")[1]
    rows = "person,task_type,approach,minutes,finished_at\nx,Bug triage,with_ai,40,2026-07-01\n"
    assert run("import", write("rows.csv", rows), "--team", "Support")[:2] == (0, "1 answers stored in Support.\n")
    code, out, err = run("export", "--team", "Support")
    assert (code, len(out.splitlines())) == (0, 2)
    assert "not for a manager" in err


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SUPPORT.replace("zone =", "timezone ="), 'unknown key "timezone"'),
        (SUPPORT.replace("Berlin", "Berln"), "Europe/Berlin"),
        (SUPPORT.replace('"fixed"', '"daily"'), '"daily" is not one'),
        (SUPPORT.replace("U0BEN", "U0NOBODY"), "nobody in this workspace has the id U0NOBODY"),
        (SUPPORT.replace("U0BEN", "U0GUS"), "U0GUS is a guest"),
        (SUPPORT.replace("U0BEN", "U0FAR"), "U0FAR belongs to another workspace"),
        (SUPPORT.replace('people = ["U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"]', 'channel = "C0NOWHERE"'),
         "there is no channel C0NOWHERE"),
        ("[[team]\n", "line"),
    ],
)  # fmt: skip
def test_a_bad_team_file_gets_one_sentence_and_changes_nothing(
    run: Run, bot: Running, connected: dict[str, str], file: str, sentence: str
) -> None:
    bot.slack.refusals.clear()
    code, out, err = run("team", "apply", write("team.toml", file), **connected)
    assert (code, out) == (1, "")
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
    assert bot.apply(SUPPORT) == []
    bot.slack.refusals.clear()


def test_a_missing_file_gets_one_sentence(run: Run) -> None:
    run("migrate")
    assert run("team", "apply", "nowhere.toml")[::2] == (1, "nowhere.toml: No such file or directory\n")
    assert run("import", "nowhere.csv", "--team", "Support")[::2] == (1, "nowhere.csv: No such file or directory\n")


def test_an_unknown_team_gets_one_sentence(run: Run, connected: dict[str, str]) -> None:
    for words in (("report",), ("digest",), ("ask", "--now"), ("export",)):
        code, _, err = run(*words, "--team", "Nobody", **connected)
        assert code == 1
        assert "There is no team “Nobody”. Teams: Support." in err


def test_ask_now_queues_one_check_in_each_and_no_second_while_it_is_open(
    run: Run, bot: Running, cast: Cast, connected: dict[str, str]
) -> None:
    assert run("ask", "--team", "Support", "--now", **connected)[:2] == (0, "6 queued.\n")
    bot.clock.moment = wall_clock()
    bot.turn()
    assert "Quick check-in" in cast.ada.sees()
    code, out, err = run("ask", "--team", "Support", "--person", cast.ada.id, "--now", **connected)
    assert (code, out) == (0, "0 queued.\n")
    assert "already open" in err


def test_a_report_comes_as_text_json_csv_and_picture(run: Run, bot: Running, cast: Cast, connected: dict[str, str]) -> None:
    day = wall_clock().date().isoformat()
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo], day))
    assert "Bug triage" in run("report", "--team", "support", **connected)[1]
    found = json.loads(run("report", "--team", "Support", "--format", "json", **connected)[1])
    assert [cell["task_type"] for cell in found["cells"]] == ["Bug triage"]
    assert run("report", "--team", "Support", "--format", "csv", **connected)[1].count("\n") == 2
    page = run("report", "--team", "Support", "--format", "html", **connected)[1]
    assert "<strong>Bug triage</strong>" in page
    assert "http" not in page
    assert "Bug triage" in run("report", "--team", "Support", "--window", "year", "--type", "Bug triage", **connected)[1]


def test_a_digest_can_be_read_before_it_goes_out_and_goes_out_once(
    run: Run, bot: Running, cast: Cast, connected: dict[str, str]
) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    assert "Bug triage" in run("digest", "--team", "Support", "--week", "2026-W27", **connected)[1]
    assert run("digest", "--team", "Support", "--week", "2026-W27", "--send", **connected)[0] == 0
    again = run("digest", "--team", "Support", "--week", "2026-W27", "--send", **connected)
    assert (again[0], "goes out once" in again[2]) == (1, True)
    assert run("digest", "--team", "Support", "--week", "27", **connected)[2] == "“27” is not a week; write it like 2026-W28.\n"


def test_a_digest_of_too_few_is_not_sent(run: Run, connected: dict[str, str]) -> None:
    code, _, err = run("digest", "--team", "Support", "--send", **connected)
    assert code == 1
    assert "five" in err.casefold() or "5" in err


def test_the_doctor_finds_what_is_wrong_and_says_how_to_mend_it(run: Run, connected: dict[str, str], bot: Running) -> None:
    code, out, _ = run("doctor", SLACK_SIGNING_SECRET=bot.slack.signing_secret, **connected)
    assert (code, "✗" in out) == (0, False)
    code, out, _ = run("doctor", **connected, SLACK_APP_TOKEN=bot.slack.app_token)
    assert (code, "opens a socket" in out) == (0, True)
    assert "0 letters waiting, 0 in doubt" in " ".join(out.split())
    with bot.bot.services.store.begin() as session:
        session.get_one(Workspace, bot.slack.team_id).words_days = 60
    code, out, _ = run("doctor", **connected, SLACK_APP_TOKEN=bot.slack.app_token)
    said = "words 90 days, rows 24 months; words 60 days, rows 24 months in T0CANDOR, by its admins"
    assert said in " ".join(out.split())
    code, out, _ = run("doctor", **connected, SLACK_APP_TOKEN="xapp-not-the-one")
    assert (code, "make a new app-level token" in out) == (1, True)
    code, out, _ = run("doctor", **{**connected, "SLACK_BOT_TOKEN": "xoxb-not-the-one"})
    assert (code, "invalid_auth" in out) == (1, True)
    bot.slack.refusals.clear()
    code, out, _ = run("doctor", **{**connected, "DATABASE_URL": "sqlite:///other.db"})
    assert (code, "python -m bot migrate" in out) == (1, True)


def test_the_doctor_names_a_country_whose_holidays_nobody_knows_any_more(
    run: Run, connected: dict[str, str], bot: Running
) -> None:
    with bot.bot.services.store.begin() as session:
        session.execute(update(Person).where(Person.user == "U0ADA").values(country="DE-BY"))  # type: ignore[arg-type]
        session.execute(update(Team).values(country="AN"))  # the Netherlands Antilles, as they once were
    code, out, _ = run("doctor", SLACK_SIGNING_SECRET=bot.slack.signing_secret, **connected)
    assert (code, "AN: not known any more" in " ".join(out.split())) == (1, True)


def test_a_database_is_copied_to_an_empty_one_and_to_no_other(run: Run, connected: dict[str, str], tmp_path: Path) -> None:
    other = f"sqlite:///{tmp_path / 'other.db'}"
    code, out, _ = run("copy", other, **connected)
    assert (code, "membership: 6" in out, f"rows copied to {other}. Set DATABASE_URL to it." in out) == (0, True, True)
    code, out, _ = run("team", "list", DATABASE_URL=other)
    assert (code, "Support" in out) == (0, True)
    code, out, err = run("copy", other, **connected)
    assert (code, out, "The other database is not empty" in err, len(err.splitlines())) == (1, "", True, 1)
    code, _, err = run("copy", "here.db", **connected)
    assert (code, err.startswith("That is no address of a database."), len(err.splitlines())) == (1, True, 1)


def test_after_a_restore_what_is_owed_is_looked_for_first(run: Run, connected: dict[str, str]) -> None:
    code, out, _ = run("restored", **connected)
    assert (code, out) == (0, "0 letters are looked for in Slack before they are sent. Candor may be started.\n")
    run("ask", "--team", "Support", "--person", "U0ADA", "--now", **connected)
    code, out, _ = run("restored", **connected)
    assert (code, out.startswith("1 letter is looked for in Slack before it is sent.")) == (0, True)


def test_a_database_that_cannot_be_reached_gets_one_sentence(run: Run) -> None:
    code, _, err = run("team", "list", DATABASE_URL="sqlite:////nowhere/at/all.db")
    assert (code, "Check DATABASE_URL" in err) == (1, True)


def test_the_real_command_runs(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{tmp_path}/candor.db"}
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "migrate"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, f"The database is at {NEWEST} now.\n")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-not-the-one"}, "Slack does not accept SLACK_BOT_TOKEN (invalid_auth)."),
        ({"SLACK_APP_TOKEN": "xapp-not-the-one"}, "Slack does not accept SLACK_APP_TOKEN."),
    ],
)
def test_run_says_in_one_sentence_why_it_cannot_start(
    run: Run, bot: Running, connected: dict[str, str], change: dict[str, str], sentence: str
) -> None:
    code, out, err = run("run", **{**connected, "SLACK_APP_TOKEN": bot.slack.app_token, **change})
    bot.slack.refusals.clear()
    assert (code, out) == (1, "")
    assert err.startswith(sentence)
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("fault", [Fault.error("missing_scope"), Fault.rate_limited(30), Fault.status(503)])
def test_a_slack_that_refuses_gets_one_sentence(run: Run, bot: Running, connected: dict[str, str], fault: Fault) -> None:
    bot.slack.faults.add("conversations.members", fault)
    people = 'people = ["U0ADA", "U0BEN", "U0CLEO", "U0DAN", "U0ELI", "U0MO"]'
    file = write("team.toml", SUPPORT.replace(people, 'channel = "C0SUPPORT"'))
    code, out, err = run("team", "apply", file, **connected)
    assert (code, out) == (1, "")
    assert err.startswith("Slack says ")
    assert len(err.splitlines()) == 1


def test_mydata_prints_what_is_stored_about_one_person(run: Run, bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.ben]))
    code, out, err = run("mydata", cast.ada.id, DATABASE_URL=bot.bot.settings.database_url)
    told = json.loads(out)
    assert (code, told["you"]["Slack user id"], len(told["answers"])) == (0, cast.ada.id, 10)
    assert "for nobody else" in err
    assert cast.ben.id not in out


def test_mydata_of_somebody_unknown_is_refused(run: Run, bot: Running) -> None:
    code, out, err = run("mydata", "U0NOBODY", DATABASE_URL=bot.bot.settings.database_url)
    assert (code, out, err.splitlines()[-1]) == (1, "", "Nothing is stored about U0NOBODY.")


def test_retention_says_what_would_go_and_lets_it_go(run: Run, bot: Running, cast: Cast) -> None:
    rows = quarter_of_triage([cast.ada], day="2020-01-01")
    has_history(bot, rows)
    environment = {"DATABASE_URL": bot.bot.settings.database_url, "KEEP_ROWS_MONTHS": "60"}

    def answers(*words: str) -> str:
        code, out, _ = run("retention", *words, **environment)
        assert code == 0
        (line,) = [line for line in out.splitlines() if line.split()[:2] == ["answer", "answers"]]
        return line.split()[-1]

    assert [answers("--dry-run"), answers("--dry-run"), answers(), answers()] == ["10", "10", "10", "0"]


def test_a_trial_comes_as_text_json_and_csv(run: Run, bot: Running, cast: Cast, connected: dict[str, str]) -> None:
    has_ended(bot)
    has_trial(bot, cast.ada)
    asks = ("report", "--team", "Support", "--trial", "Triage in spring")
    assert "What came of it\n• Not enough evidence." in run(*asks, **connected)[1]
    found = json.loads(run(*asks, "--format", "json", **connected)[1])
    assert (found["trial"], found["verdict"], found["tables"]["analysis"]) == (
        "Triage in spring",
        "not_enough",
        [{"assigned": "with_ai"}],
    )
    assert run(*asks, "--format", "csv", **connected)[1] == "assigned\nwith_ai\n"
    waits = run("report", "--team", "Support", "--trial", "triage by coin", **connected)[1]
    assert waits == "triage by coin: waits until at least 5 people have joined.\n"
    assert run(*asks, "--format", "png", **connected)[0] == 2
    assert "There is: Triage" in run("report", "--team", "Support", "--trial", "Triage", **connected)[2]
