"""What answering costs: gestures and seconds, in which words that is said, and when less is asked for it.

It is about the check-in and never about the work: nothing of it says how a task was done.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from statistics import median

from bot.domain import privacy

LONGEST_GAP = timedelta(seconds=60)  # somebody who does nothing for longer has turned to something else
TOO_LONG = 45.0  # seconds: from there on less is asked
LATELY = 5  # answers

# Left away together or not at all. Of what only one way of working is asked, each has one question here, so that answers with
# AI and without lose the same number. What is needed stays, so does the tool, and what was too early to tell last time.
THINNED = frozenset({"fixing", "quality", "differences", "why_ai", "skip_reasons", "next_time", "guess", "note"})


def gap(before: datetime | None, now: datetime) -> float:
    """The seconds between two gestures that were spent on answering: a minute at most.

    Answers lie about while people work. A whole minute still holds a look at the clock or a page of the form, and an answer
    that lay overnight counts as a minute longer, not as a night.
    """
    return min(max(now - before, timedelta()), LONGEST_GAP).total_seconds() if before else 0.0


def thins(person: str, occasion: str, seconds: Sequence[float]) -> bool:
    """Every second check-in, by chance that anyone can recompute, of somebody whose own last five answers took too long."""
    if len(seconds) < LATELY or median(seconds[-LATELY:]) <= TOO_LONG:
        return False
    return sha256(f"thin/{person}/{occasion}".encode()).digest()[0] % 2 == 0


def in_words(seconds_by_person: Mapping[str, Sequence[float]], k: int) -> str | None:
    """How long half of the answers took, as one of three bands; None of too few people, or if one gave more than half."""
    if not privacy.may_show_share({person: len(all_of) for person, all_of in seconds_by_person.items()}, k):
        return None
    middle = median(seconds for all_of in seconds_by_person.values() for seconds in all_of)
    return "under half a minute" if middle < 30 else "over a minute" if middle > 60 else "about 45 s"
