"""Days off: the public holidays of a country or one of its regions. Loads `holidays`, when the first one is asked for.

A country is two letters, and a region follows after a hyphen: "DE", "DE-BY". What is not known is not a holiday: a country
that a newer list no longer has may not keep a whole team from being planned.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import lru_cache

_ALSO = {"UK": "GB"}


def country(text: str) -> str | None:
    """A country or region as it is kept; None when it is none."""
    code, hyphen, region = text.strip().partition("-")
    code = _ALSO.get(code.upper(), code.upper())
    known = regions(code)
    if known is None:
        return None
    if not hyphen:
        return code
    found = next((one for one in known if one.casefold() == region.strip().casefold()), None)
    return f"{code}-{found}" if found else None


def regions(code: str) -> tuple[str, ...] | None:
    """The regions of a country that have holidays of their own; None when there is no such country."""
    from holidays import list_supported_countries

    found = list_supported_countries(include_aliases=False).get(code)
    return tuple(found) if found is not None else None


def public_holidays(place: str | None, since: date, until: date) -> frozenset[date]:
    """The public holidays of a country or region from `since` to `until`."""
    if not place:
        return frozenset()
    return frozenset(
        day for year in range(since.year, until.year + 1) for day in _of_year(place, year) if since <= day <= until
    )


@lru_cache(maxsize=512)
def _of_year(place: str, year: int) -> Collection[date]:
    from holidays import country_holidays

    code, _, region = place.partition("-")
    try:
        return frozenset(country_holidays(code, subdiv=region or None, years=year))
    except NotImplementedError:  # dropped by the library since somebody set it: `doctor` says so
        return frozenset()


def days_off(listed: Iterable[str], place: str | None, since: date, until: date) -> frozenset[date]:
    """The public holidays there, and every day of a team's own list, as it is kept."""
    return frozenset(map(date.fromisoformat, listed)) | public_holidays(place, since, until)


def days(since: date, until: date) -> frozenset[date]:
    """Every day from `since` to `until`, both included; none when it ends before it begins."""
    return frozenset(since + timedelta(days=n) for n in range((until - since).days + 1))
