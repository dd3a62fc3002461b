"""What somebody asks for in words: teams, a window, a task type, a tool and files, in any order.

Words are taken from left to right, the longest name that fits first, so that a team called "Sales North" is not "Sales".
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.report.wishes import tools_of, types_of
from storage.tables import Team

ALL, HELP = "all", "help"
_FORMATS = re.compile(r"(?<!\S)(?:--|[—–])(chart|csv|html)(?!\S)", re.IGNORECASE)  # editors make one dash of two
_SPOKEN = {
    "this quarter": "quarter",
    "last quarter": "last-quarter",
    "this year": "year",
    "year": "year",
    "quarter": "quarter",
}
_BETWEEN = re.compile(r"(?:[\s,;&+]|\band\b)+", re.IGNORECASE)


@dataclass
class Wanted:
    """What was asked for, as it was understood; no team when none was named."""

    teams: list[Team] = field(default_factory=list)
    everything: bool = False
    window: str = "quarter"
    only: str | None = None
    tool: str | None = None
    formats: tuple[str, ...] = ()


def understood(words: str, mine: Sequence[Team], among: Sequence[Team] = ()) -> Wanted:
    """`mine` are the teams that may be named; types and tools are those of `among` too, where no single one may be."""
    formats = tuple(dict.fromkeys(found.casefold() for found in _FORMATS.findall(words)))
    wanted, rest = Wanted(formats=formats), _FORMATS.sub(" ", words)
    known = [*mine, *among]
    while rest := _BETWEEN.sub("", rest, count=1) if _BETWEEN.match(rest) else rest:
        rest = _taken(wanted, rest, mine, known)
    return wanted


def _taken(wanted: Wanted, rest: str, mine: Sequence[Team], known: Sequence[Team]) -> str:
    """One thing less of what is left to be understood."""
    if name := _begins(rest, (team.name for team in mine)):
        team = next(team for team in mine if team.name == name)
        wanted.teams += [] if team in wanted.teams else [team]
        return rest[len(name) :]
    if spoken := _begins(rest, _SPOKEN):
        wanted.window = _SPOKEN[spoken]
        return rest[len(spoken) :]
    if _begins(rest, [ALL]):
        wanted.everything = True
        return rest[len(ALL) :]
    if _begins(rest, ["type"]) and rest[len("type") :].strip():
        wanted.only, rest = _name_after(rest[len("type") :], types_of(known), mine)
        return rest
    if _begins(rest, ["tool"]) and rest[len("tool") :].strip():
        wanted.tool, rest = _name_after(rest[len("tool") :], tools_of(known), mine)
        return rest
    unknown = _up_to_something_known(rest, mine)
    known_words = [*_SPOKEN, ALL, *(team.name.casefold() for team in mine)]
    if near := difflib.get_close_matches(unknown.casefold(), known_words, n=1, cutoff=0.75):
        raise Refusal(_("I do not know “{word}”. Did you mean {known}?", word=unknown, known=near[0]))
    # Translators: what may be typed: “this quarter”, “last quarter”, “year”, “type” and “tool” are only understood in English
    raise Refusal(_("I do not know “{words}”. Add this quarter, last quarter, year, type or tool and its name.", words=unknown))


def _name_after(rest: str, names: Iterable[str], mine: Sequence[Team]) -> tuple[str, str]:
    """A known name, or whatever stands there instead; whether it may be asked for is seen later."""
    rest = rest.strip()
    found = _begins(rest, names)
    said = rest[: len(found)] if found else _up_to_something_known(rest, mine)
    return found or said, rest[len(said) :]


def _up_to_something_known(rest: str, mine: Sequence[Team]) -> str:
    """The words before the next window, keyword or team."""
    words = [ALL, "type", "tool", *_SPOKEN, *(team.name for team in mine)]
    starts = (found.start() for found in re.finditer(r"(?<=\s)\S", rest) if _begins(rest[found.start() :], words))
    return rest[: next(starts, len(rest))].strip(" ,;")


def _begins(rest: str, names: Iterable[str]) -> str | None:
    """The longest of these names that the words begin with, as whole words."""
    low = rest.casefold()
    for name in sorted(names, key=len, reverse=True):
        if low.startswith(name.casefold()) and not rest[len(name) : len(name) + 1].strip(" ,;&+\n\t"):
            return name
    return None
