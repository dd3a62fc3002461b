"""Goals as their team reads them, and the forms with which an owner registers one, changes it, or calls it off.

What an owner or the team wrote is escaped here. Of a running goal there is nothing to show but how much of its data there is.
"""

from collections.abc import Sequence
from typing import Any

from bot.domain.goalform import LEAST_TASKS, LESS, LONGEST_NAME, LONGEST_NUMBER, LONGEST_REASON, MORE, kind_key
from bot.domain.goalwords import OUTCOMES
from bot.domain.language import N_, _, ngettext, pgettext
from bot.domain.registration import short
from bot.prove.goals import Change, Draft, OfTeam, Shown
from bot.slack import ids
from bot.slack.views.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    date_field,
    escape,
    field,
    modal,
    option,
    radio,
    section,
    select,
    text_field,
)

MOST_BLOCKS, MOST_IN_MESSAGE, TEXT_LIMIT = 100, 50, 3000
_ABOUT = N_(
    "A goal is registered before anybody looks: what should get better, by how much, until when. Its terms are locked. The "
    "day after it ends, everybody in the team reads the same verdict, and nobody reads one sooner. Digests go on as before."
)
_TYPED = N_("After `/candor goal` you can type: NAME; an owner also new, change NAME and off NAME. The buttons do the same.")
_SIZE = N_(
    "Time and cost: in %. Fixing, results below standard, one of several options: in points of a hundred. Else in the "
    "question's own unit."
)


def window(found: Sequence[OfTeam]) -> Block:
    # Translators: the title of a window, of at most 24 characters
    return modal("goals", pgettext("title", "Goals"), _blocks(found)[:MOST_BLOCKS], submit=None)


def message(found: Sequence[OfTeam]) -> dict[str, Any]:
    """The same in answer to a command."""
    blocks = [*_blocks(found)[: MOST_IN_MESSAGE - 1], context(_(_TYPED))]
    return {"text": cut("\n".join(one["text"]["text"] for one in blocks if "text" in one), TEXT_LIMIT), "blocks": blocks}


def one(it: Shown) -> dict[str, Any]:
    """One of them in answer to a command."""
    blocks = _goal(it)
    return {"text": blocks[0]["text"]["text"], "blocks": blocks}


def _blocks(found: Sequence[OfTeam]) -> list[Block]:
    return [section(_(_ABOUT)), *(block for team in found for block in _team(team))]


def _team(it: OfTeam) -> list[Block]:
    # Translators: the stars make the team's name bold
    head = f"*{escape(it.name)}*" if it.goals else _("*{team}* has no goal.", team=escape(it.name))
    new = button(_("Register a goal"), ids.GOAL_NEW, about=it.name) if it.may_register else None
    rest = ngettext(
        "{n} older goal is shown by `/candor goal NAME`.", "{n} older goals are shown by `/candor goal NAME`.", it.older
    )
    listed = [block for goal in it.goals for block in _goal(goal)]
    return [section(head, new, ids.block_id("goals", it.team)), *listed, *([context(rest)] if it.older else [])]


def _goal(it: Shown) -> list[Block]:
    head = f"*{escape(it.name)}*: {escape(it.stands)}"
    below = [it.terms, it.locked, *it.amendments]
    blocks = [section("\n".join([head, *map(escape, below)]))]
    if it.may_change:
        row = [
            button(pgettext("button", "Change"), ids.GOAL_CHANGE, about=it.name),
            # Translators: give a goal up before its end
            button(pgettext("button", "Call off"), ids.GOAL_OFF, about=it.name),
        ]
        blocks.append(actions(ids.block_id("goal", it.key), row))
    return blocks


def form(it: Draft) -> Block:
    """Shown first, and again with the terms as they would be locked."""
    kinds = [option(kind_key(kind), kind) for kind in it.choices.kinds]
    outcomes = [option(code, _outcome(it, code)) for code in it.choices.outcomes]
    ways = [option(LESS, pgettext("what is better", "Less")), option(MORE, pgettext("what is better", "More"))]
    name, pick = text_field("name", it.values.get("name") or "", LONGEST_NAME), _("Pick one")
    kind = select("kind", kinds, it.values.get("kind"), pick)
    outcome = select("outcome", outcomes, it.values.get("outcome"), pick)
    way = radio("way", ways, it.values.get("way"))
    blocks = [
        *_above(it),
        field("name", _("Name of the goal"), name, optional=False),
        field("kind", _("Kind of task"), kind, optional=False),
        field("outcome", _("What should get better"), outcome, optional=False),
        field("way", _("What is better"), way, optional=False, hint=_("More is for a question of your own only.")),
        *_numbers(it.values),
        field("since", _("First day"), date_field("since", it.values.get("since") or ""), optional=False),
        _until(it.values),
    ]
    # Translators: the title of a form, of at most 24 characters
    title = pgettext("title", "A goal")
    submit = pgettext("goal", "Register") if it.fingerprint else pgettext("goal", "Look at it first")
    return modal(ids.GOAL_FORM, title, blocks, submit=submit, private_metadata=ids.draft_key(it.team, it.fingerprint))


def _above(it: Draft) -> list[Block]:
    if not it.fingerprint:
        # Translators: the stars make the team's name bold
        return [section(_("For *{team}*. Nothing is registered before you have seen the terms.", team=escape(it.name)))]
    # Translators: the stars make the words bold; {hash} is 12 letters and digits
    said = _(
        "*This is what will be registered for {team}:*\n{terms}\nFingerprint {hash}.",
        team=escape(it.name),
        terms=escape(it.terms),
        hash=short(it.fingerprint),
    )
    rest = _("It is locked at once, and the whole team is told. If you change something below, you see it again first.")
    return [section(said), context(rest)]


def _outcome(it: Draft, code: str) -> str:
    question = it.choices.question(code)
    return question.text if question else _(OUTCOMES[code])


def change(it: Change) -> Block:
    blocks = [
        section(escape(it.terms)),
        context(_("What is changed stands beside it for everybody, with the reason, and the whole team is told.")),
        *_numbers(it.values),
        _until(it.values),
        _reason(),
    ]
    # Translators: the title of a form, of at most 24 characters
    title = pgettext("title", "Change the goal")
    return modal(ids.GOAL_CHANGE_FORM, title, blocks, submit=pgettext("button", "Change"), private_metadata=it.key)


def off(it: Change) -> Block:
    about = _("It is not judged then, and the whole team is told why.")
    # Translators: the title of a form, of at most 24 characters
    title, submit = pgettext("title", "Call the goal off"), pgettext("button", "Call off")
    blocks = [section(escape(it.terms)), context(about), _reason()]
    return modal(ids.GOAL_OFF_FORM, title, blocks, submit=submit, private_metadata=it.key)


def _numbers(values: Any) -> list[Block]:
    size = text_field("size", values.get("size") or "", LONGEST_NUMBER)
    least = text_field("least", values.get("least") or str(LEAST_TASKS), LONGEST_NUMBER)
    about = _("In tens. With fewer finished tasks of this kind, whichever way they were done, it is not judged.")
    return [
        field("size", _("By how much"), size, optional=False, hint=_(_SIZE)),
        field("least", _("Least number of finished tasks"), least, optional=False, hint=about),
    ]


def _until(values: Any) -> Block:
    hint = _("A Sunday fits best, as digests count whole weeks.")
    return field("until", _("Last day"), date_field("until", values.get("until") or ""), optional=False, hint=hint)


def _reason() -> Block:
    text = text_field("reason", "", LONGEST_REASON, multiline=True)
    return field("reason", _("Reason, which everybody reads"), text, optional=False)
