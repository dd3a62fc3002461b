"""What a check-in costs whoever answers it, and Slack: each path walked on the sandbox, against the table in docs/burden.md.

`WRITE_BURDEN=1 python -m pytest tests/test_burden.py` writes the table anew.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from sandbox import Person
from tests.conftest import IN_ITS_CHANNEL, Cast, Running
from tests.conversing import fills_first_page, the_answer

DOC = Path(__file__).parent.parent / "docs" / "burden.md"
NEEDED = ("Bug triage", "About usual")
TIME = "Your own working time, from start to handover, without waiting or breaks?"
OWN = {"With AI": "Less time", "Without AI": "Quicker by hand", "Tried AI, then finished without": "More time"}


@dataclass
class Cost:
    """In the order of the table's columns."""

    taps: int = 0
    typed: int = 0
    calls: int = 0
    posts: int = 0


@dataclass
class Hand:
    """Somebody's hand: every control it uses is one tap, every message it types is one typed message."""

    person: Person
    cost: Cost

    def clicks(self, *labels: str) -> None:
        for label in labels:
            self.cost.taps += 1
            self.person.clicks(label)

    def confirms(self, label: str) -> None:
        """What asks “are you sure?” takes a second tap."""
        self.cost.taps += 1
        self.clicks(label)

    def ticks(self, label: str) -> None:
        self.cost.taps += 1
        self.person.ticks([label])

    def replies(self, words: str) -> None:
        self.cost.typed += 1
        self.person.replies(words)

    def runs(self, line: str) -> None:
        self.cost.typed += 1
        self.person.runs(line)

    def fills(self, **said: str | None) -> None:
        self.cost.taps += sum(value is not None for value in said.values())
        fills_first_page(self.person, **{"fixing": None, "quality": None, **said})

    def picks(self, label: str, value: object) -> None:
        self.cost.taps += 1
        self.person.fills({label: value})

    def sends(self) -> None:
        self.cost.taps += 1
        assert self.person.submits()

    def skips_the_rest(self) -> None:
        if "[That is all]" in self.person.sees():
            self.clicks("That is all")


Walk = Callable[[Running, Hand], None]


def by_buttons(approach: str) -> Walk:
    """Only what is needed: the rest is left out."""

    def walk(_: Running, hand: Hand) -> None:
        hand.clicks("Answer here", *NEEDED, approach, "45 min")
        hand.skips_the_rest()

    return walk


def everything_by_buttons(approach: str) -> Walk:
    def walk(_: Running, hand: Hand) -> None:
        hand.clicks("Answer here", *NEEDED, approach, "45 min", "No", "At")
        hand.ticks(OWN[approach])
        hand.clicks("No preference")
        hand.skips_the_rest()

    return walk


def by_a_sentence(approach: str) -> Walk:
    def walk(_: Running, hand: Hand) -> None:
        hand.replies(f"triage, {approach.casefold()}, 45 min, about usual, no fixing")
        hand.skips_the_rest()

    return walk


def by_form(approach: str) -> Walk:
    def walk(_: Running, hand: Hand) -> None:
        hand.clicks("Open form")
        hand.fills(task="Bug triage", size="About usual", how=approach, time="45 min")
        hand.sends()
        hand.sends()

    return walk


def everything_by_form(approach: str) -> Walk:
    def walk(_: Running, hand: Hand) -> None:
        hand.clicks("Open form")
        hand.fills(task="Bug triage", size="About usual", how=approach, time="45 min", fixing="No", quality="At")
        hand.sends()
        own = "Why without AI? Pick any." if approach == "Without AI" else "What was different because of AI? Pick any."
        hand.picks(own, [OWN[approach]])
        hand.picks("Next time, the same kind of task?", "No preference")
        hand.sends()

    return walk


def saved(bot: Running, hand: Hand) -> None:
    """An answer is there; what it took counts on its own lines."""
    by_form("With AI")(bot, Hand(hand.person, Cost()))


def change(_: Running, hand: Hand) -> None:
    hand.clicks("Change")
    hand.picks(TIME, "1 h")
    hand.sends()
    hand.sends()


def in_the_channel(bot: Running, hand: Hand) -> None:
    """Their team is asked in its channel from now on, and that message is there."""
    colleagues = [Person(bot.slack, f"U0{name}") for name in ("BEN", "CLEO", "DAN", "ELI", "MO")]
    bot.slack.channel("support", [hand.person, *colleagues])
    bot.apply(IN_ITS_CHANNEL)
    bot.turn()
    bot.until("2026-07-09 15:00")


def privately(_: Running, hand: Hand) -> None:
    hand.clicks("Answer privately")
    hand.fills(task="Bug triage", size="About usual", how="Without AI", time="45 min")
    hand.sends()
    hand.sends()


