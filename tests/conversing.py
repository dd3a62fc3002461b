"""How people answer in the tests: whole check-ins in one line, and a quarter's worth of answers by import."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, select

from bot import transfer
from sandbox import Message, Person
from storage.tables import Answer, CheckIn, Letter
from storage.tables import Person as PersonRow
from tests.conftest import Cast, Running

HEADER = "person,task_type,approach,minutes,fix_minutes,quality,finished_at"


def answers_of(session: Session, person: Person) -> list[Answer]:
    query = select(Answer).join(PersonRow).where(PersonRow.user == person.id)
    return list(session.exec(query.order_by(Answer.finished_on)))  # type: ignore[arg-type]  # a column, not a date


def the_answer(bot: Running, person: Person) -> Answer:
    """The one answer somebody has given."""
    with bot.rows() as session:
        (answer,) = answers_of(session, person)
    return answer


def no_answer(bot: Running, person: Person) -> bool:
    with bot.rows() as session:
        return answers_of(session, person) == []


def checkins_of(bot: Running, person: Person) -> list[CheckIn]:
    with bot.rows() as session:
        query = select(CheckIn).join(PersonRow).where(PersonRow.user == person.id)
        return list(session.exec(query.order_by(CheckIn.due_at)))  # type: ignore[arg-type]


def letters(bot: Running, **where: Any) -> list[Letter]:
    with bot.rows() as session:
        found = session.exec(select(Letter).order_by(Letter.id)).all()  # type: ignore[arg-type]
    return [letter for letter in found if all(getattr(letter, key) == value for key, value in where.items())]


def skips_the_rest(person: Person) -> None:
    """Answer no optional question that is left."""
    if "[That is all]" in person.sees():
        person.clicks("That is all")


def answers_in_one_go(person: Person, words: str) -> None:
    """Type what there is to say, and skip the rest."""
    person.replies(words)
    skips_the_rest(person)


def fills_first_page(person: Person, **changes: Any) -> None:
    """The first page as Ada would: a usual triage without anything to fix."""
    values = {
        "What kind of task was it?": "Bug triage",
        "Compared with your usual task, how big was this one?": "About usual",
        "How did you do it?": "With AI",
        "Your own working time, from start to handover, without waiting or breaks?": "45 min",
        "Did anything have to be fixed or redone afterwards?": "No",
        "How did the result compare with your usual standard?": "At",
    }
    labels = dict(zip(("task", "size", "how", "time", "fixing", "quality"), values, strict=True))
    person.fills({**values, **{labels[key]: value for key, value in changes.items()}})


def has_history(bot: Running, rows: Iterable[str], team: str = "Support") -> None:
    """Answers from before, by import."""
    text = "\n".join([HEADER, *rows]).encode()
    transfer.take(bot.bot.services, team, [text], skip_bad=False, progress=lambda _: None)


def quarter_of_triage(people: Iterable[Person], day: str = "2026-07-01") -> list[str]:
    """Five tasks with AI and five without for each of them: 40 minutes against 50."""
    return [
        f"{person.id},Bug triage,{approach},{minutes + n},0,at,{day}"
        for person in people
        for approach, minutes in (("with_ai", 40), ("without_ai", 50))
        for n in range(5)
    ]


def has_history_with_a_range(bot: Running, cast: Cast) -> None:
    """A quarter of triage whose times differ enough for a comparison with a range, and so for a chart."""
    people = [cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]
    has_history(bot, [row for n, row in enumerate(quarter_of_triage(people)) if n % 3])


def readers(cast: Cast) -> list[Person]:
    """Everybody who gets Support's digest."""
    return [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli, cast.mo]


def digests(person: Person) -> list[Message]:
    return [message for message in person.messages() if "In one sentence" in message.shown]
