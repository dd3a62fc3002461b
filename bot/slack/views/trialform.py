"""The forms of a trial: what is registered, what that takes before it is locked, what an owner changes, and why they stop it.

A preview carries what was picked as codes; a name and a number stand in fields of their own, so nothing that was filled in is
lost, and no word travels where it is not seen.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain import trialform
from bot.domain.entries import LONGEST_NAME
from bot.domain.language import _, number, pgettext
from bot.domain.registration import Looks
from bot.domain.trialform import DIFFERENCES, FEWEST_FLIPS, LONGEST_REASON, MOST_FLIPS
from bot.domain.trialsaid import LOOKS, what_is_read
from bot.prove import Changeable, TrialChoices, TrialPreview
from bot.slack import ids
from bot.slack.views.blocks import (
    Block,
    actions,
    button,
    context,
    date_field,
    divider,
    escape,
    field,
    modal,
    number_field,
    option,
    radio,
    section,
    select,
    text_field,
)

MOST_KINDS = 100
_NAMED = "named"  # on the preview: a field called as one of the form's would keep what was typed there
_CODES = ("what", "difference", "looks", "first", "last")


def form(it: TrialChoices) -> Block:
    values = it.values
    pick = _("Pick one")
    kinds = [option(key, words) for key, words in it.kinds[:MOST_KINDS]]
    sizes = [option(f"{n}", _("{percent} % less or more time", percent=number(n))) for n in DIFFERENCES]
    looks = [option(one, _(words), _(cost)) for one, (words, cost) in LOOKS.items()]
    usual = _("Empty: its kind of task and the month.")
    name = text_field("name", values.get("name") or "", LONGEST_NAME)
    smallest = _("The smaller it is, the more tasks it takes to find.")
    blocks = [
        section(_("Nothing is locked yet: first you see how many tasks and weeks this takes.")),
        field("what", _("Kind of task"), select("what", kinds, values.get("what"), pick), optional=False),
        field(
            "difference",
            _("Smallest difference worth finding"),
            select("difference", sizes, values.get("difference"), pick),
            optional=False,
            hint=smallest,
        ),
        field("looks", _("When the result is looked at"), radio("looks", looks, values.get("looks")), optional=False),
        field("first", _("First day"), date_field("first", values.get("first") or ""), optional=False),
        field("last", _("Last day"), date_field("last", values.get("last") or ""), optional=False),
        field("name", pgettext("trial", "Name"), name, optional=True, hint=usual),
    ]
    # Translators: the title of a form, of at most 24 characters
    title = pgettext("title", "Register a trial")
    return modal(ids.TRIAL_FORM, title, blocks, submit=pgettext("button", "Next"))


def preview(it: TrialPreview) -> Block:
    """Sent, it is registered; closed, nothing is."""
    draft = it.draft
    # Translators: the stars make it bold; lines follow
    takes = "\n".join([_("*What it takes*"), *map(escape, _said(it.power.lines))])
    # Translators: likewise
    locked = "\n".join([_("*What will be locked*"), *(f"• {escape(line)}" for line in it.terms)])
    planned = number_field("flips", f"{draft.flips}", FEWEST_FLIPS, MOST_FLIPS, whole=True)
    row = [button(pgettext("button", "Change"), ids.TRIAL_BACK)]
    blocks = [
        section(takes),
        section(locked),
        actions(ids.block_id("draft", draft.team), row),
        *([field("flips", _("Planned flips of the coin"), planned, optional=False)] if draft.looks is not Looks.ALWAYS else []),
        field(_NAMED, pgettext("trial", "Name"), text_field("name", draft.name, LONGEST_NAME), optional=False),
        divider(),
        section(what_is_read(it.least)),
        context(
            _(
                "Register locks these terms with a fingerprint, and the coin with the hash of its seed. {team} is told both, "
                "and that joining is each person's own choice. When the result is looked at can never be changed afterwards.",
                team=escape(it.team),
            )
        ),
    ]
    # Translators: the title of a window, of at most 24 characters
    title = pgettext("title", "Before it is locked")
    codes = (draft.what, str(draft.difference), draft.looks, draft.starts_on.isoformat(), draft.ends_on.isoformat())
    carried = json.dumps(dict(zip(_CODES, map(str, codes), strict=True)))
    # Translators: the button that locks the terms of a trial
    return modal(ids.TRIAL_REGISTER, title, blocks, submit=pgettext("trial", "Register"), private_metadata=carried)


def _said(lines: Sequence[str]) -> list[str]:
    """What it takes; and if that is long, that it is, and advice line by line."""
    return [*lines[:2], *(f"• {line}" for line in lines[2:])]


def read(view: Mapping[str, Any], filled: Mapping[str, Any]) -> dict[str, Any]:
    """A preview that is open: what it carries, and what is in its fields."""
    carried = json.loads(view["private_metadata"])
    return {**{name: str(carried.get(name) or "") for name in _CODES}, **filled, "name": filled.get(_NAMED)}


def team_in(view: Mapping[str, Any]) -> str:
    return trialform.team_in(read(view, {}))


def at_fields(view: Mapping[str, Any], faults: Mapping[str, str]) -> dict[str, str]:
    """Each fault under the field it is about; one of a field that is not there under the name."""
    there = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    name = _NAMED if _NAMED in there else "name"
    return {field if field in there else name: said for field, said in faults.items()}


def change(it: Changeable) -> Block:
    planned = [number_field("flips", f"{it.flips}", FEWEST_FLIPS, MOST_FLIPS, whole=True)] if it.flips is not None else []
    blocks = [
        # Translators: the stars make it bold
        section(_("*{name}*: everybody of the team reads what you change, and why.", name=escape(it.name))),
        field("last", _("Last day"), date_field("last", it.ends_on.isoformat()), optional=False),
        *(
            field("flips", _("Planned flips of the coin"), one, optional=False, hint=_("It can only be made larger."))
            for one in planned
        ),
        _reason(),
    ]
    # Translators: the title of a form, of at most 24 characters
    title = pgettext("title", "Change a trial")
    return modal(ids.TRIAL_CHANGE_FORM, title, blocks, submit=pgettext("button", "Save"), private_metadata=it.trial)


def stop(it: Changeable) -> Block:
    blocks = [
        # Translators: the stars make it bold
        section(
            _(
                "*{name}* ends now, and cannot go on again. Its result is worked out from the flips there were, and says that "
                "it was stopped early.",
                name=escape(it.name),
            )
        ),
        _reason(),
    ]
    # Translators: the title of a form, of at most 24 characters
    title = pgettext("title", "Stop a trial")
    return modal(ids.TRIAL_STOP_FORM, title, blocks, submit=pgettext("trial", "Stop"), private_metadata=it.trial)


def _reason() -> Block:
    element = text_field("reason", "", LONGEST_REASON, multiline=True)
    return field("reason", _("Why"), element, optional=False, hint=_("Everybody of the team reads this, word for word."))
