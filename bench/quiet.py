"""The quietest process memory_idle could compare with: what the app stands on is imported, and a socket is held. Nothing else.

`python -m bench.quiet`, with SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_API_URL set.
"""

import os
import sys
from threading import Event

import apscheduler.schedulers.background
import slack_bolt
import sqlmodel
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

USED = (apscheduler.schedulers.background, sqlmodel)


def hold() -> None:
    client = WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = slack_bolt.App(client=client)

    @app.command("/candor")
    def told(ack: slack_bolt.Ack) -> None:
        ack("This is a quiet app.")

    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).connect()  # type: ignore[no-untyped-call]
    sys.stdout.write("running\n")
    sys.stdout.flush()
    Event().wait()


if __name__ == "__main__":
    hold()
