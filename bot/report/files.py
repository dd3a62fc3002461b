"""A report as files in the asker's direct messages: made of the print they have read, and never computed again.

A print that was shown with buttons waits in the outbox for an hour, under an opaque key, for whoever read it to ask for its
files; then it is let go. What is in a file is drawn or written when the letter leaves, from the figures it carries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from bot.deliver import owe
from bot.domain.language import N_, _, ngettext, spoken
from bot.domain.refusal import Refusal
from bot.services import Actor, Services
from storage import outbox, people
from storage.tables import opaque

if TYPE_CHECKING:
    from bot.domain.digest import Digest

KIND, KEPT = "report_file", "report_kept"
FORMATS = ("chart", "csv", "html")
KEPT_FOR = timedelta(hours=1)
_COMES = {
    "chart": N_("The chart comes in our direct messages in a moment."),
    "csv": N_("The figures come as CSV in our direct messages in a moment."),
    "html": N_("The report comes as a page in our direct messages in a moment."),
}
_NOTHING = {
    "chart": N_("No chart comes: no range may be shown here, so there is nothing to draw."),
    "csv": N_("No CSV comes: no comparison may be shown here, so it would be empty."),
    "html": N_("No page comes: nothing may be shown here."),
}


class NotKept(Refusal):
    """This report is no longer kept. Please ask for it again."""


def as_payload(digest: "Digest") -> dict[str, Any]:
    """A print as a letter carries it; `again` reads it."""
    return {**asdict(digest), "since": digest.since.isoformat(), "until": digest.until.isoformat()}


def again(payload: Mapping[str, Any]) -> "Digest":
    """The print a letter carries."""
    from bot.domain.digest import Bar, Digest, Line, Section

    sections = (
        Section(one["key"], one["title"], tuple(Line(line["lead"], line["text"]) for line in one["lines"]))
        for one in payload["sections"]
    )
    since, until = (date.fromisoformat(payload[name]) for name in ("since", "until"))
    bars, figures = tuple(Bar(**bar) for bar in payload["chart"]), payload["figures"]
    about, around = (payload["team"], payload["period"]), (tuple(payload["why"]), payload["closing"])
    return Digest(*about, since, until, payload["response"], tuple(sections), bars, figures, *around)


def worth(digest: "Digest") -> tuple[str, ...]:
    """The files there would be something in."""
    rows = any(digest.figures.get(group) for group in ("cells", "tools", "coin", "trials", "own"))
    there = {"chart": bool(digest.chart), "csv": rows, "html": digest.released}
    return tuple(one for one in FORMATS if digest.released and there[one])


def send(session: Session, actor: Actor, digest: "Digest", formats: Iterable[str], now: datetime) -> list[str]:
    """Owe these files to whoever asked; what to tell them about each."""
    wanted = [one for one in FORMATS if one in formats]
    there = [one for one in wanted if one in worth(digest)]
    for form in there:
        _owe(session, actor, {"format": form, "title": f"{digest.team} · {digest.period}", "print": as_payload(digest)}, now)
    if len(there) > 1:
        text = ngettext(
            "{n} file comes in our direct messages in a moment.",
            "{n} files come in our direct messages in a moment.",
            len(there),
        )
        coming = [text]
    else:
        coming = [_(_COMES[form]) for form in there]
    return [*coming, *(_(_NOTHING[form]) for form in wanted if form not in there)]


def keep(session: Session, actor: Actor, digest: "Digest", now: datetime) -> str:
    """Keep a print for whoever reads it now; gives its opaque key."""
    key, until = opaque(), now + KEPT_FOR
    whose = _whose(session, actor)
    payload = {"print": as_payload(digest)}
    owe(session, now, key=f"{KEPT}/{key}", kind=KEPT, payload=payload, due_at=until, expires_at=until, **whose)
    return key


def file_of(services: Services, actor: Actor, key: str, form: str) -> str:
    """Send a file of a print somebody has before them, if it is theirs and still kept."""
    now = services.now()
    with services.store.begin() as session:
        kept = outbox.kept_for(session, f"{KEPT}/{key}", actor.workspace, actor.user, now)
        if kept is None or form not in FORMATS:
            raise NotKept
        return " ".join(send(session, actor, again(kept["print"]), [form], now))


def owe_table(session: Session, actor: Actor, table: str, title: str, rows: list[dict[str, Any]], now: datetime) -> None:
    """Owe a table of a trial, as it was stored when that ended, to whoever asked."""
    _owe(session, actor, {"format": table, "title": title, "print": rows}, now)


def _owe(session: Session, actor: Actor, payload: dict[str, Any], now: datetime) -> None:
    owe(session, now, key=f"{KIND}/{opaque()}", kind=KIND, payload=payload, **_whose(session, actor))


def _whose(session: Session, actor: Actor) -> dict[str, Any]:
    """An admin may be nobody we know."""
    person = people.find(session, actor.workspace, actor.user)
    whose = {"workspace": actor.workspace, "user": actor.user, "person_id": person.id if person else None}
    return {**whose, "language": spoken()}
