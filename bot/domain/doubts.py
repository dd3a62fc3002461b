"""What is asked back before anything is guessed: which unit was meant, and whether a long time was."""

from dataclasses import dataclass

from bot.domain.durations import as_words
from bot.domain.language import N_, _
from bot.domain.ownquestions import OwnQuestion
from bot.domain.questions import Option
from bot.domain.summary import either

AGAIN, SURE = "again", "sure:"
TYPE_IT = N_("How long was it? Type it, for example 90 min, 1:30 or 2 h.")
TYPE_A_NUMBER = N_("Type a number, such as 3 or 2.5.")


@dataclass(frozen=True)
class Doubt:
    """What an answer may have meant. Asked back once, never guessed; no options means: type it."""

    key: str
    text: str
    options: tuple[Option, ...] = ()


def type_it(key: str) -> Doubt:
    return Doubt(key, _(TYPE_IT))


def long_time(key: str, minutes: float) -> Doubt:
    words = as_words(minutes)
    text = _("{time} of your own working time, without waiting or breaks?", time=words)
    return Doubt(key, text, _yes_or_no(words, f"{minutes:g}"))


def unit_doubt(key: str, readings: tuple[float, ...]) -> Doubt:
    """A number that could mean several times is asked back: "90 minutes" or "90 hours", in words one can press."""
    text = _("Is that {readings}?", readings=either(as_words(minutes) for minutes in readings))
    return Doubt(key, text, tuple(Option(f"{minutes:g}", as_words(minutes)) for minutes in readings))


def odd_number(own: OwnQuestion, value: float) -> Doubt:
    words = own.in_words(value)
    return Doubt(own.key, _("Is {number} what you meant?", number=words), _yes_or_no(words, repr(value)))


def _yes_or_no(words: str, code: str) -> tuple[Option, Option]:
    return Option(f"{SURE}{code}", _("Yes, {time}", time=words)), Option(AGAIN, _("No, let me correct it"))
