"""Task times as people write them: "90 min", "1:30", "an hour and a half", "half a day", "2 h 15 with AI".

The rule: a time is understood or asked back, never guessed. A bare number, a range and "1.30 h" are `Unclear`; text
with two times, or with a number beside the time ("10 tickets in 2 hours"), is nothing. A day is 8 hours of work.

Every token becomes one letter, and the grammar is a regular expression over those letters: "2 and a half hours" is
`n&afu`. The words are those of the reader's language, and then of English (`vocabulary.py`).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.language import _, folded
from bot.domain.refusal import Refusal
from bot.domain.vocabulary import Token, Vocabulary, known

HOUR = 60.0
LONGEST = 200 * HOUR
_LONGEST_TEXT = 300


@dataclass(frozen=True)
class Took:
    minutes: float


@dataclass(frozen=True)
class Unclear:
    """`number` is the first one written; `options` are the minutes it could mean, shortest first."""

    number: float
    options: tuple[float, ...]


class DurationRefused(Refusal):
    """A time must be more than zero."""


_SIGNS = str.maketrans({"½": " 1/2 ", "¼": " 1/4 ", "¾": " 3/4 ", "⅓": " 1/3 ", "⅔": " 2/3 ", "’": "'", "′": "'", "−": "-"})
_NAME = re.compile(r"(?<!\w)(?:([^\W\d_]+)-?|#)\d[\w.]*")  # gpt-4, v1.30, #123: digits that count nothing
_TOKEN = re.compile(
    r"(?P<clock>(?<![\d:.,/])\d{1,2}:[0-5]\d(?::[0-5]\d)?(?![\d:]))"
    r"|(?P<fraction>(?<![\d/])\d{1,3}/[1-9]\d?(?![\d/]))"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?![\d.,]\d)|\d{1,9}(?:[.,]\d{1,4})?|(?<![\w.])\.\d{1,4})"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?|(?<=\d)')"
    r"|(?P<dash>[-–—])|(?P<comma>[,;:])|(?P<other>[^\s.~≈+!?()*_\"'])"
)
_NEGATIVE = re.compile(r"(?<![\w.'])-[\d.]")

_AMOUNT = r"(?:a?[no](?:&a?[no]?f|fa?)?|a?fa?|a)"
_PART = rf"(?:{_AMOUNT}u(?:&a?[no]?f(?!a?u))?|u&a?f(?!a?u))"
_SUM = rf"{_PART}(?:[&,]?{_PART})*(?:&?n(?=$|[-.,]))?"
_TIME = re.compile(
    rf"b(?P<first>[no])&(?P<second>[no]u)|(?P<low>{_SUM}|{_AMOUNT})-(?P<high>{_SUM}|[no])|(?P<clock>cu?)|(?P<sum>{_SUM})"
)
_PIECES = re.compile(rf"(?P<amount>{_AMOUNT})?u(?:&(?P<extra>a?[no]?f(?!a?u)))?|&?(?P<rest>n)$")
_BARE = re.compile(r"[.,]*(?P<minus>!?)a?(?P<number>[no](?:&a?f)?)[.,]*")
_STRAY = re.compile(r"[nfcx]")


def parse(text: str) -> Took | Unclear | None:
    """The one time this text tells; None when there is nothing like a time, or more than one number to choose from."""
    if len(text) > _LONGEST_TEXT:
        return None
    for words in known():
        tokens = _tokens(text, words)
        found = _parse(tokens)
        if found or any(token.letter == "x" for token in tokens):
            return found
    return None


def _parse(tokens: Sequence[Token]) -> Took | Unclear | None:
    letters = "".join(token.letter for token in tokens)
    if bare := _BARE.fullmatch(letters):
        amount = tokens[slice(*bare.span("number"))]
        number = _amount(amount)
        readings = [number, number * HOUR, *(token.as_clock for token in amount[:1] if token.as_clock)]
        return _settled(number, readings, negative=bool(bare["minus"]), asked=True)
    found = list(_TIME.finditer(letters))
    if len(found) != 1 or not _stands_alone(letters, *found[0].span()):
        return None
    start = found[0].start()
    number = next((token.value for token in tokens[start:] if token.letter in tuple("noafc")), 1.0)
    return _settled(number, _readings(found[0], tokens), negative=letters[start - 1 : start] == "!")


def as_words(minutes: float) -> str:
    """To the whole minute, half a minute up: "40 min", "1 h", "7 h 30", "48 h"."""
    hours, rest = divmod(math.floor(minutes + 0.5) if minutes >= 1 else math.ceil(minutes), 60)
    if not hours:
        # Translators: 40 minutes, as people may write it, too
        return _("{minutes} min", minutes=rest)
    if not rest:
        # Translators: 7 hours, as people may write it, too
        return _("{hours} h", hours=hours)
    # Translators: 7 hours and 30 minutes, as people may write it, too: "7 h 30"
    return _("{hours} h {minutes}", hours=hours, minutes=f"{rest:02d}")


def _tokens(text: str, words: Vocabulary) -> list[Token]:
    text = re.sub(r"\bpt(?=\d)", "", folded(text).translate(_SIGNS))  # ISO 8601: PT1H30M
    text = _NAME.sub(lambda name: name[0] if name[1] in words.times else " name ", text)
    text = re.sub(r"-(?=[^\W\d_])", " ", text)  # twenty-five, a 30-minute task
    for written, meant in words.rewrite.items():
        text = re.sub(rf"\b{re.escape(written)}\b", meant, text)
    tokens = [Token("")]
    for found in _TOKEN.finditer(text):
        token, last = _token(found, tokens[-1], words), tokens[-1]
        if _completes(token, last):
            tokens[-1] = Token("n", last.value + token.value)  # twenty five
        elif found.lastgroup == "fraction" and last.letter == "n":
            tokens += Token("&"), token  # 2 1/2 is two and a half
        elif token.letter:
            tokens.append(token)
    return tokens[1:]


def _completes(token: Token, last: Token) -> bool:
    spelled = token.spelled and last.spelled and last.letter == "n" and token.letter in ("n", "o")
    return spelled and last.value in range(20, 100, 10) and token.value < 10


def _token(found: re.Match[str], last: Token, words: Vocabulary) -> Token:
    written = found[0]
    match found.lastgroup:
        case "clock":
            hours, minutes, *seconds = (int(part) for part in written.split(":"))
            return Token("c", hours * HOUR + minutes + sum(seconds) / 60)
        case "fraction":
            above, below = written.split("/")
            return Token("f", int(above) / int(below))
        case "number":
            return _number(written)
        case "dash":
            negative = _NEGATIVE.match(found.string, found.start()) and last.letter not in tuple("nocu")
            return Token("!" if negative else "-")
        case "word":
            return words.times.get(written, Token("w"))
    return Token("," if found.lastgroup == "comma" else "w")


def _number(written: str) -> Token:
    """In "1.30" the last two digits may be minutes, unless they are quarters of an hour or cannot be (1.75)."""
    if re.fullmatch(r"\d{1,3}(,\d{3})+", written):
        return Token("n", float(written.replace(",", "")))
    value = float(written.replace(",", "."))
    whole, _, decimals = written.replace(",", ".").partition(".")
    clock = len(decimals) == 2 and decimals not in ("00", "25", "50") and int(decimals) < 60
    return Token("n", value, as_clock=int(whole) * HOUR + int(decimals) if clock and whole else None)


def _stands_alone(letters: str, start: int, end: int) -> bool:
    """No second number, nothing that makes it another kind of time, and a comma inside only if it is all there is."""
    around = letters[:start] + letters[end:]
    return not _STRAY.search(around) and not ("," in letters[start:end] and "w" in around)


def _readings(found: re.Match[str], tokens: Sequence[Token]) -> Sequence[float]:
    """The minutes this time may mean; none where its units make no sense together."""
    parts = {name: tokens[slice(*found.span(name))] for name in found.groupdict() if found[name]}
    if clock := parts.get("clock"):
        unit = clock[1].value if len(clock) == 2 else HOUR
        return [clock[0].value * unit / HOUR] if unit in (HOUR, 1) else []
    if whole := parts.get("sum"):
        other = whole[0].as_clock if len(whole) == 2 and whole[1].value == HOUR else None
        return [minutes for minutes in (_minutes(whole), other) if minutes is not None]
    low, high = parts.get("low") or parts["first"], parts.get("high") or parts["second"]
    units = [token for token in (*high, *low) if token.letter == "u"]
    ends = [_minutes(end if set(end) & set(units) else [*end, *units[:1]]) for end in (low, high)]
    return [minutes for minutes in ends if minutes is not None] if None not in ends else []


def _minutes(tokens: Sequence[Token]) -> float | None:
    """The sum of its pieces, each of a smaller unit than the last; a number at the end counts the next unit down."""
    letters = "".join(token.letter for token in tokens)
    total, unit = 0.0, math.inf
    for piece in _PIECES.finditer(letters):
        if piece["rest"]:
            rest = tokens[-1].value
            return total + rest * unit / 60 if unit in (HOUR, 1) and rest < 60 else None
        last, unit = unit, tokens[letters.index("u", piece.start())].value
        if unit >= last:
            return None
        total += _amount(tokens[slice(*piece.span("amount"))]) * unit
        if piece["extra"]:
            total += _amount(tokens[slice(*piece.span("extra"))]) * unit
    return total if unit < math.inf else None


def _amount(tokens: Sequence[Token]) -> float:
    """ "three quarters of a" multiplies, "two and a half" adds; nothing at all is one: "hour and a half"."""
    total, product = 0.0, 1.0
    for token in tokens:
        if token.letter == "&":
            total, product = total + product, 1.0
        else:
            product *= token.value
    return total + product


def _settled(number: float, readings: Sequence[float], *, negative: bool, asked: bool = False) -> Took | Unclear | None:
    if not readings:
        return None
    if negative or max(readings) <= 0:
        raise DurationRefused("A time must be more than zero.")
    fitting = sorted({max(1.0, minutes) for minutes in readings if 0 < minutes <= LONGEST})
    if not fitting:
        hours = f"{min(readings) / HOUR:,.0f} hours"
        raise DurationRefused(f"{hours} is more than a task can take: how long did you work on it yourself?")
    if len(set(readings)) == 1 and not asked:
        return Took(fitting[0])
    return Unclear(number, tuple(fitting))
