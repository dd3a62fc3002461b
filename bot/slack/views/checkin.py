"""The check-in as its reader meets it: the prompt, one question, the form, what was kept. Each gives `text` and `blocks`."""

from collections.abc import Mapping
from typing import Any

from bot.collect import Form
from bot.domain.conversation import State
from bot.domain.durations import as_words
from bot.domain.language import N_, _, number, pgettext
from bot.domain.questions import NOTE_LIMIT, OTHER, UNFINISHED, Asked, Kind
from bot.slack import ids
from bot.slack.views import coin, review, sharing
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

_GROUPS = {
    # Translators: of whom anything is shown, as in "only groups of five people or more" and "figures about groups of …"
    5: N_("groups of five people or more"),
    6: N_("groups of six people or more"),
    7: N_("groups of seven people or more"),
    8: N_("groups of eight people or more"),
    9: N_("groups of nine people or more"),
    10: N_("groups of ten people or more"),
}
_KIND_QUESTION = N_("You have let the last three go. Is once a week better, or shall I stop?")
_SETTLED = {
    State.NOTHING: N_("Nothing finished today: noted, thank you."),
    State.NOT_TODAY: N_("Not today: noted. The next check-in comes as usual."),
    State.LAPSED: N_("This check-in has closed without an answer. That is fine; the next one comes as usual."),
    State.CANCELLED: N_("Cancelled. This task is not counted, and nothing of it is kept."),
    State.DELETED: N_("Deleted. Nothing of that answer is kept."),
}
_BUT_THE_FLIP = {
    State.CANCELLED: N_("Cancelled. Only the coin's flip is kept, with the size and the time you locked before it."),
    State.DELETED: N_("Deleted. Only the coin's flip is kept, with the size and the time you locked before it."),
}


def group(k: int) -> str:
    return _(_GROUPS[k]) if k in _GROUPS else _("groups of {k} people or more", k=k)


INTRODUCTION = N_(
    "*Candor asks about the last task you finished*, at most twice a week: how long it took, with or without AI.\n"
    "A task done without AI, for a good reason, counts as much as one done with it, and nobody counts how much AI you use.\n"
    "Nobody sees your answer: only groups of five people or more are ever shown."
)


def introduced(message: Message, payload: Payload) -> Message:
    """The same message, with what Candor is before it, where it is the first thing somebody reads of it."""
    if not payload.get("first"):
        return message
    words = _(INTRODUCTION)
    return {"text": f"{unmarked(words)}\n{message['text']}", "blocks": [section(words), *message["blocks"]]}


def opening(k: int) -> str:
    """What a check-in begins with, wherever it is asked."""
    quick = _("*Quick check-in, under a minute.*")
    first = _("Think of the *last task you finished today*. With or without AI: both are equally useful.")
    # Translators: {groups} is "groups of five people or more"
    who = _("Your manager never sees your answer, only {groups}.", groups=group(k))
    return f"{quick} {first}\n{who}"


def prompt(payload: Payload) -> Message:
    text, checkin = opening(payload["k"]), payload["checkin"]
    more = [
        # Translators: fewer check-ins
        option(ids.FEWER, _("Fewer of these")),
        option(ids.PAUSE, _("Pause for a week")),
        option(ids.PRIVACY, _("What happens with my answers")),
    ]
    row = [
        button(_("Answer here"), ids.ANSWER_HERE, style="primary"),
        button(_("Open form"), ids.OPEN_FORM),
        button(_("Nothing finished today"), ids.NOTHING),
        button(_("Not today"), ids.NOT_TODAY),
        overflow(ids.MORE, more),
    ]
    blocks, said = [section(text), actions(ids.block_id("prompt", checkin), row)], unmarked(text)
    if payload.get("ignored"):
        blocks, said = [*blocks, *_kind_question(checkin)], f"{said}\n{_(_KIND_QUESTION)}"
    reply = _("Reply in this thread, or open the form.")
    return introduced({"text": f"{said}\n{reply}", "blocks": blocks}, payload)


def _kind_question(checkin: str) -> list[Block]:
    """Asked once of who let three go in a row."""
    row = [button(_("Once a week"), ids.ONCE), button(_("Stop asking"), ids.STOP), button(_("As before"), ids.AS_BEFORE)]
    return [section(_(_KIND_QUESTION)), actions(ids.block_id("often", checkin), row)]


