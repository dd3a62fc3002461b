"""Who may do what, as one table: `make roles` writes docs/roles.md from the doors themselves, and a test compares the two.

A door that is added brings its right with it, and asks for a line here that says in plain words what it does.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from typer.main import get_command

from bot.cli import cli
from bot.domain.roles import MAY, Right, Role
from bot.slack import ids, switchboard
from bot.slack.commands import WORDS
from bot.slack.teamwords import NEW, TEAM_WORDS
from bot.slack.views.about import COMMANDS

FILE = Path(__file__).parent.parent / "docs" / "roles.md"
_INTRODUCTION = """# Who may do what

Made from the code by `make roles`; a test fails where the two differ.

A door is a command, a button, a form, a file or an event. It is looked at when somebody comes to it and again when a form is
sent, by workspace and id, so a form that was open when a right ended is refused. Somebody may have several roles: an owner
who is asked as well is an employee too. Guests, bots and people of other workspaces have no part in anything.

- *yes*: for themselves, or about the teams they are in; *own*: with what is theirs and nothing else; *their team's*: with
  the teams they are in or own, and no other; *all together*: about all teams at once, inside the same gates, never about one.
- What *anybody* may open tells whoever has nothing there that it is so, and nothing else.
- Who may own a team is decided by an admin: anybody of the workspace, or people who are named.
- Nobody reaches anybody else's answer by any of these doors, whatever their role, but the operator at the shell, who can read
  the database as well.
