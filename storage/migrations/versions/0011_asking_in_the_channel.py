"""Check-ins that a team posts in its channel: one message a team and local date."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0011"
down_revision = "0010"

_TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("workspace", _TEXT, nullable=False),
        sa.Column("team_id", _TEXT, nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("channel", _TEXT, nullable=True),
        sa.Column("ts", _TEXT, nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_invitation_team_id_team")),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_invitation_workspace_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("team_id", "local_date", name=op.f("uq_invitation_team_id_local_date")),
    )
    op.create_index("ix_invitation_channel_ts", "invitation", ["channel", "ts"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_invitation_channel_ts", "invitation")
    op.drop_table("invitation")