def reminder(payload: Payload) -> Message:
    begun, open_still = _("You began today's check-in; what you said is kept."), _("Today's check-in is still open.")
    only = _("This is the only reminder, and it is fine to leave it.")
    text = f"{begun if payload['begun'] else open_still} {only}"
    row = [
        button(_("Answer here"), ids.ANSWER_HERE),
        button(_("Open form"), ids.OPEN_FORM),
        button(_("Not today"), ids.NOT_TODAY),
    ]
    return {"text": text, "blocks": [section(text), actions(ids.block_id("reminder", payload["checkin"]), row)]}


def question(payload: Payload) -> Message:
    asked, checkin = payload["asked"], payload["checkin"]
    text = _optional(asked, f"*{escape(asked['text'])}*")
    blocks: list[Block] = [context(escape(payload["remark"]))] if payload["remark"] else []
    options = [option(code, words) for code, words in asked["options"]]
    if asked["kind"] == Kind.MANY:
        menu = multi_select(f"{ids.PICK}:{asked['key']}", options, (), _("Pick any"))
        blocks.append(section(text, menu, ids.block_id("pick", checkin)))
    else:
        blocks.append(section(text))
        row = [button(words, ids.say(asked["key"], code)) for code, words in asked["options"]]
        blocks += [actions(ids.block_id("say", checkin), row)] if row else []
    blocks.append(actions(ids.block_id("turn", checkin), _turns(asked, begun=bool(payload["said"]))))
    below = [escape(asked["hint"]), _so_far(payload["said"]) if payload["said"] else ""]
    blocks += [context("  ·  ".join(filter(None, below)))] if any(below) else []
    said = " ".join(filter(None, (payload["remark"], asked["text"])))
    return introduced({"text": _optional(asked, escape(said)), "blocks": blocks}, payload)


def _optional(asked: Mapping[str, Any], shown: str) -> str:
    return shown if asked["required"] else _("{question} (optional)", question=shown)


def _so_far(said: str) -> str:
    # Translators: what was said up to now, in one line: Bug triage · with AI
    return _("So far: {answers}", answers=escape(said))


def _turns(asked: Mapping[str, Any], *, begun: bool) -> list[Block]:
    # Translators: what was said so far is sent as it is, and nothing more is asked
    rest = button(pgettext("questions", "That is all"), f"{ids.TURN}:rest")
    row = [] if asked["required"] else [button(pgettext("button", "Skip"), f"{ids.TURN}:skip"), rest]
    row += [button(pgettext("button", "Back"), f"{ids.TURN}:back")] if begun else []
    # Translators: answer no more questions for now
    return [*row, button(pgettext("questions", "Stop"), f"{ids.TURN}:stop")]


def answered(payload: Payload) -> Message:
    question, answer = escape(payload["question"]), escape(payload["answer"])
    return {"text": f"{question} {answer}", "blocks": [context(f"{question} *{answer}*")]}


def stopped(_payload: Payload) -> Message:
    text = _("Stopped. What you said so far is kept until this check-in closes, and not counted. Reply here to go on.")
    return {"text": text, "blocks": [section(text)]}


def finished(_payload: Payload) -> Message:
    text = _("That is everything, thank you. Your answer stands above, where you can change or delete it.")
    return {"text": text, "blocks": [section(text)]}


def saved(payload: Payload) -> Message:
    # Translators: an answer in one line: Bug triage · about usual · with AI · 40 min · no fixing
    text = _("Saved: {answer}.", answer=escape(payload["summary"]))
    row = [
        *([button(pgettext("button", "Change"), ids.CHANGE)] if payload["may_change"] else []),
        delete(flipped=payload.get("flipped", False)),
        *sharing.buttons(noted=payload.get("noted", False), shared=payload.get("shared", False)),
        *review.buttons(payload.get("work")),
        button(_("What others see"), ids.OTHERS_SEE),
    ]
    below = [*([coin.trial_line()] if payload.get("flipped") else []), *sharing.below(payload)]
    blocks = [section(text), *map(context, below), actions(ids.block_id("saved", payload["checkin"]), row)]
    return {"text": "\n".join([text, *below]), "blocks": blocks}


def delete(*, flipped: bool = False) -> Block:
    word = pgettext("button", "Delete")
    nothing, only_the_flip = N_("Nothing of it will be kept."), N_("Only the coin's flip will be kept, and what you locked.")
    what_stays = only_the_flip if flipped else nothing
    sure = confirm(_("Delete this answer?"), _(what_stays), word, _("Keep it"))
    return button(word, ids.DELETE, confirm=sure)


