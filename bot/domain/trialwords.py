"""The words of a trial: while it runs how far it is, and when it is over the card that everybody in the team reads.

A card is made of `TrialFigures`, which have passed every gate, and of what was registered: the same sections for a clear
result, for none, and for one that is no proof, which says which check failed. A coin decided, so AI may be named as the likely
cause; hours saved and single people are in no sentence. What an owner wrote stands as they wrote it, and is escaped where it is
printed.
"""

from dataclasses import dataclass
from datetime import date

from bot.domain import bandwords, trialtermwords
from bot.domain.language import N_, _, day, number, pgettext
from bot.domain.timewords import between, compared, comparing, edge, leaning, same
from bot.domain.trialfigures import Effect, Problem, Shares, TrialFigures
from bot.domain.trialtermwords import Registered
from bot.domain.verdict import Because, Verdict
from bot.domain.words import Line, Section

_PROBLEMS = {
    Problem.UNFAIR: N_("The coin fell one way far more often than a fair coin would."),
    Problem.DECLINED: N_("The coin was declined too often, or more often one way than the other."),
    Problem.MISSING: N_("Too many finished tasks have no time, or more of them one way than the other."),
    Problem.OVERLAPPING: N_("Too many tasks were done beside another one, or more of them one way than the other."),
    Problem.UNFINISHED: N_("Too many tasks were not finished or not told, or more of them one way than the other."),
}
_BECAUSE: dict[str, str] = {
    Because.FEW_PEOPLE: N_("Too few people did such tasks both ways."),
    Because.FEW_TASKS: N_("Too few tasks were timed each way."),
    Because.NO_SPREAD: N_("The times are too alike for an honest range."),
    Because.NOT_ADJUSTED: N_("Too few tasks can be compared at the time that was expected of them."),
    Because.BORDERLINE: N_("It is borderline: the range says one thing, a shuffling test another."),
    Because.WIDE: N_("The range does not settle it."),
}
# Translators: what came of a trial, in which a coin decided between with AI and without
_NOT_PROOF = N_("Not usable as proof.")
_NOT_ENOUGH = N_("Not enough evidence.")
_CAUSE = N_("A coin decided, so AI is the likely cause.")


@dataclass(frozen=True)
class Standing:
    """How far a trial is that has no result yet: all that anybody reads of it. `waiting`: fewer than `k` people have joined."""

    begins: date | None  # None: it has begun
    opens: date
    flips: int
    planned: int | None
    k: int
    waiting: bool = False
    closing: bool = False  # no more flips; some tasks are still to be told


def says_waiting(it: Standing) -> bool:
    """Whether that too few have joined is what is said of it."""
    return it.waiting and not it.closing and not it.begins


def standing(it: Standing) -> str:
    if it.closing:
        # Translators: of a trial in which a coin decides; "opens" is when its result is shown to everybody
        return _("no more flips; opens when the tasks that were begun have been told.")
    if it.begins:
        # Translators: of a trial, behind its name
        return _("begins on {day}.", day=day(it.begins))
    if says_waiting(it):
        # Translators: of a trial, behind its name
        return _("waits until at least {k} people have joined.", k=it.k)
    if it.planned is None:
        # Translators: of a trial: how often its coin was flipped, and when its result is shown to everybody; {n} is a number
        return _("{n} flips, opens {day}.", n=number(it.flips), day=day(it.opens))
    # Translators: of a trial: how often its coin was flipped, and when its result is shown to everybody
    return _("{n} of {planned} flips, opens {day}.", n=number(it.flips), planned=number(it.planned), day=day(it.opens))


def verdict(task: str, told: TrialFigures) -> str:
    """What came of it, in the fewest sentences that are true."""
    if told.problems:
        why = [_(_PROBLEMS[Problem(problem)]) for problem in told.problems]
        return " ".join([_(_NOT_PROOF), *why])
    if told.assigned is None or told.verdict == Verdict.NOT_ENOUGH:
        return " ".join([_unsettled(told), _(_BECAUSE.get(told.because or "", ""))]).strip()
    spread = _spread(told.verdict, told.assigned, told.level)
    if told.verdict == Verdict.ABOUT_SAME:
        # Translators: {task} is a kind of task; {range} is "anything from 5 % less to 5 % more fits at 95 %"
        text = _("With AI, {task} took about the same time as without ({range}).", task=task, range=spread)
        return " ".join([text, _("A coin decided.")])
    return f"{_took(task, told, told.assigned.ratio, spread)} {_(_CAUSE)}"


def _unsettled(told: TrialFigures) -> str:
    if told.assigned is None:
        return _(_NOT_ENOUGH)
    spread = _spread(told.verdict, told.assigned, told.level)
    # Translators: {best} is "20 % less time"; {range} is "anything from 30 % less to 15 % more fits at 95 %"
    return _("Not settled: best guess {best} with AI ({range}).", best=compared(told.assigned.ratio), range=spread)


