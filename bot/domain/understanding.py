"""What typed words mean: "triage, with AI, 40 min, no fixing" gives four answers, and only the rest is asked.

A word that fits only because its question was just asked ("yes", "with", "same") counts for that question alone. What could
mean two things becomes a doubt; what fits nothing is refused with one sentence and changes nothing. The vocabulary is data.
"""

import difflib
import re
from collections.abc import Sequence
from typing import Any

from bot.domain import durations, wording
from bot.domain.conversation import Doubt, Talk, asking, said, unit_doubt
from bot.domain.questions import Asked, Kind, Setting
from bot.domain.refusal import Refusal

SKIP = frozenset({"skip", "next", "pass", "-", "n/a", "none of these"})
BACK = frozenset({"back", "undo", "previous"})
STOP = frozenset({"stop", "cancel", "later", "enough", "quit"})
NOTHING = frozenset({"nothing", "nothing finished", "nothing finished today", "nothing today", "none today"})
NOT_TODAY = frozenset({"not today", "no thanks", "no thank you", "not now"})

LONGEST = 500  # characters; an answer in one sentence is shorter, and a pasted page is none
Phrases = dict[str, dict[str, tuple[str, ...]]]

ANYWHERE: Phrases = {
    "approach": {
        "dropped_ai": ("tried ai", "dropped ai", "gave up on ai", "ai then without", "started with ai"),
        "without_ai": ("without ai", "no ai", "by hand", "manually", "w/o ai", "without any ai"),
        "with_ai": ("with ai", "used ai", "using ai", "w/ ai", "ai helped"),
    },
    "size": {
        "1": ("much smaller",),
        "5": ("much bigger", "much larger"),
        "2": ("smaller",),
        "4": ("bigger", "larger"),
        "3": ("about usual", "usual size", "average size", "normal size"),
    },
    "fixing": {
        "no": ("no fixing", "no fixes", "no rework", "nothing to fix", "nothing to redo", "nothing fixed"),
        "too_early": ("too early to say", "too early"),
    },
    "quality": {
        "below": ("below standard", "below my standard", "below usual"),
        "above": ("above standard", "above my standard", "above usual"),
        "at": ("at standard", "at my standard", "usual quality", "usual standard"),
    },
    "minutes": {"unfinished": ("not finished", "unfinished", "still going", "not done yet")},
}

WHEN_ASKED: Phrases = {
    "approach": {"with_ai": ("with", "ai", "yes"), "without_ai": ("without", "no"), "dropped_ai": ("tried", "both")},
    "size": {"3": ("usual", "same", "average", "normal", "about the same"), "4": ("big",), "2": ("small",)},
    "fixing": {"no": ("no", "none", "nope", "nothing"), "more": ("yes", "a lot"), "too_early": ("too soon",)},
    "quality": {
        "at": ("at", "same", "usual", "standard", "fine", "ok", "as usual"),
        "above": ("above", "better"),
        "below": ("below", "worse"),
        "unknown": ("unknown", "don't know", "dont know", "not yet", "cant say", "can't say"),
    },
    "next_time": {
        "with_ai": ("with", "yes", "ai"),
        "without_ai": ("without", "no", "no ai", "by hand"),
        "no_preference": ("either", "any", "whatever", "don't mind", "dont mind"),
    },
    "guess": {"same": ("same",), "no_idea": ("don't know", "dont know", "no clue")},
    "differences": {"no_difference": ("none", "nothing", "no", "same"), "cant_tell": ("don't know", "dont know")},
    "earlier": {"no": ("no", "none", "nope", "nothing"), "more": ("yes", "a lot")},
    "why_ai": {"expected": ("expected",), "helps": ("it helps", "helps"), "try": ("to try", "curious")},
}

_FIXING = re.compile(r"\b(?:of\s+)?(?:fixing|fixes|fix|rework|reworking|redoing|redo)\b")
_PIECES = re.compile(r"[;\n]|,\s+|\.\s+|,$")
_FILLERS = re.compile(r"^(?:(?:it|took|me|for|on|of|in|and|then|a|the|task|was|my|done|did|i|size)\b\s*)+")


def first_words(talk: Talk, text: str, setting: Setting) -> tuple[Talk, bool]:
    """Understand a whole sentence as far as possible. True when any of it was understood."""
    before, rest = talk, text[:LONGEST].casefold()
    for key in ("task_type", "approach", "size", "fixing", "quality", "minutes"):
        if key not in talk.draft and not (key == "task_type" and setting.task_type):
            talk, rest = _find(talk, key, rest, setting)
    for piece in _PIECES.split(rest):
        talk = _time_in(talk, piece, setting)
    return talk, talk != before


def reply(talk: Talk, text: str, setting: Setting) -> Talk:
    """Take a typed reply: to the question just asked if it fits, and what more it says; else to whichever it fits."""
    asked = asking(talk, setting)
    if asked is None:
        raise Refusal("There is nothing left to ask here.")
    if _PIECES.search(text) and wording.BY_KEY[asked.key].kind not in (Kind.TEXT, Kind.MANY):
        whole, _ = first_words(Talk(talk.draft), text, setting)
        if asked.key in whole.draft and len(whole.draft) > len(talk.draft) + 1:
            return whole
    value = _fits(asked, text, setting)
    if isinstance(value, Doubt):
        return Talk(talk.draft, value)
    if value is not None:
        return said(talk, asked.key, value, setting)
    understood, any_of_it = first_words(Talk(talk.draft), text, setting)
    if not any_of_it:
        raise Refusal(f"I could not read that as an answer to “{asked.text}” {_ways_out(asked)}")
    return understood


