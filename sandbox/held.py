"""Events that were held back, to be brought in another order, several times, or all at once: what Slack may do to any app."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from threading import Barrier

from sandbox.records import Delivery, Json

Deliver = Callable[[str, Json, int], Delivery]


@dataclass
class Held:
    """What was said while nothing was brought to the app."""

    deliver: Deliver
    events: list[Json] = field(default_factory=list)

    def release(self, order: Sequence[int] | None = None, times: int = 1, *, at_once: bool = False) -> list[Delivery]:
        """Bring every event `times` times, the repeats marked as Slack's retries: in this order, or all at the same moment."""
        turns = order if order is not None else range(len(self.events))
        return self._bring([(self.events[place], retry) for retry in range(times) for place in turns], at_once)

    def shuffled(self, seed: int, times: int = 1) -> list[Delivery]:
        """Bring every event `times` times, in an order drawn from the seed: a retry may come before the first try."""
        turns = [(event, retry) for event in self.events for retry in range(times)]
        Random(seed).shuffle(turns)  # noqa: S311 - an order, not a secret
        return self._bring(turns, at_once=False)

    def _bring(self, turns: Iterable[tuple[Json, int]], at_once: bool) -> list[Delivery]:
        turns = list(turns)
        if not at_once:
            return [self.deliver("events_api", event, retry) for event, retry in turns]
        start = Barrier(len(turns))

        def together(turn: tuple[Json, int]) -> Delivery:
            start.wait()
            return self.deliver("events_api", *turn)

        with ThreadPoolExecutor(len(turns)) as pool:
            return list(pool.map(together, turns))
