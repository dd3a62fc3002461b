"""Manage: what commands and team files mean. Teams, who belongs to them, and how often somebody wants to be asked.

`pausing.py`, `away.py`, `hours.py` and `week.py` are what somebody may decide for themselves; `standing.py` says what is so,
`mine.py` is one's own record, `seen.py` what others see. `behalf.py` is when an owner says it for them, `rights.py` looks
whether somebody may.

`teams.py` is what a team's file says, `operator.py` what is done with it at the shell, `setup.py` the same decided on a form:
`picking.py` whom an owner picks, `preview.py` what is shown before a team begins, `besides.py` its own questions, `owned.py`
which teams somebody is in charge of. `life.py` are the steps of a team, `owners.py` who is in charge of it, `following.py`
keeps it to those who are there, `proofs.py` stops its trials with it, and `telling.py` says so. `admin.py` is what an admin
sees and sets, `adminwords.py` the same as they type it.
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
from bot.manage.besides import ask_besides, questions_of
from bot.manage.following import follow, look_soon
from bot.manage.hours import hours
from bot.manage.life import step
from bot.manage.mine import mine
from bot.manage.operator import LOCAL, TeamLine, ask_team, list_teams, team_named, workspace_key
from bot.manage.owned import Owned, begins_with_one, meant, owned
from bot.manage.owners import (
    CannotOwn,
    NoSuchOwner,
    NoSuchTeam,
    NotNamed,
    NotOrphaned,
    add_owner,
    hand_over,
    in_charge,
    name_owner,
    remove_owner,
)
from bot.manage.pausing import fewer, often, pause, pause_a_week, pause_until, resume, stop
from bot.manage.picking import add_people, remove_people
from bot.manage.preview import Preview
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
from bot.manage.setup import Setting, discard, form_of, groups, new_team, preview, set_up, team_of
from bot.manage.standing import AtWork, Kept, Set, Standing, checkin_now, standing
from bot.manage.teams import apply
from bot.manage.telling import tell, tell_owners
from bot.manage.week import Week, week_filled, week_of

__all__ = [
    "ANYBODY",
    "LOCAL",
    "MOST_NAMED",
    "NAMED",
    "NOBODY",
    "Administration",
    "AtWork",
    "CannotOwn",
    "Condition",
    "Kept",
    "LeftAlone",
    "MayNotOwn",
    "NoSuchOwner",
    "NoSuchTeam",
    "NotAdmin",
    "NotNamed",
    "NotOrphaned",
    "NotOwner",
    "Owned",
    "Preview",
    "Ruled",
    "RuledTeam",
    "Seen",
    "Set",
    "Setting",
    "Standing",
    "Stranger",
    "TeamLine",
    "Week",
    "Who",
    "add_owner",
    "add_people",
    "admin_said",
    "administration",
    "apply",
    "ask_besides",
    "ask_team",
    "begins_with_one",
    "checkin_now",
    "discard",
    "fewer",
    "follow",
    "form_of",
    "groups",
    "hand_over",
    "hours",
    "in_charge",
    "is_admin",
    "kept_rows",
    "kept_words",
    "known",
    "language_of",
    "list_teams",
    "look_soon",
    "meant",
    "mine",
    "name_owner",
    "new_team",
    "often",
    "others_see",
    "out",
    "out_between",
    "owned",
    "pause",
    "pause_a_week",
    "pause_until",
    "preview",
    "profile_of",
    "questions_of",
    "remove_owner",
    "remove_people",
    "require",
    "require_may_own",
    "resume",
    "rules",
    "rules_filled",
    "seems_admin",
    "set_up",
    "standing",
    "step",
    "stop",
    "stranger",
    "strike_out",
    "team_named",
    "team_of",
    "tell",
    "tell_owners",
    "theirs",
    "week_filled",
    "week_of",
    "whois",
    "workspace_key",
]