"""
_HEADS = {
    Role.STRANGER: "stranger, guest",
    Role.COLLEAGUE: "colleague",
    Role.EMPLOYEE: "employee",
    Role.OWNER: "team owner",
    Role.ADMIN: "admin",
    Role.OPERATOR: "operator",
}
_SCOPES = {Right.OWN: "own", Right.STORED: "own", Right.OWNER: "their team's", Right.REPORT: "their team's"}
_TITLES = {
    "command": "Commands, after `/candor`",
    "button": "Buttons and menus",
    "form": "Forms, when they are sent",
    "shortcut": "Shortcuts in the menu of a message",
    "event": "What is typed or opened without a command",
    "file": "Files and messages that leave",
    "shell": "At the shell, after `python -m bot`",
}
# What there is besides the listeners: what is sent to people without their pressing anything just then.
FILES: dict[str, tuple[Right, str]] = {
    "digest": (Right.TEAM, "the weekly digest of a team, the same text to its owners and its people"),
    "digest's picture": (Right.TEAM, "its chart, as a picture where Slack does not draw it"),
    "my data": (Right.STORED, "everything stored about somebody, in their direct messages alone"),
    "result of a trial": (Right.TEAM, "what came of a trial, the same text to its team's owners and people"),
    "report as CSV, page or chart": (Right.REPORT, "a report as it was shown to whoever asked, in their direct messages alone"),
    "report as CSV, HTML, JSON or PNG": (Right.SHELL, "a report, inside the same gates as a digest"),
    "answers as CSV": (Right.SHELL, "single answers, with keys for names"),
    "team file": (Right.SHELL, "a team as it is declared"),
}
SAYS: dict[str, str] = {
    "message": "answer in a thread or by typing; nothing of anybody else's is answered",
    "app_home_opened": "the home page: what is one's own, and what Candor is",
    "member_joined_channel": "somebody came into a team's channel: it is looked at again, and nothing is answered",
    "member_left_channel": "somebody left it: likewise",
    "subteam_members_changed": "a user group has changed: likewise",
    ids.START_TASK: "begin a task from a message",
    ids.FORM: "an answer, in the form of one's own check-in",
    ids.SHARE_FORM: "share one sentence of one's own answer",
    ids.START_FORM: "begin a task",
    ids.WEEK_FORM: "one's own working week",
    ids.PAUSE_FORM: "no check-ins until a day",
    ids.AWAY_FORM: "days on which one is away",
    ids.TEAM_NEW_FORM: "set a new team up",
    ids.TEAM_FORM: "change a team",
    ids.TEAM_BEGIN: "let a new team begin",
    ids.QUESTIONS_FORM: "the questions that are a team's own",
    ids.OWNERS_FORM: "who is in charge of a team",
    ids.SAMPLE_FORM: "the form of a sample, of which nothing is kept",
    ids.ADMIN_FORM: "who may own teams, the smallest group, how long is kept",
    ids.DECLINE_FORM: "do a task the other way than a trial's coin said, and why",
    ids.SAY: "answer a question",
    ids.TURN: "skip a question or go back",
    ids.PICK: "tick several answers to a question",
    ids.ANSWER_HERE: "answer in the thread",
    ids.OPEN_FORM: "open the form of a check-in",
    ids.NOTHING: "nothing finished today",
    ids.NOT_TODAY: "not today",
    ids.MORE: "fewer check-ins, pause, or what happens with answers",
    ids.PRIVATELY: "answer what was asked in the channel, in private",
    ids.WHAT_HAPPENS: "what happens with answers to what was asked in the channel",
    ids.TAKE: "take what one wrote in public as one's answer",
    ids.LEAVE: "leave what one wrote in public alone",
    ids.CHANGE: "change an answer",
    ids.DELETE: "delete an answer",
    ids.OTHERS_SEE: "what others see of an answer",
    ids.SHARE: "look at the sentence one is about to share",
    ids.WITHDRAW: "take a shared sentence back",
    ids.DONE: "the task is finished",
    ids.NOT_FINISHED: "the task is not finished",
    ids.CANCEL: "let a task go",
    ids.DECLINE: "open the form for not doing a task as a trial's coin said",
    ids.DECLINE_AS: "the same in the thread, with its reason",
    ids.START: "open the form that begins a task",
    ids.WEEK: "open the form of one's working week",
    ids.PAUSE_FOR: "open the form for a pause",
    ids.AWAY: "open the form for days away",
    ids.RESUME: "check-ins again",
    ids.STOP_ASKING: "no more check-ins",
    ids.STRIKE: "take back days away",
    ids.TEAM_SEES: "the last digest of one's teams, word for word",
    ids.MINE: "one's own record",
    ids.PAGE: "what happens with answers, as a page",
    ids.EARLIER: "one's earlier answers",
    ids.DELETE_EARLIER: "delete one of them",
    ids.MY_DATA: "ask for the file with everything stored about oneself",
    ids.GOES: "what would go if everything about oneself is deleted",
    ids.FORGET: "delete all of it",
    ids.TEAM_NEW: "open the form of a new team",
    ids.PART_NEW: "show another part of that form",
    ids.PART: "show another part of the form of a team",
    ids.TEAM_STEP: "begin, pause, resume, archive or bring back a team",
    ids.TEAM_EDIT: "open the form of a team",
    ids.TEAM_DISCARD: "discard a team that has not begun",
    ids.QUESTIONS: "open the form of a team's own questions",
    ids.TEAM_OWNERS: "open the form that says who is in charge of it",
    ids.TEAM_TRY: "be sent a sample of its check-in",
    ids.SAMPLE_OPEN: "open the form of that sample",
    ids.REPORT: "open the form of a report",
    ids.REPORT_FORM: "a report, in the same window",
    ids.REPORT_FILE: "that report as a file, in one's direct messages",
    ids.GOALS: "the goals of one's teams, as the whole team reads them",
    ids.GOAL_NEW: "open the form that registers a goal",
    ids.GOAL_CHANGE: "open the form that changes one",
    ids.GOAL_OFF: "open the form that calls one off",
    ids.GOAL_FORM: "a goal: its terms to look at, and then registered",
    ids.GOAL_CHANGE_FORM: "change a goal, with a reason the team reads",
    ids.GOAL_OFF_FORM: "call a goal off, with a reason the team reads",
    ids.ATTACH: "open the form that attaches work to one's own answer, for blind review",
    ids.ATTACH_FORM: "attach work to one's own answer, replace it or take it back",
    ids.REVIEWS: "what waits for one's blind review, and which teams review",
    ids.REVIEW_LOOK: "one piece of work that waits for one's review; not whose it is, nor how it was made",
    ids.REVIEW_FORM: "a score for it",
    ids.REVIEW_PASS: "pass it on to somebody else",
    ids.REVIEWER: "say that one reviews work of others, or does not any more",
    ids.STANDARD: "open the form of a team's standard",
    ids.STANDARD_FORM: "a team's standard, and how much is reviewed a week",
    ids.WHY_NOT: "why something is not shown, by the rules, and of nobody's answers",
    ids.PAST: "earlier digests of one's teams",
    ids.PAST_OF: "those of one team",
    ids.PAST_OLDER: "older ones",
    ids.PAST_NEWER: "newer ones",
    ids.PAST_READ: "one of them, as it was printed",
    ids.PAST_BACK: "back to the list",
    ids.TRIAL_READ: "what came of a trial of one's team, as it was printed for everybody there",
    ids.TRIAL_FILE: "a table of it as a file, in one's direct messages",
    ids.ADMIN: "what is set in the workspace, the teams, and whether messages arrive; no answer",
    ids.ADMIN_CHANGE: "open the form that sets it",
    ids.TRIALS: "the trials of one's teams, and how far they are; never how one goes",
    ids.TRIAL_JOIN: "take part in a trial of one's team; nobody else sees that",
    ids.TRIAL_LEAVE: "take part in it no longer",
    ids.TRIAL_NEW: "open the form that registers a trial",
    ids.TRIAL_BACK: "go back to that form before anything is locked",
    ids.TRIAL_CHANGE: "open the form that changes an open trial",
    ids.TRIAL_STOP: "open the form that stops one early",
    ids.TRIAL_FORM: "see what a trial takes; nothing is stored",
    ids.TRIAL_REGISTER: "lock a trial's terms and tell the team",
    ids.TRIAL_CHANGE_FORM: "move its last day or plan more flips, with a reason everybody reads",
    ids.TRIAL_STOP_FORM: "end it early, with a reason everybody reads",
    ids.ONCE: "be asked once a week",
    ids.STOP: "not be asked any more",
    ids.AS_BEFORE: "be asked as before",
}


class Opened(NamedTuple):
    """A door by its kind and its name, and which right it asks for."""

    kind: str
    name: str
    right: Right


TEAM_SAYS: dict[str, str] = {
    "new": "open the form of a new team",
    "edit": "open the form of a team",
    "questions": "open the form of its own questions",
    "begin": "let a new team begin",
    "discard": "discard a team that has not begun",
    "pause": "ask nobody for a while",
    "resume": "go on after that",
    "archive": "end a team",
    "bring back": "bring an archived team back, paused",
    "owners": "put somebody else in charge as well",
    "owners remove": "take somebody out of those in charge",
    "hand over": "put somebody in charge instead of oneself",
    "people add": "add people who were picked",
    "people remove": "take people out who were picked",
}


def every_door() -> Iterator[Opened]:
    """Every way in or out there is, in the order of the page."""
    yield from (Opened("command", name, word.right) for name, word in WORDS.items())
    yield Opened("command", f"team {NEW}", Right.SET_UP)
    yield from (Opened("command", f"team NAME {name}", word.right) for name, word in TEAM_WORDS.items())
    yield from (Opened("button", _name(pattern), right) for pattern, _listener, right in switchboard.ACTIONS)
    yield from (Opened("form", name, door.right) for name, door in switchboard.VIEWS.items())
    yield from (Opened("shortcut", name, door.right) for name, door in switchboard.SHORTCUTS.items())
    yield from (Opened("event", name, door.right) for name, door in switchboard.EVENTS.items())
    yield from (Opened("file", name, right) for name, (right, _says) in FILES.items())
    yield from (Opened("shell", name, Right.SHELL) for name in _at_the_shell())


def _name(pattern: str | re.Pattern[str]) -> str:
    """A pattern stands for all that begins as it does."""
    return pattern if isinstance(pattern, str) else pattern.pattern.strip("^:")


def _at_the_shell() -> dict[str, str]:
    """Each command and what it says it does."""
    return dict(_below(get_command(cli), ""))


def _below(group: Any, before: str) -> Iterator[tuple[str, str]]:
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _below(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", " ".join((command.help or "").split("\n\n")[0].split())


def says(door: Opened) -> str:
    """What it does, in plain words; KeyError where nobody has said."""
    if door.kind == "command" and door.name.startswith("team "):
        return TEAM_SAYS[door.name.removeprefix("team ").removeprefix("NAME ")]
    if door.kind == "command":
        return COMMANDS[door.name][1]
    if door.kind == "file":
        return FILES[door.name][1]
    return _at_the_shell()[door.name] if door.kind == "shell" else SAYS[door.name]


def may(right: Right, role: Role) -> str:
    if role not in MAY[right]:
        return "–"
    if right is Right.REPORT and role is Role.ADMIN:
        return "all together"
    return _SCOPES.get(right, "yes")


def table() -> str:
    """The whole page."""
    parts, doors = [_INTRODUCTION], list(every_door())
    for kind, title in _TITLES.items():
        heads = ["door", "what it does", *_HEADS.values()]
        rows = [
            [f"`{door.name}`" if kind != "file" else door.name, says(door), *(may(door.right, role) for role in _HEADS)]
            for door in doors
            if door.kind == kind
        ]
        lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in (heads, *rows)]
        lines.insert(1, "|" + "---|" * len(heads))
        parts.append("\n".join([f"## {title}", "", *lines, ""]))
    return "\n".join(parts)


def main() -> None:
    FILE.write_text(table(), encoding="utf-8")


if __name__ == "__main__":
    main()
