"""How people review in the tests: a standard that is set, work that is attached, its drawing, a look and a score."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import select

from bot.domain.reviewing import Stage
from sandbox import Person
from storage.tables import Answer, Review, Work
from storage.tables import Person as PersonRow
from tests.conftest import Running
from tests.conversing import answers_in_one_go

STANDARD = "Whoever reads it knows what to do next."
SAID = "triage, with AI, 40 min, no fixing, about usual"
WITHOUT = "triage, without AI, 50 min, no fixing, about usual"
WAITING = "Work of your team is waiting for a blind review."
ATTACH, FIELD = "Attach for blind review", "A link or a sentence"


def form(person: Person) -> str:
    assert person.form is not None
    return person.form.shown


def sets_standard(owner: Person, pieces: str = "4", words: str = STANDARD) -> bool:
    owner.runs("/candor review standard")
    owner.fills({"Pieces reviewed a week, 0 to 20": pieces, "Standard for every kind of task": words})
    return owner.submits()


def volunteers(*people: Person) -> None:
    for person in people:
        person.runs("/candor review")
        person.clicks("I review work of others", on="form")
        assert "You are one of those who review." in form(person)
        person.closes()


def attaches(person: Person, words: str) -> None:
    person.clicks(ATTACH)
    person.fills({FIELD: words})
    assert person.submits()


def finishes(person: Person, words: str, said: str = SAID) -> None:
    """Answers the check-in that is open, and attaches this."""
    answers_in_one_go(person, said)
    attaches(person, words)


def looks(person: Person) -> str:
    person.runs("/candor review")
    person.clicks("Look at it", on="form")
    return form(person)


def gives(person: Person, score: str = "3 – meets it", *, can_tell: bool = False) -> None:
    person.fills({"Against the standard": score})
    if can_tell:
        person.fills({"Was it blind?": ["I can tell which way it was made, with AI or without"]})
    assert person.submits()


def reviews(person: Person, score: str = "3 – meets it") -> None:
    """What waits for them, the first of it."""
    looks(person)
    gives(person, score)


def is_drawn(bot: Running, author: Person, reviewer: Person, words: str = "One.") -> None:
    """Somebody attaches this, and on Monday it waits for somebody who reviews."""
    volunteers(reviewer)
    finishes(author, words)
    bot.until("2026-07-13 09:00")


def told(people: Iterable[Person]) -> list[str]:
    return [person.name for person in people if any(WAITING in one.shown for one in person.messages())]


def has_reviewed(bot: Running, author: Person, reviewer: Person, state: Stage = Stage.GIVEN) -> None:
    """Work of the author's newest answer, drawn for this reviewer, as rows."""
    now = bot.clock()
    given: dict[str, Any] = {"score": 4, "can_tell": True, "reviewed_at": now} if state is Stage.GIVEN else {}
    with bot.bot.services.store.begin() as session:
        answer = session.exec(select(Answer).join(PersonRow).where(PersonRow.user == author.id)).first()
        assert answer
        whose: dict[str, Any] = {"workspace": answer.workspace, "team_id": answer.team_id, "person_id": answer.person_id}
        work = Work(**whose, answer_id=answer.id, text="The zebra crossed.", attached_at=now, drawn_at=now)
        session.add(work)
        session.flush()
        asked: dict[str, Any] = {
            "workspace": answer.workspace,
            "work_id": work.id,
            "person_id": key_of(bot, reviewer),
            "asked_at": now,
        }
        session.add(Review(**asked, state=state, **given))


def reviews_of(bot: Running) -> list[Review]:
    with bot.rows() as session:
        return list(session.exec(select(Review).order_by(Review.asked_at, Review.id)))  # type: ignore[arg-type]


def works_of(bot: Running) -> list[Work]:
    with bot.rows() as session:
        return list(session.exec(select(Work).order_by(Work.attached_at)))  # type: ignore[arg-type]


def key_of(bot: Running, person: Person) -> str:
    with bot.rows() as session:
        return str(session.exec(select(PersonRow).where(PersonRow.user == person.id)).one().id)
