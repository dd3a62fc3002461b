"""Several teams at work, and everybody who may ask about them asks: alone and together, by type, by tool, in every format.

Mo owns all teams, Olga some of them, Root is an admin who is in none. The attacker has read every answer and opened every file.
"""

import json
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

import numpy as np
from sqlmodel import col, select

from bot import chart, manage, page, report
from bot.domain import digest as digests
from bot.domain import teamfile
from bot.domain.conversation import State
from bot.domain.digest import Digest
from bot.domain.refusal import Refusal
from bot.services import Actor, Profile, Services
from storage.database import Store
from storage.tables import Answer, Letter, Person, Team
from tests.leaks.alone import on_its_own
from tests.leaks.attacker import Seen, as_it_was
from tests.leaks.doors import Doors, Silent
from tests.leaks.made import Said
from tests.leaks.office import FIELDS

SIZES = {"Support": 7, "Sales": 6, "North": 3, "South": 3, "East": 3, "West": 2}
SOME = ("Sales", "North", "South")
TYPES, TOOLS = ("Bug triage", "Offer"), ("Claude", "Copilot")
MOST_SUMMED = 5  # prints at once
_SPREAD = range(-2, 3)
TEAM = """
[[team]]
name = "{name}"
owners = [{owners}]
people = [{people}]
task_types = ["Bug triage", "Offer", "Weekly report", "Escalation"]
tools = ["Claude", "Copilot"]
"""


class Outside(Silent):
    """Slack says who administers the workspace, and nothing else."""

    def profile(self, user: str) -> Profile | None:
        return Profile(user, user, manage.LOCAL, "UTC", admin=user == "UROOT")


