"""Days as people write them: "2026-12-24..2027-01-02", "24 Dec..2 Jan", "tomorrow", "until Friday", "3 days".

The rule: a day is understood or refused, never guessed. A day without a year is the next such day, a weekday without a date
is the next one from today on, and both ends of a range belong to it. "12/24" is one day here and another there, so it is none.
"""

import re
from datetime import date, timedelta

from bot.domain import language
from bot.domain.entries import WEEKDAYS, shown
from bot.domain.language import N_, _
from bot.domain.refusal import Refusal

LONGEST = timedelta(days=366)
BEGUN = timedelta(days=60)  # how long ago a range without a year may have begun
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SEPARATOR = re.compile(r"\s*(?:\.\.+|…|\bto\b|\buntil\b|\btill\b|\s[-–]\s|–)\s*")
_UNTIL = re.compile(r"^(?:until|till)\s+")
_EXAMPLE = N_("Write days like 2026-12-24..2027-01-02, 24 Dec..2 Jan, tomorrow, until Friday or 3 days.")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.?\s*([a-z]{3,9})\.?,?(?:\s+(\d{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s*(\d{1,2})(?:,?\s+(\d{4}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")


def days(text: str, today: date) -> tuple[date, date]:
    """The first and the last day of what was written, neither of which need lie ahead entirely."""
    words = " ".join(text.casefold().split())
    if found := re.fullmatch(r"(\d{1,3}) days?", words):
        return checked(today, today + timedelta(days=int(found[1]) - 1), today)
    parts = _SEPARATOR.split(words)
    if len(parts) > 2 or not parts[-1]:
        unread = _("I could not read {words} as days.", words=shown(text))
        raise Refusal(f"{unread} {_(_EXAMPLE)}")
    if len(parts) == 1:
        day = _day(parts[0], today, today)
        return checked(day, day, today)
    begins, ends = parts
    if re.fullmatch(r"\d{1,2}\.?", begins) and (month := re.search(r"[a-z]{3,}.*", ends)):
        begins = f"{begins} {month[0]}"  # 24..28 Dec
    since = _day(begins, today, today - BEGUN) if begins not in ("", "today", "now") else today
    until = _day(ends, today, since)
    if until.year > since.year and until - since > LONGEST / 2 and str(until.year) not in ends:
        until = since - timedelta(days=1)  # it would go all around the year: written the wrong way round
    return checked(since, until, today)


def day_to_come(text: str, today: date) -> date:
    """One day after today, as in "until Friday" or "1 December"."""
    words = " ".join(text.casefold().split())
    return _day(_UNTIL.sub("", words), today, today + timedelta(days=1))


def checked(since: date, until: date, today: date) -> tuple[date, date]:
    if until < since:
        raise Refusal(_("That range ends before it begins. Write its first day first."))
    if until < today:
        raise Refusal(_("These days are over already. Write the year as well if you mean another one."))
    if until - since >= LONGEST or since - today > LONGEST:
        raise Refusal(
            _("A range is at most a year long, and begins within a year. Write the years as well if you meant another.")
        )
    return max(since, today), until


def _day(words: str, today: date, earliest: date) -> date:
    """One day, not before `earliest` where nobody said which year or week."""
    if words in ("today", "tomorrow"):
        return today + timedelta(days=int(words == "tomorrow"))
    name = words.removeprefix("next ").removeprefix("on ")
    for number, weekday in enumerate(WEEKDAYS):
        if name in (weekday, weekday[:3]):
            first = max(today, earliest)
            return first + timedelta(days=(number - first.weekday()) % 7)
    if found := _ISO.fullmatch(words):
        return _date(int(found[1]), int(found[2]), int(found[3]), words)
    if found := _DOTTED.fullmatch(words):
        return _of_year(found[3], int(found[2]), int(found[1]), earliest, words)
    if found := _DAY_FIRST.fullmatch(words):
        return _of_year(found[3], _month(found[2], words), int(found[1]), earliest, words)
    if found := _MONTH_FIRST.fullmatch(words):
        return _of_year(found[3], _month(found[1], words), int(found[2]), earliest, words)
    raise _no_day(words)


def _month(name: str, words: str) -> int:
    for number, month in enumerate(_MONTHS, 1):
        if month.startswith(name) or name == "sept" == month[:4]:
            return number
    raise _no_day(words)


def _no_day(words: str) -> Refusal:
    unread = _("I could not read {words} as a day.", words=shown(words))
    return Refusal(f"{unread} {_(_EXAMPLE)}")


def _of_year(year: str | None, month: int, day: int, earliest: date, words: str) -> date:
    if year:
        return _date(int(year), month, day, words)
    this, following = _there_is(earliest.year, month, day), _there_is(earliest.year + 1, month, day)
    if this is None and following is None:
        return _date(earliest.year, month, day, words)
    return this if this and this >= earliest else following or _date(earliest.year, month, day, words)


def _there_is(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _date(year: int, month: int, day: int, words: str) -> date:
    found = _there_is(year, month, day)
    if found is None:
        none = _("There is no {day}.", day=shown(words))
        raise Refusal(f"{none} {_(_EXAMPLE)}")
    return found


def spelled(day: date) -> str:
    # Translators: one day in the middle of a sentence, such as "Friday 4 December 2026"
    return _("{weekday} {day}", weekday=language.weekday(day.weekday()), day=language.day_and_year(day))


def spelled_range(since: date, until: date) -> str:
    """It follows "you are out", and stands alone in a list."""
    if since == until:
        # Translators: when somebody is out, as in "You are out on Friday 4 December 2026."; also alone in a list
        return _("on {day}", day=spelled(since))
    # Translators: when somebody is out, as in "You are out from Monday 7 December 2026 to …"; also alone in a list
    return _("from {since} to {until}", since=spelled(since), until=spelled(until))
