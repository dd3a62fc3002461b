"""In which language somebody is spoken to. The English sentence in the code is the key; a catalogue has the others.

`_("…")` looks a sentence up at the moment it is said, so whoever answers somebody does it inside `speaking(their_language)`.
What a sentence is filled with is named in it (`{team}`), so that another language may put it elsewhere. Dates and numbers
follow the same language. The names are those of gettext, and the catalogues are its `.po` files, in `bot/languages/`.
"""

import gettext
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, time
from functools import cache
from importlib.resources import files
from io import BytesIO, StringIO
from typing import Any
from unicodedata import combining, normalize

from babel import dates, numbers
from babel.core import Locale
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch", "es": "Español", "fr": "Français", "tr": "Türkçe"}
_PLACES = {ENGLISH: "en_GB"}  # the day before the month
_SPOKEN: ContextVar[str] = ContextVar("language", default=ENGLISH)


def of_locale(locale: str | None) -> str | None:
    """The language of a locale such as "de-CH" or "pt_BR"; None where we do not speak it."""
    code = (locale or "").replace("_", "-").partition("-")[0].casefold()
    return code if code in LANGUAGES else None


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Say everything inside in this language; in English where there is none."""
    token = _SPOKEN.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken() -> str:
    return _SPOKEN.get()


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    if language == ENGLISH:
        return gettext.NullTranslations()
    text = files("bot.languages").joinpath(f"{language}.po").read_text(encoding="utf-8")
    machine = BytesIO()
    write_mo(machine, read_po(StringIO(text), language))
    machine.seek(0)
    return gettext.GNUTranslations(machine)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a sentence that is looked up later, where it is said."""
    return text


def _(text: str, **filled: Any) -> str:
    said = catalogue(spoken()).gettext(text) if text else ""
    return said.format(**filled) if filled else said


def pgettext(context: str, text: str, **filled: Any) -> str:
    """A word that means something else elsewhere, such as "More"; the context says what it means here."""
    said = catalogue(spoken()).pgettext(context, text)
    return said.format(**filled) if filled else said


def ngettext(one: str, many: str, n: int, **filled: Any) -> str:
    """`n` fills `{n}` as well."""
    return catalogue(spoken()).ngettext(one, many, n).format(n=number(n), **filled)


def _locale() -> Locale:
    return Locale.parse(_PLACES.get(spoken(), spoken()))


def day(of: date) -> str:
    """ "21 November", as the language writes it."""
    return dates.format_skeleton("MMMMd", of, locale=_locale())


def day_and_year(of: date) -> str:
    """ "21 November 2026"."""
    return dates.format_date(of, "long", locale=_locale())


def month(of: date) -> str:
    """The name of its month, standing alone: "July"."""
    return str(dates.format_date(of, "LLLL", locale=_locale()))


def weekday(day_of_week: int) -> str:
    """The name of a day of the week, Monday being 0; for the middle of a sentence."""
    return str(dates.get_day_names("wide", "format", _locale())[day_of_week])


def clock(of: time) -> str:
    """ "09:00": twenty-four hours, as in all of our languages."""
    return f"{of:%H:%M}"


def number(value: float) -> str:
    """ "1,234.5": with the separators of the language, and at most three decimals."""
    return str(numbers.format_decimal(value, locale=_locale()))


def join(names: Sequence[str]) -> str:
    """ "a, b and c"."""
    return str(format_list(list(names), "standard", _locale()))


def folded(text: str) -> str:
    """For comparing what was typed: in small letters, without accents, and with one kind of i, as keyboards differ."""
    letters = normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not combining(letter)).replace("ı", "i")


def capital(text: str) -> str:
    """With its first letter large; Turkish has two kinds of i."""
    first = {"i": "İ", "ı": "I"}.get(text[:1]) if spoken() == "tr" else None
    return (first or text[:1].upper()) + text[1:]


def uncapital(text: str) -> str:
    """For the middle of a sentence: with a small first letter, but in German, where it may be a noun's."""
    if spoken() == "de" or text.startswith("I "):
        return text
    first = {"I": "ı", "İ": "i"}.get(text[:1]) if spoken() == "tr" else None
    return (first or text[:1].lower()) + text[1:]
