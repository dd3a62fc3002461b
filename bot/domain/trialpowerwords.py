"""What a trial would take, in words: flips and weeks, on what that rests, and what would make it shorter."""

from bot.domain.language import N_, _, ngettext, number
from bot.domain.timewords import compared
from bot.domain.trialpower import LONG_WEEKS, Advice, Plan

OWN = N_("The spread of times is that of your team's own tasks (σ {spread}).")
COMMON = N_("The spread of times is a common one (σ {spread}), until 30 tasks of your team tell its own.")
_ADVICE = {
    # Translators: one of a list of what would make a trial shorter; {amount} is "35 % less time"
    Advice.BIGGER: N_("Look for a bigger difference: {amount} could be told in {weeks} weeks."),
    # Translators: one of a list of what would make a trial shorter
    Advice.PEOPLE: N_("Ask more people to join."),
    # Translators: one of a list of what would make a trial shorter
    Advice.KINDS: N_("Take a kind of task that comes up more often."),
    # Translators: one of a list of what to do about a trial that would take long
    Advice.LONGER: N_("Or let it run that long."),
}


def words(plan: Plan) -> str:
    """How many flips and weeks, how sure that is, and on which spread it rests."""
    filled = {
        "amount": compared(plan.ratio),
        "flips": number(plan.flips),
        "people": number(plan.people),
        "tasks": number(plan.tasks_per_week),
    }
    # Translators: {amount} is "20 % less time"; a flip is one task for which a coin decides whether AI is used
    takes = ngettext(
        "Telling {amount} from no difference takes about {flips} flips: with {people} people and {tasks} such tasks a week "
        "from each, about {n} week.",
        "Telling {amount} from no difference takes about {flips} flips: with {people} people and {tasks} such tasks a week "
        "from each, about {n} weeks.",
        plan.weeks or 0,
        **filled,
    )
    if plan.weeks is None:
        takes = _("Telling {amount} from no difference takes about {flips} flips.", **filled)
    sure = _("Four such trials in five find a difference as large as that, if there is one.")
    return f"{takes} {sure} {_(OWN if plan.own else COMMON, spread=number(round(plan.spread, 2)))}"


def too_short(weeks: int | None, days: int) -> tuple[str, ...]:
    """That it would end before there are as many flips, where its days are fewer than that takes."""
    if weeks is None or days > 7 * (weeks - 1):
        return ()
    return (_("From its first day to its last is less than that, so it may well end unsettled."),)


def advice(plan: Plan) -> tuple[str, ...]:
    """What to change where it would take more than 13 weeks, a sentence each after the first; nothing otherwise."""
    if not plan.advice:
        return ()
    filled = {"amount": compared(plan.bigger or plan.ratio), "weeks": number(LONG_WEEKS)}
    long = _("That is longer than {weeks} weeks, in which much else changes.", weeks=number(LONG_WEEKS))
    return (long, *(_(_ADVICE[one], **filled) for one in plan.advice))