def begin_and_end(_: Running, hand: Hand) -> None:
    hand.runs("/candor start triage 40 min")
    hand.clicks("Done", "Answer here", "With AI", "45 min")
    hand.skips_the_rest()


def nothing(_: Running, __: Hand) -> None:
    """The check-in arrives."""


BOTH_WAYS: dict[str, Callable[[str], Walk]] = {
    "thread, by buttons, what is needed": by_buttons,
    "thread, by buttons, everything": everything_by_buttons,
    "thread, one typed sentence": by_a_sentence,
    "form, what is needed": by_form,
    "form, everything": everything_by_form,
}
WALKS: dict[str, tuple[Walk, Walk]] = {
    **{
        f"{name}, {approach[0].lower()}{approach[1:]}": (nothing, path(approach))
        for name, path in BOTH_WAYS.items()
        for approach in ("With AI", "Without AI")
    },
    "nothing finished today": (nothing, lambda _, hand: hand.clicks("Nothing finished today")),
    "not today": (nothing, lambda _, hand: hand.clicks("Not today")),
    "change one answer": (saved, change),
    "delete an answer": (saved, lambda _, hand: hand.confirms("Delete")),
    "start and done, with AI": (nothing, begin_and_end),
    "asked in the channel, form, what is needed": (in_the_channel, privately),
}


@pytest.fixture
def hand(bot: Running, cast: Cast) -> Hand:
    bot.until("2026-07-07 15:00")
    return Hand(cast.ada, Cost())


def walked(bot: Running, hand: Hand, before: Walk, walk: Walk) -> Cost:
    before(bot, hand)
    calls, posts = len(bot.slack.calls), len(bot.slack.responses)
    walk(bot, hand)
    hand.cost.calls, hand.cost.posts = len(bot.slack.calls) - calls, len(bot.slack.responses) - posts
    return hand.cost


def listed() -> dict[str, list[int]]:
    rows = re.findall(r"^\| ([^|]+?) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", DOC.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: [int(number) for number in numbers] for name, *numbers in rows}


def write(name: str, cost: Cost) -> None:
    row = f"| {name} | {' | '.join(str(getattr(cost, one.name)) for one in fields(Cost))} |"
    text = DOC.read_text(encoding="utf-8")
    if name in listed():
        text = re.sub(rf"^\| {re.escape(name)} \|.*$", row, text, flags=re.MULTILINE)
    else:
        text = text.replace("<!-- end of the table -->", f"{row}\n<!-- end of the table -->")
    DOC.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", WALKS)
def test_a_path_takes_what_the_table_says(bot: Running, hand: Hand, name: str) -> None:
    cost = walked(bot, hand, *WALKS[name])
    if os.environ.get("WRITE_BURDEN"):
        write(name, cost)
    assert listed()[name] == [cost.taps, cost.typed, cost.calls, cost.posts]


def test_the_table_lists_every_path_and_none_besides() -> None:
    assert sorted(listed()) == sorted(WALKS)


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_without_ai_costs_as_much_as_with_it_by_the_table(name: str) -> None:
    assert listed()[f"{name}, with AI"] == listed()[f"{name}, without AI"]


def test_a_check_in_is_one_call_for_each_person(bot: Running) -> None:
    before = len(bot.slack.calls)
    bot.until("2026-07-07 15:00")
    assert [call.method for call in bot.slack.calls[before:]] == ["chat.postMessage"] * 6


@pytest.fixture(params=["thread, by buttons, everything", "thread, one typed sentence", "form, everything"])
def path(request: pytest.FixtureRequest) -> Walk:
    return BOTH_WAYS[request.param]("Without AI")


def test_what_is_stored_about_the_taps_is_what_the_hand_did(bot: Running, hand: Hand, path: Walk) -> None:
    path(bot, hand)
    answer = the_answer(bot, hand.person)
    assert (answer.taps, answer.seconds) == (hand.cost.taps + hand.cost.typed, 0)


def test_seconds_count_from_the_first_gesture_and_a_pause_as_one_minute(bot: Running, hand: Hand) -> None:
    bot.clock.forward(minutes=30)
    hand.clicks("Answer here")
    for seconds, label in ((4, "Bug triage"), (6, "About usual"), (3600, "With AI"), (5, "45 min")):
        bot.clock.forward(seconds=seconds)
        hand.clicks(label)
    hand.skips_the_rest()
    assert the_answer(bot, hand.person).seconds == 75
    bot.clock.forward(minutes=10)
    change(bot, hand)
    assert the_answer(bot, hand.person).seconds == 75
