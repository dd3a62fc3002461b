"""An author attaches a link or a sentence to their own answer, replaces it, or takes it back, until it is picked."""

from dataclasses import dataclass
from typing import Any

from bot.collect.desk import CLICK_ADDRESS_LIVES, Click, Desk, lay, show_saved
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.domain.reviewing import checked_work
from bot.services import Actor, Services
from storage import answers, works
from storage.tables import Answer, Work

FIELD = "work"


@dataclass(frozen=True)
class Attaching:
    """What is attached to the answer of a check-in now; "" is nothing."""

    checkin: str
    team: str
    text: str


def attaching(services: Services, actor: Actor, checkin_id: str, click: Click) -> Attaching | None:
    """None when this very click has opened it before."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        if not d.first_time(click.key):
            return None
        answer = _open(d)
        if click.ts == d.row.ts:
            d.row.reply_url, d.row.reply_url_until = click.url, d.now + CLICK_ADDRESS_LIVES
        work = works.of_answer(session, answer.id)
        return Attaching(d.row.id, d.team.name, (work and work.text) or "")


def attach(services: Services, actor: Actor, checkin_id: str, words: str, key: str) -> dict[str, str]:
    """Attach this instead of what was; no words take it back. Gives what needs another look, by field."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        answer = _open(d)
        try:
            text = checked_work(words)
        except Refusal as no:
            return {FIELD: no.sentence}
        if d.first_time(key):
            _put(d, answer, text)
            show_saved(d, None)
    return {}


def _open(d: Desk) -> Answer:
    """The answer, if something can be attached to it."""
    answer = answers.of_checkin(d.session, d.row.id)
    stands = works.standing(d.session, d.team, answer)
    if answer is None or stands is None:
        raise Refusal(_("Nothing can be attached here: the task is not finished, or the team does not review work any more."))
    if stands == works.DRAWN:
        raise Refusal(_("It has been picked for review, so it cannot be replaced any more. Deleting the answer takes it away."))
    return answer


def _put(d: Desk, answer: Answer, text: str) -> None:
    work = works.of_answer(d.session, answer.id)
    if work and not text:
        d.session.delete(work)
    elif work:
        work.text, work.attached_at = text, d.now
    elif text:
        whose: dict[str, Any] = {"workspace": d.row.workspace, "team_id": d.team.id, "person_id": d.person.id}
        d.session.add(Work(**whose, answer_id=answer.id, text=text, attached_at=d.now))
    d.session.flush()
