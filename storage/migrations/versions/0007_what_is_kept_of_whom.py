"""When somebody was first told what happens with their answers, who is not to be asked again, and letters by check-in."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0007"
down_revision = "0006"

_UTC = sqlmodel.sql.sqltypes.UTCDateTime()
_FIRST_ASKED = "UPDATE person SET informed_at = (SELECT min(asked_at) FROM checkin WHERE checkin.person_id = person.id)"


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as person:
        person.add_column(sa.Column("informed_at", _UTC, nullable=True))
    op.execute(_FIRST_ASKED)
    op.create_index("ix_letter_checkin_id", "letter", ["checkin_id"])
    op.create_table(
        "declined",
        sa.Column("mark", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("workspace", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("salt", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.id"], name=op.f("fk_declined_workspace_workspace")),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_declined")),
    )
    op.create_index("ix_declined_workspace", "declined", ["workspace"])


def downgrade() -> None:
    op.drop_table("declined")
    op.drop_index("ix_letter_checkin_id", "letter")
    with op.batch_alter_table("person", schema=None) as person:
        person.drop_column("informed_at")
