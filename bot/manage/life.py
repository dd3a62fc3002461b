"""The life of a team: its owner begins, pauses, resumes, archives it or brings it back, and this is what follows from it.

Each step is taken once: the team is locked, so of two owners who press at the same moment the second finds it done.
"""

from datetime import datetime
from functools import partial

import structlog
from sqlmodel import Session

from bot import ask
from bot.deliver import owe_channel
from bot.domain.language import N_, _
from bot.domain.refusal import Refusal
from bot.domain.teamstate import SEEN_BY_ALL, Step, TeamState, after
from bot.manage.proofs import stop_trials
from bot.manage.rights import theirs
from bot.manage.telling import tell
from bot.services import Actor, Services
from storage import people, teams
from storage.tables import Team, opaque

log = structlog.get_logger()

_DONE = {
    Step.START: N_("{team} has begun. Its people read what Candor is before anybody is asked."),
    Step.PAUSE: N_("{team} is paused: nobody is asked, and no digest goes out. What is open may still be answered."),
    Step.RESUME: N_("{team} goes on as before."),
    Step.ARCHIVE: N_("{team} is archived: nobody is asked any more, and its people are told so. You can bring it back."),
    Step.BRING_BACK: N_("{team} is back, and paused: resume it when it is to go on."),
}
_DISCARDED = N_("{team} is archived before it began, so nobody is told. You can bring it back.")
_IS_SO = {
    TeamState.RUNNING: N_("{team} is running already."),
    TeamState.PAUSED: N_("{team} is paused already."),
    TeamState.ARCHIVED: N_("{team} is archived already."),
}
_CANNOT = {
    TeamState.NEW: N_("{team} has not begun yet: begin it first."),
    TeamState.RUNNING: N_("{team} is running already."),
    TeamState.PAUSED: N_("{team} is paused: resume it, or archive it."),
    TeamState.ARCHIVED: N_("{team} is archived: bring it back first."),
}
_LEADS_TO = {
    Step.START: TeamState.RUNNING,
    Step.PAUSE: TeamState.PAUSED,
    Step.RESUME: TeamState.RUNNING,
    Step.ARCHIVE: TeamState.ARCHIVED,
    Step.BRING_BACK: TeamState.PAUSED,
}
_OVER = N_(
    "The team {team} does not use Candor any more, so you are not asked by it. What you answered stays yours: it is kept as "
    "long as “What happens with my answers” on my home page says, and you can read or delete it there at any time."
)


def step(services: Services, actor: Actor, team_id: str, step: Step) -> str:
    """Take a step, and say what is so now. Refused where it cannot be taken; pressed again, it is simply so."""
    now = services.now()
    with services.store.begin() as session:
        teams.locked(session, team_id)
        _owner, team = theirs(session, actor, team_id)
        state = TeamState(team.state)
        coming = after(state, step)
        if coming is None and state is _LEADS_TO[step]:
            return _(_IS_SO[state], team=team.name)
        if coming is None:
            raise Refusal(_(_CANNOT[state], team=team.name))
        team.state = coming
        _follows(session, team, state, step, now)
        log.info("team has taken a step", team=team.id, now=TeamState(team.state).name)
        said = _DISCARDED if coming is TeamState.ARCHIVED and state not in SEEN_BY_ALL else _DONE[step]
        return _(said, team=team.name)


def _follows(session: Session, team: Team, before: TeamState, step: Step, now: datetime) -> None:
    if team.state == TeamState.RUNNING:
        team.plan_due_at, team.digest_due_at = now, None
    else:
        ask.halt(session, team, now)
    team.follow_due_at = None if team.state == TeamState.ARCHIVED else now
    if step is Step.START:
        for row in teams.memberships(session, team.id):
            row.joined_at = now  # nobody is asked on the day they are told
        ask.announce(session, team, now)
    elif step is Step.ARCHIVE:
        ask.unannounce(session, team)
        stop_trials(session, team, now)
        if before in SEEN_BY_ALL:
            _say_it_is_over(session, team, now)


def _say_it_is_over(session: Session, team: Team, now: datetime) -> None:
    """Once, where the team reads its digests: in its channel, or in each member's own messages."""
    key, words = f"over/{opaque()}", partial(_, _OVER, team=team.name)
    if team.channel:
        owe_channel(session, team, now, key=key, kind="note", made=lambda: {"text": words()})
        return
    for person in people.members(session, team.id):
        tell(session, person, key, words, now)
