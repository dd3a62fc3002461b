"""Servers as processes of their own, started as an operator starts them, and stopped whatever happens."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.house import ROOT
from bot.settings import Settings

PATIENCE = 60.0  # seconds until a server that does not listen is given up
_GLANCE = 0.002

OURS = ("-m", "bot", "web")
BARE = ("-m", "bench.bare", "plain")
BARE_ON_GUNICORN = ("-m", "bench.bare", "gunicorn")


@dataclass(frozen=True)
class Serving:
    """A server that has begun to listen, and when its process was started, on `time.perf_counter`."""

    url: str
    started: float


@contextmanager
def serving(arguments: tuple[str, ...], settings: Settings, folder: Path) -> Iterator[Serving]:
    """Start python with these arguments on a free port, and wait until it listens there."""
    port = _free_port()
    said = folder / f"{arguments[1]}.log"
    with said.open("w") as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=_environment(settings, port), stdout=log, stderr=log
        )
    try:
        _wait_until_it_listens(process, port, said)
        yield Serving(f"http://127.0.0.1:{port}/slack/events", started)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _environment(settings: Settings, port: int) -> dict[str, str]:
    ours = {key.upper(): str(value) for key, value in settings.model_dump().items()}
    return {**os.environ, **ours, "PORT": str(port)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(_GLANCE)
        else:
            return
    raise RuntimeError(f"the server never listened; it said:\n{said.read_text()[-2000:]}")
