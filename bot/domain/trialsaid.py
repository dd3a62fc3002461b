"""What is said of a trial in lists and forms: its terms, why it waits, what was changed. How far it is: `trialwords.py`."""

from collections.abc import Iterator, Mapping
from datetime import date

from bot.domain.daywords import spelled
from bot.domain.language import N_, _, number
from bot.domain.registration import Looks, TrialTerms, WhyOver

LOOKS: Mapping[Looks, tuple[str, str]] = {
    # Translators: when the result of a trial is looked at; below each, in at most 75 characters, what that costs
    Looks.END: (N_("At the end"), N_("Needs the fewest tasks.")),
    Looks.QUARTERS: (
        N_("At each quarter of the planned number"),
        N_("A large difference ends it sooner; a small one is missed more often."),
    ),
    Looks.ALWAYS: (N_("After each task"), N_("Needs no planned number, but more tasks for the same difference.")),
}
_WHY_OVER: Mapping[WhyOver, str] = {
    # Translators: of a trial, behind its name and a colon; so are the next three
    WhyOver.PLANNED: N_("over, all planned flips were made."),
    WhyOver.LAST_DAY: N_("over, its last day is past."),
    WhyOver.LOOK: N_("over, a look that was registered settled it."),
    WhyOver.STOPPED: N_("stopped early."),
}


def terms_lines(terms: TrialTerms) -> Iterator[str]:
    """What is locked, line by line, without its name."""
    yield _("Kind of task: {kind}", kind=terms.task_type)
    yield _("Outcome: minutes of work and fixing, with AI against without")
    yield _("Smallest difference worth finding: {percent} % less or more time", percent=number(round(100 * (1 - terms.ratio))))
    if terms.flips is not None:
        yield _("Planned: {n} flips of the coin", n=number(terms.flips))
    looks, _cost = LOOKS[Looks(terms.looks)]
    yield _("When the result is looked at: {looks}", looks=_(looks))
    yield _("From {first} to {last}", first=spelled(terms.starts_on), last=spelled(terms.ends_on))


def what_is_read(least: int) -> str:
    """What everybody will read while it runs; nobody reads more."""
    return _(
        "While it runs, everybody reads only how many flips there were and when it opens. Nobody, not its owner either, reads "
        "how it goes, who has joined, or how many have; only whether fewer than {k} people have. What is told of its tasks is "
        "in no digest and no report.",
        k=number(least),
    )


def over(why: str | None) -> str:
    """Why one is over."""
    return _(_WHY_OVER[WhyOver(why or WhyOver.LAST_DAY)])


def waits(least: int, *, enough: bool, paused: bool) -> Iterator[str]:
    """Why the coin is not flipped for now."""
    if paused:
        yield _("The team is paused, so the trial waits.")
    if not enough:
        yield _("Fewer than {k} people have joined: it waits until that many have.", k=number(least))


def changed(terms: Mapping[str, object], reason: str) -> str:
    """One amendment in a line, by what it set and why."""
    said = []
    if terms.get("ends_on"):
        said.append(_("last day {day}", day=spelled(date.fromisoformat(str(terms["ends_on"])))))
    if terms.get("flips"):
        said.append(_("{n} flips planned", n=number(int(str(terms["flips"])))))
    # Translators: a change of a trial's terms; {what} is "last day Friday 4 December 2026", {reason} an owner's words
    return _("Changed after it was registered: {what}. Reason: {reason}", what=", ".join(said), reason=reason)
