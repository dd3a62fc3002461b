"""What is said of a goal, and to whom: the whole team and its owners at the same time, each in their language."""

from datetime import date, datetime

from sqlmodel import Session

from bot.deliver import Words, owe_team
from bot.domain import goals, goalwords, ownquestions
from bot.domain.goals import GoalFigures
from bot.domain.language import _
from bot.domain.ownquestions import OwnQuestion
from bot.domain.registration import GoalTerms, Stage
from bot.limits import k_of
from bot.prove.terms import goal_of
from bot.teamdays import today
from storage import answers, registrations
from storage.tables import Registration, Team


def tasks_of(session: Session, team: Team, terms: GoalTerms, until: date) -> int | None:
    """How many finished tasks count for it by the day before `until`; None while they are of too few people."""
    told = answers.finished(session, team.id, terms.task_type, date(terms.starts_on.year, 1, 1), until)
    return goals.counted(told, terms.starts_on, until, k_of(session, team))


def question_of(team: Team, terms: GoalTerms) -> OwnQuestion | None:
    """The team's own question it is about, as long as it is asked."""
    key = goals.own_of(terms)
    return next((one for one in ownquestions.all_of(team.questions) if one.key == key), None)


def amendments(session: Session, team: Team, row: Registration) -> tuple[str, ...]:
    """Every change, oldest first."""
    said, terms = [], GoalTerms.from_json(row.terms)
    for one in registrations.amendments(session, row.id):
        after = GoalTerms.from_json({**terms.to_json(), **one.after})
        said.append(
            goalwords.amendment(
                terms, after, question_of(team, terms), one.reason, one.fingerprint, today(team, one.amended_at)
            )
        )
        terms = after
    return tuple(said)


def over_words(session: Session, team: Team, row: Registration) -> str:
    """What has become of one that is over."""
    if row.state == Stage.STOPPED and row.over_at:
        return goalwords.called_off(today(team, row.over_at), row.reason or "")
    terms = goal_of(session, row)
    return goalwords.verdict(terms, GoalFigures.from_json(row.result or {}), question_of(team, terms))


def registered_words(team: Team, row: Registration) -> str:
    terms = GoalTerms.from_json(row.terms)
    before = _(
        "A goal was registered for {team}, “{name}”: {terms}",
        team=team.name,
        name=row.name,
        terms=goalwords.registered(terms, question_of(team, terms)),
    )
    rest = _("Nobody reads a verdict before it is over, its owners neither; digests go on as before.")
    return f"{before} {rest} {goalwords.locked(row.fingerprint, today(team, row.registered_at))}"


def changed_words(session: Session, team: Team, row: Registration) -> str:
    last = amendments(session, team, row)[-1]
    return _("The goal “{name}” of {team} was changed. {change}", name=row.name, team=team.name, change=last)


def stopped_words(team: Team, row: Registration) -> str:
    said = _("The goal “{name}” of {team} was called off, so it is not judged.", name=row.name, team=team.name)
    # Translators: {reason} is what the owner wrote
    why = _("Reason: {reason}", reason=row.reason)
    return f"{said} {why}"


def ended_words(session: Session, team: Team, row: Registration) -> str:
    """The verdict as the whole team reads it, with what was registered and every change."""
    terms = GoalTerms.from_json(row.terms)
    said = _("The goal “{name}” of {team} is over.", name=row.name, team=team.name)
    locked = goalwords.locked(row.fingerprint, today(team, row.registered_at))
    parts = (goalwords.registered(terms, question_of(team, terms)), locked, *amendments(session, team, row))
    return "\n".join([f"{said} {over_words(session, team, row)}", " ".join(parts)])


def tell_team(session: Session, team: Team, key: str, words: Words, now: datetime) -> None:
    owe_team(session, team, now, key=key, kind="note", made=lambda: {"text": words()})
