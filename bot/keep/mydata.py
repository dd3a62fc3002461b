"""Everything stored about one person, as JSON with plain words for keys; handed over as a file in their direct messages.

What is in the file is read when it is sent, so the letter that carries it holds nothing but whose it is.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

import structlog
from sqlmodel import Session

from bot.deliver import owe
from bot.domain import declining, ownquestions
from bot.domain.language import N_, _, pgettext
from bot.domain.ownquestions import OwnQuestion
from bot.domain.refusal import Refusal
from bot.manage import behalf
from bot.services import Actor, Services
from storage import outbox, people, personal, registrations, teams, whose
from storage.database import Store
from storage.tables import Person, opaque

log = structlog.get_logger()

KIND = "mydata"
_NAMED = ("team_id", "registration_id", "trial_id")
NOTED = "days away you noted for others"
_ABOUT = N_(
    "Everything Candor stores about you, as of the time below. Times are in UTC. Nobody else is given this file. "
    "What you typed in Slack is kept by Slack as well."
)


class Gone(Exception):  # noqa: N818 - whoever asked was forgotten meanwhile
    """Nothing is stored about that person any more."""


def hand_over(services: Services, actor: Actor) -> str:
    """Owe somebody their file, once for all the times they ask before it is there."""
    now = services.now()
    with services.store.begin() as session:
        person = people.find(session, actor.workspace, actor.user)
        if person is None:
            raise behalf.stranger(session, actor)
        if not outbox.waiting_for(session, person.id, (KIND,)):
            whose: dict[str, Any] = {"workspace": person.workspace, "user": person.user, "person_id": person.id}
            owe(session, now, key=f"{KIND}/{opaque()}", kind=KIND, payload={"person": person.id}, **whose)
        log.info("own data asked for", person=person.id)
    return _("Everything stored about you comes as a file, in our direct messages, in a moment.")


def as_file(store: Store, person_id: str, now: datetime) -> bytes:
    """The file as it is now. Gone when that person was forgotten meanwhile."""
    with store.read() as session:
        person = session.get(Person, person_id)
        if person is None:
            raise Gone
        return _written(session, person, now).encode()


def as_json(services: Services, user: str) -> str:
    """The same for an operator whom somebody has asked, by the id in Slack or the name an import gave."""
    with services.store.read() as session:
        found = [person for one in people.workspaces(session) if (person := people.find(session, one.id, user))]
        if not found:
            raise Refusal(f"Nothing is stored about {user}.")
        return _written(session, found[-1], services.now())


def _written(session: Session, person: Person, now: datetime) -> str:
    whole = {"what this is": _(_ABOUT), "made at": now, **_sections(session, person)}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _sections(session: Session, person: Person) -> dict[str, Any]:
    them = personal.who(session, person)
    every = teams.all_of(session, person.workspace)
    registered = registrations.of_teams(session, [team.id for team in every])
    names = {team.id: team.name for team in every} | {one.id: one.name for one in registered}
    asked = {one.key: one for team in every for one in ownquestions.all_of(team.questions)}
    found: dict[str, Any] = {}
    for name, rule in whose.RULES.items():
        if rule.leads:
            rows = [dict(_said(name, row, names, person.id, asked)) for row in personal.rows(session, name, them)]
            found[rule.called] = rows[0] if name == "person" else rows
    found[NOTED] = [{"said at": row["said_at"]} for row in personal.named(session, "absence", them)]
    return found


def _said(
    name: str, row: Mapping[str, Any], names: Mapping[str, str], person_id: str, asked: Mapping[str, OwnQuestion]
) -> Iterator[tuple[str, Any]]:
    """What a row says of its person. A team or a trial stands there by its name, and of other people there is no key."""
    for column, words in whose.RULES[name].given.items():
        value = row[column]
        if column in _NAMED:
            value = names.get(value, value)
        elif name == "flip" and column == "declined" and value:
            value = _(declining.REASONS.get(value, value))
        elif column == "said_by":
            # Translators: who said when somebody is away; the whole value of a field
            value = pgettext("who said it", "you") if value == person_id else pgettext("who said it", "an owner of your team")
        elif column == "own":
            value = dict(_own(value or {}, row["shown"] or {}, asked))
        elif name == "letter" and column == "payload":
            value = {key: one for key, one in value.items() if key not in ("by", "person")}
        yield words, value


def _own(said: Mapping[str, Any], shown: Mapping[str, Any], asked: Mapping[str, OwnQuestion]) -> Iterator[tuple[str, Any]]:
    """Each question as it was asked, with the answer in its words: from what was shown, or else from what is asked now."""
    for key, value in said.items():
        if key in shown:
            options = shown[key].get("options") or []
            yield shown[key]["text"], options[round(value) - 1] if 0 < value <= len(options) else value
        else:
            yield (asked[key].text, asked[key].in_words(value)) if key in asked else (key, value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(type(value).__name__)
