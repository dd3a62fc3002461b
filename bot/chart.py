"""The digest's chart: for each task type, the range of times with AI against times without, around "about the same".

It draws what the digest says and nothing else. A range that settles nothing looks like it: thin, pale, its point hollow. It
takes shape, shade and words to tell things apart, never colour alone. What is to be drawn is laid out once, in pixels of a
telephone 360 wide, and then painted here as a PNG; the page writes it as SVG. No pyplot, no state: threads may share it.
"""

import io
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from math import log2
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.domain.chartwords import TITLE, UNSETTLED, end, footer, kind_of, spread
from bot.domain.digest import Bar, Digest
from bot.domain.language import N_, _, pgettext
from bot.domain.timewords import BY_COIN, NOT_ADJUSTED_CLASS
from bot.domain.verdict import ALIKE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ft2font import FT2Font

__all__ = ["figure", "kind_of", "png", "sketch", "spread"]

COLOURS = {"paper": "#ffffff", "ink": "#1d2429", "grey": "#5c666d", "pale": "#868f95", "track": "#f3f5f6", "band": "#dfe6ea"}
WIDTH, _EDGE = 360.0, 12.0
_LEFT, _RIGHT = 22.0, 338.0  # the axis; what is cut off there keeps its arrow inside the picture
_SCALE, _DOTS = 60, 180  # of our pixels, and of the PNG's, in an inch
# Translators: marks on the axis of a chart: this much of the time without AI. There is room for about 8 letters each.
_TICKS = {
    0.125: N_("1/8"),
    0.25: N_("1/4"),
    0.5: N_("half"),
    1.0: N_("same"),
    2.0: N_("twice"),
    4.0: N_("4 times"),
    8.0: N_("8 times"),
}
_FARTHEST = 8.8  # times as long, or as short; beyond it a range is cut off
_NAME, _TEXT, _STRIP = 12.5, 10.5, 20.0
_STROKE = {True: ("ink", 3.4), False: ("pale", 1.5)}  # by whether it is settled
_KIND = N_("A range appears here once enough people have done the same kind of task with AI and without.")


class Line(NamedTuple):
    x: float
    y: float
    to_x: float
    to_y: float
    colour: str
    width: float
    dashed: bool = False


class Shape(NamedTuple):
    """A point or the head of an arrow. A hollow one is filled with the paper."""

    kind: str  # "circle", "diamond", "left" or "right"
    x: float
    y: float
    colour: str
    hollow: bool = False


class Text(NamedTuple):
    x: float
    y: float  # of the line it stands on
    words: str
    size: float = _TEXT
    colour: str = "grey"
    anchor: str = "start"


Part = Line | Shape | Text


def png(digest: Digest) -> bytes:
    """The chart as a PNG; a kind sentence instead when nothing may be drawn yet."""
    out = io.BytesIO()
    figure(digest).savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


# What is drawn, and where


def sketch(digest: Digest) -> tuple[float, list[Part]]:
    """The height, and everything in it from back to front."""
    parts: list[Part] = [Text(_EDGE, 24, _(TITLE), 13.5, "ink")]
    y = _stack(parts, _lines(f"{digest.team} · {digest.period}", _TEXT, 2), 27, 15)
    if not digest.chart:
        return _stack(parts, [_("Nothing to draw yet."), *_lines(_(_KIND), _TEXT, 3)], y + 14, 16) + 16, parts
    y += 22
    # Translators: above the left half of a chart; there is room for about 25 letters
    parts.append(Text(_EDGE, y, _("← less time with AI")))
    # Translators: above the right half of a chart; there is room for about 25 letters
    parts.append(Text(WIDTH - _EDGE, y, _("more time with AI →"), anchor="end"))
    y += 8
    reach = min(max(2.2, *(max(1 / bar.low, bar.high) * 1.08 for bar in digest.chart)), _FARTHEST)
    differ = len({kind_of(bar) for bar in digest.chart}) > 1
    for bar in digest.chart:
        y = _row(parts, bar, y, reach, differ)
    parts += _axis(y + 13, reach)
    y += 24
    if not all(bar.settled for bar in digest.chart):
        parts += _legend(digest.chart, y + 11)
        y += 18
    return _stack(parts, [line for said in footer(digest) for line in _lines(said, _TEXT, 2)], y, 14) + 12, parts


