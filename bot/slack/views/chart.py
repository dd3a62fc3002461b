"""The chart of a digest in a message: Slack's own, or a picture, or a sentence that there is none. The lines above say it all.

Every task type has three bars around "the same time": the lowest that fits, the best guess, the highest. A range that settles
nothing thus goes both ways, or is marked with "?". Where the rows are not all evidence of one kind, a line below says of which
each is. When Slack refuses a chart, `plainer` says how to say it instead.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.language import N_, _, join, pgettext
from bot.domain.timewords import ADJUSTED_CLASS, BY_COIN, NOT_ADJUSTED_CLASS, OBSERVED, kind_of
from bot.slack.views.blocks import Block, context, cut, escape

NATIVE, UPLOAD, PICTURE, WORDS = "native", "upload", "picture", "words"
ALT = N_("Time with AI against without, by task type: the ranges that the lines above give in words.")
ASK_AGAIN = 10.0  # seconds: Slack works on a new file for a moment, and refuses it until then
_MOST_TRIES = 3  # of an upload, and then of showing it
_NAME_LIMIT, _TEXT_LIMIT = 20, 50
_CEILING = 300  # percent more; beyond it one bar would make all others look like nothing


def blocks(payload: Mapping[str, Any]) -> list[Block]:
    """The chart as this letter is to show it; nothing where there is nothing to draw."""
    bars = payload.get("chart")
    if not bars:
        return []
    way = payload.get("chart_as", NATIVE)
    if way == PICTURE:
        return [{"type": "image", "slack_file": {"id": payload["chart_file"]}, "alt_text": _(ALT)}]
    if way == WORDS:
        return [context(_("The chart cannot be shown here. The lines above say all of it."))]
    return [native(bars), *_kinds(bars)]


def plainer(payload: Mapping[str, Any]) -> tuple[dict[str, Any], float] | None:
    """How to say a letter whose chart was refused, and after how many seconds. None: there is nothing plainer."""
    way = payload.get("chart_as", NATIVE)
    if not payload.get("chart") or way == WORDS:
        return None
    return again(payload) if way == PICTURE else ({**payload, "chart_as": UPLOAD}, 0.0)


def again(payload: Mapping[str, Any], seconds: float = ASK_AGAIN) -> tuple[dict[str, Any], float]:
    """The same once more, a little later; but not for ever."""
    tries = payload.get("chart_tries", 1)
    return ({**payload, "chart_tries": tries + 1}, seconds) if tries < _MOST_TRIES else (in_words(payload), 0.0)


def with_picture(payload: Mapping[str, Any], file: str) -> dict[str, Any]:
    return {**payload, "chart_as": PICTURE, "chart_tries": 1, "chart_file": file}


def in_words(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {**payload, "chart_as": WORDS}


def native(bars: Sequence[Mapping[str, Any]]) -> Block:
    """Slack's `data_visualization`: percent less or more time with AI, 0 being the same."""
    labels = _labels(bars)
    series = [
        {
            "name": name,
            "data": [{"label": label, "value": _percent(bar[end])} for label, bar in zip(labels, bars, strict=True)],
        }
        for name, end in _series()
    ]
    # Translators: beside a chart's axis, in at most 50 letters: "20" on it is 20 % more time with AI, "-20" is 20 % less
    beside = cut(_("% less (below 0) or more time with AI"), _TEXT_LIMIT)
    axis = {"categories": labels, "x_label": _legend(bars), "y_label": beside}
    return {
        "type": "data_visualization",
        "title": _title(bars),
        "chart": {"type": "bar", "series": series, "axis_config": axis},
    }


def _series() -> tuple[tuple[str, str], ...]:
    """The three bars of a task type, and what is in them."""
    # Translators: one of three bars in a chart: the lowest difference that fits the answers
    low = pgettext("in a chart", "lowest that fits")
    # Translators: one of three bars in a chart
    best = pgettext("in a chart", "best guess")
    # Translators: one of three bars in a chart: the highest difference that fits the answers
    high = pgettext("in a chart", "highest that fits")
    return (low, "low"), (best, "ratio"), (high, "high")


def _title(bars: Sequence[Mapping[str, Any]]) -> str:
    """At most 50 characters, as Slack allows."""
    settled, kinds = any(bar["settled"] for bar in bars), {bar.get("evidence", OBSERVED) for bar in bars}
    # Translators: a chart's title, in at most 35 letters
    title = _("Time with AI against without") if settled else _("Nothing settled yet: time with AI")
    return cut(f"{title} ({_(kinds.pop())})" if len(kinds) == 1 else title, _TEXT_LIMIT)


def _kinds(bars: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Which task types are evidence of which kind, strongest first; nothing where all are of one."""
    found: dict[str, list[str]] = {BY_COIN: [], ADJUSTED_CLASS: [], NOT_ADJUSTED_CLASS: []}
    for bar in bars:
        kind = kind_of(bar.get("evidence", ""), bool(bar.get("adjusted")))
        found[kind].append(escape(" ".join(bar["task_type"].split())))
    said = [f"*{join(names)}*: {_(kind)}" for kind, names in found.items() if names]
    return [context(f"{'. '.join(said)}.")] if len(said) > 1 else []


def _percent(ratio: float) -> int:
    return min(round(100 * ratio) - 100, _CEILING)


def _legend(bars: Sequence[Mapping[str, Any]]) -> str:
    """At most 50 characters, as Slack allows."""
    # Translators: below a chart, all three in at most 50 letters: "0 = same, ? = not settled, 300 = 4 times or more"
    said = [_("0 = same")]
    if not all(bar["settled"] for bar in bars):
        # Translators: below a chart; see "0 = same"
        said.append(_("? = not settled"))
    if any(_percent(bar["high"]) == _CEILING for bar in bars):
        # Translators: below a chart; see "0 = same". A bar is cut off at {percent}.
        said.append(_("{percent} = 4 times or more", percent=_CEILING))
    return cut(", ".join(said), _TEXT_LIMIT)


def _labels(bars: Sequence[Mapping[str, Any]]) -> list[str]:
    """The task types in at most twenty characters, each still different from the others; what a coin decided says so where
    it stands beside what people chose."""
    labels: list[str] = []
    mixed = len({bar.get("evidence", OBSERVED) for bar in bars}) > 1
    # Translators: behind a kind of task in a chart, in at most 6 letters: it was tossed for
    by_coin = pgettext("in a chart", "coin")
    for bar in bars:
        coin = f", {by_coin}" if mixed and bar.get("evidence") == BY_COIN else ""
        name, mark, number = " ".join(bar["task_type"].split()), coin if bar["settled"] else f"{coin} ?", 1
        label = cut(name, _NAME_LIMIT - len(mark)) + mark
        while label in labels:
            number += 1
            mark_again = f" {number}{mark}"
            label = cut(name, _NAME_LIMIT - len(mark_again)) + mark_again
        labels.append(label)
    return labels