class Company(Doors):
    """The teams, their answers, and every print anybody was given, attacked as it comes out."""

    def __init__(self, empty: Path, seed: int) -> None:
        shm = Path("/dev/shm")  # noqa: S108 - only where the database of a test is quicker
        self.folder = Path(mkdtemp(prefix="candor-company-", dir=shm if shm.is_dir() else None))
        shutil.copy(empty, self.folder / "candor.db")
        self.moment, self.number = datetime(2026, 7, 6, 9, tzinfo=UTC), 0
        store = Store(f"sqlite:///{self.folder / 'candor.db'}")
        self.services = Services(store, Outside(), lambda: self.moment, manage.LOCAL)
        self.chance = Random(seed)  # noqa: S311 - chance that can be told again
        self.prints: list[tuple[frozenset[str], Seen]] = []
        manage.apply(self.services, manage.LOCAL, teamfile.read("".join(map(_declared, SIZES))), connected=False)
        with store.read() as session:
            self.teams = {team.name: team for team in session.exec(select(Team))}
        for name in SIZES:
            self.some_say(name, SIZES[name], each=3)
        self.moment += timedelta(weeks=1)

    def close(self) -> None:
        self.services.store.close()
        shutil.rmtree(self.folder)

    def some_say(self, name: str, people: int, each: int = 1) -> None:
        """Both ways, stored as both doors store it; and they were asked."""
        self.team = self.teams[name]
        with self.services.store.begin() as session:
            who = session.exec(select(Person.id).where(col(Person.user).in_(_users(name)[:people]))).all()
            for person in who:
                self._checkin(session, person, State.SAVED)
                session.add_all([self._answer(person, kind, ai=ai) for ai, kind in product((True, False), TYPES * each)])
        self._later()

    def _answer(self, person: str, kind: str, *, ai: bool) -> Answer:
        chance = self.chance
        lists: dict[str, Any] = {
            "differences": [chance.choice(["less_time", "worse_quality", "no_difference"])] if ai else [],
            "skip_reasons": [] if ai else [chance.choice(["judgement", "learn", "other"])],
            "why_ai": [chance.choice(["helps", "expected"])] if ai else [],
        }
        return Answer(
            workspace=manage.LOCAL, team_id=self.team.id, person_id=person, task_type=kind,
            approach="with_ai" if ai else "without_ai", finished_on=self.moment.date(), size=2,
            minutes=float(chance.choice([12, 25, 31, 44, 58])), fixing=chance.choice(["no", "up_to_15", None]),
            quality=chance.choice(["below", "at", None]), tool=chance.choice(TOOLS) if ai else None,
            next_time=chance.choice(["with_ai", "without_ai", None]), assigned="observed", questions="v1", shown={},
            stored_at=self.moment, answered_at=self.moment, **lists,
        )  # fmt: skip

    def somebody_asks(self, who: str, words: str, names: Sequence[str]) -> Digest | None:
        """The print of which they are given every file; none where there is nothing to send."""
        self._later()
        before = self._letters()
        try:
            asked = report.asked_for(self.services, Actor(manage.LOCAL, who), f"{words} --chart --csv --html")
        except Refusal:
            return None
        new = [letter for letter in self._letters() if letter.id not in {one.id for one in before}]
        if not new:
            return None
        assert len({json.dumps(letter.payload["print"], sort_keys=True) for letter in new}) == 1, "files of one print differ"
        found = report.again(new[0].payload["print"])
        _all_say_the_same(asked.payload, found, {letter.payload["format"] for letter in new})
        self._seen(found, frozenset(names), words)
        return found

    def a_digest_goes_out(self, name: str) -> None:
        self._later()
        monday = report.last_monday(self.teams[name], self.moment)
        found = report.send_week(self.services, self.teams[name].id, monday)
        if found and found.released:
            self._seen(found, frozenset([name]), "")

    def _letters(self) -> list[Letter]:
        with self.services.store.read() as session:
            return list(session.exec(select(Letter).where(Letter.kind == "report_file").order_by(col(Letter.id))))

    def _seen(self, found: Digest, names: frozenset[str], words: str) -> None:
        window = "year" if "year" in words else "quarter"
        told = self._told(names)
        until = found.until + timedelta(days=1)
        always = {one.person: datetime.min.replace(tzinfo=UTC) for one in told}
        only = words if "type" in words or "tool" in words else None
        seen = Seen(self.moment, window, found.since, until, 5, frozenset(TYPES), always, found, told, only)
        on_its_own(seen)
        as_it_was(seen, [one for teams, one in self.prints if teams == names])
        seen.after([one for teams, one in self.prints if teams == names])
        self.prints.append((names, seen))
        self._attack(seen)

    def _told(self, names: frozenset[str]) -> tuple[Said, ...]:
        fields = [name for name in FIELDS if name != "person"]
        ids = [self.teams[name].id for name in names]
        with self.services.store.read() as session:
            users = dict(session.execute(select(Person.id, Person.user)).all())
            columns = (Answer.person_id, *(getattr(Answer, name) for name in fields))
            rows = session.execute(select(*columns).where(col(Answer.team_id).in_(ids))).all()
        return tuple(Said(person=users[row[0]], **dict(zip(fields, row[1:], strict=True))) for row in rows)

    def _attack(self, newest: Seen) -> None:
        """Every sum and difference of the newest print's figures with those of a few others of the same window."""
        for (name, scope), made in newest.anew.items():
            if len({one.person for one in newest.told if one.id in made}) < 5:
                continue  # beside shares, of all who told: the shares themselves are attacked
            rung = newest.rung(name, scope)
            others = [
                (names, seen.anew[name, scope])
                for names, seen in self.prints[:-1]
                if (name, scope) in seen.anew and seen.window == newest.window and seen.rung(name, scope) == rung
            ]
            for some in _few_of(others, self.chance):
                everything = [*some, (self.prints[-1][0], made)]
                self._summed([uses for _names, uses in everything], f"{name} of {scope}", [names for names, _ in everything])

    def _summed(self, made: Sequence[Any], what: str, whose: Sequence[frozenset[str]]) -> None:
        answers = sorted({key for uses in made for key in uses})
        matrix = np.array([[key in uses for key in answers] for uses in made], dtype=np.int64)
        people = {one.id: one.person for _, seen in self.prints for one in seen.told}
        names = sorted({people[key] for key in answers})
        author = np.array([names.index(people[key]) for key in answers])
        patterns, place = np.unique(matrix, axis=1, return_inverse=True)  # answers that are in the same prints count alike
        there = np.zeros((patterns.shape[1], len(names)), dtype=np.bool_)
        there[place.ravel(), author] = True
        weights = np.array([one for one in product(_SPREAD, repeat=len(made)) if one[-1] > 0])
        left = (((weights @ patterns) != 0) @ there).sum(axis=1)
        few = np.flatnonzero((left > 0) & (left < 5))
        told = [(weights[at].tolist(), int(left[at])) for at in few[:3]]
        assert not told, f"{what}: {[sorted(names) for names in whose]} in {told} tell fewer than five people apart"


