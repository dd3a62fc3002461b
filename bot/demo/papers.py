"""What the demo leaves and prints: the transcript, the last digest and its chart, one conversation, and the figures."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot import chart, prove, report
from bot.demo.acting import Answering
from bot.demo.stage import Stage
from bot.demo.story import Afterwards, Door, Mood
from bot.demo.weeks import MONDAY, Happened, Weeks
from bot.domain.conversation import State
from bot.domain.digest import Digest, as_text
from bot.domain.registration import Registered
from storage import outbox
from storage.registered import Registration
from storage.tables import CheckIn, Letter, Release

DATABASE, DIGEST, CHART, TRANSCRIPT, STATE = "candor.db", "digest.txt", "digest.png", "transcript.txt", "state.json"
FILES = (DATABASE, DIGEST, CHART, TRANSCRIPT, STATE)
RULE = "-" * 78
FIRST, TIMES = "*In one sentence*", "*Time by task type*"
_ANSWERED = (State.SAVED, State.CHANGING, State.FIXED, State.NOTHING, State.NOT_TODAY, State.DELETED)

BOTS_OWN = CheckIn.slot == 0  # and not a task that somebody started


@dataclass(frozen=True)
class Counts:
    """The demo in numbers."""

    asked: int
    answered: int
    reminders: int
    digests: int
    unsettled: int  # letters nobody can vouch for, or that were refused

    def in_words(self) -> str:
        return (
            f"check-ins asked: {self.asked} · answered: {self.answered} · reminders sent: {self.reminders} · "
            f"weekly digests sent: {self.digests}"
        )


def counts(stage: Stage) -> Counts:
    with stage.bot.services.store.read() as session:
        sent = Letter.state == outbox.SENT
        digests = session.exec(select(Letter.key).where(Letter.kind == "digest", sent))
        return Counts(
            asked=_count(session, CheckIn, col(CheckIn.asked_at).is_not(None), BOTS_OWN),
            answered=_count(session, CheckIn, col(CheckIn.state).in_(_ANSWERED), BOTS_OWN),
            reminders=_count(session, Letter, Letter.kind == "reminder", sent),
            digests=len({key.rpartition("/")[0] for key in digests}),  # one goes to several readers
            unsettled=_count(session, Letter, col(Letter.state).in_((outbox.UNKNOWN, outbox.FAILED))),
        )


def _count(session: Session, table: type[CheckIn] | type[Letter] | type[Release], *where: object) -> int:
    return session.exec(select(func.count()).select_from(table).where(*where)).one()  # type: ignore[arg-type]


def last_digest(played: Weeks) -> Digest:
    monday = MONDAY + timedelta(weeks=played.weeks - 1)
    return report.for_week(played.stage.bot.services, "Support", monday)


def result(on: Stage) -> str:
    """The card of the trial that is over, as everybody in the team reads it."""
    with on.bot.services.store.read() as session:
        query = select(Registration).where(Registration.kind == Registered.TRIAL, col(Registration.over_at).is_not(None))
        cards = [prove.card(session, row).text for row in session.exec(query)]
    return "\n".join(cards) or "No trial is over yet."


def leave(folder: Path, played: Weeks, digest: Digest) -> None:
    """Everything but the database, which is there already."""
    (folder / DIGEST).write_text(as_text(digest), encoding="utf-8")
    (folder / CHART).write_bytes(chart.png(digest))
    (folder / TRANSCRIPT).write_text(transcript(played), encoding="utf-8")


def transcript(played: Weeks) -> str:
    stage = played.stage
    parts = ["What happened, in order: UTC, and the local time there", RULE, *map(_line, played.happened)]
    for person in (*stage.team.values(), stage.owner, stage.stranger):
        parts += ["", f"{person.name}'s messages with Candor, as they stand now ({person.tz})", RULE, person.sees()]
    parts += ["", "#support, as it stands now", RULE, stage.team["ada"].sees(stage.channel)]
    return "\n".join(parts) + "\n"


def _line(happened: Happened) -> str:
    city = happened.zone.rpartition("/")[2].replace("_", " ")
    local = happened.moment.astimezone(ZoneInfo(happened.zone))
    line = f"{happened.moment:%a %d %b %H:%M}  {local:%H:%M} {city:<8}  {happened.words}"
    return "\n".join([line, *(f"    {shown}" for shown in happened.more.splitlines())])


def asked_for(played: Weeks) -> str:
    """What people asked for by command, and the gist of what they read."""
    return "\n".join(f"{one.moment:%a %d %b}  {one.words}\n  {_gist(one.more)}" for one in played.happened if one.more)


def _gist(answer: str) -> str:
    """The times of a report about one kind of task, the first sentence of any other; of anything else, its first line."""
    lines = answer.splitlines()
    if FIRST not in lines:
        return lines[0]
    times = list(takewhile(lambda line: not line.startswith("*"), lines[lines.index(TIMES) + 1 :])) if TIMES in lines else []
    return times[0] if len(times) == 1 else lines[lines.index(FIRST) + 1]


def conversation(played: Weeks) -> str:
    """One person's thread as it went, screen by screen."""
    whole = [one for one in played.conversations if one.scene.mood is Mood.ANSWERS]
    if not whole:
        return "Nobody answered."
    chosen = max(whole, key=_telling)
    began = chosen.began.astimezone(ZoneInfo(chosen.person.tz))
    return "\n".join(
        [f"{chosen.person.name}, {began:%A} {began.day} {began:%B}, {began:%H:%M} {chosen.person.tz}", *chosen.saw]
    )


def _telling(one: Answering) -> tuple[bool, bool, bool, int, bool]:
    """How well a conversation shows what a check-in is: by buttons, with AI, little of it skipped, and Ada's if may be."""
    return (
        one.scene.door is Door.BUTTONS,
        one.scene.afterwards is Afterwards.LEAVES,
        one.scene.task.said["approach"] == "with_ai",
        -one.did.count("clicks [Skip]"),
        one.person.id == "U0ADA",
    )


def faults(stage: Stage, found: Counts) -> str:
    """One line about what went wrong between the app and Slack, or that nothing did."""
    refused = [f"{one.method}: {one.error} {one.detail}".strip() for one in stage.slack.refusals]
    if not refused and not found.unsettled:
        return "Slack refused nothing, and no message is failed or in doubt."
    return f"Slack refused {len(refused)} times ({'; '.join(refused[:3])}); {found.unsettled} messages failed or in doubt."
