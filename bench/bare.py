"""The bare baseline: Bolt's `App` with its defaults and listeners that only ack. `python -m bench.bare plain|gunicorn`.

Defaults mean: `process_before_response` off, so a listener runs on a pool and the answer waits for it in Bolt's loop;
signatures verified; the single-workspace authorization, which asks `auth.test` once when the app is made and never again.
The client is given only because its address must be the sandbox's. `plain` serves it as Bolt's own `App.start` does,
`gunicorn` as ours is served. Nothing of Candor is imported here.
"""

import os
import re
import sys
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

THREADS = 16  # as many as bot/app.py takes


def app() -> App:
    client = WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    bolt = App(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])

    @bolt.action(re.compile(".*"))
    def clicked(ack: Ack) -> None:
        ack()

    @bolt.command("/candor")
    def told(ack: Ack) -> None:
        ack("This is a bare app.")

    @bolt.event("message")
    def heard() -> None:
        """Bolt acknowledges an event by itself."""

    return bolt


def on_gunicorn(port: int) -> None:
    from flask import Flask, request
    from gunicorn.app.base import BaseApplication
    from slack_bolt.adapter.flask import SlackRequestHandler

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is published without types
        def load_config(self) -> None:
            for key, value in {"bind": f"127.0.0.1:{port}", "workers": 1, "threads": THREADS, "accesslog": None}.items():
                self.cfg.set(key, value)

        def load(self) -> Flask:
            flask, slack = Flask("bare"), SlackRequestHandler(app())

            @flask.post("/slack/events")
            def events() -> Any:
                return slack.handle(request)

            return flask

    Server().run()


if __name__ == "__main__":
    if sys.argv[1] == "gunicorn":
        on_gunicorn(int(os.environ["PORT"]))
    else:
        app().start(int(os.environ["PORT"]), http_server_logger_enabled=False)
