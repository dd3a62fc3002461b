"""The check-in as its reader meets it: the prompt, one question, the form, what was kept. Each gives `text` and `blocks`."""

from collections.abc import Mapping
from typing import Any

from bot.collect import Form
from bot.domain.conversation import State
from bot.domain.durations import as_words
from bot.domain.questions import NOTE_LIMIT, OTHER, UNFINISHED, Asked, Kind
from bot.slack import ids
from bot.slack.views.blocks import (
    Block,
    actions,
    button,
    confirm,
    context,
    escape,
    field,
    modal,
    multi_select,
    option,
    overflow,
    radio,
    section,
    select,
    text_field,
    unmarked,
)

Message = dict[str, Any]
Payload = Mapping[str, Any]

_COUNTS = {5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}

_KIND_QUESTION = "You have let the last three go. Is once a week better, or shall I stop?"
_SETTLED = {
    State.NOTHING: "Nothing finished today: noted, thank you.",
    State.NOT_TODAY: "Not today: noted. The next check-in comes as usual.",
    State.LAPSED: "This check-in has closed without an answer. That is fine; the next one comes as usual.",
    State.CANCELLED: "Cancelled. This task is not counted, and nothing of it is kept.",
    State.DELETED: "Deleted. Nothing of that answer is kept.",
}


def group(k: int) -> str:
    return f"groups of {_COUNTS.get(k, str(k))} people or more"


def prompt(payload: Payload) -> Message:
    first = "Think of the *last task you finished today*. With or without AI: both are equally useful."
    text = f"*Quick check-in, under a minute.* {first}\nYour manager never sees your answer, only {group(payload['k'])}."
    checkin = payload["checkin"]
    more = [
        option(ids.FEWER, "Fewer of these"),
        option(ids.PAUSE, "Pause for a week"),
        option(ids.PRIVACY, "What happens with my answers"),
    ]
    row = [
        button("Answer here", ids.ANSWER_HERE, style="primary"),
        button("Open form", ids.OPEN_FORM),
        button("Nothing finished today", ids.NOTHING),
        button("Not today", ids.NOT_TODAY),
        overflow(ids.MORE, more),
    ]
    blocks, said = [section(text), actions(ids.block_id("prompt", checkin), row)], unmarked(text)
    if payload.get("ignored"):
        blocks, said = [*blocks, *_kind_question(checkin)], f"{said}\n{_KIND_QUESTION}"
    return {"text": f"{said}\nReply in this thread, or open the form.", "blocks": blocks}


def _kind_question(checkin: str) -> list[Block]:
    """Asked once of who let three go in a row."""
    row = [button("Once a week", ids.ONCE), button("Stop asking", ids.STOP), button("As before", ids.AS_BEFORE)]
    return [section(_KIND_QUESTION), actions(ids.block_id("often", checkin), row)]


def reminder(payload: Payload) -> Message:
    text = "You began today's check-in; what you said is kept." if payload["begun"] else "Today's check-in is still open."
    text += " This is the only reminder, and it is fine to leave it."
    row = [
        button("Answer here", ids.ANSWER_HERE),
        button("Open form", ids.OPEN_FORM),
        button("Not today", ids.NOT_TODAY),
    ]
    return {"text": text, "blocks": [section(text), actions(ids.block_id("reminder", payload["checkin"]), row)]}


def question(payload: Payload) -> Message:
    asked, checkin = payload["asked"], payload["checkin"]
    optional = "" if asked["required"] else " (optional)"
    text = f"*{escape(asked['text'])}*{optional}"
    blocks: list[Block] = [context(escape(payload["remark"]))] if payload["remark"] else []
    options = [option(code, words) for code, words in asked["options"]]
    if asked["kind"] == Kind.MANY:
        menu = multi_select(f"{ids.PICK}:{asked['key']}", options, (), "Pick any")
        blocks.append(section(text, menu, ids.block_id("pick", checkin)))
    else:
        blocks.append(section(text))
        row = [button(words, ids.say(asked["key"], code)) for code, words in asked["options"]]
        blocks += [actions(ids.block_id("say", checkin), row)] if row else []
    blocks.append(actions(ids.block_id("turn", checkin), _turns(asked, begun=bool(payload["said"]))))
    below = [asked["hint"], f"So far: {escape(payload['said'])}" if payload["said"] else ""]
    blocks += [context("  ·  ".join(filter(None, below)))] if any(below) else []
    said = " ".join(filter(None, (payload["remark"], asked["text"])))
    return {"text": f"{escape(said)}{optional}", "blocks": blocks}


def _turns(asked: Mapping[str, Any], *, begun: bool) -> list[Block]:
    row = [] if asked["required"] else [button("Skip", f"{ids.TURN}:skip")]
    row += [button("Back", f"{ids.TURN}:back")] if begun else []
    return [*row, button("Stop", f"{ids.TURN}:stop")]


