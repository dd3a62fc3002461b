"""A team at work: it answers, changes its mind, comes and goes, and everything about it that is ever printed is kept.

All by the product's own verbs. Chance is a seed, so the same seed is the same story.
"""

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

from sqlmodel import col, select

from bot import collect, manage, page, report, transfer
from bot.collect import Click
from bot.domain import digest as digests
from bot.domain import teamfile
from bot.domain.conversation import State
from bot.domain.digest import Digest
from bot.domain.questions import SOMETHING_ELSE
from bot.domain.refusal import Refusal
from bot.services import Actor, Services
from storage.database import Store
from storage.tables import Answer, Person, Team
from tests.leaks.alone import on_its_own
from tests.leaks.attacker import Seen, as_it_was, attack
from tests.leaks.doors import HEADER, NOTE, Doors, Silent
from tests.leaks.made import Said

PEOPLE = [f"U000000{n:02}" for n in range(14)]
FILES = [f"file{n}" for n in range(6)]  # they came with a file, and are never asked
BY_SIZE, BY_EXPECTED, PLAIN = TYPES = ("Bug triage", "Customer reply", "Escalation")
MORE_TYPES = ("Weekly report", "Incident review")  # nobody ever does any of these
WINDOWS = ("quarter", "last-quarter", "year")
TEAM = """
[[team]]
name = "Support"
owners = ["U00000000"]
people = [{people}]
task_types = [{types}]
tools = ["Claude", "Copilot"]
k = {k}
cost = {{rate_per_hour = 80, tools_per_month = 400, currency = "EUR"}}
[[team.question]]
text = "How satisfied was the customer?"
kind = "scale"
low = "not at all"
high = "very"
better = "more"
[[team.question]]
text = "How was it received?"
kind = "choice"
options = ["At once", "After questions", "Not at all"]
good = "At once"
"""
FIELDS = tuple(Said.__dataclass_fields__)
LATEST = datetime(2026, 12, 1, tzinfo=UTC)


