"""What can be done with a check-in besides answering it: settle it without an answer, change an answer, delete it."""

from bot.collect.desk import Click, Desk, answered, gone, lay, update_prompt
from bot.deliver import owe
from bot.domain import conversation
from bot.domain.conversation import Act, State, Talk
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.prove import coin
from bot.services import Actor, Services, Way
from storage import answers, checkins, outbox


def settle(services: Services, actor: Actor, checkin_id: str, act: Act, click: Click) -> None:
    """Nothing finished today, or not today: both count as answered, and neither is asked about."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        if d.first_time(click.key):
            d.arrived(click)
            settle_desk(d, act, click)


def settle_desk(d: Desk, act: Act, click: Click | None) -> None:
    if d.row.closes_at <= d.now:
        raise Refusal(conversation.why_not(State.LAPSED))
    d.act(act)
    d.keep(Talk())
    checkins.forget_burden(d.row)
    answered(d)
    update_prompt(d, "settled", {"checkin": d.row.id, "state": d.row.state}, click)


def delete(services: Services, actor: Actor, checkin_id: str, click: Click) -> None:
    """Remove the answer and every word of it, at any time."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id, may_have_left=True)
        if d.first_time(click.key):
            d.act(Act.DELETE)
            answers.delete(session, d.row.id)
            coin.settled(session, d.row, d.now)
            checkins.forget_task(d.row)
            checkins.forget_burden(d.row)
            d.edited()
            d.keep(Talk())
            _empty_thread(d)
            update_prompt(d, "settled", gone(d), click)


def _empty_thread(d: Desk) -> None:
    """Our own lines in the thread repeat what was said, so they go too. What the person typed is theirs."""
    outbox.drop_lane(d.session, d.row.id)
    for ts in outbox.places(d.session, d.row.id, Way.TAKE_BACK) - {d.row.ts}:
        key, payload = f"emptied/{d.row.id}/{ts}", {"text": _("Deleted.")}
        owe(d.session, d.now, key=key, kind="note", way=Way.UPDATE, payload=payload, checkin=d.row, ts=ts)


def what_others_see(services: Services, actor: Actor, checkin_id: str) -> int:
    """The team's k: the smallest group anything is ever shown of."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        d.person.informed_at = d.person.informed_at or d.now
        return d.k
