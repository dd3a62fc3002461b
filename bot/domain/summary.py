"""What was said, in one line its author recognises, and in minutes the evidence can use."""

from collections.abc import Iterable
from functools import reduce
from typing import Any

from bot.domain import durations
from bot.domain.language import _, pgettext
from bot.domain.ownquestions import OwnQuestion
from bot.domain.questions import UNFINISHED, Asked, Draft, Kind, kind_of_task
from bot.domain.wording import FIX_MINUTES


def summary(draft: Draft, own: Iterable[OwnQuestion] = ()) -> str:
    """What was said, as one line its author recognises: Bug triage · about usual · with AI · 40 min · no fixing.

    `own` are the team's own questions, whose answers come last: · 4 of 5
    """
    parts = [
        kind_of_task(draft.get("task_type") or ""),
        _sizes().get(str(draft.get("size"))),
        _expected(float(draft["expected"])) if draft.get("expected") else "",
        _approaches().get(str(draft.get("approach"))),
        _time_words(draft.get("minutes")),
        _fixing_words(draft),
        *(one.in_words(draft[one.key]) for one in own if draft.get(one.key) is not None),
    ]
    return " · ".join(part for part in parts if part)


def value_in_words(asked: Asked, draft: Draft) -> str:
    """What was said to one question, as it was offered; a note is not repeated."""
    value = draft.get(asked.key)
    if asked.key not in draft:
        return "…"
    if value is None or asked.kind is Kind.TEXT:
        # Translators: in place of an answer that was not given, or of a note that is not repeated
        return pgettext("answer", "skipped") if value is None else pgettext("answer", "noted")
    if asked.own:
        return asked.own.in_words(value)
    if isinstance(value, float):
        return durations.as_words(value)
    codes = value if isinstance(value, list) else [value]
    return ", ".join(asked.words_of(str(code)) for code in codes)


def fix_minutes(draft: Draft) -> float | None:
    """Minutes of fixing: as said, else the middle of the option; None when not said or too early to say."""
    said = draft.get("fix_minutes")
    return float(said) if said is not None else FIX_MINUTES.get(str(draft.get("fixing")))


def either(names: Iterable[str]) -> str:
    """ "90 min or 90 h"."""
    # Translators: one thing or another, as in "Is that 90 min or 90 h?"
    return reduce(lambda one, other: _("{one} or {other}", one=one, other=other), names)


def _sizes() -> dict[str, str]:
    # Translators: all "in a summary" are parts of a line such as: Bug triage · about usual · with AI · 40 min · no fixing
    return {
        "1": pgettext("in a summary", "much smaller"),
        "2": pgettext("in a summary", "smaller"),
        "3": pgettext("in a summary", "about usual"),
        "4": pgettext("in a summary", "bigger"),
        "5": pgettext("in a summary", "much bigger"),
    }


def _approaches() -> dict[str, str]:
    return {
        "with_ai": pgettext("in a summary", "with AI"),
        "without_ai": pgettext("in a summary", "without AI"),
        "dropped_ai": pgettext("in a summary", "tried AI, then finished without"),
    }


def _expected(minutes: float) -> str:
    return pgettext("in a summary", "expected {time}", time=durations.as_words(minutes))


def _time_words(minutes: Any) -> str:
    if minutes is None or minutes == UNFINISHED:
        return pgettext("in a summary", "not finished") if minutes else ""
    return durations.as_words(float(minutes))


def _fixing_words(draft: Draft) -> str:
    if draft.get("fix_minutes") is not None:
        return pgettext("in a summary", "{time} fixing", time=durations.as_words(float(draft["fix_minutes"])))
    words = {
        "no": pgettext("in a summary", "no fixing"),
        "up_to_15": pgettext("in a summary", "up to 15 min fixing"),
        "up_to_60": pgettext("in a summary", "up to 1 h fixing"),
        "more": pgettext("in a summary", "more fixing"),
        "too_early": pgettext("in a summary", "fixing not known yet"),
    }
    return words.get(str(draft.get("fixing")), "")
