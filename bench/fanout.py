"""Ten thousand check-in prompts through the real outbox, against a bare `WebClient` loop on as many threads to the same server.

Ours claims every letter durably before it is sent, and records it durably after, on SQLite with full synchronisation; its pace
is lifted. The bare loop posts the same words and remembers nothing. The server is a process of its own that answers
chat.postMessage over HTTP on the loopback address, and counts.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from urllib.request import urlopen

from slack_sdk import WebClient

from bench.letters import WORKSPACE, prompts, stored
from bench.line import Line, note
from bot import deliver
from bot.app import wall_clock
from bot.pace import Sender
from bot.services import Services
from bot.slack.messenger import SlackMessenger, web_client
from bot.slack.views import checkin
from storage.database import Store

N, THREADS = 10_000, 8
LIFTED = 1e6


class _Answering(BaseHTTPRequestHandler):
    """chat.postMessage, as quickly as it goes."""

    numbers = count(1)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"ok": True, "channel": "D0BENCH", "ts": f"1.{next(self.numbers):06}"})

    def do_GET(self) -> None:
        self._say({"posted": next(self.numbers) - 1})

    def _say(self, answer: dict[str, object]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


@contextmanager
def _server() -> Iterator[str]:
    with subprocess.Popen([sys.executable, "-m", "bench.fanout"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
        finally:
            process.kill()


def _posted(url: str) -> int:
    with urlopen(url) as answer:  # noqa: S310 - our own server
        return int(json.load(answer)["posted"])


def _bare(n: int) -> float:
    with _server() as url, ThreadPoolExecutor(THREADS) as pool:
        client = WebClient("xoxb-bench", base_url=url + "api/", timeout=10)
        began = time.perf_counter()

        def post(i: int) -> None:
            client.chat_postMessage(channel=f"U{i:07}", **checkin.prompt({"checkin": f"c{i}", "k": 5}))

        list(pool.map(post, range(n)))
        took = time.perf_counter() - began
        if _posted(url) != n:
            raise RuntimeError("the bare loop did not post everything")
        return n / took


def _ours(n: int) -> float:
    with _server() as url, tempfile.TemporaryDirectory() as name:
        store = Store(f"sqlite:///{Path(name) / 'candor.db'}")
        store.migrate()
        prompts(store, n, wall_clock())
        messenger = SlackMessenger(web_client("xoxb-bench", url + "api/"), lambda _: b"", lambda *_: b"")
        sender = Sender(ceiling=LIFTED, start=LIFTED, threads=THREADS)
        services = Services(store, messenger, wall_clock, WORKSPACE, sender)
        began = time.perf_counter()
        while deliver.drain(services) is not None:
            pass
        took = time.perf_counter() - began
        if stored(store) != {"sent": n} or _posted(url) != n:
            raise RuntimeError(f"{_posted(url)} were posted of {n}, and recorded: {stored(store)}")
        store.close()
        return n / took


def measure(n: int = N) -> Line:
    bare, ours = _bare(n), _ours(n)
    note(f"fanout: {ours:.0f} letters a second, each claimed and recorded; {bare:.0f} with a bare loop on {THREADS} threads")
    return Line("fanout", ours, bare, "letters/s", ours / bare, n, {"threads": THREADS})


if __name__ == "__main__":
    server = _Server(("127.0.0.1", 0), _Answering)
    print(server.server_port, flush=True)
    server.serve_forever()
