"""Setting a team up and changing it on a form: the same rules and the same storing as `team apply`.

A new team is stored as `new`: nobody is asked and nobody else sees it until its owner lets it begin. Whoever fills in the form
owns the team; the right to it is looked at when the form is opened and again when it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import structlog
from sqlmodel import Session

from bot.deliver import speaks
from bot.domain import schedule, teamform
from bot.domain.entries import LEAST_K
from bot.domain.language import N_, _, join
from bot.domain.refusal import Refusal
from bot.domain.teamfile import TeamPlan
from bot.domain.teamform import Faulty, Rhythm, Values, Who
from bot.domain.teamstate import TeamState
from bot.limits import floor_of, k_of
from bot.manage.behalf import LeftAlone
from bot.manage.picking import Found, look_up
from bot.manage.preview import Preview, shown_before
from bot.manage.proofs import trial_about
from bot.manage.rights import profile_of, require_may_own, theirs
from bot.manage.teams import Declared, declare
from bot.services import Actor, InDoubt, Services, TryLater, Undeliverable
from storage import checkins, declined, people, teams
from storage.tables import Person, Team

log = structlog.get_logger()

_CHANGED = {
    # Translators: what an owner has changed of a team; put into "Changed: {what}."
    "name": N_("its name"),
    "zone": N_("its time zone"),
    "k": N_("the fewest people anything is shown of"),
    "country": N_("its country"),
    "channel": N_("who is asked"),
    "user_group": N_("who is asked"),
    "people": N_("who is asked"),
    "task_types": N_("the kinds of task"),
    "tools": N_("the tools"),
    "rhythm": N_("when it asks"),
    "digest_day": N_("when the digest comes"),
    "digest_time": N_("when the digest comes"),
    "language": N_("its language"),
    "rate_per_hour": N_("the costs"),
    "tools_per_month": N_("the costs"),
    "currency": N_("the costs"),
}


_UNSAID = frozenset({"questions"})  # on this form; they have their own


@dataclass(frozen=True)
class Setting:
    """What the form of a team begins with; `team` is empty for a new one, `has_groups`: user groups can be looked at."""

    team: str
    values: Values
    has_groups: bool = False
    least_k: int = LEAST_K


def new_team(services: Services, actor: Actor) -> Setting:
    """A form that needs nothing but a name, who is asked, and what they work on."""
    return replace(_blank(services, actor), has_groups=groups(services) is not None)


def team_of(services: Services, actor: Actor, team_id: str) -> Setting:
    """The form of a team there is, to its owner."""
    return replace(_setting(services, actor, team_id)[0], has_groups=groups(services) is not None)


def form_of(services: Services, actor: Actor, team_id: str | None) -> Setting:
    """What a form falls back on where a field is not on it; a team's own, to its owner; None is of a new one."""
    return _blank(services, actor) if team_id is None else _setting(services, actor, team_id)[0]


def groups(services: Services) -> Mapping[str, str] | None:
    """The user groups by their names; None where there is none, or none can be looked at."""
    try:
        return services.messenger.groups() or None
    except (TryLater, InDoubt, Undeliverable):
        return None


def set_up(services: Services, actor: Actor, team_id: str, filled: Values, key: str) -> Preview | str:
    """Take the whole form, or Faulty. Gives what will happen, before a team has begun; else what has changed. `key` is the
    form's: sent again, it changes nothing."""
    setting, holidays = _setting(services, actor, team_id) if team_id else (_blank(services, actor), [])
    profile = None if team_id else require_may_own(services, actor)
    plan = teamform.plan_of({**setting.values, **filled}, [actor.user], holidays, setting.least_k)
    found = look_up(services, actor, plan, setting.values)
    found.profiles.setdefault(actor.user, profile)
    now = services.now()
    with services.store.begin() as session:
        if not checkins.first_time(session, actor.workspace, key, now):
            return _again(session, actor, plan, services)
        team = theirs(session, actor, team_id)[1] if team_id else None
        done = _stored(session, actor, plan, team, found, services)
        log.info("team set up" if team is None else "team changed", team=done.team.id)
        if done.team.state == TeamState.NEW:
            return shown_before(session, done.team, now)
        return _said(done)


def preview(services: Services, actor: Actor, team_id: str) -> Preview:
    """What will happen once a team begins."""
    with services.store.read() as session:
        return shown_before(session, theirs(session, actor, team_id)[1], services.now())


def discard(services: Services, actor: Actor, team_id: str) -> str:
    """A team that never began is gone, and nothing of it is kept."""
    with services.store.begin() as session:
        _person, team = theirs(session, actor, team_id)
        if team.state != TeamState.NEW:
            raise Refusal(_("{team} has begun, so it can be archived and not discarded.", team=team.name))
        if teams.has_answers(session, team.id):
            raise Refusal(_("{team} has answers that were imported, so it can be archived and not discarded.", team=team.name))
        name = team.name
        for row in teams.memberships(session, team.id):
            session.delete(row)
        session.flush()
        session.delete(team)
        log.info("team discarded", team=team_id)
    return _("{team} is discarded. Nobody was asked anything.", team=name)


