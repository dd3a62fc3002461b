"""Days as people write them: "2026-12-24..2027-01-02", "24 Dec..2 Jan", "tomorrow", "until Friday", "3 days".

The rule: a day is understood or refused, never guessed. A day without a year is the next such day, a weekday without a date
is the next one from today on, and both ends of a range belong to it. "12/24" is one day here and another there, so it is none.
"""

import re
from datetime import date, timedelta

from bot.domain.entries import WEEKDAYS, shown
from bot.domain.refusal import Refusal

LONGEST = timedelta(days=366)
BEGUN = timedelta(days=60)  # how long ago a range without a year may have begun
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SEPARATOR = re.compile(r"\s*(?:\.\.+|…|\bto\b|\buntil\b|\btill\b|\s[-–]\s|–)\s*")
_UNTIL = re.compile(r"^(?:until|till)\s+")
_EXAMPLE = "Write days like 2026-12-24..2027-01-02, 24 Dec..2 Jan, tomorrow, until Friday or 3 days."
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
        raise Refusal(f"I could not read {shown(text)} as days. {_EXAMPLE}")
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
        raise Refusal("That range ends before it begins. Write its first day first.")
    if until < today:
        raise Refusal("These days are over already. Write the year as well if you mean another one.")
    if until - since >= LONGEST or since - today > LONGEST:
        raise Refusal("A range is at most a year long, and begins within a year. Write the years as well if you meant another.")
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
    raise Refusal(f"I could not read {shown(words)} as a day. {_EXAMPLE}")


def _month(name: str, words: str) -> int:
    for number, month in enumerate(_MONTHS, 1):
        if month.startswith(name) or name == "sept" == month[:4]:
            return number
    raise Refusal(f"I could not read {shown(words)} as a day. {_EXAMPLE}")


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
        raise Refusal(f"There is no {shown(words)}. {_EXAMPLE}")
    return found


def spelled(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def spelled_range(since: date, until: date) -> str:
    return f"on {spelled(since)}" if since == until else f"from {spelled(since)} to {spelled(until)}"
