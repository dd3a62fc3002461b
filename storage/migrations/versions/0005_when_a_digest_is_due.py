"""When a team's digest is next due, as a column; and what is looked for in every turn gets an index."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0005"
down_revision = "0004"

_UTC = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    with op.batch_alter_table("team", schema=None) as team:
        team.add_column(sa.Column("digest_due_at", _UTC, nullable=True))
        team.create_index("ix_team_digest_due_at", ["digest_due_at"])
    says = sa.text("reason IS NOT NULL")
    op.create_index("ix_letter_reason", "letter", ["state", "reason", "due_at"], sqlite_where=says, postgresql_where=says)
    op.create_index("ix_checkin_state_remind_at", "checkin", ["state", "remind_at"], unique=False)
    op.create_index("ix_checkin_state_closes_at", "checkin", ["state", "closes_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_letter_reason", "letter")
    op.drop_index("ix_checkin_state_closes_at", "checkin")
    op.drop_index("ix_checkin_state_remind_at", "checkin")
    with op.batch_alter_table("team", schema=None) as team:
        team.drop_index("ix_team_digest_due_at")
        team.drop_column("digest_due_at")
