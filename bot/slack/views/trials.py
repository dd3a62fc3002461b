"""The trials of somebody's teams, in a window or in answer to the command, and what a team is told when one is registered.

What an owner called a trial, and why they changed or stopped it, are their words: they are shown as text.
"""

from typing import Any

from bot.domain.daywords import spelled
from bot.domain.language import N_, _, ngettext, number, pgettext
from bot.domain.registration import TrialTerms
from bot.domain.trialsaid import terms_lines, what_is_read
from bot.prove import TrialLine, Trials
from bot.slack import ids
from bot.slack.views.blocks import Block, actions, button, context, escape, modal, section, unmarked
from bot.slack.views.checkin import Message, Payload

MOST_LISTED, MOST_IN_A_MESSAGE = 20, 10
MOST_AMENDMENTS = 5
_WHAT = N_(
    "In a trial a coin decides, task by task, whether AI is used, so that what comes out can be trusted. Taking part is each "
    "person's choice, and who does is shown to nobody."
)
_TYPED = N_(
    "After `/candor trial` you can type: status, join NAME, leave NAME; an owner also new, change NAME and stop NAME. The "
    "buttons do the same."
)
_JOINING = N_(
    "*Whether you take part is your own choice.* Who does is shown to nobody: not to your manager, not to your colleagues. You "
    "can join and leave at any time, with the buttons below or with `/candor trial`."
)
_COIN = N_(
    "*If you take part*, begin such tasks with `/candor start`: you say how big it is and how long it would take without AI, "
    "then a coin says with AI or without. You may always decline."
)
_FINGERPRINT = N_(
    "These terms are locked. Fingerprint: `{fingerprint}`. Hash of the coin's seed: `{seed}`. The seed is published with the "
    "result, so that anybody can check every flip."
)


def window(it: Trials, said: str = "") -> Block:
    """`said` is what has just been done."""
    # Translators: the title of a window, of at most 24 characters
    return modal("trials", pgettext("title", "Trials"), _blocks(it, MOST_LISTED, said), submit=None)


def message(it: Trials) -> dict[str, Any]:
    """In answer to the command."""
    lines = [f"• {_heading(one)}" for one in it.lines] or [_none()]
    return {"text": unmarked("\n".join([*lines, _(_TYPED)])), "blocks": [*_blocks(it, MOST_IN_A_MESSAGE), context(_(_TYPED))]}


def _none() -> str:
    return _("Your teams have no trials.")


def _blocks(it: Trials, most: int, said: str = "") -> list[Block]:
    register = [actions("trials", [button(_("Register a trial"), ids.TRIAL_NEW)])] if it.may_register else []
    listed = [block for one in it.lines[:most] for block in _one(one)]
    top = [section(escape(said))] if said else []
    older = [context(_older(len(it.lines) - most))] if len(it.lines) > most else []
    return [*top, *(listed or [section(_none())]), *older, context(_(_WHAT)), *register]


def _older(n: int) -> str:
    return ngettext(
        "{n} older trial is shown by `/candor report trial NAME`.",
        "{n} older trials are shown by `/candor report trial NAME`.",
        n,
    )


def _heading(it: TrialLine) -> str:
    said = {"name": escape(it.name), "kind": escape(it.task_type), "team": escape(it.team), "progress": it.progress}
    # Translators: one trial in a list; {progress} is "52 of 140 flips, opens 9 May."; the stars make it bold
    return _("*{name}* ({team}, {kind}): {progress}", **said)


def _one(it: TrialLine) -> list[Block]:
    """What owners wrote comes last, as it may be too long for the rest."""
    below = [*it.waits, *([_("You take part; this is shown to you alone.")] if it.joined else [])]
    if not it.is_open:
        # Translators: the beginning of a hash of what was registered
        below.append(_("Registered as {fingerprint}", fingerprint=it.short))
    if it.reason:
        # Translators: why an owner stopped a trial, in their words
        below.append(_("Reason: {reason}", reason=it.reason))
    below += it.amendments[-MOST_AMENDMENTS:]
    row = _buttons(it)
    return [
        section(_heading(it)),
        *([context(escape("\n".join(_locked(it))))] * it.is_open),
        *([context(escape("\n".join(below)))] * bool(below)),
        *([actions(ids.block_id("trial", it.trial), row)] * bool(row)),
    ]


def _locked(it: TrialLine) -> list[str]:
    """What whoever thinks of joining can still read of one that is open. One that is over has all of it on its card."""
    return [*(f"• {line}" for line in it.terms), _(_FINGERPRINT, fingerprint=it.fingerprint, seed=it.seed_hash)]


def _buttons(it: TrialLine) -> list[Block]:
    return [
        # Translators: take part in a trial
        *([button(pgettext("trial", "Join"), ids.TRIAL_JOIN, style="primary", about=it.name)] if it.may_join else []),
        # Translators: take part in a trial no longer
        *([button(pgettext("trial", "Leave"), ids.TRIAL_LEAVE, about=it.name)] if it.joined else []),
        # Translators: the result of a trial that is over
        *([button(_("What it says"), ids.TRIAL_READ, about=it.name)] if it.has_result else []),
        *(_of_its_owner(it) if it.is_owner and it.is_open else []),
    ]


def _of_its_owner(it: TrialLine) -> list[Block]:
    return [
        button(pgettext("button", "Change"), ids.TRIAL_CHANGE, about=it.name),
        button(_("Stop early"), ids.TRIAL_STOP, about=it.name),
    ]


def registered(payload: Payload) -> Message:
    """What a team is told of a trial: the same for everybody; its buttons do it for whoever presses them."""
    terms = TrialTerms.from_json(payload["terms"])
    begins = _(
        "*A trial is registered in the team {team}: {name}.* For {kind}, a coin decides task by task whether AI is used, to "
        "find out what AI changes.",
        team=escape(payload["team"]),
        name=escape(terms.name),
        kind=escape(terms.task_type),
    )
    # Translators: {k} people
    text = N_("It begins on {first}, and not before {k} people have joined. Everybody reads its result at the same time.")
    until = _(text, first=spelled(terms.starts_on), k=number(payload["k"]))
    # Translators: what is locked follows, line by line
    locked = "\n".join([_("*What was registered*"), *(f"• {escape(line)}" for line in terms_lines(terms))])
    mark = _(_FINGERPRINT, fingerprint=payload["fingerprint"], seed=terms.seed_hash)
    said = [begins, _(_JOINING), _(_COIN)]
    small = [until, what_is_read(payload["k"]), mark]
    row = [
        button(pgettext("trial", "Join"), ids.TRIAL_JOIN, style="primary", about=terms.name),
        button(pgettext("trial", "Leave"), ids.TRIAL_LEAVE, about=terms.name),
    ]
    join = actions(ids.block_id("trial", payload["trial"]), row)
    blocks = [*map(section, said), join, section(locked), *map(context, small)]
    return {"text": unmarked("\n".join([*said, locked, *small])), "blocks": blocks}
