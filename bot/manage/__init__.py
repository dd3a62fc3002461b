"""Manage: what commands and team files mean. Teams, who belongs to them, and how often somebody wants to be asked.

`standing.py` is what somebody may decide for themselves, `teams.py` what an owner's file or an operator decides.
"""

from bot.manage.standing import (
    Standing,
    Stranger,
    checkin_now,
    fewer,
    known,
    pause,
    pause_a_week,
    require_member,
    resume,
    standing,
)
from bot.manage.teams import LOCAL, TeamLine, apply, ask_team, list_teams, team_named, workspace_key

__all__ = [
    "LOCAL",
    "Standing",
    "Stranger",
    "TeamLine",
    "apply",
    "ask_team",
    "checkin_now",
    "fewer",
    "known",
    "list_teams",
    "pause",
    "pause_a_week",
    "require_member",
    "resume",
    "standing",
    "team_named",
    "workspace_key",
]