def _took(task: str, told: TrialFigures, ratio: float, spread: str) -> str:
    if same(ratio) and told.verdict.startswith("faster"):
        return _("With AI, {task} took slightly less time than without ({range}).", task=task, range=spread)
    if same(ratio):
        return _("With AI, {task} took slightly more time than without ({range}).", task=task, range=spread)
    if ratio > 2:
        # Translators: {amount} is "3 times the time"
        return pgettext(
            "several times the time",
            "With AI, {task} took about {amount} it took without ({range}).",
            task=task,
            amount=compared(ratio),
            range=spread,
        )
    # Translators: {task} is a kind of task; {amount} is "20 % less time"; {range} is "anything from 30 % less to 5 % less fits"
    text = N_("With AI, {task} took about {amount} than without ({range}).")
    return _(text, task=task, amount=compared(ratio), range=spread)


def _spread(verdict: str, found: Effect, level: float) -> str:
    return between(edge(verdict, found.low), edge(verdict, found.high), round(100 * level))


def sections(it: Registered, told: TrialFigures) -> tuple[Section, ...]:
    """The card of a trial that is over."""
    parts = (
        Section("result", _("What came of it"), (Line(None, verdict(it.terms.task_type, told)), *_evidence(told))),
        Section("checks", _("Checks"), tuple(_checks(told))),
        Section("beside", _("Fixing and quality"), tuple(_beside(told))),
        *trialtermwords.sections(it, told.flips),
    )
    return tuple(part for part in parts if part.lines)


def _evidence(told: TrialFigures) -> tuple[Line, ...]:
    """What the verdict is made of, where it may be shown."""
    lines = []
    if told.assigned and told.problems:
        best, spread = compared(told.assigned.ratio), _spread(Verdict.NOT_ENOUGH, told.assigned, told.level)
        lines.append(_("As the coin had it: {best} with AI ({range}).", best=best, range=spread))
    if told.followed:
        lines.append(_followed(told.followed, told))
    if told.p is not None:
        # Translators: of a test that shuffles who got AI; {share} is "2.4 %"
        text = N_("If AI made no difference, one as big as this would come up in {share} of all shufflings.")
        lines.append(_(text, share=_chance(told.p)))
    if told.tasks and told.people:
        # Translators: both are bands, such as "50+" and "5–9"
        made_of = _("{tasks} tasks of {people} people.", tasks=told.tasks, people=told.people)
        lines.append(comparing(told.rung, made_of) if told.rung else made_of)
    if told.balance is not None and (lean := leaning(told.balance)):
        lines.append(lean)
    return tuple(Line(None, text) for text in lines)


def _followed(found: Effect, told: TrialFigures) -> str:
    if found == told.assigned and not told.problems:
        return _("As it was done, whatever the coin said, it comes to the same.")
    best, spread = compared(found.ratio), _spread(Verdict.NOT_ENOUGH, found, told.level)
    # Translators: not as the coin said but as people then did it; {best} is "20 % less time"
    text = N_("As it was done, whatever the coin said: {best} with AI ({range}). That is a lead, not proof.")
    return _(text, best=best, range=spread)


def _chance(p: float) -> str:
    # Translators: a share of something: "2.4 %"
    return _("0.1 % or less") if p <= 0.001 else _("{percent} %", percent=number(round(100 * p, 1)))


def _checks(told: TrialFigures) -> list[Line]:
    leads = (
        # Translators: people did not do as the coin said; followed by shares
        (_("Declined"), told.declined),
        # Translators: tasks of a trial; followed by shares
        (_("Not finished or not told"), told.unfinished),
        # Translators: tasks of a trial; followed by shares
        (_("Finished without a time"), told.missing),
        # Translators: tasks of a trial that were done at the same time as another; followed by shares
        (_("Beside another task"), told.overlapping),
    )
    lines = [Line(lead, _both(shares)) for lead, shares in leads if shares]
    if told.forced:
        # Translators: how many flips the balance decided, and not the coin: "about 10 % of the flips."
        text = _("{share} of the flips.", share=bandwords.share_of(told.forced))
        lines.append(Line(_("Decided by the balance"), text))
    if lines and not told.problems:
        # Translators: the checks that say whether a trial is usable as proof
        lines.insert(0, Line(None, _("Each of them was passed.")))
    return lines


def _both(shares: Shares) -> str:
    with_ai, without = map(bandwords.share, shares)
    if with_ai == without:
        # Translators: a share such as "about 10 %" or "few", the same where a coin said with AI and where it said without
        return _("{share}, whichever way the coin fell.", share=with_ai)
    # Translators: shares such as "about 10 %" and "few"
    return _("{with_ai} where the coin said with AI, {without} where it said without.", with_ai=with_ai, without=without)


def _beside(told: TrialFigures) -> list[Line]:
    """Other outcomes, each way as the coin had it."""
    lines = []
    if told.fixing:
        lines.append(Line(_("Fixing was needed"), _both(told.fixing)))
    if told.below:
        lines.append(Line(_("Below the usual standard"), _both(told.below)))
    if told.reviewed:
        apart, low, high = (_signed(value) for value in told.reviewed)
        # Translators: scores that colleagues gave who were not told how it was made; {apart} is "+0.3" or "−0.2"
        text = N_("On a scale to 5, {apart} with AI; anything from {low} to {high} fits at {percent} %.")
        lines.append(Line(_("Reviewed blind"), _(text, apart=apart, low=low, high=high, percent=round(100 * told.level))))
    return lines


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{number(abs(round(value, 1)))}"
