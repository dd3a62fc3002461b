"""A team's own questions as a form holds them: for each its text, its kind, what is better, and one field for the rest.

That field has a line for each thing a kind needs: the unit of a number; the words for 1 and for 5; the options of a choice, a
star before the good one. A form is taken whole, or every fault of it is said at its field.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.ownquestions import MOST, Better, OwnKind, OwnQuestion, parse, together
from bot.domain.refusal import Refusal

STAR = "*"
PLACES = tuple(range(1, MOST + 1))


def block(name: str, place: int) -> str:
    """The field of a question: `text`, `kind`, `words` or `better`."""
    return f"question_{name}_{place}"


def lines_of(question: OwnQuestion) -> str:
    """What stands in the field for the rest."""
    if question.kind is OwnKind.CHOICE:
        return "\n".join(f"{STAR}{option}" if option == question.good else option for option in question.options)
    return question.unit if question.kind is OwnKind.NUMBER else f"{question.low}\n{question.high}"


def read(filled: Mapping[str, Any], tools: Sequence[str] = ()) -> tuple[tuple[OwnQuestion, ...], dict[str, str]]:
    """The questions of a form, and what is wrong with it by field. A question without a text is none."""
    told: list[OwnQuestion] = []
    faults: dict[str, str] = {}
    for place in PLACES:
        if not (filled.get(block("text", place)) or "").strip():
            continue
        try:
            told = [*together([*told, _one(filled, place, tools)])]
        except Refusal as no:
            faults[block("text", place)] = no.sentence
    return tuple(told), faults


def _one(filled: Mapping[str, Any], place: int, tools: Sequence[str]) -> OwnQuestion:
    text, kind, better = (filled.get(block(name, place)) or "" for name in ("text", "kind", "better"))
    words = (filled.get(block("words", place)) or "").split("\n")
    lines = [line.strip() for line in words if line.strip()]
    if kind == OwnKind.CHOICE:
        options = [line.removeprefix(STAR).strip() for line in lines]
        good = next((line.removeprefix(STAR).strip() for line in lines if line.startswith(STAR)), None)
        return parse(text, kind, options=options, good=good, tools=tools)
    chosen = better or Better.NEITHER
    if kind == OwnKind.SCALE:
        low, high = lines if len(lines) == 2 else ("", "")
        return parse(text, kind, low=low, high=high, better=chosen, tools=tools)
    return parse(text, kind or OwnKind.NUMBER, unit=" ".join(lines), better=chosen, tools=tools)
