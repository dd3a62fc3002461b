"""Who had everything about them deleted and is not to be asked again: marks that can be compared with an id, and not read."""

from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session, col, delete, select

from storage.database import insert_once
from storage.tables import Declined, opaque


@dataclass(frozen=True)
class Marks:
    """All marks of a workspace, by the one salt it has; `user in marks` is how they are asked."""

    salt: str
    marks: frozenset[str]

    def __contains__(self, user: object) -> bool:
        return bool(self.marks) and _mark(self.salt, str(user)) in self.marks


def marks(session: Session, workspace: str) -> Marks:
    rows = session.exec(select(Declined).where(Declined.workspace == workspace)).all()
    return Marks(rows[0].salt if rows else "", frozenset(row.mark for row in rows))


def add(session: Session, workspace: str, user: str) -> None:
    salt = marks(session, workspace).salt or opaque()
    insert_once(session, Declined(mark=_mark(salt, user), workspace=workspace, salt=salt))


def remove(session: Session, workspace: str, user: str) -> bool:
    """Take somebody's mark away; False when there was none."""
    mark = _mark(marks(session, workspace).salt, user)
    same = (col(Declined.workspace) == workspace, col(Declined.mark) == mark)
    return session.exec(delete(Declined).where(*same)).rowcount == 1


def _mark(salt: str, user: str) -> str:
    return sha256(f"{salt}/{user}".encode()).hexdigest()
