"""The release ledger: whether a figure may be printed beside everything that was printed before. Gate 4 of section 7.

Two prints of a figure can be subtracted from one another by whoever has read both. So a row of figures is printed anew only if,
beside any earlier print of the same kind of row whose answers overlap, at least k people have answers in one and not in the
other, or nobody has; else it is reprinted as it was, with its date, or left out where it was never printed in this window.

People count by answers that are *new*: first stored after the earlier print, or outside its window or kind of task. An answer
that was changed since counts for nobody, and one that was deleted has no author any more: both make figures move, so "nobody"
is only believed where no answer was edited since, nor stored at so nearly the same time that clocks cannot tell. Who joined or
left since the earlier print counts for nobody either: k others must have answered, among whom a newcomer's answers are not to
be told apart. (The plainer rule, nothing anew while one to four people have come or gone, would freeze a team with one newcomer
for the rest of a quarter.)

While somebody, but fewer than k people, has said anything at all since the last print of any window, nothing is printed anew:
the rows that went on, or came with a date, or with none, would tell what those few did not say. Nor is a row reprinted of whose
people so many have deleted their answers that fewer than k are left: whoever is new may not be the one who keeps it up.

New answers stay new when compared with earlier prints still, so a print is held against the last one of those it covers.
A whole, such as all kinds of task, is compared with each of its parts, and with all its printed parts together. What is
printed of several teams is held against all that was printed of several, of these teams or others (`together.py`).

Pure: rows go in as plain dictionaries and come out as such. Loads numpy.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from bot.domain import privacy, together
from bot.domain.columns import Codes, Columns, Flags
from bot.domain.parts import LEFT_OUT, tells
from bot.domain.printed import TOOL, Printed, Values, name_of, nested
from bot.domain.printed import newest as newest_of

SEVERAL = 2


@dataclass
class Ledger:
    """Everything printed about these teams so far, and what decides about the next print. `fresh` is what it has let through.

    `kinds` are the team's kinds of task: answers to others are in no figure, but are counted as left out.
    `answers` are all that any print in `earlier` may be made of. Their `stored` and `answered` count the moments, the times of
    the earlier prints in order, that had passed by then; so does `joined` for each person of `answers.names`, and is beyond all
    of them for who is gone. `edited` is when any answer was last changed or deleted. `beyond` is the same for prints about
    several teams, where other teams are in some of them.
    """

    window: str
    since: date
    until: date
    k: int
    now: datetime
    kinds: Collection[str]
    answers: Columns
    joined: Codes
    edited: datetime | None
    earlier: list[Printed]
    teams: frozenset[str] = frozenset({""})
    beyond: "Ledger | None" = None
    fresh: list[Printed] = field(default_factory=list)
    _told: dict[tuple[Any, ...], Flags] = field(default_factory=dict)
    _teams: dict[frozenset[str], tuple[Columns, Any]] = field(default_factory=dict)

    def release(self, scope: str, kind: str, value: Values, parts: Iterable[str]) -> tuple[Values | None, date | None]:
        """The row that may be printed, and its date if that is an earlier one; no values at all if it may not be printed.

        None is for a row of whose people some have gone, and too few are left: it reads as if there had never been enough.
        """
        row = Printed(
            self.window, self.since, self.until, scope, kind, self.k, value, tuple(sorted(parts)), self.now, self.teams
        )
        last = next((one for one in reversed(self.earlier) if one.about(row) and one.k >= self.k), None)
        few = self._few_since
        if last and last.parts == row.parts and self._same(row, last) and not few:
            return last.value, None  # not anew: a ratio also moves a little with the other kinds of task
        if not few and self._fits(row):
            self.earlier.append(row)
            self.fresh.append(row)
            return value, None
        if last and not self._still_enough(last):
            return None, None
        return (last.value, last.printed_at.date()) if last else ({}, None)

    @cached_property
    def _few_since(self) -> bool:
        """Has somebody, but fewer than k people, said anything that a print before this one could not hold?

        Then nothing is printed anew. Rows that went on beside rows that did not would tell what these few did not say.
        """
        before = [one for one in self.earlier if one.since < self.until and self.since < one.until and one.moment is not None]
        newest = [*{(one.window, one.teams): one for one in before}.values()]
        inside = [one for one in newest if one.since >= self.since and one.until <= self.until and one.teams == self.teams]
        return any(self._few_beside(some) for some in [*([one] for one in newest), inside] if some)

    def _few_beside(self, before: Sequence[Printed]) -> bool:
        there = np.logical_or.reduce([self._span(one) for one in before])
        oldest = min(before, key=lambda one: one.printed_at)
        return not self._enough(self._people(self._span(None) ^ there), oldest, unlike=False)

    def _span(self, one: Printed | None) -> Flags:
        """The answers of the window and teams of a print, of this one if it is none, that were stored by then."""
        since, until, teams = (one or self).since, (one or self).until, (one or self).teams
        there = (self.answers.day >= since.toordinal()) & (self.answers.day < until.toordinal())
        if len(self.answers.teams) >= SEVERAL:
            there &= np.isin(self.answers.team, [at for at, name in enumerate(self.answers.teams) if name in teams])
        return there if one is None or one.moment is None else there & (self.answers.stored <= one.moment)

    def _still_enough(self, last: Printed) -> bool:
        """Are those whose answers it was made of still enough, as far as any were deleted since? New ones do not count."""
        parts = [part for part in last.parts if not part.startswith("both/")] if self._edited(last) else []
        held = (tells(self.answers, part, self.kinds, self._region(last, part)) for part in parts)
        return all(privacy.may_show(int(self._people(one).sum()), self.k) for one in held)

    def _same(self, row: Printed, last: Printed) -> bool:
        found = [self._differ(row, last, part) for part in row.parts]
        return not any(who.any() for who in found) and not self._edited(last)

    def _fits(self, row: Printed) -> bool:
        rivals = [one for one in self.earlier if one.kind == row.kind and one.overlaps(row)]
        near = [one for one in rivals if nested(one.scope, row.scope) and (len(row.teams) == 1 or len(one.teams) > 1)]
        apart = all(self._apart(row, one) for one in newest_of(near, row))
        return apart and (len(row.teams) == 1 or self._many(row)) and self._remainders(row, rivals)

    def _tells_few(self, row: Printed) -> bool:
        """Can what was printed of several teams, and this, be put together so that only a few people's part is left?"""
        book = self.beyond or self
        others = [one for one in book.earlier if one.kind == row.kind and one.scope == row.scope and len(one.teams) > 1]
        others = [one for one in others if one.since < row.until and row.since < one.until]
        for name in {name_of(part) for part in row.parts}:
            newest = {(one.teams, one.window): one for one in [*others, row] if one.part(name)}
            if together.isolates([book._by_team(one, one.part(name) or name) for one in newest.values()], self.k):
                return True
        return False

    def _by_team(self, one: Printed, part: str) -> dict[str, set[int]]:
        """Whose answers of each team a print holds, changed since or not."""
        used = tells(self.answers, part, self.kinds, self._region(one, part))
        places = ((at, name) for at, name in enumerate(self.answers.teams) if name in one.teams)
        return {name: set(np.unique(self.answers.person[used & (self.answers.team == at)]).tolist()) for at, name in places}

    def _many(self, row: Printed) -> bool:
        """Whichever team is taken out of several, enough people remain: so much for what single teams print, now or later."""
        for part in row.parts:
            used, shape = self._uses(row, part), (len(self.answers.teams), len(self.answers.names))
            place = self.answers.team[used] * np.int64(shape[1]) + self.answers.person[used]
            there = np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape) > 0  # team by person
            if not privacy.may_show(int(there.any(axis=0).sum() - there.sum(axis=1).max()), self.k):
                return False
        return not self._tells_few(row)

    def _apart(self, row: Printed, other: Printed) -> bool:
        """What tells two prints apart is nobody's, or that of enough people."""
        for part in row.parts:
            if other.part(name_of(part)):
                people = self._differ(row, other, part)
                unlike = part not in other.parts or self._unsure(other)
                if not self._enough(people, other, unlike=unlike):
                    return False
        return True

    def _differ(self, row: Printed, other: Printed, part: str) -> Flags:
        """Whose answers are in one print and not in the other, by person."""
        new = self._uses(row, part) & ~self._region(other, part)
        theirs = other.part(name_of(part))
        if theirs and not (part == LEFT_OUT and self._edited(other)):  # the team's kinds of task may have been others then
            new = new | (self._uses(other, theirs) & ~self._region(row, part))
        return self._people(new)

    def _remainders(self, row: Printed, rivals: list[Printed]) -> bool:
        """What tells a whole from all its parts as last printed is nobody's, or that of enough people."""
        for window, name in product({row.window, None}, {name_of(part) for part in row.parts}):
            told = [one for one in [*rivals, row] if window in (None, one.window) and one.part(name)]
            newest = {(one.scope, one.teams): one for one in told}.values()
            for whole in (one for one in newest if one.holds(row)):
                if not self._remainder(whole, [one for one in newest if one is not whole and whole.holds(one)], name):
                    return False
        return all(self._windows(row, rivals, name) for name in {name_of(part) for part in row.parts})

    def _windows(self, row: Printed, rivals: list[Printed], name: str) -> bool:
        """The same of a year and all its quarters as last printed."""
        alike = [one for one in [*rivals, row] if (one.scope, one.teams) == (row.scope, row.teams) and one.part(name)]
        newest = {one.window: one for one in alike}.values()
        for whole in newest:
            inside = [one for one in newest if one is not whole and one.since >= whole.since and one.until <= whole.until]
            if row in (whole, *inside) and len(inside) > 1 and not self._remainder(whole, inside, name):
                return False
        return True

    def _remainder(self, whole: Printed, inside: list[Printed], name: str) -> bool:
        part = whole.part(name)
        if not inside or not part:
            return True
        covered, used = (np.zeros(len(self.answers), dtype=np.bool_) for _ in range(2))
        for one in inside:
            covered |= self._region(one, part)
            used |= self._uses(one, one.part(name) or part)
        people = self._people((self._uses(whole, part) & ~covered) | (used & ~self._region(whole, part)))
        oldest = min([whole, *inside], key=lambda one: one.printed_at)
        return self._enough(people, oldest, unlike=self._unsure(oldest))

    def _enough(self, people: Flags, since: Printed, *, unlike: bool) -> bool:
        if not people.any():
            return not unlike
        stayed = people if since.moment is None else people & (self.joined <= since.moment)
        return privacy.may_show(int(stayed.sum()), self.k)

    def _people(self, which: Flags) -> Flags:
        return np.bincount(self.answers.person[which], minlength=len(self.answers.names)) > 0

    def _edited(self, other: Printed) -> bool:
        """Was an answer changed or deleted since the other was printed?"""
        return other.moment is not None and self.edited is not None and self.edited >= other.printed_at

    def _unsure(self, other: Printed) -> bool:
        """Was one, or was one stored so near to it that clocks cannot tell which came first?"""
        if other.moment is None or self._edited(other):
            return other.moment is not None
        return bool(((self.answers.stored <= other.moment) & (self.answers.answered > other.moment)).any())

    def _region(self, one: Printed, part: str, *, unchanged: bool = False) -> Flags:
        """The answers a print could hold: of its window, teams and kind of task, and stored by then."""
        return self._spread(one, self._own_region(one, part, unchanged=unchanged))

    def _uses(self, one: Printed, part: str) -> Flags:
        """The answers of a print that a part uses: as they are now for a new one, only unchanged ones for an old one."""
        key = (one.since, one.until, one.scope, one.teams, one.moment, part)
        if key not in self._told:
            there = self._own_region(one, part, unchanged=one.moment is not None)
            self._told[key] = tells(self._of(one.teams)[0], part, self.kinds, there)
        return self._spread(one, self._told[key])

    def _own_region(self, one: Printed, part: str, *, unchanged: bool) -> Flags:
        key = (one.since, one.until, one.scope, one.teams, one.moment, part == LEFT_OUT, unchanged)
        if key not in self._told:
            a = self._of(one.teams)[0]
            where = (a.day >= one.since.toordinal()) & (a.day < one.until.toordinal())
            kind, _, tool = one.scope.partition(TOOL)
            where &= a.of_kinds([kind] if kind else self.kinds) | (part == LEFT_OUT)
            where &= ~a.with_ai | a.of_tool(tool) if tool else True
            then = True if one.moment is None else (a.answered if unchanged else a.stored) <= one.moment
            self._told[key] = where & then
        return self._told[key]

    def _spread(self, one: Printed, own: Flags) -> Flags:
        """What is known of the answers of a print's own teams, for all answers."""
        if len(own) == len(self.answers):
            return own
        out = np.zeros(len(self.answers), dtype=np.bool_)
        out[self._of(one.teams)[1][own]] = True
        return out

    def _of(self, teams: frozenset[str]) -> tuple[Columns, Any]:
        """The answers of these teams, and where they stand among all."""
        if len(self.answers.teams) < SEVERAL or teams >= set(self.answers.teams):
            return self.answers, slice(None)
        if teams not in self._teams:
            places = [at for at, name in enumerate(self.answers.teams) if name in teams]
            where = np.isin(self.answers.team, places)
            self._teams[teams] = self.answers.only(where), np.flatnonzero(where)
        return self._teams[teams]
