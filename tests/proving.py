"""A trial that runs, as rows, and what came of its flips: for tests that begin where it is registered already."""

import math
from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session, select

from bot.domain import coin
from bot.domain.answer import Approach, Assigned
from bot.domain.conversation import State
from bot.domain.registration import Looks, Registered, Stage, TrialTerms, WhyOver
from bot.domain.trialfigures import TrialFigures
from sandbox import Person
from storage import people, teams
from storage.tables import Answer, CheckIn, Flip, Participation, Registration, Workspace
from storage.tables import Person as PersonRow
from tests.conftest import Running

SEED = "0f" * 32


def has_trial(
    bot: Running,
    *joined: Person,
    name: str = "Triage by coin",
    flips: int | None = 60,
    looks: Looks = Looks.END,
    team: str = "Support",
) -> str:
    """A trial of bug triage that runs from today to the end of September, with these people in it; gives its key."""
    now = bot.clock()
    today = now.date()
    terms = TrialTerms(name, "Bug triage", today, date(2026, 9, 30), flips=flips, looks=looks, seed_hash=coin.seed_hash(SEED))
    with bot.bot.services.store.begin() as session:
        row = _row(session, terms, team, now)
        session.add(row)
        session.flush()
        for person in joined:
            one = people.find(session, row.workspace, person.id)
            assert one
            session.add(Participation(registration_id=row.id, person_id=one.id, workspace=row.workspace, joined_at=now))
        return row.id


def _row(session: Session, terms: TrialTerms, team: str, now: datetime) -> Registration:
    workspace = session.exec(select(Workspace)).one().id
    of = teams.named(session, workspace, team)
    assert of
    return Registration(
        id=sha256(f"{team}/{terms.name}".encode()).hexdigest()[:22],  # so that its coin falls alike in every run
        workspace=workspace,
        team_id=of.id,
        kind=Registered.TRIAL,
        name=terms.name,
        task_type=terms.task_type,
        state=Stage.RUNNING,
        terms=terms.to_json(),
        fingerprint=terms.fingerprint,
        seed=SEED,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        registered_at=now,
        due_at=now,
    )


def has_flips(
    bot: Running,
    key: str,
    *who: Person,
    each: int = 12,
    effect: float = 1.0,
    declines: Callable[[Flip], bool] = lambda _flip: False,
    last: State = State.SAVED,
) -> None:
    """So many flips of each of these people, told: times about those expected, with AI `effect` times that. The last task of
    each is in the state `last`. It is looked at with the next turn. Which way a coin falls follows from ids that are drawn, so
    whoever reads figures of it is `always_alike` (`trying.py`)."""
    now = bot.clock()
    with bot.bot.services.store.begin() as session:
        trial = session.get_one(Registration, key)
        for person in who:
            one = people.find(session, trial.workspace, person.id)
            assert one
            for flip in _flips(trial, one, each, now):
                open_task = flip.number == each and last is not State.SAVED
                flip.checkin_id = _task(session, trial, flip, last if open_task else State.SAVED, now)
                flip.declined = "rather_not" if declines(flip) else None
                session.add(flip)
                if not open_task:
                    session.add(_answer(trial, one, flip, effect, now))
        trial.due_at = now


def _flips(trial: Registration, person: PersonRow, each: int, now: datetime) -> list[Flip]:
    """Somebody's flips, as the coin of the trial's seed has them."""
    made: list[Flip] = []
    for number in range(1, each + 1):
        key = coin.flip_key(trial.id, person.id, number)
        given = sum(one.with_ai for one in made)
        fell = coin.flip(coin.coin(trial.seed or "", key), given, len(made) - given)
        of: dict[str, Any] = {"workspace": trial.workspace, "registration_id": trial.id, "person_id": person.id}
        locked: dict[str, Any] = {"size": 3, "expected_minutes": 30.0 + 10 * (number % 4)}
        made.append(Flip(id=key, number=number, with_ai=fell.with_ai, forced=fell.forced, flipped_at=now, **of, **locked))
    return made


def _task(session: Session, trial: Registration, flip: Flip, state: State, now: datetime) -> str:
    row = CheckIn(
        workspace=trial.workspace,
        team_id=trial.team_id,
        person_id=flip.person_id,
        local_date=now.date(),
        slot=1000 + flip.number,
        due_at=now,
        send_by=now,
        closes_at=now.replace(hour=17),
        state=state,
        talk={},
        task_type=trial.task_type,
        expected_minutes=flip.expected_minutes,
        started_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def _answer(trial: Registration, person: PersonRow, flip: Flip, effect: float, now: datetime) -> Answer:
    noise = math.exp(0.3 * (sha256(f"{person.key}{flip.number}".encode()).digest()[0] / 255 - 0.5))
    with_ai = flip.with_ai != (flip.declined is not None)
    return Answer(
        workspace=trial.workspace,
        team_id=trial.team_id,
        person_id=flip.person_id,
        checkin_id=flip.checkin_id,
        task_type=trial.task_type,
        approach=Approach.WITH if with_ai else Approach.WITHOUT,
        finished_on=now.date(),
        size=flip.size,
        minutes=flip.expected_minutes * noise * (effect if with_ai else 1.0),
        fixing="no",
        fix_minutes=0.0,
        quality="at",
        expected_minutes=flip.expected_minutes,
        assigned=Assigned.RANDOMISED,
        differences=[],
        skip_reasons=[],
        why_ai=[],
        shown={},
        trial_id=trial.id,
        questions="v1",
        stored_at=now,
        answered_at=now,
    )


def has_ended(bot: Running, team: str = "Support") -> str:
    """A trial that is over and showed little; gives its key."""
    key = has_trial(bot, name="Triage in spring", team=team)
    with bot.bot.services.store.begin() as session:
        trial = session.get_one(Registration, key)
        trial.state, trial.why_over, trial.over_at = Stage.OVER, WhyOver.LAST_DAY, bot.clock()
        trial.result = TrialFigures("not_enough", "few_people").to_json()
        trial.tables = {"analysis": [{"assigned": "with_ai"}], "flips": [{"flip": "0f" * 16}]}
    return key
