"""What an owner may do with a trial that is open: move its last day, plan more flips, stop it. Each with a reason all read.

Its kind of task, its looks and its level are never changed. A change is an amendment beside the terms as they were locked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import structlog
from sqlmodel import Session

from bot.domain import trialform
from bot.domain.language import N_, _
from bot.domain.registration import OPEN, Stage, short
from bot.domain.teamform import Faulty
from bot.domain.trialform import Filled
from bot.manage.proofs import stopped
from bot.manage.rights import theirs
from bot.prove.standing import NoSuchTrial, TrialOver, found
from bot.prove.terms import terms_of
from bot.services import Actor, Services
from bot.teamdays import today
from storage import registrations
from storage.tables import Amendment, Registration, Team

log = structlog.get_logger()

_AGAIN = N_("This has arrived before, and was taken then.")


@dataclass(frozen=True)
class Changeable:
    """A trial that is open, to an owner of its team: what may be changed as it stands now."""

    trial: str
    name: str
    ends_on: date
    flips: int | None


def changeable(services: Services, actor: Actor, trial: str) -> Changeable:
    with services.store.begin() as session:  # as it is looked at locked
        row, _team = _open(session, actor, trial)
        terms = terms_of(session, row)
        return Changeable(row.id, row.name, terms.ends_on, terms.flips)


def amend(services: Services, actor: Actor, trial: str, filled: Filled) -> str:
    """Change the last day or the planned number, or Faulty."""
    now = services.now()
    with services.store.begin() as session:
        row, team = _open(session, actor, trial)
        before, earlier = terms_of(session, row), registrations.amendments(session, row.id)
        reason = _reason(filled)
        if _same(earlier, filled, reason):
            return _(_AGAIN)
        after = trialform.amended(filled, before, today(team, now))
        was, is_ = before.to_json(), after.to_json()
        changed = [name for name in is_ if was[name] != is_[name]]
        session.add(
            Amendment(
                workspace=row.workspace,
                registration_id=row.id,
                number=len(earlier) + 1,
                before={name: was[name] for name in changed},
                after={name: is_[name] for name in changed},
                reason=reason,
                fingerprint=after.fingerprint,
                amended_at=now,
            )
        )
        row.ends_on = after.ends_on
        if row.state == Stage.RUNNING:
            row.due_at = min(row.due_at, now)  # it may be over by these terms
        log.info("trial amended", trial=row.id)
        return _(
            "{name} is changed, and everybody reads what and why. Its terms now have the fingerprint {mark}.",
            name=row.name,
            mark=short(after.fingerprint),
        )


def stop(services: Services, actor: Actor, trial: str, reason: str) -> str:
    """End it before its time, for a reason that everybody reads; or Faulty."""
    now = services.now()
    with services.store.begin() as session:
        row, _team = _open(session, actor, trial)
        if fault := trialform.why_no_reason(reason):
            raise Faulty({"reason": fault})
        stopped(row, _reason({"reason": reason}), now)
        log.info("trial stopped", trial=row.id)
        return _("{name} is stopped. Its result is worked out now, and says that it was stopped and why.", name=row.name)


def _open(session: Session, actor: Actor, trial: str) -> tuple[Registration, Team]:
    row = registrations.locked(session, trial)
    if row is None:
        raise NoSuchTrial
    person, _team = theirs(session, actor, row.team_id)
    row, team = found(session, person, trial)
    if row.state not in OPEN:
        raise TrialOver
    return row, team


def _reason(filled: Filled) -> str:
    return str(filled.get("reason") or "").strip()[: trialform.LONGEST_REASON]


def _same(earlier: Sequence[Amendment], filled: Filled, reason: str) -> bool:
    """Whether the last change is this one, sent again."""
    if not earlier or earlier[-1].reason != reason:
        return False
    last = earlier[-1].after
    said = {"ends_on": filled.get("last"), "flips": trialform.planned(filled.get("flips"))}
    return all(last[name] == said[name] for name in last)
