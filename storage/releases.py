"""What has been printed: each week's digest once, and every figure of every print, which the next one is compared with."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session, col, select

from storage.database import insert_once
from storage.tables import Printed, Release, Team


def find(session: Session, team_id: str, week: str) -> Release | None:
    return session.exec(select(Release).where(Release.team_id == team_id, Release.week == week)).first()


def latest(session: Session, team_id: str) -> Release | None:
    query = select(Release).where(Release.team_id == team_id).order_by(col(Release.until).desc()).limit(1)
    return session.exec(query).first()


def of_team(session: Session, team_id: str) -> list[Release]:
    """All of a team's, newest first; also those that only said that too few people answered."""
    return list(session.exec(select(Release).where(Release.team_id == team_id).order_by(col(Release.until).desc())))


def latest_saying(session: Session, team_id: str, since: date, until: date, name: str) -> Release | None:
    """The newest digest of a quarter that begins at `since` and ends by `until` in which this figure was printed."""
    query = select(Release).where(Release.team_id == team_id, Release.since == since, Release.until <= until)
    newest_first = session.exec(query.order_by(col(Release.until).desc()))
    return next((release for release in newest_first if release.figures.get(name)), None)


def add(session: Session, release: Release) -> bool:
    """True when this team and week had none yet."""
    return insert_once(session, release)


def take_turn(session: Session, team_ids: Sequence[str]) -> None:
    """Two prints about one team come one after the other, so that the second is compared with the first."""
    session.exec(select(Team.id).where(col(Team.id).in_(team_ids)).order_by(Team.id).with_for_update()).all()


def printed(session: Session, team_ids: Sequence[str], since: date, until: date) -> list[Printed]:
    """Every row printed so far of a window that overlaps this one, oldest first."""
    query = select(Printed).where(col(Printed.team_id).in_(team_ids), Printed.until > since, Printed.since < until)
    return list(session.exec(query.order_by(col(Printed.id))))


def of_several(session: Session, workspace: str, since: date, until: date) -> list[Printed]:
    """Every row printed so far about several teams together, whichever, of a window that overlaps this one; oldest first."""
    query = select(Printed).where(Printed.workspace == workspace, Printed.until > since, Printed.since < until)
    return list(session.exec(query.where(col(Printed.window).contains("/")).order_by(col(Printed.id))))


def add_printed(session: Session, rows: Iterable[Printed]) -> None:
    session.add_all(list(rows))
