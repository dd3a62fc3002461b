"""Where a team stands, and which step leads where.

A team that was set up is `new` until its owner says that it may begin: nobody is asked, nobody else sees it. Paused, it asks
nobody and sends no digest, and everything else stays. Archived, it is gone for all but its owners, who can bring it back.
"""

from enum import StrEnum


class TeamState(StrEnum):
    NEW = "new"
    RUNNING = "running"
    PAUSED = "paused"
    ARCHIVED = "archived"


class Step(StrEnum):
    """What an owner does to a team."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    ARCHIVE = "archive"
    BRING_BACK = "bring_back"


LEADS = {
    (TeamState.NEW, Step.START): TeamState.RUNNING,
    (TeamState.NEW, Step.ARCHIVE): TeamState.ARCHIVED,
    (TeamState.RUNNING, Step.PAUSE): TeamState.PAUSED,
    (TeamState.RUNNING, Step.ARCHIVE): TeamState.ARCHIVED,
    (TeamState.PAUSED, Step.RESUME): TeamState.RUNNING,
    (TeamState.PAUSED, Step.ARCHIVE): TeamState.ARCHIVED,
    (TeamState.ARCHIVED, Step.BRING_BACK): TeamState.PAUSED,
}
SEEN_BY_ALL = frozenset({TeamState.RUNNING, TeamState.PAUSED})  # in the others it is its owners' alone


def after(state: TeamState, step: Step) -> TeamState | None:
    """Where a step leads; None where it cannot be taken, or has been."""
    return LEADS.get((state, step))
