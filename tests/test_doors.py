"""The real processes, started as an operator starts them, against the sandbox: `run`, `web` with `worker`, and SIGTERM."""

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from sqlmodel import select

from bot import app as house
from bot import manage
from bot.domain import teamfile
from bot.settings import Settings
from sandbox import Fault, Gate, Person, Slack
from storage.database import Store
from storage.tables import Letter
from tests.conftest import ROOT, SUPPORT

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def live(manifest: dict[str, Any]) -> Iterator[Slack]:
    """A sandbox on the wall clock, because the processes are."""
    with Slack(manifest, lambda: datetime.now(UTC)) as slack:
        for short in ("ada", "ben", "cleo", "dan", "eli", "mo"):
            slack.person(short)
        yield slack


@pytest.fixture
def start(live: Slack, database_url: str, tmp_path: Path) -> Iterator[Start]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": live.bot_token,
        "SLACK_APP_TOKEN": live.app_token,
        "SLACK_SIGNING_SECRET": live.signing_secret,
        "SLACK_API_URL": live.api_url,
        "DATABASE_URL": database_url,
    }
    _declare(live, database_url)
    processes: list[subprocess.Popen[str]] = []

    def begin(*words: str, stderr: int | None = None, **more: str) -> "subprocess.Popen[str]":
        command, told = [sys.executable, "-m", "bot", *words], {**environment, **more}
        process = subprocess.Popen(command, cwd=tmp_path, env=told, stdout=subprocess.PIPE, stderr=stderr, text=True)
        processes.append(process)
        return process

    yield begin
    for process in processes:
        process.kill()
        process.communicate()


def _declare(live: Slack, database_url: str) -> None:
    settings = Settings(slack_bot_token=live.bot_token, slack_api_url=live.api_url, database_url=database_url)
    services = house.services(settings)
    manage.apply(services, manage.workspace_key(services), teamfile.read(SUPPORT))
    services.store.close()


def ends_well(process: "subprocess.Popen[str]") -> bool:
    process.send_signal(signal.SIGTERM)
    return process.wait(timeout=20) == 0


def test_run_answers_over_socket_mode_and_stops_when_told(live: Slack, start: Start) -> None:
    process = start("run")
    assert process.stdout is not None
    assert "Candor is running" in process.stdout.readline()
    live.wait_connected(30)
    ada = Person(live, "U0ADA")
    assert "/candor report" in ada.runs("/candor help")
    ada.runs("/candor checkin")
    assert ends_well(process)


def test_run_waits_for_a_slack_that_is_not_there_and_says_so(start: Start) -> None:
    process = start("run", stderr=subprocess.PIPE, SLACK_API_URL=f"http://127.0.0.1:{_free_port()}/")
    assert process.stdout is not None
    assert "Candor is running" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Slack cannot be reached over Socket Mode yet. Candor goes on trying for five minutes." in said


def test_web_answers_signed_requests_and_the_worker_does_the_rest(live: Slack, start: Start) -> None:
    port = _free_port()
    web = start("web", PORT=str(port))
    live.events_url = f"http://127.0.0.1:{port}/slack/events"
    _answers(f"http://127.0.0.1:{port}/healthz", web)
    ada = Person(live, "U0ADA")
    assert "/candor report" in ada.runs("/candor help")
    assert live.forge("slash_commands", live.deliveries[-1].payload, signature="bad") == 401
    metrics = urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode()
    assert "candor_oldest_waiting_seconds 0.0" in metrics
    worker = start("worker")
    assert worker.stdout is not None
    assert "The worker is running" in worker.stdout.readline()
    assert ends_well(worker)
    assert ends_well(web)


def test_told_to_stop_while_it_sends_a_letter_the_worker_finishes_that_one_and_no_other(
    live: Slack, start: Start, database_url: str
) -> None:
    gate = Gate()
    live.faults.add("chat.postMessage", Fault.accept_then_slow(gate))
    settings = Settings(slack_bot_token=live.bot_token, slack_api_url=live.api_url, database_url=database_url)
    services = house.services(settings)
    manage.ask_team(services, "Support", None, now=True)
    worker = start("worker")
    assert worker.stdout is not None
    assert "The worker is running" in worker.stdout.readline()
    gate.arrived(timeout=30)
    worker.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        worker.wait(timeout=0.3)
    gate.open()
    assert worker.wait(timeout=20) == 0
    with services.store.read() as session:
        states = Counter(session.exec(select(Letter.state)).all())
    assert states == {"sent": 1, "pending": 5}
    services.store.close()


@pytest.mark.parametrize("door", ["run", "worker"])
def test_told_twice_it_stops_at_once(live: Slack, start: Start, database_url: str, door: str) -> None:
    gate = Gate()
    live.faults.add("chat.postMessage", Fault.slow(gate))
    settings = Settings(slack_bot_token=live.bot_token, slack_api_url=live.api_url, database_url=database_url)
    services = house.services(settings)
    manage.ask_team(services, "Support", "U0ADA", now=True)
    services.store.close()
    process = start(door)
    gate.arrived(timeout=30)
    process.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=0.3)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=2) == 128 + signal.SIGTERM


def test_web_too_stops_at_once_when_told_twice(live: Slack, start: Start) -> None:
    gate, port = Gate(), _free_port()
    live.faults.add("chat.postMessage", Fault.slow(gate))
    web = start("web", PORT=str(port))
    live.events_url = f"http://127.0.0.1:{port}/slack/events"
    _answers(f"http://127.0.0.1:{port}/healthz", web)
    Person(live, "U0ADA").runs("/candor checkin")
    gate.arrived(timeout=30)
    web.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        web.wait(timeout=0.3)
    web.send_signal(signal.SIGTERM)
    assert web.wait(timeout=2) == 128 + signal.SIGTERM


def test_a_database_that_becomes_newer_stops_the_process_with_a_sentence(live: Slack, start: Start, database_url: str) -> None:
    """On the start of the next turn: here the first one, which waits for Slack until the database has changed."""
    gate = Gate()
    live.faults.add("auth.test", Fault.slow(gate))
    worker = start("worker", stderr=subprocess.PIPE)
    gate.arrived(timeout=30)
    store = Store(database_url)
    with store.begin() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    gate.open()
    _, said = worker.communicate(timeout=20)
    assert worker.returncode == 1
    assert "The database is newer than this version of Candor." in said


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str, process: "subprocess.Popen[str]") -> None:
    """Ask until the process answers; it must not have ended."""
    for _ in range(300):
        assert process.poll() is None
        try:
            with urlopen(url, timeout=10) as answer:
                assert answer.status == 200
                return
        except (URLError, ConnectionError):
            process_lives(process)
    pytest.fail(f"{url} did not answer")


def process_lives(process: "subprocess.Popen[str]") -> None:
    try:
        process.wait(timeout=0.1)
    except subprocess.TimeoutExpired:
        return
