"""One flip of a trial and what came of it: what its evidence is made of, and when it may be looked at. Loads nothing.

A flip whose task is still open is no `Told` while the trial runs. When it is over, it is one that was not finished. They come
in the order in which the coin fell, and after the first that is open none of the same person's comes before the trial is over:
what is forced later would tell which way the open one fell.
"""

from dataclasses import dataclass

from bot.domain.answer import Approach, Fixing, Quality


@dataclass(frozen=True)
class Told:
    """`person` is an opaque key, `with_ai` what the coin had assigned, `forced` whether the balance did. `approach` is None
    where nothing was told; then, and for a task that was called off, `finished` is False. `score` is a blind review's."""

    person: str
    with_ai: bool
    forced: bool
    expected: float
    size: int
    declined: bool = False
    approach: Approach | None = None
    minutes: float | None = None
    fix_minutes: float | None = None
    fixing: Fixing | None = None
    finished: bool = True
    overlapping: bool = False
    quality: Quality | None = None
    score: float | None = None

    @property
    def done_as_assigned(self) -> bool:
        """Not declined, nor told to be done the other way."""
        return not self.declined and (self.approach is None or self.approach.tried_ai == self.with_ai)

    @property
    def done(self) -> bool:
        """Finished, and told how."""
        return self.finished and self.approach is not None


@dataclass(frozen=True)
class Look:
    """`due`: it is time to look. `stops`: what is seen settles the trial. `level` is that of its range."""

    due: bool
    stops: bool
    level: float


@dataclass(frozen=True)
class Flipped:
    """A flip as anybody may check it: the coin is what the seed gives for the key, `with_ai` what was assigned."""

    key: str
    person: str
    coin: bool
    forced: bool
    with_ai: bool
