"""The coin of a trial: fair, the same for whoever knows the seed, and bound to it before the first flip.

A flip's key is made of the trial, the person and which of their flips it is, so nothing can be tried again until it
falls as somebody wishes. The coin is the first bit of HMAC-SHA256 of that key under the seed. Whoever holds the seed's hash
can check the seed when it is published, and with it every flip.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

LOPSIDED = 3  # how far the arms of one person may be apart before the balance decides
SHORT = 12  # signs of a flip's key, as it is shown where there is little room


@dataclass(frozen=True)
class Flip:
    with_ai: bool
    forced: bool


def seed_hash(seed: str) -> str:
    """What is published of a seed, a text of 64 hexadecimal digits, before the first flip."""
    return sha256(seed.encode()).hexdigest()


def flip_key(trial: str, person: str, number: int) -> str:
    """The key of somebody's `number`th flip in a trial, from 1: 32 hexadecimal digits that lead to nobody.

    `person` is a key that nobody else knows. Of one that others know, such as a Slack id, anybody could make the keys that are
    published, and read whose each is.
    """
    return sha256(f"{trial}/{person}/{number}".encode()).hexdigest()[:32]


def coin(seed: str, key: str) -> bool:
    """Which way the coin falls for a flip's key: True is with AI."""
    return hmac.digest(seed.encode(), key.encode(), "sha256")[0] >= 128


def flip(coin: bool, before_with: int, before_without: int) -> Flip:
    """The next task's way for one person and kind of task: the coin's, but the smaller arm's once they are 3 apart."""
    apart = before_with - before_without
    return Flip(apart < 0, forced=True) if abs(apart) >= LOPSIDED else Flip(coin, forced=False)


class Thrown(Protocol):
    """A flip as it is kept."""

    id: str
    with_ai: bool
    forced: bool
    declined: str | None


def as_said(flip: Thrown | None) -> dict[str, Any] | None:
    """What its owner reads of a flip, as a message carries it; None where no coin was thrown."""
    if flip is None:
        return None
    said = {"with_ai": flip.with_ai, "forced": flip.forced, "key": flip.id[:SHORT]}
    return said | ({"declined": flip.declined} if flip.declined else {})
