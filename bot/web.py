"""The HTTP door: Slack's signed requests, a health check, and metrics. Served by gunicorn.

/healthz fails when the database cannot be read, or has become newer than this code, or when letters do not leave.
"""

import os
import signal
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Flask, Response, request
from gunicorn.app.base import BaseApplication
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from slack_bolt.adapter.flask import SlackRequestHandler
from sqlalchemy.exc import SQLAlchemyError

from bot.app import THREADS, Bot
from bot.ask import lateness
from bot.deliver import health, pulse
from bot.services import Services


def create(bot: Bot) -> Flask:
    app = Flask("candor")
    slack = SlackRequestHandler(bot.slack)
    registry = CollectorRegistry()
    registry.register(_Numbers(bot.services))

    @app.post("/slack/events")
    def events() -> Any:
        return slack.handle(request)

    @app.get("/healthz")
    def healthz() -> tuple[dict[str, Any], int]:
        try:
            outdated, now = bot.outdated(), pulse(bot.services)
        except SQLAlchemyError:
            return {"ok": False, "why": "the database cannot be read"}, 503
        why = outdated or now.why_ill
        return ({"ok": False, "why": why}, 503) if why else ({"ok": True}, 200)

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), mimetype="text/plain")

    return app


class _Numbers(Collector):
    """Deliveries in numbers, read when somebody asks. None of them is about what anybody answered, or how much."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterable[GaugeMetricFamily]:
        now, late = health(self._services), lateness(self._services)
        waiting = now.waiting_for.total_seconds() if now.waiting_for else 0.0
        unsent = {"too late": late.let_go, "called off": late.called_off}
        yield _by("candor_letters", "Letters that were not sent, by state", "state", now.letters)
        yield GaugeMetricFamily("candor_oldest_waiting_seconds", "How long the oldest letter has been due", value=waiting)
        yield _by("candor_checkins_not_sent", "Check-ins due in the last seven days and not sent", "why", unsent)
        yield GaugeMetricFamily("candor_unreachable_people", "People who cannot be written to", value=now.unreachable)
        yield GaugeMetricFamily("candor_duplicates", "Letters whose second copy was taken back", value=now.duplicates)
        yield GaugeMetricFamily("candor_stopped_workspaces", "Workspaces that refuse the token", value=len(now.stopped))


def _by(name: str, help_text: str, label: str, values: Mapping[str, int]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, help_text, labels=[label])
    for value, count in values.items():
        gauge.add_metric([value], count)
    return gauge


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is published without types
    """gunicorn with our app; threads, because everything is synchronous. Each worker builds its own bot.

    Told to stop, it finishes the requests that are in and the letter in hand; told again, it ends at once.
    """

    def __init__(self, build: Callable[[], Bot], port: int, stops_within: float) -> None:
        self._build, self._port, self._stops_within = build, port, stops_within
        self._bot: Bot | None = None
        super().__init__()

    def load_config(self) -> None:
        wanted = {
            "bind": f"0.0.0.0:{self._port}",
            "threads": THREADS,
            "graceful_timeout": int(self._stops_within),
            "control_socket_disable": True,
            "when_ready": _ends_at_once_when_told_twice,
            "worker_exit": self._leaves,
        }
        for key, value in wanted.items():
            self.cfg.set(key, value)

    def load(self) -> Flask:
        self._bot = self._build()
        return create(self._bot)

    def _leaves(self, _arbiter: Any, _worker: Any) -> None:
        if self._bot:
            self._bot.close()


def _ends_at_once_when_told_twice(arbiter: Any) -> None:
    told: list[int] = []

    def hear(number: int, frame: Any) -> None:
        if told:
            arbiter.kill_workers(signal.SIGKILL)
            os._exit(128 + number)
        told.append(number)
        arbiter.signal(signal.SIGTERM, frame)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, hear)