def _least(session: Session, actor: Actor) -> int:
    return floor_of(session, actor.workspace)


def _blank(services: Services, actor: Actor) -> Setting:
    with services.store.read() as session:
        _not_alone(session, actor)
        least, person = _least(session, actor), people.find(session, actor.workspace, actor.user)
        zone = person and (person.zone or person.zone_found)
        spoken = speaks(person) if person else "en"
    zone = schedule.zone_of(zone or profile_of(services, actor).zone)
    return Setting("", {**teamform.DEFAULTS, "zone": zone, "language": spoken, "k": str(least)}, least_k=least)


def _setting(services: Services, actor: Actor, team_id: str) -> tuple[Setting, list[date]]:
    """And the days off that only a file knows."""
    with services.store.read() as session:
        _person, team = theirs(session, actor, team_id)
        if team.state == TeamState.ARCHIVED:
            raise Refusal(_("{team} is archived. Bring it back first.", team=team.name))
        least = _least(session, actor)
        values = {**_values(team, people.members(session, team.id)), "k": str(k_of(session, team))}
        return Setting(team.id, values, least_k=least), [date.fromisoformat(day) for day in team.holidays]


def _values(team: Team, members: list[Person]) -> dict[str, Any]:
    """A team as its form shows it."""
    who = Who.CHANNEL if team.channel else Who.GROUP if team.user_group else Who.PEOPLE
    return {
        **teamform.DEFAULTS,
        "name": team.name,
        "who": who,
        "channel": team.channel,
        "group": team.user_group,
        "people": tuple(one.user for one in members) if who is Who.PEOPLE else (),
        "types": "\n".join(team.task_types),
        "tools": "\n".join(team.tools),
        **_rhythm(schedule.Rhythm.from_json(team.rhythm)),
        "digest_day": str(team.digest_day),
        "digest_time": f"{team.digest_time:%H:%M}",
        "zone": team.zone,
        "language": team.language or "en",
        "country": team.country or "",
        "rate": _number(team.rate_per_hour),
        "tools_cost": _number(team.tools_per_month),
        "currency": team.currency,
    }


def _rhythm(it: schedule.Rhythm) -> dict[str, Any]:
    if it.kind == "sampled":
        return {"rhythm": Rhythm.TWICE if it.per_week > 1 else Rhythm.ONCE}
    place = ("channel",) if it.place == "channel" else ()
    days = tuple(map(str, it.days))
    return {"rhythm": Rhythm.FIXED, "days": days, "time": f"{it.time:%H:%M}", "every": it.every, "place": place}


def _number(amount: float | None) -> str:
    return "" if amount is None else f"{amount:.10g}"


def _stored(session: Session, actor: Actor, plan: TeamPlan, team: Team | None, found: Found, services: Services) -> Declared:
    people.workspace(session, actor.workspace)
    alone = _not_alone(session, actor)
    other = teams.named(session, actor.workspace, plan.name)
    if other and (team is None or other.id != team.id):
        raise Faulty({"name": _("There is a team of that name already.")})
    if team and (trial := trial_about(session, team, plan.task_types)):
        # Translators: {kind} is a kind of task, which an owner wants to take away from a team
        text = N_("The trial {trial} is about “{kind}”, so that stays until the trial is over. You can stop it early.")
        raise Faulty({"types": _(text, kind=trial.task_type, trial=trial.name)})
    owners = [one.user for one in people.owners(session, team.id)] if team else [actor.user]
    plan = plan.model_copy(update={"owners": tuple(owners)})
    profiles = {user: found.profiles.get(user) for user in (*owners, *plan.people) if user not in alone}
    members = plan.people or None
    return declare(session, actor.workspace, plan, team, members, profiles, services.now(), TeamState.NEW, _UNSAID)


def _not_alone(session: Session, actor: Actor) -> declined.Marks:
    """Who wishes to be left alone; whoever does so themselves has to come back first."""
    alone = declined.marks(session, actor.workspace)
    if actor.user in alone:
        raise LeftAlone
    return alone


def _again(session: Session, actor: Actor, plan: TeamPlan, services: Services) -> Preview | str:
    """The same form has arrived before: what it led to then, if it is still so."""
    team = teams.named(session, actor.workspace, plan.name)
    if team and team.state == TeamState.NEW:
        return shown_before(session, theirs(session, actor, team.id)[1], services.now())
    return _("This has arrived before, and was taken then.")


def _said(done: Declared) -> str:
    keys = [*done.settings, *(["people"] if done.people else [])]
    changed = dict.fromkeys(_(_CHANGED[key]) for key in keys if key in _CHANGED)
    if not changed:
        return _("Nothing of {team} has changed.", team=done.team.name)
    return _("{team} is changed: {what}. It counts from now on.", team=done.team.name, what=join(list(changed)))
