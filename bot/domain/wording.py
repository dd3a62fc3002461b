"""The check-in's questions: wording, options and when each applies.

Wording is data. Each language has versions of its own, and the words of the others are in their catalogues, by question. An
answer remembers the version and the exact words shown: a changed wording is a new version, and old answers keep their meaning.
Size comes before AI and judgement last, because each answer colours the next.

No question may ask how much AI was used: that is the one thing Candor never wants to know.
"""

from collections.abc import Iterator

from bot.domain.burden import THINNED
from bot.domain.language import spoken
from bot.domain.questions import (
    NOTE_LIMIT,
    OTHER,
    OTHER_TOOL,
    SOMETHING_ELSE,
    THE_COIN,
    UNFINISHED,
    Asked,
    Draft,
    Kind,
    Option,
    Question,
    Setting,
    context_of,
    of_own,
)

# By language. Any change of the words people choose from, or of the question above them, is a new version of that language.
VERSIONS = {"en": "2", "de": "2-de", "es": "2-es", "fr": "2-fr", "tr": "2-tr"}


def _tried_ai(draft: Draft, _: Setting) -> bool:
    return draft.get("approach") in ("with_ai", "dropped_ai")


def _differences(draft: Draft, setting: Setting) -> bool:
    return _tried_ai(draft, setting) and (not setting.asks_why or draft.get("differences") is not None)


def _why_ai(draft: Draft, setting: Setting) -> bool:
    return _tried_ai(draft, setting) and (setting.asks_why or draft.get("why_ai") is not None)


def _without_ai(draft: Draft, _: Setting) -> bool:
    return draft.get("approach") == "without_ai"


def _options(*pairs: tuple[str, str]) -> tuple[Option, ...]:
    return tuple(Option(code, words) for code, words in pairs)


_MINUTES = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480)
_HOURS = {60: "1 h", 90: "1½ h", 120: "2 h", 180: "3 h", 240: "4 h", 360: "6 h", 480: "8 h"}
_TIMES = tuple(Option(str(m), _HOURS.get(m, f"{m} min")) for m in _MINUTES)

FIX_MINUTES = {"no": 0.0, "up_to_15": 7.5, "up_to_60": 37.5}  # the middle of what was said

SKIP_REASONS = _options(
    (THE_COIN, "The coin said without"),  # only where one did
    ("judgement", "Needs my own judgement or voice"),
    ("faster_hand", "Quicker by hand"),
    ("people", "A conversation or relationship task"),
    ("check_cost", "Checking it would take longer"),
    ("high_stakes", "A mistake would be costly"),
    ("confidential", "Confidential or not allowed"),
    ("poor_before", "Did badly on this before"),
    ("context", "Lacks the context"),
    ("learn", "I want to learn or keep the skill"),
    ("no_access", "No access or not working"),
    ("unsure_how", "Not sure how"),
    ("didnt_think", "Did not think of it"),
    (OTHER, "Another reason"),
)

SIZES = _options(("1", "Much smaller"), ("2", "Smaller"), ("3", "About usual"), ("4", "Bigger"), ("5", "Much bigger"))

SKIP_GROUPS = {
    "a person fits better": ("judgement", "faster_hand", "people"),
    "accuracy and risk": ("check_cost", "high_stakes", "confidential"),
    "not good enough here": ("poor_before", "context"),
    "growing": ("learn",),
    "barriers": ("no_access", "unsure_how", "didnt_think"),
    "the coin": (THE_COIN,),
    "other": (OTHER,),
}

