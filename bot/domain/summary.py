"""What was said, in one line its author recognises, and in minutes the evidence can use."""

from typing import Any

from bot.domain import durations
from bot.domain.questions import UNFINISHED, Asked, Draft, Kind
from bot.domain.wording import BY_KEY, FIX_MINUTES


def summary(draft: Draft) -> str:
    """What was said, as one line its author recognises: Bug triage · about usual · with AI · 40 min · no fixing."""
    parts = [
        draft.get("task_type"),
        _lower(_words_of("size", draft.get("size"))),
        f"expected {durations.as_words(float(draft['expected']))}" if draft.get("expected") else "",
        _lower(_words_of("approach", draft.get("approach"))),
        _time_words(draft.get("minutes")),
        _fixing_words(draft),
    ]
    return " · ".join(part for part in parts if part)


def value_in_words(asked: Asked, draft: Draft) -> str:
    """What was said to one question, as it was offered; a note is not repeated."""
    value = draft.get(asked.key)
    if asked.key not in draft:
        return "…"
    if value is None or asked.kind is Kind.TEXT:
        return "skipped" if value is None else "noted"
    if isinstance(value, float):
        return durations.as_words(value)
    codes = value if isinstance(value, list) else [value]
    return ", ".join(asked.words_of(str(code)) for code in codes)


def fix_minutes(draft: Draft) -> float | None:
    """Minutes of fixing: as said, else the middle of the option; None when not said or too early to say."""
    said = draft.get("fix_minutes")
    return float(said) if said is not None else FIX_MINUTES.get(str(draft.get("fixing")))


def _words_of(key: str, code: Any) -> str:
    return next((option.words for option in BY_KEY[key].options if option.code == str(code)), "")


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _time_words(minutes: Any) -> str:
    if minutes is None or minutes == UNFINISHED:
        return "not finished" if minutes else ""
    return durations.as_words(float(minutes))


def _fixing_words(draft: Draft) -> str:
    if draft.get("fix_minutes") is not None:
        return f"{durations.as_words(float(draft['fix_minutes']))} fixing"
    words = _lower(_words_of("fixing", draft.get("fixing")))
    return {"": "", "no": "no fixing", "too early to say": "fixing not known yet"}.get(words, f"{words} fixing")
