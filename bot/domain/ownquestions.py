"""A team's own outcome questions: at most two, each a number, a scale from 1 to 5, or a choice.

They are about what came of the task, such as how satisfied a customer was or how many days an approval took. How much AI was
used is refused like everywhere else (`volume.py`).

The rule: a question is what people choose from. Its key is made of its text, kind, unit, ends and options, so the same question
keeps its key however often it is declared, and one that reads otherwise is another question, whose answers are never mixed with
those of the first. Only `better` may change, which is what the owner thinks of an answer, and not what it means.

Every answer is a number: the one typed, a step from 1 to 5, or the place of an option, from 1.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from bot.domain import volume
from bot.domain.language import _, folded, number, pgettext
from bot.domain.refusal import Refusal

MOST = 2
STEPS = 5
LARGEST = 1_000_000_000.0  # nobody counts further, and sums stay exact
LONGEST_TEXT, LONGEST_UNIT, LONGEST_END, LONGEST_OPTION = 150, 20, 40, 60
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
_BEGINNING = "own_"
_ENDINGS = ("?", "？", "؟")


class OwnKind(StrEnum):
    NUMBER = "number"
    SCALE = "scale"
    CHOICE = "choice"


class Better(StrEnum):
    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


@dataclass(frozen=True)
class OwnQuestion:
    """One question. A number may have a `unit`, a scale has words for 1 (`low`) and 5 (`high`), a choice has `options`, and one
    of them may be the `good` one."""

    text: str
    kind: OwnKind
    unit: str = ""
    low: str = ""
    high: str = ""
    options: tuple[str, ...] = ()
    good: str | None = None
    better: Better = Better.NEITHER

    @property
    def key(self) -> str:
        """Opaque, and the same wherever and whenever the same question is declared."""
        told = [self.text, str(self.kind), self.unit, self.low, self.high, list(self.options), self.good]
        return _BEGINNING + sha256(json.dumps(told).encode()).hexdigest()[:12]

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What can be pressed: codes with their words. None of a number."""
        if self.kind is OwnKind.SCALE:
            ends = {1: f"1 – {self.low}", STEPS: f"{STEPS} – {self.high}"}
            return tuple((str(step), ends.get(step, _step(step))) for step in range(1, STEPS + 1))
        return tuple((str(place), words) for place, words in enumerate(self.options, 1))

    @property
    def good_place(self) -> int | None:
        return self.options.index(self.good) + 1 if self.good else None

    def in_words(self, value: float) -> str:
        """An answer as its author knows it: "2.5 days", "4 of 5", "At once"."""
        if self.kind is OwnKind.NUMBER:
            return f"{number(value)} {self.unit}".strip()
        if self.kind is OwnKind.SCALE:
            return _step(round(value))
        return dict(self.choices).get(str(round(value)), "")

    def as_cell(self, value: float) -> str:
        """An answer in a file: the number, the step, or the words of the option. What is no answer to it any more is ""."""
        if self.kind is OwnKind.CHOICE:
            return dict(self.choices).get(str(round(value)), "")
        return f"{value:.12g}"

    def of_cell(self, cell: str) -> float | int | None:
        """The same read again; None where it is no answer to this question."""
        if self.kind is OwnKind.CHOICE:
            return next((place for place, words in enumerate(self.options, 1) if folded(words) == folded(cell)), None)
        try:
            value = float(cell)
        except ValueError:
            return None
        if self.kind is OwnKind.NUMBER:
            return value if abs(value) <= LARGEST else None
        return int(value) if value in range(1, STEPS + 1) else None

    def to_json(self) -> dict[str, Any]:
        said = {"unit": self.unit, "low": self.low, "high": self.high, "options": list(self.options), "good": self.good}
        told = {name: value for name, value in said.items() if value}
        return {"text": self.text, "kind": str(self.kind), "better": str(self.better), **told}


def from_json(data: Mapping[str, Any]) -> OwnQuestion:
    given = {name: data[name] for name in ("unit", "low", "high", "good") if name in data}
    options, better = tuple(data.get("options", ())), Better(data.get("better", Better.NEITHER))
    return OwnQuestion(data["text"], OwnKind(data["kind"]), options=options, better=better, **given)


