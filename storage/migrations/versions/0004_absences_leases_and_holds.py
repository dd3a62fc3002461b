"""Absences and countries for who is asked when; leases, holds and reasons for who sends what when."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0004"
down_revision = "0003"

_TEXT = sqlmodel.sql.sqltypes.AutoString()
_UTC = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    with op.batch_alter_table("workspace", schema=None) as workspace:
        workspace.add_column(sa.Column("stopped", _TEXT, nullable=True))
    with op.batch_alter_table("person", schema=None) as person:
        person.add_column(sa.Column("country", _TEXT, nullable=True))
        person.add_column(sa.Column("ignored", sa.Integer(), nullable=False, server_default="0"))
        person.add_column(sa.Column("unreachable", _TEXT, nullable=True))
    with op.batch_alter_table("team", schema=None) as team:
        team.add_column(sa.Column("country", _TEXT, nullable=True))
    op.create_table(
        "absence",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("workspace", _TEXT, nullable=False),
        sa.Column("person_id", _TEXT, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("said_by", _TEXT, nullable=True),
        sa.Column("said_at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_absence_said_by_person")),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_absence_workspace_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_person_id_until", "absence", ["person_id", "until"], unique=False)
    op.create_table(
        "lease",
        sa.Column("workspace", _TEXT, nullable=False),
        sa.Column("holder", _TEXT, nullable=False),
        sa.Column("until", _UTC, nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_lease_workspace_workspace")),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_lease")),
    )
    op.create_table(
        "hold",
        sa.Column("workspace", _TEXT, nullable=False),
        sa.Column("method", _TEXT, nullable=False),
        sa.Column("until", _UTC, nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_hold_workspace_workspace")),
        sa.PrimaryKeyConstraint("workspace", "method", name=op.f("pk_hold")),
    )


def downgrade() -> None:
    op.drop_table("hold")
    op.drop_table("lease")
    op.drop_index("ix_absence_person_id_until", "absence")
    op.drop_table("absence")
    with op.batch_alter_table("team", schema=None) as team:
        team.drop_column("country")
    with op.batch_alter_table("person", schema=None) as person:
        person.drop_column("unreachable")
        person.drop_column("ignored")
        person.drop_column("country")
    with op.batch_alter_table("workspace", schema=None) as workspace:
        workspace.drop_column("stopped")