class Office(Doors):
    """A team, its answers, and everything that was ever printed about it. What people do takes a seed of chance."""

    def __init__(self, empty: Path, members: int, seed: int) -> None:
        shm = Path("/dev/shm")  # noqa: S108 - only where the database of a test is quicker
        self.folder = Path(mkdtemp(prefix="candor-leaks-", dir=shm if shm.is_dir() else None))
        shutil.copy(empty, self.folder / "candor.db")
        self.moment = datetime(2026, 6, 8, 9, tzinfo=UTC)
        self.services = Services(Store(f"sqlite:///{self.folder / 'candor.db'}"), Silent(), lambda: self.moment)
        self.joined: dict[str, datetime] = {}
        self.met: set[str] = set()  # whoever was in the team once
        self.k, self.number, self.types = 5, 0, [*TYPES, *MORE_TYPES]
        self.prints: list[Seen] = []
        self._apply(set(PEOPLE[:members]))
        with self.services.store.read() as session:
            self.team = session.exec(select(Team)).one()
        self._past(members, self._chance(seed))
        self.somebody_asks("quarter", None)

    def close(self) -> None:
        self.services.store.close()
        shutil.rmtree(self.folder)

    def _past(self, members: int, chance: Random) -> None:
        """What there was before the first print: two months of each kind of task, by as many as chance will have it."""
        monday = date(2026, 4, 6)
        self._import(
            [
                self._row(chance, who, BY_EXPECTED, ai=(n + week) % 2 == 0, expected=40, day=monday + timedelta(weeks=week))
                for week in range(9)
                for n, who in enumerate(PEOPLE[: chance.choice([6, 7])])
            ]
        )
        by_hand, with_ai = chance.choice([0, 3, 5, 6, 8]), chance.choice([2, 5, 6, 8])
        rows = [self._row(chance, who, PLAIN, ai=False) for who in PEOPLE[:by_hand]]
        rows += [self._row(chance, who, PLAIN, ai=True) for who in PEOPLE[:with_ai]]
        rows += [self._row(chance, PEOPLE[0], PLAIN, ai=ai) for ai in (True, False) for _ in range(chance.choice([0, 0, 12]))]
        rows += [
            self._row(chance, who, BY_EXPECTED, ai=ai, expected=40, day=date(2026, 2, 3))
            for who in PEOPLE[: chance.choice([0, 1, 5, 6])]
            for ai in (True, False)
        ]
        rows += [
            self._row(chance, who, PLAIN, ai=ai, assigned="randomised")
            for who in PEOPLE[: chance.choice([0, 2, 6, 7])]
            for ai in (True, False)
        ]
        self._import(rows)
        self.many_say(chance.choice([6, members]), BY_SIZE, 2, chance.randrange(10**6))

    # what people do

    def one_says(self, who: int, kind: int, seed: int) -> None:
        """By the form, or in the thread, after being asked."""
        chance, user = self._chance(seed), PEOPLE[who]
        if user in self.joined:
            self._by_verb(user, self._draft(chance, self._kind(kind)), thread=chance.random() < 0.25)
        self.somebody_asks("quarter", None)

    def many_say(self, people: int, kind: str, each: int, seed: int) -> None:
        """The same, many at once: every answer stored as both doors store it."""
        chance, terse = self._chance(seed), self._chance(seed + 1).random() * 0.8
        with self.services.store.begin() as session:
            for user in [user for user in PEOPLE[:people] if user in self.joined]:
                for _ in range(each):
                    size = chance.choice([2, 3])
                    for ai in (True, False):
                        draft = self._draft(chance, kind, terse)
                        approach = chance.choice(["with_ai", "with_ai", "dropped_ai"]) if ai else "without_ai"
                        self._at_desk(session, user, draft | {"size": size, "approach": approach})
        self._later()

    def some_import(self, people: int, kind: int, how: int, seed: int) -> None:
        """A file: of what was observed, of a coin, of somebody who does one thing only, or of people nobody asks."""
        chance = self._chance(seed)
        start = chance.choice([0, 0, 3, 8])
        who = FILES[:people] if how == 3 else [PEOPLE[(start + n) % len(PEOPLE)] for n in range(people)]
        day = chance.choice([self.moment.date(), self.moment.date(), date(2026, 2, 3), date(2026, 6, 29)])
        each = chance.choice([8, 25]) if how == 2 else 1
        assigned = "randomised" if how == 1 else ""
        task_type = self._kind(kind)
        expected = None if task_type == PLAIN else chance.choice([40, 40, None])
        rows = [
            self._row(chance, user, task_type, ai=ai, expected=expected, day=day, assigned=assigned)
            for user in (who[:1] if how == 2 else who)
            for _ in range(each)
            for ai in chance.choice([(True, False), (True, False), (True,), (False,)])
        ]
        self._import(rows)
        self.somebody_asks("quarter", None)

    def one_deletes(self, which: int) -> None:
        self._with_one(which, lambda actor, key: collect.delete(self.services, actor, key, Click(f"d{self.number}", "D", "1")))

    def one_changes(self, which: int, seed: int) -> None:
        draft = self._draft(self._chance(seed), BY_SIZE)
        self._with_one(which, lambda actor, key: self._form(actor, key, draft))

    def some_leave(self, count: int) -> None:
        self._apply(set(self.joined) - set(sorted(self.joined)[6 : 6 + count]))

    def some_join(self, count: int) -> None:
        self._apply(set(self.joined) | set(sorted(set(PEOPLE) - set(self.joined))[:count]))

    def weeks_go_by(self, weeks: int) -> None:
        self.moment = min(self.moment + timedelta(weeks=weeks), LATEST)

    def nobody_answers(self, people: int) -> None:
        """They are asked, and that is all."""
        with self.services.store.begin() as session:
            for person in session.exec(select(Person).where(col(Person.user).in_(PEOPLE[:people]))):
                for _ in range(10):
                    self._checkin(session, person.id, State.ASKED)
        self.somebody_asks("quarter", None)

    def the_team_asks_for(self, k: int) -> None:
        self.k = k
        self._apply(set(self.joined))
        self.somebody_asks("quarter", None)

    def a_type_goes_or_comes_back(self) -> None:
        self.types = [*TYPES[: 2 if PLAIN in self.types else 3], *MORE_TYPES]
        self._apply(set(self.joined))
        self.somebody_asks("quarter", None)

    # what is printed

    def the_digest_goes_out(self) -> None:
        monday = report.last_monday(self.team, self.moment)
        self._print(report.week(monday), lambda: report.send_week(self.services, self.team.id, monday))

    def somebody_asks(self, window: str, only: str | None, tool: str | None = None) -> None:
        only = only if only in self.types else None
        wish = report.window(window, self.moment.date())
        self._print(wish, lambda: report.for_teams(self.services, ["Support"], window, only, tool), only or tool)

    def _print(self, wish: report.Wish, printed: Any, only: str | None = None) -> None:
        self._later()
        told = self._told()
        if (digest := printed()) is None:
            return
        joined = self.joined | {user: datetime.min.replace(tzinfo=UTC) for user in {*FILES, *PEOPLE} - self.met}
        window = (self.moment, wish.name, wish.since, wish.until)
        seen = Seen(*window, self.k, frozenset(self.types), joined, digest, told, only)
        nobody_in(digest, self._people.keys())
        on_its_own(seen)
        as_it_was(seen, self.prints)
        seen.after(self.prints)
        for earlier in (*self.prints, seen):
            attack(earlier, seen)
        self.prints.append(seen)
        self._later()

    # how it is done

    def _kind(self, kind: int) -> str:
        """What is no kind of task of the team is something else."""
        return TYPES[kind] if kind < len(TYPES) and TYPES[kind] in self.types else SOMETHING_ELSE

    def _chance(self, seed: int) -> Random:
        return Random(seed)  # noqa: S311 - chance that can be told again

    def _told(self) -> tuple[Said, ...]:
        columns = [getattr(Answer, name) for name in FIELDS if name != "person"]
        with self.services.store.read() as session:
            self._people = dict(session.execute(select(Person.id, Person.user)).all())
            rows = session.execute(select(Answer.person_id, *columns)).all()
        names = [name for name in FIELDS if name != "person"]
        return tuple(Said(person=self._people[row[0]], **dict(zip(names, row[1:], strict=True))) for row in rows)

    def _with_one(self, which: int, act: Any) -> None:
        """The author of some answer of theirs, by the button below it; who may no longer, does not."""
        self.number += 1
        with self.services.store.read() as session:
            query = select(Answer.checkin_id, Person.user).join(Person).where(col(Answer.checkin_id).is_not(None))
            found = sorted(session.execute(query.order_by(Answer.stored_at, Answer.checkin_id)).all())  # type: ignore[arg-type]
        if found:
            key, user = found[which % len(found)]
            try:
                act(Actor(self.team.workspace, user), key)
            except Refusal:
                return
        self._later()

    def _import(self, rows: list[str]) -> None:
        text = "\n".join([HEADER, *rows]).encode()
        transfer.take(self.services, "Support", [text], skip_bad=True, progress=lambda _: None)
        self._later()

    def _apply(self, members: set[str]) -> None:
        words = {"people": sorted(members), "types": self.types}
        lists = {key: ", ".join(f'"{one}"' for one in value) for key, value in words.items()}
        manage.apply(self.services, manage.LOCAL, teamfile.read(TEAM.format(k=self.k, **lists)), connected=False)
        self.joined = {user: self.joined.get(user, self.moment) for user in sorted(members)}
        self.met |= members
        self._later()


def nobody_in(digest: Digest, keys: Any) -> None:
    """No key, no name and no word of anybody, in any form a digest is given away in; and all forms say the same."""
    said = digests.as_dict(digest)
    assert json.loads(json.dumps(digest.figures)) == json.loads(json.dumps({key: said[key] for key in digest.figures}))
    table = digests.as_csv(digest)
    forms = (json.dumps(said), table, digests.as_text(digest), json.dumps(report.to_payload(digest)), page.html(digest))
    for form in forms:
        assert not any(word in form for word in (*keys, *PEOPLE, *FILES, NOTE)), "somebody is named"
    cells = [cell for group in ("cells", "tools", "coin") for cell in digest.figures[group]]
    rows = [cell["task_type"] or "all work" for cell in (*cells, *digest.figures.get("own", ()))]
    assert [line.split(",")[0] for line in table.splitlines()[1:]] == rows
    names = [", ".join(filter(None, (cell["task_type"], cell["tool"]))) for cell in cells]
    drawn = {(name, cell["ratio"], cell["low"], cell["high"]) for name, cell in zip(names, cells, strict=True)}
    assert {(bar.task_type, bar.ratio, bar.low, bar.high) for bar in digest.chart} <= drawn
