"""The HTTP door: Slack's signed requests, a health check, and metrics. Served by gunicorn.

/healthz fails when the database cannot be read, or when a letter has been waiting for longer than it should.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from flask import Flask, Response, request
from gunicorn.app.base import BaseApplication
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from slack_bolt.adapter.flask import SlackRequestHandler
from sqlalchemy.exc import SQLAlchemyError

from bot.app import Bot
from bot.deliver import Health, health

WAITS_TOO_LONG = timedelta(minutes=10)
THREADS = 8


def create(bot: Bot) -> Flask:
    app = Flask("candor")
    slack = SlackRequestHandler(bot.slack)
    registry = CollectorRegistry()
    registry.register(_Letters(lambda: health(bot.services)))

    @app.post("/slack/events")
    def events() -> Any:
        return slack.handle(request)

    @app.get("/healthz")
    def healthz() -> tuple[dict[str, Any], int]:
        try:
            now = health(bot.services)
        except SQLAlchemyError:
            return {"ok": False, "why": "the database cannot be read"}, 503
        late = now.waiting_for is not None and now.waiting_for > WAITS_TOO_LONG
        return ({"ok": False, "why": "letters are waiting"}, 503) if late else ({"ok": True}, 200)

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), mimetype="text/plain")

    return app


class _Letters(Collector):
    """The outbox in numbers, read when somebody asks."""

    def __init__(self, read: Callable[[], Health]) -> None:
        self._read = read

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterable[GaugeMetricFamily]:
        now = self._read()
        letters = GaugeMetricFamily("candor_letters", "Letters in the outbox by state", labels=["state"])
        for state, count in now.letters.items():
            letters.add_metric([state], count)
        waiting = now.waiting_for.total_seconds() if now.waiting_for else 0.0
        yield letters
        yield GaugeMetricFamily("candor_oldest_waiting_seconds", "How long the oldest letter has been due", value=waiting)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is published without types
    """gunicorn with our app; threads, because everything is synchronous. Each worker builds its own bot."""

    def __init__(self, build: Callable[[], Bot], port: int) -> None:
        self._build, self._port = build, port
        super().__init__()

    def load_config(self) -> None:
        bind = f"0.0.0.0:{self._port}"
        for key, value in {"bind": bind, "threads": THREADS, "control_socket_disable": True}.items():
            self.cfg.set(key, value)

    def load(self) -> Flask:
        bot = self._build()
        bot.postman.start()
        return create(bot)
