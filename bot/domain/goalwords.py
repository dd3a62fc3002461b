"""The words of a goal: what was registered, how far its data have come, and the verdict with what it was read from.

While it runs no figure and no lean is said, only how much of what it needs there is. Names, reasons and questions stand as
somebody wrote them, unescaped: the door that shows them escapes them. People chose when to use AI, and that is always said.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain import timewords
from bot.domain.bandwords import money, tenths
from bot.domain.goals import Goal, GoalFigures, Range, Why
from bot.domain.language import N_, _, day_and_year, number, pgettext
from bot.domain.ownquestions import OwnKind, OwnQuestion
from bot.domain.registration import OWN_AIM, Aim, GoalTerms, short

LEAD = N_("People chose when to use AI: a lead, not proof.")
OUTCOMES: Mapping[str, str] = {
    # Translators: what a goal is about, to pick from
    Aim.TIME: N_("Time, with fixing"),
    Aim.FIXING: N_("Tasks that need fixing"),
    Aim.QUALITY: N_("Results below the usual standard"),
    Aim.COST: N_("Cost per finished task"),
}
_AIMS: Mapping[str, str] = {
    # Translators: what a goal wants: {amount} is "20 % less time"
    Aim.TIME: N_("{kind}: {amount} with AI than without"),
    # Translators: what a goal wants: {amount} is "10 points less", of a hundred
    Aim.FIXING: N_("{kind}: fixing is needed less often with AI than without, by {amount}"),
    Aim.QUALITY: N_("{kind}: results below the usual standard are fewer with AI than without, by {amount}"),
    # Translators: what a goal wants: {amount} is "20 % less"
    Aim.COST: N_("{kind}: a finished task costs {amount} with AI than without"),
}
_VERDICTS: Mapping[str, str] = {
    Goal.MET: N_("Met clearly."),
    Goal.IMPROVED_OPEN: N_("Improved; whether the target is met is not settled."),
    Goal.IMPROVED_LESS: N_("Improved, by less than the target."),
    Goal.WORSE: N_("Worse with AI than without."),
    Goal.MISSED: N_("Missed."),
    Goal.OPEN: N_("Not settled."),
}
_WHY: Mapping[str, str] = {
    Why.GONE: N_("What it is about is not asked by the team any more."),
    Why.FEW_ANSWERS: N_("Few check-ins were answered, so those who did may not speak for the others."),
    Why.FEW_TASKS: N_("There were fewer finished tasks than it needs."),
    Why.FEW_COMPARED: N_("Too few people have done it both ways often enough to be compared with themselves."),
    Why.UNFINISHED: N_("Too many tasks were not finished, or more of one way than of the other."),
    Why.NOT_ADJUSTED: N_("There are too few tasks of one size, and bigger tasks may have been done one way."),
    Why.NOT_SHOWN: N_("Too few people stand behind the figure for it to be shown."),
}
_FOUND: Mapping[str, str] = {
    # Translators: {amount} is "15 % less time"; {range} is "anything from 25 % less to 5 % less fits at 99 %"
    Aim.TIME: N_("With AI about {amount} than the same people's similar tasks without; {range} (observed, size-adjusted)."),
    # Translators: {amount} is "20 points less"; {range} is "anything from 30 points less to 10 points less fits at 99 %"
    Aim.FIXING: N_("Fixing was needed with AI: {amount}; {range} (observed, size-adjusted)."),
    Aim.QUALITY: N_("Results below the usual standard with AI: {amount}; {range} (observed, size-adjusted)."),
    # Translators: {amount} is "15 % less"; {with_ai} and {without} are amounts such as "30–40 EUR"
    Aim.COST: N_(
        "A finished task cost {with_ai} with AI and {without} without: {amount} with AI; {range} (observed, not adjusted for "
        "task size)."
    ),
}


def aim(terms: GoalTerms, question: OwnQuestion | None) -> str:
    """What it wants, in one clause."""
    amount = _amount(terms, question, terms.target)
    if not terms.outcome.startswith(OWN_AIM):
        return _(_AIMS[terms.outcome], kind=terms.task_type, amount=amount)
    asked = question.text if question else _("a question that is not asked any more")
    # Translators: what a goal wants, of a question that is the team's own; {amount} is "0.5 steps more" or "2 days less"
    return _("{kind} · {question}: {amount} with AI than without", kind=terms.task_type, question=asked, amount=amount)


def registered(terms: GoalTerms, question: OwnQuestion | None) -> str:
    """All of its terms, as one sentence."""
    # Translators: {aim} is what the goal wants; then its days, and the least data it may be judged by
    return _(
        "{aim}; from {since} to {until}, with at least {least} finished tasks of this kind.",
        aim=aim(terms, question),
        since=day_and_year(terms.starts_on),
        until=day_and_year(terms.ends_on),
        least=number(terms.least_tasks),
    )


def locked(fingerprint: str, on: date) -> str:
    # Translators: {hash} is 12 letters and digits by which anybody can check that the terms were not changed
    return _("Registered on {day}, fingerprint {hash}.", day=day_and_year(on), hash=short(fingerprint))


def progress(terms: GoalTerms, tens: int | None, *, begun: bool) -> str:
    """How much of its data there is, rounded down to `tens`; None while too few people have answered about it."""
    until, least = day_and_year(terms.ends_on), number(terms.least_tasks)
    if not begun:
        return _("begins on {since}; verdict after {until}.", since=day_and_year(terms.starts_on), until=until)
    if tens is None:
        return _("too few people have answered about it yet to say how far it is; verdict after {until}.", until=until)
    if tens >= terms.least_tasks:
        return _("has the {least} tasks it needs; verdict after {until}.", least=least, until=until)
    if not tens:
        return _("fewer than 10 of the {least} tasks it needs; verdict after {until}.", least=least, until=until)
    return _("about {tens} of the {least} tasks it needs; verdict after {until}.", tens=number(tens), least=least, until=until)


def verdict(terms: GoalTerms, found: GoalFigures, question: OwnQuestion | None) -> str:
    """The verdict, what it was read from, and what it is not."""
    said = [_(_VERDICTS[found.verdict])]
    if found.apart:
        said += [_found(terms, found, found.apart, question), _(LEAD)]
    elif found.why:
        said.append(_(_WHY[found.why]))
    return " ".join(said)


def called_off(on: date, reason: str) -> str:
    # Translators: {reason} is what the owner wrote
    return _("called off on {day}: {reason}", day=day_and_year(on), reason=reason)


def amendment(
    before: GoalTerms, after: GoalTerms, question: OwnQuestion | None, reason: str, fingerprint: str, on: date
) -> str:
    """One change, from what to what."""
    said = []
    if before.ends_on != after.ends_on:
        said.append(_("last day {before} → {after}", before=day_and_year(before.ends_on), after=day_and_year(after.ends_on)))
    if before.target != after.target:
        one, other = (_amount(terms, question, terms.target) for terms in (before, after))
        said.append(_("target {before} → {after}", before=one, after=other))
    if before.least_tasks != after.least_tasks:
        one, other = number(before.least_tasks), number(after.least_tasks)
        said.append(_("least tasks {before} → {after}", before=one, after=other))
    # Translators: {changes} is "last day 30 September 2026 → 31 October 2026; least tasks 40 → 60"; {reason} an owner's words
    return _(
        "Changed on {day}, fingerprint {hash}: {changes}. Reason: {reason}",
        day=day_and_year(on),
        hash=short(fingerprint),
        changes="; ".join(said),
        reason=reason,
    )


def _found(terms: GoalTerms, found: GoalFigures, apart: Range, question: OwnQuestion | None) -> str:
    low, high = (_end(terms, question, end) for end in apart[1:])
    spread = timewords.between(low, high, round(100 * found.level))
    told: dict[str, Any] = {"amount": _amount(terms, question, apart[0]), "range": spread}
    if terms.outcome.startswith(OWN_AIM):
        # Translators: what a question of the team's own says; {amount} is "0.5 steps more"
        return _("With AI: {amount}; {range} (observed, size-adjusted).", **told)
    if terms.outcome == Aim.COST:
        told |= {"with_ai": _money(found.with_ai, found), "without": _money(found.without_ai, found)}
    if terms.outcome == Aim.TIME and (timewords.same(apart[0]) or apart[0] > 2):
        # Translators: {amount} is "the same time" or "3 times the time"
        return _(
            "With AI about {amount}, compared with the same people's similar tasks without; {range} (observed, size-adjusted).",
            **told,
        )
    return _(_FOUND[terms.outcome], **told)


def _money(amount: Range | None, found: GoalFigures) -> str:
    low, high = (amount or (0.0, 0.0, 0.0))[1:]
    return f"{money(low)}–{money(high)} {found.currency}".strip()


def _amount(terms: GoalTerms, question: OwnQuestion | None, value: float) -> str:
    """A figure of its outcome, or its target, in words."""
    if terms.outcome == Aim.TIME:
        return timewords.compared(value)
    if terms.outcome == Aim.COST:
        # Translators: of two costs
        return pgettext("cost", "the same") if timewords.same(value) else timewords.end(value)
    return _apart(question, value)


def _end(terms: GoalTerms, question: OwnQuestion | None, value: float) -> str:
    return timewords.end(value) if terms.outcome == Aim.TIME else _amount(terms, question, value)


def _apart(question: OwnQuestion | None, value: float) -> str:
    """A difference in points of a hundred, or as a question of the team's own has it."""
    if not value:
        return pgettext("points", "no difference")
    less, size = value < 0, number(abs(value))
    if question is None or question.kind is OwnKind.CHOICE:
        return _("{points} points less", points=size) if less else _("{points} points more", points=size)
    if question.kind is OwnKind.SCALE:
        size = tenths(abs(value))
        return _("{steps} steps less", steps=size) if less else _("{steps} steps more", steps=size)
    amount = f"{size} {question.unit}".strip()
    return (
        pgettext("a number", "{amount} less", amount=amount) if less else pgettext("a number", "{amount} more", amount=amount)
    )
