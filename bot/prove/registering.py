"""Registering a trial: what it would take is shown before anything is locked, then its terms and the hash of its seed are.

Nobody sees the seed until the trial is over, its owner neither. The team reads at once what was registered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from secrets import token_hex
from typing import Any

import structlog
from sqlmodel import Session

from bot.deliver import owe_team
from bot.domain import coin, schedule, trialform, trialsaid
from bot.domain.language import N_, _
from bot.domain.refusal import Refusal
from bot.domain.registration import OPEN, Looks, Registered, Stage, TrialTerms
from bot.domain.teamform import NEEDED, Faulty
from bot.domain.teamstate import TeamState
from bot.domain.trialform import Draft, Filled
from bot.domain.trialpowerwords import too_short
from bot.limits import k_of
from bot.manage.behalf import known
from bot.manage.rights import NotOwner, theirs
from bot.prove.power import Power, load, power
from bot.services import Actor, Services
from bot.teamdays import today
from storage import checkins, people, registrations, teams
from storage.tables import Registration, Team

log = structlog.get_logger()

ANNOUNCED = "trial"  # the letter
_OPEN_ALREADY = N_("There is an open trial of this kind of task already.")
_NOT_RUNNING = N_("This team is not running, so no trial can begin.")
_TAKEN = N_("There is one of that name already. Write another.")
_AGAIN = N_("This has arrived before, and was taken then.")


@dataclass(frozen=True)
class TrialChoices:
    """What the form offers: kinds of task of the teams somebody owns, by keys, and values to begin with."""

    kinds: tuple[tuple[str, str], ...]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class TrialPreview:
    """A draft as it would be registered. `power` says what it takes, and how many flips are proposed."""

    draft: Draft
    team: str
    power: Power
    terms: tuple[str, ...]
    least: int


def trial_choices(services: Services, actor: Actor, values: Filled | None = None) -> TrialChoices:
    """The form as it is opened, or opened again with what was filled in."""
    with services.store.read() as session:
        running = [team for team in people.owned(session, known(session, actor).id) if team.state == TeamState.RUNNING]
        if not running:
            raise Refusal(_("A trial belongs to a team that is running, and you own none."))
        kinds = tuple(
            (trialform.what(team.id, kind), f"{team.name}: {kind}" if len(running) > 1 else kind)
            for team in running
            for kind in team.task_types
        )
        first = today(running[0], services.now()) + timedelta(days=1)
    usual = {
        "difference": trialform.USUAL_DIFFERENCE,
        "looks": str(Looks.END),
        "first": first.isoformat(),
        "last": (first + trialform.USUAL_DAYS).isoformat(),
    }
    return TrialChoices(kinds, {**usual, **{name: value for name, value in (values or {}).items() if value}})


def draft_trial(services: Services, actor: Actor, filled: Filled) -> TrialPreview:
    """What would be registered, and what it takes; Faulty where something needs another look. Nothing of it is registered."""
    load()
    with services.store.begin() as session:  # as what is said of the team's own tasks is entered as printed
        draft, team = _draft(services, session, actor, filled)
        found = power(services, session, team, draft.task_type, draft.ratio)
        draft = replace(draft, flips=None if draft.looks is Looks.ALWAYS else draft.flips or _proposed(found))
        short = too_short(found.weeks, (draft.ends_on - draft.starts_on).days + 1)
        found = replace(found, lines=(*found.lines[:1], *short, *found.lines[1:]))
        terms = tuple(trialsaid.terms_lines(replace(draft, flips=None).terms("")))
        return TrialPreview(draft, team.name, found, terms, k_of(session, team))


def register(services: Services, actor: Actor, team_id: str, filled: Filled, key: str) -> str:
    """Lock the terms and tell the team, or Faulty. `key` is the form's: sent again, it changes nothing."""
    now = services.now()
    with services.store.begin() as session:
        if teams.locked(session, team_id) is None or trialform.team_in(filled) != team_id:
            raise NotOwner
        draft, team = _draft(services, session, actor, filled, key)
        if draft.looks is not Looks.ALWAYS and draft.flips is None:
            raise Faulty({"flips": _(NEEDED)})
        if not checkins.first_time(session, actor.workspace, key, now):
            return _(_AGAIN)
        seed = token_hex(32)
        row = _row(team, draft.terms(coin.seed_hash(seed)), seed, now)
        session.add(row)
        session.flush()
        _announce(session, team, row, now)
        log.info("trial registered", trial=row.id, team=team.id)
        return _(
            "{name} is registered, and the team is told. Fingerprint: {fingerprint}. Hash of the coin's seed: {seed}.",
            name=row.name,
            fingerprint=row.fingerprint,
            seed=row.terms["seed_hash"],
        )


def _proposed(found: Power) -> int:
    return min(max(found.flips, trialform.FEWEST_FLIPS), trialform.MOST_FLIPS)


def _draft(services: Services, session: Session, actor: Actor, filled: Filled, key: str = "") -> tuple[Draft, Team]:
    """The draft and its team, to an owner of it; Faulty where it cannot be registered."""
    _person, team = theirs(session, actor, trialform.team_in(filled))
    kind = trialform.kind_in(filled, team.id, team.task_types)
    if kind is None:
        raise Faulty({"what": _(NEEDED)})
    if team.state != TeamState.RUNNING:
        raise Faulty({"what": _(_NOT_RUNNING)})
    draft = trialform.draft_of(filled, team.id, kind, today(team, services.now()))
    if key and checkins.seen(session, key):
        return draft, team  # it is there because of this very form
    every = registrations.of_teams(session, [team.id])
    if _is_open(every, kind):
        raise Faulty({"what": _(_OPEN_ALREADY)})
    if registrations.named(session, [team.id], draft.name):
        raise Faulty({"name": _(_TAKEN)})
    return draft, team


def _is_open(every: Sequence[Registration], kind: str) -> bool:
    return any(row.kind == Registered.TRIAL and row.state in OPEN and row.task_type == kind for row in every)


def _row(team: Team, terms: TrialTerms, seed: str, now: datetime) -> Registration:
    running = today(team, now) >= terms.starts_on
    return Registration(
        workspace=team.workspace,
        team_id=team.id,
        kind=Registered.TRIAL,
        name=terms.name,
        task_type=terms.task_type,
        state=Stage.RUNNING if running else Stage.REGISTERED,
        terms=terms.to_json(),
        fingerprint=terms.fingerprint,
        seed=seed,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        registered_at=now,
        due_at=schedule.to_utc(terms.starts_on, time(), team.zone),
    )


def _announce(session: Session, team: Team, row: Registration, now: datetime) -> None:
    """Once, to the whole team: the same text, in each reader's language."""
    payload = {"trial": row.id, "team": team.name, "terms": row.terms, "fingerprint": row.fingerprint, "k": k_of(session, team)}
    owe_team(session, team, now, key=f"trial/{row.id}/registered", kind=ANNOUNCED, made=lambda: payload)
