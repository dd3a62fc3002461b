"""What somebody may ask a report about: their own teams, or as an admin who is in none, all teams of the workspace together.

A single team is for its own people alone. Who is told no, or shown nothing, is told what there is to ask for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session

from bot import manage
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.domain.teamstate import TeamState
from bot.report.wishes import tools_of, types_of
from bot.services import Actor, Services
from storage import people, teams
from storage.tables import Team

MOST_LISTED = 12  # names in a line
FEWEST_TOGETHER = 2


class NotYours(Refusal):
    """Only the people of a team can ask for a report about it."""


class TooFewTeams(Refusal):
    """All teams together can be asked about once there are at least two."""


@dataclass(frozen=True)
class Askable:
    """`mine` may be named, alone or together; `workspace` only all together, by an admin who is in no team."""

    mine: tuple[Team, ...]
    workspace: tuple[Team, ...] = ()

    @property
    def known(self) -> tuple[Team, ...]:
        return self.mine or self.workspace

    def in_words(self) -> str:
        """A few lines, with an example that can be typed."""
        lines = [_("What can be asked for, in any order:"), f"• {self._whose()}"]
        # Translators: typed as they stand: this quarter, last quarter, year
        lines.append("• " + _("when: this quarter, last quarter, or year"))
        if kinds := types_of(self.known):
            # Translators: “type” is typed as it stands; {names} are kinds of task
            lines.append("• " + _("one task type: type and its name, of {names}", names=listed(kinds)))
        if tools := tools_of(self.known):
            # Translators: “tool” is typed as it stands; {names} are AI tools
            lines.append("• " + _("one AI tool: tool and its name, of {names}", names=listed(tools)))
        # Translators: typed as they stand: --chart, --csv, --html
        lines.append("• " + _("as files in our direct messages: --chart, --csv or --html"))
        if self.mine:
            # Translators: “week” is typed as it stands
            lines.append("• " + _("an earlier digest: week and its name, such as week 2026-W28"))
            # Translators: “trial” is typed as it stands
            lines.append("• " + _("a trial: trial and its name"))
        return "\n".join([*lines, _("For example: {line}", line=f"`/candor report {self._example(kinds)}`")])

    def _whose(self) -> str:
        names = [team.name for team in self.mine]
        if not names:
            # Translators: “all” is typed as it stands
            return _("all: every team of the workspace together; a single team is for its own people alone")
        if len(names) == 1:
            return _("your team: {name}", name=names[0])
        # Translators: “all” is typed as it stands
        return _("your teams: {names}; several together, or all", names=listed(names))

    def _example(self, kinds: Sequence[str]) -> str:
        named = " and ".join(team.name for team in self.mine[:FEWEST_TOGETHER]) or "all"
        return f"{named} last quarter {f'type {kinds[0]} ' if kinds else ''}--chart"


def listed(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_LISTED]) + (", …" if len(names) > MOST_LISTED else "")


def is_admin_only(services: Services, actor: Actor) -> bool:
    """An admin who is in no team. Slack is asked only about who is in none, and never within a transaction."""
    return not manage.whois(services, actor).in_team and manage.is_admin(services, actor)


def askable(session: Session, actor: Actor, *, admin: bool) -> Askable:
    person = people.find(session, actor.workspace, actor.user)
    mine = people.teams_of(session, person.id) if person else []
    if mine:
        return Askable(tuple(mine))
    if not admin:
        raise manage.stranger(session, actor)
    found = [team for team in teams.all_of(session, actor.workspace) if team.state != TeamState.NEW]
    if len(found) < FEWEST_TOGETHER:
        raise TooFewTeams
    return Askable((), tuple(found))


def code(name: str) -> str:
    """A name somebody made up, as an opaque key of a form."""
    return sha256(name.encode()).hexdigest()[:16]


def named(codes: str | None, names: Sequence[str]) -> str | None:
    return next((name for name in names if code(name) == codes), None)
