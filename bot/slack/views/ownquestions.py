"""The fields for a team's own questions, in a window of their own; `bot/domain/ownform.py` reads them."""

from collections.abc import Sequence

from bot.domain.language import _, pgettext
from bot.domain.ownform import PLACES, block, lines_of
from bot.domain.ownquestions import LONGEST_TEXT, Better, OwnKind, OwnQuestion
from bot.slack import ids
from bot.slack.views.blocks import Block, field, modal, option, section, select, text_field

_LONGEST_LINES = 500


def form(team: str, questions: Sequence[OwnQuestion]) -> Block:
    """The window in which an owner writes them."""
    about = _(
        "Up to two questions about what came of a task, asked with or without AI alike; nobody has to answer them. "
        "They are asked in the words you write here. Another wording is another question: its answers begin anew."
    )
    # Translators: the title of a form, of at most 24 characters
    title = pgettext("title", "Questions of your own")
    save = pgettext("button", "Save")
    return modal(ids.QUESTIONS_FORM, title, [section(about), *fields(questions)], submit=save, private_metadata=team)


def fields(questions: Sequence[OwnQuestion] = ()) -> list[Block]:
    """Four fields for each question a team may have, filled with those it has."""
    asked = dict(zip(PLACES, questions, strict=False))
    return [one for place in PLACES for one in _of(place, asked.get(place))]


def _of(place: int, question: OwnQuestion | None) -> list[Block]:
    kinds = [
        # Translators: how a question is answered
        option(OwnKind.NUMBER, pgettext("kind of question", "A number")),
        option(OwnKind.SCALE, pgettext("kind of question", "A scale from 1 to 5")),
        option(OwnKind.CHOICE, pgettext("kind of question", "One of several options")),
    ]
    ways = [
        # Translators: what is better in the answers to a question: a larger number, a smaller one, or neither
        option(Better.MORE, pgettext("what is better", "More")),
        option(Better.LESS, pgettext("what is better", "Less")),
        option(Better.NEITHER, pgettext("what is better", "Neither")),
    ]
    words = _(
        "Number: its unit, such as “days”. Scale: the words for 1 and for 5, each on a line. "
        "Options: each on a line, with a * before the good one if there is one."
    )
    about = _("What else came of the task, such as “How satisfied was the customer?”. Never how much AI was used.")
    text = text_field("text", question.text if question else "", LONGEST_TEXT)
    told = text_field("words", lines_of(question) if question else "", _LONGEST_LINES, multiline=True)
    one = _("Pick one")
    kind = select("kind", kinds, question.kind if question else None, one)
    better = select("better", ways, question.better if question else None, one)
    return [
        field(block("text", place), _("Question {n} of your own", n=place), text, optional=True, hint=about),
        field(block("kind", place), _("How it is answered"), kind, optional=True),
        field(block("words", place), _("Words for the answer"), told, optional=True, hint=words),
        field(block("better", place), _("What is better"), better, optional=True),
    ]
