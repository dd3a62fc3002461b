"""What a door of Slack's is: a listener, and which right it asks of whoever comes (`bot/domain/roles.py`)."""

from collections.abc import Callable
from typing import Any, NamedTuple

from bot.domain.roles import Right
from bot.services import Services
from bot.slack.incoming import Incoming

Listener = Callable[[Services, Incoming], Any]


class Door(NamedTuple):
    listener: Listener
    right: Right
