"""Where the trials of somebody's teams stand, as everybody may read it, and which of them a name means.

Who has joined is told to nobody but themselves. Of how many that are, others read whether they are enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.domain import trialsaid, trialwords
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.domain.registration import OPEN, Registered, Stage, short
from bot.domain.teamstate import TeamState
from bot.limits import k_of
from bot.manage.behalf import known
from bot.prove import cards
from bot.prove.terms import registered
from bot.services import Actor, Services
from bot.teamdays import today
from storage import people, registrations
from storage.tables import Participation, Person, Registration, Team

MOST_NAMED = 5


class NoSuchTrial(Refusal):
    """There is no such trial in your teams."""


class TrialOver(Refusal):
    """This trial is over already."""


@dataclass(frozen=True)
class TrialLine:
    """One trial as somebody of its team sees it. `progress` and what follows are whole sentences or parts of one, and
    `amendments` and `reason` hold an owner's words. `waits` says why the coin is not flipped for now; `has_result`: there is
    something to read; `terms` are as they were registered, `fingerprint` and `seed_hash` are theirs."""

    trial: str
    name: str
    team: str
    task_type: str
    stage: Stage
    progress: str
    fingerprint: str
    seed_hash: str
    terms: tuple[str, ...]
    waits: tuple[str, ...] = ()
    amendments: tuple[str, ...] = ()
    reason: str = ""
    joined: bool = False
    may_join: bool = False
    is_owner: bool = False
    has_result: bool = False

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    @property
    def short(self) -> str:
        return short(self.fingerprint)


@dataclass(frozen=True)
class Trials:
    """All of them, the newest first; whether one may be registered."""

    lines: tuple[TrialLine, ...]
    may_register: bool = False


def trials(services: Services, actor: Actor) -> Trials:
    with services.store.read() as session:
        person = known(session, actor)
        mine = {team.id: team for team in people.teams_of(session, person.id)}
        owned = people.owned(session, person.id)
        found = [row for row in registrations.of_teams(session, list(mine)) if row.kind == Registered.TRIAL]
        lines = tuple(_line(services, session, row, mine[row.team_id], person, owned) for row in found)
        return Trials(lines, any(team.state == TeamState.RUNNING for team in owned))


def _line(
    services: Services, session: Session, row: Registration, team: Team, person: Person, owned: Sequence[Team]
) -> TrialLine:
    stage, terms, k = Stage(row.state), registered(row), k_of(session, team)
    joined, open_ = session.get(Participation, (row.id, person.id)) is not None, stage in OPEN
    asked = people.belongs(session, team.id, person.id)
    stands = cards.stands(session, row, team)
    enough = trialwords.says_waiting(stands) or stands.closing or registrations.joined(session, row.id) >= k
    return TrialLine(
        row.id,
        row.name,
        team.name,
        row.task_type,
        stage,
        trialsaid.over(row.why_over) if row.over_at else trialwords.standing(stands),
        row.fingerprint,
        terms.seed_hash,
        tuple(trialsaid.terms_lines(terms)),
        tuple(trialsaid.waits(k, enough=enough, paused=team.state == TeamState.PAUSED)) if open_ else (),
        tuple(trialsaid.changed(one.after, one.reason) for one in registrations.amendments(session, row.id)),
        row.reason or "",
        joined and open_,
        open_ and asked and not joined and today(team, services.now()) <= row.ends_on,
        any(one.id == team.id for one in owned),
        row.result is not None,
    )


def found(session: Session, person: Person, trial: str) -> tuple[Registration, Team]:
    """A trial of one of somebody's teams, by its key, locked."""
    row = registrations.locked(session, trial)
    mine = {team.id: team for team in people.teams_of(session, person.id)}
    if row is None or row.kind != Registered.TRIAL or row.team_id not in mine:
        raise NoSuchTrial
    return row, mine[row.team_id]


def trial_named(services: Services, actor: Actor, name: str) -> str:
    """The key of the trial somebody names in words; whoever has one that is open need not name it."""
    with services.store.read() as session:
        mine = [team.id for team in people.teams_of(session, known(session, actor).id)]
        every = [row for row in registrations.of_teams(session, mine) if row.kind == Registered.TRIAL]
    words = " ".join(name.split()).casefold()
    meant = [row for row in every if row.name.casefold() == words] if words else every
    for rows in ([row for row in meant if row.state in OPEN], meant):
        if len(rows) == 1:
            return rows[0].id
        if rows:
            break
    raise _which(every, meant)


def _which(every: Sequence[Registration], meant: Sequence[Registration]) -> Refusal:
    if not every:
        return Refusal(_("Your teams have no trials."))
    if len(meant) > 1 and len({row.name.casefold() for row in meant}) == 1:
        return Refusal(_("Several trials are called that: use the buttons of /candor trial."))
    names = ", ".join(row.name for row in every[:MOST_NAMED])
    return Refusal(_("Write which trial it is, by its name: {names}.", names=names))
