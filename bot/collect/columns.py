"""What was said, as an answer's row keeps it: the same whichever door it came by."""

from dataclasses import replace
from typing import Any

from bot.domain import questions, wording
from bot.domain.questions import Setting
from bot.domain.summary import fix_minutes


def columns(draft: dict[str, Any], setting: Setting) -> dict[str, Any]:
    minutes, ran = draft.get("minutes"), setting.ran
    finished = minutes != questions.UNFINISHED
    return {
        "task_type": setting.task_type or draft["task_type"],
        "approach": draft["approach"],
        "size": setting.size or draft.get("size"),
        "minutes": minutes if finished else None,
        "finished": finished,
        "fixing": draft.get("fixing"),
        "fix_minutes": fix_minutes(draft),
        "quality": draft.get("quality"),
        "tool": draft.get("tool"),
        "differences": draft.get("differences", []),
        "skip_reasons": draft.get("skip_reasons", []),
        "why_ai": [draft["why_ai"]] if draft.get("why_ai") else [],
        "next_time": draft.get("next_time"),
        "guess": draft.get("guess"),
        "note": draft.get("note"),
        "expected_minutes": setting.expected_minutes,
        "timer_minutes": ran.measured if ran else None,
        "overlapping": ran.overlapping if ran else False,
    }


def own_answers(draft: dict[str, Any], before: dict[str, Any], setting: Setting) -> dict[str, Any]:
    """Answers to the team's own questions; one to a question that is asked no more stays as it was."""
    asked = {one.key for one in setting.own}
    return {key: value for key, value in (before or {}).items() if key not in asked} | {
        key: value for key, value in draft.items() if key in asked
    }


def shown_before(setting: Setting) -> dict[str, Any]:
    """What was asked before the work, when no kind of task was known yet."""
    asked = [one for one in wording.STARTING if one.key != "size" or setting.size] if setting.task_type else []
    return {one.key: questions.present(one, {}, replace(setting, task_type=None)).shown() for one in asked}
