"""What a question is, and how one person meets it: which words, which options, in which order.

The questions themselves are in `wording.py`. Pairs such as "With AI / Without AI" swap their order from person to person,
and stay put for one person.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from bot.domain.durations import as_words
from bot.domain.language import _, pgettext
from bot.domain.ownquestions import OwnKind, OwnQuestion
from bot.domain.timer import Ran

SOMETHING_ELSE = "Something else"
OTHER_TOOL = "Other"
OTHER = "other"
THE_COIN = "trial"  # why without AI: a coin said so
UNFINISHED = "unfinished"
NOTE_LIMIT = 500

Draft = Mapping[str, Any]


class Kind(StrEnum):
    ONE = "one"
    MANY = "many"
    TIME = "time"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Option:
    code: str
    words: str


@dataclass(frozen=True)
class Setting:
    """What decides which questions one check-in asks one person."""

    person: str  # an opaque key; it seeds the order of pairs
    task_types: tuple[str, ...]
    tools: tuple[str, ...] = ()
    asks_guess: bool = False
    asks_why: bool = False  # why AI, instead of what it changed: each way of working is asked one thing of its own
    thinned: bool = False  # without what is optional (`burden.py`)
    task_type: str | None = None  # locked before the work, by `start`
    expected_minutes: float | None = None  # likewise
    ran: Ran | None = None  # how long its clock ran
    own: tuple[OwnQuestion, ...] = ()  # the team's own questions
    size: int | None = None  # locked likewise, where a coin decided
    coin_without: bool = False  # which said without AI
    earlier: str | None = None  # a task whose fixing it was too early to tell last time


@dataclass(frozen=True)
class Question:
    """One question. `flips` are the pairs of options that swap by person; `alone` excludes every other option."""

    key: str
    text: str
    kind: Kind
    options: tuple[Option, ...] = ()
    required: bool = False
    applies: Callable[[Draft, Setting], bool] = lambda _draft, _setting: True
    flips: tuple[tuple[str, str], ...] = ()
    alone: frozenset[str] = frozenset()
    hint: str = ""
    own: OwnQuestion | None = None  # whose words are the team's, and so in one language


@dataclass(frozen=True)
class Asked:
    """A question as one person sees it: the words filled in, the options in that person's order."""

    key: str
    text: str
    kind: Kind
    options: tuple[Option, ...]
    required: bool
    alone: frozenset[str] = frozenset()
    hint: str = ""
    own: OwnQuestion | None = None

    def words_of(self, code: str) -> str:
        return next((option.words for option in self.options if option.code == code), code)

    def to_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "text": self.text,
            "kind": str(self.kind),
            "options": [[option.code, option.words] for option in self.options],
            "required": self.required,
            "hint": self.hint,
        }

    def shown(self) -> dict[str, Any]:
        """What is kept with the answer: the exact words this person chose from."""
        return {"text": self.text, "options": [option.words for option in self.options]}


def flipped(person: str, pair: str) -> bool:
    """True for about half of all people, always the same for one person and one pair."""
    return sha256(f"{person}/{pair}".encode()).digest()[0] % 2 == 1


def asks_guess(person: str, occasion: str) -> bool:
    """One check-in in four, by chance that anyone can recompute."""
    return sha256(f"guess/{person}/{occasion}".encode()).digest()[0] % 4 == 0


def asks_why(person: str, occasion: str) -> bool:
    """One check-in in four, likewise: were both asked every time, an answer with AI would take a tap more than one without."""
    return sha256(f"why/{person}/{occasion}".encode()).digest()[0] % 4 == 0


def of_own(own: OwnQuestion) -> Question:
    """A team's own question, as the conversation knows questions: never needed, and asked whatever the way of working."""
    kind = Kind.NUMBER if own.kind is OwnKind.NUMBER else Kind.ONE
    return Question(own.key, own.text, kind, tuple(Option(code, words) for code, words in own.choices), own=own)


def present(question: Question, draft: Draft, setting: Setting) -> Asked:
    if question.own:
        return Asked(
            question.key, question.text, question.kind, question.options, False, hint=_hint(question.own), own=question.own
        )
    options, text = _team_options(question.key, setting) or _options(question), _text(question)
    if not setting.coin_without:  # that is no reason for anybody else
        options = tuple(option for option in options if (question.key, option.code) != ("skip_reasons", THE_COIN))
    if question.key == "minutes" and setting.ran:
        options, text = _with_the_clock(setting.ran, options, text)
    kind = kind_of_task(draft.get("task_type") or setting.task_type) or pgettext("any task", "task")
    return Asked(
        key=question.key,
        text=text.format(task_type=kind, earlier=setting.earlier),
        kind=question.kind,
        options=_in_order(options, question.flips, setting.person),
        required=question.required,
        alone=question.alone,
        hint=pgettext(question.key, question.hint) if question.hint else "",
    )


def _hint(own: OwnQuestion) -> str:
    """How to answer what has no buttons."""
    if own.kind is not OwnKind.NUMBER:
        return ""
    # Translators: below a question that is answered by typing; {unit} is what an owner wrote, such as "days"
    return _("Type a number, in {unit}", unit=own.unit) if own.unit else _("Type a number")


def _text(question: Question) -> str:
    return pgettext(question.key, question.text)


def words_of(question: Question, code: str) -> str:
    """An option in the words of the language; "" where there is no such."""
    return next((option.words for option in _options(question) if option.code == code), "")


def _options(question: Question) -> tuple[Option, ...]:
    return tuple(Option(option.code, pgettext(context_of(question, option), option.words)) for option in question.options)


def context_of(question: Question, option: Option) -> str:
    """What an option's words belong to: times are the same in every question."""
    return "time" if option.code.isdecimal() and question.kind is Kind.TIME else question.key


def kind_of_task(task_type: str | None) -> str:
    """A kind of task as people read it: as the team wrote it, and "Something else" in their language."""
    return pgettext("task_type", SOMETHING_ELSE) if task_type == SOMETHING_ELSE else task_type or ""


def _team_options(key: str, setting: Setting) -> tuple[Option, ...]:
    if key == "task_type":
        names: Iterable[str] = [*sorted(setting.task_types, key=str.casefold), SOMETHING_ELSE]
    elif key == "tool":
        names = [*setting.tools, OTHER_TOOL]
    else:
        return ()
    return tuple(Option(name, pgettext(key, name) if name in (SOMETHING_ELSE, OTHER_TOOL) else name) for name in names)


def _with_the_clock(ran: Ran, options: tuple[Option, ...], text: str) -> tuple[tuple[Option, ...], str]:
    """A short time of the clock's own is the first choice, and never chosen by itself; any other is only spoken of."""
    if ran.offered is None:
        return options, ran.question
    own = Option(f"{ran.offered:g}", f"{as_words(ran.offered)} (timer)")
    return (own, *(option for option in options if option.code != own.code)), text


def _in_order(options: tuple[Option, ...], flips: tuple[tuple[str, str], ...], person: str) -> tuple[Option, ...]:
    swapped = {a: b for pair in flips if flipped(person, pair[0]) for a, b in (pair, pair[::-1])}
    by_code = {option.code: option for option in options}
    return tuple(by_code[swapped.get(option.code, option.code)] for option in options)
