"""What a workspace's admins have set, above what a team or the operator says: the smallest group, and how long is kept.

Whoever needs a team's k, or how long something is kept, asks here and reads no row itself: so what was set holds at once.
"""

from sqlmodel import Session

from bot.domain.privacy import FEWEST
from bot.services import Keeping
from storage.tables import Team, Workspace

MOST_K = 100  # as in a team's file
LONGEST_WORDS_DAYS = 3650
LEAST_ROWS_MONTHS, LONGEST_ROWS_MONTHS = 12, 120  # a report may be about a year


def floor_of(session: Session, workspace: str) -> int:
    """The fewest people any figure of a workspace may be of. Whatever stands in its row, it is never less than five."""
    row = session.get(Workspace, workspace)
    return max(FEWEST, row.least_k if row else FEWEST)


def k_of(session: Session, *teams: Team) -> int:
    """The fewest people any figure of these teams may be of, alone or together."""
    return max(max(team.k, floor_of(session, team.workspace)) for team in teams)


def keeping_of(session: Session, workspace: str, operators: Keeping) -> Keeping:
    """How long words and rows of a workspace are kept: as its admins have set it, else as whoever runs this has."""
    row = session.get(Workspace, workspace)
    words, rows = (row.words_days, row.rows_months) if row else (None, None)
    return Keeping(
        operators.words_days if words is None else max(words, 1),
        operators.rows_months if rows is None else max(rows, LEAST_ROWS_MONTHS),
    )
