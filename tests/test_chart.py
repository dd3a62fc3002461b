"""The chart: a picture for every digest, whatever the names and however wide the ranges."""

from datetime import date

import pytest

from bot.chart import png
from bot.domain.digest import Bar, Digest

NAMES = (
    "Bug triage",
    "A name that nobody shortened before it was put on a chart at all",
    "$x^2$ & <b>",
    "日本語 報告",
    "Ünïcode 🙂",
)
WIDE = Bar("Wide", 0.9, 0.01, 40.0, settled=False)


def digest(*bars: Bar) -> Digest:
    return Digest("Support $team$", "weeks 1–8", date(2026, 7, 1), date(2026, 8, 31), "", (), bars, {})


@pytest.mark.parametrize("count", [0, 1, 5])
def test_there_is_a_picture_for_none_one_and_five_rows_and_for_any_name(count: int) -> None:
    bars = [Bar(name, 0.9, 0.6, 1.35, False, 30, 45) for name in NAMES[:count]]
    picture = png(digest(*bars))
    assert picture.startswith(b"\x89PNG\r\n")
    assert len(picture) < 200_000


def test_ranges_beyond_the_axis_and_settled_ones_are_drawn_too() -> None:
    assert png(digest(WIDE, Bar("Far", 30.0, 20.0, 40.0, settled=False), Bar("Sure", 0.7, 0.6, 0.8, settled=True)))


def test_what_settles_nothing_looks_different_from_what_does() -> None:
    unsettled, settled = (png(digest(Bar("Bug triage", 0.7, 0.6, 0.8, settled=sure))) for sure in (False, True))
    assert unsettled != settled


def test_the_same_digest_gives_the_same_picture() -> None:
    assert png(digest(WIDE)) == png(digest(WIDE))
