"""What an operator does with teams at the shell: find them, list them, ask them now; and which workspace this is."""

from dataclasses import dataclass

from sqlmodel import Session

from bot import ask
from bot.domain import schedule
from bot.domain.refusal import Refusal
from bot.limits import k_of
from bot.services import InDoubt, Services, TryLater, Undeliverable
from storage import people, teams
from storage.tables import Team

LOCAL = "local"  # the workspace of what was stored before Slack was connected


def team_named(session: Session, name: str) -> Team:
    """An operator's team, by its name."""
    every = teams.every(session)
    found = next((team for team in every if team.name.casefold() == name.casefold()), None)
    if found is None:
        names = ", ".join(team.name for team in every) or "none yet; team apply FILE.toml makes one"
        raise Refusal(f"There is no team “{name}”. Teams: {names}.")
    return found


@dataclass(frozen=True)
class Asked:
    """How many check-ins were queued, and why not for whom."""

    queued: int
    refused: dict[str, str]


def ask_team(services: Services, team_name: str, user: str | None, *, now: bool) -> Asked:
    """Queue what is due for a team or one of its people; or ask them now."""
    with services.store.read() as session:
        team = team_named(session, team_name)
        members = [person for person in people.members(session, team.id) if user in (None, person.user)]
    if not members:
        raise Refusal(f"{user} is not asked by {team.name}.")
    if not now:
        ask.plan(services)
        return Asked(ask.queue_due(services, {person.id for person in members}, team.id), {})
    refused: dict[str, str] = {}
    for person in members:
        try:
            ask.ask_now(services, team.id, person.id)
        except Refusal as no:
            refused[person.user] = no.sentence
    return Asked(len(members) - len(refused), refused)


def workspace_key(services: Services, *, connected: bool = True) -> str:
    """The workspace we work in: what Slack says, else the one the database knows, else `local` until Slack is connected."""
    try:
        here = services.messenger.whereabouts() if connected else None
    except (TryLater, InDoubt):
        here = None
    except Undeliverable as refused:
        raise Refusal(f"Slack does not accept SLACK_BOT_TOKEN ({refused.reason}). python -m bot doctor says more.") from None
    if here is None:
        with services.store.read() as session:
            stored = [row.id for row in people.workspaces(session)]
        if len(stored) > 1:
            raise Refusal("Slack does not answer, and the database knows several workspaces.") from None
        return stored[0] if stored else LOCAL
    with services.store.begin() as session:
        row = people.workspace(session, here.workspace)
        row.name, row.bot_id, row.bot_user = here.name, here.bot_id, here.bot_user
        people.adopt(session, LOCAL, here.workspace)
    return here.workspace


@dataclass(frozen=True)
class TeamLine:
    """One line of `team list`."""

    name: str
    state: str
    zone: str
    rhythm: str
    members: int
    owners: int
    k: int


def list_teams(services: Services) -> list[TeamLine]:
    with services.store.read() as session:
        return [
            TeamLine(
                team.name,
                team.state,
                team.zone,
                schedule.Rhythm.from_json(team.rhythm).in_words(),
                len(people.members(session, team.id)),
                len(people.owners(session, team.id)),
                k_of(session, team),
            )
            for team in teams.every(session)
        ]
