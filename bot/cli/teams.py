"""For whoever looks after teams: declare them, ask, and read what the answers add up to."""

import json
import re
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot import manage, prove
from bot import report as reports
from bot.cli.common import TeamName, cli, err, opened, out
from bot.domain import teamfile
from bot.domain.refusal import Refusal
from bot.settings import load

team_cli = typer.Typer(help="Teams: who is asked what, and when.", no_args_is_help=True)
cli.add_typer(team_cli, name="team")


class Window(StrEnum):
    QUARTER = "quarter"
    LAST_QUARTER = "last-quarter"
    YEAR = "year"


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    PNG = "png"


@team_cli.command("apply")
def team_apply(file: Path) -> None:
    """Declare teams from a TOML file. Applying it again changes nothing."""
    connected = bool(load().slack_bot_token)
    try:
        plans = teamfile.read(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise Refusal(f"{file} is not a text file in UTF-8.") from None
    with opened() as services:
        changes = manage.apply(services, manage.workspace_key(services, connected=connected), plans, connected=connected)
    for line in changes or ["Nothing to change."]:
        out.print(line)
    if not connected:
        err.print("SLACK_BOT_TOKEN is not set, so nobody was looked up in Slack. Apply the file again once it is.")


@team_cli.command("list")
def team_list() -> None:
    """Every team, one line each."""
    with opened() as services:
        teams = manage.list_teams(services)
    table = Table("team", "state", "zone", "asked", "people", "owners", "k", box=None)
    for team in teams:
        table.add_row(team.name, team.state, team.zone, team.rhythm, str(team.members), str(team.owners), str(team.k))
    out.print(table if teams else "No teams yet. team apply FILE.toml makes one.")


@cli.command()
def ask(
    team: TeamName,
    person: Annotated[str | None, typer.Option(help="One person, by Slack id.")] = None,
    now: Annotated[bool, typer.Option("--now", help="Ask now, instead of only what is due.")] = False,
) -> None:
    """Queue check-ins that are due, or now. `run` or `worker` sends them."""
    with opened() as services:
        asked = manage.ask_team(services, team, person, now=now)
    for user, why_not in asked.refused.items():
        err.print(f"{user}: {why_not}")
    out.print(f"{asked.queued} queued.")


@cli.command()
def digest(
    team: TeamName,
    week: Annotated[str | None, typer.Option(help="An ISO week such as 2026-W28; last week if left out.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Send it to owners and team, once.")] = False,
) -> None:
    """Print a week's digest as it would go out, or send it."""
    from bot.domain.digest import as_text

    with opened() as services:
        if send:
            reports.send_now(services, team, _monday(week))
            out.print("Queued. `run` or `worker` sends it.")
        else:
            out.print(as_text(reports.for_week(services, team, _monday(week))))


@cli.command()
def report(
    team: Annotated[list[str] | None, typer.Option("--team", help="A team's name; several for a report together.")] = None,
    every: Annotated[bool, typer.Option("--all-teams", help="All teams together.")] = False,
    window: Annotated[Window, typer.Option()] = Window.QUARTER,
    only: Annotated[str | None, typer.Option("--type", help="One task type.")] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    trial: Annotated[str | None, typer.Option("--trial", help="A trial of the one team that is named.")] = None,
) -> None:
    """What the answers add up to, inside the gates and rounded as in Slack; or a trial, as it was printed."""
    from bot import chart, page
    from bot.domain.digest import as_csv, as_dict, as_text

    if not team and not every:
        raise typer.BadParameter("name a team with --team, or say --all-teams")
    if trial is not None:
        _trial(team or [], trial, form)
        return
    with opened() as services:
        found = reports.for_teams(services, [] if every else team or [], window, only)
    if form is Format.PNG:
        sys.stdout.buffer.write(chart.png(found))
    elif form is Format.JSON:
        out.print(json.dumps(as_dict(found), indent=2, ensure_ascii=False))
    elif form is Format.HTML:
        out.print(page.html(found))
    else:
        out.print(as_csv(found) if form is Format.CSV else as_text(found), end="")


def _trial(team: list[str], name: str, form: Format) -> None:
    """The card of a trial that is over, or how far it is; as CSV its analysis table, as JSON all of it."""
    if len(team) != 1 or form not in (Format.TEXT, Format.JSON, Format.CSV):
        raise typer.BadParameter("a trial is of one team, and comes as text, JSON or CSV")
    with opened() as services:
        card, standing, tables = reports.for_trial(services, team[0], name)
    if card is None:
        out.print(f"{name}: {standing}")
    elif form is Format.JSON:
        out.print(json.dumps(card.to_dict() | {"tables": tables}, indent=2, ensure_ascii=False))
    else:
        out.print(prove.as_csv(tables.get("analysis") or []) if form is Format.CSV else card.text, end="")


def _monday(week: str | None) -> date | None:
    if week is None:
        return None
    found = re.fullmatch(r"(\d{4})-W(\d{2})", week)
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else _no_week(week)
    except ValueError:
        return _no_week(week)


def _no_week(week: str) -> date:
    raise Refusal(f"“{week}” is not a week; write it like 2026-W28.")
