"""How many gestures and seconds an answer took, on the check-in while it is being given and then on the answer."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0008"
down_revision = "0007"

_UTC = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    for table in ("checkin", "answer"):
        op.add_column(table, sa.Column("taps", sa.Integer(), nullable=True))
        op.add_column(table, sa.Column("seconds", sa.Float(), nullable=True))
    op.add_column("checkin", sa.Column("touched_at", _UTC, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("checkin", schema=None) as checkin:
        for column in ("touched_at", "seconds", "taps"):
            checkin.drop_column(column)
    with op.batch_alter_table("answer", schema=None) as answer:
        for column in ("seconds", "taps"):
            answer.drop_column(column)
