"""Share one sentence of what was added, with the team, in its next digest: look at it first, confirm it, take it back.

What is stored is what was looked at: a sentence that was changed is shown once more before it is shared. Neither a letter nor
a form carries it to anybody but its author; the digest takes it from the answer (`bot/press.py`).
"""

from dataclasses import dataclass

from bot.collect.desk import CLICK_ADDRESS_LIVES, Click, Desk, lay, show_saved
from bot.collect.form import FormErrors
from bot.domain import conversation, privacy, sentences
from bot.domain.conversation import State
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.services import Actor, Services
from storage import answers, checkins, people
from storage.tables import Answer

FIELD = "sentence"


@dataclass(frozen=True)
class Preview:
    """A sentence as it will stand, and who will read it. `least` have to answer for that, which `members` may never be.

    `again`: it was changed since it was last looked at. `in_channel`: the digest goes to the team's channel.
    """

    checkin: str
    team: str
    sentence: str
    readers: int
    members: int
    least: int
    in_channel: bool
    again: bool = False


def preview(services: Services, actor: Actor, checkin_id: str, click: Click) -> Preview | None:
    """The sentence the note offers, or the one that is shared already; None when this very click has opened it before."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        if not d.first_time(click.key):
            return None
        answer = _with_note(d)
        if click.ts == d.row.ts:
            d.row.reply_url, d.row.reply_url_until = click.url, d.now + CLICK_ADDRESS_LIVES
        return _look(d, answer.shared or sentences.suggested(answer.note or ""))


def share(services: Services, actor: Actor, checkin_id: str, words: str, seen: str, key: str) -> Preview | FormErrors | None:
    """Share these words if they are what was `seen`; else they are shown first. None when they are shared."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id)
        if checkins.seen(session, f"{key}/{seen}"):
            return None
        answer = _with_note(d)
        try:
            sentence = sentences.checked(words)
        except Refusal as no:
            return FormErrors({FIELD: no.sentence})
        look = _look(d, sentence, again=True)
        if sentences.mark(sentence) != seen or look.members < look.least:
            return look
        d.first_time(f"{key}/{seen}")
        answer.shared, answer.shared_at = sentence, d.now
        show_saved(d, None)
        return None


def withdraw(services: Services, actor: Actor, checkin_id: str, click: Click) -> None:
    """Take it back, until the digest is out. Who has left the team may do so as well."""
    with services.store.begin() as session:
        d = lay(services, session, actor, checkin_id, may_have_left=True)
        if not d.first_time(click.key):
            return
        answer = answers.of_checkin(session, d.row.id)
        if answer is None or answer.shared is None:
            raise Refusal(_("No sentence of this answer is shared."))
        if d.row.state == State.FIXED:
            raise Refusal(_too_late(answer))
        answer.shared = answer.shared_at = None
        show_saved(d, click)


def _too_late(answer: Answer) -> str:
    if answer.printed_at:
        return _("The digest with this sentence is out, and stays as it was printed. You can still delete the answer.")
    return _("The digest is out without this sentence, and no later one will have it: nobody has read it.")


def _with_note(d: Desk) -> Answer:
    """The answer, if something can be shared of it."""
    if d.row.state == State.FIXED:
        raise Refusal(_("This week's digest is out, so no sentence of this answer can be shared any more."))
    if d.row.state != State.SAVED:
        raise Refusal(conversation.why_not(State(d.row.state)))
    answer = answers.of_checkin(d.session, d.row.id)
    if answer is None or not answer.note:
        raise Refusal(_("There is nothing under “Anything to add?” to share."))
    return answer


def _look(d: Desk, sentence: str, *, again: bool = False) -> Preview:
    members = {person.id for person in people.members(d.session, d.team.id)}
    readers = members | {person.id for person in people.owners(d.session, d.team.id)}
    least, in_channel = privacy.fewest_for_sentences(d.k), bool(d.team.channel)
    return Preview(d.row.id, d.team.name, sentence, len(readers), len(members), least, in_channel, again)
