"""What a benchmark prints: one JSON object on one line. Everything else it has to say goes to stderr."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """The keys of the contract; `extra` adds what a reader of this one needs besides."""

    bench: str
    ours: float
    baseline: float
    unit: str
    ratio: float
    n: int
    extra: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> str:
        said = {
            "bench": self.bench,
            "ours": round(self.ours, 3),
            "baseline": round(self.baseline, 3),
            "unit": self.unit,
            "ratio": round(self.ratio, 3),
            "n": self.n,
            **{key: round(value, 3) for key, value in self.extra.items()},
        }
        return json.dumps(said)


def note(words: str) -> None:
    """Progress and remarks."""
    print(words, file=sys.stderr, flush=True)
