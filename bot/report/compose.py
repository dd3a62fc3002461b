"""From a team's rows to its digest: read, counted, gated, and entered as printed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from bot import press, prove
from bot.domain.language import join, ngettext
from bot.limits import k_of
from bot.report.wishes import Wish
from bot.services import Services
from storage import people
from storage.tables import Team

if TYPE_CHECKING:
    from bot.domain.digest import Digest, Prices

MOST_NAMED = 3  # teams in a title; of more, how many


@contextmanager
def printing(services: Services) -> Iterator[Session]:
    """A transaction to print in. What computes is loaded before, so that nobody waits for the database meanwhile."""
    import_module("bot.domain.evidence")
    with services.store.begin() as session:
        yield session


def compose(session: Session, teams: Sequence[Team], wish: Wish, now: press.Now, *, anew: bool = False) -> "Digest":
    """The figures of a team, or of several together, for a window, gated, and released: from here on they count as printed."""
    from bot.domain import digest  # loads numpy, so only when a report is really wanted

    ids = [team.id for team in teams]
    asked, answered = press.responses(session, ids, wish.since, wish.until)
    book = press.Press(session, teams, wish.name, wish.since, wish.until, now)
    return digest.compose(
        team=_names(teams),
        task_types=tuple(dict.fromkeys(kind for team in teams for kind in team.task_types)),
        answers=book.answers,
        asked=asked,
        answered=answered,
        members=len(book.answers.authors.union(people.joined(session, ids))),
        k=k_of(session, *teams),
        since=wish.since,
        until=wish.until - timedelta(days=1),
        only=wish.only,
        tool=wish.tool,
        release=book.release,
        prices=_prices(teams[0]) if len(teams) == 1 else None,
        answering=book.answering(anew=anew),
        questions=book.questions,
        reviewed=book.reviewed(anew=anew),
        registered=prove.found_out(session, teams, wish.since, wish.until, wish.only),
    )


def _names(teams: Sequence[Team]) -> str:
    names = sorted((team.name for team in teams), key=str.casefold)
    # Translators: in the place of a team's name, for a report about {n} teams together; never of one team alone
    return join(names) if len(names) <= MOST_NAMED else ngettext("{n} team", "{n} teams", len(names))


def _prices(team: Team) -> "Prices | None":
    from bot.domain.digest import Prices

    if team.rate_per_hour is None or team.tools_per_month is None:
        return None
    return Prices(team.rate_per_hour, team.tools_per_month, team.currency)


def to_payload(digest: "Digest") -> dict[str, Any]:
    """A digest as a letter carries it."""
    sections = [
        {"key": section.key, "title": section.title, "lines": [[line.lead, line.text] for line in section.lines]}
        for section in digest.sections
    ]
    return {
        "team": digest.team,
        "period": digest.period,
        "response": digest.response,
        "sections": sections,
        "chart": [asdict(bar) for bar in digest.chart],
        "text": as_text(digest, width=None),
        "closing": digest.closing,
        "why": list(digest.why),
        "k": digest.figures["k"],
    }


def as_text(digest: "Digest", width: int | None = 100) -> str:
    from bot.domain.digest import as_text

    return as_text(digest, width)
