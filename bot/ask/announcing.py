"""The announcement: what a team reads when it begins, before anybody is asked. Once for a team, and never again.

It stands in the team's channel, in the team's language, or in each member's own messages, in theirs. There it is what Candor
says of itself first, so that the first check-in does not say it again; and until it has arrived, the check-in waits.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.deliver import owe
from bot.domain.language import ENGLISH
from bot.limits import k_of
from storage import checkins, outbox, people
from storage.tables import CheckIn, Team

ANNOUNCEMENT = "announcement"


def announcement(name: str, rhythm: dict[str, Any], k: int) -> dict[str, Any]:
    """What the announcement of such a team is made of; `bot/slack/views/announcement.py` has the words."""
    return {"team": name, "rhythm": rhythm, "k": k}


def announce(session: Session, team: Team, now: datetime) -> None:
    said: dict[str, Any] = {"kind": ANNOUNCEMENT, "workspace": team.workspace}
    said["payload"] = announcement(team.name, team.rhythm, k_of(session, team))
    if team.channel:
        owe(session, now, key=_key(team.id), channel=team.channel, language=team.language or ENGLISH, **said)
        return
    for person in people.members(session, team.id):
        owe(session, now, key=_key(team.id, person.id), user=person.user, person_id=person.id, **said)


def unannounce(session: Session, team: Team) -> None:
    """What has not left yet is not announced any more."""
    for reader in ("channel", *(person.id for person in people.members(session, team.id))):
        checkins.take_back(session, _key(team.id, reader))


def unannounced(session: Session, row: CheckIn, now: datetime) -> bool:
    """Whether an announcement is on its way that is to be read before this check-in."""
    return outbox.still_to_come(session, (_key(row.team_id), _key(row.team_id, row.person_id)), now)


def _key(team_id: str, reader: str = "channel") -> str:
    return f"{ANNOUNCEMENT}/{team_id}/{reader}"
