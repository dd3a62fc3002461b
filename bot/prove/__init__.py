"""Prove: a team finds out for itself. What should improve is registered first and locked; for a trial, a coin decides.

A goal is judged on its last day by what the answers say, and a trial by its flips: as registered, once, and by the rules that
were declared then. Until it is over nobody learns anything of a trial but how many flips there were.
"""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from bot.prove import goals
from bot.services import Services
from storage.tables import Team


def turn(services: Services) -> None:
    """One turn of the loop: look at what is to be looked at."""
    goals.turn(services)


def lines(session: Session, teams: Sequence[Team], since: date, until: date, only: str | None = None) -> list[tuple[str, str]]:
    """What a digest or report of one team says of its goals and trials, each with what it is about.

    `since` and the day before `until` are its window: what was over before it is not in it. With `only`, those about that
    kind of task. About several teams: nothing.
    """
    return goals.lines(session, teams[0], since, until, only) if len(teams) == 1 else []
