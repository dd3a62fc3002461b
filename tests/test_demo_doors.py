"""The demo as somebody starts it from a shell: the page until Ctrl-C, set-up from nothing, and going on later."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from bot.demo import serving
from tests.conftest import ROOT

SLACK_VARIABLES = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "DATABASE_URL")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in SLACK_VARIABLES} | {"PYTHONPATH": str(ROOT)}


@dataclass
class Serving:
    """A demo that serves its page: what it printed until then, and where the page is."""

    process: subprocess.Popen[str]
    printed: str
    url: str

    def presses(self, name: str) -> str:
        """What the page says after one of its buttons was pressed."""
        headers = {"Content-Type": "application/json", "Origin": self.url.rstrip("/")}
        request = Request(f"{self.url}page/control", json.dumps({"name": name}).encode(), headers)
        with urlopen(request, timeout=60) as answer:
            told: dict[str, Any] = json.load(answer)
        assert told["ok"], told
        return str(told["words"])

    def state(self) -> dict[str, Any]:
        with urlopen(f"{self.url}page/state?as=U0ADA", timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def ends(self, how: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(how)
        rest = self.process.communicate(timeout=60)[0]
        return self.process.returncode, rest


@contextmanager
def demo(folder: Path, *words: str) -> Iterator[Serving]:
    command = [sys.executable, "-m", "bot", "demo", "--page", *words]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # else what a shell's background job starts is deaf to it
    with subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            printed, found = "", None
            for line in process.stdout:
                printed += line
                found = found or re.search(r"^Open (\S+) and be Ada$", line)
                if "--resume goes on from there" in line:
                    break
            assert found, printed
            yield Serving(process, printed, found[1])
        finally:
            signal.signal(signal.SIGINT, before)
            process.kill()


def shell(command: str, folder: Path) -> str:
    line = command.replace("python -m", f"{shlex.quote(sys.executable)} -m")
    return subprocess.run(["sh", "-c", line], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout


def test_a_demo_without_a_team_is_set_up_by_the_command_it_prints_and_goes_on_after_ctrl_c(tmp_path: Path) -> None:
    with demo(tmp_path, "--fresh") as first:
        command = re.search(r"^  (SLACK_API_URL=.*\n.*team apply .*)$", first.printed, re.MULTILINE)
        assert command, first.printed
        assert "Support: new team" in shell(command[1], tmp_path)
        assert "Ada" in first.presses("Next check-in")
        names = [control["name"] for control in first.state()["controls"]]
        assert names[:2] == [serving.SET_UP, "Next check-in"]
        before = first.state()
        assert first.ends(signal.SIGINT) == (0, "Stopped. python -m bot demo --resume goes on from here.\n")
    with demo(tmp_path, "--resume") as second:
        after = second.state()
        assert second.url == first.url
        assert "check-ins asked: " in second.printed
        assert [after[key] for key in ("now", "conversations", "people")] == [
            before[key] for key in ("now", "conversations", "people")
        ]
        assert serving.SET_UP not in [control["name"] for control in after["controls"]]
        assert "answered" in second.presses("Next Monday")
        assert second.ends(signal.SIGTERM)[0] == 0


@pytest.mark.parametrize("words", [("--fresh",), ("--fresh", "--no-page")])
def test_without_a_terminal_it_ends_by_itself(tmp_path: Path, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "bot", "demo", *words]
    run = subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120)
    assert (run.returncode, run.stderr) == (0, "")
    assert {path.name for path in (tmp_path / "demo").iterdir()} >= {"candor.db", "state.json", "team.toml"}


def test_beginning_anew_and_going_on_at_once_is_wrong_use(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "demo", "--fresh", "--resume"]
    run = subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "--fresh begins anew and --resume goes on" in " ".join(run.stderr.replace("│", " ").split())


def test_going_on_with_nothing_is_refused_in_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "demo", "--resume"]
    run = subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("There is no demo to go on with: demo/state.json or demo/candor.db is missing.")
