"""The one sentence somebody shares of what they added, when they did, and when a digest with it went out."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0010"
down_revision = "0009"

_UTC = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    op.add_column("answer", sa.Column("shared", sa.Text(), nullable=True))
    op.add_column("answer", sa.Column("shared_at", _UTC, nullable=True))
    op.add_column("answer", sa.Column("printed_at", _UTC, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("answer", schema=None) as answer:
        for column in ("printed_at", "shared_at", "shared"):
            answer.drop_column(column)
