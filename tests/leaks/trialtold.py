"""A trial that runs in two worlds: the same coin and the same people, who tell in one of them what nobody else would."""

import re
from datetime import date

from sqlmodel import Session, select

from bot import deliver, report, transfer
from bot.domain.conversation import State
from bot.domain.registration import Looks
from bot.web import create
from sandbox import CannotDo, Person
from storage.tables import Answer, CheckIn, Flip, Registration
from storage.tables import Person as PersonRow
from tests.leaks.worlds import EXTREME, World
from tests.proving import has_flips, has_trial

NAME = "Triage by coin"
DECLINED = "customer"
# Each is a trace of what only the result may tell. People know of the ways themselves, so the words alone are none.
TRACES = re.compile(
    r"(?<![\w.\-/])437(?:\.0)?(?![\w\-/])"
    r"|7 h 17|7¼|customer wants it|looks.taken|looks=|e.value|\b\d+ (?:flips|tasks|of them) (?:were )?with(?:out)? AI"
    r"|with(?:out)? AI: \d+ (?:flips|tasks)|declined: \d|\d+ declined",
    re.IGNORECASE,
)
_BUTTON = re.compile(r"\[([^\[\]\n]+)\]")
_DOES = ("Resume", "Stop asking", "Delete", "Forget", "Pause this", "Archive", "Discard", "My data", "Remove", "Give me")


def five(w: World) -> list[Person]:
    cast = w.cast
    return [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eli]


def runs(w: World, looks: Looks = Looks.END, *, each: int = 3, flips: int | None = 140) -> str:
    """A trial of these people, told of as this world has it; Mo has joined it as well, and has started nothing yet."""
    people = five(w)
    key = has_trial(w.bot, *people, w.cast.mo, flips=flips, looks=looks)
    has_flips(w.bot, key, *people, each=each)
    if w.hers is EXTREME:
        with w.bot.bot.services.store.begin() as session:
            tells(session, key)
    w.bot.turn()
    return key


def tells(session: Session, key: str) -> None:
    """All flips, told as nobody would: 437 minutes, declined, done the other way, below standard; the last cancelled."""
    found = session.exec(select(Flip).where(Flip.registration_id == key)).all()
    last = max((flip.number for flip in found), default=0)
    for flip in found:
        answer = session.exec(select(Answer).where(Answer.checkin_id == flip.checkin_id)).first()
        if answer is None:
            continue
        if flip.number == last:
            session.delete(answer)
            session.get_one(CheckIn, flip.checkin_id).state = State.CANCELLED
            continue
        flip.declined = DECLINED
        answer.minutes, answer.fixing, answer.fix_minutes, answer.quality = 437.0, "more", 437.0, "below"
        answer.approach = "without_ai" if flip.with_ai else "with_ai"
    trial = session.get_one(Registration, key)
    trial.due_at = trial.registered_at


def reads_all(w: World) -> None:
    """All that an owner can reach of it, once."""
    w.asks_everything("Support", "type Escalation", "week 2026-W28")
    w.mo("report Support --csv --html --chart")
    for line in ("trial", "goal", "review", "mine", "team", "help", f"report Support trial {NAME} --csv --html", "mydata"):
        w.mo(line)
    w.mo(f"report trial {NAME}")
    clicks_through(w)
    runs_it(w)


def clicks_through(w: World) -> None:
    """What opens behind each button of his home page that only opens something."""
    mo = w.cast.mo
    mo.opens_home()
    assert mo.home is not None
    w._keep("home", mo.home.shown)
    labels = [label for label in dict.fromkeys(_BUTTON.findall(mo.home.shown)) if not label.startswith(_DOES)]
    for label in labels:
        mo.opens_home()
        try:
            mo.clicks(label, on="home")
        except CannotDo:
            continue
        w.bot.turn()
        if mo.form:
            w._keep(label, mo.form.shown)
            mo.closes()
    assert "Trials" in labels


def runs_it(w: World) -> None:
    """What whoever runs Candor reads, whom an owner may ask: the export, the report of the trial, health and metrics."""
    services = w.bot.bot.services
    with w.bot.rows() as session:
        people = {one.id: one.user for one in session.exec(select(PersonRow))}
    rows = [(row, row.partition(",")[0]) for row in transfer.give(services, "Support")]
    w._keep("export", "\n".join(sorted(row.replace(key, people.get(key, key)) for row, key in rows)))
    card, said, tables = report.for_trial(services, "Support", NAME)
    w._keep("trial for the operator", f"{card} {said} {tables}")
    w._keep("health", str(deliver.health(services)))
    metrics = create(w.bot.bot).test_client().get("/metrics").text
    ours = [line for line in metrics.splitlines() if line.startswith("candor_") and "seconds" not in line]
    w._keep("metrics", "\n".join(ours))


def stops(w: World) -> None:
    """The form of an owner who has had enough of it."""
    mo = w.cast.mo
    mo.runs(f"/candor trial stop {NAME}")
    mo.fills({"Why": "It is not needed."})
    assert mo.submits()
    w.bot.turn()
    w.passes(minutes=1)


def registers_goal(w: World, name: str, since: date, until: date, least: str = "40", what: str = "Time, with fixing") -> None:
    mo = w.cast.mo
    w.passes(minutes=1)
    mo.runs("/candor goal new Support")
    mo.fills(
        {
            "Name of the goal": name,
            "Kind of task": "Bug triage",
            "What should get better": what,
            "By how much": "20",
            "Least number of finished tasks": least,
            "First day": since,
            "Last day": until,
        }
    )
    assert mo.submits(), mo.form and mo.form.errors
    assert mo.submits()
