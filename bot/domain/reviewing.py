"""Blind review: which work is looked at, by whom, and what is asked of a reviewer. Everything chance decides has a seed.

What is picked depends on the team, the week and the work alone, so it comes out the same whenever it is drawn again. Nobody
gets work of their own, and nobody more than two pieces a week.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from bot.domain.language import N_, _, pgettext
from bot.domain.ownquestions import STEPS, Better, OwnKind, OwnQuestion
from bot.domain.refusal import Refusal

MOST_A_WEEK = 20  # pieces of one team
MOST_EACH = 2  # pieces for one reviewer and week
TWICE = 3  # every third piece goes to two reviewers
WAITS = timedelta(days=14)
LONGEST_STANDARD, LONGEST_WORK = 1000, 500
ANY_KIND = ""  # a team's standard for every kind of task without one of its own


class Stage(StrEnum):
    """Where a review stands. GIVEN: it waits until enough others are, to count with them. PASSED: whoever was asked said no.
    CLOSED: it waited too long, or they may not see it any more."""

    WAITING = "waiting"
    GIVEN = "given"
    COUNTED = "counted"
    PASSED = "passed"
    CLOSED = "closed"


SAID = (Stage.GIVEN, Stage.COUNTED)
REVIEWED = N_("Reviewed blind, 1 to 5")
KEY = "review"


@dataclass(frozen=True)
class Reviewed(OwnQuestion):
    """What reviewers say of an answer's work, as if it were a question of the team's own. Nobody is asked it in a check-in."""

    @property
    def key(self) -> str:
        return KEY


QUESTION = Reviewed(REVIEWED, OwnKind.SCALE, better=Better.MORE)


def steps() -> tuple[tuple[str, str], ...]:
    """The five scores with their words, the lowest first."""
    return (
        # Translators: how a piece of work stands against a team's standard; so are the next four
        ("1", pgettext("review", "1 – far below the standard")),
        ("2", pgettext("review", "2 – below it")),
        ("3", pgettext("review", "3 – meets it")),
        ("4", pgettext("review", "4 – above it")),
        ("5", pgettext("review", "5 – far above it")),
    )


def score_of(code: str | None) -> int:
    if code is None or code not in [str(step) for step in range(1, STEPS + 1)]:
        raise Refusal(_("Pick one of the five steps."))
    return int(code)


def standard_for(standard: Mapping[str, str], task_type: str) -> str:
    return standard.get(task_type) or standard.get(ANY_KIND, "")


def seed(team_id: str, week: str) -> str:
    """What a week's drawing is decided by; anybody who knows the team's key can work it out again."""
    return sha256(f"{team_id}/{week}".encode()).hexdigest()


def chance(seed: str, key: str) -> str:
    """A place in an order nobody has chosen."""
    return sha256(f"{seed}/{key}".encode()).hexdigest()


@dataclass(frozen=True)
class Piece:
    """One attached work: its key, whose it is, and how it was made, which none of its reviewers is told."""

    key: str
    author: str
    with_ai: bool


def drawn(pieces: Iterable[Piece], most: int, seed: str) -> list[Piece]:
    """At most so many, as many made with AI as without where there are enough of both, in an order decided by chance."""
    shuffled = sorted(pieces, key=lambda one: chance(seed, one.key))
    sides = [[one for one in shuffled if one.with_ai is side] for side in (True, False)]
    if int(seed[0], 16) % 2:  # which side an odd piece is of
        sides.reverse()
    out: list[Piece] = []
    while any(sides) and len(out) < most:
        for side in sides:
            if side and len(out) < most:
                out.append(side.pop(0))
    return sorted(out, key=lambda one: chance(seed, f"order/{one.key}"))


def reviewers(
    author: str, volunteers: Collection[str], busy: Mapping[str, int], seed: str, wanted: int, asked: Collection[str] = ()
) -> list[str]:
    """Whom to give a piece: never its author, nobody who was `asked` before, the least `busy` first."""
    able = [one for one in volunteers if one != author and one not in asked and busy.get(one, 0) < MOST_EACH]
    return sorted(able, key=lambda one: (busy.get(one, 0), chance(seed, one)))[:wanted]


def twice(place: int) -> bool:
    """Whether the piece at this place, from 0, goes to two reviewers."""
    return place % TWICE == 0


def checked_work(words: str) -> str:
    """A link or a sentence, as its author attaches it; nothing where nothing was written."""
    work = " ".join(words.split())
    if len(work) > LONGEST_WORK:
        raise Refusal(_("Write at most {most} characters.", most=LONGEST_WORK))
    return work


def checked_standard(words: str) -> str:
    standard = words.strip()
    if len(standard) > LONGEST_STANDARD:
        raise Refusal(_("Write at most {most} characters.", most=LONGEST_STANDARD))
    return standard


def checked_number(typed: str) -> int:
    if not typed.strip().isdecimal() or int(typed) > MOST_A_WEEK:
        raise Refusal(_("Write a number from 0 to {most}.", most=MOST_A_WEEK))
    return int(typed)


def is_link(work: str) -> bool:
    """A bare web address and nothing else, without a sign that could end a link or add words to it."""
    return work.startswith(("https://", "http://")) and not any(sign in work for sign in " <>|\"'`\\")
