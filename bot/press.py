"""The press: every figure anybody reads, in a digest, a report, a file or a chart, is printed here and entered in the ledger.

Used by report, and by prove where a goal is over. The rule is `bot/domain/ledger.py`; this is its memory: what was printed and
when, which answers there are and since when, who has come or gone, without a word of who said what.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from bot.domain import burden, ownquestions, privacy, reviewfigures, reviewing, schedule
from bot.domain.conversation import State
from bot.domain.ownquestions import OwnQuestion
from bot.domain.questions import OTHER_TOOL
from bot.limits import k_of
from storage import answers, checkins, people, releases, sentences, works
from storage import tables as rows
from storage.tables import Team
from storage.teams import all_of as all_teams

if TYPE_CHECKING:
    from bot.domain.columns import Codes, Columns
    from bot.domain.figures import Figures
    from bot.domain.ledger import Ledger
    from bot.domain.printed import Printed

Now = Callable[[], datetime]
SAME_TIME = timedelta(minutes=1)  # clocks of several processes differ: which of two things so near came first, nobody knows

_NOT_ASKED = frozenset({State.PLANNED, State.LATE, State.CALLED_OFF, State.WORKING, State.STOPPED, State.CANCELLED})
_NOT_ANSWERED = _NOT_ASKED | {State.ASKED, State.ANSWERING, State.LAPSED}


class Press:
    """One print about one team or several, within its transaction. `since` is its first day, `until` the day after its last."""

    def __init__(self, session: Session, teams: Sequence[Team], window: str, since: date, until: date, now: Now) -> None:
        self.session, self.teams = session, teams
        self.window, self.since, self.until = window, since, until
        self.ids = [team.id for team in teams]
        if len(teams) > 1:  # a print of these teams together, of which each of them keeps its share
            self.window = f"{sha256(repr(sorted(self.ids)).encode()).hexdigest()[:16]}/{window}"
        releases.take_turn(session, self.ids if len(teams) == 1 else [one.id for one in all_teams(session, teams[0].workspace)])
        self.k = k_of(session, *teams)
        self.now = now()  # when it is its turn, so that what was stored while it waited is older
        self._rows = releases.printed(session, self.ids, since, until)

    @cached_property
    def _everything(self) -> "Columns":
        """All answers that this print or an earlier one it must be compared with may be made of."""
        return self._told(self.teams, self._rows)

    def _told(self, teams: Sequence[Team], prints: Sequence[rows.Printed]) -> "Columns":
        from bot.domain.columns import Columns, packed_as

        types = [name for team in teams for name in team.task_types]
        coded = packed_as(types, [tool for team in teams for tool in [*team.tools, OTHER_TOOL]])
        first = min([self.since, *(row.since for row in prints)])
        last = max([self.until, *(row.until for row in prints)])
        moments, own = _moments(prints), [one.key for one in _questions(teams)]
        about = [(moment - SAME_TIME, moment + SAME_TIME) for moment in moments]
        told = answers.told(self.session, [team.id for team in teams], first, last, coded, about, own)
        return Columns.read(told, coded, len(moments), own)

    @property
    def questions(self) -> tuple[OwnQuestion, ...]:
        return _questions(self.teams)

    @cached_property
    def answers(self) -> "Columns":
        """Those of its own window."""
        return self._everything.between(self.since, self.until)

    def release(self, figures: "Figures") -> "Figures":
        """The figures as they may be printed, entered in the ledger as printed."""
        from bot.domain.rows import released

        book = self._ledger()
        out = released(figures, book.release)
        self._enter(book)
        return out

    def release_row(self, scope: str, kind: str, values: dict[str, Any], parts: set[str]) -> dict[str, Any]:
        """The same of one row of figures that stands in no digest; nothing where it may not be printed."""
        book = self._ledger()
        told, _day = book.release(scope, kind, values, parts)
        self._enter(book)
        return told or {}

    def _ledger(self) -> "Ledger":
        from bot.domain.ledger import Ledger

        return Ledger(
            **self._about(self.teams, self._everything, self._rows),
            joined=self._joined(),
            edited=max((team.edited_at + SAME_TIME for team in self.teams if team.edited_at), default=None),
            beyond=self._beyond(),
        )

    def _enter(self, book: "Ledger") -> None:
        releases.add_printed(self.session, (row for one in book.fresh for row in self._shares(one)))

    def _about(self, teams: Sequence[Team], told: "Columns", prints: Sequence[rows.Printed]) -> dict[str, Any]:
        return {
            "window": self.window,
            "since": self.since,
            "until": self.until,
            "k": self.k,
            "now": self.now,
            "kinds": frozenset(name for team in teams for name in team.task_types),
            "answers": told,
            "earlier": _earlier(prints),
            "teams": frozenset(self.ids),
        }

    def _beyond(self) -> "Ledger | None":
        """All prints about several teams, with the answers of all these teams; none where this one holds them anyway."""
        from bot.domain.ledger import Ledger

        workspace = self.teams[0].workspace
        prints = releases.of_several(self.session, workspace, self.since, self.until) if len(self.teams) > 1 else []
        named = {row.team_id for row in prints} | set(self.ids)
        if named == set(self.ids):
            return None
        teams = [team for team in all_teams(self.session, workspace) if team.id in named]
        told = self._told(teams, prints)
        return Ledger(**self._about(teams, told, prints), joined=told.for_each_person(lambda _name: 0), edited=None)

    def answering(self, *, anew: bool) -> str | None:
        """How long a team's check-ins took this quarter, as a band: printed anew by its weekly digest and by nothing else.

        Reports repeat the newest digest. A digest prints another band only when at least k people who were in the team at
        both times have given answers since the last one that had any; so what two prints differ in is the work of k people.
        """
        if len(self.teams) > 1 or "-Q" not in self.window:
            return None
        (team,) = self.teams
        last = releases.latest_saying(self.session, team.id, self.since, self.until, "answering")
        before: str | None = last.figures["answering"] if last else None
        if not anew:
            return before
        by_person, fresh, there = dict[str, list[float]](), set[str](), people.joined(self.session, self.ids)
        for person, seconds, stored_at in answers.seconds_of(self.session, team.id, self.since, self.until):
            by_person.setdefault(person, []).append(seconds)
            if last and stored_at > last.released_at + SAME_TIME and there.get(person, self.now) < last.released_at:
                fresh.add(person)
        return before if last and len(fresh) < self.k else burden.in_words(by_person, self.k)

    def reviewed(self, *, anew: bool) -> dict[str, Any] | None:
        """How far two reviewers agreed this quarter, and how often one could tell: by the same rule as `answering`.

        What two prints differ in is the reviews by, and of, at least k people who were in the team at both times.
        """
        if len(self.teams) > 1 or "-Q" not in self.window:
            return None
        (team,) = self.teams
        last = releases.latest_saying(self.session, team.id, self.since, self.until, "reviewed")
        before: dict[str, Any] | None = last.figures["reviewed"] if last else None
        if not anew:
            return before
        begins, there = schedule.to_utc(self.since, time(), team.zone), people.joined(self.session, self.ids)

        def is_new(one: reviewfigures.Given, since: datetime) -> bool:
            return one.at > since + SAME_TIME and all(there.get(who, self.now) < since for who in (one.author, one.reviewer))

        every = (reviewfigures.Given(*one) for one in works.given(self.session, team.id, begins, self.now))
        return reviewfigures.gated(every, self.k, self.now, before or {}, is_new)

    def _joined(self) -> "Codes":
        """How many earlier prints each person was not there for; more than there are, if gone."""
        since, files = people.joined(self.session, self.ids), people.imported(self.session)
        there, moments = dict.fromkeys(files, 0), _moments(self._rows)
        there |= {name: bisect_left(moments, when + SAME_TIME) for name, when in since.items()}
        return self._everything.for_each_person(lambda name: there.get(name, len(moments) + 1))

    def _shares(self, one: "Printed") -> Iterator[rows.Printed]:
        """One row for each team; the figure itself stands in the first."""
        for team in self.teams:
            figure = one.value if team is self.teams[0] else {}
            whose: dict[str, Any] = {"workspace": team.workspace, "team_id": team.id}
            yield rows.Printed(**whose, **_alike(one), figure=figure, parts=list(one.parts))


def responses(session: Session, team_ids: Sequence[str], since: date, until: date) -> tuple[int, int]:
    """How many check-ins of these days were asked, and how many of them answered."""
    counts = checkins.counts(session, team_ids, since, until)
    asked = sum(count for state, count in counts.items() if state not in _NOT_ASKED)
    return asked, sum(count for state, count in counts.items() if state not in _NOT_ANSWERED)


def in_own_words(session: Session, team: Team, until: date, now: datetime) -> list[str]:
    """The sentences people share that may stand in a team's digest, and from now on do: gate 6, and once only.

    Nobody writes them into the ledger or a report. `until` is the day after the last one of the digest's week.
    """
    authors, shared = sentences.waiting(session, team.id, until, (State.SAVED, State.CHANGING))
    if not privacy.may_share_sentences(len(authors), k_of(session, team)):
        return []
    sentences.were_printed(session, shared, now)
    return [answer.shared for answer in shared if answer.shared]


def _moments(prints: Sequence[rows.Printed]) -> list[datetime]:
    return sorted({row.printed_at for row in prints})


def _earlier(prints: Sequence[rows.Printed]) -> "list[Printed]":
    """What was printed before, oldest first; the shares of a print about several teams as one again."""
    together: dict[tuple[Any, ...], list[rows.Printed]] = {}
    for row in prints:
        key = (row.printed_at, row.window, row.scope, row.kind) if "/" in row.window else (row.id,)
        together.setdefault(key, []).append(row)
    places = {moment: at for at, moment in enumerate(_moments(prints))}
    return [_printed(shares, places) for shares in together.values()]


def _printed(shares: Sequence[rows.Printed], places: Mapping[datetime, int]) -> "Printed":
    from bot.domain.printed import Printed

    row = next((row for row in shares if row.figure), shares[0])
    return Printed(
        **_alike(row),
        value={name: _tuples(value) for name, value in row.figure.items()},
        parts=tuple(row.parts),
        teams=frozenset(row.team_id for row in shares),
        moment=places[row.printed_at],
    )


def _questions(teams: Sequence[Team]) -> tuple[OwnQuestion, ...]:
    """The teams' own; one that several of them ask is one question. Where work is reviewed, what reviewers say is one more."""
    every = [one for team in teams for one in ownquestions.all_of(team.questions)]
    reviewed = [reviewing.QUESTION] if any(team.reviews_per_week for team in teams) else []
    return tuple({one.key: one for one in [*every, *reviewed]}.values())


def _alike(printed: "Printed | rows.Printed") -> dict[str, Any]:
    """What stands in the ledger as it stands in its row."""
    return {name: getattr(printed, name) for name in ("window", "since", "until", "scope", "kind", "k", "printed_at")}


def _tuples(value: Any) -> Any:
    """JSON knows lists only; figures are made of tuples."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
