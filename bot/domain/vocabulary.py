"""The words people type, in their own language. They are data: `bot/languages/` has a file of them for each language.

Whatever the language, English is understood as well, after it: half of a team may write as they speak at work.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from bot.domain.language import ENGLISH, folded, spoken

Phrases = Mapping[str, Mapping[str, tuple[str, ...]]]
_UNITS = {
    "second": 1 / 60,
    "minute": 1.0,
    "quarter_hour": 15.0,
    "three_quarters": 45.0,
    "hour": 60.0,
    "day": 480.0,
    "week": 2400.0,
}
_LETTERS = {
    "one": "o",
    "article": "a",
    "and": "&",
    "to": "-",
    "between": "b",
    "minus": "!",
    "inside": "",
    "about": ".",
    "other": "x",
}


class Token(NamedTuple):
    """n number, o "one", a article, f fraction, u unit, c h:mm, & and, - to, b between, ! minus, "," comma or colon,
    . says nothing against a bare number ("about"), x makes it another kind of time ("at 10:30"), w any other word.
    No letter: may stand inside a time ("half of the working day")."""

    letter: str
    value: float = 1.0
    spelled: bool = False
    as_clock: float | None = None  # "1.30" hours may also mean 1 h 30: then these minutes


@dataclass(frozen=True)
class Vocabulary:
    """One language. `times` are the words of a time, `rewrite` what one of them stands for where it stands for several."""

    said: Mapping[str, frozenset[str]]
    done: re.Pattern[str]
    anywhere: Phrases
    when_asked: Phrases
    fixing: re.Pattern[str]
    fillers: re.Pattern[str]
    at_the_end: re.Pattern[str]
    between: re.Pattern[str]
    times: Mapping[str, Token]
    rewrite: Mapping[str, str]


def known() -> tuple[Vocabulary, ...]:
    """What is understood from somebody: the language they are spoken to in, and English."""
    return tuple(vocabulary(language) for language in dict.fromkeys((spoken(), ENGLISH)))


def means(word: str, what: str) -> bool:
    return any(word in each.said[what] for each in known())


@cache
def vocabulary(language: str) -> Vocabulary:
    read = tomllib.loads(folded(files("bot.languages").joinpath(f"{language}.toml").read_text(encoding="utf-8")))
    said, sentence = read["said"], read["sentence"]
    before, done = _any(said.pop("before_done")), _any(said.pop("done"))
    fixing, preceding = _any(sentence["fixing"]), _any(sentence["before_fixing"])
    return Vocabulary(
        said={what: frozenset(words) for what, words in said.items()},
        done=re.compile(rf"\s*(?:(?:{before})\s+)?(?:{done})\b[\s,.:;!–-]*", re.IGNORECASE),
        anywhere=_phrases(read["anywhere"]),
        when_asked=_phrases(read["when_asked"]),
        fixing=re.compile(rf"\b(?:(?:{preceding})\s+)?(?:{fixing})\b"),
        fillers=re.compile(rf"^(?:(?:{_any(sentence['fillers'])})\b\s*)+"),
        at_the_end=re.compile(rf"\s+(?:{_any(sentence['at_the_end'])})$"),
        between=re.compile(rf"[,;\n]| (?:{_any(sentence['and'])}) "),
        times=_times(read["times"]),
        rewrite=read["times"].get("rewrite", {}),
    )


def _listed(words: str | Iterable[str]) -> list[str]:
    return words.split() if isinstance(words, str) else list(words)


def _any(words: str | Iterable[str]) -> str:
    """A pattern for any of these, the longest first."""
    return "|".join(re.escape(word) for word in sorted(_listed(words), key=lambda word: (-len(word), word)))


def _phrases(read: Mapping[str, Mapping[str, Iterable[str]]]) -> Phrases:
    return {key: {code: tuple(_listed(words)) for code, words in by_code.items()} for key, by_code in read.items()}


def _times(read: Mapping[str, Any]) -> dict[str, Token]:
    found = {word: Token("u", _UNITS[unit], spelled=True) for unit, words in read["units"].items() for word in words.split()}
    for value, words in read["numbers"].items():
        found |= {word: Token("n", float(value), spelled=True) for word in words.split()}
    for fraction, words in read["fractions"].items():
        found |= {word: Token("f", float(Fraction(fraction)), spelled=True) for word in words.split()}
    for name, words in read["words"].items():
        found |= {word: Token(_LETTERS[name], spelled=True) for word in words.split()}
    return found
