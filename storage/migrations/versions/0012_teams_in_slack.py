"""Teams that are set up in Slack: where they stand, who is followed, their own questions, and what an admin has set."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0012"
down_revision = "0011"

_TEXT = sqlmodel.sql.sqltypes.AutoString()
_UTC = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    with op.batch_alter_table("workspace") as workspace:
        workspace.add_column(sa.Column("owners_named", sa.Boolean(), server_default=sa.false(), nullable=False))
        workspace.add_column(sa.Column("least_k", sa.Integer(), server_default="5", nullable=False))
        workspace.add_column(sa.Column("words_days", sa.Integer(), nullable=True))
        workspace.add_column(sa.Column("rows_months", sa.Integer(), nullable=True))
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("may_own", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("team") as team:
        team.add_column(sa.Column("state", _TEXT, server_default="running", nullable=False))
        team.add_column(sa.Column("user_group", _TEXT, nullable=True))
        team.add_column(sa.Column("follow_due_at", _UTC, nullable=True))
        team.add_column(sa.Column("questions", sa.JSON(), server_default="[]", nullable=False))
    op.execute("UPDATE team SET follow_due_at = plan_due_at")  # whose moment differs from team to team
    op.create_index("ix_team_workspace_follow_due_at", "team", ["workspace", "follow_due_at"], unique=False)
    with op.batch_alter_table("answer") as answer:
        answer.add_column(sa.Column("own", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("answer") as answer:
        answer.drop_column("own")
    op.drop_index("ix_team_workspace_follow_due_at", "team")
    with op.batch_alter_table("team") as team:
        for name in ("questions", "follow_due_at", "user_group", "state"):
            team.drop_column(name)
    with op.batch_alter_table("person") as person:
        person.drop_column("may_own")
    with op.batch_alter_table("workspace") as workspace:
        for name in ("rows_months", "words_days", "least_k", "owners_named"):
            workspace.drop_column(name)
