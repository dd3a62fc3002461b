"""The chart: readable on a telephone, whatever the names and however wide the ranges, and no surer than the digest."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text as Written
from matplotlib.transforms import Bbox

from bot.chart import Line, Shape, Text, figure, kind_of, png, sketch, spread
from bot.domain.digest import Bar, Digest
from bot.slack.views import chart as in_slack
from sandbox.blocks import message_problems

PHONE = 360  # pixels wide, as Slack shows it there
NAMES = (
    "Bug triage",
    "Preparing the quarterly business review for our key accounts",
    "$x^2$ & <b> _{a}",
    "日本語 報告書の作成とお客様への返信",
    "Ünïcode 🙂 👩‍💻",
    "תיאור משימה בעברית",
)
WIDE = Bar("Wide", 0.9, 0.01, 40.0, settled=False)
FAR = Bar("Far", 30.0, 20.0, 45.0, settled=False)
LOW = Bar("Low", 0.03, 0.02, 0.5, settled=True, adjusted=True)
SURE = Bar("Sure", 0.7, 0.6, 0.8, settled=True, adjusted=True)
UNSURE = replace(SURE, task_type="Unsure", settled=False)
TOSSED = replace(SURE, task_type="Tossed", evidence="coin-decided")
PLAIN = replace(UNSURE, task_type="Plain", adjusted=False)
MIXED = (SURE, UNSURE, TOSSED, PLAIN)
SIX = tuple(
    replace(bar, task_type=name) for bar, name in zip((*MIXED, SURE, replace(TOSSED, settled=False)), NAMES, strict=True)
)


def reaching(high: float) -> Bar:
    return Bar("As wide as that", 1.0, 1 / high, high, settled=False)


def digest(*bars: Bar, team: str = "Support $team$", **figures: Any) -> Digest:
    return Digest(team, "weeks 1–8", date(2026, 7, 1), date(2026, 8, 31), "", (), bars, figures)


CHARTS = {
    "nothing": (),
    "one": (UNSURE,),
    "mixed": MIXED,
    "six": SIX,
    "open": (WIDE, FAR, LOW),
    **{f"reach {high}": (reaching(high),) for high in (1.1, 1.9, 2.1, 3.9, 4.2, 5, 7.3, 8.5, 9)},
    "long": (replace(SURE, task_type="x" * 300), replace(PLAIN, task_type="word " * 90), replace(SURE, task_type="W" * 60)),
}
every_chart = pytest.mark.parametrize("bars", CHARTS.values(), ids=CHARTS)


def extents(drawn: Figure) -> dict[Any, Bbox]:
    """Every line, point and text, with the pixels it takes."""
    drawn.canvas.draw()
    renderer = drawn.canvas.get_renderer()  # type: ignore[attr-defined]  # that of the Agg canvas
    artists = (*drawn.axes[0].lines, *drawn.axes[0].texts)
    return {artist: artist.get_window_extent(renderer) for artist in artists}


def parts(*bars: Bar, **figures: Any) -> list[Any]:
    return sketch(digest(*bars, **figures))[1]


def words(*bars: Bar, **figures: Any) -> list[str]:
    return [part.words for part in parts(*bars, **figures) if isinstance(part, Text)]


def shapes(*bars: Bar) -> list[Shape]:
    return [part for part in parts(*bars) if isinstance(part, Shape)]


def lines(*bars: Bar, colour: str) -> list[Line]:
    return [part for part in parts(*bars) if isinstance(part, Line) and part.colour == colour]


@pytest.mark.parametrize("count", range(7))
def test_there_is_a_picture_for_none_to_six_rows_and_for_any_name(count: int) -> None:
    picture = png(digest(*SIX[:count]))
    assert picture.startswith(b"\x89PNG\r\n")
    assert len(picture) < 250_000


@every_chart
def test_everything_is_inside_the_picture_the_arrows_too(bars: tuple[Bar, ...]) -> None:
    drawn = figure(digest(*bars, team="A team whose name is long, and then longer still, and does not end " * 3))
    outside = {str(artist): box for artist, box in extents(drawn).items() if not _inside(box, drawn.bbox)}
    assert outside == {}


def _inside(box: Bbox, frame: Any) -> bool:
    return bool(box.x0 >= frame.x0 and box.y0 >= frame.y0 and box.x1 <= frame.x1 and box.y1 <= frame.y1)


@every_chart
def test_no_two_texts_touch(bars: tuple[Bar, ...]) -> None:
    found = [(artist.get_text(), box) for artist, box in extents(figure(digest(*bars))).items() if isinstance(artist, Written)]
    touching = [(one, other) for (one, box), (other, next_box) in combinations(found, 2) if _overlap(box, next_box)]
    assert touching == []


def _overlap(one: Bbox, other: Bbox) -> bool:
    """Beside each other there must be a gap; above each other the tails of letters may meet."""
    return bool(one.x0 < other.x1 + 6 and other.x0 < one.x1 + 6 and one.y0 < other.y1 - 3 and other.y0 < one.y1 - 3)


@every_chart
def test_text_can_be_read_on_a_telephone(bars: tuple[Bar, ...]) -> None:
    drawn = figure(digest(*bars))
    wide = drawn.get_size_inches()[0]
    sizes = {text.get_text(): float(text.get_fontsize()) / 72 * PHONE / wide for text in drawn.axes[0].texts}
    assert {said: size for said, size in sizes.items() if size < 10} == {}


@pytest.mark.parametrize("name", [*NAMES, "Vertragsverlängerungsangebotsausarbeitungsbesprechungsrunde", "W" * 60])
def test_a_name_as_long_as_a_team_may_give_is_read_in_full(name: str) -> None:
    assert name.replace(" ", "") in "".join(words(replace(SURE, task_type=name))).replace(" ", "")


@pytest.mark.parametrize("name", ["x" * 300, "a " + "x" * 300, "word " * 90])
def test_a_name_without_end_keeps_its_beginning(name: str) -> None:
    assert "…" not in words(replace(SURE, task_type=name))
    assert name[:60].replace(" ", "") in "".join(words(replace(SURE, task_type=name))).replace(" ", "")


def test_a_short_word_before_a_long_one_does_not_stand_alone() -> None:
    assert any(said.startswith("a xxx") for said in words(replace(SURE, task_type="a " + "x" * 58)))


def test_what_the_font_cannot_draw_becomes_a_box() -> None:
    shown = [text.get_text() for text in figure(digest(replace(SURE, task_type="報告 Report"))).axes[0].texts]
    assert "□□ Report" in shown


def test_a_range_that_is_cut_off_ends_in_an_arrow_on_that_side_only() -> None:
    assert {shape.kind for shape in shapes(SURE)} == {"circle"}
    assert [shape.kind for shape in shapes(LOW)] == ["left"], "and the best guess, beyond the axis, is said instead"
    assert "best guess 97 % less, 98 % less to 50 % less" in words(LOW)
    assert {shape.kind for shape in shapes(FAR)[:-1]} == {"right"}
    assert sorted(shape.kind for shape in shapes(WIDE))[-2:] == ["left", "right"]


def test_ends_and_band_are_where_they_say() -> None:
    """On a log scale half and twice are equally far from the same; the band is what "about the same" means."""
    (span,) = (line for line in lines(reaching(2.0), colour="pale") if line.width < 2 and line.to_x - line.x > 100)
    assert (span.x + span.to_x) / 2 == pytest.approx(PHONE / 2)
    even = Bar("Even", 1.0, 0.9, 1 / 0.9, settled=True, adjusted=True)
    (band,) = (line for line in lines(even, colour="band") if line.width > 1)
    (range_drawn, *_) = lines(even, colour="ink")
    assert (range_drawn.x, range_drawn.to_x) == pytest.approx((band.x, band.to_x))


def test_what_settles_nothing_looks_like_it_without_any_colour() -> None:
    assert png(digest(SURE)) != png(digest(replace(SURE, settled=False)))
    assert [shape.hollow for shape in shapes(SURE)] == [False]
    assert all(shape.hollow for shape in shapes(UNSURE))
    assert lines(SURE, colour="ink")[0].width > 2 * lines(UNSURE, colour="pale")[1].width
    assert lines(UNSURE, colour="ink") == []


def test_the_legend_stands_where_something_is_hollow() -> None:
    hollow = "not enough evidence yet"
    assert hollow not in words(SURE)
    assert (hollow in words(UNSURE), "settled" in words(UNSURE)) == (True, False)
    assert {hollow, "settled"} <= set(words(SURE, UNSURE))


def test_rows_of_different_evidence_say_which_they_are() -> None:
    said = words(*MIXED)
    assert said.count("observed, size-adjusted") == 2
    assert said.count("coin-decided") == 1
    assert said.count("observed, not adjusted for task size") == 1
    assert [kind_of(bar) for bar in MIXED][2:] == ["coin-decided", "observed, not adjusted for task size"]
    assert [shape.kind for shape in shapes(SURE, TOSSED)] == ["circle", "diamond"]
    assert any(line.dashed for line in lines(PLAIN, colour="pale"))
    assert not any(line.dashed for line in (*lines(UNSURE, colour="pale"), *lines(TOSSED, colour="ink")))


@pytest.mark.parametrize(
    ("bar", "said"),
    [
        (SURE, "Observed, size-adjusted: a lead, not proof."),
        (UNSURE, "Observed, size-adjusted."),
        (PLAIN, "Observed, not adjusted for task size."),
        (TOSSED, "Coin-decided."),
    ],
)
def test_rows_of_one_kind_of_evidence_say_so_once(bar: Bar, said: str) -> None:
    found = words(bar, replace(bar, task_type="Another"))
    assert [line for line in found if said[:-1].casefold() in line.casefold()] == [said]


def test_the_level_is_said_where_it_is_one() -> None:
    cells = [{"ratio": 0.7, "level": 0.99}, {"ratio": None, "level": 0.95}]
    assert "Line: all that fits the answers at 99 %. Point: best guess." in words(SURE, cells=cells)
    assert "Line: all that fits the answers. Point: best guess." in words(SURE, cells=[*cells, {"ratio": 1.0, "level": 0.9}])


@pytest.mark.parametrize(
    ("low", "high", "settled", "said"),
    [
        (0.55, 0.9, True, "45 % less to 10 % less"),
        (0.5, 1.0, True, "50 % less to just under the same"),
        (1.0, 1.6, True, "just over the same to 60 % more"),
        (0.9, 1.0, True, "10 % less to the same"),
        (0.5, 1.0, False, "50 % less to the same"),
        (0.05, 25.0, False, "95 % less to more than 20 times"),
        (1.5, 3.0, True, "50 % more to 3 times"),
    ],
)
def test_the_range_is_said_in_the_words_of_the_digest(low: float, high: float, settled: bool, said: str) -> None:
    assert spread(Bar("Any", 1.0, low, high, settled)) == said


def test_the_same_digest_gives_the_same_picture_in_any_thread() -> None:
    with ThreadPoolExecutor(3) as threads:
        pictures = set(threads.map(png, [digest(WIDE, SURE)] * 6))
    assert pictures == {png(digest(WIDE, SURE))}


def test_in_a_message_rows_of_different_evidence_are_told_apart_below_the_chart() -> None:
    shown = in_slack.blocks({"chart": [asdict(bar) for bar in (*MIXED, replace(SURE, task_type="<!channel>"))]})
    assert message_problems(shown) == []
    assert [block["type"] for block in shown] == ["data_visualization", "context"]
    assert shown[0]["title"] == "Time with AI against without"
    assert shown[1]["elements"][0]["text"] == (
        "*Tossed*: coin-decided. *Sure, Unsure and &lt;!channel&gt;*: observed, size-adjusted. "
        "*Plain*: observed, not adjusted for task size."
    )


@pytest.mark.parametrize(
    ("bar", "title"),
    [
        (TOSSED, "Time with AI against without (coin-decided)"),
        (SURE, "Time with AI against without (observed)"),
        (replace(TOSSED, settled=False), "Nothing settled yet: time with AI (coin-decided)"),
    ],
)
def test_in_a_message_rows_of_one_kind_of_evidence_say_so_in_the_title(bar: Bar, title: str) -> None:
    shown = in_slack.blocks({"chart": [asdict(bar)]})
    assert message_problems(shown) == []
    assert [block.get("title") for block in shown] == [title]
