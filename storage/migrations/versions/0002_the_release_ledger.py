"""The release ledger: every figure that was printed, and when people joined or left."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "printed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("team_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("window", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("scope", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("figure", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("printed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_printed_team_id_team")),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_printed_workspace_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed")),
    )
    op.create_index("ix_printed_team_id_until", "printed", ["team_id", "until"], unique=False)
    op.create_table(
        "move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("team_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("moved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_move_team_id_team")),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_move_workspace_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
    )
    op.create_index("ix_move_team_id_moved_at", "move", ["team_id", "moved_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_move_team_id_moved_at", "move")
    op.drop_table("move")
    op.drop_index("ix_printed_team_id_until", "printed")
    op.drop_table("printed")
