"""Manage: what commands and team files mean. Teams, who belongs to them, and how often somebody wants to be asked.

`standing.py`, `away.py` and `hours.py` are what somebody may decide for themselves, `behalf.py` is when an owner says it for
them, and `teams.py` what an owner's file or an operator decides.
"""

from bot.manage.away import out
from bot.manage.behalf import LeftAlone, Stranger, known, stranger
from bot.manage.hours import hours
from bot.manage.standing import (
    AtWork,
    Standing,
    checkin_now,
    fewer,
    often,
    pause,
    pause_a_week,
    require_member,
    resume,
    standing,
)
from bot.manage.teams import LOCAL, TeamLine, apply, ask_team, list_teams, team_named, workspace_key

__all__ = [
    "LOCAL",
    "AtWork",
    "LeftAlone",
    "Standing",
    "Stranger",
    "TeamLine",
    "apply",
    "ask_team",
    "checkin_now",
    "fewer",
    "hours",
    "known",
    "list_teams",
    "often",
    "out",
    "pause",
    "pause_a_week",
    "require_member",
    "resume",
    "standing",
    "stranger",
    "team_named",
    "workspace_key",
]
