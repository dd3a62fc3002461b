"""Blind review as people meet it: the window, one piece of work, what an author attaches, and a team's standard."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.language import _, ngettext, pgettext
from bot.domain.questions import kind_of_task
from bot.domain.reviewing import LONGEST_STANDARD, LONGEST_WORK, MOST_A_WEEK, is_link, steps
from bot.review import FIELD, FOR_ALL, PIECES, Attaching, Reviews, Standard, TeamReviews, ToGive
from bot.slack import ids
from bot.slack.views.blocks import (
    Block,
    actions,
    button,
    checkboxes,
    context,
    divider,
    escape,
    field,
    modal,
    option,
    paragraph,
    radio,
    section,
    text_field,
    unmarked,
)

MOST_SHOWN, MOST_TEAMS = 12, 15
_ATTACHED = "attached"  # as in `storage/works.py`
_NOTHING = "nothing"


def waiting(_payload: Mapping[str, Any]) -> dict[str, Any]:
    """The one message of a week to somebody who has said that they review."""
    text = _("Work of your team is waiting for a blind review. You may pass it on, and say at any time that you do not review.")
    row = [button(_("What waits for me"), ids.REVIEWS)]
    return {"text": unmarked(text), "blocks": [section(text), actions("reviewing", row)]}


def window(it: Reviews) -> Block:
    about = _(
        "*Blind review.* Finished work is read by colleagues who are told neither whose it is nor how it was made, and scored "
        "from 1 to 5 against the team's standard. Nobody reads what was said of a single piece. Scores count once "
        "enough colleagues have given some."
    )
    shown = [block for one in it.waiting[:MOST_SHOWN] for block in _waits(*one)]
    # Translators: pieces of work follow, each with a button
    head = _("*Waiting for you*") if shown else _("No work is waiting for your review.")
    teams = [block for one in it.teams[:MOST_TEAMS] for block in _team(one)]
    # Translators: the title of a form, of at most 24 characters
    return modal(
        "reviews", pgettext("title", "Reviews"), [section(about), section(head), *shown, divider(), *teams], submit=None
    )


def _waits(key: str, team: str, task_type: str) -> Iterable[Block]:
    task = escape(kind_of_task(task_type))
    yield section(f"{task} · {escape(team)}")
    yield actions(ids.block_id("review", key), [button(_("Look at it"), ids.REVIEW_LOOK)])


def _team(it: TeamReviews) -> Iterable[Block]:
    yield section(f"*{escape(it.name)}*: {_stands(it)}")
    row = []
    if it.pieces and it.reviews:
        row.append(button(_("I no longer review"), ids.REVIEWER))
    elif it.pieces:
        row.append(button(_("I review work of others"), ids.REVIEWER))
    if it.owns:
        row.append(button(_("Standard"), ids.STANDARD))
    if row:
        yield actions(ids.block_id("reviews", it.key), row)


def _stands(it: TeamReviews) -> str:
    if not it.pieces:
        # Translators: behind the name of a team and a colon; so are the next ones
        return _("no work is reviewed.")
    many = ngettext("at most {n} piece a week is reviewed.", "at most {n} pieces a week are reviewed.", it.pieces)
    # Translators: behind "at most 4 pieces a week are reviewed."
    own = _("You are one of those who review.") if it.reviews else _("Only those who say so review.")
    return f"{many} {own}"


def piece(it: ToGive) -> Block:
    """What a reviewer reads, and all of it: nothing of who made it, when, how or how long it took."""
    told = paragraph(it.standard) if it.standard else section(_("Nobody has written one for this kind of task."))
    tell = [option("can_tell", _("I can tell which way it was made, with AI or without"))]
    blocks = [
        section(_("*Kind of task:* {task}", task=escape(kind_of_task(it.task_type)))),
        # Translators: the team's own words follow
        section(_("*The team's standard*")),
        told,
        # Translators: a link or a sentence follows
        section(_("*The work*")),
        section(f"<{escape(it.work)}>") if is_link(it.work) else paragraph(it.work),
        field("score", _("Against the standard"), radio("score", [option(*one) for one in steps()], None), optional=False),
        field("can_tell", _("Was it blind?"), checkboxes("can_tell", tell, ()), optional=True),
        context(_("Nobody is told what you say of a single piece, nor that it was you.")),
        actions(ids.block_id("review", it.key), [button(_("Pass on: I know whose it is, or not for me"), ids.REVIEW_PASS)]),
    ]
    # Translators: the title of a form, of at most 24 characters
    title, send = pgettext("title", "Blind review"), pgettext("button", "Save")
    return modal(ids.REVIEW_FORM, title, blocks, submit=send, private_metadata=it.key)


def buttons(stands: str | None) -> list[Block]:
    """Below an answer of a team that reviews."""
    if stands == _ATTACHED:
        return [button(_("Attached work"), ids.ATTACH)]
    return [button(_("Attach for blind review"), ids.ATTACH)] if stands == _NOTHING else []


def attach(it: Attaching) -> Block:
    lines = [
        _(
            "If you like: colleagues of {team} who review read it *without your name and without how it was made*, and score "
            "it from 1 to 5 against the team's standard.",
            team=escape(it.team),
        ),
        _("Take out what gives either away. People may still recognise you by what it is about."),
        _("A few pieces a week are picked by chance. Until then you can replace it, or empty the field to take it back."),
        _("Deleting the answer deletes it as well. You are not shown its score, and neither is your manager."),
    ]
    words = field(FIELD, _("A link or a sentence"), text_field(FIELD, it.text, LONGEST_WORK, multiline=True), optional=True)
    # Translators: the title of a form, of at most 24 characters
    title, send = pgettext("title", "Attach your work"), pgettext("button", "Save")
    return modal(ids.ATTACH_FORM, title, [section("\n".join(lines)), words], submit=send, private_metadata=it.checkin)


def standard(it: Standard) -> Block:
    about = _(
        "What a piece of work has to be like to meet your standard. Reviewers read it beside the work. Work is picked "
        "by chance among what authors attach, and given to people who have said that they review."
    )
    pieces = text_field(PIECES, str(it.pieces), 2)
    blocks = [
        section(f"*{escape(it.name)}*"),
        section(about),
        field(PIECES, _("Pieces reviewed a week, 0 to {most}", most=MOST_A_WEEK), pieces, optional=False, hint=_("0: none.")),
        field(FOR_ALL, _("Standard for every kind of task"), _words(FOR_ALL, it.text), optional=True),
        *(
            # Translators: {task} is a kind of task
            field(block, _("Only for {task}", task=kind_of_task(kind)), _words(block, text), optional=True)
            for block, kind, text in it.kinds
        ),
    ]
    # Translators: the title of a form, of at most 24 characters
    title, send = pgettext("title", "The team's standard"), pgettext("button", "Save")
    return modal(ids.STANDARD_FORM, title, blocks, submit=send, private_metadata=it.team)


def _words(name: str, text: str) -> Block:
    return text_field(name, text, LONGEST_STANDARD, multiline=True)
