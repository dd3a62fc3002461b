"""Ad hoc reports: for somebody of the team in Slack, and for the operator at the command line."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot import manage
from bot.domain import schedule
from bot.domain.refusal import Refusal
from bot.report.compose import compose, printing, to_payload
from bot.report.wishes import today, type_named, which_team, window, wish_of
from bot.services import Actor, Services
from storage import people, teams

if TYPE_CHECKING:
    from bot.domain.digest import Digest


def asked_for(services: Services, actor: Actor, words: str) -> dict[str, Any]:
    """An ad hoc report for somebody of the team, from the words after the command."""
    with printing(services) as session:
        person = manage.known(session, actor)
        mine = people.teams_of(session, person.id)
        team, rest = which_team(mine, words)
        wish = wish_of(team, rest, services.now())
        return to_payload(compose(session, [team], wish, services.now))


def for_teams(services: Services, names: Sequence[str], window_of: str, only: str | None) -> "Digest":
    """A report for the operator: the same gates, the same rounding, and a print like any other.

    About several teams together if several are named, about all if none is; up to the last whole week then, as digests are.
    What is printed of single teams can be subtracted from it, so all stand in one ledger.
    """
    with printing(services) as session:
        found = [manage.team_named(session, name) for name in dict.fromkeys(names)] or teams.every(session)
        if not found:
            raise Refusal("There is no team yet.")
        now = services.now()
        wish = window(window_of, today(found[0], now))
        if len(found) > 1:
            wish = replace(wish, until=max(min(wish.until, schedule.monday_of(today(found[0], now))), wish.since))
        return compose(session, found, replace(wish, only=type_named(found, only) if only else None), services.now)
