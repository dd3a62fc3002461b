"""What typed words mean: "triage, with AI, 40 min, no fixing" gives four answers, and only the rest is asked.

A word that fits only because its question was just asked ("yes", "with", "same") counts for that question alone. What could
mean two things becomes a doubt; what fits nothing is refused with one sentence and changes nothing. The words are data
(`vocabulary.py`).
"""

import difflib
import re
from collections.abc import Sequence
from typing import Any

from bot.domain import amounts, durations, vocabulary, wording
from bot.domain.conversation import Talk, asking, said
from bot.domain.doubts import Doubt, unit_doubt
from bot.domain.language import _, folded
from bot.domain.ownquestions import OwnKind
from bot.domain.questions import Asked, Kind, Setting
from bot.domain.refusal import Refusal
from bot.domain.vocabulary import Vocabulary

LONGEST = 500  # characters; an answer in one sentence is shorter, and a pasted page is none
_PIECES = re.compile(r"[;\n]|,\s+|\.\s+|,$")


def first_words(talk: Talk, text: str, setting: Setting) -> tuple[Talk, bool]:
    """Understand a whole sentence as far as possible. True when any of it was understood."""
    before, rest = talk, folded(text[:LONGEST])
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
        raise Refusal(_("There is nothing left to ask here."))
    if _PIECES.search(text) and wording.kind_of(asked) not in (Kind.TEXT, Kind.MANY):
        whole, _any = first_words(Talk(talk.draft), text, setting)
        if asked.key in whole.draft and len(whole.draft) > len(talk.draft) + 1:
            return whole
    value = _fits(asked, text, setting)
    if isinstance(value, Doubt):
        return Talk(talk.draft, value)
    if value is not None:
        return said(talk, asked.key, value, setting)
    understood, any_of_it = first_words(Talk(talk.draft), text, setting)
    if not any_of_it:
        # Translators: the question ends in a question mark; another sentence follows, as in: Try “With AI”.
        unread = _("I could not read that as an answer to “{question}”", question=asked.text)
        raise Refusal(f"{unread} {_ways_out(asked)}")
    return understood


def _ways_out(asked: Asked) -> str:
    if wording.kind_of(asked) is Kind.TIME:
        return _("Try 90 min, 1:30 or 2 h.")
    if not asked.options:
        # Translators: “skip” is to be typed
        return _("Try a number, such as 3 or 2.5, or “skip”.")
    if asked.required:
        return _("Try “{option}”.", option=asked.options[0].words)
    # Translators: “skip” is to be typed
    return _("Try “{option}”, or “skip”.", option=asked.options[0].words)


def _fits(asked: Asked, text: str, setting: Setting) -> Any:
    """The value of `text` for this very question, a Doubt, or None."""
    kind = wording.kind_of(asked)
    if kind is Kind.TEXT:
        return text
    text = text[:LONGEST]
    word = _plain(text)
    code = _option(asked, word)
    if kind is Kind.MANY:
        return _several(asked, text)
    if code is not None:
        return code
    if kind is Kind.NUMBER:
        return amounts.read(text, asked.own.unit if asked.own else "")
    if asked.key == "task_type":
        return task_type_in(word, setting.task_types)
    if kind is Kind.TIME or asked.key in ("fixing", "earlier"):
        return _time(asked.key, text)
    return None


def _several(asked: Asked, text: str) -> list[str] | None:
    whole = _option(asked, _plain(text))
    for words in () if whole else vocabulary.known():
        codes = [_option(asked, _plain(piece)) for piece in words.between.split(text)]
        if all(codes):
            return [code for code in codes if code]
    return [whole] if whole else None


def _plain(text: str) -> str:
    return " ".join(folded(text).replace("’", "'").strip(" .!?\t\n").split())


def _option(asked: Asked, word: str) -> str | None:
    """The option whose words, code or known phrases these are; a unique beginning or a small slip will do."""
    named = {_plain(option.words): option.code for option in asked.options}
    for words in vocabulary.known()[::-1]:
        for phrases in (words.anywhere, words.when_asked):
            for code, said_so in phrases.get(asked.key, {}).items():
                if any(option.code == code for option in asked.options):
                    named |= dict.fromkeys(said_so, code)
    named |= {option.code.replace("_", " "): option.code for option in asked.options if not option.code.isdigit()}
    if asked.own and asked.own.kind is OwnKind.SCALE:
        named |= {option.code: option.code for option in asked.options}
    if word in named:
        return named[word]
    if wording.kind_of(asked) is Kind.TIME:
        return None
    starts = {code for words, code in named.items() if len(word) >= 3 and words.startswith(word)}
    close = {named[near] for near in difflib.get_close_matches(word, named, n=2, cutoff=0.86)}
    return next(iter(starts or close), None) if len(starts or close) == 1 else None


def task_type_in(words: str, task_types: Sequence[str]) -> str | None:
    """The one task type these words name: whole, by a word that only it has, or with a small slip."""
    text, by_name = folded(words[:LONGEST]), {folded(name): name for name in task_types}
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
        for word in sorted([folded(name), *re.findall(r"\w{4,}", folded(name))], key=len, reverse=True):
            text = re.sub(rf"\b{re.escape(word)}\b", " ", text)
        return said(talk, key, name, setting), text
    for words in vocabulary.known():
        for phrase, code in [(one, code) for code, phrases in words.anywhere.get(key, {}).items() for one in phrases]:
            if re.search(rf"(?<!\w){re.escape(phrase)}\b", text):
                if not any(question.key == key for question in wording.sayable(talk.draft, setting)):
                    return talk, text
                return said(talk, key, code, setting), re.sub(rf"(?<!\w){re.escape(phrase)}\b", ",", text)
    return talk, text


def _time_in(talk: Talk, piece: str, setting: Setting) -> Talk:
    """The time in one piece of a sentence, in the first language in which there is one."""
    return next((taken for words in vocabulary.known() if (taken := _time_as(words, talk, piece, setting)) != talk), talk)


def _time_as(words: Vocabulary, talk: Talk, piece: str, setting: Setting) -> Talk:
    fixing = bool(words.fixing.search(piece))
    key = "fixing" if fixing else "minutes"
    if key in talk.draft:
        return talk
    time = words.fillers.sub("", words.fixing.sub(" ", piece).strip(" .,!")).strip(" .,!")
    time = words.at_the_end.sub("", time)
    found = durations.parse(time) if time else None
    if not isinstance(found, durations.Took):
        return talk if not isinstance(found, durations.Unclear) or fixing else _doubted(talk, found)
    if not fixing:
        return said(talk, key, found.minutes, setting)
    talk = said(talk, "fixing", fixing_code(found.minutes), setting)
    return said(talk, "fix_minutes", found.minutes, setting) if talk.draft["fixing"] == "more" else talk


def _doubted(talk: Talk, found: durations.Unclear) -> Talk:
    return Talk(talk.draft, unit_doubt("minutes", found.options))