QUESTIONS: tuple[Question, ...] = (
    Question(
        "task_type",
        "What kind of task was it?",
        Kind.ONE,
        required=True,
        applies=lambda _, setting: setting.task_type is None,
    ),
    Question(
        "size",
        "Compared with your usual {task_type}, how big was this one?",
        Kind.ONE,
        SIZES,
        required=True,
        applies=lambda _, setting: setting.expected_minutes is None,
    ),
    Question(
        "approach",
        "How did you do it?",
        Kind.ONE,
        _options(("with_ai", "With AI"), ("without_ai", "Without AI"), ("dropped_ai", "Tried AI, then finished without")),
        required=True,
        flips=(("with_ai", "without_ai"),),
    ),
    Question(
        "tool",
        "Which one?",
        Kind.ONE,
        applies=lambda draft, setting: bool(setting.tools) and _tried_ai(draft, setting),
    ),
    Question(
        "minutes",
        "Your own working time, from start to handover, without waiting or breaks?",
        Kind.TIME,
        (
            *_TIMES,
            Option(OTHER, "Other"),
            Option(UNFINISHED, "Not finished"),
        ),
        required=True,
        hint="Or type it: 90 min, 1:30, an hour and a half",
    ),
    Question(
        "fixing",
        "Did anything have to be fixed or redone afterwards?",
        Kind.ONE,
        _options(
            ("no", "No"),
            ("up_to_15", "Up to 15 min"),
            ("up_to_60", "Up to 1 h"),
            ("more", "More"),
            ("too_early", "Too early to say"),
        ),
    ),
    Question(
        "fix_minutes",
        "How long did the fixing take?",
        Kind.TIME,
        applies=lambda draft, _: draft.get("fixing") == "more",
        hint="For example 90 min or 2 h",
    ),
    Question(
        "quality",
        "How did the result compare with your usual standard?",
        Kind.ONE,
        _options(("below", "Below"), ("at", "At"), ("above", "Above"), ("unknown", "Can't say yet")),
    ),
    Question(
        "differences",
        "What was different because of AI? Pick any.",
        Kind.MANY,
        _options(
            ("less_time", "Less time"),
            ("more_time", "More time"),
            ("better_quality", "Better quality"),
            ("worse_quality", "Worse quality"),
            ("fewer_mistakes", "Fewer mistakes"),
            ("more_mistakes", "More mistakes"),
            ("learned", "Learned something"),
            ("learned_less", "Learned less than I would have"),
            ("more_confident", "More confident"),
            ("less_confident", "Less confident"),
            ("no_difference", "No difference"),
            ("cant_tell", "Can't tell"),
        ),
        applies=_differences,
        flips=(
            ("less_time", "more_time"),
            ("better_quality", "worse_quality"),
            ("fewer_mistakes", "more_mistakes"),
            ("learned", "learned_less"),
            ("more_confident", "less_confident"),
        ),
        alone=frozenset({"no_difference", "cant_tell"}),
    ),
    Question("skip_reasons", "Why without AI? Pick any.", Kind.MANY, SKIP_REASONS, applies=_without_ai),
    Question(
        "why_ai",
        "Why AI for this one?",
        Kind.ONE,
        _options(
            ("helps", "It helps with this"),
            ("try", "Wanted to try"),
            ("expected", "It was expected of me"),
            ("habit", "Habit"),
        ),
        applies=_why_ai,
    ),
    Question(
        "next_time",
        "Next time, the same kind of task?",
        Kind.ONE,
        _options(("with_ai", "With AI"), ("without_ai", "Without AI"), ("no_preference", "No preference")),
        flips=(("with_ai", "without_ai"),),
    ),
    Question(
        "guess",
        "Your guess: done the other way, it would have taken…",
        Kind.ONE,
        _options(
            ("much_less", "Much less"),
            ("less", "Less"),
            ("same", "About the same"),
            ("more", "More"),
            ("much_more", "Much more"),
            ("no_idea", "No idea"),
        ),
        applies=lambda _, setting: setting.asks_guess,
    ),
    Question(
        "earlier",
        "Last time it was too early to tell: did {earlier} need fixing or redoing since?",
        Kind.ONE,
        _options(("no", "No"), ("up_to_15", "Up to 15 min"), ("up_to_60", "Up to 1 h"), ("more", "More")),
        applies=lambda _, setting: setting.earlier is not None,
    ),
    Question("note", "Anything to add? Only you see this.", Kind.TEXT, hint=f"At most {NOTE_LIMIT} characters"),
)

# Asked before the work, and locked: the expected time takes the place of size, which is asked only where a coin decides.
STARTING: tuple[Question, ...] = (
    Question("task_type", "What kind of task is it?", Kind.ONE, required=True),
    Question("size", "Compared with your usual {task_type}, how big is this one?", Kind.ONE, SIZES),
    Question(
        "expected",
        "If you did it without AI, how long would it take?",
        Kind.TIME,
        (*_TIMES, Option(OTHER, "Other")),
        required=True,
        hint="Your own working time, without waiting or breaks",
    ),
)

BY_KEY = {question.key: question for question in QUESTIONS}
_TILL_QUALITY = 1 + [*BY_KEY].index("quality")


def sayable(draft: Draft, setting: Setting) -> tuple[Question, ...]:
    """What may be answered, given what has been said so far: also what is thinned out, and so not asked for."""
    return tuple(question for question in _asked_of(setting) if question.applies(draft, setting))


def _asked_of(setting: Setting) -> tuple[Question, ...]:
    """The team's own questions come after those about the result and before those about AI, which would colour them."""
    return (*QUESTIONS[:_TILL_QUALITY], *map(of_own, setting.own), *QUESTIONS[_TILL_QUALITY:])


def kind_of(asked: Asked) -> Kind:
    """Of the question itself, while something about it is asked back by buttons."""
    return of_own(asked.own).kind if asked.own else BY_KEY[asked.key].kind


def applying(draft: Draft, setting: Setting) -> tuple[Question, ...]:
    """The questions this check-in asks, given what has been said so far."""
    return tuple(
        question
        for question in sayable(draft, setting)
        if not setting.thinned or not (question.key in THINNED or question.own) or draft.get(question.key) is not None
    )


def version() -> str:
    """Of the questions in the language that is spoken."""
    return VERSIONS[spoken()]


def messages() -> Iterator[tuple[str, str]]:
    """Every text of the questions with its context, as a catalogue has it."""
    for question in (*QUESTIONS, *STARTING):
        yield question.key, question.text
        yield from ((question.key, hint) for hint in [question.hint] if hint)
        yield from ((context_of(question, option), option.words) for option in question.options)
    yield from (("task_type", SOMETHING_ELSE), ("tool", OTHER_TOOL))
