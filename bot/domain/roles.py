"""Who may do what: the roles people have, and what each door asks of whoever comes to it.

A door is a command, a button, a form, a file or a page. `bot/slack/switchboard.py` and `bot/slack/commands.py` say of each
which right it asks for; `bot/manage/rights.py` looks when it is opened and again when it is sent, by workspace and id.
"""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    STRANGER = "stranger"  # a guest, a bot, somebody of another workspace
    COLLEAGUE = "colleague"  # of the workspace, in no team
    EMPLOYEE = "employee"  # asked by a team
    OWNER = "owner"  # in charge of a team
    ADMIN = "admin"  # of the workspace
    OPERATOR = "operator"  # at the shell


class Right(StrEnum):
    """What a door asks for. What is said about something of one's own asks whose it is, and not who they are."""

    ANYBODY = "anybody"  # who has nothing there is told so
    OWN = "own"  # whoever this check-in, answer, task or page is theirs
    STORED = "stored"  # whoever anything is stored about
    TEAM = "team"  # whoever is in a team, asked or in charge
    ASKED = "asked"  # whoever is asked by a team
    OWNER = "owner"  # whoever is in charge of the team it names
    SET_UP = "set_up"  # whoever may own a team
    TEAMS = "teams"  # whoever is in charge of a team, or may own one
    REPORT = "report"  # whoever is in the team it names, and admins about all of them together
    ADMIN = "admin"
    SHELL = "shell"


MAY: Mapping[Right, frozenset[Role]] = {
    Right.ANYBODY: frozenset(Role) - {Role.OPERATOR},
    Right.OWN: frozenset({Role.EMPLOYEE, Role.OWNER}),
    Right.STORED: frozenset({Role.EMPLOYEE, Role.OWNER}),
    Right.TEAM: frozenset({Role.EMPLOYEE, Role.OWNER}),
    Right.ASKED: frozenset({Role.EMPLOYEE}),
    Right.OWNER: frozenset({Role.OWNER}),
    Right.SET_UP: frozenset({Role.COLLEAGUE, Role.EMPLOYEE, Role.OWNER, Role.ADMIN}),
    Right.TEAMS: frozenset({Role.COLLEAGUE, Role.EMPLOYEE, Role.OWNER, Role.ADMIN}),
    Right.REPORT: frozenset({Role.EMPLOYEE, Role.OWNER, Role.ADMIN}),
    Right.ADMIN: frozenset({Role.ADMIN}),
    Right.SHELL: frozenset({Role.OPERATOR}),
}