def _ways_out(asked: Asked) -> str:
    if wording.BY_KEY[asked.key].kind is Kind.TIME:
        return "Try 90 min, 1:30 or 2 h."
    return f"Try “{asked.options[0].words}”{'' if asked.required else ', or “skip”'}."


def _fits(asked: Asked, text: str, setting: Setting) -> Any:
    """The value of `text` for this very question, a Doubt, or None."""
    question = wording.BY_KEY[asked.key]
    if question.kind is Kind.TEXT:
        return text
    text = text[:LONGEST]
    word = _plain(text)
    code = _option(asked, word)
    if question.kind is Kind.MANY:
        return _several(asked, text)
    if code is not None:
        return code
    if asked.key == "task_type":
        return task_type_in(word, setting.task_types)
    if question.kind is Kind.TIME or asked.key in ("fixing", "earlier"):
        return _time(asked.key, text)
    return None


def _several(asked: Asked, text: str) -> list[str] | None:
    whole = _option(asked, _plain(text))
    codes = [whole] if whole else [_option(asked, _plain(piece)) for piece in re.split(r"[,;\n]| and ", text)]
    return [code for code in codes if code] if all(codes) else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").strip(" .!?\t\n").split())


def _option(asked: Asked, word: str) -> str | None:
    """The option whose words, code or known phrases these are; a unique beginning or a small slip will do."""
    named = {_plain(option.words): option.code for option in asked.options}
    for vocabulary in (ANYWHERE, WHEN_ASKED):
        for code, phrases in vocabulary.get(asked.key, {}).items():
            if any(option.code == code for option in asked.options):
                named |= dict.fromkeys(phrases, code)
    named |= {option.code.replace("_", " "): option.code for option in asked.options if not option.code.isdigit()}
    if word in named:
        return named[word]
    if wording.BY_KEY[asked.key].kind is Kind.TIME:
        return None
    starts = {code for words, code in named.items() if len(word) >= 3 and words.startswith(word)}
    close = {named[near] for near in difflib.get_close_matches(word, named, n=2, cutoff=0.86)}
    return next(iter(starts or close), None) if len(starts or close) == 1 else None


def task_type_in(words: str, task_types: Sequence[str]) -> str | None:
    """The one task type these words name: whole, by a word that only it has, or with a small slip."""
    text, by_name = words[:LONGEST].casefold(), {name.casefold(): name for name in task_types}
    whole = [name for low, name in by_name.items() if re.search(rf"\b{re.escape(low)}\b", text)]
    if whole:
        return max(whole, key=len)
    long = re.findall(r"\w{4,}", text)
    named = {name for low, name in by_name.items() for own in re.findall(r"\w{4,}", low) if _among(own, long)}
    if len(named) == 1:
        return named.pop()
    close = difflib.get_close_matches(text, by_name, n=1, cutoff=0.8)
    return by_name[close[0]] if close else None


def _among(own: str, words: list[str]) -> bool:
    return bool(difflib.get_close_matches(own, words, n=1, cutoff=0.85))


def _time(key: str, text: str) -> Any:
    """Minutes, a Doubt about the unit, or None; a time given for fixing picks its own option."""
    found = durations.parse(text)
    if isinstance(found, durations.Unclear):
        return unit_doubt(key, found.options)
    if found is None:
        return None
    return found.minutes if key not in ("fixing", "earlier") else fixing_code(found.minutes)


def fixing_code(minutes: float) -> str:
    return "up_to_15" if minutes <= 15 else "up_to_60" if minutes <= 60 else "more"


def _find(talk: Talk, key: str, text: str, setting: Setting) -> tuple[Talk, str]:
    """Look for one answer anywhere in the text; what was used is taken out of it."""
    if key == "task_type":
        name = task_type_in(text, setting.task_types)
        if name is None:
            return talk, text
        for word in sorted([name.casefold(), *re.findall(r"\w{4,}", name.casefold())], key=len, reverse=True):
            text = re.sub(rf"\b{re.escape(word)}\b", " ", text)
        return said(talk, key, name, setting), text
    for code, phrases in ANYWHERE.get(key, {}).items():
        for phrase in phrases:
            if re.search(rf"(?<!\w){re.escape(phrase)}\b", text):
                if not any(question.key == key for question in wording.sayable(talk.draft, setting)):
                    return talk, text
                return said(talk, key, code, setting), re.sub(rf"(?<!\w){re.escape(phrase)}\b", ",", text)
    return talk, text


def _time_in(talk: Talk, piece: str, setting: Setting) -> Talk:
    fixing = bool(_FIXING.search(piece))
    key = "fixing" if fixing else "minutes"
    if key in talk.draft:
        return talk
    words = _FILLERS.sub("", _FIXING.sub(" ", piece).strip(" .,!")).strip(" .,!")
    words = re.sub(r"\s+(?:of|for|on|and|a|the|of work)$", "", words)
    found = durations.parse(words) if words else None
    if not isinstance(found, durations.Took):
        return talk if not isinstance(found, durations.Unclear) or fixing else _doubted(talk, found)
    if not fixing:
        return said(talk, key, found.minutes, setting)
    talk = said(talk, "fixing", fixing_code(found.minutes), setting)
    return said(talk, "fix_minutes", found.minutes, setting) if talk.draft["fixing"] == "more" else talk


def _doubted(talk: Talk, found: durations.Unclear) -> Talk:
    return Talk(talk.draft, unit_doubt("minutes", found.options))
