"""Slack's rules for the chart inside a data_visualization block, which need counting and comparing."""

from __future__ import annotations

from itertools import chain
from typing import Any

Problem = tuple[str, str]  # (what is wrong, where below the chart)


def chart_problems(chart: Any) -> list[Problem]:
    """What Slack would refuse: counts, lengths, names used twice, a category without a value."""
    kind = chart.get("type") if isinstance(chart, dict) else None
    if kind == "pie":
        return _pie(chart.get("segments"))
    if kind in ("bar", "line", "area"):
        return _plot(chart.get("series"), chart.get("axis_config"))
    return [(f"unsupported type: {kind}", "/type")]


def _pie(segments: Any) -> list[Problem]:
    if not isinstance(segments, list) or not 1 <= len(segments) <= 6:
        return [("must have 1 to 6 segments", "/segments")]
    problems = [_name(one.get("label"), f"/segments/{n}/label") for n, one in enumerate(segments)]
    positive = [
        [] if _number(one.get("value")) and one["value"] > 0 else [("must be a positive number", f"/segments/{n}/value")]
        for n, one in enumerate(segments)
    ]
    return list(chain(*problems, *positive))


def _plot(series: Any, axis: Any) -> list[Problem]:
    categories = axis.get("categories") if isinstance(axis, dict) else None
    if not isinstance(categories, list) or not 1 <= len(categories) <= 20:
        return [("must have 1 to 20 categories", "/axis_config/categories")]
    if not isinstance(series, list) or not 1 <= len(series) <= 6:
        return [("must have 1 to 6 series", "/series")]
    problems = [_name(one, f"/axis_config/categories/{n}") for n, one in enumerate(categories)]
    problems += [_name(axis.get(key, "-"), f"/axis_config/{key}", 50) for key in ("x_label", "y_label")]
    if len({one.get("name") for one in series}) < len(series):
        problems.append([("series names must be unique", "/series")])
    problems += [_one_series(one, categories, f"/series/{n}") for n, one in enumerate(series)]
    return list(chain(*problems))


def _one_series(one: Any, categories: list[str], at: str) -> list[Problem]:
    points = {point.get("label"): point.get("value") for point in one.get("data", [])}
    problems = _name(one.get("name"), f"{at}/name")
    if points.keys() != set(categories) or len(one.get("data", [])) != len(categories):
        problems.append(("must have one value for every category", f"{at}/data"))
    if not all(_number(value) for value in points.values()):
        problems.append(("values must be numbers", f"{at}/data"))
    return problems


def _name(name: Any, at: str, limit: int = 20) -> list[Problem]:
    if isinstance(name, str) and 1 <= len(name) <= limit:
        return []
    return [(f"must be 1 to {limit} characters", at)]


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
