"""Ad hoc reports: for somebody of the team in Slack, by command or by form, and for the operator at the command line."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from bot import manage
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.report import files
from bot.report.askable import Askable, NotYours, askable, code, is_admin_only, named
from bot.report.asking import HELP, Wanted, understood
from bot.report.compose import compose, printing, to_payload
from bot.report.wishes import WINDOWS, tools_of, types_of, wish_of
from bot.services import Actor, Services
from storage import teams
from storage.tables import Team

if TYPE_CHECKING:
    from bot.domain.digest import Digest

Options = tuple[tuple[str, str], ...]  # each with its opaque key


@dataclass(frozen=True)
class Choices:
    """What a form offers: teams by id, none for who may only ask about all; task types and tools by keys of theirs."""

    teams: Options
    types: Options
    tools: Options


@dataclass(frozen=True)
class Report:
    """A report to be read in place. `notes` say which files come and what else may be asked; `files` may still be wished
    for, of exactly this print, by its `key`."""

    payload: dict[str, Any]
    notes: tuple[str, ...] = ()
    key: str = ""
    files: tuple[str, ...] = ()


def asked_for(services: Services, actor: Actor, words: str) -> Report:
    """An ad hoc report from the words after the command."""
    with _asking(services, actor) as (session, may):
        if words.strip().casefold() == HELP:
            raise Refusal(may.in_words())
        wanted = understood(words, may.mine, may.workspace)
        return _report(session, services, actor, may, wanted)


def choices(services: Services, actor: Actor) -> Choices:
    with _asking(services, actor, prints=False) as (_session, may):
        kinds, tools = types_of(may.known), tools_of(may.known)
        return Choices(
            tuple((team.id, team.name) for team in may.mine),
            tuple((code(name), name) for name in kinds),
            tuple((code(name), name) for name in tools),
        )


def asked_by_form(services: Services, actor: Actor, filled: Mapping[str, Any]) -> Report:
    """The same from a form, which is not believed: only teams of theirs, and what can be asked of them."""
    with _asking(services, actor) as (session, may):
        ticked = filled.get("teams") or []
        mine = {team.id: team for team in may.mine}
        if not set(ticked) <= mine.keys():
            raise NotYours
        wanted = Wanted(
            teams=[mine[team] for team in ticked],
            window=filled["window"] if filled.get("window") in WINDOWS else WINDOWS[0],
            only=named(filled.get("only"), types_of(may.known)),
            tool=named(filled.get("tool"), tools_of(may.known)),
            formats=tuple(filled.get("files") or ()),
        )
        return _report(session, services, actor, may, wanted, keep=True)


def for_teams(services: Services, names: Sequence[str], window_of: str, only: str | None, tool: str | None = None) -> "Digest":
    """A report for the operator: the same gates, the same rounding, and a print like any other.

    About several teams together if several are named, about all if none is; up to the last whole week then, as digests are.
    What is printed of single teams can be subtracted from it, so all stand in one ledger.
    """
    with printing(services) as session:
        found = [manage.team_named(session, name) for name in dict.fromkeys(names)] or teams.every(session)
        if not found:
            raise Refusal("There is no team yet.")
        return compose(session, found, wish_of(found, services.now(), window_of, only, tool), services.now)


@contextmanager
def _asking(services: Services, actor: Actor, *, prints: bool = True) -> Iterator[tuple[Session, Askable]]:
    """A transaction with what they may ask; whoever is told no is told that as well."""
    admin = is_admin_only(services, actor)
    with printing(services) if prints else services.store.read() as session:
        may = askable(session, actor, admin=admin)
        try:
            yield session, may
        except Refusal as no:
            lines = may.in_words()
            raise no if no.sentence == lines else Refusal(f"{no.sentence}\n{lines}") from None


def _report(session: Session, services: Services, actor: Actor, may: Askable, wanted: Wanted, *, keep: bool = False) -> Report:
    about = _teams(may, wanted)
    wish = wish_of(about, services.now(), wanted.window, wanted.only, wanted.tool)
    digest = compose(session, about, wish, services.now)
    notes = files.send(session, actor, digest, wanted.formats, services.now())
    others = tuple(form for form in files.worth(digest) if form not in wanted.formats) if keep else ()
    key = files.keep(session, actor, digest, services.now()) if others else ""
    if not keep and ("html" not in files.worth(digest) or not _figures(digest)):
        notes.append(may.in_words())  # a form shows what there is to ask for
    return Report(to_payload(digest), tuple(notes), key, others)


def _figures(digest: "Digest") -> bool:
    return any(digest.figures.get(name) for name in ("cells", "tools", "coin", "trials", "all_work", "all_shares"))


def _teams(may: Askable, wanted: Wanted) -> list[Team]:
    """Which teams a report is about, by name: those that were named, all of them, or the only one."""
    if may.workspace:
        return list(may.workspace)
    if wanted.everything or len(may.mine) == 1:
        return list(may.mine)
    if not wanted.teams:
        raise Refusal(_("Which team? Yours are: {teams}.", teams=", ".join(team.name for team in may.mine)))
    return [team for team in may.mine if team in wanted.teams]