def all_of(rows: Iterable[Mapping[str, Any]]) -> tuple[OwnQuestion, ...]:
    """A team's questions from its row."""
    return tuple(map(from_json, rows))


def is_own(key: str) -> bool:
    """Is this the key of a team's own question?"""
    return key.startswith(_BEGINNING)


def parse(
    text: str,
    kind: str,
    *,
    unit: str = "",
    low: str = "",
    high: str = "",
    options: Sequence[str] = (),
    good: str | None = None,
    better: str = Better.NEITHER,
    tools: Sequence[str] = (),
) -> OwnQuestion:
    """A question as an owner declares it, or a Refusal. What belongs to another kind must be left empty."""
    if kind not in list(OwnKind):
        raise Refusal(_("“{typed}” is no kind of question: write number, scale or choice.", typed=kind))
    if better not in list(Better):
        raise Refusal(_("“{typed}” cannot be what is better: write more, less or neither.", typed=better))
    whole = OwnQuestion(
        text=_line(text),
        kind=OwnKind(kind),
        unit=_line(unit),
        low=_line(low),
        high=_line(high),
        options=tuple(filter(None, map(_line, options))),
        good=_line(good or "") or None,
        better=Better(better),
    )
    _check_text(whole)
    _check_parts(whole)
    volume.refuse(whole.text, whole.options, tools)
    volume.refuse_measure(whole.text, filter(None, (whole.unit, whole.low, whole.high)), tools)
    return whole


def together(questions: Iterable[OwnQuestion]) -> tuple[OwnQuestion, ...]:
    """A team's questions, or a Refusal where they are too many, or two of them read the same."""
    told = tuple(questions)
    if len(told) > MOST:
        raise Refusal(_("A team has at most {most} questions of its own.", most=MOST))
    if len({folded(one.text) for one in told}) < len(told):
        raise Refusal(_("“{typed}” is asked twice.", typed=told[0].text))
    return told


def _step(step: int) -> str:
    # Translators: an answer on a scale, as in "4 of 5"
    return pgettext("in a summary", "{step} of {steps}", step=step, steps=STEPS)


def _line(text: str) -> str:
    return " ".join(text.split())


def _check_text(one: OwnQuestion) -> None:
    if not 1 < len(one.text) <= LONGEST_TEXT or not one.text.endswith(_ENDINGS):
        raise Refusal(_("A question has at most {most} characters, and a question mark at its end.", most=LONGEST_TEXT))


def _check_parts(one: OwnQuestion) -> None:
    number_, scale, choice = (one.kind is kind for kind in OwnKind)
    if len(one.unit) > LONGEST_UNIT:
        raise Refusal(_("A unit has at most {most} characters, such as “days”.", most=LONGEST_UNIT))
    if scale and not all(0 < len(end) <= LONGEST_END for end in (one.low, one.high)):
        raise Refusal(_("A scale needs words for both its ends, of at most {most} characters each.", most=LONGEST_END))
    different = len({folded(option) for option in one.options}) == len(one.options)
    fit = different and all(len(option) <= LONGEST_OPTION for option in one.options)
    if choice and not (fit and FEWEST_OPTIONS <= len(one.options) <= MOST_OPTIONS):
        limits = {"least": FEWEST_OPTIONS, "most": MOST_OPTIONS, "long": LONGEST_OPTION}
        raise Refusal(_("A choice has {least} to {most} different options, of at most {long} characters each.", **limits))
    if choice and one.good and one.good not in one.options:
        raise Refusal(_("“{typed}” is none of the options, so it cannot be the good one.", typed=one.good))
    foreign = (one.unit and not number_) or ((one.low or one.high) and not scale) or ((one.options or one.good) and not choice)
    if foreign or (choice and one.better is not Better.NEITHER):
        raise Refusal(_("A unit is for a number, two ends are for a scale, options and the good one of them for a choice."))
