"""One sentence, shared: what somebody may share of what they added, and how it stands in a digest.

It stands there once, among others in alphabetical order, as plain text between quotes: no name, no day, no kind of task, and
no order that tells who came first. Whether any stand there is gate 6 of `privacy.py`. They are in no figure and no report.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import sha256

from bot.domain.language import N_, _, number
from bot.domain.refusal import Refusal
from bot.domain.words import Line, Section

LIMIT = 200
KEY = "own_words"
_BEFORE = "question"  # the section it stands above
_TITLE = N_("In somebody's own words")
_WHAT = N_("Each was shared by whoever wrote it; the order is alphabetical. They are single voices, not evidence.")
_MENTION = re.compile(r"<[@#!]|(?<!\w)@\w")
_END = re.compile(r"(?<=\w\w\w[.!?…])[\"'”’»)]*\s+")
_BEGINS = "¿¡„“«"  # besides a capital
_JOINERS = "\u200c\u200d"  # inside words of some languages, and inside emoji


def tidy(text: str) -> str:
    """On one line, without signs that cannot be seen or that turn the direction of what follows."""
    hidden = ("Cc", "Cf", "Co", "Cs")
    return " ".join("".join(one for one in text if _shows(one, hidden)).split())


def _shows(one: str, hidden: Sequence[str]) -> bool:
    return one.isspace() or one in _JOINERS or unicodedata.category(one) not in hidden


def checked(text: str) -> str:
    """The sentence as it will stand; a Refusal where it is none, is long, or points at somebody."""
    sentence = tidy(text)
    if not any(one.isalnum() for one in sentence):
        raise Refusal(_("Write the sentence you want to share."))
    if len(sentence) > LIMIT:
        raise Refusal(_("A shared sentence has at most {most} characters.", most=number(LIMIT)))
    if _MENTION.search(sentence):
        raise Refusal(_("Say it without pointing at a person or a channel."))
    if _first(sentence) != sentence:
        raise Refusal(_("One sentence only, please."))
    return sentence


def suggested(note: str) -> str:
    """What a note offers: its first sentence, shortened at a word where it is long."""
    sentence = _first(tidy(note))
    if len(sentence) <= LIMIT:
        return sentence
    cut, space, _rest = sentence[:LIMIT].rpartition(" ")
    return f"{cut if space else sentence[: LIMIT - 1]}…"


def _first(text: str) -> str:
    """Up to a full stop after a word that is no abbreviation, before what begins like a sentence."""
    for end in _END.finditer(text):
        begins = text[end.end() : end.end() + 1]
        if begins.isupper() or begins in _BEGINS:
            return text[: end.end()].strip()
    return text


def mark(sentence: str) -> str:
    """By which it is known again, without its words."""
    return sha256(sentence.encode()).hexdigest()[:16]


def quoted(sentence: str) -> str:
    return f"“{sentence}”"


def beside(sections: Sequence[Section], said: Iterable[str]) -> tuple[Section, ...]:
    """The sections of a digest with these sentences in one of their own, above the question at its end."""
    lines = [Line(None, quoted(sentence)) for sentence in sorted(said, key=lambda one: (one.casefold(), one))]
    if not lines:
        return tuple(sections)
    own = Section(KEY, _(_TITLE), (Line(None, _(_WHAT)), *lines))
    at = next((place for place, section in enumerate(sections) if section.key == _BEFORE), len(sections))
    return (*sections[:at], own, *sections[at:])
