"""The real app in a process of its own, so that it can be killed: `python -m tests.faults.driver`, jobs as JSON on stdin.

The driver imports everything once and forks for each job, which takes milliseconds instead of a start of Python. A job builds
the app by `bot.app.build` as an operator's process does, says that it is ready, and works until it is done or killed. To die
at the n-th commit it kills itself there: before the commit everything is undone, after it only the database knows.
"""

import gc
import inspect
import json
import os
import signal
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from slack_bolt.adapter.socket_mode import SocketModeHandler
from sqlalchemy import event
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import select
from werkzeug.serving import WSGIRequestHandler, make_server

from bot import app as house
from bot import deliver, logs
from bot.settings import Settings
from bot.web import create
from storage import outbox
from storage.tables import Letter

Job = dict[str, Any]

MOST_TURNS, STEP = 12, timedelta(seconds=45)
LATER = (
    "psycopg",
    "bot.domain.digest",
    "bot.domain.evidence",
    "bot.domain.cost",
    "bot.domain.ledger",
    "bot.domain.trialresult",
)  # by the app, when needed


@dataclass(frozen=True)
class Clock:
    """The time, as a file says it, so that the test, the sandbox and the driver always agree."""

    path: Path

    def __call__(self) -> datetime:
        return datetime.fromisoformat(self.path.read_text())

    def is_at(self, moment: datetime) -> None:
        """Always the same length, written over the old one: a reader sees one or the other."""
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT)
        os.pwrite(file, moment.astimezone(UTC).isoformat(timespec="microseconds").encode(), 0)
        os.close(file)

    def forward(self, **how_long: float) -> None:
        self.is_at(self() + timedelta(**how_long))


def main() -> None:
    """Fork for each job; say how one ended when asked."""
    logs.configure("ERROR", "text")
    for name in LATER:
        import_module(name)  # here, once, and not in every child
    inspect.stack()  # Bolt does this at every start, and it remembers where all modules came from
    gc.collect()
    gc.freeze()  # or every child would copy all of it to count it
    children: set[int] = set()
    for line in sys.stdin:
        job = json.loads(line)
        if job["do"] == "wait":
            children.discard(job["pid"])
            _say(status=os.waitstatus_to_exitcode(os.waitpid(job["pid"], 0)[1]))
        elif pid := os.fork():
            children.add(pid)
        else:
            os.close(0)
            _in_the_child(job)
    for pid in children:  # whoever gave the jobs has gone
        os.kill(pid, signal.SIGKILL)


def _in_the_child(job: Job) -> None:
    try:
        _work(job)
    except BaseException as error:  # the parent loop must not go on in the child
        print(f"the driver failed: {error!r}", file=sys.stderr, flush=True)  # noqa: T201 - read by whoever runs the test
        os._exit(70)
    os._exit(0)


def _work(job: Job) -> None:
    clock = Clock(Path(job["clock"]))
    bot = house.build(Settings(**job["settings"]), clock, after_listener=lambda: deliver.drain(bot.services))
    if job["do"] == "serve":
        server = make_server("127.0.0.1", 0, create(bot), threaded=True, request_handler=_Quiet)
        _arm(job)
        _say(pid=os.getpid(), port=server.server_port)
        server.serve_forever()
    elif job["do"] == "socket":
        SocketModeHandler(bot.slack, job["settings"]["slack_app_token"]).connect()  # type: ignore[no-untyped-call]
        _arm(job)
        _say(pid=os.getpid())
        threading.Event().wait()
    else:
        _arm(job)
        _say(pid=os.getpid())
        bot.turn() if job["do"] == "turn" else _settle(bot, clock)
        bot.close()


def _settle(bot: house.Bot, clock: Clock) -> None:
    """Turn, and let time pass, until nothing is owed any more."""
    for _ in range(MOST_TURNS):
        bot.turn()
        with bot.services.store.read() as session:
            if session.exec(select(Letter.id).where(Letter.state.not_in(outbox.OVER)).limit(1)).first() is None:  # type: ignore[attr-defined]
                return
        clock.is_at(clock() + STEP)


def _arm(job: Job) -> None:
    for moment in ("before_commit", "after_commit"):
        if number := job.get(moment):
            event.listen(OrmSession, moment, _Bomb(number))


class _Bomb:
    """Kills this process the n-th time it is called."""

    def __init__(self, number: int) -> None:
        self._left = number

    def __call__(self, _session: OrmSession) -> None:
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None: ...


def _say(**words: Any) -> None:
    os.write(1, (json.dumps(words) + "\n").encode())


if __name__ == "__main__":
    main()
