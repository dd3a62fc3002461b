"""Numbers as people type them: "1,5", "1.5", "2 days", "three". What is no number is None, and nothing is guessed.

Which sign stands before decimals is the language's: "1,500" is fifteen hundred in English and one and a half in German. A sign
of the other kind is taken for what it must be: "1,5" is no thousands anywhere.
"""

import math
import re

from bot.domain.language import folded, number
from bot.domain.ownquestions import LARGEST
from bot.domain.vocabulary import known

ODD = 10_000.0  # asked about once
_NUMBER = re.compile(r"([+-]?)(\d[\d.,'\s]*)\s*(\D*)")


def read(text: str, unit: str = "") -> float | None:
    """The number that was typed, with or without its unit."""
    plain = folded(text[:60]).replace("−", "-").replace("’", "'").strip(" .!?~\t\n")
    for words in known():
        token = words.times.get(plain)
        if token and token.letter in ("n", "o") and token.spelled:
            return token.value
    found = _NUMBER.fullmatch(plain)
    if not found or not _is_unit(found[3].strip(), folded(unit)):
        return None
    value = _value(re.sub(r"[\s']", "", found[2]).rstrip(".,"))
    if value is None or value > LARGEST:
        return None
    return -value if found[1] == "-" and value else value


def odd(value: float, unit: str = "") -> bool:
    """Is it worth asking whether this was meant? Below nothing, more than a hundred percent, or very large."""
    return value < 0 or value > (100 if unit.strip() == "%" else ODD)


def finite(value: float) -> bool:
    return math.isfinite(value) and abs(value) <= LARGEST


def _is_unit(typed: str, unit: str) -> bool:
    """Its unit, one of it ("1 day"), or a beginning of it ("2 d")."""
    return not typed or (bool(unit) and unit.startswith(typed))


def _value(digits: str) -> float | None:
    decimal = number(0.5)[1]
    signs = [sign for sign in ".," if sign in digits]
    if len(signs) > 1:
        decimal = max(signs, key=digits.rindex)
    elif signs and signs[0] != decimal:
        (sign,) = signs
        decimal = decimal if re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{sign}\d{{3}})+", digits) else sign
    plain = digits.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    try:
        return float(plain)
    except ValueError:
        return None
