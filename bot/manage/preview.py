"""What will happen once a team begins, as its owner is shown it before: who is asked, from when, in which words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.domain import schedule, wording
from bot.domain.daywords import spelled
from bot.domain.language import N_, _, clock, speaking
from bot.domain.questions import Setting, present
from bot.domain.teamform import Who
from bot.limits import k_of
from bot.teamdays import today
from storage import people
from storage.tables import Team

_TWICE = N_(
    "Each person is asked twice a week, on days drawn by chance, one hour before their working day ends. "
    "The first check-ins come tomorrow at the earliest, and within a week or so."
)
_ONCE = N_(
    "Each person is asked once a week, on a day drawn by chance, one hour before their working day ends. "
    "The first check-ins come tomorrow at the earliest, and within a week or so."
)


@dataclass(frozen=True)
class Preview:
    """A team that has not begun. `who` are asked: those of the channel or group called `place`, or so many `people`.

    `when` says when the first check-ins come. A check-in begins with `question` and its `kinds`, in the team's `language`;
    `announcement` is the letter that goes out before.
    """

    team: str
    name: str
    who: Who
    place: str
    people: int
    when: str
    k: int
    question: str
    kinds: tuple[str, ...]
    language: str | None
    announcement: dict[str, Any]


def shown_before(session: Session, team: Team, now: datetime) -> Preview:
    who = Who.CHANNEL if team.channel else Who.GROUP if team.user_group else Who.PEOPLE
    k = k_of(session, team)
    with speaking(team.language):
        asked = present(wording.BY_KEY["task_type"], {}, Setting("", tuple(team.task_types)))
    return Preview(
        team.id,
        team.name,
        who,
        team.channel or team.user_group or "",
        len(people.members(session, team.id)),
        _when(team, now),
        k,
        asked.text,
        tuple(option.words for option in asked.options),
        team.language,
        {"team": team.name, "k": k, "rhythm": team.rhythm},
    )


def _when(team: Team, now: datetime) -> str:
    rhythm = schedule.Rhythm.from_json(team.rhythm)
    if rhythm.kind == "sampled" or rhythm.time is None:
        return _(_TWICE if rhythm.per_week > 1 else _ONCE)
    first = schedule.next_fixed(rhythm, today(team, now))
    # Translators: {day} is "Thursday 9 July 2026", {time} is "15:00"
    said = _("The first check-in comes on {day} at {time}.", day=spelled(first), time=clock(rhythm.time))
    if rhythm.place == "channel":
        there = _("It is one message in the channel; answers are private.")
        return f"{said} {there}"
    return said
