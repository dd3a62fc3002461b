"""What a report is wished about: a window of time, all kinds of task or one, one tool or none in particular."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain import schedule
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.teamdays import today
from storage.tables import Team

WINDOWS = ("quarter", "last-quarter", "year")


@dataclass(frozen=True)
class Wish:
    """What a report is about: from `since` to the day before `until`, all types or one, with a tool only that one.

    `name` is that of the quarter or year. The window of a quarter grows as it goes on, and stays one window for the ledger.
    """

    name: str
    since: date
    until: date
    only: str | None = None
    tool: str | None = None


def week(monday: date) -> Wish:
    """What a week's digest covers: the quarter so far."""
    return replace(_quarter(monday), until=monday + timedelta(days=7))


def window(name: str, today: date) -> Wish:
    """A named window up to and with today."""
    this = _quarter(today)
    if name == "last-quarter":
        return replace(_quarter(this.since - timedelta(days=1)), until=this.since)
    if name == "year":
        return Wish(str(today.year), date(today.year, 1, 1), today + timedelta(days=1))
    return replace(this, until=today + timedelta(days=1))


def wish_of(teams: Sequence[Team], now: datetime, window_of: str, only: str | None = None, tool: str | None = None) -> Wish:
    """About several teams together it covers whole weeks, as digests do."""
    day = today(teams[0], now)
    wish = window(window_of, day)
    if len(teams) > 1:
        wish = replace(wish, until=max(min(wish.until, schedule.monday_of(day)), wish.since))
    return replace(wish, only=type_named(teams, only) if only else None, tool=tool_named(teams, tool) if tool else None)


def _quarter(day: date) -> Wish:
    first, last = schedule.quarter(day)
    return Wish(f"{first.year}-Q{(first.month + 2) // 3}", first, last)


def last_monday(team: Team, now: datetime) -> date:
    return schedule.monday_of(today(team, now)) - timedelta(days=7)


def types_of(teams: Sequence[Team]) -> list[str]:
    return sorted({kind for team in teams for kind in team.task_types}, key=str.casefold)


def tools_of(teams: Sequence[Team]) -> list[str]:
    return sorted({tool for team in teams for tool in team.tools}, key=str.casefold)


def type_named(teams: Sequence[Team], words: str) -> str:
    types = list(dict.fromkeys(kind for team in teams for kind in team.task_types))
    if found := _named(types, words):
        return found
    name, listed = words.strip(), ", ".join(types)
    if len(teams) == 1:
        team = teams[0].name
        raise Refusal(_("{team} has no task type “{name}”. Its types: {types}.", team=team, name=name, types=listed))
    raise Refusal(_("None of these teams has a task type “{name}”. Their types: {types}.", name=name, types=listed))


def tool_named(teams: Sequence[Team], words: str) -> str:
    tools, name = tools_of(teams), words.strip()
    if found := _named(tools, words):
        return found
    if not tools:
        raise Refusal(_("No AI tools are listed here, so there is no report about “{name}”.", name=name))
    raise Refusal(_("“{name}” is not among the AI tools listed here: {tools}.", name=name, tools=", ".join(tools)))


def _named(known: Sequence[str], words: str) -> str | None:
    return next((name for name in known if name.casefold() == words.strip().casefold()), None)
