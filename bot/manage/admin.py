"""What an admin of the workspace sees and sets: who may own teams, the smallest group, how long is kept; never an answer.

What they see holds no figure of a team and nothing about who has answered: whose teams there are, and whether letters leave.
Each verb asks Slack anew whether whoever acts is an admin. What was set is logged with counts, and told to nobody else.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from sqlmodel import Session

from bot import ask, deliver
from bot.domain import privacy
from bot.domain.figures import NOT_SHOWN
from bot.domain.language import _, join, ngettext
from bot.domain.refusal import Refusal
from bot.domain.roles import Right
from bot.domain.schedule import Rhythm
from bot.domain.teamstate import TeamState
from bot.limits import (
    LEAST_ROWS_MONTHS,
    LONGEST_ROWS_MONTHS,
    LONGEST_WORDS_DAYS,
    MOST_K,
    floor_of,
    k_of,
)
from bot.manage.rights import NOBODY, require
from bot.services import Actor, InDoubt, Keeping, Profile, Services, TryLater, Undeliverable
from storage import declined, outbox, people, posted, releases, teams
from storage.tables import Team, Workspace

log = structlog.get_logger()

MOST_NAMED = 100
MOST_NEW = 20  # people who are looked up for one form: Slack is waiting
NAMED, ANYBODY = "named", "anybody"


@dataclass(frozen=True)
class Ruled:
    """What is set in a workspace; `named` are users, and None leaves how long is kept to whoever runs this."""

    owners_named: bool
    named: tuple[str, ...]
    least_k: int
    words_days: int | None
    rows_months: int | None
    operators: Keeping


@dataclass(frozen=True)
class RuledTeam:
    """One team as an admin sees it: who is in charge, and how many are asked, as a band; None is fewer than five."""

    name: str
    state: TeamState
    owners: tuple[str, ...]
    asked: str | None
    last: date | None  # the Monday of its newest digest
    rhythm: Rhythm
    k: int


@dataclass(frozen=True)
class Condition:
    """Whether letters leave, in numbers, and who cannot be written to."""

    last_digest: datetime | None
    waiting: int
    in_doubt: int
    refused: int
    unreachable: tuple[str, ...]
    late: int
    called_off: int
    schema: str
    stopped: bool
    stuck: bool


@dataclass(frozen=True)
class Administration:
    rules: Ruled
    teams: tuple[RuledTeam, ...]
    condition: Condition


def administration(services: Services, actor: Actor) -> Administration:
    """The whole page."""
    require(services, actor, NOBODY, Right.ADMIN)
    with services.store.read() as session:
        rules = _rules(session, actor.workspace, services.keeping)
        found = tuple(_team(session, team) for team in teams.all_of(session, actor.workspace))
    return Administration(rules, found, _condition(services, actor.workspace))


def rules(services: Services, actor: Actor) -> Ruled:
    """What is set, for the form that changes it."""
    require(services, actor, NOBODY, Right.ADMIN)
    with services.store.read() as session:
        return _rules(session, actor.workspace, services.keeping)


def _rules(session: Session, workspace: str, operators: Keeping) -> Ruled:
    row, named = session.get_one(Workspace, workspace), people.may_own(session, workspace)
    users, least = tuple(person.user for person in named), floor_of(session, workspace)
    return Ruled(row.owners_named, users, least, row.words_days, row.rows_months, operators)


def _team(session: Session, team: Team) -> RuledTeam:
    printed = (one for one in releases.of_team(session, team.id) if one.figures.get("response") != NOT_SHOWN)
    last = next(printed, None)  # one that only says that too few have answered is not sent
    return RuledTeam(
        team.name,
        TeamState(team.state),
        tuple(person.user for person in people.owners(session, team.id)),
        privacy.band(len(people.members(session, team.id))),
        last.until - timedelta(days=7) if last else None,
        Rhythm.from_json(team.rhythm),
        k_of(session, team),
    )


def _condition(services: Services, workspace: str) -> Condition:
    found, late, today = deliver.health(services), ask.lateness(services), services.now() - timedelta(days=1)
    with services.store.read() as session:
        return Condition(
            posted.last_sent(session, workspace, "digest"),
            found.letters.get(outbox.PENDING, 0),
            found.letters.get(outbox.UNKNOWN, 0),
            posted.refused_since(session, workspace, today),
            tuple(people.cannot_be_reached(session, workspace)),
            late.let_go,
            late.called_off,
            services.store.version() or "",
            bool(found.stopped),
            bool(found.why_ill),
        )


def rules_filled(services: Services, actor: Actor, filled: Mapping[str, Any]) -> dict[str, str]:
    """Set what a form holds, all of it or nothing; gives the faults by field."""
    require(services, actor, NOBODY, Right.ADMIN)
    faults: dict[str, str] = {}
    users = _tried(faults, "people", lambda: checked_people(services, actor, filled.get("people") or []))
    least = _tried(faults, "k", lambda: checked_k(filled.get("k")))
    words = _tried(faults, "words", lambda: _unless_empty(checked_days, filled.get("words")))
    rows = _tried(faults, "months", lambda: _unless_empty(checked_months, filled.get("months")))
    if not faults:
        only_named = filled.get("owners") == NAMED
        rule(services, actor, users, owners_named=only_named, least_k=least, words_days=words, rows_months=rows)
    return faults


def _tried(faults: dict[str, str], where: str, look: Callable[[], Any]) -> Any:
    try:
        return look()
    except Refusal as no:
        faults[where] = no.sentence
        return None


def _unless_empty(look: Callable[[Any], int], value: Any) -> int | None:
    return look(value) if str(value or "").strip() else None


def rule(services: Services, actor: Actor, users: Collection[str] | None = None, **values: Any) -> None:
    """Set columns of the workspace's own row, and who is named. Whoever owns a team already still does, named or not."""
    with services.store.begin() as session:
        row, named = session.get_one(Workspace, actor.workspace), people.may_own(session, actor.workspace)
        changed = {column: value for column, value in values.items() if getattr(row, column) != value}
        for column, value in changed.items():
            setattr(row, column, value)
        if users is not None and {person.user for person in named} != set(users):
            for person in named:
                person.may_own = False
            for user in users:
                people.find_or_add(session, actor.workspace, user).may_own = True
            changed["may_own"] = len(users)
    if changed:
        log.info("an admin has set", workspace=actor.workspace, **changed)


