"""The talk below a digest: where one has reached its team's channel, its own question opens a thread there, once.

Owed when it is known that the digest is there. Where that may be twice, it waits until it is known which copy stays.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.deliver.counter import owe
from bot.services import Receipt
from storage import outbox
from storage.tables import Letter

KIND = "discussion"
UNTIL_COMPARED = timedelta(days=1)
WORTH_IT_FOR = timedelta(days=2)  # then nobody needs to be asked any more


def open_below(session: Session, letter: Letter, receipt: Receipt, now: datetime, *, perhaps_twice: bool) -> None:
    """Owe the first word below a digest that has arrived in a channel."""
    question = _question(letter.payload)
    if letter.kind != "digest" or letter.user or not receipt.ts or not question:
        return
    due = now + UNTIL_COMPARED if perhaps_twice else now
    where: dict[str, Any] = {"channel": receipt.channel, "thread": receipt.ts, "expires_at": now + WORTH_IT_FOR}
    where |= {"workspace": letter.workspace, "language": letter.language, "due_at": due}
    owe(session, now, key=_key(letter), kind=KIND, payload={"question": question}, **where)


def stays(session: Session, letter: Letter, kept: Receipt, now: datetime) -> None:
    """Of several copies of a digest this one stays, so the talk belongs below it."""
    if letter.kind == "digest" and kept.ts:
        outbox.hang_below(session, _key(letter), kept.ts, now)


def _key(letter: Letter) -> str:
    return f"{KIND}/{letter.key}"


def _question(payload: dict[str, Any]) -> str:
    lines = [part["lines"] for part in payload.get("sections", ()) if part.get("key") == "question"]
    return str(lines[0][0][1]) if lines and lines[0] else ""