def answered(payload: Payload) -> Message:
    question, answer = escape(payload["question"]), escape(payload["answer"])
    return {"text": f"{question} {answer}", "blocks": [context(f"{question} *{answer}*")]}


def stopped(_: Payload) -> Message:
    text = "Stopped. What you said so far is kept until this check-in closes, and not counted. Reply here to go on."
    return {"text": text, "blocks": [section(text)]}


def finished(_: Payload) -> Message:
    text = "That is everything, thank you. Your answer stands above, where you can change or delete it."
    return {"text": text, "blocks": [section(text)]}


def saved(payload: Payload) -> Message:
    text = f"Saved: {escape(payload['summary'])}."
    sure = confirm("Delete this answer?", "Nothing of it will be kept.", "Delete", "Keep it")
    row = [
        *([button("Change", ids.CHANGE)] if payload["may_change"] else []),
        button("Delete", ids.DELETE, confirm=sure),
        button("What others see", ids.OTHERS_SEE),
    ]
    return {"text": text, "blocks": [section(text), actions(ids.block_id("saved", payload["checkin"]), row)]}


def settled(payload: Payload) -> Message:
    state = State(payload["state"])
    blocks: list[Block] = [section(_SETTLED[state])]
    if state in (State.NOTHING, State.NOT_TODAY):
        row = [button("Answer after all", ids.ANSWER_HERE)]
        blocks.append(actions(ids.block_id("settled", payload["checkin"]), row))
    return {"text": _SETTLED[state], "blocks": blocks}


def note(payload: Payload) -> Message:
    """A sentence of ours; `by` is who is named in it as {by}."""
    text = escape(payload["text"]).replace("{by}", f"<@{payload['by']}>" if payload.get("by") else "{by}")
    return {"text": text, "blocks": [section(text)]}


def others_see(k: int, what: str = "this answer") -> str:
    return (
        f"Others never see {what}. It only counts in figures about {group(k)}, such as typical times by kind of task, "
        "and your team reads the same digest as your manager. What you wrote under “Anything to add” is seen by you alone. "
        "People who run the database could read the rows, so it is confidential, not anonymous."
    )


def form(page: Form, place: str = "") -> Block:
    """One page of the form as a modal; the second page holds what the first one's answers make apply."""
    blocks = [block for asked, value in page.asked for block in fields(asked, value)]
    title, submit = ("Check-in", "Next") if page.page == 1 else ("Check-in, part 2", "Send")
    return modal(ids.FORM, title, blocks, submit=submit, private_metadata=ids.page_key(page.checkin, page.page, place))


def notice(sentence: str) -> Block:
    return modal("notice", "Candor", [section(escape(sentence))], submit=None)


def fields(asked: Asked, value: Any, typed: str = "") -> list[Block]:
    """The fields of one question; `typed` is a time as it was typed, where that has to be looked at again."""
    if asked.kind is Kind.TIME:
        return _time_fields(asked, value, typed)
    return [field(asked.key, asked.text, _element(asked, value), optional=not asked.required)]


def _element(asked: Asked, value: Any) -> Block:
    options = [option(one.code, one.words) for one in asked.options]
    if asked.kind is Kind.TEXT:
        return text_field(asked.key, value or "", NOTE_LIMIT, multiline=True)
    if asked.kind is Kind.MANY:
        return multi_select(asked.key, options, value or (), "Pick any")
    chosen = None if value is None else str(value)
    return radio(asked.key, options, chosen) if len(options) <= 6 else select(asked.key, options, chosen, "Pick one")


def _time_fields(asked: Asked, value: Any, typed: str) -> list[Block]:
    """A list of usual times, and a field beside it for any other; what is typed counts."""
    code = value if value == UNFINISHED else f"{value:g}" if value is not None else None
    listed = any(one.code == code for one in asked.options)
    typed = typed or ("" if value is None or listed else as_words(value))
    other = field(
        f"{asked.key}.typed",
        "Another time" if asked.options else asked.text,
        text_field("typed", typed, 60, placeholder="90 min, 1:30, an hour and a half"),
        optional=True,
    )
    if not asked.options:
        return [other]
    options = [option(one.code, one.words) for one in asked.options]
    chosen = code if listed else OTHER if typed else None
    listed_times = select(asked.key, options, chosen, "Pick one")
    return [field(asked.key, asked.text, listed_times, optional=True, hint=_hint(asked)), other]


def _hint(asked: Asked) -> str:
    """What is written beside a time is in its own field already, but for what is asked before the work."""
    return asked.hint if asked.key == "expected" else ""