def settled(payload: Payload) -> Message:
    state = State(payload["state"])
    words = {**_SETTLED, **_BUT_THE_FLIP} if payload.get("flipped") else _SETTLED
    text = _(words[state])
    blocks: list[Block] = [section(text)]
    if state in (State.NOTHING, State.NOT_TODAY):
        row = [button(_("Answer after all"), ids.ANSWER_HERE)]
        blocks.append(actions(ids.block_id("settled", payload["checkin"]), row))
    return {"text": text, "blocks": blocks}


def note(payload: Payload) -> Message:
    """A sentence of ours; `by` is who is named in it as {by}."""
    text = escape(payload["text"]).replace("{by}", f"<@{payload['by']}>" if payload.get("by") else "{by}")
    return {"text": text, "blocks": [section(text)]}


def others_see(k: int, *, this_one: bool = True) -> str:
    # Translators: {groups} is "groups of five people or more"
    this = N_(
        "Others never see this answer. It only counts in figures about {groups}, such as typical times by kind of task, "
        "and your team reads the same digest as your manager. What you wrote under “Anything to add” is seen by you alone, "
        "unless you share one sentence of it. People who run the database could read the rows, so it is confidential, not "
        "anonymous."
    )
    any_of_them = N_(
        "Others never see an answer of yours. It only counts in figures about {groups}, such as typical times by kind of task, "
        "and your team reads the same digest as your manager. What you wrote under “Anything to add” is seen by you alone, "
        "unless you share one sentence of it. People who run the database could read the rows, so it is confidential, not "
        "anonymous."
    )
    return _(this if this_one else any_of_them, groups=group(k))


def form(page: Form, place: str = "") -> Block:
    """One page of the form as a modal; the second page holds what the first one's answers make apply."""
    blocks = [section(_(INTRODUCTION))] if page.first else []
    blocks += [block for asked, value in page.asked for block in fields(asked, value)]
    # Translators: titles of a form, of at most 24 characters
    first, second = pgettext("title", "Check-in"), pgettext("title", "Check-in, part 2")
    # Translators: goes on to the second page
    onward, send = pgettext("button", "Next"), pgettext("button", "Send")
    title, submit = (first, onward) if page.page == 1 else (second, send)
    return modal(ids.FORM, title, blocks, submit=submit, private_metadata=ids.page_key(page.checkin, page.page, place))


def notice(sentence: str) -> Block:
    return modal("notice", "Candor", [section(escape(sentence))], submit=None)


def fields(asked: Asked, value: Any, typed: str = "") -> list[Block]:
    """The fields of one question; `typed` is a time as it was typed, where that has to be looked at again."""
    if asked.kind is Kind.TIME:
        return _time_fields(asked, value, typed)
    if asked.kind is Kind.NUMBER:
        told = text_field(asked.key, "" if value is None else number(value), 30)
        return [field(asked.key, asked.text, told, optional=True, hint=asked.hint)]
    hint = asked.hint if asked.kind is Kind.ONE else ""
    return [field(asked.key, asked.text, _element(asked, value), optional=not asked.required, hint=hint)]


def _element(asked: Asked, value: Any) -> Block:
    options = [option(one.code, one.words) for one in asked.options]
    if asked.kind is Kind.TEXT:
        return text_field(asked.key, value or "", NOTE_LIMIT, multiline=True)
    if asked.kind is Kind.MANY:
        return multi_select(asked.key, options, value or (), _("Pick any"))
    chosen = None if value is None else str(value)
    return radio(asked.key, options, chosen) if len(options) <= 6 else select(asked.key, options, chosen, _("Pick one"))


def _time_fields(asked: Asked, value: Any, typed: str) -> list[Block]:
    """A list of usual times, and a field beside it for any other; what is typed counts."""
    code = value if value == UNFINISHED else f"{value:g}" if value is not None else None
    listed = any(one.code == code for one in asked.options)
    typed = typed or ("" if value is None or listed else as_words(value))
    # Translators: how a time can be typed
    example = _("90 min, 1:30, an hour and a half")
    other = field(
        f"{asked.key}.typed",
        # Translators: another length of time than those in the list
        _("Another time") if asked.options else asked.text,
        text_field("typed", typed, 60, placeholder=example),
        optional=True,
    )
    if not asked.options:
        return [other]
    options = [option(one.code, one.words) for one in asked.options]
    chosen = code if listed else OTHER if typed else None
    listed_times = select(asked.key, options, chosen, _("Pick one"))
    return [field(asked.key, asked.text, listed_times, optional=True, hint=_hint(asked)), other]


def _hint(asked: Asked) -> str:
    """What is written beside a time is in its own field already, but for what is asked before the work."""
    return asked.hint if asked.key == "expected" else ""