def _stack(parts: list[Part], lines: Sequence[str], y: float, step: float, *look: Any) -> float:
    """Lines of text below each other, and where they end."""
    parts += [Text(_EDGE, y + step * n, words, *look) for n, words in enumerate(lines, 1)]
    return y + step * len(lines)


def _row(parts: list[Part], bar: Bar, y: float, reach: float, differ: bool) -> float:
    """A task type: its name, what its range says and what kind of evidence it is, and below them the range. Where it ends."""
    room, names, fits = WIDTH - 2 * _EDGE, _lines(bar.task_type, _NAME, 3), spread(bar)
    if _at(bar.ratio, reach) is None:
        # Translators: in a chart: "best guess 10 times, 9 times to 12 times"
        fits = _("best guess {best}, {range}", best=end(bar, bar.ratio), range=fits)
    beside = len(names) == 1 and _long(names[0], _NAME) + 14 + _long(fits, _TEXT) <= room
    notes = ([] if beside else [fits]) + ([_(kind_of(bar))] if differ else [])
    if _long(" · ".join(notes), _TEXT) <= room:
        notes = [" · ".join(notes)] if notes else []
    y = _stack(parts, names, y + 5, 15, _NAME, "ink")
    if beside:
        parts.append(Text(WIDTH - _EDGE, y, fits, anchor="end"))
    y = _stack(parts, notes, y, 13.5) + 5
    parts += [*_strip(y, reach), *_range(bar, y + _STRIP / 2, reach)]
    return y + _STRIP


def _strip(y: float, reach: float) -> Iterator[Part]:
    middle = y + _STRIP / 2
    yield Line(_EDGE, middle, WIDTH - _EDGE, middle, "track", _STRIP)
    yield Line(_x(ALIKE, reach), middle, _x(1 / ALIKE, reach), middle, "band", _STRIP)
    for tick in _ticks(reach):
        x = _x(tick, reach)
        yield Line(x, y, x, y + _STRIP, "pale" if tick == 1 else "band", 1.0)


def _range(bar: Bar, y: float, reach: float) -> Iterator[Part]:
    """From end to end, the point between them. What lies beyond the axis becomes an arrow, and a point there is not drawn."""
    colour, width = _STROKE[bar.settled]
    one, other = (_x(min(max(ratio, 1 / reach), reach), reach) for ratio in (bar.low, bar.high))
    yield Line(one, y, other, y, colour, width, dashed=kind_of(bar) == NOT_ADJUSTED_CLASS)
    for ratio in (bar.low, bar.high):
        if x := _at(ratio, reach):
            yield Line(x, y - 5, x, y + 5, colour, width)
        else:
            yield Shape("left" if ratio < 1 else "right", _LEFT if ratio < 1 else _RIGHT, y, colour, not bar.settled)
    if x := _at(bar.ratio, reach):
        yield Shape(_point(bar), x, y, colour, not bar.settled)


def _point(bar: Bar) -> str:
    return "diamond" if bar.evidence == BY_COIN else "circle"


def _axis(y: float, reach: float) -> Iterator[Part]:
    # Translators: the middle of a chart's axis, where there is room for more than "same"
    about_same = pgettext("in a chart", "about the same")
    same, half = _long(about_same, _TEXT) / 2, _long(_(_TICKS[0.5]), _TEXT) / 2
    roomy = _x(1, reach) - same - 6 > _x(0.5, reach) + half
    for tick in _ticks(reach):
        words = about_same if tick == 1 and roomy else _(_TICKS[tick])
        yield Text(_x(tick, reach), y, words, anchor="middle")


