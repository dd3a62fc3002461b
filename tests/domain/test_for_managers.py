"""The page for managers: what it quotes of a digest is what a digest says, and it never praises AI."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.domain.answer import Answer, Fixing, NextTime, Quality
from bot.domain.digest import as_text
from tests.domain.team import digest, task

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/for-managers.md").read_text(encoding="utf-8")
NEVER = re.compile(r"adoption|boost|\bsaved?\b|saving|productiv|faster|slower|!|[\U0001F300-\U0001FAFF]", re.IGNORECASE)
NEAR, WIDE = (-8, 0, 9), (-25, 0, 30)


def quarter() -> list[Answer]:
    """Twelve people who did two kinds of task both ways, four times each: one differs alike for all, one does not."""
    right: dict[str, Any] = {"fixing": Fixing.NO, "quality": Quality.AT, "next_time": NextTime.WITHOUT}
    right["skip_reasons"] = frozenset({"judgement"})
    told = []
    for person in range(12):
        for n in range(4):
            one, other = (5 * person + 7 * n) % 3, (person + n * n) % 3
            told += [
                task(person, "with_ai", 30 + 3 * person + NEAR[one], "Bug triage", size=3),
                task(person, "without_ai", 40 + 3 * person + NEAR[other], "Bug triage", size=3),
                task(person, "with_ai", 50 + 3 * person + WIDE[person % 3], "Customer reply", size=3),
                task(person, "without_ai", 50 + 3 * person + WIDE[person // 3 % 3], "Customer reply", size=3, **right),
            ]
    return told


def quoted() -> list[str]:
    """The quotes of the page, each on one line."""
    blocks = re.findall(r"(?:^> .*\n?)+", PAGE, re.MULTILINE)
    return [" ".join(line.removeprefix("> ").strip() for line in block.splitlines()) for block in blocks]


def test_every_line_it_quotes_is_said_by_a_digest() -> None:
    said = as_text(digest(quarter()), width=None)
    assert len(quoted()) >= 4
    for quote in quoted():
        assert f"• {quote}\n" in said, f"the page quotes “{quote}”, and the digest says:\n{said}"


def test_it_is_one_page() -> None:
    assert len(PAGE.splitlines()) <= 66


def test_it_never_shouts_or_praises() -> None:
    assert NEVER.findall(PAGE) == []


@pytest.mark.parametrize("heading", ["Worth asking", "Better left unasked"])
def test_there_are_five_questions_of_each_kind(heading: str) -> None:
    _, found, rest = PAGE.partition(f"**{heading}**")
    assert found
    listed = rest.partition("\n\n")[2].partition("\n\n")[0]
    assert len(re.findall(r"^\d\. ", listed, re.MULTILINE)) == 5
