"""The words of what was registered of a trial, how it ended, and what its result does not say: the second half of its card."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.language import N_, _, day_and_year, ngettext, number
from bot.domain.registration import Looks, TrialTerms, WhyOver
from bot.domain.timewords import compared
from bot.domain.words import Line, Section

_ENDED: dict[str, str] = {
    WhyOver.PLANNED: N_("It ended on {day}: as many flips as were planned had been made."),
    WhyOver.LAST_DAY: N_("It ended on {day}: its last day was over."),
    WhyOver.LOOK: N_("It ended on {day}: a look that was declared beforehand settled it."),
    # Translators: {reason} is what an owner wrote
    WhyOver.STOPPED: N_("It was stopped early, on {day}. The reason that was given: {reason}"),
}
_LOOKED: dict[str, str] = {
    Looks.END: N_("It was registered to be looked at once, at its end."),
    Looks.QUARTERS: N_(
        "It was registered to be looked at after each quarter of its flips, and to end early only if very clear."
    ),
    Looks.ALWAYS: N_("It was registered to be weighed after each task, without a planned number of flips."),
}
_TERMS = {
    # Translators: of a trial
    "starts_on": N_("First day"),
    # Translators: of a trial
    "ends_on": N_("Last day"),
    # Translators: how many flips of a coin were planned
    "flips": N_("Planned flips"),
    # Translators: of a trial
    "name": N_("Name"),
}


@dataclass(frozen=True)
class Change:
    """An amendment: what stood there, what stands there since, and why."""

    on: date
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str
    fingerprint: str


@dataclass(frozen=True)
class Registered:
    """A trial that is over, but for its figures: its terms as they were registered and what became of them."""

    terms: TrialTerms
    fingerprint: str
    registered_on: date
    over_on: date
    why_over: str
    reason: str
    seed: str
    changes: tuple[Change, ...] = ()


def sections(it: Registered, flips: int) -> tuple[Section, ...]:
    return (
        Section("ended", _("How it ended"), tuple(Line(None, text) for text in _ended(it, flips))),
        Section("registered", _("As it was registered"), tuple(_registered(it))),
        Section("changed", _("Changed after that"), tuple(map(_changed, it.changes))),
        Section("not_said", _("What it does not say"), tuple(Line(None, text) for text in _not_said(it))),
    )


def how_it_ended(why_over: str, on: date, reason: str) -> str:
    """When, and why; `reason` is what an owner wrote, if one stopped it."""
    return _(_ENDED.get(why_over, _ENDED[WhyOver.LAST_DAY]), day=day_and_year(on), reason=reason)


def _ended(it: Registered, flips: int) -> list[str]:
    ended = how_it_ended(it.why_over, it.over_on, it.reason)
    # Translators: of a coin
    made = ngettext("{n} flip was made.", "{n} flips were made.", flips)
    return [ended, made, _(_LOOKED[it.terms.looks])]


def _registered(it: Registered) -> list[Line]:
    terms = it.terms
    said = [
        _("Registered on {day}, before the first flip.", day=day_and_year(it.registered_on)),
        # Translators: {task} is a kind of task
        _("What is compared: the time of {task}, work and fixing, with AI against without.", task=terms.task_type),
        _("From {since} to {until}.", since=day_and_year(terms.starts_on), until=day_and_year(terms.ends_on)),
    ]
    if terms.flips is not None:
        # Translators: {amount} is "20 % less time"
        text = N_("Planned: {n} flips, to tell {amount} with AI.")
        said.append(_(text, n=number(terms.flips), amount=compared(terms.ratio)))
    proof = [
        # Translators: a code made of the terms, which changes if they do
        Line(_("Fingerprint"), it.fingerprint),
        # Translators: the seed is a secret number that decides a coin; it was bound by its hash before the first flip
        Line(_("Hash of the seed"), terms.seed_hash),
        Line(_("Seed"), it.seed),
        Line(None, _("With the seed, every flip can be recomputed by anybody.")),
    ]
    return [*(Line(None, text) for text in said), *proof]


def _changed(it: Change) -> Line:
    told = [
        f"{_(_TERMS.get(name, name))}: {_value(it.before.get(name))} → {_value(value)}"
        for name, value in it.after.items()
        if it.before.get(name) != value
    ]
    # Translators: {reason} is what an owner wrote, {fingerprint} a code
    text = N_("{changes}. Fingerprint since then: {fingerprint}. The reason that was given: {reason}")
    lead = _("On {day}", day=day_and_year(it.on))
    return Line(lead, _(text, changes="; ".join(told), reason=it.reason, fingerprint=it.fingerprint))


def _value(value: Any) -> str:
    if isinstance(value, int | float):
        return number(value)
    try:
        return day_and_year(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value or "–")


def _not_said(it: Registered) -> tuple[str, str]:
    # Translators: {task} is a kind of task
    text = N_(
        "It speaks of {task}, these people and this time: not of other kinds of task, other teams, other people, or later."
    )
    return (
        _(text, task=it.terms.task_type),
        _("It does not say that anybody has hours to spare, and it says nothing about any one person."),
    )
