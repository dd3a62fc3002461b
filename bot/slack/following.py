"""The listeners of a channel's and a user group's comings and goings: who came or went is not believed from here, but read."""

from bot import manage
from bot.services import Services
from bot.slack.incoming import Incoming


def in_channel(services: Services, it: Incoming) -> None:
    manage.look_soon(services, it.body["team_id"], it.event["channel"])


def in_group(services: Services, it: Incoming) -> None:
    manage.look_soon(services, it.body["team_id"], it.event["subteam_id"])