def _few_of(others: list[Any], chance: Random) -> list[list[Any]]:
    """The latest of them, and a few at random: all of them together are too many."""
    latest = others[-(MOST_SUMMED - 1) :]
    return [latest, chance.sample(others, len(latest))] if len(others) > len(latest) else [latest]


def _declared(name: str) -> str:
    owners = '"UMO", "UOLGA"' if name in SOME else '"UMO"'
    return TEAM.format(name=name, owners=owners, people=", ".join(f'"{user}"' for user in _users(name)))


def _users(name: str) -> list[str]:
    return [f"U{name.upper()}{n}" for n in range(SIZES[name])]


def _all_say_the_same(payload: dict[str, Any], found: Digest, forms: set[str]) -> None:
    """The words in place, the print in the letter, and each file made of it."""
    assert payload == json.loads(json.dumps(report.to_payload(found)))
    cells = [cell for group in ("cells", "tools", "coin") for cell in found.figures[group]]
    rows = digests.as_csv(found).splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == [cell["task_type"] for cell in cells]
    drawn = {(cell["ratio"], cell["low"], cell["high"]) for cell in cells}
    assert {(bar.ratio, bar.low, bar.high) for bar in found.chart} <= drawn
    words = digests.as_text(found)
    shown, bare = page.html(found), " ".join(words.split())
    for section in found.sections:
        for line in section.lines:
            assert " ".join(line.text.split()) in bare
    text = " ".join([words, shown, *rows, json.dumps(digests.as_dict(found))])
    assert not any(user in text for name in SIZES for user in _users(name)), "somebody is named"
    assert ("chart" in forms) is bool(found.chart)
    assert not forms or chart.sketch(found)[1]


def play(empty: Path, seed: int, steps: int = 14) -> Company:
    """A story by chance alone: the same seed, the same story. Whatever leaks on the way is an AssertionError."""
    company = Company(empty, seed)
    try:
        for _ in range(steps):
            _act(company)
    finally:
        company.close()
    return company


def _act(company: Company) -> None:
    chance, names = company.chance, list(SIZES)
    what = chance.random()
    if what < 0.2:
        name = chance.choice(names)
        company.some_say(name, chance.choice([1, 2, SIZES[name]]))
    elif what < 0.28:
        company.a_digest_goes_out(chance.choice(names))
    elif what < 0.33:
        company.moment += timedelta(weeks=1)
    else:
        who = chance.choice(["UMO", "UMO", "UMO", "UOLGA", "UROOT"])
        may = names if who == "UMO" else list(SOME)
        asked = names if who == "UROOT" else chance.sample(may, chance.randrange(1, len(may) + 1))
        about = chance.choice(["", "", "", "year ", "type Offer ", "tool Claude ", "tool Copilot type Bug triage "])
        company.somebody_asks(who, about + ("all" if who == "UROOT" else " and ".join(asked)), asked)
