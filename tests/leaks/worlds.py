"""Two worlds that differ in one person's answers alone, and an owner who does the same in both and keeps all he reads.

Ada's answer in one of them is like nobody else's: 437 minutes, below standard, a reason nobody gives, a note. In the other it
is as usual as can be, done the other way. If what Mo reads is the same text in both, no cleverness of his can tell which of
the two he lives in. The worlds are the real app behind the sandbox, one after the other on one clock.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from sandbox import CannotDo, Person, Slack
from tests.conftest import SUPPORT, Cast, Clock, Running, at_work, emptied, everybody
from tests.conversing import has_history
from tests.trying import always_alike

NOTE = "the zebra crossed twice"
WHY_NOT = "Why is something not shown?"
EXTREME: dict[str, Any] = {
    "page": {"how": "Without AI", "time": "Other", "fixing": "More", "quality": "Below"},
    "typed": {"Another time": "437 min"},
    "more": {
        "Why without AI? Pick any.": ["Confidential or not allowed"],
        "How long did the fixing take?": "3 h",
        "Next time, the same kind of task?": "Without AI",
    },
}
USUAL: dict[str, Any] = {
    "page": {"how": "With AI", "time": "20 min", "fixing": "No", "quality": "At"},
    "typed": {},
    "more": {
        "What was different because of AI? Pick any.": ["Less time"],
        "Why AI for this one?": "It helps with this",
        "Next time, the same kind of task?": "With AI",
    },
}
_HERS = ("437", "7 h 17", NOTE, "onfidential or not allowed", "Ada Lovelace", "U0ADA")
_PASSING = re.compile(r'https?://\S+|"(?:your )?key": "[^"]*"|"checkin": "[^"]*"')  # where a file lies, and keys, are chance
_FIELDS = {
    "task": "What kind of task was it?",
    "size": "Compared with your usual task, how big was this one?",
    "how": "How did you do it?",
    "time": "Your own working time, from start to handover, without waiting or breaks?",
    "fixing": "Did anything have to be fixed or redone afterwards?",
    "quality": "How did the result compare with your usual standard?",
}


@dataclass
class World:
    """The app at work, and what Mo has read in it so far."""

    bot: Running
    cast: Cast
    hers: dict[str, Any]
    read: list[str] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        return self.bot.clock

    # What people say

    def team_says(
        self, people: int, kind: str = "Bug triage", day: str = "2026-07-01", team: str = "Support", **more: Any
    ) -> None:
        """So many colleagues, known by a file since ever, did it both ways; the same in every world."""
        name, each = more.get("name", "file"), more.get("each", 2)
        has_history(
            self.bot,
            [
                f"{name}{n},{kind},{way},{minutes + 3 * n + 2 * turn},{fixing},{quality},{day}"
                for n in range(people)
                for way, minutes in (("with_ai", 22), ("without_ai", 41))
                for turn, (fixing, quality) in zip(range(each), ((0, "at"), (10, "below"), (0, "at")), strict=False)
            ],
            team,
        )

    def ada_says(self, kind: str = "Bug triage", **more: str) -> None:
        """One answer of hers, of which only this world knows."""
        self.says(self.cast.ada, self.hers, kind, **more)

    def says(self, who: Person, said: dict[str, Any], kind: str = "Bug triage", **more: str) -> None:
        who.runs("/candor checkin")
        self.passes(seconds=30)
        self.passes(seconds=30)
        who.clicks("Open form")
        values = {"task": kind, "size": "About usual", **said["page"]}
        who.fills({_FIELDS[name]: value for name, value in values.items()})
        who.fills(said["typed"])
        with_them = [label for label in more if label in (who.form.labels if who.form else [])]
        who.fills({label: more[label] for label in with_them})
        assert who.submits(), who.form and who.form.errors
        offered = who.form.labels if who.form else []
        asked = {**said["more"], **more, "Anything to add? Only you see this.": NOTE if said is EXTREME else "as ever"}
        who.fills({label: value for label, value in asked.items() if label in offered})
        assert who.submits(), who.form and who.form.errors
        self.bot.turn()

    def usual_from(self, *people: Person, kind: str = "Bug triage", **more: str) -> None:
        for one in people:
            self.says(one, USUAL, kind, **more)

    # What Mo does

    def mo(self, line: str) -> str:
        """Runs a command, and keeps what he then reads."""
        said = self.cast.mo.runs(f"/candor {line}")
        self.bot.turn()
        self._keep(f"/candor {line}", said)
        return said

    def asks(self, *lines: str, files: str = "") -> None:
        """Reports, each with these files, and why something is missing from it."""
        for line in lines or ("Support",):
            self.mo(f"report {line} {files}".strip())
            try:
                self.cast.mo.clicks(WHY_NOT)
            except CannotDo:
                continue
            self._keep("why not", self._form())
            self.cast.mo.closes()
            self.clock.forward(minutes=3)

    def asks_everything(self, team: str = "Support", *more: str) -> None:
        """In each window, about all kinds of task, about one, and about what else is said."""
        self.asks(team, f"{team} year", f"{team} last quarter", f"{team} type Bug triage", *(f"{team} {one}" for one in more))

    def opens(self, *labels: str) -> None:
        """His App Home, and what opens behind a button of it; kept as he sees it."""
        mo = self.cast.mo
        mo.opens_home()
        assert mo.home is not None
        self._keep("home", mo.home.shown)
        for label in labels:
            mo.clicks(label, on="home")
            self._keep(label, self._form())

    def edits(self, **filled: Any) -> None:
        """The form of his team."""
        mo = self.cast.mo
        mo.opens_home()
        mo.clicks("Edit", on="home")
        mo.clicks("More settings", on="form")
        mo.fills({label.replace("_", " "): value for label, value in filled.items()})
        self.sent()
        if mo.form:
            mo.closes()

    def sent(self) -> None:
        """The form in front of him, and what he then reads there, faults too."""
        mo = self.cast.mo
        taken = mo.submits()
        self._keep("sent" if taken else "not taken", f"{self._form()}\n{mo.form.errors if mo.form else ''}")
        self.bot.turn()

    def admin_sets(self, label: str, value: str) -> None:
        """An admin who does what Mo asks for."""
        root = self.cast.root
        root.runs("/candor admin")
        root.clicks("Change")
        root.fills({label: value})
        if not root.submits():
            root.closes()
        self.bot.turn()

    def declares(self, toml: str) -> None:
        """A file, by whoever applies it; what it says is kept as if Mo had read it."""
        self._keep("file", "\n".join(self.bot.apply(toml)))
        self.bot.turn()

    def passes(self, **how_long: float) -> None:
        self.clock.forward(**how_long)
        self.bot.turn()

    def until(self, local: str) -> None:
        self.bot.until(local)

    def everything(self) -> list[str]:
        """All he read on the way and, at the end, all that lies in his messages, in words and in files."""
        self.bot.turn()
        for message in self.cast.mo.messages():
            self._keep("message", f"{message.shown}\n{message.text}")
            for file in message.files:
                content = self.bot.slack.space.files[file["id"]].content or b""
                self._keep(file["name"], content.decode(errors="replace"))
        return self.read

    def _form(self) -> str:
        form = self.cast.mo.form
        return form.shown if form else ""

    def _keep(self, what: str, text: str) -> None:
        self.read.append(f"[{what}]\n{_PASSING.sub('…', text)}")


Story = Callable[[World], None]


@dataclass(frozen=True)
class Worlds:
    """Where the same story is told once in each world."""

    manifest: dict[str, Any]
    engine: Path
    empty: Path

    def alike(self, story: Story, other: dict[str, Any] | None = None) -> list[str]:
        """All that Mo has read in either; fails where it is not the same."""
        extreme, usual = (self._told(story, hers) for hers in (EXTREME, other or USUAL))
        same(extreme, usual)
        return extreme

    def differ(self, story: Story) -> bool:
        """Whether a story tells the worlds apart: some have to, or the comparison sees nothing."""
        extreme, usual = (self._told(story, hers) for hers in (EXTREME, USUAL))
        return extreme != usual

    def _told(self, story: Story, hers: dict[str, Any]) -> list[str]:
        with self._world(hers) as world:
            story(world)
            return world.everything()

    @contextmanager
    def _world(self, hers: dict[str, Any]) -> Iterator[World]:
        clock = Clock()
        with pytest.MonkeyPatch.context() as patch, Slack(self.manifest, clock) as slack:
            always_alike(patch)  # so that coins fall alike in both
            cast = everybody(slack)
            with at_work(slack, clock, emptied(self.engine, self.empty)) as bot:
                bot.apply(SUPPORT)
                bot.turn()
                clock.is_at("2026-07-07 10:00")
                yield World(bot, cast, hers)
            assert slack.refusals == []


def same(one: list[str], other: list[str]) -> None:
    """Nothing he read tells the worlds apart, and nothing of hers is in it."""
    for mine, theirs in zip_longest(one, other, fillvalue=""):
        lines = [pair for pair in zip_longest(mine.splitlines(), theirs.splitlines()) if pair[0] != pair[1]]
        assert not lines, f"{mine.splitlines()[:1]} differs: {lines[:4]}"
    for text in (*one, *other):
        found = [word for word in _HERS[:4] if word in text]
        assert not found, f"{found} in {text[:200]}"
