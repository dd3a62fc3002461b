"""Manage: what commands and team files mean. Teams, who belongs to them, and how often somebody wants to be asked.

`pausing.py`, `away.py`, `hours.py` and `week.py` are what somebody may decide for themselves; `standing.py` says what is so,
`mine.py` is one's own record, `seen.py` what others see. `behalf.py` is when an owner says it for them, and `teams.py` what an
owner's file or an operator decides. `admin.py` is what an admin sees and sets, `adminwords.py` the same as they type it.
"""

from bot.manage.admin import (
    ANYBODY,
    MOST_NAMED,
    NAMED,
    Administration,
    Condition,
    Ruled,
    RuledTeam,
    administration,
    rules,
    rules_filled,
)
from bot.manage.adminwords import admin_said, kept_rows, kept_words
from bot.manage.away import out, out_between, strike_out
from bot.manage.behalf import LeftAlone, Stranger, known, language_of, stranger
from bot.manage.hours import hours
from bot.manage.life import name_owner
from bot.manage.mine import mine
from bot.manage.pausing import fewer, often, pause, pause_a_week, pause_until, resume, stop
from bot.manage.rights import (
    NOBODY,
    MayNotOwn,
    NotAdmin,
    NotOwner,
    Who,
    is_admin,
    profile_of,
    require,
    require_may_own,
    seems_admin,
    theirs,
    whois,
)
from bot.manage.seen import Seen, others_see
from bot.manage.standing import AtWork, Kept, Set, Standing, checkin_now, standing
from bot.manage.teams import LOCAL, TeamLine, apply, ask_team, list_teams, team_named, workspace_key
from bot.manage.week import Week, week_filled, week_of

__all__ = [
    "ANYBODY",
    "LOCAL",
    "MOST_NAMED",
    "NAMED",
    "NOBODY",
    "Administration",
    "AtWork",
    "Condition",
    "Kept",
    "LeftAlone",
    "MayNotOwn",
    "NotAdmin",
    "NotOwner",
    "Ruled",
    "RuledTeam",
    "Seen",
    "Set",
    "Standing",
    "Stranger",
    "TeamLine",
    "Week",
    "Who",
    "admin_said",
    "administration",
    "apply",
    "ask_team",
    "checkin_now",
    "fewer",
    "hours",
    "is_admin",
    "kept_rows",
    "kept_words",
    "known",
    "language_of",
    "list_teams",
    "mine",
    "name_owner",
    "often",
    "others_see",
    "out",
    "out_between",
    "pause",
    "pause_a_week",
    "pause_until",
    "profile_of",
    "require",
    "require_may_own",
    "resume",
    "rules",
    "rules_filled",
    "seems_admin",
    "standing",
    "stop",
    "stranger",
    "strike_out",
    "team_named",
    "theirs",
    "week_filled",
    "week_of",
    "whois",
    "workspace_key",
]
