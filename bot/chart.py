"""The digest's chart: for each task type, the range of times with AI against times without, around "same time".

It draws what the digest says and nothing else. A range that settles nothing looks like it: pale, with a hollow point; it
takes shape and shade to tell them apart, never colour alone. A picture of its own state, no pyplot: threads may share it.
"""

import io
import textwrap
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.domain.digest import Bar, Digest
from bot.domain.durations import as_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ft2font import FT2Font

_DARK, _PALE, _GREY = "#222222", "#9a9a9a", "#666666"
_TICKS = {
    0.125: "an eighth",
    0.25: "a quarter",
    0.5: "half the time",
    1.0: "same",
    2.0: "twice",
    4.0: "4 times",
    8.0: "8 times",
}
_FOOTERS = {frozenset({True}): "observed, size-adjusted", frozenset({False}): "observed, not adjusted for task size"}
_WIDEST = 8.0


def png(digest: Digest) -> bytes:
    """The chart as a PNG; a kind sentence instead when nothing may be drawn yet."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # here: only who draws loads matplotlib
    from matplotlib.figure import Figure

    rows = digest.chart
    figure = Figure(figsize=(9, 2.1 + 0.72 * len(rows)) if rows else (9, 2.6), dpi=120, facecolor="white")
    FigureCanvasAgg(figure)
    if rows:
        _ranges(figure, digest)
    else:
        _nothing(figure, digest)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _nothing(figure: "Figure", digest: Digest) -> None:
    kind = "Nothing to draw yet.\nA range appears here once enough people have\ndone the same kind of task with AI and without."
    figure.text(0.5, 0.42, kind, ha="center", va="center", fontsize=12, color=_GREY, linespacing=1.6)
    _title(figure, digest)


def _title(figure: "Figure", digest: Digest) -> None:
    height = float(figure.get_size_inches()[1])
    top = textwrap.shorten(_printable(f"{digest.team} · {digest.period}"), 90, placeholder=" …")
    figure.text(0.03, 1 - 0.3 / height, "Time with AI against without, by task type", fontsize=13, color=_DARK, va="center")
    figure.text(0.03, 1 - 0.58 / height, top, fontsize=9.5, color=_GREY, va="center", parse_math=False)


def _ranges(figure: "Figure", digest: Digest) -> None:
    height = float(figure.get_size_inches()[1])
    bottom, top = 0.85 / height, 0.85 / height
    axes = figure.add_axes((0.25, bottom, 0.49, 1 - bottom - top))
    axes.set_xscale("log", base=2)
    reach = min(max(2.2, *(max(1 / bar.low, bar.high) * 1.08 for bar in digest.chart)), _WIDEST * 1.1)
    axes.set_xlim(1 / reach, reach)
    axes.set_ylim(len(digest.chart) - 0.45, -0.55)
    axes.axvline(1, color=_DARK, linewidth=1, zorder=1)
    for row, bar in enumerate(digest.chart):
        _range(axes, row, bar, reach)
        name = "\n".join(textwrap.wrap(textwrap.shorten(_printable(bar.task_type), 52, placeholder=" …"), 26))
        place: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "parse_math": False}
        axes.text(-0.03, row, name, ha="right", fontsize=10, color=_DARK, **place)
        axes.text(1.03, row, _typical(bar), ha="left", fontsize=8.5, color=_GREY, linespacing=1.4, **place)
    _frame(axes, reach)
    _title(figure, digest)
    hollow = "" if all(bar.settled for bar in digest.chart) else "pale line, hollow point: settles nothing yet · "
    footer = _FOOTERS.get(
        frozenset(bar.adjusted for bar in digest.chart), "observed; the words say what is adjusted for task size"
    )
    figure.text(0.03, 0.16 / height, hollow + footer, fontsize=8.5, color=_GREY, va="center")


def _range(axes: "Axes", row: int, bar: Bar, reach: float) -> None:
    low, high = max(bar.low, 1 / reach), min(bar.high, reach)
    colour, width, fill = (_DARK, 3.0, _DARK) if bar.settled else (_PALE, 1.6, "white")
    axes.plot([low, high], [row, row], color=colour, linewidth=width, solid_capstyle="butt", zorder=2)
    for end, beyond, arrow in ((low, bar.low < low, "<"), (high, bar.high > high, ">")):
        axes.plot([end], [row], marker=arrow if beyond else "|", color=colour, markersize=8, markeredgewidth=width, zorder=2)
    point = min(max(bar.ratio, 1 / reach), reach)
    axes.plot([point], [row], marker="o", markersize=8, color=colour, markerfacecolor=fill, markeredgewidth=1.6, zorder=3)


def _frame(axes: "Axes", reach: float) -> None:
    ticks = [tick for tick in _TICKS if 1 / reach <= tick <= reach]
    axes.set_xticks(ticks, [_TICKS[tick] for tick in ticks], fontsize=9, color=_GREY)
    axes.set_xticks([], minor=True)
    axes.set_yticks([])
    axes.grid(axis="x", color="#e6e6e6", linewidth=0.8, zorder=0)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    at: dict[str, Any] = {"transform": axes.transAxes, "fontsize": 9, "color": _GREY, "va": "bottom"}
    axes.text(0.0, 1.0, "← less time with AI", ha="left", **at)
    axes.text(1.0, 1.0, "more time with AI →", ha="right", **at)


def _typical(bar: Bar) -> str:
    if not (bar.typical_with_ai and bar.typical_without_ai):
        return ""
    return f"typically about {as_words(bar.typical_with_ai)} with,\n{as_words(bar.typical_without_ai)} without"


def _printable(text: str) -> str:
    """Names may hold anything; what the font cannot draw becomes a box rather than a warning."""
    font = _font()
    return "".join(sign if font.get_char_index(ord(sign)) else "\u25a1" for sign in " ".join(text.split()))


@cache
def _font() -> "FT2Font":
    from matplotlib.font_manager import findfont, get_font

    font: FT2Font = get_font(findfont("DejaVu Sans"))
    return font
