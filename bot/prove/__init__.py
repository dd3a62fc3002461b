"""Prove: a team finds out for itself. What should improve is registered first and locked; for a trial, a coin decides.

A goal is judged on its last day by what the answers say, and a trial by its flips: as registered, once, and by the rules that
were declared then. Until it is over nobody learns anything of a trial but how many flips there were.

    registering  locks a trial's terms, after `power` has said what it would take
    standing     how far trials are, and which one a name means
    joining      each person's own choice, told to nobody
    coin         thrown for each task that somebody in a trial starts
    changing     what an owner may do with a trial that is open
    ending       begins, looks at and ends trials; `cards` is what is read of them
    goals        registered, changed and called off; `goalshelf` is what is read of them, `goalending` judges them, and
                 `goaltold` tells their team
    terms        the terms of either as they hold now
"""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from bot.domain.figures import FoundOut
from bot.prove import cards, ending, goals
from bot.prove.cards import TABLES, Card, as_csv, card, progress
from bot.prove.changing import Changeable, amend, changeable, stop
from bot.prove.joining import NotAsked, join, leave
from bot.prove.registering import TrialChoices, TrialPreview, draft_trial, register, trial_choices
from bot.prove.standing import NoSuchTrial, TrialLine, TrialOver, Trials, trial_named, trials
from bot.services import Services
from storage.tables import Team

__all__ = [
    "TABLES",
    "Card",
    "Changeable",
    "NoSuchTrial",
    "NotAsked",
    "TrialChoices",
    "TrialLine",
    "TrialOver",
    "TrialPreview",
    "Trials",
    "amend",
    "as_csv",
    "card",
    "changeable",
    "draft_trial",
    "found_out",
    "join",
    "leave",
    "progress",
    "register",
    "stop",
    "trial_choices",
    "trial_named",
    "trials",
    "turn",
]


def turn(services: Services) -> None:
    """One turn of the loop: look at what is to be looked at."""
    ending.turn(services)
    goals.turn(services)


def found_out(session: Session, teams: Sequence[Team], since: date, until: date, only: str | None = None) -> FoundOut:
    """What a digest or report of one team says of its goals and trials.

    `since` and the day before `until` are its window: what was over before it is not in it. With `only`, those about that
    kind of task. About several teams: nothing.
    """
    if len(teams) != 1:
        return FoundOut()
    (team,) = teams
    lines = (*cards.lines(session, team, since, until, only), *goals.lines(session, team, since, until, only))
    return FoundOut(lines, cards.ratios(session, team, since, until, only))
