"""What a report is wished about: a window of time, all kinds of task or one; in the words of a command, or by name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import schedule
from bot.domain.language import _
from bot.domain.refusal import Refusal
from storage.tables import Team

WINDOWS = ("quarter", "last-quarter", "year")
_SPOKEN = (("this quarter", "quarter"), ("last quarter", "last-quarter"), ("this year", "year"), ("year", "year"))


@dataclass(frozen=True)
class Wish:
    """What a report is about: from `since` to the day before `until`, all types or one.

    `name` is that of the quarter or year. The window of a quarter grows as it goes on, and stays one window for the ledger.
    """

    name: str
    since: date
    until: date
    only: str | None = None


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


def _quarter(day: date) -> Wish:
    first, last = schedule.quarter(day)
    return Wish(f"{first.year}-Q{(first.month + 2) // 3}", first, last)


def last_monday(team: Team, now: datetime) -> date:
    return schedule.monday_of(today(team, now)) - timedelta(days=7)


def which_team(mine: list[Team], words: str) -> tuple[Team, str]:
    """The team the words begin with, or the only one there is."""
    low = words.casefold()
    for team in sorted(mine, key=lambda team: -len(team.name)):
        name = team.name.casefold()
        if low == name or low.startswith(f"{name} "):
            return team, words[len(name) :].strip()
    if len(mine) == 1:
        return mine[0], words
    raise Refusal(_("Which team? Yours are: {teams}.", teams=", ".join(team.name for team in mine)))


def wish_of(team: Team, words: str, now: datetime) -> Wish:
    """This quarter, last quarter, year, type NAME; in any order."""
    low, name = words.casefold(), "quarter"
    for spoken, meant in _SPOKEN:
        if spoken in low:
            name, low = meant, low.replace(spoken, " ", 1)
            break
    low = " ".join(low.split())
    wish = window(name, today(team, now))
    if not low:
        return wish
    if not low.startswith("type "):
        # Translators: what may be typed: “this quarter”, “last quarter”, “year” and “type” are only understood in English
        raise Refusal(_("I do not know “{words}”. Add this quarter, last quarter, year, or type and its name.", words=low))
    return replace(wish, only=type_named([team], low.removeprefix("type ")))


def type_named(teams: Sequence[Team], words: str) -> str:
    types = list(dict.fromkeys(kind for team in teams for kind in team.task_types))
    found = [name for name in types if name.casefold() == words.strip().casefold()]
    if not found:
        name, listed = words.strip(), ", ".join(types)
        if len(teams) == 1:
            team = teams[0].name
            raise Refusal(_("{team} has no task type “{name}”. Its types: {types}.", team=team, name=name, types=listed))
        raise Refusal(_("None of these teams has a task type “{name}”. Their types: {types}.", name=name, types=listed))
    return found[0]


def today(team: Team, now: datetime) -> date:
    return now.astimezone(ZoneInfo(team.zone)).date()
