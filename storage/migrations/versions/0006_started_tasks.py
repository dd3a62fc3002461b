"""Tasks somebody has started: their kind, their expected time and their clock, and what of that an answer keeps."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0006"
down_revision = "0005"

_UTC = sqlmodel.sql.sqltypes.UTCDateTime()
_TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    with op.batch_alter_table("checkin", schema=None) as checkin:
        checkin.add_column(sa.Column("task_type", _TEXT, nullable=True))
        checkin.add_column(sa.Column("expected_minutes", sa.Float(), nullable=True))
        checkin.add_column(sa.Column("started_at", _UTC, nullable=True))
        checkin.add_column(sa.Column("stopped_at", _UTC, nullable=True))
        checkin.add_column(sa.Column("forgotten", sa.Boolean(), server_default=sa.false(), nullable=False))
        checkin.add_column(sa.Column("overlapping", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("answer", schema=None) as answer:
        answer.add_column(sa.Column("timer_minutes", sa.Float(), nullable=True))
        answer.add_column(sa.Column("overlapping", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("answer", schema=None) as answer:
        answer.drop_column("overlapping")
        answer.drop_column("timer_minutes")
    with op.batch_alter_table("checkin", schema=None) as checkin:
        for name in ("overlapping", "forgotten", "stopped_at", "started_at", "expected_minutes", "task_type"):
            checkin.drop_column(name)
