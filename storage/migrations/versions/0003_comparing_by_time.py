"""The ledger compares by time stored, not by fingerprints of answers; and what an hour of a team and its tools cost.

What the ledger held so far is emptied: its rows do not say what the new rule asks. The next print of a figure is its first.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0003"
down_revision = "0002"

_UTC = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    with op.batch_alter_table("team", schema=None) as team:
        team.add_column(sa.Column("rate_per_hour", sa.Float(), nullable=True))
        team.add_column(sa.Column("tools_per_month", sa.Float(), nullable=True))
        team.add_column(sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
        team.add_column(sa.Column("edited_at", _UTC, nullable=True))
    _add_moment("membership", "joined_at", "(SELECT created_at FROM team WHERE team.id = membership.team_id)")
    _add_moment("answer", "stored_at", "answered_at")
    op.execute(sa.text("DELETE FROM printed"))
    with op.batch_alter_table("printed", schema=None) as printed:
        printed.drop_column("marks")
        printed.add_column(sa.Column("parts", sa.JSON(), nullable=False))
    op.drop_index("ix_move_team_id_moved_at", "move")
    op.drop_table("move")


def _add_moment(table: str, column: str, from_: str) -> None:
    """A column that is never empty, filled from what is known."""
    op.add_column(table, sa.Column(column, _UTC, nullable=True))
    op.execute(sa.text(f"UPDATE {table} SET {column} = {from_}"))  # noqa: S608 - names written above
    with op.batch_alter_table(table, schema=None) as rows:
        rows.alter_column(column, existing_type=_UTC, nullable=False)


def downgrade() -> None:
    op.create_table(
        "move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("team_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("moved_at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_move_team_id_team")),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_move_workspace_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
    )
    op.create_index("ix_move_team_id_moved_at", "move", ["team_id", "moved_at"], unique=False)
    op.execute(sa.text("DELETE FROM printed"))
    with op.batch_alter_table("printed", schema=None) as printed:
        printed.drop_column("parts")
        printed.add_column(sa.Column("marks", sa.JSON(), nullable=False))
    with op.batch_alter_table("answer", schema=None) as answer:
        answer.drop_column("stored_at")
    with op.batch_alter_table("membership", schema=None) as membership:
        membership.drop_column("joined_at")
    with op.batch_alter_table("team", schema=None) as team:
        team.drop_column("edited_at")
        team.drop_column("currency")
        team.drop_column("tools_per_month")
        team.drop_column("rate_per_hour")