def _legend(bars: Sequence[Bar], y: float) -> Iterator[Part]:
    """What thin and hollow means, and thick and full if there is such a row."""
    x = _EDGE
    # Translators: in a chart's legend, of a line that is thick because its range leaves out "the same"
    for settled, words in ((True, pgettext("in a chart", "settled")), (False, _(UNSETTLED))):
        alike = [bar for bar in bars if bar.settled == settled]
        if alike:
            yield Line(x, y - 3.5, x + 30, y - 3.5, *_STROKE[settled])
            yield Shape(_point(alike[0]), x + 15, y - 3.5, _STROKE[settled][0], not settled)
            yield Text(x + 38, y, words)
            x += 38 + _long(words, _TEXT) + 24


def _ticks(reach: float) -> list[float]:
    return [tick for tick in _TICKS if 1 / reach <= tick <= reach]


def _x(ratio: float, reach: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (log2(ratio) / log2(reach) + 1) / 2


def _at(ratio: float, reach: float) -> float | None:
    """Where on the axis, if it is on it."""
    return _x(ratio, reach) if 1 / reach <= ratio <= reach else None


# Letters, and how wide they are


def _lines(words: str, size: float, most: int) -> list[str]:
    """Broken between words unless that wastes half a line, and cut only when the last line is full."""
    room, rest, out = WIDTH - 2 * _EDGE, " ".join(words.split()), list[str]()
    while rest and len(out) < most:
        fits = _fitting(rest, size, room)
        if fits < len(rest) and len(out) == most - 1:
            fits = _fitting(rest, size, room - _long("…", size))
            out.append(f"{rest[:fits].rstrip()}…")
            break
        if fits < len(rest) and " " in rest[fits // 2 : fits + 1]:
            fits = rest.rindex(" ", 0, fits + 1)
        out.append(rest[:fits])
        rest = rest[fits:].lstrip()
    return out


def _fitting(words: str, size: float, room: float) -> int:
    """How many signs have room; never fewer than one."""
    return max(1, next((n for n in range(1, len(words)) if _long(words[: n + 1], size) > room), len(words)))


def _long(words: str, size: float) -> float:
    return size * sum(map(_advance, words))


@cache
def _advance(sign: str) -> float:
    """The width of a sign in the font of the picture, or in another's where it has none: those of East Asia are square."""
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    font = _font()
    font.set_size(100, 72)
    return float(font.load_char(ord(_drawable(sign))).linearHoriAdvance) / 6_553_600


def _drawable(words: str) -> str:
    """Names may hold anything; what the font cannot draw becomes a box rather than a warning."""
    font = _font()
    return "".join(sign if font.get_char_index(ord(sign)) else "\u25a1" for sign in words)


def _font() -> "FT2Font":
    from matplotlib.font_manager import findfont, get_font

    return get_font(findfont("DejaVu Sans"))  # this thread's own


# As a picture


def figure(digest: Digest) -> "Figure":
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # here: only who draws loads matplotlib
    from matplotlib.figure import Figure

    height, parts = sketch(digest)
    drawn = Figure(figsize=(WIDTH / _SCALE, height / _SCALE), dpi=_DOTS, facecolor=COLOURS["paper"])
    FigureCanvasAgg(drawn)
    axes = drawn.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    for order, part in enumerate(parts):
        _paint(axes, part, {"color": COLOURS[part.colour], "zorder": order + 1})
    return drawn


def _paint(axes: "Axes", part: Part, look: dict[str, Any]) -> None:
    point = 72 / _SCALE  # a pixel of ours, in printers' points
    match part:
        case Line():
            look |= {"dashes": (3, 2)} if part.dashed else {"solid_capstyle": "butt"}
            axes.plot([part.x, part.to_x], [part.y, part.to_y], linewidth=part.width * point, **look)
        case Shape():
            marker, size = _MARKERS[part.kind]
            look |= {"markersize": size * point, "markeredgewidth": 1.6 * point}
            look |= {"markerfacecolor": COLOURS["paper"]} if part.hollow else {}
            axes.plot([part.x], [part.y], marker=marker, **look)
        case Text():
            look |= {"ha": {"start": "left", "middle": "center", "end": "right"}[part.anchor], "va": "baseline"}
            axes.text(part.x, part.y, _drawable(part.words), fontsize=part.size * point, parse_math=False, **look)


_MARKERS = {"circle": ("o", 8.4), "diamond": ("D", 7.4), "left": ("<", 10.5), "right": (">", 10.5)}