def checked_people(services: Services, actor: Actor, users: Collection[str]) -> list[str]:
    """People who may be named: of the workspace, no guests and no bots, and none who wishes to be left alone."""
    users = list(dict.fromkeys(users))
    with services.store.read() as session:
        known = {person.user for person in people.may_own(session, actor.workspace)}
        alone = set(users) & _left_alone(session, actor.workspace, users)
    new = [user for user in users if user not in known]
    if len(users) > MOST_NAMED or len(new) > MOST_NEW:
        raise Refusal(_("Name at most {new} new people at a time, and {all} in all.", new=MOST_NEW, all=MOST_NAMED))
    found = {user: _profile(services, user) for user in new}
    if unfit := [one.name if one else user for user, one in found.items() if one is None or one.refusal(actor.workspace)]:
        sentence = _("Guests, bots, and people who are not of this workspace cannot own a team: {names}.", names=join(unfit))
        raise Refusal(sentence)
    if alone:
        raise Refusal(
            ngettext(
                "{n} of these people had everything about them deleted here and has not come back, so they cannot be named.",
                "{n} of these people had everything about them deleted here and have not come back, so they cannot be named.",
                len(alone),
            )
        )
    return users


def _left_alone(session: Session, workspace: str, users: Collection[str]) -> set[str]:
    marks = declined.marks(session, workspace)
    return {user for user in users if user in marks}


def _profile(services: Services, user: str) -> Profile | None:
    try:
        return services.messenger.profile(user)
    except (TryLater, InDoubt, Undeliverable):
        raise Refusal(_("Slack does not say who they are just now. Please try again in a minute.")) from None


def checked_k(text: Any) -> int:
    sentence = _(
        "Write a number from {least} to {most}: nothing is ever shown of fewer people.", least=privacy.FEWEST, most=MOST_K
    )
    return _between(text, privacy.FEWEST, MOST_K, sentence)


def checked_days(text: Any) -> int:
    return _between(text, 1, LONGEST_WORDS_DAYS, _("Write a number of days from 1 to {most}.", most=LONGEST_WORDS_DAYS))


def checked_months(text: Any) -> int:
    sentence = _(
        "Write a number of months from {least} to {most}: a report may be about a year.",
        least=LEAST_ROWS_MONTHS,
        most=LONGEST_ROWS_MONTHS,
    )
    return _between(text, LEAST_ROWS_MONTHS, LONGEST_ROWS_MONTHS, sentence)


def _between(text: Any, least: int, most: int, sentence: str) -> int:
    words = str(text or "").strip()
    if not (words.isascii() and words.isdecimal() and len(words) <= 5 and least <= int(words) <= most):
        raise Refusal(sentence)
    return int(words)
